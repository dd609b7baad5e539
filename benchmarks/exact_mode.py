"""What exact mode costs: the same call in it and out of it, value and gradient, on a million float32 numbers.

    python benchmarks/exact_mode.py          a table
    python benchmarks/exact_mode.py --json   the same as JSON

The two alternate within one run, and the ratio is that of their fastest calls. JAX is compiled, in each mode.
"""

from __future__ import annotations

import argparse
import importlib
import json
import time
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np

import unilosses

SIZE, CLASSES, REPEATS = 2**20, 64, 7
LIBRARIES = ("numpy", "torch", "jax")


def arguments(name: str) -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    if name in ("softmax_cross_entropy", "softmax_focal"):
        rows = SIZE // CLASSES
        return [rng.normal(size=(rows, CLASSES)).astype(np.float32), rng.integers(0, CLASSES, rows)]
    target = rng.integers(0, 2, SIZE) if name.startswith("sigmoid") else rng.normal(size=SIZE)
    return [rng.normal(size=SIZE).astype(np.float32), target.astype(np.float32)]


LOSSES = ("squared_error", "huber", "log_cosh", "sigmoid_cross_entropy", "softmax_cross_entropy", "softmax_focal")


def call_of(library: str, name: str) -> Callable[[], Any]:
    """Value and gradient, until they are there."""
    both = unilosses.value_and_grad(getattr(unilosses, name))
    if library == "numpy":
        arrays: list[Any] = arguments(name)
        return lambda: both(*arrays)
    if library == "torch":
        torch = importlib.import_module("torch")
        arrays = [torch.from_numpy(x) for x in arguments(name)]
        return lambda: both(*arrays)
    jax = importlib.import_module("jax")
    arrays = [jax.numpy.asarray(x) for x in arguments(name)]
    compiled = jax.jit(both)
    return lambda: jax.block_until_ready(compiled(*arrays))


def measure(library: str, name: str) -> dict[str, Any]:
    plain, exact = call_of(library, name), call_of(library, name)
    times: dict[str, list[float]] = {"plain": [], "exact": []}
    for _ in range(REPEATS + 1):  # the first is a warm-up
        start = time.perf_counter()
        plain()
        times["plain"].append(time.perf_counter() - start)
        with unilosses.precision("exact"):
            start = time.perf_counter()
            exact()
            times["exact"].append(time.perf_counter() - start)
    fastest = {mode: 1000 * min(found[1:]) for mode, found in times.items()}
    return {"library": library, "loss": name, **fastest, "ratio": fastest["exact"] / fastest["plain"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    rows = []
    for library in filter(find_spec, LIBRARIES):
        for name in LOSSES:
            rows.append(measure(library, name))
            if not args.json:
                line = "{library:6} {loss:24} {plain:8.2f} ms {exact:8.2f} ms  x {ratio:.2f}"
                print(line.format(**rows[-1]), flush=True)
    if args.json:
        print(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
