"""Write everything that follows from the losses' definitions and from their proofs.

python tools/generate.py            catalogue, stubs and tables; vectors, bounds and figures of losses that have none,
                                    and vectors of families that have changed since the last commit
python tools/generate.py huber ctc  vectors, bounds and figures of these too: seconds to a few minutes for each
python tools/generate.py --check    exit with 1 if anything is not what would be written, figures apart
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

TOOLS = Path(__file__).parent
# In this order: each reads what those before it have written.
FROM_DEFINITIONS = ("make_catalogue", "make_stubs", "make_tables", "make_differences")
MEASURED = ("make_vectors", "make_bounds", "make_accuracy")
ROOMS = ("src/unilosses/losses/*/*", "conformance/proofs/*/*")


def run(tool: str, *arguments: str) -> int:
    """One tool in a process of its own, which loads the package as it is by then."""
    command = [sys.executable, str(TOOLS / f"{tool}.py"), *arguments]
    return subprocess.run(command, env={"OMP_NUM_THREADS": "1", **os.environ}, check=False).returncode


def lacking(tool: str) -> Iterable[str]:
    """The losses for which a tool has written nothing yet, by the catalogue as it is by now."""
    import make_accuracy
    import make_vectors
    from unilosses.definition.catalogue import LOSSES
    from unilosses.verify import bounds

    there = {
        "make_vectors": {path.stem for path in make_vectors.FOLDER.glob("*.json")},
        "make_bounds": bounds.table(),
        "make_accuracy": make_accuracy.rows(make_accuracy.PAGE.read_text(encoding="utf-8")),
    }
    return [loss for loss in LOSSES if loss not in there[tool]]


def changed() -> Iterable[str]:
    """The losses of families whose file, or proof, is not as it was committed: their truths are held against it."""
    from unilosses.definition.catalogue import LOSSES

    command = ["git", "status", "--porcelain", "--untracked-files=all", "--no-renames", *ROOMS]
    status = subprocess.run(command, cwd=TOOLS.parent, capture_output=True, text=True, check=False).stdout
    parts = [Path(line[3:]).with_suffix("").parts for line in status.splitlines()]
    families = {f"{path[3]}.{path[4]}" if path[0] == "src" else f"{path[2]}.{path[3]}" for path in parts}
    return [loss for loss, entry in LOSSES.items() if entry.module in families]


def unfinished() -> int:
    """1, and their names, if there are files with something of a skeleton left in them."""
    found = [path for room in ROOMS for path in TOOLS.parent.glob(f"{room.rpartition('/')[0]}/**/*.py")]
    begun = [path for path in found if "FIXME" in path.read_text(encoding="utf-8")]
    for path in begun:
        print(f"{path.relative_to(TOOLS.parent)} has something left of a skeleton: look for FIXME", file=sys.stderr)
    return int(bool(begun))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Write everything that follows from the losses and their proofs.")
    parser.add_argument("losses", nargs="*", metavar="loss", help="measure these anew, beside those without figures")
    parser.add_argument("--check", action="store_true", help="only say what is not up to date")
    options = parser.parse_args(arguments)
    if options.check:
        return max([unfinished(), *(run(tool, "--check") for tool in (*FROM_DEFINITIONS, "make_accuracy"))])
    for tool in FROM_DEFINITIONS:
        if code := run(tool):
            return code
    for tool in MEASURED:
        others = changed() if tool == "make_vectors" else ()
        names = list(dict.fromkeys([*lacking(tool), *options.losses, *others]))
        if names and (code := run(tool, *names)):
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
