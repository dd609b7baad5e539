"""Cross-entropy of two classes, label by label: from probabilities and from logits."""

from __future__ import annotations

import math

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import NONNEGATIVE, REAL, UNIT, BinaryLabels, Clip, Domain, PerClass
from ...typing import Array, Namespace, Scalar


def _coefficients(target: Array, smoothing: Scalar, pos_weight: Scalar | None) -> tuple[Array, Array]:
    """w y and 1 - y, with y = target (1 - s) + s / 2. The latter is not found by subtraction: it would lose digits."""
    y, z = target, 1.0 - target
    if not (isinstance(smoothing, float) and smoothing == 0.0):
        keep, share = 1.0 - smoothing, 0.5 * smoothing
        y, z = y * keep + share, z * keep + share
    return y if pos_weight is None else pos_weight * y, z


@loss(Domain(probs=UNIT, target=BinaryLabels(), pos_weight=PerClass(NONNEGATIVE), label_smoothing=UNIT, eps=Clip()))
def binary_cross_entropy(
    xp: Namespace,
    probs: Array,
    target: Array,
    *,
    pos_weight: Scalar | None = None,
    label_smoothing: Scalar = 0.0,
    eps: Scalar | str | None = None,
) -> Array:
    """Binary cross-entropy of probabilities, label by label.

    For models that give probabilities. From logits, `sigmoid_cross_entropy` keeps digits that a probability lost.

    Formula
        -(pos_weight y log p + (1 - y) log(1 - p)), with y = target (1 - s) + s / 2, s = label_smoothing; 0 log 0 = 0
    Domain
        probs: probabilities in [0, 1]; outside, the loss is NaN (eps clips them too). target: 0 and 1, or coefficients.
        pos_weight >= 0; label_smoothing in [0, 1]. ignore_index: a target value to leave out.
        class_weight: weights along `axis` that also count in the normaliser.
        eps: None for the exact loss (infinite for p = 0, y = 1); a number in (0, 0.5) clips p to [eps, 1 - eps];
        "finfo" takes the machine epsilon of the dtype.
    Subgradient
        Strictly outside [eps, 1 - eps] the gradient by p is 0, at the ends and inside it is that of the formula.
    See also
        sigmoid_cross_entropy, brier
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.binary_cross_entropy(np.asarray([0.5, 0.0]), np.asarray([1.0, 0.0])))
        0.34657359027997264
        >>> round(float(unilosses.binary_cross_entropy(np.asarray([0.0]), np.asarray([1.0]), eps=1e-7)), 4)
        16.1181

    Source
        Good, Rational decisions, J. R. Statist. Soc. B 14 (1952). Elsewhere the logarithm is cut at -100 (torch) or p
        clipped at 1e-7 (Keras); here nothing is, unless eps asks for it.
    """
    # -(w y log p + z log(1 - p)), z = 1 - y
    wy, z = _coefficients(target, label_smoothing, pos_weight)
    q = 1.0 - probs
    log_p, log_q, _ = num.log_clipped(xp, probs, q, eps)
    value = -(num.multiply_no_nan(xp, wy, log_p) + num.multiply_no_nan(xp, z, log_q))
    return xp.where((probs < 0) | (q < 0), math.nan, value) if eps is None else value


@binary_cross_entropy.partials
def _(
    xp: Namespace,
    probs: Array,
    target: Array,
    *,
    pos_weight: Scalar | None,
    label_smoothing: Scalar,
    eps: Scalar | None,
) -> tuple[Array, Array]:
    # by p: z / (1 - p) - w y / p
    wy, z = _coefficients(target, label_smoothing, pos_weight)
    q = 1.0 - probs
    log_p, log_q, inside = num.log_clipped(xp, probs, q, eps)
    d = num.divide_no_nan(xp, z, q) - num.divide_no_nan(xp, wy, probs)
    return xp.where(inside, d, 0.0), (1.0 - label_smoothing) * (log_q - num.per_class(xp, pos_weight, log_p))


@loss(Domain(logits=REAL, target=BinaryLabels(), pos_weight=PerClass(NONNEGATIVE), label_smoothing=UNIT))
def sigmoid_cross_entropy(
    xp: Namespace,
    logits: Array,
    target: Array,
    *,
    pos_weight: Scalar | None = None,
    label_smoothing: Scalar = 0.0,
) -> Array:
    """Sigmoid cross-entropy: binary cross-entropy from logits, label by label.

    For binary and multi-label classification. Nothing is clipped: the loss keeps its digits at any logit.

    Formula
        pos_weight y softplus(-x) + (1 - y) softplus(x), with softplus(x) = log(1 + exp(x)),
        y = target (1 - s) + s / 2, s = label_smoothing
    Domain
        logits: real numbers, infinities included. target: 0 and 1, or any coefficients.
        pos_weight >= 0; label_smoothing in [0, 1]. ignore_index: a target value to leave out.
        class_weight: weights along `axis` that also count in the normaliser.
    Subgradient
        None is needed: the loss is smooth (at logit 0 with target 1 its slope is -1/2 on every backend).
    See also
        binary_cross_entropy, soft_margin, sigmoid_focal, softmax_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.sigmoid_cross_entropy(np.asarray([-15.0]), np.asarray([0.0])))
        3.059022737137205e-07

    Source
        Cox, The regression analysis of binary sequences, J. R. Statist. Soc. B 20 (1958).
    """
    # w y softplus(-x) + (1 - y) softplus(x); label smoothing mixes it with that of y = 1/2
    up, down = num.softplus_values(xp, logits)
    positive = _smoothed(xp, num.multiply_nonnegative(xp, target, down), down, label_smoothing)
    negative = _smoothed(xp, num.multiply_nonnegative(xp, 1.0 - target, up), up, label_smoothing)
    return negative + num.per_class(xp, pos_weight, positive)


@sigmoid_cross_entropy.partials
def _(
    xp: Namespace, logits: Array, target: Array, *, pos_weight: Scalar | None, label_smoothing: Scalar
) -> tuple[Array, Array]:
    # by x: z sigmoid(x) - w y sigmoid(-x)
    wy, z = _coefficients(target, label_smoothing, pos_weight)
    a, b, s = num.sigmoid_parts(xp, logits)
    return (z * a - wy * b) / s, (1.0 - label_smoothing) * _by_label(xp, logits, pos_weight)


def _smoothed(xp: Namespace, cost: Array, whole: Array, smoothing: Scalar) -> Array:
    """A label's cost with smoothing, from that without it and that of a whole label."""
    if isinstance(smoothing, float) and smoothing == 0.0:
        return cost
    return num.per_class(xp, 1.0 - smoothing, cost) + num.per_class(xp, 0.5 * smoothing, whole)


def _by_label(xp: Namespace, logits: Array, pos_weight: Scalar | None) -> Array:
    """w softplus(-x) - softplus(x)"""
    if pos_weight is None:
        return -logits
    up, down = num.softplus_pair(xp, logits)
    return num.per_class(xp, pos_weight, down) - up
