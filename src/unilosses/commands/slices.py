"""Ordinary arguments for a picture of any loss: one number of the first array runs, everything else stays."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from .. import NoGradientError, value_and_grad
from ..definition.definition import LossSpec
from ..definition.kinds import REAL, UNIT, Interval, Item, Shape
from ..definition.samples import Source, ordinary, repeated

Array: TypeAlias = np.ndarray[Any, Any]

CLASSES, ROWS = 3, 4
POINTS = 601
# Neither equal nor in order, so that no kink of a sorted or centred loss is hit by chance.
ORDINARY = (0.5, -0.5, 1.0, 0.25, -1.0, 0.75, -0.25, -0.75, 0.0, 1.25, -1.25, 0.375)
# Where a residual has no origin, because the loss divides by the target.
RELATIVE = ("absolute_percentage_error", "symmetric_absolute_percentage_error")
# What a target that is one number for each row is, beside 1.
OPPOSITE = {"contrastive": 0}


@dataclass(frozen=True)
class Curve:
    """Value and gradient over x, with what the other arguments hold; no gradient where the loss states none."""

    label: str
    x: Array
    value: Array
    gradient: Array | None


def curves(spec: LossSpec, params: Mapping[str, Any]) -> tuple[list[Curve], str]:
    """A curve for each kind of target, and one line that says what is drawn."""
    settings = {**spec.params, **params}
    shape = _shape(spec)
    first = _numbers(_interval(spec, spec.arrays[0], settings), shape)
    x = _grid(_interval(spec, spec.arrays[0], settings))
    found = []
    companions = _companions(spec, shape, settings)
    for label, others in companions:
        if spec.event_ndim == 0 and not spec.penalty:
            full = [x, *(np.broadcast_to(np.asarray(a).ravel()[:1], x.shape) for a in others)]
            found.append(_curve(spec, label, x, full, params))
        else:
            found.append(_traced(spec, label, x, first, others, params))
    return found, _caption(spec, first, len(found), companions[0][1])


def _curve(spec: LossSpec, label: str, x: Array, arrays: list[Array], params: Mapping[str, Any]) -> Curve:
    with np.errstate(all="ignore"):  # the ends of a domain are part of the picture
        value = np.asarray(spec.function(*arrays, **params, reduction="none"))
        try:
            gradient = np.asarray(value_and_grad(spec.function)(*arrays, **params, reduction="none")[1])
        except NoGradientError:
            return Curve(label, x, value, None)
    return Curve(label, x, value, gradient)


def _traced(
    spec: LossSpec, label: str, x: Array, first: Array, others: list[Array], params: Mapping[str, Any]
) -> Curve:
    """One call for each x: rows may depend on one another. The value is the first row's, or a penalty's sum."""
    values, gradients = [], []
    at = (0,) * first.ndim
    with np.errstate(all="ignore"):
        for number in x:
            arrays = [first.copy(), *others]
            arrays[0][at] = number
            reduction = "sum" if spec.penalty else "none"
            values.append(np.asarray(spec.function(*arrays, **params, reduction=reduction)).ravel().sum())
            try:
                gradients.append(value_and_grad(spec.function)(*arrays, **params, reduction=reduction)[1][at])
            except NoGradientError:
                continue
    return Curve(label, x, np.array(values), np.array(gradients) if len(gradients) == len(values) else None)


def _shape(spec: LossSpec) -> tuple[int, ...]:
    """Of the first array: a matrix, several rows where they are coupled, one row, or one number."""
    if spec.event_ndim == 2:
        return (ROWS, CLASSES) if spec.penalty else (1, ROWS, CLASSES)
    if spec.event_ndim == 1:
        grouped = any(kind.item is Item.INTEGER and kind.shape is Shape.ROWS for kind in spec.kinds)
        coupled = grouped or spec.rule.vjp is not None
        return (ROWS if coupled else 1, CLASSES)
    return (1,)


def _space(name: str, settings: Mapping[str, Any]) -> Interval | None:
    """What a loss that can be told the space of its array (`pred_space`) is told."""
    known = {"probs": UNIT, "log_probs": Interval(high=0.0)}
    return known.get(settings.get(f"{name}_space", ""))


def _interval(spec: LossSpec, name: str, settings: Mapping[str, Any]) -> Interval:
    """Where the numbers of an array lie."""
    return _space(name, settings) or spec.domain[name].interval


def _grid(interval: Interval) -> Array:
    """The ends of a domain where they are finite, else four units of it; an even number of steps about zero."""
    low = interval.low if math.isfinite(interval.low) else min(interval.high, 4.0) - (4.0 + 4.0 * (interval.high > 0))
    high = interval.high if math.isfinite(interval.high) else low + (8.0 if low < -1.0 else 4.0)
    x = np.linspace(low, high, POINTS)
    return x[(x > low) | (low in interval)]


def _numbers(interval: Interval, shape: tuple[int, ...]) -> Array:
    """Numbers well inside an interval."""
    n = math.prod(shape)
    if interval == REAL:
        numbers = np.resize(np.array(ORDINARY), n)
    elif math.isfinite(interval.low) and math.isfinite(interval.high):
        numbers = np.resize(interval.low + (interval.high - interval.low) * np.array([0.25, 0.5, 0.25]), n)
    else:
        numbers = np.full(n, interval.low + 1.0 if math.isfinite(interval.low) else interval.high - 1.0)
    return numbers.reshape(shape).astype(np.float64)


def _companions(spec: LossSpec, shape: tuple[int, ...], settings: Mapping[str, Any]) -> list[tuple[str, list[Array]]]:
    """The other arrays: one set of them, or two where the first companion is a label that is right or is not."""
    others = [_other(spec, name, shape, settings) for name in spec.arrays[1:]]
    found = []
    for label, i, array in _alternatives(spec, shape, settings):
        found.append((label, [*others[: i - 1], array, *others[i:]]))
    return found or [("", others)]


def _alternatives(spec: LossSpec, shape: tuple[int, ...], settings: Mapping[str, Any]) -> list[tuple[str, int, Array]]:
    """What the target may be, as (label, its position, the array)."""
    for i, name in enumerate(spec.arrays[1:], 1):
        kind = spec.domain[name]
        if kind.labels == "class":
            rows = shape[:-1]
            right, wrong = (np.full(rows, k) for k in (0, 1))
            return [(f"x is the class of {name}", i, right), (f"{name}: another class", i, wrong)]
        if kind.labels == "binary" or settings.get("encoding") == "binary":
            return [(f"{name} = {y}", i, np.full(shape, float(y))) for y in (1, 0)]
        if "encoding" in settings and name == "target" and settings["encoding"] == "signed":
            return [(f"{name} = {y}", i, np.full(shape, float(y))) for y in (1, -1)]
        if kind.shape is Shape.ROWS and kind.numbers:
            return [(f"{name} = {y}", i, np.full(shape[:-1], float(y))) for y in (1, OPPOSITE.get(spec.name, -1))]
        if name in ("target", "relevance") and spec.event_ndim and _space(name, settings) is None:
            return _marked(name, i, shape, kind.interval, settings)
    return []


def _marked(
    name: str, i: int, shape: tuple[int, ...], interval: Interval, settings: Mapping[str, Any]
) -> list[tuple[str, int, Array]]:
    """Targets of items side by side: the first one is marked, or the second one is."""
    if settings.get("encoding") == "indices":  # of the classes that are on, filled up with -1
        first, second = (np.full(shape, -1) for _ in range(2))
        first[..., 0], second[..., 0] = 0, 1
    elif name == "relevance" or interval == UNIT or "encoding" in settings or "class_weight" in settings:
        first, second = np.zeros(shape), np.zeros(shape)
        first[..., 0], second[..., 1] = 1.0, 1.0
    else:
        return []
    return [(f"x belongs to {name}", i, first), (f"{name}: another item", i, second)]


def _other(spec: LossSpec, name: str, shape: tuple[int, ...], settings: Mapping[str, Any]) -> Array:
    """An array beside the first one."""

    def real(interval: Interval, size: tuple[int, ...]) -> Array:
        if spec.event_ndim == 0:
            # A residual's origin, where the domain has it: the picture is then centred.
            return np.full(size, 0.0 if interval == REAL and spec.name not in RELATIVE else 1.0)
        # No two arrays alike: their distances are then not zero.
        return np.roll(_numbers(_space(name, settings) or interval, size), spec.arrays.index(name), axis=-1)

    return ordinary(spec, name, shape, Source(real, repeated))


def _caption(spec: LossSpec, first: Array, curves: int, others: list[Array]) -> str:
    """Where x stands in the first array; and what the other ones hold, where that is a number and not in a legend."""
    name = spec.arrays[0]
    if first.size == 1:
        fixed = zip(spec.arrays[1:], others, strict=True) if curves == 1 else ()
        return ", ".join([f"x = {name}", *(f"{other} = {a.flat[0]:g}" for other, a in fixed)])
    row = ", ".join(["x", *(f"{v:g}" for v in first.reshape(-1, first.shape[-1])[0][1:])])
    also = "" if first.size == first.shape[-1] else " in its first row"
    return f"{name} = [{row}]{also}"
