"""The gate for what comes in beside the first array: arrays of its library, real numbers, and where they may lie."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..backends.library import OF_NUMPY, Library, constant_of, library_of, same_library
from ..definition.kinds import REAL, Interval
from ..settings import checks_enabled
from ..typing import Array
from .prepared import Facts


class Unheld:
    """A peer's parameter that is not held against its interval, or labels, where the peer allows more than the loss."""

    def __init__(self, array: Array) -> None:
        self.array, self.dtype = array, array.dtype


def leading(first: Any, beside: Iterable[Any]) -> Any:
    """The first array: NumPy's is a constant too, beside an array of a library that takes such for constants."""
    if isinstance(first, OF_NUMPY):
        for x in beside:
            x = x.array if isinstance(x, Unheld) else x
            if hasattr(x, "dtype") and not isinstance(x, OF_NUMPY):
                constant = constant_of(library_of(x, "an argument"), first)
                if constant is not None:
                    return constant
    return first


def own(f: Facts, name: str, x: Any) -> Array:
    """An array of the first array's library; TypeError for any other."""
    return same_library(x, name, f.xp, f.first, f.spec.arrays[0])


def reals(f: Facts, name: str, x: Any) -> Array:
    """The same of real numbers, in the precision of the call; TypeError for complex ones, strings, dates, objects."""
    x = own(f, name, x)
    if x.dtype == f.dtype.computed:
        return x
    if not f.library.is_real(x.dtype):
        raise TypeError(f"{f.spec.name}: {name} has dtype {x.dtype}; expected real numbers: convert it first")
    return f.xp.astype(x, f.dtype.computed)


def everywhere(library: Library, condition: Array) -> bool | None:
    """Whether a condition on data is met everywhere; None where the host cannot read it, or is not to."""
    if library.note is not None:
        library.note(condition)
        return None
    if not checks_enabled():
        return None
    if 0 in condition.shape:
        return True
    bounds = library.backend.bounds(library.xp.astype(condition, library.xp.int32))
    return None if bounds is None else bounds[0] == 1


def _inside(x: Array, interval: Interval) -> Array | None:
    """Where numbers lie in an interval; None if every number does."""
    if interval == REAL:
        return None
    low, high = interval.low, interval.high
    above = x >= low if interval.closed_low else x > low
    below = x <= high if interval.closed_high else x < high
    return above & below


def held(library: Library, loss: str, name: str, x: Array, interval: Interval | None) -> Array | None:
    """Hold an array against an interval: ValueError for what the host can read and lies outside.

    Where it cannot read, the condition that makes the result NaN if it fails; None where nothing is left to ask.
    """
    kept = None if interval is None else _inside(x, interval)
    if kept is None:
        return None
    met = everywhere(library, kept)
    if met:
        return None
    if met is None:
        return library.xp.all(kept)
    raise ValueError(f"{loss}: {name} must be in {interval}, and has numbers that are not")
