"""The places under test, as an enumeration. What is absent is named at the head of a run (libraries.py)."""

from __future__ import annotations

from enum import Enum
from functools import cache

from unilosses.verify.places import Place


class Backend(Enum):
    """A library on a device."""

    NUMPY = Place("numpy")
    NUMPY_READ_ONLY = Place("numpy", read_only=True)
    STRICT = Place("array_api_strict")
    STRICT_DEVICE1 = Place("array_api_strict", "device1")
    TORCH = Place("torch")
    TORCH_META = Place("torch", "meta", has_values=False)
    TORCH_CUDA = Place("torch", "cuda:0")
    JAX = Place("jax")
    JAX_SECOND_DEVICE = Place("jax", "cpu:1")
    JAX_GPU = Place("jax", "cuda:0")
    CUPY = Place("cupy", "cuda:0")
    DASK = Place("dask")

    @property
    def place(self) -> Place:
        return self.value


@cache
def present() -> tuple[Backend, ...]:
    return tuple(b for b in Backend if b.place.absence() is None)
