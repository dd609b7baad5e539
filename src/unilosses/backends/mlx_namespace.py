"""The array-API namespace of MLX: its own functions, and what they lack of the standard."""

from __future__ import annotations

from typing import Any

import mlx.core as mx
from mlx.core import *  # noqa: F403 - a namespace is all of its functions

bool = mx.bool_  # noqa: A001 - the standard's name


# In place of MLX's own, which has no `descending`; bool is a dtype here.
def sort(x: Any, /, *, axis: Any = -1, descending: Any = False, stable: Any = True) -> Any:  # type: ignore[no-redef]
    return -mx.sort(-x, axis) if descending else mx.sort(x, axis)


def hypot(x1: Any, x2: Any, /) -> Any:
    """The larger times sqrt(1 + t^2) with t, the smaller over it: no square overflows."""
    a, b = mx.abs(x1), mx.abs(x2)
    large, small = mx.maximum(a, b), mx.minimum(a, b)
    t = mx.where(large > 0, small, 0.0) / mx.where(large > 0, large, 1.0)
    return mx.where(mx.isinf(large), large, large * mx.sqrt(1.0 + t * t))


class __array_namespace_info__:
    def default_device(self) -> None:
        return None

    def default_dtypes(self, *, device: Any = None) -> dict[str, Any]:
        return {"real floating": mx.float32, "integral": mx.int32, "indexing": mx.int32}
