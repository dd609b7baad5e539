"""Half the Tweedie deviance for a power other than 0, 1 and 2, without differences of nearly equal numbers.

With a = 2 - p and L = log(y / m) it is m^a L^2 times the second divided difference of exp at 0, L and a L:
- where these lie close together, a power series in L, with the nodes' mean taken out;
- elsewhere the difference of two first divided differences, over the two nodes farthest apart.
"""

from __future__ import annotations

import math

from ..typing import Array, Namespace
from .elementary import absolute, divide_no_nan, log_ratio, power
from .floats import polynomial, square
from .primitives import primitive

# Up to this distance of the nodes, the series needs so many terms.
NEAR, TERMS = 2.0, 20


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
    valid = (pred >= 0) & ((target >= 0) | (p < 0))
    positive = valid & (pred > 0)
    inside = positive & (target > 0)
    m, y, gap = xp.where(positive, pred, 1.0), xp.where(inside, target, 1.0), xp.where(valid, pred - target, 0.0)
    m_c, zero = _power(xp, m, c), xp.zeros_like(gap)
    by_pred = xp.where(positive, gap / m * m_c, zero if p < 0 else divide_no_nan(xp, gap, zero))
    below = xp.where(positive, -m_c / c, 0.0) if p < 0 else zero
    by_target = xp.where(inside, _difference(xp, m_c, _power(xp, y, c), log_ratio(xp, y, m), c), below)
    return xp.where(valid, by_pred, math.nan), xp.where(valid, by_target, math.nan)


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
    valid = (pred >= 0) & ((target >= 0) | (p < 0))
    return xp.where(valid, value, math.nan)
