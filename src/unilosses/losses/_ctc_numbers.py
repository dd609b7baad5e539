"""Numbers (v + low) 2^(B n): n, a whole number, takes what would overflow, and low the rounding error of v.

v is 0 or within 2^(-B/2) and 2^(B/2), about. A factor of 2^B is exact, as far as it does not underflow.
"""

from __future__ import annotations

from typing import NamedTuple

from ..core import carried, ops, shares
from ..core.typing import Array, Namespace


class Numbers(NamedTuple):
    v: Array
    low: Array
    n: Array


class Base(NamedTuple):
    """2^B, and B log 2 in three parts: the products of the first two with half the digits of a number are exact."""

    bits: int
    log: tuple[float, float, float]

    @property
    def up(self) -> float:
        return 2.0**self.bits

    @property
    def down(self) -> float:
        return 2.0**-self.bits

    def least(self, xp: Namespace, like: Array) -> float:
        """The exponent that 0 has: below that of any number."""
        return -0.99 * float(xp.finfo(like.dtype).max) / sum(self.log)


# By the exponents of the dtype, B being three eighths of the largest: products of two v, and 2^(-2 B), are in range.
BASES = {
    128: Base(48, (33.265625, 0.00543975830078125, -9.142340928747217e-08)),
    1024: Base(384, (266.16851806640625, -7.313872458780679e-07, -5.305714950032213e-15)),
}


def base(xp: Namespace, like: Array) -> Base:
    """What the exponents count in the dtype of an array."""
    return BASES[ops.top_exponent(xp, like)]


def exponential(xp: Namespace, x: Array, error: Array) -> Numbers:
    """exp(x + error) for x <= 0, however far below."""
    # x = n B log 2 + r, by products that are exact. Where they would not be, x has no digits left for an r.
    parts = base(xp, x).log
    ratio = x / sum(parts)
    far = ratio < -0.125 / float(xp.finfo(x.dtype).eps)
    whole, r = xp.where(far, 0.0, xp.floor(ratio + 0.5)), xp.where(far, 0.0, x)
    for part in parts[:2]:
        for half in carried.halves(xp, whole):
            r = r - half * part
    r, low = carried.two_sum(xp, r, xp.where(far, 0.0, error) - whole * parts[2])
    return Numbers(*shares.exp(xp, r, low), xp.where(far, ratio, whole))


def total(xp: Namespace, numbers: tuple[Numbers, Numbers, Numbers]) -> Numbers:
    """The sum of three."""
    of = base(xp, numbers[0].v)
    a, b, c = (x.n for x in numbers)
    top = xp.where(b > a, b, a)
    top = xp.where(c > top, c, top)
    one = xp.ones_like(top)
    terms = []
    for v, low, n in numbers:
        # What is more than one exponent below is less than the rounding error of `low`.
        scale = xp.where(n < top, xp.where(n < top - 1.0, 0.0, of.down * one), one)
        terms.append((v * scale, low * scale))
    (a, a_low), (b, b_low), (c, c_low) = terms
    s, lost = carried.two_sum(xp, a, b)
    v, lost_again = carried.two_sum(xp, s, c)
    return Numbers(v, (a_low + b_low + c_low) + (lost + lost_again), top)


def product(xp: Namespace, a: Numbers, b: Numbers) -> Numbers:
    """a b, back in range."""
    of = base(xp, a.v)
    (a_half, a_rest), (b_half, b_rest) = carried.halves(xp, a.v), carried.halves(xp, b.v)
    a_rest, b_rest = a_rest + a.low, b_rest + b.low
    exact, rest = a_half * b_half, a_half * b_rest + a_rest * (b_half + b_rest)
    v, n = exact + rest, a.n + b.n
    low = (exact - v) + rest
    large, small = v > 2.0 ** (of.bits // 2), v < 2.0 ** -(of.bits // 2)
    scale = xp.where(large, of.down, xp.where(small, of.up, xp.ones_like(v)))
    n = xp.where(large, n + 1.0, xp.where(small, n - 1.0, n))
    return Numbers(v * scale, low * scale, xp.where(v == 0, of.least(xp, v), n))


def share(xp: Namespace, a: Numbers, b: Numbers) -> Array:
    """The shares of all a b in their sum over the last axis."""
    v, n = a.v * b.v + (a.v * b.low + a.low * b.v), a.n + b.n
    n = n - xp.max(n, axis=-1, keepdims=True)
    total, lost = ops.carried_row_sum(xp, plain(xp, v, n))
    total = total + lost
    # `+ 0 * v` gives the divisor the shape of v: XLA would multiply by the reciprocal of a broadcast one.
    return plain(xp, v / (xp.where(total == 0, 1.0, total) + 0.0 * v), n)


def plain(xp: Namespace, v: Array, n: Array) -> Array:
    """v 2^(B n), for v <= 2^(2 B) and n <= 0."""
    of = base(xp, v)
    for k in range(3):
        v = xp.where(n < -k, v * of.down, v)
    return xp.where(n < -3, 0.0, v)
