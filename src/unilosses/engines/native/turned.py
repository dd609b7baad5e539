"""Rows that lie side by side in the lanes: 16 of them are turned by columns, or back, on their way from or to memory.

A gather would load each lane for itself.
"""

from __future__ import annotations

from functools import cache

from . import loops, memory
from .code import LANES, SINGLE, Code, Value
from .shared import ATTRIBUTES, Shared
from .space import Place

DTYPES = ("float32", "float16", "bfloat16")


def name(dtype: str, *, back: bool) -> str:
    return f"@unilosses_turned_{'to' if back else 'from'}_{dtype}"


@cache
def function(dtype: str, *, back: bool) -> Shared:
    """The function that turns rows of that dtype.

    Its arguments: a block of float32, a vector for each column; the first row, the bytes to the next, how many rows and
    columns there are. Lanes beyond the last row repeat the first.
    """
    c = Code()
    rows = [_row(c, r) for r in range(LANES)]
    with c.inner(2) as lines:
        if back:
            _back(c, rows, dtype)
        else:
            _there(c, rows, dtype)
    loop = loops.tiles("tile", "entry", "%columns", lines)
    head = f"define void {name(dtype, back=back)}(ptr %block, ptr %rows, i64 %stride, i64 %count, i64 %columns) #0 {{"
    lines = [*c.declared, head, "entry:", *c.lines[0], *loop, "  ret void", "}", ATTRIBUTES, ""]
    return Shared.of("\n".join(lines))


def _row(c: Code, r: int) -> Value:
    inside = c.emit("i1", f"icmp sgt i64 %count, {r}")
    at = c.emit("i64", f"mul i64 %stride, {r}")
    own = c.emit("i64", "select i1 {0}, i64 {1}, i64 0", inside, at)
    return c.emit("ptr", "getelementptr i8, ptr %rows, i64 {0}", own)


FIRST, MASK = Value("%j_tile", "i64", 2), Value("%mask_tile", f"<{LANES} x i1>", 2)


def _in_row(c: Code, row: Value, dtype: str) -> Place:
    at = c.emit("i64", f"mul i64 {{0}}, {memory.stored(dtype).size}", FIRST)
    return Place("row", c.emit("ptr", "getelementptr i8, ptr {0}, i64 {1}", row, at))


def _fetch_next(c: Code, row: Place, *, write: bool) -> None:
    """Ask for the same part of the row that is next in this place: nothing else sees it coming."""
    c.declared["declare void @llvm.prefetch.p0(ptr, i32, i32, i32)"] = None
    following = c.emit(
        "ptr", "getelementptr i8, ptr {0}, i64 {1}", row.pointer, c.emit("i64", f"mul i64 %stride, {LANES}")
    )
    c.do(f"call void @llvm.prefetch.p0(ptr {{0}}, i32 {int(write)}, i32 3, i32 1)", following, scope=2)


def _column(c: Code, k: int) -> Value:
    return c.emit("ptr", f"getelementptr {SINGLE}, ptr %block, i64 {{0}}", c.emit("i64", f"add i64 {{0}}, {k}", FIRST))


def _there(c: Code, rows: list[Value], dtype: str) -> None:
    places = [_in_row(c, row, dtype) for row in rows]
    for place in places:
        _fetch_next(c, place, write=False)
    widened = [memory.load(c, place, dtype, MASK) for place in places]
    for k, x in enumerate(transposed(c, [c.singles[x.name] for x in widened])):
        c.do(f"store {SINGLE} {{0}}, ptr {{1}}, align 64", x, _column(c, k), scope=2)


def _back(c: Code, rows: list[Value], dtype: str) -> None:
    columns = [c.emit(SINGLE, f"load {SINGLE}, ptr {{0}}, align 64", _column(c, k)) for k in range(LANES)]
    # The first row last: what stands in for rows beyond the last one is written over.
    for row, x in reversed([*zip(rows, transposed(c, columns), strict=True)]):
        place = _in_row(c, row, dtype)
        _fetch_next(c, place, write=True)
        memory.store(c, place, memory.widened(c, x, "float32"), dtype, MASK, 2)


def transposed(c: Code, x: list[Value]) -> list[Value]:
    """16 vectors of 16 lanes, the first lanes of all of them first: 64 shuffles that processors have."""
    quarters = range(0, LANES, 4)
    low = [4 * (i // 4) + i % 4 // 2 + LANES * (i % 2) for i in range(LANES)]
    high = [i + 2 for i in low]
    x = [_shuffled(c, x[i], x[i + 1], how) for i in range(0, LANES, 2) for how in (low, high)]
    first = [4 * (i // 4) + i % 2 + (LANES if i % 4 > 1 else 0) for i in range(LANES)]
    second = [i + 2 for i in first]
    x = [_shuffled(c, x[i + k], x[i + k + 2], how) for i in quarters for k in (0, 1) for how in (first, second)]
    even = [4 * (i // 4 * 2 % 4) + i % 4 + (LANES if i >= LANES // 2 else 0) for i in range(LANES)]
    odd = [i + 4 for i in even]
    found: dict[int, Value] = {}
    for k in range(4):
        for parity, how in enumerate((even, odd)):
            a, b = (_shuffled(c, x[k + i], x[k + i + 4], how) for i in (0, 8))
            for half, again in enumerate((even, odd)):
                found[4 * (parity + 2 * half) + k] = _shuffled(c, a, b, again)
    return [found[k] for k in range(LANES)]


def _shuffled(c: Code, a: Value, b: Value, lanes: list[int]) -> Value:
    how = ", ".join(f"i32 {i}" for i in lanes)
    return c.emit(SINGLE, f"shufflevector {SINGLE} {{0}}, {SINGLE} {{1}}, <{LANES} x i32> <{how}>", a, b)
