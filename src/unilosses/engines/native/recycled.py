"""Memory of large results, which is used again when they are gone: a system takes longer to give fresh pages than a
loss takes to be computed.

What waits here is lent: where memory runs short, the system takes it back without asking.
"""

from __future__ import annotations

import ctypes
import mmap
import weakref
from collections.abc import Callable
from contextlib import suppress
from math import prod
from typing import Any

import numpy as np

# From so many bytes on C libraries give memory back to the system as soon as it is free.
LARGE = 2**25
PAGE = 2**21
# So many blocks wait.
KEPT = 2

_WAITING: list[mmap.mmap] = []
_LENT = hasattr(mmap, "MADV_FREE") and hasattr(mmap, "MADV_HUGEPAGE")


def maker(shape: tuple[int, ...], dtype: Any) -> Callable[[tuple[int, ...], Any], Any]:
    """What makes such arrays: `empty`, or that of NumPy."""
    return np.empty if prod(shape) * dtype.itemsize < LARGE or not _LENT else empty


def empty(shape: tuple[int, ...], dtype: Any) -> Any:
    """A large array as `numpy.empty` makes it."""
    size = prod(shape) * dtype.itemsize
    try:
        block = _block(size)
    except OSError:
        return np.empty(shape, dtype)
    memory = (ctypes.c_char * size).from_buffer(block)
    weakref.finalize(memory, _given_back, block).atexit = False
    return np.ndarray(shape, dtype, memory)


def _block(size: int) -> mmap.mmap:
    for block in tuple(_WAITING):
        if size <= len(block) <= size + size // 4 + PAGE:
            with suppress(ValueError):  # another thread has taken it
                _WAITING.remove(block)
                return block
    block = mmap.mmap(-1, -(-size // PAGE) * PAGE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    with suppress(OSError):  # a system without large pages
        block.madvise(mmap.MADV_HUGEPAGE)
    return block


def _given_back(block: mmap.mmap) -> None:
    with suppress(OSError):
        block.madvise(mmap.MADV_FREE)
    _WAITING.insert(0, block)
    del _WAITING[KEPT:]
