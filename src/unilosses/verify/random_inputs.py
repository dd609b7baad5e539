"""Ordinary inputs for any loss, drawn from its domain; the same in every run."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from ..definition.definition import LossSpec
from ..definition.kinds import NUMBERS, Interval, Shape, kind_of
from ..definition.samples import Source, ordinary
from .batches import Array, Batch, stored, with_truth
from .vectors import Vectors

ROWS, CLASSES = 48, 5


def random_arrays(
    spec: LossSpec,
    params: Mapping[str, Any],
    dtype: str,
    shape: tuple[int, ...],
    *,
    seed: int = 0,
    dense: bool = False,
    known: Vectors | None = None,
) -> tuple[Array, ...]:
    """Ordinary inputs from the loss's domain; `shape` is that of the first array."""
    rng = np.random.default_rng([seed, zlib.crc32(spec.name.encode())])
    source = Source(partial(_inside, rng), rng.integers, partial(_simplex, rng) if dense else None, groups=3)
    made: list[Array] = []
    for i, name in enumerate(spec.arrays):
        kind, space = spec.domain[name], params.get(f"{name}_space")
        if name == "target" and params.get("encoding") in ("signed", "binary", "dense"):
            x = rng.integers(0, 2, shape).astype(np.float64)
            x = 2.0 * x - 1.0 if params["encoding"] == "signed" else x
        elif space == "probs" or (name == "probs" and spec.event_ndim == 1 and "labels" in spec.arrays):
            x = _simplex(rng, shape)
        elif space == "log_probs" or name == "log_probs":
            x = np.log(_simplex(rng, shape))
        elif kind.shape is Shape.ROWS and kind.numbers:
            x = _like_known(known, i, rng, shape[: len(shape) - spec.event_ndim])
        else:
            x = ordinary(spec, name, shape, source)
        made.append(x if x.dtype.kind in "iu" else stored(x, dtype))
    return tuple(made)


def _simplex(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    x = rng.exponential(size=shape) + 0.05
    return np.asarray(x / x.sum(axis=-1, keepdims=True))


def _inside(rng: np.random.Generator, interval: Interval, shape: tuple[int, ...]) -> Array:
    """Numbers well inside an interval."""
    x = rng.uniform(0.02, 0.98, shape)
    low, high = interval.low, interval.high
    if np.isinf(low) and np.isinf(high):
        return rng.normal(scale=2.0, size=shape)
    if np.isinf(high):
        return np.asarray(low + 4.0 * x)
    return np.asarray(high - 4.0 * x if np.isinf(low) else low + (high - low) * x)


def _like_known(known: Vectors | None, i: int, rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Drawn from the numbers that hard inputs have there, if they are few; else 1 and -1."""
    cases = () if known is None else known.cases
    seen = np.unique(np.concatenate([np.asarray([1.0, -1.0])[:0], *[c.arrays[i].ravel() for c in cases]]))
    seen = seen[np.isfinite(seen)]
    return rng.choice(seen if 0 < len(seen) <= 4 else np.asarray([-1.0, 1.0]), shape).astype(np.float64)


def _stretched(x: Array, space: str | None) -> Array:
    """The last rows up to a thousand times as large, where they may be any real numbers."""
    if space not in (None, "logits"):
        return x
    powers = np.maximum(np.linspace(-6.0, 3.0, len(x)), 0.0).reshape((-1,) + (1,) * (x.ndim - 1))
    return np.asarray(x * np.exp2(np.round(powers * 3.3))).astype(x.dtype)


def first_shape(spec: LossSpec, rows: int = ROWS) -> tuple[int, ...]:
    """A shape for the first array: a few rows of classes, or numbers."""
    middle = (4,) * (spec.event_ndim - 1)
    return (rows, *middle, CLASSES) if spec.event_ndim else (rows,)


def is_coupled(spec: LossSpec, vectors: Vectors | None) -> bool:
    """Whether a batch is one thing, that rows cannot be taken from."""
    if vectors is not None:
        return vectors.kind in ("coupled", "penalty")
    return spec.penalty or spec.event_ndim > 1 or spec.mask == "rows"


def random_batches(
    spec: LossSpec,
    params: Mapping[str, Any],
    wrt: Sequence[int],
    dtype: str,
    vectors: Vectors | None,
    labels: str | None,
) -> list[Batch]:
    """Ordinary inputs; with class indices and, unless only those are wanted, with dense labels."""
    takes_classes = any(kind.labels == "class" for kind in spec.kinds)
    forms = [labels == "dense"] if labels is not None or not takes_classes else [False, True]
    whole = is_coupled(spec, vectors)
    made = []
    for dense in forms:
        shape = first_shape(spec, 6 if whole else ROWS)
        arrays = random_arrays(spec, params, dtype, shape, dense=dense, known=vectors)
        # Not where a difference of such numbers, or a power of a tiny share, is the loss itself.
        stretch = spec.event_ndim == 0 or spec.arrays[0] in ("logits", "scores")
        if stretch and not whole and spec.kinds[0] == NUMBERS:
            arrays = (_stretched(arrays[0], params.get(f"{spec.arrays[0]}_space")), *arrays[1:])
        drawn = [("random", arrays)]
        if vectors is None and not whole:
            drawn.append(("small", _small(spec, arrays, dtype)))
        for name, given in drawn:
            origins = [name] if whole else [f"{name}[{i}]" for i in range(len(given[0]))]
            exactly = vectors is None or dtype == "float64"
            batch = with_truth(
                spec, given, params, wrt, dtype, name, origins, whole=whole, ordinary=True, exactly=exactly
            )
            made.append(replace(batch, exactly=vectors is None))
    return made


def _small(spec: LossSpec, arrays: tuple[Array, ...], dtype: str) -> tuple[Array, ...]:
    """The arrays row by row smaller, and what may be any real number beside the first one 0: digits are lost there.

    The hard inputs of our own losses have such rows.
    """
    found = []
    for i, (kind, x) in enumerate(zip(spec.kinds, arrays, strict=True)):
        if i and kind == NUMBERS:
            x = np.zeros_like(x)
        elif kind == NUMBERS or (kind == kind_of(kind.interval) and kind.interval.low == 0.0):
            powers = np.round(np.linspace(0.0, 8.0 if dtype == "float16" else 40.0, len(x)))
            x = (x * np.exp2(-powers).reshape((-1,) + (1,) * (x.ndim - 1))).astype(x.dtype)
        found.append(x)
    return tuple(found)
