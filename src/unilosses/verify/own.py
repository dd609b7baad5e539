"""Vectors of losses that have no file: ordinary inputs, with the truth from the graph of the kernel."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from ..definition.definition import LossSpec
from ..definition.kinds import Item
from .batches import Batch, resolved, truth_of
from .bounds import rounded_once
from .exact import in_digits
from .random_inputs import first_shape, is_coupled, random_arrays, random_batches
from .vectors import FORMATS, VectorCase, Vectors

# In ulp: what a good formula needs at most, whatever it is.
ALLOWED = 12.0


@cache
def vectors_of(spec: LossSpec) -> Vectors:
    """Ordinary inputs of a loss in every dtype; LookupError, with the reason, if it has no truth."""
    # Labels have no derivative, nor have numbers that are only compared.
    wrt = tuple(i for i, kind in enumerate(spec.kinds) if kind.item is Item.REAL and kind.labels != "class")
    small = random_arrays(spec, spec.params, "float64", first_shape(spec, 2))
    in_digits(spec, small, spec.params, wrt)  # which says why it cannot be had
    cases = [
        _case(spec, _with_slopes(spec, batch, wrt), wrt)
        for dtype in FORMATS
        for batch in random_batches(spec, spec.params, wrt, dtype, None, None)
    ]
    return Vectors(spec.name, spec.arrays, _kind(spec), "sum" if spec.penalty else "none", tuple(cases))


def bound(case: VectorCase) -> float:
    """What is allowed of a loss that has no row in the table of bounds."""
    return rounded_once(case.dtype, ALLOWED)


def _with_slopes(spec: LossSpec, batch: Batch, wrt: tuple[int, ...]) -> Batch:
    """The batch with the derivatives of the value as its gradients: whether the stated ones are those is the question.

    Where the value is written in a form that is not to be differentiated, there is nothing to hold them against.
    """
    _, found = in_digits(spec, batch.arrays, resolved(spec.params, batch.dtype), wrt, stated=False)
    gradients = [truth_of(near, batch.dtype, rest=rest) for near, rest in found]
    scaled = (
        None if g is None or old is None else replace(g, scale=old.scale, claimed=g.claimed & old.claimed)
        for g, old in zip(gradients, batch.gradients, strict=True)
    )
    return replace(batch, gradients=tuple(scaled))


def _kind(spec: LossSpec) -> str:
    if spec.penalty:
        return "penalty"
    if is_coupled(spec, None):
        return "coupled"
    return "rowwise" if spec.event_ndim else "elementwise"


def _case(spec: LossSpec, batch: Batch, wrt: tuple[int, ...]) -> VectorCase:
    dense = all(x.dtype.kind == "f" for x in batch.arrays)
    gradients = dict(zip(wrt, batch.gradients, strict=True))
    reduction = spec.default_reduction if spec.penalty else "none"
    return VectorCase(
        f"{batch.name}-{'numbers' if dense else 'labels'}",
        "drawn from the domains of the arguments",
        batch.dtype,
        {},
        {"reduction": reduction},
        tuple(np.asarray(x) for x in batch.arrays),
        batch.value,
        tuple(gradients.get(i) for i in range(len(spec.arrays))),
    )
