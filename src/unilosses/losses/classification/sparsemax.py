"""Losses whose probabilities can be exactly 0: sparsemax, and Fenchel-Young losses in general."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import NONNEGATIVE, REAL, BinaryLabels, Choice, ClassLabels, Domain, Function, PerClass
from ...typing import Array, Namespace, Scalar

Regularizer = Literal["shannon", "gini"]


@loss(Domain(scores=REAL, labels=ClassLabels(), class_weight=PerClass(NONNEGATIVE)), event_ndim=1)
def multiclass_sparsemax(xp: Namespace, scores: Array, labels: Array, *, class_weight: Scalar | None = None) -> Array:
    """Sparsemax loss of several exclusive classes: cross-entropy's counterpart for sparse probabilities.

    It is 0 as soon as the right class leads every other by a margin of 1.

    Formula
        sum_j w_j y_j (1/2 sum_{k in S} (z_k^2 - tau^2) + 1/2 - z_j), with w = class_weight, y the one-hot form of an
        index, S the classes with p_k > 0, and p = max(z - tau, 0) the projection of z onto the simplex
    Domain
        scores: real numbers; -inf is a class that cannot happen. labels: integers from 0 to C - 1; or coefficients
        y_j, which weigh the losses of the classes: for the loss of a distribution, which is 0 where p = y, see
        `fenchel_young`. class_weight >= 0; a row counts sum_j y_j w_j in the normaliser. ignore_index: a label whose
        rows are left out.
    Subgradient
        None is needed: the loss is continuously differentiable. Its second derivative jumps where a class enters S.
    See also
        softmax_cross_entropy, binary_sparsemax, fenchel_young
    Example
        >>> import numpy as np, unilosses
        >>> scores = np.asarray([[2.0, 1.5, 0.0], [2.0, 0.5, 0.0]])
        >>> unilosses.multiclass_sparsemax(scores, np.asarray([0, 0]), reduction="none").tolist()
        [0.0625, 0.0]

    Source
        Martins and Astudillo, From softmax to sparsemax, ICML 2016, equation 16.
    """
    c = num.label_coefficients(xp, labels, scores, class_weight)
    return num.weighted_sum(xp, c, num.Sparsemax(xp, scores).losses())


@multiclass_sparsemax.partials
def _(xp: Namespace, scores: Array, labels: Array, *, class_weight: Scalar | None) -> tuple[Array, Array | None]:
    # by z_i: p_i sum_j c_j - c_i = p_i sum_{j != i} c_j - c_i (1 - p_i)
    parts = num.Sparsemax(xp, scores)
    c = num.label_coefficients(xp, labels, scores, class_weight)
    by_scores = parts.probs * (num.row_sum(xp, c) - c) - c * parts.complements
    return by_scores, None if num.is_index(labels, scores) else num.per_class(xp, class_weight, parts.losses())


@loss(Domain(scores=REAL, target=BinaryLabels()))
def binary_sparsemax(xp: Namespace, scores: Array, target: Array) -> Array:
    """Sparsemax loss of two classes, label by label: the sparse counterpart of sigmoid cross-entropy.

    It is 0 beyond a margin of 1 on the right side, quadratic within it, and linear beyond it on the wrong side.

    Formula
        y s(-x) + (1 - y) s(x), with y = target; s(x) = 0 for x <= -1, x for x >= 1, (x + 1)^2 / 4 between
    Domain
        scores: real numbers, infinities included. target: 0 and 1 (not -1 and 1), or coefficients between.
        ignore_index: a target value to leave out. class_weight: weights along `axis` that also count in the
        normaliser.
    Subgradient
        None is needed: the loss is continuously differentiable. Its second derivative jumps at -1 and 1, where it is
        taken as 0.
    See also
        multiclass_sparsemax, sigmoid_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> unilosses.binary_sparsemax(np.asarray([-3.0, 0.0, 2.0]), 1.0, reduction="none").tolist()
        [3.0, 0.25, 0.0]

    Source
        Blondel, Martins and Niculae, Learning with Fenchel-Young losses, JMLR 21 (2020), section 4.4.
    """
    return num.multiply_no_nan(xp, target, num.sparse_plus(xp, -scores)) + num.multiply_no_nan(
        xp, 1.0 - target, num.sparse_plus(xp, scores)
    )


@binary_sparsemax.partials
def _(xp: Namespace, scores: Array, target: Array) -> tuple[Array, Array]:
    # by x: (1 - y) s'(x) - y s'(-x); by y: s(-x) - s(x) = -x
    by_scores = (1.0 - target) * num.sparse_sigmoid(xp, scores) - target * num.sparse_sigmoid(xp, -scores)
    return by_scores, -scores


@loss(
    Domain(
        scores=REAL,
        labels=ClassLabels(),
        regularizer=Choice(("shannon", "gini")),
        max_fun=Function(optional=True),
    ),
    event_ndim=1,
)
def fenchel_young(
    xp: Namespace,
    scores: Array,
    labels: Array,
    *,
    regularizer: Regularizer = "shannon",
    max_fun: Callable[..., Array] | None = None,
) -> Array:
    """Fenchel-Young loss: what a distribution misses of the best one for its scores; 0 exactly where they agree.

    A regulariser of distributions decides which scores go with which distribution, and so the loss. "shannon" (the
    negative entropy) goes with softmax, and is softmax cross-entropy less the entropy of the labels; "gini" goes with
    sparsemax.

    Formula
        max_p (p . z - R(p)) + R(y) - y . z, over distributions p, with R(p) = sum_j p_j log p_j ("shannon") or
        R(p) = (sum_j p_j^2 - 1) / 2 ("gini"), and y the one-hot form of an index; for y with another sum than 1:
        sum_j y_j (log y_j - log softmax(z)_j) or sum_j (p_j - y_j)^2 / 2 + y_j max(tau - z_j, 0), which are the same
        for distributions, p being the sparsemax of z and tau its threshold.
        With max_fun, which stands for a regulariser of your own: max_fun(z) - y . z, without R(y), which is unknown
    Shapes
        Dense labels are a distribution over the classes.
    Domain
        scores: real numbers; -inf is a class that cannot happen. labels: integers from 0 to C - 1; or probabilities.
        max_fun: a function of scores (..., C) that returns max_p (p . z - R(p)) for each row, written in the arrays'
        own library, which also differentiates it by the scores (NumPy gives the value alone).
        ignore_index: a label whose rows are left out.
    Subgradient
        "shannon": by a label's probability 0 the derivative (minus infinity) is taken as 0.
    See also
        multiclass_sparsemax, softmax_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> scores, labels = np.asarray([[2.0, 1.5, 0.0]]), np.asarray([[0.75, 0.25, 0.0]])
        >>> float(unilosses.fenchel_young(scores, labels, regularizer="gini"))
        0.0

    Source
        Blondel, Martins and Niculae, Learning with Fenchel-Young losses, JMLR 21 (2020), definition 2 and table 1.
    """
    y = num.label_coefficients(xp, labels, scores)
    if max_fun is not None:
        return max_fun(scores) - num.weighted_sum(xp, y, scores)
    return _projection(xp, scores, regularizer).fenchel_young(y)


@fenchel_young.partials
def _(
    xp: Namespace, scores: Array, labels: Array, *, regularizer: Regularizer, max_fun: Callable[..., Array] | None
) -> tuple[Array | None, Array | None]:
    index = num.is_index(labels, scores)
    if max_fun is not None:
        return None, None if index else -scores
    parts, y = _projection(xp, scores, regularizer), num.label_coefficients(xp, labels, scores)
    return parts.fenchel_young_gradient(y), None if index else parts.fenchel_young_slopes(y)


def _projection(xp: Namespace, scores: Array, regularizer: Regularizer) -> num.Softmax | num.Sparsemax:
    """The best distribution for the scores."""
    return num.Softmax(xp, scores) if regularizer == "shannon" else num.Sparsemax(xp, scores)
