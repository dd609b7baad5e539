"""The losses of mlx.nn.losses."""

from __future__ import annotations

from typing import Any, Literal

from ...backends.library import library_of
from ...losses.classification import binary, multiclass
from ...losses.classification import margin as margins
from ...losses.distributions import divergence, gaussian
from ...losses.embeddings import cosine
from ...losses.ranking import pairs
from ...losses.regression import regression
from ...typing import Array
from .. import optax
from .._arrays import any_labels, common_library, floating, same_shape, shape_of, together
from .._bounded import bounded_cross_entropy

Reduction = Literal["none", "mean", "sum"]


def _broadcast(name: str, first: Array, other: str, second: Array) -> tuple[Array, Array]:
    floating(first, name)
    _, (first, second) = together(**{name: first, other: second})
    return first, second


def _equal(name: str, first: Array, other: str, second: Array) -> tuple[Array, Array]:
    same_shape(first, name, second, other)
    return _broadcast(name, first, other, second)


def _weighted(weights: Array | None, shape: tuple[int, ...], reduction: Reduction) -> dict[str, Any]:
    """Weights multiply; the mean still divides by the number of elements."""
    if weights is not None and shape_of(weights) != shape:
        raise ValueError(f"weights have shape {shape_of(weights)}; expected that of the loss, {shape}")
    counted = reduction == "mean" and weights is not None
    return {"weight": weights, "reduction": reduction, "normalizer": "count" if counted else None}


def cross_entropy(
    logits: Array,
    targets: Array,
    weights: Array | None = None,
    axis: int = -1,
    label_smoothing: float = 0.0,
    reduction: Reduction = "none",
) -> Array:
    """mlx.nn.losses.cross_entropy: class indices, or probabilities in the shape of the logits."""
    floating(logits, "logits")
    if not 0 <= label_smoothing < 1:
        raise ValueError(f"label_smoothing must be in [0, 1), got {label_smoothing!r}")
    rows = list(logits.shape)
    rows.pop(axis)
    options = _weighted(weights, tuple(rows), reduction)
    return multiclass.softmax_cross_entropy(logits, targets, axis=axis, label_smoothing=label_smoothing, **options)


def binary_cross_entropy(
    inputs: Array,
    targets: Array,
    weights: Array | None = None,
    with_logits: bool = True,
    reduction: Reduction = "mean",
) -> Array:
    """mlx.nn.losses.binary_cross_entropy: of logits, or of probabilities with no logarithm below -100."""
    inputs, targets = _equal("inputs", inputs, "targets", targets)
    options = _weighted(weights, shape_of(inputs), reduction)
    if with_logits:
        return binary.sigmoid_cross_entropy(inputs, targets, **options)
    xp = common_library(inputs=inputs)
    return bounded_cross_entropy(xp, inputs, targets, weight=weights, reduction=reduction)


def l1_loss(predictions: Array, targets: Array, reduction: Reduction = "mean") -> Array:
    """mlx.nn.losses.l1_loss."""
    predictions, targets = _equal("predictions", predictions, "targets", targets)
    return regression.absolute_error(predictions, targets, reduction=reduction)


def mse_loss(predictions: Array, targets: Array, reduction: Reduction = "mean") -> Array:
    """mlx.nn.losses.mse_loss."""
    predictions, targets = _equal("predictions", predictions, "targets", targets)
    return regression.squared_error(predictions, targets, reduction=reduction)


def nll_loss(inputs: Array, targets: Array, axis: int = -1, reduction: Reduction = "none") -> Array:
    """mlx.nn.losses.nll_loss: log-probabilities and class indices."""
    floating(inputs, "inputs")
    return multiclass.nll(inputs, targets, axis=axis, reduction=reduction)


def gaussian_nll_loss(
    inputs: Array,
    targets: Array,
    vars: Array,  # noqa: A002 - MLX's name
    full: bool = False,
    eps: float = 1e-6,
    reduction: Reduction = "mean",
) -> Array:
    """mlx.nn.losses.gaussian_nll_loss: variances below eps count as eps, and have no slope."""
    same_shape(inputs, "inputs", targets, "targets")
    same_shape(inputs, "inputs", vars, "vars")
    floating(inputs, "inputs")
    xp, (inputs, targets, vars) = together(inputs=inputs, targets=targets, vars=vars)  # noqa: A001
    return gaussian.gaussian_nll(inputs, targets, xp.clip(vars, min=eps), full=full, reduction=reduction)


def kl_div_loss(inputs: Array, targets: Array, axis: int = -1, reduction: Reduction = "none") -> Array:
    """mlx.nn.losses.kl_div_loss: log-probabilities on both sides, summed over `axis`."""
    inputs, targets = _broadcast("inputs", inputs, "targets", targets)
    return divergence.kl_divergence(
        inputs, targets, pred_space="log_probs", target_space="log_probs", axis=axis, reduction=reduction
    )


def smooth_l1_loss(predictions: Array, targets: Array, beta: float = 1.0, reduction: Reduction = "mean") -> Array:
    """mlx.nn.losses.smooth_l1_loss."""
    predictions, targets = _equal("predictions", predictions, "targets", targets)
    return regression.smooth_l1(predictions, targets, beta=beta, reduction=reduction)


def triplet_loss(
    anchors: Array,
    positives: Array,
    negatives: Array,
    axis: int = -1,
    p: int = 2,
    margin: float = 1.0,
    eps: float = 1e-6,
    reduction: Reduction = "none",
) -> Array:
    """mlx.nn.losses.triplet_loss: eps is added to the sum of powers, under the root, as in optax."""
    loss = optax.triplet_margin_loss(anchors, positives, negatives, axis, p, margin, eps)
    return _reduced(loss, reduction)


def hinge_loss(inputs: Array, targets: Array, reduction: Reduction = "none") -> Array:
    """mlx.nn.losses.hinge_loss: targets -1 and 1."""
    inputs, targets = _broadcast("inputs", inputs, "targets", targets)
    xp = library_of(inputs, "inputs").xp
    return margins.hinge(inputs, any_labels(xp, targets, inputs), reduction=reduction)


def huber_loss(inputs: Array, targets: Array, delta: float = 1.0, reduction: Reduction = "none") -> Array:
    """mlx.nn.losses.huber_loss."""
    inputs, targets = _broadcast("inputs", inputs, "targets", targets)
    return regression.huber(inputs, targets, delta=delta, reduction=reduction)


def log_cosh_loss(inputs: Array, targets: Array, reduction: Reduction = "none") -> Array:
    """mlx.nn.losses.log_cosh_loss."""
    inputs, targets = _broadcast("inputs", inputs, "targets", targets)
    return regression.log_cosh(inputs, targets, reduction=reduction)


def cosine_similarity_loss(
    x1: Array, x2: Array, axis: int = 1, eps: float = 1e-8, reduction: Reduction = "none"
) -> Array:
    """mlx.nn.losses.cosine_similarity_loss: the cosine itself, which is largest for equal directions."""
    x1, x2 = _broadcast("x1", x1, "x2", x2)
    return _reduced(1.0 - cosine.cosine_distance(x1, x2, axis=axis, reduction="none"), reduction)


def margin_ranking_loss(
    inputs1: Array, inputs2: Array, targets: Array, margin: float = 0.0, reduction: Reduction = "none"
) -> Array:
    """mlx.nn.losses.margin_ranking_loss: targets -1 and 1."""
    same_shape(inputs1, "inputs1", inputs2, "inputs2")
    same_shape(inputs1, "inputs1", targets, "targets")
    floating(inputs1, "inputs1")
    xp, (inputs1, inputs2, targets) = together(inputs1=inputs1, inputs2=inputs2, targets=targets)
    labels = any_labels(xp, targets, inputs1)
    return pairs.margin_ranking(inputs1, inputs2, labels, margin=margin, reduction=reduction)


def _reduced(loss: Array, reduction: Reduction) -> Array:
    """What was computed unreduced: its mean, its sum, or itself."""
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"reduction must be 'none', 'mean' or 'sum', got {reduction!r}")
    xp = common_library(loss=loss)
    return loss if reduction == "none" else xp.mean(loss) if reduction == "mean" else xp.sum(loss)
