"""What is measured: losses, and arrays of the sizes at which they are used."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np

Shape = tuple[int, ...]
Array = Any

# Elements: a small batch, a batch of one output each, what fits the caches, what does not.
SIZES: tuple[Shape, ...] = ((32,), (1_024,), (16_384,), (1_000_000,), (10_000_000,))
LOGITS: tuple[Shape, ...] = ((1, 32), (128, 10), (65_536, 10), (16_384, 64), (4_096, 1_000), (1_024, 32_000))


@dataclass(frozen=True)
class Workload:
    """A loss with its keywords, the shapes of its first array, and how all its arrays are made of one."""

    loss: str
    shapes: tuple[Shape, ...]
    arrays: Callable[[np.random.Generator, Shape], list[Array]]
    keywords: Mapping[str, Any] = field(default_factory=dict)

    @property
    def largest(self) -> Shape:
        """The shape with the most elements: other dtypes than float32 and compiled PyTorch are measured at it alone."""
        return max(self.shapes, key=prod)


def _normal(rng: np.random.Generator, shape: Shape) -> Array:
    return rng.standard_normal(shape, dtype=np.float32)


def _two(rng: np.random.Generator, shape: Shape) -> list[Array]:
    return [_normal(rng, shape), _normal(rng, shape)]


def _three(rng: np.random.Generator, shape: Shape) -> list[Array]:
    return [_normal(rng, shape), _normal(rng, shape), _normal(rng, shape)]


def _logits_and_truths(rng: np.random.Generator, shape: Shape) -> list[Array]:
    return [_normal(rng, shape), (rng.random(shape, dtype=np.float32) > 0.5).astype(np.float32)]


def _logits_and_classes(rng: np.random.Generator, shape: Shape) -> list[Array]:
    return [_normal(rng, shape), rng.integers(0, shape[-1], shape[:-1])]


def _distributions(rng: np.random.Generator, shape: Shape) -> list[Array]:
    x, p = _normal(rng, shape), rng.random(shape, dtype=np.float32) + np.float32(0.01)
    log_q = x - np.log(np.sum(np.exp(x), axis=-1, keepdims=True))
    return [log_q, p / p.sum(axis=-1, keepdims=True)]


def _probabilities_and_truths(rng: np.random.Generator, shape: Shape) -> list[Array]:
    return [rng.random(shape, dtype=np.float32), (rng.random(shape, dtype=np.float32) > 0.7).astype(np.float32)]


def _frames_and_transcripts(rng: np.random.Generator, shape: Shape) -> list[Array]:
    return [_normal(rng, shape), rng.integers(1, shape[-1], (shape[0], 30))]


def _hidden_and_weights(rng: np.random.Generator, shape: Shape) -> list[Array]:
    weight = np.float32(0.05) * _normal(rng, (CLASSES, shape[-1]))
    return [_normal(rng, shape), weight, rng.integers(0, CLASSES, shape[:-1])]


CLASSES = 8_000  # of linear_cross_entropy

WORKLOADS: dict[str, Workload] = {
    w.loss: w
    for w in (
        Workload("squared_error", SIZES, _two),
        Workload("absolute_error", SIZES, _two),
        Workload("huber", SIZES, _two),
        Workload("sigmoid_cross_entropy", SIZES, _logits_and_truths),
        Workload("sigmoid_focal", SIZES, _logits_and_truths),
        Workload("softmax_cross_entropy", LOGITS, _logits_and_classes),
        Workload("kl_divergence", ((1_024, 100), (100_000, 100)), _distributions, {"pred_space": "log_probs"}),
        Workload("cosine_distance", ((1_024, 64), (65_536, 64)), _two),
        Workload("triplet_margin", ((1_024, 64), (65_536, 64)), _three),
        Workload("dice", ((4, 65_536), (64, 65_536)), _probabilities_and_truths, {"axis": -1}),
        Workload("ctc", ((16, 200, 80),), _frames_and_transcripts),
        Workload("linear_cross_entropy", ((2_048, 256),), _hidden_and_weights),
        Workload("lorentzian", SIZES, _two),
    )
}


def chosen(losses: tuple[str, ...], largest: int | None) -> Iterator[tuple[Workload, Shape]]:
    """The workloads of those losses, or of all, up to so many elements."""
    for workload in WORKLOADS.values():
        if not losses or workload.loss in losses:
            shapes = [s for s in workload.shapes if largest is None or prod(s) <= largest]
            yield from ((workload, shape) for shape in shapes)
