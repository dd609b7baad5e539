"""What a call costs beside the formula: the public function against its bare kernel, on arrays of eight elements.

    python benchmarks/overhead.py            a table
    python benchmarks/overhead.py --json     the same as JSON

Two comparisons for each loss, on NumPy and torch without gradient. Unreduced: `huber(..., reduction="none")` against
`kernel(xp, ...)`. Mean: `huber(...)` against `xp.sum(kernel(xp, ...)) / n`; penalties have their sum instead.

Each is timed in two ways. "over": what the call path itself takes. The kernel answers with a number that it has kept,
and the fastest block of calls counts, of public and of bare ones in turn. "in place": around the kernel at work. The
clock is read where a call starts, where the kernel starts, where it ends and where the call ends; what lies before and
behind the kernel counts, less the same of a bare call, as the median of the calls. A kernel of 100 µs and more drives
what the call path needs out of the processor's caches, and the path then takes several times as long.

The kernel is what the reference evaluates: UNILOSSES_ENGINE is "reference" here, whatever it was.

All of it is done in rounds, as shared machines run at one speed now and at another later; the fastest round counts.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import os
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass, replace
from importlib.util import find_spec
from time import perf_counter_ns
from typing import Any

import numpy as np
from tqdm import tqdm

os.environ["UNILOSSES_ENGINE"] = "reference"

from unilosses.backends.library import library_of
from unilosses.definition.definition import LossSpec
from unilosses.definition.kinds import Interval
from unilosses.definition.registry import specs
from unilosses.definition.samples import Source, ordinary, repeated

TARGET_US = 3.0
BLOCK = 20
ROWS, CLASSES = 2, 4


@dataclass(frozen=True)
class Round:
    """What one round took of a comparison, in nanoseconds a call: the path with and without the call, then in place."""

    public: float
    bare: float
    in_place: float
    kernel: float


@dataclass(frozen=True)
class Row:
    """One comparison; times in microseconds a call."""

    library: str
    loss: str
    reduction: str
    kernel: float
    overhead: float
    in_place: float

    @classmethod
    def of(cls, rounds: list[Round], key: tuple[str, str, str]) -> Row:
        public, bare, in_place, kernel = (min(x) / 1e3 for x in zip(*map(astuple, rounds), strict=True))
        return cls(*key, kernel=kernel, overhead=public - bare, in_place=in_place)


class Clocked:
    """A kernel that notes when it starts and when it ends."""

    def __init__(self, kernel: Callable[..., Any]) -> None:
        self.kernel = kernel
        self.started = self.ended = 0

    def __call__(self, *arrays: Any, **params: Any) -> Any:
        self.started = perf_counter_ns()
        value = self.kernel(*arrays, **params)
        self.ended = perf_counter_ns()
        return value

    def around(self, call: Callable[[], Any]) -> tuple[int, int]:
        """The nanoseconds of a call outside the kernel, and within it."""
        before = perf_counter_ns()
        call()
        after = perf_counter_ns()
        within = self.ended - self.started
        return after - before - within, within


def arrays_of(spec: LossSpec, convert: Callable[[np.ndarray], Any]) -> list[Any]:
    """Harmless data of eight elements, in every array's domain."""
    shape = ((ROWS * CLASSES,), (ROWS, CLASSES), (ROWS, 2, 2))[spec.event_ndim]
    made = []
    for i, name in enumerate(spec.arrays):
        x = ordinary(spec, name, shape, Source(ramp, repeated, length=1))
        if name == "log_probs":
            x = np.log(x)
        made.append(x if x.dtype.kind == "i" else (x if i == 0 else x[::-1]).astype(np.float32))
    return [convert(x) for x in made]


def ramp(_: Interval, shape: tuple[int, ...]) -> np.ndarray:
    """Numbers in every interval that a loss has."""
    return np.linspace(0.15, 0.85, math.prod(shape), dtype=np.float32).reshape(shape)


def sides(
    spec: LossSpec, kernel: Callable[..., Any], arrays: list[Any], reduction: str
) -> tuple[Callable[[], Any], Callable[[], Any]]:
    """The bare kernel, reduced, and the public call, as functions of nothing."""
    xp, function, params = library_of(arrays[0], "x").xp, spec.function, spec.params
    count = float(spec.kernel(xp, *arrays, **params).reshape((-1,)).shape[0])

    def unreduced() -> Any:
        return kernel(xp, *arrays, **params)

    def mean() -> Any:
        return xp.sum(kernel(xp, *arrays, **params)) / count

    def total() -> Any:
        return xp.sum(kernel(xp, *arrays, **params))

    if reduction == "none":
        return unreduced, lambda: function(*arrays, reduction="none")
    return (total if reduction == "sum" else mean), lambda: function(*arrays)


def compare(spec: LossSpec, arrays: list[Any], reduction: str, calls: int) -> Round:
    """The call path alone, and around the kernel."""
    kept = spec.kernel(library_of(arrays[0], "x").xp, *arrays, **spec.params)
    with kernel_replaced(spec, lambda xp, *a, **p: kept) as kernel:
        bare, public = sides(spec, kernel, arrays, reduction)
        blocks = [(block(public), block(bare)) for _ in range(max(1, calls // BLOCK))]

    clocked = Clocked(spec.kernel)
    with kernel_replaced(spec, clocked):
        bare, public = sides(spec, clocked, arrays, reduction)
        pairs = [(clocked.around(bare), clocked.around(public)) for _ in range(calls)]
    return Round(
        *map(min, zip(*blocks, strict=True)),
        in_place=statistics.median(public - bare for (bare, _), (public, _) in pairs),
        kernel=statistics.median(within for (_, within), _ in pairs),
    )


@contextmanager
def kernel_replaced(spec: LossSpec, kernel: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    rule = spec.rule
    spec.rule = replace(rule, kernel=kernel)
    try:
        yield kernel
    finally:
        spec.rule = rule


def block(call: Callable[[], Any]) -> float:
    """The nanoseconds of a call, of a block of them."""
    before = perf_counter_ns()
    for _ in range(BLOCK):
        call()
    return (perf_counter_ns() - before) / BLOCK


def converters() -> dict[str, Callable[[np.ndarray], Any]]:
    """From a NumPy array to each library's; torch only where it is installed."""
    found: dict[str, Callable[[np.ndarray], Any]] = {"numpy": np.asarray}
    if find_spec("torch"):
        import torch

        torch.set_num_threads(1)
        found["torch"] = torch.from_numpy
    return found


def measure(names: list[str], calls: int, rounds: int) -> list[Row]:
    found: dict[tuple[str, str, str], list[Round]] = {}
    with tqdm(total=rounds * len(names) * len(converters()), unit="loss") as bar:
        for _ in range(rounds):
            for library, convert in converters().items():
                for name in names:
                    spec = specs()[name]
                    arrays = arrays_of(spec, convert)
                    for reduction in ("none", spec.default_reduction):
                        row = compare(spec, arrays, reduction, calls)
                        found.setdefault((library, name, reduction), []).append(row)
                    bar.update()
    return [Row.of(of, key) for key, of in found.items()]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Overhead of a call over the bare kernel, arrays of 8 elements.")
    parser.add_argument("losses", nargs="*", metavar="LOSS", help="names of losses; all of them by default")
    parser.add_argument("--calls", type=int, default=600, help="pairs of calls for each figure (default: 600)")
    parser.add_argument("--rounds", type=int, default=3, help="how often all is done (default: 3)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    chosen = parser.parse_args(arguments)
    unknown = sorted(set(chosen.losses) - set(specs()))
    if unknown:
        parser.error(f"no loss is named {', '.join(unknown)}")

    gc.disable()
    try:
        rows = measure(chosen.losses or sorted(specs()), chosen.calls, chosen.rounds)
    finally:
        gc.enable()
    if chosen.json:
        print(json.dumps({"target_us": TARGET_US, "rows": [asdict(row) for row in rows]}, indent=2))
        return 0
    line = "{:<7} {:<36} {:<5} {:>9} {:>9} {:>11}"
    print(line.format("library", "loss", "red.", "kernel µs", "over µs", "in place µs"))
    for row in rows:
        numbers = (f"{x:.2f}" for x in (row.kernel, row.overhead, row.in_place))
        print(line.format(row.library, row.loss, row.reduction, *numbers))
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
