"""What the benchmarks of whole losses share: a million numbers, and calls that alternate."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

SIZE, CLASSES, REPEATS = 2**20, 64, 7
OF_CLASSES = ("softmax_cross_entropy", "softmax_focal")


def arguments(name: str) -> list[np.ndarray]:
    """A loss's arrays, of a million float32 numbers each; losses of classes get 64 of them."""
    rng = np.random.default_rng(0)
    if name in OF_CLASSES:
        rows = SIZE // CLASSES
        return [rng.normal(size=(rows, CLASSES)).astype(np.float32), rng.integers(0, CLASSES, rows)]
    target = rng.integers(0, 2, SIZE) if name.startswith("sigmoid") else rng.normal(size=SIZE)
    return [rng.normal(size=SIZE).astype(np.float32), target.astype(np.float32)]


def fastest(calls: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """The milliseconds of the fastest call of each; they alternate, after one call to warm up."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(REPEATS + 1):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            times[name].append(time.perf_counter() - start)
    return {name: 1000 * min(found[1:]) for name, found in times.items()}
