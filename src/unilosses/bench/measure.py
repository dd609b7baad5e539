"""Times of calls that alternate, their ratios, and the memory that a call takes."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Call = Callable[[], Any]

# Seconds for all the calls of one comparison; one sample is a block of calls of at least so many seconds.
BUDGET, BLOCK = 0.6, 2e-4
FEWEST, MOST = 5, 101
STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def compare(calls: Mapping[str, Call], first: str = "ours") -> dict[str, dict[str, float]]:
    """Of each call the median of its milliseconds, and how many times as long `first` took: median and quartiles.

    The calls alternate, so that what else the machine does falls on all of them.
    """
    blocks = {name: _block(call) for name, call in calls.items()}
    once = sum(_seconds(call, blocks[name]) for name, call in calls.items())
    samples: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(max(FEWEST, min(MOST, int(BUDGET / once)))):
        for name, call in calls.items():
            samples[name].append(_seconds(call, blocks[name]) / blocks[name])
    return {name: _summary(samples[first], found) for name, found in samples.items()}


def is_there(call: Call) -> bool:
    """Whether a peer has that loss for these data: PyTorch has no ctc in bfloat16."""
    try:
        call()
    except NotImplementedError:
        return False
    return True


def _summary(ours: list[float], theirs: list[float]) -> dict[str, float]:
    low, middle, high = statistics.quantiles([a / b for a, b in zip(ours, theirs, strict=True)], n=4)
    return {"ms": 1000 * statistics.median(theirs), "ratio": middle, "ratio_low": low, "ratio_high": high}


def _block(call: Call) -> int:
    """How many calls make a sample, after two that warm up."""
    call()
    call()
    return max(1, round(BLOCK / max(_seconds(call, 1), 1e-7)))


def _seconds(call: Call, times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        call()
    return time.perf_counter() - start


def peak_bytes(call: Call) -> int | None:
    """How much memory a call takes beyond what the process holds; None where the system does not say."""
    call()
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):  # what is free goes back to the system, where it is glibc's
        ctypes.CDLL(None).malloc_trim(0)
    try:
        CLEAR.write_text("5")  # the peak begins anew
    except OSError:
        return None
    before = _status("VmRSS")
    call()
    return max(0, _status("VmHWM") - before)


def _status(field: str) -> int:
    (line,) = (x for x in STATUS.read_text().splitlines() if x.startswith(f"{field}:"))
    return 1024 * int(line.split()[1])
