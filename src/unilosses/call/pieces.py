"""Arrays that lie in pieces: on a mesh of devices, or in rows of several lengths."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ..backends.library import library_if_array
from ..definition.definition import LossSpec
from ..definition.options import Options
from . import jagged, meshes
from .engine import values_of


def in_pieces(
    spec: LossSpec, arrays: tuple[Any, ...], params: dict[str, Any], options: Options
) -> Callable[..., Any] | None:
    """How a function of a call is evaluated if some of its arrays lie in pieces; None if none does."""
    library = library_if_array(arrays[0])
    if library is None or library.is_cut is None:
        return None
    values = values_of(spec, arrays, params, options)
    if not library.is_cut(values):
        return None
    return partial(jagged.evaluated if library.mesh is None else meshes.evaluated, spec, values)
