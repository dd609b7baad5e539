"""Exponentials and their shares, with the rounding errors that a power of them would multiply.

A number is carried as x + low, low being of the size of the rounding error of x. Here x is far from the largest number
of the dtype, as exponentials of what is below 0 are.
"""

from __future__ import annotations

import math

from . import ops
from .carried import digits, half, is_large, short, two_sum
from .typing import Array, Namespace

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
    """exp(x + low) for x <= 0, carried; the library's own is up to 2 ulp off, as this is where it is next to 0."""
    log_2, rest_of_log_2 = LOG_2[digits(xp, x)]
    e = xp.exp(x)
    counts = is_large(xp, e)
    x, library = xp.where(counts, x, 0.0), xp.where(counts, e, 1.0)
    # x + low = n log 2 + r + r_low
    n = xp.round(x * (1.0 / math.log(2.0)))
    r, r_low = x - n * log_2, low - n * rest_of_log_2
    t = r + r_low
    t2 = t * t
    c = t - t2 * ops.polynomial(t2, EXP[digits(xp, x)])
    first = 1.0 + r
    second = ((1.0 - first) + r) + (r_low + t * c / (2.0 - c))
    # exp(x) / exp(r) is close to 2^n: a quarter more, rounded down to a single digit.
    power_of_2 = short(1.25 * library / (first + second), digits(xp, x) - 1)
    error = xp.where(counts, (power_of_2 * first - library) + power_of_2 * second, 0.0)
    e = xp.where(counts, e, e * (1.0 + low))
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


def share(xp: Namespace, a: Array, a_low: Array, s: Array, s_low: Array) -> tuple[Array, Array]:
    """(a + a_low) / (s + s_low), carried, for 0 <= a <= s and s >= 1."""
    ratio, left_out = a / s, half(xp, a)
    ratio_short, s_short = short(ratio, left_out), short(s, left_out)
    # The one product that is as large as a is exact.
    rest = ((a - ratio_short * s_short) - ratio_short * ((s - s_short) + s_low) + a_low) / s
    return ratio, xp.where(is_large(xp, a), (ratio_short - ratio) + rest, 0.0)


class Softmax(ops.Softmax):
    """A softmax whose complements are carried."""

    def _sum_up(self, d: Array, error: Array, gone: Array) -> None:
        xp = self.xp
        e, low = exp(xp, d, error)
        self.e, self.e_low = xp.where(gone, 0.0, e), xp.where(gone, 0.0, low)
        rest, lost = ops.carried_row_sum(xp, xp.where(self.top, 0.0, self.e))
        lost = lost + ops.row_sum(xp, xp.where(self.top, 0.0, self.e_low))
        self.rest = rest + lost
        self.rest_low = (rest - self.rest) + lost
        self.total, self.total_low = one_plus(self.rest, self.rest_low)

    def carried_complements(self) -> tuple[Array, Array]:
        """1 - p_j, carried."""
        xp, top = self.xp, self.top
        others, error = two_sum(xp, self.total, -self.e)
        others = xp.where(top, self.rest, others)
        low = xp.where(top, self.rest_low, error + (self.total_low - self.e_low))
        return share(xp, others, low, self.total, self.total_low)
