"""Segmentation: regions that should overlap."""

# In the order of reading; a family that is not named here comes after these.
FAMILIES = ("regions", "generalized_dice")
