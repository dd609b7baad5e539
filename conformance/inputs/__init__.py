"""Hard inputs by family of losses; `conformance.hard_inputs` is the way in."""
