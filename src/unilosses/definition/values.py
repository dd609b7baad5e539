"""A hyper-parameter or an option, held against its kind. A message says what came and what is expected."""

from __future__ import annotations

import numbers
import operator
from collections.abc import Sequence
from types import NoneType
from typing import Any

import numpy as np

from .kinds import Item, Kind, Shape

# What a kernel takes as it is. Asked for by type: of a number that is a symbol of torch.compile's, nothing else can be.
PLAIN = (float, int, str, NoneType)
# Bound once, as every call asks for them: to look a member up in its enum takes 60 ns.
# Tuples: torch.compile cannot trace a union of types.
NUMBERS, BOOLEANS = (numbers.Real, np.generic), (bool, np.bool_)
REAL, INTEGER, BOOL, STRING, FUNCTION = Item.REAL, Item.INTEGER, Item.BOOL, Item.STRING, Item.FUNCTION


def hyper_parameter(loss: str, name: str, value: Any, kind: Kind) -> Any:
    """The value as kernels take it (a Python float, a tuple, an array); ValueError or TypeError if it cannot be."""
    if type(value) is float and kind.item is REAL and value in kind.interval:  # the common case, kept short
        return value
    if value is None and kind.optional:
        return None
    if isinstance(value, str) and value in kind.choices:
        return value
    if kind.sequences and not isinstance(value, str) and isinstance(value, Sequence):
        if not value and not kind.empty:
            raise ValueError(f"{loss}: {name} must be {kind}, got {value!r}")
        return tuple(_entry(loss, name, v, kind) for v in value)
    # Python's own numbers first: of those that are symbols of torch.compile's, nothing else can be asked.
    if kind.shape is not Shape.NONE and not isinstance(value, NUMBERS) and hasattr(value, "dtype"):
        return value
    if not kind.numbers:
        raise _wrong(loss, name, value, kind)
    return _entry(loss, name, value, kind)


def _entry(loss: str, name: str, value: Any, kind: Kind) -> Any:
    """A single entry as the kind has it."""
    if kind.item is STRING:  # none of the choices
        raise ValueError(f"{loss}: {name} must be {kind}, got {value!r}")
    if kind.item is INTEGER:
        if isinstance(value, bool) or not hasattr(value, "__index__"):
            raise _wrong(loss, name, value, kind)
        return _in_interval(loss, name, operator.index(value), kind)
    if kind.item is BOOL or kind.item is FUNCTION:
        if not (isinstance(value, BOOLEANS) if kind.item is BOOL else callable(value)):
            raise _wrong(loss, name, value, kind)
        return bool(value) if kind.item is BOOL else value
    if _is_real(value):
        # NumPy's scalars too: as Python floats they promote nothing.
        return _in_interval(loss, name, float(value), kind)
    if hasattr(value, "dtype") and not isinstance(value, np.generic):
        return value
    raise _wrong(loss, name, value, kind)


def _is_real(value: Any) -> bool:
    """Whether a value is a real number; NumPy's booleans, complex numbers and time spans are none."""
    if isinstance(value, np.generic):
        return value.dtype.kind in "iuf" or value.dtype.name == "bfloat16"
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def _in_interval(loss: str, name: str, value: Any, kind: Kind) -> Any:
    if value in kind.interval:
        return value
    asked = kind if kind.item is INTEGER else f"in {kind.interval}"
    raise ValueError(f"{loss}: {name} must be {asked}, got {value!r}")


def _wrong(loss: str, name: str, value: Any, kind: Kind) -> TypeError:
    several = kind.item is not REAL or kind.optional or kind.sequences
    asked = kind if several else f"a number in {kind.interval}"
    return TypeError(f"{loss}: {name} must be {asked}, got {value!r}")


def taken_as_it_is(loss: str, name: str, value: Any, kind: Kind) -> bool:
    """Whether a kernel takes a value without a look at any array: a plain one that its kind allows."""
    if not isinstance(value, PLAIN) or (kind.item is REAL and isinstance(value, str)):  # "finfo" is the dtype's
        return False
    try:
        return hyper_parameter(loss, name, value, kind) is value
    except (TypeError, ValueError):  # said when the loss is called without it
        return False
