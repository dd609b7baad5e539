"""What the modules of peers' calls have in common.

`CALLS` of such a module has a function for each of our losses that the peer has, too: it takes our arrays, as arrays of
the peer's library, and our parameters by our names with our defaults, and returns the unreduced results of the peer's
function. A parameter that it does not name is one that the peer has not: such inputs are passed over, and so are those
for which it returns None. With `Only` it says on which rows the peer's formula is the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Call = Callable[..., Any]


@dataclass(frozen=True)
class Only:
    """Results of which some rows count: those for which `rows`, of the same arrays in NumPy, is true."""

    results: Any
    rows: Callable[..., np.ndarray]


def by(*argnums: int) -> Callable[[Call], Call]:
    """Gradients by these arrays alone: where a peer's labels are classes, what lies between them is another formula."""

    def mark(call: Call) -> Call:
        call.argnums = argnums
        return call

    return mark


def host(array: Any) -> np.ndarray:
    """An array's numbers, of whichever library it is."""
    return np.asarray(array.detach() if hasattr(array, "detach") else array)


def signs_last(*arrays: np.ndarray) -> np.ndarray:
    """Where a label is -1 or 1; between them, peers have other formulas."""
    return np.asarray(np.abs(arrays[-1]) == 1)


def bits_last(*arrays: np.ndarray) -> np.ndarray:
    """Where a label is 0 or 1."""
    return np.isin(arrays[-1], (0, 1))


def between(low: float, high: float, *arrays: np.ndarray) -> np.ndarray:
    """Rows with all their numbers in a range, in which clipping to it changes nothing."""
    inside = [((a >= low) & (a <= high)).reshape(len(a), -1).all(axis=1) for a in arrays]
    return np.asarray(np.logical_and.reduce(inside))


def string_lengths(labels: np.ndarray, blank: int, lengths: Any) -> np.ndarray:
    """How many labels of each row count: those before the padding, where no lengths are given."""
    return np.asarray(lengths) if lengths is not None else ((labels != blank) & (labels >= 0)).sum(axis=1)


def fits(labels: np.ndarray, lengths: np.ndarray, frames: Any) -> np.ndarray:
    """Where the frames are enough for the labels, and for a blank between two that are equal."""
    repeated = (labels[:, 1:] == labels[:, :-1]) & (np.arange(1, labels.shape[1]) < lengths[:, None])
    return lengths + repeated.sum(axis=1) <= np.asarray(frames)
