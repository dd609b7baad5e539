"""What a loss and its gradient have to be: the 50-digit oracle, cell by cell, in the shape of the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from mpmath import mp, mpf

from unilosses.verify.batches import resolved

from .proofs import ORACLES


def truth(loss: Any, *data: Any, argnum: int = 0, dtype: str = "float64", **params: Any) -> dict[str, Any]:
    """Unreduced value, gradient by one argument, and the scale of each: keywords for `check(..., reduction="none")`.

    Rows are along the last axis. The data are taken at their value as float64 numbers: give what the dtype can hold.
    """
    oracle = ORACLES[loss.__name__]
    columns = [np.asarray(x) for x in data]
    shape = columns[0].shape
    if oracle.kind == "rowwise":
        rows = shape[:-1]
        columns = [c.reshape(-1, shape[-1]) if c.shape == shape else np.broadcast_to(c, rows).ravel() for c in columns]
    else:
        rows = shape
        columns = [np.broadcast_to(c, shape).ravel() for c in columns]
    cells = list(zip(*[c.tolist() for c in columns], strict=True))
    params = resolved(params, dtype)
    values = [oracle.value_with_scale(*cell, **params) for cell in cells]
    grads = [oracle.gradient_with_scale(*cell, **params) for cell in cells]
    by = [(g[argnum], s[argnum]) for g, s in grads]
    wanted = shape if np.size(by[0][0] if cells else 0) > 1 or np.shape(data[argnum]) == shape else rows
    return {
        "value": _array([v for v, _ in values], rows),
        "scale": _array([s for _, s in values], rows),
        "grad": _array([g for g, _ in by], wanted),
        "grad_scale": _array([s for _, s in by], wanted),
    }


def mean(numbers: Any, by: Any = None) -> mpf:
    """Sum divided by the count, or by the given number."""
    flat = np.asarray(numbers, dtype=object).ravel().tolist()
    with mp.workdps(60):
        return mp.fsum(flat) / (len(flat) if by is None else mpf(by))


def _array(numbers: Sequence[Any], shape: tuple[int, ...]) -> np.ndarray:
    return np.asarray(list(numbers), dtype=object).reshape(shape)
