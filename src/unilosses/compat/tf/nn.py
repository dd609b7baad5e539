"""tf.nn's losses: labels before logits, unreduced. `name` names an operation of a graph, and means nothing here."""

from __future__ import annotations

from typing import Any

from ...losses.classification import binary, multiclass
from ...losses.distributions import counts
from ...losses.penalties import parameters
from ...losses.sequences import ctc as ctc_losses
from ...typing import Array, Scalar
from .._arrays import common_library, fitted, floating, integral, rank, same_shape, shape_of, together


def sigmoid_cross_entropy_with_logits(
    labels: Array | None = None, logits: Array | None = None, name: str | None = None
) -> Array:
    """tf.nn.sigmoid_cross_entropy_with_logits: element by element; labels may be any numbers."""
    if labels is None or logits is None:
        raise ValueError("both labels and logits must be given")
    labels, logits = _pair(labels, logits)
    return binary.sigmoid_cross_entropy(logits, labels, reduction="none")


def weighted_cross_entropy_with_logits(
    labels: Array, logits: Array, pos_weight: Scalar, name: str | None = None
) -> Array:
    """tf.nn.weighted_cross_entropy_with_logits: pos_weight multiplies what labels of 1 cost."""
    labels, logits = _pair(labels, logits)
    shape = shape_of(logits)
    if len(shape_of(pos_weight)) > 0:  # of any shape: every element is a class of its own
        xp = common_library(logits=logits, labels=labels, pos_weight=pos_weight)
        pos_weight = xp.reshape(fitted(xp, pos_weight, shape, "pos_weight"), (-1,))
        flat = xp.reshape(logits, (-1,)), xp.reshape(labels, (-1,))
        loss = binary.sigmoid_cross_entropy(*flat, pos_weight=pos_weight, axis=0, reduction="none")
        return xp.reshape(loss, shape)
    return binary.sigmoid_cross_entropy(logits, labels, pos_weight=pos_weight, reduction="none")


def _pair(labels: Array, logits: Array) -> tuple[Array, Array]:
    floating(logits, "logits")
    same_shape(labels, "labels", logits, "logits")
    return labels, logits


def softmax_cross_entropy_with_logits(labels: Array, logits: Array, axis: int = -1, name: str | None = None) -> Array:
    """tf.nn.softmax_cross_entropy_with_logits: coefficients of the classes as labels, of any sum and sign."""
    floating(logits, "logits")
    _, (logits, labels) = together(logits=logits, labels=labels)
    return multiclass.softmax_cross_entropy(logits, labels, axis=axis, reduction="none")


def sparse_softmax_cross_entropy_with_logits(labels: Array, logits: Array, name: str | None = None) -> Array:
    """tf.nn.sparse_softmax_cross_entropy_with_logits: class indices as labels, classes on the last axis."""
    floating(logits, "logits")
    integral(labels, "labels")
    if not logits.ndim:
        raise ValueError("logits have no axis of classes")
    same_shape(labels, "labels", logits[..., 0], "a row of logits")
    return multiclass.softmax_cross_entropy(logits, labels, reduction="none")


def log_poisson_loss(
    targets: Array, log_input: Array, compute_full_loss: bool = False, name: str | None = None
) -> Array:
    """tf.nn.log_poisson_loss: of the logarithm of the rate; with Stirling's approximation if compute_full_loss."""
    floating(log_input, "log_input")
    same_shape(targets, "targets", log_input, "log_input")
    full = "stirling" if compute_full_loss else "none"
    return counts.poisson_nll(log_input, targets, full=full, reduction="none")


def l2_loss(t: Array, name: str | None = None) -> Array:
    """tf.nn.l2_loss: half the sum of the squares."""
    floating(t, "t")
    return parameters.l2_penalty(t, weight=0.5)


def ctc_loss(
    labels: Array,
    logits: Array,
    label_length: Array,
    logit_length: Array,
    logits_time_major: bool = True,
    unique: Any = None,
    blank_index: int | None = None,
    name: str | None = None,
) -> Array:
    """tf.nn.ctc_loss: of dense labels; a negative blank_index counts from the end."""
    rank(logits, "logits", 3)
    rank(labels, "labels", 2)
    xp = common_library(logits=logits, labels=labels)
    if logits_time_major:
        logits = xp.permute_dims(logits, (1, 0, 2))
    blank = blank_index or 0
    blank = blank + logits.shape[-1] if blank < 0 else blank
    return ctc_losses.ctc(
        logits, labels, blank=blank, logit_lengths=logit_length, label_lengths=label_length, reduction="none"
    )


__all__ = [
    "ctc_loss",
    "l2_loss",
    "log_poisson_loss",
    "sigmoid_cross_entropy_with_logits",
    "softmax_cross_entropy_with_logits",
    "sparse_softmax_cross_entropy_with_logits",
    "weighted_cross_entropy_with_logits",
]
