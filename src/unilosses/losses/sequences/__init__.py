"""Sequences: labels without a place in time."""

# In the order of reading; a family that is not named here comes after these.
FAMILIES = ("ctc",)
