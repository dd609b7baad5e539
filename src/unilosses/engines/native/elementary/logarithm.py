"""The natural logarithm: x = 2^k m with sqrt(1/2) <= m < sqrt(2), and a series of log(m) in (m - 1) / (m + 1)."""

from __future__ import annotations

import math

from ..code import Code, Value
from .exponential import LN2_HIGH, LN2_LOW, TO_WHOLE, TO_WHOLE_BITS

# The minimax polynomial of fdlibm's e_log.c (Sun Microsystems, 1993): log(1 + f) = f - f^2/2 + s (f^2/2 + R(s^2)).
SERIES = [
    6.666666666666735130e-01,
    3.999999999940941908e-01,
    2.857142874366239149e-01,
    2.222219843214978396e-01,
    1.818357216161805012e-01,
    1.531383769920937332e-01,
    1.479819860511658591e-01,
]
# 1 / m within 1.1 %: the parabola through its values at Chebyshev's points of what m may be.
RECIPROCAL = [3.0, -2.909, 0.914]
ROOT_OF_HALF_BITS = 0x3FE6A09E667F3BCD
SMALLEST_NORMAL = 2.0**-1022


def split(c: Code, x: Value) -> tuple[Value, Value]:
    """k, as a floating-point number, and m, of x > 0."""
    small = c.compare("olt", x, c.number(SMALLEST_NORMAL))
    k, _, m = split_normal(c, c.select(small, c.mul(x, c.number(2.0**54)), x))
    return c.select(small, c.sub(k, c.number(54.0)), k), m


def split_normal(c: Code, x: Value) -> tuple[Value, Value, Value]:
    """k, k as a whole number in the exponent's place, and m, of x that is not subnormal."""
    bits = c.bits(x)
    k = c.integer("ashr", c.integer("sub", bits, c.whole(ROOT_OF_HALF_BITS)), c.whole(52))
    shifted = c.integer("shl", k, c.whole(52))
    exponent = c.sub(c.from_bits(c.integer("add", k, c.whole(TO_WHOLE_BITS))), c.number(TO_WHOLE))
    return exponent, shifted, c.from_bits(c.integer("sub", bits, shifted))


def _series(c: Code, k: Value, f: Value, low: Value) -> Value:
    """k ln 2 + log(1 + f) + low"""
    s = c.div(f, c.add(c.number(2.0), f))
    z = c.mul(s, s)
    half = c.mul(c.mul(c.number(0.5), f), f)
    r = c.mul(z, c.polynomial(z, SERIES))
    rest = c.fma(k, c.number(LN2_LOW), low)
    inner = c.sub(half, c.fma(s, c.add(half, r), rest))
    return c.fma(k, c.number(LN2_HIGH), c.sub(f, inner))


def _edges(c: Code, x: Value, first: float, found: Value) -> Value:
    """-inf at the first number of the domain, NaN before it, inf at inf."""
    inside = c.integer("and", c.compare("ogt", x, c.number(first)), c.compare("olt", x, c.number(math.inf)))
    at_first = c.select(c.compare("oeq", x, c.number(first)), c.number(-math.inf), c.number(math.nan))
    outside = c.select(c.compare("oeq", x, c.number(math.inf)), x, at_first)
    return c.select(inside, found, outside)


def log(c: Code, x: Value) -> Value:
    k, m = split(c, x)
    return _edges(c, x, 0.0, _series(c, k, c.sub(m, c.number(1.0)), c.number(0.0)))


def log1p(c: Code, x: Value) -> Value:
    """log(u) with u = 1 + x rounded, and what was lost by that, relatively to u."""
    one = c.number(1.0)
    u = c.add(one, x)
    back = c.sub(u, one)
    lost = c.add(c.sub(one, c.sub(u, back)), c.sub(x, back))
    k, shifted, m = split_normal(c, u)
    # lost / u, within 1.1 %: 2^-k and 1 / m by a parabola; beyond 2^60, where lost is below 1, it is nothing.
    down = c.from_bits(c.integer("sub", c.whole(1023 << 52), shifted))
    lost = c.mul(c.mul(lost, down), c.polynomial(m, RECIPROCAL))
    lost = c.select(c.compare("olt", u, c.number(2.0**60)), lost, c.number(0.0))
    near = c.integer("and", c.compare("ogt", x, c.number(-0.29)), c.compare("olt", x, c.number(0.41)))
    zero = c.number(0.0)
    k, f = c.select(near, zero, k), c.select(near, x, c.sub(m, one))
    low = c.select(near, zero, lost)
    found = _edges(c, x, -1.0, _series(c, k, f, low))
    return c.select(c.compare("oeq", x, zero), x, found)
