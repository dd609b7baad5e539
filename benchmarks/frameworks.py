"""Our losses beside those of PyTorch and optax: the same mean, of a million float32 numbers, and its gradient.

    python benchmarks/frameworks.py            a table
    python benchmarks/frameworks.py --compile  PyTorch's calls through torch.compile as well (minutes)
    python benchmarks/frameworks.py --json     the same as JSON

Ours and theirs alternate within one run, and the ratio is that of the fastest calls. JAX is compiled. Losses of classes
have 64 of them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import unilosses
from _timing import arguments, fastest

# Our name: the names of torch.nn.functional and of optax.losses.
PEERS = {
    "squared_error": ("mse_loss", "squared_error"),
    "absolute_error": ("l1_loss", None),
    "huber": ("huber_loss", "huber_loss"),
    "smooth_l1": ("smooth_l1_loss", None),
    "log_cosh": (None, "log_cosh"),
    "sigmoid_cross_entropy": ("binary_cross_entropy_with_logits", "sigmoid_binary_cross_entropy"),
    "sigmoid_focal": (None, "sigmoid_focal_loss"),
    "softmax_cross_entropy": ("cross_entropy", "softmax_cross_entropy_with_integer_labels"),
}


def torch_calls(name: str, peer: str, *, compiled: bool) -> Iterator[tuple[str, Callable[[], Any], Callable[[], Any]]]:
    """What is computed, by us, and by torch."""
    torch = import_module("torch")
    pred, target = (torch.from_numpy(x) for x in arguments(name))
    ours, theirs = getattr(unilosses, name), getattr(torch.nn.functional, peer)
    if compiled:
        ours, theirs = torch.compile(ours), torch.compile(theirs)

    def value(loss: Any) -> Callable[[], Any]:
        return lambda: loss(pred, target)

    def gradient(loss: Any) -> Callable[[], Any]:
        at = pred.clone().requires_grad_()
        return lambda: torch.autograd.grad(loss(at, target), at)

    yield "value", value(ours), value(theirs)
    yield "value and gradient", gradient(ours), gradient(theirs)


def jax_calls(name: str, peer: str) -> Iterator[tuple[str, Callable[[], Any], Callable[[], Any]]]:
    """What is computed, by us, and by optax."""
    jax, optax = import_module("jax"), import_module("optax")
    pred, target = (jax.numpy.asarray(x) for x in arguments(name))
    ours, unreduced = getattr(unilosses, name), getattr(optax.losses, peer)

    def theirs(pred: Any, target: Any) -> Any:
        return unreduced(pred, target).mean()

    def call(function: Any) -> Callable[[], Any]:
        compiled = jax.jit(function)
        return lambda: jax.block_until_ready(compiled(pred, target))

    yield "value", call(ours), call(theirs)
    yield "value and gradient", call(jax.value_and_grad(ours)), call(jax.value_and_grad(theirs))


def measure(*, compiled: bool) -> Iterator[dict[str, Any]]:
    for name, (in_torch, in_optax) in PEERS.items():
        found: list[tuple[str, Any]] = []
        if in_torch is not None and find_spec("torch"):
            found.append(("torch", torch_calls(name, in_torch, compiled=False)))
            if compiled:
                found.append(("torch, compiled", torch_calls(name, in_torch, compiled=True)))
        if in_optax is not None and find_spec("jax") and find_spec("optax"):
            found.append(("jax and optax", jax_calls(name, in_optax)))
        for library, calls in found:
            for what, ours, theirs in calls:
                times = fastest({"ours": ours, "theirs": theirs})
                yield {
                    "loss": name,
                    "library": library,
                    "what": what,
                    **times,
                    "ratio": times["ours"] / times["theirs"],
                }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    rows = []
    for row in measure(compiled=args.compile):
        rows.append(row)
        if not args.json:
            line = "{loss:22} {library:16} {what:19} ours {ours:8.2f} ms, theirs {theirs:8.2f} ms  x {ratio:.2f}"
            print(line.format(**row), flush=True)
    if args.json:
        print(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
