"""How far scores lead one another: the best of the others, all differences of a row, sums over the others."""

from __future__ import annotations

import math

from ..typing import Array, Namespace, Scalar
from .elementary import absolute, difference
from .labels import one_hot, same_place
from .sums import row_sum


class Rivals:
    """The best of the other classes, seen from each class; the largest of all, where several are largest."""

    def __init__(self, xp: Namespace, scores: Array) -> None:
        self.xp = xp
        top = xp.max(scores, axis=-1, keepdims=True)
        self.at_top = scores == top
        self.tops = _count(xp, self.at_top, scores)
        below = xp.where(self.at_top, -math.inf, scores)
        second = xp.max(below, axis=-1, keepdims=True)
        self.at_second = (below == second) & ~self.at_top
        self.seconds = _count(xp, self.at_second, scores)
        self.best = xp.where(self.at_top & (self.tops == 1.0), second, top)

    def onto(self, slopes: Array) -> Array:
        """The slope of each class, divided among its rivals in equal parts."""
        # From below the top onto all tops. From a top onto the other tops or, if there is none, onto the seconds.
        xp = self.xp
        on_top = xp.where(self.at_top, slopes, 0.0)
        at_top = row_sum(xp, on_top)
        from_below = row_sum(xp, xp.where(self.at_top, 0.0, slopes)) / self.tops
        several = self.tops > 1.0
        from_tops = xp.where(several, (at_top - on_top) / xp.where(several, self.tops - 1.0, 1.0), 0.0)
        onto_second = xp.where(several, 0.0, at_top / self.seconds)
        return xp.where(self.at_top, from_below + from_tops, xp.where(self.at_second, onto_second, 0.0))


def share_of_largest(xp: Namespace, x: Array) -> Array:
    """The derivative of the largest over the last axis: 1 there, in equal parts where several are largest."""
    largest = x == xp.max(x, axis=-1, keepdims=True)
    return _ones(xp, largest, x) / _count(xp, largest, x)


def lead_slacks(xp: Namespace, scores: Array, margin: Scalar) -> Array:
    """margin - x_k + x_j at [..., k, j], and 0 where k = j."""
    apart = difference(xp, scores[..., None, :], scores[..., None])
    return xp.where(same_place(xp, scores), 0.0, apart + margin)


def net_flow(xp: Namespace, x: Array) -> Array:
    """sum_k x_kj - sum_k x_jk for each j: what a square matrix of slopes by x_j - x_k is by each x_j."""
    return (row_sum(xp, xp.matrix_transpose(x)) - row_sum(xp, x))[..., 0]


def sum_of_others(xp: Namespace, x: Array) -> Array:
    """The sum over the last axis without each element; the largest is left out before the sum, not after."""
    top = one_hot(xp, xp.argmax(absolute(xp, x), axis=-1), x)
    rest = row_sum(xp, xp.where(top, 0.0, x))
    peak = xp.sum(xp.where(top, x, 0.0), axis=-1, keepdims=True)
    return xp.where(top, rest, rest + difference(xp, peak, x))


def _ones(xp: Namespace, condition: Array, like: Array) -> Array:
    """1 where the condition holds, otherwise 0, in the dtype of the data."""
    zero = xp.zeros_like(like)
    return xp.where(condition, zero + 1.0, zero)


def _count(xp: Namespace, condition: Array, like: Array) -> Array:
    """In how many classes the condition holds; 1 for none, which is safe to divide by."""
    n = row_sum(xp, _ones(xp, condition, like))
    return xp.where(n > 0, n, 1.0)
