"""Divergences between two distributions."""

from __future__ import annotations

import math
from typing import get_args

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import REAL, Choice, Domain
from ...typing import Array, Namespace, Space

SPACE = Choice(get_args(Space))


@loss(Domain(pred=REAL, target=REAL, pred_space=SPACE, target_space=SPACE), event_ndim=1, class_name="KLDivergence")
def kl_divergence(
    xp: Namespace, pred: Array, target: Array, *, pred_space: Space = "probs", target_space: Space = "probs"
) -> Array:
    """Kullback-Leibler divergence KL(target || pred) of each row.

    How many nats a code for `pred` wastes on data from `target`. What the two arrays hold is declared, not guessed.

    Formula
        sum_j p_j (log p_j - log q_j), with p = target, q = pred; 0 log 0 = 0
    Shapes
        pred, target: the same shape, with the classes along `axis`. The unreduced loss has the shape without it; so
        the mean is one over rows, never over classes.
    Domain
        pred_space, target_space: "probs" (numbers >= 0, as they are: nothing is renormalised), "log_probs", or
        "logits" (a softmax is taken). p_j > 0 where q_j = 0 gives inf.
    Subgradient
        By a target probability p_j = 0 the derivative (minus infinity) is taken as 0.
    See also
        jensen_shannon, generalized_kl_divergence, distillation
    Example
        >>> import numpy as np, unilosses
        >>> kl = unilosses.kl_divergence(np.asarray([[0.4, 0.6, 0.0]]), np.asarray([[0.5, 0.5, 0.0]]))
        >>> round(float(kl), 12)
        0.02041099726

    Source
        Kullback and Leibler, On information and sufficiency, Ann. Math. Statist. 22 (1951), section 2.
    """
    p, log_ratio = _parts(xp, pred, target, pred_space, target_space)
    return num.row_sum(xp, p * log_ratio)[..., 0]


@kl_divergence.partials
def _(xp: Namespace, pred: Array, target: Array, *, pred_space: Space, target_space: Space) -> tuple[Array, Array]:
    p, log_ratio = _parts(xp, pred, target, pred_space, target_space)
    # by log q_j: -p_j
    if pred_space == "probs":
        by_pred = -num.divide_no_nan(xp, p, pred)
    elif pred_space == "log_probs":
        by_pred = -p
    else:
        by_pred = num.Softmax(xp, pred).cross_entropy_gradient(p)
    # by log p_j: p_j (log(p_j / q_j) + 1)
    if target_space == "probs":
        by_target = xp.where(p == 0, 0.0, log_ratio + 1.0)
    elif target_space == "log_probs":
        by_target = num.multiply_no_nan(xp, p, log_ratio + 1.0)
    else:
        divergence = num.row_sum(xp, p * log_ratio)
        by_target = num.multiply_no_nan(xp, p, log_ratio - divergence)
    return by_pred, by_target


def _parts(xp: Namespace, pred: Array, target: Array, pred_space: Space, target_space: Space) -> tuple[Array, Array]:
    """p and log(p / q), the latter 0 where p = 0."""
    if target_space == "logits":
        softmax = num.Softmax(xp, target)
        p, log_p = softmax.probs, -softmax.surprisal
    elif target_space == "log_probs":
        p, log_p = xp.exp(target), target
    else:
        p, log_p = target, None
    absent = p == 0
    if log_p is None and pred_space == "probs":
        ratio = num.log_ratio(xp, xp.where(absent, 1.0, p), xp.where(absent, 1.0, pred))
        return p, xp.where((p < 0) | (pred < 0), math.nan, ratio)
    log_p = num.log(xp, xp.where(absent, 1.0, p)) if log_p is None else xp.where(absent, 0.0, log_p)
    if pred_space == "probs":
        log_q = num.log(xp, xp.where(absent, 1.0, pred))
    else:
        log_q = xp.where(absent, 0.0, pred if pred_space == "log_probs" else -num.Softmax(xp, pred).surprisal)
    return p, log_p - log_q
