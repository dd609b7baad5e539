"""The same functions where results are rounded to float32 or less: wrong by less than 2^-48 within its range.

So few are rounded another way for that, one of 10^7, that shorter series are worth it. Special values are the same.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from ..code import Code, Value
from .exponential import TO_WHOLE, clamped, scaled
from .logarithm import split, split_normal

# (exp(r) - 1 - r) / r^2 and, with s = f / (1 + f / 2), (log(1 + f) / s - 1) / s^2, as polynomials of r and s^2 through
# their values at Chebyshev's points of what r and s^2 may be: off by 2^-49.6 of exp(r) and 2^-50.4 of the logarithm.
EXPONENTIAL = [
    0.5,
    0.1666666666664829,
    0.04166666666665136,
    0.008333333353729397,
    0.0013888888905881542,
    0.00019841208732536384,
    2.4801536388690766e-05,
    2.762511557828763e-06,
    2.761380686153829e-07,
]
LOGARITHM = [
    0.08333333333332757,
    0.012500000003519857,
    0.0022321425093922522,
    0.0004340403173706039,
    8.857474490532396e-05,
    2.029189036167416e-05,
]


class _Reduced(NamedTuple):
    """exp(x) = 2^n exp(r)"""

    n: Value
    r: Value


def _reduced(c: Code, x: Value) -> _Reduced:
    n = c.sub(c.fma(x, c.number(1.0 / math.log(2.0)), c.number(TO_WHOLE)), c.number(TO_WHOLE))
    return _Reduced(n, c.fma(n, c.number(-math.log(2.0)), x))


def exp(c: Code, x: Value) -> Value:
    n, r = _reduced(c, clamped(c, x, -1000.0, 1000.0))
    # Even and odd powers apart: half as long a chain takes 5 % off a sigmoid cross-entropy.
    square, series = c.mul(r, r), [1.0, 1.0, *EXPONENTIAL]
    even, odd = c.polynomial(square, series[::2]), c.polynomial(square, series[1::2])
    return scaled(c, c.fma(odd, r, even), n)


def _less_one(c: Code, x: Value) -> tuple[Value, Value]:
    """exp(x) - 1 = 2^n y: the series, and what is missing to 1."""
    n, r = _reduced(c, x)
    one = c.number(1.0)
    missing = c.sub(one, scaled(c, one, c.neg(n)))
    return n, c.add(c.mul(r, c.polynomial(r, [1.0, *EXPONENTIAL])), missing)


def expm1(c: Code, x: Value) -> Value:
    n, y = _less_one(c, clamped(c, x, -50.0, 1000.0))
    return c.select(c.compare("oeq", x, c.number(0.0)), x, scaled(c, y, n))


def tanh(c: Code, x: Value) -> Value:
    size = c.abs(x)
    n, y = _less_one(c, clamped(c, c.add(size, size), -1.0, 44.0))
    e = scaled(c, y, n)
    return c.intrinsic("copysign", c.div(e, c.add(e, c.number(2.0))), x)


def _logarithm(c: Code, k: Value, f: Value) -> Value:
    """k ln 2 + log(1 + f)"""
    s = c.div(f, c.fma(f, c.number(0.5), c.number(1.0)))
    return c.fma(k, c.number(math.log(2.0)), c.mul(s, c.polynomial(c.mul(s, s), [1.0, *LOGARITHM])))


def _edges(c: Code, x: Value, first: float, found: Value) -> Value:
    """-inf at the first number of the domain, NaN before it; inf and NaN stay."""
    found = c.select(c.compare("olt", x, c.number(math.inf)), found, x)
    before = c.select(c.compare("oeq", x, c.number(first)), c.number(-math.inf), c.number(math.nan))
    return c.select(c.compare("ole", x, c.number(first)), before, found)


def log(c: Code, x: Value) -> Value:
    k, m = split(c, x)
    return _edges(c, x, 0.0, _logarithm(c, k, c.sub(m, c.number(1.0))))


def log1p(c: Code, x: Value) -> Value:
    """log(1 + x), where 1 + x is near 1 by x itself."""
    one = c.number(1.0)
    k, _, m = split_normal(c, c.add(one, x))
    near = c.integer("and", c.compare("ogt", x, c.number(-0.29)), c.compare("olt", x, c.number(0.41)))
    # 0 times ln 2 has a sign, too: that of -0 stays.
    k, f = c.select(near, c.number(-0.0), k), c.select(near, x, c.sub(m, one))
    return _edges(c, x, -1.0, _logarithm(c, k, f))
