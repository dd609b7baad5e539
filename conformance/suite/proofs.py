"""The proofs of all losses, found by their place: every module below a chapter of `proofs/`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from .. import inputs, proofs
from ..proofs.oracle import Oracle


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.name.rpartition(".")[2].startswith(("_", "test_")):
            yield importlib.import_module(found.name)


ORACLES: dict[str, Oracle] = {}
BUILDERS: dict[str, Any] = {}
for _module in (*_modules(proofs), *_modules(inputs)):
    ORACLES.update(getattr(_module, "ORACLES", {}))
    BUILDERS.update(getattr(_module, "BUILDERS", {}))
