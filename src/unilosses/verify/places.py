"""The places where a loss can be computed: array libraries and their devices, and how data get there and back.

A new library is a row of `LIBRARIES`. Nothing else in this folder imports a library, and this only when asked.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray[Any, Any]

WIDE = ("float64", "float32")
HALF = ("float16", "bfloat16")


@dataclass(frozen=True)
class Library:
    """An array library. Devices have PyTorch's names everywhere: "cpu", "cuda:0"; None is the library's default."""

    namespace: str  # where its functions are
    distribution: str  # what is installed
    array: Callable[[Array, str | None], Any]  # NumPy's array there, on a device
    host: Callable[[Any], Array] = np.asarray  # and back
    device: Callable[[Any], str] = lambda array: str(getattr(array, "device", "cpu"))
    dtypes: tuple[str, ...] = (*WIDE, *HALF)
    differentiates: bool = False


@dataclass(frozen=True)
class Place:
    """A library on one of its devices, and the dtypes that it computes in there: by default the library's.

    JAX has float64 where `jax_enable_x64` is set, and within `float64_enabled()`.
    """

    backend: str  # its name in `LIBRARIES`
    device: str = "cpu"
    dtypes: tuple[str, ...] = ()
    has_values: bool = True  # False: shapes and dtypes only
    read_only: bool = False  # only NumPy has such arrays

    def __post_init__(self) -> None:
        object.__setattr__(self, "dtypes", self.dtypes or self.library.dtypes)

    def __str__(self) -> str:
        return f"{self.backend} {self.device}"

    @property
    def library(self) -> Library:
        return LIBRARIES[self.backend]

    @property
    def differentiates(self) -> bool:
        return self.library.differentiates and self.has_values

    def absence(self) -> str | None:
        """Why no array can be put here; None if one can."""
        if not is_installed(self.backend):
            return f"{self.library.distribution} is not installed"
        try:
            self.array(np.zeros(1), "float32")
        except (ImportError, RuntimeError, AssertionError, LookupError) as error:  # as libraries say it of a device
            return str(error).partition("\n")[0]
        return None

    def array(self, data: Array, dtype: str) -> Any:
        """The data here: floating-point numbers in `dtype`, integers and booleans as they are."""
        made = array(self.backend, data, None if data.dtype.kind in "iub" else dtype, self.device)
        if self.read_only:
            made.setflags(write=False)
        return made

    def numpy(self, result: Any) -> Array:
        """A result as float64 numbers in flat order."""
        return host(result).astype(np.float64).ravel()

    def float64_enabled(self) -> AbstractContextManager[Any]:
        """Where float64 data stay float64: JAX makes them float32 without it."""
        if self.backend != "jax":
            return nullcontext()
        on: AbstractContextManager[Any] = importlib.import_module("jax").enable_x64(True)
        return on

    def compiled(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function under `jax.jit`; elsewhere the function itself."""
        if self.backend != "jax":
            return function
        jitted: Callable[..., Any] = importlib.import_module("jax").jit(function)
        return jitted


# --- any library ----------------------------------------------------------------------------------------------------


def is_installed(library: str) -> bool:
    return importlib.util.find_spec(library) is not None


def array(library: str, data: Array, dtype: str | None = None, device: str | None = None) -> Any:
    """NumPy's data as an array of a library, in its own dtype or another. It is a copy."""
    made = np.array(data, dtype=None if dtype is None else numpy_dtype(dtype))
    return LIBRARIES[library].array(made, device)


def host(result: Any) -> Array:
    """A result of any library as NumPy's array, of the same dtype or a wider one."""
    return _library_of(result).host(result)


def describe(result: Any) -> tuple[str, str, str]:
    """Library, dtype and device of a result, the device named as that of a place is."""
    dtype = str(getattr(result, "dtype", type(result).__name__)).rpartition(".")[2]
    return _origin(type(result)), dtype, _library_of(result).device(result)


def numpy_dtype(name: str) -> Any:
    return importlib.import_module("ml_dtypes").bfloat16 if name == "bfloat16" else name


def _origin(cls: type) -> str:
    name = cls.__module__.partition(".")[0].replace("jaxlib", "jax")
    return "numpy" if name in ("ml_dtypes", "builtins") else name  # bfloat16 scalars, Python's float


def _library_of(result: Any) -> Library:
    """The library of its class, or of a base class. NumPy reads all others."""
    names = (_origin(cls) for cls in type(result).__mro__)
    return next(LIBRARIES[name] for name in names if name in LIBRARIES)


# --- library by library ---------------------------------------------------------------------------------------------


def _to_torch(data: Array, device: str | None) -> Any:
    torch = importlib.import_module("torch")
    if data.dtype.name == "bfloat16":
        return torch.tensor(data.astype(np.float32)).to(torch.bfloat16).to(device or "cpu")
    return torch.tensor(data).to(device or "cpu")


def _from_torch(result: Any) -> Array:
    result = result.detach().to("cpu")  # Metal has no float64 to convert to
    made: Array = (result.float() if str(result.dtype) == "torch.bfloat16" else result).numpy()
    return made


def _to_jax(data: Array, device: str | None) -> Any:
    jax = importlib.import_module("jax")
    if device is None:
        return jax.numpy.asarray(data)
    for there in (*jax.local_devices(), *jax.local_devices(backend="cpu")):
        if _jax_name(there) == device:
            return jax.device_put(data, there)
    raise LookupError(f"JAX has no device {device}")


def _jax_name(device: Any) -> str:
    """ "cpu" for the first CPU device, as everywhere; else the platform and the number: "cuda:0"."""
    platform = "cuda" if device.platform == "gpu" else device.platform
    first = platform == "cpu" and device.id == 0
    return "cpu" if first else f"{platform}:{device.id}"


def _to_strict(data: Array, device: str | None) -> Any:
    strict = importlib.import_module("array_api_strict")
    return strict.asarray(data, device=strict.Device("CPU_DEVICE" if device in (None, "cpu") else device))


def _from_strict(result: Any) -> Array:
    strict = importlib.import_module("array_api_strict")
    return np.asarray(result.to_device(strict.Device("CPU_DEVICE")))


def _strict_name(result: Any) -> str:
    name = str(result.device).split("'")[1]
    return "cpu" if name == "CPU_DEVICE" else name


def _to_cupy(data: Array, device: str | None) -> Any:
    cupy = importlib.import_module("cupy")
    with cupy.cuda.Device(int((device or "cuda:0").rpartition(":")[2])):
        return cupy.asarray(data)


LIBRARIES: dict[str, Library] = {
    "numpy": Library("numpy", "numpy", lambda data, device: data),
    "torch": Library("torch", "torch", _to_torch, _from_torch, differentiates=True),
    "jax": Library(
        "jax.numpy",
        "jax",
        _to_jax,
        device=lambda result: "+".join(sorted(_jax_name(d) for d in result.devices())),
        differentiates=True,
    ),
    "array_api_strict": Library(  # the standard itself has no half precision
        "array_api_strict", "array-api-strict", _to_strict, _from_strict, _strict_name, WIDE
    ),
    "cupy": Library(
        "cupy",
        "cupy",
        _to_cupy,
        lambda result: result.get(),
        lambda result: f"cuda:{result.device.id}",
        ("float64", "float32", "float16"),
    ),
    "dask": Library(
        "dask.array", "dask", lambda data, device: importlib.import_module("dask.array").asarray(data), dtypes=WIDE
    ),
}


# --- what is here ---------------------------------------------------------------------------------------------------


def places_here() -> list[Place]:
    """Every framework and device here. It imports the frameworks that are installed."""
    found = [Place("numpy", dtypes=(*WIDE, *_halves()))]
    for library, places in (("torch", _torch), ("jax", _jax), ("cupy", _cupy)):
        if is_installed(library):
            found += places()
    return found


def _halves() -> tuple[str, ...]:
    """NumPy has no bfloat16 of its own; JAX brings ml_dtypes."""
    return HALF if is_installed("ml_dtypes") else HALF[:1]


def _torch() -> Iterator[Place]:
    torch = importlib.import_module("torch")
    yield Place("torch")
    for i in range(torch.cuda.device_count() if torch.cuda.is_available() else 0):
        yield Place("torch", f"cuda:{i}")
    if torch.backends.mps.is_available():
        yield Place("torch", "mps:0", ("float32", *HALF))


def _jax() -> list[Place]:
    """The devices of the default platform, and the first CPU device. Further CPU devices are copies of it."""
    jax = importlib.import_module("jax")
    others = [] if jax.default_backend() == "cpu" else jax.local_devices()
    return [Place("jax", _jax_name(device)) for device in (jax.local_devices(backend="cpu")[0], *others)]


def _cupy() -> Iterator[Place]:
    try:
        count = importlib.import_module("cupy").cuda.runtime.getDeviceCount()
    except (ImportError, RuntimeError):  # no driver, or none that fits
        return
    for i in range(count):
        yield Place("cupy", f"cuda:{i}")
