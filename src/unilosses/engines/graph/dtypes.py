"""Dtypes by their names, and what two of them make together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from .nodes import NUMBER, TRUTH, WHOLE, NotTraced

HALVES = ("float16", "bfloat16")
FLOATING = (*HALVES, "float32", "float64")
SIGNED = ("int8", "int16", "int32", "int64")
UNSIGNED = ("uint8", "uint16", "uint32", "uint64")
INTEGRAL = (*SIGNED, *UNSIGNED)
EVERY = ("bool", *INTEGRAL, *FLOATING)


def kind(dtype: str) -> int:
    """0 for truths, 1 for whole numbers, 2 for floating-point numbers."""
    if dtype in FLOATING or dtype == NUMBER:
        return 2
    return 0 if dtype in ("bool", TRUTH) else 1


def name_of(dtype: Any) -> str:
    """The name of a library's dtype."""
    return _name(type(dtype).__module__, dtype)


@cache  # NumPy takes microseconds to write one; by library first: some mind being compared with others
def _name(library: str, dtype: Any) -> str:
    name = str(dtype).rpartition(".")[2]
    return name if name[0] not in "<>" else str(dtype.newbyteorder("="))  # bytes in another order


def together(dtypes: Sequence[str], default: str) -> str:
    """The dtype of a result; numbers of Python's take the arrays' dtype. `default` is that of Python floats."""
    arrays = {d for d in dtypes if d not in (NUMBER, WHOLE, TRUTH)}
    highest = max(map(kind, dtypes))
    if not arrays:
        return (TRUTH, WHOLE, NUMBER)[highest]
    if max(map(kind, arrays)) < highest:
        if highest == 2:
            return default
        raise NotTraced("truths and a number of Python's have no dtype together")
    found = sorted((d for d in arrays if kind(d) == highest), key=EVERY.index)
    if len(found) > 1 and (highest < 2 or ("bfloat16" in found[:2] and "float16" in found[:2])):
        if highest == 1 and all(d in SIGNED for d in found):
            return found[-1]
        raise NotTraced(f"{' and '.join(found)} have no dtype together")
    if highest == 2 and any(kind(d) == 1 for d in arrays):
        raise NotTraced("whole and floating-point numbers have no dtype together")
    return found[-1]


def bounds(dtype: str) -> tuple[float, float, float]:
    """eps, the largest number and the smallest normal one."""
    return {
        "float16": (2.0**-10, 65504.0, 2.0**-14),
        "bfloat16": (2.0**-7, (2.0 - 2.0**-7) * 2.0**127, 2.0**-126),
        "float32": (2.0**-23, (2.0 - 2.0**-23) * 2.0**127, 2.0**-126),
        "float64": (2.0**-52, (2.0 - 2.0**-52) * 2.0**1023, 2.0**-1022),
    }[dtype]
