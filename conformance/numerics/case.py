"""What a case of the numerics is, the inputs that cases draw, and the truths that several of them need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from mpmath import mp

RANDOM = 40


@dataclass(frozen=True)
class Case:
    """`call(xp, *inputs)` gives one array, or several, and `truth` of the same numbers as many."""

    name: str
    call: Callable[..., Any]
    truth: Callable[..., Any]
    inputs: Callable[[Any, Any], Sequence[Any]]
    """The arrays, from a generator and the dtype's finfo."""
    by: Literal["number", "row", "batch"] = "number"
    """Of what the truth is a function: single numbers, rows of them, or all of the arrays."""
    scale: Callable[..., Any] | None = None
    """The size of the largest terms, where they cancel."""


# --- inputs ---------------------------------------------------------------------------------------------------------


def decades(rng: Any, low: float, high: float, *hard: float) -> np.ndarray:
    """Positive numbers from all decades between two powers of ten."""
    return np.concatenate([hard, 10.0 ** rng.uniform(low, high, RANDOM)])


def reals(rng: Any, low: float, high: float, *hard: float) -> np.ndarray:
    numbers = decades(rng, low, high)
    return np.concatenate([hard, numbers * rng.choice([-1.0, 1.0], RANDOM)])


def between(rng: Any, low: float, high: float, *hard: float) -> np.ndarray:
    return np.concatenate([hard, rng.uniform(low, high, RANDOM)])


def one(low: float, high: float, *hard: float) -> Callable[[Any, Any], Sequence[Any]]:
    """One array of real numbers of all decades."""
    return lambda rng, info: (reals(rng, low, high, *hard),)


def positive(low: float, high: float, *hard: float) -> Callable[[Any, Any], Sequence[Any]]:
    return lambda rng, info: (decades(rng, low, high, *hard),)


def inside(low: float, high: float, *hard: float) -> Callable[[Any, Any], Sequence[Any]]:
    return lambda rng, info: (between(rng, low, high, *hard),)


def two(rng: Any, info: Any) -> Sequence[Any]:
    return reals(rng, -9, 9), reals(rng, -9, 9)


def close_pairs(rng: Any, info: Any) -> Sequence[Any]:
    """Positive numbers, a few to many units in the last place from each other, and far apart."""
    p = decades(rng, -9, 9)
    near = p * (1.0 + float(info.eps) * rng.integers(-4, 5, RANDOM))
    return np.concatenate([p] * 3), np.concatenate([near, p * (1.0 + reals(rng, -4, -0.4)), decades(rng, -9, 9)])


def logits(rng: Any, info: Any) -> np.ndarray:
    """Rows of five: equal, far apart, close at the top, around a large number, impossible classes."""
    hard = [
        [0.0] * 5, [80.0, 0.0, -80.0, 1.0, 2.0], [1e4, -1e4, 9990.0, 0.0, 1.0], [30.0, 0.0, 0.0, 0.0, 0.0],
        [17.0, -np.inf, 16.0, -np.inf, 0.0], [-700.0, -701.0, -702.0, -740.0, -700.5],
        [1e6, 999999.0, 999990.0, 0.0, 3.0],
    ]  # fmt: skip
    return np.concatenate([hard, rng.normal(size=(20, 5)) * 10.0 ** rng.uniform(-2, 1.2, (20, 1))])


def coefficients(rng: Any, x: np.ndarray) -> np.ndarray:
    """Of labels: of one class, of two, and smoothed."""
    c = rng.uniform(0, 1, x.shape) ** 4
    c[::3] = np.eye(5)[rng.integers(0, 5, len(c[::3]))]
    return np.where(np.isinf(x), 0.0, c)


def vectors(rng: Any, info: Any) -> np.ndarray:
    """Rows of three of every length."""
    top = np.log10(float(info.max)) - 1
    exponents = np.concatenate([rng.uniform(4 - top, top, (15, 1)), rng.uniform(-3, 3, (15, 1))])
    return rng.normal(size=(30, 3)) * 10.0**exponents


def vector_pairs(rng: Any, info: Any) -> Sequence[Any]:
    """Of any directions, nearly the same, and nearly opposite."""
    u, v = rng.normal(size=(30, 3)), rng.normal(size=(30, 3)) * 100.0
    v[10:20] = u[10:20] * (1.0 + 10.0 ** rng.uniform(-5, -1, (10, 3)))
    v[20:] = -u[20:] * (1.0 + 10.0 ** rng.uniform(-5, -1, (10, 3)))
    return u, v


# --- truths ---------------------------------------------------------------------------------------------------------


def dot(u: Any, v: Any) -> Any:
    return mp.fdot(u, v)


def norm(u: Any) -> Any:
    return mp.sqrt(dot(u, u))


def cosine(u: Any, v: Any) -> Any:
    return dot(u, v) / (norm(u) * norm(v))


def log_sum(x: Any) -> Any:
    return mp.log(sum(mp.exp(v) for v in x))


def softmax(x: Any) -> list[Any]:
    total = log_sum(x)
    return [mp.exp(v - total) for v in x]
