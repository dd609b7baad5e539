"""The curves of Barron's family as functions of u = e / scale: stable for every alpha, and smooth in alpha.

With b = |alpha - 2| and v^2 = u^2 / b the value is b / alpha (w^(alpha / 2) - 1), with w = 1 + v^2, and the slope
u w^(alpha / 2 - 1). Where v is small they are written with G = b / 2 log w, which is u^2 / 2 log(1 + v^2) / v^2:
the value G (e^s - 1) / s, with s = alpha G / b, which is finite for alpha = 0, and the slope u e^(+-G).
"""

from __future__ import annotations

import math
from typing import Any

from ..typing import Array, Namespace, Scalar
from .elementary import absolute, clamp_max, functions_of, sign, where
from .floats import square
from .primitives import primitive
from .series import exprel, log1p_ratio

# Beyond, the 1 in 1 + v^2 is nothing, and v^2 may overflow.
HUGE = 2.0**30
# Beyond, exp(-u^2 / 2) is 0 in every dtype.
GONE = 64.0
# Up to this alpha, s < 1 for all numbers of all dtypes.
LEAST = 1e-4
# Below, the curve is that of alpha = -inf in every dtype.
LOWEST = -1e30


# --- the members with a name ----------------------------------------------------------------------------------------


def cauchy(xp: Namespace, r: Array) -> Array:
    """log(1 + r^2 / 2)"""
    return _log_one_plus(xp, r, 2.0)


def _log_one_plus(xp: Namespace, r: Array, b: Scalar) -> Array:
    """log(1 + r^2 / b) for r >= 0"""
    functions = functions_of(xp, b)
    far = r > HUGE * functions.sqrt(b)
    near = xp.where(far, 0.0, r)
    return xp.where(far, 2.0 * xp.log(xp.where(far, r, 1.0)) - functions.log(b), xp.log1p(near * (near / b)))


def cauchy_slope(xp: Namespace, u: Array) -> Array:
    """u / (1 + u^2 / 2)"""
    far = absolute(xp, u) > 1.0
    near, inverse = xp.where(far, 0.0, u), 1.0 / xp.where(far, u, 1.0)
    return xp.where(far, 2.0 * inverse / (1.0 + 2.0 * inverse * inverse), near / (1.0 + 0.5 * near * near))


def geman_mcclure(xp: Namespace, r: Array) -> Array:
    """2 r^2 / (r^2 + 4)"""
    far, t = _below_one(xp, r)
    square = t * t
    return xp.where(far, 2.0, 2.0 * square) / (1.0 + square)


def geman_mcclure_slope(xp: Namespace, u: Array) -> Array:
    """16 u / (u^2 + 4)^2"""
    far, t = _below_one(xp, u)
    once = 1.0 + t * t
    return xp.where(far, 2.0 * t * t * t, 2.0 * t) / (once * once)


def _below_one(xp: Namespace, u: Array) -> tuple[Array, Array]:
    """Whether |u| > 2, and u / 2 or its inverse, whichever is below 1."""
    far = absolute(xp, u) > 2.0
    return far, xp.where(far, 2.0 / xp.where(far, u, 1.0), 0.5 * u)


def welsch(xp: Namespace, r: Array) -> Array:
    """1 - exp(-r^2 / 2)"""
    r = clamp_max(xp, r, GONE)
    return -xp.expm1(-0.5 * r * r)


def welsch_slope(xp: Namespace, u: Array) -> Array:
    """u exp(-u^2 / 2)"""
    u = xp.where(absolute(xp, u) > GONE, 0.0, u)
    return u * xp.exp(-0.5 * u * u)


def _half_square(xp: Namespace, r: Array) -> Array:
    return 0.5 * r * r


def _same(xp: Namespace, u: Array) -> Array:
    return u


MEMBERS = {
    2.0: (_half_square, _same),
    0.0: (cauchy, cauchy_slope),
    -2.0: (geman_mcclure, geman_mcclure_slope),
    -math.inf: (welsch, welsch_slope),
}


def _member(alpha: Scalar) -> Any:
    """Value and slope of the member with a name that this alpha is; None if it is none."""
    # By comparison: a number that is recorded cannot be looked up.
    found = [curve for known, curve in MEMBERS.items() if isinstance(alpha, float) and alpha == known]
    return found[0] if found else None


# --- every alpha ----------------------------------------------------------------------------------------------------


@primitive
def value(xp: Namespace, r: Array, alpha: Scalar) -> Array:
    """The loss at r = |u|."""
    member = _member(alpha)
    if member is not None:
        return member[0](xp, r)
    infinite = r == math.inf
    curve = _Curve(xp, xp.where(infinite, 0.0, r), alpha)
    alpha, log = curve.alpha, _log_one_plus(xp, curve.r, curve.b)
    growth = xp.where(curve.far, 0.5 * curve.b * log, curve.near_growth)
    s = alpha / curve.b * growth
    high = curve.far & (s >= 1.0)
    found = growth * exprel(xp, xp.where(high, 0.0, s))
    if not isinstance(alpha, float) or alpha > LEAST:
        positive = where(xp, alpha > LEAST, alpha, 1.0)
        # In two factors, as the whole power may overflow where the value does not.
        power = curve.raised(positive - 1.0) * (curve.unit * curve.unit * curve.factor / positive) * curve.base
        found = xp.where(high, power - curve.b / positive, found)
    limit = where(xp, alpha < 0, -curve.b / where(xp, alpha < 0, alpha, -1.0), math.inf)
    found = xp.where(infinite, limit, found)
    if isinstance(alpha, float):
        return found
    # Beside alpha = 2 the value is u^2 / 2 (1 + (alpha - 2) (log w - 1) / 2)
    beside = 0.5 * square(xp.where(curve.quadratic, r, 0.0)) * (1.0 + 0.5 * (alpha - 2.0) * (log - 1.0))
    return xp.where(curve.quadratic, beside, found)


@primitive
def slope(xp: Namespace, u: Array, alpha: Scalar) -> Array:
    """The derivative by u: u w^(alpha / 2 - 1)."""
    member = _member(alpha)
    if member is not None:
        return member[1](xp, u)
    curve = _Curve(xp, absolute(xp, u), alpha)
    g = curve.near_growth
    near = xp.where(curve.far, 0.0, u) * xp.exp(where(xp, alpha > 2, g, -g))
    # u / sqrt(w) w^((alpha - 1) / 2): no factor is lost that the product would not lose
    beyond = sign(xp, u) * (curve.unit * curve.factor / curve.stretch) * curve.raised(curve.alpha - 1.0)
    found = xp.where(curve.far, beyond, near)
    return found if isinstance(alpha, float) else xp.where(curve.quadratic, u, found)


class _Curve:
    """b, G where v is small, and powers of w where it is not.

    base^2 = w for b >= 1; b + r^2 for b < 1, where a power of w might overflow. With unit^2 = max(b, 1) and
    factor = min(b, 1)^(1 - alpha / 2) is w^(alpha / 2 - 1) = factor base^(alpha - 2), and
    b w^(alpha / 2) = unit^2 factor base^alpha.
    """

    def __init__(self, xp: Namespace, r: Array, alpha: Scalar) -> None:
        info = xp.finfo(r.dtype)
        self.xp = xp
        self.alpha = alpha = where(xp, alpha < LOWEST, LOWEST, alpha)
        self.quadratic = alpha == 2
        # At alpha = 2 the slope by alpha is that from the next smaller number.
        self.b = b = where(xp, self.quadratic, float(info.eps), where(xp, alpha > 2, alpha - 2.0, 2.0 - alpha))
        root, wide = b**0.5, b > 1.0
        v = clamp_max(xp, r, float(info.max) * where(xp, wide, 1.0, root)) / root
        self.far = v > 0.7
        w = xp.where(self.far, 0.0, v)
        self.near_growth = 0.5 * square(xp.where(self.far, 0.0, r)) * log1p_ratio(w * w)
        self.unit = where(xp, wide, root, 1.0)
        self.factor = where(xp, wide, 1.0, b) ** (1.0 - 0.5 * alpha)
        self.r = xp.where(self.far, r, 1.0)
        self.stretch = xp.sqrt(1.0 + b / self.r / self.r)
        self.base = self.r / self.unit * self.stretch

    def raised(self, exponent: Scalar) -> Array:
        """base^exponent"""
        # As an array: torch would take a number as a float64, where the others round it to the dtype of the data.
        return self.base ** (self.xp.zeros_like(self.base) + exponent)
