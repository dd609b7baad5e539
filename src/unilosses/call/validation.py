"""Checks of shapes, labels and options. A message says what came, what is expected, how to get there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import settings
from ..backends.protocol import Backend
from ..definition.definition import LossSpec
from ..definition.options import ROWS, Options
from ..definition.values import hyper_parameter
from ..typing import Array, Namespace


def option(spec: LossSpec, name: str, value: Any) -> Any:
    """An option that fixes a loss, as its kind asks for it."""
    if value is spec.options[name]:
        return value
    kind = ROWS[name].kind_for(spec.event_ndim)
    return value if kind is None else hyper_parameter(spec.name, name, value, kind)


def reduction_name(reduction: Any, normalizer: Any) -> None:
    if not isinstance(reduction, str) or reduction not in ("mean", "sum", "none"):
        raise ValueError(f"reduction must be 'mean', 'sum' or 'none', got {reduction!r}")
    if normalizer is not None and reduction != "mean":
        raise ValueError(f"normalizer is what the mean divides by; it has no meaning for reduction={reduction!r}")
    if isinstance(normalizer, str) and normalizer != "count":
        raise ValueError(f"normalizer must be 'count', a number or an array, got {normalizer!r}")


def lengths(spec: LossSpec, first: Array, options: Options) -> None:
    """ValueError where an axis has a length that the library does not know, and the loss needs."""
    shape, name = tuple(first.shape), f"{spec.name}: {spec.arrays[0]}"
    if any(n != n for n in shape):
        raise ValueError(f"{name} has shape {shape}, of unknown lengths; call compute_chunk_sizes() of it first")
    if None in shape and options.reduction == "mean" and options.normalizer is None:
        raise ValueError(f"{name} has shape {shape}, of unknown lengths: pass normalizer=, what the mean divides by")


def shape_mismatch(name: str, shape: Any, first_name: str, expected: tuple[int, ...]) -> ValueError:
    """The error for two shapes that differ, with the fix where it is only an axis of length one."""
    shape, expected = tuple(shape), tuple(expected)
    message = f"{name} has shape {shape}; {first_name} asks for {expected}"
    if len(shape) == len(expected) + 1 and shape[-1] == 1 and shape[:-1] == expected:
        message += f": drop the last axis, {name}[..., 0]"
    elif len(shape) + 1 == len(expected) and expected[-1] == 1 and expected[:-1] == shape:
        message += f": add an axis, {name}[..., None]"
    else:
        message += "; broadcast it yourself if that is meant"
    return ValueError(message)


def fits_left(own: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    """Whether a shape can be broadcast to another, its axes counted from the left."""
    return len(own) <= len(shape) and all(a in (1, b) for a, b in zip(own, shape, strict=False))


def left_aligned(xp: Namespace, x: Array, shape: tuple[int, ...], name: str) -> Array:
    """`x` broadcast to the loss's shape, its axes counted from the left: (N,) is one value per sample."""
    own = tuple(x.shape)
    if own == shape:
        return x
    if not fits_left(own, shape):
        raise ValueError(
            f"{name} has shape {own}; the unreduced loss has shape {shape}. Expected that shape, or its leading axes "
            f"(one value per sample), with length 1 where it repeats"
        )
    return xp.broadcast_to(xp.reshape(x, own + (1,) * (len(shape) - len(own))), shape)


def class_count(loss: str, name: str, x: Array) -> int:
    """The length of the first axis of the array that has one entry for each class."""
    if not x.ndim or not x.shape[0]:
        raise ValueError(
            f"{loss}: {name} has shape {tuple(x.shape)}; expected one entry for each class on its first axis"
        )
    return int(x.shape[0])


def label_range(xp: Namespace, backend: Backend, labels: Array, classes: int, ignored: Array | None, name: str) -> bool:
    """ValueError for the first label outside [0, classes). False if nobody looked: checks off, traced, on a device."""
    if not settings.checks_enabled():
        return False
    if 0 in labels.shape:
        return True
    bounds = backend.bounds(labels)
    if bounds is None:
        return False
    if bounds[0] >= 0 and bounds[1] < classes:
        return True
    bad = (labels < 0) | (labels >= classes)
    if ignored is not None:
        bad = bad & ~ignored
    found = backend.bounds(xp.astype(bad, xp.int32))
    if found is None:  # labels that are constants of a traced function: what is computed from them is traced
        return False
    if found[1] == 0:
        return True
    first, position = first_place(xp, bad)
    label = int(first(labels))
    hint = "" if ignored is not None else f"; to leave such rows out, pass ignore_index={label}"
    raise ValueError(
        f"{name} has {label} at position {position}, but there are {classes} classes: "
        f"labels run from 0 to {classes - 1}{hint}"
    )


def first_place(xp: Namespace, bad: Array) -> tuple[Callable[[Array], Array], tuple[int, ...]]:
    """What picks an array's entry at the first place where a mask holds, and that place."""
    index = int(xp.argmax(xp.astype(xp.reshape(bad, (-1,)), xp.int32)))
    position: list[int] = []
    rest = index
    for length in reversed(tuple(bad.shape)):
        rest, at = divmod(rest, length)
        position.insert(0, at)
    return lambda x: xp.reshape(x, (-1,))[index], tuple(position)
