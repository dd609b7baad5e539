"""What all calls of a program with the same shapes, layouts and numbers have in common."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from ...backends.addresses import address
from ...settings import num_threads
from . import teams, threads

# So many parts of a total have a place behind the arguments.
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
    """What a program is given, but for the addresses of a call's arrays and outputs; and how its passes run."""

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
        self._units, self._room = units, room
        self.alone = work < threads.WORTHWHILE and not room
        """Whether one thread does all, without scratch."""
        values = list(values)
        self.parts: list[tuple[int, int]] = []
        """Of totals of few parts, the slot that says where they go, and where that is behind the slots, in bytes."""
        self.long_parts: list[tuple[int, int]] = []
        """Of the others, the slot, and how many there are."""
        for slot, size in parts:
            if size > SMALL:
                self.long_parts.append((slot, size))
                continue
            self.parts.append((slot, 8 * len(values)))
            values += [0] * size
        self._fixed = struct.pack(f"<{len(values)}q", *values)
        self._new = (ctypes.c_int64 * len(values)).from_buffer_copy

    def arguments(self) -> Any:
        """All slots, and what parts are behind them."""
        return self._new(self._fixed)

    def go(self, args: Any, most: int | None = None) -> None:
        """All passes, by at most so many threads."""
        most = num_threads() if most is None else most
        scratch = np.empty((most, self._room)) if self._room else None
        at = 0 if scratch is None else address(scratch)
        team = teams.runtime() if most > 1 else None
        for (loop, on_team, finish), units in zip(self.functions.passes, self._units, strict=True):
            if team is not None and units > 1:
                teams.run(team, on_team, args, units, at, self._room, min(most, units))
                finish(args)
                continue

            def work(first: int, last: int, thread: int, loop: Any = loop) -> None:
                loop(args, first, last, at + 8 * self._room * thread)

            threads.split(work, units, most)
            finish(args)
        self.functions.numbers(args)
