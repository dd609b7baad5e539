"""A few threads of one's own. What they compute does not depend on how many there are."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

# Handing work over takes as long as this many sums do.
WORTHWHILE = 2**16

_LOCK = Lock()
_POOL: list[ThreadPoolExecutor] = []


def _pool(workers: int) -> ThreadPoolExecutor:
    with _LOCK:
        if not _POOL or _POOL[0]._max_workers < workers:
            for old in _POOL:
                old.shutdown(wait=False)
            _POOL[:] = [ThreadPoolExecutor(workers, thread_name_prefix="unilosses")]
        return _POOL[0]


def split(work: Callable[[int, int, int], None], units: int, threads: int) -> None:
    """Call work(first, last, thread) for pieces that make up all units, a thread for each."""
    threads = max(1, min(threads, units))
    bounds = [units * t // threads for t in range(threads + 1)]
    if threads == 1:
        work(0, units, 0)
        return
    pool = _pool(threads - 1)
    others = [pool.submit(work, bounds[t], bounds[t + 1], t) for t in range(1, threads)]
    try:
        work(bounds[0], bounds[1], 0)
    finally:
        for other in others:
            other.result()


def _forget() -> None:
    """A child has none of its parent's threads."""
    global _LOCK
    _LOCK = Lock()
    _POOL.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
