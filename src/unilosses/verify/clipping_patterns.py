"""Patterns of clipping: logarithms with a lower bound, probabilities kept away from 0 and 1."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..definition import kinds as d
from .batches import stored
from .hypotheses import Array, Outcome, Pattern, Query, Variants, entering
from .textbook import TEXTBOOK

PATTERNS: list[Pattern] = []
pattern = entering(PATTERNS)


EPSILONS = (1e-7, 1e-6, 1e-8, 1e-12, 1e-15, 1e-10, 1e-5, 1e-4, 1e-3)


@pattern("log clamped at -100")
def clamped_log(query: Query) -> Variants:
    """Logarithms of probabilities are cut at -100, and p (1 - p) in the gradient at 1e-12."""
    if query.spec.name == "binary_cross_entropy":
        p, y = (x.astype(np.float64) for x in query.batch.arrays)
        weight = 1.0 if query.params["pos_weight"] is None else query.params["pos_weight"]
        value = -(weight * y * np.maximum(np.log(p), -100.0) + (1.0 - y) * np.maximum(np.log1p(-p), -100.0))
        for least in (1e-12, float(np.float32(1e-12))):
            gradient = (p - y) / np.maximum(p * (1.0 - p), least)
            by = tuple(gradient.ravel() if i == 0 else None for i in query.wrt)
            yield "log clamped at -100", Outcome(np.broadcast_to(value, p.shape).ravel(), by)
        return
    if query.spec.name in ("categorical_cross_entropy", "nll", "softmax_cross_entropy", "sigmoid_cross_entropy"):
        found = query.ours()
        assert found.value is not None
        yield "log clamped at -100", Outcome(np.minimum(found.value, 100.0))


@pattern("probabilities clipped at eps", ulp=64.0)
def clipped(query: Query) -> Variants:
    """Probabilities (or variances, or rates) are kept away from 0 and 1 by a small eps, cut off there or shifted."""
    kind = query.spec.domain["eps"] if "eps" in query.params else None
    if kind is not None and query.params["eps"] in (None, 0.0):
        for eps in EPSILONS:
            yield f"clipped at {eps:g}", query.ours(eps=eps)
        if "finfo" in kind.choices:
            yield "clipped at the machine epsilon", query.ours(eps="finfo")
    places = [i for i, name in enumerate(query.spec.arrays) if _holds_probabilities(query, name)]
    for eps in EPSILONS if places else ():
        yield f"clipped at {eps:g}", _clipped_arrays(query, places, eps)
        yield f"clipped at {eps:g}", _printed_on_clipped(query, places[:1], eps)
        yield f"shifted by {eps:g}", _shifted_arrays(query, places, eps)
        yield f"the prediction shifted by {eps:g}", _shifted_arrays(query, places[:1], eps)
    if query.spec.arrays[0] == "logits":
        for eps in EPSILONS:
            yield f"clipped at {eps:g}", _clipped_after_logits(query, eps)


def _holds_probabilities(query: Query, name: str) -> bool:
    kind = query.spec.domain[name]
    if f"{name}_space" in query.params:
        return bool(query.params[f"{name}_space"] == "probs")
    return kind.shape is d.Shape.FIRST and kind.interval.low >= -1.0


def _clipped_arrays(query: Query, places: Sequence[int], eps: float) -> Outcome:
    arrays, inside = _cut(query, places, eps)
    found = query.ours(arrays)
    by = tuple(
        None if g is None else np.where(inside[i].ravel(), g, 0.0) if i in inside else g
        for i, g in zip(query.wrt, found.gradients or (), strict=True)
    )
    return replace(found, gradients=by)


def _cut(query: Query, places: Sequence[int], eps: float) -> tuple[list[Array], dict[int, Array]]:
    """The arrays, some of them clipped, and where nothing was clipped.

    They are clipped in their own dtype, in which 1 - eps may be 1.
    """
    arrays, inside = list(query.batch.arrays), {}
    for i in places:
        x, unit = arrays[i], query.spec.kinds[i].interval.high == 1.0
        low = stored(np.asarray(eps), query.dtype)
        high = stored(np.asarray(1.0 - eps), query.dtype) if unit else stored(np.asarray(np.inf), query.dtype)
        arrays[i] = np.clip(x, low, high)
        inside[i] = arrays[i] == x
    return arrays, inside


def _printed_on_clipped(query: Query, places: Sequence[int], eps: float) -> Outcome:
    """The printed formula in the dtype itself. Where 1 - eps rounds to 1, 0 times log 0 is NaN in it."""
    formula = TEXTBOOK.get(query.spec.name)
    arrays, inside = _cut(query, places, eps)
    if formula is None:
        return Outcome()
    try:
        value, gradient, value_size, gradient_size = formula(arrays, query.params)
    except KeyError:
        return Outcome()
    if gradient is not None:
        gradient = np.where(inside[0], gradient, 0.0 * gradient)
    by = tuple(gradient.ravel().astype(np.float64) if i == 0 and gradient is not None else None for i in query.wrt)
    sizes = query.shaped(value_size), np.broadcast_to(gradient_size, arrays[0].shape).ravel().astype(np.float64)
    return Outcome(value.ravel().astype(np.float64), by, *sizes, any_nan=True)


def _shifted_arrays(query: Query, places: Sequence[int], eps: float) -> Outcome:
    arrays = list(query.batch.arrays)
    for i in places:
        # Clipped in their dtype, then exact. A shift may move a probability above 1, where the logarithm still exists.
        arrays[i] = stored(arrays[i].astype(np.float64) + eps, query.dtype)
    return query.ours(arrays)


def _clipped_after_logits(query: Query, eps: float) -> Outcome:
    """The sigmoid or softmax of the logits, clipped. Our loss then takes the logits of the result."""
    x = query.batch.arrays[0].astype(np.float64)
    high = float(stored(np.asarray(1.0 - eps), query.dtype))
    low = math.log(eps / (1.0 - eps))
    if query.spec.event_ndim == 0:
        top = math.log(high / (1.0 - high)) if high < 1.0 else math.inf
        cut = np.clip(x, low, top)
        found = query.ours((cut, *query.batch.arrays[1:]))
        by = tuple(
            np.where((cut == x).ravel(), g, 0.0) if i == 0 and g is not None else g
            for i, g in zip(query.wrt, found.gradients or (), strict=True)
        )
        return replace(
            found, gradients=by, value_size=query.shaped(np.maximum(1.0, 0.0)), gradient_size=np.ones(x.size)
        )
    if query.spec.name == "softmax_cross_entropy":
        found = query.ours()
        assert found.value is not None
        return Outcome(np.clip(found.value, -math.log(high), -math.log(eps)), None, query.shaped(1.0))
    return Outcome()
