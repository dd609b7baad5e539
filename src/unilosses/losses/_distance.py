"""Distances between vectors: the p-norm of their difference, without overflow, and its derivative."""

from __future__ import annotations

import math

from ..core import carried, ops
from ..core.typing import Array, Namespace, Scalar


class Distance:
    """|x - y + eps|_p along the last axis."""

    def __init__(self, xp: Namespace, x: Array, y: Array, p: Scalar = 2.0, eps: Scalar = 0.0) -> None:
        big = float(xp.finfo(x.dtype).max)
        d = x - y
        if not (isinstance(eps, float) and eps == 0.0):
            d = d + eps
        # A difference beyond the dtype is held at its end: its direction stays, where inf / inf would be NaN.
        self.xp, self.p, self.x, self.y, self.eps = xp, p, x, y, eps
        self.difference = xp.where(d > big, big, xp.where(d < -big, -big, d))
        self.euclidean = isinstance(p, float) and p == 2.0
        if self.euclidean:
            self.unit = ops.unit_vectors(xp, self.difference)[0]
        else:
            self.sizes = ops.magnitude(xp, self.difference)
            self.largest = xp.max(self.sizes, axis=-1, keepdims=True)

    def _ratios(self) -> tuple[Array, Array]:
        """Each component by the largest, and the sum of the powers of those."""
        xp = self.xp
        some = xp.where(self.largest > 0, self.largest, xp.where(self.largest == 0, 1.0, self.largest))
        # `+ 0 * sizes` gives the divisor their shape: XLA would multiply by the reciprocal of a broadcast one.
        ratio = self.sizes / (some + 0.0 * self.sizes)
        total = ops.row_sum(xp, ops.power(xp, ratio, self.p))
        return ratio, xp.where(total == 0, 1.0, total)

    def _carried_ratio(self) -> tuple[Array, Array]:
        """Each component by the largest, and what has been lost by rounding differences and quotient."""
        xp, sizes, eps = self.xp, self.sizes, self.eps
        d, lost = carried.difference(xp, self.x, self.y)
        if not (isinstance(eps, float) and eps == 0.0):
            high, low = carried.rounded(xp, eps, d) if isinstance(eps, float) else (eps, 0.0)
            lost = lost + carried.difference(xp, d, xp.zeros_like(d) - high)[1] + low
        lost = xp.where(self.difference < 0, -lost, lost)
        some = xp.where(self.largest == 0, 1.0, self.largest) + 0.0 * sizes
        ratio, rest = carried.quotient(xp, sizes, some)
        lost_of_largest = ops.pick(xp, lost, xp.argmax(sizes, axis=-1))[..., None]
        low = rest + (lost - ratio * lost_of_largest) / some
        # A tiny quotient's remainder is lost itself, and what is left where eps cancels most digits is no correction.
        info = xp.finfo(ratio.dtype)
        tiny, limit = float(info.smallest_normal) * 2.0**30, 2.0**-4 * math.sqrt(float(info.eps))
        counts = (sizes > tiny) & (ratio > tiny) & (ops.magnitude(xp, low) < limit * ratio)
        return ratio, xp.where(counts, low, 0.0)

    def length(self) -> Array:
        """The distance itself, without the last axis."""
        xp, p = self.xp, self.p
        if self.euclidean:
            return ops.row_sum(xp, self.difference * self.unit)[..., 0]
        if isinstance(p, float) and p == 1.0:
            return ops.row_sum(xp, self.sizes)[..., 0]
        if isinstance(p, float) and math.isinf(p):
            return self.largest[..., 0]
        return (self.largest * ops.power(xp, self._ratios()[1], 1.0 / p))[..., 0]

    def slope(self) -> Array:
        """The derivative by x: 0 for equal vectors, and for each component that is 0."""
        xp, p = self.xp, self.p
        if self.euclidean:
            return self.unit
        signs = ops.sign(xp, self.difference)
        if isinstance(p, float) and p == 1.0:
            return signs
        if isinstance(p, float) and math.isinf(p):
            ties = xp.where(self.sizes == self.largest, xp.ones_like(self.sizes), 0.0)
            return signs * (ties / (xp.sum(ties, axis=-1, keepdims=True) + 0.0 * ties))
        # (|d_i| / largest)^(p - 1) / (sum_j (|d_j| / largest)^p)^((p - 1) / p): the ratio's error counts p - 1 times
        ratio, low = self._carried_ratio()
        positive = ratio > 0
        some = xp.where(positive, ratio, 1.0)
        fade = carried.power(xp, some, low / some, p - 1.0)
        fade = xp.where(positive, fade, xp.where(ratio == 0, 0.0, ratio))
        total = ops.row_sum(xp, fade * ratio + fade * low)
        whole = carried.power(xp, xp.where(total == 0, 1.0, total), 0.0, (p - 1.0) / p)
        return signs * (fade / (whole + 0.0 * fade))
