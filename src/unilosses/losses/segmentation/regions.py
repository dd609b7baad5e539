"""Losses of segmentation: how far a predicted region and the true one overlap."""

from __future__ import annotations

from typing import get_args

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import NONNEGATIVE, POSITIVE, UNIT, Choice, Domain, Flag, ItemMask
from ...numerics.overlap import Absent
from ...typing import Array, Namespace, Scalar

ABSENT = Choice(get_args(Absent))


@loss(
    Domain(probs=UNIT, target=UNIT, smooth=NONNEGATIVE, squared=Flag(), absent=ABSENT, where=ItemMask()), event_ndim=1
)
def dice(
    xp: Namespace,
    probs: Array,
    target: Array,
    *,
    smooth: Scalar = 0.0,
    squared: bool = False,
    absent: Absent = "count",
    where: Array | None = None,
) -> Array:
    """Soft Dice loss of a region: 1 minus twice the overlap over the sum of both sizes.

    For segmentation where the region is small beside the background. `axis` names the pixels' axes; what remains
    (samples, classes) is the unreduced loss.

    Formula
        1 - (2 I + smooth) / (P + T + smooth), with I = sum p t, P = sum p, T = sum t over the pixels, p = probs,
        t = target; squared: P = sum p^2, T = sum t^2; 0 where both are empty and smooth = 0
    Shapes
        probs, target: the same shape. For (N, H, W, C): axis=(1, 2) gives a loss of shape (N, C); axis=(0, 1, 2)
        ("batch Dice") gives (C,). weight: class weights as an array of shape (1, C), or (C,) for batch Dice.
        where: a mask of the loss's shape, or one of single pixels, with as many axes as probs, such as (N, H, W, 1).
    Domain
        probs, target: numbers in [0, 1]; soft targets are welcome. Integer maps become one-hot by
        `labels[..., None] == xp.arange(C)`; a label to ignore goes into where: `(labels != 255)[..., None]`.
        smooth >= 0. absent: what a region costs that the target does not have (all its t are 0): "count": what the
        formula gives, 1 if any of it is predicted and 0 if not; "zero": 0; "one": 1; "nan": NaN, for a mean of your
        own. To leave such classes out of the mean: `where=xp.any(target > 0, axis=(1, 2))`.
    Subgradient
        0 where both are empty, and where `absent` fixes the value.
    See also
        jaccard, tversky, generalized_dice
    Example
        >>> import numpy as np, unilosses
        >>> probs, target = np.asarray([[0.75, 0.5, 0.0, 0.25]]), np.asarray([[1, 1, 0, 0]])
        >>> round(float(unilosses.dice(probs, target)), 6)
        0.285714

    Source
        Milletari, Navab and Ahmadi, V-Net, 3DV 2016, section 3 (with squares); Drozdzal et al., The importance of skip
        connections in biomedical image segmentation, DLMIA 2016 (without).
    """
    return num.overlap.Region(xp, probs, target, where, 0.5, 0.5, 0.5 * smooth, squared).cost(absent)


@dice.partials
def _(
    xp: Namespace, probs: Array, target: Array, *, smooth: Scalar, squared: bool, absent: Absent, where: Array | None
) -> tuple[Array, Array]:
    return num.overlap.Region(xp, probs, target, where, 0.5, 0.5, 0.5 * smooth, squared).slopes(absent)


@loss(
    Domain(probs=UNIT, target=UNIT, smooth=NONNEGATIVE, squared=Flag(), absent=ABSENT, where=ItemMask()),
    event_ndim=1,
)
def jaccard(
    xp: Namespace,
    probs: Array,
    target: Array,
    *,
    smooth: Scalar = 0.0,
    squared: bool = False,
    absent: Absent = "count",
    where: Array | None = None,
) -> Array:
    """Soft Jaccard loss of a region: 1 minus the intersection over the union.

    It orders predictions as `dice` does, and weighs bad overlaps more.

    Formula
        1 - (I + smooth) / (P + T - I + smooth), with I = sum p t, P = sum p, T = sum t over the pixels, p = probs,
        t = target; squared: P = sum p^2, T = sum t^2; 0 where both are empty and smooth = 0
    Shapes
        probs, target: the same shape; `axis` names the pixels' axes, what remains is the unreduced loss: see `dice`.
        where: a mask of the loss's shape, or one of single pixels, with as many axes as probs.
    Domain
        probs, target: numbers in [0, 1]. smooth >= 0. absent: what a region costs that the target does not have:
        "count" (the formula), "zero", "one" or "nan": see `dice`.
    Subgradient
        0 where both are empty, and where `absent` fixes the value.
    See also
        dice, tversky
    Example
        >>> import numpy as np, unilosses
        >>> probs, target = np.asarray([[0.75, 0.5, 0.0, 0.25]]), np.asarray([[1, 1, 0, 0]])
        >>> round(float(unilosses.jaccard(probs, target)), 6)
        0.444444

    Source
        Rahman and Wang, Optimizing intersection-over-union in deep neural networks for image segmentation, ISVC 2016,
        section 3.
    """
    return num.overlap.Region(xp, probs, target, where, 1.0, 1.0, smooth, squared).cost(absent)


@jaccard.partials
def _(
    xp: Namespace, probs: Array, target: Array, *, smooth: Scalar, squared: bool, absent: Absent, where: Array | None
) -> tuple[Array, Array]:
    return num.overlap.Region(xp, probs, target, where, 1.0, 1.0, smooth, squared).slopes(absent)


@loss(
    Domain(
        probs=UNIT,
        target=UNIT,
        alpha=NONNEGATIVE,
        beta=NONNEGATIVE,
        smooth=NONNEGATIVE,
        absent=ABSENT,
        where=ItemMask(),
    ),
    event_ndim=1,
)
def tversky(
    xp: Namespace,
    probs: Array,
    target: Array,
    *,
    alpha: Scalar = 0.5,
    beta: Scalar = 0.5,
    smooth: Scalar = 0.0,
    absent: Absent = "count",
    where: Array | None = None,
) -> Array:
    """Tversky loss of a region: an overlap that counts false positives and false negatives differently.

    alpha weighs false positives, beta false negatives: a larger beta finds more of a rare region. alpha = beta = 1/2
    is `dice`, alpha = beta = 1 is `jaccard`. (Keras 3.15.1 has the two exchanged.)

    Formula
        1 - (TP + smooth) / (TP + alpha FP + beta FN + smooth), with TP = sum p t, FP = sum p (1 - t),
        FN = sum (1 - p) t over the pixels, p = probs, t = target; 0 for 0 / 0
    Shapes
        probs, target: the same shape; `axis` names the pixels' axes, what remains is the unreduced loss: see `dice`.
        where: a mask of the loss's shape, or one of single pixels, with as many axes as probs.
    Domain
        probs, target: numbers in [0, 1]. alpha, beta, smooth >= 0; they may be learned 0-d arrays. absent: what a
        region costs that the target does not have: "count" (the formula), "zero", "one" or "nan": see `dice`.
    Subgradient
        0 where the denominator is 0, and where `absent` fixes the value.
    See also
        focal_tversky, dice, jaccard
    Example
        >>> import numpy as np, unilosses
        >>> probs, target = np.asarray([[1.0, 1.0, 0.0]]), np.asarray([[1, 0, 0]])  # one false positive
        >>> round(float(unilosses.tversky(probs, target, alpha=0.25, beta=0.75)), 6)
        0.2

    Source
        Salehi, Erdogmus and Gholipour, Tversky loss function for image segmentation, MLMI 2017, equation 3.
    """
    return num.overlap.Region(xp, probs, target, where, alpha, beta, smooth).cost(absent)


@tversky.partials
def _(
    xp: Namespace,
    probs: Array,
    target: Array,
    *,
    alpha: Scalar,
    beta: Scalar,
    smooth: Scalar,
    absent: Absent,
    where: Array | None,
) -> tuple[Array, Array]:
    return num.overlap.Region(xp, probs, target, where, alpha, beta, smooth).slopes(absent)


@loss(
    Domain(
        probs=UNIT,
        target=UNIT,
        alpha=NONNEGATIVE,
        beta=NONNEGATIVE,
        gamma=POSITIVE,
        smooth=NONNEGATIVE,
        absent=ABSENT,
        where=ItemMask(),
    ),
    event_ndim=1,
)
def focal_tversky(
    xp: Namespace,
    probs: Array,
    target: Array,
    *,
    alpha: Scalar = 0.3,
    beta: Scalar = 0.7,
    gamma: Scalar = 0.75,
    smooth: Scalar = 0.0,
    absent: Absent = "count",
    where: Array | None = None,
) -> Array:
    """Focal Tversky loss of a region: a power of `tversky`.

    gamma < 1 pulls harder on regions that are nearly right, gamma > 1 on those that are badly wrong.

    Formula
        tversky(p, t)^gamma, with p = probs, t = target
    Shapes
        probs, target: the same shape; `axis` names the pixels' axes, what remains is the unreduced loss: see `dice`.
        where: a mask of the loss's shape, or one of single pixels, with as many axes as probs.
    Domain
        probs, target: numbers in [0, 1]. alpha (false positives), beta (false negatives), smooth >= 0; gamma > 0 is the
        exponent itself: the paper's is 1 / gamma with gamma = 4/3, and its alpha and beta are exchanged. All may be
        learned 0-d arrays. absent: what a region costs that the target does not have: "count" (the formula), "zero",
        "one" or "nan": see `dice`.
    Subgradient
        0 where the loss is 0, if gamma < 1 (the slope is infinite there); where the denominator is 0; and where
        `absent` fixes the value.
    See also
        tversky, sigmoid_focal
    Example
        >>> import numpy as np, unilosses
        >>> probs, target = np.asarray([[1.0, 0.0, 0.0]]), np.asarray([[1, 1, 0]])  # one false negative
        >>> round(float(unilosses.focal_tversky(probs, target, beta=1.0, gamma=2.0)), 6)
        0.25

    Source
        Abraham and Khan, A novel focal Tversky loss function for lesion segmentation, ISBI 2019, equation 4.
    """
    region = num.overlap.Region(xp, probs, target, where, alpha, beta, smooth)
    return region.replaced(num.power(xp, region.loss, gamma), absent)[..., 0]


@focal_tversky.partials
def _(
    xp: Namespace,
    probs: Array,
    target: Array,
    *,
    alpha: Scalar,
    beta: Scalar,
    gamma: Scalar,
    smooth: Scalar,
    absent: Absent,
    where: Array | None,
) -> tuple[Array, Array]:
    # gamma L^(gamma - 1) times that of L
    region = num.overlap.Region(xp, probs, target, where, alpha, beta, smooth)
    factor = num.power_slope(xp, region.loss, gamma)
    by_probs, by_target = region.slopes(absent)
    return factor * by_probs, factor * by_target
