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
    return _by_ruff(["format"], text, Path(__file__).parents[1] / "src" / "unilosses" / name)


def tidied(text: str, path: Path) -> str:
    """The same, with its imports in order."""
    return _by_ruff(["format"], _by_ruff(["check", "--fix", "--quiet", "--select", "I"], text, path), path)


def _by_ruff(command: list[str], text: str, path: Path) -> str:
    """ruff looks for its settings from the path on; the file itself need not be there."""
    whole = [sys.executable, "-m", "ruff", *command, "--stdin-filename", str(path), "-"]
    done = subprocess.run(whole, input=text, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"ruff cannot take {path.name}:\n{done.stdout}{done.stderr}")
    return done.stdout
