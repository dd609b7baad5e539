"""The Dice loss of all classes in one quotient, each weighted by the inverse of its size."""

from __future__ import annotations

import math
from typing import Literal

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import UNIT, Choice, Domain, ItemMask
from ...typing import Array, Namespace

Weighting = Literal["square", "simple", "uniform"]
AbsentClass = Literal["largest", "zero"]
POWERS = {"square": 2, "simple": 1, "uniform": 0}


@loss(
    Domain(
        probs=UNIT, target=UNIT, weighting=Choice(tuple(POWERS)), absent=Choice(("largest", "zero")), where=ItemMask()
    ),
    event_ndim=2,
)
def generalized_dice(
    xp: Namespace,
    probs: Array,
    target: Array,
    *,
    weighting: Weighting = "square",
    absent: AbsentClass = "largest",
    where: Array | None = None,
) -> Array:
    """Generalised Dice loss: all classes in one quotient, small ones weighted up.

    For segmentation with classes of very different sizes.

    Formula
        1 - 2 sum_c w_c I_c / sum_c w_c (P_c + T_c), with I_c = sum p t, P_c = sum p, T_c = sum t over the pixels of
        class c, p = probs, t = target, and w_c by `weighting`: 1 / T_c^2 ("square"), 1 / T_c ("simple") or
        1 ("uniform"); 0 for 0 / 0
    Shapes
        probs, target: (..., C, pixels), the same shape: the class axis is the last but one, and the pixels are one
        axis. The unreduced loss has the shape (...). Of (N, C, H, W) make it by `xp.reshape(x, (N, C, -1))`; of
        (N, H, W, C) by `xp.reshape(xp.permute_dims(x, (0, 3, 1, 2)), (N, C, -1))`; for one loss of the whole batch
        put the samples among the pixels, (C, N * H * W). where: a mask of the loss's shape, or one of single pixels,
        with as many axes as probs, such as (N, 1, pixels).
    Domain
        probs, target: numbers in [0, 1]; soft targets are welcome. absent: the weight of a class that the target does
        not have, which would be infinite: "largest": that of the smallest class that it has (1 if it has none, so
        that the loss is 1 if anything is predicted and 0 if nothing is); "zero": such classes do not count.
        There is no smoothing: the quotient does not depend on the unit of the weights.
    Subgradient
        The weights are differentiated by the target too; smallest classes of one size share equally, and the weight
        of an absent class is constant in its own pixels. 0 for 0 / 0.
    See also
        dice
    Example
        >>> import numpy as np, unilosses
        >>> target = np.asarray([[1, 1, 1, 0], [0, 0, 0, 1]])
        >>> probs = np.asarray([[1.0, 1.0, 0.5, 0.5], [0.0, 0.0, 0.5, 0.5]])
        >>> round(float(unilosses.generalized_dice(probs, target)), 6)
        0.416667

    Source
        Sudre et al., Generalised Dice overlap as a deep learning loss function for highly unbalanced segmentations,
        DLMIA 2017, section 2.1.
    """
    return _Classes(xp, probs, target, weighting, absent, where).loss[..., 0, 0]


@generalized_dice.partials
def _(
    xp: Namespace, probs: Array, target: Array, *, weighting: Weighting, absent: AbsentClass, where: Array | None
) -> tuple[Array, Array]:
    c = _Classes(xp, probs, target, weighting, absent, where)
    p, t = c.p, c.t
    weight = c.weight / c.size
    by_probs = weight * (0.5 * ((1.0 - t) * c.rest) - t * (0.5 * c.rest + c.loss))
    by_target = weight * (0.5 * ((1.0 - p) * c.rest) - p * (0.5 * c.rest + c.loss))
    if POWERS[weighting]:
        by_target = by_target + c.through_weights()
    counts = ~c.empty if where is None else ~c.empty & where
    return xp.where(counts, by_probs, 0.0), xp.where(counts, by_target, 0.0)


class _Classes:
    """The classes' errors and overlaps, weighted, with the largest weight of a class that is there set to 1."""

    def __init__(
        self, xp: Namespace, probs: Array, target: Array, weighting: Weighting, absent: AbsentClass, where: Array | None
    ) -> None:
        self.xp, self.power, self.absent = xp, POWERS[weighting], absent
        self.p = p = probs if where is None else xp.where(where, probs, 0.0)
        self.t = t = target if where is None else xp.where(where, target, 0.0)
        size = num.row_sum(xp, t)
        self.there = size != 0
        self.target_size = xp.where(self.there, size, 1.0)
        least = xp.min(xp.where(self.there, size, math.inf), axis=-2, keepdims=True)
        self.least = xp.where(least < math.inf, least, 1.0)
        ratio = self.least / self.target_size
        one = xp.ones_like(ratio)
        self.weight = xp.where(self.there, (one, ratio, ratio * ratio)[self.power], one if absent == "largest" else 0.0)
        self.error = 0.5 * num.row_sum(xp, p * (1.0 - t) + t * (1.0 - p))
        self.overlap = num.row_sum(xp, p * t)
        error, overlap = self._over_classes(self.weight * self.error), self._over_classes(self.weight * self.overlap)
        self.empty = error + overlap == 0
        self.size = xp.where(self.empty, 1.0, error + overlap)
        self.loss, self.rest = error / self.size, overlap / self.size

    def _over_classes(self, x: Array) -> Array:
        """The sum over the classes, whose axis is kept."""
        return num.row_sum(self.xp, self.xp.matrix_transpose(x))

    def through_weights(self) -> Array:
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
