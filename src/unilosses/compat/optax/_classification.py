"""Labels, classes and sequences by optax's names."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

from ...backends.library import library_of
from ...losses.classification import binary, focal, margin, multiclass, multiclass_margin, polynomial, sparsemax
from ...losses.distributions import counts, divergence
from ...losses.sequences import ctc
from ...typing import Array, Namespace, Scalar
from .._arrays import (
    Axis,
    any_labels,
    axes,
    common_library,
    fitted,
    floating,
    integral,
    is_number,
    rank,
    same_shape,
    shape_of,
    together,
    with_axes,
)
from ._mixed import takes_numpy

# --- two classes ----------------------------------------------------------------------------------------------------


@takes_numpy
def sigmoid_binary_cross_entropy(logits: Array, labels: Array) -> Array:
    """optax.losses.sigmoid_binary_cross_entropy: unreduced, shapes broadcast, labels in the logits' dtype."""
    logits, labels = _labelled(logits, labels)
    return binary.sigmoid_cross_entropy(logits, labels, reduction="none")


@takes_numpy
def sigmoid_focal_loss(logits: Array, labels: Array, *, alpha: Scalar | None = None, gamma: Scalar = 2.0) -> Array:
    """optax.losses.sigmoid_focal_loss: unreduced, shapes broadcast, labels in the logits' dtype."""
    logits, labels = _labelled(logits, labels)
    return focal.sigmoid_focal(logits, labels, alpha=alpha, gamma=gamma, reduction="none")


def _labelled(logits: Array, labels: Array) -> tuple[Array, ...]:
    """Both in one shape, in the dtype of the logits."""
    floating(logits, "logits")
    dtype = logits.dtype
    xp, (logits, labels) = together(logits=logits, labels=labels)
    return tuple(x if is_number(x) or x.dtype == dtype else xp.astype(x, dtype) for x in (logits, labels))


@takes_numpy
def hinge_loss(predictor_outputs: Array, targets: Array) -> Array:
    """optax.losses.hinge_loss: targets -1 and 1, unreduced, shapes broadcast."""
    xp, (predictor_outputs, targets) = together(predictor_outputs=predictor_outputs, targets=targets)
    return margin.hinge(predictor_outputs, any_labels(xp, targets, predictor_outputs), reduction="none")


@takes_numpy
def perceptron_loss(predictor_outputs: Array, targets: Array) -> Array:
    """optax.losses.perceptron_loss: targets -1 and 1, unreduced, equal shapes."""
    same_shape(predictor_outputs, "predictor_outputs", targets, "targets")
    xp, (predictor_outputs, targets) = together(predictor_outputs=predictor_outputs, targets=targets)
    return margin.perceptron(predictor_outputs, any_labels(xp, targets, predictor_outputs), reduction="none")


@takes_numpy
def sparsemax_loss(logits: Array, labels: Array) -> Array:
    """optax.losses.sparsemax_loss: two classes, labels 0 and 1 (or booleans), unreduced, shapes broadcast."""
    if is_number(labels):
        labels = float(labels != 0)
    elif not library_of(labels, "labels").xp.isdtype(labels.dtype, "bool"):
        labels = labels != 0
    _, (logits, labels) = together(logits=logits, labels=labels)
    return sparsemax.binary_sparsemax(logits, labels, reduction="none")


# --- several classes ------------------------------------------------------------------------------------------------


@takes_numpy
def softmax_cross_entropy(logits: Array, labels: Array, axis: Axis = -1, where: Array | None = None) -> Array:
    """optax.losses.softmax_cross_entropy: coefficients of the classes as labels, unreduced."""
    logits, labels, options = _classes(logits, labels, axis, where)
    return multiclass.softmax_cross_entropy(logits, labels, **options)


@takes_numpy
def safe_softmax_cross_entropy(logits: Array, labels: Array) -> Array:
    """optax.losses.safe_softmax_cross_entropy: logits of -inf are classes that cannot happen."""
    return softmax_cross_entropy(logits, labels)


@takes_numpy
def poly_loss_cross_entropy(
    logits: Array, labels: Array, *, epsilon: Scalar = 2.0, axis: Axis = -1, where: Array | None = None
) -> Array:
    """optax.losses.poly_loss_cross_entropy: coefficients of the classes as labels, unreduced."""
    floating(labels, "labels")
    logits, labels, options = _classes(logits, labels, axis, where)
    return polynomial.poly1_cross_entropy(logits, labels, epsilon=epsilon, **options)


def _classes(logits: Array, labels: Array, axis: Axis, where: Array | None) -> tuple[Array, Array, dict[str, Any]]:
    """Logits and dense labels in one shape; what `where` leaves out cannot happen, and counts for nothing."""
    floating(logits, "logits")
    over, given = axes(axis, logits.ndim), shape_of(logits)
    xp, (logits, labels) = together(logits=logits, labels=labels)
    over = tuple(a + logits.ndim - len(given) for a in over)
    if any(given[a - logits.ndim] != logits.shape[a] for a in over):
        raise ValueError(f"labels have more classes along axis {axis} than logits of shape {given}")
    options: dict[str, Any] = {"axis": over, "reduction": "none"}
    if where is not None:
        where = _class_mask(xp, where, logits, over)
        logits, labels = xp.where(where, logits, -float("inf")), xp.where(where, labels, 0)
        options["where"] = xp.any(where, axis=over)
    return logits, labels, options


def _class_mask(xp: Namespace, where: Array, logits: Array, over: tuple[int, ...]) -> Array:
    """The mask of the classes in the logits' shape; with fewer axes, it is one of whole rows."""
    if where.ndim != logits.ndim:
        where = with_axes(xp, where, over)
    return fitted(xp, where, shape_of(logits), "where")


@takes_numpy
def softmax_cross_entropy_with_integer_labels(
    logits: Array, labels: Array, axis: int | tuple[int, ...] = -1, where: Array | None = None
) -> Array:
    """optax.losses.softmax_cross_entropy_with_integer_labels: class indices as labels, unreduced."""
    floating(logits, "logits")
    integral(labels, "labels")
    if not isinstance(axis, int | tuple):
        raise ValueError(f"axis must be an integer or a tuple of integers, got {axis!r}")
    over = axes(axis, logits.ndim)
    rows = tuple(n for i, n in enumerate(logits.shape) if i not in over)
    xp = common_library(logits=logits, labels=labels)
    labels = fitted(xp, labels, rows, "labels")
    options: dict[str, Any] = {"axis": over, "reduction": "none"}
    if where is not None:
        where = _class_mask(xp, where, logits, over)
        options |= {"class_mask": where, "where": xp.any(where, axis=over)}
    return multiclass.softmax_cross_entropy(logits, labels, **options)


@takes_numpy
def multiclass_hinge_loss(scores: Array, labels: Array) -> Array:
    """optax.losses.multiclass_hinge_loss: class indices as labels, unreduced; half precision gives float32."""
    scores, labels = _scored(scores, labels)
    return multiclass_margin.multiclass_hinge(scores, labels, reduction="none")


@takes_numpy
def multiclass_perceptron_loss(scores: Array, labels: Array) -> Array:
    """optax.losses.multiclass_perceptron_loss: class indices as labels, unreduced; half precision gives float32."""
    scores, labels = _scored(scores, labels)
    return multiclass_margin.multiclass_perceptron(scores, labels, reduction="none")


@takes_numpy
def multiclass_sparsemax_loss(scores: Array, labels: Array) -> Array:
    """optax.losses.multiclass_sparsemax_loss: one row of scores for each index in `labels`, unreduced.

    Half precision gives float32.
    """
    rank(scores, "scores", 2)
    same_shape(labels, "labels", scores[:, 0], "scores[:, 0]")
    scores, labels = _scored(scores, labels)
    return sparsemax.multiclass_sparsemax(scores, labels, reduction="none")


def _scored(scores: Array, labels: Array) -> tuple[Array, Array]:
    """Rows of scores and an index for each, in the dtype of one-hot labels at least."""
    xp, (rows, labels) = together(scores=scores[..., 0], labels=labels)
    scores = fitted(xp, scores, (*shape_of(rows), scores.shape[-1]), "scores")
    narrow = scores.dtype != xp.float64 and xp.result_type(scores.dtype, xp.float32) != scores.dtype
    return xp.astype(scores, xp.float32) if narrow else scores, labels


def make_fenchel_young_loss(max_fun: Callable[..., Array]) -> Callable[..., Array]:
    """optax.losses.make_fenchel_young_loss: `max_fun` takes one row of scores, and returns its maximum."""

    @takes_numpy
    def fenchel_young_loss(scores: Array, targets: Array, *args: Any, **kwargs: Any) -> Array:
        xp, (scores, targets) = together(scores=scores, targets=targets)

        def of_rows(rows: Array) -> Array:
            flat = xp.reshape(rows, (-1, rows.shape[-1]))
            each = [xp.asarray(max_fun(flat[i, :], *args, **kwargs)) for i in range(flat.shape[0])]
            return xp.reshape(xp.stack(each), rows.shape[:-1])

        return sparsemax.fenchel_young(scores, targets, max_fun=of_rows, reduction="none")

    return fenchel_young_loss


# --- distributions --------------------------------------------------------------------------------------------------


@takes_numpy
def kl_divergence(log_predictions: Array, targets: Array, axis: Axis = -1, where: Array | None = None) -> Array:
    """optax.losses.kl_divergence: log-probabilities beside probabilities, summed over `axis`."""
    return _kl(log_predictions, targets, "targets", axis, where, "probs")


@takes_numpy
def kl_divergence_with_log_targets(
    log_predictions: Array, log_targets: Array, axis: Axis = -1, where: Array | None = None
) -> Array:
    """optax.losses.kl_divergence_with_log_targets: log-probabilities on both sides, summed over `axis`."""
    return _kl(log_predictions, log_targets, "log_targets", axis, where, "log_probs")


def _kl(q: Array, p: Array, name: str, axis: Axis, where: Array | None, space: str) -> Array:
    floating(q, "log_predictions")
    floating(p, name)
    xp, (q, p) = together(**{"log_predictions": q, name: p})
    if where is not None:
        where = fitted(xp, where, shape_of(q), "where")
        q, p = xp.where(where, q, 0.0), xp.where(where, p, 0.0 if space == "probs" else -float("inf"))
    return divergence.kl_divergence(
        q, p, pred_space="log_probs", target_space=space, axis=axes(axis, q.ndim), reduction="none"
    )


@takes_numpy
def generalized_kl_divergence(
    log_predictions: Array, targets: Array, axis: Axis = -1, where: Array | None = None
) -> Array:
    """optax.losses.generalized_kl_divergence: logarithms beside masses that need not sum to one."""
    floating(log_predictions, "log_predictions")
    floating(targets, "targets")
    xp, (q, p) = together(log_predictions=log_predictions, targets=targets)
    if where is not None:
        where = fitted(xp, where, shape_of(q), "where")
    # What Poisson counts cost more than at their own rates: the logarithms never leave their range.
    cost = counts.poisson_nll(q, p, where=where, reduction="none")
    least = counts.poisson_nll(p, p, log_input=False, where=where, reduction="none")
    over = axes(axis, q.ndim)
    return xp.sum(cost, axis=over) - xp.sum(least, axis=over)


@takes_numpy
def convex_kl_divergence(log_predictions: Array, targets: Array, axis: Axis = -1, where: Array | None = None) -> Array:
    """optax.losses.convex_kl_divergence: the deprecated name of `generalized_kl_divergence`."""
    warnings.warn("convex_kl_divergence is deprecated: use generalized_kl_divergence", DeprecationWarning, stacklevel=2)
    return generalized_kl_divergence(log_predictions, targets, axis=axis, where=where)


# --- sequences ------------------------------------------------------------------------------------------------------


@takes_numpy
def ctc_loss(
    logits: Array,
    logit_paddings: Array,
    labels: Array,
    label_paddings: Array,
    *,
    blank_id: int = 0,
    log_epsilon: Scalar = -1e5,
) -> Array:
    """optax.losses.ctc_loss: batch first, padding marked by 1, unreduced."""
    rank(logits, "logits", 3)
    rank(labels, "labels", 2)
    same_shape(labels, "labels", label_paddings, "label_paddings")
    same_shape(logits[..., 0], "logits[..., 0]", logit_paddings, "logit_paddings")
    if logits.shape[0] != labels.shape[0]:
        raise ValueError(f"labels have a batch of {labels.shape[0]}, and logits one of {logits.shape[0]}")
    xp = common_library(logits=logits, labels=labels, logit_paddings=logit_paddings, label_paddings=label_paddings)
    frames, letters = (xp.astype(x.shape[1] - xp.sum(x, axis=1), xp.int32) for x in (logit_paddings, label_paddings))
    return ctc.ctc(logits, labels, blank=blank_id, logit_lengths=frames, label_lengths=letters, reduction="none")
