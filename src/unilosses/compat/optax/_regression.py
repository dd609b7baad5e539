"""Residuals, directions and embeddings by optax's names."""

from __future__ import annotations

from ...losses.embeddings import contrastive, cosine, triplet
from ...losses.regression import regression
from ...typing import Array, Scalar
from .._arrays import Axis, axes, common_library, fitted, floating, numbers_like, rank, same_shape, shape_of, together
from ._mixed import takes_numpy


@takes_numpy
def squared_error(predictions: Array, targets: Array | None = None) -> Array:
    """optax.losses.squared_error: unreduced; `targets` are 0 if left out."""
    return _squared(predictions, targets, None)


@takes_numpy
def l2_loss(predictions: Array, targets: Array | None = None) -> Array:
    """optax.losses.l2_loss: half the squared error, unreduced."""
    return _squared(predictions, targets, 0.5)


def _squared(predictions: Array, targets: Array | None, weight: float | None) -> Array:
    floating(predictions, "predictions")
    if targets is None:
        targets = 0.0
    else:
        same_shape(predictions, "predictions", targets, "targets")
    _, (predictions, targets) = together(predictions=predictions, targets=targets)
    return regression.squared_error(predictions, targets, weight=weight, reduction="none")


@takes_numpy
def huber_loss(predictions: Array, targets: Array | None = None, *, delta: Scalar = 1.0) -> Array:
    """optax.losses.huber_loss: unreduced, shapes broadcast."""
    floating(predictions, "predictions")
    _, (predictions, targets) = together(predictions=predictions, targets=0.0 if targets is None else targets)
    return regression.huber(predictions, targets, delta=delta, reduction="none")


@takes_numpy
def log_cosh(predictions: Array, targets: Array | None = None) -> Array:
    """optax.losses.log_cosh: unreduced, shapes broadcast."""
    floating(predictions, "predictions")
    _, (predictions, targets) = together(predictions=predictions, targets=0.0 if targets is None else targets)
    return regression.log_cosh(predictions, targets, reduction="none")


@takes_numpy
def cosine_distance(
    predictions: Array, targets: Array, *, epsilon: Scalar = 0.0, axis: Axis = -1, where: Array | None = None
) -> Array:
    """optax.losses.cosine_distance: 1 - cos, unreduced."""
    floating(predictions, "predictions")
    floating(targets, "targets")
    xp, (predictions, targets) = together(predictions=predictions, targets=targets)
    if where is not None:
        where = fitted(xp, where, shape_of(predictions), "where")
        predictions, targets = xp.where(where, predictions, 0.0), xp.where(where, targets, 0.0)
    return cosine.cosine_distance(predictions, targets, axis=axes(axis, predictions.ndim), reduction="none")


@takes_numpy
def cosine_similarity(
    predictions: Array, targets: Array, *, epsilon: Scalar = 0.0, axis: Axis = -1, where: Array | None = None
) -> Array:
    """optax.losses.cosine_similarity: cos, unreduced."""
    return 1.0 - cosine_distance(predictions, targets, epsilon=epsilon, axis=axis, where=where)


@takes_numpy
def triplet_margin_loss(
    anchors: Array,
    positives: Array,
    negatives: Array,
    axis: int = -1,
    norm_degree: Scalar = 2,
    margin: Scalar = 1.0,
    eps: Scalar = 1e-6,
) -> Array:
    """optax.losses.triplet_margin_loss: unreduced; eps is added to the sum of powers, under the root."""
    for name, x in (("anchors", anchors), ("positives", positives), ("negatives", negatives)):
        floating(x, name)
    xp, vectors = together(anchors=anchors, positives=positives, negatives=negatives)
    # Under the root, eps is what a further component adds in which the vectors differ by its root.
    vectors = [xp.moveaxis(x, axis, -1) for x in vectors]
    apart = xp.zeros_like(vectors[0][..., :1])
    further = [numbers_like(xp, eps ** (1 / norm_degree), apart) + apart, apart, apart]
    anchors, positives, negatives = (xp.concat([x, y], axis=-1) for x, y in zip(vectors, further, strict=True))
    return triplet.triplet_margin(anchors, positives, negatives, margin=margin, p=norm_degree, reduction="none")


@takes_numpy
def ntxent(embeddings: Array, labels: Array, temperature: Scalar = 0.07) -> Array:
    """optax.losses.ntxent: the mean over the positive pairs."""
    floating(embeddings, "embeddings")
    rank(embeddings, "embeddings", 2)
    if shape_of(labels)[:1] != shape_of(embeddings)[:1]:
        raise ValueError(
            f"labels have shape {shape_of(labels)} and embeddings {shape_of(embeddings)}; expected one label per row"
        )
    xp = common_library(embeddings=embeddings, labels=labels)
    same = labels[:, None] == labels[None, :]
    pairs = xp.astype(xp.sum(xp.astype(same, xp.int32), axis=1) - 1, embeddings.dtype)
    return contrastive.nt_xent(embeddings, labels, temperature=temperature, weight=pairs)
