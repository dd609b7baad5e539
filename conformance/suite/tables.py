"""The truth of a case as NumPy arrays, so that thousands of distances take one pass.

A truth of 50 digits is held as two numbers: the nearest float64 and the rest. So the difference to a computed number is
exact to far below an ulp of float64.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from mpmath import mp, mpf

from unilosses.verify.vectors import ulp_exponent

from . import hard_inputs, tolerances
from .hard_inputs import Case, gradient_truth, value_truth
from .ulp import FORMATS, MARGIN, dtype_name, largest_finite, smallest_normal


@dataclass(frozen=True)
class Table:
    """True results in flat order: near + rest, the scale of terms that cancel, and where a bound is claimed."""

    near: np.ndarray
    rest: np.ndarray
    scale: np.ndarray
    claimed: np.ndarray

    def distances(self, computed: np.ndarray, dtype: str) -> np.ndarray:
        """Errors in ulp at the larger of truth and scale; inf where one is NaN or infinite and the other is not."""
        bits = FORMATS[dtype][0]
        assert computed.shape == self.near.shape, f"{computed.size} results for {self.near.size} truths"
        exponent = ulp_exponent(self.near, self.rest, self.scale, dtype)
        with np.errstate(all="ignore"):
            distance = np.ldexp(np.abs((computed - self.near) - self.rest), -exponent) * 2.0 ** (bits - 1)
        finite = np.isfinite(computed) & np.isfinite(self.near)
        # For a truth beyond the largest number, the infinity of its sign is right.
        beyond = np.isinf(computed) & (np.abs(self.near) > float(largest_finite(dtype)))
        same = (computed == self.near) | (beyond & (np.sign(computed) == np.sign(self.near)))
        same |= np.isnan(computed) & np.isnan(self.near)
        return np.where(finite, distance, np.where(same, 0.0, np.inf))


def table_of(truths: list[Any], scales: list[Any], dtype: str) -> Table:
    near = np.array([float(t) for t in truths])
    with mp.workprec(300):
        scale = np.array([_binade(s) for s in scales])
        rest = np.array([float(t - mpf(n)) if np.isfinite(n) else 0.0 for t, n in zip(truths, near, strict=True)])
    least = MARGIN[dtype] * float(smallest_normal(dtype))
    claimed = (near == 0) | ~(np.abs(near) < least) | (scale >= least)
    return Table(near, rest, scale, claimed)


def _binade(scale: Any) -> float:
    """The power of two at or below a scale. Rounding to nearest could double the ulp."""
    if scale is None or scale == 0 or not mp.isfinite(scale):
        return 0.0
    return float(mp.ldexp(1, mp.frexp(abs(scale))[1] - 1))


def forget() -> None:
    """Empty the caches of truths, when the tests of another loss begin."""
    hard_inputs.forget()
    value_table.cache_clear()
    gradient_tables.cache_clear()


@cache
def value_table(loss: str, case: Case, dtype: str) -> Table:
    """The unreduced values of a case (the one sum of a penalty)."""
    table = table_of(*value_truth(loss, case, dtype), dtype_name(dtype))
    outside = tolerances.outside_claims(loss, case, "value", dtype)
    return table if outside is None else Table(table.near, table.rest, table.scale, table.claimed & ~outside.ravel())


@cache
def gradient_tables(loss: str, case: Case, dtype: str) -> list[Table | None]:
    """The gradient of the sum of a case by each array; None for index labels."""
    tables: list[Table | None] = []
    for i, truth in enumerate(gradient_truth(loss, case, dtype)):
        if truth is None:
            tables.append(None)
            continue
        table = table_of(*truth, dtype_name(dtype))
        outside = tolerances.outside_claims(loss, case, "gradient", dtype, i)
        if outside is not None:
            table = Table(table.near, table.rest, table.scale, table.claimed & ~outside.ravel())
        tables.append(table)
    return tables
