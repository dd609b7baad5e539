"""Losses of vectors, of pairs of scores and of sequences, by torch's names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...backends.library import Library, device_of, index_dtype, library_of, same_library
from ...losses.embeddings import pairs, triplet
from ...losses.ranking import pairs as pairs_of_scores
from ...losses.sequences import ctc
from ...typing import Array
from .._arrays import any_labels, common_shape, parameter_like, promoted
from ._common import evaluate, need_floating, plain_word, together, within, word

# What torch.nn.functional.pairwise_distance adds to each difference.
DISTANCE_EPS = 1e-6


def margin_ranking_loss(
    input1: Array,
    input2: Array,
    target: Array,
    margin: float = 0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Array:
    """torch.nn.functional.margin_ranking_loss: `margin_ranking`."""
    reduction = word(reduction, size_average, reduce)
    _same_ndim(input1=input1, input2=input2, target=target)
    library, arrays = together(input1=input1, input2=input2, target=target)
    return _lead(library, promoted(library, *arrays), margin, reduction)


def _lead(library: Library, arrays: list[Array], margin: float, reduction: str) -> Array:
    free = margin if margin >= 0 else parameter_like(library, margin, arrays[0])
    first, second, target = arrays
    labels = any_labels(library.xp, target, first)
    return evaluate(pairs_of_scores.margin_ranking, first, second, labels, reduction=reduction, margin=free)


def _same_ndim(**named: Array) -> None:
    if len({len(x.shape) for x in named.values() if library_of(x, "input")}) > 1:
        given = ", ".join(f"{name} {tuple(x.shape)}" for name, x in named.items())
        raise RuntimeError(f"the arrays must have the same number of axes, but have the shapes {given}")


def cosine_embedding_loss(
    input1: Array,
    input2: Array,
    target: Array,
    margin: float = 0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Array:
    """torch.nn.functional.cosine_embedding_loss: `cosine_embedding`."""
    reduction = word(reduction, size_average, reduce)
    library = library_of(input1, "input1")
    target = same_library(target, "target", library.xp, input1, "input1")
    if target.ndim > 1:
        raise RuntimeError(f"target has shape {tuple(target.shape)}; expected one number for each row, or one number")
    if input1.ndim != target.ndim + 1 or input2.ndim != target.ndim + 1:
        raise RuntimeError(
            f"a target of {target.ndim} axes asks for inputs of {target.ndim + 1}, got shapes {tuple(input1.shape)} "
            f"and {tuple(input2.shape)}"
        )
    library, (u, v) = together(input1=input1, input2=input2)
    u, v = promoted(library, u, v)
    whole = common_shape(RuntimeError, rows=u[..., 0], target=target)
    u, v = (within(library, x, "input", (*whole, u.shape[-1])) for x in (u, v))
    target = within(library, target, "target", whole)
    free = margin if -1 <= margin <= 1 else parameter_like(library, margin, u)
    return evaluate(pairs.cosine_embedding, u, v, target, reduction=reduction, margin=free)


def triplet_margin_loss(
    anchor: Array,
    positive: Array,
    negative: Array,
    margin: float = 1.0,
    p: float = 2,
    eps: float = 1e-6,
    swap: bool = False,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Array:
    """torch.nn.functional.triplet_margin_loss: `triplet_margin`."""
    reduction = word(reduction, size_average, reduce)
    return _triplet(anchor, positive, negative, margin, reduction, p=p, eps=eps, swap=swap)


def _triplet(
    anchor: Array, positive: Array, negative: Array, margin: float, reduction: str, *, eps: float, **params: Any
) -> Array:
    _positive_margin(margin)
    _same_ndim(anchor=anchor, positive=positive, negative=negative)
    library, arrays = together(anchor=anchor, positive=positive, negative=negative)
    arrays = [x if x.ndim else x[..., None] for x in promoted(library, *arrays)]
    free = eps if eps >= 0 else parameter_like(library, eps, arrays[0])
    return evaluate(triplet.triplet_margin, *arrays, reduction=reduction, margin=margin, eps=free, **params)


def triplet_margin_with_distance_loss(
    anchor: Array,
    positive: Array,
    negative: Array,
    *,
    distance_function: Callable[[Array, Array], Array] | None = None,
    margin: float = 1.0,
    swap: bool = False,
    reduction: str = "mean",
) -> Array:
    """torch.nn.functional.triplet_margin_with_distance_loss: `triplet_margin`, or `margin_ranking` of distances."""
    reduction = plain_word(reduction)
    if distance_function is None:
        return _triplet(anchor, positive, negative, margin, reduction, eps=DISTANCE_EPS, swap=swap)
    _positive_margin(margin)
    _same_ndim(anchor=anchor, positive=positive, negative=negative)
    near, far = distance_function(anchor, positive), distance_function(anchor, negative)
    if swap:
        far = library_of(far, "distance").xp.minimum(far, distance_function(positive, negative))
    library, (far, near) = together(far=far, near=near)
    far, near = promoted(library, far, near)
    return _lead(library, [far, near, library.xp.ones_like(far)], margin, reduction)


def _positive_margin(margin: float) -> None:
    if margin <= 0:
        raise ValueError(f"margin must be greater than 0, got {margin}")


def ctc_loss(
    log_probs: Array,
    targets: Array,
    input_lengths: Array,
    target_lengths: Array,
    blank: int = 0,
    reduction: str = "mean",
    zero_infinity: bool = False,
) -> Array:
    """torch.nn.functional.ctc_loss: `ctc`, time first; the mean divides each loss by its number of labels."""
    library = library_of(log_probs, "log_probs")
    xp = library.xp
    reduction = word(reduction)
    if log_probs.ndim not in (2, 3) or 0 in log_probs.shape:
        raise RuntimeError(f"log_probs has shape {tuple(log_probs.shape)}; expected (T, N, C) or (T, C), none empty")
    need_floating(library, "ctc_loss", log_probs)
    alone = log_probs.ndim == 2
    logits = log_probs[None, ...] if alone else xp.permute_dims(log_probs, (1, 0, 2))
    rows, frames, classes = logits.shape
    targets = same_library(targets, "targets", xp, log_probs, "log_probs")
    logit_lengths = _lengths(library, input_lengths, "input_lengths", logits)
    label_lengths = _lengths(library, target_lengths, "target_lengths", logits)
    targets = xp.astype(targets, index_dtype(xp))
    if targets.ndim == 1:
        targets = _apart(library, targets, label_lengths)
    if targets.ndim != 2 or targets.shape[0] != rows:
        raise RuntimeError(
            f"targets has shape {tuple(targets.shape)}; expected one row for each of {rows}, or one list"
        )
    _need_range(library, logit_lengths, frames, "input_lengths")
    _need_range(library, label_lengths, targets.shape[1], "target_lengths")
    if not 0 <= blank < classes:
        raise RuntimeError(f"blank must be one of the {classes} labels, got {blank}")
    try:
        loss = evaluate(
            ctc.ctc,
            logits,
            targets,
            reduction=reduction,
            blank=blank,
            logit_lengths=logit_lengths,
            label_lengths=label_lengths,
            infeasible="zero" if zero_infinity else "inf",
            mean_per_label=reduction == "mean",
        )
    except ValueError as found:
        raise RuntimeError(str(found)) from None
    return loss[0] if alone and reduction == "none" else loss


def _lengths(library: Library, lengths: Any, name: str, logits: Array) -> Array:
    """One length for each row, as integers."""
    xp, rows = library.xp, logits.shape[0]
    if isinstance(lengths, tuple | list | int):
        lengths = xp.asarray(lengths, dtype=index_dtype(xp), device=device_of(xp, logits))
    lengths = same_library(lengths, name, xp, logits, "log_probs")
    if library.floating(lengths.dtype) is not None or not xp.isdtype(lengths.dtype, "integral"):
        raise RuntimeError(f"{name} must be integers, got dtype {lengths.dtype}")
    if lengths.ndim > 1 or (lengths.shape[0] if lengths.ndim else 1) != rows:
        raise RuntimeError(f"{name} has shape {tuple(lengths.shape)}; expected one length for each of {rows} rows")
    return xp.astype(xp.reshape(lengths, (rows,)), index_dtype(xp))


def _apart(library: Library, targets: Array, lengths: Array) -> Array:
    """A row of labels for each sample, from one list of all of them."""
    xp = library.xp
    ends = xp.cumulative_sum(lengths)
    size, longest = targets.shape[0], targets.shape[0]
    bounds = library.backend.bounds(lengths)
    if bounds is not None:
        if int(ends[-1]) != size:
            raise RuntimeError(f"targets has {size} labels; target_lengths add up to {int(ends[-1])}")
        longest = bounds[1]
    places = xp.arange(longest, dtype=lengths.dtype, device=device_of(xp, lengths))
    at = (ends - lengths)[:, None] + places
    if not size:
        return xp.zeros(tuple(at.shape), dtype=targets.dtype, device=device_of(xp, lengths))
    at = xp.where(at < size, at, 0)
    return xp.reshape(xp.take(targets, xp.reshape(at, (-1,)), axis=0), tuple(at.shape))


def _need_range(library: Library, lengths: Array, most: int, name: str) -> None:
    bounds = library.backend.bounds(lengths)
    if bounds is not None and not (bounds[0] >= 0 and bounds[1] <= most):
        raise RuntimeError(f"{name} must be from 0 to {most}, got {bounds[0]} to {bounds[1]}")
