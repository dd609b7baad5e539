"""Where in each axis a value is looked at, and how an operation passes that on to what it is computed from."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from ..graph import Node
from .code import Value
from .declined import NotServed


class Axis(NamedTuple):
    """An axis of the space that a loop goes through; the columns come behind the rows' axes."""

    number: int


# A fixed position, an axis, or a position in each lane.
Coordinate: TypeAlias = "int | Axis | Value"
Coordinates: TypeAlias = tuple[Coordinate, ...]


def identity(rank: int) -> Coordinates:
    return tuple(Axis(i) for i in range(rank))


def broadcast(x: Node, at: Coordinates) -> Coordinates:
    """Of an input of what is computed element by element: axes are aligned at the end, one of length 1 repeats."""
    own = at[len(at) - x.rank :] if x.rank else ()
    return tuple(0 if isinstance(n, int) and n == 1 else a for n, a in zip(x.shape, own, strict=True))


def indexed(x: Node, index: tuple[object, ...], at: Coordinates) -> Coordinates:
    """Of x, of which x[index] is looked at."""
    taken = sum(i is not None and i is not Ellipsis for i in index)
    if Ellipsis not in index:
        index = (*index, Ellipsis)
    rest = list(at)
    found: list[Coordinate] = []
    for i in index:
        if i is None:
            rest.pop(0)
        elif i is Ellipsis:
            found += [rest.pop(0) for _ in range(x.rank - taken)]
        elif isinstance(i, slice):
            if i.start not in (None, 0) or i.step not in (None, 1):
                raise NotServed("a slice that does not begin at 0")
            found.append(rest.pop(0))
        elif isinstance(i, int) and i >= 0:
            found.append(i)
        else:
            raise NotServed("an index from the end")
    return tuple(found)


def reshaped(x: Node, y: Node, at: Coordinates) -> Coordinates:
    """Of x, which is reshaped to y: only axes of length 1 may come or go."""
    own = [n for n in x.shape if not (isinstance(n, int) and n == 1)]
    new = [(n, a) for n, a in zip(y.shape, at, strict=True) if not (isinstance(n, int) and n == 1)]
    if [n for n, _ in new] != own:
        raise NotServed("an array of another shape")
    rest = [a for _, a in new]
    return tuple(0 if isinstance(n, int) and n == 1 else rest.pop(0) for n in x.shape)


def of_inputs(x: Node, at: Coordinates) -> list[tuple[Node, Coordinates]]:
    """The arrays that an element of x is computed from, and where in them; not for reductions and picks."""
    if x.op == "getitem":
        return [(x.inputs[0], indexed(x.inputs[0], x["index"], at))]
    if x.op == "reshape":
        return [(x.inputs[0], reshaped(x.inputs[0], x, at))]
    if x.op == "broadcast_to":
        return [(x.inputs[0], broadcast(x.inputs[0], at))]
    if x.op == "permute_dims":
        order = x["axes"]
        return [(x.inputs[0], tuple(at[order.index(i)] for i in range(len(order))))]
    if x.op == "named":
        return [(x.inputs[0], at)]
    if x.op == "full_like":
        return [(x.inputs[1], broadcast(x.inputs[1], at))]
    if x.op == "full":
        return [(x.inputs[0], broadcast(x.inputs[0], at))]
    return [(i, broadcast(i, at)) for i in x.inputs]
