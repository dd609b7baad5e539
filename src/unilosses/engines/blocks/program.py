"""A graph as a program over blocks of rows: for each pass its steps, which write into buffers that are used again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from ..graph import Graph, Node
from ..graph.nodes import in_order
from ..interpreter.operations import Place, apply
from .rows import Rows, rows_of

Key: TypeAlias = Any
Pool: TypeAlias = "defaultdict[Key, list[Any]]"

# What NumPy writes into an array that it is given. The power is not among them: its operator knows squares.
UFUNCS = {
    **{op: getattr(np, op) for op in ("exp", "expm1", "log", "log1p", "sqrt", "tanh", "sin", "cos", "sinh", "cosh")},
    **{op: getattr(np, op) for op in ("log2", "negative", "floor", "ceil", "trunc", "sign", "hypot", "logaddexp")},
    **{op: getattr(np, op) for op in ("add", "subtract", "multiply", "divide", "floor_divide", "remainder")},
    **{op: getattr(np, op) for op in ("maximum", "minimum", "bitwise_and", "bitwise_or", "bitwise_xor")},
    **{op: getattr(np, op) for op in ("equal", "not_equal", "less", "less_equal", "greater", "greater_equal")},
    **{op: getattr(np, op) for op in ("isnan", "isinf", "isfinite")},
    "abs": np.absolute,
    "atan": np.arctan,
    "atanh": np.arctanh,
    "bitwise_invert": np.invert,
}
# What may give a view of its first input.
VIEWS = ("reshape", "broadcast_to", "permute_dims", "getitem", "narrow", "named", "flip")
# Slot 0 has the number of rows of the block.
LENGTH = 0


class Step(NamedTuple):
    """One operation; the values of a block stand in numbered slots."""

    function: Callable[..., Any]
    inputs: tuple[int, ...]
    slot: int
    buffer: Key
    """What arrays that can take the result are known by; None if the operation takes none."""
    last_used: tuple[tuple[int, Key], ...]
    """The slots that nobody needs behind this step, and what their arrays are known by; None if no step takes them."""


class Pass(NamedTuple):
    """One way through the rows."""

    size: int
    """How many slots there are."""
    loaded: tuple[tuple[Node, int, int], ...]
    """Inputs of which each block has a piece: along which axis, in which slot."""
    shared: tuple[tuple[Node, int], ...]
    """What is computed before, once for all blocks."""
    steps: tuple[Step, ...]
    until_the_end: tuple[tuple[int, Key], ...]
    """The slots that are needed until a block is done, and what their arrays are known by."""
    combined: tuple[tuple[Node, int], ...]
    """Reductions over rows."""
    stored: tuple[tuple[str, int, int], ...]
    """Outputs of which each block gives a piece: in which slot, along which axis."""


@dataclass(frozen=True, eq=False)
class Program:
    """The passes, and the outputs that are computed behind them of what they gave."""

    graph: Graph
    rows: Rows
    passes: tuple[Pass, ...]
    sources: dict[str, Node]
    """For each output what it is rounded from."""
    behind: tuple[str, ...]


def program_of(graph: Graph, place: Place) -> Program:
    """The program of a graph; NotSplit if it has none."""
    rows = rows_of(graph)
    sources = {name: x.inputs[0] if x.op == "astype" else x for name, x in graph.outputs.items()}
    pieces = {name: x for name, x in sources.items() if x in rows.axis}
    behind = tuple(name for name in sources if name not in pieces)
    needed = set(in_order(sources.values()))
    count = 1 + max((rows.passes[x] for x in pieces.values()), default=-1)
    combined = {x: n for x, n in rows.combined.items() if x in needed}
    count = max(count, 1 + max(combined.values(), default=-1))
    passes = []
    for i in range(count):
        stored = {name: x for name, x in pieces.items() if rows.passes[x] == i}
        passes.append(_pass(rows, place, [x for x, n in combined.items() if n == i], stored))
    return Program(graph, rows, tuple(passes), sources, behind)


def _pass(rows: Rows, place: Place, combined: list[Node], stored: dict[str, Node]) -> Pass:
    targets = [*combined, *stored.values()]
    made = rows.inside | set(combined)
    order: list[Node] = []
    shared: dict[Node, None] = {}
    for x in in_order(targets, [x for x in _reached(targets, made) if x not in made]):
        if x not in made:
            shared[x] = None
        else:
            order.append(x)
    slots = {x: i for i, x in enumerate([*shared, *order], start=1)}
    loaded = [x for x in order if x.op == "input"]
    computed = [x for x in order if x.op != "input"]
    steps, until_the_end = _steps(rows, place, computed, slots, set(targets))
    return Pass(
        len(slots) + 1,
        tuple((x, rows.axis[x], slots[x]) for x in loaded),
        tuple((x, slots[x]) for x in shared),
        steps,
        until_the_end,
        tuple((x, slots[x]) for x in combined),
        tuple((name, slots[x], rows.axis[x]) for name, x in stored.items()),
    )


def _reached(targets: Iterable[Node], made: set[Node]) -> set[Node]:
    """What is made of a block, and the inputs of that."""
    found: set[Node] = set()
    stack = list(targets)
    while stack:
        x = stack.pop()
        if x not in found:
            found.add(x)
            if x in made:
                stack.extend(x.inputs)
    return found


def _steps(
    rows: Rows, place: Place, computed: list[Node], slots: dict[Node, int], kept: set[Node]
) -> tuple[tuple[Step, ...], tuple[tuple[int, Key], ...]]:
    """The steps, and the slots that are needed until the block is done."""
    owner: dict[Node, Node] = {}
    for x in computed:
        owner[x] = owner.get(x.inputs[0], x.inputs[0]) if x.op in VIEWS else x
    last: dict[Node, int] = {}
    for i, x in enumerate(computed):
        last[owner[x]] = i
        for y in x.inputs:
            if y in owner:
                last[owner[y]] = i
    for x in kept:
        last[owner.get(x, x)] = len(computed)
    ends: defaultdict[int, list[Node]] = defaultdict(list)
    for x, i in last.items():
        if x in owner and owner[x] is x:
            ends[i].append(x)
    views: defaultdict[Node, list[Node]] = defaultdict(list)
    for x in computed:
        if owner[x] is not x:
            views[owner[x]].append(x)
    steps = []
    for i, x in enumerate(computed):
        dropped = [(slots[y], _key(rows, y)) for y in ends[i] if y is not x]
        dropped += [(slots[v], None) for y in ends[i] for v in views[y] if v is not x]
        inputs = [slots[y] for y in x.inputs]
        if x in rows.axis and x.op in ("reshape", "broadcast_to", "full"):
            inputs[1 + rows.axis[x]] = LENGTH
        steps.append(Step(_function(place, x), tuple(inputs), slots[x], _key(rows, x), tuple(dropped)))
    return tuple(steps), tuple((slots[y], _key(rows, y)) for y in ends[len(computed)])


def _key(rows: Rows, x: Node) -> Key:
    """What the array of a node is known by, if NumPy writes it into one that it is given; otherwise None."""
    return (x.dtype, x.shape) if x in rows.axis and (x.op in UFUNCS or x.op == "astype") else None


def _function(place: Place, x: Node) -> Callable[..., Any]:
    if x.op in UFUNCS:
        ufunc: Callable[..., Any] = UFUNCS[x.op]
        return ufunc
    if x.op == "astype":
        return _cast(place.dtype(x.dtype))
    return lambda *inputs: apply(place, x, *inputs)


def _cast(dtype: Any) -> Callable[..., Any]:
    def cast(x: Any, out: Any = None) -> Any:
        if out is None:
            return x.astype(dtype)
        np.copyto(out, x, casting="unsafe")
        return out

    return cast
