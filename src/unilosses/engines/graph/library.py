"""The library of recorded arrays: what a call asks of one."""

from __future__ import annotations

from typing import Any

from ...backends.generic import GenericBackend
from ...backends.library import DType, Library
from ...backends.protocol import Array, Arrays, Namespace, Step
from .arrays import Recorded
from .namespace import xp
from .nodes import NotTraced
from .recording import current


class GraphBackend(GenericBackend):
    """Kernels are recorded; labels cannot be read, and are checked in the graph."""

    name = "graph"
    xp: Any = xp

    def owns(self, cls: type) -> bool:
        return issubclass(cls, Recorded)

    def scan(self, xp: Namespace, step: Step, carry: Arrays, xs: Arrays, fixed: Arrays = ()) -> tuple[Arrays, Arrays]:
        raise NotTraced("a loop over the first axis of arrays")

    def index_range(self, xp: Namespace, x: Array, axis: int, dtype: Any) -> Array:
        return xp.index_range(x, axis % x.ndim, dtype)

    def bounds(self, array: Array) -> None:
        return None

    def note(self, condition: Array) -> None:
        current().conditions.append(condition)


class GraphLibrary(Library):
    """Its precision is that of the recording: that of the data, or float64 for all of them."""

    def floating(self, dtype: Any) -> DType | None:
        found = super().floating(dtype)
        if found is None or not current().wide:
            return found
        return DType("float64", found.result)

    def is_real(self, dtype: Any) -> bool:
        return True


LIBRARY = GraphLibrary(xp, GraphBackend())
