"""The backends under test, as an enumeration. What is absent here is reported by name, never passed over in silence."""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

import ml_dtypes
import numpy as np

HALF = ("float16", "bfloat16")
WIDE = ("float32", "float64")


@dataclass(frozen=True)
class Place:
    """A library, one of its devices, and what it can do there."""

    library: str  # import name
    device: str = "cpu"
    dtypes: tuple[str, ...] = (*WIDE, *HALF)
    has_values: bool = True  # False: shapes and dtypes only
    read_only: bool = False


class Backend(Enum):
    """A library on a device."""

    NUMPY = Place("numpy")
    NUMPY_READ_ONLY = Place("numpy", read_only=True)
    STRICT = Place("array_api_strict", dtypes=WIDE)
    STRICT_DEVICE1 = Place("array_api_strict", device="device1", dtypes=WIDE)
    TORCH = Place("torch")
    TORCH_META = Place("torch", device="meta", has_values=False)
    TORCH_CUDA = Place("torch", device="cuda")
    JAX = Place("jax")
    JAX_SECOND_DEVICE = Place("jax", device="cpu:1")
    JAX_GPU = Place("jax", device="gpu")
    CUPY = Place("cupy", device="cuda", dtypes=("float16", *WIDE))
    DASK = Place("dask.array", dtypes=WIDE)

    @property
    def place(self) -> Place:
        return self.value

    @property
    def differentiates(self) -> bool:
        return self.place.library in ("torch", "jax") and self.place.has_values

    def array(self, data: np.ndarray, dtype: str) -> Any:
        """The data on this backend: integers as they are, floating-point numbers in `dtype`."""
        place = self.place
        kind = data.dtype.kind
        if place.library == "torch":
            torch = importlib.import_module("torch")
            made = (
                torch.tensor(np.array(data))
                if kind in "iub"
                else torch.tensor(np.array(data)).to(getattr(torch, dtype))
            )
            return made.to(place.device)
        if place.library == "jax":
            jax = importlib.import_module("jax")
            device = jax.devices("gpu")[0] if place.device == "gpu" else jax.devices("cpu")[int(place.device[4:] or 0)]
            return jax.device_put(
                jax.numpy.asarray(data if kind in "iub" else data.astype(_numpy_dtype(dtype))), device
            )
        if place.library == "array_api_strict":
            strict = importlib.import_module("array_api_strict")
            device = strict.Device("CPU_DEVICE" if place.device == "cpu" else place.device)
            return strict.asarray(data if kind in "iub" else data.astype(dtype), device=device)
        xp = importlib.import_module(place.library)
        made = xp.asarray(np.array(data) if kind in "iub" else data.astype(_numpy_dtype(dtype)))
        if place.read_only:
            made.setflags(write=False)
        return made

    def flat(self, x: Any) -> np.ndarray:
        """Results as float64 numbers, in flat order."""
        place = self.place
        if place.library == "torch":
            x = x.detach().double().cpu().numpy()
        elif place.library == "cupy":
            x = x.get()
        elif place.library == "array_api_strict" and place.device != "cpu":
            strict = importlib.import_module("array_api_strict")
            x = x.to_device(strict.Device("CPU_DEVICE"))
        return np.asarray(x).astype(np.float64).ravel()

    def describe(self, x: Any) -> tuple[str, str, str]:
        """Library, dtype and device of a result."""
        library = type(x).__module__.partition(".")[0].replace("jaxlib", "jax")
        library = "numpy" if library == "ml_dtypes" else library  # NumPy's bfloat16 scalars
        device = str(next(iter(x.devices()))) if library == "jax" else str(getattr(x, "device", "cpu"))
        return library, str(x.dtype).rpartition(".")[2], device


def _numpy_dtype(dtype: str) -> Any:
    return ml_dtypes.bfloat16 if dtype == "bfloat16" else dtype


@cache
def absence(backend: Backend) -> str | None:
    """Why a backend is not here; None if it is."""
    place = backend.place
    root = place.library.partition(".")[0]
    if importlib.util.find_spec(root) is None:
        return f"{root} is not installed"
    if place.library == "torch" and place.device == "cuda":
        return None if importlib.import_module("torch").cuda.is_available() else "torch sees no CUDA device"
    if place.library == "jax" and place.device == "gpu":
        try:
            importlib.import_module("jax").devices("gpu")
        except RuntimeError:
            return "JAX sees no GPU"
    if place.library == "jax" and place.device == "cpu:1" and len(importlib.import_module("jax").devices("cpu")) < 2:
        return "JAX was started with one CPU device"
    if place.library in ("cupy", "dask.array"):
        try:
            importlib.import_module(place.library)
        except ImportError as error:
            return str(error)
    return None


def present() -> list[Backend]:
    return [b for b in Backend if absence(b) is None]


def report() -> str:
    """One line for the head of a test run."""
    missing = [f"{b.name} ({absence(b)})" for b in Backend if absence(b) is not None]
    return f"backends: {', '.join(b.name for b in present())}; absent: {', '.join(missing) or 'none'}"
