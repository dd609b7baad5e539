"""Write conformance/vectors/<loss>.json, the truth as data, from the oracle of the conformance suite.

python tools/make_vectors.py               write all of them: a few minutes
python tools/make_vectors.py huber ctc     write these
python tools/make_vectors.py --check ...   exit with 1 if they are not, to the byte, what would be written
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "conformance" / "vectors"


def main(arguments: list[str] | None = None) -> int:
    sys.path.insert(0, str(ROOT))  # conformance is a package of the checkout, not an installed one
    from conformance.suite.proofs import ORACLES
    from conformance.suite.vector_files import text

    parser = argparse.ArgumentParser(description="Write the files in conformance/vectors from the oracle.")
    parser.add_argument("losses", nargs="*", metavar="loss", help="all losses, if none is named")
    parser.add_argument("--check", action="store_true", help="only say whether the files are up to date")
    options = parser.parse_args(arguments)
    unknown = set(options.losses) - set(ORACLES)
    if unknown:
        parser.error(f"no oracle for {', '.join(sorted(unknown))}")
    stale = [path for path in FOLDER.glob("*.json") if path.stem not in ORACLES]
    for loss in options.losses or sorted(ORACLES):
        path = FOLDER / f"{loss}.json"
        made = text(loss).encode()
        if path.exists() and path.read_bytes() == made:
            continue
        stale.append(path)
        if not options.check:
            path.write_bytes(made)
            print(f"{path.relative_to(ROOT)}: {len(made) / 1000:.0f} kB")
    if options.check:
        for path in stale:
            print(f"{path} is not what the oracle gives: run `make vectors` and commit the result", file=sys.stderr)
        return int(bool(stale))
    for path in stale:
        if path.stem not in ORACLES:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
