"""Arrays in the processor's memory, as the libraries have them: NumPy's arrays and PyTorch's tensors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from ...backends.library import library_of
from . import addresses


class Host(Protocol):
    """What a program asks of a library; `steps` are strides in the library's own unit."""

    def steps(self, x: Any) -> tuple[int, ...]: ...
    def strides(self, x: Any) -> tuple[int, ...]: ...
    def address(self, x: Any) -> int: ...
    def dtype(self, name: str, arrays: Sequence[Any]) -> Any: ...
    def empty(self, shape: tuple[int, ...], dtype: Any) -> Any: ...
    def result(self, x: Any) -> Any: ...


class Arrays:
    """NumPy's."""

    address = staticmethod(addresses.address)

    def steps(self, x: Any) -> tuple[int, ...]:
        found: tuple[int, ...] = x.strides
        return found

    strides = steps

    def dtype(self, name: str, arrays: Sequence[Any]) -> Any:
        if name == "bfloat16":  # of ml_dtypes, which NumPy knows by its object alone; or the bits
            return next((x.dtype for x in arrays if str(x.dtype) == name), np.dtype(np.uint16))
        return np.dtype(name)

    def empty(self, shape: tuple[int, ...], dtype: Any) -> Any:
        return np.empty(shape, dtype)

    def result(self, x: Any) -> Any:
        return x if x.ndim else x[()]


class Tensors:
    """PyTorch's: plain ones, strided, on the CPU, which whoever calls has seen to."""

    def __init__(self, xp: Any) -> None:
        self.xp = xp

    def steps(self, x: Any) -> tuple[int, ...]:
        found: tuple[int, ...] = x.stride()
        return found

    def strides(self, x: Any) -> tuple[int, ...]:
        size = x.element_size()
        return tuple(size * n for n in x.stride())

    def address(self, x: Any) -> int:
        found: int = x.data_ptr()
        return found

    def dtype(self, name: str, arrays: Sequence[Any]) -> Any:
        return getattr(self.xp, name)

    def empty(self, shape: tuple[int, ...], dtype: Any) -> Any:
        return self.xp.empty(shape, dtype=dtype)

    def result(self, x: Any) -> Any:
        return x


NUMPY: Host = Arrays()
_TENSORS: dict[type, Host] = {}


def host_of(x: Any) -> Host:
    if isinstance(x, np.ndarray | np.generic):
        return NUMPY
    found = _TENSORS.get(type(x))
    if found is None:
        found = _TENSORS[type(x)] = Tensors(library_of(x, "the first input").xp)
    return found
