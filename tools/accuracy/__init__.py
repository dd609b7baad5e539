"""How far our losses and those of other libraries are from the truth, on the same inputs: for docs/accuracy.md."""
