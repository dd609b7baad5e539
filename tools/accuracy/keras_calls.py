"""keras.losses and keras.regularizers, on Keras's torch backend: that of NumPy has no gradients."""

from __future__ import annotations

import importlib
import os
from typing import Any

import numpy as np
import torch

from .calls import Call, Only, between, bits_last, by, fits, host

os.environ["KERAS_BACKEND"] = "torch"
keras = importlib.import_module("keras")
k = keras.losses
EPSILON = keras.config.epsilon()


def one_hot(labels: Any, like: Any) -> Any:
    """Class indices as rows of coefficients; such rows as they are."""
    if labels.ndim == like.ndim:
        return labels
    return torch.nn.functional.one_hot(labels, like.shape[-1]).to(like.dtype)


def each(call: Call, pred: Any, target: Any, **params: Any) -> Any:
    """Element by element: Keras takes the mean over the last axis, here of one element."""
    return call(target[:, None], pred[:, None], **params)


def hinge_of(call: Call) -> Call:
    def hinge(scores: Any, target: Any, margin: float = 1.0, encoding: str = "signed") -> Any:
        """Labels that are all 0 or 1 become signs in Keras, others stay what they are."""
        taken_for_bits = bool(bits_last(host(target)).all())
        same = taken_for_bits == (encoding == "binary") or bool((host(target) == 1).all())
        return each(call, scores, target) if margin == 1.0 and same else None

    return hinge


def binary_cross_entropy(probs: Any, target: Any, label_smoothing: float = 0.0, eps: float | None = None) -> Any:
    """Keras clips what it is given: where that does nothing, it is compared, and where ours clips alike."""
    if eps not in (None, EPSILON):
        return None
    found = each(k.binary_crossentropy, probs, target, label_smoothing=label_smoothing)
    return found if eps else Only(found, lambda p, _: between(EPSILON, 1 - EPSILON, p))


def sigmoid_cross_entropy(logits: Any, target: Any, label_smoothing: float = 0.0) -> Any:
    return each(k.binary_crossentropy, logits, target, from_logits=True, label_smoothing=label_smoothing)


@by(0)
def sigmoid_focal(logits: Any, target: Any, gamma: float = 2.0, alpha: float | None = None) -> Any:
    balance = {} if alpha is None else {"apply_class_balancing": True, "alpha": alpha}
    found = each(k.binary_focal_crossentropy, logits, target, gamma=gamma, from_logits=True, **balance)
    return Only(found, bits_last)


def softmax_cross_entropy(logits: Any, labels: Any, label_smoothing: float = 0.0) -> Any:
    if labels.ndim == logits.ndim or label_smoothing:
        dense = one_hot(labels, logits)
        return k.categorical_crossentropy(dense, logits, from_logits=True, label_smoothing=label_smoothing)
    return k.sparse_categorical_crossentropy(labels, logits, from_logits=True)


def categorical_cross_entropy(probs: Any, labels: Any, renormalize: bool = False) -> Any:
    """Keras divides by the sum and clips."""
    if not renormalize:
        return None
    call = k.categorical_crossentropy if labels.ndim == probs.ndim else k.sparse_categorical_crossentropy
    return Only(call(labels, probs), lambda p, _: between(EPSILON, 1 - EPSILON, p / p.sum(axis=-1, keepdims=True)))


def softmax_focal(logits: Any, labels: Any, gamma: float = 2.0, alpha: float | None = None) -> Any:
    if isinstance(alpha, tuple):
        return None
    weight = 1.0 if alpha is None else alpha
    dense = one_hot(labels, logits)
    return k.categorical_focal_crossentropy(dense, logits, alpha=weight, gamma=gamma, from_logits=True)


def kl_divergence(pred: Any, target: Any, pred_space: str = "probs", target_space: str = "probs") -> Any:
    if (pred_space, target_space) != ("probs", "probs"):
        return None
    return Only(k.kl_divergence(target, pred), lambda p, q: between(EPSILON, 1, p, q))


def poisson_nll(pred: Any, target: Any, log_input: bool = True, full: str = "none") -> Any:
    return None if log_input or full != "none" else each(k.poisson, pred, target)


def squared_log_error(pred: Any, target: Any) -> Any:
    """Keras takes what is smaller than its epsilon for that."""
    return Only(each(k.mean_squared_logarithmic_error, pred, target), lambda p, y: between(EPSILON, np.inf, p, y))


def absolute_percentage_error(pred: Any, target: Any, eps: Any = "finfo", percent: bool = False) -> Any:
    return each(k.mean_absolute_percentage_error, pred, target) if percent and eps == EPSILON else None


def generalized_cross_entropy(pred: Any, labels: Any, q: float = 0.7, pred_space: str = "logits") -> Any:
    fitting = pred_space == "probs" and labels.ndim < pred.ndim
    return k.categorical_generalized_cross_entropy(labels, pred, q) if fitting else None


def circle(embeddings: Any, labels: Any, margin: float = 0.4, gamma: float = 80.0) -> Any:
    """It takes embeddings of length 1, which Keras's own function makes of ours."""
    return k.circle(labels, keras.ops.normalize(embeddings, axis=-1), margin=margin, gamma=gamma)


def dice(probs: Any, target: Any) -> Any:
    return Only(k.dice(target, probs, axis=-1), has_something)


def tversky(probs: Any, target: Any, alpha: float = 0.5, beta: float = 0.5) -> Any:
    """Keras exchanges alpha and beta: the two are passed the other way round."""
    return Only(k.tversky(target, probs, alpha=beta, beta=alpha, axis=-1), has_something)


def has_something(probs: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Rows that are not empty in both maps, about which the definitions differ."""
    return np.asarray((probs != 0).any(axis=1) | (target != 0).any(axis=1))


def ctc(logits: Any, labels: Any, blank: int = 0) -> Any:
    """Blanks are 0 and pad the labels; rows that have no way are as in torch."""
    given = host(labels)
    if blank or (given < 0).any():
        return None
    lengths = (given != 0).sum(axis=1)
    return Only(k.ctc(labels, logits), lambda x, _: fits(given, lengths, x.shape[1]))


def orthogonal_penalty(params: Any, mode: str = "rows") -> Any:
    """The mean over pairs, times their number."""
    size = params.shape[0 if mode == "rows" else 1]
    pairs = size * (size - 1) / 2
    return keras.regularizers.OrthogonalRegularizer(factor=pairs, mode=mode)(params) if pairs else None


CALLS: dict[str, Call] = {
    "absolute_error": lambda pred, target: each(k.mean_absolute_error, pred, target),
    "squared_error": lambda pred, target: each(k.mean_squared_error, pred, target),
    "huber": lambda pred, target, delta=1.0: each(k.huber, pred, target, delta=delta),
    "log_cosh": lambda pred, target: each(k.log_cosh, pred, target),
    "hinge": hinge_of(k.hinge),
    "squared_hinge": hinge_of(k.squared_hinge),
    "categorical_hinge": lambda scores, labels: k.categorical_hinge(one_hot(labels, scores), scores),
    "cosine_distance": lambda pred, target: 1 + k.cosine_similarity(target, pred),
    "l1_penalty": lambda params: keras.regularizers.L1(1.0)(params),
    "l2_penalty": lambda params: keras.regularizers.L2(1.0)(params),
    "elastic_net_penalty": lambda params, l1_ratio=0.5: keras.regularizers.L1L2(l1_ratio, (1 - l1_ratio) / 2)(params),
    **{
        call.__name__: call
        for call in (
            binary_cross_entropy,
            sigmoid_cross_entropy,
            sigmoid_focal,
            softmax_cross_entropy,
            softmax_focal,
            categorical_cross_entropy,
            kl_divergence,
            poisson_nll,
            squared_log_error,
            absolute_percentage_error,
            generalized_cross_entropy,
            circle,
            dice,
            tversky,
            ctc,
            orthogonal_penalty,
        )
    },
}
