"""The terms of Kullback and Leibler's divergence, to the last digits where two numbers are close."""

from __future__ import annotations

import math

from ..typing import Array, Namespace
from .elementary import log_ratio
from .floats import polynomial
from .primitives import primitive
from .series import ATANH, atanh_rest


@primitive
def kl_div(xp: Namespace, p: Array, q: Array, gap: Array, far_log: Array | None = None) -> Array:
    """p log(p / q) - p + q >= 0 for p, q >= 0, and NaN for others; right to the last digits where p is close to q.

    `gap` is p - q, and `far_log` is log(p / q), used where they are far apart only.
    """
    # With d = (p - q) / (p + q): log(p / q) = 2 atanh d = 2 (d + d^3 P(d^2)) and p = (p + q) (1 + d) / 2, so that the
    # term is gap d (1 + d (1 + d) P(d^2)).
    absent, small, d, far_p, far_q = near_and_far(xp, p, q, gap)
    near = xp.where(small, gap, 0.0) * close_term(d)
    ratio = log_ratio(xp, far_p, far_q) if far_log is None else xp.where(small | absent, 0.0, far_log)
    # p (log(p / q) - 1) + q where p > q: less cancels than in p log(p / q) - (p - q)
    above = far_p > far_q
    far = far_p * xp.where(above, ratio - 1.0, ratio) + xp.where(above, far_q, far_q - far_p)
    value = xp.where(small, near, xp.where(absent, q, far))
    return xp.where((p < 0) | (q < 0), math.nan, value)


@primitive
def kl_div_slope(xp: Namespace, p: Array, q: Array, gap: Array, far_log: Array | None = None) -> Array:
    """The derivative of `kl_div` by p: log(p / q), and 0 for p = 0."""
    absent, small, d, far_p, far_q = near_and_far(xp, p, q, gap)
    near = 2.0 * (d + atanh_rest(d))
    ratio = log_ratio(xp, far_p, far_q) if far_log is None else xp.where(small | absent, 0.0, far_log)
    return xp.where(small, near, ratio)


def near_and_far(xp: Namespace, p: Array, q: Array, gap: Array) -> tuple[Array, ...]:
    """Where p is 0, where p is close to q, d = (p - q) / (p + q) there, and both with 1 where they are not far."""
    absent = p <= 0
    safe_p, safe_q = xp.where(absent, 1.0, p), xp.where(absent | (q < 0), 1.0, q)
    d = xp.where(absent, 1.0, (0.5 * gap) / (0.5 * safe_p + 0.5 * safe_q))
    small = (d < 0.5) & (d > -0.5)
    return absent, small, xp.where(small, d, 0.0), xp.where(small, 1.0, safe_p), xp.where(small, 1.0, safe_q)


def close_term(d: Array) -> Array:
    """kl_div(p, q) / (p - q) for d = (p - q) / (p + q) with |d| < 1/2."""
    return d * (1.0 + d * (1.0 + d) * polynomial(d * d, ATANH))


def binomial_kl_div(xp: Namespace, r: Array, y: Array, m: Array) -> Array:
    """r log(r / (n p)) + y log(y / (n (1 - p))) with n = r + y and p = r / (r + m): how r and y differ from r to m."""
    share, n = r / (r + m), r + y
    gap = (y - m) * share
    return kl_div(xp, r, n * share, -gap) + kl_div(xp, y, m * (n / (r + m)), gap)
