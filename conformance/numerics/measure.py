"""Measure the functions of `unilosses.numerics`: `python -m conformance.numerics.measure` prints the bounds.

A bound is the largest error over all libraries and many random inputs, those of the tests among them, times 1.25 and
rounded up to half an ulp; 0.501 where it is right to half an ulp.
"""

from __future__ import annotations

import math
import sys

from .. import conftest  # sets JAX up
from ..suite.libraries import RUNS
from .test_numerics import DTYPES, errors

SEEDS = 50


def bound(error: float) -> float:
    if error <= 0.501:
        return 0.501 if error else 0.0
    return math.ceil(2.5 * error) / 2.0


def main() -> None:
    assert conftest.__file__
    largest: dict[str, dict[str, float]] = {}
    for run in RUNS:
        for dtype in DTYPES if run.id != "jax" else ():
            for name, error, _ in (each for seed in range(SEEDS) for each in errors(run, dtype, seed)):
                of = largest.setdefault(name, dict.fromkeys(DTYPES, 0.0))
                of[dtype] = max(of[dtype], error)
    for name, of in largest.items():
        sys.stdout.write(f"| `{name}` | {bound(of['float32']):g} | {bound(of['float64']):g} |\n")


if __name__ == "__main__":
    main()
