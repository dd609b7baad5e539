"""Focal losses: cross-entropy that fades as the right class becomes certain."""

from __future__ import annotations

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import NONNEGATIVE, REAL, UNIT, BinaryLabels, ClassLabels, Domain, PerClass
from ...typing import Array, Namespace, Scalar


def _balance(y: Array, z: Array, alpha: Scalar | None) -> Scalar:
    """alpha for positives and 1 - alpha for negatives; 1 without alpha."""
    return 1.0 if alpha is None else alpha * y + (1.0 - alpha) * z


@loss(Domain(logits=REAL, target=BinaryLabels(), gamma=NONNEGATIVE, alpha=PerClass(UNIT)))
def sigmoid_focal(
    xp: Namespace, logits: Array, target: Array, *, gamma: Scalar = 2.0, alpha: Scalar | None = None
) -> Array:
    """Focal loss of two classes, from logits, label by label.

    For dense detection and other tasks with many easy negatives: what is classified well hardly counts.

    Formula
        alpha_t (1 - p_t)^gamma (y softplus(-x) + (1 - y) softplus(x)), with y = target, p = sigmoid(x),
        p_t = y p + (1 - y) (1 - p), alpha_t = alpha y + (1 - alpha) (1 - y), or 1 without alpha
    Domain
        logits: real numbers, infinities included. target: 0 and 1, or soft labels between. gamma >= 0, alpha in
        [0, 1]. ignore_index: a target value to leave out. class_weight: weights along `axis` that also count in the
        normaliser; alpha does not.
    Subgradient
        None is needed: the loss is smooth for hard labels.
    See also
        sigmoid_cross_entropy, asymmetric, softmax_focal
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.sigmoid_focal(np.asarray([1.2, -0.7, 0.3]), np.asarray([1.0, 0.0, 1.0]), reduction="none")
        >>> loss.round(5).tolist()
        [0.01411, 0.04439, 0.10039]

    Source
        Lin et al., Focal loss for dense object detection, ICCV 2017, equation 5. The paper uses alpha = 0.25 with
        gamma = 2; here alpha is off unless given. Soft labels as in torchvision and optax.
    """
    # alpha_t m^gamma ce
    y, z = target, 1.0 - target
    a, b, s = num.sigmoid_parts(xp, logits)
    below, above = num.maximum(xp, -logits, 0.0), num.maximum(xp, logits, 0.0)
    ce = num.multiply_nonnegative(xp, y, below) + num.multiply_nonnegative(xp, z, above) + xp.log1p(a * b)
    return _balance(y, z, alpha) * (num.power(xp, (y * b + z * a) / s, gamma) * ce)


@sigmoid_focal.partials
def _(xp: Namespace, logits: Array, target: Array, *, gamma: Scalar, alpha: Scalar | None) -> tuple[Array, Array]:
    # with share = y b + z a, so that m = share / s:
    # by x: alpha_t m^gamma (gamma (z - y) a b / s ce / share + (z a - y b) / s)
    # by y: alpha_t m^gamma (-gamma s tanh(x / 2) ce / share - x) + (2 alpha - 1) m^gamma ce
    y, z = target, 1.0 - target
    a, b, s = num.sigmoid_parts(xp, logits)
    below, above = num.maximum(xp, -logits, 0.0), num.maximum(xp, logits, 0.0)
    ce = num.multiply_no_nan(xp, y, below) + num.multiply_no_nan(xp, z, above) + xp.log1p(a * b)
    share = y * b + z * a
    fade = num.power(xp, share / s, gamma)
    gone = share == 0  # m underflowed: m^gamma is 0, or gamma is 0
    ratio = xp.where(gone, 0.0, num.divide_small(xp, ce, xp.where(gone, 1.0, share)))
    balance = _balance(y, z, alpha)
    by_logits = balance * fade * (gamma * num.multiply_no_nan(xp, (z - y) * (a * b / s), ratio) + (z * a - y * b) / s)
    by_target = balance * (
        num.multiply_no_nan(xp, gamma * fade, -s * xp.tanh(0.5 * logits) * ratio)
        - num.multiply_no_nan(xp, fade, logits)
    )
    return by_logits, by_target if alpha is None else by_target + (2.0 * alpha - 1.0) * num.multiply_no_nan(
        xp, fade, ce
    )


@loss(
    Domain(
        logits=REAL,
        labels=ClassLabels(),
        gamma=NONNEGATIVE,
        alpha=PerClass(NONNEGATIVE),
        class_weight=PerClass(NONNEGATIVE),
    ),
    event_ndim=1,
)
def softmax_focal(
    xp: Namespace,
    logits: Array,
    labels: Array,
    *,
    gamma: Scalar = 2.0,
    alpha: Scalar | None = None,
    class_weight: Scalar | None = None,
) -> Array:
    """Focal loss of several exclusive classes, from logits.

    Formula
        sum_j alpha_j w_j y_j (1 - p_j)^gamma (-log p_j), with p = softmax(x), w = class_weight
    Domain
        logits: real numbers; -inf is a class that cannot happen. labels: integers from 0 to classes - 1, or
        coefficients y_j. gamma >= 0; alpha, class_weight >= 0. ignore_index: a label whose rows are left out.
        class_weight counts in the normaliser (a row counts sum_j y_j w_j), alpha does not.
    Subgradient
        None is needed: the loss is smooth.
    See also
        softmax_cross_entropy, poly1_cross_entropy, sigmoid_focal
    Example
        >>> import numpy as np, unilosses
        >>> round(float(unilosses.softmax_focal(np.asarray([[2.0, 1.0, 0.1]]), np.asarray([0]))), 6)
        0.048492

    Source
        Lin et al., Focal loss for dense object detection, ICCV 2017, equation 4, with softmax for sigmoid.
    """
    # sum_j c_j (1 - p_j)^gamma (-log p_j),  c_j = alpha_j w_j y_j
    c = _coefficients(xp, labels, logits, alpha, class_weight)
    return num.weighted_sum(xp, c, num.Softmax(xp, logits).focal(gamma))


@softmax_focal.partials
def _(
    xp: Namespace, logits: Array, labels: Array, *, gamma: Scalar, alpha: Scalar | None, class_weight: Scalar | None
) -> tuple[Array, Array | None]:
    # by x_i: sum_j k_j (p_i - [i = j]),  k_j = c_j (1 - p_j)^gamma (1 + gamma p_j (-log p_j) / (1 - p_j))
    parts, c = num.Softmax(xp, logits), _coefficients(xp, labels, logits, alpha, class_weight)
    by_logits = parts.cross_entropy_gradient(num.multiply_no_nan(xp, c, parts.focal_slope(gamma)))
    if num.is_index(labels, logits):
        return by_logits, None
    per_label = _coefficients(xp, xp.ones_like(logits), logits, alpha, class_weight)
    return by_logits, num.multiply_no_nan(xp, per_label, parts.focal(gamma))


def _coefficients(
    xp: Namespace, labels: Array, logits: Array, alpha: Scalar | None, class_weight: Scalar | None
) -> Array:
    c = num.label_coefficients(xp, labels, logits, class_weight)
    return c if alpha is None else c * alpha
