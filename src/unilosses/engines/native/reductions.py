"""Reductions over a row: what each begins with, and what one more column makes of it."""

from __future__ import annotations

import math

from ..graph import Node
from ..graph.dtypes import kind
from .code import DOUBLE, LANES, SHORT, SINGLE, TRUTH, WHOLE, Code, Value
from .declined import NotServed
from .loops import Phi
from .operations import converted
from .space import IOTA


class Reduction:
    """One of a loop: `step` writes its lines, `phis` are what the loop carries, `found` is the result behind it."""

    def __init__(self, c: Code, node: Node, name: str, scope: int) -> None:
        self.c, self.node, self.name, self.scope = c, node, name, scope
        self.type = _type(node)
        self.phis: list[Phi] = []
        self._after: list[Value] = []

    def step(self, x: Value, column: Value, mask: Value | None) -> None:
        """One more column, or a vector of them; lanes that do not count change nothing."""
        c, op = self.c, self.node.op
        x = converted(c, x, self.type)
        if op in ("max", "min") and x.name in c.singles:
            # The largest of what is widened is the largest, widened.
            x = c.singles[x.name]
            self.type = x.type
        first = self._first()
        if mask is not None:
            x = c.select(mask, x, first)
        so_far = Value(f"%{self.name}", self.type, self.scope)
        if op == "argmax":
            self._argmax(x, so_far, column, mask)
            return
        if op in ("max", "min"):
            self._extreme(x, so_far)
            return
        if op == "sum":
            after = c.integer("add", so_far, x) if self.type == WHOLE else c.add(so_far, x)
        else:
            after = c.integer("or" if op == "any" else "and", so_far, x)
        self._carry(self.name, first, after)

    def _extreme(self, x: Value, so_far: Value) -> None:
        """The largest or smallest number, and whether there is no NaN: two short chains in place of a long one."""
        c = self.c
        numbers = Value(f"%{self.name}_known", TRUTH, self.scope)
        better = c.compare("ogt" if self.node.op == "max" else "olt", x, so_far)
        self._carry(self.name, self._first(), c.select(better, x, so_far))
        self._carry(f"{self.name}_known", c.truth(True), c.integer("and", numbers, c.compare("ord", x, x)))

    def _argmax(self, x: Value, so_far: Value, column: Value, mask: Value | None) -> None:
        """The first of the largest, or of those that are NaN."""
        c = self.c
        at = Value(f"%{self.name}_at", WHOLE, self.scope)
        here = c.splat(WHOLE, column)
        if mask is not None:
            here = c.integer("add", here, IOTA)
        known = c.compare("ord", so_far, so_far)
        better = c.integer("and", known, c.compare("ugt", x, so_far))
        self._carry(self.name, self._first(), c.select(better, x, so_far))
        self._carry(f"{self.name}_at", c.whole(0), c.select(better, here, at))

    def _carry(self, name: str, first: Value, after: Value) -> None:
        self.phis.append((after.type, name, first.name, after.name))
        self._after.append(Value(f"%{name}_end", after.type))

    def _first(self) -> Value:
        c = self.c
        if self.type == WHOLE:
            return c.whole(0)
        neutral = {"max": -math.inf, "argmax": -math.inf, "min": math.inf, "sum": 0.0}
        if self.type in (DOUBLE, SINGLE):
            return c.number(neutral[self.node.op], self.type)
        return c.truth(self.node.op == "all")

    def found(self, scope: int, *, across: bool) -> Value:
        """The result in each lane, or of all lanes in all of them."""
        c, op = self.c, self.node.op
        x, *rest = (Value(v.name, v.type, scope) for v in self._after)
        if op in ("max", "min"):
            return self._found_extreme(x, rest[0], across=across)
        if not across:
            return rest[0] if rest else x
        if op == "argmax":
            largest = self._across("fmaximum", x)
            far = c.whole(2**62)
            known = c.integer("or", c.compare("oeq", x, largest), c.compare("uno", x, x))
            return self._across("smin", c.select(known, rest[0], far))
        if op == "sum" and x.type == DOUBLE:
            return c.splat(DOUBLE, c.emit("double", f"call double @unilosses_lanes({DOUBLE} {{0}})", x))
        return self._across({"sum": "add", "any": "or", "all": "and"}[op], x)

    def _found_extreme(self, x: Value, numbers: Value, *, across: bool) -> Value:
        """NaN where there was one."""
        c = self.c
        if across:
            x, numbers = self._halved(x), self._across("and", numbers)
        if x.type == SINGLE:
            x = c.cast("fpext", x, DOUBLE)
        return c.select(numbers, x, c.number(math.nan))

    def _halved(self, x: Value) -> Value:
        """The largest or smallest of all lanes, none of which is NaN, in all of them."""
        c, how, n = self.c, "ogt" if self.node.op == "max" else "olt", LANES
        while n > 1:
            n //= 2
            other = ", ".join(f"i32 {i ^ n}" for i in range(LANES))
            y = c.emit(x.type, f"shufflevector {x.type} {{0}}, {x.type} poison, <{LANES} x i32> <{other}>", x)
            x = c.select(c.compare(how, x, y), x, y)
        return x

    def _across(self, name: str, x: Value) -> Value:
        one = {DOUBLE: "double", SINGLE: "float", WHOLE: "i64", TRUTH: "i1"}[x.type]
        return self.c.splat(x.type, self.c.call(one, f"llvm.vector.reduce.{name}.{SHORT[x.type]}", x))


def _type(y: Node) -> str:
    if y.op in ("any", "all"):
        return TRUTH
    if y.op == "argmax" or kind(y.dtype) == 2:
        return DOUBLE
    if y.op != "sum" or y.dtype != "int64":
        raise NotServed(f"{y.op} of {y.dtype} over rows")
    return WHOLE
