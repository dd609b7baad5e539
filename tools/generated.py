"""What is written from the losses' definitions, files or parts of them: write it anew, or say that it is stale."""

from __future__ import annotations

import argparse
import subprocess
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
        print(
            f"{path} does not match the losses' definitions: run `make generate` and commit the result", file=sys.stderr
        )
        return 1
    path.write_text(text, encoding="utf-8")
    return 0


def formatted(text: str, name: str) -> str:
    """The text of a file of the package, as ruff formats it."""
    path = Path(__file__).parents[1] / "src" / "unilosses" / name  # ruff looks for its settings from there
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(path), "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"ruff cannot format {name}:\n{done.stderr}")
    return done.stdout
