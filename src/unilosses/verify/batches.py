"""The inputs of the compared functions: hard ones and random ones, in few calls, each with its truth.

The truth of a hard input comes from the vectors where they have the wanted parameters. Elsewhere it is our own loss in
float64, which is as good as exact for a function in float32 or half precision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from ..definition.definition import LossSpec
from ..definition.kinds import Item, Kind, Shape
from ..gradient import value_and_grad
from .exact import Parted, in_digits
from .vectors import FORMATS, Truth, Vectors

Array: TypeAlias = np.ndarray[Any, Any]
Gradients: TypeAlias = tuple[Truth | None, ...]


@dataclass(frozen=True, eq=False)
class Batch:
    """One call. Gradients are those by the wanted arrays. In a `whole` batch the rows depend on one another.

    `exactly`: our loss is of unknown accuracy, and is computed in 50 digits wherever a function is compared with it.
    """

    name: str
    dtype: str
    arrays: tuple[Array, ...]
    value: Truth
    gradients: Gradients
    origins: tuple[str, ...]
    whole: bool = False
    exactly: bool = False

    @property
    def rows(self) -> int:
        return 1 if self.whole else len(self.arrays[0])

    def take(self, rows: Array) -> Batch:
        """Some of its rows."""
        if self.whole:
            return self
        arrays = tuple(x[rows] for x in self.arrays)
        gradients = tuple(None if g is None else taken(g, rows, self.rows) for g in self.gradients)
        origins = tuple(self.origins[i] for i in rows)
        value = taken(self.value, rows, self.rows)
        return Batch(self.name, self.dtype, arrays, value, gradients, origins, exactly=self.exactly)


def taken(truth: Truth, rows: Array, count: int) -> Truth:
    """The truth of some of `count` rows."""
    of = [x.reshape(count, -1)[rows].ravel() for x in (truth.near, truth.rest, truth.scale, truth.claimed)]
    return Truth(of[0], of[1], of[2], of[3], (len(rows), *truth.shape[1:]))


def resolved(params: Mapping[str, Any], dtype: str) -> dict[str, Any]:
    """Parameters as numbers, for a calculation that knows no dtype: "finfo" is the machine epsilon."""
    epsilon = 2.0 ** (1 - FORMATS[dtype][0])
    return {k: epsilon if isinstance(v, str) and v == "finfo" else v for k, v in params.items()}


def ours(
    spec: LossSpec, arrays: Sequence[Array], params: Mapping[str, Any], wrt: Sequence[int]
) -> tuple[Array, list[Array]]:
    """Our loss, unreduced, and the gradients of its sum, in float64."""
    wide = [x if x.dtype.kind in "iub" else x.astype(np.float64) for x in arrays]
    reduction = spec.default_reduction if spec.penalty else "none"
    with np.errstate(all="ignore"):
        value, gradients = value_and_grad(spec.function, tuple(wrt))(*wide, **params, reduction=reduction)
    return np.asarray(value), [np.asarray(g) for g in gradients]


def truth_of(near: Array, dtype: str, scale: Array | float = 0.0, rest: Array | float = 0.0) -> Truth:
    """A result in float64, and what that leaves, as the truth for a dtype.

    It is infinite beyond the dtype's largest number, and not claimed near subnormal numbers.
    """
    bits, lowest, top = FORMATS[dtype]
    flat = near.astype(np.float64).ravel()
    size = np.broadcast_to(np.asarray(scale, dtype=np.float64), near.shape).ravel()
    with np.errstate(all="ignore"):
        # From half an ulp above the largest number on, a result rounds to infinity.
        over = np.ldexp(np.abs(flat), -top) >= 2.0 - 2.0**-bits
    least = 2.0**lowest * (1 if dtype == "float16" else 64)
    claimed = ((flat == 0) | (np.maximum(np.abs(flat), size) >= least)) & ~np.isnan(flat)
    left = np.where(over, 0.0, np.broadcast_to(rest, near.shape).ravel())
    return Truth(np.where(over, np.copysign(np.inf, flat), flat), left, size, claimed, near.shape)


def with_truth(
    spec: LossSpec,
    arrays: tuple[Array, ...],
    params: Mapping[str, Any],
    wrt: Sequence[int],
    dtype: str,
    name: str,
    origins: Sequence[str],
    *,
    whole: bool,
    ordinary: bool = False,
    exactly: bool = False,
) -> Batch:
    """A batch whose truth is our loss in float64, or in 50 digits where that is asked for and can be had.

    It does not know the sizes of the terms that cancel. So the scale of a gradient is a quarter of the largest in its
    row. The scale of a value, among ordinary numbers, is the sum of its inputs times their slopes.
    """
    (value, rest), parted = evaluated(spec, arrays, resolved(params, dtype), wrt, exactly=exactly)
    rows = 1 if whole else len(arrays[0])
    by, sizes = [], np.zeros(rows)
    for i, (g, left) in zip(wrt, parted, strict=True):
        with np.errstate(all="ignore"):
            sizes += np.abs(arrays[i] * g).reshape(rows, -1).sum(axis=1) if ordinary and g.size else 0.0
        top = np.nan_to_num(np.abs(g).reshape(rows, -1).max(axis=1, initial=0.0), posinf=0.0)
        by.append(truth_of(g, dtype, _per_row(top / 4.0, g, rows) if g.size > rows else 0.0, left))
    size = _per_row(sizes, value, rows) if ordinary else 0.0
    return Batch(name, dtype, arrays, truth_of(value, dtype, size, rest), tuple(by), tuple(origins), whole)


def evaluated(
    spec: LossSpec, arrays: tuple[Array, ...], params: Mapping[str, Any], wrt: Sequence[int], *, exactly: bool
) -> tuple[Parted, list[Parted]]:
    """Our loss and its gradients, each as the nearest numbers and what they leave."""
    if exactly:
        try:
            return in_digits(spec, arrays, params, wrt)
        except LookupError:
            pass
    value, gradients = ours(spec, arrays, params, wrt)
    return (value, np.zeros(value.shape)), [(g, np.zeros(g.shape)) for g in gradients]


def _per_row(numbers: Array, like: Array, rows: int) -> Array:
    """One number per row, to be broadcast to an array of so many rows."""
    return numbers.reshape((rows,) + (1,) * (like.ndim - 1)) if like.ndim and like.shape[0] == rows else numbers.max()


def hard_batches(
    spec: LossSpec, vectors: Vectors, params: Mapping[str, Any], wrt: Sequence[int], dtype: str, labels: str | None
) -> list[Batch]:
    """The cases of the vectors with these parameters, and those whose inputs can be used with them."""
    found: list[Batch] = []
    whole, exactly = vectors.kind in ("coupled", "penalty"), dtype == "float64"
    for case in vectors.cases:
        if case.dtype != dtype or not set(case.options) <= {"reduction"} or case.arrays[0].size == 0:
            continue
        if case.options.get("reduction", vectors.reduction) != vectors.reduction:
            continue
        if not _form_fits(spec, case.arrays, labels):
            continue
        theirs = {**spec.params, **case.params}
        same = _same(theirs, params)
        if not same and not _same(_meaning(spec, theirs), _meaning(spec, params)):
            continue
        origins = [case.id] if whole else [case.origin(i) for i in range(len(case.arrays[0]))]
        if same and case.gradients is not None and all(case.gradients[i] is not None for i in wrt):
            by = tuple(case.gradients[i] for i in wrt)
            batch = Batch(case.id, dtype, case.arrays, case.value, by, tuple(origins), whole)
        elif same and case.gradients is None:
            batch = Batch(case.id, dtype, case.arrays, case.value, (None,) * len(wrt), tuple(origins), whole)
        elif not (whole or spec.event_ndim > 1 or _per_class(theirs, params, case.arrays)):
            batch = with_truth(spec, case.arrays, params, wrt, dtype, case.id, origins, whole=whole, exactly=exactly)
        else:
            continue
        found.append(batch)
    return found


def joined(batches: Sequence[Batch]) -> list[Batch]:
    """Batches that differ in their rows alone are joined, so that there are few calls and few shapes."""
    groups: dict[Any, list[Batch]] = {}
    for batch in batches:
        form = tuple((x.shape[1:], x.dtype) for x in batch.arrays)
        key = len(groups) if batch.whole else (form, tuple(g is None for g in batch.gradients))
        groups.setdefault(key, []).append(batch)
    return [_joined(group) for group in groups.values()]


def _joined(group: list[Batch]) -> Batch:
    if len(group) == 1:
        return group[0]
    first = group[0]

    def truths(some: list[Truth]) -> Truth:
        flat = [np.concatenate([getattr(t, k) for t in some]) for k in ("near", "rest", "scale", "claimed")]
        return Truth(flat[0], flat[1], flat[2], flat[3], (sum(t.shape[0] for t in some), *some[0].shape[1:]))

    gradients = tuple(
        None if g is None else truths([b.gradients[k] for b in group])  # type: ignore[misc]  # grouped by None
        for k, g in enumerate(first.gradients)
    )
    columns = tuple(np.concatenate([b.arrays[i] for b in group]) for i in range(len(first.arrays)))
    origins = tuple(o for b in group for o in b.origins)
    value, exactly = truths([b.value for b in group]), first.exactly
    return Batch("joined", first.dtype, columns, value, gradients, origins, exactly=exactly)


def _meaning(spec: LossSpec, params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that decide what the arrays hold. Inputs are of use for the same choice only."""
    return {k: v for k, v in params.items() if _decides_what_arrays_hold(spec.domain[k])}


def _decides_what_arrays_hold(kind: Kind) -> bool:
    if kind.item is Item.INTEGER:
        return kind.shape is not Shape.NONE  # of each row, as lengths are; a count is a number like others
    if kind.item is Item.BOOL:
        return kind.shape is Shape.NONE  # a flag; which classes take part says nothing of what they hold
    return kind.item in (Item.STRING, Item.FUNCTION)


def _same(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    return all(k in b and np.array_equal(np.asarray(a[k], object), np.asarray(b[k], object)) for k in a)


def _per_class(a: Mapping[str, Any], b: Mapping[str, Any], arrays: Sequence[Array]) -> bool:
    """Whether a parameter of our call has a length other than the arrays' last axis."""
    lengths = {len(v) for v in b.values() if isinstance(v, tuple | list) or np.ndim(v) == 1}
    return bool(lengths - {arrays[0].shape[-1] if arrays[0].ndim else 1})


def _form_fits(spec: LossSpec, arrays: Sequence[Array], labels: str | None) -> bool:
    if labels is None:
        return True
    return all(
        (x.dtype.kind in "iu") == (labels == "index")
        for kind, x in zip(spec.kinds, arrays, strict=True)
        if kind.labels == "class"
    )


def stored(x: Array, dtype: str) -> Array:
    """Numbers rounded to a dtype. Those of bfloat16 are held in a float32 array."""
    if dtype != "bfloat16":
        return x.astype(dtype)
    bits = x.astype(np.float32).view(np.uint32).astype(np.uint64)
    nearest = ((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000).astype(np.uint32).view(np.float32)
    return np.asarray(np.where(np.isfinite(x), nearest, x.astype(np.float32)))
