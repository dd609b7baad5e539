"""Each loss beside each installed peer that has it, at the peer's own defaults: two calls on the same data.

`theirs` is the peer's function as its users call it, `ours` the call here that means the same. Where the numbers still
differ by more than rounding, `because` says why: those are findings about the definitions, and the test asserts that
the difference is there.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

os.environ.setdefault("KERAS_BACKEND", "numpy")
ROWS, CLASSES = 64, 5
SAMPLES, FRAMES, LONGEST, SIZES = 8, 12, 4, (10, 8, 6, 4, 2)
MODULES = {"optax": "optax.losses", "keras": "keras.losses", "sklearn": "sklearn.metrics"}
KERAS_LOGITS = "Keras's NumPy backend takes the sigmoid of the logits first, in float32: 1 - p has few digits left"


class Data:
    """The same random numbers for every comparison, by what they mean."""

    def __init__(self) -> None:
        rng = np.random.default_rng(2)
        shape = (ROWS, CLASSES)
        self.pred, self.target = rng.normal(0, 2, shape), rng.normal(0, 2, shape)
        self.logits = rng.normal(0, 3, shape)
        self.probs = rng.uniform(0.01, 0.99, shape)
        self.rates, self.counts = rng.gamma(2.0, 1.5, shape), rng.poisson(2.0, shape).astype(float)
        self.positive = rng.gamma(2.0, 1.5, shape)
        self.variance = rng.gamma(2.0, 0.5, shape) + 0.1
        self.binary = rng.integers(0, 2, shape).astype(float)
        self.signed = 2 * self.binary - 1
        self.row_signs = 2.0 * rng.integers(0, 2, ROWS) - 1
        self.labels = rng.integers(0, CLASSES, ROWS)
        self.dense = np.eye(CLASSES)[self.labels]
        self.p, self.q = rng.dirichlet(np.ones(CLASSES), ROWS), rng.dirichlet(np.ones(CLASSES), ROWS)
        self.log_q = np.log(self.q)
        self.anchor, self.other, self.third = (rng.normal(size=shape) for _ in range(3))
        # Samples of pixels, the classes' regions of different sizes: scores, and the true class one-hot.
        self.pixels = rng.normal(0, 2, (SAMPLES, sum(SIZES), CLASSES))
        self.regions = np.eye(CLASSES)[[rng.permutation(np.repeat(np.arange(CLASSES), SIZES)) for _ in range(SAMPLES)]]
        # Frames of symbols, and strings of 0 to 4 labels with repeated ones; 0 is the blank, and pads the labels.
        self.frames = rng.normal(0, 2, (SAMPLES, FRAMES, CLASSES))
        self.lengths = np.arange(SAMPLES) % (LONGEST + 1)
        words = np.where(np.arange(SAMPLES)[:, None] % 2, 2, rng.integers(1, CLASSES, (SAMPLES, LONGEST)))
        self.words = np.where(np.arange(LONGEST) < self.lengths[:, None], words, 0)


@dataclass(frozen=True)
class Comparison:
    """One pair of calls."""

    loss: str
    peer: str
    name: str
    theirs: Callable[[Any, Data], Any]
    ours: Callable[[Data], Any]
    because: str = ""

    @property
    def id(self) -> str:
        return f"{self.loss}-{self.peer}.{self.name}"


def module_of(peer: str) -> Any:
    """What the names of a peer are looked up in, with plain arrays in and out."""
    if peer == "torch":
        return _Torch()
    return importlib.import_module(MODULES[peer])


class _Torch:
    """torch.nn.functional on NumPy arrays."""

    def __getattr__(self, name: str) -> Any:
        torch = importlib.import_module("torch")

        def call(*args: Any, **keywords: Any) -> Any:
            tensors = [torch.from_numpy(np.array(x)) if isinstance(x, np.ndarray) else x for x in args]
            return getattr(torch.nn.functional, name)(*tensors, **keywords)

        return call


def promoting(function: Any, *args: Any, **keywords: Any) -> Any:
    """optax mixes dtypes in places, which the suite's strict promotion refuses."""
    with importlib.import_module("jax").numpy_dtype_promotion("standard"):
        return function(*args, **keywords)


def softmax(x: Any) -> Any:
    """Over the last axis."""
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def mean(x: Any) -> Any:
    """Over the last axis, as Keras's functions."""
    return np.mean(x, axis=-1)


def compare(loss: str, peer: str, name: str, theirs: Any, ours: Any, because: str = "") -> Comparison:
    return Comparison(loss, peer, name, theirs, ours, because)
