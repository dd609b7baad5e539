"""Distances between distributions beside Kullback and Leibler's, and distillation, which mixes one with labels."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import NONNEGATIVE, POSITIVE, REAL, UNIT, Choice, ClassLabels, Domain
from ...typing import Array, Namespace, Scalar, Space

SPACE = Choice(get_args(Space))


@loss(Domain(pred=NONNEGATIVE, target=NONNEGATIVE), event_ndim=1, class_name="GeneralizedKLDivergence")
def generalized_kl_divergence(xp: Namespace, pred: Array, target: Array) -> Array:
    """Generalized Kullback-Leibler divergence of each row, for measures that need not sum to one.

    As for counts, intensities or unnormalised histograms: it is convex, never negative, and 0 only where the two agree.
    For distributions it is `kl_divergence`.

    Formula
        sum_j (p_j log(p_j / q_j) - p_j + q_j), with p = target, q = pred; 0 log 0 = 0
    Shapes
        pred, target: the same shape, with the classes along `axis`. The unreduced loss has the shape without it.
    Domain
        pred, target: numbers >= 0. p_j > 0 where q_j = 0 gives inf.
    Subgradient
        By p_j = 0 the derivative (minus infinity) is taken as 0.
    See also
        kl_divergence, poisson_deviance
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.generalized_kl_divergence(np.asarray([[2.0, 1.0]]), np.asarray([[1.0, 1.0]]))
        >>> round(float(loss), 12)
        0.30685281944

    Source
        Csiszar, Why least squares and maximum entropy?, Ann. Statist. 19 (1991), section 1 (the I-divergence).
    """
    return num.row_sum(xp, num.kl_div(xp, target, pred, target - pred))[..., 0]


@generalized_kl_divergence.partials
def _(xp: Namespace, pred: Array, target: Array) -> tuple[Array, Array]:
    # by q_j: (q_j - p_j) / q_j; by p_j: log(p_j / q_j)
    absent = target == 0
    by_pred = xp.where(absent, 1.0 + 0.0 * pred, num.divide_no_nan(xp, pred - target, pred))
    by_target = num.log_ratio(xp, xp.where(absent, 1.0, target), xp.where(absent, 1.0, pred))
    return by_pred, xp.where(absent, 0.0, by_target)


@loss(
    Domain(pred=REAL, target=REAL, beta=UNIT, pred_space=SPACE, target_space=SPACE),
    event_ndim=1,
)
def jensen_shannon(
    xp: Namespace,
    pred: Array,
    target: Array,
    *,
    beta: Scalar = 0.5,
    pred_space: Space = "probs",
    target_space: Space = "probs",
) -> Array:
    """Jensen-Shannon divergence of each row: how far two distributions are from their mixture.

    Bounded, finite whatever the supports, and symmetric for beta = 1/2. What the two arrays hold is declared, not
    guessed.

    Formula
        beta KL(p || m) + (1 - beta) KL(q || m), with p = target, q = pred, m = beta p + (1 - beta) q; 0 log 0 = 0
    Shapes
        pred, target: the same shape, with the classes along `axis`. The unreduced loss has the shape without it.
    Domain
        pred_space, target_space: "probs" (numbers >= 0, as they are: nothing is renormalised), "log_probs", or
        "logits" (a softmax is taken). beta in [0, 1]; at both ends the divergence is 0, as m is p or q. Divided by
        beta it tends to KL(target || pred) as beta -> 0, divided by 1 - beta to KL(pred || target) as beta -> 1: for
        these use `kl_divergence`, with its arguments exchanged for the second. Liger and TRL put these two limits in
        place of the 0 at beta = 0 and beta = 1, where their loss jumps therefore.
    Subgradient
        By a probability 0 the derivative (minus infinity) is taken as 0.
    See also
        kl_divergence, total_variation_distance
    Example
        >>> import numpy as np, unilosses
        >>> js = unilosses.jensen_shannon(np.asarray([[0.4, 0.6, 0.0]]), np.asarray([[0.5, 0.0, 0.5]]))
        >>> round(float(js), 12)
        0.384014471091

    Source
        Lin, Divergence measures based on the Shannon entropy, IEEE Trans. Inf. Theory 37 (1991), equation 4.1.
    """
    p, q, gap = _pair(xp, pred, target, pred_space, target_space)
    of_p, of_q = _to_mixture(xp, num.kl_div, p.probs, q.probs, gap, beta)
    return num.row_sum(xp, of_p + of_q)[..., 0]


@jensen_shannon.partials
def _(
    xp: Namespace, pred: Array, target: Array, *, beta: Scalar, pred_space: Space, target_space: Space
) -> tuple[Array, Array]:
    # by p_j: beta log(p_j / m_j); by q_j: (1 - beta) log(q_j / m_j)
    p, q, gap = _pair(xp, pred, target, pred_space, target_space)
    by_p, by_q = _to_mixture(xp, num.kl_div_slope, p.probs, q.probs, gap, beta)
    return q.by_probs(by_q), p.by_probs(by_p)


def _to_mixture(
    xp: Namespace, term: Callable[..., Array], p: Array, q: Array, gap: Array, beta: Scalar
) -> tuple[Array, Array]:
    """beta f(p, m) and (1 - beta) f(q, m), with f a term of a divergence and m = beta p + (1 - beta) q."""
    m, rest = beta * p + (1.0 - beta) * q, 1.0 - beta
    of_p = num.multiply_no_nan(xp, beta + xp.zeros_like(p), term(xp, p, m, rest * gap))
    return of_p, num.multiply_no_nan(xp, rest + xp.zeros_like(q), term(xp, q, m, -beta * gap))


@loss(Domain(pred=REAL, target=REAL, pred_space=SPACE, target_space=SPACE), event_ndim=1)
def total_variation_distance(
    xp: Namespace, pred: Array, target: Array, *, pred_space: Space = "probs", target_space: Space = "probs"
) -> Array:
    """Total variation distance of each row: the most that two distributions can differ about any event.

    Formula
        sum_j |p_j - q_j| / 2, with p = target, q = pred
    Shapes
        pred, target: the same shape, with the classes along `axis`. The unreduced loss has the shape without it.
    Domain
        pred_space, target_space: "probs" (taken as they are: nothing is renormalised), "log_probs", or "logits" (a
        softmax is taken).
    Subgradient
        0 where p_j = q_j.
    See also
        jensen_shannon, kl_divergence
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.total_variation_distance(np.asarray([[0.5, 0.5, 0.0]]), np.asarray([[0.25, 0.5, 0.25]])))
        0.25

    Source
        Levin, Peres and Wilmer, Markov Chains and Mixing Times (2009), proposition 4.2.
    """
    _, _, gap = _pair(xp, pred, target, pred_space, target_space)
    return 0.5 * num.row_sum(xp, num.absolute(xp, gap))[..., 0]


@total_variation_distance.partials
def _(xp: Namespace, pred: Array, target: Array, *, pred_space: Space, target_space: Space) -> tuple[Array, Array]:
    p, q, gap = _pair(xp, pred, target, pred_space, target_space)
    side = 0.5 * num.sign(xp, gap)
    return q.by_probs(-side), p.by_probs(side)


@loss(Domain(logits=REAL, labels=ClassLabels(), teacher_logits=REAL, alpha=UNIT, temperature=POSITIVE), event_ndim=1)
def distillation(
    xp: Namespace,
    logits: Array,
    labels: Array,
    teacher_logits: Array,
    *,
    alpha: Scalar = 0.5,
    temperature: Scalar = 2.0,
) -> Array:
    """Knowledge distillation: cross-entropy with the labels, and closeness to a teacher's softened predictions.

    The factor T^2 keeps the size of the soft part's gradient the same at every temperature.

    Formula
        (1 - alpha) sum_j y_j (-log softmax(x)_j) + alpha T^2 KL(softmax(u / T) || softmax(x / T)), with x = logits,
        u = teacher_logits, T = temperature, and y the one-hot form of an index
    Shapes
        logits, teacher_logits: (..., C) with the classes along `axis`. labels: class indices, without that axis, or
        one coefficient per class, in the logits' shape. The unreduced loss has the shape without the class axis.
    Domain
        logits, teacher_logits: real numbers; -inf is a class that cannot happen. labels: integers from 0 to C - 1; or
        coefficients y_j. alpha in [0, 1]: 0 is the labels alone, 1 the teacher alone. temperature > 0.
        ignore_index: a label whose rows are left out, of both parts.
    Subgradient
        None is needed: the loss is smooth.
    See also
        kl_divergence, softmax_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> x, teacher = np.asarray([[2.0, 1.0, 0.1]]), np.asarray([[3.0, 1.0, -1.0]])
        >>> round(float(unilosses.distillation(x, np.asarray([0]), teacher, alpha=0.9, temperature=4.0)), 6)
        0.342171

    Source
        Hinton, Vinyals and Dean, Distilling the knowledge in a neural network (2015), section 2. Its soft part is a
        cross-entropy, which is this KL plus the entropy of the teacher: the same gradient by the logits.
    """
    if num.is_index(labels, logits):
        by_labels = num.SoftmaxOfLabel(xp, logits, labels).surprisal
    else:
        by_labels = num.weighted_sum(xp, labels, num.Softmax(xp, logits).surprisal)
    by_teacher = num.row_sum(xp, _softened(xp, logits, teacher_logits, temperature)[2])[..., 0]
    share = alpha + xp.zeros_like(by_labels)
    return num.multiply_no_nan(xp, 1.0 - share, by_labels) + num.multiply_no_nan(
        xp, share * (temperature * temperature), by_teacher
    )


@distillation.partials
def _(
    xp: Namespace, logits: Array, labels: Array, teacher_logits: Array, *, alpha: Scalar, temperature: Scalar
) -> tuple[Array, Array | None, Array]:
    # by x_i: (1 - alpha) (p_i sum_j y_j - y_i) + alpha T (s_i - t_i); by u_i: alpha T t_i (log(t_i / s_i) - KL)
    hard = num.Softmax(xp, logits)
    y = num.label_coefficients(xp, labels, logits)
    by_labels = hard.cross_entropy_gradient(y)
    student, teacher, excess, ratio = _softened(xp, logits, teacher_logits, temperature)
    s, t = student.probs, teacher.probs
    by_teacher = s * teacher.complements - t * student.complements
    factor = alpha * temperature
    by_logits = (1.0 - alpha) * by_labels + factor * by_teacher
    by_teacher_logits = factor * num.multiply_no_nan(xp, t, ratio - num.row_sum(xp, excess))
    if num.is_index(labels, logits):
        return by_logits, None, by_teacher_logits
    share = (1.0 - alpha) + xp.zeros_like(logits)
    return by_logits, num.multiply_no_nan(xp, share, hard.surprisal), by_teacher_logits


def _softened(
    xp: Namespace, logits: Array, teacher_logits: Array, temperature: Scalar
) -> tuple[num.Softmax, num.Softmax, Array, Array]:
    """Student and teacher at a temperature, the terms of KL(teacher || student), each >= 0, and log(t / s)."""
    x, y = teacher_logits / temperature, logits / temperature
    student, teacher = num.Softmax(xp, y), num.Softmax(xp, x)
    s, t = student.probs, teacher.probs
    absent = t == 0
    # From the logarithms where the two are far apart: s may be too small for the dtype.
    far = xp.where(absent, 0.0, student.surprisal) - xp.where(absent, 0.0, teacher.surprisal)
    gap = num.softmax_difference(xp, teacher, student)
    return student, teacher, num.kl_div(xp, t, s, gap, far), num.kl_div_slope(xp, t, s, gap, far)


def _pair(
    xp: Namespace, pred: Array, target: Array, pred_space: Space, target_space: Space
) -> tuple[num.Distribution, num.Distribution, Array]:
    """p, q and p - q."""
    p, q = num.Distribution(xp, target, target_space), num.Distribution(xp, pred, pred_space)
    return p, q, p.minus(q)
