"""A program run over the rows of a call, a block at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..graph import Inputs, Node, numbers_of
from ..graph.arithmetic import scalar_value
from ..interpreter import values_of
from . import halves
from .program import Program, Step
from .threads import each

# So many elements of the first array make a block: few arrays of them fit a core's cache. It stands in the bits of a
# sum: results depend on the shape, and on no processor.
ELEMENTS = 65536
# So many blocks are worth another thread.
FEW_BLOCKS = 4

COMBINE: dict[str, Callable[[Any], Any]] = {
    "sum": lambda parts: np.add.reduce(parts, axis=0),
    "prod": lambda parts: np.multiply.reduce(parts, axis=0),
    "max": lambda parts: np.maximum.reduce(parts, axis=0),
    "min": lambda parts: np.minimum.reduce(parts, axis=0),
    "any": lambda parts: np.logical_or.reduce(parts, axis=0),
    "all": lambda parts: np.logical_and.reduce(parts, axis=0),
}


def run(program: Program, xp: Any, inputs: Inputs, threads: int, dtypes: Mapping[str, str] = {}) -> dict[str, Any]:
    """The outputs of a program's graph; the inputs are NumPy's arrays, and numbers.

    `dtypes` are those of outputs that are rounded otherwise than the graph says.
    """
    graph, names = program.graph, {x: name for name, x in program.graph.inputs.items()}
    numbers = numbers_of(graph.inputs, inputs)
    rows = 1 if program.rows.length is None else numbers[program.rows.length]
    first = next(x for x in inputs.values() if hasattr(x, "dtype"))
    per_block = max(1, ELEMENTS // max(1, first.size // max(1, rows)))
    blocks = max(1, -(-rows // per_block))
    known: dict[Node, Any] = {}
    # What has no rows is read as a whole: of bfloat16, the numbers.
    split = {names[x] for x in program.rows.axis if x in names}
    whole = {k: halves.loaded(x) if hasattr(x, "dtype") and k not in split else x for k, x in inputs.items()}
    outputs: dict[str, Any] = {}
    for each_pass in program.passes:
        shared = [x for x, _ in each_pass.shared]
        values = values_of(graph, xp, whole, shared, known)
        for name, *_ in each_pass.stored:
            x = graph.outputs[name]
            outputs[name] = np.empty(_shape(x, numbers), dtype=halves.dtype_of(dtypes.get(name, x.dtype), inputs))
        parts: dict[Node, list[Any]] = {x: [None] * blocks for x, _ in each_pass.combined}
        arrays = [(inputs[names[x]], axis, slot) for x, axis, slot in each_pass.loaded]
        worker = _Worker(each_pass, values, arrays, outputs, parts, per_block, rows)
        each(worker.copy, blocks, threads if blocks >= FEW_BLOCKS else 1)
        for x, found in parts.items():
            known[x] = found[0] if blocks == 1 else COMBINE[x.op](np.stack(found))
    sources = [program.sources[name] for name in program.behind]
    behind = values_of(graph, xp, whole, sources, known) if sources else ()
    with np.errstate(all="ignore"):  # infinity, where a half cannot hold it
        for name, value in zip(program.behind, behind, strict=True):
            outputs[name] = _rounded(dtypes.get(name, graph.outputs[name].dtype), value, inputs)
    return outputs


class _Worker:
    """What one thread does of a pass; buffers are its own."""

    def __init__(self, *shared: Any) -> None:
        self.shared = shared
        self.of, values, self.arrays, self.outputs, self.parts, self.per_block, self.rows = shared
        self.values: list[Any] = [None] * self.of.size
        for (_, slot), value in zip(self.of.shared, values, strict=True):
            self.values[slot] = value
        self.free: defaultdict[Any, list[Any]] = defaultdict(list)
        self.length = -1

    def copy(self) -> Callable[[int], None]:
        """The work of another thread."""
        return _Worker(*self.shared)

    def __call__(self, block: int) -> None:
        start = block * self.per_block
        stop = min(start + self.per_block, self.rows)
        values = self.values
        if stop - start != self.length:
            self.length = values[0] = stop - start
            self.free.clear()
        for x, axis, slot in self.arrays:
            values[slot] = halves.loaded(x[(*(slice(None),) * axis, slice(start, stop))])
        with np.errstate(all="ignore"):  # a branch that is not taken may divide by 0
            _run(self.of.steps, values, self.free)
            for x, slot in self.of.combined:
                self.parts[x][block] = values[slot]
            for name, slot, axis in self.of.stored:
                out = self.outputs[name][(*(slice(None),) * axis, slice(start, stop))]
                halves.store(out, values[slot])
        for slot, key in self.of.until_the_end:
            if key is not None:
                self.free[key].append(values[slot])
            values[slot] = None


def _run(steps: tuple[Step, ...], values: list[Any], free: defaultdict[Any, list[Any]]) -> None:
    for function, inputs, slot, buffer, last_used in steps:
        arguments = [values[i] for i in inputs]
        for i, key in last_used:
            if key is not None:
                free[key].append(values[i])
            values[i] = None
        if buffer is None:
            values[slot] = function(*arguments)
        else:
            unused = free[buffer]
            values[slot] = function(*arguments, out=unused.pop() if unused else None)


def _shape(x: Node, numbers: Mapping[Node, Any]) -> tuple[int, ...]:
    return tuple(n if isinstance(n, int) else scalar_value(n, numbers) for n in x.shape)


def _rounded(dtype: str, value: Any, inputs: Inputs) -> Any:
    out = np.empty(np.shape(value), dtype=halves.dtype_of(dtype, inputs))
    halves.store(out, value)
    return out
