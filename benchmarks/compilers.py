"""Our losses beside the frameworks' own where a compiler fuses both: jax.jit beside optax, torch.compile beside F.

    python benchmarks/compilers.py                    every row, three runs: some ten minutes
    python benchmarks/compilers.py --runs 1 softmax   the rows whose name holds a word
    python benchmarks/compilers.py --json             the same as JSON

The mean of float32 numbers, and its gradient. Ours and theirs alternate within a run; a ratio is that of the medians.
`goal` is the most that a ratio may be. The last row is the peak memory of an eager value on NumPy, in the logits' size.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

import unilosses

REPEATS = 9
MANY = (10_000_000,)
Shape = tuple[int, ...]


@dataclass(frozen=True)
class Row:
    """A loss beside its peer, at one size: how many times the peer's time it may take, without and with gradient."""

    library: str
    loss: str
    peer: str
    shape: Shape
    goals: tuple[float, float]

    @property
    def name(self) -> str:
        return f"{self.library} {self.loss} {' x '.join(map(str, self.shape))}"


OPTAX_CLASSES, F_CLASSES = "softmax_cross_entropy_with_integer_labels", "cross_entropy"
LOGITS = ((65_536, 10), (4_096, 1_000), (1_024, 32_000))
ROWS = (
    *(Row("jax", "softmax_cross_entropy", OPTAX_CLASSES, shape, (1.3, 1.7)) for shape in LOGITS),
    Row("jax", "squared_error", "squared_error", MANY, (1.05, 1.05)),
    Row("jax", "huber", "huber_loss", MANY, (1.05, 1.05)),
    Row("jax", "sigmoid_cross_entropy", "sigmoid_binary_cross_entropy", MANY, (0.34, 0.67)),
    Row("jax", "sigmoid_focal", "sigmoid_focal_loss", MANY, (0.4, 0.8)),
    Row("jax", "log_cosh", "log_cosh", MANY, (0.6, 0.8)),
    *(Row("torch", "softmax_cross_entropy", F_CLASSES, shape, (1.2, 1.2)) for shape in (*LOGITS, (16_384, 64))),
    Row("torch", "kl_divergence", "kl_div", (100_000, 100), (1.2, 1.2)),
    Row("torch", "poisson_nll", "poisson_nll_loss", MANY, (1.2, 1.2)),
    Row("torch", "squared_error", "mse_loss", MANY, (1.2, 1.2)),
    Row("torch", "absolute_error", "l1_loss", MANY, (1.2, 1.2)),
    Row("torch", "huber", "huber_loss", MANY, (1.2, 1.2)),
    Row("torch", "smooth_l1", "smooth_l1_loss", MANY, (1.2, 1.2)),
    Row("torch", "sigmoid_cross_entropy", "binary_cross_entropy_with_logits", MANY, (1.2, 1.2)),
    Row("torch", "soft_margin", "soft_margin_loss", MANY, (1.2, 1.2)),
)


def arguments(row: Row) -> list[np.ndarray]:
    """Two arrays of the shape; class indices, labels, counts or distributions where the loss takes such."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal(row.shape, dtype=np.float32)
    if row.loss == "softmax_cross_entropy":
        return [x, rng.integers(0, row.shape[-1], row.shape[:-1])]
    if row.loss == "kl_divergence":
        log_q = x - np.log(np.sum(np.exp(x), axis=-1, keepdims=True))
        p = rng.random(row.shape, dtype=np.float32)
        return [log_q, p / p.sum(axis=-1, keepdims=True)]
    if row.loss == "poisson_nll":
        return [x, rng.poisson(2.0, row.shape).astype(np.float32)]
    if row.loss.startswith("sigmoid"):
        return [x, (rng.random(row.shape, dtype=np.float32) > 0.5).astype(np.float32)]
    if row.loss == "soft_margin":
        return [x, np.where(rng.random(row.shape, dtype=np.float32) > 0.5, 1.0, -1.0).astype(np.float32)]
    return [x, rng.standard_normal(row.shape, dtype=np.float32)]


def ours(row: Row) -> Callable[..., Any]:
    loss = getattr(unilosses, row.loss)
    if row.loss == "kl_divergence":
        return lambda log_q, p: loss(log_q, p, pred_space="log_probs")
    return loss


def jax_calls(row: Row) -> Iterator[tuple[Callable[[], Any], Callable[[], Any]]]:
    import jax
    import optax

    arrays = [jax.numpy.asarray(x) for x in arguments(row)]
    unreduced = getattr(optax.losses, row.peer)

    def theirs(*xs: Any) -> Any:
        return unreduced(*xs).mean()

    def call(function: Any) -> Callable[[], Any]:
        compiled = jax.jit(function)
        return lambda: jax.block_until_ready(compiled(*arrays))

    yield call(ours(row)), call(theirs)
    yield call(jax.value_and_grad(ours(row))), call(jax.value_and_grad(theirs))


def torch_calls(row: Row) -> Iterator[tuple[Callable[[], Any], Callable[[], Any]]]:
    import torch

    functional = getattr(torch.nn.functional, row.peer)

    def theirs(*xs: Any) -> Any:
        return functional(*xs, reduction="batchmean") if row.loss == "kl_divergence" else functional(*xs)

    def value(loss: Any) -> Callable[[], Any]:
        first, second = (torch.from_numpy(x) for x in arguments(row))
        compiled = torch.compile(loss)
        return lambda: compiled(first, second)

    def gradient(loss: Any) -> Callable[[], Any]:
        first, second = (torch.from_numpy(x) for x in arguments(row))
        first.requires_grad_()
        compiled = torch.compile(loss)
        return lambda: torch.autograd.grad(compiled(first, second), first)

    yield value(ours(row)), value(theirs)
    torch.compiler.reset()
    yield gradient(ours(row)), gradient(theirs)
    torch.compiler.reset()


def medians(one: Callable[[], Any], other: Callable[[], Any]) -> tuple[float, float]:
    """Milliseconds of both, which alternate, after two calls to warm up."""
    times: tuple[list[float], list[float]] = ([], [])
    for i in range(REPEATS + 2):
        for call, found in zip((one, other), times, strict=True):
            start = time.perf_counter()
            call()
            if i >= 2:
                found.append(1000 * (time.perf_counter() - start))
    return statistics.median(times[0]), statistics.median(times[1])


def measure(rows: list[Row]) -> Iterator[dict[str, Any]]:
    for row in rows:
        calls = (jax_calls if row.library == "jax" else torch_calls)(row)
        for what, goal, (one, other) in zip(("value", "value and gradient"), row.goals, calls, strict=True):
            mine, peers = medians(one, other)
            yield {"row": row.name, "what": what, "ours": mine, "theirs": peers, "ratio": mine / peers, "goal": goal}


def memory() -> dict[str, Any]:
    """Peak of an eager softmax cross-entropy on NumPy beyond its arguments, in sizes of the logits."""
    logits, labels = arguments(Row("numpy", "softmax_cross_entropy", "", (2_048, 4_096), (0.0, 0.0)))
    unilosses.softmax_cross_entropy(logits, labels)
    tracemalloc.start()
    unilosses.softmax_cross_entropy(logits, labels)
    peak = tracemalloc.get_traced_memory()[1] / logits.nbytes
    tracemalloc.stop()
    return {"row": "numpy softmax_cross_entropy 2048 x 4096", "what": "peak memory", "ratio": peak, "goal": 4.0}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="only rows whose names hold all of these")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    rows = [row for row in ROWS if all(word in row.name for word in args.words)]
    found = []
    for run in range(args.runs):
        results = [*measure(rows), *([] if args.words else [memory()])]
        found.append(results)
        if not args.json:
            print(f"run {run + 1}")
            for r in results:
                times = f"{r['ours']:9.2f} ms, theirs {r['theirs']:9.2f} ms" if "ours" in r else " " * 33
                print(f"{r['row']:45} {r['what']:19}{times}  x {r['ratio']:5.2f}  goal {r['goal']:.2f}", flush=True)
    if args.json:
        print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
