"""Proper scores of probabilities: the Brier scores."""

from __future__ import annotations

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import NONNEGATIVE, UNIT, BinaryLabels, ClassLabels, Domain, PerClass
from ...typing import Array, Namespace, Scalar


@loss(Domain(probs=UNIT, target=BinaryLabels()))
def brier(xp: Namespace, probs: Array, target: Array) -> Array:
    """Brier score of two classes: the squared error of a probability, label by label.

    A proper score, bounded, that an estimate of 0 for what happens does not make infinite.

    Formula
        (p - y)^2, with p = probs, y = target
    Domain
        probs: probabilities of label 1, in [0, 1]. target: 0 and 1, or probabilities. ignore_index: a target value to
        leave out. class_weight: weights along `axis` that also count in the normaliser.
    Subgradient
        None is needed: the loss is smooth.
    See also
        multiclass_brier, binary_cross_entropy
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
    Domain
        probs: probabilities in [0, 1]; nothing is renormalised. labels: integers from 0 to C - 1, or probabilities.
        class_weight >= 0; a row counts sum_j y_j w_j in the normaliser. ignore_index: a label whose rows are left out.
    Subgradient
        None is needed: the loss is smooth.
    See also
        brier, categorical_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.multiclass_brier(np.asarray([[0.5, 0.25, 0.25]]), np.asarray([0])))
        0.375

    Source
        Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78 (1950), equation
        2. scikit-learn's scale_by_half=True halves it.
    """
    y = num.label_coefficients(xp, labels, probs)
    return num.times_row_weight(xp, num.row_sum(xp, num.square(probs - y)), y, class_weight)[..., 0]


@multiclass_brier.partials
def _(xp: Namespace, probs: Array, labels: Array, *, class_weight: Scalar | None) -> tuple[Array, Array | None]:
    y = num.label_coefficients(xp, labels, probs)
    d = num.times_row_weight(xp, 2.0 * (probs - y), y, class_weight)
    if num.is_index(labels, probs):
        return d, None
    return d, num.by_row_weight(xp, num.row_sum(xp, num.square(probs - y)), probs, class_weight) - d
