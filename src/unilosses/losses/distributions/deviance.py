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
def _(xp: Namespace, pred: Array, target: Array) -> tuple[Array, Array]:
    # by m: 2 (m - y) / m; by y: 2 log(y / m)
    return tweedie.poisson_slopes(xp, pred, target)


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
    # 2 (log(m / y) + y / m - 1)
    return tweedie.gamma_deviance(xp, pred, target)


@gamma_deviance.partials
def _(xp: Namespace, pred: Array, target: Array) -> tuple[Array, Array]:
    # by m: 2 (m - y) / m^2; by y: 2 (y - m) / (m y)
    return tweedie.gamma_slopes(xp, pred, target)


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
    return tweedie.deviance(xp, pred, target, _number(power))


@tweedie_deviance.partials
def _(xp: Namespace, pred: Array, target: Array, *, power: Scalar) -> tuple[Array, Array]:
    # by m: 2 (m - y) / m^p; by y: 2 (max(y, 0)^(1 - p) - m^(1 - p)) / (1 - p)
    return tweedie.slopes(xp, pred, target, _number(power))


def _number(power: Scalar) -> float:
    if not isinstance(power, float):
        raise TypeError(
            "tweedie_deviance: power must be a Python number, not an array: it is not learned with a deviance, which "
            "leaves out what depends on it alone"
        )
    return power
