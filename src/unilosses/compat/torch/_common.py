"""What the losses of torch.nn.functional share: reductions by their old and new words, broadcasting, dtypes, means."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from typing import Any

from ...backends.library import Library, library_of, same_library
from ...core.typing import Array
from .._values import is_floating

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
    loss: Callable[..., Array], *arrays: Array, reduction: str, weight: Array | None = None, by: Array | None = None,
    **params: Any,
) -> Array:  # fmt: skip
    """A loss reduced as torch does: its mean divides by `by`, by default the count, and of nothing it is NaN."""
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
    (first_name, first), *rest = named.items()
    library = library_of(first, first_name)
    for name, x in rest:
        same_library(x, name, library.xp, first, first_name)
    shape = common_shape(**named)
    return library, [fitted(library, x, shape) for x in named.values()]


def common_shape(**named: Array) -> tuple[int, ...]:
    """The shape that arrays broadcast to; RuntimeError if there is none."""
    shapes = [tuple(x.shape) for x in named.values()]
    size = max(len(s) for s in shapes)
    whole = []
    for lengths in zip(*((1,) * (size - len(s)) + s for s in shapes), strict=True):
        own = {n for n in lengths if n != 1}
        if len(own) > 1:
            given = ", ".join(f"{name} {tuple(x.shape)}" for name, x in named.items())
            raise RuntimeError(f"sizes do not match: {given} cannot be broadcast to one shape")
        whole.append(own.pop() if own else 1)
    return tuple(whole)


def fitted(library: Library, x: Array, shape: tuple[int, ...]) -> Array:
    return x if tuple(x.shape) == shape else library.xp.broadcast_to(x, shape)


def within(library: Library, x: Array, name: str, shape: tuple[int, ...]) -> Array:
    """An array broadcast to the shape of the data, which it must not enlarge."""
    if len(x.shape) > len(shape) or any(n not in (1, m) for n, m in zip(x.shape[::-1], shape[::-1], strict=False)):
        raise RuntimeError(f"{name} of shape {tuple(x.shape)} cannot be broadcast to the shape of the data, {shape}")
    return fitted(library, x, shape)


def warn_of_sizes(input: Array, target: Array) -> None:  # noqa: A002 - the peer's name
    if tuple(input.shape) != tuple(target.shape):
        warnings.warn(
            f"target has shape {tuple(target.shape)} and input {tuple(input.shape)}: they are broadcast, which is "
            f"probably not meant; give them the same shape",
            stacklevel=3,
        )


# --- dtypes ---------------------------------------------------------------------------------------------------------


def need_floating(library: Library, name: str, x: Array) -> None:
    if not is_floating(library, x):
        raise NotImplementedError(f"{name}: not implemented for input of dtype {x.dtype}; expected floating-point")


def need_integers(library: Library, name: str, x: Array) -> None:
    if is_floating(library, x) or not library.xp.isdtype(x.dtype, "integral"):
        raise RuntimeError(f"{name}: expected class indices, integers, but the target has dtype {x.dtype}")
