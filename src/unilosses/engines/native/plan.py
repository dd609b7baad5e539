"""What all calls of a program with the same shapes, layouts and numbers have in common."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from ...backends.addresses import address
from ...settings import num_threads
from . import recycled, teams, threads

# So many parts of totals have a place beside the arguments.
SMALL = 64


class Made(NamedTuple):
    """An output, which each call makes anew."""

    slot: int
    name: str
    shape: tuple[int, ...]
    dtype: Any


class Functions(NamedTuple):
    """The compiled functions of a program, and what they are functions of: their code is there as long as it is."""

    compiled: Any
    run: Callable[..., None]
    passes: Sequence[tuple[Callable[..., None], Any, Callable[..., None]]]
    """Of each pass: units of it on this thread, what each thread of a team calls, and what puts its parts together."""
    numbers: Callable[..., None]


class Plan:
    """Called with the addresses of a program's arrays, in their order, it gives the outputs, as arrays of NumPy."""

    def __init__(
        self,
        functions: Functions,
        values: Sequence[int],
        arrays: Sequence[tuple[int, int]],
        outputs: Sequence[Made],
        parts: Sequence[tuple[int, int]],
        units: Sequence[int],
        room: int,
        work: int,
    ) -> None:
        self.functions, self.arrays, self.outputs = functions, arrays, outputs
        self.units, self.room = units, room
        self.threads_pay = work >= threads.WORTHWHILE
        self.parts = parts
        """Of each total, the slot that says where its parts go, and how many there are."""
        self.small: list[tuple[int, int]] | None = None
        """Where parts lie behind the slots, if they are few and one thread does all."""
        values = list(values)
        if not self.threads_pay and not room and sum(size for _, size in parts) <= SMALL:
            self.small = []
            for slot, size in parts:
                self.small.append((slot, 8 * len(values)))
                values += [0] * size
        self._fixed = struct.pack(f"<{len(values)}q", *values)
        self._new = (ctypes.c_int64 * len(values)).from_buffer_copy

    def __call__(self, addresses: Sequence[int], most: int | None = None) -> list[Any]:
        """By at most so many threads."""
        args = self._new(self._fixed)
        for slot, k in self.arrays:
            args[slot] = addresses[k]
        outputs, empty = [], np.empty if self.small is not None else recycled.empty
        for slot, _, shape, dtype in self.outputs:
            out = empty(shape, dtype)
            outputs.append(out)
            args[slot] = address(out)
        if self.small is None:
            self._in_threads(args, num_threads() if most is None else most)
        else:
            at = ctypes.addressof(args)
            for slot, offset in self.small:
                args[slot] = at + offset
            self.functions.run(args, None)
        return outputs

    def _in_threads(self, args: Any, most: int) -> None:
        most = most if self.threads_pay else 1
        scratch = np.empty((most, max(self.room, 1)))
        parts = [np.empty(size) for _, size in self.parts]
        for (slot, _), x in zip(self.parts, parts, strict=True):
            args[slot] = address(x)
        team = teams.runtime() if most > 1 else None
        for (loop, on_team, finish), units in zip(self.functions.passes, self.units, strict=True):
            if team is not None and units > 1:
                teams.run(team, on_team, args, units, address(scratch), scratch.shape[1], min(most, units))
                finish(args)
                continue

            def work(first: int, last: int, thread: int, loop: Any = loop) -> None:
                loop(args, first, last, address(scratch[thread]))

            threads.split(work, units, most)
            finish(args)
        self.functions.numbers(args)
