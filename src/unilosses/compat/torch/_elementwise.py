"""Losses of pairs of numbers, by torch's names: residuals, probabilities, likelihoods, margins."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

from ...backends.library import Library, library_of, same_library
from ...call.gate import everywhere
from ...losses.classification import binary, margin, multilabel
from ...losses.distributions import counts, divergence, gaussian
from ...losses.embeddings import pairs
from ...losses.regression import regression
from ...typing import Array
from .._arrays import in_dtype, is_floating, numbers_like, parameter_like, promoted
from .._bounded import bounded_cross_entropy, within_bound
from ._common import evaluate, library_of_pair, narrowed, need_floating, plain_word, together, unrounded, within, word

# ruff: noqa: A001, A002 - the peer's argument is called input


def l1_loss(
    input: Array,
    target: Array,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    weight: Array | None = None,
) -> Array:
    """torch.nn.functional.l1_loss: `absolute_error`. With `weight`, the mean divides by its sum."""
    library_of_pair(input, target)
    reduction = word(reduction, size_average, reduce)
    return _residual(regression.absolute_error, input, target, reduction, weight)


def mse_loss(
    input: Array,
    target: Array,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    weight: Array | None = None,
) -> Array:
    """torch.nn.functional.mse_loss: `squared_error`. With `weight`, the mean divides by its sum."""
    library_of_pair(input, target)
    reduction = word(reduction, size_average, reduce)
    return _residual(regression.squared_error, input, target, reduction, weight)


def smooth_l1_loss(
    input: Array,
    target: Array,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    beta: float = 1.0,
) -> Array:
    """torch.nn.functional.smooth_l1_loss: `smooth_l1`."""
    library_of_pair(input, target)
    reduction = word(reduction, size_average, reduce)
    if beta < 0:
        raise RuntimeError(f"smooth_l1_loss: beta must not be negative, got {beta}")
    return _residual(regression.smooth_l1, input, target, reduction, None, beta=beta)


def huber_loss(
    input: Array, target: Array, reduction: str = "mean", delta: float = 1.0, weight: Array | None = None
) -> Array:
    """torch.nn.functional.huber_loss: `huber`. With `weight` too, the mean divides by the count."""
    library = library_of_pair(input, target)
    reduction = word(reduction)
    if delta <= 0:
        raise RuntimeError(f"huber_loss: delta must be positive, got {delta}")
    need_floating(library, "huber_loss", input)
    target = in_dtype(library, target, input.dtype)
    return _residual(regression.huber, input, target, reduction, weight, count=True, delta=delta)


def _residual(
    loss: Callable[..., Array],
    input: Array,
    target: Array,
    reduction: str,
    weight: Array | None,
    *,
    count: bool = False,
    **params: Any,
) -> Array:
    """A loss of the residual. A weighted mean divides by the sum of the weights, or by the count."""
    library, (x, y) = together(input=input, target=target)
    if not is_floating(library, input) and not is_floating(library, target):
        raise NotImplementedError(f"not implemented for input of dtype {input.dtype}; expected floating-point numbers")
    x, y = promoted(library, x, y)
    if weight is None:
        return evaluate(loss, x, y, reduction=reduction, **params)
    weight = same_library(weight, "weight", library.xp, input, "input")
    if tuple(weight.shape) != tuple(input.shape):
        raise ValueError(f"weight has shape {tuple(weight.shape)} and input {tuple(input.shape)}; they must be equal")
    x, y, weight = promoted(library, x, y, weight)
    by = None if count else library.xp.sum(unrounded(library, weight))
    weight = within(library, weight, "weight", tuple(x.shape))
    return evaluate(loss, x, y, reduction=reduction, weight=weight, by=by, **params)


# --- probabilities --------------------------------------------------------------------------------------------------


def binary_cross_entropy(
    input: Array,
    target: Array,
    weight: Array | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Array:
    """torch.nn.functional.binary_cross_entropy: `binary_cross_entropy`, with no logarithm below -100."""
    library = library_of(input, "input")
    reduction = word(reduction, size_average, reduce)
    _equal_sizes(library, input, target)
    if weight is not None:
        weight = _fitted_weight(library, weight, "weight", input)
    if target.dtype != input.dtype:
        raise RuntimeError(f"target has dtype {target.dtype}; expected that of input, {input.dtype}")
    need_floating(library, "binary_cross_entropy", input)
    for name, x in (("input", input), ("target", target)):
        if everywhere(library, (x >= 0) & (x <= 1)) is False:
            raise RuntimeError(f"all elements of {name} should be between 0 and 1")
    inside = within_bound(input)
    if everywhere(library, inside):
        return evaluate(binary.binary_cross_entropy, input, target, reduction=reduction, weight=weight)
    return bounded_cross_entropy(library.xp, input, target, weight=weight, reduction=reduction)


def binary_cross_entropy_with_logits(
    input: Array,
    target: Array,
    weight: Array | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    pos_weight: Array | None = None,
) -> Array:
    """torch.nn.functional.binary_cross_entropy_with_logits: `sigmoid_cross_entropy`."""
    library = library_of(input, "input")
    reduction = word(reduction, size_average, reduce)
    _equal_sizes(library, input, target)
    need_floating(library, "binary_cross_entropy_with_logits", input)
    if not is_floating(library, target):
        raise RuntimeError(f"target has dtype {target.dtype}; expected floating-point numbers")
    dtype, shape = target.dtype, tuple(input.shape)
    input, target = promoted(library, input, target)
    if weight is not None:
        weight = _fitted_weight(library, weight, "weight", input)
    if pos_weight is None:
        loss = evaluate(binary.sigmoid_cross_entropy, input, target, reduction=reduction, weight=weight)
        return narrowed(library, loss, dtype)
    # A weight of any shape: every element is a class of its own.
    pos_weight = _fitted_weight(library, pos_weight, "pos_weight", input)
    flat = [None if x is None else library.xp.reshape(x, (-1,)) for x in (input, target, weight, pos_weight)]
    x, y, weight, pos_weight = flat
    loss = evaluate(
        binary.sigmoid_cross_entropy, x, y, reduction=reduction, weight=weight, pos_weight=pos_weight, axis=0
    )
    loss = library.xp.reshape(loss, shape) if reduction == "none" else loss
    return narrowed(library, loss, dtype)


def _equal_sizes(library: Library, input: Array, target: Array) -> None:
    target = same_library(target, "target", library.xp, input, "input")
    if tuple(target.shape) != tuple(input.shape):
        raise ValueError(f"target has shape {tuple(target.shape)} and input {tuple(input.shape)}; they must be equal")


def _fitted_weight(library: Library, weight: Array, name: str, input: Array) -> Array:
    weight = same_library(weight, name, library.xp, input, "input")
    return within(library, in_dtype(library, weight, input.dtype), name, tuple(input.shape))


def multilabel_soft_margin_loss(
    input: Array,
    target: Array,
    weight: Array | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Array:
    """torch.nn.functional.multilabel_soft_margin_loss: `multilabel_soft_margin`, classes last."""
    library = library_of(input, "input")
    reduction = plain_word(reduction) if size_average is None and reduce is None else word("", size_average, reduce)
    need_floating(library, "multilabel_soft_margin_loss", input)
    target = same_library(target, "target", library.xp, input, "input")
    if not input.ndim:
        raise IndexError("multilabel_soft_margin_loss: input has no axis for the classes")
    shape = tuple(input.shape)
    target = within(library, target, "target", shape)
    if weight is None:
        input, target = promoted(library, input, target)
        return evaluate(multilabel.multilabel_soft_margin, input, target, reduction=reduction)
    weight = same_library(weight, "weight", library.xp, input, "input")
    weight = within(library, weight, "weight", shape)
    input, target, weight = promoted(library, input, target, weight)
    if reduction == "mean":
        return evaluate(binary.sigmoid_cross_entropy, input, target, reduction="mean", weight=weight)
    wide = [unrounded(library, x) for x in (input, target, weight)]
    each = binary.sigmoid_cross_entropy(wide[0], wide[1], weight=wide[2], reduction="none")
    each = library.xp.sum(each, axis=-1) / shape[-1]
    return narrowed(library, each if reduction == "none" else library.xp.sum(each), input.dtype)


# --- divergences and likelihoods ------------------------------------------------------------------------------------


def kl_div(
    input: Array,
    target: Array,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    log_target: bool = False,
) -> Array:
    """torch.nn.functional.kl_div: the terms of `kl_divergence` one by one; "batchmean" is the mean of their rows."""
    library, (x, y) = together(input=input, target=target)
    if not is_floating(library, input) or not is_floating(library, target):
        raise RuntimeError(f"kl_div: input has dtype {input.dtype} and target {target.dtype}; expected floating-point")
    by_rows = reduction == "batchmean"
    if size_average is not None or reduce is not None:
        how = word(reduction, size_average, reduce)
    else:
        if reduction == "mean":
            warnings.warn("kl_div: the mean is that of all elements; 'batchmean' divides by the rows", stacklevel=2)
        how = "sum" if by_rows else word(reduction)
    x, y = promoted(library, x, y)
    loss = evaluate(
        divergence.kl_divergence,
        x[..., None],
        y[..., None],
        reduction=how,
        pred_space="log_probs",
        target_space="log_probs" if log_target else "probs",
    )
    return loss / input.shape[0] if by_rows and input.ndim else loss


def poisson_nll_loss(
    input: Array,
    target: Array,
    log_input: bool = True,
    full: bool = False,
    size_average: bool | None = None,
    eps: float = 1e-8,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Array:
    """torch.nn.functional.poisson_nll_loss: `poisson_nll`; `full` adds Stirling's approximation."""
    reduction = plain_word(reduction) if size_average is None and reduce is None else word("", size_average, reduce)
    library, (x, y) = together(input=input, target=target)
    x, y = promoted(library, x, y)
    return evaluate(
        counts.poisson_nll,
        x,
        y,
        reduction=reduction,
        log_input=log_input,
        full="stirling" if full else "none",
        eps=None if log_input or eps == 0 else parameter_like(library, eps, x),
    )


def gaussian_nll_loss(
    input: Array, target: Array, var: Array | float, full: bool = False, eps: float = 1e-6, reduction: str = "mean"
) -> Array:
    """torch.nn.functional.gaussian_nll_loss: `gaussian_nll`, with variances raised to `eps`."""
    library = library_of(input, "input")
    target = same_library(target, "target", library.xp, input, "input")
    variance: Any = numbers_like(library.xp, var, promoted(library, input)[0]) if isinstance(var, float) else var
    variance = same_library(variance, "var", library.xp, input, "input")
    if everywhere(library, variance >= 0) is False:
        raise ValueError("var has a negative entry")
    if not isinstance(var, float) and tuple(variance.shape) != tuple(input.shape):
        if tuple(variance.shape) == tuple(input.shape)[:-1]:
            variance = variance[..., None]
        elif variance.ndim != input.ndim or _unequal_size(input, variance) != 1:
            raise ValueError(f"var has shape {tuple(variance.shape)}, which does not fit input, {tuple(input.shape)}")
    reduction = plain_word(reduction)
    library, arrays = together(input=input, target=target, var=variance)
    return evaluate(
        gaussian.gaussian_nll,
        *promoted(library, *arrays),
        reduction=reduction,
        full=full,
        eps=eps if eps > 0 else None,
    )


def _unequal_size(input: Array, var: Array) -> int:
    """The sum of var's lengths that are not input's: 1 where it repeats along one axis."""
    return sum(m for n, m in zip(input.shape, var.shape, strict=True) if n != m)


# --- margins --------------------------------------------------------------------------------------------------------


def hinge_embedding_loss(
    input: Array,
    target: Array,
    margin: float = 1.0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Array:
    """torch.nn.functional.hinge_embedding_loss: `hinge_embedding`."""
    reduction = word(reduction, size_average, reduce)
    library, (x, y) = together(input=input, target=target)
    _floating_input(library, input)
    free = margin if margin >= 0 else parameter_like(library, margin, x)
    return evaluate(pairs.hinge_embedding, x, y, reduction=reduction, margin=free)


def soft_margin_loss(
    input: Array, target: Array, size_average: bool | None = None, reduce: bool | None = None, reduction: str = "mean"
) -> Array:
    """torch.nn.functional.soft_margin_loss: `soft_margin`."""
    reduction = word(reduction, size_average, reduce)
    library = library_of(input, "input")
    target = same_library(target, "target", library.xp, input, "input")
    target = within(library, target, "target", tuple(input.shape))
    _floating_input(library, input)
    return evaluate(margin.soft_margin, input, target, reduction=reduction)


def _floating_input(library: Library, input: Array) -> None:
    if not is_floating(library, input):
        raise RuntimeError(f"input has dtype {input.dtype}; expected floating-point numbers")
