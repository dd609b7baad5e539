"""Losses of classes, by torch's names: cross-entropies and margins, from class indices or one number per class."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ... import settings
from ...backends.library import Library, library_of, same_library
from ...call.gate import Unheld
from ...losses.classification import linear, multiclass, multiclass_margin, multilabel
from ...typing import Array
from .._arrays import is_floating, parameter_like, promoted
from ._common import evaluate, nan_where, narrowed, need_floating, need_integers, unrounded, word

# ruff: noqa: A001, A002 - the peer's argument is called input


def cross_entropy(
    input: Array,
    target: Array,
    weight: Array | None = None,
    size_average: bool | None = None,
    ignore_index: int = -100,
    reduce: bool | None = None,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Array:
    """torch.nn.functional.cross_entropy: `softmax_cross_entropy`, classes on axis 1.

    Class indices: the mean divides by the weights of the rows' classes. Probabilities: by the number of rows.
    """
    reduction = word(reduction, size_average, reduce)
    library = library_of(input, "input")
    target = same_library(target, "target", library.xp, input, "input")
    need_floating(library, "cross_entropy", input)
    params: dict[str, Any] = {"axis": 1 if input.ndim > 1 else 0, "label_smoothing": _share(label_smoothing)}
    if tuple(target.shape) == tuple(input.shape):
        _need_probabilities(library, target)
        if ignore_index >= 0:
            raise RuntimeError("cross_entropy: ignore_index is not supported for class probabilities")
        _need_class_weight(library, weight, input, params["axis"])
        input, target, *_ = promoted(library, input, target, *([] if weight is None else [weight]))
        return evaluate(
            multiclass.softmax_cross_entropy, input, target, reduction=reduction, class_weight=weight, **params
        )
    return _of_indices(
        library, multiclass.softmax_cross_entropy, input, target, weight, ignore_index, reduction, params
    )


def nll_loss(
    input: Array,
    target: Array,
    weight: Array | None = None,
    size_average: bool | None = None,
    ignore_index: int = -100,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Array:
    """torch.nn.functional.nll_loss: `nll`, classes on axis 1; the mean divides by the weights of the rows' classes."""
    reduction = word(reduction, size_average, reduce)
    library = library_of(input, "input")
    target = same_library(target, "target", library.xp, input, "input")
    params = {"axis": 1 if input.ndim > 1 else 0}
    return _of_indices(library, multiclass.nll, input, target, weight, ignore_index, reduction, params)


def _of_indices(
    library: Library,
    loss: Callable[..., Array],
    input: Array,
    target: Array,
    weight: Array | None,
    ignore_index: int,
    reduction: str,
    params: dict[str, Any],
) -> Array:
    """A loss of class indices: checked as torch checks, in its order."""
    target = _index_target(library, input, target)
    need_floating(library, "cross_entropy", input)
    _need_class_weight(library, weight, input, params["axis"])
    return _reduced_over_rows(library, loss, (input, target), target, weight, ignore_index, reduction, params)


def _reduced_over_rows(
    library: Library,
    loss: Callable[..., Array],
    arrays: tuple[Array, ...],
    target: Array,
    weight: Array | None,
    ignore_index: int,
    reduction: str,
    params: dict[str, Any],
) -> Array:
    """Rows that are ignored left out; the mean divides by the rest's class weights, and of nothing it is NaN."""
    xp, bounds = library.xp, None
    if settings.checks_enabled() and 0 not in target.shape:
        bounds = library.backend.bounds(target)
    absent = bounds is not None and not bounds[0] <= ignore_index <= bounds[1]
    with _labels_outside(IndexError):
        value = loss(
            *arrays,
            reduction=reduction,
            class_weight=None if weight is None else Unheld(weight),
            ignore_index=None if absent else ignore_index,
            **params,
        )
    if reduction != "mean" or (absent and weight is None):
        return value
    kept = target != ignore_index
    if weight is None:
        return nan_where(~xp.any(kept), value)
    picked = xp.take(weight, xp.reshape(xp.where(kept, target, 0), (-1,)), axis=0)
    return nan_where(xp.sum(xp.where(xp.reshape(kept, (-1,)), picked, 0.0)) == 0, value)


@contextmanager
def _labels_outside(error: type[Exception]) -> Iterator[None]:
    """The peer's error for a label outside the classes: all else has been checked before."""
    try:
        yield
    except ValueError as found:
        raise error(str(found)) from None


def _index_target(library: Library, input: Array, target: Array) -> Array:
    """Class indices in the shape of the input without its class axis, or torch's error."""
    own, shape = tuple(target.shape), tuple(input.shape)
    if not shape:
        raise ValueError("expected an input of one axis or more, for the classes")
    if len(shape) == 1 and own == (1,):
        target, own = library.xp.reshape(target, ()), ()
    if len(shape) > 1:
        if not own:
            raise ValueError(f"target is one number, and input has {shape[0]} rows")
        if own[0] != shape[0]:
            raise ValueError(f"input has {shape[0]} rows and target {own[0]}; expected equal numbers")
    if own != shape[:1] * (len(shape) > 1) + shape[2:]:
        raise RuntimeError(f"target has shape {own}; input of shape {shape} asks for it without its class axis")
    need_integers(library, "cross_entropy", target)
    if shape[1 if len(shape) > 1 else 0] == 0 and 0 not in own:
        raise IndexError("a target is out of bounds: there are no classes")
    return target


def _need_class_weight(library: Library, weight: Array | None, input: Array, axis: int) -> None:
    if weight is None:
        return
    weight = same_library(weight, "weight", library.xp, input, "input")
    if tuple(weight.shape) != (input.shape[axis],):
        raise RuntimeError(
            f"weight has shape {tuple(weight.shape)}; expected one for each of {input.shape[axis]} classes"
        )


def _need_probabilities(library: Library, target: Array) -> None:
    if not is_floating(library, target):
        raise RuntimeError(f"a target in the input's shape holds probabilities; got dtype {target.dtype}")


def _share(label_smoothing: float) -> float:
    if label_smoothing > 1.0:
        raise RuntimeError(f"label_smoothing must be between 0 and 1, got {label_smoothing}")
    return max(label_smoothing, 0.0)


# --- cross-entropy of a linear layer --------------------------------------------------------------------------------


def linear_cross_entropy(
    input: Array,
    linear_weight: Array,
    target: Array,
    *,
    linear_bias: Array | None = None,
    weight: Array | None = None,
    reduction: str = "mean",
    ignore_index: int | None = None,
    label_smoothing: float = 0.0,
    options: Any = None,
) -> Array:
    """torch.nn.functional.linear_cross_entropy: `linear_cross_entropy`, which never holds all logits.

    `options`: an object with torch's fields; its `batch_chunk_size` says how many rows of logits are made at a time.
    """
    library = library_of(input, "input")
    shape = _logits_shape(library, input, linear_weight, linear_bias)
    target = same_library(target, "target", library.xp, input, "input")
    dense = tuple(target.shape) == shape
    if dense and ignore_index is not None:
        raise RuntimeError("linear_cross_entropy: ignore_index is not supported for class probabilities")
    ignored = -100 if ignore_index is None else ignore_index
    if len(shape) > 2:
        _ignored_options(options, "target of several axes")
        xp = library.xp
        narrow = input.dtype
        rows = xp.reshape(linear_weight, (-1, linear_weight.shape[-1]))
        input, rows = (unrounded(library, x) for x in (input, rows))
        with library.backend.settings():
            logits = xp.matmul(input, xp.matrix_transpose(rows))
        if linear_bias is not None:
            logits = logits + unrounded(library, xp.reshape(linear_bias, (-1,)))
        loss = cross_entropy(
            xp.reshape(logits, shape),
            target,
            weight,
            ignore_index=ignored,
            reduction=reduction,
            label_smoothing=label_smoothing,
        )
        return narrowed(library, loss, narrow)
    reduction = word(reduction)
    need_floating(library, "linear_cross_entropy", input)
    params = {"label_smoothing": _share(label_smoothing), "bias": linear_bias, "chunk": _chunk(options)}
    like = linear_weight[:, 0]  # one number for each class, as one row of logits has
    _need_class_weight(library, weight, like, 0)
    if dense:
        _need_probabilities(library, target)
        arrays = input, linear_weight, target
        return evaluate(linear.linear_cross_entropy, *arrays, reduction=reduction, class_weight=weight, **params)
    # Checked as against logits: nothing of `input` but its rows is looked at there.
    target = _index_target(library, library.xp.broadcast_to(input[..., :1], shape), target)
    return _reduced_over_rows(
        library, linear.linear_cross_entropy, (input, linear_weight, target), target, weight, ignored, reduction, params
    )


def _logits_shape(library: Library, input: Array, linear_weight: Array, linear_bias: Array | None) -> tuple[int, ...]:
    """The shape of the logits, (rows, classes, ...), or torch's error."""
    linear_weight = same_library(linear_weight, "linear_weight", library.xp, input, "input")
    if input.ndim not in (1, 2):
        raise RuntimeError(f"expected an input of 1 or 2 axes, got {input.ndim}")
    if linear_weight.ndim < 2:
        raise RuntimeError(f"expected a linear_weight of 2 axes or more, got {linear_weight.ndim}")
    if input.shape[-1] != linear_weight.shape[-1]:
        raise RuntimeError(f"input has {input.shape[-1]} features, linear_weight {linear_weight.shape[-1]}")
    own = tuple(linear_weight.shape)[:-1]
    if linear_bias is not None:
        linear_bias = same_library(linear_bias, "linear_bias", library.xp, input, "input")
        if tuple(linear_bias.shape) != own:
            raise RuntimeError(f"linear_bias has shape {tuple(linear_bias.shape)}; expected {own}")
    if len(own) > 1 and input.ndim == 1:
        raise RuntimeError("a linear_weight of more than 2 axes asks for an input with rows, (N, features)")
    return (*tuple(input.shape)[:-1], *own)


def _ignored_options(options: Any, reason: str) -> None:
    if options is not None:
        warnings.warn(f"linear_cross_entropy: options have no effect for a {reason}", stacklevel=3)


def _chunk(options: Any) -> int | None:
    return getattr(options, "batch_chunk_size", None)


# --- margins --------------------------------------------------------------------------------------------------------


def multi_margin_loss(
    input: Array,
    target: Array,
    p: int = 1,
    margin: float = 1.0,
    weight: Array | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Array:
    """torch.nn.functional.multi_margin_loss: `multi_margin`; the mean divides by the number of rows."""
    reduction = word(reduction, size_average, reduce)
    library = library_of(input, "input")
    target = same_library(target, "target", library.xp, input, "input")
    if p not in (1, 2):
        raise ValueError(f"p must be 1 or 2, got {p}")
    if weight is not None and len(weight.shape) != 1:
        raise ValueError(f"weight must have one axis, got shape {tuple(weight.shape)}")
    input, target = _vector_or_matrix(library, input, target)
    if tuple(target.shape) != tuple(input.shape)[:-1]:
        raise RuntimeError(f"target has shape {tuple(target.shape)}; expected one class for each row of input")
    need_integers(library, "multi_margin_loss", target)
    need_floating(library, "multi_margin_loss", input)
    _need_class_weight(library, weight, input, -1)
    free = margin if margin > 0 else parameter_like(library, margin, input)
    params = {"p": p, "margin": free, "class_weight": weight}
    with _labels_outside(RuntimeError):
        return evaluate(multiclass_margin.multi_margin, input, target, reduction=reduction, **params)


def multilabel_margin_loss(
    input: Array, target: Array, size_average: bool | None = None, reduce: bool | None = None, reduction: str = "mean"
) -> Array:
    """torch.nn.functional.multilabel_margin_loss: `multilabel_margin` of lists of classes, each ended by -1."""
    reduction = word(reduction, size_average, reduce)
    library = library_of(input, "input")
    target = same_library(target, "target", library.xp, input, "input")
    if tuple(target.shape) != tuple(input.shape):
        raise RuntimeError(f"target has shape {tuple(target.shape)} and input {tuple(input.shape)}; expected equal")
    input, target = _vector_or_matrix(library, input, target, lists=True)
    need_integers(library, "multilabel_margin_loss", target)
    need_floating(library, "multilabel_margin_loss", input)
    if settings.checks_enabled() and 0 not in target.shape:
        bounds = library.backend.bounds(target)
        if bounds is not None and not (bounds[0] >= -1 and bounds[1] < input.shape[-1]):
            raise RuntimeError(f"target is out of range: expected -1 to {input.shape[-1] - 1}, got {bounds}")
    return evaluate(multilabel.multilabel_margin, input, target, reduction=reduction, encoding="indices")


def _vector_or_matrix(library: Library, input: Array, target: Array, *, lists: bool = False) -> tuple[Array, Array]:
    """One row or several, with classes; a number is one class."""
    xp = library.xp
    if not input.ndim:
        input = xp.reshape(input, (1,))
        target = xp.reshape(target, (1,)) if lists else target
    if input.ndim > 2 or not input.shape[-1]:
        raise RuntimeError(f"expected an input of one row of classes or several, got shape {tuple(input.shape)}")
    if input.ndim == 1 and not lists and tuple(target.shape) == (1,):
        input = xp.reshape(input, (1, -1))
    return input, target
