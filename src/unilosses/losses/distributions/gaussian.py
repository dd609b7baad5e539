"""Gaussian noise of a predicted variance."""

from __future__ import annotations

import math
from typing import Literal

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import POSITIVE, REAL, Broadcast, Choice, Domain, Flag, Optional
from ...numerics.gamma import HALF_LOG_TWO_PI
from ...typing import Array, Namespace, Scalar

SPREAD = Choice(("variance", "log_variance", "scale"))
Spread = Literal["variance", "log_variance", "scale"]


@loss(
    Domain(mean=REAL, target=REAL, spread=Broadcast(POSITIVE), spread_is=SPREAD, full=Flag(), eps=Optional(POSITIVE)),
    class_name="GaussianNLL",
)
def gaussian_nll(
    xp: Namespace,
    mean: Array,
    target: Array,
    spread: Array,
    *,
    spread_is: Spread = "variance",
    full: bool = False,
    eps: Scalar | None = None,
) -> Array:
    """Gaussian negative log-likelihood: squared error where the model says how sure it is.

    For regression with a predicted (or learned) noise level. Large residuals ask for a larger spread, and a large
    spread costs its logarithm.

    Formula
        (log v + e^2 / v) / 2, with e = mean - target and v the variance; log(2 pi) / 2 is added for full=True
    Domain
        mean, target: real numbers. spread_is says what spread holds: "variance" v > 0, "scale" sqrt(v) > 0, or
        "log_variance" log v, any real number, which needs no positive output of a model. eps > 0: variances below
        eps count as eps, whichever of the three is given; None: as they are. At v = 0 the loss is inf, and -inf where
        the residual is 0 too.
    Subgradient
        Below eps, the derivative by spread is not 0 but that at the bound, as in torch: a variance that became too
        small can grow again. Elsewhere the loss is smooth.
    Errors
        A negative variance or scale gives NaN.
    See also
        squared_error, laplace_nll, student_t_nll
    Example
        >>> import numpy as np, unilosses
        >>> mean, target, variance = np.asarray([0.0, 1.0]), np.asarray([2.0, 1.0]), np.asarray([4.0, 1.0])
        >>> loss = unilosses.gaussian_nll(mean, target, variance, reduction="none")
        >>> [round(float(x), 12) for x in loss]
        [1.19314718056, 0.0]

    Source
        Nix and Weigend, Estimating the mean and variance of the target probability distribution, ICNN 1994,
        equation 4. With eps=1e-6 it is torch's in value and gradient; MLX's gradient by a variance below eps is 0.
    """
    # log v / 2 and e^2 / (2 v), as a product of quotients, which overflows only where it has to
    e = mean - target
    s = _raised(xp, spread, spread_is, eps)
    if spread_is == "log_variance":
        ratio = num.multiply_no_nan(xp, e, _inverse_scale(xp, s, eps))
        half_log, half_square = 0.5 * s, 0.5 * ratio * ratio
    elif spread_is == "scale":
        ratio = num.divide_no_nan(xp, e, s)
        half_log, half_square = num.log(xp, s), 0.5 * ratio * ratio
    else:
        half_log, half_square = 0.5 * num.log(xp, s), 0.5 * e * num.divide_no_nan(xp, e, s)
    if full:
        half_log = half_log + HALF_LOG_TWO_PI
    infinite = half_square == math.inf
    return xp.where(infinite, half_square, half_log + xp.where(infinite, 0.0, half_square))


@gaussian_nll.partials
def _(
    xp: Namespace, mean: Array, target: Array, spread: Array, *, spread_is: Spread, full: bool, eps: Scalar | None
) -> tuple[Array, Array, Array]:
    e = mean - target
    s = _raised(xp, spread, spread_is, eps)
    if spread_is == "log_variance":
        # by mean: e / v; by log v: (1 - e^2 / v) / 2
        inverse = _inverse_scale(xp, s, eps)
        ratio = num.multiply_no_nan(xp, e, inverse)
        by_mean = num.multiply_no_nan(xp, ratio, inverse)
        return by_mean, -by_mean, 0.5 - 0.5 * ratio * ratio
    # by v: (1 / v - (e / v)^2) / 2; by sqrt(v): 1 / sqrt(v) - e^2 / sqrt(v)^3
    inverse, ratio = num.divide_no_nan(xp, xp.ones_like(s), s), num.divide_no_nan(xp, e, s)
    gone = (s == 0) & (e != 0)
    ratio_or_none = xp.where(gone, 0.0, ratio)
    if spread_is == "scale":
        by_mean = num.divide_no_nan(xp, ratio, s)
        slope = inverse - ratio_or_none * xp.where(gone, 0.0, by_mean)
    else:
        by_mean = ratio
        slope = 0.5 * inverse - 0.5 * num.square(ratio_or_none)
    return by_mean, -by_mean, xp.where(gone, -math.inf, slope)


def _raised(xp: Namespace, spread: Array, spread_is: Spread, eps: Scalar | None) -> Array:
    """The spread of a variance of at least eps; a negative variance or scale stays one."""
    if eps is None:
        return spread
    if spread_is == "log_variance":
        return xp.where(spread < _log(xp, eps), _log(xp, eps), spread)
    bound = eps**0.5 if spread_is == "scale" else eps
    return xp.where((spread < bound) & (spread >= 0), bound, spread)


def _log(xp: Namespace, x: Scalar) -> Scalar:
    logarithm: Scalar = num.functions_of(xp, x).log(x)
    return logarithm


def _inverse_scale(xp: Namespace, s: Array, eps: Scalar | None) -> Array:
    """exp(-s / 2), with a variance of eps where s is its logarithm, whose rounding exp would magnify."""
    inverse = xp.exp(-0.5 * s)
    return inverse if eps is None else xp.where(s == _log(xp, eps), eps**-0.5, inverse)
