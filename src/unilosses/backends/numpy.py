"""NumPy: gradients come from the partials alone."""

from __future__ import annotations

from collections.abc import Callable

import array_api_compat.numpy as xp
import numpy as np

from .generic import GenericBackend
from .protocol import FEW, Array, Arrays


class NumpyBackend(GenericBackend):
    name = "numpy"
    xp = xp

    def owns(self, cls: type) -> bool:
        return issubclass(cls, np.ndarray | np.generic)

    def differentiates(self, arrays: tuple[Array, ...]) -> bool:
        return False

    def bounds(self, array: Array) -> tuple[int, int] | None:
        if array.ndim == 1 and array.shape[0] <= FEW:
            values = array.tolist()
            values.sort()  # for so few, faster than min and max
            return values[0], values[-1]
        flat = array.ravel()  # the ufuncs' own reductions cost a third of min() and max()
        return int(np.minimum.reduce(flat)), int(np.maximum.reduce(flat))

    def on_host(self, arrays: Arrays) -> Arrays | None:
        if any(type(x) not in (np.ndarray, np.memmap) or not x.dtype.isnative for x in arrays):
            return None
        return tuple(x.view(np.ndarray) for x in arrays)

    def from_host(self, array: Array, like: Array, dtype: str) -> Array:
        return array[()] if array.ndim == 0 else array

    def with_gradient(self, value: Array, grads: Arrays, again: Callable[..., Array], arrays: Arrays) -> Array:
        return value  # nothing asks for more

    def compiled(self, function: Callable[..., Array], arrays: Arrays) -> Callable[..., Array] | None:
        return None

    def num_threads(self) -> int | None:
        return None


backend = NumpyBackend()
