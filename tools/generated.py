"""What is written from the losses' definitions, files or parts of them: write it anew, or say that it is stale."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path


def main(path: Path, make: Callable[[str], str], arguments: list[str] | None = None) -> int:
    """The command: `make` gives the file's new text from its present one ("" if there is none)."""
    parser = argparse.ArgumentParser(description=f"Write {path.name} from the losses' definitions.")
    parser.add_argument("--check", action="store_true", help="only say whether the file is up to date")
    check = parser.parse_args(arguments).check
    current = path.read_text(encoding="utf-8") if path.exists() else ""
    text = make(current)
    if text == current:
        return 0
    if check:
        print(f"{path} does not match the losses' definitions: run `make stubs` and commit the result", file=sys.stderr)
        return 1
    path.write_text(text, encoding="utf-8")
    return 0
