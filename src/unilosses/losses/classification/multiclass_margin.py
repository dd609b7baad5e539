"""Margin losses of several exclusive classes: functions of the lead of the right class over the others."""

from __future__ import annotations

from typing import Literal

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import NONNEGATIVE, REAL, Choice, ClassLabels, Domain, Flag, Interval, PerClass
from ...definition.kinds import POSITIVE as MARGIN
from ...typing import Array, Namespace, Scalar

Mode = Literal["crammer_singer", "one_vs_all"]
CLASS_WEIGHT = PerClass(NONNEGATIVE)


@loss(Domain(scores=REAL, labels=ClassLabels(), class_weight=CLASS_WEIGHT), event_ndim=1)
def categorical_hinge(xp: Namespace, scores: Array, labels: Array, *, class_weight: Scalar | None = None) -> Array:
    """Categorical hinge loss: how far the right class is from leading by 1, where it has to reach 1 itself as well.

    The other classes count from 0 upwards, as the right one stands among them with 0 times its score. For the lead
    over the other scores alone, which only differences of scores enter, take `multiclass_hinge`.

    Formula
        max(0, 1 - sum_j y_j x_j + max_j (1 - y_j) x_j), with y the one-hot form of an index; times sum_j w_j y_j
        with w = class_weight
    Domain
        scores: real numbers; -inf is a class that cannot happen. labels: integers from 0 to C - 1, or coefficients.
        class_weight >= 0; a row counts sum_j y_j w_j in the normaliser. ignore_index: a label whose rows are left out.
    Subgradient
        0 at the margin. Where several (1 - y_j) x_j are largest, each takes an equal share.
    See also
        multiclass_hinge, multi_margin
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.categorical_hinge(np.asarray([[0.5, -5.0]]), np.asarray([0])))
        0.5

    Source
        Keras's form. It is not that of Crammer and Singer, by which the row of the example costs 0.
    """
    y, slack, _ = _categorical_slack(xp, scores, labels)
    return num.times_row_weight(xp, num.relu(xp, slack), y, class_weight)[..., 0]


@categorical_hinge.partials
def _(xp: Namespace, scores: Array, labels: Array, *, class_weight: Scalar | None) -> tuple[Array, Array | None]:
    y, slack, share = _categorical_slack(xp, scores, labels)
    active = num.times_row_weight(xp, num.heaviside(xp, slack), y, class_weight)
    by_scores = active * (share * (1.0 - y) - y)
    w = num.by_row_weight(xp, num.relu(xp, slack), scores, class_weight)
    return by_scores, None if num.is_index(labels, y) else w - num.multiply_no_nan(xp, active * (1.0 + share), scores)


def _categorical_slack(xp: Namespace, scores: Array, labels: Array) -> tuple[Array, Array, Array]:
    """y, then 1 - pos + neg, with a last axis of length one, and each class's share in the maximum neg."""
    y = num.label_coefficients(xp, labels, scores)
    pos = num.row_sum(xp, num.multiply_no_nan(xp, y, scores))
    others = num.multiply_no_nan(xp, 1.0 - y, scores)
    neg = xp.max(others, axis=-1, keepdims=True)
    return y, num.difference(xp, neg, pos) + 1.0, num.share_of_largest(xp, others)


@loss(
    Domain(
        scores=REAL,
        labels=ClassLabels(),
        margin=MARGIN,
        mode=Choice(("crammer_singer", "one_vs_all")),
        squared=Flag(),
        class_weight=CLASS_WEIGHT,
    ),
    event_ndim=1,
)
def multiclass_hinge(
    xp: Namespace,
    scores: Array,
    labels: Array,
    *,
    margin: Scalar = 1.0,
    mode: Mode = "crammer_singer",
    squared: bool = False,
    class_weight: Scalar | None = None,
) -> Array:
    """Hinge loss of several classes: the right class has to lead the best of the others by a margin.

    The loss of support vector machines; mode="one_vs_all" instead asks one binary hinge loss of each class.

    Formula
        sum_k w_k y_k h_k, with w = class_weight, y the one-hot form of an index, and
        h_k = max_j (x_j + margin [j != k]) - x_k for mode="crammer_singer",
        h_k = max(0, margin - x_k) + sum_{j != k} max(0, margin + x_j) for mode="one_vs_all";
        squared=True squares each hinge: h_k of the first mode, every term of the second
    Domain
        scores: real numbers; -inf is a class that cannot happen. labels: integers from 0 to C - 1, or coefficients.
        margin > 0, in the units of the scores; it may be a learned array. class_weight >= 0; a row counts
        sum_j y_j w_j in the normaliser. ignore_index: a label whose rows are left out.
    Subgradient
        0 at the margin. Where several of the other classes are best, each takes an equal share.
    See also
        categorical_hinge, multi_margin, hinge
    Example
        >>> import numpy as np, unilosses
        >>> x, labels = np.asarray([[2.0, 0.5, 1.75], [0.0, 3.0, 1.0]]), np.asarray([0, 2])
        >>> unilosses.multiclass_hinge(x, labels, reduction="none").tolist()
        [0.75, 3.0]
        >>> unilosses.multiclass_hinge(x, labels, mode="one_vs_all", reduction="none").tolist()
        [4.25, 5.0]

    Source
        Crammer and Singer, On the algorithmic implementation of multiclass kernel-based vector machines, JMLR 2 (2001),
        section 3. One against all: Rifkin and Klautau, In defense of one-vs-all classification, JMLR 5 (2004).
        Keras's categorical_hinge is another formula.
    """
    c, p = num.label_coefficients(xp, labels, scores, class_weight), 1.0 + squared
    if mode == "crammer_singer":
        return num.weighted_sum(xp, c, num.relu_power(xp, _slack(xp, num.Rivals(xp, scores), scores, margin), p))
    right, wrong = num.relu_power(xp, margin - scores, p), num.relu_power(xp, margin + scores, p)
    terms = num.multiply_no_nan(xp, c, right) + num.multiply_no_nan(xp, num.sum_of_others(xp, c), wrong)
    return num.row_sum(xp, terms)[..., 0]


@multiclass_hinge.partials
def _(
    xp: Namespace,
    scores: Array,
    labels: Array,
    *,
    margin: Scalar,
    mode: Mode,
    squared: bool,
    class_weight: Scalar | None,
) -> tuple[Array, Array | None]:
    c, p = num.label_coefficients(xp, labels, scores, class_weight), 1.0 + squared
    if mode == "crammer_singer":
        rivals = num.Rivals(xp, scores)
        slack = _slack(xp, rivals, scores, margin)
        slopes = num.multiply_no_nan(xp, c, num.relu_power_slope(xp, slack, p))
        by_scores, costs = rivals.onto(slopes) - slopes, num.relu_power(xp, slack, p)
    else:
        pushed = num.multiply_no_nan(xp, num.sum_of_others(xp, c), num.relu_power_slope(xp, margin + scores, p))
        by_scores = pushed - num.multiply_no_nan(xp, c, num.relu_power_slope(xp, margin - scores, p))
        wrong = num.sum_of_others(xp, num.relu_power(xp, margin + scores, p))
        costs = num.relu_power(xp, margin - scores, p) + wrong
    return by_scores, None if num.is_index(labels, scores) else num.per_class(xp, class_weight, costs)


def _slack(xp: Namespace, rivals: num.Rivals, scores: Array, margin: Scalar) -> Array:
    """What each class lacks of a lead of the margin over its rivals."""
    return num.difference(xp, rivals.best, scores) + margin


@loss(Domain(scores=REAL, labels=ClassLabels(), class_weight=CLASS_WEIGHT), event_ndim=1)
def multiclass_perceptron(xp: Namespace, scores: Array, labels: Array, *, class_weight: Scalar | None = None) -> Array:
    """Perceptron loss of several classes: how far the best score is above that of the right class.

    A hinge without a margin: a row costs nothing as soon as the right class is not below another one.

    Formula
        sum_k w_k y_k (max_j x_j - x_k), with w = class_weight and y the one-hot form of an index
    Domain
        scores: real numbers; -inf is a class that cannot happen. labels: integers from 0 to C - 1, or coefficients.
        class_weight >= 0; a row counts sum_j y_j w_j in the normaliser. ignore_index: a label whose rows are left out.
    Subgradient
        Where several scores are largest, each takes an equal share of the maximum, the right class too: scores that
        are all 0 can learn.
    See also
        perceptron, multiclass_hinge
    Example
        >>> import numpy as np, unilosses
        >>> x = np.asarray([[2.0, 0.5, 1.75], [0.0, 3.0, 1.0]])
        >>> unilosses.multiclass_perceptron(x, np.asarray([0, 2]), reduction="none").tolist()
        [0.0, 2.0]

    Source
        Crammer and Singer, Ultraconservative online algorithms for multiclass problems, JMLR 3 (2003).
    """
    c = num.label_coefficients(xp, labels, scores, class_weight)
    return num.weighted_sum(xp, c, _below_top(xp, scores))


@multiclass_perceptron.partials
def _(xp: Namespace, scores: Array, labels: Array, *, class_weight: Scalar | None) -> tuple[Array, Array | None]:
    c = num.label_coefficients(xp, labels, scores, class_weight)
    by_scores = num.share_of_largest(xp, scores) * num.row_sum(xp, c) - c
    return by_scores, None if num.is_index(labels, c) else num.per_class(xp, class_weight, _below_top(xp, scores))


def _below_top(xp: Namespace, scores: Array) -> Array:
    """How far each class is below the largest."""
    return num.difference(xp, xp.max(scores, axis=-1, keepdims=True), scores)


@loss(
    Domain(scores=REAL, labels=ClassLabels(), p=Interval(1.0, 2.0), margin=MARGIN, class_weight=CLASS_WEIGHT),
    event_ndim=1,
)
def multi_margin(
    xp: Namespace,
    scores: Array,
    labels: Array,
    *,
    p: Scalar = 1.0,
    margin: Scalar = 1.0,
    class_weight: Scalar | None = None,
) -> Array:
    """Multi-class margin loss: the right class has to lead every other one by a margin, and each shortfall costs.

    Where `multiclass_hinge` counts the closest rival, this loss counts them all.

    Formula
        sum_k w_k y_k sum_{j != k} max(0, margin - x_k + x_j)^p / C, with C classes, w = class_weight, and y the
        one-hot form of an index
    Shapes
        Dense labels form C^2 pairs.
    Domain
        scores: real numbers; -inf is a class that cannot happen. labels: integers from 0 to C - 1, or coefficients.
        p from 1 to 2. margin > 0, in the units of the scores; p and margin may be learned arrays. class_weight >= 0; a
        row counts sum_j y_j w_j in the normaliser. ignore_index: a label whose rows are left out.
    Subgradient
        0 at the margin.
    See also
        multiclass_hinge, categorical_hinge, multilabel_margin
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.multi_margin(np.asarray([[0.1, 0.2, 0.4, 0.8]]), np.asarray([3])).round(12))
        0.325

    Source
        Weston and Watkins, Support vector machines for multi-class pattern recognition, ESANN 1999, with a mean over
        the classes for the sum, as in torch; whose mean over rows divides weighted rows by their number.
    """
    if num.is_index(labels, scores):
        value = _cost(xp, _slack_behind(xp, scores, labels, margin), p) / scores.shape[-1]
        return num.weighted_by_class(xp, class_weight, labels, value)
    c = num.label_coefficients(xp, labels, scores, class_weight)
    return num.weighted_sum(xp, c, _cost(xp, num.lead_slacks(xp, scores, margin), p)) / scores.shape[-1]


@multi_margin.partials
def _(
    xp: Namespace, scores: Array, labels: Array, *, p: Scalar, margin: Scalar, class_weight: Scalar | None
) -> tuple[Array, Array | None]:
    c, classes = num.label_coefficients(xp, labels, scores, class_weight), scores.shape[-1]
    if num.is_index(labels, scores):
        return num.multiply_no_nan(xp, num.row_sum(xp, c), _push(xp, scores, labels, margin, p)) / classes, None
    slack = num.lead_slacks(xp, scores, margin)
    push = num.multiply_no_nan(xp, c[..., None], num.relu_power_slope(xp, slack, p))
    return num.net_flow(xp, push) / classes, num.per_class(xp, class_weight, _cost(xp, slack, p)) / classes


def _slack_behind(xp: Namespace, scores: Array, labels: Array, margin: Scalar) -> Array:
    """margin - x_y + x_j for each class j, with y the label; 0 for the label itself."""
    right = num.pick(xp, scores, labels)
    return xp.where(num.one_hot(xp, labels, scores), 0.0, num.difference(xp, scores, right) + margin)


def _push(xp: Namespace, scores: Array, labels: Array, margin: Scalar, p: Scalar) -> Array:
    """The derivative of the sum of max(0, margin - x_y + x_j)^p over the classes j other than the label y."""
    slopes = num.relu_power_slope(xp, _slack_behind(xp, scores, labels, margin), p)
    return xp.where(num.one_hot(xp, labels, scores), -num.row_sum(xp, slopes), slopes)


def _cost(xp: Namespace, slack: Array, p: Scalar) -> Array:
    """The sum of max(0, slack)^p over the last axis."""
    return num.row_sum(xp, num.relu_power(xp, slack, p))[..., 0]
