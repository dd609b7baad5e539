"""What the peers allow and unilosses asks the caller for: broadcasting, mixed dtypes, masks of any shape.

Data is brought into form here, and nothing is computed: the losses themselves are called by the modules beside. A
peer's own type of error is an argument, where it has one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ..backends.library import PYTHON_NUMBERS, Library, default_float, device_of, library_of, same_library
from ..call.gate import Unheld
from ..typing import Array, Namespace

Axis = int | tuple[int, ...] | None


def is_number(x: Any) -> bool:
    """Whether `x` is a number of Python's; NumPy's scalars are arrays without axes to the peers."""
    return isinstance(x, PYTHON_NUMBERS)


def shape_of(x: Any) -> tuple[int, ...]:
    """The shape of an array, or of a number."""
    return tuple(getattr(x, "shape", ()))


# --- what an array is asked for -------------------------------------------------------------------------------------


def is_floating(library: Library, x: Array) -> bool:
    return library.floating(x.dtype) is not None


def floating(x: Array, name: str) -> None:
    """TypeError unless an array holds real floating-point numbers."""
    if not is_floating(library_of(x, name), x):
        raise TypeError(f"{name} has dtype {x.dtype}; expected floating-point numbers")


def integral(x: Array, name: str) -> None:
    """TypeError unless an array holds integers."""
    library = library_of(x, name)
    if is_floating(library, x) or not library.xp.isdtype(x.dtype, "integral"):
        raise TypeError(f"{name} has dtype {x.dtype}; expected integers")


def same_shape(x: Any, name: str, y: Any, other: str) -> None:
    """ValueError unless two shapes are equal."""
    if shape_of(x) != shape_of(y):
        raise ValueError(f"{name} and {other} must have the same shape, got {shape_of(x)} and {shape_of(y)}")


def rank(x: Array, name: str, ndim: int) -> None:
    """ValueError unless an array has so many axes."""
    if x.ndim != ndim:
        raise ValueError(f"{name} has {x.ndim} axes, of shape {shape_of(x)}; expected {ndim}")


# --- several arrays brought together --------------------------------------------------------------------------------


def common_library(**named: Array) -> Namespace:
    """The library that all of these arrays are of; TypeError if they are not of one."""
    (first_name, first), *rest = named.items()
    xp = library_of(first, first_name).xp
    for name, x in rest:
        same_library(x, name, xp, first, first_name)
    return xp


def common_shape(error: type[Exception] = ValueError, /, **named: Any) -> tuple[int, ...]:
    """What the shapes of arrays and numbers broadcast to; `error` if they do not."""
    shapes = [shape_of(x) for x in named.values()]
    size = max(len(s) for s in shapes)
    whole = []
    for lengths in zip(*((1,) * (size - len(s)) + s for s in shapes), strict=True):
        own = [n for n in lengths if n != 1]  # no set: a symbolic length has no hash, and is held to be a number
        if any(n != own[0] for n in own[1:]):
            given = ", ".join(f"{name} {shape_of(x)}" for name, x in named.items())
            raise error(f"shapes do not broadcast: {given}")
        whole.append(own[0] if own else 1)
    return tuple(whole)


def fitted(xp: Namespace, x: Array, shape: tuple[int, ...], name: str, error: type[Exception] = ValueError) -> Array:
    """An array broadcast to a shape; `error` if it does not fit, or would enlarge the shape."""
    own = shape_of(x)
    if own == shape:
        return x
    if len(own) > len(shape) or any(n != 1 and n != m for n, m in zip(own[::-1], shape[::-1], strict=False)):
        raise error(f"{name} has shape {own}; expected one that broadcasts to {shape}")
    return xp.broadcast_to(x, shape)


def in_one_shape(error: type[Exception] = ValueError, /, **named: Array) -> list[Array]:
    """Arrays of one library, broadcast to one shape; `error` if there is none."""
    xp = common_library(**named)
    first_name, first = next(iter(named.items()))
    named = {name: same_library(x, name, xp, first, first_name) for name, x in named.items()}
    shape = common_shape(error, **named)
    return [fitted(xp, x, shape, name, error) for name, x in named.items()]


def together(**named: Any) -> tuple[Namespace, list[Any]]:
    """The arrays' library, and the arrays in one shape by broadcasting at the right, floating ones in one dtype.

    The first one is an array; others may be numbers, which stay as they are.
    """
    first = next(iter(named))
    xp = library_of(named[first], first).xp
    arrays = {name: x for name, x in named.items() if not is_number(x)}
    arrays = dict(zip(arrays, in_one_shape(**arrays), strict=True))
    return xp, one_dtype(xp, **{**named, **arrays})


# --- dtypes ---------------------------------------------------------------------------------------------------------


def one_dtype(xp: Namespace, **named: Any) -> list[Any]:
    """The floating-point arrays among the arguments in the dtype that the library promotes them to."""
    wide = {name: x.dtype for name, x in named.items() if not is_number(x) and is_floating(library_of(x, name), x)}
    if len(set(wide.values())) > 1:
        dtype = xp.result_type(*wide.values())
        return [xp.astype(x, dtype) if name in wide else x for name, x in named.items()]
    return list(named.values())


def promoted(library: Library, *arrays: Array) -> list[Array]:
    """Arrays in the widest of their floating-point dtypes; in the library's default one if there is none."""
    xp = library.xp
    for x in arrays:
        if not library.is_real(x.dtype):
            raise TypeError(f"an array has dtype {x.dtype}; expected real numbers")
    own = [x.dtype for x in arrays if is_floating(library, x)]
    if not own:
        dtype = default_float(xp)
    elif all(d == own[0] for d in own):
        dtype = own[0]
    else:
        dtype = xp.float64 if any(d == xp.float64 for d in own) else xp.float32
    return [in_dtype(library, x, dtype) for x in arrays]


def in_dtype(library: Library, x: Array, dtype: Any) -> Array:
    return x if x.dtype == dtype else library.xp.astype(x, dtype)


def numbers_like(xp: Namespace, values: Any, like: Array) -> Array:
    """A sequence or number as an array beside another one."""
    return xp.asarray(values, dtype=like.dtype, device=device_of(xp, like))


def parameter_like(library: Library, value: float, like: Array) -> Array:
    """A parameter that the loss does not take as a number, beside an array: in the precision that is computed in."""
    precision = library.floating(like.dtype)
    dtype = like.dtype if precision is None else precision.computed
    return library.xp.asarray(value, dtype=dtype, device=device_of(library.xp, like))


def any_labels(xp: Namespace, labels: Any, like: Array) -> Unheld:
    """Labels that are held to no encoding: the peer takes any number."""
    return Unheld(numbers_like(xp, labels, like) if is_number(labels) else labels)


# --- axes and rows --------------------------------------------------------------------------------------------------


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


def row_count(shape: tuple[int, ...], over: tuple[int, ...]) -> int:
    """How many elements these axes hold."""
    return math.prod([shape[a] for a in over])


def smoothed(labels: Array, share: Any, count: Any) -> Array:
    """Labels moved towards the uniform distribution of `count` classes, as `unilosses.smooth_labels` does.

    For what that does not take: a count of its own in each row, and labels that do not lie along the classes.
    """
    return labels * (1.0 - share) + share / count
