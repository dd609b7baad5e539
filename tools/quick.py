"""What a change to one family of losses needs, in about a minute: python tools/quick.py FAMILY [--jobs 2].

A family is a file of a chapter of src/unilosses/losses by its name, `focal` (or `embeddings/pairs`, where two chapters
have one); the name of one of its losses will do. Its style and types, then its tests: the examples of its docstrings;
values and gradients against the 50-digit truth; vectors; policies; derivatives by every route; one loss under
`torch.compile`; its mutants.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOT_RUN = (
    "Left to make test: who else uses what has changed (compat, verify), JAX but for compiled values and gradients, "
    "second devices, the peers' numbers{}."
)
NOR_IF_SLOW = ", and torch.compile and Hessians in JAX, which take half a minute for a loop over time"


def main(arguments: list[str] | None = None) -> int:
    sys.path.insert(0, str(ROOT))  # conformance is a package of the checkout, not an installed one
    from conformance.suite import families

    parser = argparse.ArgumentParser(prog="make quick", description="What a change to one family of losses needs.")
    parser.add_argument("family", metavar="FAMILY", help="a file of a chapter of src/unilosses/losses, or a loss of it")
    parser.add_argument("--jobs", default="2", help="test processes")
    given = parser.parse_args(arguments)
    try:
        family = families.find(given.family)
    except ValueError as error:
        parser.error(str(error))
    print(f"{family}: {', '.join(families.FAMILIES[family])}", flush=True)
    started = time.monotonic()
    file = str(families.file_of(family))
    for command in (
        ["ruff", "check", "--quiet", file],
        ["ruff", "format", "--check", "--quiet", file],
        ["mypy", "--no-error-summary", file],
        ["pytest", "--quiet", "--numprocesses", given.jobs, "--dist", "loadgroup", "--family", family, *families.TESTS],
    ):
        done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, env={"OMP_NUM_THREADS": "1", **os.environ})
        if done.returncode:
            return done.returncode
    more = NOR_IF_SLOW if families.SLOW in families.FAMILIES[family] else ""
    print(f"{time.monotonic() - started:.0f} seconds. {NOT_RUN.format(more)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
