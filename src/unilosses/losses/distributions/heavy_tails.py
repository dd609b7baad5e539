"""Noise with heavier tails than Gauss's: Laplace and Student."""

from __future__ import annotations

import math

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import POSITIVE, REAL, Broadcast, Domain, Interval
from ...numerics.barron import HUGE
from ...numerics.gamma import HALF_LOG_TWO_PI, stirling_rest
from ...typing import Array, Namespace, Scalar


@loss(Domain(mean=REAL, target=REAL, scale=Broadcast(POSITIVE)), class_name="LaplaceNLL")
def laplace_nll(xp: Namespace, mean: Array, target: Array, scale: Array) -> Array:
    """Laplace negative log-likelihood: absolute error where the model says how sure it is.

    The robust sister of `gaussian_nll`: an outlier asks for a larger scale only in proportion to its distance. The best
    constant prediction is the median, the best scale the mean absolute deviation from it.

    Formula
        log(2 b) + |e| / b, with e = mean - target and b = scale
    Domain
        mean, target: real numbers, in the same units. scale > 0, in those units; the variance is 2 scale^2. At
        scale = 0 the loss is inf, and -inf where the residual is 0 too.
    Subgradient
        0 by mean and target at e = 0, on every backend.
    Errors
        A negative scale gives NaN.
    See also
        absolute_error, gaussian_nll
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.laplace_nll(np.asarray([3.0]), np.asarray([0.0]), np.asarray([0.5]))
        >>> float(loss)
        6.0

    Source
        Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions 2 (1995), equation 24.1.
    """
    ratio = num.divide_no_nan(xp, xp.abs(mean - target), scale)
    return _plus_log_scale(xp, ratio, num.log(xp, scale) + math.log(2.0))


@laplace_nll.partials
def _(xp: Namespace, mean: Array, target: Array, scale: Array) -> tuple[Array, Array, Array]:
    # by b: (1 - |e| / b) / b
    e = mean - target
    by_mean = num.divide_no_nan(xp, num.sign(xp, e), scale)
    excess = 1.0 - num.divide_no_nan(xp, num.absolute(xp, e), scale)
    return by_mean, -by_mean, num.divide_no_nan(xp, excess, scale)


@loss(
    Domain(mean=REAL, target=REAL, scale=Broadcast(POSITIVE), df=Interval(0.0, closed_low=False, closed_high=False)),
    class_name="StudentTNLL",
)
def student_t_nll(xp: Namespace, mean: Array, target: Array, scale: Array, *, df: Scalar = 4.0) -> Array:
    """Student's t negative log-likelihood: a likelihood that expects outliers, the more so the smaller `df`.

    The influence of a residual falls off beyond sqrt(df) scales. For df = 1 it is Cauchy's distribution, for df -> inf
    Gauss's.

    Formula
        (df + 1) / 2 log(1 + t^2 / df) + log(scale) + log(df pi) / 2 + log Gamma(df / 2) - log Gamma((df + 1) / 2),
        with t = (mean - target) / scale
    Domain
        mean, target: real numbers, in the same units. scale > 0, in those units; it is no standard deviation, which
        is sqrt(df / (df - 2)) times as much. df > 0, finite; it may be a learned array, as the loss has all terms
        that depend on it. At scale = 0 the loss is inf, and -inf where the residual is 0 too.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        A negative scale gives NaN.
    See also
        cauchy, gaussian_nll
    Example
        >>> import numpy as np, unilosses
        >>> mean, target, scale = np.asarray([1.0]), np.asarray([0.0]), np.asarray([1.0])
        >>> round(float(unilosses.student_t_nll(mean, target, scale, df=1.0)), 12)  # log(2 pi)
        1.837877066409

    Source
        Lange, Little and Taylor, Robust statistical modeling using the t distribution, J. Amer. Statist. Assoc. 84
        (1989), section 2.
    """
    # log(1 + t^2 / df), and log(t^2 / df) where t^2 might overflow
    functions = num.functions_of(xp, df)
    r = xp.abs(mean - target)
    far = r > HUGE * scale * functions.sqrt(df)
    t = num.divide_no_nan(xp, xp.where(far, 0.0, r), scale)
    beyond = 2.0 * (num.log(xp, xp.where(far, r, 1.0)) - num.log(xp, xp.where(far, scale, 1.0))) - functions.log(df)
    tail = 0.5 * (df + 1.0) * xp.where(far, beyond, xp.log1p(t * (t / df)))
    return _plus_log_scale(xp, tail, num.log(xp, scale) + _log_normalizer(xp, df))


@student_t_nll.partials
def _(xp: Namespace, mean: Array, target: Array, scale: Array, *, df: Scalar) -> tuple[Array, Array, Array]:
    # by e: (df + 1) e / (df scale^2 + e^2); by scale: df (scale^2 - e^2) / (df scale^2 + e^2) / scale
    functions = num.functions_of(xp, df)
    below, above = num.where(xp, df < 1.0, df, 1.0), num.where(xp, df > 1.0, df, 1.0)
    e = mean - target
    r = num.absolute(xp, e)
    unit = xp.where(r < scale, scale, xp.where(r == 0, 1.0, r))
    e, s = e / unit, scale / unit
    # h^2 = (df s^2 + e^2) / max(df, 1)
    h = xp.hypot(functions.sqrt(below) * s, e / functions.sqrt(above))
    certain = h == 0  # scale and residual are both 0
    h = xp.where(certain, 1.0, h)
    slope, share = e / h, xp.where(certain, 1.0, s / h)
    by_mean = (below + 1.0 / above) * slope / h / unit
    return by_mean, -by_mean, num.divide_no_nan(xp, below * (share - slope) * (share + slope), scale)


def _log_normalizer(xp: Namespace, df: Scalar) -> Scalar:
    """log(df pi) / 2 + log Gamma(df / 2) - log Gamma((df + 1) / 2)."""
    # By Stirling's formula; its parts are all positive, and for large df nothing but log(2 pi) / 2 is left.
    functions = num.functions_of(xp, df)
    half = 0.5 * df
    rests = stirling_rest(xp, half) - stirling_rest(xp, half + 0.5)
    return HALF_LOG_TWO_PI + (rests + (0.5 - half * functions.log1p(1.0 / df)))


def _plus_log_scale(xp: Namespace, tail: Array, log_scale: Array) -> Array:
    """The sum, which is inf where the first part is: at a scale of 0."""
    infinite = tail == math.inf
    return xp.where(infinite, tail, log_scale + xp.where(infinite, 0.0, tail))
