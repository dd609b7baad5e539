"""Which patterns explain the differences of one function, and on which of its results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from .hypotheses import Outcome, Pattern, Query
from .patterns import variants_of
from .vectors import Truth

Array: TypeAlias = np.ndarray[Any, Any]

# The fraction of the results, among those where a formula departs from ours, that it must reproduce.
REPRODUCED = 0.95
LOOSE = 16.0
BATCHES = 16
AT_MOST = 4  # names for the differences of one kind of result


@dataclass(frozen=True, eq=False)
class Results:
    """The results of a function for one batch, flat: its values, or its gradient by one array."""

    query: Query
    truth: Truth
    computed: Array
    distances: Array

    def wrong(self, tolerance: float) -> Array:
        return self.truth.claimed & (self.distances > tolerance)


@dataclass(frozen=True, eq=False)
class Hypothesis:
    """How well one variant of a pattern explains a function's results, batch by batch."""

    pattern: Pattern
    label: str
    explained: list[Array]  # wrong results that it reproduces
    fits: bool


Named: TypeAlias = tuple[str | None, str, list[Array]]


def diagnose(values: Sequence[Results], by: int | None, tolerance: float, only: str | None = None) -> list[Named]:
    """Triples of a pattern's name, its variant, and the wrong results of each batch that it explains.

    Results that no pattern explains come last, under the name None. `by` is the gradient's position among those asked
    for, or None for values. `only` names a single pattern to try.
    """
    with np.errstate(all="ignore"):
        return _diagnose(values, by, tolerance, only)


def _diagnose(values: Sequence[Results], by: int | None, tolerance: float, only: str | None) -> list[Named]:
    left = [r.wrong(tolerance) for r in values]
    found: list[Named] = []
    hypotheses = _hypotheses(values, by, tolerance, only) if any(w.any() for w in left) else []
    while len(found) < AT_MOST and any(w.any() for w in left):
        best, most = None, 0
        for h in hypotheses:
            count = sum(int((e & w).sum()) for e, w in zip(h.explained, left, strict=True))
            if count > most:
                best, most = h, count
        if best is None:
            break
        found.append((best.pattern.name, best.label, [e & w for e, w in zip(best.explained, left, strict=True)]))
        left = [w & ~e for w, e in zip(left, best.explained, strict=True)]
    if any(w.any() for w in left):
        found.append((None, "", left))
    return found


def _hypotheses(values: Sequence[Results], by: int | None, tolerance: float, only: str | None) -> list[Hypothesis]:
    outcomes: dict[tuple[int, str, int], tuple[Pattern, dict[int, Outcome]]] = {}
    # Coupled losses have many batches. Some are enough, and batches with differences come first.
    first = sorted(range(len(values)), key=lambda k: not values[k].wrong(tolerance).any())
    for k in first[:BATCHES]:
        r = values[k]
        if not r.truth.near.size:
            continue
        seen: dict[tuple[int, str], int] = {}
        for pattern, label, outcome in variants_of(r.query, only):
            nth = seen[id(pattern), label] = seen.get((id(pattern), label), -1) + 1
            outcomes.setdefault((id(pattern), label, nth), (pattern, {}))[1][k] = outcome
    tested = []
    for (_, label, _), (pattern, by_batch) in outcomes.items():
        h = _test(values, by, tolerance, pattern, label, by_batch)
        if h.fits:
            tested.append(h)
    return tested


def _test(
    values: Sequence[Results],
    by: int | None,
    tolerance: float,
    pattern: Pattern,
    label: str,
    outcomes: dict[int, Outcome],
) -> Hypothesis:
    differ = sum(int(r.wrong(tolerance).sum()) for r in values)
    if differ < pattern.min_fraction * sum(int(r.truth.claimed.sum()) for r in values):
        return Hypothesis(pattern, label, [], False)
    near = max(pattern.ulp, tolerance) if pattern.everywhere and not pattern.min_fraction else pattern.ulp
    explained, departs, met = [], 0, 0
    strictly = loosely = 0
    for k, r in enumerate(values):
        wrong = r.wrong(tolerance)
        outcome = outcomes.get(k)
        matched = None if outcome is None else _matches(r, outcome, by, near, pattern)
        if matched is None:
            explained.append(np.zeros_like(wrong))
            continue
        agrees, nearly, differs = matched
        explained.append(wrong & nearly)
        strictly += int((wrong & agrees).sum())
        loosely += int((wrong & nearly).sum())
        departs += int((r.truth.claimed & differs).sum())
        met += int((r.truth.claimed & differs & nearly).sum())
    if pattern.min_fraction and _far_too_good(values, by, outcomes):
        return Hypothesis(pattern, label, explained, False)
    fits = 2 * strictly >= loosely > 0 and (not pattern.everywhere or met >= REPRODUCED * departs)
    return Hypothesis(pattern, label, explained, fits)


def _far_too_good(values: Sequence[Results], by: int | None, outcomes: dict[int, Outcome]) -> bool:
    """Whether the function's median error is far smaller than the fault's.

    In a narrow dtype the tolerance is wide, and a function without the fault would match it too.
    """
    theirs, faults = [], []
    for k, outcome in outcomes.items():
        r, predicted = values[k], outcome.value if by is None else (outcome.gradients or (None,))[by]
        if predicted is not None and predicted.shape == r.truth.near.shape:
            expected = r.truth.distances(predicted, r.query.dtype)
            at = r.truth.claimed & np.isfinite(expected) & np.isfinite(r.distances) & (expected > 0)
            theirs.append(r.distances[at])
            faults.append(expected[at])
    if not any(x.size for x in faults):
        return True
    return bool(np.median(np.concatenate(theirs)) < np.median(np.concatenate(faults)) / 64.0)


def _matches(
    r: Results, outcome: Outcome, by: int | None, near: float, pattern: Pattern
) -> tuple[Array, Array, Array] | None:
    """Three masks of results: the fault reproduces them, does so but for cancellation, and departs from our loss.

    None where the fault predicts nothing.
    """
    if outcome.not_finite is not None:
        rows = np.repeat(outcome.not_finite, r.computed.size // len(outcome.not_finite))
        met = rows & ~np.isfinite(r.computed)
        return met, met, rows
    if outcome.bounds is not None:
        if by is None:
            return None
        low, high = outcome.bounds[by]
        margin = 1e-9 + 2.0**-20 * np.maximum(np.abs(low), np.abs(high))
        kink = high - low > 1e-4 * np.maximum(np.maximum(np.abs(low), np.abs(high)), 1e-30)
        met = kink & (r.computed >= low - margin) & (r.computed <= high + margin)
        return met, met, kink
    predicted = outcome.value if by is None else None if outcome.gradients is None else outcome.gradients[by]
    if predicted is None or predicted.shape != r.truth.near.shape:
        return None
    size = outcome.value_size if by is None else outcome.gradient_size
    size = np.zeros_like(predicted) if size is None else np.nan_to_num(size, nan=0.0, posinf=0.0)
    scale = np.maximum(r.truth.scale, size)
    as_truth = Truth(
        _rounded_to_infinity(predicted, r), np.zeros_like(predicted), scale, r.truth.claimed, r.truth.shape
    )
    agrees = as_truth.distances(r.computed, r.query.dtype) <= near
    if outcome.any_nan:
        agrees |= np.isnan(predicted) & ~np.isfinite(r.computed)
    elif not pattern.everywhere:
        agrees &= np.isfinite(r.computed)
    differs = r.truth.distances(as_truth.near, r.query.dtype) > near
    # A faulty formula often cancels as well. So a few ulp of terms of size 1 are allowed.
    loose = replace(as_truth, scale=np.maximum(scale, 1.0)).distances(r.computed, r.query.dtype) <= min(near, LOOSE)
    return agrees, agrees | (loose & pattern.everywhere), differs


def _rounded_to_infinity(x: Array, r: Results) -> Array:
    with np.errstate(all="ignore"):
        return np.where(np.abs(x) > r.query.largest, np.copysign(np.inf, x), x)
