"""Margin losses: functions of the agreement y f between a label y = -1 or 1 and a score f; and the 0-1 loss."""

from __future__ import annotations

from typing import get_args

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import POSITIVE as MARGIN
from ...definition.kinds import REAL, AnyNumbers, Choice, Domain, Optional, SignedLabels
from ...typing import Array, Encoding, Namespace, Scalar

ENCODING = Choice(get_args(Encoding))
SIGNS = SignedLabels("encoding")
# Losses that say what a label between means: a factor of the score.
COEFFICIENTS = Domain(scores=REAL, target=REAL, encoding=ENCODING)


@loss(Domain(pred=AnyNumbers(), target=AnyNumbers(), threshold=Optional(REAL)))
def zero_one(xp: Namespace, pred: Array, target: Array, *, threshold: Scalar | None = None) -> Array:
    """0-1 loss: 1 for a wrong prediction, 0 for a right one; its mean is the error rate.

    A measure, not a training signal: its gradient is 0 everywhere.

    Formula
        1 if pred != target else 0
        with a threshold: 1 if (pred > threshold) != (target > 0) else 0
    Domain
        pred: predicted classes (integers are welcome), or scores if a threshold is given. target: classes, or labels
        0 and 1, or -1 and 1, with a threshold. Integer predictions give the library's default floating dtype.
    Subgradient
        0 everywhere.
    See also
        hinge, perceptron
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.zero_one(np.asarray([0, 2, 1, 1]), np.asarray([0, 1, 1, 1])))
        0.25

    Source
        Wald, Statistical Decision Functions (1950), chapter 1.
    """
    wrong = pred != target if threshold is None else (pred > threshold) != (target > 0)
    return xp.where(wrong, xp.ones_like(pred), xp.zeros_like(pred))


@zero_one.partials
def _(xp: Namespace, pred: Array, target: Array, *, threshold: Scalar | None) -> tuple[Array, Array]:
    return xp.zeros_like(pred), xp.zeros_like(target)


@loss(Domain(scores=REAL, target=SIGNS, margin=MARGIN, encoding=ENCODING))
def hinge(xp: Namespace, scores: Array, target: Array, *, margin: Scalar = 1.0, encoding: Encoding = "signed") -> Array:
    """Hinge loss: the shortfall of the agreement y f below a margin; the loss of support vector machines.

    Formula
        max(0, margin - y f), with y = target, or y = 2 target - 1 for encoding="binary"
    Domain
        scores: real numbers, not squashed. target: -1 and 1 ("signed"), or 0 and 1 ("binary"); the encoding is
        never guessed from the data. margin > 0, in the units of the scores; it may be a learned array.
    Subgradient
        0 at the margin (y f = margin), on every backend.
    See also
        squared_hinge, soft_margin, multiclass_hinge
    Example
        >>> import numpy as np, unilosses
        >>> unilosses.hinge(np.asarray([-3.0, 0.5, 2.0]), 1.0, reduction="none").tolist()
        [4.0, 0.5, 0.0]

    Source
        Cortes and Vapnik, Support-vector networks, Machine Learning 20 (1995), section 3.
    """
    return num.relu(xp, margin - num.signed_labels(target, encoding) * scores)


@hinge.partials
def _(xp: Namespace, scores: Array, target: Array, *, margin: Scalar, encoding: Encoding) -> tuple[Array, Array]:
    y = num.signed_labels(target, encoding)
    active = num.heaviside(xp, margin - y * scores)
    return -y * active, num.signed_chain(num.multiply_no_nan(xp, active, -scores), encoding)


@loss(Domain(scores=REAL, target=SIGNS, margin=MARGIN, encoding=ENCODING))
def squared_hinge(
    xp: Namespace, scores: Array, target: Array, *, margin: Scalar = 1.0, encoding: Encoding = "signed"
) -> Array:
    """Squared hinge loss: the hinge loss squared, smooth at the margin, harder on large violations.

    Formula
        max(0, margin - y f)^2, with y = target, or y = 2 target - 1 for encoding="binary"
    Domain
        As for `hinge`: scores real; target -1 and 1 ("signed") or 0 and 1 ("binary"); margin > 0.
    Subgradient
        None is needed for the value's slope; the second derivative at the margin is taken as 0.
    See also
        hinge, modified_huber
    Example
        >>> import numpy as np, unilosses
        >>> unilosses.squared_hinge(np.asarray([-3.0, 0.5, 2.0]), 1.0, reduction="none").tolist()
        [16.0, 0.25, 0.0]

    Source
        Cortes and Vapnik, Support-vector networks, Machine Learning 20 (1995), section 3, with squared slacks.
    """
    z = num.relu(xp, margin - num.signed_labels(target, encoding) * scores)
    return z * z


@squared_hinge.partials
def _(xp: Namespace, scores: Array, target: Array, *, margin: Scalar, encoding: Encoding) -> tuple[Array, Array]:
    y = num.signed_labels(target, encoding)
    twice = 2.0 * num.relu(xp, margin - y * scores)
    return -y * twice, num.signed_chain(num.multiply_no_nan(xp, twice, -scores), encoding)


@loss(Domain(scores=REAL, target=SIGNS, encoding=ENCODING))
def perceptron(xp: Namespace, scores: Array, target: Array, *, encoding: Encoding = "signed") -> Array:
    """Perceptron loss: the hinge loss without a margin; only wrong signs cost anything.

    Convex in the scores.

    Formula
        max(0, -y f), with y = target, or y = 2 target - 1 for encoding="binary"
    Domain
        As for `hinge`: scores real; target -1 and 1 ("signed") or 0 and 1 ("binary").
    Subgradient
        0 at y f = 0, on every backend.
    See also
        hinge, multiclass_perceptron
    Example
        >>> import numpy as np, unilosses
        >>> unilosses.perceptron(np.asarray([-3.0, 0.5]), np.asarray([1.0, 1.0]), reduction="none").tolist()
        [3.0, 0.0]

    Source
        Rosenblatt, The perceptron, Psychological Review 65 (1958); as a loss: LeCun et al., A tutorial on energy-based
        learning (2006), section 2.2.
    """
    return num.relu(xp, -num.signed_labels(target, encoding) * scores)


@perceptron.partials
def _(xp: Namespace, scores: Array, target: Array, *, encoding: Encoding) -> tuple[Array, Array]:
    y = num.signed_labels(target, encoding)
    active = num.heaviside(xp, -y * scores)
    return -y * active, num.signed_chain(num.multiply_no_nan(xp, active, -scores), encoding)


@loss(COEFFICIENTS)
def soft_margin(xp: Namespace, scores: Array, target: Array, *, encoding: Encoding = "signed") -> Array:
    """Soft margin loss: the logistic loss of a score and a label -1 or 1; a hinge without a kink.

    The same as `sigmoid_cross_entropy`, for labels with a sign. It does not overflow: a score of -200 costs 200.

    Formula
        log(1 + exp(-y f)), with y = target, or y = 2 target - 1 for encoding="binary"
    Domain
        scores: real numbers, infinities included. target: -1 and 1 ("signed"), or 0 and 1 ("binary"); the encoding is
        never guessed from the data. Other numbers multiply the score.
    Subgradient
        None is needed: the loss is smooth.
    See also
        sigmoid_cross_entropy, hinge, exponential
    Example
        >>> import numpy as np, unilosses
        >>> unilosses.soft_margin(np.asarray([-200.0, 0.0]), 1.0, reduction="none").tolist()
        [200.0, 0.6931471805599453]

    Source
        Friedman, Hastie and Tibshirani, Additive logistic regression, Ann. Statist. 28 (2000), section 4.
    """
    return num.softplus_values(xp, num.signed_labels(target, encoding) * scores)[1]


@soft_margin.partials
def _(xp: Namespace, scores: Array, target: Array, *, encoding: Encoding) -> tuple[Array, Array]:
    # by y f: -sigmoid(-y f)
    y = num.signed_labels(target, encoding)
    _, b, s = num.sigmoid_parts(xp, y * scores)
    slope = b / s
    return -y * slope, num.signed_chain(num.multiply_no_nan(xp, slope, -scores), encoding)


@loss(COEFFICIENTS)
def modified_huber(xp: Namespace, scores: Array, target: Array, *, encoding: Encoding = "signed") -> Array:
    """Modified Huber loss: the squared hinge loss, continued by its tangent far on the wrong side.

    Convex, smooth, and linear in the worst violations; with it, (1 + f) / 2 clipped to [0, 1] estimates a probability.

    Formula
        max(0, 1 - y f)^2  if y f >= -1
        -4 y f             otherwise, with y = target, or y = 2 target - 1 for encoding="binary"
    Domain
        scores: real numbers, infinities included. target: -1 and 1 ("signed"), or 0 and 1 ("binary"); the encoding is
        never guessed from the data. Other numbers multiply the score.
    Subgradient
        None is needed: value and slope are continuous at y f = -1 and at y f = 1.
    See also
        squared_hinge, huber
    Example
        >>> import numpy as np, unilosses
        >>> unilosses.modified_huber(np.asarray([-3.0, -1.0, 0.5, 2.0]), 1.0, reduction="none").tolist()
        [12.0, 4.0, 0.25, 0.0]

    Source
        Zhang, Solving large scale linear prediction problems using stochastic gradient descent algorithms, ICML 2004.
    """
    # r^2 with r = max(0, 1 - z) if r <= 2, and -4 z beyond; z = y f
    z = num.signed_labels(target, encoding) * scores
    far = z < -1.0
    r = num.relu(xp, 1.0 - xp.where(far, 0.0, z))
    return xp.where(far, -4.0 * z, r * r)


@modified_huber.partials
def _(xp: Namespace, scores: Array, target: Array, *, encoding: Encoding) -> tuple[Array, Array]:
    # by z: -2 min(max(0, 1 - z), 2)
    y = num.signed_labels(target, encoding)
    twice = 2.0 * num.clamp_max(xp, num.relu(xp, 1.0 - y * scores), 2.0)
    return -y * twice, num.signed_chain(num.multiply_no_nan(xp, twice, -scores), encoding)


@loss(COEFFICIENTS)
def exponential(xp: Namespace, scores: Array, target: Array, *, encoding: Encoding = "signed") -> Array:
    """Exponential loss: grows without bound on the wrong side of the boundary; the loss that AdaBoost minimises.

    Sensitive to wrong labels. Its best score is half the log-odds.

    Formula
        exp(-y f), with y = target, or y = 2 target - 1 for encoding="binary"
    Domain
        scores: real numbers, infinities included; the loss itself leaves float32 at y f = -88.7, float64 at -709.7.
        target: -1 and 1 ("signed"), or 0 and 1 ("binary"); the encoding is never guessed from the data. Other numbers
        multiply the score.
    Subgradient
        None is needed: the loss is smooth.
    See also
        soft_margin
    Example
        >>> import numpy as np, unilosses
        >>> unilosses.exponential(np.asarray([0.0, 1.0]), 1.0, reduction="none").round(12).tolist()
        [1.0, 0.367879441171]

    Source
        Schapire and Singer, Improved boosting algorithms using confidence-rated predictions, Machine Learning 37
        (1999).
    """
    return xp.exp(-num.signed_labels(target, encoding) * scores)


@exponential.partials
def _(xp: Namespace, scores: Array, target: Array, *, encoding: Encoding) -> tuple[Array, Array]:
    y = num.signed_labels(target, encoding)
    e = xp.exp(-y * scores)
    return -y * e, num.signed_chain(num.multiply_no_nan(xp, e, -scores), encoding)
