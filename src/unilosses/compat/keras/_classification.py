"""Cross-entropies by Keras's names: (y_true, y_pred), from probabilities unless `from_logits`."""

from __future__ import annotations

import warnings
from typing import Any

from ... import numerics as num
from ...losses.classification import binary, focal, multiclass, polynomial
from ...typing import Array, Namespace, Scalar
from .._arrays import axes, same_shape, smoothed
from ._tensors import EPSILON, floats, indices, tensor


def binary_crossentropy(
    y_true: Any, y_pred: Any, from_logits: bool = False, label_smoothing: Scalar = 0.0, axis: int = -1
) -> Array:
    """keras.losses.binary_crossentropy: the mean over `axis`; probabilities are clipped to [1e-7, 1 - 1e-7]."""
    xp, y_true, y_pred = floats(y_true, y_pred)
    same_shape(y_true, "y_true", y_pred, "y_pred")
    if from_logits:
        loss = binary.sigmoid_cross_entropy(y_pred, y_true, label_smoothing=label_smoothing, reduction="none")
    else:
        loss = binary.binary_cross_entropy(
            y_pred, y_true, label_smoothing=label_smoothing, eps=EPSILON, reduction="none"
        )
    return xp.mean(loss, axis=axis)


def binary_focal_crossentropy(
    y_true: Any,
    y_pred: Any,
    apply_class_balancing: bool = False,
    alpha: Scalar = 0.25,
    gamma: Scalar = 2.0,
    from_logits: bool = False,
    label_smoothing: Scalar = 0.0,
    axis: int = -1,
) -> Array:
    """keras.losses.binary_focal_crossentropy: the mean over `axis`; alpha counts with apply_class_balancing only."""
    xp, y_true, y_pred = floats(y_true, y_pred)
    same_shape(y_true, "y_true", y_pred, "y_pred")
    if label_smoothing:
        y_true = smoothed(y_true, label_smoothing, 2)
    if not from_logits:
        log_p, log_rest = _logarithms(xp, y_pred)
        y_pred = log_p - log_rest
    balance = alpha if apply_class_balancing else None
    return xp.mean(focal.sigmoid_focal(y_pred, y_true, gamma=gamma, alpha=balance, reduction="none"), axis=axis)


def _logarithms(xp: Namespace, probs: Array) -> tuple[Array, Array]:
    """Those of probabilities and of their complements, clipped as Keras does: the logits that the focal losses take."""
    log_p, log_rest, _ = num.log_clipped(xp, probs, 1.0 - probs, EPSILON)
    return log_p, log_rest


def categorical_crossentropy(
    y_true: Any, y_pred: Any, from_logits: bool = False, label_smoothing: Scalar = 0.0, axis: int = -1
) -> Array:
    """keras.losses.categorical_crossentropy: dense labels; probabilities are renormalised, then clipped at 1e-7."""
    _, y_true, y_pred = _dense("categorical_crossentropy", y_true, y_pred, axis)
    if from_logits:
        return multiclass.softmax_cross_entropy(
            y_pred, y_true, label_smoothing=label_smoothing, axis=axis, reduction="none"
        )
    return multiclass.categorical_cross_entropy(
        y_pred, y_true, renormalize=True, eps=EPSILON, label_smoothing=label_smoothing, axis=axis, reduction="none"
    )


def categorical_focal_crossentropy(
    y_true: Any,
    y_pred: Any,
    alpha: Any = 0.25,
    gamma: Scalar = 2.0,
    from_logits: bool = False,
    label_smoothing: Scalar = 0.0,
    axis: int = -1,
) -> Array:
    """keras.losses.categorical_focal_crossentropy: dense labels; alpha for all classes, or one for each."""
    xp, y_true, y_pred = _dense("categorical_focal_crossentropy", y_true, y_pred, axis)
    if label_smoothing:
        y_true = smoothed(y_true, label_smoothing, y_pred.shape[axis])
    if hasattr(alpha, "dtype"):
        alpha = tensor(xp, alpha, y_pred)
    if not from_logits:
        y_pred, _ = _logarithms(xp, y_pred / xp.sum(y_pred, axis=axis, keepdims=True))
    return focal.softmax_focal(y_pred, y_true, gamma=gamma, alpha=alpha, axis=axis, reduction="none")


def _dense(name: str, y_true: Any, y_pred: Any, axis: int) -> tuple[Namespace, Array, Array]:
    """Labels and predictions in one shape, with an axis for the classes."""
    if isinstance(axis, bool):
        raise ValueError(f"axis must be an integer, got {axis!r}")
    xp, y_true, y_pred = floats(y_true, y_pred)
    if y_pred.ndim and y_pred.shape[-1] == 1:
        warnings.warn(
            f"{name}: y_pred has shape {tuple(y_pred.shape)}, of one class only; "
            "binary_crossentropy is for one score per sample",
            SyntaxWarning,
            stacklevel=3,
        )
    same_shape(y_true, "y_true", y_pred, "y_pred")
    axes(axis, y_pred.ndim)
    return xp, y_true, y_pred


def sparse_categorical_crossentropy(
    y_true: Any, y_pred: Any, from_logits: bool = False, ignore_class: int | None = None, axis: int = -1
) -> Array:
    """keras.losses.sparse_categorical_crossentropy: class indices as labels; 0 at those of ignore_class."""
    return sparse_and_mask(y_true, y_pred, from_logits=from_logits, ignore_class=ignore_class, axis=axis)[0]


def sparse_and_mask(
    y_true: Any, y_pred: Any, *, from_logits: bool, ignore_class: int | None, axis: int
) -> tuple[Array, Array | None]:
    """The loss, and where labels are not of ignore_class: the class averages over these."""
    xp, _, y_pred = floats(0.0, y_pred)
    y_true = indices(xp, y_true, y_pred)
    (over,) = axes(axis, y_pred.ndim)
    if y_true.ndim == y_pred.ndim and y_true.shape[over] == 1:
        y_true = xp.squeeze(y_true, axis=over)
    rows = tuple(n for i, n in enumerate(y_pred.shape) if i != over)
    if tuple(y_true.shape) != rows:
        raise ValueError(f"y_true has shape {tuple(y_true.shape)}; expected {rows}, that of y_pred without the classes")
    options: dict[str, Any] = {"ignore_index": ignore_class, "axis": axis, "reduction": "none"}
    if from_logits:
        loss = multiclass.softmax_cross_entropy(y_pred, y_true, **options)
    else:
        loss = multiclass.categorical_cross_entropy(y_pred, y_true, renormalize=True, eps=EPSILON, **options)
    return loss, None if ignore_class is None else y_true != ignore_class


def categorical_generalized_cross_entropy(y_true: Any, y_pred: Any, q: Scalar) -> Array:
    """keras.losses.categorical_generalized_cross_entropy: class indices as labels, probabilities last."""
    xp, _, y_pred = floats(0.0, y_pred)
    return polynomial.generalized_cross_entropy(
        y_pred, indices(xp, y_true, y_pred), q=q, pred_space="probs", reduction="none"
    )
