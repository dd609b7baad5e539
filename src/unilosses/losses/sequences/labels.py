"""The labels of connectionist temporal classification: lengths, the states of an alignment, labels that are equal."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ... import numerics as num
from ... import settings
from ...backends.library import library_of
from ...typing import Array, Namespace


class Labels(NamedTuple):
    """What a batch is before any logit is looked at, with S labels, U = 2 S + 1 states and T frames."""

    n_frames: Array  # (...) integers: how many frames count
    count: Array  # (...) integers: how many labels
    counted: Array  # (..., T) booleans: the frames that count
    states: Array  # (U,) integers: 0, 1, 2, ...
    symbols: Array  # (..., U) integers: blank, label, blank, label, ..., blank
    following: Array  # (..., U) integers: the first label after each state; the blank where there is none
    skip: Array  # (..., U) booleans: the states that are reached from two before, without the blank between
    mirrored_skip: Array  # (..., U) the same with the states from the last to the first
    wrong: Array  # (...) booleans: rows with a label or a length that cannot be


def read_labels(
    xp: Namespace,
    logits: Array,
    labels: Array,
    blank: int,
    logit_lengths: Array | None,
    label_lengths: Array | None,
    where: Array | None,
) -> Labels:
    """Lengths resolved, padding left out, rows that are masked out without frames and labels."""
    (*rows, length, classes), whole = logits.shape, labels.dtype
    if labels.ndim != logits.ndim - 1:
        expected = f"({', '.join(map(str, (*rows, 'S')))})"
        raise ValueError(f"ctc: labels has shape {tuple(labels.shape)}; expected {expected}, one sequence for each row")
    if blank >= classes:
        raise ValueError(f"ctc: blank is {blank}, but there are {classes} symbols: they run from 0 to {classes - 1}")
    size = labels.shape[-1]
    places = num.index_range(xp, labels, -1, whole)
    times = num.index_range(xp, logits, -2, whole)

    zero = xp.zeros_like(logits[..., 0, 0])
    n_frames = xp.astype(zero, whole) + length if logit_lengths is None else logit_lengths
    if label_lengths is not None:
        count = label_lengths
    else:
        count = xp.min(xp.where(labels < 0, places, size), axis=-1) if size else xp.astype(zero, whole)
    real = places < count[..., None]
    misplaced = (labels < 0) | (labels >= classes) | (labels == blank)
    wrong = xp.any(real & misplaced, axis=-1) | (count < 0) | (count > size) | (n_frames < 0) | (n_frames > length)
    if where is not None:
        wrong = wrong & where
    usable = ~wrong if where is None else where & ~wrong
    n_frames, count, real = xp.where(usable, n_frames, 0), xp.where(usable, count, 0), real & usable[..., None]

    # Where there is no label, the blank stands.
    clean, end = xp.where(real, labels, blank), xp.zeros_like(count[..., None]) + blank
    before, after = xp.concat([end, clean], axis=-1)[..., :-1], xp.concat([clean, end], axis=-1)[..., 1:]
    skip = (before != blank) & (clean != blank) & (clean != before)
    mirrored_skip = (after != blank) & (clean != after)
    never, no = xp.zeros_like(real), end != blank
    symbols = interleaved(xp, xp.zeros_like(clean) + blank, clean, end)
    return Labels(
        n_frames=n_frames,
        count=count,
        counted=times < n_frames[..., None],
        states=num.index_range(xp, symbols, -1, whole),
        symbols=symbols,
        following=interleaved(xp, clean, after, end),
        skip=interleaved(xp, never, skip, no),
        mirrored_skip=xp.flip(interleaved(xp, never, mirrored_skip, no), axis=-1),
        wrong=wrong,
    )


def interleaved(xp: Namespace, x: Array, y: Array, last: Array) -> Array:
    """x_1, y_1, x_2, y_2, ..., last."""
    pairs = xp.reshape(xp.stack([x, y], axis=-1), (*x.shape[:-1], 2 * x.shape[-1]))
    return xp.concat([pairs, last], axis=-1)


def refuse(xp: Namespace, bad: Array, message: Callable[[tuple[int, ...], int], str]) -> None:
    """ValueError for the first bad row, by its position and its number, where the host can read which rows are bad."""
    if not settings.checks_enabled() or 0 in bad.shape:
        return
    flags = xp.astype(xp.reshape(bad, (-1,)), xp.int32)
    bounds = library_of(bad, "rows").backend.bounds(flags)
    if bounds is None or bounds[1] == 0:
        return
    row = int(xp.argmax(flags))
    position: tuple[int, ...] = ()
    rest = row
    for size in reversed(bad.shape):
        rest, at = divmod(rest, size)
        position = (at, *position)
    raise ValueError(message(position, row))


def complaint(
    xp: Namespace, logits: Array, labels: Array, blank: int, logit_lengths: Array | None, label_lengths: Array | None
) -> Callable[[tuple[int, ...], int], str]:
    """What is wrong with a row, in words."""
    length, classes = logits.shape[-2:]

    def of_row(x: Array, row: int) -> list[int]:
        flat = xp.reshape(x, (-1, labels.shape[-1])) if x.ndim == labels.ndim else xp.reshape(x, (-1, 1))
        return [int(v) for v in flat[row, :]]

    def message(position: tuple[int, ...], row: int) -> str:
        for name, given, most in (
            ("logit_lengths", logit_lengths, length),
            ("label_lengths", label_lengths, labels.shape[-1]),
        ):
            if given is not None and not 0 <= of_row(given, row)[0] <= most:
                return f"ctc: {name} has {of_row(given, row)[0]} at position {position}; expected 0 to {most}"
        own = of_row(labels, row)
        count = len(own) if label_lengths is None else of_row(label_lengths, row)[0]
        at = next(i for i, k in enumerate(own[:count]) if k >= classes or k < 0 or k == blank)
        what = "is the blank" if own[at] == blank else f"is none of the {classes} symbols, 0 to {classes - 1}"
        return (
            f"ctc: labels has {own[at]} at position {(*position, at)}, which {what}; "
            f"if it is padding, say with label_lengths how many labels each row has"
        )

    return message


def shortage(xp: Namespace, known: Labels) -> Callable[[tuple[int, ...], int], str]:
    """Why no string of symbols leaves a row's labels, in words."""

    def message(position: tuple[int, ...], row: int) -> str:
        repeats = known.count - 1 - xp.sum(xp.astype(known.skip, known.count.dtype), axis=-1)
        frames, count, blanks = (int(xp.reshape(x, (-1,))[row]) for x in (known.n_frames, known.count, repeats))
        return (
            f"ctc: the row at position {position} is infeasible: it has {frames} frames and {count} labels, which need "
            f"{count + max(blanks, 0)}, with a blank between equal ones; or symbols that they need have logit -inf"
        )

    return message
