"""What is computed: one file per family; a loss is a kernel and its partial derivatives."""

from . import binary, cosine, divergence, focal, margin, multiclass, penalties, regression

__all__ = ["binary", "cosine", "divergence", "focal", "margin", "multiclass", "penalties", "regression"]
