"""The space that a loop goes through: what each lane is at, and addresses in arrays from that."""

from __future__ import annotations

from typing import NamedTuple

from ..graph.nodes import Length, Shape
from .code import DOUBLE, LANES, TRUTH, WHOLE, Code, Value
from .coordinates import Axis, Coordinate, Coordinates, identity
from .slots import Slots

POINTERS = f"<{LANES} x ptr>"
IOTA = Value("<" + ", ".join(f"i64 {i}" for i in range(LANES)) + ">", WHOLE)


class Place(NamedTuple):
    """Where lanes lie in memory."""

    kind: str
    """"one": the same for all; "row": one behind the other; "lanes": each has its own address."""
    pointer: Value


class Space:
    """Lanes are elements, or rows side by side, or columns of a row."""

    def __init__(self, c: Code, slots: Slots, rows: Shape, columns: Length | None, *, along_columns: bool) -> None:
        self.c, self.slots, self.rows, self.columns = c, slots, rows, columns
        self.along_columns = along_columns
        self.in_columns = False
        self.inner: dict[int, Value] = {}
        """Where the loops inside are, by the numbers of their axes."""

    def at_columns(self, label: str) -> None:
        """The loop over columns of that label."""
        self.column = Value(f"%j_{label}", "i64", 2)
        self.column_mask = Value(f"%mask_{label}", TRUTH, 2)
        self.in_columns = True

    def at_column(self, base: Value, kind: str) -> Value:
        """Where something of that kind is for the column at hand."""
        return self.c.emit("ptr", f"getelementptr {kind}, ptr {{0}}, i64 {{1}}", base, self.column)

    @property
    def rank(self) -> int:
        """How many axes the rows have."""
        return len(self.rows)

    # The first element of a vector, or the row; which lanes are inside.
    first, mask = Value("%i", "i64", 1), Value("%mask", TRUTH, 1)

    def mask_of(self, scope: int) -> Value:
        """Which lanes count."""
        if not self.along_columns:
            return self.mask
        return self.column_mask if scope >= 2 and self.in_columns else self.c.truth(True)

    # --- whole numbers that are no vectors ---

    def add(self, a: Value, b: Value) -> Value:
        if "0" in (a.name, b.name):
            return a if b.name == "0" else b
        return self.c.emit("i64", "add i64 {0}, {1}", a, b)

    def times(self, a: Value, b: Value) -> Value:
        return Value("0", "i64") if "0" in (a.name, b.name) else self.c.emit("i64", "mul i64 {0}, {1}", a, b)

    def lanes_from(self, first: Value) -> Value:
        return self.c.integer("add", self.c.splat(WHOLE, first), IOTA)

    # --- coordinates ---

    def position(self, at: Coordinate) -> Value:
        """A coordinate: one number for all lanes, or a vector."""
        if isinstance(at, int):
            return Value(str(at), "i64")
        if isinstance(at, Value):
            return at
        if at.number > self.rank:
            return self.inner[at.number]
        if at.number == self.rank:
            return self.lanes_from(self.column) if self.along_columns else self.column
        index = self.first if self.along_columns else self.lanes_from(self.first)
        for axis in range(self.rank - 1, at.number, -1):
            index = self._divided(index, axis)[0]
        return index if at.number == 0 else self._divided(index, at.number)[1]

    def _divided(self, index: Value, axis: int) -> tuple[Value, Value]:
        """The quotient and the rest by an axis's length."""
        c, length = self.c, self.slots.length(self.c, self.rows[axis])
        if index.type == "i64":
            quotient = c.emit("i64", "udiv i64 {0}, {1}", index, length)
            return quotient, c.emit("i64", "sub i64 {0}, {1}", index, self.times(quotient, length))
        by = c.splat(WHOLE, length)
        # Exact below 2^52: half a unit keeps the quotient off whole numbers.
        exact = c.div(c.add(c.cast("sitofp", index, DOUBLE), c.number(0.5)), c.cast("sitofp", by, DOUBLE))
        quotient = c.cast("fptosi", exact, WHOLE)
        return quotient, c.integer("sub", index, c.integer("mul", quotient, by))

    # --- addresses ---

    def place(self, names: tuple[str, str, str], at: Coordinates, code: str, size: int) -> Place:
        """The address of an array's elements.

        `names` are those of its slots, for its address and its strides; `code` is "c" for an array without gaps, "u"
        for rows without gaps one stride apart, "g" for any other.
        """
        c, (array, stride, name) = self.c, names
        base = self.slots.address(c, array, name)
        rows = identity(self.rank)
        if not self.along_columns and at == rows and code == "c" and at:
            return Place("row", self._moved(base, self.times(self.first, Value(str(size), "i64"))))
        strides = [self.slots.whole(c, stride, name, axis) for axis in range(len(at))]
        positions = list(map(self.position, at))
        if len(at) > 1 and at == (*rows, Axis(self.rank)) and code != "g":
            index = self.first if self.along_columns else self.lanes_from(self.first)
            positions, strides = [index, positions[-1]], strides[-2:]
        unit = Value("0", "i64")
        in_row = self.along_columns and at and at[-1] == Axis(self.rank) and code != "g"
        if in_row and all(p.type == "i64" for p in positions[:-1]):
            unit = self.times(self.column, Value(str(size), "i64"))
            positions, strides = positions[:-1], strides[:-1]
        fixed, vector = unit, None
        for p, s in zip(positions, strides, strict=True):
            if p.type == "i64":
                fixed = self.add(fixed, self.times(p, s))
            else:
                term = c.integer("mul", p, c.splat(WHOLE, s))
                vector = term if vector is None else c.integer("add", vector, term)
        pointer = self._moved(base, fixed)
        if vector is None:
            return Place("row" if in_row and unit.name != "0" else "one", pointer)
        return Place("lanes", c.emit(POINTERS, f"getelementptr i8, ptr {{0}}, {WHOLE} {{1}}", pointer, vector))

    def _moved(self, base: Value, by: Value) -> Value:
        return base if by.name == "0" else self.c.emit("ptr", "getelementptr i8, ptr {0}, i64 {1}", base, by)
