"""Half the Tweedie deviance for a power other than 0, 1 and 2, without differences of nearly equal numbers.

With a = 2 - p and L = log(y / m) it is m^a L^2 times the second divided difference of exp at 0, L and a L:
- where these lie close together: sum_k h_k L^k / (k + 2)!, with h_k = 1 + a + ... + a^k, which has no term below 0 if
  the least of the three nodes is subtracted from them;
- elsewhere the difference of two first divided differences, over the two nodes farthest apart: then one of these is
  at least e times the other. The first ones are those of powers, or m^c L (e^(c L) - 1) / (c L) where c L is small.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from ..core import carried, ops
from ..core.typing import Array, Namespace
from . import _series as series

# Two nodes this far apart are far; up to there the series needs so many terms in float64, and in less.
FAR = 3.1
TERMS, FEWER_TERMS = 31, 20

# log 8 as float64 has it, and what is left.
LOG_EIGHT, OF_EIGHT = 2.0794415416798357, 1.8059370687790465e-16


def half_deviance(xp: Namespace, pred: Array, target: Array, p: float) -> Array:
    above, below = _Exponent.difference(2.0, p), _Exponent.difference(1.0, p)
    a, c = above.rounded, below.rounded
    m, y, inside = _positive(xp, pred, target)
    log_ratio, low = _log_ratio(xp, m, y)
    near = ops.magnitude(xp, log_ratio) < FAR / (max(1.0, a) - min(0.0, a))
    small = xp.where(near, log_ratio, 0.0)
    # With e^(t L) taken out, t L being the least of the nodes 0, L and a L, no term of the series is negative:
    # m^a e^L = y m^c and m^a e^(a L) = y^a.
    up = _curve(xp, small, low, 1.0 if a >= 0.0 else 1.0 - a, abs(a))
    up = _times_power(xp, up, m if a >= 0.0 else y, above)
    down = _curve(xp, -small, -low, max(1.0, a), abs(1.0 - a))
    down = _times_power(xp, down * y, m, below) if a <= 1.0 else _times_power(xp, down, y, above)
    close = xp.where(small < 0, down, up)
    m, y, log_ratio = (xp.where(near, 1.0, m), xp.where(near, 1.0, y), xp.where(near, 0.0, log_ratio))
    low = xp.where(near, 0.0, low)
    difference = _difference(xp, m, y, log_ratio, low, above)
    if p > 2.0:
        apart = (_times_power(xp, (y - m) / m, m, above) - difference) / -c
    elif p > 1.0:
        apart = y * _difference(xp, m, y, log_ratio, low, below) - difference
    else:
        apart = (y * _difference(xp, m, y, log_ratio, low, below) - _power(xp, m, below) * (y - m)) / a
    return xp.where(inside, xp.where(near, close, apart), _edge(xp, pred, target, p))


def half_slopes(xp: Namespace, pred: Array, target: Array, p: float) -> tuple[Array, Array]:
    """Half the derivatives: (m - y) / m^p by m, and (max(y, 0)^(1 - p) - m^(1 - p)) / (1 - p) by y."""
    c = 1.0 - p
    m, y, inside = _positive(xp, pred, target)
    by_target = _difference(xp, m, y, *_log_ratio(xp, m, y), _Exponent.difference(1.0, p))
    valid = (pred >= 0) & ((target >= 0) | (p < 0))
    m, gap = xp.where(valid, pred, 1.0), xp.where(valid, pred - target, 0.0)
    positive = m > 0
    of_m = _times_power(xp, gap, xp.where(positive, m, 1.0), _Exponent(-p, 0.0))
    by_pred = xp.where(positive, of_m, 0.0 * gap if p < 0 else ops.quotient(xp, gap, 0.0 * m))
    below = -ops.power(xp, m, c) / c if p < 0 else 0.0 * m
    invalid = xp.where(valid, 0.0, math.nan + xp.zeros_like(m))
    return by_pred + invalid, xp.where(inside, by_target, below + invalid)


def _positive(xp: Namespace, pred: Array, target: Array) -> tuple[Array, Array, Array]:
    """Both numbers, 1 in place of what is not positive, and where both are."""
    inside = (pred > 0) & (target > 0)
    return xp.where(inside, pred, 1.0), xp.where(inside, target, 1.0), inside


class _Exponent(NamedTuple):
    """A difference as float64 has it, and what is left of it."""

    rounded: float
    rest: float

    @classmethod
    def difference(cls, k: float, p: float) -> _Exponent:
        return cls(k - p, math.fsum((k, -p, p - k)))


def _power(xp: Namespace, x: Array, exponent: _Exponent) -> Array:
    """x^exponent for x > 0."""
    return x if exponent == (1.0, 0.0) else carried.power(xp, x, 0.0, *exponent)


def _times_power(xp: Namespace, factor: Array, x: Array, exponent: _Exponent) -> Array:
    """factor x^exponent for x > 0; by square roots where the power alone leaves the range of the dtype."""
    negative = exponent.rounded < 0.0
    size = _Exponent(-exponent.rounded, -exponent.rest) if negative else exponent
    end = 2.0 ** ((ops.top_exponent(xp, x) - 4) / max(1.0, size.rounded))
    beyond = (x > end) | (x < 1.0 / end)
    raised = _power(xp, xp.where(beyond, xp.sqrt(x), x), size)
    again = xp.where(beyond, raised, 1.0)
    return factor / raised / again if negative else factor * raised * again


def _log_ratio(xp: Namespace, m: Array, y: Array) -> tuple[Array, Array]:
    """log(y / m) and its error, which is told up to |log(y / m)| = log 24."""
    # 2 atanh(d) with d = (y - m) / (y + m), beyond d = 1/2 of an eighth of the larger one: d + d^3 P(d^2), and what
    # the roundings of d have lost
    above, below = 0.25 * y > 0.75 * m, 0.75 * y < 0.25 * m
    p, q = xp.where(above, 0.125 * y, y), xp.where(below, 0.125 * m, m)
    gap, of_gap = carried.two_sum(xp, 0.5 * p, -0.5 * q)
    total, of_total = carried.two_sum(xp, 0.5 * p, 0.5 * q)
    d, of_d = carried.quotient(xp, gap, total)
    far = (d >= 0.5) | (d <= -0.5)
    d = xp.where(far, 0.0, d)
    rest = 2.0 * (series.atanh_rest(d) + (of_d + (of_gap - d * of_total) / total))
    zero = xp.zeros_like(d)
    sign = xp.where(above, zero + 1.0, xp.where(below, zero - 1.0, zero))
    eight, of_eight = carried.rounded(xp, LOG_EIGHT, m)
    high, low = carried.two_sum(xp, sign * eight, 2.0 * d)
    value, rest = carried.two_sum(xp, high, low + (rest + sign * (of_eight + OF_EIGHT)))
    beyond = ops.log_ratio(xp, xp.where(far, y, 1.0), xp.where(far, m, 1.0))
    return xp.where(far, beyond, value), xp.where(far, 0.0, rest)


def _difference(xp: Namespace, m: Array, y: Array, log_ratio: Array, low: Array, exponent: _Exponent) -> Array:
    """(y^c - m^c) / c, with log_ratio + low = log(y / m) and c the exponent."""
    c = exponent.rounded
    s = c * log_ratio
    near = ops.magnitude(xp, s) < 1.0
    of_m = _power(xp, m, exponent)
    # By the derivative m^c e^s, low adds to m^c L (e^s - 1) / s
    small, s = xp.where(near, log_ratio, 0.0), xp.where(near, s, 0.0)
    ratio = series.exp_ratio(xp, s)
    close = of_m * (small * ratio + low * (1.0 + s * ratio))
    return xp.where(near, close, (xp.where(near, 1.0, _power(xp, y, exponent)) - xp.where(near, 0.0, of_m)) / c)


def _curve(xp: Namespace, x: Array, low: Array, high: float, node: float) -> Array:
    """x^2 sum_k h_k x^k / (k + 2)! at x + low, with h_k = high^k + high^(k-1) node + ... + node^k and x >= 0."""
    coefficients, h, last = [], 1.0, 1.0
    for k in range(TERMS if float(xp.finfo(x.dtype).eps) < 1e-10 else FEWER_TERMS):
        coefficients.append(h / math.factorial(k + 2))
        last *= node
        h = high * h + last
    first, *others = coefficients
    change = x * ops.polynomial(x, others)
    square, rest = carried.square(xp, x, low)
    # The sum grows about as e^(h_1 x / 3).
    rest = rest + ((high + node) / 3.0) * (square * low)
    return first * square + (square * change + rest * (first + change))


def _edge(xp: Namespace, pred: Array, target: Array, p: float) -> Array:
    """The value where one of the two is not positive: a limit, or NaN."""
    a, c = 2.0 - p, 1.0 - p
    m, y = xp.where(pred > 0, pred, 0.0), xp.where(target > 0, target, 0.0)
    if p > 2.0:
        value = xp.where((m > 0) | (y > 0), math.inf + xp.zeros_like(m), math.nan)
    elif p > 1.0:
        value = xp.where(y > 0, math.inf, ops.power(xp, m, a) / a)
    else:
        below = xp.where(target < 0, -target, 0.0)
        value = ops.power(xp, y, a) / (a * c) + ops.power(xp, m, a) / a + below * (ops.power(xp, m, c) / c)
    valid = (pred >= 0) & ((target >= 0) | (p < 0))
    return xp.where(valid, value, math.nan)
