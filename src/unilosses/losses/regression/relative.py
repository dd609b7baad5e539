"""Errors in proportion: of logarithms, and of residuals relative to what they belong to."""

from __future__ import annotations

import math

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import POSITIVE, REAL, Clip, Domain, Flag, Interval
from ...typing import Array, Namespace, Scalar

ABOVE_MINUS_ONE = Interval(-1.0, closed_low=False)


@loss(Domain(pred=ABOVE_MINUS_ONE, target=ABOVE_MINUS_ONE), aliases=("msle",))
def squared_log_error(xp: Namespace, pred: Array, target: Array) -> Array:
    """Squared log error: the squared difference of log(1 + pred) and log(1 + target); its mean is the MSLE.

    For counts and amounts over several decades, where a factor matters and not a difference.

    Formula
        (log(1 + pred) - log(1 + target))^2
    Domain
        pred, target: numbers above -1. Where one of them is -1, the loss is inf; where it is below, or both are -1,
        NaN: nothing is clipped.
    Subgradient
        None is needed: the loss is smooth.
    See also
        squared_error, poisson_deviance
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.squared_log_error(np.asarray([3.0, 0.0]), np.asarray([1.0, 0.0]))
        >>> round(float(loss), 12)
        0.240226506959

    Source
        Tofallis, A better measure of relative prediction accuracy, J. Oper. Res. Soc. 66 (2015), the squared logarithm
        of the ratio; with 1 added to both, which lets counts be 0, as in scikit-learn's user guide. Keras clips
        negative numbers to 1e-7: they cost nothing then, and have no gradient. scikit-learn refuses numbers of -1
        and below.
    """
    d = _log_gap(xp, pred, target)
    return d * d


@squared_log_error.partials
def _(xp: Namespace, pred: Array, target: Array) -> tuple[Array, Array]:
    d = 2.0 * _log_gap(xp, pred, target)
    return num.divide_no_nan(xp, d, 1.0 + pred), -num.divide_no_nan(xp, d, 1.0 + target)


def _log_gap(xp: Namespace, a: Array, b: Array) -> Array:
    """log(1 + a) - log(1 + b), to the last digits where they are close."""
    inside = (a > -1) & (b > -1)
    p, q = xp.where(inside, a, 0.0), xp.where(inside, b, 0.0)
    below = p < q
    less, more = xp.where(below, p, q), xp.where(below, q, p)
    size = num.log_ratio(xp, 1.0 + more, 1.0 + less, more - less)
    edge = xp.where(
        (a == -1) & (b > -1), -math.inf, xp.where((b == -1) & (a > -1), math.inf, xp.zeros_like(a) + math.nan)
    )
    return xp.where(inside, xp.where(below, -size, size), edge)


@loss(Domain(pred=REAL, target=REAL, eps=Clip(POSITIVE), percent=Flag()), aliases=("mape",))
def absolute_percentage_error(
    xp: Namespace, pred: Array, target: Array, *, eps: Scalar | str | None = "finfo", percent: bool = False
) -> Array:
    """Absolute percentage error: the residual relative to the target, as a fraction; its mean is the MAPE.

    Formula
        |e| / max(|target|, eps), with e = pred - target; 100 times that for percent=True
    Domain
        pred, target: real numbers, in the same units, targets far from 0. eps > 0: smaller targets are divided by
        eps; "finfo" is the machine epsilon of the dtype of pred. With eps=None nothing is clipped: the loss at a
        target of 0 is inf, and 0 for a prediction of 0. percent: in percent instead of as a fraction.
    Subgradient
        0 at e = 0, on every backend. By the target, the derivative at |target| = eps is that of the division by
        |target|, and 0 at a target of 0 with eps=None.
    See also
        symmetric_absolute_percentage_error, squared_log_error
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.absolute_percentage_error(np.asarray([1.5, 3.0]), np.asarray([2.0, 4.0]), percent=True)
        >>> float(loss)
        25.0

    Source
        Makridakis, Accuracy measures: theoretical and practical concerns, Int. J. Forecasting 9 (1993), MAPE. The
        peers differ in eps alone: 1e-7 in Keras (which gives percent), 2.2e-16 in scikit-learn for every dtype,
        1.17e-6 in torchmetrics.
    """
    size = _clipped(xp, target, eps)[0]
    r = num.divide_no_nan(xp, xp.abs(pred - target), size)
    return 100.0 * r if percent else r


@absolute_percentage_error.partials
def _(xp: Namespace, pred: Array, target: Array, *, eps: Scalar | str | None, percent: bool) -> tuple[Array, Array]:
    s = (100.0 if percent else 1.0) * num.sign(xp, pred - target)
    size, small = _clipped(xp, target, eps)
    by_pred = num.divide_no_nan(xp, s, size)
    # d |p - y| / |y| by y: -sign(p - y) p / (y |y|)
    ratio = xp.where(size == 0, 0.0, pred) / xp.where(size == 0, 1.0, size)
    slope = num.divide_no_nan(xp, s * num.sign(xp, target) * ratio, size)
    return by_pred, -xp.where(small, by_pred, slope)


def _clipped(xp: Namespace, target: Array, eps: Scalar | str | None) -> tuple[Array, Array]:
    """max(|target|, eps), and where that is eps; the edge belongs to |target|."""
    size = num.absolute(xp, target)
    if eps is None:
        return size, size < 0
    if isinstance(eps, str):  # "finfo"
        eps = float(xp.finfo(target.dtype).eps)
    bound = xp.zeros_like(size) + eps
    small = size < bound
    return xp.where(small, bound, size), small


@loss(Domain(pred=REAL, target=REAL), aliases=("smape",))
def symmetric_absolute_percentage_error(xp: Namespace, pred: Array, target: Array) -> Array:
    """Symmetric absolute percentage error: the residual relative to the mean size of both; its mean is the SMAPE.

    Between 0 and 2, and 2 wherever the signs differ: there it does not say which way to go.

    Formula
        2 |e| / (|target| + |pred|), with e = pred - target; 0 where both are 0
    Domain
        pred, target: real numbers, in the same units. No epsilon is added.
    Subgradient
        At 0 of one of them that of |.| is 0, which is the mean of both sides' slopes; 0 at e = 0. So the gradient is
        0 wherever the signs differ, and is not at a prediction of 0.
    See also
        absolute_percentage_error
    Example
        >>> import numpy as np, unilosses
        >>> pred, target = np.asarray([1.0, 0.0]), np.asarray([3.0, 0.0])
        >>> unilosses.symmetric_absolute_percentage_error(pred, target, reduction="none").tolist()
        [1.0, 0.0]

    Source
        Makridakis, Accuracy measures: theoretical and practical concerns, Int. J. Forecasting 9 (1993), with the
        absolute values of the M4 competition, Int. J. Forecasting 36 (2020), which multiplies by 100. torchmetrics
        divides by at least 1.17e-6.
    """
    # Where the signs differ, |e| is the sum of the sizes; elsewhere it is 2 |e| / high / (1 + low / high): no sum of
    # sizes, which may overflow, even if it is halved (XLA halves it afterwards).
    apart = ((pred > 0) != (target > 0)) | (xp.isinf(pred) != xp.isinf(target))
    apart = apart & ~xp.isnan(pred) & ~xp.isnan(target)
    p, y = xp.where(apart, 0.0, pred), xp.where(apart, 0.0, target)
    high, t = _sizes(xp, xp.abs(p), xp.abs(y))
    return xp.where(apart, 2.0, 2.0 * (xp.abs(p - y) / high) / (1.0 + t))


@symmetric_absolute_percentage_error.partials
def _(xp: Namespace, pred: Array, target: Array) -> tuple[Array, Array]:
    # by pred: 2 sign(e) (1 + sign(pred) sign(target)) |target| / (|pred| + |target|)^2
    slope = 2.0 * num.compare(xp, pred, target) * (1.0 + num.sign(xp, pred) * num.sign(xp, target))
    bounded = ~xp.isinf(pred) & ~xp.isinf(target)
    p, y = (xp.where(bounded, num.absolute(xp, x), 0.0) for x in (pred, target))
    high, t = _sizes(xp, p, y)
    by_pred, by_target = (slope * (xp.where(low, t, 1.0) / num.square(1.0 + t) / high) for low in (y < p, p < y))
    return xp.where(bounded, by_pred, 0.0), xp.where(bounded, -by_target, 0.0)


def _sizes(xp: Namespace, p: Array, y: Array) -> tuple[Array, Array]:
    """The larger of two sizes (1 where both are 0) and the ratio of the smaller to it."""
    high = xp.where(p < y, y, p)
    high = xp.where(high == 0, 1.0, high)
    return high, xp.where(p < y, p, y) / high
