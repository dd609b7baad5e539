"""Margin losses: functions of the agreement y f between a label y = -1 or 1 and a score f; and the 0-1 loss."""

from __future__ import annotations

from typing import Literal

from .. import numerics as num
from ..decorator import loss
from ..definition.kinds import POSITIVE as MARGIN
from ..definition.kinds import REAL, AnyNumbers, Choice, Domain, Optional
from ..typing import Array, Namespace, Scalar

Encoding = Literal["signed", "binary"]
ENCODING = Choice(("signed", "binary"))


@loss(Domain(pred=AnyNumbers(), target=AnyNumbers(), threshold=Optional(REAL)))
def zero_one(xp: Namespace, pred: Array, target: Array, *, threshold: Scalar | None = None) -> Array:
    """0-1 loss: 1 for a wrong prediction, 0 for a right one; its mean is the error rate.

    A measure, not a training signal: its gradient is 0 everywhere.

    Formula
        1 if pred != target else 0
        with a threshold: 1 if (pred > threshold) != (target > 0) else 0
    Shapes
        pred, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        pred: predicted classes (integers are welcome), or scores if a threshold is given. target: classes, or labels
        0 and 1, or -1 and 1, with a threshold. Integer predictions give the library's default floating dtype.
    Subgradient
        0 everywhere.
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


@loss(Domain(scores=REAL, target=REAL, margin=MARGIN, encoding=ENCODING))
def hinge(xp: Namespace, scores: Array, target: Array, *, margin: Scalar = 1.0, encoding: Encoding = "signed") -> Array:
    """Hinge loss: the shortfall of the agreement y f below a margin; the loss of support vector machines.

    Formula
        max(0, margin - y f), with y = target, or y = 2 target - 1 for encoding="binary"
    Shapes
        scores, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        scores: real numbers, not squashed. target: -1 and 1 ("signed"), or 0 and 1 ("binary"); the encoding is
        never guessed from the data. margin > 0, in the units of the scores; it may be a learned array.
    Subgradient
        0 at the margin (y f = margin), on every backend.
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


@loss(Domain(scores=REAL, target=REAL, margin=MARGIN, encoding=ENCODING))
def squared_hinge(
    xp: Namespace, scores: Array, target: Array, *, margin: Scalar = 1.0, encoding: Encoding = "signed"
) -> Array:
    """Squared hinge loss: the hinge loss squared, smooth at the margin, harder on large violations.

    Formula
        max(0, margin - y f)^2, with y = target, or y = 2 target - 1 for encoding="binary"
    Shapes
        scores, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        As for `hinge`: scores real; target -1 and 1 ("signed") or 0 and 1 ("binary"); margin > 0.
    Subgradient
        None is needed for the value's slope; the second derivative at the margin is taken as 0.
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


@loss(Domain(scores=REAL, target=REAL, encoding=ENCODING))
def perceptron(xp: Namespace, scores: Array, target: Array, *, encoding: Encoding = "signed") -> Array:
    """Perceptron loss: the hinge loss without a margin; only wrong signs cost anything.

    Convex in the scores.

    Formula
        max(0, -y f), with y = target, or y = 2 target - 1 for encoding="binary"
    Shapes
        scores, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        As for `hinge`: scores real; target -1 and 1 ("signed") or 0 and 1 ("binary").
    Subgradient
        0 at y f = 0, on every backend.
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
