"""A call as data: what its first array decides, and its arguments as the kernel and the reduction take them."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..backends.library import DType, Library
from ..backends.protocol import Backend
from ..definition.definition import LossSpec
from ..definition.options import Options
from ..typing import Array, Namespace
from .layout import Layout


class Facts(NamedTuple):
    """What is known of a call once its first array is seen; every other argument is held against it."""

    spec: LossSpec
    options: Options
    library: Library
    xp: Namespace
    dtype: DType
    first: Array
    layout: Layout | None  # where the kernel finds its axes
    rows: tuple[int, ...]  # the first array's shape without the axes that the kernel contracts


class Prepared(NamedTuple):
    """A loss's arguments as the kernel takes them, and what the reduction needs to know."""

    spec: LossSpec
    options: Options
    library: Library
    xp: Namespace
    backend: Backend
    dtype: DType
    layout: Layout | None
    arrays: tuple[Array, ...]
    params: dict[str, Any]
    shape: tuple[int, ...]  # of the unreduced loss
    mask: Array | None  # the masks: see the table in `prepare`
    gate: Array | None
    poison: Array | None
    weight: Array | None  # multiplies the loss, broadcast to its shape
    row_weight: Array | None  # class weights of each row: inside the kernel's value, so for the normaliser only
