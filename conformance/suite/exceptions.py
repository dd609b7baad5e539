"""What the claims about compilers, exports and meshes leave out: `exceptions.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path

FILE = Path(__file__).parents[1] / "exceptions.toml"
EXCEPTIONS = tomllib.loads(FILE.read_text(encoding="utf-8"))["exception"]


def left_out(claim: str) -> frozenset[str]:
    """The losses that a claim leaves out."""
    (found,) = [entry for entry in EXCEPTIONS if entry["claim"] == claim]
    return frozenset(found["losses"])


def heading() -> str:
    """One line: how many there are."""
    n = sum(len(entry["losses"]) for entry in EXCEPTIONS)
    return f"exceptions to claims about compilers, exports and meshes: {n}, in {FILE.name}"
