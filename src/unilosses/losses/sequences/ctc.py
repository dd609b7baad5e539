"""Connectionist temporal classification: the probability of a sequence of labels, summed over all its alignments.

Between, before and after L labels there may be blanks: an alignment walks through 2 L + 1 states, blank and label in
turn, one symbol a frame. With y_t(s) for the probability of the symbol of state s in frame t, the forward variable
alpha_t(s) is the sum over the alignments that end in state s after frame t; the backward variable beta_t(s), the sum
over what may follow on state s after frame t (without y_t(s), which is in alpha).

Probabilities are scaled numbers: sums and products of them keep their digits through any number of frames, where
logarithms would lose those that their size takes. Each walk through the states stands for one string of symbols, so
that the probability of all other strings is a sum of positive terms too: a loss near 0 is computed from that.
"""

from __future__ import annotations

import math
from typing import Literal

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import REAL, Choice, Domain, Flag, Integers, SampleMask, Sequences, WholeNumber
from ...numerics import scaled
from ...numerics.scaled import ScaledNumber
from ...typing import Array, Namespace
from .labels import Labels, complaint, read_labels, refuse, shortage

Infeasible = Literal["inf", "zero", "error"]


@loss(
    Domain(
        logits=REAL,
        labels=Sequences(),
        blank=WholeNumber(0),
        logit_lengths=Integers("rows"),
        label_lengths=Integers("rows"),
        infeasible=Choice(("inf", "zero", "error")),
        mean_per_label=Flag(),
        where=SampleMask(coupled=False),
    ),
    event_ndim=2,
    class_name="CTC",
)
def ctc(
    xp: Namespace,
    logits: Array,
    labels: Array,
    *,
    blank: int = 0,
    logit_lengths: Array | None = None,
    label_lengths: Array | None = None,
    infeasible: Infeasible = "inf",
    mean_per_label: bool = False,
    where: Array | None = None,
) -> Array:
    """Connectionist temporal classification (CTC), from logits: labels in order, at times that are not known.

    For speech and handwriting: a network gives one distribution over symbols (classes and a blank) for each frame.
    Of a string of symbols, one a frame, runs of equal ones are merged and then blanks removed; the loss is the
    negative log-probability of a string that leaves the labels. Never negative.

    Formula
        -log sum_a prod_t softmax(x_t)[a_t] over all strings a, one symbol for each of the row's frames t, that leave
        the row's labels; with mean_per_label divided by the number of labels (by 1 if there are none)
    Shapes
        logits: (..., T, C), with T frames of C symbols, the blank among them. labels: (..., S). logit_lengths and
        label_lengths: (...), the frames and labels of each row that count; without them all frames do, and the labels
        up to the first negative number. What lies behind is padding: it counts for nothing, whatever it holds.
        The unreduced loss has one number for each row, (...); so have weight and where.
    Domain
        logits: real numbers; -inf is a symbol that cannot happen. Log-probabilities are logits too, as their
        softmax is the distribution itself. labels: integers from 0 to C - 1 but the blank, which may be any of them.
        infeasible: what a row costs that no string can leave, such as one with fewer frames than labels and blanks
        between repeated ones: "inf"; "zero", as if it were masked out, but it still counts in the mean; or "error".
        Frames marked by padding indicators: logit_lengths = sum(1 - indicators). Labels padded with the blank:
        label_lengths = sum(labels != blank). Time first, (T, N, C): permute the axes to (N, T, C).
    Subgradient
        None is needed: the loss is smooth. Its derivative is softmax - (posterior probability of the symbol in the
        frame). An infeasible row has gradient 0, also where it costs infinity.
    Errors
        ValueError: a label that is the blank or outside the symbols, a length outside its range (NaN in that row where
        the host cannot read them), or the blank outside the symbols; with infeasible="error" a row with no string
        (infinity where the host cannot read it).
    See also
        softmax_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> x = np.log(np.asarray([[[0.6, 0.4], [0.5, 0.5]]]))  # blank, "a"; the strings aa, a- and -a: 0.7 in all
        >>> round(float(unilosses.ctc(x, np.asarray([[1]]))), 12) == round(-float(np.log(0.7)), 12)
        True
        >>> unilosses.ctc(x, np.asarray([[1, 1]]), reduction="none").tolist()  # needs three frames
        [inf]

    Source
        Graves et al., Connectionist temporal classification, ICML 2006, equations 5 to 16.
    """
    known = read_labels(xp, logits, labels, blank, logit_lengths, label_lengths, where)
    refuse(xp, known.wrong, complaint(xp, logits, labels, blank, logit_lengths, label_lengths))
    probs, frames = _frames(xp, logits, known)
    last, before = _recursion(xp, known, xp.zeros_like(known.count), known.skip, frames)
    end = 2 * known.count
    total = ScaledNumber(
        *(num.pick(xp, x, end)[..., 0] for x in _incoming(xp, last, known.skip))
    )  # the last blank and label
    cost = -scaled.logarithm(xp, total)

    # More likely than not: 1 minus the probability of the strings that leave the labels, or do not come to their end.
    left = xp.sum(scaled.plain(xp, before) * _leaving(xp, probs, known), axis=0)
    unfinished = xp.where(known.states < end[..., None] - 1, scaled.plain(xp, last), 0.0)
    likely = cost < 0.5
    value = xp.where(likely, -num.log1m(xp, xp.where(likely, xp.sum(left + unfinished, axis=-1), 0.0)), cost)

    impossible = (total.v == 0) & ~known.wrong
    if infeasible == "error":
        refuse(xp, impossible, shortage(xp, known))
    value = xp.where(impossible, 0.0 if infeasible == "zero" else math.inf, value)
    value = xp.where(known.wrong, math.nan, value)
    return value / _label_count(xp, known, value) if mean_per_label else value


@ctc.vjp
def _(
    xp: Namespace,
    cotangent: Array,
    logits: Array,
    labels: Array,
    *,
    blank: int,
    logit_lengths: Array | None,
    label_lengths: Array | None,
    infeasible: Infeasible,
    mean_per_label: bool,
    where: Array | None,
) -> tuple[Array, None]:
    # by x_tk: softmax(x_t)_k - (posterior probability of symbol k in frame t), which sums its states' occupancies
    # occupancy of state s = alpha_t(s) beta_t(s) / sum_s alpha_t(s) beta_t(s)
    known = read_labels(xp, logits, labels, blank, logit_lengths, label_lengths, where)
    probs, frames = _frames(xp, logits, known)
    *y, _ = frames
    _, before = _recursion(xp, known, xp.zeros_like(known.count), known.skip, frames)
    alpha = scaled.product(xp, _incoming(xp, before, known.skip), ScaledNumber(*y))
    # The ways on from a state are the ways to it, in a mirror.
    mirrored_end = known.states.shape[0] - 1 - 2 * known.count
    _, after = _recursion(xp, known, mirrored_end, known.mirrored_skip, _mirrored(xp, frames))
    beta = ScaledNumber(*_mirrored(xp, _incoming(xp, after, known.mirrored_skip)))
    occupancy = _time_back(xp, scaled.normalized(xp, scaled.product(xp, alpha, beta)))
    posterior = xp.matmul(occupancy, xp.astype(num.one_hot(xp, known.symbols, logits), occupancy.dtype))
    idle = xp.all(occupancy == 0, axis=-1, keepdims=True) | ~known.counted[..., None]  # no alignment is there
    gradient = xp.where(idle, 0.0, probs - posterior)
    gradient = xp.where(known.wrong[..., None, None], math.nan, gradient)
    if mean_per_label:
        gradient = gradient / _label_count(xp, known, gradient)[..., None, None]
    return gradient * cotangent[..., None, None], None


def _label_count(xp: Namespace, known: Labels, like: Array) -> Array:
    """What mean_per_label divides by."""
    return xp.astype(xp.where(known.count > 0, known.count, 1), like.dtype)


# --- the frames -----------------------------------------------------------------------------------------------------


def _frames(xp: Namespace, logits: Array, known: Labels) -> tuple[Array, tuple[Array, Array, Array]]:
    """The softmax, 0 in frames that do not count; for each frame, time first, y of each state and whether it counts."""
    counted, big = known.counted[..., None], float(xp.finfo(logits.dtype).max)
    x = num.clamp_max(xp, xp.where(counted, logits, 0.0), big)
    softmax = num.Softmax(xp, x)
    of_state = num.pick_several(xp, x, known.symbols[..., None, :])
    beside_infinity = (softmax.peak >= big) & (of_state < big)
    there = (known.states <= 2 * known.count[..., None])[..., None, :] & counted & ~beside_infinity
    of_state = xp.where(there, of_state, -math.inf)
    # Each exponential is right to the last digit; that of a difference loses those that the difference is rounded to.
    e = scaled.product(xp, scaled.exponential(xp, of_state), scaled.exponential(xp, -softmax.peak))
    y = ScaledNumber(e.v / softmax.total, e.n)
    v, n, counts = (_time_first(xp, x) for x in (*y, counted))
    return xp.where(counted, softmax.probs, 0.0), (v, n, counts)


def _leaving(xp: Namespace, probs: Array, known: Labels) -> Array:
    """For each frame and state the probability of the symbols by which a string leaves the labels, time first."""
    ways = known.symbols, known.following, known.symbols[..., :1]  # to the state itself, the next label, a blank
    stays, goes_on, pauses = (num.one_hot(xp, symbols, probs) for symbols in ways)
    leaves = xp.astype(~(stays | goes_on | pauses), probs.dtype)
    return _time_first(xp, xp.matmul(probs, xp.matrix_transpose(leaves)))


def _time_first(xp: Namespace, x: Array) -> Array:
    return xp.permute_dims(x, (x.ndim - 2, *range(x.ndim - 2), x.ndim - 1))


def _time_back(xp: Namespace, x: Array) -> Array:
    return xp.permute_dims(x, (*range(1, x.ndim - 1), 0, x.ndim - 1))


def _mirrored(xp: Namespace, arrays: tuple[Array, ...]) -> tuple[Array, ...]:
    """The frames from the last to the first, and so the states."""
    return tuple(xp.flip(x, axis=(0, -1)) for x in arrays)


# --- the recursion --------------------------------------------------------------------------------------------------


def _recursion(
    xp: Namespace, known: Labels, start: Array, skip: Array, frames: tuple[Array, ...]
) -> tuple[ScaledNumber, ScaledNumber]:
    """The forward variables after the last frame, and those before each frame; before the first, 1 in state `start`."""
    zero, here = xp.zeros_like(frames[0][0, ...]), known.states == start[..., None]
    carry = xp.where(here, zero + 1.0, zero), xp.where(here, zero, -math.inf), skip
    (v, n, _), before = num.scan(xp, _next_frame, carry, frames)
    return ScaledNumber(v, n), ScaledNumber(*before)


def _next_frame(
    xp: Namespace, carry: tuple[Array, ...], frame: tuple[Array, ...]
) -> tuple[tuple[Array, ...], ScaledNumber]:
    """alpha_t(s) = y_t(s) (alpha_t-1(s) + alpha_t-1(s - 1) + alpha_t-1(s - 2), where the blank may be skipped)"""
    v, n, skip = carry
    *y, counts = frame
    before = ScaledNumber(v, n)
    alpha = scaled.product(xp, _incoming(xp, before, skip), ScaledNumber(*y))
    return (xp.where(counts, alpha.v, v), xp.where(counts, alpha.n, n), skip), before


def _incoming(xp: Namespace, alpha: ScaledNumber, skip: Array) -> ScaledNumber:
    """What comes to each state: from itself, from the one before, and from two before where the blank is skipped."""
    v, n = _behind(xp, alpha, 2)
    skipping = ScaledNumber(xp.where(skip, v, 0.0), xp.where(skip, n, -math.inf))
    return scaled.total(xp, alpha, _behind(xp, alpha, 1), skipping)


def _behind(xp: Namespace, x: ScaledNumber, by: int) -> ScaledNumber:
    """For each state what x has so many states before it; 0 where there is none."""
    zero = xp.zeros_like(x.v[..., :by])
    v = xp.concat([zero, x.v[..., :-by]], axis=-1)
    return ScaledNumber(v, xp.concat([zero - math.inf, x.n[..., :-by]], axis=-1))
