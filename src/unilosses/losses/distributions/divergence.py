"""Divergences between two distributions."""

from __future__ import annotations

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
    p, q = num.Distribution(xp, target, target_space), num.Distribution(xp, pred, pred_space)
    return num.row_sum(xp, p.probs * p.over(q))[..., 0]


@kl_divergence.partials
def _(xp: Namespace, pred: Array, target: Array, *, pred_space: Space, target_space: Space) -> tuple[Array, Array]:
    # by log q_j: -p_j; by log p_j: p_j (log(p_j / q_j) + 1)
    p, q = num.Distribution(xp, target, target_space), num.Distribution(xp, pred, pred_space)
    return q.by_log_probs(p.probs), p.by_divergence(p.over(q))
