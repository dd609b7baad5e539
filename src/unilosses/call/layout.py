"""Where a kernel finds the axes that it contracts: last, several of them flattened into one."""

from __future__ import annotations

import math

from ..definition.definition import LossSpec
from ..definition.options import Options
from ..typing import Array, Namespace
from . import validation


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

    def to_kernel(self, xp: Namespace, x: Array) -> Array:
        if self._order is not None:
            x = xp.permute_dims(x, self._order)
        return x if self._flat is None else xp.reshape(x, self._flat)

    def from_kernel(self, xp: Namespace, x: Array) -> Array:
        if self._flat is not None:
            x = xp.reshape(x, (*self.rows, *(self.shape[i] for i in self.axes)))
        return x if self._order is None else xp.permute_dims(x, self._inverse)


def layout_of(spec: LossSpec, first: Array, options: Options) -> Layout | None:
    """The layout of a call of a loss that has a use for axes; None where there are none."""
    if spec.event_ndim == 0 and first.ndim == 0:
        return None
    axes = _axes(spec, first.ndim, options.axis)
    layout = Layout(tuple(first.shape), axes, flatten=spec.event_ndim == 1 and not spec.axis_counts)
    if spec.event_ndim and not layout.length:
        raise ValueError(f"{spec.name}: axis {options.axis} of {spec.arrays[0]} has length 0")
    return layout


def _axes(spec: LossSpec, ndim: int, given: int | tuple[int, ...]) -> tuple[int, ...]:
    """The axes that the kernel contracts (or along which there is one parameter per class), counted from 0."""
    if spec.event_ndim > 1:
        if ndim < spec.event_ndim:
            raise ValueError(f"{spec.name}: {spec.arrays[0]} has {ndim} axes; expected {spec.event_ndim} or more")
        return tuple(range(ndim - spec.event_ndim, ndim))
    several = validation.option(spec, "axis", given)
    axes = []
    for axis in several if isinstance(several, tuple) else (several,):
        if not -ndim <= axis < ndim:
            raise ValueError(f"{spec.name}: axis {axis} is out of range for {spec.arrays[0]} of {ndim} axes")
        axes.append(axis % ndim)
    if len(set(axes)) < len(axes):
        raise ValueError(f"{spec.name}: axis names an axis twice: {given!r}")
    return tuple(axes)
