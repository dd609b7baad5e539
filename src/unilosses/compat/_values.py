"""Dtypes and values of arrays: what is promoted to what, and what the host can see of data."""

from __future__ import annotations

from typing import Any

from ..backends.library import Library, default_float, device_of
from ..core import checks
from ..core.typing import Array


def promoted(library: Library, *arrays: Array) -> list[Array]:
    """Arrays in the widest of their floating-point dtypes; in the library's default one if there is none."""
    xp = library.xp
    for x in arrays:
        if not library.is_real(x.dtype):
            raise TypeError(f"an array has dtype {x.dtype}; expected real numbers")
    own = [x.dtype for x in arrays if library.floating(x.dtype) is not None]
    if not own:
        dtype = default_float(xp)
    elif all(d == own[0] for d in own):
        dtype = own[0]
    else:
        dtype = xp.float64 if any(d == xp.float64 for d in own) else xp.float32
    return [in_dtype(library, x, dtype) for x in arrays]


def in_dtype(library: Library, x: Array, dtype: Any) -> Array:
    return x if x.dtype == dtype else library.xp.astype(x, dtype)


def is_floating(library: Library, x: Array) -> bool:
    return library.floating(x.dtype) is not None


def number(library: Library, value: float, like: Array) -> Array:
    """A number as an array: for what a peer lets be any number, and a loss here keeps to a range."""
    return library.xp.asarray(value, dtype=like.dtype, device=device_of(library.xp, like))


def everywhere(library: Library, condition: Array) -> bool | None:
    """Whether a condition on data is met everywhere; None where the host cannot read it, or is not to."""
    if not checks.enabled():
        return None
    if 0 in condition.shape:
        return True
    bounds = library.backend.bounds(library.xp.astype(condition, library.xp.int32))
    return None if bounds is None else bounds[0] == 1
