"""bfloat16 on NumPy, which has none: arrays of ml_dtypes', or the bits of each number as an unsigned integer.

No loss has unsigned integers of 16 bits of its own in a graph: the graph has no arithmetic of them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..graph import Inputs

BITS = np.dtype(np.uint16)


def dtype_of(name: str, inputs: Inputs) -> Any:
    """The dtype of results of that name."""
    if name != "bfloat16":
        return np.dtype(name)
    found = (x.dtype for x in inputs.values() if hasattr(x, "dtype") and "bfloat16" in str(x.dtype))
    return next(found, BITS)


def loaded(x: Any) -> Any:
    """The numbers; of bits, in float32."""
    if x.dtype != BITS:
        return x
    wide = x.astype(np.uint32)
    wide <<= 16
    return wide.view(np.float32)


def store(out: Any, x: Any) -> None:
    """Round numbers into an array; into bits, to the nearest, and to even between two of them."""
    if out.dtype != BITS:
        np.copyto(out, x, casting="unsafe")
        return
    bits = np.asarray(x, dtype=np.float32).view(np.uint32)
    rounded = (bits + (0x7FFF + ((bits >> 16) & 1))) >> 16
    out[...] = np.where(np.isnan(x), 0x7FC0, rounded)
