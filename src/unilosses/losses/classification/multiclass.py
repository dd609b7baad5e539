"""Cross-entropy of several exclusive classes: from logits, log-probabilities and probabilities."""

from __future__ import annotations

import math

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import (
    NONNEGATIVE,
    POSITIVE,
    REAL,
    UNIT,
    ClassLabels,
    ClassMask,
    Clip,
    Domain,
    Flag,
    Interval,
    Optional,
    PerClass,
)
from ...typing import Array, Namespace, Scalar

CLASS_WEIGHT = PerClass(NONNEGATIVE)


@loss(
    Domain(
        logits=REAL,
        labels=ClassLabels(),
        class_weight=CLASS_WEIGHT,
        label_smoothing=UNIT,
        z_loss=NONNEGATIVE,
        softcap=Optional(POSITIVE),
        class_mask=ClassMask(),
    ),
    event_ndim=1,
)
def softmax_cross_entropy(
    xp: Namespace,
    logits: Array,
    labels: Array,
    *,
    class_weight: Scalar | None = None,
    label_smoothing: Scalar = 0.0,
    z_loss: Scalar = 0.0,
    softcap: Scalar | None = None,
    class_mask: Array | None = None,
) -> Array:
    """Softmax cross-entropy: the negative log-probability of the right class, from logits.

    The standard loss of classification. Index labels and their one-hot form give the same result for every parameter.

    Formula
        sum_j w_j (y_j (1 - s) + s / C) (log Z - x_j) + z_loss (sum_j w_j y_j) (log Z)^2, with C classes,
        log Z = log sum_k exp(x_k), w = class_weight, s = label_smoothing, and y the one-hot form of an index;
        softcap: softcap tanh(x_j / softcap) for x_j; class_mask: only classes where it is True are in Z and in C,
        and smoothing gives the others nothing
    Shapes
        class_mask: one boolean for each class, or an array of them in the logits' shape.
    Domain
        logits: real numbers; -inf is a class that cannot happen, which costs nothing where its coefficient is 0 and
        inf where it is not. labels: integers from 0 to C - 1; or coefficients y_j, which need not sum to one.
        class_weight >= 0; it counts in the normaliser: a row counts sum_j y_j w_j. label_smoothing in [0, 1].
        z_loss >= 0: a row's share of it counts as the row does in the normaliser, smoothed or not, so that the mean
        takes the same average of (log Z)^2 as of the rest. softcap: None or > 0; it makes -softcap of -inf.
        class_mask: classes where it is False are as a logit of -inf after the cap, whatever the logit holds: a label
        there costs inf. ignore_index: a label whose rows are left out (rows, where class_mask leaves out classes).
    Subgradient
        None is needed: the loss is smooth.
    See also
        categorical_cross_entropy, nll, linear_cross_entropy, softmax_focal, sigmoid_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.softmax_cross_entropy(np.asarray([[20.0, 0.0]]), np.asarray([0])))
        2.061153620314381e-09

    Source
        Bridle, Probabilistic interpretation of feedforward classification network outputs (1990). Label smoothing:
        Szegedy et al., Rethinking the Inception architecture, CVPR 2016, section 7. z_loss: Chowdhery et al., PaLM
        (2022), section 5, with 1e-4. softcap: Gemma Team, Gemma 2 (2024), section 2, with 30.
    """
    # sum_j c_j (-log p_j),  c_j = w_j (y_j (1 - s) + s / C)
    x = _capped(xp, logits, softcap, class_mask)
    if _is_plain(labels, logits, label_smoothing):
        value = num.weighted_by_class(xp, class_weight, labels, num.SoftmaxOfLabel(xp, x, labels).surprisal)
    else:
        c = _smoothed(xp, labels, logits, class_weight, label_smoothing, class_mask)
        value = num.weighted_sum(xp, c, num.Softmax(xp, x).surprisal)
    if not (isinstance(z_loss, float) and z_loss == 0.0):
        log_z = num.Softmax(xp, x).log_total
        value = (
            value + num.multiply_no_nan(xp, _z_weight(xp, labels, logits, class_weight, z_loss), log_z * log_z)[..., 0]
        )
    return value


@softmax_cross_entropy.partials
def _(
    xp: Namespace,
    logits: Array,
    labels: Array,
    *,
    class_weight: Scalar | None,
    label_smoothing: Scalar,
    z_loss: Scalar,
    softcap: Scalar | None,
    class_mask: Array | None,
) -> tuple[Array, Array | None]:
    # by x_i: p_i sum_j c_j - c_i + 2 z p_i log Z
    x = _capped(xp, logits, softcap, class_mask)
    if _is_plain(labels, logits, label_smoothing):
        by_logits = num.weighted_by_class(xp, class_weight, labels[..., None], num.SoftmaxOfLabel(xp, x, labels).slope)
    else:
        c = _smoothed(xp, labels, logits, class_weight, label_smoothing, class_mask)
        # Many equal terms of smoothing are best not added one by one.
        given = 1.0 if num.is_index(labels, logits) else num.row_sum(xp, labels)
        total = (1.0 - label_smoothing) * given + label_smoothing if class_weight is None else None
        by_logits = num.Softmax(xp, x).cross_entropy_gradient(c, total)
    with_z = not (isinstance(z_loss, float) and z_loss == 0.0)
    if with_z:
        parts = num.Softmax(xp, x)
        z_weight = _z_weight(xp, labels, logits, class_weight, z_loss)
        by_logits = by_logits + parts.probs * num.multiply_no_nan(xp, 2.0 * z_weight, parts.log_total)
    if softcap is not None:
        a, b, s = num.sigmoid_parts(xp, 2.0 * (_open(xp, logits, class_mask) / softcap))
        by_logits = by_logits * (4.0 * (a / s) * (b / s))  # 1 - tanh^2
    if class_mask is not None:
        by_logits = xp.where(class_mask, by_logits, 0.0)
    if num.is_index(labels, logits):
        return by_logits, None
    parts = num.Softmax(xp, x)
    per_label = (1.0 - label_smoothing) * parts.surprisal
    if with_z:
        per_label = per_label + z_loss * (parts.log_total * parts.log_total)
    return by_logits, num.per_class(xp, class_weight, per_label)


def _is_plain(labels: Array, logits: Array, smoothing: Scalar) -> bool:
    """Whether one class counts in each row."""
    return num.is_index(labels, logits) and isinstance(smoothing, float) and smoothing == 0.0


def _open(xp: Namespace, logits: Array, class_mask: Array | None) -> Array:
    """The logits with 0 for what is masked out, which may be anything."""
    return logits if class_mask is None else xp.where(class_mask, logits, 0.0)


def _capped(xp: Namespace, logits: Array, softcap: Scalar | None, class_mask: Array | None) -> Array:
    """The logits that the softmax is taken of."""
    x = _open(xp, logits, class_mask)
    if softcap is not None:
        x = softcap * xp.tanh(x / softcap)
    return x if class_mask is None else xp.where(class_mask, x, -math.inf)


def _smoothed(
    xp: Namespace,
    labels: Array,
    logits: Array,
    class_weight: Scalar | None,
    smoothing: Scalar,
    class_mask: Array | None,
) -> Array:
    """The coefficient of each class: w_j (y_j (1 - s) + s / C)."""
    if class_mask is None or (isinstance(smoothing, float) and smoothing == 0.0):
        return num.label_coefficients(xp, labels, logits, class_weight, smoothing)
    inside = xp.where(class_mask, xp.ones_like(logits), 0.0)
    count = num.row_sum(xp, inside)
    uniform = inside / xp.where(count == 0, 1.0, count)
    c = num.label_coefficients(xp, labels, logits) * (1.0 - smoothing) + smoothing * uniform
    return c if class_weight is None else c * class_weight


def _z_weight(xp: Namespace, labels: Array, logits: Array, class_weight: Scalar | None, z_loss: Scalar) -> Array:
    """z_loss times what the row counts in the normaliser, the class axis kept."""
    if not num.is_index(labels, logits):
        return z_loss * num.row_sum(xp, num.label_coefficients(xp, labels, logits, class_weight))
    return z_loss * num.weighted_by_class(xp, class_weight, labels[..., None], xp.ones_like(logits[..., :1]))


@loss(
    Domain(log_probs=Interval(-math.inf, 0.0), labels=ClassLabels(), class_weight=CLASS_WEIGHT),
    event_ndim=1,
    class_name="NLL",
)
def nll(xp: Namespace, log_probs: Array, labels: Array, *, class_weight: Scalar | None = None) -> Array:
    """Negative log-likelihood of the right class, from log-probabilities.

    For models that end in a log-softmax. From logits, `softmax_cross_entropy` is more accurate.

    Formula
        -sum_j w_j y_j log p_j, with w = class_weight and y the one-hot form of an index
    Domain
        log_probs: logarithms of probabilities, -inf included (0 times -inf is 0). labels: integers from 0 to C - 1;
        or coefficients. class_weight >= 0; a row counts sum_j y_j w_j in the normaliser. ignore_index: a label whose
        rows are left out.
    Subgradient
        None is needed: the loss is linear.
    See also
        softmax_cross_entropy, categorical_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.nll(np.log(np.asarray([[0.5, 0.25, 0.25]])), np.asarray([2])))
        1.3862943611198906

    Source
        Good, Rational decisions, J. R. Statist. Soc. B 14 (1952).
    """
    if num.is_index(labels, log_probs):
        return -num.weighted_by_class(xp, class_weight, labels, num.pick(xp, log_probs, labels)[..., 0])
    c = num.label_coefficients(xp, labels, log_probs, class_weight)
    return -num.weighted_sum(xp, c, log_probs)


@nll.partials
def _(xp: Namespace, log_probs: Array, labels: Array, *, class_weight: Scalar | None) -> tuple[Array, Array | None]:
    c = num.label_coefficients(xp, labels, log_probs, class_weight)
    if num.is_index(labels, log_probs):
        return -c, None
    return -c, -num.per_class(xp, class_weight, log_probs)


@loss(
    Domain(
        probs=UNIT,
        labels=ClassLabels(),
        renormalize=Flag(),
        eps=Clip(),
        class_weight=CLASS_WEIGHT,
        label_smoothing=UNIT,
    ),
    event_ndim=1,
)
def categorical_cross_entropy(
    xp: Namespace,
    probs: Array,
    labels: Array,
    *,
    renormalize: bool = False,
    eps: Scalar | str | None = None,
    class_weight: Scalar | None = None,
    label_smoothing: Scalar = 0.0,
) -> Array:
    """Categorical cross-entropy: the negative log-probability of the right class, from probabilities.

    For models that give probabilities. From logits, use `softmax_cross_entropy`.

    Formula
        -sum_j w_j (y_j (1 - s) + s / C) log p_j, with C classes, w = class_weight, s = label_smoothing;
        renormalize=True: p_j / sum_k p_k for p_j; then eps: clipped to [eps, 1 - eps]. 0 log 0 = 0
    Domain
        probs: probabilities in [0, 1], or with renormalize=True any numbers >= 0. labels: integers from 0 to C - 1;
        or coefficients. class_weight >= 0; a row counts sum_j y_j w_j in the normaliser. label_smoothing in [0, 1].
        eps: None for the exact loss (inf where a right class has p = 0), a number in (0, 0.5), or "finfo" for the
        machine epsilon of the dtype. ignore_index: a label whose rows are left out.
    Subgradient
        Strictly outside [eps, 1 - eps] the derivative of log p_j is 0, at the ends and inside it is 1 / p_j.
    See also
        softmax_cross_entropy, multiclass_brier
    Example
        >>> import numpy as np, unilosses
        >>> probs = np.asarray([[0.05, 0.95, 0.0], [0.1, 0.8, 0.1]])
        >>> round(float(unilosses.categorical_cross_entropy(probs, np.asarray([1, 2]))), 12)
        1.176939193691

    Source
        Good, Rational decisions, J. R. Statist. Soc. B 14 (1952). Keras renormalises and clips at 1e-7 by itself.
    """
    # -sum_j c_j log p_j,  c_j = w_j (y_j (1 - s) + s / C)
    c = num.label_coefficients(xp, labels, probs, class_weight, label_smoothing)
    return -num.weighted_sum(xp, c, _log_probs(xp, probs, renormalize, eps)[0])


@categorical_cross_entropy.partials
def _(
    xp: Namespace,
    probs: Array,
    labels: Array,
    *,
    renormalize: bool,
    eps: Scalar | None,
    class_weight: Scalar | None,
    label_smoothing: Scalar,
) -> tuple[Array, Array | None]:
    # by p_i: -c_i / p_i; renormalised, with S = sum p: (sum_{j != i} c_j - c_i (S - p_i) / p_i) / S
    c = num.label_coefficients(xp, labels, probs, class_weight, label_smoothing)
    log_p, inside = _log_probs(xp, probs, renormalize, eps)
    k = xp.where(inside, c, 0.0)
    if renormalize:
        total, rest = num.partition(xp, probs)
        others = num.row_sum(xp, k) - k
        by_probs = (others - num.divide_no_nan(xp, num.multiply_no_nan(xp, k, rest), probs)) / xp.where(
            total == 0, 1.0, total
        )
    else:
        by_probs = -num.divide_no_nan(xp, k, probs)
    if num.is_index(labels, probs):
        return by_probs, None
    per_label = -(1.0 - label_smoothing) * log_p
    return by_probs, num.per_class(xp, class_weight, per_label)


def _log_probs(xp: Namespace, probs: Array, renormalize: bool, eps: Scalar | None) -> tuple[Array, Array]:
    """log p_j, renormalised and clipped as asked, and where p_j lies inside the clipping bounds."""
    if not renormalize:
        log_p, _, inside = num.log_clipped(xp, probs, 1.0 - probs, eps)
        return log_p, inside
    total, rest = num.partition(xp, probs)
    possible = probs > 0
    exact = -num.log_ratio(
        xp, xp.where(possible, total, 1.0), xp.where(possible, probs, 1.0), xp.where(possible, rest, 0.0)
    )
    exact = xp.where(possible, exact, num.log(xp, xp.where(possible, 1.0, probs)))  # -inf at 0, NaN below
    if eps is None:
        return exact, xp.ones_like(probs) > 0
    bound = xp.zeros_like(probs) + eps
    divisor = xp.where(total == 0, 1.0, total)
    low, high = (probs / divisor < bound) | ~possible, (rest / divisor < bound) | (rest <= 0)
    clipped = xp.where(high, num.log1m(xp, bound), xp.where(low, num.log_of_bound(xp, eps, bound), exact))
    return clipped, ~(low | high)
