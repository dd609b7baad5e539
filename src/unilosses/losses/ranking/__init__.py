"""Ranking: scores that should put items in order."""

# In the order of reading; a family that is not named here comes after these.
FAMILIES = ("pairs", "lists")
