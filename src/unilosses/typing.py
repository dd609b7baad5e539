"""The types that signatures here use."""

from typing import Any, Literal, TypeAlias

Array: TypeAlias = Any
"""An array of any library with an array-API namespace. No static protocol for it exists yet."""

Namespace: TypeAlias = Any
"""The module of array-API functions that belongs to an array."""

Scalar: TypeAlias = Any
"""A Python number, or an array of the data's own library (a learned parameter)."""

Reduction: TypeAlias = Literal["mean", "sum", "none"]

Encoding: TypeAlias = Literal["signed", "binary"]
"""Two classes as -1 and 1, or as 0 and 1."""

Space: TypeAlias = Literal["probs", "log_probs", "logits"]
"""What an array of a distribution's classes holds."""
