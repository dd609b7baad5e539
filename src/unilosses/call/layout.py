"""Where a kernel finds the axes that it contracts: last, several of them flattened into one."""

from __future__ import annotations

import math

from ..typing import Array, Namespace


class Layout:
    """The way of an array of one shape into the kernel's layout, and back."""

    __slots__ = ("_flat", "_inverse", "_order", "axes", "rows", "shape")

    def __init__(self, shape: tuple[int, ...], axes: tuple[int, ...], *, flatten: bool) -> None:
        rest = tuple(i for i in range(len(shape)) if i not in axes)
        order = (*rest, *axes)
        self.shape, self.axes = shape, axes
        self.rows = tuple(shape[i] for i in rest)
        self._order = None if order == tuple(range(len(shape))) else order
        self._inverse = tuple(sorted(range(len(order)), key=order.__getitem__))
        self._flat = (*self.rows, self.length) if flatten and len(axes) > 1 else None

    @property
    def length(self) -> int:
        """How many elements the contracted axes have."""
        return math.prod([self.shape[i] for i in self.axes])  # Dynamo takes no generator here

    def forth(self, xp: Namespace, x: Array) -> Array:
        if self._order is not None:
            x = xp.permute_dims(x, self._order)
        return x if self._flat is None else xp.reshape(x, self._flat)

    def back(self, xp: Namespace, x: Array) -> Array:
        if self._flat is not None:
            x = xp.reshape(x, (*self.rows, *(self.shape[i] for i in self.axes)))
        return x if self._order is None else xp.permute_dims(x, self._inverse)
