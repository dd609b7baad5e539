"""From an array to its library: the namespace of functions and the backend, found once per type."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import array_api_compat
import numpy as np

from .protocol import Array, Backend, Host, Mesh, Namespace, host_of
from .registry import find_backend
from .tracing import untraced

PYTHON_NUMBERS = (bool, int, float)
OF_NUMPY = (np.ndarray, np.generic)  # a tuple: torch.compile cannot trace a union of types


class DType:
    """What is computed in which precision: `computed` for the formula and its sums, `result` for what comes back."""

    def __init__(self, computed: Any, result: Any) -> None:
        self.computed, self.result = computed, result


class Library:
    """An array library: its namespace of functions, its backend, and its floating-point dtypes."""

    def __init__(self, xp: Namespace, backend: Backend) -> None:
        self.xp, self.backend = xp, backend
        known = [getattr(xp, name, None) for name in ("float16", "bfloat16", "float32", "float64")]
        self.dtypes: dict[Any, DType | None] = {
            d: self._precision(d) for d in map(_dtype_of_arrays, known) if d is not None
        }
        self.wide = frozenset(d for d, precision in self.dtypes.items() if precision and precision.computed is d)
        self.int64 = _dtype_of_arrays(xp.int64)
        # Whether a region of mixed precision is on: half data then give unrounded float32. bool() is False.
        self.mixed: Callable[[], bool] = getattr(backend, "mixed", bool)
        # Who records operations notes the conditions that data must meet, for whoever can read them later.
        self.note: Callable[[Array], None] | None = getattr(backend, "note", None)
        self.takes_constants: bool = getattr(backend, "takes_constants", False)
        self.has_default_device = _has_default_device(xp)
        self.host: Host | None = host_of(backend)
        self.mesh: Mesh | None = backend if isinstance(backend, Mesh) else None
        # Of arrays that lie in pieces, a call is evaluated by way of `meshes` or `jagged`.
        self.is_cut: Callable[[Iterable[Any]], bool] | None = getattr(backend, "is_cut", None)
        self._eps: dict[Any, float] = {}

    def floating(self, dtype: Any) -> DType | None:
        """The precision for data of that dtype; None if it is no real floating-point dtype."""
        try:
            return self.dtypes[dtype]
        except KeyError:
            found = self.dtypes[dtype] = self._precision(dtype)
            return found

    def _precision(self, dtype: Any) -> DType | None:
        if isinstance(dtype, np.dtype) and not dtype.isnative:
            return self.floating(dtype.newbyteorder("="))
        # By name: NumPy's bfloat16 is ml_dtypes', which the standard's isdtype does not know.
        if str(dtype).rpartition(".")[2] in ("float16", "bfloat16"):
            return DType(self.xp.float32, dtype)
        if dtype == self.xp.float32 or dtype == self.xp.float64:
            return DType(dtype, dtype)
        return None

    def is_real(self, dtype: Any) -> bool:
        """Whether data of that dtype can be cast to a real floating-point one: no complex numbers, objects, strings."""
        if self.floating(dtype) is not None:
            return True
        known: bool = getattr(dtype, "kind", "i") in "biuf" and self.xp.isdtype(dtype, ("bool", "integral"))
        return known

    def eps(self, dtype: Any) -> float:
        """The machine epsilon of a floating-point dtype; NumPy's finfo does not know bfloat16."""
        found = self._eps.get(dtype)
        if found is None:
            bfloat16 = str(dtype).rpartition(".")[2] == "bfloat16"
            found = self._eps[dtype] = 2.0**-7 if bfloat16 else float(self.xp.finfo(dtype).eps)
        return found


def _dtype_of_arrays(dtype: Any) -> Any:
    """The dtype as arrays carry it: NumPy and JAX name theirs by scalar types."""
    return np.dtype(dtype) if isinstance(dtype, type) else dtype


class _Libraries(dict[type, Library]):
    """By the type of arrays that have been met. A pickle of a loss, by value, names it and does not copy it."""

    def __reduce__(self) -> str:
        return "LIBRARIES"


LIBRARIES: dict[type, Library] = _Libraries()
_BY_TYPE: dict[type, Library | None] = {}


def library_of(x: Array, name: str) -> Library:
    """The library of an array; TypeError for what is no array, naming the argument."""
    try:
        return LIBRARIES[type(x)]
    except KeyError:
        library = LIBRARIES[type(x)] = _discover(x, name)
        return library


def library_if_array(x: Any) -> Library | None:
    """The library of an array; None for what is none, which the reference says better."""
    library = LIBRARIES.get(type(x))
    if library is not None or not hasattr(x, "dtype"):
        return library
    try:
        return library_of(x, "")
    except TypeError:
        return None


def _discover(x: Any, name: str) -> Library:
    cls = type(x)
    if isinstance(x, np.ndarray):
        _refuse_lookalikes(x, name)
    _find_by_type(cls)
    library = _BY_TYPE[cls]
    if library is not None:
        return library
    try:
        xp = array_api_compat.array_namespace(x)
    except TypeError:
        raise TypeError(
            f"{name} is a {_type_name(cls)}; expected an array of NumPy, PyTorch, JAX or another "
            f"array-API library: convert it first, for example with numpy.asarray({name})"
        ) from None
    return _library(xp, find_backend(cls))


@untraced  # where the first call ever is a compiled one; the entry is then read
def _find_by_type(cls: type) -> None:
    """Enter the library that a backend knows by the type of its arrays alone, or None."""
    backend = find_backend(cls)
    _BY_TYPE[cls] = None if backend.xp is None else _library(backend.xp, backend)


_BY_BACKEND: dict[tuple[Any, int], Library] = {}


def _library(xp: Namespace, backend: Backend) -> Library:
    """One object for each namespace and backend."""
    return _BY_BACKEND.setdefault((xp, id(backend)), Library(xp, backend))


def _refuse_lookalikes(x: Any, name: str) -> None:
    """TypeError for NumPy arrays that compute by other rules."""
    if isinstance(x, np.matrix):
        raise TypeError(
            f"{name} is a np.matrix, whose products and shapes differ from an array's; pass np.asarray({name})"
        )
    if isinstance(x, np.ma.MaskedArray):
        raise TypeError(f"{name} is a masked array; pass {name}.data, and its mask as where=~{name}.mask")


def same_library(x: Array, name: str, xp: Namespace, first: Array, first_name: str) -> Array:
    """`x` as an array of the library `xp`; TypeError unless it is one, or a constant to it."""
    if library_of(x, name).xp is xp:
        return x
    constant = constant_of(library_of(first, first_name), x)
    if constant is None:
        raise TypeError(
            f"{first_name} is a {_library_name(first)} array and {name} is a {_library_name(x)} array; "
            f"convert one of them, so that all arguments come from one library"
        )
    return constant


def constant_of(library: Library, x: Any) -> Array | None:
    """An array of NumPy as one of a library that takes such for constants; None of any other."""
    if not library.takes_constants or not isinstance(x, OF_NUMPY) or x.dtype.kind not in "biufcV":
        return None
    x = np.asarray(x, dtype=x.dtype.newbyteorder("="))
    if x.dtype.kind in "iu" and x.dtype.itemsize == 8:
        most = np.iinfo(index_dtype(library.xp)).max  # a label that is too large must not come round to a class
        x = np.clip(x, 0 if x.dtype.kind == "u" else -most - 1, most)
    return library.xp.asarray(x)


def is_number(x: Any) -> bool:
    """Whether `x` is a real number of Python's or a scalar of NumPy's, which is a number beside any array."""
    if isinstance(x, PYTHON_NUMBERS):
        return True
    return isinstance(x, np.generic) and (x.dtype.kind in "biuf" or x.dtype.name == "bfloat16")


def _type_name(cls: type) -> str:
    return cls.__qualname__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__qualname__}"


def _library_name(x: Array) -> str:
    return type(x).__module__.partition(".")[0].replace("jaxlib", "jax")


def device_of(xp: Namespace, x: Array) -> Any:
    """The device on which to create arrays that meet `x`; None if the library moves them there itself, as JAX does."""
    library = LIBRARIES.get(type(x))
    placed = _has_default_device(xp) if library is None else library.has_default_device
    return getattr(x, "device", None) if placed else None


def _has_default_device(xp: Namespace) -> bool:
    """Whether new arrays are on some device. In a library that has none for them, they go wherever they are needed."""
    info = getattr(xp, "__array_namespace_info__", None)
    return info is None or info().default_device() is not None


def default_float(xp: Namespace) -> Any:
    """The floating-point dtype that the library gives to Python floats."""
    return xp.__array_namespace_info__().default_dtypes()["real floating"]


def index_dtype(xp: Namespace) -> Any:
    """The dtype that the library indexes with."""
    return xp.__array_namespace_info__().default_dtypes()["indexing"]
