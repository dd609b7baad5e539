"""Calls of every loss of Keras, with every parameter, the inputs drawn, and what its own numbers are off by."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

os.environ.setdefault("KERAS_BACKEND", "numpy")

N, C = 4, 5


def keras_losses() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import keras

        return keras.losses


class Draw:
    """Inputs by what they mean, in float32."""

    def __init__(self) -> None:
        self.rng = np.random.default_rng(5)

    def real(self, *shape: int) -> Any:
        return self.rng.normal(0, 2, shape or (N, C)).astype(np.float32)

    def binary(self, *shape: int) -> Any:
        return self.rng.integers(0, 2, shape or (N, C)).astype(np.float32)

    def signed(self) -> Any:
        return 2 * self.binary() - 1

    def positive(self, *shape: int) -> Any:
        return self.rng.gamma(2.0, 1.0, shape or (N, C)).astype(np.float32)

    def unit(self, *shape: int) -> Any:
        return self.rng.uniform(0.01, 0.99, shape or (N, C)).astype(np.float32)

    def probs(self, *shape: int) -> Any:
        x = self.positive(*shape) + 0.05
        return (x / x.sum(axis=-1, keepdims=True)).astype(np.float32)

    def dense(self, *shape: int) -> Any:
        return np.eye(C, dtype=np.float32)[self.labels(*shape)]

    def labels(self, *shape: int) -> Any:
        return self.rng.integers(0, C, shape or (N,)).astype(np.int32)

    def directions(self, n: int) -> Any:
        x = self.real(n, 3)
        return (x / np.sqrt((x * x).sum(axis=-1, keepdims=True))).astype(np.float32)


Case = tuple[str, Callable[[Draw], tuple[Any, Any]], dict[str, Any]]


def case(name: str, draw: Callable[[Draw], tuple[Any, Any]], **keywords: Any) -> Case:
    return name, draw, keywords


RESIDUALS = ("mean_squared_error", "mean_absolute_error", "mean_absolute_percentage_error", "huber", "log_cosh")
WORDS = np.array([[1, 2, 0], [3, 3, 0], [4, 0, 0], [1, 2, 3]], np.int32)

CASES: list[Case] = [
    *(case(name, lambda d: (d.real(), d.real())) for name in (*RESIDUALS, "cosine_similarity")),
    *(case(name, lambda d: (d.real(N), d.real(N, 1))) for name in RESIDUALS),
    *(case(name, lambda d: (d.real(C), d.real())) for name in RESIDUALS[:2]),
    *(case(name, lambda d: (d.labels(N, C), d.real())) for name in ("mean_squared_error", "cosine_similarity")),
    case("mean_squared_logarithmic_error", lambda d: (d.positive(), d.real())),
    case("huber", lambda d: (d.real(), d.real()), delta=0.4),
    case("cosine_similarity", lambda d: (d.real(2, N, C), d.real(2, N, C)), axis=1),
    case("poisson", lambda d: (d.labels(N, C), d.positive())),
    *(case(name, lambda d: (d.signed(), d.real())) for name in ("hinge", "squared_hinge")),
    *(case(name, lambda d: (d.binary(), d.real())) for name in ("hinge", "squared_hinge")),
    *(case(name, lambda d: (d.unit(), d.real())) for name in ("hinge", "squared_hinge")),
    case("categorical_hinge", lambda d: (d.dense(), d.real())),
    case("categorical_hinge", lambda d: (d.dense(), d.real() - np.float32(9))),
    case("kl_divergence", lambda d: (d.probs(), d.probs())),
    case("kl_divergence", lambda d: (d.dense(), np.where(d.binary() > 0, d.probs(), np.float32(0)))),
    case("binary_crossentropy", lambda d: (d.binary(), d.unit())),
    case("binary_crossentropy", lambda d: (d.unit(), d.unit()), label_smoothing=0.2, axis=0),
    case("binary_crossentropy", lambda d: (d.binary(), d.binary())),
    case("binary_crossentropy", lambda d: (d.binary(), d.real()), from_logits=True),
    case("binary_focal_crossentropy", lambda d: (d.binary(), d.unit())),
    case("binary_focal_crossentropy", lambda d: (d.binary(), d.unit()), apply_class_balancing=True),
    case("binary_focal_crossentropy", lambda d: (d.unit(), d.unit()), apply_class_balancing=True, alpha=0.3, gamma=1.5),
    case("binary_focal_crossentropy", lambda d: (d.binary(), d.unit()), label_smoothing=0.2, axis=0),
    case("binary_focal_crossentropy", lambda d: (d.binary(), d.real()), from_logits=True),
    case("categorical_crossentropy", lambda d: (d.dense(), d.unit())),
    case("categorical_crossentropy", lambda d: (d.dense(), d.dense())),
    case("categorical_crossentropy", lambda d: (d.probs(), d.probs()), label_smoothing=0.2),
    case("categorical_crossentropy", lambda d: (d.unit(2, C, C), d.unit(2, C, C)), axis=1, label_smoothing=0.2),
    case("categorical_crossentropy", lambda d: (d.real(), d.real()), from_logits=True),
    case("categorical_focal_crossentropy", lambda d: (d.dense(), d.unit())),
    case("categorical_focal_crossentropy", lambda d: (d.dense(), d.probs()), alpha=1.0, gamma=0.5),
    case("categorical_focal_crossentropy", lambda d: (d.dense(), d.probs()), alpha=(0.1, 0.2, 0.3, 0.4, 0.5)),
    case("categorical_focal_crossentropy", lambda d: (d.dense(), d.real()), from_logits=True, label_smoothing=0.2),
    case("categorical_focal_crossentropy", lambda d: (d.unit(2, C, C), d.unit(2, C, C)), axis=1),
    case("sparse_categorical_crossentropy", lambda d: (d.labels(), d.unit())),
    case("sparse_categorical_crossentropy", lambda d: (d.labels(N, 1), d.probs())),
    case("sparse_categorical_crossentropy", lambda d: (d.labels(2, N).astype(np.float32), d.probs(2, N, C))),
    case("sparse_categorical_crossentropy", lambda d: (d.labels(), d.real()), from_logits=True),
    case("sparse_categorical_crossentropy", lambda d: (np.array([1, 0, 1, 3]), d.probs()), ignore_class=1),
    case("sparse_categorical_crossentropy", lambda d: (np.array([1, -1, 1, 3]), d.real()), ignore_class=-1,
         from_logits=True),
    case("sparse_categorical_crossentropy", lambda d: (d.labels(2, N), d.probs(2, N, C)), axis=2),
    case("dice", lambda d: (d.dense(), d.unit())),
    case("dice", lambda d: (d.dense(2, N), d.unit(2, N, C)), axis=(1, 2)),
    case("dice", lambda d: (0 * d.binary(), 0 * d.binary())),
    case("tversky", lambda d: (d.dense(), d.unit())),
    case("tversky", lambda d: (d.dense(), d.unit()), alpha=0.3, beta=0.7),
    case("tversky", lambda d: (d.dense(2, N), d.unit(2, N, C)), axis=(1, 2), alpha=0.2),
    case("circle", lambda d: (np.array([0, 1, 0, 1, 2, 2]), d.directions(6))),
    case("circle", lambda d: (np.array([0, 1, 0, 1, 2, 3]), d.directions(6)), gamma=8.0, margin=0.25),
    case("ctc", lambda d: (WORDS, d.real(4, 7, C))),
    case("categorical_generalized_cross_entropy", lambda d: (d.labels(), d.probs()), q=0.7),
]  # fmt: skip

CLASS_OF = {
    "MeanSquaredError": "mean_squared_error", "MeanAbsoluteError": "mean_absolute_error", "Hinge": "hinge",
    "MeanAbsolutePercentageError": "mean_absolute_percentage_error", "Huber": "huber", "LogCosh": "log_cosh",
    "MeanSquaredLogarithmicError": "mean_squared_logarithmic_error", "CosineSimilarity": "cosine_similarity",
    "SquaredHinge": "squared_hinge", "CategoricalHinge": "categorical_hinge", "KLDivergence": "kl_divergence",
    "Poisson": "poisson", "BinaryCrossentropy": "binary_crossentropy", "CTC": "ctc", "Dice": "dice",
    "BinaryFocalCrossentropy": "binary_focal_crossentropy", "CategoricalCrossentropy": "categorical_crossentropy",
    "CategoricalFocalCrossentropy": "categorical_focal_crossentropy", "Tversky": "tversky", "Circle": "circle",
    "SparseCategoricalCrossentropy": "sparse_categorical_crossentropy",
    "CategoricalGeneralizedCrossEntropy": "categorical_generalized_cross_entropy",
}  # fmt: skip


def ident(case: Case) -> str:
    return "-".join([case[0], *case[2]])


def tolerance(case: Case) -> float:
    """At probabilities of 0 and 1, 1 - 1e-7 in float32 is what Keras clips to, and 1 - p has one digit left."""
    return 1e-2 if case[0].startswith("binary") and case[1](Draw())[1].max() == 1 else 2e-5


def as_documented(name: str, keywords: dict[str, Any]) -> dict[str, Any]:
    """Keras 3.15.1 has Tversky's alpha and beta exchanged."""
    if name.lower() != "tversky":
        return keywords
    exchanged = {"alpha": keywords.get("beta", 0.5), "beta": keywords.get("alpha", 0.5)}
    return {**keywords, **exchanged}
