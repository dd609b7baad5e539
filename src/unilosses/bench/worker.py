"""`python -m unilosses.bench.worker LIBRARY`: measures one library, and writes a line of JSON for each comparison."""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from math import prod
from typing import Any

from .calls import calls
from .measure import compare, is_there, peak_bytes
from .workloads import DTYPES, WORKLOADS, Shape, Workload, chosen

# From so many elements on, memory is measured: below, what Python itself takes is most of it.
MEMORY_FROM = 1_000_000


def rows(library: str, workload: Workload, shape: Shape, dtype: str) -> list[dict[str, Any]]:
    """Two comparisons: of the value alone, and with its gradient."""
    made = calls(library, workload, shape, dtype)
    found = []
    for what, known, limit in zip(("value", "gradient"), (made.value, made.gradient), made.limits, strict=True):
        row: dict[str, Any] = {"library": library, "loss": workload.loss, "shape": shape, "dtype": dtype, "what": what}
        row["input_bytes"] = made.input_bytes
        known = {name: call for name, call in known.items() if name == "ours" or is_there(call)}
        row["calls"] = compare({**known, "limit": limit})
        if prod(shape) >= MEMORY_FROM:
            row["peak_bytes"] = {name: peak_bytes(call) for name, call in known.items()}
        found.append(row)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("library", choices=DTYPES)
    parser.add_argument("--loss", action="append", choices=WORKLOADS, default=[])
    parser.add_argument("--dtype", action="append", choices=("float32", "float64", "bfloat16"), default=[])
    parser.add_argument("--largest", type=int)
    args = parser.parse_args()
    warnings.simplefilter("ignore")  # the peers' own
    for dtype in DTYPES[args.library]:
        for workload, shape in chosen(tuple(args.loss), args.largest):
            if (args.dtype and dtype not in args.dtype) or (dtype != "float32" and shape != workload.largest):
                continue
            for row in rows(args.library, workload, shape, dtype):
                sys.stdout.write(json.dumps(row) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
