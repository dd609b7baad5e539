"""What a call costs beside the formula: the public function against its bare kernel, on arrays of eight elements.

    python benchmarks/overhead.py            a table
    python benchmarks/overhead.py --json     the same as JSON

Two comparisons for each loss, on NumPy and torch without gradient. Unreduced: `huber(..., reduction="none")` against
`kernel(xp, ...)`. Mean: `huber(...)` against `xp.sum(kernel(xp, ...)) / n`; penalties have their sum instead. Both
sides alternate within one run, so that a slow spell of the machine meets both; the overhead is the median of the
differences.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from timeit import Timer
from typing import Any

import numpy as np
from array_api_compat import array_namespace

from unilosses.core.domain import BinaryLabels, ClassLabels, FreeArray, PerRow, SampleLabels, Sequences
from unilosses.core.registry import specs
from unilosses.core.spec import LossSpec

TARGET_US = 3.0
BATCH_S = 4e-4
ROWS, CLASSES = 2, 4


@dataclass(frozen=True)
class Row:
    """One comparison; times in microseconds a call."""

    library: str
    loss: str
    reduction: str
    bare: float
    public: float
    overhead: float
    ratio: float


def arrays_of(spec: LossSpec, convert: Callable[[np.ndarray], Any]) -> list[Any]:
    """Harmless data of eight elements, in every array's domain."""
    shape = ((ROWS * CLASSES,), (ROWS, CLASSES), (ROWS, 2, 2))[spec.event_ndim]
    ramp = np.linspace(0.15, 0.85, ROWS * CLASSES, dtype=np.float32).reshape(shape)
    made = []
    for i, name in enumerate(spec.arrays):
        kind = spec.domain[name]
        if isinstance(kind, ClassLabels):
            made.append(np.arange(ROWS, dtype=np.int64))
        elif isinstance(kind, BinaryLabels):
            made.append((np.arange(ramp.size, dtype=np.float32) % 2).reshape(shape))
        elif isinstance(kind, PerRow):
            made.append(np.full(ROWS, 0.5, dtype=np.float32))
        elif isinstance(kind, SampleLabels):
            made.append(np.ones(ROWS, dtype=np.int64))
        elif isinstance(kind, Sequences):
            made.append(np.ones((ROWS, 1), dtype=np.int64))
        elif isinstance(kind, FreeArray):
            made.append(np.ones((ROWS, CLASSES), dtype=np.float32))
        elif name == "log_probs":
            made.append(np.log(ramp))
        else:
            made.append(ramp if i == 0 else ramp[::-1].copy())
    return [convert(x) for x in made]


def sides(spec: LossSpec, arrays: list[Any], reduction: str) -> tuple[Callable[[], Any], Callable[[], Any]]:
    """The kernel alone and the public call, as functions of nothing."""
    xp = array_namespace(arrays[0])
    kernel, function, params = spec.kernel, spec.function, spec.params
    count = float(kernel(xp, *arrays, **params).reshape((-1,)).shape[0])

    def unreduced() -> Any:
        return kernel(xp, *arrays, **params)

    def mean() -> Any:
        return xp.sum(kernel(xp, *arrays, **params)) / count

    def total() -> Any:
        return xp.sum(kernel(xp, *arrays, **params))

    if reduction == "none":
        return unreduced, lambda: function(*arrays, reduction="none")
    return (total if reduction == "sum" else mean), lambda: function(*arrays)


def compare(spec: LossSpec, library: str, arrays: list[Any], reduction: str, rounds: int) -> Row:
    """Time both sides in turn and take medians."""
    bare, public = (Timer(side) for side in sides(spec, arrays, reduction))
    once = bare.timeit(5) / 5  # warms both caches up; the number of calls a batch follows from it
    public.timeit(5)
    number = max(1, int(BATCH_S / max(once, 1e-9)))
    pairs = []
    for i in range(rounds):
        order = (bare, public) if i % 2 else (public, bare)
        taken = {id(timer): timer.timeit(number) / number * 1e6 for timer in order}
        pairs.append((taken[id(bare)], taken[id(public)]))
    return Row(
        library,
        spec.name,
        reduction,
        bare=statistics.median(b for b, _ in pairs),
        public=statistics.median(p for _, p in pairs),
        overhead=statistics.median(p - b for b, p in pairs),
        ratio=statistics.median(p / b for b, p in pairs),
    )


def converters() -> dict[str, Callable[[np.ndarray], Any]]:
    """From a NumPy array to each library's; torch only where it is installed."""
    found: dict[str, Callable[[np.ndarray], Any]] = {"numpy": np.asarray}
    if find_spec("torch"):
        import torch

        torch.set_num_threads(1)
        found["torch"] = torch.from_numpy
    return found


def measure(names: list[str], rounds: int) -> Iterator[Row]:
    for library, convert in converters().items():
        for name in names:
            spec = specs()[name]
            arrays = arrays_of(spec, convert)
            for reduction in ("none", spec.default_reduction):
                yield compare(spec, library, arrays, reduction, rounds)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Overhead of a call over the bare kernel, arrays of 8 elements.")
    parser.add_argument("losses", nargs="*", metavar="LOSS", help="names of losses; all of them by default")
    parser.add_argument("--rounds", type=int, default=61, help="pairs of measurements for each row (default: 61)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    chosen = parser.parse_args(arguments)
    unknown = sorted(set(chosen.losses) - set(specs()))
    if unknown:
        parser.error(f"no loss is named {', '.join(unknown)}")

    line = "{:<7} {:<26} {:<5} {:>9} {:>9} {:>9} {:>7}"
    if not chosen.json:
        print(line.format("library", "loss", "red.", "bare µs", "call µs", "over µs", "ratio"))
    rows = []
    gc.disable()
    try:
        for row in measure(chosen.losses or sorted(specs()), chosen.rounds):
            rows.append(row)
            if not chosen.json:
                numbers = (f"{x:.2f}" for x in (row.bare, row.public, row.overhead, row.ratio))
                print(line.format(row.library, row.loss, row.reduction, *numbers), flush=True)
    finally:
        gc.enable()
    if chosen.json:
        print(json.dumps({"target_us": TARGET_US, "rows": [asdict(row) for row in rows]}, indent=2))
        return 0
    for library in converters():
        mine = [row.overhead for row in rows if row.library == library]
        within = sum(x <= TARGET_US for x in mine)
        print(
            f"{library}: median {statistics.median(mine):.2f} µs, largest {max(mine):.2f} µs; "
            f"{within} of {len(mine)} within {TARGET_US:g} µs"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
