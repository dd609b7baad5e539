"""Operations that go element by element, as lines of a program."""

from __future__ import annotations

import math
from collections.abc import Callable

from ..graph import Node
from ..graph.dtypes import kind
from . import elementary
from .code import DOUBLE, TRUTH, WHOLE, Code, Value
from .declined import NotServed

TYPES = (TRUTH, WHOLE, DOUBLE)


def converted(c: Code, x: Value, to: str) -> Value:
    """A value as truths, whole or floating-point numbers."""
    if x.type == to:
        return x
    if to == DOUBLE:
        if x.type == TRUTH:
            return c.select(x, c.number(1.0), c.number(0.0))
        return c.cast("sitofp", x, DOUBLE)
    if to == WHOLE:
        if x.type == TRUTH:
            return c.cast("zext", x, WHOLE)
        return c.call(WHOLE, "llvm.fptosi.sat.v16i64.v16f64", x)
    zero = c.number(0.0) if x.type == DOUBLE else c.whole(0)
    return c.compare("une" if x.type == DOUBLE else "ne", x, zero)


def maximum(c: Code, a: Value, b: Value, *, how: str = "ge") -> Value:
    """As NumPy's: NaN where either is."""
    if _is_constant(a):
        return c.select(c.compare("o" + how, a, b), a, b)
    if _is_constant(b):
        return c.select(c.compare("u" + how, a, b), a, b)
    # Whether one of them is NaN is asked of the one that changes less often.
    if a.scope < b.scope:
        above = {"ge": "ugt", "le": "ult"}[how]
        return c.select(c.integer("and", c.compare("ord", a, a), c.compare(above, b, a)), b, a)
    return c.select(c.integer("and", c.compare("ord", b, b), c.compare("u" + how, a, b)), a, b)


def minimum(c: Code, a: Value, b: Value) -> Value:
    return maximum(c, a, b, how="le")


def _is_constant(a: Value) -> bool:
    """Whether it is a number that stands in the graph, other than NaN."""
    return a.name.startswith("splat") and "7FF8" not in a.name


def _power(c: Code, x: Value, y: Value) -> Value:
    if y == c.number(2.0):
        return c.mul(x, x)
    return x if y == c.number(1.0) else elementary.power(c, x, y)


def _sign(c: Code, x: Value) -> Value:
    zero, one = c.number(0.0), c.number(1.0)
    below = c.select(c.compare("olt", x, zero), c.number(-1.0), x)
    return c.select(c.compare("ogt", x, zero), one, below)


def _logaddexp(c: Code, a: Value, b: Value) -> Value:
    apart = c.sub(a, b)
    above = maximum(c, a, b)
    found = c.add(above, elementary.log1p(c, elementary.exp(c, c.neg(c.abs(apart)))))
    return c.select(c.compare("oeq", a, b), c.add(a, c.number(math.log(2.0))), found)


def _rounded(name: str) -> Callable[[Code, Value], Value]:
    return lambda c, x: c.intrinsic(name, x)


FLOATING: dict[str, Callable[..., Value]] = {
    "add": Code.add,
    "subtract": Code.sub,
    "multiply": Code.mul,
    "divide": Code.div,
    "negative": Code.neg,
    "abs": Code.abs,
    "maximum": maximum,
    "minimum": minimum,
    "pow": _power,
    "exp": elementary.exp,
    "expm1": elementary.expm1,
    "log": elementary.log,
    "log1p": elementary.log1p,
    "tanh": elementary.tanh,
    "sqrt": elementary.sqrt,
    "hypot": elementary.hypot,
    "logaddexp": _logaddexp,
    "sign": _sign,
    **{name: _rounded(name) for name in ("floor", "ceil", "trunc")},
    "round": _rounded("roundeven"),
}
INTEGRAL = {"add": "add", "subtract": "sub", "multiply": "mul"}
BITWISE = {"bitwise_and": "and", "bitwise_or": "or", "bitwise_xor": "xor"}
# Of floating-point and of whole numbers.
COMPARISONS = {
    "equal": ("oeq", "eq"),
    "not_equal": ("une", "ne"),
    "less": ("olt", "slt"),
    "less_equal": ("ole", "sle"),
    "greater": ("ogt", "sgt"),
    "greater_equal": ("oge", "sge"),
}
PREDICATES = ("isnan", "isinf", "isfinite")
# What takes long: kept where it is needed twice.
DEAR = {"exp", "expm1", "log", "log1p", "tanh", "pow", "hypot", "logaddexp"}
ELEMENTWISE = {*FLOATING, *BITWISE, *COMPARISONS, *PREDICATES, "bitwise_invert", "where", "astype"}


def applied(c: Code, x: Node, inputs: list[Value]) -> Value:
    """An operation on lanes."""
    if x.op == "where":
        to = TYPES[kind(x.dtype)]
        return c.select(converted(c, inputs[0], TRUTH), *(converted(c, v, to) for v in inputs[1:]))
    if x.op == "astype":
        return _astype(c, x, inputs[0])
    if x.op in COMPARISONS:
        return _comparison(c, x.op, *inputs)
    if x.op in PREDICATES:
        return _predicate(c, x.op, converted(c, inputs[0], DOUBLE))
    if kind(x.dtype) == 2:
        if x.dtype != "float64":
            raise NotServed(f"{x.op} in {x.dtype}")
        return FLOATING[x.op](c, *(converted(c, v, DOUBLE) for v in inputs))
    return _integer(c, x, inputs)


def _astype(c: Code, x: Node, value: Value) -> Value:
    before = x.inputs[0].dtype
    found = converted(c, value, TYPES[kind(x.dtype)])
    if x.dtype in ("float64", "bool", "int64", before):
        return found
    if x.dtype == "float32":
        if kind(before) != 2 or before == "float64":
            single = found.type.replace("double", "float")
            return c.cast("fpext", c.cast("fptrunc", found, single), DOUBLE)
        return found
    raise NotServed(f"numbers become {x.dtype} within the graph")


def _comparison(c: Code, op: str, a: Value, b: Value) -> Value:
    to = max(a.type, b.type, key=TYPES.index)
    a, b = converted(c, a, to), converted(c, b, to)
    if to == TRUTH and op not in ("equal", "not_equal"):
        a, b, to = converted(c, a, WHOLE), converted(c, b, WHOLE), WHOLE
    return c.compare(COMPARISONS[op][0 if to == DOUBLE else 1], a, b)


def _predicate(c: Code, op: str, x: Value) -> Value:
    if op == "isnan":
        return c.compare("uno", x, x)
    return c.compare("oeq" if op == "isinf" else "olt", c.abs(x), c.number(math.inf))


def _integer(c: Code, x: Node, inputs: list[Value]) -> Value:
    to = TYPES[kind(x.dtype)]
    found = [converted(c, v, to) for v in inputs]
    if x.op in BITWISE:
        return c.integer(BITWISE[x.op], *found)
    if x.op == "bitwise_invert":
        return c.integer("xor", found[0], c.truth(True) if to == TRUTH else c.whole(-1))
    if x.op in INTEGRAL and x.dtype == "int64":
        return c.integer(INTEGRAL[x.op], *found)
    if x.op in ("maximum", "minimum") and to == WHOLE:
        how = "sgt" if x.op == "maximum" else "slt"
        return c.select(c.compare(how, *found), *found)
    raise NotServed(f"{x.op} of {x.dtype}")
