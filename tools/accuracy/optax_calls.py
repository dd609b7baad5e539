"""optax.losses."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax.losses as o

from .calls import Call, Only, bits_last, by, fits, string_lengths


def one_hot(labels: Any, like: Any) -> Any:
    """Class indices as rows of coefficients; such rows as they are."""
    return jax.nn.one_hot(labels, like.shape[-1], dtype=like.dtype) if labels.ndim < like.ndim else labels


def softmax_cross_entropy(logits: Any, labels: Any) -> Any:
    if labels.ndim == logits.ndim:
        return o.softmax_cross_entropy(logits, labels)
    return o.softmax_cross_entropy_with_integer_labels(logits, labels)


def hinge(scores: Any, target: Any, margin: float = 1.0, encoding: str = "signed") -> Any:
    return o.hinge_loss(scores, target) if (margin, encoding) == (1.0, "signed") else None


def perceptron(scores: Any, target: Any, encoding: str = "signed") -> Any:
    return o.perceptron_loss(scores, target) if encoding == "signed" else None


@by(0)
def sigmoid_focal(logits: Any, target: Any, gamma: float = 2.0, alpha: float | None = None) -> Any:
    return Only(o.sigmoid_focal_loss(logits, target, alpha=alpha, gamma=gamma), bits_last)


def multiclass_hinge(
    scores: Any, labels: Any, margin: float = 1.0, mode: str = "crammer_singer", squared: bool = False
) -> Any:
    same = (margin, mode, squared) == (1.0, "crammer_singer", False) and labels.ndim == 1
    return o.multiclass_hinge_loss(scores, labels) if same else None


def multiclass_perceptron(scores: Any, labels: Any) -> Any:
    return o.multiclass_perceptron_loss(scores, labels) if labels.ndim == 1 else None


def multiclass_sparsemax(scores: Any, labels: Any) -> Any:
    return o.multiclass_sparsemax_loss(scores, labels) if labels.ndim == 1 else None


@by(0)
def binary_sparsemax(scores: Any, target: Any) -> Any:
    return Only(o.sparsemax_loss(scores, target), bits_last)


def fenchel_young(scores: Any, labels: Any, regularizer: str = "shannon") -> Any:
    if regularizer != "shannon" or labels.ndim > 1:
        return None
    return o.make_fenchel_young_loss(jax.scipy.special.logsumexp)(scores, one_hot(labels, scores))


def kl_divergence(pred: Any, target: Any, pred_space: str = "probs", target_space: str = "probs") -> Any:
    """It takes log-probabilities: their logarithm is what a user with probabilities passes."""
    if "logits" in (pred_space, target_space):
        return None
    log_pred = jnp.log(pred) if pred_space == "probs" else pred
    call = o.kl_divergence if target_space == "probs" else o.kl_divergence_with_log_targets
    return call(log_pred, target)


def nt_xent(embeddings: Any, labels: Any, temperature: float = 0.07) -> Any:
    """It gives the mean over all pairs: that over the rows, where each has as many positives."""
    positives = (np.asarray(labels)[:, None] == np.asarray(labels)).sum(axis=1) - 1
    if positives.min() != positives.max() or positives.min() == 0:
        return None
    return o.ntxent(embeddings, labels, temperature=temperature) * len(positives)


def triplet_margin(
    anchor: Any, positive: Any, negative: Any, margin: float = 1.0, p: float = 2.0, eps: float = 0.0
) -> Any:
    """Its eps is another than ours: at 0 both are without."""
    if eps or np.isinf(p):
        return None
    return o.triplet_margin_loss(anchor, positive, negative, norm_degree=p, margin=margin, eps=0.0)


def ctc(
    logits: Any,
    labels: Any,
    blank: int = 0,
    logit_lengths: Any = None,
    label_lengths: Any = None,
    infeasible: str = "inf",
) -> Any:
    given = np.asarray(labels)
    frames = np.full(len(given), logits.shape[1]) if logit_lengths is None else np.asarray(logit_lengths)
    lengths = string_lengths(given, blank, label_lengths)

    def padding(size: int, count: np.ndarray) -> Any:
        return jnp.asarray(np.arange(size) >= count[:, None], logits.dtype)

    of_frames, of_labels = padding(logits.shape[1], frames), padding(given.shape[1], lengths)
    found = o.ctc_loss(logits, of_frames, labels, of_labels, blank_id=blank)
    return Only(found, lambda *_: fits(given, lengths, frames))


CALLS: dict[str, Call] = {
    "squared_error": lambda pred, target: o.squared_error(pred, target),
    "huber": lambda pred, target, delta=1.0: o.huber_loss(pred, target, delta=delta),
    "log_cosh": lambda pred, target: o.log_cosh(pred, target),
    "sigmoid_cross_entropy": lambda logits, target: o.sigmoid_binary_cross_entropy(logits, target),
    "cosine_distance": lambda pred, target: o.cosine_distance(pred, target),
    "generalized_kl_divergence": lambda pred, target: o.generalized_kl_divergence(jnp.log(pred), target),
    "poly1_cross_entropy": lambda logits, labels, epsilon=2.0: o.poly_loss_cross_entropy(
        logits, one_hot(labels, logits), epsilon=epsilon
    ),
    "softmax_ranking": lambda scores, relevance: o.ranking_softmax_loss(scores, relevance, reduce_fn=None),
    **{
        call.__name__: call
        for call in (
            softmax_cross_entropy,
            hinge,
            perceptron,
            sigmoid_focal,
            multiclass_hinge,
            multiclass_perceptron,
            multiclass_sparsemax,
            binary_sparsemax,
            fenchel_young,
            kl_divergence,
            nt_xent,
            triplet_margin,
            ctc,
        )
    },
}
