"""From the unreduced loss to what is returned: poison, mask, weight, sum, normaliser. The one place for all of them."""

from __future__ import annotations

from math import inf, nan, prod
from typing import Any

from .. import numerics as num
from ..backends.library import PYTHON_NUMBERS, is_number, same_library
from ..definition.kinds import NONNEGATIVE
from ..settings import exact
from ..typing import Array
from .gate import held
from .prepared import Prepared
from .validation import reduction_name

SMALLEST_FLOAT32 = 2.0**-126


def weighted(p: Prepared, loss: Array) -> Array:
    """w l for each element: 0 where masked out, and 0 where the weight is 0 whatever the loss is; NaN if poisoned."""
    xp = p.xp
    if p.poison is not None:
        loss = loss * xp.where(p.poison, xp.ones_like(loss), nan)
    if p.mask is not None:
        loss = xp.where(p.mask, loss, 0.0)
    if p.weight is None:
        return loss
    counts = p.gate | xp.isfinite(loss)
    return p.weight * xp.where(counts, loss, 0.0)


def normalizer(p: Prepared) -> Array | float:
    """What the mean divides by: the sum of the unmasked weights, their count, or the caller's own number."""
    xp, given = p.xp, p.options.normalizer
    if given is not None and not isinstance(given, str):
        return _given_normalizer(p, given)
    weight = None
    if given is None:
        weight = p.weight
        if p.row_weight is not None:
            weight = p.row_weight if weight is None else weight * p.row_weight
    if weight is None:
        if p.mask is None:
            return prod(p.shape)  # whole: float() would fix a symbolic size
        return num.ordered_sum(xp, xp.astype(p.mask, p.dtype.computed))
    return num.ordered_sum(xp, weight if p.mask is None else xp.where(p.mask, weight, 0.0))


def _given_normalizer(p: Prepared, given: Any) -> Array | float:
    """The caller's own normalizer: a number or an array without axes, not below 0."""
    name = f"{p.spec.name}: normalizer"
    if is_number(given):
        if not 0 <= given < inf:
            raise ValueError(f"{name} must be a number above 0 (or 0, where nothing is left), got {given!r}")
        return float(given)
    given = same_library(given, "normalizer", p.xp, p.arrays[0], p.spec.arrays[0])
    if not p.library.is_real(given.dtype):
        raise TypeError(f"{name} has dtype {given.dtype}; expected a real number: convert it first")
    if given.ndim:
        raise ValueError(f"{name} has shape {tuple(given.shape)}; expected a number, or an array without axes")
    given = p.xp.astype(given, p.dtype.computed)
    valid = held(p.library, p.spec.name, "normalizer", given, NONNEGATIVE)
    return given if valid is None else p.xp.where(valid, given, nan)


def safe_divide(xp: Any, total: Array, by: Array | float) -> Array:
    """total / by, and 0 where there is nothing to divide by; a NaN stays one."""
    # By type first: torch.compile knows no attributes of a symbolic size.
    if isinstance(by, PYTHON_NUMBERS) or not hasattr(by, "dtype"):
        if by == 0:
            return total * 0
        if isinstance(by, float) and not total.ndim:
            # An array: beside a float, torch.func.jvp makes a float64 of the tangent of what has no axes.
            by = xp.ones_like(total) * by
        return total / by
    empty = by == 0
    return xp.where(empty, total * 0, total / xp.where(empty, 1.0, by))


def divisor(p: Prepared) -> Array | float | None:
    """What the reduction divides by; None if it does not divide."""
    return normalizer(p) if p.options.reduction == "mean" else None


def reduced_unweighted(xp: Any, loss: Array, reduction: str, shape: tuple[int, ...]) -> Array:
    """`reduced` for the fast path: no weight, mask or normalizer, no exact mode, and a loss of that shape."""
    if type(reduction) is not str:  # an array has no one answer to ==
        reduction_name(reduction, None)
    if reduction == "none":
        return loss
    if reduction == "mean":
        return xp.sum(loss) / (prod(shape) or 1)  # the sum of no elements is 0
    if reduction != "sum":
        reduction_name(reduction, None)  # which says what is wrong
    return xp.sum(loss)


def reduced(p: Prepared, loss: Array, by: Array | float | None) -> Array:
    """The loss as the caller asked for it, in the result's dtype; `by` is the reduction's divisor."""
    xp, reduction = p.xp, p.options.reduction
    loss = weighted(p, loss)
    if reduction == "none":
        if p.layout is not None and not p.spec.event_ndim:
            loss = p.layout.from_kernel(xp, loss)
    else:
        loss = num.ordered_sum(xp, loss)
        if by is not None:
            loss = safe_divide(xp, loss, by)
    return rounded(p, loss)


def rounded(p: Prepared, x: Array) -> Array:
    """Out of the computed precision, once."""
    return x if p.dtype.result is p.dtype.computed else narrowed(p, x, p.dtype.result)


def narrowed(p: Prepared, x: Array, dtype: Any) -> Array:
    """The numbers in another precision; in exact mode those below the normal range of float32 become 0 everywhere."""
    xp = p.xp
    if x.dtype == dtype:
        return x
    if exact() and x.dtype == xp.float64:
        # XLA's own conversion does that; of float16, whose range is short, it keeps the subnormal numbers.
        x = xp.where(xp.abs(x) < SMALLEST_FLOAT32, 0.0, x)
        # PyTorch goes by float32 to half precision, and rounds twice; so do all here.
        x = xp.astype(x, xp.float32)
    return xp.astype(x, dtype)


def cotangent(p: Prepared, like: Array, by: Array | float | None) -> Array:
    """d result / d unreduced loss, for each element of the loss; `by` is the reduction's divisor."""
    xp = p.xp
    scale = xp.ones_like(like)
    if by is not None:
        scale = safe_divide(xp, scale, by)
    if p.weight is not None:
        scale = scale * p.weight
    if p.poison is not None:
        scale = xp.where(p.poison, scale, nan)
    return scale if p.mask is None else xp.where(p.mask, scale, 0.0)
