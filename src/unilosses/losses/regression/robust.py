"""Robust regression: losses that grow slower than the square of the residual, or stop growing."""

from __future__ import annotations

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import POSITIVE, REAL, Domain, Interval
from ...numerics import barron
from ...typing import Array, Namespace, Scalar

ALPHA = Interval(closed_high=False)

SCALED = Domain(pred=REAL, target=REAL, scale=POSITIVE)


@loss(Domain(pred=REAL, target=REAL, epsilon=POSITIVE))
def charbonnier(xp: Namespace, pred: Array, target: Array, *, epsilon: Scalar = 1e-3) -> Array:
    """Charbonnier loss: the absolute error, rounded off to a hyperbola at 0; a loss of image restoration.

    `pseudo_huber` is the same curve times epsilon and moved down to 0: its slope far away is delta, here it is 1.

    Formula
        sqrt(e^2 + epsilon^2), with e = pred - target; epsilon at e = 0
    Domain
        pred, target: real numbers, in the same units. epsilon > 0, in those units; it may be a learned array.
    Subgradient
        None is needed: the loss is smooth.
    See also
        pseudo_huber, absolute_error
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.charbonnier(np.asarray([3.0]), np.asarray([0.0]), epsilon=4.0))
        5.0

    Source
        Lai, Huang, Ahuja and Yang, Deep Laplacian pyramid networks, CVPR 2017, section 3.3 (epsilon = 1e-3), after
        Charbonnier et al., ICIP 1994, where it is 2 sqrt(1 + e^2) - 2. kornia's `charbonnier_loss` is
        `pseudo_huber` with delta = 1.
    """
    # max(|e|, epsilon) sqrt(1 + t^2), with t = min / max: no square overflows
    r = xp.abs(pred - target)
    far, _, s = num.hypotenuse(xp, r, epsilon)
    return xp.where(far, r, epsilon) * s


@charbonnier.partials
def _(xp: Namespace, pred: Array, target: Array, *, epsilon: Scalar) -> tuple[Array, Array]:
    e = pred - target
    far, _, s = num.hypotenuse(xp, num.absolute(xp, e), epsilon)
    near = xp.where(far, 0.0, e) / epsilon
    d = xp.where(far, num.sign(xp, e), near) / s
    return d, -d


@loss(SCALED)
def cauchy(xp: Namespace, pred: Array, target: Array, *, scale: Scalar = 1.0) -> Array:
    """Cauchy (Lorentzian) loss: grows with the logarithm of the residual.

    But for constants, the negative log-likelihood of a Cauchy distribution; `general_robust` with alpha = 0.

    Formula
        log(1 + (e / scale)^2 / 2), with e = pred - target
    Domain
        pred, target: real numbers, in the same units. scale > 0, in those units; it may be a learned array.
    Subgradient
        None is needed: the loss is smooth.
    See also
        student_t_nll, geman_mcclure, general_robust
    Example
        >>> import numpy as np, unilosses
        >>> round(float(unilosses.cauchy(np.asarray([2.0]), np.asarray([0.0]))), 12)
        1.098612288668

    Source
        Black and Anandan, The robust estimation of multiple motions, CVIU 63 (1996), the Lorentzian. The Cauchy
        function of Holland and Welsch (1977) is c^2 / 2 log(1 + (e / c)^2): this one times c^2 / 2, with
        scale = c / sqrt(2). kornia's `cauchy_loss` has scale = 1.
    """
    return barron.cauchy(xp, xp.abs(pred - target) / scale)


@cauchy.partials
def _(xp: Namespace, pred: Array, target: Array, *, scale: Scalar) -> tuple[Array, Array]:
    d = barron.cauchy_slope(xp, (pred - target) / scale) / scale
    return d, -d


@loss(SCALED, class_name="GemanMcClure")
def geman_mcclure(xp: Namespace, pred: Array, target: Array, *, scale: Scalar = 1.0) -> Array:
    """Geman-McClure loss: quadratic near zero, bounded by 2, so that gross outliers have little influence.

    `general_robust` with alpha = -2.

    Formula
        2 u^2 / (u^2 + 4), with u = (pred - target) / scale
    Domain
        pred, target: real numbers, in the same units. scale > 0, in those units; it may be a learned array.
    Subgradient
        None is needed: the loss is smooth.
    See also
        welsch, cauchy, general_robust
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.geman_mcclure(np.asarray([2.0]), np.asarray([0.0])))
        1.0

    Source
        Geman and McClure, Bayesian image analysis, Proc. Statist. Comput. Sect. ASA (1985), x^2 / (1 + x^2), in the
        units of Barron, A general and adaptive robust loss function, CVPR 2019: twice that, with x = u / 2.
        kornia's `geman_mcclure_loss` has scale = 1.
    """
    return barron.geman_mcclure(xp, xp.abs(pred - target) / scale)


@geman_mcclure.partials
def _(xp: Namespace, pred: Array, target: Array, *, scale: Scalar) -> tuple[Array, Array]:
    d = barron.geman_mcclure_slope(xp, (pred - target) / scale) / scale
    return d, -d


@loss(SCALED)
def welsch(xp: Namespace, pred: Array, target: Array, *, scale: Scalar = 1.0) -> Array:
    """Welsch (Leclerc) loss: a Gaussian well, quadratic near zero and bounded by 1.

    Residuals of many scales have no influence at all; `general_robust` with alpha = -inf.

    Formula
        1 - exp(-(e / scale)^2 / 2), with e = pred - target
    Domain
        pred, target: real numbers, in the same units. scale > 0, in those units; it may be a learned array.
    Subgradient
        None is needed: the loss is smooth.
    See also
        geman_mcclure, cauchy, general_robust
    Example
        >>> import numpy as np, unilosses
        >>> round(float(unilosses.welsch(np.asarray([2.0]), np.asarray([0.0]))), 12)
        0.864664716763

    Source
        Dennis and Welsch, Techniques for nonlinear least squares and robust regression, Comm. Statist. B 7 (1978),
        c^2 / 2 (1 - exp(-(e / c)^2)): c^2 / 2 times this one, with scale = c / sqrt(2). kornia's `welsch_loss` has
        scale = 1.
    """
    return barron.welsch(xp, xp.abs(pred - target) / scale)


@welsch.partials
def _(xp: Namespace, pred: Array, target: Array, *, scale: Scalar) -> tuple[Array, Array]:
    d = barron.welsch_slope(xp, (pred - target) / scale) / scale
    return d, -d


@loss(Domain(pred=REAL, target=REAL, alpha=ALPHA, scale=POSITIVE))
def general_robust(xp: Namespace, pred: Array, target: Array, *, alpha: Scalar = 1.0, scale: Scalar = 1.0) -> Array:
    """General robust loss: a family from squared error to a bounded well, whose shape `alpha` can be learned.

    Half the squared error (alpha = 2), the pseudo-Huber curve (1), Cauchy (0), Geman-McClure (-2), Welsch (-inf),
    and everything between. Near 0 all of them are (e / scale)^2 / 2.

    Formula
        b / alpha ((u^2 / b + 1)^(alpha / 2) - 1), with u = (pred - target) / scale, b = |alpha - 2|
        and its limits: u^2 / 2 (alpha = 2), log(1 + u^2 / 2) (alpha = 0), 1 - exp(-u^2 / 2) (alpha = -inf)
    Domain
        pred, target: real numbers, in the same units. alpha: any number but +inf. scale > 0, in the units of pred.
        Both may be learned arrays. A learned scale needs the log-partition term of the source beside this loss,
        or it grows without end.
    Subgradient
        None is needed by pred and target. By alpha the derivative at alpha = 2 is infinite (like b log b); there it
        is the slope from the next smaller number of the dtype.
    See also
        huber, charbonnier, cauchy, geman_mcclure, welsch
    Example
        >>> import numpy as np, unilosses
        >>> pred = np.asarray([4.0])
        >>> [round(float(unilosses.general_robust(pred, 0.0, alpha=a)), 6) for a in (2.0, 1.0, 0.0, -2.0)]
        [8.0, 3.123106, 2.197225, 1.6]

    Source
        Barron, A general and adaptive robust loss function, CVPR 2019, equations 8 and 9.
    """
    return barron.value(xp, xp.abs(pred - target) / scale, alpha)


@general_robust.partials
def _(xp: Namespace, pred: Array, target: Array, *, alpha: Scalar, scale: Scalar) -> tuple[Array, Array]:
    d = barron.slope(xp, (pred - target) / scale, alpha) / scale
    return d, -d
