"""Losses of a residual, of margins, distributions, regions and embeddings by Keras's names: (y_true, y_pred)."""

from __future__ import annotations

from typing import Any

from ...losses.classification import margin as margins
from ...losses.classification import multiclass_margin
from ...losses.distributions import counts, divergence
from ...losses.embeddings import contrastive, cosine
from ...losses.regression import regression, relative
from ...losses.segmentation import regions
from ...losses.sequences import ctc as ctc_losses
from ...typing import Array, Namespace, Scalar
from .._arrays import Axis, any_labels, axes
from ._tensors import EPSILON, broadcast, floats, indices, library, residual_pair, tensor

# --- residuals: the mean over the last axis -------------------------------------------------------------------------


def mean_squared_error(y_true: Any, y_pred: Any) -> Array:
    """keras.losses.mean_squared_error."""
    xp, y_true, y_pred = residual_pair(y_true, y_pred)
    return xp.mean(regression.squared_error(y_pred, y_true, reduction="none"), axis=-1)


def mean_absolute_error(y_true: Any, y_pred: Any) -> Array:
    """keras.losses.mean_absolute_error."""
    xp, y_true, y_pred = residual_pair(y_true, y_pred)
    return xp.mean(regression.absolute_error(y_pred, y_true, reduction="none"), axis=-1)


def mean_absolute_percentage_error(y_true: Any, y_pred: Any) -> Array:
    """keras.losses.mean_absolute_percentage_error: in percent, of targets of 1e-7 at least."""
    xp, y_true, y_pred = residual_pair(y_true, y_pred)
    loss = relative.absolute_percentage_error(y_pred, y_true, eps=EPSILON, percent=True, reduction="none")
    return xp.mean(loss, axis=-1)


def mean_squared_logarithmic_error(y_true: Any, y_pred: Any) -> Array:
    """keras.losses.mean_squared_logarithmic_error: of numbers of 1e-7 at least."""
    xp, y_true, y_pred = residual_pair(y_true, y_pred)
    y_true, y_pred = _above_epsilon(xp, y_true), _above_epsilon(xp, y_pred)
    return xp.mean(relative.squared_log_error(y_pred, y_true, reduction="none"), axis=-1)


def _above_epsilon(xp: Namespace, x: Array) -> Array:
    # Not xp.clip: NumPy's does not take bfloat16.
    least = xp.zeros_like(x) + EPSILON
    return xp.where(x < least, least, x)


def huber(y_true: Any, y_pred: Any, delta: Scalar = 1.0) -> Array:
    """keras.losses.huber."""
    xp, y_true, y_pred = residual_pair(y_true, y_pred)
    return xp.mean(regression.huber(y_pred, y_true, delta=delta, reduction="none"), axis=-1)


def log_cosh(y_true: Any, y_pred: Any) -> Array:
    """keras.losses.log_cosh."""
    xp, y_true, y_pred = residual_pair(y_true, y_pred)
    return xp.mean(regression.log_cosh(y_pred, y_true, reduction="none"), axis=-1)


def poisson(y_true: Any, y_pred: Any) -> Array:
    """keras.losses.poisson: of rates, to whose logarithm's argument 1e-7 is added."""
    xp, y_true, y_pred = broadcast(*floats(y_true, y_pred)[1:])
    loss = counts.poisson_nll(y_pred, y_true, log_input=False, eps=EPSILON, reduction="none")
    return xp.mean(loss, axis=-1)


def cosine_similarity(y_true: Any, y_pred: Any, axis: int = -1) -> Array:
    """keras.losses.cosine_similarity: minus the cosine."""
    _, y_true, y_pred = residual_pair(y_true, y_pred)
    return cosine.cosine_distance(y_pred, y_true, axis=axis, reduction="none") - 1.0


# --- margins --------------------------------------------------------------------------------------------------------


def hinge(y_true: Any, y_pred: Any) -> Array:
    """keras.losses.hinge: labels -1 and 1, or 0 and 1 if all of them are."""
    xp, y_true, y_pred = _signed(y_true, y_pred)
    return xp.mean(margins.hinge(y_pred, any_labels(xp, y_true, y_pred), reduction="none"), axis=-1)


def squared_hinge(y_true: Any, y_pred: Any) -> Array:
    """keras.losses.squared_hinge: labels -1 and 1, or 0 and 1 if all of them are."""
    xp, y_true, y_pred = _signed(y_true, y_pred)
    return xp.mean(margins.squared_hinge(y_pred, any_labels(xp, y_true, y_pred), reduction="none"), axis=-1)


def _signed(y_true: Any, y_pred: Any) -> tuple[Namespace, Array, Array]:
    """The labels as -1 and 1 if all of them are 0 or 1, and as they are otherwise."""
    xp, y_true, y_pred = floats(y_true, y_pred)
    binary = xp.all((y_true == 0) | (y_true == 1))
    return broadcast(xp.where(binary, 2.0 * y_true - 1.0, y_true), y_pred)


def categorical_hinge(y_true: Any, y_pred: Any) -> Array:
    """keras.losses.categorical_hinge: one-hot labels, classes last."""
    _, y_true, y_pred = broadcast(*floats(y_true, y_pred)[1:])
    return multiclass_margin.categorical_hinge(y_pred, y_true, reduction="none")


# --- distributions --------------------------------------------------------------------------------------------------


def kl_divergence(y_true: Any, y_pred: Any) -> Array:
    """keras.losses.kl_divergence: of probabilities clipped to [1e-7, 1], summed over the last axis."""
    xp, y_true, y_pred = broadcast(*floats(y_true, y_pred)[1:])
    y_true, y_pred = (_above_epsilon(xp, xp.where(x > 1.0, xp.ones_like(x), x)) for x in (y_true, y_pred))
    return divergence.kl_divergence(y_pred, y_true, reduction="none")


# --- regions --------------------------------------------------------------------------------------------------------


def dice(y_true: Any, y_pred: Any, axis: Axis = None) -> Array:
    """keras.losses.dice: over all axes, or over these; 1 where both are empty."""
    _, y_true, y_pred = broadcast(*floats(y_true, y_pred)[1:])
    return regions.dice(y_pred, y_true, axis=axes(axis, y_pred.ndim), absent="one", reduction="none")


def tversky(y_true: Any, y_pred: Any, alpha: Scalar = 0.5, beta: Scalar = 0.5, axis: Axis = None) -> Array:
    """keras.losses.tversky: alpha weighs false positives, beta false negatives; 1 where both are empty."""
    _, y_true, y_pred = broadcast(*floats(y_true, y_pred)[1:])
    over = axes(axis, y_pred.ndim)
    return regions.tversky(y_pred, y_true, alpha=alpha, beta=beta, axis=over, absent="one", reduction="none")


# --- embeddings -----------------------------------------------------------------------------------------------------


def circle(
    y_true: Any,
    y_pred: Any,
    ref_labels: Any = None,
    ref_embeddings: Any = None,
    remove_diagonal: bool = True,
    gamma: Scalar = 80,
    margin: Scalar = 0.4,
) -> Array:
    """keras.losses.circle: labels and embeddings, one loss for each row."""
    if ref_labels is not None or ref_embeddings is not None or not remove_diagonal:
        raise NotImplementedError(
            "circle compares the rows of y_pred with one another: "
            "ref_labels, ref_embeddings and remove_diagonal=False are not there"
        )
    xp, y_pred = _array(y_pred)
    return contrastive.circle(y_pred, indices(xp, y_true, y_pred), margin=margin, gamma=gamma, reduction="none")


def circle_and_mask(y_true: Any, y_pred: Any, **parameters: Any) -> tuple[Array, Array]:
    """The loss, and where it is not 0: the class averages over these."""
    loss = circle(y_true, y_pred, **parameters)
    return loss, loss > 0


# --- sequences ------------------------------------------------------------------------------------------------------


def ctc(y_true: Any, y_pred: Any) -> Array:
    """keras.losses.ctc: labels padded with the blank, 0, and logits of which all frames count."""
    xp, y_pred = _array(y_pred)
    y_true = indices(xp, y_true, y_pred)
    if y_true.ndim != 2:
        raise ValueError(f"y_true has shape {tuple(y_true.shape)}; expected (batch, labels)")
    if y_pred.ndim != 3:
        raise ValueError(f"y_pred has shape {tuple(y_pred.shape)}; expected (batch, frames, classes)")
    if y_pred.dtype != xp.float64 and y_pred.dtype != xp.float32:
        y_pred = xp.astype(y_pred, xp.float32)
    lengths = xp.sum(xp.astype(y_true != 0, xp.int32), axis=-1)
    return ctc_losses.ctc(y_pred, y_true, label_lengths=lengths, reduction="none")


def _array(y_pred: Any) -> tuple[Namespace, Array]:
    xp, like = library(y_pred)
    return xp, tensor(xp, y_pred, like)
