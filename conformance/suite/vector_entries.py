"""The entries of the files of `vectors/`: calls, and their truth from the oracle, before they become text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .hard_inputs import Case, gradient_truth, value_truth
from .proofs import ORACLES
from .tables import gradient_tables, value_table

DTYPES = ("float64", "float32", "float16", "bfloat16")


@dataclass(frozen=True)
class Exact:
    """True results in flat order, the scale of each, and where a bound is claimed."""

    numbers: list[Any]
    scales: list[Any]
    claimed: np.ndarray
    shape: tuple[int, ...]


@dataclass(frozen=True)
class Entry:
    """One call and its results."""

    case: Case
    dtype: str
    value: Exact
    gradients: list[Exact | None] | None
    options: dict[str, Any] = field(default_factory=dict)


def entry(loss: str, case: Case, dtype: str) -> Entry:
    """A case of the hard inputs as it is: unreduced, or the sum of a penalty."""
    total = loss.endswith("_penalty")
    numbers, scales = value_truth(loss, case, dtype)
    shape = () if total else case.arrays[0].shape[: 1 if len(numbers) > 1 or ORACLES[loss].kind != "penalty" else 0]
    value = Exact(numbers, scales, value_table(loss, case, dtype).claimed, shape)
    if len(numbers) != int(np.prod(shape)):
        raise ValueError(f"{loss} {case.id}: {len(numbers)} values, which have not the shape {shape}")
    gradients = None
    if case.gradient:
        both = zip(case.arrays, gradient_truth(loss, case, dtype), gradient_tables(loss, case, dtype), strict=True)
        gradients = [t and Exact(*t, table.claimed, a.shape) for a, t, table in both]
    return Entry(case, dtype, value, gradients)
