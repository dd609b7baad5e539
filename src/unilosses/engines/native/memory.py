"""Loads that widen what is in memory, and stores that round once."""

from __future__ import annotations

from typing import NamedTuple

from .code import DOUBLE, LANES, TRUTH, WHOLE, Code, Value
from .declined import NotServed
from .space import POINTERS, Place


class Stored(NamedTuple):
    """How a dtype is kept."""

    type: str
    size: int


STORED = {
    "bool": Stored("i8", 1),
    "float64": Stored("double", 8),
    "float32": Stored("float", 4),
    "float16": Stored("i16", 2),
    "bfloat16": Stored("i16", 2),
    **{f"{sign}int{8 * n}": Stored(f"i{8 * n}", n) for sign in ("", "u") for n in (1, 2, 4, 8)},
}


def stored(dtype: str) -> Stored:
    if dtype == "uint64" or dtype not in STORED:
        raise NotServed(f"arrays of {dtype}")
    return STORED[dtype]


def vector(kind: str) -> str:
    return f"<{LANES} x {kind}>"


def short(kind: str) -> str:
    return f"v{LANES}{ {'double': 'f64', 'float': 'f32'}.get(kind, kind) }"


def load(c: Code, place: Place, dtype: str, mask: Value) -> Value:
    """The lanes at a place, as truths, whole or floating-point numbers; lanes that do not count are 0."""
    kind = stored(dtype).type
    lanes = vector(kind)
    if place.kind == "one":
        one = c.emit(kind, f"load {kind}, ptr {{0}}, align 1", place.pointer)
        return widened(c, c.splat(lanes, one), dtype)
    op = "load" if place.kind == "row" else "gather"
    pointer, name = ("ptr", "p0") if op == "load" else (POINTERS, f"v{LANES}p0")
    function = f"llvm.masked.{op}.{short(kind)}.{name}"
    c.declared[f"declare {lanes} @{function}({pointer}, i32, {TRUTH}, {lanes})"] = None
    found = c.emit(
        lanes,
        f"call {lanes} @{function}({pointer} {{0}}, i32 1, {TRUTH} {{1}}, {lanes} zeroinitializer)",
        place.pointer,
        mask,
    )
    return widened(c, found, dtype)


def widened(c: Code, x: Value, dtype: str) -> Value:
    if dtype == "bool":
        return c.emit(TRUTH, f"icmp ne {x.type} {{0}}, zeroinitializer", x)
    if dtype == "float64":
        return x
    if dtype == "float32":
        return c.cast("fpext", x, DOUBLE)
    if dtype == "float16":
        return c.cast("fpext", c.cast("fpext", c.cast("bitcast", x, vector("half")), vector("float")), DOUBLE)
    if dtype == "bfloat16":
        bits = c.emit(vector("i32"), f"shl {vector('i32')} {{0}}, splat (i32 16)", c.cast("zext", x, vector("i32")))
        return c.cast("fpext", c.cast("bitcast", bits, vector("float")), DOUBLE)
    if x.type == WHOLE:
        return x
    return c.cast("zext" if dtype.startswith("u") else "sext", x, WHOLE)


def narrowed(c: Code, x: Value, dtype: str) -> Value:
    """Numbers as they are kept, rounded to nearest; those of half precision by float32, as PyTorch does."""
    if dtype == "bool":
        return c.cast("zext", x, vector("i8"))
    if dtype in ("float64", "int64"):
        return x
    if dtype not in ("float32", "float16", "bfloat16"):
        raise NotServed(f"a result of {dtype}")
    single = c.cast("fptrunc", x, vector("float"))
    if dtype == "float32":
        return single
    if dtype == "float16":
        return c.cast("bitcast", c.cast("fptrunc", single, vector("half")), vector("i16"))
    wide = vector("i32")
    bits = c.cast("bitcast", single, wide)
    odd = c.emit(wide, f"and {wide} {{0}}, splat (i32 1)", c.emit(wide, f"lshr {wide} {{0}}, splat (i32 16)", bits))
    raised = c.integer("add", c.integer("add", bits, odd), Value("splat (i32 32767)", wide))
    upper = c.emit(wide, f"lshr {wide} {{0}}, splat (i32 16)", raised)
    unknown = c.compare("uno", single, single)
    found = c.select(unknown, Value("splat (i32 32704)", wide), upper)
    return c.cast("trunc", found, vector("i16"))


def store(c: Code, place: Place, x: Value, dtype: str, mask: Value, scope: int) -> None:
    """The lanes that count go to a place."""
    kind = stored(dtype).type
    lanes = vector(kind)
    value = narrowed(c, x, dtype)
    if place.kind == "one":
        one = c.emit(kind, f"extractelement {lanes} {{0}}, i64 0", value)
        c.do(f"store {kind} {{0}}, ptr {{1}}, align 1", one, place.pointer, scope=scope)
        return
    op = "store" if place.kind == "row" else "scatter"
    pointer, name = ("ptr", "p0") if op == "store" else (POINTERS, f"v{LANES}p0")
    function = f"llvm.masked.{op}.{short(kind)}.{name}"
    c.declared[f"declare void @{function}({lanes}, {pointer}, i32, {TRUTH})"] = None
    c.do(
        f"call void @{function}({lanes} {{0}}, {pointer} {{1}}, i32 1, {TRUTH} {{2}})",
        value,
        place.pointer,
        mask,
        scope=scope,
    )
