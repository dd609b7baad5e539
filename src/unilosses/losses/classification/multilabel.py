"""Several labels for each sample: margins between classes, and cross-entropies that treat positives apart."""

from __future__ import annotations

import math
from typing import Literal

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import NONNEGATIVE, REAL, UNIT, BinaryLabels, Choice, ClassLabels, Domain, Interval, PerClass
from ...definition.kinds import POSITIVE as MARGIN
from ...typing import Array, Namespace, Scalar

TargetForm = Literal["dense", "indices"]


@loss(Domain(scores=REAL, target=REAL, margin=MARGIN, encoding=Choice(("dense", "indices"))), event_ndim=1)
def multilabel_margin(
    xp: Namespace, scores: Array, target: Array, *, margin: Scalar = 1.0, encoding: TargetForm = "dense"
) -> Array:
    """Multi-label margin loss: every class that applies has to lead every class that does not by a margin.

    Formula
        sum_k sum_{j != k} y_k (1 - y_j) max(0, margin - x_k + x_j) / C, with C classes and y = target;
        for encoding="indices" y_k is how often the list has k, and 1 - y_j stands for 1 if it has no j, otherwise 0
    Shapes
        scores, target: (..., C), the same shape, with the classes along `axis` (C^2 pairs are formed). The unreduced
        loss has the shape without the class axis.
    Domain
        scores: real numbers. target: for encoding="dense", 0 and 1 for each class, or shares between them. For
        encoding="indices", a list of class indices from the front of the row, ended by a negative number (-1), after
        which nothing counts; of an index that is not whole the fraction is dropped. The encoding is never guessed
        from the data. margin > 0, in the units of the scores; it may be a learned array.
    Subgradient
        0 at the margin. By a list of indices: 0.
    Errors
        An index of C or more makes its row NaN.
    See also
        multilabel_soft_margin, multi_margin
    Example
        >>> import numpy as np, unilosses
        >>> x = np.asarray([[0.1, 0.2, 0.4, 0.8]])
        >>> round(float(unilosses.multilabel_margin(x, np.asarray([[1, 0, 0, 1]]))), 12)
        0.85
        >>> round(float(unilosses.multilabel_margin(x, np.asarray([[3, 0, -1, 1]]), encoding="indices")), 12)
        0.85

    Source
        Elisseeff and Weston, A kernel method for multi-labelled classification, NIPS 2001, which divides by the number
        of pairs; here, as in torch, by C.
    """
    y, z = _presence(xp, target, scores, encoding)
    pairs = y[..., None] * z[..., None, :]
    return _of_pairs(xp, num.multiply_no_nan(xp, pairs, num.relu(xp, num.lead_slacks(xp, scores, margin))))[..., 0]


@multilabel_margin.partials
def _(xp: Namespace, scores: Array, target: Array, *, margin: Scalar, encoding: TargetForm) -> tuple[Array, Array]:
    classes = scores.shape[-1]
    y, z = _presence(xp, target, scores, encoding)
    slack = num.lead_slacks(xp, scores, margin)
    push = y[..., None] * z[..., None, :] * num.heaviside(xp, slack)
    by_scores = num.net_flow(xp, push) / classes
    if encoding == "indices":
        return by_scores, xp.zeros_like(target)
    short = num.relu(xp, slack)
    present = num.row_sum(xp, num.multiply_no_nan(xp, z[..., None, :] + xp.zeros_like(short), short))
    short = xp.matrix_transpose(short)
    absent = num.row_sum(xp, num.multiply_no_nan(xp, y[..., None, :] + xp.zeros_like(short), short))
    return by_scores, (present - absent)[..., 0] / classes


def _of_pairs(xp: Namespace, x: Array) -> Array:
    """The sum over the last two axes, of which one is kept, divided by its length before."""
    return num.row_sum(xp, num.row_sum(xp, x)[..., 0]) / x.shape[-1]


def _presence(xp: Namespace, target: Array, like: Array, encoding: TargetForm) -> tuple[Array, Array]:
    """How much each class counts as one that applies, and as one that does not."""
    if encoding == "dense":
        return target, 1.0 - target
    zero, size = xp.zeros_like(like), like.shape[-1]
    listed = num.cumulative_sum(xp, xp.where(target < 0, zero + 1.0, zero)) == 0
    outside = xp.any(listed & ~(target < size), axis=-1, keepdims=True)
    classes = num.index_range(xp, like, -1, like.dtype)
    found = (xp.floor(target)[..., None] == classes) & listed[..., None]
    y = xp.sum(xp.where(found, (zero + 1.0)[..., None], 0.0), axis=-2)
    y = xp.where(outside, math.nan, y)
    return y, xp.where(y == 0, zero + 1.0, zero)


@loss(Domain(logits=REAL, target=REAL, class_weight=PerClass(NONNEGATIVE)), event_ndim=1)
def multilabel_soft_margin(xp: Namespace, logits: Array, target: Array, *, class_weight: Scalar | None = None) -> Array:
    """Multi-label soft margin loss: the mean over the classes of each class's sigmoid cross-entropy.

    `sigmoid_cross_entropy` with one number for each row: what `weight` and `where` speak of are rows.

    Formula
        sum_j w_j (y_j log(1 + exp(-x_j)) + (1 - y_j) log(1 + exp(x_j))) / C, with C classes, y = target and
        w = class_weight
    Shapes
        logits, target: (..., C), the same shape, with the classes along `axis`. The unreduced loss has the shape
        without the class axis. class_weight: a number, or one value for each class.
    Domain
        logits: real numbers, infinities included. target: 0 and 1, or any coefficients. class_weight >= 0; it does not
        count in the normaliser, nor in the mean over the classes, which divides by C.
    Subgradient
        None is needed: the loss is smooth.
    See also
        sigmoid_cross_entropy, multilabel_margin, asymmetric
    Example
        >>> import numpy as np, unilosses
        >>> x, y = np.asarray([[-200.0, 0.0]]), np.asarray([[1.0, 0.0]])
        >>> unilosses.multilabel_soft_margin(x, y, reduction="none").tolist()
        [100.34657359027997]

    Source
        Cox, The regression analysis of binary sequences, J. R. Statist. Soc. B 20 (1958), for each class.
    """
    up, down = num.softplus_values(xp, logits)
    each = num.multiply_nonnegative(xp, target, down) + num.multiply_nonnegative(xp, 1.0 - target, up)
    return num.row_sum(xp, num.per_class(xp, class_weight, each))[..., 0] / logits.shape[-1]


@multilabel_soft_margin.partials
def _(xp: Namespace, logits: Array, target: Array, *, class_weight: Scalar | None) -> tuple[Array, Array]:
    # by x: w ((1 - y) sigmoid(x) - y sigmoid(-x)) / C; by y: -w x / C
    a, b, s = num.sigmoid_parts(xp, logits)
    by_logits = ((1.0 - target) * a - target * b) / s
    size = logits.shape[-1]
    return num.per_class(xp, class_weight, by_logits) / size, -num.per_class(xp, class_weight, logits) / size


@loss(
    Domain(
        logits=REAL,
        target=BinaryLabels(),
        gamma_pos=NONNEGATIVE,
        gamma_neg=NONNEGATIVE,
        clip=Interval(0.0, 1.0, closed_high=False),
    ),
)
def asymmetric(
    xp: Namespace,
    logits: Array,
    target: Array,
    *,
    gamma_pos: Scalar = 1.0,
    gamma_neg: Scalar = 4.0,
    clip: Scalar = 0.05,
) -> Array:
    """Asymmetric loss (ASL) of multi-label classification, from logits, label by label.

    A focal loss that fades positives and negatives separately, and leaves out negatives below a probability of `clip`.

    Formula
        y (1 - p)^gamma_pos (-log p) + (1 - y) q^gamma_neg (-log(1 - q)), with y = target, p = sigmoid(x) and
        q = max(0, p - clip)
    Domain
        logits: real numbers, infinities included. target: 0 and 1, or soft labels between. gamma_pos, gamma_neg >= 0.
        clip in [0, 1): 0 is no shift. All three may be learned arrays. ignore_index: a target value to leave out.
        class_weight: weights along `axis` that also count in the normaliser.
    Subgradient
        0 by the logit of a negative at p = clip, where with gamma_neg = 0 there is a kink.
    See also
        sigmoid_focal, asymmetric_single_label
    Example
        >>> import numpy as np, unilosses
        >>> x, y = np.asarray([-4.0, 0.0, 4.0]), np.asarray([0.0, 1.0, 0.0])
        >>> unilosses.asymmetric(x, y, reduction="none").round(6).tolist()
        [0.0, 0.346574, 2.028576]

    Source
        Ridnik et al., Asymmetric loss for multi-label classification, ICCV 2021, section 2. The defaults are those of
        its authors' code, which sums over everything and puts a floor of 1e-8 under the logarithms.
    """
    # y q^g (-log p) - (1 - y) m^h log(1 - m),  p = sigmoid(x), q = 1 - p, m = max(0, p - clip)
    _, q, m, ce, cost = _parts(xp, logits, clip)
    positive, negative = num.power(xp, q, gamma_pos) * ce, num.power(xp, m, gamma_neg) * cost
    return num.multiply_nonnegative(xp, target, positive) + num.multiply_nonnegative(xp, 1.0 - target, negative)


@asymmetric.partials
def _(
    xp: Namespace, logits: Array, target: Array, *, gamma_pos: Scalar, gamma_neg: Scalar, clip: Scalar
) -> tuple[Array, Array]:
    # by x, with p' = p q and L = -log(1 - m):
    # positives: -q^g (g p (-log p) + q);  negatives: p m^h (h q L / m + q / (1 - m))
    p, q, m, ce, cost = _parts(xp, logits, clip)
    fade_pos, fade_neg = num.power(xp, q, gamma_pos), num.power(xp, m, gamma_neg)
    by_pos = -fade_pos * (gamma_pos * num.multiply_no_nan(xp, p, ce) + q)
    by_neg = xp.where((m > 0) | xp.isnan(m), p * fade_neg * _steepness(xp, q, m, cost, gamma_neg, clip), 0.0)
    by_target = num.multiply_no_nan(xp, fade_pos, ce) - num.multiply_no_nan(xp, fade_neg, cost)
    return target * by_pos + (1.0 - target) * by_neg, by_target


def _steepness(xp: Namespace, q: Array, m: Array, cost: Array, gamma: Scalar, clip: Scalar) -> Array:
    """gamma q cost / m + q / (1 - m), with 1 - m = q + clip."""
    rest = q + clip
    kept = xp.where(rest > 0, q / xp.where(rest > 0, rest, 1.0), 1.0)
    return gamma * (num.multiply_no_nan(xp, q, cost) / xp.where(m > 0, m, 1.0)) + kept


def _parts(xp: Namespace, x: Array, clip: Scalar) -> tuple[Array, Array, Array, Array, Array]:
    """p = sigmoid(x), q = 1 - p, m = max(0, p - clip), -log p and -log(1 - m)."""
    a, b, s = num.sigmoid_parts(xp, x)
    p, q = a / s, b / s
    up, down = num.softplus_pair(xp, x)
    if isinstance(clip, float) and clip == 0.0:
        return p, q, p, down, up
    m = num.relu(xp, p - clip)
    # 1 - m = q + clip, from which a small m could not be found again
    large = m > 0.5
    cost = xp.where(large, -num.log(xp, xp.where(large, q + clip, 1.0)), -num.log1m(xp, xp.where(large, 0.0, m)))
    return p, q, m, down, xp.where(xp.zeros_like(p) + clip > 0, cost, up)


@loss(
    Domain(
        logits=REAL,
        labels=ClassLabels(),
        gamma_pos=NONNEGATIVE,
        gamma_neg=NONNEGATIVE,
        label_smoothing=UNIT,
        class_weight=PerClass(NONNEGATIVE),
    ),
    event_ndim=1,
)
def asymmetric_single_label(
    xp: Namespace,
    logits: Array,
    labels: Array,
    *,
    gamma_pos: Scalar = 1.0,
    gamma_neg: Scalar = 4.0,
    label_smoothing: Scalar = 0.1,
    class_weight: Scalar | None = None,
) -> Array:
    """Asymmetric loss of several exclusive classes, from logits: a softmax focal loss with label smoothing.

    The right class fades by gamma_pos as it becomes certain, the smoothed part of the others by gamma_neg as they
    become improbable. Without label_smoothing the others cost nothing.

    Formula
        sum_k w_k y_k ((1 - s + s / C) (1 - p_k)^gamma_pos (-log p_k) + s / C sum_{j != k} p_j^gamma_neg (-log p_j)),
        with p = softmax(x), C classes, s = label_smoothing, w = class_weight, and y the one-hot form of an index
    Domain
        logits: real numbers; -inf is a class that cannot happen. labels: integers from 0 to C - 1, or coefficients.
        gamma_pos, gamma_neg >= 0; label_smoothing in [0, 1]. class_weight >= 0; a row counts sum_j y_j w_j in the
        normaliser. ignore_index: a label whose rows are left out.
    Subgradient
        None is needed: the loss is smooth.
    See also
        asymmetric, softmax_focal
    Example
        >>> import numpy as np, unilosses
        >>> round(float(unilosses.asymmetric_single_label(np.asarray([[2.0, 1.0, 0.1]]), np.asarray([0]))), 6)
        0.132897

    Source
        After Ridnik et al., Asymmetric loss for multi-label classification, ICCV 2021: the form for exclusive classes
        in the authors' code and in timm.
    """
    parts = num.Softmax(xp, logits)
    right, wrong = _single_coefficients(xp, labels, logits, label_smoothing, class_weight)
    as_right = num.multiply_no_nan(xp, num.power(xp, parts.complements, gamma_pos), parts.surprisal)
    as_wrong = num.multiply_no_nan(xp, num.power(xp, parts.probs, gamma_neg), parts.surprisal)
    return num.row_sum(xp, num.multiply_no_nan(xp, right, as_right) + num.multiply_no_nan(xp, wrong, as_wrong))[..., 0]


@asymmetric_single_label.partials
def _(
    xp: Namespace,
    logits: Array,
    labels: Array,
    *,
    gamma_pos: Scalar,
    gamma_neg: Scalar,
    label_smoothing: Scalar,
    class_weight: Scalar | None,
) -> tuple[Array, Array | None]:
    # by x_i: p_i sum_{j != i} k_j - k_i (1 - p_i), where -k_j is the derivative of the sum by log p_j:
    # k_j = right_j (1 - p_j)^g (1 + g p_j l_j / (1 - p_j)) + wrong_j p_j^h (1 - h l_j), with l_j = -log p_j
    parts = num.Softmax(xp, logits)
    p, q, surprisal = parts.probs, parts.complements, parts.surprisal
    right, wrong = _single_coefficients(xp, labels, logits, label_smoothing, class_weight)
    fade_right, fade_wrong = num.power(xp, q, gamma_pos), num.power(xp, p, gamma_neg)
    zero = xp.zeros_like(p)
    k_right = num.multiply_no_nan(xp, right, parts.focal_slope(gamma_pos))
    k_wrong = num.multiply_no_nan(
        xp, wrong, num.multiply_no_nan(xp, fade_wrong, 1.0 - num.multiply_no_nan(xp, zero + gamma_neg, surprisal))
    )
    k = k_right + k_wrong
    by_logits = p * num.sum_of_others(xp, k) - k * q
    if num.is_index(labels, logits):
        return by_logits, None
    share = label_smoothing / logits.shape[-1]
    others = num.sum_of_others(xp, num.multiply_no_nan(xp, fade_wrong, surprisal))
    by_labels = (1.0 - label_smoothing + share) * num.multiply_no_nan(xp, fade_right, surprisal) + num.multiply_no_nan(
        xp, zero + share, others
    )
    return by_logits, num.per_class(xp, class_weight, by_labels)


def _single_coefficients(
    xp: Namespace, labels: Array, logits: Array, smoothing: Scalar, class_weight: Scalar | None
) -> tuple[Array, Array]:
    """What each class counts as the right one, and as one of the others."""
    c = num.label_coefficients(xp, labels, logits, class_weight)
    share = smoothing / logits.shape[-1]
    return c * (1.0 - smoothing + share), num.sum_of_others(xp, c) * share
