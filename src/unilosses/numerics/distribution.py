"""A distribution over the last axis, given by probabilities, their logarithms or logits; and two of them compared."""

from __future__ import annotations

import math

from ..typing import Array, Namespace, Space
from .elementary import divide_no_nan, log, log_ratio, multiply_no_nan
from .softmax import Softmax
from .sums import row_sum


class Distribution:
    """p over the last axis, from `x` in one of the spaces "probs", "log_probs" and "logits"."""

    def __init__(self, xp: Namespace, x: Array, space: Space) -> None:
        self.xp, self.x, self.space = xp, x, space
        self.softmax = Softmax(xp, x) if space == "logits" else None
        if self.softmax is not None:
            self.probs = self.softmax.probs
        else:
            self.probs = xp.exp(x) if space == "log_probs" else x

    @property
    def surprisal(self) -> Array:
        """-log p_j."""
        if self.softmax is not None:
            return self.softmax.surprisal
        return -self.x if self.space == "log_probs" else -log(self.xp, self.x)

    def by_log_probs(self, c: Array) -> Array:
        """The derivative of sum_j -c_j log p_j by what p was given as."""
        if self.softmax is not None:
            return self.softmax.cross_entropy_gradient(c)
        return -c if self.space == "log_probs" else -divide_no_nan(self.xp, c, self.x)

    def by_probs(self, d: Array) -> Array:
        """From the derivative d by probabilities, that by what p was given as."""
        if self.space == "probs":
            return d
        weighted = self.probs * d
        return weighted if self.space == "log_probs" else weighted - self.probs * row_sum(self.xp, weighted)

    def over(self, other: Distribution) -> Array:
        """log(p_j / q_j) with q the other, and 0 where p_j = 0."""
        xp = self.xp
        absent = self.probs == 0
        if self.space == other.space == "probs":
            ratio = log_ratio(xp, xp.where(absent, 1.0, self.x), xp.where(absent, 1.0, other.x))
            return xp.where((self.x < 0) | (other.x < 0), math.nan, ratio)
        log_p, log_q = (p._log_but(absent) for p in (self, other))
        return log_p - log_q

    def by_divergence(self, ratio: Array) -> Array:
        """The derivative of sum_j p_j log(p_j / q_j) by what p was given as, with the logarithms `ratio`."""
        p = self.probs
        if self.space == "probs":
            return self.xp.where(p == 0, 0.0, ratio + 1.0)
        rest = 1.0 if self.space == "log_probs" else -row_sum(self.xp, p * ratio)
        return multiply_no_nan(self.xp, p, ratio + rest)

    def minus(self, other: Distribution) -> Array:
        """p - q with q the other, without cancellation where both are given by logits or by logarithms."""
        xp, p, q = self.xp, self.probs, other.probs
        if self.softmax is not None and other.softmax is not None:
            return softmax_difference(xp, self.softmax, other.softmax)
        if self.space == other.space == "log_probs":
            # Not by subtraction, where the roundings of exp would be left: (p + q) tanh((log p - log q) / 2).
            both_absent = (p == 0) & (q == 0)
            ratio = xp.where(both_absent, 0.0, self.x) - xp.where(both_absent, 0.0, other.x)
            return (p + q) * xp.tanh(0.5 * ratio)
        return p - q

    def _log_but(self, absent: Array) -> Array:
        """log p_j, and 0 where `absent`."""
        if self.space == "probs":
            return log(self.xp, self.xp.where(absent, 1.0, self.x))
        return self.xp.where(absent, 0.0, -self.surprisal)


def softmax_difference(xp: Namespace, of_p: Softmax, of_q: Softmax) -> Array:
    """p - q of two softmaxes, by what is left of 1 where both are nearly certain."""
    p, q = of_p.probs, of_q.probs
    gap = xp.where((p > 0.5) & (q > 0.5), of_q.complements - of_p.complements, p - q)
    # A compiler may round two softmaxes of the same logits otherwise. There p - q is its linear part, which is 0, and
    # has the derivative of p - q.
    finite = xp.isfinite(of_p.x) & xp.isfinite(of_q.x)
    step = xp.where(finite, of_p.x, 0.0) - xp.where(finite, of_q.x, 0.0)
    linear = p * (step - row_sum(xp, p * step))
    return xp.where(xp.all(of_p.x == of_q.x, axis=-1, keepdims=True), linear, gap)
