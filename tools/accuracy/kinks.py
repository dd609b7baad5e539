"""Where a gradient jumps: there each library has a convention of its own, and none is an error."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from conformance.suite.hard_inputs import Case
from conformance.suite.proofs import ORACLES
from mpmath import mp, mpf

from unilosses.verify.batches import resolved

# Relative, and for 0 absolute: far below every dtype, far above what the oracle rounds.
STEP = mpf(2) ** -120
SMOOTH = mpf(2) ** -50


@cache
def jumps(loss: str, case: Case, dtype: str, row: int) -> tuple[np.ndarray | None, ...]:
    """For each array, which components of the row's gradient change when all of its numbers change by next to nothing.

    A row of a coupled loss, or of a penalty, is all of it.
    """
    oracle = ORACLES[loss]
    arguments: list[Any] = [a.tolist() if is_whole(loss) else a[row].tolist() for a in case.arrays]
    if oracle.kind == "penalty":
        arguments = [a.ravel().tolist() for a in case.arrays]
    params = resolved(case.params, dtype)
    found: list[Any] = []
    with mp.workprec(3000):
        try:
            found = [
                oracle.gradient(*(_moved(a, by, pattern, 50 * i) for i, a in enumerate(arguments)), **params)
                for by, pattern in ((0, 1), (STEP, 37), (-STEP, 37), (STEP, 53), (-STEP, 53))
            ]
        except (ValueError, ZeroDivisionError, TypeError, ArithmeticError):
            return tuple(None for _ in case.arrays)  # the step leads out of the domain
        return tuple(
            None
            if here is None
            else np.array([_differ(*each) for each in zip(*map(_flat, (here, *there)), strict=True)])
            for here, *there in zip(*found, strict=True)
        )


def is_whole(loss: str) -> bool:
    """Whether a case is one thing, not rows."""
    return ORACLES[loss].kind in ("coupled", "penalty")


def _moved(x: Any, by: Any, pattern: int, place: int) -> Any:
    """Every number by another multiple of the step, so that what is equal is no longer."""
    if isinstance(x, list):
        return [_moved(v, by, pattern, 7 * place + i + 1) for i, v in enumerate(x)]
    if isinstance(x, int) or not np.isfinite(x):
        return x
    share = (pattern * place) % 23 - 11
    return mpf(x) + by * share * (abs(mpf(x)) if x else 1)


def _flat(x: Any) -> list[Any]:
    return [n for v in x for n in _flat(v)] if isinstance(x, list | tuple) else [x]


def _differ(*numbers: Any) -> bool:
    if not all(mp.isfinite(n) for n in numbers):
        return False
    return bool(max(numbers) - min(numbers) > SMOOTH * max(abs(n) for n in numbers))
