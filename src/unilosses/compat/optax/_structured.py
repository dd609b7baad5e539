"""Regions, rankings and smoothed labels by optax's names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ... import numerics as num
from ...losses.ranking import lists
from ...losses.segmentation import regions
from ...typing import Array, Namespace, Scalar
from .._arrays import (
    Axis,
    axes,
    common_library,
    fitted,
    floating,
    rank,
    row_count,
    same_shape,
    shape_of,
    smoothed,
    together,
)
from ._mixed import takes_numpy

# --- regions --------------------------------------------------------------------------------------------------------


@takes_numpy
def dice_loss(
    predictions: Array,
    targets: Array,
    *,
    class_weights: Array | None = None,
    smooth: Scalar = 1.0,
    alpha: Scalar = 0.5,
    beta: Scalar = 0.5,
    apply_softmax: bool = True,
    reduction: str = "mean",
    ignore_background: bool = False,
    axis: Axis = None,
) -> Array:
    """optax.losses.dice_loss: classes last, reduced over them; `axis` are the pixels' axes."""
    if predictions.ndim == targets.ndim - 1:
        predictions = predictions[..., None]
    if targets.ndim == predictions.ndim - 1:
        targets = targets[..., None]
    same_shape(predictions, "predictions", targets, "targets")
    xp, (predictions, targets) = together(predictions=predictions, targets=targets)
    probs = _probabilities(xp, predictions) if apply_softmax else predictions
    over = axes(tuple(range(1, probs.ndim - 1)) if axis is None else axis, probs.ndim)
    if not over:  # each pixel is a region of its own
        probs, targets, over = probs[..., None, :], targets[..., None, :], (probs.ndim - 1,)
    loss = regions.tversky(probs, targets, alpha=alpha, beta=beta, smooth=smooth, axis=over, reduction="none")
    if class_weights is not None:
        rank(class_weights, "class_weights", 1)
        loss = loss * class_weights
    if ignore_background and probs.shape[-1] > 1:
        loss = loss[..., 1:]
    if reduction == "none":
        return loss
    if reduction not in ("mean", "sum"):
        raise ValueError(f"reduction must be 'mean', 'sum' or 'none', got {reduction!r}")
    return xp.mean(loss, axis=-1) if reduction == "mean" else xp.sum(loss, axis=-1)


def _probabilities(xp: Namespace, logits: Array) -> Array:
    """Those of the classes on the last axis, or of one class against its absence."""
    wide = logits if logits.dtype == xp.float64 else xp.astype(logits, xp.float32)
    if logits.shape[-1] > 1:
        return xp.astype(num.Softmax(xp, wide).probs, logits.dtype)
    here, _, both = num.sigmoid_parts(xp, wide)
    return xp.astype(here / both, logits.dtype)


@takes_numpy
def multiclass_generalized_dice_loss(
    predictions: Array,
    targets: Array,
    *,
    smooth: Scalar = 1.0,
    apply_softmax: bool = True,
    ignore_background: bool = False,
) -> Array:
    """optax.losses.multiclass_generalized_dice_loss: the mean, classes weighed by the inverse square of their size."""
    same_shape(predictions, "predictions", targets, "targets")
    xp, (predictions, targets) = together(predictions=predictions, targets=targets)
    sizes = xp.sum(xp.astype(targets, predictions.dtype), axis=tuple(range(targets.ndim - 1)))
    weights = 1.0 / (sizes**2 + 1e-7)
    weights = weights / xp.sum(weights) * weights.shape[0]
    return xp.mean(
        dice_loss(
            predictions,
            targets,
            class_weights=weights,
            smooth=smooth,
            apply_softmax=apply_softmax,
            reduction="none",
            ignore_background=ignore_background,
        )
    )


@takes_numpy
def binary_dice_loss(predictions: Array, targets: Array, *, smooth: Scalar = 1.0, apply_sigmoid: bool = True) -> Array:
    """optax.losses.binary_dice_loss: one class, with or without an axis of length 1 for it."""
    if predictions.ndim == targets.ndim and predictions.shape[-1] != 1:
        predictions, targets = predictions[..., None], targets[..., None]
    return dice_loss(predictions, targets, smooth=smooth, apply_softmax=apply_sigmoid)


# --- rankings -------------------------------------------------------------------------------------------------------


@takes_numpy
def ranking_softmax_loss(
    logits: Array,
    labels: Array,
    *,
    where: Array | None = None,
    weights: Array | None = None,
    reduce_fn: Callable[..., Array] | str | None = "mean",
) -> Array:
    """optax.losses.ranking_softmax_loss: lists on the last axis; the mean over those with an item."""
    floating(logits, "logits")
    xp, (logits, labels) = together(logits=logits, labels=labels)
    if weights is not None:
        labels = labels * weights
    if where is not None:
        where = fitted(xp, where, shape_of(logits), "where")
    if isinstance(reduce_fn, str) or reduce_fn is getattr(xp, "mean", None):
        reduction = reduce_fn if isinstance(reduce_fn, str) else "mean"
        return lists.softmax_ranking(logits, labels, where=where, reduction=reduction)
    loss = lists.softmax_ranking(logits, labels, where=where, reduction="none")
    if reduce_fn is None:
        return loss
    return reduce_fn(loss) if where is None else reduce_fn(loss, where=xp.any(where, axis=-1))


# --- labels ---------------------------------------------------------------------------------------------------------


@takes_numpy
def smooth_labels(labels: Array, alpha: Scalar, *, axis: Axis = -1, where: Array | None = None) -> Array:
    """optax.losses.smooth_labels: coefficients of the classes, moved towards the uniform distribution."""
    floating(labels, "labels")
    over = axes(axis, labels.ndim)
    count: Any = row_count(shape_of(labels), over)
    if where is not None:
        xp = common_library(labels=labels, where=where)
        count = xp.sum(xp.astype(where, labels.dtype), axis=over, keepdims=True)
    return smoothed(labels, alpha, count)
