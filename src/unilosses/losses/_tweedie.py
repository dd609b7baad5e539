"""Half the Tweedie deviance for a power other than 0, 1 and 2, without differences of nearly equal numbers.

With a = 2 - p and L = log(y / m) it is m^a L^2 times the second divided difference of exp at 0, L and a L:
- where these lie close together: sum_k h_k L^k / (k + 2)!, with h_k = 1 + a + ... + a^k;
- elsewhere the difference of two first divided differences, over the two nodes farthest apart: then one of these is
  at least e times the other. The first ones are those of powers, or m^c L (e^(c L) - 1) / (c L) where c L is small.
"""

from __future__ import annotations

import math

from ..core import carried, ops
from ..core.typing import Array, Namespace
from . import _series as series
from .distribution_distance import ATANH

# Two nodes this far apart are far; the series needs so many terms up to there.
FAR = 2.0
TERMS = 25

LOG_FOUR = math.log(4.0)


def half_deviance(xp: Namespace, pred: Array, target: Array, p: float) -> Array:
    a, c = 2.0 - p, 1.0 - p
    m, y, inside = _positive(xp, pred, target)
    log_ratio, low = _log_ratio(xp, m, y)
    near = ops.magnitude(xp, log_ratio) < FAR / (max(1.0, a) - min(0.0, a))
    small = xp.where(near, log_ratio, 0.0)
    rest = small * ops.polynomial(small, _coefficients(a))
    if abs(a) <= 1.0:
        rest = rest * _power(xp, m, a)
    else:  # m^a alone may overflow
        root = _power(xp, m, 0.5 * a)
        rest = rest * root * root
    close = rest * small + rest * (2.0 * low)
    m, y, log_ratio = (xp.where(near, 1.0, m), xp.where(near, 1.0, y), xp.where(near, 0.0, log_ratio))
    low = xp.where(near, 0.0, low)
    difference = _difference(xp, m, y, log_ratio, low, a)
    if p > 2.0:
        root = _power(xp, m, 0.5 * a)
        apart = (((y - m) / m) * root * root - difference) / -c
    elif p > 1.0:
        apart = y * _difference(xp, m, y, log_ratio, low, c) - difference
    else:
        apart = (y * _difference(xp, m, y, log_ratio, low, c) - _power(xp, m, c) * (y - m)) / a
    return xp.where(inside, xp.where(near, close, apart), _edge(xp, pred, target, p))


def half_slopes(xp: Namespace, pred: Array, target: Array, p: float) -> tuple[Array, Array]:
    """Half the derivatives: (m - y) / m^p by m, and (max(y, 0)^(1 - p) - m^(1 - p)) / (1 - p) by y."""
    c = 1.0 - p
    m, y, inside = _positive(xp, pred, target)
    by_target = _difference(xp, m, y, *_log_ratio(xp, m, y), c)
    valid = (pred >= 0) & ((target >= 0) | (p < 0))
    m, gap = xp.where(valid, pred, 1.0), xp.where(valid, pred - target, 0.0)
    # In two factors, as m^p may overflow where the quotient does not.
    positive = m > 0
    root = xp.where(positive, _power(xp, xp.where(positive, m, 1.0), 0.5 * abs(p)), 0.0)
    by_pred = gap * root * root if p < 0 else ops.quotient(xp, ops.quotient(xp, gap, root), root)
    below = -ops.power(xp, m, c) / c if p < 0 else 0.0 * m
    invalid = xp.where(valid, 0.0, math.nan + xp.zeros_like(m))
    return by_pred + invalid, xp.where(inside, by_target, below + invalid)


def _positive(xp: Namespace, pred: Array, target: Array) -> tuple[Array, Array, Array]:
    """Both numbers, 1 in place of what is not positive, and where both are."""
    inside = (pred > 0) & (target > 0)
    return xp.where(inside, pred, 1.0), xp.where(inside, target, 1.0), inside


def _power(xp: Namespace, x: Array, exponent: float) -> Array:
    """x^exponent for x > 0."""
    return x if exponent == 1.0 else carried.power(xp, x, 0.0, exponent)


def _log_ratio(xp: Namespace, m: Array, y: Array) -> tuple[Array, Array]:
    """log(y / m) and its error, which is told up to |log(y / m)| = log 12."""
    # 2 atanh(d) with d = (y - m) / (y + m), beyond d = 1/2 of a quarter of the larger one: d + d^3 P(d^2), and what
    # the roundings of d have lost
    above, below = 0.25 * y > 0.75 * m, 0.75 * y < 0.25 * m
    p, q = xp.where(above, 0.25 * y, y), xp.where(below, 0.25 * m, m)
    gap, of_gap = carried.two_sum(xp, 0.5 * p, -0.5 * q)
    total, of_total = carried.two_sum(xp, 0.5 * p, 0.5 * q)
    d, of_d = carried.quotient(xp, gap, total)
    far = (d >= 0.5) | (d <= -0.5)
    d = xp.where(far, 0.0, d)
    rest = 2.0 * (d * (d * d) * ops.polynomial(d * d, ATANH) + (of_d + (of_gap - d * of_total) / total))
    zero = xp.zeros_like(d)
    shift = xp.where(above, zero + LOG_FOUR, xp.where(below, zero - LOG_FOUR, zero))
    high, low = carried.two_sum(xp, shift, 2.0 * d)
    value, rest = carried.two_sum(xp, high, low + rest)
    beyond = ops.log_ratio(xp, xp.where(far, y, 1.0), xp.where(far, m, 1.0))
    return xp.where(far, beyond, value), xp.where(far, 0.0, rest)


def _difference(xp: Namespace, m: Array, y: Array, log_ratio: Array, low: Array, c: float) -> Array:
    """(y^c - m^c) / c, with log_ratio + low = log(y / m)."""
    s = c * log_ratio
    near = ops.magnitude(xp, s) < 1.0
    of_m = _power(xp, m, c)
    # By the derivative m^c e^s, low adds to m^c L (e^s - 1) / s
    small, s = xp.where(near, log_ratio, 0.0), xp.where(near, s, 0.0)
    ratio = series.exp_ratio(xp, s)
    close = of_m * (small * ratio + low * (1.0 + s * ratio))
    return xp.where(near, close, (xp.where(near, 1.0, _power(xp, y, c)) - xp.where(near, 0.0, of_m)) / c)


def _coefficients(a: float) -> list[float]:
    """h_k / (k + 2)!"""
    found, h = [], 1.0
    for k in range(TERMS):
        found.append(h / math.factorial(k + 2))
        h = 1.0 + a * h
    return found


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
