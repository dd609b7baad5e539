"""The Dice loss of all classes in one quotient, each weighted by the inverse of its size."""

from __future__ import annotations

from typing import get_args

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import UNIT, Choice, Domain, ItemMask
from ...numerics.overlap import AbsentClass, Weighting
from ...typing import Array, Namespace


@loss(
    Domain(
        probs=UNIT,
        target=UNIT,
        weighting=Choice(get_args(Weighting)),
        absent=Choice(get_args(AbsentClass)),
        where=ItemMask(),
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
    return num.overlap.Regions(xp, probs, target, weighting, absent, where).loss[..., 0, 0]


@generalized_dice.partials
def _(
    xp: Namespace, probs: Array, target: Array, *, weighting: Weighting, absent: AbsentClass, where: Array | None
) -> tuple[Array, Array]:
    return num.overlap.Regions(xp, probs, target, weighting, absent, where).slopes()
