"""The exponential and its kin: x = n ln 2 + r with |r| <= ln 2 / 2, and a series of exp(r) - 1."""

from __future__ import annotations

import math
from typing import NamedTuple

from ..code import DOUBLE, LANES, Code, Value
from ..compile import has_scaling

# ln 2 in two parts, as in fdlibm: the product of the first and a whole number below 2^20 is exact.
LN2_HIGH, LN2_LOW = float.fromhex("0x1.62e42feep-1"), float.fromhex("0x1.a39ef35793c76p-33")
# Added to a number, it leaves the nearest whole one in the lowest bits.
TO_WHOLE = 1.5 * 2.0**52
TO_WHOLE_BITS = 0x4338000000000000
# (exp(r) - 1 - r - r^2 / 2) / r^3 by its series 1/3! + r/4! + ...; the next term is below 2^-57 of exp(r) - 1.
SERIES = [1.0 / math.factorial(k) for k in range(3, 14)]


class Reduced(NamedTuple):
    """exp(x) = 2^n (1 + high + low)"""

    n: Value
    whole: Value
    high: Value
    low: Value


def reduced(c: Code, x: Value, low: Value | None = None, *, precise: bool = True) -> Reduced:
    """Of x + low, |x| below 2000; `precise` where 1 + high + low is not rounded at once."""
    shifted = c.fma(x, c.number(1.0 / math.log(2.0)), c.number(TO_WHOLE))
    n = c.sub(shifted, c.number(TO_WHOLE))
    first = c.fma(n, c.number(-LN2_HIGH), x)
    r = c.fma(n, c.number(-LN2_LOW), first)
    rest = c.fma(n, c.number(-LN2_LOW), c.sub(first, r))
    if low is not None:
        rest = c.add(rest, low)
        near = c.add(r, rest)
        r, rest = near, c.sub(rest, c.sub(near, r))
    square = c.mul(r, r)
    series = c.polynomial(r, SERIES)
    if not precise:
        more = c.fma(square, c.fma(r, series, c.number(0.5)), rest)
    else:
        half = c.mul(square, c.number(0.5))
        lost = c.fma(c.mul(r, c.number(0.5)), r, c.neg(half))
        sum_of_two = c.add(r, half)
        rest = c.add(c.fma(r, rest, rest), c.add(lost, c.sub(half, c.sub(sum_of_two, r))))
        r, more = sum_of_two, c.fma(c.mul(square, r), series, rest)
    high = c.add(r, more)
    whole = c.integer("sub", c.bits(shifted), c.whole(TO_WHOLE_BITS))
    return Reduced(n, whole, high, c.sub(more, c.sub(high, r)))


def power_of_two(c: Code, whole: Value) -> Value:
    """2^n for -1022 <= n <= 1023."""
    return c.from_bits(c.integer("shl", c.integer("add", whole, c.whole(1023)), c.whole(52)))


def scaled(c: Code, y: Value, n: Value) -> Value:
    """y 2^n of a whole number n, |n| below 2000; a subnormal result is rounded once."""
    if has_scaling():
        return _scaled_at_once(c, y, n)
    whole = c.integer("sub", c.bits(c.add(n, c.number(TO_WHOLE))), c.whole(TO_WHOLE_BITS))
    half = c.integer("ashr", whole, c.whole(1))
    return c.mul(c.mul(y, power_of_two(c, half)), power_of_two(c, c.integer("sub", whole, half)))


def _scaled_at_once(c: Code, y: Value, n: Value) -> Value:
    """By the instruction that AVX-512 has for it: the same bits."""
    half, function = "<8 x double>", "llvm.x86.avx512.mask.scalef.pd.512"
    c.declared[f"declare {half} @{function}({half}, {half}, {half}, i8, i32)"] = None
    parts = []
    for first in range(0, LANES, 8):
        lanes = ", ".join(f"i32 {first + i}" for i in range(8))
        taken = [c.emit(half, f"shufflevector {DOUBLE} {{0}}, {DOUBLE} poison, <8 x i32> <{lanes}>", v) for v in (y, n)]
        arguments = f"{half} {{0}}, {half} {{1}}, {half} zeroinitializer, i8 -1, i32 4"
        parts.append(c.emit(half, f"call {half} @{function}({arguments})", *taken))
    every = ", ".join(f"i32 {i}" for i in range(LANES))
    return c.emit(DOUBLE, f"shufflevector {half} {{0}}, {half} {{1}}, <{LANES} x i32> <{every}>", *parts)


def clamped(c: Code, x: Value, low: float, high: float) -> Value:
    """NaN stays."""
    x = c.select(c.compare("olt", x, c.number(low)), c.number(low), x)
    return c.select(c.compare("ogt", x, c.number(high)), c.number(high), x)


def exp(c: Code, x: Value, low: Value | None = None) -> Value:
    """exp(x), or exp(x + low) of a number in two parts."""
    r = reduced(c, clamped(c, x, -1000.0, 1000.0), low, precise=low is not None)
    return scaled(c, c.add(c.number(1.0), r.high) if low is None else _one_more(c, r), r.n)


def _one_more(c: Code, r: Reduced) -> Value:
    one = c.number(1.0)
    y = c.add(one, r.high)
    return c.add(y, c.add(c.sub(r.high, c.sub(y, one)), r.low))


def _two_parts(c: Code, x: Value) -> tuple[Reduced, Value, Value]:
    """exp(x) - 1 = 2^n (high + low): p + (1 - 2^-n) in two parts."""
    r = reduced(c, x)
    one = c.number(1.0)
    # 2^-n for n up to 1000 and beyond: there it is nothing beside 1
    far = c.compare("sgt", r.whole, c.whole(1000))
    down = c.integer("sub", c.whole(0), c.select(far, c.whole(1000), r.whole))
    back_to_one = power_of_two(c, down)
    t = c.sub(one, back_to_one)
    lost = c.sub(c.sub(one, t), back_to_one)
    high = c.add(r.high, t)
    back = c.sub(high, r.high)
    low = c.add(c.add(c.sub(r.high, c.sub(high, back)), c.sub(t, back)), c.add(r.low, lost))
    return r, high, low


def expm1(c: Code, x: Value) -> Value:
    r, high, low = _two_parts(c, clamped(c, x, -50.0, 1000.0))
    found = scaled(c, c.add(high, low), r.n)
    return c.select(c.compare("oeq", x, c.number(0.0)), x, found)


def tanh(c: Code, x: Value) -> Value:
    """e / (e + 2) with e = exp(2 |x|) - 1 in two parts; the quotient is corrected once."""
    size = c.abs(x)
    r, high, low = _two_parts(c, clamped(c, c.add(size, size), -1.0, 44.0))
    factor = power_of_two(c, r.whole)
    high, low = c.mul(high, factor), c.mul(low, factor)
    e = c.add(high, low)
    low = c.sub(low, c.sub(e, high))
    two = c.number(2.0)
    below = c.add(e, two)
    back = c.sub(below, e)
    rest = c.add(c.add(c.sub(e, c.sub(below, back)), c.sub(two, back)), low)
    q = c.div(e, below)
    missing = c.add(c.fma(c.neg(q), below, e), c.fma(c.neg(q), rest, low))
    found = c.intrinsic("copysign", c.add(q, c.div(missing, below)), x)
    return c.select(c.compare("oeq", x, c.number(0.0)), x, found)
