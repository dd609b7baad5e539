"""The proofs of all losses, found by their place: every module below a chapter of `proofs/`.

A proof is one module, `proofs/<chapter>/<family>.py`, or a folder of that name. What it has stands in tables by the
name of the loss (ORACLES, INPUTS, POINTS, BY_FIRST, NUMBERS, LIMITS, GRADIENT_LIMITS) and in the list COMPARISONS.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType
from typing import Any, TypeAlias

from .. import proofs
from ..proofs.case import Case
from ..proofs.comparison import Comparison
from ..proofs.oracle import Oracle

Arguments: TypeAlias = tuple[tuple[Any, ...], dict[str, Any]]  # positional, by name
Known: TypeAlias = tuple[tuple[Any, ...], dict[str, Any], Any]  # likewise, and what comes out


class Table(dict[str, Any]):
    """What proofs have, by the name of the loss."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def __missing__(self, loss: str) -> Any:
        raise KeyError(f"no proof has {self.name} of {loss!r}: they go into conformance/proofs/<chapter>/<family>.py")


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(proofs.__path__, f"{proofs.__name__}."):
        # What lies in `proofs` itself is what proofs are written with.
        if found.name.count(".") > proofs.__name__.count(".") + 1 and ".test_" not in found.name:
            yield importlib.import_module(found.name)


def _table(name: str) -> dict[str, Any]:
    """One table of all proofs; a loss is in one of them."""
    whole = Table(name)
    for module in MODULES:
        part = vars(module).get(name, {})
        if twice := whole.keys() & part.keys():
            raise ValueError(f"{module.__name__}: {name} has {', '.join(sorted(twice))} a second time")
        whole.update(part)
    return whole


MODULES = tuple(_modules())
ORACLES: dict[str, Oracle] = _table("ORACLES")
INPUTS: dict[str, Callable[[str], Sequence[Case]]] = _table("INPUTS")
# Points at which a loss is smooth: in every argument, or in the first one only.
POINTS: dict[str, list[Arguments]] = _table("POINTS")
BY_FIRST: dict[str, list[Arguments]] = _table("BY_FIRST")
# Values worked out by hand; values and gradients at the ends of domains and at kinks.
NUMBERS: dict[str, list[Known]] = _table("NUMBERS")
LIMITS: dict[str, list[Known]] = _table("LIMITS")
GRADIENT_LIMITS: dict[str, list[Known]] = _table("GRADIENT_LIMITS")
COMPARISONS: list[Comparison] = [c for module in MODULES for c in vars(module).get("COMPARISONS", ())]
