"""What Keras makes of the two arguments before a loss sees them: one library, one dtype, one number of axes."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np

from ...backends.library import device_of, library_of, same_library
from ...typing import Array, Namespace
from .._arrays import together

FLOATX = "float32"
EPSILON = 1e-7


def is_array(x: Any) -> bool:
    return hasattr(x, "dtype") and hasattr(x, "shape")


def library(*given: Any) -> tuple[Namespace, Array]:
    """The library of the first argument that is an array, and that one; NumPy for lists and numbers alone.

    NumPy arrays go where the others are.
    """
    arrays = [x for x in given if is_array(x)]
    foreign = [x for x in arrays if not isinstance(x, np.ndarray | np.generic)]
    like = (foreign or arrays or [np.zeros((), np.float32)])[0]
    return library_of(like, "y_pred").xp, like


def tensor(xp: Namespace, x: Any, like: Array, dtype: Any = None) -> Array:
    """An array, a list or a number as an array of the library, in `dtype` if one is given; lists in float32."""
    if not is_array(x) or (isinstance(x, np.ndarray | np.generic) and not isinstance(like, np.ndarray | np.generic)):
        given = x if is_array(x) else np.asarray(x)
        if not is_array(x) and given.dtype.kind == "f":
            given = given.astype(np.float32)
        x = xp.asarray(given, device=device_of(xp, like))
    x = same_library(x, "y_true", xp, like, "y_pred")
    return x if dtype is None or x.dtype == dtype else xp.astype(x, dtype)


def floats(y_true: Any, y_pred: Any) -> tuple[Namespace, Array, Array]:
    """Both in the dtype of y_pred, which is float32 for integers."""
    xp, like = library(y_pred, y_true)
    y_pred = tensor(xp, y_pred, like)
    if library_of(y_pred, "y_pred").floating(y_pred.dtype) is None:
        y_pred = xp.astype(y_pred, xp.float32)
    return xp, tensor(xp, y_true, y_pred, y_pred.dtype), y_pred


def indices(xp: Namespace, y_true: Any, y_pred: Array) -> Array:
    """Class indices, whatever dtype they come in."""
    y_true = tensor(xp, y_true, y_pred)
    is_integer = library_of(y_true, "y_true").floating(y_true.dtype) is None and xp.isdtype(y_true.dtype, "integral")
    return y_true if is_integer else xp.astype(y_true, xp.int32)


def of_one_rank(xp: Namespace, x: Array, y: Array) -> tuple[Array, Array]:
    """(N,) beside (N, 1) as (N, 1), and (..., 1) with an axis more than the other without it."""
    if x.ndim == y.ndim + 1 and x.shape[-1] == 1:
        return (x, xp.expand_dims(y, axis=-1)) if y.ndim == 1 else (xp.squeeze(x, axis=-1), y)
    if y.ndim == x.ndim + 1 and y.shape[-1] == 1:
        return (xp.expand_dims(x, axis=-1), y) if x.ndim == 1 else (x, xp.squeeze(y, axis=-1))
    return x, y


def residual_pair(y_true: Any, y_pred: Any) -> tuple[Namespace, Array, Array]:
    """Both in one shape, for the losses of a residual."""
    xp, y_true, y_pred = floats(y_true, y_pred)
    return broadcast(*of_one_rank(xp, y_true, y_pred))


def broadcast(y_true: Array, y_pred: Array) -> tuple[Namespace, Array, Array]:
    """Both in one shape, as NumPy broadcasts them."""
    xp, (y_pred, y_true) = together(y_pred=y_pred, y_true=y_true)
    return xp, y_true, y_pred


def named_dtype(dtype: Any) -> str:
    """The name of the dtype that a loss computes in, of a name, a policy's name or a policy."""
    name = str(getattr(dtype, "compute_dtype", None) or getattr(dtype, "name", None) or dtype or FLOATX)
    return name.removeprefix("mixed_")


def dtype_of(xp: Namespace, name: str) -> Any:
    """A dtype of the library by its name; TypeError if it has none."""
    found = getattr(xp, name, None)
    if found is None and xp is library_of(np.zeros(()), "NumPy's").xp:
        with suppress(TypeError):  # bfloat16, which NumPy knows once ml_dtypes is imported
            found = np.dtype(name)
    if found is None:
        raise TypeError(f"the array library has no dtype {name!r}")
    return np.dtype(found) if isinstance(found, type) else found
