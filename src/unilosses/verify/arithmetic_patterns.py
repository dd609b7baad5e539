"""Patterns of arithmetic: overflow, cancellation, too narrow a dtype, and the choice of a slope at a kink."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from .batches import stored
from .hypotheses import Array, Outcome, Pattern, Query, Variants, entering
from .textbook import TEXTBOOK
from .vectors import FORMATS

PATTERNS: list[Pattern] = []
pattern = entering(PATTERNS)


@pattern("overflow of exp", everywhere=False)
def overflow_of_exp(query: Query) -> Variants:
    """exp of an argument beyond the logarithm of the largest number is infinite, and so is the loss, or it is NaN."""
    yield "overflow of exp", Outcome(not_finite=_beyond(query, math.log(query.largest)))


@pattern("overflow of a square", everywhere=False)
def overflow_of_square(query: Query) -> Variants:
    """The square of a number beyond the root of the largest one is infinite (or that of a tiny one 0)."""
    yield "overflow of a square", Outcome(not_finite=_beyond(query, 0.5 * math.sqrt(query.largest)))


def _beyond(query: Query, limit: float) -> Array:
    """Rows with a finite number beyond a limit, or with a finite product or difference of the first two beyond it."""
    n, arrays = query.batch.rows, query.batch.arrays
    found = np.zeros(n, dtype=bool)
    pairs = (
        [arrays[0] * arrays[1], arrays[0] - arrays[1]] if len(arrays) > 1 and arrays[0].shape == arrays[1].shape else []
    )
    for x in (*arrays, *pairs):
        if x.dtype.kind == "f" and x.size:
            size = np.abs(np.where(np.isfinite(x), x, 0.0)).astype(np.float64).reshape(n, -1)
            found |= size.max(axis=1) >= limit * (1.0 - 8.0 * query.epsilon)
    return found


@pattern("zero times infinity", everywhere=False, ulp=16.0)
def zero_times_infinity(query: Query) -> Variants:
    """A product 0 * inf, or inf - inf, in the printed formula or in its derivative: NaN where the limit is finite."""
    printed = _printed(query)
    if printed is not None:
        value, gradients = printed.value, printed.gradients
        assert value is not None
        bad = ~np.isfinite(value)
        rows = np.zeros(query.batch.rows, dtype=bool) | bad.reshape(query.batch.rows, -1).any(axis=1)
        for g in gradients or ():
            if g is not None:
                rows |= (~np.isfinite(g)).reshape(query.batch.rows, -1).any(axis=1)
        yield "zero times infinity", Outcome(not_finite=rows & ~_beyond(query, math.log(query.largest)))
    infinite = np.zeros(query.batch.rows, dtype=bool)
    for x in query.batch.arrays:
        if x.dtype.kind == "f" and x.size:
            infinite |= np.isinf(x).reshape(query.batch.rows, -1).any(axis=1)
    yield "infinite inputs", Outcome(not_finite=infinite)


@pattern("cancellation", everywhere=False, ulp=8.0)
def cancellation(query: Query) -> Variants:
    """Terms that cancel, as in log(1 + x) for log1p(x): right to an ulp of the terms, not of the result."""
    printed = _printed(query)
    if printed is not None:
        yield "cancellation", printed


def _printed(query: Query) -> Outcome | None:
    """The printed formula of the loss, in the dtype of the comparison."""
    formula = TEXTBOOK.get(query.spec.name)
    if formula is None:
        return None
    try:
        value, gradient, value_size, gradient_size = formula(query.batch.arrays, query.params)
    except KeyError:
        return None
    by = tuple(gradient.ravel().astype(np.float64) if i == 0 and gradient is not None else None for i in query.wrt)
    size = np.broadcast_to(np.asarray(gradient_size, np.float64), query.batch.arrays[0].shape).ravel()
    return Outcome(value.ravel().astype(np.float64), by, query.shaped(value_size), size)


NARROWER = {"float64": ("float32", "float16", "bfloat16"), "float32": ("float16", "bfloat16")}


@pattern("half-precision arithmetic", ulp=4.0, min_fraction=0.25)
def lower_precision(query: Query) -> Variants:
    """Computed in a narrower dtype than the arguments have, whatever dtype the result is given in the end."""
    for narrow in NARROWER.get(query.dtype, ()):
        arrays = [x if x.dtype.kind in "iub" else stored(x.astype(np.float64), narrow) for x in query.batch.arrays]
        found = query.ours(arrays)
        assert found.value is not None
        # Ulp are counted in the wide dtype, so a few ulp of the narrow one are many.
        ratio = 2.0 ** (FORMATS[query.dtype][0] - FORMATS[narrow][0])
        sizes = tuple(np.abs(g) for g in found.gradients or () if g is not None)
        rows = query.batch.rows
        row_size = [np.repeat(s.reshape(rows, -1).max(axis=1), s.size // rows) for s in sizes if s.size]
        yield (
            f"computed in {narrow}",
            replace(
                found,
                value_size=np.maximum(np.abs(found.value), 0.0) * ratio,
                gradient_size=row_size[0] * ratio if len(row_size) == 1 else None,
            ),
        )


@pattern("half-precision arithmetic", everywhere=False, ulp=24.0)
def half_all_through(query: Query) -> Variants:
    """Every step of the formula is rounded to half precision, not only its result."""
    if query.dtype not in ("float16", "bfloat16"):
        return
    printed = _printed(query)
    if printed is not None:
        yield f"every step in {query.dtype}", printed


# --- kinks ---


@pattern("another subgradient at a kink", everywhere=False, ulp=4.0)
def other_subgradient(query: Query) -> Variants:
    """At a kink any number between the slopes on both sides is a subgradient; frameworks choose differently."""
    batch = query.batch
    bounds = []
    for i in query.wrt:
        x = batch.arrays[i]
        width = math.prod(x.shape[1:]) if query.spec.event_ndim and not batch.whole else 1
        if x.dtype.kind != "f" or width > 16 or (batch.whole and x.size > 64):
            return
        bounds.append(_slopes(query, i, width if not batch.whole else x.size))
    yield "another subgradient at a kink", Outcome(bounds=tuple(bounds))


def _slopes(query: Query, i: int, width: int) -> tuple[Array, Array]:
    """The least and the greatest slope by array i, just beside and at each of its numbers."""
    base = query.batch.arrays[i].astype(np.float64)
    step = np.maximum(np.abs(base), 1.0) * 2.0**-40
    found = []
    for j in range(width):
        for side in (-1.0, 1.0):
            moved = base.copy()
            flat = moved.reshape(-1, width) if width > 1 else moved.reshape(-1, 1)
            flat[:, j] += side * step.reshape(flat.shape)[:, j]
            arrays = [moved if k == i else x for k, x in enumerate(query.batch.arrays)]
            gradients = query.ours(arrays, wrt=(i,)).gradients
            assert gradients is not None
            assert gradients[0] is not None
            slopes = gradients[0].reshape(flat.shape)
            found.append(np.where(np.arange(flat.shape[1]) == j, slopes, np.nan).ravel())
    with np.errstate(all="ignore"):
        return np.fmin.reduce(found), np.fmax.reduce(found)
