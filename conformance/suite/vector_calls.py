"""Calls with masks, weights and reductions, and empty calls. The oracle's numbers are summed here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
from mpmath import mp, mpf

from unilosses.definition.kinds import Shape
from unilosses.definition.registry import specs

from .hard_inputs import Case, cases, gradient_truth, value_truth
from .proofs import ORACLES
from .tables import table_of
from .ulp import FORMATS, distance
from .vector_entries import Entry, Exact, entry

ROWS = 4
WEIGHTS = (0.5, 2.0, 0.0, 3.0)
# Far above the change by flushing a subnormal to 0, and far below the error of a wrong formula.
SAME = 1e-3
Columns: TypeAlias = tuple[list[Any], list[Any]]


def calls(loss: str, dtype: str) -> Iterator[Entry]:
    """The calls with options that a loss has in its file."""
    for make, dtypes in MADE.items():
        made = make(loss, ordinary(loss, dtype), dtype) if dtype in dtypes else None
        if made is not None:
            yield made


def ordinary(loss: str, dtype: str) -> Case:
    """A few ordinary rows of a case. Each has the weight 1."""
    fits = [c for c in cases(loss, dtype) if _is_plain(loss, c)]
    if ORACLES[loss].kind == "coupled":
        return next(c for c in fits if len(c.arrays[0]) >= 2 and all(_moderate(a).all() for a in c.arrays))
    rows = [np.flatnonzero(np.logical_and.reduce([_moderate(a) for a in c.arrays])) for c in fits]
    best = max(range(len(fits)), key=lambda i: min(len(rows[i]), ROWS))  # the first of the best
    taken = rows[best][np.linspace(0, len(rows[best]) - 1, min(len(rows[best]), ROWS)).astype(int)]
    return Case(fits[best].id, tuple(a[taken] for a in fits[best].arrays), fits[best].params)


def _is_plain(loss: str, c: Case) -> bool:
    labels = [kind.labels == "class" for kind in specs()[loss].kinds]
    # In the mean a dense row counts its sum, a class index counts 1.
    dense = any(label and a.dtype.kind == "f" for label, a in zip(labels, c.arrays, strict=True))
    numbers = all(isinstance(p, bool | float | str) for p in c.params.values())
    return c.gradient and not dense and numbers and c.arrays[0][0].size <= 40


def _moderate(a: np.ndarray) -> np.ndarray:
    """For each row, whether its numbers are 0 or of moderate size."""
    size = np.abs(a.astype(float))
    return np.asarray(((size == 0) | ((size > 1e-3) & (size < 100))).reshape(len(a), -1).all(axis=1))


def mean(loss: str, case: Case, dtype: str) -> Entry | None:
    if _is_penalty(loss):
        return None
    return _summed(loss, _named(case, "call-mean", "the mean"), dtype, np.ones(len(case.arrays[0]), dtype=bool), {})


def weighted_mean(loss: str, case: Case, dtype: str) -> Entry | None:
    if _is_penalty(loss) or ORACLES[loss].kind == "coupled":  # the oracle has a coupled batch's unweighted sum alone
        return None
    weight = np.resize(np.array(WEIGHTS), len(case.arrays[0]))
    named = _named(case, "call-weighted-mean", "sum(weight * loss) / sum(weight)")
    return _summed(loss, named, dtype, weight > 0, {"weight": weight})


def nan_of_weight_0(loss: str, case: Case, dtype: str) -> Entry | None:
    if _is_penalty(loss) or ORACLES[loss].kind == "coupled":
        return None
    weight = np.resize(np.array(WEIGHTS), len(case.arrays[0]))
    named = _named(_with_nan(loss, case, weight == 0), "call-nan-of-weight-0", "what has no weight is NaN")
    return _summed(loss, named, dtype, weight > 0, {"weight": weight})


def nan_under_mask(loss: str, case: Case, dtype: str) -> Entry | None:
    if _is_penalty(loss) and ORACLES[loss].kind == "coupled":
        return None
    kept = np.arange(len(case.arrays[0])) % 3 != 1
    named = _named(_with_nan(loss, case, ~kept), "call-nan-under-mask", "what is masked is NaN")
    return _summed(loss, named, dtype, kept, {"where": kept})


def all_masked(loss: str, case: Case, dtype: str) -> Entry | None:
    if _is_penalty(loss) and ORACLES[loss].kind == "coupled":
        return None
    kept = np.zeros(len(case.arrays[0]), dtype=bool)
    named = _named(_with_nan(loss, case, ~kept), "call-all-masked", "nothing is left: 0, with gradient 0")
    return _summed(loss, named, dtype, kept, {"where": kept})


def empty(loss: str, case: Case, dtype: str) -> Entry | None:
    if _is_penalty(loss) and ORACLES[loss].kind == "coupled":  # nothing to take a difference or a cosine of
        return None
    arrays = tuple(a[:0] if own else a for a, own in zip(case.arrays, _of_rows(loss), strict=True))
    named = Case("call-empty", arrays, case.params, "no row at all: 0")
    return _summed(loss, named, dtype, np.zeros(0, dtype=bool), {})


def subnormal(loss: str, case: Case, dtype: str) -> Entry | None:
    """Subnormal inputs whose results are those of 0, because compilers flush them. In float16, all subnormals."""
    if ORACLES[loss].kind not in ("elementwise", "rowwise") or not (case.arrays[0] < 0).any():
        return None  # probabilities, counts and scales
    bits, lowest, _ = FORMATS[dtype]
    least, most = 2.0 ** (lowest - bits + 1), 2.0**lowest - 2.0 ** (lowest - bits + 1)
    first = np.resize(np.array([least, -most, most, -least, 0.5 * 2.0**lowest]), case.arrays[0].shape)
    first = first.astype(case.arrays[0].dtype)
    made = entry(loss, Case("subnormal", (first, *case.arrays[1:]), case.params), dtype)
    rows = np.ones(len(first), dtype=bool)
    if dtype != "float16":
        rows = _alike(made, entry(loss, Case("zero", (first * 0, *case.arrays[1:]), case.params), dtype), dtype)
    if not rows.any():
        return None
    kept = Case("call-subnormal", tuple(a[rows] for a in (first, *case.arrays[1:])), case.params, "subnormal inputs")
    return entry(loss, kept, dtype)


MADE: dict[Callable[[str, Case, str], Entry | None], tuple[str, ...]] = {
    mean: ("float64", "bfloat16"),
    weighted_mean: ("float32",),
    nan_under_mask: ("float64", "float32", "float16"),
    nan_of_weight_0: ("float32",),
    all_masked: ("float32",),
    empty: ("float64",),
    subnormal: ("float64", "float32", "float16"),
}


def _is_penalty(loss: str) -> bool:
    return specs()[loss].penalty


def _of_rows(loss: str) -> list[bool]:
    """Which arrays have the rows along their first axis."""
    return [kind.shape is not Shape.FREE for kind in specs()[loss].kinds]


def _named(case: Case, name: str, note: str) -> Case:
    return Case(name, case.arrays, case.params, note)


def _with_nan(loss: str, case: Case, where: np.ndarray) -> Case:
    arrays = []
    for a, own in zip(case.arrays, _of_rows(loss), strict=True):
        a = np.array(a)
        if own and a.dtype.kind == "f":
            a[where] = np.nan
        arrays.append(a)
    return Case(case.id, tuple(arrays), case.params)


def _summed(loss: str, case: Case, dtype: str, kept: np.ndarray, options: dict[str, Any]) -> Entry:
    """The mean over the rows that are kept, by weights if there are some; the sum for a penalty."""
    of_rows, penalty = _of_rows(loss), _is_penalty(loss)
    arrays = tuple(a[kept] if own else a for a, own in zip(case.arrays, of_rows, strict=True))
    left = Case(case.id, arrays, case.params)
    weights = [mpf(float(w)) for w in options.get("weight", np.ones(len(kept)))[kept]]
    value: Columns = ([mpf(0)], [mpf(0)])
    gradients: Sequence[Columns | None] = [([], []) if a.dtype.kind == "f" else None for a in arrays]
    with mp.workdps(60):
        by = mpf(1) if penalty else mp.fsum(weights)
        shares = [w / by for w in weights]
        if weights:
            value, gradients = value_truth(loss, left, dtype), gradient_truth(loss, left, dtype)
            if not penalty:
                value = _columns(value, lambda c: [mp.fsum(s * x for s, x in zip(shares, c, strict=True))])
        found = []
        for a, own, truth in zip(case.arrays, of_rows, gradients, strict=True):
            rows = kept if own else np.ones(len(a), dtype=bool)
            # Where the rows add up, as in a matrix that all of them share, they are of equal weight.
            each = np.repeat(shares if own else shares[:1], a[0].size if own and len(a) else a.size)
            full = truth and _columns(truth, lambda c, each=each, rows=rows, a=a: _placed(each * _objects(c), rows, a))
            found.append(full and Exact(*full, table_of(*full, dtype).claimed, a.shape))
    total = Exact(*value, table_of(*value, dtype).claimed, ())
    reduction = {} if penalty else {"reduction": "mean"}
    return Entry(case, dtype, total, found, {**options, **reduction})


def _columns(truth: Columns, change: Callable[[list[Any]], list[Any]]) -> Columns:
    """The same operation on the numbers and on their scales."""
    numbers, scales = truth
    return change(numbers), change(scales)


def _objects(numbers: list[Any]) -> np.ndarray:
    return np.array(numbers, dtype=object)


def _placed(numbers: np.ndarray, rows: np.ndarray, like: np.ndarray) -> list[Any]:
    """The numbers of some rows of an array, flat, with 0 in the others."""
    full = np.full(like.shape, mpf(0), dtype=object)
    if numbers.size:
        full[rows] = numbers.reshape(-1, *like.shape[1:])
    return list(full.ravel())


def _alike(made: Entry, other: Entry, dtype: str) -> np.ndarray:
    """The rows where two calls give the same value and gradient, among those of which a bound is claimed."""
    rows = len(made.case.arrays[0])
    alike = np.ones(rows, dtype=bool)
    results = [(made.value, other.value), *zip(made.gradients or [], other.gradients or [], strict=True)]
    for a, b in results:
        if a is None or b is None:
            continue
        apart = [
            not distance(x, y, dtype, s) < SAME and bool(claimed)
            for x, y, s, claimed in zip(b.numbers, a.numbers, a.scales, a.claimed, strict=True)
        ]
        alike &= ~np.array(apart).reshape(rows, -1).any(axis=1)
    return alike
