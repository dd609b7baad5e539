"""A plan as a function of a call's values, with its steps written out: in short calls they take longest."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from ...backends.addresses import address as own_address
from ...settings import checks_enabled
from . import recycled
from .plan import Plan

Taken = Callable[[Any], Any]
"""What makes an array of NumPy's one of a library's."""
Run = Callable[..., "Sequence[Any] | None"]
"""Of the values of a call, and of how many threads there may be."""


class Call(NamedTuple):
    """What calls of one kind have, and want."""

    places: Sequence[int | None]
    """Where the program's arrays stand among the values; None for those that are the same in all calls."""
    constants: Sequence[Any]
    """These, and None for the others."""
    address: Callable[[Any], int]
    wanted: Sequence[tuple[str, Taken | None]]
    """Outputs by name, and what they become."""


def caller(plan: Plan, given: Call) -> Run:
    """It gives what is wanted, or None if an argument is not valid and that is not asked for."""
    arguments, moving = plan.arguments(), []
    for slot, k in plan.arrays:
        place, constant = given.places[k], given.constants[k]
        if place is None:
            arguments[slot] = own_address(constant)
        else:
            moving.append((slot, place))
    names, asked = [made.name for made in plan.outputs], [name for name, _ in given.wanted]
    checked = "valid" in names and "valid" not in asked
    shape = _Shape(
        arrays=len(moving),
        outputs=len(names),
        wanted=tuple((names.index(name), how is None) for name, how in given.wanted),
        valid=names.index("valid") if checked else None,
        parts=len(plan.parts),
        long_parts=len(plan.long_parts),
        alone=plan.alone,
    )
    known: dict[str, Any] = {}
    for i, (slot, place) in enumerate(moving):
        known |= {f"slot{i}": slot, f"place{i}": place}
    for i, (slot, offset) in enumerate(plan.parts):
        known |= {f"part{i}": slot, f"at{i}": offset}
    for i, (slot, size) in enumerate(plan.long_parts):
        known |= {f"long{i}": slot, f"size{i}": size}
    for i, (slot, _, shape_, dtype) in enumerate(plan.outputs):
        known |= {f"output{i}": slot, f"shape{i}": shape_, f"dtype{i}": dtype}
        known[f"empty{i}"] = recycled.maker(shape_, dtype)
    known |= {f"take{i}": how for i, (_, how) in enumerate(given.wanted) if how is not None}
    go = plan.functions.run if plan.alone else plan.go
    copy = type(arguments).from_buffer_copy
    found: Run = _maker(shape)(copy, bytes(arguments), go, given.address, (plan, given), **known)
    return found


class _Shape(NamedTuple):
    """What such functions have in common."""

    arrays: int
    outputs: int
    wanted: tuple[tuple[int, bool], ...]
    """Which output, and whether it stays as it is."""
    valid: int | None
    parts: int
    long_parts: int
    alone: bool

    def names(self) -> list[str]:
        """What there is of each."""
        each = [
            (self.arrays, ("slot", "place")),
            (self.parts, ("part", "at")),
            (self.long_parts, ("long", "size")),
            (self.outputs, ("output", "empty", "shape", "dtype")),
        ]
        found = [f"{name}{i}" for n, names in each for i in range(n) for name in names]
        return found + [f"take{i}" for i, (_, same) in enumerate(self.wanted) if not same]


@cache
def _maker(shape: _Shape) -> Callable[..., Run]:
    lines = [
        f"def make(copy, fixed, go, address, kept, {', '.join(shape.names())}):",
        " def call(values, most=None, kept=kept):",
        "  args = copy(fixed)",
        *[f"  args[slot{i}] = address(values[place{i}])" for i in range(shape.arrays)],
    ]
    for i in range(shape.outputs):
        lines += [f"  x{i} = empty{i}(shape{i}, dtype{i})", f"  args[output{i}] = own_address(x{i})"]
    if shape.parts:
        lines.append("  here = addressof(args)")
    lines += [f"  args[part{i}] = here + at{i}" for i in range(shape.parts)]
    for i in range(shape.long_parts):
        lines += [f"  p{i} = array(size{i})", f"  args[long{i}] = own_address(p{i})"]
    lines.append("  go(args, None)" if shape.alone else "  go(args, most)")
    if shape.valid is not None:
        lines.append(f"  if not x{shape.valid} and checks_enabled(): return None")
    made = [f"x{k}" if same else f"take{i}(x{k})" for i, (k, same) in enumerate(shape.wanted)]
    lines += [f"  return ({', '.join(made)},)", " return call"]
    known: dict[str, Any] = {
        "addressof": ctypes.addressof,
        "array": np.empty,
        "checks_enabled": checks_enabled,
        "own_address": own_address,
    }
    exec("\n".join(lines), known)  # noqa: S102 - of names of our own
    found: Callable[..., Run] = known["make"]
    return found
