"""Teams of PyTorch's own threads, where it has been imported: those that wait for its next operation keep a core busy,
and a thread of one's own would wait for them to sleep.
"""

from __future__ import annotations

import ctypes
import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

_FORKED: list[bool] = []


class Runtime(NamedTuple):
    """OpenMP's functions, as GCC's compilers call them; LLVM's and Intel's libraries have them too."""

    parallel: Any
    """Calls a function with an address on each thread of a team of at most so many."""
    number: int
    """The address of what tells a thread its number in the team,"""
    size: int
    """and of what tells how many there are."""


def runtime() -> Runtime | None:
    """That of PyTorch; a child has none of its parent's threads, and the library does not know it."""
    torch = sys.modules.get("torch")
    if torch is None or _FORKED or not sys.platform.startswith("linux"):
        return None
    return _runtime(str(torch.__file__))


@lru_cache(maxsize=1)
def _runtime(file: str) -> Runtime | None:
    try:
        library = ctypes.CDLL(str(Path(file).parent / "lib" / "libtorch_cpu.so"))
        parallel, number, count = (
            library[name] for name in ("GOMP_parallel", "omp_get_thread_num", "omp_get_num_threads")
        )
    except (OSError, AttributeError):
        return None
    parallel.argtypes, parallel.restype = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint, ctypes.c_uint], None
    return Runtime(parallel, *(ctypes.cast(f, ctypes.c_void_p).value or 0 for f in (number, count)))


def text(number: int) -> str:
    """The function of a thread: of the units that there are, those that fall to it by its number."""
    names = ("args", "units", "number", "count", "scratch", "room")
    lines = []
    for slot, name in enumerate(names):
        kind = "i64" if name in ("units", "room") else "ptr"
        lines += [
            f"  %at_{name} = getelementptr i64, ptr %given, i64 {slot}",
            f"  %{name} = load {kind}, ptr %at_{name}",
        ]
    return "\n".join(
        [
            f"define void @team{number}(ptr %given) #0 {{",
            *lines,
            "  %own = call i32 %number()",
            "  %all = call i32 %count()",
            "  %i = zext i32 %own to i64",
            "  %n = zext i32 %all to i64",
            "  %i1 = add i64 %i, 1",
            "  %before = mul i64 %units, %i",
            "  %behind = mul i64 %units, %i1",
            "  %first = udiv i64 %before, %n",
            "  %last = udiv i64 %behind, %n",
            "  %from = mul i64 %room, %i",
            "  %at = getelementptr double, ptr %scratch, i64 %from",
            "  %some = icmp ult i64 %first, %last",
            "  br i1 %some, label %work, label %done",
            "work:",
            f"  call void @pass{number}(ptr %args, i64 %first, i64 %last, ptr %at)",
            "  br label %done",
            "done:",
            "  ret void",
            "}",
        ]
    )


def run(found: Runtime, function: Any, args: Any, units: int, scratch: int, room: int, threads: int) -> None:
    """A pass by a team: its function, its arguments, how much there is to do, and where each thread's scratch lies."""
    given = (ctypes.c_int64 * 6)(ctypes.addressof(args), units, found.number, found.size, scratch, room)
    found.parallel(function, ctypes.addressof(given), threads, 0)


def _forget() -> None:
    _FORKED.append(True)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
