"""The options of every loss: what a call takes beside the loss's own arguments."""

from __future__ import annotations

from typing import Any, NamedTuple


class Options(NamedTuple):
    """What every loss takes beside its own arguments."""

    weight: Any = None
    where: Any = None
    reduction: str = "mean"
    normalizer: Any = None
    axis: int | tuple[int, ...] = -1
    ignore_index: int | None = None
    class_weight: Any = None
