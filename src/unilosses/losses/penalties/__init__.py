"""Penalties: what parameters cost."""

# In the order of reading; a family that is not named here comes after these.
FAMILIES = ("parameters", "structure")
