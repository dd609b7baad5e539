"""Cross-entropy of several exclusive classes: from logits, log-probabilities and probabilities."""

from __future__ import annotations

import math

from ..core import carried, ops
from ..core.domain import (
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
from ..core.spec import loss
from ..core.typing import Array, Namespace, Scalar

CLASS_WEIGHT = PerClass(NONNEGATIVE)


@loss(
    Domain(
        logits=REAL, labels=ClassLabels(), class_weight=CLASS_WEIGHT, label_smoothing=UNIT,
        z_loss=NONNEGATIVE, softcap=Optional(POSITIVE), class_mask=ClassMask(),
    ),
    event_ndim=1,
    peers={
        "torch": "cross_entropy",
        "keras": "categorical_crossentropy, sparse_categorical_crossentropy (from_logits=True)",
        "optax": "softmax_cross_entropy, softmax_cross_entropy_with_integer_labels, safe_softmax_cross_entropy",
        "tensorflow": "nn.softmax_cross_entropy_with_logits, nn.sparse_softmax_cross_entropy_with_logits",
        "mlx": "cross_entropy",
    },
)  # fmt: skip
def softmax_cross_entropy(
    xp: Namespace, logits: Array, labels: Array, *,
    class_weight: Scalar | None = None, label_smoothing: Scalar = 0.0,
    z_loss: Scalar = 0.0, softcap: Scalar | None = None, class_mask: Array | None = None,
) -> Array:  # fmt: skip
    """Softmax cross-entropy: the negative log-probability of the right class, from logits.

    The standard loss of classification. Index labels and their one-hot form give the same result for every parameter.

    Formula
        sum_j w_j (y_j (1 - s) + s / C) (log Z - x_j) + z_loss (sum_j w_j y_j) (log Z)^2, with C classes,
        log Z = log sum_k exp(x_k), w = class_weight, s = label_smoothing, and y the one-hot form of an index;
        softcap: softcap tanh(x_j / softcap) for x_j; class_mask: only classes where it is True are in Z and in C,
        and smoothing gives the others nothing
    Shapes
        logits: (..., C) with the classes along `axis`. labels: class indices, without that axis, or one coefficient
        per class, in the logits' shape. The unreduced loss has the shape without the class axis.
        class_weight: a number, or one value for each class. class_mask: one boolean for each class, or an array of
        them in the logits' shape.
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
    Errors
        ValueError: a label outside the classes (NaN in its row where the host cannot read labels), shapes, or a
        parameter out of its range. TypeError: dtype or library of an array.
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
    parts = ops.Softmax(xp, _capped(xp, logits, softcap, class_mask))
    if ops.is_index(labels, logits) and isinstance(label_smoothing, float) and label_smoothing == 0.0:
        value = parts.surprise(labels)
        value = value if class_weight is None else ops.times(xp, _weights(xp, class_weight, labels, value), value)
    else:
        c = _smoothed(xp, labels, logits, class_weight, label_smoothing, class_mask)
        value = ops.row_sum(xp, ops.times(xp, c, parts.surprise()))[..., 0]
    if isinstance(z_loss, float) and z_loss == 0.0:
        return value
    log_z = _log_z(xp, parts)
    return value + ops.times(xp, _z_weight(xp, labels, logits, class_weight, z_loss), log_z * log_z)[..., 0]


@softmax_cross_entropy.partials
def _(
    xp: Namespace, logits: Array, labels: Array, *, class_weight: Scalar | None, label_smoothing: Scalar,
    z_loss: Scalar, softcap: Scalar | None, class_mask: Array | None,
) -> tuple[Array, Array | None]:  # fmt: skip
    # by x_i: p_i (sum_j c_j + 2 z log Z) - c_i = p_i (sum_{j != i} c_j + 2 z log Z) - c_i (1 - p_i)
    parts = ops.Softmax(xp, _capped(xp, logits, softcap, class_mask))
    c, c_lost = _carried(xp, labels, logits, class_weight, label_smoothing, class_mask)
    total, total_lost = ops.carried_row_sum(xp, c)
    pull, pull_lost = carried.difference(xp, total, c)
    pull_lost = pull_lost + total_lost
    if c_lost is not None:
        pull_lost = pull_lost + (ops.row_sum(xp, c_lost) - c_lost)
    with_z = not (isinstance(z_loss, float) and z_loss == 0.0)
    if with_z:
        pull = pull + ops.times(xp, 2.0 * _z_weight(xp, labels, logits, class_weight, z_loss), _log_z(xp, parts))
    others = parts.others
    lost = parts.e * pull_lost if c_lost is None else parts.e * pull_lost - c_lost * others
    by_logits = ((parts.e * pull - c * others) + lost) / parts.total
    if softcap is not None:
        a, b, s = ops.sigmoid_parts(xp, 2.0 * (_open(xp, logits, class_mask) / softcap))
        by_logits = by_logits * (4.0 * (a / s) * (b / s))  # 1 - tanh^2
    if class_mask is not None:
        by_logits = xp.where(class_mask, by_logits, 0.0)
    if ops.is_index(labels, logits):
        return by_logits, None
    per_label = (1.0 - label_smoothing) * parts.surprise()
    if with_z:
        log_z = _log_z(xp, parts)
        per_label = per_label + z_loss * (log_z * log_z)
    return by_logits, ops.per_class(xp, class_weight, per_label)


def _weights(xp: Namespace, class_weight: Scalar, labels: Array, like: Array) -> Array:
    """The weight of each row's class, as an array."""
    return xp.zeros_like(like) + ops.class_weight_of(xp, class_weight, labels)


def _open(xp: Namespace, logits: Array, class_mask: Array | None) -> Array:
    """The logits with 0 for what is masked out, which may be anything."""
    return logits if class_mask is None else xp.where(class_mask, logits, 0.0)


def _capped(xp: Namespace, logits: Array, softcap: Scalar | None, class_mask: Array | None) -> Array:
    """The logits that the softmax is taken of."""
    x = _open(xp, logits, class_mask)
    if softcap is not None:
        x = softcap * ops.tanh(xp, x / softcap)
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
        return ops.label_coefficients(xp, labels, logits, class_weight, smoothing)
    inside, count = _classes_inside(xp, logits, class_mask)
    uniform = inside / count
    c = ops.label_coefficients(xp, labels, logits) * (1.0 - smoothing) + smoothing * uniform
    return c if class_weight is None else c * class_weight


def _classes_inside(xp: Namespace, logits: Array, class_mask: Array | None) -> tuple[Array, Array]:
    """1 for each class that is not masked out, otherwise 0, and how many there are; 1 for none."""
    one = xp.ones_like(logits)
    inside = one if class_mask is None else xp.where(class_mask, one, 0.0)
    count = ops.row_sum(xp, inside)
    return inside, xp.where(count == 0, 1.0, count)


def _carried(
    xp: Namespace,
    labels: Array,
    logits: Array,
    class_weight: Scalar | None,
    smoothing: Scalar,
    class_mask: Array | None,
) -> tuple[Array, Array | None]:
    """`_smoothed`, and what its roundings have lost, if there are any: in the gradient, they would add up."""
    c = ops.label_coefficients(xp, labels, logits)
    lost = None
    if not (isinstance(smoothing, float) and smoothing == 0.0):
        s, s_lost = carried.rounded(xp, smoothing, logits) if isinstance(smoothing, float) else (smoothing, 0.0)
        inside, count = _classes_inside(xp, logits, class_mask)
        keep, keep_lost = carried.difference(xp, xp.ones_like(count), xp.zeros_like(count) + s)
        share, share_lost = carried.quotient(xp, xp.zeros_like(count) + s, count)
        kept, kept_lost = carried.product(xp, c, keep)
        lost = kept_lost + c * (keep_lost - s_lost) + inside * (share_lost + s_lost / count)
        c, sum_lost = carried.two_sum(xp, kept, inside * share)
        lost = lost + sum_lost
    if class_weight is not None:
        c, product_lost = carried.product(xp, c, xp.zeros_like(c) + class_weight)
        lost = product_lost if lost is None else lost * class_weight + product_lost
    return c, lost


def _log_z(xp: Namespace, parts: ops.Softmax) -> Array:
    """log sum_k exp(x_k), the class axis kept."""
    value = parts.peak + xp.log1p(parts.rest)
    value = xp.where(parts.peak >= parts.big, math.inf, value)
    return xp.where(parts.peak <= -parts.big, -math.inf, value)


def _z_weight(xp: Namespace, labels: Array, logits: Array, class_weight: Scalar | None, z_loss: Scalar) -> Array:
    """z_loss times what the row counts in the normaliser, the class axis kept."""
    if not ops.is_index(labels, logits):
        return z_loss * ops.row_sum(xp, ops.label_coefficients(xp, labels, logits, class_weight))
    one = xp.ones_like(logits[..., :1])
    return z_loss * (one if class_weight is None else one * _weights(xp, class_weight, labels, one[..., 0])[..., None])


@loss(
    Domain(log_probs=Interval(-math.inf, 0.0), labels=ClassLabels(), class_weight=CLASS_WEIGHT), event_ndim=1,
    class_name="NLL", peers={"torch": "nll_loss", "mlx": "nll_loss"},
)  # fmt: skip
def nll(xp: Namespace, log_probs: Array, labels: Array, *, class_weight: Scalar | None = None) -> Array:
    """Negative log-likelihood of the right class, from log-probabilities.

    For models that end in a log-softmax. From logits, `softmax_cross_entropy` is more accurate.

    Formula
        -sum_j w_j y_j log p_j, with w = class_weight and y the one-hot form of an index
    Shapes
        log_probs: (..., C) with the classes along `axis`. labels: class indices, without that axis, or one
        coefficient per class, in the same shape. The unreduced loss has the shape without the class axis.
        class_weight: a number, or one value for each class.
    Domain
        log_probs: logarithms of probabilities, -inf included (0 times -inf is 0). labels: integers from 0 to C - 1;
        or coefficients. class_weight >= 0; a row counts sum_j y_j w_j in the normaliser. ignore_index: a label whose
        rows are left out.
    Subgradient
        None is needed: the loss is linear.
    Errors
        ValueError: a label outside the classes (NaN in its row where the host cannot read labels), shapes, or a
        parameter out of its range. TypeError: dtype or library of an array.
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.nll(np.log(np.asarray([[0.5, 0.25, 0.25]])), np.asarray([2])))
        1.3862943611198906

    Source
        Good, Rational decisions, J. R. Statist. Soc. B 14 (1952).
    """
    if ops.is_index(labels, log_probs):
        value = -ops.pick(xp, log_probs, labels)
        return value if class_weight is None else ops.times(xp, _weights(xp, class_weight, labels, value), value)
    c = ops.label_coefficients(xp, labels, log_probs, class_weight)
    return -ops.row_sum(xp, ops.times(xp, c, log_probs))[..., 0]


@nll.partials
def _(xp: Namespace, log_probs: Array, labels: Array, *, class_weight: Scalar | None) -> tuple[Array, Array | None]:
    c = ops.label_coefficients(xp, labels, log_probs, class_weight)
    if ops.is_index(labels, log_probs):
        return -c, None
    return -c, -ops.per_class(xp, class_weight, log_probs)


@loss(
    Domain(
        probs=UNIT, labels=ClassLabels(), renormalize=Flag(), eps=Clip(),
        class_weight=CLASS_WEIGHT, label_smoothing=UNIT,
    ),
    event_ndim=1,
    peers={
        "keras": "categorical_crossentropy, sparse_categorical_crossentropy (both renormalize and clip at 1e-7)",
        "sklearn": "log_loss (clipped)",
    },
)  # fmt: skip
def categorical_cross_entropy(
    xp: Namespace, probs: Array, labels: Array, *, renormalize: bool = False, eps: Scalar | str | None = None,
    class_weight: Scalar | None = None, label_smoothing: Scalar = 0.0,
) -> Array:  # fmt: skip
    """Categorical cross-entropy: the negative log-probability of the right class, from probabilities.

    For models that give probabilities. From logits, use `softmax_cross_entropy`.

    Formula
        -sum_j w_j (y_j (1 - s) + s / C) log p_j, with C classes, w = class_weight, s = label_smoothing;
        renormalize=True: p_j / sum_k p_k for p_j; then eps: clipped to [eps, 1 - eps]. 0 log 0 = 0
    Shapes
        probs: (..., C) with the classes along `axis`. labels: class indices, without that axis, or one coefficient
        per class, in the same shape. The unreduced loss has the shape without the class axis.
        class_weight: a number, or one value for each class.
    Domain
        probs: probabilities in [0, 1], or with renormalize=True any numbers >= 0. labels: integers from 0 to C - 1;
        or coefficients. class_weight >= 0; a row counts sum_j y_j w_j in the normaliser. label_smoothing in [0, 1].
        eps: None for the exact loss (inf where a right class has p = 0), a number in (0, 0.5), or "finfo" for the
        machine epsilon of the dtype. ignore_index: a label whose rows are left out.
    Subgradient
        Strictly outside [eps, 1 - eps] the derivative of log p_j is 0, at the ends and inside it is 1 / p_j.
    Errors
        ValueError: a label outside the classes (NaN in its row where the host cannot read labels), shapes, or a
        parameter out of its range. TypeError: dtype or library of an array.
    Example
        >>> import numpy as np, unilosses
        >>> probs = np.asarray([[0.05, 0.95, 0.0], [0.1, 0.8, 0.1]])
        >>> round(float(unilosses.categorical_cross_entropy(probs, np.asarray([1, 2]))), 12)
        1.176939193691

    Source
        Good, Rational decisions, J. R. Statist. Soc. B 14 (1952). Keras renormalises and clips at 1e-7 by itself.
    """
    # -sum_j c_j log p_j,  c_j = w_j (y_j (1 - s) + s / C)
    c = ops.label_coefficients(xp, labels, probs, class_weight, label_smoothing)
    return -ops.row_sum(xp, ops.times(xp, c, _log_probs(xp, probs, renormalize, eps)[0]))[..., 0]


@categorical_cross_entropy.partials
def _(
    xp: Namespace, probs: Array, labels: Array, *, renormalize: bool, eps: Scalar | None,
    class_weight: Scalar | None, label_smoothing: Scalar,
) -> tuple[Array, Array | None]:  # fmt: skip
    # by p_i: -c_i / p_i; renormalised, with S = sum p: (sum_{j != i} c_j - c_i (S - p_i) / p_i) / S
    c = ops.label_coefficients(xp, labels, probs, class_weight, label_smoothing)
    log_p, inside = _log_probs(xp, probs, renormalize, eps)
    k = xp.where(inside, c, 0.0)
    if renormalize:
        total, rest = ops.shares(xp, probs)
        others = ops.row_sum(xp, k) - k
        by_probs = (others - ops.quotient(xp, ops.times(xp, k, rest), probs)) / xp.where(total == 0, 1.0, total)
    else:
        by_probs = -ops.quotient(xp, k, probs)
    if ops.is_index(labels, probs):
        return by_probs, None
    per_label = -(1.0 - label_smoothing) * log_p
    return by_probs, ops.per_class(xp, class_weight, per_label)


def _log_probs(xp: Namespace, probs: Array, renormalize: bool, eps: Scalar | None) -> tuple[Array, Array]:
    """log p_j, renormalised and clipped as asked, and where p_j lies inside the clipping bounds."""
    if not renormalize:
        log_p, _, inside = ops.log_clipped(xp, probs, 1.0 - probs, eps)
        return log_p, inside
    total, rest = ops.shares(xp, probs)
    possible = probs > 0
    exact = -ops.log_ratio(
        xp, xp.where(possible, total, 1.0), xp.where(possible, probs, 1.0), xp.where(possible, rest, 0.0)
    )
    exact = xp.where(possible, exact, ops.log(xp, xp.where(possible, 1.0, probs)))  # -inf at 0, NaN below
    if eps is None:
        return exact, xp.ones_like(probs) > 0
    bound = xp.zeros_like(probs) + eps
    divisor = xp.where(total == 0, 1.0, total)
    low, high = (probs / divisor < bound) | ~possible, (rest / divisor < bound) | (rest <= 0)
    clipped = xp.where(high, ops.log1m(xp, bound), xp.where(low, ops.log_of_bound(xp, eps, bound), exact))
    return clipped, ~(low | high)
