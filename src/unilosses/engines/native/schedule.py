"""Which loops a graph needs: one for all that goes through the same space, as soon as its sums are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..graph import Graph, Node
from ..graph.nodes import Length, Shape, in_order, node
from . import coordinates
from .coordinates import Axis, Coordinates
from .declined import NotServed
from .operations import DEAR, ELEMENTWISE
from .rules import quicker

REDUCTIONS = ("sum", "max", "min", "any", "all", "argmax")
TOTALS = ("sum", "any", "all")
MOVES = ("getitem", "reshape", "broadcast_to", "permute_dims", "named", "full_like", "full", "asarray")


def is_total(x: Node) -> bool:
    """Whether it is a reduction of a whole array to one number."""
    return x.op in REDUCTIONS and x["axis"] is None


def is_row_reduction(x: Node) -> bool:
    """Whether it is one over one axis."""
    if x.op not in REDUCTIONS or x["axis"] is None:
        return False
    if len(x["axis"]) != 1:
        raise NotServed(f"{x.op} over several axes")
    return True


@dataclass(eq=False)
class Root:
    """What a loop computes for each element or each row: an output, or what is summed up."""

    node: Node
    output: str | None = None
    order: tuple[int, ...] = ()
    """Where the axes of an output are those of the node in another order: their places."""
    by_row: bool = True


@dataclass(eq=False)
class Pass:
    """A loop over a space: an element at a time, or a row with loops over its columns inside."""

    rows: Shape
    columns: Length | None
    level: int
    roots: list[Root] = field(default_factory=list)
    stages: list[list[Node]] = field(default_factory=list)
    """Row reductions, each behind those that it needs."""

    @property
    def cost(self) -> int:
        """How many sums a number takes as long as, roughly."""
        return 1 + 5 * sum(x.op in DEAR for x in in_order(root.node for root in self.roots))


@dataclass(eq=False)
class Schedule:
    passes: list[Pass]
    outputs: dict[str, Node]
    numbers: dict[str, Node]
    """Those of the outputs that are one number."""


def _with_shapes(graph: Graph) -> dict[str, Node]:
    """The outputs, where inputs too have one node for all lengths that are equal, and 1 for what is known to be 1."""
    made: dict[Node, Node] = {}
    for x in graph.order:
        if x.is_scalar:
            made[x] = x
        elif x.op == "input":
            made[x] = node(x.op, (), x.attributes, x.dtype, graph.shapes[x["name"]])
        else:
            made[x] = node(x.op, (made[i] for i in x.inputs), x.attributes, x.dtype, x.shape)
    return {name: made[x] for name, x in graph.outputs.items()}


def scheduled(graph: Graph) -> Schedule:
    outputs = quicker(_with_shapes(graph))
    every = tuple(in_order(outputs.values()))
    levels = _levels(every)
    numbers, roots = {}, []
    for name, x in outputs.items():
        if x.rank == 0 and not _changes(x):
            numbers[name] = x
        else:
            roots.append((levels[x] + 1, _output(name, x)))
    totals = [x for x in every if is_total(x)]
    for x in totals:
        if x.op not in TOTALS:
            raise NotServed(f"{x.op} over a whole array")
    roots += [(levels[x], Root(x)) for x in totals]
    passes: list[Pass] = []
    found = [(level, root, *_space(_rooted(root))) for level, root in roots]
    # Those with row reductions first: what needs none joins a loop over the same rows.
    for level, root, by_row, columns in sorted(found, key=lambda f: f[3] is None):
        root.by_row = by_row
        shape = _rooted(root).shape
        rows = shape if by_row else shape[:-1]
        for made in passes:
            if made.level == level and made.rows == rows and columns in (None, made.columns):
                break
        else:
            made = Pass(rows, columns, level)
            passes.append(made)
        made.roots.append(root)
    for made in passes:
        made.stages = _stages(made)
    return Schedule(sorted(passes, key=lambda p: p.level), outputs, numbers)


def _changes(x: Node) -> bool:
    """Whether a number depends on row reductions: those of an array of one axis."""
    return any(is_row_reduction(y) for y, _ in walked(x, ()))


def _levels(every: Iterable[Node]) -> dict[Node, int]:
    """How many sums over everything, one behind the other, a node needs."""
    levels: dict[Node, int] = {}
    for x in every:
        levels[x] = max((levels[i] for i in x.inputs), default=0) + is_total(x)
    return levels


def _output(name: str, x: Node) -> Root:
    """The root of an output: what it is but for its order of axes and its rounding."""
    order = tuple(range(x.rank))
    while x.op == "permute_dims" or (x.op == "astype" and x.dtype in ("float16", "bfloat16", "float32")):
        if x.op == "permute_dims":
            axes = x["axes"]
            order = tuple(axes[i] for i in order)
        elif x.dtype == "float32" and x.inputs[0].dtype != "float64":
            break
        x = x.inputs[0]
    return Root(x, name, order)


def _rooted(root: Root) -> Node:
    return root.node if root.output is not None else root.node.inputs[0]


def walked(x: Node, at: Coordinates) -> Iterator[tuple[Node, Coordinates]]:
    """Every array that an element is computed from, with where in it, down to sums over rows and everything."""
    stack, seen = [(x, at)], set()
    while stack:
        item = stack.pop()
        if item in seen or item[0].is_scalar:
            continue
        seen.add(item)
        yield item
        y, here = item
        if y.op == "input" or is_total(y) or y.op == "index_range" or is_row_reduction(y):
            continue
        if y.op in ("take_along_axis", "take"):
            stack += picked(y, here)
        elif y.op in ELEMENTWISE or y.op in MOVES:
            stack += coordinates.of_inputs(y, here)
        else:
            raise NotServed(f"{y.op} of arrays")


# Stands for a position that each lane has of its own.
PICKED = Axis(-1)


def picked(y: Node, at: Coordinates) -> list[tuple[Node, Coordinates]]:
    """The array that is picked from, and the index, with where in them."""
    x, index = y.inputs
    if y.op == "take":
        if x.rank != 1:
            raise NotServed("take from an array of several axes")
        return [(x, (PICKED,)), (index, at)]
    axis = y["axis"]
    here = coordinates.broadcast(x, at)
    return [(x, (*here[:axis], PICKED, *here[axis + 1 :])), (index, coordinates.broadcast(index, at))]


def row_of(x: Node, at: Coordinates) -> Coordinates:
    """Where a row reduction is looked at: the coordinates of its row."""
    (axis,) = x["axis"]
    return (*at[:axis], *at[axis + 1 :]) if x["keepdims"] else at


def _is_last(y: Node) -> bool:
    return bool(y["axis"][0] == y.inputs[0].rank - 1)


def _space(x: Node) -> tuple[bool, Length | None]:
    """Whether x has an element for each row, and the length of the rows if there are row reductions."""
    found = [(y, row_of(y, at)) for y, at in walked(x, coordinates.identity(x.rank)) if is_row_reduction(y)]
    if not found:
        return True, None
    # Those of the rows that x has elements of, or of which x has one for each; others are loops of their own.
    for by_row, at in ((False, coordinates.identity(x.rank - 1)), (True, coordinates.identity(x.rank))):
        lengths = [y.inputs[0].shape[-1] for y, here in found if here == at and _is_last(y) and (by_row or x.rank)]
        if lengths and (by_row or x.shape[-1] in lengths):
            return by_row, lengths[0] if by_row else x.shape[-1]
    return True, None


def start(made: Pass, root: Root) -> Coordinates:
    """Where a root is looked at in a loop."""
    return coordinates.identity(len(made.rows) + (not root.by_row))


def is_of_row(made: Pass, y: Node, at: Coordinates) -> bool:
    """Whether a row reduction is one of the loops over a row's columns."""
    whole = at == coordinates.identity(len(made.rows)) and _is_last(y)
    return whole and y.inputs[0].shape[-1] == made.columns


def inner_axis(made: Pass, at: Coordinates) -> Axis:
    """The axis of a loop inside of others, for a reduction that is looked at there: one more than theirs."""
    first = len(made.rows) + 1
    found = max([first - 1, *(a.number for a in at if isinstance(a, Axis))]) + 1
    if found > first + 1:
        raise NotServed("sums over rows of rows of rows of rows")
    return Axis(found)


def _stages(made: Pass) -> list[list[Node]]:
    depth: dict[Node, int] = {}

    def visit(x: Node, at: Coordinates) -> int:
        needed = [(y, row_of(y, where)) for y, where in walked(x, at) if is_row_reduction(y)]
        return max((deep(y, where) for y, where in needed), default=0)

    def deep(y: Node, at: Coordinates) -> int:
        if not is_of_row(made, y, at):
            (axis,) = y["axis"]
            return visit(y.inputs[0], (*at[:axis], inner_axis(made, at), *at[axis:]))
        if y not in depth:
            depth[y] = 1 + visit(y.inputs[0], coordinates.identity(len(made.rows) + 1))
        return depth[y]

    last = max((visit(_rooted(root), start(made, root)) for root in made.roots), default=0)
    order = {y: i for i, y in enumerate(in_order(depth))}
    return [sorted((y for y, d in depth.items() if d == s), key=order.__getitem__) for s in range(1, last + 1)]


def kept(made: Pass) -> list[Node]:
    """What takes long and is needed in several loops over the columns: it is computed once."""
    whole = coordinates.identity(len(made.rows) + 1)
    loops = [[y.inputs[0] for y in stage] for stage in made.stages]
    loops.append([_rooted(root) for root in made.roots if not root.by_row])
    count: dict[Node, int] = {}
    for roots in loops:
        found = {y for x in roots for y, at in walked(x, whole) if y.op in DEAR and at == whole}
        for y in found:
            count[y] = count.get(y, 0) + 1
    order = {y: i for i, y in enumerate(in_order(count))}
    return sorted((y for y, n in count.items() if n > 1), key=order.__getitem__)
