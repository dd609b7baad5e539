"""The softmax over the last axis, and what is written with it: every quantity without cancellation."""

from __future__ import annotations

import math

from ..typing import Array, Namespace, Scalar
from .elementary import log, maximum, minimum, multiply_no_nan, power
from .labels import CLASSES_BITS, one_hot, pick, sum_but_label, sum_but_label_values, weighted_sum
from .sums import row_max, row_sum, sum_but_largest


class Softmax:
    """The parts of a softmax over the last axis, from which every quantity comes without cancellation.

    e_j = exp(x_j - max x), the largest of which is 1; `rest` is the sum of all of them but the largest, kept apart
    because it is what 1 + rest would lose.
    """

    def __init__(self, xp: Namespace, x: Array) -> None:
        self.xp, self.x = xp, x
        self.peak = row_max(xp, x)
        self.e = exp_of_gaps(xp, x, self.peak)
        self.rest = sum_but_largest(xp, self.e)
        self.total = 1.0 + self.rest

    @property
    def probs(self) -> Array:
        """p_j = exp(x_j) / sum_i exp(x_i)."""
        return self.e / self.total

    @property
    def others(self) -> Array:
        """For each class the sum of the other classes' e, of two terms that are not negative."""
        return (1.0 - self.e) + self.rest

    @property
    def complements(self) -> Array:
        """1 - p_j, as a sum of the other classes' probabilities."""
        return self.others / self.total

    @property
    def surprisal(self) -> Array:
        """-log p_j >= 0 for every class; inf for a class that cannot happen."""
        return gaps(self.xp, self.x, self.peak) + self.xp.log1p(self.rest)

    @property
    def log_total(self) -> Array:
        """log sum_j exp(x_j), the class axis kept."""
        return self.peak + self.xp.log1p(self.rest)

    def cross_entropy_gradient(self, c: Array, total: Scalar | None = None) -> Array:
        """The derivative of sum_j -c_j log p_j by the logits: p_i sum_j c_j - c_i.

        `total` is the sum of the c_j, where that is known.
        """
        # p_i sum_{j != i} c_j - c_i (1 - p_i): for one label a single term, which cannot cancel
        total = row_sum(self.xp, c) if total is None else total
        return (self.e * (total - c) - c * self.others) / self.total

    def focal(self, gamma: Scalar) -> Array:
        """(1 - p_j)^gamma (-log p_j)."""
        return power(self.xp, self.complements, gamma) * self.surprisal

    def focal_slope(self, gamma: Scalar) -> Array:
        """The derivative of that by -log p_j: (1 - p_j)^gamma (1 + gamma p_j (-log p_j) / (1 - p_j))."""
        xp, q = self.xp, self.complements
        certain = q == 0
        ratio = xp.where(certain, 1.0, multiply_no_nan(xp, self.probs, self.surprisal) / xp.where(certain, 1.0, q))
        return power(xp, q, gamma) * (1.0 + multiply_no_nan(xp, xp.zeros_like(q) + gamma, ratio))

    def fenchel_young(self, y: Array) -> Array:
        """sum_j y_j (log y_j - log p_j): what a distribution y misses of p; the last axis is gone."""
        return weighted_sum(self.xp, y, self._log_gap(y))

    def fenchel_young_gradient(self, y: Array) -> Array:
        """The derivative of that by the logits."""
        return self.cross_entropy_gradient(y)

    def fenchel_young_slopes(self, y: Array) -> Array:
        """The derivative of that by y, and 0 where y = 0."""
        return self.xp.where(y == 0, 0.0, self._log_gap(y) + 1.0)

    def _log_gap(self, y: Array) -> Array:
        """log y - log p, and 0 where y = 0."""
        absent = y == 0
        return log(self.xp, self.xp.where(absent, 1.0, y)) + self.xp.where(absent, 0.0, self.surprisal)


# A class so far below the top is nothing beside it.
FAR = 60.0


class SoftmaxOfLabel:
    """The parts of a softmax where one class in each row counts, of the rows' shape but for e.

    e_j = exp(x_j - shift), and `scale` makes it one in units of the label's own; where the label is far below the top,
    by `gap`, in units that its own is nothing beside.
    """

    # What belongs to a row has no class axis of length one here: XLA's loops over one are slow.

    def __init__(self, xp: Namespace, x: Array, index: Array) -> None:
        big, small = float(xp.finfo(x.dtype).max), _largest_exponent(xp, x)
        top = maximum(xp, minimum(xp, xp.max(x, axis=-1), big), -big)
        shift, self.label = _shift(xp, top), pick(xp, x, index)[..., 0]
        self.xp, self.x, self.index, self.e = xp, x, index, xp.exp(x - shift[..., None])
        # At most the largest exponent, but for an infinite logit.
        own, lowest = minimum(xp, self.label - shift, small + 1.0), top - shift - FAR
        self.gap = maximum(xp, lowest - own, 0.0)
        self.scale = xp.exp(-xp.maximum(own, lowest))

    @property
    def surprisal(self) -> Array:
        """-log p_y >= 0; inf for a class that cannot happen."""
        rest, equals = sum_but_label_values(self.xp, self.e, self.index, self.x, self.label)
        return self.gap + self.xp.log1p(rest * self.scale + equals)

    @property
    def slope(self) -> Array:
        """The derivative of that by x: p_j, and p_y - 1 without cancellation."""
        is_label = one_hot(self.xp, self.index, self.e)
        others = sum_but_label(self.xp, self.e, self.index) * self.scale
        total = 1.0 + others
        by_label, by_others = -(others / total), self.scale / total
        return self.xp.where(is_label, by_label[..., None], self.e * by_others[..., None])


def _largest_exponent(xp: Namespace, x: Array) -> float:
    """Of what exp is finite in a sum over all classes."""
    return math.log(float(xp.finfo(x.dtype).max)) - (CLASSES_BITS + 1) * math.log(2.0)


def _shift(xp: Namespace, top: Array) -> Array:
    """What to subtract from logits before exp: 0 where the largest is small, so that nothing is rounded there.

    It is a number of few digits, whose difference from a logit is exact, but far below a large top.
    """
    shift = xp.minimum(top, maximum(xp, top - _largest_exponent(xp, top), 0.0))
    coarse = 1.5 / math.sqrt(float(xp.finfo(top.dtype).eps))
    return (shift + coarse) - coarse


def gaps(xp: Namespace, x: Array, peak: Array) -> Array:
    """peak - x for a peak that is not below x: 0 for an infinite peak from itself, inf for -inf from everything."""
    big = float(xp.finfo(x.dtype).max)
    peak = maximum(xp, peak, -big)
    finite = minimum(xp, x, big)
    return xp.where(x < peak, peak - finite, minimum(xp, peak, big) - finite)


def exp_of_gaps(xp: Namespace, x: Array, peak: Array) -> Array:
    """exp(x - peak) for a peak that is not below x, as if the difference were not rounded."""
    big = float(xp.finfo(x.dtype).max)
    peak = maximum(xp, minimum(xp, peak, big), -big)
    # So far below the peak, exp is 0 in every dtype, and no difference overflows.
    half = 0.5 * peak
    lowest = 2.0 * maximum(xp, half - (512.0 + 2.0**-20 * xp.abs(half)), -0.5 * big)
    gap, error = _difference(xp, xp.maximum(xp.minimum(x, peak), lowest), peak)
    return xp.exp(gap) * (1.0 - error)


def _difference(xp: Namespace, x: Array, y: Array) -> tuple[Array, Array]:
    """The rounded x - y, and how much it is too large: up to 50 ulp of its exp, or a few hundred in float64."""
    # Knuth's two-sum. Each array is let go of as soon as it can be.
    d = x - y
    other = d - x
    error = (d - other) - x
    del x
    return d, (y + other) + error
