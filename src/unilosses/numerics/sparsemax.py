"""The sparsemax over the last axis, the projection of scores onto the simplex, and its counterpart for two classes."""

from __future__ import annotations

import math

from ..typing import Array, Namespace
from .elementary import heaviside, multiply_no_nan, relu
from .sums import cumulative_sum, partition, row_sum


class Sparsemax:
    """The projection p of scores z onto the simplex, p_j = max(z_j - tau, 0), without cancellation.

    With the k classes of the support and their least score m: tau = m - rho, rho = (1 - sum (z_j - m)) / k > 0.
    """

    def __init__(self, xp: Namespace, z: Array) -> None:
        big = float(xp.finfo(z.dtype).max)
        self.xp = xp
        finite = xp.where(z > big, big, xp.where(z < -big, -big, z))
        halves = 0.5 * finite  # no difference of these overflows
        ordered = xp.sort(halves, axis=-1, descending=True)
        top = ordered[..., :1]
        far = ordered - top <= -0.5
        below = 2.0 * xp.where(far, -0.5, ordered - top)
        # The class of rank k is in the support if the k - 1 before it exceed it by less than 1 in sum.
        outside = far | (1.0 + cumulative_sum(xp, xp.ones_like(below)) * below - cumulative_sum(xp, below) <= 0)
        least = xp.min(xp.where(outside, big, ordered), axis=-1, keepdims=True)
        lead = halves - least
        self.inside = ~(lead < 0)
        lead = 2.0 * xp.where(self.inside, lead, 0.0)
        self.size = row_sum(xp, xp.where(self.inside, xp.ones_like(z), 0.0))
        rho = (1.0 - row_sum(xp, lead)) / self.size
        self.probs = xp.where(self.inside, relu(xp, lead + rho), 0.0)
        self.complements = partition(xp, self.probs)[1]
        # How far a score is below the threshold; a class that cannot happen is infinitely far.
        lag = xp.where(self.inside, 0.0, least - halves)
        impossible = (z < -big) | ((top >= 0.5 * big) & (finite < big)) | (lag > 0.5 * big)
        lag = 2.0 * xp.where(impossible, 0.0, lag)
        lag = xp.where(self.inside, 0.0 * lead, relu(xp, lag - rho))
        self.shortfall = xp.where(impossible, math.inf, lag)

    def losses(self) -> Array:
        """The loss of every class as the right one: |p - e_j|^2 / 2 + max(tau - z_j, 0)."""
        p, rest = self.probs, self.complements
        return 0.5 * (rest * rest + partition(self.xp, p * p)[1]) + self.shortfall

    def fenchel_young(self, y: Array) -> Array:
        """sum_j (p_j - y_j)^2 / 2 + y_j max(tau - z_j, 0): what a distribution y misses of p; the last axis is gone."""
        gap = self._gap(y)
        return row_sum(self.xp, 0.5 * (gap * gap) + multiply_no_nan(self.xp, y, self.shortfall))[..., 0]

    def fenchel_young_gradient(self, y: Array) -> Array:
        """The derivative of that by the scores: p - y, and what a sum of y other than 1 moves the threshold by."""
        excess = (row_sum(self.xp, y) - 1.0) / self.size
        return self._gap(y) + self.xp.where(self.inside, excess, 0.0)

    def fenchel_young_slopes(self, y: Array) -> Array:
        """The derivative of that by y."""
        return self.shortfall - self._gap(y)

    def _gap(self, y: Array) -> Array:
        """p - y, by what the other classes have where y is 1."""
        return self.xp.where(y == 1, (1.0 - y) - self.complements, self.probs - y)


def sparse_plus(xp: Namespace, x: Array) -> Array:
    """0 below -1, x above 1, (x + 1)^2 / 4 between: what softplus is to softmax, to sparsemax."""
    inner = (x > -1) & (x < 1)
    half = 0.5 * (xp.where(inner, x, 0.0) + 1.0)
    return xp.where(inner, half * half, relu(xp, x))


def sparse_sigmoid(xp: Namespace, x: Array) -> Array:
    """The derivative of `sparse_plus`: 0 below -1, 1 above 1, (x + 1) / 2 between."""
    inner = (x > -1) & (x < 1)
    return xp.where(inner, 0.5 * (xp.where(inner, x, 0.0) + 1.0), heaviside(xp, x))
