"""Tensors whose rows have several lengths: their numbers lie one row after the other, and so a loss takes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..backends.library import LIBRARIES
from ..backends.protocol import Jagged
from ..definition.definition import LossSpec
from ..definition.kinds import Shape
from ..definition.options import Options
from .engine import Values, call_of


def evaluated(spec: LossSpec, values: Values, function: Callable[..., Any], by: tuple[Any, ...] | None = None) -> Any:
    """What a function makes of a call: its value, or that and a list of its gradients by some arguments."""
    call, jagged = call_of(spec, values), LIBRARIES[type(values[0])].backend
    assert isinstance(jagged, Jagged)
    first = values[0]
    if not jagged.is_cut((first,)):
        raise TypeError(f"{spec.name}: {spec.arrays[0]} is no nested tensor beside one; nest it in the same way")

    def flat(name: str, x: Any) -> Any:
        if jagged.is_cut((x,)):
            return jagged.flat(x, first, f"{spec.name}: {name}")
        of_rows = name in ("weight", "where") or (name in spec.arrays and spec.domain[name].shape is not Shape.FREE)
        if of_rows and getattr(x, "ndim", None):
            raise TypeError(f"{spec.name}: {name} is no nested tensor; nest it as {spec.arrays[0]} is")
        return x

    arrays = tuple(flat(name, x) for name, x in zip(spec.arrays, call.arrays, strict=True))
    params = {name: flat(name, x) for name, x in call.params.items()}
    options = call.options._replace(
        weight=flat("weight", call.options.weight),
        where=flat("where", call.options.where),
        axis=_axis(spec, first.ndim, call.options),
    )
    found = function(spec, arrays, params, options)
    value, gradients = (found, ()) if by is None else found
    if options.reduction == "none":
        value = jagged.nested(value, first)
    if by is None:
        return value
    return value, [jagged.nested(g, x) if jagged.is_cut((x,)) else g for g, x in zip(gradients, by, strict=True)]


def _axis(spec: LossSpec, ndim: int, options: Options) -> Any:
    """The axis of a loss's events, counted from the end; ValueError if they reach the rows' lengths."""
    axes = options.axis if isinstance(options.axis, tuple) else (options.axis,)
    counted = tuple(a - ndim if a >= 0 else a for a in axes)
    longest = max([spec.event_ndim, *(-a for a in counted)]) if spec.event_ndim else 0
    if spec.coupled or longest > ndim - 2:
        raise ValueError(
            f"{spec.name}: the rows of {spec.arrays[0]}, a nested tensor, have several lengths along an axis that the "
            f"loss needs whole; pad them, and leave the padding out by where= or by lengths"
        )
    return counted if isinstance(options.axis, tuple) else counted[0]
