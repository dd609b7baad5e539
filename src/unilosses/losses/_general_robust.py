"""The curves of Barron's family as functions of u = e / scale: accurate for every alpha, and smooth in alpha.

With b = |alpha - 2|, v^2 = u^2 / b and L = log(1 + v^2), the value is b / alpha (e^s - 1), with s = alpha L / 2:
- s < 1: G (e^s - 1) / s, with G = b L / 2, which is u^2 / 2 log(1 + v^2) / v^2: finite for alpha = 0 and b = inf;
- s >= 1, so alpha > 0: (b (1 + v^2)^(alpha / 2) - b) / alpha, with b inside the power where it is small.
A number as alpha, unless it is very large, has formulas of its own.
"""

from __future__ import annotations

import math

from ..core import ops
from ..core.domain import Interval
from ..core.typing import Array, Namespace, Scalar
from . import _robust_power as by_power
from . import _series as series

ALPHA = Interval(closed_high=False)

# Beyond, the 1 in 1 + u^2 / 2 is nothing, and u^2 may overflow.
HUGE = 2.0**30
# Beyond, exp(-u^2 / 2) is 0 in every dtype.
GONE = 64.0
# Beyond, e^(-u^2 / 2) is 0 too, and u^2 does not overflow yet.
LONG = 2.0**15
# Up to this alpha, s < 1 for all numbers of all dtypes.
LEAST = 1e-4
# Below, a power of what is above sqrt(3/2) is 0 in every dtype.
LOWEST = -1e6


# --- the members with a name ----------------------------------------------------------------------------------------


def cauchy(xp: Namespace, r: Array) -> Array:
    """log(1 + r^2 / 2)"""
    far = r > HUGE
    near = xp.where(far, 0.0, r)
    return xp.where(far, 2.0 * xp.log(xp.where(far, r, 1.0)) - math.log(2.0), xp.log1p(0.5 * near * near))


def cauchy_slope(xp: Namespace, u: Array) -> Array:
    """u / (1 + u^2 / 2)"""
    far = ops.magnitude(xp, u) > 1.0
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
    far = ops.magnitude(xp, u) > 2.0
    return far, xp.where(far, 2.0 / xp.where(far, u, 1.0), 0.5 * u)


def welsch(xp: Namespace, r: Array) -> Array:
    """1 - exp(-r^2 / 2)"""
    r = ops.least(xp, r, GONE)
    z = 0.5 * r * r
    return z * series.exp_ratio(xp, -z)


def welsch_slope(xp: Namespace, u: Array) -> Array:
    """u exp(-u^2 / 2)"""
    u = xp.where(ops.magnitude(xp, u) > GONE, 0.0, u)
    return _damped(xp, u, -0.5 * u * u)


def _damped(xp: Namespace, u: Array, exponent: Array) -> Array:
    """u e^exponent; in halves, as the power alone may be subnormal, which XLA takes for 0."""
    half = xp.exp(0.5 * exponent)
    return u * half * half


# --- every alpha ----------------------------------------------------------------------------------------------------


def value(xp: Namespace, r: Array, alpha: Scalar) -> Array:
    """The loss at r = |u|."""
    if isinstance(alpha, float):
        named = {2.0: _half_square, 0.0: cauchy, -2.0: geman_mcclure, -math.inf: welsch}.get(alpha)
        if named is not None:
            return named(xp, r)
        if by_power.applies(alpha):
            return by_power.value(xp, r, alpha)
    big = float(xp.finfo(r.dtype).max)
    shape = _Shape(xp, alpha, r)
    far, g = shape.growth(r)
    s = shape.ratio * g
    finite = r <= big
    high = _where(xp, shape.quadratic, far, far & (s >= 1.0)) & finite
    slow = g * series.exp_ratio(xp, xp.where(finite & ~high, s, 0.0))
    bounded = alpha < 0
    at_infinity = _where(xp, bounded, -1.0 / _where(xp, bounded, shape.ratio, -1.0), math.inf)
    if isinstance(alpha, float) and alpha <= LEAST:
        return xp.where(finite | xp.isnan(r), slow, at_infinity)
    positive = _where(xp, alpha > LEAST, alpha, 1.0)
    power = _Power(xp, positive, xp.where(high, r, 1.0))
    # In two factors, as the whole power may overflow where the value does not.
    fast = power.raised(positive - 1.0) * (power.whole * power.factor / positive) * power.base - power.b / positive
    return xp.where(finite | xp.isnan(r), xp.where(high, fast, slow), at_infinity)


def slope(xp: Namespace, u: Array, alpha: Scalar) -> Array:
    """The derivative by u: u (1 + v^2)^(alpha / 2 - 1)."""
    if isinstance(alpha, float):
        named = {2.0: _same, 0.0: cauchy_slope, -2.0: geman_mcclure_slope, -math.inf: welsch_slope}.get(alpha)
        if named is not None:
            return named(xp, u)
        if by_power.applies(alpha):
            return by_power.slope(xp, u, alpha)
    r = ops.magnitude(xp, u)
    far, g = _Shape(xp, alpha, r).growth(r)
    # u e^(-g) for alpha < 2; beyond r = LONG nothing is left of it
    near = _damped(xp, xp.where(far | (r > LONG), 0.0, u), xp.where(far, 0.0, _where(xp, alpha > 2, g, -g)))
    # u / sqrt(1 + v^2) (1 + v^2)^((alpha - 1) / 2): no factor is lost that the product would not lose
    exponent = _where(xp, alpha > LOWEST, alpha, LOWEST)
    power = _Power(xp, exponent, xp.where(far, r, 1.0))
    beyond = ops.sign(xp, u) * (power.unit * power.factor / power.stretch) * power.raised(exponent - 1.0)
    return xp.where(far, beyond, near)


def _half_square(xp: Namespace, r: Array) -> Array:
    return 0.5 * r * r


def _same(xp: Namespace, u: Array) -> Array:
    return u


def _where(xp: Namespace, condition: Scalar, x: Scalar, y: Scalar) -> Scalar:
    """`where`, for a number as for an array."""
    if isinstance(condition, bool):
        return x if condition else y
    return xp.where(condition, x, y)


def _distance_to_two(xp: Namespace, alpha: Scalar) -> Scalar:
    """|alpha - 2|, whose derivative at 2 is that from below."""
    return _where(xp, alpha > 2, alpha - 2.0, 2.0 - alpha)


class _Shape:
    """alpha / b, which is -1 for alpha = -inf, and the growth G of the curve."""

    def __init__(self, xp: Namespace, alpha: Scalar, like: Array) -> None:
        self.xp = xp
        functions = math if isinstance(alpha, float) else xp
        b = _distance_to_two(xp, alpha)
        self.quadratic = b == 0
        spread = _where(xp, self.quadratic, b + float(xp.finfo(like.dtype).eps), b)
        self.root = functions.sqrt(spread)
        self.largest = float(xp.finfo(like.dtype).max) * _where(xp, self.root < 1.0, self.root, 1.0)
        infinite = functions.isinf(b)
        self.b = _where(xp, infinite, 1.0, b)
        ratio = _where(xp, infinite, -1.0, alpha) / _where(xp, infinite, 1.0, spread)
        self.ratio = _where(xp, self.quadratic, 0.0, ratio)

    def growth(self, r: Array) -> tuple[Array, Array]:
        """Whether the power is to be taken instead, or v is not small; and b log(1 + v^2) / 2."""
        xp = self.xp
        # What would overflow is beyond the power's range too.
        v = ops.least(xp, r, self.largest) / (xp.zeros_like(r) + self.root)
        far = v > 0.7
        w = xp.where(far, 0.0, v)
        z = xp.where(far, 0.0, ops.least(xp, r, LONG))
        near = 0.5 * z * z * series.log_ratio(w * w)
        v = xp.where(far, v, 1.0)
        huge = v > HUGE
        logarithm = xp.where(huge, 2.0 * xp.log(v), xp.log1p(ops.square(xp.where(huge, 1.0, v))))
        g = xp.where(far, 0.5 * self.b * logarithm, near)
        # At alpha = 2 the power is r itself; it is only not taken where its derivative by alpha would overflow.
        return _where(xp, self.quadratic, r > 2.0**-40, far), g


class _Power:
    """Powers of sqrt(1 + v^2) for r > 0, or, where b is small, of sqrt(b + r^2), which stays in range."""

    def __init__(self, xp: Namespace, alpha: Scalar, r: Array) -> None:
        self.xp = xp
        functions = math if isinstance(alpha, float) else xp
        b = self.b = _distance_to_two(xp, alpha)
        wide = b >= 1.0
        self.whole = _where(xp, wide, b, 1.0)
        self.unit = functions.sqrt(self.whole)
        spread = _where(xp, b == 0, b + float(xp.finfo(r.dtype).eps), b)
        # b^((2 - alpha) / 2) where b < 1
        self.factor = functions.exp(_where(xp, wide, 0.0, 0.5 * (2.0 - alpha) * functions.log(spread)))
        self.stretch = xp.sqrt(1.0 + (b / r) / r)
        self.base = r / (xp.zeros_like(r) + self.unit) * self.stretch

    def raised(self, exponent: Scalar) -> Array:
        """The power, to be multiplied by `factor`."""
        # As an array: torch would take a number as a float64, where the others round it to the dtype of the data.
        return self.base ** (self.xp.zeros_like(self.base) + exponent)
