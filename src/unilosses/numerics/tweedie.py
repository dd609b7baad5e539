"""The Tweedie deviance and its derivatives, without differences of nearly equal numbers.

For a power other than 0, 1 and 2, with a = 2 - p and L = log(y / m), half of it is m^a L^2 times the second divided
difference of exp at 0, L and a L:
- where these lie close together, a power series in L, with the nodes' mean taken out;
- elsewhere the difference of two first divided differences, over the two nodes farthest apart.
"""

from __future__ import annotations

import math

from ..typing import Array, Namespace
from .divergence import close_term, kl_div, kl_div_slope, near_and_far
from .elementary import absolute, divide_no_nan, log_ratio, power
from .floats import polynomial, square
from .primitives import primitive

# Up to this distance of the nodes, the series needs so many terms.
NEAR, TERMS = 2.0, 20


def deviance(xp: Namespace, pred: Array, target: Array, p: float) -> Array:
    """The deviance of any power: (y - m)^2 for 0, Poisson's for 1, gamma's for 2."""
    if p == 0.0:
        return square(pred - target)
    if p == 1.0:
        return 2.0 * kl_div(xp, target, pred, target - pred)
    return gamma_deviance(xp, pred, target) if p == 2.0 else 2.0 * half_deviance(xp, pred, target, p)


def slopes(xp: Namespace, pred: Array, target: Array, p: float) -> tuple[Array, Array]:
    """Its derivatives by m and by y; by y = 0 the infinite one of a power from 1 to 2 is taken as 0."""
    if p == 0.0:
        d = 2.0 * (pred - target)
        return d, -d
    if p in (1.0, 2.0):
        return poisson_slopes(xp, pred, target) if p == 1.0 else gamma_slopes(xp, pred, target)
    by_pred, by_target = half_slopes(xp, pred, target, p)
    return 2.0 * by_pred, 2.0 * by_target


def poisson_slopes(xp: Namespace, pred: Array, target: Array) -> tuple[Array, Array]:
    """2 (m - y) / m by m, and 2 log(y / m) by y."""
    absent = target == 0
    safe, m = xp.where(absent, 1.0, target), xp.where(pred < 0, math.nan, pred)
    by_pred = 2.0 * xp.where(absent, m - m + 1.0, divide_no_nan(xp, m - target, m))
    return by_pred, 2.0 * xp.where(absent, 0.0, kl_div_slope(xp, safe, m, safe - m))


def gamma_deviance(xp: Namespace, pred: Array, target: Array) -> Array:
    """2 (log(m / y) + y / m - 1)"""
    # With d = (m - y) / (m + y): (m - y) / m d (1 + d (1 + d) P(d^2)), as in the Poisson deviance; else as it stands
    m, y, valid = _positive(xp, pred, target)
    gap = m - y
    _, small, d, far_m, far_y = near_and_far(xp, m, y, gap)
    near = xp.where(small, gap, 0.0) / m * close_term(d)
    far = log_ratio(xp, far_m, far_y) + (far_y - far_m) / far_m
    return xp.where(valid, 2.0 * xp.where(small, near, far), _outside(xp, pred, target))


def gamma_slopes(xp: Namespace, pred: Array, target: Array) -> tuple[Array, Array]:
    """2 (m - y) / m^2 by m, and 2 (y - m) / (m y) by y."""
    m, y, valid = _positive(xp, pred, target)
    gap = m - y
    above = gap > 0
    by_target = (-2.0 * gap) / xp.where(above, m, y) / xp.where(above, y, m)
    by_pred = xp.where(pred == 0, -math.inf, 2.0 * (gap / m / m))
    edge = _outside(xp, pred, target)
    defined = valid | (edge == math.inf)
    return xp.where(defined, by_pred, edge), xp.where(valid, by_target, xp.where(target == 0, -math.inf, -edge))


def _positive(xp: Namespace, pred: Array, target: Array) -> tuple[Array, Array, Array]:
    """Both numbers, 1 in place of what is not positive, and where both are."""
    valid = (pred > 0) & (target > 0)
    return xp.where(valid, pred, 1.0), xp.where(valid, target, 1.0), valid


def _outside(xp: Namespace, pred: Array, target: Array) -> Array:
    """inf where one of two numbers is 0 and the other is positive, otherwise NaN."""
    edge = ((pred == 0) & (target > 0)) | ((pred > 0) & (target == 0))
    return xp.where(edge, math.inf, xp.zeros_like(pred) + math.nan)


@primitive
def half_deviance(xp: Namespace, pred: Array, target: Array, p: float) -> Array:
    """y (y^c - m^c) / c - (y^a - m^a) / a, with c = 1 - p"""
    a, c = 2.0 - p, 1.0 - p
    inside = (pred > 0) & (target > 0)
    m, y = xp.where(inside, pred, 1.0), xp.where(inside, target, 1.0)
    m_c, y_c, log_y_m = _power(xp, m, c), _power(xp, y, c), log_ratio(xp, y, m)
    near = absolute(xp, log_y_m) < NEAR / (max(1.0, a) - min(0.0, a))
    small = xp.where(near, log_y_m, 0.0)
    mean = (1.0 + a) / 3.0
    close = m * m_c * xp.exp(mean * small) * square(small) * polynomial(small, _coefficients(a, mean))
    by_a = _difference(xp, m * m_c, y * y_c, log_y_m, a)
    by_c = _difference(xp, m_c, y_c, log_y_m, c)
    by_1 = (y - m) * m_c
    apart = (by_1 - by_a) / -c if p > 2.0 else y * by_c - by_a if p > 1.0 else (y * by_c - by_1) / a
    return xp.where(inside, xp.where(near, close, apart), _edge(xp, pred, target, p))


def half_slopes(xp: Namespace, pred: Array, target: Array, p: float) -> tuple[Array, Array]:
    """Half the derivatives: (m - y) / m^p by m, and (max(y, 0)^c - m^c) / c by y."""
    c = 1.0 - p
    valid = _is_defined(pred, target, p)
    positive = valid & (pred > 0)
    inside = positive & (target > 0)
    m, y, gap = xp.where(positive, pred, 1.0), xp.where(inside, target, 1.0), xp.where(valid, pred - target, 0.0)
    m_c, zero = _power(xp, m, c), xp.zeros_like(gap)
    by_pred = xp.where(positive, gap / m * m_c, zero if p < 0 else divide_no_nan(xp, gap, zero))
    below = xp.where(positive, -m_c / c, 0.0) if p < 0 else zero
    by_target = xp.where(inside, _difference(xp, m_c, _power(xp, y, c), log_ratio(xp, y, m), c), below)
    return xp.where(valid, by_pred, math.nan), xp.where(valid, by_target, math.nan)


def _is_defined(pred: Array, target: Array, p: float) -> Array:
    """Whether a mean is not negative, nor an outcome if it may not be."""
    return pred >= 0 if p < 0 else (pred >= 0) & (target >= 0)


def _power(xp: Namespace, x: Array, exponent: float) -> Array:
    """x^exponent for x > 0."""
    # As an array: torch would take a number as a float64, where the others round it to the dtype of the data.
    return x ** (xp.zeros_like(x) + exponent)


def _difference(xp: Namespace, of_m: Array, of_y: Array, log_y_m: Array, k: float) -> Array:
    """(y^k - m^k) / k, from the powers and log(y / m)."""
    s = k * log_y_m
    near = absolute(xp, s) < 1.0
    return xp.where(near, of_m * xp.expm1(xp.where(near, s, 0.0)), of_y - of_m) / k


def _coefficients(a: float, mean: float) -> list[float]:
    """h_k / (k + 2)!, with h_k the sum of all products of k of the nodes 0, 1 and a, less their mean."""
    h = [1.0] + [0.0] * (TERMS - 1)
    for node in (-mean, 1.0 - mean, a - mean):
        for k in range(1, TERMS):
            h[k] += node * h[k - 1]
    return [x / math.factorial(k + 2) for k, x in enumerate(h)]


def _edge(xp: Namespace, pred: Array, target: Array, p: float) -> Array:
    """The value where one of the two is not positive: a limit, or NaN."""
    a, c = 2.0 - p, 1.0 - p
    m, y = xp.where(pred > 0, pred, 0.0), xp.where(target > 0, target, 0.0)
    if p > 2.0:
        value = xp.where((m > 0) | (y > 0), math.inf + xp.zeros_like(m), math.nan)
    elif p > 1.0:
        value = xp.where(y > 0, math.inf, power(xp, m, a) / a)
    else:
        below = xp.where(target < 0, -target, 0.0)
        value = power(xp, y, a) / (a * c) + power(xp, m, a) / a + below * (power(xp, m, c) / c)
    valid = _is_defined(pred, target, p)
    return xp.where(valid, value, math.nan)
