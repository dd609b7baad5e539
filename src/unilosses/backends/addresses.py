"""Where the elements of NumPy's arrays begin, which NumPy itself tells in a microsecond."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

# Behind the header of every object, an array has the address of its elements, since NumPy 1.0.
_BEHIND = object.__basicsize__
_AT = ctypes.c_void_p.from_address


def stated(x: Any) -> int:
    """As NumPy states it."""
    found: int = x.__array_interface__["data"][0]
    return found


def _read(x: Any) -> int:
    """As the array's own structure has it."""
    return _AT(id(x) + _BEHIND).value or 0


def _fits() -> bool:
    """Whether that structure is here what it has been so far."""
    if sys.implementation.name != "cpython":
        return False
    whole = np.zeros((3, 4), np.float32)
    return all(_read(x) == stated(x) for x in (whole, whole[1:], whole[::-1, 1:], whole.T, np.empty(()), np.ones(1)))


address: Callable[[Any], int] = _read if _fits() else stated
