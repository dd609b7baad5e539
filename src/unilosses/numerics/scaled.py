"""Numbers v e^(B n): n, a whole number, takes what would overflow or vanish, so that v keeps its digits.

v is within e^(-B/2) and e^(B/2), about; the number 0 has v = 0 and n = -inf.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from ..typing import Array, Namespace
from .elementary import log
from .floats import top_exponent


class ScaledNumber(NamedTuple):
    """v e^(B n)."""

    v: Array
    n: Array


def base(xp: Namespace, like: Array) -> float:
    """B, a power of two, by which whole numbers are multiplied without rounding; e^(-2 B) is in the dtype's range."""
    return top_exponent(xp, like) / 4


def exponential(xp: Namespace, x: Array) -> ScaledNumber:
    """exp(x) for x < inf, however far below 0."""
    b = base(xp, x)
    zero = x == -math.inf
    x = xp.where(zero, 0.0, x)
    n = xp.round(x / b)
    return ScaledNumber(xp.where(zero, 0.0, xp.exp(x - b * n)), xp.where(zero, -math.inf, n))


def logarithm(xp: Namespace, x: ScaledNumber) -> Array:
    """log(v) + B n."""
    return log(xp, x.v) + base(xp, x.v) * x.n


def total(xp: Namespace, a: ScaledNumber, b: ScaledNumber, c: ScaledNumber) -> ScaledNumber:
    """a + b + c."""
    n = xp.maximum(xp.maximum(a.n, b.n), c.n)
    return ScaledNumber(in_units(xp, a, n, 1) + in_units(xp, b, n, 1) + in_units(xp, c, n, 1), n)


def product(xp: Namespace, a: ScaledNumber, b: ScaledNumber) -> ScaledNumber:
    """a b."""
    up, half = math.exp(base(xp, a.v)), math.exp(base(xp, a.v) / 2)
    v, n = a.v * b.v, a.n + b.n
    large, small = v > half, v < 1.0 / half
    return ScaledNumber(
        xp.where(large, v / up, xp.where(small, v * up, v)), xp.where(large, n + 1.0, xp.where(small, n - 1.0, n))
    )


def in_units(xp: Namespace, x: ScaledNumber, n: Array | float, steps: int) -> Array:
    """x / e^(B n), where n is no less than the exponent of x; 0 where it is more by more than so many steps."""
    v, down = x.v, math.exp(-base(xp, x.v))
    for k in range(steps):
        v = xp.where(x.n < n - k, v * down, v)
    return xp.where(x.n < n - steps, 0.0, v)


def plain(xp: Namespace, x: ScaledNumber) -> Array:
    """v e^(B n) for numbers that are at most 1, about."""
    return in_units(xp, x, 0.0, 3)


def normalized(xp: Namespace, x: ScaledNumber) -> Array:
    """Each number over the sum over the last axis; 0 where all are 0."""
    v = in_units(xp, x, xp.max(x.n, axis=-1, keepdims=True), 3)
    whole = xp.sum(v, axis=-1, keepdims=True)
    return v / xp.where(whole == 0, 1.0, whole)
