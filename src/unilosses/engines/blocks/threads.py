"""Threads that work through pieces of a task. NumPy releases the interpreter while it is in an array."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

_POOLS: dict[int, ThreadPoolExecutor] = {}
# The threads of a process do not live on in its children.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_POOLS.clear)


def each(worker: Callable[[], Callable[[int], Any]], pieces: int, threads: int) -> None:
    """Have every piece done once, by `worker()` of each thread; which thread does which is left open."""
    threads = min(threads, pieces)
    numbers = itertools.count()

    def work() -> None:
        do = worker()
        for i in iter(numbers.__next__, None):
            if i >= pieces:
                return
            do(i)

    others = [_pool(threads - 1).submit(copy_context().run, work) for _ in range(threads - 1)]
    try:
        work()
    finally:
        for other in others:
            other.result()


def _pool(size: int) -> ThreadPoolExecutor:
    found = _POOLS.get(size)
    if found is None:
        found = _POOLS[size] = ThreadPoolExecutor(size, thread_name_prefix="unilosses")
    return found
