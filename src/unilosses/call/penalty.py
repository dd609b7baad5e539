"""Penalties: an element-wise kernel over every array of a tree, reduced together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .. import numerics as num
from ..backends.library import library_of, same_library
from ..definition.definition import LossSpec
from ..definition.options import Options
from ..typing import Array
from . import reduction, validation
from .gate import leading
from .prepare import prepare
from .prepared import Prepared
from .tree import leaves, matching, rebuild


def prepared(spec: LossSpec, tree: Any, params: dict[str, Any], options: Options) -> list[Prepared]:
    """A call, made ready, for each array of the tree."""
    root = spec.arrays[0]
    validation.reduction_name(options.reduction, options.normalizer)
    found = leaves(tree, root)
    if not found:
        raise ValueError(f"{spec.name}: {root} holds no array")
    first = leading(found[0][1], [x for _, x in found[1:]])
    xp = library_of(first, found[0][0]).xp
    made = []
    for (path, x), weight, where in zip(
        found, matching(tree, options.weight, "weight", root), matching(tree, options.where, "where", root), strict=True
    ):
        shared = weight is options.weight and where is options.where
        own = options if shared else options._replace(weight=weight, where=where)
        made.append(prepare(spec, (same_library(x, path, xp, first, found[0][0]),), params, own))
    return made


def widest(made: list[Prepared]) -> tuple[Any, Any]:
    """The computed and the result dtype of a tree: wide enough for every leaf, so that none is narrowed."""
    computed, result = made[0].dtype.computed, made[0].dtype.result
    for p in made[1:]:
        if p.dtype.computed != computed:
            computed = p.xp.float64
        if p.dtype.result != result:
            result = computed
    return computed, result


def normalizer(made: list[Prepared]) -> Array | float:
    """What the mean over the whole tree divides by."""
    given = made[0].options.normalizer
    if given is not None and not isinstance(given, str):
        return reduction.normalizer(made[0])
    xp, (computed, _) = made[0].xp, widest(made)
    parts = [reduction.normalizer(p) for p in made]
    return sum(xp.astype(n, computed) if hasattr(n, "dtype") else n for n in parts)


def call_penalty(spec: LossSpec, tree: Any, params: dict[str, Any], options: Options) -> Any:
    """Evaluate a penalty over a tree; unreduced, it is a tree of the same structure."""
    made = prepared(spec, tree, params, options)
    values = [p.backend.apply(spec.rule, p.xp, p.arrays, p.params, p.gate) for p in made]
    if options.reduction == "none":
        unreduced: Iterator[Array] = (reduction.reduced(p, v, None) for p, v in zip(made, values, strict=True))
        return rebuild(tree, lambda: next(unreduced))
    xp, (computed, result) = made[0].xp, widest(made)
    sums = (num.ordered_sum(xp, reduction.weighted(p, v)) for p, v in zip(made, values, strict=True))
    totals = [xp.astype(s, computed) for s in sums]
    total = sum(totals[1:], totals[0])
    if options.reduction == "mean":
        total = reduction.safe_divide(xp, total, normalizer(made))
    return xp.astype(total, result)
