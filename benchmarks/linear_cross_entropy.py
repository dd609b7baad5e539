"""Peak memory and time of `linear_cross_entropy` beside the dense forms, gradient included.

    python benchmarks/linear_cross_entropy.py              a table
    python benchmarks/linear_cross_entropy.py --json       the same as JSON
    python benchmarks/linear_cross_entropy.py --check      exit with 1 if `linear_cross_entropy` takes a fifth or more
                                                           of the dense form's memory in some library

Each row is a process of its own: the value and the gradients by hidden states and matrix, once. Memory is the peak
that this adds to what the process held before, arguments included. "dense" is unilosses.softmax_cross_entropy on the
logits; "library" is the library's own function on them (torch.nn.functional.cross_entropy; optax in JAX).
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

# The parent imports nothing large: a child process inherits the peak of the process that it is forked from.

LIBRARIES = ("numpy", "torch", "jax")
FORMS = {"numpy": ("linear", "dense"), "torch": ("linear", "dense", "library"), "jax": ("linear", "dense", "library")}
MOST = 1 / 5


def peak_mib() -> float:
    """The most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def data(rows: int, features: int, classes: int) -> tuple[Any, Any, Any]:
    import numpy as np

    rng = np.random.default_rng(0)
    hidden = rng.standard_normal((rows, features), dtype=np.float32)
    matrix = rng.standard_normal((classes, features), dtype=np.float32)
    matrix /= np.float32(features**0.5)
    return hidden, matrix, rng.integers(0, classes, rows)


def in_numpy(form: str, hidden: Any, matrix: Any, labels: Any) -> Callable[[], float]:
    import unilosses

    def linear() -> float:
        call = unilosses.value_and_grad(unilosses.linear_cross_entropy, argnums=(0, 1))
        return float(call(hidden, matrix, labels)[0])

    def dense() -> float:
        value, by_logits = unilosses.value_and_grad(unilosses.softmax_cross_entropy)(hidden @ matrix.T, labels)
        _ = by_logits @ matrix, by_logits.T @ hidden
        return float(value)

    return {"linear": linear, "dense": dense}[form]


def in_torch(form: str, *arrays: Any) -> Callable[[], float]:
    import torch

    import unilosses

    hidden, matrix, labels = map(torch.from_numpy, arrays)
    hidden.requires_grad_()
    matrix.requires_grad_()

    def run() -> float:
        if form == "linear":
            value = unilosses.linear_cross_entropy(hidden, matrix, labels)
        else:
            own = form == "dense"
            function = unilosses.softmax_cross_entropy if own else torch.nn.functional.cross_entropy
            value = function(hidden @ matrix.T, labels)
        value.backward()
        return float(value)

    return run


def in_jax(form: str, *arrays: Any) -> Callable[[], float]:
    import jax

    import unilosses

    hidden, matrix, labels = map(jax.numpy.asarray, arrays)

    def loss(hidden: Any, matrix: Any) -> Any:
        if form == "linear":
            return unilosses.linear_cross_entropy(hidden, matrix, labels)
        if form == "dense":
            return unilosses.softmax_cross_entropy(hidden @ matrix.T, labels)
        import optax

        return optax.losses.softmax_cross_entropy_with_integer_labels(hidden @ matrix.T, labels).mean()

    both = jax.jit(jax.value_and_grad(loss, argnums=(0, 1))).lower(hidden, matrix).compile()
    return lambda: float(jax.block_until_ready(both(hidden, matrix))[0])


def measure(library: str, form: str, rows: int, features: int, classes: int) -> dict[str, Any]:
    """One form in this process."""
    prepare = {"numpy": in_numpy, "torch": in_torch, "jax": in_jax}[library]
    call = prepare(form, *data(rows, features, classes))
    before = peak_mib()
    start = time.perf_counter()
    value = call()
    seconds = time.perf_counter() - start
    return {"library": library, "form": form, "value": value, "mib": peak_mib() - before, "seconds": seconds}


def in_a_process(library: str, form: str, shape: list[int]) -> dict[str, Any]:
    command = [sys.executable, __file__, "--one", library, form, "--shape", *map(str, shape)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--shape", type=int, nargs=3, default=[8192, 512, 32000], metavar=("ROWS", "FEATURES", "CLASSES")
    )
    parser.add_argument("--libraries", nargs="+", choices=LIBRARIES, default=LIBRARIES)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(*args.one, *args.shape)))
        return
    found = []
    for library in args.libraries:
        for form in FORMS[library]:
            if find_spec(library) is None or (form, library, find_spec("optax")) == ("library", "jax", None):
                print(f"{library} {form}: not installed", file=sys.stderr)
                continue
            found.append(in_a_process(library, form, args.shape))
            if not args.json:
                print(
                    "{library:6} {form:8} {mib:8.0f} MiB {seconds:7.2f} s   {value:.6f}".format(**found[-1]), flush=True
                )
    if args.json:
        print(json.dumps(found, indent=2))
    if args.check:
        peaks = {(row["library"], row["form"]): row["mib"] for row in found}
        over = [k for (k, form), mib in peaks.items() if form == "linear" and mib >= MOST * peaks[k, "dense"]]
        sys.exit(f"a fifth of the dense form's memory or more: {', '.join(over)}" if over else 0)


if __name__ == "__main__":
    main()
