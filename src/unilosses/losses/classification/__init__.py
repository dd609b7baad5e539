"""Classification: labels of one, of several, or of exclusive classes."""

# In the order of reading; a family that is not named here comes after these.
FAMILIES = (
    "binary",
    "multiclass",
    "linear",
    "focal",
    "polynomial",
    "multilabel",
    "margin",
    "multiclass_margin",
    "sparsemax",
    "scoring",
)
