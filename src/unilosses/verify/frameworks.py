"""The frameworks and devices found here. Nothing else in this folder imports a framework, and this only when asked."""

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
class Place:
    """A framework on one of its devices, and the dtypes that it computes in there.

    JAX has float64 where `jax_enable_x64` is set, and within `float64_enabled()`.
    """

    backend: str
    device: str = "cpu"
    dtypes: tuple[str, ...] = (*WIDE, *HALF)

    def __str__(self) -> str:
        return f"{self.backend} {self.device}"

    def array(self, data: Array, dtype: str) -> Any:
        """The data here: floating-point numbers in `dtype`, integers and booleans as they are."""
        exact = data.dtype.kind in "iub"
        if self.backend == "torch":
            torch = importlib.import_module("torch")
            # A copy: torch refuses what is read-only, and shares what is not. float64 holds every other dtype.
            made = torch.tensor(np.array(data if exact else data.astype(np.float64)))
            return made.to(self.device) if exact else made.to(getattr(torch, dtype)).to(self.device)
        host = np.array(data) if exact else data.astype(_numpy_dtype(dtype))
        if self.backend == "jax":
            return importlib.import_module("jax").device_put(host, self._jax_device())
        if self.backend == "cupy":
            cupy = importlib.import_module("cupy")
            with cupy.cuda.Device(int(self.device.rpartition(":")[2])):
                return cupy.asarray(host)
        return host

    def numpy(self, array: Any) -> Array:
        """A result as float64 numbers in flat order."""
        if hasattr(array, "detach"):
            array = array.detach().to("cpu")  # Metal has no float64 to convert to
            array = array.double().numpy()
        elif self.backend == "cupy" and hasattr(array, "get"):
            array = array.get()
        return np.asarray(array).astype(np.float64).ravel()

    def describe(self, array: Any) -> tuple[str, str, str]:
        """Library, dtype and device of an array, the device named as that of a place is."""
        library = type(array).__module__.partition(".")[0].replace("jaxlib", "jax")
        library = "numpy" if library in ("ml_dtypes", "builtins") else library  # bfloat16 scalars, Python's float
        dtype = str(getattr(array, "dtype", type(array).__name__)).rpartition(".")[2]
        if library == "jax":
            return library, dtype, "+".join(sorted(_jax_name(d) for d in array.devices()))
        device: Any = getattr(array, "device", "cpu")
        return library, dtype, f"cuda:{device.id}" if library == "cupy" else str(device)

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

    def _jax_device(self) -> Any:
        return next(device for device in _jax_devices() if _jax_name(device) == self.device)


def frameworks() -> list[Place]:
    """Every framework and device here. It imports the frameworks that are installed."""
    found = [Place("numpy", dtypes=(*WIDE, *_halves()))]
    for backend, places in (("torch", _torch), ("jax", _jax), ("cupy", _cupy)):
        if importlib.util.find_spec(backend) is not None:
            found += places()
    return found


def _halves() -> tuple[str, ...]:
    """NumPy has no bfloat16 of its own; JAX brings ml_dtypes."""
    return HALF if importlib.util.find_spec("ml_dtypes") is not None else HALF[:1]


def _numpy_dtype(dtype: str) -> Any:
    return importlib.import_module("ml_dtypes").bfloat16 if dtype == "bfloat16" else dtype


def _torch() -> Iterator[Place]:
    torch = importlib.import_module("torch")
    yield Place("torch")
    for i in range(torch.cuda.device_count() if torch.cuda.is_available() else 0):
        yield Place("torch", f"cuda:{i}")
    if torch.backends.mps.is_available():
        yield Place("torch", "mps:0", ("float32", *HALF))


def _jax() -> list[Place]:
    return [Place("jax", _jax_name(device)) for device in _jax_devices()]


def _jax_devices() -> list[Any]:
    """Those of the default platform and the CPU, of which further devices are only copies."""
    jax = importlib.import_module("jax")
    others = [] if jax.default_backend() == "cpu" else jax.local_devices()
    return [jax.local_devices(backend="cpu")[0], *others]


def _jax_name(device: Any) -> str:
    """ "cpu" for the first CPU device, as everywhere; else the platform and the number: "cuda:0"."""
    platform = "cuda" if device.platform == "gpu" else device.platform
    first = platform == "cpu" and device.id == 0
    return "cpu" if first else f"{platform}:{device.id}"


def _cupy() -> Iterator[Place]:
    try:
        count = importlib.import_module("cupy").cuda.runtime.getDeviceCount()
    except (ImportError, RuntimeError):  # no driver, or none that fits
        return
    for i in range(count):
        yield Place("cupy", f"cuda:{i}", ("float64", "float32", "float16"))
