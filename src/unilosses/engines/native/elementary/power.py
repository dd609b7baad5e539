"""x to the power y: the logarithm in two parts, times y, and the exponential of that."""

from __future__ import annotations

import math

from ..code import Code, Value
from .exponential import LN2_HIGH, LN2_LOW, clamped, exp
from .logarithm import split

# log(m) = 2 (s + s^3/3 + s^5/5 + ...) with s = (m - 1) / (m + 1); the terms from the fifth power on.
SERIES = [1.0 / k for k in range(5, 29, 2)]
THIRD, THIRD_LOW = 1.0 / 3.0, 2.0**-54 / 3.0
LN2_LOWEST = float.fromhex("0x1.cc01f97b57a08p-87")


def _sum(c: Code, a: Value, b: Value) -> tuple[Value, Value]:
    """a + b in two parts, |a| >= |b|."""
    s = c.add(a, b)
    return s, c.sub(b, c.sub(s, a))


def _product(c: Code, a: Value, b: Value) -> tuple[Value, Value]:
    p = c.mul(a, b)
    return p, c.fma(a, b, c.neg(p))


def _times(c: Code, a: tuple[Value, Value], b: tuple[Value, Value]) -> tuple[Value, Value]:
    high, low = _product(c, a[0], b[0])
    return high, c.fma(a[0], b[1], c.fma(a[1], b[0], low))


def logarithm(c: Code, x: Value) -> tuple[Value, Value]:
    """log(x) in two parts, of x > 0."""
    k, m = split(c, x)
    f = c.sub(m, c.number(1.0))
    below, below_low = _sum(c, c.number(2.0), f)
    high = c.div(f, below)
    low = c.div(c.fma(c.neg(high), below_low, c.fma(c.neg(high), below, f)), below)
    s = (high, low)
    z = _times(c, s, s)
    more = c.mul(z[0], c.polynomial(z[0], SERIES))
    w, lost = _sum(c, c.number(THIRD), more)
    cube = _times(c, s, _times(c, z, (w, c.add(lost, c.number(THIRD_LOW)))))
    high, lost = _sum(c, s[0], cube[0])
    low = c.add(c.add(cube[1], s[1]), lost)
    high, low = c.add(high, high), c.add(low, low)
    whole = c.mul(k, c.number(LN2_HIGH))
    second, lost = _product(c, k, c.number(LN2_LOW))
    total, rest = _sum(c, whole, high)
    zero = c.compare("oeq", k, c.number(0.0))
    total, rest = c.select(zero, high, total), c.select(zero, c.number(0.0), rest)
    total, more = _sum(c, total, second)
    low = c.add(c.add(rest, low), c.add(more, c.fma(k, c.number(LN2_LOWEST), lost)))
    return _sum(c, total, low)


def power(c: Code, x: Value, y: Value) -> Value:
    """As in C: 1 for y = 0 and for x = 1 even beside NaN; the sign of an odd power; NaN where there is no real one."""
    size, zero, one, inf = c.abs(x), c.number(0.0), c.number(1.0), c.number(math.inf)
    regular = c.integer("and", c.compare("ogt", size, zero), c.compare("olt", size, inf))
    high, low = logarithm(c, c.select(regular, size, one))
    # log(0) is -inf, log(inf) is inf; beyond 2^70 a power of anything but 1 is 0, 1 or inf.
    high = c.select(regular, high, c.select(c.compare("oeq", size, zero), c.neg(inf), size))
    low = c.select(regular, low, zero)
    bounded = clamped(c, y, -(2.0**70), 2.0**70)
    product = c.mul(high, bounded)
    rest = c.fma(low, bounded, c.fma(high, bounded, c.neg(product)))
    far = c.compare("uge", c.abs(product), c.number(1000.0))
    found = exp(c, product, c.select(far, zero, rest))
    half = c.mul(y, c.number(0.5))
    is_whole = c.compare("oeq", c.intrinsic("floor", y), y)
    is_even = c.compare("oeq", c.intrinsic("floor", half), half)
    negative = c.compare("slt", c.bits(x), c.whole(0))
    odd = c.integer("and", is_whole, c.integer("xor", is_even, c.truth(True)))
    found = c.select(c.integer("and", negative, odd), c.neg(found), found)
    no_real = c.integer("and", c.compare("olt", x, zero), c.integer("xor", is_whole, c.truth(True)))
    finite = c.compare("olt", size, inf)
    found = c.select(c.integer("and", no_real, finite), c.number(math.nan), found)
    found = c.select(c.compare("uno", x, y), c.number(math.nan), found)
    certain = c.integer("or", c.compare("oeq", y, zero), c.compare("oeq", x, one))
    certain = c.integer("or", certain, c.integer("and", c.compare("oeq", x, c.number(-1.0)), _is_infinite(c, y)))
    return c.select(certain, one, found)


def _is_infinite(c: Code, y: Value) -> Value:
    return c.compare("oeq", c.abs(y), c.number(math.inf))
