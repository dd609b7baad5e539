"""Margin losses of several exclusive classes: functions of the lead of the right class over the others."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

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
    y = num.label_coefficients(xp, labels, scores)
    slack, _ = _categorical_slack(xp, scores, y)
    return times_row_weight(xp, num.relu(xp, slack), y, class_weight)[..., 0]


@categorical_hinge.partials
def _(xp: Namespace, scores: Array, labels: Array, *, class_weight: Scalar | None) -> tuple[Array, Array | None]:
    y = num.label_coefficients(xp, labels, scores)
    slack, share = _categorical_slack(xp, scores, y)
    active = times_row_weight(xp, num.heaviside(xp, slack), y, class_weight)
    by_scores = active * (share * (1.0 - y) - y)
    if num.is_index(labels, scores):
        return by_scores, None
    by_labels = -num.multiply_no_nan(xp, active * (1.0 + share), scores)
    return by_scores, by_labels + by_row_weight(xp, num.relu(xp, slack), scores, class_weight)


def _categorical_slack(xp: Namespace, scores: Array, y: Array) -> tuple[Array, Array]:
    """1 - pos + neg, with a last axis of length one, and each class's share in the maximum neg."""
    pos = num.row_sum(xp, num.multiply_no_nan(xp, y, scores))
    others = num.multiply_no_nan(xp, 1.0 - y, scores)
    neg = xp.max(others, axis=-1, keepdims=True)
    largest = others == neg
    return difference(xp, neg, pos) + 1.0, _ones(xp, largest, scores) / _count(xp, largest, scores)


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
    c = num.label_coefficients(xp, labels, scores, class_weight)
    if mode == "one_vs_all":
        right, wrong = _hinges(xp, margin - scores, squared), _hinges(xp, margin + scores, squared)
        terms = num.multiply_no_nan(xp, c, right) + num.multiply_no_nan(xp, sum_of_others(xp, c), wrong)
    else:
        terms = num.multiply_no_nan(
            xp, c, _hinges(xp, difference(xp, _rivals(xp, scores).best, scores) + margin, squared)
        )
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
    c = num.label_coefficients(xp, labels, scores, class_weight)
    if mode == "one_vs_all":
        as_right, as_wrong = margin - scores, margin + scores
        others = sum_of_others(xp, c)
        by_scores = num.multiply_no_nan(xp, others, _slopes(xp, as_wrong, squared))
        by_scores = by_scores - num.multiply_no_nan(xp, c, _slopes(xp, as_right, squared))
        costs = _hinges(xp, as_right, squared) + sum_of_others(xp, _hinges(xp, as_wrong, squared))
    else:
        rivals = _rivals(xp, scores)
        slack = difference(xp, rivals.best, scores) + margin
        slopes = num.multiply_no_nan(xp, c, _slopes(xp, slack, squared))
        by_scores = _onto_rivals(xp, rivals, slopes) - slopes
        costs = _hinges(xp, slack, squared)
    return by_scores, None if num.is_index(labels, scores) else num.per_class(xp, class_weight, costs)


def _hinges(xp: Namespace, slack: Array, squared: bool) -> Array:
    r = num.relu(xp, slack)
    return r * r if squared else r


def _slopes(xp: Namespace, slack: Array, squared: bool) -> Array:
    return 2.0 * num.relu(xp, slack) if squared else num.heaviside(xp, slack)


class _Rivals(NamedTuple):
    """The best of the other classes, seen from each class."""

    best: Array  # its score
    at_top: Array  # the classes with the largest score
    tops: Array  # how many they are
    at_second: Array  # the classes with the largest score below
    seconds: Array  # how many they are


def _rivals(xp: Namespace, scores: Array) -> _Rivals:
    top = xp.max(scores, axis=-1, keepdims=True)
    at_top = scores == top
    tops = _count(xp, at_top, scores)
    below = xp.where(at_top, -math.inf, scores)
    second = xp.max(below, axis=-1, keepdims=True)
    at_second = (below == second) & ~at_top
    best = xp.where(at_top & (tops == 1.0), second, top)
    return _Rivals(best, at_top, tops, at_second, _count(xp, at_second, scores))


def _onto_rivals(xp: Namespace, rivals: _Rivals, slopes: Array) -> Array:
    """The slope of each class, divided among its rivals in equal parts."""
    # From below the top onto all tops. From a top onto the other tops or, if there is none, onto the seconds.
    on_top = xp.where(rivals.at_top, slopes, 0.0)
    at_top = num.row_sum(xp, on_top)
    from_below = num.row_sum(xp, xp.where(rivals.at_top, 0.0, slopes)) / rivals.tops
    several = rivals.tops > 1.0
    from_tops = xp.where(several, (at_top - on_top) / xp.where(several, rivals.tops - 1.0, 1.0), 0.0)
    onto_second = xp.where(several, 0.0, at_top / rivals.seconds)
    return xp.where(rivals.at_top, from_below + from_tops, xp.where(rivals.at_second, onto_second, 0.0))


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
    top = xp.max(scores, axis=-1, keepdims=True)
    return num.row_sum(xp, num.multiply_no_nan(xp, c, difference(xp, top, scores)))[..., 0]


@multiclass_perceptron.partials
def _(xp: Namespace, scores: Array, labels: Array, *, class_weight: Scalar | None) -> tuple[Array, Array | None]:
    c = num.label_coefficients(xp, labels, scores, class_weight)
    top = xp.max(scores, axis=-1, keepdims=True)
    largest = scores == top
    share = _ones(xp, largest, scores) / _count(xp, largest, scores)
    by_scores = share * num.row_sum(xp, c) - c
    if num.is_index(labels, scores):
        return by_scores, None
    return by_scores, num.per_class(xp, class_weight, difference(xp, top, scores))


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
    classes = scores.shape[-1]
    if not num.is_index(labels, scores):
        costs = num.row_sum(xp, num.power(xp, num.relu(xp, lead_slacks(xp, scores, margin)), p))[..., 0]
        c = num.label_coefficients(xp, labels, scores, class_weight)
        return num.row_sum(xp, num.multiply_no_nan(xp, c, costs))[..., 0] / classes
    slack = _slack_behind(xp, scores, labels, margin)
    value = num.row_sum(xp, num.power(xp, num.relu(xp, slack), p))[..., 0] / classes
    return num.weighted_by_class(xp, class_weight, labels, value)


@multi_margin.partials
def _(
    xp: Namespace, scores: Array, labels: Array, *, p: Scalar, margin: Scalar, class_weight: Scalar | None
) -> tuple[Array, Array | None]:
    classes = scores.shape[-1]
    c = num.label_coefficients(xp, labels, scores, class_weight)
    if num.is_index(labels, scores):
        push = _power_slope(xp, _slack_behind(xp, scores, labels, margin), p)
        total = num.row_sum(xp, push)
        by_scores = num.multiply_no_nan(xp, num.row_sum(xp, c), push) - num.multiply_no_nan(xp, c, total)
        return by_scores / classes, None
    slack = lead_slacks(xp, scores, margin)
    push = num.multiply_no_nan(xp, c[..., None], _power_slope(xp, slack, p))
    by_scores = num.row_sum(xp, xp.matrix_transpose(push)) - num.row_sum(xp, push)
    costs = num.row_sum(xp, num.power(xp, num.relu(xp, slack), p))[..., 0]
    return by_scores[..., 0] / classes, num.per_class(xp, class_weight, costs) / classes


def _slack_behind(xp: Namespace, scores: Array, labels: Array, margin: Scalar) -> Array:
    """margin - x_y + x_j for each class j, with y the label; 0 for the label itself."""
    right = num.pick(xp, scores, labels)
    return xp.where(num.one_hot(xp, labels, scores), 0.0, difference(xp, scores, right) + margin)


def _power_slope(xp: Namespace, slack: Array, p: Scalar) -> Array:
    """d max(0, slack)^p / d slack, which is 0 at 0."""
    return p * num.multiply_no_nan(xp, num.heaviside(xp, slack), num.power(xp, num.relu(xp, slack), p - 1.0))


# --- shared ---------------------------------------------------------------------------------------------------------


def difference(xp: Namespace, x: Array, y: Array) -> Array:
    """x - y, and 0 for two infinities of one sign."""
    same = x == y
    return xp.where(same, 0.0, x) - xp.where(same, 0.0, y)


def lead_slacks(xp: Namespace, scores: Array, margin: Scalar) -> Array:
    """margin - x_k + x_j at [..., k, j], and 0 where k = j."""
    apart = difference(xp, scores[..., None, :], scores[..., None])
    return xp.where(num.same_place(xp, scores), 0.0, apart + margin)


def sum_of_others(xp: Namespace, x: Array) -> Array:
    """The sum over the last axis without each element; the largest is left out before the sum, not after."""
    top = num.one_hot(xp, xp.argmax(num.absolute(xp, x), axis=-1), x)
    rest = num.row_sum(xp, xp.where(top, 0.0, x))
    peak = xp.sum(xp.where(top, x, 0.0), axis=-1, keepdims=True)
    return xp.where(top, rest, rest + difference(xp, peak, x))


def times_row_weight(xp: Namespace, x: Array, y: Array, class_weight: Scalar | None) -> Array:
    """sum_j w_j y_j times what belongs to a row."""
    if class_weight is None:
        return x
    return num.multiply_no_nan(xp, num.row_sum(xp, y * class_weight), x)


def by_row_weight(xp: Namespace, x: Array, like: Array, class_weight: Scalar | None) -> Array | float:
    """The derivative of sum_j w_j y_j times x, by y, without that of x."""
    return 0.0 if class_weight is None else num.multiply_no_nan(xp, xp.zeros_like(like) + class_weight, x)


def _ones(xp: Namespace, condition: Array, like: Array) -> Array:
    """1 where the condition holds, otherwise 0, in the dtype of the data."""
    zero = xp.zeros_like(like)
    return xp.where(condition, zero + 1.0, zero)


def _count(xp: Namespace, condition: Array, like: Array) -> Array:
    """In how many classes the condition holds; 1 for none, which is safe to divide by."""
    n = num.row_sum(xp, _ones(xp, condition, like))
    return xp.where(n > 0, n, 1.0)
