"""Patterns of another formula: parameters, arguments, spaces, factors, logarithms and normalisers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..definition.definition import LossSpec
from ..definition.registry import find
from .batches import ours, resolved
from .hypotheses import Array, Outcome, Pattern, Query, Variants, entering

PATTERNS: list[Pattern] = []
pattern = entering(PATTERNS)


@pattern("alpha and beta swapped")
def swapped_parameters(query: Query) -> Variants:
    """Two parameters are exchanged (alpha and beta), or a weight stands for its complement (alpha for 1 - alpha)."""
    p = query.params
    if {"alpha", "beta"} <= set(p) and p["alpha"] != p["beta"]:
        yield "alpha and beta swapped", query.ours(alpha=p["beta"], beta=p["alpha"])
    for name in ("alpha", "beta", "quantile_level", "expectile_level", "l1_ratio"):
        x = p.get(name)
        if isinstance(x, float) and 0.0 <= x <= 1.0 and x != 0.5 and _within(query.spec.domain[name]):
            yield f"{name} and 1 - {name} swapped", query.ours(None, None, **{name: 1.0 - x})


def _within(kind: Any) -> bool:
    interval = getattr(kind, "interval", kind)
    return getattr(interval, "low", 0.0) <= 0.0 and getattr(interval, "high", 1.0) >= 1.0


@pattern("target and prediction swapped")
def swapped_arguments(query: Query) -> Variants:
    """The first two arrays are taken in the other order: (target, prediction)."""
    arrays = list(query.batch.arrays)
    if len(arrays) < 2 or arrays[0].shape != arrays[1].shape or arrays[1].dtype != arrays[0].dtype:
        return
    back = {0: 1, 1: 0}
    yield (
        "target and prediction swapped",
        query.ours([arrays[1], arrays[0], *arrays[2:]], [back.get(i, i) for i in query.wrt]),
    )


@pattern("logits taken for probabilities, or the reverse")
def other_space(query: Query) -> Variants:
    """Logits, probabilities and log-probabilities are confused: a sigmoid or softmax too many, or one too few."""
    for name, value in query.params.items():
        kind = query.spec.domain[name]
        if kind.choices and name.endswith("_space"):
            of = name.removesuffix("_space")
            for option in kind.choices:
                if option != value:
                    yield f"{of}: {value} taken for {option}", query.ours(None, None, **{name: option})
        if name == "log_input":
            yield "logarithms and rates confused", query.ours(log_input=not value)
    if query.spec.arrays[0] in ("logits", "probs"):
        yield from _squashed(query)


def _squashed(query: Query) -> Variants:
    x = query.batch.arrays[0].astype(np.float64)
    rest = query.batch.arrays[1:]
    if 0 not in query.wrt:
        return
    if query.spec.event_ndim == 1 and query.spec.name in (
        "softmax_cross_entropy",
        "softmax_focal",
        "categorical_cross_entropy",
    ):
        p = _softmax(x)
        logits = query.spec.arrays[0] == "logits"
        name = "probabilities taken for logits (a softmax too many)"
        sibling = query.spec if logits else find("softmax_cross_entropy")
        changed = p if logits else x
        found = _of(sibling, query, (changed, *rest))
        if found is not None:
            yield name, replace(found, gradients=None) if logits else found
        if logits:
            found = _of(find("categorical_cross_entropy"), query, (x, *rest))
            if found is not None:
                yield "logits taken for probabilities (the softmax is missing)", found
    elif query.spec.event_ndim == 0:
        pairs = {"sigmoid_cross_entropy": "binary_cross_entropy", "binary_cross_entropy": "sigmoid_cross_entropy"}
        if query.spec.name in pairs:
            found = _of(find(pairs[query.spec.name]), query, (x, *rest))
            missing = query.spec.name == "sigmoid_cross_entropy"
            label = "logits taken for probabilities (the sigmoid is missing)"
            if found is not None:
                yield label if missing else "probabilities taken for logits (a sigmoid too many)", found
        if query.spec.arrays[0] == "logits":
            p = 1.0 / (1.0 + np.exp(-x))
            found = query.ours((p, *rest))
            slope = p * (1.0 - p)
            gradients = tuple(
                g * slope.ravel() if i == 0 and g is not None else g
                for i, g in zip(query.wrt, found.gradients or (), strict=True)
            )
            yield "probabilities taken for logits (a sigmoid too many)", replace(found, gradients=gradients)


def _of(spec: LossSpec, query: Query, arrays: Sequence[Array]) -> Outcome | None:
    """Another loss, with those of our parameters that it has too."""
    params = {k: query.params.get(k, v) for k, v in spec.params.items()}
    try:
        value, gradients = ours(spec, arrays, resolved(params, query.dtype), query.wrt)
    except (TypeError, ValueError):
        return None
    return Outcome(value.ravel(), tuple(g.ravel() for g in gradients))


def _softmax(x: Array) -> Array:
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


FACTORS = {
    "the factor 1/2 is missing": 2.0,
    "a factor 1/2 too many": 0.5,
    "the sign is reversed": -1.0,
}


@pattern("another factor")
def another_factor(query: Query) -> Variants:
    """The loss is multiplied by a constant: a factor 1/2 that one of the two definitions has, or the other sign."""
    for name, factor in FACTORS.items():
        yield name, _scaled(query, factor)


@pattern("natural against base-2 logarithm")
def other_base(query: Query) -> Variants:
    """Logarithms to the base 2 (bits) or 10, where ours are natural (nats)."""
    yield "logarithm to the base 2", _scaled(query, 1.0 / math.log(2.0))
    yield "logarithm to the base 10", _scaled(query, 1.0 / math.log(10.0))


@pattern("mean over another axis or normaliser")
def other_normaliser(query: Query) -> Variants:
    """The mean or the sum is taken over the elements of a row too, such as the classes, or divides by another count."""
    first = query.batch.arrays[0]
    event = query.spec.event_ndim
    if event and first.ndim:
        n = first.shape[-1]
        if n > 1:
            yield f"mean over the last axis too (divided by {n})", _scaled(query, 1.0 / n)
            yield f"sum over the last axis, where ours is a mean (times {n})", _scaled(query, float(n))
        if n > 2:
            yield f"divided by {n - 1}", _scaled(query, 1.0 / (n - 1))
    weights = query.params.get("class_weight")
    if weights is not None and len(query.batch.arrays) > 1 and query.batch.arrays[1].dtype.kind in "iu":
        each = np.asarray(weights, dtype=np.float64)[query.batch.arrays[1]].ravel()
        plain = query.ours()
        if plain.value is not None and plain.value.shape == each.shape:
            yield "mean divided by the weights", replace(plain, value=plain.value / each, gradients=None)


def _scaled(query: Query, factor: float) -> Outcome:
    plain = query.ours()
    assert plain.value is not None
    return Outcome(factor * plain.value, tuple(None if g is None else factor * g for g in plain.gradients or ()))
