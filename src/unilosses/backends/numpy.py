"""NumPy: gradients come from the partials alone."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import array_api_compat.numpy as xp
import numpy as np

from .addresses import address
from .generic import GenericBackend
from .protocol import FEW, Array, Arrays, Behind


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

    types = (np.ndarray, np.memmap)
    address = staticmethod(address)

    def ready(self) -> bool:
        return True

    def recording(self) -> bool:
        return False

    def mode(self) -> Hashable:
        return None

    def told(self, x: Array) -> Hashable:
        return (x.dtype, x.shape, x.strides) if x.dtype.isnative else None

    def on_host(self, arrays: Arrays) -> Arrays | None:
        if not all(type(x) in self.types or isinstance(x, np.generic) for x in arrays):
            return None
        return tuple(np.asarray(x, dtype=x.dtype.newbyteorder("=")) for x in arrays)

    def taken(self, dtype: str, ndim: int) -> Callable[[Array], Array] | None:
        return _number if ndim == 0 else None

    def with_gradient(self, found: Sequence[Array], behind: Behind, values: Arrays, moving: Sequence[Array]) -> Array:
        return found[0]  # nothing asks for more

    def with_pullback(self, value: Array, behind: Behind, values: Arrays, moving: Sequence[Array]) -> Array:
        return value

    def compiled(self, function: Callable[..., Array], arrays: Arrays) -> Callable[..., Array] | None:
        return None

    def num_threads(self) -> int | None:
        return None


def _number(x: Array) -> Array:
    return x[()]


backend = NumpyBackend()
