"""Each loss beside each installed peer that has it, at the peer's own defaults, family by family."""

import importlib
import pkgutil

from ..proofs.comparison import Comparison, Data, module_of

COMPARISONS: list[Comparison] = []
for _module in pkgutil.iter_modules(__path__):
    if not _module.name.startswith("_"):
        COMPARISONS.extend(importlib.import_module(f"{__name__}.{_module.name}").COMPARISONS)

__all__ = ["COMPARISONS", "Comparison", "Data", "module_of"]
