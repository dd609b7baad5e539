"""Which axis of each node runs along the rows of a batch, so that a graph can be evaluated a block of rows at a time.

Nothing is asked of a node but its operation: what mixes rows in any other way than a sum, a maximum or the like over
all of them is not split.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..graph import Graph, Node
from ..graph.nodes import Shape
from ..graph.operations import ELEMENTWISE
from ..graph.shapes import positions

# Reductions over the rows, of which those of the blocks give the whole.
COMBINED = ("sum", "prod", "max", "min", "any", "all")


class NotSplit(Exception):
    """The graph is not for blocks, or not for blocks along an axis."""


@dataclass(eq=False)
class Rows:
    """How a graph is split along one axis of an input."""

    length: Node | None
    """How many rows there are; None where all is one block."""
    axis: dict[Node, int] = field(default_factory=dict)
    """Of the arrays that have an axis along the rows, which it is."""
    inside: set[Node] = field(default_factory=set)
    """The arrays that are computed of a block: those that are split, and what depends on a block but on no row."""
    passes: dict[Node, int] = field(default_factory=dict)
    """How often the rows have been gone through before a node is known."""
    combined: dict[Node, int] = field(default_factory=dict)
    """The reductions over rows, each with the pass in which it is made."""


def rows_of(graph: Graph) -> Rows:
    """The rows along the axis that takes the fewest passes, the first one of those; or one block for all.

    NotSplit if it multiplies matrices, which is to stay in the precision of the data.
    """
    if any(x.op == "matmul" for x in graph):
        raise NotSplit("it multiplies matrices, which stays in the precision of the data")
    first = next(x for x in graph.inputs.values() if not x.is_scalar)
    found = []
    for length in graph.shapes[first["name"]]:
        try:
            found.append(_split(graph, length))
        except NotSplit:
            continue
    return min(found, key=lambda rows: max(rows.passes.values(), default=0)) if found else Rows(None)


def _split(graph: Graph, length: int | Node) -> Rows:
    if not isinstance(length, Node):
        raise NotSplit("there is one row only")
    rows = Rows(length)
    for name, x in graph.inputs.items():
        if x.is_scalar:
            continue
        at = [i for i, n in enumerate(graph.shapes[name]) if n is length]
        if len(at) > 1:
            raise NotSplit(f"{name} has two axes of rows")
        rows.passes[x] = 0
        if at:
            rows.axis[x] = at[0]
            rows.inside.add(x)
    for x in graph:
        if x.is_scalar:
            rows.passes[x] = 0
        elif x not in rows.passes:
            _enter(rows, x)
    return rows


def _enter(rows: Rows, x: Node) -> None:
    """What becomes of the rows in a node, from what became of them in its inputs."""
    before = max((rows.passes[i] for i in x.inputs), default=0)
    rows.passes[x] = before
    if any(i in rows.inside for i in x.inputs):
        rows.inside.add(x)
    elif rows.length not in x.shape:
        return  # the same for all blocks
    rule = RULES.get(x.op)
    if rule is None:
        raise NotSplit(f"{x.op} is not split")
    at = rule(rows, x)
    if at == _COMBINED:
        rows.inside.discard(x)
        rows.combined[x] = before
        rows.passes[x] = before + 1
    elif at is not None:
        if x.shape[at] is not rows.length:
            raise NotSplit(f"{x.op} changes the number of rows")
        rows.axis[x] = at
        rows.inside.add(x)


# An axis, None for an array without rows, or the whole of a reduction over them.
_COMBINED = -1
Rule = Callable[[Rows, Node], "int | None"]


def _elementwise(rows: Rows, x: Node) -> int | None:
    behind = {i.rank - rows.axis[i] for i in x.inputs if i in rows.axis}
    if len(behind) != 1:
        return None if not behind else _refuse(x)
    (from_end,) = behind
    for i in x.inputs:
        if i not in rows.axis and i.rank >= from_end and i.shape[-from_end] != 1:
            _refuse(x)
    return x.rank - from_end


def _reduction(rows: Rows, x: Node) -> int | None:
    (array,) = x.inputs
    if array not in rows.axis:
        return None
    at, axes = rows.axis[array], positions(x["axis"], array.rank)
    if at in axes:
        return _COMBINED if x.op in COMBINED else _refuse(x)
    return at if x["keepdims"] else at - sum(a < at for a in axes)


def _along(rows: Rows, x: Node) -> int | None:
    """An operation along another axis, which keeps them all."""
    at = {rows.axis.get(i) for i in x.inputs if not i.is_scalar}
    if len(at) != 1 or x["axis"] in at:
        _refuse(x)
    return at.pop()


def _stacked(rows: Rows, x: Node) -> int | None:
    at = {rows.axis.get(i) for i in x.inputs}
    if len(at) != 1:
        _refuse(x)
    (found,) = at
    return None if found is None else found + (x["axis"] <= found)


def _reshaped(rows: Rows, x: Node) -> int | None:
    array = x.inputs[0]
    if array not in rows.axis:
        return None
    at = rows.axis[array]
    new = _only(rows, x, x.shape)
    return new if _without_ones(array.shape[:at]) == _without_ones(x.shape[:new]) else _refuse(x)


def _broadcast(rows: Rows, x: Node) -> int | None:
    array = x.inputs[0]
    if array in rows.axis:
        return x.rank - (array.rank - rows.axis[array])
    at = _only(rows, x, x.shape)
    from_end = x.rank - at
    return at if array.rank < from_end or array.shape[-from_end] == 1 else _refuse(x)


def _filled(rows: Rows, x: Node) -> int | None:
    return _only(rows, x, x.shape)


def _as_first(rows: Rows, x: Node) -> int | None:
    return rows.axis.get(x.inputs[0])


def _permuted(rows: Rows, x: Node) -> int | None:
    at = rows.axis.get(x.inputs[0])
    return None if at is None else x["axes"].index(at)


def _indexed(rows: Rows, x: Node) -> int | None:
    """The rows' axis, which is taken whole."""
    array, index = x.inputs[0], x["index"]
    if array not in rows.axis:
        return None
    if Ellipsis not in index:
        index = (*index, Ellipsis)
    rest = array.rank - sum(i is not None and i is not Ellipsis for i in index)
    old = new = 0
    for i in index:
        if i is None:
            new += 1
            continue
        whole = rest if i is Ellipsis else 1
        if old <= rows.axis[array] < old + whole:
            return new + rows.axis[array] - old if i is Ellipsis or i == slice(None) else _refuse(x)
        old += whole
        new += 0 if type(i) is int else whole
    return _refuse(x)


def _taken(rows: Rows, x: Node) -> int | None:
    array, index = x.inputs
    if array in rows.axis:
        return rows.axis[array] if rows.axis[array] != x["axis"] and index not in rows.axis else _refuse(x)
    return x["axis"] if index in rows.axis else None


def _index_range(rows: Rows, x: Node) -> int | None:
    array = x.inputs[0]
    return _refuse(x) if rows.axis.get(array) == x["axis"] else None


def _triangle(rows: Rows, x: Node) -> int | None:
    at = rows.axis.get(x.inputs[0])
    return at if at is None or at < x.rank - 2 else _refuse(x)


def _only(rows: Rows, x: Node, shape: Shape) -> int:
    """The one axis of that length."""
    at = [i for i, n in enumerate(shape) if n is rows.length]
    return at[0] if len(at) == 1 else _refuse(x)


def _without_ones(shape: Shape) -> Shape:
    return tuple(n for n in shape if n != 1)


def _refuse(x: Node) -> int:
    raise NotSplit(f"{x.op} compares rows with one another")


RULES: dict[str, Rule] = {
    **dict.fromkeys(ELEMENTWISE, _elementwise),
    **dict.fromkeys((*COMBINED, "argmax", "argmin"), _reduction),
    **dict.fromkeys(("cumulative_sum", "sort", "argsort", "flip", "concat", "take_along_axis", "narrow"), _along),
    "stack": _stacked,
    "reshape": _reshaped,
    "broadcast_to": _broadcast,
    "full": _filled,
    **dict.fromkeys(("full_like", "named"), _as_first),
    "permute_dims": _permuted,
    "getitem": _indexed,
    "take": _taken,
    "index_range": _index_range,
    **dict.fromkeys(("tril", "triu"), _triangle),
}
