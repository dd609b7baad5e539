"""The one path from a public function to its number, and its short cut for ordinary arguments."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from . import checks, validation
from .namespace import known_library
from .precision import exact
from .problem import PLAIN, Options, Problem
from .reduction import divisor, reduced
from .typing import Array

if TYPE_CHECKING:
    from .namespace import Library
    from .spec import LossSpec


# What needs no more than a look at it as a parameter.
PLAIN_TYPES = frozenset({float, int, bool, type(None)})


def call(spec: LossSpec, arrays: tuple[Any, ...], params: dict[str, Any], options: Options) -> Array:
    """Evaluate a loss: make the arguments ready, evaluate the kernel with its gradient attached, reduce."""
    p = Problem(spec, arrays, params, options)
    return reduced(p, p.backend.apply(spec.rule, p.xp, p.arrays, p.params, p.gate), divisor(p))


def plain_call(spec: LossSpec, arrays: tuple[Any, ...], params: dict[str, Any], reduction: str) -> Array:
    """`call` without weight, mask and other options.

    Where the arguments are as the kernel takes them already (one type and dtype, float32 or float64, equal shapes,
    plain numbers as parameters), nothing has to be made ready: that saves 4 to 12 us of a call.
    """
    library = known_library(arrays[0])
    if library is not None and reduction in PLAIN and not exact():
        shape = _ready_shape(spec, library, arrays)
        ready = None if shape is None else _ready_params(spec, params, library, arrays[0].dtype)
        if ready is not None:
            xp = library.xp
            loss = library.backend.apply(spec.rule, xp, arrays, ready, None)
            if reduction == "none":
                return loss
            total = xp.sum(loss)
            if reduction == "sum":
                return total
            count = math.prod(shape)
            return total / float(count) if count else total
    validation.reduction_name(reduction, None)
    return spec.evaluate(arrays, params, PLAIN[reduction])


def _ready_params(spec: LossSpec, params: dict[str, Any], library: Library, dtype: Any) -> dict[str, Any] | None:
    """The parameters as kernels take them; None if one is an array, or has to become one."""
    plain = spec.plain_params
    for name, value in params.items():
        if value is plain[name]:
            continue
        value = validation.hyper_parameter(spec.name, name, value, spec.domain[name])
        if type(value) is str and value == "finfo":
            value = library.eps(dtype)
        if name == "class_weight" or type(value) not in PLAIN_TYPES:
            return None  # a class weight stands in the normaliser too
        params[name] = value
    return params


def _ready_shape(spec: LossSpec, library: Library, arrays: tuple[Any, ...]) -> Any:
    """The unreduced loss's shape if no array needs conversion or broadcasting, and no label a closer look; or None."""
    first = arrays[0]
    cls, dtype, shape = type(first), first.dtype, first.shape
    if dtype not in library.wide or not spec.short_cut:
        return None
    rows = shape
    if spec.event_ndim:
        rows = shape[: -spec.event_ndim]
        if len(shape) < spec.event_ndim or 0 in shape[-spec.event_ndim :]:
            return None
    for x, (by_index, by_sample, by_row) in zip(arrays[1:], spec.companions):  # noqa: B905 - `strict` costs, and both are made of one list
        if type(x) is not cls:
            return None
        if x.dtype == dtype:
            if x.shape != (rows if by_row else shape):
                return None
        elif x.dtype != library.int64 or x.shape != rows:
            return None
        elif not by_sample:
            if not by_index or not checks.enabled():
                return None
            bounds = library.backend.bounds(x) if 0 not in rows else None
            if bounds is None or bounds[0] < 0 or bounds[1] >= shape[-1]:
                return None
    return rows
