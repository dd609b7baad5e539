"""Distances between vectors: the p-norm of their difference, without overflow, and its derivative."""

from __future__ import annotations

import math

from ..typing import Array, Namespace, Scalar
from .elementary import absolute, power, sign
from .sums import row_sum
from .vectors import unit_vectors


class Distance:
    """|x - y + eps|_p along the last axis."""

    def __init__(self, xp: Namespace, x: Array, y: Array, p: Scalar = 2.0, eps: Scalar = 0.0) -> None:
        self.xp, self.p = xp, p
        self.difference = x - y if isinstance(eps, float) and eps == 0.0 else (x - y) + eps
        # The degrees that have formulas of their own.
        self.degree = p if isinstance(p, float) and p in (1.0, 2.0, math.inf) else None
        if self.degree == 2.0:
            self.unit = unit_vectors(xp, self.difference)[0]
            return
        self.sizes = absolute(xp, self.difference)
        self.largest = xp.max(self.sizes, axis=-1, keepdims=True)
        if self.degree is None:
            # With the ratio s of each component to the largest: s^(p - 1), and the sum of s^p.
            ratio = self.sizes / xp.where(self.largest == 0, 1.0, self.largest)
            self.powers = power(xp, ratio, p - 1.0)
            total = row_sum(xp, self.powers * ratio)
            self.total = xp.where(total == 0, 1.0, total)

    def length(self) -> Array:
        """The distance itself, without the last axis."""
        xp = self.xp
        if self.degree == 2.0:
            return row_sum(xp, self.difference * self.unit)[..., 0]
        if self.degree == 1.0:
            return row_sum(xp, self.sizes)[..., 0]
        if self.degree == math.inf:
            return self.largest[..., 0]
        return (self.largest * power(xp, self.total, 1.0 / self.p))[..., 0]

    def slope(self) -> Array:
        """The derivative by x: 0 for equal vectors, and for each component that is 0."""
        xp = self.xp
        if self.degree == 2.0:
            return self.unit
        signs = sign(xp, self.difference)
        if self.degree == 1.0:
            return signs
        if self.degree == math.inf:
            ties = xp.where(self.sizes == self.largest, xp.ones_like(self.sizes), 0.0)
            return signs * (ties / xp.sum(ties, axis=-1, keepdims=True))
        return signs * (self.powers / power(xp, self.total, (self.p - 1.0) / self.p))

    def slopes(self) -> tuple[Array, Array]:
        """The derivatives by x and by y."""
        slope = self.slope()
        return slope, -slope
