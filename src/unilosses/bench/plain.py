"""The mean of each loss, and its gradient by the first array, as one writes them in NumPy without a library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Array = Any
Pair = tuple[Callable[..., Any], Callable[..., tuple[Any, Array]] | None]


def squared_error(x: Array, y: Array) -> Any:
    return np.mean((x - y) ** 2)


def squared_error_and_gradient(x: Array, y: Array) -> tuple[Any, Array]:
    e = x - y
    return np.mean(e**2), 2 * e / e.size


def absolute_error(x: Array, y: Array) -> Any:
    return np.mean(np.abs(x - y))


def absolute_error_and_gradient(x: Array, y: Array) -> tuple[Any, Array]:
    e = x - y
    return np.mean(np.abs(e)), np.sign(e) / e.size


def huber(x: Array, y: Array) -> Any:
    a = np.abs(x - y)
    return np.mean(np.where(a <= 1, 0.5 * a**2, a - 0.5))


def huber_and_gradient(x: Array, y: Array) -> tuple[Any, Array]:
    e = x - y
    a = np.abs(e)
    return np.mean(np.where(a <= 1, 0.5 * e**2, a - 0.5)), np.clip(e, -1, 1) / e.size


def sigmoid_cross_entropy(x: Array, y: Array) -> Any:
    return np.mean(np.maximum(x, 0) - x * y + np.log1p(np.exp(-np.abs(x))))


def sigmoid_cross_entropy_and_gradient(x: Array, y: Array) -> tuple[Any, Array]:
    return sigmoid_cross_entropy(x, y), (1 / (1 + np.exp(-x)) - y) / x.size


def sigmoid_focal(x: Array, y: Array) -> Any:
    p = 1 / (1 + np.exp(-x))
    p_t = p * y + (1 - p) * (1 - y)
    return np.mean((1 - p_t) ** 2 * (np.maximum(x, 0) - x * y + np.log1p(np.exp(-np.abs(x)))))


def sigmoid_focal_and_gradient(x: Array, y: Array) -> tuple[Any, Array]:
    p, sign = 1 / (1 + np.exp(-x)), 2 * y - 1
    p_t = p * y + (1 - p) * (1 - y)
    cost, q = np.maximum(x, 0) - x * y + np.log1p(np.exp(-np.abs(x))), 1 - p_t
    return np.mean(q**2 * cost), -sign * q**2 * (2 * p_t * cost + q) / x.size


def softmax_cross_entropy(x: Array, y: Array) -> Any:
    peak = np.max(x, axis=-1, keepdims=True)
    total = np.sum(np.exp(x - peak), axis=-1)
    return np.mean(np.log(total) + peak[:, 0] - x[np.arange(len(y)), y])


def softmax_cross_entropy_and_gradient(x: Array, y: Array) -> tuple[Any, Array]:
    rows, peak = np.arange(len(y)), np.max(x, axis=-1, keepdims=True)
    e = np.exp(x - peak)
    total = np.sum(e, axis=-1, keepdims=True)
    value = np.mean(np.log(total[:, 0]) + peak[:, 0] - x[rows, y])
    p = e / total
    p[rows, y] -= 1
    return value, p / len(y)


def kl_divergence(log_q: Array, p: Array) -> Any:
    return np.sum(p * (np.log(p) - log_q)) / len(p)


def kl_divergence_and_gradient(log_q: Array, p: Array) -> tuple[Any, Array]:
    return kl_divergence(log_q, p), -p / len(p)


def cosine_distance(u: Array, v: Array) -> Any:
    dot, norms = np.sum(u * v, axis=-1), np.linalg.norm(u, axis=-1) * np.linalg.norm(v, axis=-1)
    return np.mean(1 - dot / norms)


def cosine_distance_and_gradient(u: Array, v: Array) -> tuple[Any, Array]:
    length_u, length_v = np.linalg.norm(u, axis=-1, keepdims=True), np.linalg.norm(v, axis=-1, keepdims=True)
    u, v = u / length_u, v / length_v
    cos = np.sum(u * v, axis=-1, keepdims=True)
    return np.mean(1 - cos), (cos * u - v) / (length_u * len(u))


def triplet_margin(a: Array, p: Array, n: Array) -> Any:
    return np.mean(np.maximum(np.linalg.norm(a - p, axis=-1) - np.linalg.norm(a - n, axis=-1) + 1, 0))


def dice(p: Array, t: Array) -> Any:
    return np.mean(1 - 2 * np.sum(p * t, axis=-1) / (np.sum(p, axis=-1) + np.sum(t, axis=-1)))


def dice_and_gradient(p: Array, t: Array) -> tuple[Any, Array]:
    inter, sizes = np.sum(p * t, axis=-1, keepdims=True), np.sum(p + t, axis=-1, keepdims=True)
    return np.mean(1 - 2 * inter / sizes), (2 * inter / sizes**2 - 2 * t / sizes) / len(p)


def linear_cross_entropy(h: Array, w: Array, y: Array) -> Any:
    return softmax_cross_entropy(h @ w.T, y)


def linear_cross_entropy_and_gradient(h: Array, w: Array, y: Array) -> tuple[Any, Array]:
    value, by_logits = softmax_cross_entropy_and_gradient(h @ w.T, y)
    return value, by_logits @ w


def lorentzian(x: Array, y: Array) -> Any:
    return np.mean(np.log1p((x - y) ** 2))


def lorentzian_and_gradient(x: Array, y: Array) -> tuple[Any, Array]:
    e = x - y
    return np.mean(np.log1p(e**2)), 2 * e / (1 + e**2) / e.size


def pair(loss: str) -> Pair | None:
    """The plain mean of a loss, and that with its gradient, where there are some."""
    value = globals().get(loss)
    return None if value is None else (value, globals().get(f"{loss}_and_gradient"))
