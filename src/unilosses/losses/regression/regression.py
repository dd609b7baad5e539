"""Regression: functions of the residual e = pred - target."""

from __future__ import annotations

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import NONNEGATIVE, POSITIVE, REAL, Domain
from ...typing import Array, Namespace, Scalar

RESIDUAL = Domain(pred=REAL, target=REAL)


@loss(RESIDUAL, aliases=("mae", "l1"))
def absolute_error(xp: Namespace, pred: Array, target: Array) -> Array:
    """Absolute error: the distance |pred - target|; its mean is the MAE, also called L1 loss.

    Robust to outliers; the best constant prediction is the median.

    Formula
        |e|, with e = pred - target
    Domain
        pred, target: real numbers, in the same units.
    Subgradient
        0 at e = 0, on every backend.
    See also
        squared_error, huber, quantile
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.absolute_error(np.asarray([0.0, 0.1, 0.2]), np.asarray([0.0, 0.2, 0.25])))
        0.049999999999999996

    Source
        Laplace, Memoire sur la probabilite des causes par les evenemens (1774).
    """
    return xp.abs(pred - target)


@absolute_error.partials
def _(xp: Namespace, pred: Array, target: Array) -> tuple[Array, Array]:
    d = num.sign(xp, pred - target)
    return d, -d


@loss(RESIDUAL, aliases=("mse", "l2"))
def squared_error(xp: Namespace, pred: Array, target: Array) -> Array:
    """Squared error (pred - target)^2, without a factor 1/2; its mean is the MSE, also called L2 loss.

    The standard choice for Gaussian noise; the best constant prediction is the mean.

    Formula
        e^2, with e = pred - target
    Domain
        pred, target: real numbers, in the same units; the loss has the square of them.
    Subgradient
        None is needed: the loss is smooth.
    See also
        absolute_error, huber, gaussian_nll
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.squared_error(np.asarray([1.0, 2.0]), np.asarray([4.0, 6.0])))
        12.5

    Source
        Gauss, Theoria motus corporum coelestium (1809), section 179.
    """
    e = pred - target
    return e * e


@squared_error.partials
def _(xp: Namespace, pred: Array, target: Array) -> tuple[Array, Array]:
    d = 2.0 * (pred - target)
    return d, -d


@loss(Domain(pred=REAL, target=REAL, delta=POSITIVE))
def huber(xp: Namespace, pred: Array, target: Array, *, delta: Scalar = 1.0) -> Array:
    """Huber loss: quadratic near zero, linear beyond `delta`.

    For regression with outliers: squared error where residuals are small, absolute error where they are large.

    Formula
        e^2 / 2                  if |e| <= delta
        delta (|e| - delta / 2)  otherwise, with e = pred - target
    Domain
        pred, target: real numbers, in the same units. delta > 0, in those units too; it may be a learned array.
    Subgradient
        None is needed: value and slope are continuous at |e| = delta.
    See also
        smooth_l1, pseudo_huber, log_cosh, general_robust
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.huber(np.asarray([0.5, 3.0]), np.asarray([0.0, 0.0]), delta=1.0))
        1.3125

    Source
        Huber, Robust estimation of a location parameter, Ann. Math. Statist. 35 (1964).
    """
    # e^2 / 2                  if |e| <= delta
    # delta (|e| - delta / 2)  otherwise: both are q (|e| - q / 2) with q = min(|e|, delta)
    r = xp.abs(pred - target)
    q = num.minimum(xp, r, delta)
    return q * (r - 0.5 * q)


@huber.partials
def _(xp: Namespace, pred: Array, target: Array, *, delta: Scalar) -> tuple[Array, Array]:
    e = pred - target
    d = xp.where(e > delta, delta, xp.where(e < -delta, -delta, e))
    return d, -d


@loss(Domain(pred=REAL, target=REAL, beta=NONNEGATIVE), class_name="SmoothL1")
def smooth_l1(xp: Namespace, pred: Array, target: Array, *, beta: Scalar = 1.0) -> Array:
    """Smooth L1 loss: absolute error, rounded off to a parabola below `beta`.

    The box-regression loss of object detectors. It is the Huber loss divided by its threshold, and tends to the
    absolute error as beta goes to 0.

    Formula
        e^2 / (2 beta)   if |e| < beta
        |e| - beta / 2   otherwise, with e = pred - target
    Domain
        pred, target: real numbers, in the same units. beta >= 0, in those units; it may be a learned array.
    Subgradient
        0 at e = 0 where beta = 0; elsewhere value and slope are continuous.
    See also
        huber, pseudo_huber
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.smooth_l1(np.asarray([0.5, 3.0]), np.asarray([0.0, 0.0]), beta=2.0))
        1.03125

    Source
        Girshick, Fast R-CNN, ICCV 2015, equation 3 (beta = 1).
    """
    # e^2 / (2 beta)  if |e| < beta
    # |e| - beta / 2  otherwise
    # both are (|e| - q) + q^2 / (2 beta) with q = min(|e|, beta)
    r = xp.abs(pred - target)
    q = num.minimum(xp, r, beta)
    return (r - q) + 0.5 * q * num.ratio(xp, q, _divisor(xp, beta))


@smooth_l1.partials
def _(xp: Namespace, pred: Array, target: Array, *, beta: Scalar) -> tuple[Array, Array]:
    e = pred - target
    inside = num.absolute(xp, e) < beta
    d = xp.where(inside, num.ratio(xp, xp.where(inside, e, 0.0), _divisor(xp, beta)), num.sign(xp, e))
    return d, -d


def _divisor(xp: Namespace, beta: Scalar) -> Scalar:
    """beta, or 1 where it is 0."""
    return (beta if beta > 0.0 else 1.0) if isinstance(beta, float) else xp.where(beta > 0, beta, 1.0)


@loss(Domain(pred=REAL, target=REAL, delta=POSITIVE), class_name="PseudoHuber")
def pseudo_huber(xp: Namespace, pred: Array, target: Array, *, delta: Scalar = 1.0) -> Array:
    """Pseudo-Huber loss: a smooth curve that is quadratic near zero and linear far away.

    Where Huber's second derivative jumps at delta, this one is smooth everywhere.

    Formula
        delta^2 (sqrt(1 + (e / delta)^2) - 1), with e = pred - target
    Domain
        pred, target: real numbers, in the same units. delta > 0, in those units; it may be a learned array.
    Subgradient
        None is needed: the loss is smooth.
    See also
        huber, charbonnier, log_cosh
    Example
        >>> import numpy as np, unilosses
        >>> round(float(unilosses.pseudo_huber(np.asarray([3.0]), np.asarray([0.0]))), 5)
        2.16228

    Source
        Charbonnier et al., Deterministic edge-preserving regularization, IEEE Trans. Image Process. 6 (1997);
        Hartley and Zisserman, Multiple View Geometry (2003), A6.8. `scipy.special.pseudo_huber` takes delta first.
    """
    # With t = min(|e|, delta) / max(|e|, delta) and s = sqrt(1 + t^2), the value is delta |e| times
    # t / (1 + s) where |e| <= delta, and 1 / (t + s) beyond: no difference cancels, no square overflows
    r = xp.abs(pred - target)
    far, t, s = num.hypotenuse(xp, r, delta)
    return delta * (r * xp.where(far, 1.0 / (t + s), t / (1.0 + s)))


@pseudo_huber.partials
def _(xp: Namespace, pred: Array, target: Array, *, delta: Scalar) -> tuple[Array, Array]:
    e = pred - target
    far, _, s = num.hypotenuse(xp, num.absolute(xp, e), delta)
    d = xp.where(far, num.sign(xp, e) * delta, xp.where(far, 0.0, e)) / s
    return d, -d


# Beyond, log(cosh(r)) grows by 1 for 1, to the last digit of every dtype.
STRAIGHT = 20.0


@loss(RESIDUAL)
def log_cosh(xp: Namespace, pred: Array, target: Array) -> Array:
    """Log-cosh loss: e^2 / 2 near zero and |e| - log 2 far away, smooth everywhere.

    A Huber-like loss with no threshold to choose, twice differentiable.

    Formula
        log(cosh(e)), with e = pred - target
    Domain
        pred, target: real numbers, in units in which 1 is a typical residual: the loss has no scale of its own.
    Subgradient
        None is needed: the loss is smooth.
    See also
        huber, pseudo_huber
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.log_cosh(np.asarray([1e-3]), np.asarray([0.0])))
        4.99999916666689e-07

    Source
        Green, Bayesian reconstructions from emission tomography data, IEEE Trans. Med. Imaging 9 (1990).
    """
    # log1p(2 sinh(r / 2)^2) with r = |e|, and 2 sinh(r / 2)^2 = (1 - exp(-r))^2 exp(r) / 2
    r = xp.abs(pred - target)
    bent = num.minimum(xp, r, STRAIGHT)
    d = xp.expm1(-bent)
    return xp.log1p(0.5 * d * d * xp.exp(bent)) + (r - bent)


@log_cosh.partials
def _(xp: Namespace, pred: Array, target: Array) -> tuple[Array, Array]:
    d = xp.tanh(pred - target)
    return d, -d
