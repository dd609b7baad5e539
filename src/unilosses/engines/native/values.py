"""The lanes of a graph's nodes: from inputs, numbers, sums and positions, by the operations between."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..graph import Node
from ..graph.dtypes import kind
from . import coordinates, memory
from .code import DOUBLE, SINGLE, TRUTH, WHOLE, Code, Value
from .coordinates import Coordinates
from .declined import NotServed
from .operations import ELEMENTWISE, applied, converted
from .schedule import MOVES, REDUCTIONS, is_row_reduction, is_total, row_of
from .slots import Slots
from .space import Space


class Values:
    """Of one loop; each is computed once, in the outermost scope that it can be."""

    def __init__(self, c: Code, slots: Slots, space: Space, codes: Mapping[str, str]) -> None:
        self.c, self.slots, self.space, self.codes = c, slots, space, codes
        self.rows: dict[Node, Value] = {}
        """Row reductions that are known."""
        self.kept: dict[Node, Value] = {}
        """What has been kept for each column, where it is to be loaded."""
        self.inner: Callable[[Node, Coordinates], Value] | None = None
        """Writes a loop for a reduction over other rows than those that the loop at hand goes through."""
        self.turned: Callable[[Node], Value | None] = lambda x: None
        """Where an input of all columns has been put column by column, if it has."""
        self._found: dict[tuple[Node, Coordinates], Value] = {}

    def forget(self, scope: int) -> None:
        """Behind a loop."""
        self._found = {k: v for k, v in self._found.items() if v.scope < scope}

    def has(self, x: Node, at: Coordinates) -> bool:
        return (x, at) in self._found

    def of(self, x: Node, at: Coordinates) -> Value:
        key = (x, at)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._computed(x, at)
        return found

    def _computed(self, x: Node, at: Coordinates) -> Value:
        if x.is_scalar:
            return self._scalar(x)
        if x.op == "input":
            return self._loaded(x, at)
        if is_total(x):
            return self._total(x)
        if x in self.kept and at == coordinates.identity(self.space.rank + 1):
            return self._kept(x)
        if x.op in REDUCTIONS and is_row_reduction(x):
            row = row_of(x, at)
            if x in self.rows and row == coordinates.identity(self.space.rank):
                return self.rows[x]
            assert self.inner is not None
            return self.inner(x, row)
        if x.op == "index_range":
            return self._vector(self.space.position(at[0]), x.dtype)
        if x.op == "take_along_axis":
            y, index = x.inputs
            axis = x["axis"]
            lanes = self.of(index, coordinates.broadcast(index, at))
            here = coordinates.broadcast(y, at)
            return self.of(y, (*here[:axis], self._inside(lanes, y, axis), *here[axis + 1 :]))
        if x.op == "take":
            y, index = x.inputs
            return self.of(y, (self._inside(self.of(index, at), y, 0),))
        inputs = [self.of(y, here) for y, here in coordinates.of_inputs(x, at)]
        if x.op in ELEMENTWISE:
            return applied(self.c, x, inputs)
        if x.op in MOVES:
            return converted(self.c, inputs[0], (TRUTH, WHOLE, DOUBLE)[kind(x.dtype)])
        raise NotServed(f"{x.op} of arrays")

    def _scalar(self, x: Node) -> Value:
        if x.op == "constant":
            value = x["value"]
            if isinstance(value, bool):
                return self.c.truth(value)
            return self.c.whole(value) if isinstance(value, int) else self.c.number(value)
        if kind(x.dtype) == 2:
            return self.c.splat(DOUBLE, self.slots.number(self.c, "number", x))
        return self.c.splat(WHOLE, self.slots.whole(self.c, "length", x))

    def _loaded(self, x: Node, at: Coordinates) -> Value:
        name = x["name"]
        turned = self.turned(x) if at == coordinates.identity(self.space.rank + 1) else None
        if turned is not None:
            return memory.widened(self.c, self.c.emit(SINGLE, f"load {SINGLE}, ptr {{0}}, align 64", turned), "float32")
        size = memory.stored(x.dtype).size
        place = self.space.place(("array", "stride", name), at, self.codes[name], size)
        return memory.load(self.c, place, x.dtype, self.space.mask_of(place.pointer.scope))

    def _total(self, x: Node) -> Value:
        found = self.c.splat(DOUBLE, self.slots.number(self.c, "total", x))
        zero = self.c.number(0.0)
        if x.op == "sum":
            return converted(self.c, found, (TRUTH, WHOLE, DOUBLE)[kind(x.dtype)])
        return self.c.compare("oeq" if x.op == "all" else "one", found, zero)

    def _kept(self, x: Node) -> Value:
        return self.c.emit(DOUBLE, f"load {DOUBLE}, ptr {{0}}, align 8", self.kept_at(self.kept[x]))

    def kept_at(self, base: Value) -> Value:
        """Where the columns at hand are kept: of one row they lie side by side, of several by column."""
        return self.space.at_column(base, "double" if self.space.along_columns else DOUBLE)

    def _vector(self, position: Value, dtype: str) -> Value:
        lanes = position if position.type == WHOLE else self.c.splat(WHOLE, position)
        return converted(self.c, lanes, (TRUTH, WHOLE, DOUBLE)[kind(dtype)])

    def _inside(self, lanes: Value, y: Node, axis: int) -> Value:
        """Positions that a program is given are held within the array: whatever they are, nothing else is read."""
        c = self.c
        last = self.space.add(self.slots.length(c, y.shape[axis]), Value("-1", "i64"))
        highest = c.splat(WHOLE, last)
        lanes = c.select(c.compare("slt", lanes, c.whole(0)), c.whole(0), lanes)
        return c.select(c.compare("sgt", lanes, highest), highest, lanes)
