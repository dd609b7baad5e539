"""Independent truth: one formula per loss to 50 digits, written from the mathematics and never from our kernels."""

import importlib
import pkgutil

from ._base import Oracle

ORACLES: dict[str, Oracle] = {}
for _module in pkgutil.iter_modules(__path__):
    if not _module.name.startswith("_"):
        ORACLES.update(importlib.import_module(f"{__name__}.{_module.name}").ORACLES)

__all__ = ["ORACLES", "Oracle"]
