"""Hard inputs by family of losses; `conformance.suite.hard_inputs` is the way in."""
