"""Cross-entropies whose expansion in 1 - p is changed: Poly-1, and the Box-Cox family between it and the error."""

from __future__ import annotations

import math
from typing import get_args

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import NONNEGATIVE, REAL, UNIT, Choice, ClassLabels, Domain, Interval, PerClass
from ...typing import Array, Namespace, Scalar, Space

SPACE = Choice(get_args(Space))

CLASS_WEIGHT = PerClass(NONNEGATIVE)


@loss(
    Domain(
        logits=REAL,
        labels=ClassLabels(),
        epsilon=Interval(-1.0),
        class_weight=CLASS_WEIGHT,
        label_smoothing=UNIT,
    ),
    event_ndim=1,
    class_name="Poly1CrossEntropy",
)
def poly1_cross_entropy(
    xp: Namespace,
    logits: Array,
    labels: Array,
    *,
    epsilon: Scalar = 2.0,
    class_weight: Scalar | None = None,
    label_smoothing: Scalar = 0.0,
) -> Array:
    """Poly-1 cross-entropy: softmax cross-entropy with another weight on its leading term, 1 - p.

    Cross-entropy is the sum of (1 - p)^k / k; here the first of these has the coefficient 1 + epsilon.

    Formula
        sum_j w_j (y_j (1 - s) + s / C) (-log p_j + epsilon (1 - p_j)), with p = softmax(x), C classes,
        w = class_weight, s = label_smoothing, and y the one-hot form of an index
    Domain
        logits: real numbers; -inf is a class that cannot happen. epsilon >= -1: below, the loss would rise with the
        probability of the right class. labels: integers from 0 to C - 1; or coefficients y_j. class_weight >= 0; a
        row counts sum_j y_j w_j in the normaliser. label_smoothing in [0, 1]. ignore_index: a label whose rows are
        left out.
    Subgradient
        None is needed: the loss is smooth.
    See also
        softmax_cross_entropy, softmax_focal, generalized_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> round(float(unilosses.poly1_cross_entropy(np.asarray([[2.0, 1.0, 0.1]]), np.asarray([0]))), 6)
        1.099028

    Source
        Leng et al., PolyLoss: a polynomial expansion perspective of classification loss functions, ICLR 2022,
        equation 6; it uses epsilon = 2 for ImageNet. Soft labels as in optax and in the paper's code.
    """
    # sum_j c_j (-log p_j + epsilon (1 - p_j)),  c_j = w_j (y_j (1 - s) + s / C)
    parts = num.Softmax(xp, logits)
    c = num.label_coefficients(xp, labels, logits, class_weight, label_smoothing)
    return num.weighted_sum(xp, c, parts.surprisal + epsilon * parts.complements)


@poly1_cross_entropy.partials
def _(
    xp: Namespace,
    logits: Array,
    labels: Array,
    *,
    epsilon: Scalar,
    class_weight: Scalar | None,
    label_smoothing: Scalar,
) -> tuple[Array, Array | None]:
    # by x_i: p_i sum_{j != i} k_j - k_i (1 - p_i),  k_j = c_j (1 + epsilon p_j) = c_j ((1 - p_j) + (1 + epsilon) p_j)
    parts, c = num.Softmax(xp, logits), num.label_coefficients(xp, labels, logits, class_weight, label_smoothing)
    by_logits = parts.cross_entropy_gradient(c * (parts.complements + (1.0 + epsilon) * parts.probs))
    if num.is_index(labels, logits):
        return by_logits, None
    per_label = (1.0 - label_smoothing) * (parts.surprisal + epsilon * parts.complements)
    return by_logits, num.per_class(xp, class_weight, per_label)


@loss(
    Domain(
        pred=REAL,
        labels=ClassLabels(),
        q=Interval(0.0, 1.0, closed_low=False),
        pred_space=SPACE,
        class_weight=CLASS_WEIGHT,
    ),
    event_ndim=1,
)
def generalized_cross_entropy(
    xp: Namespace,
    pred: Array,
    labels: Array,
    *,
    q: Scalar = 0.7,
    pred_space: Space = "logits",
    class_weight: Scalar | None = None,
) -> Array:
    """Generalized cross-entropy: between cross-entropy (q -> 0) and the mean absolute error of p (q = 1).

    For labels that may be wrong: it is bounded by 1 / q, so that no single label can cost much. What `pred` holds is
    declared, not guessed.

    Formula
        sum_j w_j y_j (1 - p_j^q) / q, with w = class_weight, and y the one-hot form of an index
    Domain
        pred_space: "logits" (p is their softmax), "log_probs", or "probs" (numbers >= 0, as they are: nothing is
        renormalised). q in (0, 1]. labels: integers from 0 to C - 1; or coefficients y_j. class_weight >= 0; a row
        counts sum_j y_j w_j in the normaliser. ignore_index: a label whose rows are left out.
    Subgradient
        None is needed. By a probability 0 of the right class the derivative is -inf for q < 1.
    See also
        softmax_cross_entropy, poly1_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.generalized_cross_entropy(np.asarray([[2.0, 1.0, 0.1]]), np.asarray([0]), q=0.5)
        >>> round(float(loss), 6)
        0.376422

    Source
        Zhang and Sabuncu, Generalized cross entropy loss for training deep neural networks with noisy labels,
        NeurIPS 2018, equation 6; q = 0.7 is theirs.
    """
    c = num.label_coefficients(xp, labels, pred, class_weight)
    return num.weighted_sum(xp, c, _tempered(xp, num.Distribution(xp, pred, pred_space), q))


@generalized_cross_entropy.partials
def _(
    xp: Namespace, pred: Array, labels: Array, *, q: Scalar, pred_space: Space, class_weight: Scalar | None
) -> tuple[Array, Array | None]:
    # by log p_j: -c_j p_j^q
    c = num.label_coefficients(xp, labels, pred, class_weight)
    p = num.Distribution(xp, pred, pred_space)
    by_pred = _by_probs(xp, c, pred, q) if pred_space == "probs" else p.by_log_probs(c * _power(xp, p, q))
    return by_pred, None if num.is_index(labels, c) else num.per_class(xp, class_weight, _tempered(xp, p, q))


def _tempered(xp: Namespace, p: num.Distribution, q: Scalar) -> Array:
    """(1 - p ** q) / q"""
    return -xp.expm1(-q * p.surprisal) / q


def _power(xp: Namespace, p: num.Distribution, q: Scalar) -> Array:
    """p ** q; from -log p where p itself is too small for the dtype."""
    probs = p.probs
    lost = probs < float(xp.finfo(probs.dtype).smallest_normal)
    direct = num.power(xp, xp.where(lost, 1.0, probs), q)
    return xp.where(lost, xp.exp(-q * xp.where(lost, p.surprisal, 0.0)), direct)


def _by_probs(xp: Namespace, c: Array, p: Array, q: Scalar) -> Array:
    """-c p ** (q - 1)"""
    if isinstance(q, float) and q == 1.0:
        return -c + 0.0 * p
    exponent = (q + xp.zeros_like(p)) - 1.0
    positive = p > 0
    steep = xp.where(positive, p, 1.0) ** exponent
    at_zero = xp.where(exponent < 0, math.inf, 1.0 + 0.0 * exponent)
    return -num.multiply_no_nan(xp, c, xp.where(positive, steep, xp.where(p == 0, at_zero, math.nan)))
