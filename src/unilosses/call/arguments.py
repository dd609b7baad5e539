"""The arrays beside the first one, each as its domain asks for: library, dtype and shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..backends.library import index_dtype, same_library
from ..definition.kinds import Broadcast, ClassLabels, FreeArray, PerRow, SampleLabels, Sequences
from ..typing import Array
from . import validation

if TYPE_CHECKING:
    from .prepare import Problem


def companion(p: Problem, name: str, x: Any, first: Array) -> Array:
    """An array argument beside the first."""
    xp, spec = p.xp, p.spec
    kind = spec.domain[name]
    expected = p.rows_shape(first) if isinstance(kind, PerRow | SampleLabels) else tuple(first.shape)
    if isinstance(kind, ClassLabels) and kind.classes_of is not None:
        expected = (*p.rows_shape(first), p.classes)
    counts = isinstance(kind, ClassLabels | SampleLabels | Sequences)
    if validation.is_number(x) and not counts and not isinstance(kind, FreeArray):
        return xp.full(expected, float(x), dtype=p.dtype.computed, device=p.device_of(first))
    same_library(x, name, xp, first, spec.arrays[0])
    if isinstance(kind, ClassLabels) and x.ndim == len(p.rows_shape(first)):
        return _class_indices(p, name, x, first)
    if isinstance(kind, SampleLabels | Sequences):
        return _integers(p, name, x, p.rows_shape(first), exact=isinstance(kind, SampleLabels))
    if x.dtype != p.dtype.computed:
        if not p.library.is_real(x.dtype):
            raise TypeError(f"{spec.name}: {name} has dtype {x.dtype}; expected real numbers: convert it first")
        x = xp.astype(x, p.dtype.computed)
    if isinstance(kind, FreeArray) or tuple(x.shape) == expected:
        return x
    if isinstance(kind, Broadcast) and x.ndim and validation.fits_left(tuple(x.shape), expected):
        return validation.left_aligned(xp, x, expected, name)
    if x.ndim != 0 or isinstance(kind, ClassLabels):
        raise validation.shape_mismatch(name, x.shape, spec.arrays[0], expected)
    return xp.broadcast_to(x, expected)


def _class_indices(p: Problem, name: str, x: Array, first: Array) -> Array:
    xp, spec, expected = p.xp, p.spec, p.rows_shape(first)
    if tuple(x.shape) != expected:
        of = f"{spec.arrays[0]} of shape {tuple(first.shape)} without its class axis {p.options.axis}"
        raise validation.shape_mismatch(name, x.shape, of, expected)
    if x.dtype == xp.int64:
        return x
    if p.library.floating(x.dtype) is not None or not xp.isdtype(x.dtype, "integral"):
        raise TypeError(
            f"{spec.name}: {name} of shape {tuple(x.shape)} would be class indices, but have dtype {x.dtype}; "
            f"pass integers, or one coefficient per class in the shape {tuple(first.shape)}"
        )
    return xp.astype(x, index_dtype(xp))


def _integers(p: Problem, name: str, x: Array, rows: tuple[int, ...], *, exact: bool) -> Array:
    """Integers for each row of the loss: one each if `exact`, otherwise with axes of their own behind those."""
    xp = p.xp
    if p.library.floating(x.dtype) is not None or not xp.isdtype(x.dtype, "integral"):
        raise TypeError(f"{p.spec.name}: {name} has dtype {x.dtype}; expected integers")
    own = tuple(x.shape)
    if (own if exact else own[: len(rows)]) != rows:
        raise validation.shape_mismatch(name, own, p.spec.arrays[0], rows)
    return xp.astype(x, index_dtype(xp))


def integer_parameter(p: Problem, name: str, value: Any, first: Array, *, of_rows: bool) -> Array:
    """An array parameter of integers, one for each row of the loss or for each element of the first array."""
    xp, spec = p.xp, p.spec
    if isinstance(value, tuple):
        value = xp.asarray(value, dtype=index_dtype(xp), device=p.device_of(first))
    same_library(value, name, xp, first, spec.arrays[0])
    if of_rows:
        return _integers(p, name, value, p.rows_shape(first), exact=True)
    value = _integers(p, name, value, tuple(first.shape), exact=True)
    return value if p.layout is None else p.layout.forth(xp, value)
