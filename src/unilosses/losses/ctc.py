"""Connectionist temporal classification: the probability of a sequence of labels, summed over all its alignments.

Between, before and after L labels there may be blanks: an alignment walks through 2 L + 1 states, blank and label in
turn, one symbol a frame. A recursion over the frames sums the alignments that end in each state; the same recursion
from the last frame to the first, those that go on from there.

Its numbers have an exponent of their own, so that sums and products of probabilities keep their digits through any
number of frames, where logarithms would lose those that their size takes; and they carry their rounding errors, of
which there are some in each frame. A probability relative to the frame's largest, exp(x - max x), is at most 1;
1 / sum_j exp(x_j - max x) comes in at the end, by its logarithm. Each state sequence stands for one string of symbols,
so that the probability of all other strings is a sum of positive terms too: a loss near 0 is computed from that, and
keeps its digits as well.
"""

from __future__ import annotations

import math
from typing import Literal

from ..core import carried, ops
from ..core.domain import REAL, Choice, Domain, Flag, Integers, SampleMask, Sequences, WholeNumber
from ..core.spec import loss
from ..core.typing import Array, Namespace
from . import _ctc_numbers as numbers
from ._ctc_labels import Labels, after_blanks, by_symbol, complaint, read_labels, refuse, shortage
from ._ctc_numbers import Numbers

Infeasible = Literal["inf", "zero", "error"]


@loss(
    Domain(
        logits=REAL, labels=Sequences(), blank=WholeNumber(0), logit_lengths=Integers("rows"),
        label_lengths=Integers("rows"), infeasible=Choice(("inf", "zero", "error")), mean_per_label=Flag(),
        where=SampleMask(coupled=False),
    ),
    event_ndim=2, class_name="CTC",
    peers={
        "torch": "ctc_loss (from log-probabilities, time first; its mean divides each loss by its number of labels)",
        "keras": "ctc (blank is 0, and every row has all frames)", "optax": "ctc_loss (infeasible: about 1e5)",
        "tensorflow": "nn.ctc_loss (infeasible: about 707)",
    },
)  # fmt: skip
def ctc(
    xp: Namespace, logits: Array, labels: Array, *, blank: int = 0, logit_lengths: Array | None = None,
    label_lengths: Array | None = None, infeasible: Infeasible = "inf", mean_per_label: bool = False,
    where: Array | None = None,
) -> Array:  # fmt: skip
    """Connectionist temporal classification (CTC), from logits: labels in order, at times that are not known.

    For speech and handwriting: a network gives one distribution over symbols (classes and a blank) for each frame.
    Of a string of symbols, one a frame, runs of equal ones are merged and then blanks removed; the loss is the
    surprise at a string that leaves the labels. Never negative.

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
        None is needed: the loss is smooth, with derivative softmax - (posterior share of the symbol in the frame).
        An infeasible row has gradient 0, also where it costs infinity.
    Errors
        ValueError: a label that is the blank or outside the symbols, a length outside its range (NaN in that row where
        the host cannot read them), the blank outside the symbols, shapes that do not fit; with infeasible="error"
        a row with no string (infinity where the host cannot read it). TypeError: dtype or library of an array.
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
    frames = Frames(xp, logits, known)
    nothing = xp.zeros_like(logits[..., 0, :1])
    steps = tuple(_time_first(xp, x) for x in (*frames.steps, frames.cost, frames.lost()))
    (v, low, n, _, spent, lost), _ = ops.scan(xp, _count, (*frames.start(), known.skip, nothing, nothing), steps)

    total, _, top = _end(xp, Numbers(v, low, n), known)
    high, *rest = numbers.base(xp, v).log
    cost = (ops.row_sum(xp, frames.cost[..., 0])[..., 0] - high * top) - (ops.log(xp, total) + sum(rest) * top)
    # More likely than not: 1 minus the strings that have left the way, or have not come to its end.
    unfinished = xp.where(known.states < 2 * known.count[..., None] - 1, _plain(xp, v, n, spent), 0.0)
    other = (ops.row_sum(xp, unfinished) + lost)[..., 0]
    likely = cost < 0.5
    value = xp.where(likely, -ops.log1m(xp, xp.where(likely, other, 0.0)), cost)

    impossible = (total == 0) & ~known.wrong
    if infeasible == "error":
        refuse(xp, impossible, shortage(xp, known))
    value = xp.where(impossible, 0.0 if infeasible == "zero" else math.inf, value)
    value = xp.where(known.wrong, math.nan, value)
    return value / _label_count(xp, known, value) if mean_per_label else value


@ctc.vjp
def _(
    xp: Namespace, cotangent: Array, logits: Array, labels: Array, *, blank: int, logit_lengths: Array | None,
    label_lengths: Array | None, infeasible: Infeasible, mean_per_label: bool, where: Array | None,
) -> tuple[Array, None]:  # fmt: skip
    # by x_tk: softmax(x_t)_k - (share of the alignments, by probability, that are at symbol k in frame t)
    known = read_labels(xp, logits, labels, blank, logit_lengths, label_lengths, where)
    frames = Frames(xp, logits, known)
    steps = tuple(_time_first(xp, x) for x in frames.steps)
    (*state, _), come = ops.scan(xp, _come, (*frames.start(), known.skip), steps)
    possible = ~(_end(xp, Numbers(*state), known).v == 0)

    # The ways on from a state are the ways to it, in a mirror.
    mirrored = (xp.flip(x, axis=-1) for x in (*frames.start(2 * known.count), _ahead(xp, known.skip, 2)))
    mirrored_steps = tuple(xp.flip(x, axis=(0, -1)) for x in steps)
    _, left = ops.scan(xp, _go_on, tuple(mirrored), mirrored_steps)
    share = numbers.share(xp, Numbers(*come), Numbers(*(xp.flip(x, axis=(0, -1)) for x in left)))
    _, (of_label,) = ops.scan(xp, _of_equals, (known.same,), (share[..., 1::2],))

    blanks, labelled = _time_back(xp, ops.row_sum(xp, share[..., 0::2])), _time_back(xp, of_label)
    gradient = frames.parts.probs - by_symbol(xp, known, blank, blanks, labelled, logits)
    gradient = xp.where(frames.counted & possible[..., None, None], gradient, 0.0)
    gradient = xp.where(known.wrong[..., None, None], math.nan, gradient)
    if mean_per_label:
        gradient = gradient / _label_count(xp, known, gradient)[..., None, None]
    return gradient * cotangent[..., None, None], None


# --- the frames -----------------------------------------------------------------------------------------------------


class Frames:
    """For each frame: the softmax, and exp(x - max x) of the symbol of every state."""

    def __init__(self, xp: Namespace, logits: Array, known: Labels) -> None:
        big = float(xp.finfo(logits.dtype).max)
        self.xp, self.known, self.counted = xp, known, known.counted[..., None]
        x = xp.where(self.counted, logits, 0.0)
        parts = self.parts = ops.Softmax(xp, x)
        once = xp.concat([known.symbols[..., :1], known.labels], axis=-1)
        found = ops.pick_several(xp, x, once[..., None, :])
        never = (found < -big) | ((parts.peak >= big) & (found < big)) | (0.5 * found - 0.5 * parts.peak < -0.25 * big)
        near = xp.where(never, parts.peak, xp.where(found > big, big, found))
        v, low, n = numbers.exponential(xp, *carried.two_sum(xp, near, -parts.peak))
        v, low, n = (after_blanks(xp, x[..., 1:], x[..., 0]) for x in (xp.where(never, 0.0, v), low, n))
        there = (known.states <= 2 * known.count[..., None])[..., None, :] & ~(v == 0)
        self.steps = (xp.where(there, v, 0.0), xp.where(there, low, 0.0), n, self.counted)
        self.cost = xp.where(self.counted, xp.log1p(parts.rest), 0.0)

    def start(self, state: Array | int = 0) -> Numbers:
        """1 in one state, 0 in the others. Before the first frame: as if in the blank before the labels."""
        xp, zero = self.xp, self.xp.zeros_like(self.steps[0][..., 0, :])
        here = self.known.states == (state if isinstance(state, int) else state[..., None])
        n = xp.where(here, zero, numbers.base(xp, zero).least(xp, zero))
        return Numbers(xp.where(here, zero + 1.0, zero), zero, n)

    def lost(self) -> Array:
        """For each state, the probability of the symbols by which a string leaves the labels."""
        # All but at most three symbols. To be right where that is little, it is not 1 minus those: the three largest
        # of the frame, less those of them that lead on, and the sum of the rest, less the others that lead on.
        xp, known, rest = self.xp, self.known, self.parts.e
        v, _, n, _ = self.steps
        other = numbers.plain(xp, v, n)
        large = xp.zeros_like(other)
        for _ in range(min(3, rest.shape[-1])):
            index = xp.argmax(rest, axis=-1)
            chosen = ops.one_hot(xp, index, rest)
            hit = known.symbols[..., None, :] == index[..., None]
            value = xp.sum(xp.where(chosen, self.parts.e, 0.0), axis=-1, keepdims=True)
            stay, on, over = self._moves(hit)
            large = large + xp.where(stay | on | over, 0.0, value)
            other = xp.where(hit, 0.0, other)
            rest = xp.where(chosen, -1.0, rest)
        small = ops.row_sum(xp, xp.where(rest < 0, 0.0, rest))
        stay, on, over = self._moves(other)
        return (large + ops.relu(xp, small - (stay + on + over))) / self.parts.total

    def _moves(self, x: Array) -> tuple[Array, Array, Array]:
        """What `x` has at the state itself, at the next, at the one after that; 0 (False) where no way leads there."""
        xp, known = self.xp, self.known
        next_is_there = known.states < 2 * known.count[..., None]
        ways = (next_is_there, 1), (_ahead(xp, known.skip, 2), 2)
        on, over = (xp.where(way[..., None, :], _ahead(xp, x, by), xp.zeros_like(x)) for way, by in ways)
        return x, on, over


def _time_first(xp: Namespace, x: Array) -> Array:
    return xp.permute_dims(x, (x.ndim - 2, *range(x.ndim - 2), x.ndim - 1))


def _time_back(xp: Namespace, x: Array) -> Array:
    return xp.permute_dims(x, (*range(1, x.ndim - 1), 0, x.ndim - 1))


def _label_count(xp: Namespace, known: Labels, like: Array) -> Array:
    """What mean_per_label divides by."""
    return xp.astype(xp.where(known.count > 0, known.count, 1), like.dtype)


# --- the steps ------------------------------------------------------------------------------------------------------


def _behind(xp: Namespace, x: Array, fill: float) -> tuple[Array, Array]:
    """For each state what `x` has in the state before it, and two before it."""
    before = xp.broadcast_to(xp.zeros_like(x[..., :1]) + fill, (*x.shape[:-1], 2))
    wide = xp.concat([before, x], axis=-1)
    return wide[..., 1:-1], wide[..., :-2]


def _ahead(xp: Namespace, x: Array, by: int) -> Array:
    """For each state what `x` has so many states behind it; 0 (False) past the end."""
    after = xp.broadcast_to(xp.zeros_like(x[..., :1]), (*x.shape[:-1], by))
    return xp.concat([x, after], axis=-1)[..., by:]


def _arrivals(xp: Namespace, old: Numbers, skip: Array) -> Numbers:
    """What arrives at each state: by staying, from the state before, from two before."""
    (v1, v2), (low1, low2) = _behind(xp, old.v, 0.0), _behind(xp, old.low, 0.0)
    n1, n2 = _behind(xp, old.n, numbers.base(xp, old.v).least(xp, old.v))
    n2 = xp.where(skip, n2, -math.inf)  # nothing comes this way, whatever is there
    return numbers.total(xp, (old, Numbers(v1, low1, n1), Numbers(v2, low2, n2)))


def _emitted(xp: Namespace, arrivals: Numbers, old: Numbers, frame: tuple[Array, ...]) -> Numbers:
    """The arrivals times the frame's symbols; in a frame that does not count, the old numbers."""
    *symbols, counted = frame
    new = numbers.product(xp, arrivals, Numbers(*symbols))
    return Numbers(*(xp.where(counted, x, y) for x, y in zip(new, old, strict=True)))


def _plain(xp: Namespace, v: Array, n: Array, spent: Array) -> Array:
    """v 2^(B n) e^-spent, at most 1: `spent` may be large only where n is."""
    below = xp.where(n < 0, n, 0.0)
    return numbers.plain(xp, v, below) * xp.exp(sum(numbers.base(xp, v).log) * (n - below) - spent)


def _count(xp: Namespace, carry: tuple[Array, ...], x: tuple[Array, ...]) -> tuple[tuple[Array, ...], tuple[()]]:
    """One frame: the sums over alignments, and how much probability has left the way."""
    v, low, n, skip, spent, lost = carry
    *frame, cost, leaving = x
    gone = ops.row_sum(xp, _plain(xp, v, n, spent) * leaving)
    (*new, _), _ = _come(xp, (v, low, n, skip), tuple(frame))
    return (*new, skip, spent + cost, xp.where(frame[3], lost + gone, lost)), ()


def _come(xp: Namespace, carry: tuple[Array, ...], frame: tuple[Array, ...]) -> tuple[tuple[Array, ...], Numbers]:
    """One frame: the sums over the alignments up to each state in it."""
    *old, skip = carry
    new = _emitted(xp, _arrivals(xp, Numbers(*old), skip), Numbers(*old), frame)
    return (*new, skip), new


def _go_on(xp: Namespace, carry: tuple[Array, ...], frame: tuple[Array, ...]) -> tuple[tuple[Array, ...], Numbers]:
    """One frame, in the mirror: the sums over what may follow on each state in it."""
    *old, skip = carry
    arrivals = _arrivals(xp, Numbers(*old), skip)
    return (*_emitted(xp, arrivals, Numbers(*old), frame), skip), arrivals


def _of_equals(
    xp: Namespace, same: tuple[Array, ...], x: tuple[Array, ...]
) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
    """One frame: for each label the sum over all that are equal to it."""
    return same, (ops.row_sum(xp, xp.where(same[0], x[0][..., None, :], 0.0))[..., 0],)


def _end(xp: Namespace, states: Numbers, known: Labels) -> Numbers:
    """The sum in the two states where an alignment may end, the last blank and the last label."""
    return Numbers(*(ops.pick(xp, x, 2 * known.count) for x in _arrivals(xp, states, known.skip)))
