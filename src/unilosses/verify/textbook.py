"""Formulas as textbooks print them, computed in the dtype of the comparison, with their cancellation.

Each returns its value, its gradient by the first array, and the sizes of the terms that cancel in both. An
implementation of such a formula is off by a few ulp of those sizes, however small the result is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray[Any, Any]
Printed: TypeAlias = tuple[Array, Array | None, Array, Array | float]  # value, gradient, and the sizes of their terms


def _sigmoid_terms(x: Array, y: Array) -> tuple[Array, Array, Array]:
    """Cross-entropy max(x, 0) - x y + log(1 + exp(-|x|)), sigmoid(x), and the terms' size."""
    p = 1.0 / (1.0 + np.exp(-x))
    value = np.maximum(x, 0.0) - x * y + np.log(1.0 + np.exp(-np.abs(x)))
    return value, p, np.maximum(np.abs(x), 1.0) * np.maximum(np.abs(y), np.maximum(np.abs(1.0 - y), 1.0))


def sigmoid_cross_entropy(arrays: Sequence[Array], params: Mapping[str, Any]) -> Printed:
    x, y = arrays
    value, p, size = _sigmoid_terms(x, y)
    return value, p - y, size, np.maximum(np.abs(y), 1.0)


def soft_margin(arrays: Sequence[Array], params: Mapping[str, Any]) -> Printed:
    x, y = arrays
    e = np.exp(-y * x)
    return np.log(1.0 + e), -y * e / (1.0 + e), np.maximum(np.abs(x), 1.0), 1.0


def sigmoid_focal(arrays: Sequence[Array], params: Mapping[str, Any]) -> Printed:
    x, y = arrays
    gamma, alpha = params["gamma"], params["alpha"]
    ce, p, size = _sigmoid_terms(x, y)
    m = 1.0 - (p * y + (1.0 - p) * (1.0 - y))
    balance = 1.0 if alpha is None else alpha * y + (1.0 - alpha) * (1.0 - y)
    eps = np.finfo(x.dtype).eps
    slope = (2.0 * y - 1.0) * p * (1.0 - p)
    gradient = balance * ((m**gamma) * (p - y) - (gamma * m ** (gamma - 1.0)) * slope * ce)
    fade = np.maximum(m, eps)
    share = balance * (fade**gamma * size + gamma * fade ** (gamma - 1.0) * ce)
    return balance * m**gamma * ce, gradient, share, share * (1.0 + gamma)


def _log_sum_exp(x: Array) -> tuple[Array, Array, Array]:
    m = np.max(x, axis=-1, keepdims=True)
    e = np.exp(x - m)
    total = e.sum(axis=-1, keepdims=True)
    return m + np.log(total), e / total, np.maximum(np.max(np.abs(np.where(np.isfinite(x), x, 0)), axis=-1), 1.0)


def softmax_cross_entropy(arrays: Sequence[Array], params: Mapping[str, Any]) -> Printed:
    x, labels = arrays
    y = _dense(x, labels)
    smoothing = params.get("label_smoothing", 0.0)
    if smoothing:
        y = y * (1.0 - smoothing) + smoothing / x.shape[-1]
    lse, p, size = _log_sum_exp(x)
    total = np.abs(y).sum(axis=-1)
    # Index labels select a term. Dense labels multiply, and 0 times infinity is NaN.
    terms = np.where(y == 0, 0.0, lse - x) if labels.ndim < x.ndim else lse - x
    value = (y * terms).sum(axis=-1)
    gradient = p * y.sum(axis=-1, keepdims=True) - y
    return value, gradient, size * total, np.maximum(total, 1.0)[..., None]


def categorical_cross_entropy(arrays: Sequence[Array], params: Mapping[str, Any]) -> Printed:
    p, labels = arrays
    y = _dense(p, labels)
    value = -(y * np.log(p)).sum(axis=-1)
    return value, -y / p, np.abs(np.nan_to_num(value, posinf=0.0)), 0.0


def binary_cross_entropy(arrays: Sequence[Array], params: Mapping[str, Any]) -> Printed:
    p, y = arrays
    value = -(y * np.log(p) + (1.0 - y) * np.log(1.0 - p))
    return value, (p - y) / (p * (1.0 - p)), np.abs(1.0 - y), np.abs(1.0 - y)


def _dense(x: Array, labels: Array) -> Array:
    return labels if labels.ndim == x.ndim else (labels[..., None] == np.arange(x.shape[-1])).astype(x.dtype)


def log_cosh(arrays: Sequence[Array], params: Mapping[str, Any]) -> Printed:
    r = np.abs(arrays[0] - arrays[1])
    value = r + np.log(1.0 + np.exp(-2.0 * r)) - r.dtype.type(math.log(2.0))
    return value, np.tanh(arrays[0] - arrays[1]), np.maximum(r, 1.0), 1.0


def pseudo_huber(arrays: Sequence[Array], params: Mapping[str, Any]) -> Printed:
    r, delta = arrays[0] - arrays[1], params["delta"]
    root = np.sqrt(1.0 + (r / delta) ** 2)
    return delta**2 * (root - 1.0), r / root, delta**2 * root, 0.0


def huber(arrays: Sequence[Array], params: Mapping[str, Any]) -> Printed:
    r, delta = arrays[0] - arrays[1], params["delta"]
    size = np.abs(r)
    q = np.minimum(size, delta)
    return 0.5 * q * q + delta * (size - q), np.clip(r, -delta, delta), delta * size, np.full_like(r, delta)


def squared_log_error(arrays: Sequence[Array], params: Mapping[str, Any]) -> Printed:
    a, b = (np.log(1.0 + x) for x in arrays)
    r, size = a - b, 1.0 + np.abs(a) + np.abs(b)
    eps = np.finfo(arrays[0].dtype).eps
    return r * r, 2.0 * r / (1.0 + arrays[0]), 2.0 * np.abs(r) * size + eps * size**2, 2.0 * size / (1.0 + arrays[0])


def cosine_distance(arrays: Sequence[Array], params: Mapping[str, Any]) -> Printed:
    a, b = arrays
    cos = (a * b).sum(axis=-1) / np.sqrt((a * a).sum(axis=-1) * (b * b).sum(axis=-1))
    return 1.0 - cos, None, np.ones_like(cos), 0.0


def kl_divergence(arrays: Sequence[Array], params: Mapping[str, Any]) -> Printed:
    q, p = arrays
    if params["pred_space"] != "probs" or params["target_space"] != "probs":
        raise KeyError
    terms = p * (np.log(p) - np.log(q))
    size = np.where(p > 0, p * (np.abs(np.log(p)) + np.abs(np.log(q))), 0.0).sum(axis=-1)
    return terms.sum(axis=-1), -p / q, size, 0.0


def jensen_shannon(arrays: Sequence[Array], params: Mapping[str, Any]) -> Printed:
    q, p = arrays
    if params["pred_space"] != "probs" or params["target_space"] != "probs" or params["beta"] != 0.5:
        raise KeyError
    m = 0.5 * (p + q)
    terms = 0.5 * p * (np.log(p) - np.log(m)) + 0.5 * q * (np.log(q) - np.log(m))
    parts = p * np.abs(np.log(p)) + q * np.abs(np.log(q)) + (p + q) * np.abs(np.log(m))
    size = np.nan_to_num(parts).sum(axis=-1)
    return terms.sum(axis=-1), 0.5 * (np.log(q) - np.log(m)), size, np.maximum(np.abs(np.nan_to_num(np.log(m))), 1.0)


TEXTBOOK: dict[str, Callable[[Sequence[Array], Mapping[str, Any]], Printed]] = {
    f.__name__: f
    for f in (
        sigmoid_cross_entropy,
        soft_margin,
        sigmoid_focal,
        softmax_cross_entropy,
        categorical_cross_entropy,
        binary_cross_entropy,
        log_cosh,
        pseudo_huber,
        huber,
        squared_log_error,
        cosine_distance,
        kl_divergence,
        jensen_shannon,
    )
}
