"""Regression: errors of real numbers."""

# In the order of reading; a family that is not named here comes after these.
FAMILIES = ("regression", "robust", "quantile", "relative")
