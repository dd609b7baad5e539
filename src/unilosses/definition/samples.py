"""Ordinary arrays for any loss, by the kinds of its arguments. Where their numbers come from, the caller says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from .definition import LossSpec
from .kinds import Interval, Item, Shape

Array: TypeAlias = np.ndarray[Any, Any]
Size: TypeAlias = tuple[int, ...]


@dataclass(frozen=True)
class Source:
    """Where the numbers of ordinary arrays come from."""

    real: Callable[[Interval, Size], Array]  # numbers of an interval, in that shape
    integer: Callable[[int, int, Size], Array]  # integers from the first number on, below the second
    dense: Callable[[Size], Array] | None = None  # coefficients of classes in that shape; None for class indices
    groups: int = 2  # how many groups rows belong to: two that follow each other are of one
    length: int = 2  # of a sequence


def ordinary(spec: LossSpec, name: str, first: Size, source: Source) -> Array:
    """An array argument of a loss whose first array has that shape, the classes on its last axis."""
    kind, rows = spec.domain[name], first[: len(first) - spec.event_ndim]
    if kind.labels == "class":
        return source.integer(0, first[-1], rows) if source.dense is None else source.dense(first)
    if kind.labels == "signed":
        return 2.0 * source.integer(0, 2, first) - 1.0
    if kind.labels == "binary":
        return source.integer(0, 2, first).astype(np.float64)
    if kind.item is Item.ANY:
        return source.integer(0, 3, first).astype(np.float64)
    if kind.item is Item.INTEGER and kind.shape is Shape.ROWS:
        return np.arange(int(np.prod(rows))).reshape(rows) // 2 % source.groups
    if kind.item is Item.INTEGER:
        return source.integer(1, first[-1], (*rows, source.length))
    if kind.shape is Shape.FREE:
        return source.real(kind.interval, (first[-1], first[-1]))
    return source.real(kind.interval, rows if kind.shape is Shape.ROWS else first)


def repeated(low: int, high: int, shape: Size) -> Array:
    """Integers one after the other, and from the start again: a source of integers without chance."""
    return np.resize(np.arange(low, high), shape)
