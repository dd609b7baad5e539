"""Faults put into the library one at a time, as data, and the tests of the suite that have to notice each.

An entry of `*.toml` has an `id`, a `kind` (one of `KINDS`), a `file` under src/unilosses, the `old` text, which occurs
in it exactly once, the `new` text, the `tests` that all have to fail by it (node ids), and `why` it is a fault. A fault
changes what a program does. The tests are there for a policy or a number of their own, not for the one mutant.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "unilosses"

KINDS = (
    "formula",
    "sign",
    "mask",
    "weight",
    "normaliser",
    "dtype",
    "device",
    "subgradient",
    "axis",
    "reduction",
    "in-place write",
    "label range",
    "fast path",
    "gradient of an argument",
    "compiled route",
    "composition",
)


@dataclass(frozen=True)
class Mutant:
    """One fault, and the tests that have to notice it."""

    id: str
    kind: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    why: str

    @property
    def module(self) -> str:
        return "unilosses." + self.file.removesuffix(".py").replace("/", ".")

    def source(self) -> str:
        """The module's text with the fault in it."""
        text = (PACKAGE / self.file).read_text()
        found = text.count(self.old)
        if found != 1:
            raise LookupError(f"{self.id}: the old text occurs {found} times in {self.file}: {self.old!r}")
        return text.replace(self.old, self.new)


def load() -> list[Mutant]:
    """All mutants, in the order of the files."""
    return [
        Mutant(**{**entry, "tests": tuple(entry["tests"])})
        for path in sorted(Path(__file__).parent.glob("*.toml"))
        for entry in tomllib.loads(path.read_text())["mutant"]
    ]
