"""Counts: Poisson, and negative binomial for more variance than that."""

from __future__ import annotations

import math
from typing import Literal

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import NONNEGATIVE, POSITIVE, REAL, Choice, Domain, Flag, Interval, Optional
from ...numerics.gamma import HALF_LOG_TWO_PI, digamma, factorial_rest
from ...typing import Array, Namespace, Scalar

CONSTANT = Choice(("none", "stirling", "exact"))
Constant = Literal["none", "stirling", "exact"]
# The rate is infinite long before its logarithm is here.
HUGE_LOG = 1024.0


@loss(
    Domain(pred=REAL, target=NONNEGATIVE, log_input=Flag(), full=CONSTANT, eps=Optional(POSITIVE)),
    class_name="PoissonNLL",
)
def poisson_nll(
    xp: Namespace,
    pred: Array,
    target: Array,
    *,
    log_input: bool = True,
    full: Constant = "none",
    eps: Scalar | None = None,
) -> Array:
    """Poisson negative log-likelihood: for counts, whose variance is their mean.

    The prediction is the logarithm of the rate, which may be any number, or the rate itself.

    Formula
        m - y log m, with y = target and the rate m = exp(pred), or m = pred for log_input=False (then m + eps in the
        logarithm, where eps is given), plus what full asks for:
        "none": nothing; "exact": log(y!), by Gamma(y + 1) between the integers;
        "stirling": y log y - y + log(2 pi y) / 2 for y > 1, and nothing up to 1
    Domain
        pred: real numbers for log_input=True, numbers >= 0 otherwise; a rate of 0 gives inf where the target is not
        0, and 0 log 0 = 0. target: counts >= 0, or averages of them. eps > 0: added to the rate in its logarithm, as
        in torch and Keras; None: nothing is added. With log_input=True it has no meaning.
    Subgradient
        None is needed by pred. By target, full="stirling" jumps at 1, which belongs to the side below.
    Errors
        A negative rate gives NaN, and so does a negative target with full="exact".
    See also
        poisson_deviance, negative_binomial_nll
    Example
        >>> import numpy as np, unilosses
        >>> rate, count = np.asarray([2.0]), np.asarray([2.0])
        >>> kinds = ("none", "stirling", "exact")
        >>> [round(float(unilosses.poisson_nll(rate, count, log_input=False, full=f)), 6) for f in kinds]
        [0.613706, 1.265512, 1.306853]

    Source
        Cameron and Trivedi, Regression Analysis of Count Data (1998), equation 2.6. torch and TensorFlow have
        Stirling's approximation only, which is 0.6518 for log 2! = 0.6931.
    """
    # m - y log m, with the rate m = exp(x), or x itself
    rate = xp.exp(pred) if log_input else xp.where(pred < 0, math.nan, pred)
    total = rate if log_input else _shifted(rate, eps)
    log_rate = pred if log_input else num.log(xp, total)
    value = rate - num.multiply_no_nan(xp, target, num.minimum(xp, log_rate, HUGE_LOG))
    if full == "none":
        return value
    counted = target > (1.0 if full == "stirling" else 0.0)
    y, huge = xp.where(counted, target, 1.0), total == math.inf
    whole = _shortfall(xp, y, xp.where(huge, 1.0, total), xp.where(huge, 0.0, log_rate) if log_input else None, eps)
    if full == "stirling":
        whole = whole + 0.5 * xp.log(y) + HALF_LOG_TWO_PI
    else:
        whole = whole + factorial_rest(xp, y)
        value = xp.where(target < 0, math.nan, value)
    return xp.where(counted & ~huge, whole, value)


@poisson_nll.partials
def _(
    xp: Namespace, pred: Array, target: Array, *, log_input: bool, full: Constant, eps: Scalar | None
) -> tuple[Array, Array]:
    y = target
    if log_input:
        by_pred, log_rate = xp.exp(pred) - y, pred
    else:
        total = _shifted(xp.where(pred < 0, math.nan, pred), eps)
        gap = _shifted(pred - y, eps)
        by_pred = xp.where(y == 0, total - total + 1.0, num.divide_no_nan(xp, gap, total))
        log_rate = num.log(xp, total)
    if full == "stirling":
        counted = y > 1
        safe = xp.where(counted, y, 1.0)
        return by_pred, xp.where(counted, xp.log(safe) + 0.5 / safe, 0.0) - log_rate
    if full == "exact":
        return by_pred, digamma(xp, xp.where(y < 0, math.nan, y) + 1.0) - log_rate
    return by_pred, -log_rate


def _shifted(x: Array, eps: Scalar | None) -> Array:
    return x if eps is None else x + eps


def _shortfall(xp: Namespace, y: Array, total: Array, log_rate: Array | None, eps: Scalar | None) -> Array:
    """m - y log(m + eps) + y log y - y, with m + eps = total, without the large terms that cancel."""
    if log_rate is None:
        excess = num.kl_div(xp, y, total, y - total)
        return excess if eps is None else excess - eps
    # By logarithms where the rate underflows.
    lost = log_rate < -50.0
    ratio = xp.where(lost, xp.log(y) - log_rate, num.log_ratio(xp, y, xp.where(lost, 1.0, total)))
    return num.kl_div(xp, y, total, y - total, ratio)


@loss(
    Domain(mean=NONNEGATIVE, target=NONNEGATIVE, total_count=Interval(0.0, closed_low=False, closed_high=False)),
    class_name="NegativeBinomialNLL",
)
def negative_binomial_nll(xp: Namespace, mean: Array, target: Array, *, total_count: Scalar = 1.0) -> Array:
    """Negative binomial negative log-likelihood, by its mean: for counts that vary more than Poisson's.

    The variance is mean + mean^2 / total_count: the form that regression calls NB2, whose dispersion is
    1 / total_count. As total_count grows, it becomes `poisson_nll` with full="exact".

    Formula
        (r + y) log(1 + m / r) - y log(m / r) - log(Gamma(y + r) / (Gamma(r) y!)), with m = mean, y = target and
        r = total_count; y! = Gamma(y + 1)
    Domain
        mean: numbers >= 0; a mean of 0 gives inf where the target is not 0. target: counts >= 0. total_count > 0,
        finite, no integer in general; it may be a learned array. In terms of the probability p of a success, as in
        torch.distributions, m = r p / (1 - p), so that logits are log(m / r).
    Subgradient
        None is needed: the loss is smooth.
    Errors
        Negative numbers give NaN.
    See also
        poisson_nll
    Example
        >>> import numpy as np, unilosses
        >>> mean, count = np.asarray([1.0, 1.0]), np.asarray([0.0, 1.0])
        >>> loss = unilosses.negative_binomial_nll(mean, count, total_count=1.0, reduction="none")
        >>> [round(float(x), 12) for x in loss]  # geometric: log 2 and log 4
        [0.69314718056, 1.38629436112]

    Source
        Cameron and Trivedi, Regression Analysis of Count Data (1998), equation 3.26, with r = 1 / alpha. Evaluated as
        in Loader, Fast and accurate computation of binomial probabilities (2000): large gamma functions do not cancel.
    """
    # With n = r + y, p = r / (r + m) and E(a, b) = a log(a / b) - a + b, which vanishes for a = b, the loss is
    # E(r, n p) + E(y, n (1 - p)) + rest(r) + rest(y) - rest(n) + log(2 pi y n / r) / 2, rest being Stirling's
    m, r = xp.where(mean < 0, math.nan, mean), xp.zeros_like(mean) + total_count
    counted = target > 0
    y = xp.where(counted, target, 1.0)
    whole = num.binomial_kl_div(xp, r, y, m) + num.binomial_rest(xp, y, r)
    return xp.where(target < 0, math.nan, xp.where(counted, whole, r * num.log_ratio(xp, r + m, r, m)))


@negative_binomial_nll.partials
def _(xp: Namespace, mean: Array, target: Array, *, total_count: Scalar) -> tuple[Array, Array]:
    # by m: r (m - y) / (m (r + m)); by y: digamma(y + 1) - digamma(y + r) + log(1 + r / m)
    m, r = xp.where(mean < 0, math.nan, mean), xp.zeros_like(mean) + total_count
    relative = xp.where(target == 0, m - m + 1.0, num.divide_no_nan(xp, m - target, m))
    y = xp.where(target < 0, math.nan, target)
    by_target = (digamma(xp, y + 1.0) - digamma(xp, y + r)) + num.log_ratio(xp, r + m, m, r)
    return relative * (r / (r + m)), by_target
