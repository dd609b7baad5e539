"""torch.nn.functional."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from .calls import Call, Only, between, by, host, signs_last, string_lengths

NONE = {"reduction": "none"}
# log is clamped at -100 by torch's definition: nothing is compared where that acts.
CLAMPED = math.exp(-100)


def like(numbers: Any, array: Any) -> Any:
    """A parameter with a number for each class."""
    return None if numbers is None else torch.tensor(np.asarray(numbers), dtype=array.dtype)


def binary_cross_entropy(probs: Any, target: Any) -> Any:
    return Only(
        F.binary_cross_entropy(probs, target, **NONE),
        lambda p, _: between(CLAMPED, math.inf, p, 1 - p),
    )


def sigmoid_cross_entropy(logits: Any, target: Any, pos_weight: Any = None) -> Any:
    weight = None if pos_weight is None else torch.tensor(pos_weight, dtype=logits.dtype)
    return F.binary_cross_entropy_with_logits(logits, target, pos_weight=weight, **NONE)


def softmax_cross_entropy(logits: Any, labels: Any, class_weight: Any = None, label_smoothing: float = 0.0) -> Any:
    weight = like(class_weight, logits)
    return F.cross_entropy(logits, labels, weight=weight, label_smoothing=label_smoothing, **NONE)


def linear_cross_entropy(
    hidden: Any,
    linear_weight: Any,
    labels: Any,
    bias: Any = None,
    class_weight: Any = None,
    label_smoothing: float = 0.0,
    chunk: Any = None,
) -> Any:
    if isinstance(bias, float):
        return None
    return F.linear_cross_entropy(
        hidden,
        linear_weight,
        labels,
        linear_bias=like(bias, hidden),
        weight=like(class_weight, hidden),
        label_smoothing=label_smoothing,
        **NONE,
    )


def nll(log_probs: Any, labels: Any, class_weight: Any = None) -> Any:
    return None if labels.ndim > 1 else F.nll_loss(log_probs, labels, weight=like(class_weight, log_probs), **NONE)


def kl_divergence(pred: Any, target: Any, pred_space: str = "probs", target_space: str = "probs") -> Any:
    """It takes log-probabilities: their logarithm is what a user with probabilities passes."""
    if "logits" in (pred_space, target_space):
        return None
    log_pred = torch.log(pred) if pred_space == "probs" else pred
    return F.kl_div(log_pred, target, log_target=target_space == "log_probs", **NONE).sum(-1)


def multi_margin(scores: Any, labels: Any, p: float = 1.0, margin: float = 1.0, class_weight: Any = None) -> Any:
    if p not in (1.0, 2.0) or labels.ndim > 1:
        return None
    return F.multi_margin_loss(scores, labels, p=int(p), margin=margin, weight=like(class_weight, scores), **NONE)


def multilabel_margin(scores: Any, target: Any, margin: float = 1.0, encoding: str = "dense") -> Any:
    given = host(target)
    if margin != 1.0 or (encoding == "dense" and not np.isin(given, (0, 1)).all()):
        return None
    if encoding == "dense":  # the indices of the ones, and -1 after them
        order = np.argsort(-given, axis=1, kind="stable")
        given = np.where(np.take_along_axis(given, order, axis=1) == 1, order, -1)
    return F.multilabel_margin_loss(scores, torch.tensor(given.astype(np.int64)), **NONE)


def multilabel_soft_margin(logits: Any, target: Any, class_weight: Any = None) -> Any:
    return F.multilabel_soft_margin_loss(logits, target, weight=like(class_weight, logits), **NONE)


def soft_margin(scores: Any, target: Any, encoding: str = "signed") -> Any:
    return F.soft_margin_loss(scores, target, **NONE) if encoding == "signed" else None


@by(0)
def hinge_embedding(distances: Any, target: Any, margin: float = 1.0, encoding: str = "signed") -> Any:
    if encoding != "signed":
        return None
    return Only(F.hinge_embedding_loss(distances, target, margin=margin, **NONE), signs_last)


def margin_ranking(first: Any, second: Any, target: Any, margin: float = 0.0, encoding: str = "signed") -> Any:
    return F.margin_ranking_loss(first, second, target, margin=margin, **NONE) if encoding == "signed" else None


def gaussian_nll(mean: Any, target: Any, spread: Any, spread_is: str = "variance", full: bool = False) -> Any:
    return F.gaussian_nll_loss(mean, target, spread, full=full, eps=0.0, **NONE) if spread_is == "variance" else None


def poisson_nll(pred: Any, target: Any, log_input: bool = True, full: str = "none", eps: float | None = None) -> Any:
    if full == "exact":
        return None
    return F.poisson_nll_loss(pred, target, log_input=log_input, full=full == "stirling", eps=eps or 0.0, **NONE)


@by(0, 1)
def cosine_embedding(anchor: Any, other: Any, target: Any, margin: float = 0.0) -> Any:
    return Only(F.cosine_embedding_loss(anchor, other, target, margin=margin, **NONE), signs_last)


def triplet_margin(
    anchor: Any,
    positive: Any,
    negative: Any,
    margin: float = 1.0,
    p: float = 2.0,
    eps: float = 0.0,
    swap: bool = False,
) -> Any:
    return F.triplet_margin_loss(anchor, positive, negative, margin=margin, p=p, eps=eps, swap=swap, **NONE)


def triplet_margin_with_distance(
    anchor: Any, positive: Any, negative: Any, distance_function: Any = None, margin: float = 1.0, swap: bool = False
) -> Any:
    def distance(x: Any, y: Any) -> Any:
        return F.pairwise_distance(x, y, eps=0.0) if distance_function is None else 1 - F.cosine_similarity(x, y)

    return F.triplet_margin_with_distance_loss(
        anchor, positive, negative, distance_function=distance, margin=margin, swap=swap, **NONE
    )


def ctc(
    logits: Any,
    labels: Any,
    blank: int = 0,
    logit_lengths: Any = None,
    label_lengths: Any = None,
    infeasible: str = "inf",
) -> Any:
    given = host(labels)
    frames = np.full(len(given), logits.shape[1]) if logit_lengths is None else host(logit_lengths)
    return F.ctc_loss(
        F.log_softmax(logits.movedim(0, 1), dim=-1),
        labels.clamp(min=0),
        torch.tensor(frames),
        torch.tensor(string_lengths(given, blank, label_lengths)),
        blank=blank,
        zero_infinity=infeasible == "zero",
        **NONE,
    )


CALLS: dict[str, Call] = {
    "absolute_error": lambda pred, target: F.l1_loss(pred, target, **NONE),
    "squared_error": lambda pred, target: F.mse_loss(pred, target, **NONE),
    "huber": lambda pred, target, delta=1.0: F.huber_loss(pred, target, delta=delta, **NONE),
    "smooth_l1": lambda pred, target, beta=1.0: F.smooth_l1_loss(pred, target, beta=beta, **NONE),
    **{
        call.__name__: call
        for call in (
            binary_cross_entropy,
            sigmoid_cross_entropy,
            softmax_cross_entropy,
            linear_cross_entropy,
            nll,
            kl_divergence,
            multi_margin,
            multilabel_margin,
            multilabel_soft_margin,
            soft_margin,
            hinge_embedding,
            margin_ranking,
            gaussian_nll,
            poisson_nll,
            cosine_embedding,
            triplet_margin,
            triplet_margin_with_distance,
            ctc,
        )
    },
}
