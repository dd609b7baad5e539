"""The value of a call and the gradients that its loss states, each as its argument came."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from .. import numerics as num
from ..backends.library import library_of
from ..typing import Array, Namespace
from . import reduction
from .prepared import Prepared


def value_and_gradients(
    p: Prepared,
    arrays: Sequence[Any],
    params: Mapping[str, Any],
    wanted: Collection[int | str],
    along: Array | None = None,
) -> tuple[Array, dict[int | str, Array]]:
    """The reduced value, and the wanted gradients among those that are written down; `p` is the call made ready.

    Those of an unreduced loss are the gradients of its sum, or of sum(along * loss).
    """
    with p.backend.settings():
        loss = p.spec.kernel(p.xp, *p.arrays, **p.params)
    by = reduction.divisor(p)
    value = reduction.reduced(p, loss, by)
    ct = reduction.cotangent(p, loss, by)
    if along is not None:
        along = p.xp.astype(along, p.dtype.computed)
        is_turned = p.layout is not None and not p.spec.event_ndim
        ct = ct * (p.layout.to_kernel(p.xp, along) if is_turned else along)  # type: ignore[union-attr]  # is_turned
    with p.backend.settings():
        grads = p.spec.rule.gradients(p.xp, ct, p.arrays, p.params, p.gate, wanted)
    for i, g in grads.items():
        if isinstance(i, str):
            grads[i] = own_form(p, params[i], g, laid_out=False)
            continue
        if p.spec.kinds[i].labels == "class" and p.row_weight is not None:
            g = g + _through_normalizer(p, loss, by)
        grads[i] = own_form(p, arrays[i], g, laid_out=p.spec.follows[i])
    return value, grads


def own_form(p: Prepared, given: Any, g: Array, *, laid_out: bool) -> Array:
    """A gradient as the argument came: its axes, its shape, its dtype."""
    xp = p.xp
    if laid_out and p.layout is not None and g.shape == p.arrays[0].shape:
        g = p.layout.from_kernel(xp, g)
    g = summed_to(xp, g, tuple(getattr(given, "shape", ())))
    return reduction.narrowed(p, g, own_dtype(p, given))


def own_dtype(p: Prepared, given: Any) -> Any:
    """The dtype of a gradient by that argument: its own; the result's by a number or a constant of another library."""
    own = None if isinstance(given, np.generic) or not hasattr(given, "dtype") else p.library.floating(given.dtype)
    if own is None or library_of(given, "an argument").xp is not p.xp:
        own = p.dtype
    return own.result


def summed_to(xp: Namespace, g: Array, shape: tuple[int, ...]) -> Array:
    """The gradient by an argument that was broadcast, its axes counted from the left: summed where it repeated."""
    if tuple(g.shape) == shape:
        return g
    repeated = tuple(i for i, n in enumerate(g.shape) if i >= len(shape) or (shape[i] == 1 and n != 1))
    return xp.reshape(xp.sum(g, axis=repeated), shape)


def _through_normalizer(p: Prepared, loss: Array, by: Array | float | None) -> Array | float:
    """Dense labels with class weights stand in the normaliser too: - mean / normaliser * d normaliser / d labels."""
    xp = p.xp
    if by is None or p.options.normalizer is not None:
        return 0.0
    mean = reduction.safe_divide(xp, num.ordered_sum(xp, reduction.weighted(p, loss)), by)
    rows = xp.ones_like(loss) if p.weight is None else p.weight
    if p.mask is not None:
        rows = xp.where(p.mask, rows, 0.0)
    return -reduction.safe_divide(xp, mean, by) * rows[..., None] * p.params["class_weight"]
