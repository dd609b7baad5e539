"""The smallest input that shows a difference: one row of few classes, with numbers of few digits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np

from .batches import Batch, stored, with_truth
from .diagnosis import Results, diagnose
from .findings import Finding
from .hypotheses import Query
from .subject import Failure, Subject

Array: TypeAlias = np.ndarray[Any, Any]

CANDIDATES = 2  # rows of each kind that are examined


def smallest(
    subject: Subject,
    kind: str,
    by: int | None,
    dtype: str,
    results: Sequence[Results],
    where: Sequence[Array],
    pattern: str | None,
    variant: str,
    tolerance: float,
) -> Finding:
    """A finding for the wrong results that `where` marks in each batch."""
    count = sum(int(w.sum()) for w in where)
    total = sum(int(r.truth.claimed.sum()) for r in results)
    finite = [r.distances[w & np.isfinite(r.distances)] for r, w in zip(results, where, strict=True)]
    worst = np.inf if any((w & np.isinf(r.distances)).any() for r, w in zip(results, where, strict=True)) else 0.0
    worst = max([worst, *(float(f.max()) for f in finite if f.size)])
    shown = _simplest([one for r, w in zip(results, where, strict=True) for one in _first(r, w)])
    chosen, element = shown[0]
    batch = _row(chosen, element)
    if not batch.whole:
        found = [_isolated(subject, r, i, by, tolerance, pattern) for r, i in shown]
        alone = [f for f in found if f is not None]
        if alone:
            chosen, element = min(alone, key=lambda one: _complexity(one[0].query.batch))
            batch = chosen.query.batch
    return Finding(
        subject.name,
        kind,
        dtype,
        pattern,
        variant,
        dict(zip(subject_arrays(chosen), batch.arrays, strict=True)),
        float(chosen.computed[element]),
        float(chosen.truth.near[element]),
        float(chosen.distances[element]),
        count,
        total,
        worst,
        _origin(*shown[0]),
    )


def subject_arrays(r: Results) -> tuple[str, ...]:
    return r.query.spec.arrays


def _first(r: Results, wrong: Array) -> list[tuple[Results, int]]:
    """The wrong results of a batch, one for each of the simplest rows."""
    at = np.flatnonzero(wrong)
    _, first = np.unique(_row_of(r, at), return_index=True)
    return _simplest([(r, int(i)) for i in at[first]])


def _simplest(some: list[tuple[Results, int]]) -> list[tuple[Results, int]]:
    """Rows with the fewest digits, then rows with numbers near 1, whose digits can be rounded away."""
    costs = [_complexity(_row(r, i)) for r, i in some]
    short = sorted(range(len(some)), key=costs.__getitem__)
    plain = sorted(range(len(some)), key=lambda k: (costs[k][0], costs[k][2]))
    return [some[k] for k in dict.fromkeys([*short[:CANDIDATES], *plain[:CANDIDATES]])]


def _row_of(r: Results, at: Any) -> Any:
    return at // (r.computed.size // r.query.batch.rows) if not r.query.batch.whole else at * 0


def _row(r: Results, at: int) -> Batch:
    return r.query.batch.take(np.asarray([_row_of(r, at)]))


def _origin(r: Results, at: int) -> str:
    return r.query.batch.origins[int(_row_of(r, at))]


def _complexity(batch: Batch) -> tuple[int, int, int]:
    """Three costs: the count of numbers, their digits plus their decades from 1, and the decades alone."""
    flat = np.concatenate([x.ravel().astype(np.float64) for x in batch.arrays])
    decades = digits = 0
    for number in flat[:64].tolist():
        written, _, exponent = f"{number:.8e}".partition("e")
        decades += abs(int(exponent or "1"))
        digits += len(written.strip("-").rstrip("0"))
    return flat.size, digits + decades, decades


def _isolated(
    subject: Subject, r: Results, at: int, by: int | None, tolerance: float, pattern: str | None
) -> tuple[Results, int] | None:
    """The row alone, rounded to as few digits as still show the difference; None if the row alone does not show it."""
    row = _row(r, at)
    best = _check(subject, r, row, by, tolerance, pattern)
    if best is None:
        return None
    for digits in (1, 2, 3):
        with np.errstate(all="ignore"):
            arrays = tuple(x if x.dtype.kind in "iub" else stored(_rounded(x, digits), row.dtype) for x in row.arrays)
        simpler = with_truth(
            r.query.spec, arrays, r.query.params, r.query.wrt, row.dtype, row.name, row.origins, whole=False
        )
        found = _check(subject, r, simpler, by, tolerance, pattern)
        if found is not None and _complexity(simpler) < _complexity(row):
            return found
    return best


def _rounded(x: Array, digits: int) -> Array:
    return np.asarray([float(f"{v:.{digits - 1}e}") for v in x.ravel().tolist()]).reshape(x.shape)


def _check(
    subject: Subject, r: Results, row: Batch, by: int | None, tolerance: float, pattern: str | None
) -> tuple[Results, int] | None:
    """The wrong result of one row alone, if it has the same pattern."""
    try:
        value, gradients = subject.evaluate_one(row, r.query.batch.rows)
    except Failure:
        return None
    truth = row.value if by is None else row.gradients[by]
    if truth is None:
        return None
    computed = value if by is None else gradients[by]
    query = Query(r.query.spec, r.query.params, r.query.wrt, row)
    found = Results(query, truth, computed, truth.distances(computed, row.dtype))
    if pattern is None:
        wrong = np.flatnonzero(found.wrong(tolerance))
        return (found, int(wrong[0])) if wrong.size else None
    for name, _, here in diagnose([found], by, tolerance, pattern):
        if name == pattern and here[0].any():
            return found, int(np.flatnonzero(here[0])[0])
    return None
