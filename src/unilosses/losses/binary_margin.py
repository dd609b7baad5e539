"""Losses of two classes beside the hinge: smooth functions of the margin y f, pairs of scores, and Brier scores."""

from __future__ import annotations

from .. import numerics as num
from ..decorator import loss
from ..definition.kinds import NONNEGATIVE, REAL, UNIT, BinaryLabels, ClassLabels, Domain, PerClass
from ..typing import Array, Namespace, Scalar
from .margin import ENCODING, Encoding
from .multiclass_margin import by_row_weight, times_row_weight

SIGNED = Domain(scores=REAL, target=REAL, encoding=ENCODING)


@loss(SIGNED)
def soft_margin(xp: Namespace, scores: Array, target: Array, *, encoding: Encoding = "signed") -> Array:
    """Soft margin loss: the logistic loss of a score and a label -1 or 1; a hinge without a kink.

    The same as `sigmoid_cross_entropy`, for labels with a sign. It does not overflow: a score of -200 costs 200.

    Formula
        log(1 + exp(-y f)), with y = target, or y = 2 target - 1 for encoding="binary"
    Shapes
        scores, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        scores: real numbers, infinities included. target: -1 and 1 ("signed"), or 0 and 1 ("binary"); the encoding is
        never guessed from the data. Other numbers multiply the score.
    Subgradient
        None is needed: the loss is smooth.
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


@loss(SIGNED)
def modified_huber(xp: Namespace, scores: Array, target: Array, *, encoding: Encoding = "signed") -> Array:
    """Modified Huber loss: the squared hinge loss, continued by its tangent far on the wrong side.

    Convex, smooth, and linear in the worst violations; with it, (1 + f) / 2 clipped to [0, 1] estimates a probability.

    Formula
        max(0, 1 - y f)^2  if y f >= -1
        -4 y f             otherwise, with y = target, or y = 2 target - 1 for encoding="binary"
    Shapes
        scores, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        scores: real numbers, infinities included. target: -1 and 1 ("signed"), or 0 and 1 ("binary"); the encoding is
        never guessed from the data. Other numbers multiply the score.
    Subgradient
        None is needed: value and slope are continuous at y f = -1 and at y f = 1.
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


@loss(SIGNED)
def exponential(xp: Namespace, scores: Array, target: Array, *, encoding: Encoding = "signed") -> Array:
    """Exponential loss: grows without bound on the wrong side of the boundary; the loss that AdaBoost minimises.

    Sensitive to wrong labels. Its best score is half the log-odds.

    Formula
        exp(-y f), with y = target, or y = 2 target - 1 for encoding="binary"
    Shapes
        scores, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        scores: real numbers, infinities included; the loss itself leaves float32 at y f = -88.7, float64 at -709.7.
        target: -1 and 1 ("signed"), or 0 and 1 ("binary"); the encoding is never guessed from the data. Other numbers
        multiply the score.
    Subgradient
        None is needed: the loss is smooth.
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


@loss(Domain(probs=UNIT, target=BinaryLabels()))
def brier(xp: Namespace, probs: Array, target: Array) -> Array:
    """Brier score of two classes: the squared error of a probability, label by label.

    A proper score, bounded, that an estimate of 0 for what happens does not make infinite.

    Formula
        (p - y)^2, with p = probs, y = target
    Shapes
        probs, target: the same shape (target may be a number). The unreduced loss has that shape.
        class_weight: a number, or one value for each class along `axis`.
    Domain
        probs: probabilities of label 1, in [0, 1]. target: 0 and 1, or probabilities. ignore_index: a target value to
        leave out. class_weight: weights along `axis` that also count in the normaliser.
    Subgradient
        None is needed: the loss is smooth.
    Example
        >>> import numpy as np, unilosses
        >>> round(float(unilosses.brier(np.asarray([0.75, 0.5]), np.asarray([1.0, 0.0]))), 6)
        0.15625

    Source
        Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78 (1950). His sum
        over both classes is twice this loss. scikit-learn's scale_by_half (by default True for two classes) gives this
        loss, False gives the sum.
    """
    e = probs - target
    return e * e


@brier.partials
def _(xp: Namespace, probs: Array, target: Array) -> tuple[Array, Array]:
    d = 2.0 * (probs - target)
    return d, -d


@loss(Domain(probs=UNIT, labels=ClassLabels(), class_weight=PerClass(NONNEGATIVE)), event_ndim=1)
def multiclass_brier(xp: Namespace, probs: Array, labels: Array, *, class_weight: Scalar | None = None) -> Array:
    """Brier score of several classes: the squared distance of the probabilities from what happened.

    From 0 to 2, a proper score. Of two classes it is twice `brier`.

    Formula
        sum_j (p_j - y_j)^2, with p = probs and y the one-hot form of an index; times sum_j w_j y_j with
        w = class_weight
    Shapes
        probs: (..., C) with the classes along `axis`. labels: class indices, without that axis, or one coefficient
        per class, in the same shape. The unreduced loss has the shape without the class axis.
        class_weight: a number, or one value for each class.
    Domain
        probs: probabilities in [0, 1]; nothing is renormalised. labels: integers from 0 to C - 1, or probabilities.
        class_weight >= 0; a row counts sum_j y_j w_j in the normaliser. ignore_index: a label whose rows are left out.
    Subgradient
        None is needed: the loss is smooth.
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.multiclass_brier(np.asarray([[0.5, 0.25, 0.25]]), np.asarray([0])))
        0.375

    Source
        Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78 (1950), equation
        2. scikit-learn's scale_by_half=True halves it.
    """
    y = num.label_coefficients(xp, labels, probs)
    return times_row_weight(xp, num.row_sum(xp, num.square(probs - y)), y, class_weight)[..., 0]


@multiclass_brier.partials
def _(xp: Namespace, probs: Array, labels: Array, *, class_weight: Scalar | None) -> tuple[Array, Array | None]:
    y = num.label_coefficients(xp, labels, probs)
    d = times_row_weight(xp, 2.0 * (probs - y), y, class_weight)
    if num.is_index(labels, probs):
        return d, None
    return d, by_row_weight(xp, num.row_sum(xp, num.square(probs - y)), probs, class_weight) - d


@loss(Domain(distances=REAL, target=REAL, margin=NONNEGATIVE, encoding=ENCODING))
def hinge_embedding(
    xp: Namespace, distances: Array, target: Array, *, margin: Scalar = 1.0, encoding: Encoding = "signed"
) -> Array:
    """Hinge embedding loss: similar pairs are drawn together, dissimilar ones pushed apart up to a margin.

    Formula
        d                   for a similar pair (y = 1)
        max(0, margin - d)  for a dissimilar pair (y = -1)
        (1 + y) / 2 d + (1 - y) / 2 max(0, margin - d) for any y; y = target, or 2 target - 1 for encoding="binary"
    Shapes
        distances, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        distances: distances of pairs, or any real numbers. target: -1 and 1 ("signed"), or 0 and 1 ("binary"); the
        encoding is never guessed from the data. A y between -1 and 1 mixes both branches (0: half of each); beyond,
        one of them counts negatively. margin >= 0, in the units of the distances; it may be a learned array.
    Subgradient
        0 for a dissimilar pair at the margin (d = margin), on every backend.
    Example
        >>> import numpy as np, unilosses
        >>> d, y = np.asarray([0.25, 0.25, 3.0]), np.asarray([1.0, -1.0, -1.0])
        >>> unilosses.hinge_embedding(d, y, reduction="none").tolist()
        [0.25, 0.75, 0.0]

    Source
        After Hadsell, Chopra and LeCun, Dimensionality reduction by learning an invariant mapping, CVPR 2006,
        equation 4, without its squares.
    """
    similar, dissimilar = _kinds(target, encoding)
    apart = num.relu(xp, margin - distances)
    return num.multiply_no_nan(xp, similar, distances) + num.multiply_no_nan(xp, dissimilar, apart)


@hinge_embedding.partials
def _(xp: Namespace, distances: Array, target: Array, *, margin: Scalar, encoding: Encoding) -> tuple[Array, Array]:
    similar, dissimilar = _kinds(target, encoding)
    slack = margin - distances
    by_distances = similar - dissimilar * num.heaviside(xp, slack)
    # Halves first: the difference of two large numbers could overflow.
    return by_distances, num.signed_chain(0.5 * distances - 0.5 * num.relu(xp, slack), encoding)


def _kinds(target: Array, encoding: Encoding) -> tuple[Array, Array]:
    """How much a pair counts as similar, and as dissimilar: (1 + y) / 2 and (1 - y) / 2."""
    return (target, 1.0 - target) if encoding == "binary" else (0.5 * target + 0.5, 0.5 - 0.5 * target)


@loss(Domain(first=REAL, second=REAL, target=REAL, margin=NONNEGATIVE, encoding=ENCODING))
def margin_ranking(
    xp: Namespace, first: Array, second: Array, target: Array, *, margin: Scalar = 0.0, encoding: Encoding = "signed"
) -> Array:
    """Margin ranking loss: of two scores, the one that should rank higher has to lead by a margin.

    Formula
        max(0, margin - y (first - second)), with y = target, or y = 2 target - 1 for encoding="binary"
    Shapes
        first, second, target: the same shape (second and target may be numbers). The unreduced loss has that shape.
    Domain
        first, second: scores, real numbers. target: 1 where `first` should rank higher and -1 where `second` should
        ("signed"), or 1 and 0 ("binary"); the encoding is never guessed from the data. margin >= 0, in the units of
        the scores; it may be a learned array.
    Subgradient
        0 at the margin, y (first - second) = margin, on every backend (torch: -y). With margin = 0 equal scores have
        gradient 0: a small margin sets them apart.
    Example
        >>> import numpy as np, unilosses
        >>> first, second = np.asarray([2.0, 2.0]), np.asarray([1.5, 3.0])
        >>> unilosses.margin_ranking(first, second, 1.0, margin=1.0, reduction="none").tolist()
        [0.5, 2.0]

    Source
        Herbrich, Graepel and Obermayer, Large margin rank boundaries for ordinal regression (2000).
    """
    return num.relu(xp, margin - num.signed_labels(target, encoding) * (first - second))


@margin_ranking.partials
def _(
    xp: Namespace, first: Array, second: Array, target: Array, *, margin: Scalar, encoding: Encoding
) -> tuple[Array, Array, Array]:
    y, lead = num.signed_labels(target, encoding), first - second
    active = num.heaviside(xp, margin - y * lead)
    d = y * active
    return -d, d, num.signed_chain(num.multiply_no_nan(xp, active, -lead), encoding)
