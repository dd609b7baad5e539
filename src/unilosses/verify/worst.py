"""The input with the largest error, as text that a person can read and copy."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any

import numpy as np

from ..definition.registry import find
from .vectors import Array, VectorCase, Vectors


@dataclass(frozen=True)
class Worst:
    """Where the largest error is. `vectors.load(loss)` has the case by its id. The numbers here are text."""

    case: str
    note: str
    origin: str
    result: str
    inputs: dict[str, str]
    parameters: dict[str, str]
    computed: str
    truth: str

    @property
    def given(self) -> dict[str, str]:
        """All arguments of the call."""
        return {**self.inputs, **self.parameters}


def worst_at(content: Vectors, case: VectorCase, argument: int | None, computed: float | None, at: int) -> Worst:
    """The input at a position of a result's flat order, where the result is the value or a gradient by an argument.

    Without a computed number the whole case is meant, because there is no result.
    """
    shape = case.value.shape if argument is None else case.arrays[argument].shape
    index: tuple[int, ...] = () if computed is None else tuple(int(i) for i in np.unravel_index(at, shape))
    rows = case.arrays[0].ndim - find(content.loss).event_ndim
    by_row = computed is not None and case.options["reduction"] == "none" and content.kind in ("elementwise", "rowwise")
    row = index[:rows] if by_row else ()
    result = "value" if argument is None else f"gradient by {content.arrays[argument]}"
    inputs = {}
    for i, (name, array) in enumerate(zip(content.arrays, case.arrays, strict=True)):
        key, part = _part(name, array, row)
        inputs[key] = _text(part, case.dtype)
        if i == argument and part.ndim and index:  # the one number in a long row
            inputs[f"{name}[{', '.join(map(str, index))}]"] = _text(array[index], case.dtype)
    for name in ("weight", "where"):
        if name in case.options:
            inputs[name] = _text(case.options[name], case.dtype)
    parameters = {k: _text(v, case.dtype) if isinstance(v, np.ndarray) else _plain(v) for k, v in case.params.items()}
    if case.options["reduction"] != content.reduction:
        parameters["reduction"] = repr(case.options["reduction"])
    truth = case.value if argument is None else (case.gradients or ())[argument]
    origin = case.origin(index[0]) if by_row and index else case.id
    known = computed is not None and truth is not None
    return Worst(
        case.id,
        case.note,
        origin,
        f"{result} at {list(index)}" if index else result,
        inputs,
        parameters,
        number(computed, case.dtype) if computed is not None else "",
        exact(float(truth.near[at]), float(truth.rest[at])) if known and truth is not None else "",
    )


def _part(name: str, array: Array, row: tuple[int, ...]) -> tuple[str, Array]:
    """The part of an array that belongs to a row of the loss: all of it, where it has no axes of the rows."""
    lead = array.shape[: len(row)]
    if not row or not lead or any(i >= n and n != 1 for i, n in zip(row, lead, strict=False)):
        return name, array
    at = tuple(min(i, n - 1) for i, n in zip(row, lead, strict=False))
    return f"{name}[{', '.join(map(str, at))}]", np.asarray(array[at])


def _text(array: Any, dtype: str) -> str:
    array = np.asarray(array)
    if array.dtype.kind != "f":
        return np.array2string(array, threshold=24, edgeitems=6, separator=", ", max_line_width=10**6)
    if array.ndim == 0:
        return number(float(array), dtype)
    return np.array2string(
        array,
        threshold=24,
        edgeitems=6,
        separator=", ",
        max_line_width=10**6,
        formatter={"float_kind": lambda x: shortest(float(x), dtype)},
    )


def _plain(value: Any) -> str:
    return getattr(value, "__name__", "") or repr(value)


def shortest(x: float, dtype: str) -> str:
    """The shortest decimal that rounds to this number in its dtype; in float32 for bfloat16, which NumPy lacks."""
    kind = {"float16": np.float16, "bfloat16": np.float32, "float32": np.float32}.get(dtype, np.float64)
    return str(kind(x))


def number(x: float, dtype: str) -> str:
    """A number in decimal and, with every bit, in hexadecimal."""
    short = shortest(x, dtype)
    return f"{short} = {_hex(x)}" if np.isfinite(x) and x != 0 and not _round(x) else short


def _hex(x: float) -> str:
    """Hexadecimal, without the trailing zeros of a narrow dtype."""
    digits, _, exponent = x.hex().partition("p")
    return f"{digits.rstrip('0').rstrip('.')}p{exponent}"


def _round(x: float) -> bool:
    return abs(x) < 1e6 and float(x).is_integer()


def exact(near: float, rest: float) -> str:
    """The truth in 25 digits: the sum of the nearest number and the rest."""
    if not np.isfinite(near):
        return str(near)
    total = Context(prec=60).add(Decimal(near), Decimal(rest))
    return str(Context(prec=25).plus(total).normalize(Context(prec=25))) if total else str(near)
