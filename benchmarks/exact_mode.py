"""What exact mode costs: the same call in it and out of it, value and gradient, on a million float32 numbers.

    python benchmarks/exact_mode.py          a table
    python benchmarks/exact_mode.py --json   the same as JSON

The two alternate within one run, and the ratio is that of their fastest calls. JAX is compiled, in each mode.
"""

from __future__ import annotations

import argparse
import importlib
import json
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import unilosses
from _timing import arguments, fastest

LIBRARIES = ("numpy", "torch", "jax")
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
    plain, in_the_mode = call_of(library, name), call_of(library, name)

    def exact() -> None:
        with unilosses.precision("exact"):
            in_the_mode()

    times = fastest({"plain": plain, "exact": exact})
    return {"library": library, "loss": name, **times, "ratio": times["exact"] / times["plain"]}


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
