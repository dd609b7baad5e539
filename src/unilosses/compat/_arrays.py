"""What the peers allow and unilosses asks the caller for: broadcasting, mixed dtypes, masks of any shape.

Data is brought into form here, and nothing is computed: the losses themselves are called by the modules beside.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..backends.library import PYTHON_NUMBERS, device_of, library_of, same_library
from ..core.typing import Array, Namespace

Axis = int | tuple[int, ...] | None


def is_number(x: Any) -> bool:
    return isinstance(x, PYTHON_NUMBERS)


def shape_of(x: Any) -> tuple[int, ...]:
    """The shape of an array, or of a number."""
    return tuple(getattr(x, "shape", ()))


def is_floating(x: Array, name: str) -> bool:
    return library_of(x, name).floating(x.dtype) is not None


def floating(x: Array, name: str) -> None:
    """TypeError unless an array holds real floating-point numbers."""
    if not is_floating(x, name):
        raise TypeError(f"{name} has dtype {x.dtype}; expected floating-point numbers")


def integral(x: Array, name: str) -> None:
    """TypeError unless an array holds integers."""
    xp = library_of(x, name).xp
    if is_floating(x, name) or not xp.isdtype(x.dtype, "integral"):
        raise TypeError(f"{name} has dtype {x.dtype}; expected integers")


def same_shape(x: Any, name: str, y: Any, other: str) -> None:
    """ValueError unless two shapes are equal."""
    if shape_of(x) != shape_of(y):
        raise ValueError(f"{name} and {other} must have the same shape, got {shape_of(x)} and {shape_of(y)}")


def rank(x: Array, name: str, ndim: int) -> None:
    """ValueError unless an array has so many axes."""
    if x.ndim != ndim:
        raise ValueError(f"{name} has {x.ndim} axes, of shape {shape_of(x)}; expected {ndim}")


def common_library(**named: Array) -> Namespace:
    """The library that all of these arrays are of; TypeError if they are not of one."""
    (first_name, first), *rest = named.items()
    xp = library_of(first, first_name).xp
    for name, x in rest:
        same_library(x, name, xp, first, first_name)
    return xp


def together(**named: Any) -> tuple[Namespace, Any]:
    """The arrays' library, and the arrays in one shape by broadcasting at the right, floating ones in one dtype.

    The first one is an array; others may be numbers, which stay as they are.
    """
    arrays = {name: x for name, x in named.items() if not is_number(x)}
    xp = common_library(**arrays) if next(iter(named)) in arrays else common_library(**named)
    shapes = {shape_of(x) for x in arrays.values()}
    if len(shapes) > 1:
        shape = common_shape(**arrays)
        arrays = {name: x if shape_of(x) == shape else xp.broadcast_to(x, shape) for name, x in arrays.items()}
    return xp, one_dtype(xp, **{**named, **arrays})


def one_dtype(xp: Namespace, **named: Any) -> list[Any]:
    """The floating-point arrays among the arguments in the dtype that the library promotes them to."""
    wide = {name: x.dtype for name, x in named.items() if not is_number(x) and is_floating(x, name)}
    if len(set(wide.values())) > 1:
        dtype = xp.result_type(*wide.values())
        return [xp.astype(x, dtype) if name in wide else x for name, x in named.items()]
    return list(named.values())


def common_shape(**named: Any) -> tuple[int, ...]:
    """What shapes broadcast to; ValueError if they do not."""
    try:
        return tuple(np.broadcast_shapes(*(shape_of(x) for x in named.values())))
    except ValueError:
        given = ", ".join(f"{name} {shape_of(x)}" for name, x in named.items())
        raise ValueError(f"shapes do not broadcast: {given}") from None


def fitted(xp: Namespace, x: Array, shape: tuple[int, ...], name: str) -> Array:
    """An array broadcast to a shape; ValueError if it does not fit."""
    if shape_of(x) == shape:
        return x
    try:
        fits = tuple(np.broadcast_shapes(shape_of(x), shape)) == shape
    except ValueError:
        fits = False
    if not fits:
        raise ValueError(f"{name} has shape {shape_of(x)}; expected one that broadcasts to {shape}")
    return xp.broadcast_to(x, shape)


def axes(axis: Axis, ndim: int) -> tuple[int, ...]:
    """The axes that are meant, counted from 0; None is all of them. ValueError for one that is not there."""
    given: Sequence[int] = range(ndim) if axis is None else axis if isinstance(axis, tuple | list) else (axis,)
    for a in given:
        if not -ndim <= a < ndim:
            raise ValueError(f"axis {a} is out of bounds for an array of {ndim} axes")
    return tuple(a % ndim for a in given)


def with_axes(xp: Namespace, x: Array, where: tuple[int, ...]) -> Array:
    """An array with axes of length 1 at these places of the result."""
    for a in sorted(where):
        x = xp.expand_dims(x, axis=a)
    return x


def numbers_like(xp: Namespace, values: Any, like: Array) -> Array:
    """A sequence or number as an array beside another one."""
    return xp.asarray(values, dtype=like.dtype, device=device_of(xp, like))


def row_count(shape: tuple[int, ...], over: tuple[int, ...]) -> int:
    """How many elements these axes hold."""
    return math.prod([shape[a] for a in over])


def smoothed(labels: Array, share: Any, count: Any) -> Array:
    """Labels moved towards the uniform distribution of `count` classes, as `unilosses.smooth_labels` does.

    For what that does not take: a count of its own in each row, and labels that do not lie along the classes.
    """
    return labels * (1.0 - share) + share / count
