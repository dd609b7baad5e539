"""Distances between vectors: the p-norm of their difference, without overflow, and its derivative."""

from __future__ import annotations

import math

from ..core import ops
from ..core.typing import Array, Namespace, Scalar


class Distance:
    """|x - y + eps|_p along the last axis."""

    def __init__(self, xp: Namespace, x: Array, y: Array, p: Scalar = 2.0, eps: Scalar = 0.0) -> None:
        big = float(xp.finfo(x.dtype).max)
        d = x - y
        if not (isinstance(eps, float) and eps == 0.0):
            d = d + eps
        # A difference beyond the dtype is held at its end: its direction stays, where inf / inf would be NaN.
        self.xp, self.p = xp, p
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
        ratio, total = self._ratios()
        whole = ops.power(xp, total, (p - 1.0) / p) + 0.0 * ratio
        return signs * (ops.power(xp, ratio, p - 1.0) / whole)
