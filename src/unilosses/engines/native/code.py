"""The text of a program in LLVM's intermediate representation, as vectors of so many lanes; equal lines are one."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

LANES = 16
DOUBLE, WHOLE, TRUTH = f"<{LANES} x double>", f"<{LANES} x i64>", f"<{LANES} x i1>"
SINGLE = f"<{LANES} x float>"
SHORT = {
    TRUTH: f"v{LANES}i1",
    DOUBLE: f"v{LANES}f64",
    SINGLE: f"v{LANES}f32",
    WHOLE: f"v{LANES}i64",
    "double": "f64",
}


class Value(NamedTuple):
    """A value by its name, and how deep in loops it is computed."""

    name: str
    type: str
    scope: int = 0


class Code:
    """Lines by scopes: a function, its loop over blocks or rows, one over columns inside, and two more inside.

    A line goes to the outermost scope in which all of its operands are known.
    """

    def __init__(self, *, precise: bool = True) -> None:
        self.precise = precise
        """Whether results keep all digits of float64."""
        self.lines: list[list[str]] = [[] for _ in range(5)]
        self._known: dict[tuple[str, str], Value] = {}
        self.singles: dict[str, Value] = {}
        """What has been widened from float32, by the names of its lanes as float64."""
        self.declared: dict[str, None] = {}
        self._count = 0

    def name(self) -> str:
        self._count += 1
        return f"v{self._count}"

    def emit(self, kind: str, template: str, *operands: Value, scope: int = 0) -> Value:
        """A line that computes a value; it is there once for equal operands."""
        text = template.format(*(v.name for v in operands))
        found = self._known.get((kind, text))
        if found is None:
            scope = max([scope, *(v.scope for v in operands)])
            found = Value(f"%{self.name()}", kind, scope)
            self.lines[scope].append(f"  {found.name} = {text}")
            self._known[kind, text] = found
        return found

    def do(self, template: str, *operands: Value, scope: int) -> None:
        """A line that computes nothing, but stores."""
        self.lines[scope].append("  " + template.format(*(v.name for v in operands)))

    def call(self, kind: str, function: str, *operands: Value) -> Value:
        """A call of a function of LLVM's own."""
        self.declared[f"declare {kind} @{function}({', '.join(v.type for v in operands)})"] = None
        inside = ", ".join(f"{v.type} {{{i}}}" for i, v in enumerate(operands))
        return self.emit(kind, f"call {kind} @{function}({inside})", *operands)

    def intrinsic(self, name: str, *operands: Value) -> Value:
        kind = operands[0].type
        return self.call(kind, f"llvm.{name}.{SHORT[kind]}", *operands)

    @contextmanager
    def inner(self, scope: int) -> Iterator[list[str]]:
        """A block in which lines of a scope go to a list of their own and are forgotten behind it."""
        outer, self.lines[scope] = self.lines[scope], []
        try:
            yield self.lines[scope]
        finally:
            self.lines[scope] = outer
            self._known = {k: v for k, v in self._known.items() if v.scope < scope}

    # --- constants ---

    def number(self, x: float, kind: str = DOUBLE) -> Value:
        return Value(f"splat ({'double' if kind == DOUBLE else 'float'} {hexadecimal(x)})", kind)

    def whole(self, n: int) -> Value:
        return Value(f"splat (i64 {n})", WHOLE)

    def truth(self, x: bool) -> Value:
        return Value(f"splat (i1 {'true' if x else 'false'})", TRUTH)

    def splat(self, kind: str, x: Value) -> Value:
        """All lanes the same, of a value that is no vector."""
        one = self.emit(kind, f"insertelement {kind} poison, {x.type} {{0}}, i64 0", x)
        zeros = f"<{LANES} x i32> zeroinitializer"
        return self.emit(kind, f"shufflevector {kind} {{0}}, {kind} poison, {zeros}", one)

    # --- arithmetic ---

    def _two(self, op: str, a: Value, b: Value, kind: str | None = None) -> Value:
        return self.emit(kind or a.type, f"{op} {a.type} {{0}}, {{1}}", a, b)

    def add(self, a: Value, b: Value) -> Value:
        return self._two("fadd", a, b)

    def sub(self, a: Value, b: Value) -> Value:
        return self._two("fsub", a, b)

    def mul(self, a: Value, b: Value) -> Value:
        return self._two("fmul", a, b)

    def div(self, a: Value, b: Value) -> Value:
        return self._two("fdiv", a, b)

    def neg(self, a: Value) -> Value:
        return self.emit(a.type, f"fneg {a.type} {{0}}", a)

    def fma(self, a: Value, b: Value, c: Value) -> Value:
        return self.intrinsic("fma", a, b, c)

    def abs(self, a: Value) -> Value:
        return self.intrinsic("fabs", a)

    def integer(self, op: str, a: Value, b: Value) -> Value:
        """An operation on whole numbers or truths."""
        return self._two(op, a, b)

    def compare(self, how: str, a: Value, b: Value) -> Value:
        """A comparison: of floating-point numbers oeq, olt, ...; of whole ones eq, slt, ..."""
        op = "fcmp" if a.type in (DOUBLE, SINGLE) else "icmp"
        return self._two(f"{op} {how}", a, b, TRUTH)

    def select(self, condition: Value, a: Value, b: Value) -> Value:
        return self.emit(a.type, f"select {TRUTH} {{0}}, {a.type} {{1}}, {a.type} {{2}}", condition, a, b)

    def cast(self, how: str, a: Value, kind: str) -> Value:
        found = self.emit(kind, f"{how} {a.type} {{0}} to {kind}", a)
        if a.type == SINGLE and kind == DOUBLE:
            self.singles[found.name] = a
        return found

    def bits(self, a: Value) -> Value:
        return self.cast("bitcast", a, WHOLE)

    def from_bits(self, a: Value) -> Value:
        return self.cast("bitcast", a, DOUBLE)

    def polynomial(self, x: Value, coefficients: list[float]) -> Value:
        """By Horner's rule, the constant term first."""
        *rest, last = coefficients
        found = self.number(last)
        for c in reversed(rest):
            found = self.fma(found, x, self.number(c))
        return found


def hexadecimal(x: float) -> str:
    """A double as LLVM reads it, to its last bit."""
    return f"0x{struct.unpack('<Q', struct.pack('<d', x))[0]:016X}"
