"""Programs beside what one would take instead: a plain NumPy formula, scikit-learn, PyTorch's own functions.

python benchmarks/programs.py [--threads 2] [--elements 10000000 32]

Medians of calls by turns, in microseconds; the ratio is the peer's time by the program's. Calls of programs take their
inputs as they are: what a public function adds is not in it.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np

from unilosses.definition.options import Options
from unilosses.definition.registry import specs
from unilosses.engines import graph_of, split
from unilosses.engines.native import Program, program

Call = Callable[[], Any]


def compiled(name: str, *arrays: Any, gradient: bool) -> Call:
    spec = specs()[name]
    wanted = (0,) if gradient else ()
    facts, inputs = split(spec, arrays, spec.params, Options(reduction="mean"), wanted=wanted, wide=True)
    run = program(facts, graph_of(facts, inputs))
    assert isinstance(run, Program), run.reason
    return lambda: run(inputs)


def by_turns(calls: dict[str, Call], seconds: float) -> dict[str, float]:
    """The median of each, in seconds; quick ones are timed many at a time."""
    first = next(iter(calls.values()))
    first()
    start = time.perf_counter()
    first()
    many = max(1, int(2e-3 / (time.perf_counter() - start)))
    times: dict[str, list[float]] = {name: [] for name in calls}
    end = time.perf_counter() + max(seconds, 0.1)
    while time.perf_counter() < end:
        for name, call in calls.items():
            start = time.perf_counter()
            for _ in range(many):
                call()
            times[name].append((time.perf_counter() - start) / many)
    return {name: median(found) for name, found in times.items()}


def sigmoid_cross_entropy(x: Any, y: Any) -> Any:
    return np.mean(np.maximum(x, 0) - x * y + np.log1p(np.exp(-np.abs(x))))


def softmax_cross_entropy(x: Any, y: Any) -> Any:
    x = x - x.max(axis=-1, keepdims=True)
    return np.mean(np.log(np.exp(x).sum(axis=-1)) - np.take_along_axis(x, y[:, None], -1)[:, 0])


def with_backward(function: Callable[..., Any], x: Any, y: Any) -> Call:
    x = x.clone().requires_grad_()

    def call() -> None:
        x.grad = None
        function(x, y).backward()

    return call


def peers(name: str, x: Any, y: Any, gradient: bool) -> dict[str, Call]:
    """By name, those that are installed."""
    found: dict[str, Call] = {}
    formulas: dict[str, Callable[[Any, Any], Any]] = {
        "squared_error": lambda x, y: np.mean((x - y) ** 2),
        "absolute_error": lambda x, y: np.mean(np.abs(x - y)),
        "sigmoid_cross_entropy": sigmoid_cross_entropy,
        "softmax_cross_entropy": softmax_cross_entropy,
    }
    if not gradient:
        found["formula"] = lambda: formulas[name](x, y)
        if name in ("squared_error", "absolute_error"):
            from sklearn import metrics

            score = metrics.mean_squared_error if name == "squared_error" else metrics.mean_absolute_error
            found["sklearn"] = lambda: score(y, x)
    from torch import from_numpy
    from torch.nn import functional as F

    functions = {
        "squared_error": F.mse_loss,
        "absolute_error": F.l1_loss,
        "sigmoid_cross_entropy": F.binary_cross_entropy_with_logits,
        "softmax_cross_entropy": F.cross_entropy,
    }
    a, b = from_numpy(x), from_numpy(y)
    found["torch"] = with_backward(functions[name], a, b) if gradient else lambda: functions[name](a, b)
    return found


def measured(name: str, x: Any, y: Any, seconds: float) -> None:
    for gradient in (False, True):
        calls = {"program": compiled(name, x, y, gradient=gradient), **peers(name, x, y, gradient)}
        times = by_turns(calls, seconds)
        own = times.pop("program")
        line = "  ".join(f"{peer} {t * 1e6:10.1f} ({t / own:5.2f})" for peer, t in times.items())
        shape = " x ".join(map(str, x.shape))
        print(f"{name:22} {shape:>12} {'+ gradient' if gradient else '':10} {own * 1e6:10.1f}  {line}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--seconds", type=float, default=2.0, help="for each row")
    parser.add_argument("--elements", type=int, nargs="*", default=[10**7, 32])
    given = parser.parse_args()
    os.environ["UNILOSSES_NUM_THREADS"] = str(given.threads)
    import torch

    torch.set_num_threads(given.threads)
    rng = np.random.default_rng(0)
    for n in given.elements:
        x, y = rng.normal(size=n).astype(np.float32), (rng.uniform(size=n) > 0.5).astype(np.float32)
        for name in ("squared_error", "absolute_error", "sigmoid_cross_entropy"):
            measured(name, x, y, given.seconds)
    for rows, classes in ((65536, 10), (16384, 64), (4096, 1000), (1024, 32000)):
        x = rng.normal(size=(rows, classes)).astype(np.float32)
        measured("softmax_cross_entropy", x, rng.integers(0, classes, rows), given.seconds)


if __name__ == "__main__":
    main()
