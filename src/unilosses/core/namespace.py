"""From an array to its library: the namespace of functions and the backend, found once per type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import array_api_compat
import numpy as np

from ..backends._registry import find_backend
from .typing import Array, Namespace

if TYPE_CHECKING:
    from ..backends._protocol import Backend

Library = tuple[Namespace, "Backend"]

_LIBRARIES: dict[type, Library] = {}
PYTHON_NUMBERS = (bool, int, float)


def library_of(x: Array, name: str) -> Library:
    """The namespace and backend of an array; TypeError for what is no array, naming the argument."""
    try:
        return _LIBRARIES[type(x)]
    except KeyError:
        return _discover(x, name)


def _discover(x: Any, name: str) -> Library:
    cls = type(x)
    if isinstance(x, np.matrix):
        raise TypeError(f"{name} is a np.matrix, whose products and shapes differ from an array's; pass np.asarray({name})")
    if isinstance(x, np.ma.MaskedArray):
        raise TypeError(f"{name} is a masked array; pass {name}.data, and its mask as where=~{name}.mask")
    if isinstance(x, np.ndarray) and x.dtype == object:
        raise TypeError(f"{name} is an array of Python objects; convert it to a numeric dtype first")
    try:
        xp = array_api_compat.array_namespace(x)
    except TypeError:
        raise TypeError(
            f"{name} is a {cls.__module__}.{cls.__qualname__}; expected an array of NumPy, PyTorch, JAX or another "
            f"array-API library: convert it first, for example with numpy.asarray({name})"
        ) from None
    library = _LIBRARIES[cls] = (xp, find_backend(cls))
    return library


def same_library(x: Array, name: str, xp: Namespace, first: Array, first_name: str) -> None:
    """TypeError unless `x` is an array of the library `xp`."""
    other = library_of(x, name)[0]
    if other is not xp:
        raise TypeError(
            f"{first_name} is a {_library(first)} array and {name} is a {_library(x)} array; "
            f"convert one of them, so that all arguments come from one library"
        )


def _library(x: Array) -> str:
    return type(x).__module__.partition(".")[0].replace("jaxlib", "jax")


class DType:
    """What is computed in which precision: `computed` for the formula and its sums, `result` for what comes back."""

    __slots__ = ("computed", "result")

    def __init__(self, computed: Any, result: Any) -> None:
        self.computed, self.result = computed, result


_DTYPES: dict[tuple[Namespace, Any], DType | None] = {}


def floating(xp: Namespace, x: Array) -> DType | None:
    """The precision for data of `x`'s dtype; None if it is no real floating-point dtype."""
    key = (xp, x.dtype)
    try:
        return _DTYPES[key]
    except KeyError:
        found = _DTYPES[key] = _floating(xp, x.dtype)
        return found


def _floating(xp: Namespace, dtype: Any) -> DType | None:
    # NumPy's bfloat16 is ml_dtypes', which the standard's isdtype does not know: by name.
    if str(dtype).rpartition(".")[2] in ("float16", "bfloat16"):
        return DType(xp.float32, dtype)
    if dtype == xp.float32 or dtype == xp.float64:
        return DType(dtype, dtype)
    return None


def default_float(xp: Namespace) -> Any:
    """The floating-point dtype that the library gives to Python floats."""
    return xp.__array_namespace_info__().default_dtypes()["real floating"]


def index_dtype(xp: Namespace) -> Any:
    """The dtype that the library indexes with."""
    return xp.__array_namespace_info__().default_dtypes()["indexing"]
