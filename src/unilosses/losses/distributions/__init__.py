"""Distributions: divergences between them, and likelihoods under them."""

# In the order of reading; a family that is not named here comes after these.
FAMILIES = ("divergence", "distance", "gaussian", "heavy_tails", "counts", "deviance")
