"""Deviances of generalized linear models: twice what a prediction lacks in log-likelihood; 0 where it is right."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import NONNEGATIVE, POSITIVE, Domain, Interval
from ...numerics import tweedie
from ...typing import Array, Namespace, Scalar


@loss(Domain(pred=NONNEGATIVE, target=NONNEGATIVE))
def poisson_deviance(xp: Namespace, pred: Array, target: Array) -> Array:
    """Poisson deviance: for counts and frequencies, by their predicted mean; 0 where prediction and target agree.

    Twice `poisson_nll` of the same rate without what depends on the target alone, so it has the same minimum.

    Formula
        2 (y log(y / m) - y + m), with y = target and m = pred; 0 log 0 = 0
    Domain
        pred: numbers > 0; 0 gives inf where the target is not 0. target: numbers >= 0. Negative ones give NaN.
    Subgradient
        By a target of 0 the derivative (minus infinity) is taken as 0.
    See also
        poisson_nll, tweedie_deviance
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.poisson_deviance(np.asarray([1.0, 2.0]), np.asarray([0.0, 2.0]), reduction="none")
        >>> loss.tolist()
        [2.0, 0.0]

    Source
        McCullagh and Nelder, Generalized Linear Models (1989), section 2.3, with Nelder and Wedderburn's factor 2;
        scikit-learn's `HalfPoissonLoss` is half of it, without what depends on the target alone, of log(pred).
    """
    return 2.0 * num.kl_div(xp, target, pred, target - pred)


@poisson_deviance.partials
def _poisson_slopes(xp: Namespace, pred: Array, target: Array) -> tuple[Array, Array]:
    # by m: 2 (m - y) / m; by y: 2 log(y / m)
    absent = target == 0
    safe, m = xp.where(absent, 1.0, target), xp.where(pred < 0, math.nan, pred)
    by_pred = 2.0 * xp.where(absent, m - m + 1.0, num.divide_no_nan(xp, m - target, m))
    return by_pred, 2.0 * xp.where(absent, 0.0, num.kl_div_slope(xp, safe, m, safe - m))


@loss(Domain(pred=POSITIVE, target=POSITIVE))
def gamma_deviance(xp: Namespace, pred: Array, target: Array) -> Array:
    """Gamma deviance: for positive amounts whose standard deviation grows with their mean; it knows ratios only.

    As for claim sizes, waiting times, rain. Both numbers multiplied by the same give the same loss.

    Formula
        2 (log(m / y) + y / m - 1), with y = target and m = pred
    Domain
        pred, target: numbers > 0. Where one of them is 0 the loss is inf; where both are, or one is negative, NaN.
    Subgradient
        None is needed: the loss is smooth.
    See also
        tweedie_deviance, poisson_deviance
    Example
        >>> import numpy as np, unilosses
        >>> round(float(unilosses.gamma_deviance(np.asarray([2.0]), np.asarray([1.0]))), 12)
        0.38629436112

    Source
        McCullagh and Nelder, Generalized Linear Models (1989), section 2.3, with Nelder and Wedderburn's factor 2;
        scikit-learn's `HalfGammaLoss` is half of it, without what depends on the target alone, of log(pred).
    """
    # With d = (m - y) / (m + y): (m - y) / m d (1 + d (1 + d) P(d^2)), as in the Poisson deviance; else as it stands
    m, y, valid = _positive(xp, pred, target)
    gap = m - y
    _, small, d, far_m, far_y = num.near_and_far(xp, m, y, gap)
    near = xp.where(small, gap, 0.0) / m * num.close_term(d)
    far = num.log_ratio(xp, far_m, far_y) + (far_y - far_m) / far_m
    return xp.where(valid, 2.0 * xp.where(small, near, far), _outside(xp, pred, target))


@gamma_deviance.partials
def _gamma_slopes(xp: Namespace, pred: Array, target: Array) -> tuple[Array, Array]:
    # by m: 2 (m - y) / m^2; by y: 2 (y - m) / (m y)
    m, y, valid = _positive(xp, pred, target)
    gap = m - y
    above = gap > 0
    by_target = (-2.0 * gap) / xp.where(above, m, y) / xp.where(above, y, m)
    by_pred = xp.where(pred == 0, -math.inf, 2.0 * (gap / m / m))
    edge = _outside(xp, pred, target)
    defined = valid | (edge == math.inf)
    return xp.where(defined, by_pred, edge), xp.where(valid, by_target, xp.where(target == 0, -math.inf, -edge))


def _positive(xp: Namespace, pred: Array, target: Array) -> tuple[Array, Array, Array]:
    """Both numbers, 1 in place of what is not positive, and where both are."""
    valid = (pred > 0) & (target > 0)
    return xp.where(valid, pred, 1.0), xp.where(valid, target, 1.0), valid


def _outside(xp: Namespace, pred: Array, target: Array) -> Array:
    """inf where one of two numbers is 0 and the other is positive, otherwise NaN."""
    edge = ((pred == 0) & (target > 0)) | ((pred > 0) & (target == 0))
    return xp.where(edge, math.inf, xp.zeros_like(pred) + math.nan)


@dataclass(frozen=True)
class _Powers(Interval):
    """Where there is a distribution whose variance is that power of its mean."""

    def __contains__(self, x: float) -> bool:
        return -math.inf < x <= 0.0 or 1.0 <= x < math.inf

    def __str__(self) -> str:
        return "(-inf, 0] or [1, inf)"

    @property
    def interior(self) -> float:
        return 1.5


@loss(Domain(pred=POSITIVE, target=NONNEGATIVE, power=_Powers()))
def tweedie_deviance(xp: Namespace, pred: Array, target: Array, *, power: Scalar = 1.5) -> Array:
    """Tweedie deviance: for amounts whose variance is a power of their mean; between 1 and 2 they may be exactly 0.

    power = 0 is the squared error, 1 `poisson_deviance`, 2 `gamma_deviance`, 3 the inverse Gaussian's. Between 1 and 2
    it belongs to a Poisson number of gamma amounts: the cost of insurance claims, daily rain.

    Formula
        2 (max(y, 0)^(2 - p) / ((1 - p) (2 - p)) - y m^(1 - p) / (1 - p) + m^(2 - p) / (2 - p)), with y = target,
        m = pred, p = power; its limits for p = 1 and 2; (y - m)^2 for p = 0
    Domain
        power: a Python number, <= 0 or >= 1. It cannot be learned: a deviance leaves out what depends on it alone.
        power < 0: pred > 0, target any real number; 0: both any; in [1, 2): pred > 0, target >= 0; >= 2: both > 0.
        At 0 the loss is its limit, which is inf for pred = 0 with power >= 1 and for target = 0 with power >= 2.
        Outside, and for 0 against 0 with power >= 2, it is NaN.
    Subgradient
        By a target of 0 the derivative (minus infinity for power >= 1) is taken as 0.
    Errors
        TypeError: power is an array.
    See also
        poisson_deviance, gamma_deviance, squared_error
    Example
        >>> import numpy as np, unilosses
        >>> pred, target = np.asarray([4.0, 4.0]), np.asarray([0.0, 1.0])
        >>> loss = unilosses.tweedie_deviance(pred, target, power=1.5, reduction="none")
        >>> [round(float(x), 12) for x in loss]
        [8.0, 2.0]

    Source
        Jorgensen, Exponential dispersion models, J. R. Statist. Soc. B 49 (1987), section 2; Dunn and Smyth, Series
        evaluation of Tweedie exponential dispersion model densities, Statist. Comput. 15 (2005), section 2. As
        scikit-learn's metric, whose arguments stand the other way round.
    """
    p = _number(power)
    if p == 0.0:
        return num.square(pred - target)
    if p == 1.0:
        return 2.0 * num.kl_div(xp, target, pred, target - pred)
    if p == 2.0:
        return gamma_deviance.spec.kernel(xp, pred, target)
    return 2.0 * tweedie.half_deviance(xp, pred, target, p)


@tweedie_deviance.partials
def _(xp: Namespace, pred: Array, target: Array, *, power: Scalar) -> tuple[Array, Array]:
    p = _number(power)
    if p == 0.0:
        d = 2.0 * (pred - target)
        return d, -d
    if p in (1.0, 2.0):
        by_pred, by_target = (_poisson_slopes if p == 1.0 else _gamma_slopes)(xp, pred, target)
        return by_pred, by_target
    by_pred, by_target = tweedie.half_slopes(xp, pred, target, p)
    return 2.0 * by_pred, 2.0 * by_target


def _number(power: Scalar) -> float:
    if not isinstance(power, float):
        raise TypeError(
            "tweedie_deviance: power must be a Python number, not an array: it is not learned with a deviance, which "
            "leaves out what depends on it alone"
        )
    return power
