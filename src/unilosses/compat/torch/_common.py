"""What the losses of torch.nn.functional share: reductions by their old and new words, broadcasting, dtypes, means."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from typing import Any

from ...backends.library import Library, library_of
from ...call.gate import Unheld
from ...typing import Array
from .._arrays import fitted, in_dtype, in_one_shape, is_floating

WORDS = ("none", "mean", "sum")


# --- reductions -----------------------------------------------------------------------------------------------------


def word(reduction: str, size_average: bool | None = None, reduce: bool | None = None) -> str:
    """The reduction that is meant; ValueError for an unknown one."""
    if size_average is not None or reduce is not None:
        chosen = "none" if reduce is False else "sum" if size_average is False else "mean"
        warnings.warn(f"size_average and reduce are deprecated: pass reduction={chosen!r}", stacklevel=3)
        return chosen
    if reduction == "elementwise_mean":
        warnings.warn("reduction='elementwise_mean' is deprecated: pass reduction='mean'", stacklevel=3)
        return "mean"
    return plain_word(reduction)


def plain_word(reduction: str) -> str:
    """The same where the old words are not known."""
    if reduction not in WORDS:
        raise ValueError(f"{reduction} is not a valid value for reduction; expected one of 'none', 'mean', 'sum'")
    return reduction


def evaluate(
    loss: Callable[..., Array],
    *arrays: Array,
    reduction: str,
    weight: Array | None = None,
    by: Array | None = None,
    **params: Any,
) -> Array:
    """A loss reduced as torch does: its mean divides by `by`, by default the count, and of nothing it is NaN."""
    params = {k: Unheld(v) if hasattr(v, "dtype") else v for k, v in params.items()}  # torch holds them against nothing
    if reduction != "mean":
        return loss(*arrays, weight=weight, reduction=reduction, **params)
    if by is None:
        weighted = weight is not None or params.get("class_weight") is not None
        mean = loss(*arrays, weight=weight, normalizer="count" if weighted else None, **params)
        return mean + math.nan if 0 in arrays[0].shape else mean
    mean = loss(*arrays, weight=weight, normalizer=by, **params)
    return nan_where(by == 0, mean)


def nan_where(nothing: Array, mean: Array) -> Array:
    """NaN where there was nothing to divide by: with gradient 0, as the mean here is 0 there."""
    return library_of(mean, "mean").xp.where(nothing, math.nan, mean)


# --- shapes ---------------------------------------------------------------------------------------------------------


def together(**named: Array) -> tuple[Library, list[Array]]:
    """The library of some arrays, and the arrays broadcast to one shape; RuntimeError if they cannot be."""
    name, first = next(iter(named.items()))
    return library_of(first, name), in_one_shape(RuntimeError, **named)


def within(library: Library, x: Array, name: str, shape: tuple[int, ...]) -> Array:
    """An array broadcast to the shape of the data, which it must not enlarge."""
    return fitted(library.xp, x, shape, name, RuntimeError)


def library_of_pair(input: Array, target: Array) -> Library:  # noqa: A002 - the peer's name
    """The library of input; TypeError for what is no array, and a warning for two shapes."""
    library = library_of(input, "input")
    library_of(target, "target")
    if tuple(input.shape) != tuple(target.shape):
        warnings.warn(
            f"target has shape {tuple(target.shape)} and input {tuple(input.shape)}: they are broadcast, which is "
            f"probably not meant; give them the same shape",
            stacklevel=3,
        )
    return library


# --- dtypes ---------------------------------------------------------------------------------------------------------


def narrowed(library: Library, loss: Array, dtype: Any) -> Array:
    """A loss in a dtype of the data; under autocast half data give float32, unrounded."""
    precision = library.floating(dtype)
    return in_dtype(library, loss, precision.computed if precision and library.mixed() else dtype)


def unrounded(library: Library, x: Array) -> Array:
    """Half precision as float32: what is in between is not rounded."""
    precision = library.floating(x.dtype)
    return x if precision is None else in_dtype(library, x, precision.computed)


def need_floating(library: Library, name: str, x: Array) -> None:
    if not is_floating(library, x):
        raise NotImplementedError(f"{name}: not implemented for input of dtype {x.dtype}; expected floating-point")


def need_integers(library: Library, name: str, x: Array) -> None:
    if is_floating(library, x) or not library.xp.isdtype(x.dtype, "integral"):
        raise RuntimeError(f"{name}: expected class indices, integers, but the target has dtype {x.dtype}")
