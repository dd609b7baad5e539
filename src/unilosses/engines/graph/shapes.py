"""Shapes of results, from those of the inputs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .arithmetic import scalar_node
from .nodes import Length, Node, NotTraced, Shape, constant, length_node, length_of
from .recording import current


def broadcast(*shapes: Sequence[Length]) -> Shape:
    """The shape of what is computed element by element."""
    rank = max(map(len, shapes))
    columns = zip(*[(*(1,) * (rank - len(s)), *s) for s in shapes], strict=True)
    return tuple(_common(column) for column in columns)


def _common(lengths: Sequence[Length]) -> Length:
    found: Length = 1
    for x in lengths:
        if x is found or (isinstance(x, int) and x == 1):
            continue
        if isinstance(found, int) and found == 1:
            found = x
        elif not current().are_equal(found, x):
            if isinstance(x, Node) and current().decide("equal", x, constant(1)):
                continue
            if isinstance(found, Node) and current().decide("equal", found, constant(1)):
                found = x
                continue
            raise NotTraced("shapes that do not fit")
    return found


def position(axis: int, rank: int) -> int:
    """An axis counted from 0."""
    if not -rank <= axis < rank:
        raise NotTraced(f"axis {axis} of {rank}")
    return axis % rank


def positions(axis: Any, rank: int) -> tuple[int, ...]:
    """The axes of a reduction; None is all."""
    if axis is None:
        return tuple(range(rank))
    return tuple(position(a, rank) for a in (axis if isinstance(axis, tuple) else (axis,)))


def reduced(shape: Shape, axes: Sequence[int], keepdims: bool) -> Shape:
    if keepdims:
        return tuple(1 if i in axes else x for i, x in enumerate(shape))
    return tuple(x for i, x in enumerate(shape) if i not in axes)


def product(lengths: Iterable[Length]) -> Node:
    found: Node | None = None
    for x in lengths:
        if isinstance(x, Node) or x != 1:
            found = length_node(x) if found is None else scalar_node("multiply", found, length_node(x))
    return constant(1) if found is None else found


def total(lengths: Iterable[Length]) -> Length:
    """The length of arrays that are joined."""
    found = constant(0)
    for x in lengths:
        found = scalar_node("add", found, length_node(x))
    return length_of(found)


def reshaped(old: Shape, new: Sequence[Length]) -> Shape:
    """The new shape, with a length of -1 worked out."""
    if not any(isinstance(x, int) and x == -1 for x in new):
        return tuple(new)
    fixed = [x for x in new if not (isinstance(x, int) and x == -1)]
    rest = list(old)
    for x in list(fixed):
        if x in rest:
            rest.remove(x)
            fixed.remove(x)
    missing = product(rest)
    if fixed:
        missing = scalar_node("floor_divide", missing, product(fixed))
    return tuple(length_of(missing) if isinstance(x, int) and x == -1 else x for x in new)


def indexed(shape: Shape, index: tuple[Any, ...]) -> Shape:
    """The shape of x[index], for integers, slices, None and an ellipsis."""
    taken = sum(i is not None and i is not Ellipsis for i in index)
    if taken > len(shape):
        raise NotTraced("an index of too many axes")
    if Ellipsis not in index:
        index = (*index, Ellipsis)
    found: list[Length] = []
    axis = 0
    for i in index:
        if i is None:
            found.append(1)
        elif i is Ellipsis:
            stop = axis + len(shape) - taken
            found.extend(shape[axis:stop])
            axis = stop
        else:
            if isinstance(i, slice):
                found.append(_sliced(shape[axis], i))
            axis += 1
    return tuple(found)


def _sliced(length: Length, by: slice) -> Length:
    if by == slice(None):
        return length
    if isinstance(length, int):
        return len(range(*by.indices(length)))
    step = 1 if by.step is None else by.step
    if step <= 0:
        raise NotTraced("a slice that runs backward")
    start, stop = bound(length, by.start, constant(0)), bound(length, by.stop, length)
    span = scalar_node("subtract", stop, start)
    if current().decide("less_equal", span, constant(0)):
        return 0
    if step == 1:
        return length_of(span)
    more = scalar_node("add", span, constant(step - 1))
    return length_of(scalar_node("floor_divide", more, constant(step)))


def bound(length: Node, given: int | None, default: Node) -> Node:
    """Where a slice begins or ends; whether that lies outside is a question about the length."""
    if given is None:
        return default
    if given < 0:
        if current().decide("less", length, constant(-given)):
            return constant(0)
        return scalar_node("subtract", length, constant(-given))
    if current().decide("less", length, constant(given)):
        return length
    return constant(given)
