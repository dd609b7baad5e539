"""Arguments and parameters at which each loss is smooth: in every branch of its formula, and with every option.

POINTS are smooth in every argument, those of BY_FIRST in the first one only: there a target is at a kink, or at the
end of its domain.
"""

import importlib
import pkgutil
from typing import Any

Points = dict[str, list[tuple[tuple[Any, ...], dict[str, Any]]]]

POINTS: Points = {}
BY_FIRST: Points = {}
for _module in pkgutil.iter_modules(__path__):
    if not _module.name.startswith("_"):
        _found = importlib.import_module(f"{__name__}.{_module.name}")
        POINTS.update(_found.POINTS)
        BY_FIRST.update(getattr(_found, "BY_FIRST", {}))

__all__ = ["BY_FIRST", "POINTS"]
