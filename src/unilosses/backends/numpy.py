"""NumPy: gradients come from the partials alone."""

from __future__ import annotations

import array_api_compat.numpy as xp
import numpy as np

from .generic import GenericBackend
from .protocol import FEW, Array


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


backend = NumpyBackend()
