"""How far predicted regions and true ones overlap: error over error and overlap, and its derivatives."""

from __future__ import annotations

import math
from typing import Literal

from ..typing import Array, Namespace, Scalar
from .floats import square
from .sums import row_sum

Absent = Literal["count", "zero", "one", "nan"]
Weighting = Literal["square", "simple", "uniform"]
AbsentClass = Literal["largest", "zero"]
POWERS = {"square": 2, "simple": 1, "uniform": 0}


class _Counted:
    """The probabilities p and the target t of the items that count, and 0 for the others."""

    def __init__(self, xp: Namespace, probs: Array, target: Array, where: Array | None) -> None:
        self.xp, self.where = xp, where
        self.p = probs if where is None else xp.where(where, probs, 0.0)
        self.t = target if where is None else xp.where(where, target, 0.0)

    def _where_it_counts(self, fixed: Array, x: Array) -> Array:
        """x, and 0 for items that do not count, and where the loss is `fixed`."""
        return self.xp.where(~fixed if self.where is None else ~fixed & self.where, x, 0.0)


class Region(_Counted):
    """A predicted region and the true one: E / (O + E + smooth), with the error E and the overlap O = sum p t.

    E = alpha sum p (1 - t) + beta sum t (1 - p), or alpha sum (p - t)^2 with squares: sums of what is not negative, so
    that nothing of a small loss is lost, nor of its complement.
    """

    def __init__(
        self,
        xp: Namespace,
        probs: Array,
        target: Array,
        where: Array | None,
        alpha: Scalar,
        beta: Scalar,
        smooth: Scalar,
        squared: bool = False,
    ) -> None:
        super().__init__(xp, probs, target, where)
        self.alpha, self.beta, self.squared = alpha, beta, squared
        p, t = self.p, self.t
        wrong = alpha * square(p - t) if squared else alpha * (p * (1.0 - t)) + beta * (t * (1.0 - p))
        error, overlap = row_sum(xp, wrong), row_sum(xp, p * t) + smooth
        size = overlap + error
        self.empty = size == 0
        self.size = xp.where(self.empty, 1.0, size)
        self.loss, self.rest = error / self.size, overlap / self.size

    def replaced(self, x: Array, absent: Absent) -> Array:
        """`x`, one number for each region, with what `absent` asks for where the target has none of it."""
        if absent == "count":
            return x
        gone = ~self.xp.any(self.t != 0, axis=-1, keepdims=True)
        return self.xp.where(gone, {"zero": 0.0, "one": 1.0, "nan": math.nan}[absent], x)

    def cost(self, absent: Absent) -> Array:
        return self.replaced(self.loss, absent)[..., 0]

    def slopes(self, absent: Absent) -> tuple[Array, Array]:
        """The partials of the loss L by p and t: (E' (1 - L) - O' L) / size."""
        xp, p, t = self.xp, self.p, self.t
        if self.squared:
            apart = (2.0 * self.alpha) * (p - t) * self.rest
            found = (apart - t * self.loss, -apart - p * self.loss)
        else:
            gain, cost = self.alpha * self.rest, self.beta * self.rest
            found = ((1.0 - t) * gain - t * (cost + self.loss), (1.0 - p) * cost - p * (gain + self.loss))
        fixed = self.empty
        if absent != "count":
            fixed = fixed | ~xp.any(t != 0, axis=-1, keepdims=True)
        by_p, by_t = (self._where_it_counts(fixed, g / self.size) for g in found)
        return by_p, by_t


class Regions(_Counted):
    """The classes' errors and overlaps, weighted, with the largest weight of a class that is there set to 1."""

    def __init__(
        self, xp: Namespace, probs: Array, target: Array, weighting: Weighting, absent: AbsentClass, where: Array | None
    ) -> None:
        super().__init__(xp, probs, target, where)
        self.power, self.absent = POWERS[weighting], absent
        p, t = self.p, self.t
        size = row_sum(xp, t)
        self.there = size != 0
        self.target_size = xp.where(self.there, size, 1.0)
        least = xp.min(xp.where(self.there, size, math.inf), axis=-2, keepdims=True)
        self.least = xp.where(least < math.inf, least, 1.0)
        ratio = self.least / self.target_size
        one = xp.ones_like(ratio)
        self.weight = xp.where(self.there, (one, ratio, ratio * ratio)[self.power], one if absent == "largest" else 0.0)
        self.error = 0.5 * row_sum(xp, p * (1.0 - t) + t * (1.0 - p))
        self.overlap = row_sum(xp, p * t)
        error, overlap = self._over_classes(self.weight * self.error), self._over_classes(self.weight * self.overlap)
        self.empty = error + overlap == 0
        self.size = xp.where(self.empty, 1.0, error + overlap)
        self.loss, self.rest = error / self.size, overlap / self.size

    def _over_classes(self, x: Array) -> Array:
        """The sum over the classes, whose axis is kept."""
        return row_sum(self.xp, self.xp.matrix_transpose(x))

    def slopes(self) -> tuple[Array, Array]:
        """The partials of the loss by p and t."""
        p, t, half = self.p, self.t, 0.5 * self.rest
        weight = self.weight / self.size
        by_p = weight * (0.5 * ((1.0 - t) * self.rest) - t * (half + self.loss))
        by_t = weight * (0.5 * ((1.0 - p) * self.rest) - p * (half + self.loss))
        if self.power:
            by_t = by_t + self._through_weights()
        return self._where_it_counts(self.empty, by_p), self._where_it_counts(self.empty, by_t)

    def _through_weights(self) -> Array:
        """The part of the derivative by t that goes through the weights: sum_c d loss / d w_c d w_c / d t."""
        xp = self.xp
        by_weight = (self.error * self.rest - self.overlap * self.loss) / self.size
        found = xp.where(self.there, self.weight * by_weight / self.target_size, 0.0)
        if self.absent == "largest":
            smallest = self.there & (self.target_size == self.least)
            share = xp.where(smallest, xp.ones_like(by_weight), 0.0)
            lent = self._over_classes(xp.where(self.there, 0.0, by_weight))
            count = self._over_classes(share)
            found = found + share * (lent / (self.least * xp.where(count == 0, 1.0, count)))
        return -float(self.power) * found
