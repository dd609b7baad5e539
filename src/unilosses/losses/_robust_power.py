"""Barron's curves for an alpha that is a number, not a learned array, and not very large: by the power itself.

A high power magnifies the roundings of 1 + v^2, with v^2 = u^2 / |alpha - 2|: they are carried along.
"""

from __future__ import annotations

import math

from ..core import carried, ops
from ..core.typing import Array, Namespace, Scalar
from . import _series as series

# Up to this size of alpha, what 1 + v^2 is rounded by changes its power by much less than the power.
MODERATE = 64.0


def applies(alpha: Scalar) -> bool:
    return isinstance(alpha, float) and abs(alpha) <= MODERATE and alpha not in (0.0, 2.0)


def value(xp: Namespace, r: Array, alpha: float) -> Array:
    """b / alpha ((1 + v^2)^(alpha / 2) - 1), with b = |alpha - 2|, at r = |u|."""
    # With s = alpha / 2 log(1 + v^2): b / 2 log(1 + v^2) (e^s - 1) / s below s = 1
    b, finite = abs(alpha - 2.0), r <= float(xp.finfo(r.dtype).max)
    base = _Base(xp, xp.where(finite, r, 0.0), alpha)
    g = 0.5 * b * base.logarithm()
    s = (alpha / b) * g
    high = s >= 1.0
    curve = g * series.exp_ratio(xp, xp.where(high, 0.0, s))
    if alpha > 0.0:
        first, second = base.raised(alpha, 0.0)
        factor = b / alpha
        whole = base.scaled(factor * first, second, alpha, 0.0) - factor
        curve = xp.where(high, xp.where(base.over | (second != 1.0), whole, factor * (first - 1.0)), curve)
    # What the square of a tiny number leaves would be subnormal; b / 2 v^2 is all of it.
    tiny = r < float(xp.finfo(r.dtype).smallest_normal) ** 0.25
    near = xp.where(tiny, r, 0.0)
    curve = xp.where(tiny, 0.5 * near * near, curve)
    return xp.where(finite, curve, xp.where(xp.isnan(r), r, math.inf if alpha > 0.0 else -b / alpha))


def slope(xp: Namespace, u: Array, alpha: float) -> Array:
    """u (1 + v^2)^(alpha / 2 - 1)"""
    r = ops.magnitude(xp, u)
    finite = r <= float(xp.finfo(r.dtype).max)
    base = _Base(xp, xp.where(finite, r, 0.0), alpha)
    first, second = base.raised(alpha, -2.0)
    high = math.inf if alpha > 1.0 else float(alpha == 1.0)
    limit = xp.where(u < 0, -high, xp.where(u > 0, high, u))
    return xp.where(finite, base.scaled(xp.where(finite, u, 0.0) * first, second, alpha, -2.0), limit)


class _Base:
    """1 + v^2 and its error; where the square overflows, that of v / 2^shift without the 1."""

    def __init__(self, xp: Namespace, r: Array, alpha: float) -> None:
        self.xp = xp
        largest = float(xp.finfo(r.dtype).max)
        distance = alpha - 2.0
        rest = math.copysign(1.0, distance) * math.fsum((alpha, -2.0, -distance))
        b, of_b = carried.rounded(xp, abs(distance), r)
        self.most = ops.top_exponent(xp, r) - 1
        self.shift = self.most // 2 + 3 + math.ceil(max(0.0, -0.5 * math.log2(b)))
        self.over = r > 0.5 * math.sqrt(largest * min(b, 1.0))
        square, of_square = carried.square(xp, xp.where(self.over, r * 2.0**-self.shift, r), 0.0)
        # 0 r + b: XLA would multiply by the reciprocal of a constant
        v2, lost = carried.quotient(xp, square, 0.0 * r + b)
        self.v2, self.of_v2 = carried.two_sum(xp, v2, lost + (of_square - v2 * (of_b + rest)) / b)

    def logarithm(self) -> Array:
        """log(1 + v^2)"""
        xp = self.xp
        inner = xp.where(self.over, 0.0, self.v2)
        near = series.log1p(xp, inner) + self.of_v2 / (1.0 + inner)
        outer = xp.where(self.over, self.v2, 1.0)
        far = xp.log(outer) + self.of_v2 / outer + 2.0 * self.shift * math.log(2.0)
        return xp.where(self.over, far, near)

    def raised(self, alpha: float, more: float) -> tuple[Array, Array]:
        """(1 + v^2)^((alpha + more) / 2) in two factors, the second of which is mostly 1; to be `scaled`."""
        xp = self.xp
        exponent = 0.5 * (alpha + more)
        rest = 0.5 * math.fsum((alpha, more, -2.0 * exponent))
        w, low = carried.two_sum(xp, self.v2, xp.where(self.over, 0.0 * self.v2, 1.0))
        low = low + self.of_v2
        if abs(exponent) >= 2.0:
            w, low = xp.where(self.over, 1.0, w), xp.where(self.over, 0.0, low)
        if abs(exponent) > 0.95:  # the power alone may leave the range: that of the root, twice
            large = w > float(xp.finfo(w.dtype).max) ** (0.95 / abs(exponent))
            root, of_root = carried.root(xp, w, low)
            w, low = xp.where(large, root, w), xp.where(large, of_root, low)
        power = carried.power(xp, w, low / w, exponent, rest)
        again = xp.where(large, power, 1.0) if abs(exponent) > 0.95 else xp.ones_like(w)
        return power, again

    def scaled(self, first: Array, second: Array, alpha: float, more: float) -> Array:
        """first * second, with what v was divided by for the power that they are."""
        xp, exponent = self.xp, 0.5 * (alpha + more)
        if abs(exponent) >= 2.0:  # beyond all numbers there
            limit = xp.where(self.over, first, 1.0) * (math.inf if exponent > 0.0 else 0.0)
            return xp.where(self.over, limit, first * second)
        factor = 2.0 ** max(-self.most, min(self.most, self.shift * exponent))
        return xp.where(self.over, first * factor * second * factor, first * second)
