"""Exponentials and their shares, with the rounding errors that a power of them would multiply.

A number is carried as x + low, low being of the size of the rounding error of x. Here x is far from the largest number
of the dtype, as exponentials of what is below 0 are.
"""

from __future__ import annotations

import math

from . import ops
from .carried import two_sum
from .typing import Array, Namespace, Scalar

# By the digits of the dtype: log 2 in two parts, of which the first has so few digits that its product with an exponent
# is exact; and P, with which exp(r) = 1 + r + r c / (2 - c) for c = r - r^2 P(r^2) and |r| <= log(2) / 2: interpolation
# of r coth(r / 2) = 2 + r^2 P(r^2) at Chebyshev nodes in 60 digits, relative error of exp(r) below 2^-28 and 2^-59.
LOG_2 = {24: (0.693145751953125, 1.4286068203094173e-06), 53: (0.6931471805601177, -1.7239444525614835e-13)}
EXP = {
    24: (0.16666654727578006, -0.0027698387854326874),
    53: (
        0.1666666666666666, -0.0027777777777562864, 6.613756470855508e-05, -1.6534058842837582e-06,
        4.1437096880780196e-08,
    ),
}  # fmt: skip


def exp(xp: Namespace, x: Array, low: Array | float = 0.0) -> tuple[Array, Array]:
    """exp(x + low) for x <= 0, carried; the library's own is up to 2 ulp off. Next to 0, the error is left out."""
    log_2, rest_of_log_2 = LOG_2[_digits(xp, x)]
    e = xp.exp(x)
    counts = _counts(xp, e)
    x, library = xp.where(counts, x, 0.0), xp.where(counts, e, 1.0)
    # x + low = n log 2 + r + r_low
    n = xp.round(x * (1.0 / math.log(2.0)))
    r, r_low = x - n * log_2, low - n * rest_of_log_2
    t = r + r_low
    t2 = t * t
    c = t - t2 * ops.polynomial(t2, EXP[_digits(xp, x)])
    first = 1.0 + r
    second = ((1.0 - first) + r) + (r_low + t * c / (2.0 - c))
    # exp(x) / exp(r) is close to 2^n: a quarter more, rounded down to a single digit.
    power_of_2 = _short(1.25 * library / (first + second), _digits(xp, x) - 1)
    error = xp.where(
        counts, (power_of_2 * first - library) + power_of_2 * second, 0.0 if isinstance(low, float) else e * low
    )
    exact = e + error
    return exact, (e - exact) + error


def tail(xp: Namespace, x: Array) -> tuple[Array, Array]:
    """exp(-|x|), carried."""
    return exp(xp, xp.where(x < 0, x, -x))


def one_plus(x: Array, low: Array) -> tuple[Array, Array]:
    """1 + x + low, carried, for x >= 0."""
    # Not by `two_sum`, where XLA would put the two constants together.
    s = 1.0 + x
    return s, ((1.0 - s) + x) + low


def product(xp: Namespace, a: Array, b: Array) -> tuple[Array, Array]:
    """a b, carried, for 0 <= a <= 1."""
    counts, half = _counts(xp, b), _half(xp, b)
    a_short, b_short = _short(a, half), _short(b, half)
    exact, rest = a_short * b_short, a_short * (b - b_short) + (a - a_short) * b
    p = exact + rest
    return xp.where(counts, p, a * b), xp.where(counts, (exact - p) + rest, 0.0)


def share(xp: Namespace, a: Array, a_low: Array, s: Array, s_low: Array) -> tuple[Array, Array]:
    """(a + a_low) / (s + s_low), carried, for 0 <= a <= s and s >= 1."""
    counts, half = _counts(xp, a), _half(xp, a)
    ratio = a / s
    ratio_short, s_short = _short(ratio, half), _short(s, half)
    # The one product that is as large as a is exact.
    rest = ((a - ratio_short * s_short) - ratio_short * ((s - s_short) + s_low) + a_low) / s
    return ratio, xp.where(counts, (ratio_short - ratio) + rest, 0.0)


def row_sum(xp: Namespace, x: Array, low: Array) -> tuple[Array, Array]:
    """The sum over the last axis, which is kept, in halves, carried."""
    while x.shape[-1] > 1:
        half, left = divmod(x.shape[-1], 2)
        total, error = two_sum(xp, x[..., :half], x[..., half : 2 * half])
        low_total = low[..., :half] + low[..., half : 2 * half] + error
        x = xp.concat([total, x[..., -1:]], axis=-1) if left else total
        low = xp.concat([low_total, low[..., -1:]], axis=-1) if left else low_total
    return x, low


class Softmax(ops.Softmax):
    """A softmax whose complements are carried."""

    def __init__(self, xp: Namespace, x: Array) -> None:
        super().__init__(xp, x)
        e, low = exp(xp, self.lead, self.lead_error)
        self.e, self.e_low = xp.where(self.gone, 0.0, e), xp.where(self.gone, 0.0, low)
        self.rest, self.rest_low = row_sum(xp, xp.where(self.top, 0.0, self.e), xp.where(self.top, 0.0, self.e_low))
        self.total, self.total_low = one_plus(self.rest, self.rest_low)

    def carried_complements(self) -> tuple[Array, Array]:
        """1 - p_j, carried."""
        xp, top = self.xp, self.top
        others, error = two_sum(xp, self.total, -self.e)
        others = xp.where(top, self.rest, others)
        low = xp.where(top, self.rest_low, error + (self.total_low - self.e_low))
        return share(xp, others, low, self.total, self.total_low)


def halves(xp: Namespace, x: Array) -> tuple[Array, Array]:
    """x to half its digits, so that the product of two such numbers is exact; and the rest."""
    short = _short(x, _half(xp, x))
    return short, x - short


def _short(x: Array, digits: int) -> Array:
    """x rounded so that its last digits, so many, are 0: the product here is exact, a compiler may fuse it or not."""
    above = x * 2.0**digits
    return (x + above) - above


def _counts(xp: Namespace, x: Array) -> Array:
    """Whether the rounding error of x > 0 is a normal number."""
    return x > float(xp.finfo(x.dtype).smallest_normal) * 2.0 ** _digits(xp, x)


def _digits(xp: Namespace, like: Array) -> int:
    return 1 - round(math.log2(float(xp.finfo(like.dtype).eps)))


def _half(xp: Namespace, like: Array) -> int:
    return (_digits(xp, like) + 1) // 2
