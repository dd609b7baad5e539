"""Residuals weighted by their side, and residuals forgiven within a tube: quantile and support vector regression."""

from __future__ import annotations

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import NONNEGATIVE, REAL, Broadcast, Domain, Interval, PerClass
from ...typing import Array, Namespace, Scalar

LEVELS = PerClass(Interval(0.0, 1.0, closed_low=False, closed_high=False), optional=False)


def _share(xp: Namespace, u: Array, level: Scalar) -> Array:
    """What a residual u = target - pred counts: q above the prediction, 1 - q below it."""
    zero = xp.zeros_like(u)
    return xp.where(u > 0, zero + level, zero + (1.0 - level))


@loss(Domain(pred=REAL, target=Broadcast(REAL), quantile_level=LEVELS), aliases=("pinball",))
def quantile(xp: Namespace, pred: Array, target: Array, *, quantile_level: Scalar = 0.5) -> Array:
    """Quantile (pinball) loss: absolute error, weighted q where the target lies above and 1 - q where it lies below.

    The best constant prediction is the q-quantile. With several levels, the last axis of `pred` holds one prediction
    for each of them.

    Formula
        max(q u, (q - 1) u), with u = target - pred, q = quantile_level; half the absolute error for q = 1/2
    Shapes
        Several levels: pred has shape (..., K) for K of them, target that shape too, or (...), one number for all
        levels of a row.
    Domain
        pred, target: real numbers, in the same units. quantile_level: a number q with 0 < q < 1, or one for each
        place of the last axis (a sequence, or an array).
    Subgradient
        0 at u = 0, on every backend.
    Errors
        ValueError: a number of levels that is not the length of the last axis.
    See also
        expectile, absolute_error
    Example
        >>> import numpy as np, unilosses
        >>> pred, target = np.asarray([[1.0, 3.0], [1.0, 3.0]]), np.asarray([2.0, 5.0])
        >>> unilosses.quantile(pred, target, quantile_level=(0.25, 0.75), reduction="none").tolist()
        [[0.25, 0.25], [1.0, 1.5]]

    Source
        Koenker and Bassett, Regression quantiles, Econometrica 46 (1978).
    """
    u = target - pred
    return _share(xp, u, quantile_level) * xp.abs(u)


@quantile.partials
def _(xp: Namespace, pred: Array, target: Array, *, quantile_level: Scalar) -> tuple[Array, Array]:
    u = target - pred
    d = _share(xp, u, quantile_level) * num.sign(xp, u)
    return -d, d


@loss(Domain(pred=REAL, target=Broadcast(REAL), expectile_level=LEVELS))
def expectile(xp: Namespace, pred: Array, target: Array, *, expectile_level: Scalar = 0.5) -> Array:
    """Expectile loss: squared error, weighted q where the target lies above and 1 - q where it lies below.

    To the quantile loss what the mean is to the median: the best constant prediction is the q-expectile, which is
    the mean for q = 1/2.

    Formula
        |q - 1[u < 0]| u^2, with u = target - pred, q = expectile_level; half the squared error for q = 1/2
    Shapes
        Several levels: pred has shape (..., K) for K of them, target that shape too, or (...), one number for all
        levels of a row.
    Domain
        pred, target: real numbers, in the same units; the loss has the square of them. expectile_level: a number q
        with 0 < q < 1, or one for each place of the last axis (a sequence, or an array).
    Subgradient
        None is needed: value and slope are continuous at u = 0.
    Errors
        ValueError: a number of levels that is not the length of the last axis.
    See also
        quantile, squared_error
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.expectile(np.asarray([0.0, 0.0]), np.asarray([2.0, -2.0]), expectile_level=0.75)
        >>> float(loss)
        2.0

    Source
        Newey and Powell, Asymmetric least squares estimation and testing, Econometrica 55 (1987).
    """
    u = target - pred
    return (_share(xp, u, expectile_level) * u) * u


@expectile.partials
def _(xp: Namespace, pred: Array, target: Array, *, expectile_level: Scalar) -> tuple[Array, Array]:
    u = target - pred
    d = 2.0 * (_share(xp, u, expectile_level) * u)
    return -d, d


@loss(Domain(pred=REAL, target=REAL, epsilon=NONNEGATIVE))
def epsilon_insensitive(xp: Namespace, pred: Array, target: Array, *, epsilon: Scalar = 0.1) -> Array:
    """Epsilon-insensitive loss: absolute error beyond a tube of half-width `epsilon`, and nothing within it.

    The loss of support vector regression.

    Formula
        max(0, |e| - epsilon), with e = pred - target
    Domain
        pred, target: real numbers, in the same units. epsilon >= 0, in those units; it may be a learned array.
    Subgradient
        0 at the edge of the tube, |e| = epsilon (so 0 at e = 0 for epsilon = 0), on every backend.
    See also
        squared_epsilon_insensitive, absolute_error
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.epsilon_insensitive(np.asarray([0.25, 3.0]), np.asarray([0.0, 0.0]), epsilon=0.5)
        >>> float(loss)
        1.25

    Source
        Vapnik, The Nature of Statistical Learning Theory, second edition (2000), section 6.1.
    """
    return num.relu(xp, xp.abs(pred - target) - epsilon)


@epsilon_insensitive.partials
def _(xp: Namespace, pred: Array, target: Array, *, epsilon: Scalar) -> tuple[Array, Array]:
    e = pred - target
    d = num.heaviside(xp, num.absolute(xp, e) - epsilon) * num.sign(xp, e)
    return d, -d


@loss(Domain(pred=REAL, target=REAL, epsilon=NONNEGATIVE))
def squared_epsilon_insensitive(xp: Namespace, pred: Array, target: Array, *, epsilon: Scalar = 0.1) -> Array:
    """Squared epsilon-insensitive loss: the square of what a residual exceeds `epsilon` by.

    The smooth variant of the loss of support vector regression (L2-loss SVR).

    Formula
        max(0, |e| - epsilon)^2, with e = pred - target
    Domain
        pred, target: real numbers, in the same units. epsilon >= 0, in those units; it may be a learned array.
    Subgradient
        None is needed: value and slope are 0 at the edge of the tube.
    See also
        epsilon_insensitive, squared_error
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.squared_epsilon_insensitive(np.asarray([0.25, 2.5]), np.asarray([0.0, 0.0]), epsilon=0.5)
        >>> float(loss)
        2.0

    Source
        Ho and Lin, Large-scale linear support vector regression, J. Mach. Learn. Res. 13 (2012), section 1.
    """
    r = num.relu(xp, xp.abs(pred - target) - epsilon)
    return r * r


@squared_epsilon_insensitive.partials
def _(xp: Namespace, pred: Array, target: Array, *, epsilon: Scalar) -> tuple[Array, Array]:
    e = pred - target
    d = 2.0 * num.relu(xp, num.absolute(xp, e) - epsilon) * num.sign(xp, e)
    return d, -d
