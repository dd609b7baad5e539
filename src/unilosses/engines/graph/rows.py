"""How a graph is evaluated in blocks of rows: what is computed block by block, and what is added up over all of them.

The rows are the first axis of the first array. A node either has that axis, or it is the same for all blocks, or it is
a total: a sum, a maximum or the like over the rows, of which each block gives a part. What depends on a total (a
gradient that is divided by the sum of all weights) waits for it, in a later pass over the blocks.

    plan = rows(graph)  # None if some operation mixes rows
    for each pass of plan.passes:
        for each block: evaluate(plan.graph, xp, block, pass.parts + pass.rows, known)
        known |= the parts combined, by their nodes: TOTALS[how]
    evaluate(plan.graph, xp, any block, plan.last, known)

A block has the inputs of `plan.axes` cut, and the others whole; its further input `ROWS` is the number of all rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .arithmetic import scalar_node
from .graph import Graph
from .nodes import WHOLE, Length, Node, Shape, in_order, node
from .operations import ELEMENTWISE
from .shapes import positions

# The input that is the number of all rows.
ROWS = "rows of the call"

# How the parts of a total are put together.
TOTALS = {"sum": "add", "max": "maximum", "min": "minimum", "any": "bitwise_or", "all": "bitwise_and"}

# Of these inputs lengths are lengths of what is made; everywhere else they are numbers.
SHAPED = ("reshape", "broadcast_to", "full", "narrow")


@dataclass(frozen=True)
class Pass:
    """One time over all blocks."""

    parts: tuple[tuple[str, str], ...]
    """Outputs of `Plan.graph` of which each block gives a part, and the operation of `TOTALS` that combines them."""
    rows: tuple[tuple[str, int], ...]
    """Outputs of which each block gives its rows, and where their axis is."""


@dataclass(frozen=True)
class Plan:
    """The evaluation of a graph in blocks of rows."""

    graph: Graph
    """The graph, in which the number of all rows is an input, and totals are outputs as well."""
    axes: Mapping[str, int]
    """The inputs that have rows, and their axis."""
    passes: tuple[Pass, ...]
    last: tuple[str, ...]
    """Outputs without rows, computed from totals alone."""


class _Mixed(Exception):
    """An operation mixes rows."""


def rows(graph: Graph) -> Plan | None:
    """The plan for blocks of rows; None if there are no rows, or if an operation mixes them."""
    first = next(iter(graph.shapes.values()), ())
    if not first or isinstance(first[0], int):
        return None
    try:
        return _planned(graph, first[0])
    except _Mixed:
        return None


def _planned(graph: Graph, length: Node) -> Plan:
    axes: dict[Node, int | None] = {}
    passed: dict[Node, int] = {}  # the pass in which a node is known
    totals: dict[Node, str] = {}
    shapes = {graph.inputs[name]: shape for name, shape in graph.shapes.items()}
    for x in graph.order:
        if x.is_scalar:
            continue
        arrays = [i for i in x.inputs if not i.is_scalar]
        axes[x] = _axis(x.shape if x.op != "input" else shapes[x], length)
        passed[x] = max((passed[i] + (i in totals) for i in arrays), default=0)
        if x.op != "input" and _is_total(x, axes):
            totals[x] = TOTALS[x.op]
    whole, made = _with_all_rows(graph, length)
    names = {x: f"total {i}" for i, x in enumerate(totals)}
    outputs = {**whole, **{names[x]: made[x] for x in totals}}
    of_rows = {name: x for name, x in graph.outputs.items() if axes[x] is not None}
    last = tuple(name for name in graph.outputs if name not in of_rows)
    passes = []
    needed = [passed[x] for x in (*totals, *of_rows.values())]
    for k in range(max(needed, default=-1) + 1):
        parts = tuple((names[x], how) for x, how in totals.items() if passed[x] == k)
        passes.append(Pass(parts, tuple((name, _known(axes[x])) for name, x in of_rows.items() if passed[x] == k)))
    cut = {name: axis for name, x in graph.inputs.items() if (axis := axes.get(x)) is not None}
    inputs = {**graph.inputs, ROWS: node("input", (), (("name", ROWS),), WHOLE, ())}
    return Plan(Graph(inputs, outputs, graph.guards, graph.shapes), cut, tuple(passes), last)


def _known(axis: int | None) -> int:
    assert axis is not None
    return axis


def _axis(shape: Shape, length: Length) -> int | None:
    """Where the rows are in a shape."""
    found = [i for i, n in enumerate(shape) if n is length]
    if len(found) > 1:
        raise _Mixed
    return found[0] if found else None


def _is_total(x: Node, axes: Mapping[Node, int | None]) -> bool:
    """Whether a node adds up over the rows; _Mixed if it goes from row to row otherwise."""
    rows_of = [axes[i] for i in x.inputs if not i.is_scalar]
    own = axes[x]
    if all(axis is None for axis in rows_of):
        if own is not None and x.op == "arange":
            raise _Mixed  # each block would begin with 0
        return False
    if x.op == "index_range":
        if own is not None:
            raise _Mixed
        return False
    if own is None:
        if x.op not in TOTALS or rows_of[0] not in positions(x["axis"], x.inputs[0].rank):
            raise _Mixed
        return True
    if not _keeps_rows(x, rows_of, own):
        raise _Mixed
    return False


def _keeps_rows(x: Node, rows_of: Sequence[int | None], own: int) -> bool:
    """Whether each row of a result comes from that row alone."""
    first = x.inputs[0]
    if x.op in ELEMENTWISE or x.op in ("full_like", "broadcast_to", "named"):
        inputs = [i for i in x.inputs if not i.is_scalar]
        return all(r is None or r + x.rank - i.rank == own for i, r in zip(inputs, rows_of, strict=True))
    if x.op == "reshape":
        return rows_of[0] == own == 0
    if x.op == "permute_dims":
        return True
    if x.op in ("sum", "prod", "max", "min", "any", "all", "argmax", "argmin"):
        return rows_of[0] not in positions(x["axis"], first.rank)
    if x.op == "getitem":
        return True  # the axis is there, so that it was taken whole
    if x.op in ("concat", "flip", "sort", "argsort", "cumulative_sum", "take", "take_along_axis", "narrow"):
        along: int = x["axis"]
        return _taken(x, rows_of, own) if x.op == "take" else along not in rows_of
    if x.op == "stack":
        joined: int = x["axis"]
        return joined != own
    if x.op in ("tril", "triu"):
        return own < x.rank - 2
    if x.op == "matmul":
        return _product(x, rows_of, own)
    return False


def _taken(x: Node, rows_of: Sequence[int | None], own: int) -> bool:
    """By an index of the rows from what has none, or elsewhere."""
    return rows_of[0] is None if own == x["axis"] else rows_of[1] is None


def _product(x: Node, rows_of: Sequence[int | None], own: int) -> bool:
    """A product of matrices, one for each row or with the rows on one side."""
    a, b = x.inputs
    left, right = rows_of
    if left is not None and right is not None:
        return left < a.rank - 2 and right < b.rank - 2
    if left is not None:
        return left != a.rank - 1
    return right is not None and right != b.rank - 2


def _with_all_rows(graph: Graph, length: Node) -> tuple[dict[str, Node], dict[Node, Node]]:
    """The outputs with the number of all rows, but where a block's is meant; and the new nodes by the old."""
    every = node("input", (), (("name", ROWS),), WHOLE, ())
    made: dict[Node, Node] = {}
    for x in in_order(graph.outputs.values()):
        if x.is_scalar or x.op == "input":
            made[x] = x
            continue
        inputs = []
        for k, i in enumerate(x.inputs):
            is_length = x.op in SHAPED and k > 0
            inputs.append(made[i] if not i.is_scalar else i if is_length else _all_of(i, length, every))
        made[x] = node(x.op, inputs, x.attributes, x.dtype, x.shape)
    return {name: made[x] for name, x in graph.outputs.items()}, made


def _all_of(x: Node, length: Node, every: Node) -> Node:
    """A number in which the length of the rows is that of all of them."""
    if x is length:
        return every
    if not x.inputs or x.op == "named":
        return x
    return scalar_node(x.op, *(_all_of(i, length, every) for i in x.inputs))
