"""Arrays on a mesh whose axes are explicit: there, each operation asks how its result is to lie.

Most kernels could not say, for every way in which their arguments lie. So the call as a whole is left to the compiler,
as on meshes of automatic axes, and what comes out lies like the arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..backends.library import LIBRARIES
from ..definition.definition import LossSpec
from .engine import Values, call_of
from .layout import layout_of


def evaluated(spec: LossSpec, values: Values, function: Callable[..., Any], by: tuple[Any, ...] | None = None) -> Any:
    """What a function makes of a call: its value, or that and its gradients by some arguments."""
    first, options = values[0], call_of(spec, values).options
    rows: tuple[Any, tuple[int, ...]] | None = None
    if options.reduction == "none":
        layout = layout_of(spec, first, options) if spec.event_ndim else None
        rows = first, tuple(i for i in range(first.ndim) if layout is None or i not in layout.axes)
    mesh = LIBRARIES[type(first)].mesh
    assert mesh is not None
    gradients = [(x, tuple(range(getattr(x, "ndim", 0)))) for x in by or ()]
    like = rows if by is None else [rows, *gradients]
    return mesh.across(lambda *each: function(*call_of(spec, each)), values, like)
