"""Connectionist temporal classification: the probability of a sequence of labels, summed over all its alignments.

Between, before and after L labels there may be blanks: an alignment walks through 2 L + 1 states, blank and label in
turn, one symbol a frame. A recursion over the frames sums the alignments that end in each state.

Its numbers are of the form v e^(32 n): n, a whole number, takes what would overflow, so that sums and products of
probabilities keep their digits through any number of frames, where logarithms would lose those that their size takes.
A probability relative to the frame's largest, exp(x - max x), is at most 1; 1 / sum_j exp(x_j - max x) comes in at the
end, by its logarithm. Each state sequence stands for one string of symbols, so that the probability of all other
strings is a sum of positive terms too: a loss near 0 is computed from that, and keeps its digits as well.
"""

from __future__ import annotations

import math
from typing import Literal

from ..core import ops
from ..core.domain import REAL, Choice, Domain, Flag, Integers, SampleMask, Sequences, WholeNumber
from ..core.spec import loss
from ..core.typing import Array, Namespace
from ._ctc_labels import Labels, by_symbol, complaint, read_labels, refuse, shortage

Infeasible = Literal["inf", "zero", "error"]
Pair = tuple[Array, Array]

BASE = 32.0
LOW, HIGH = math.exp(-0.5 * BASE), math.exp(0.5 * BASE)
DOWN, UP = math.exp(-BASE), math.exp(BASE)


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
    start = (*frames.start, nothing, nothing, known.skip)
    steps = (*frames.steps, frames.cost, frames.lost())
    (v, n, spent, lost, _), _ = ops.scan(xp, _count, start, tuple(_time_first(xp, x) for x in steps))

    a, b, top = _ends(xp, v, n, known)
    total = a + b
    cost = (ops.row_sum(xp, frames.cost[..., 0])[..., 0] - BASE * top) - ops.log(xp, total)
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
    (v, n, _), moves = ops.scan(xp, _weigh, (*frames.start, known.skip), steps)

    a, b, _ = _ends(xp, v, n, known)
    possible = ~(a + b == 0)
    total = xp.where(possible, a + b, 1.0)[..., None]
    last = 2 * known.count[..., None]
    end = xp.where(known.states == last, a[..., None] / total, 0.0)
    end = end + xp.where(known.states == last - 1, b[..., None] / total, 0.0)
    _, (blanks, shares) = ops.scan(xp, _walk_back, (end, known.same), tuple(xp.flip(x, axis=0) for x in moves))

    blanks, shares = (_time_back(xp, xp.flip(x, axis=0)) for x in (blanks, shares))
    gradient = frames.parts.probs - by_symbol(xp, known, blank, blanks, shares, logits)
    gradient = xp.where(frames.counted & possible[..., None, None], gradient, 0.0)
    gradient = xp.where(known.wrong[..., None, None], math.nan, gradient)
    if mean_per_label:
        gradient = gradient / _label_count(xp, known, gradient)[..., None, None]
    return gradient * cotangent[..., None, None], None


# --- the frames -----------------------------------------------------------------------------------------------------


class Frames:
    """For each frame: the softmax, and exp(x - max x) of the symbol of every state as v e^(32 n)."""

    def __init__(self, xp: Namespace, logits: Array, known: Labels) -> None:
        big = float(xp.finfo(logits.dtype).max)
        self.xp, self.known, self.counted = xp, known, known.counted[..., None]
        x = xp.where(self.counted, logits, 0.0)
        parts = self.parts = ops.Softmax(xp, x)
        found = xp.take_along_axis(x, known.symbols[..., None, :], axis=-1)
        never = (found < -big) | ((parts.peak >= big) & (found < big)) | (0.5 * found - 0.5 * parts.peak < -0.25 * big)
        never = never | (known.states > 2 * known.count[..., None])[..., None, :]
        near = xp.where(never, parts.peak, xp.where(found > big, big, found))
        d = near - parts.peak
        error = d - near  # Knuth's two-sum: near - peak = d + error exactly
        error = (near - (d - error)) - (parts.peak + error)
        n = xp.floor(d / BASE + 0.5)
        v = xp.where(never, 0.0, xp.exp(d - BASE * n) * (1.0 + error))
        self.steps = (v, n, self.counted)
        self.cost = xp.where(self.counted, xp.log1p(parts.rest), 0.0)

    @property
    def start(self) -> Pair:
        """Before the first frame: as if in the first state, the blank before the labels."""
        zero = self.xp.zeros_like(self.steps[0][..., 0, :])
        first = self.known.states == 0
        return self.xp.where(first, zero + 1.0, zero), self.xp.where(first, zero, zero + _lowest(self.xp, zero))

    def lost(self) -> Array:
        """For each state, the probability of the symbols by which a string leaves the labels."""
        # All but at most three symbols. To be right where that is little, it is not 1 minus those: the three largest
        # of the frame, less those of them that lead on, and the sum of the rest, less the others that lead on.
        xp, known, rest = self.xp, self.known, self.parts.e
        v, n, _ = self.steps
        other = v * xp.exp(BASE * n)
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


def _lowest(xp: Namespace, like: Array) -> float:
    """The exponent that 0 has: below that of any number."""
    return -float(xp.finfo(like.dtype).max) / 64.0


def _behind(xp: Namespace, x: Array, by: int, fill: float) -> Array:
    """For each state what `x` has so many states before it."""
    before = xp.broadcast_to(xp.zeros_like(x[..., :1]) + fill, (*x.shape[:-1], by))
    return xp.concat([before, x], axis=-1)[..., : x.shape[-1]]


def _ahead(xp: Namespace, x: Array, by: int) -> Array:
    """For each state what `x` has so many states behind it; 0 (False) past the end."""
    after = xp.broadcast_to(xp.zeros_like(x[..., :1]), (*x.shape[:-1], by))
    return xp.concat([x, after], axis=-1)[..., by:]


def _arrivals(xp: Namespace, v: Array, n: Array, skip: Array) -> tuple[Array, Array, Array, Array]:
    """What arrives at each state: by staying, from the state before, from two before; and their common exponent."""
    least = _lowest(xp, v)
    v1, n1 = _behind(xp, v, 1, 0.0), _behind(xp, n, 1, least)
    v2, n2 = xp.where(skip, _behind(xp, v, 2, 0.0), 0.0), xp.where(skip, _behind(xp, n, 2, least), least)
    top = xp.where(n1 > n, n1, n)
    top = xp.where(n2 > top, n2, top)
    stay, on, over = (x * xp.exp(BASE * (m - top)) for x, m in ((v, n), (v1, n1), (v2, n2)))
    return stay, on, over, top


def _emitted(xp: Namespace, total: Array, top: Array, old: Pair, frame: tuple[Array, ...]) -> Pair:
    """The arrivals times the frame's symbols, back in range; in a frame that does not count, the old numbers."""
    factor, exponent, counted = frame
    v, n = total * factor, top + exponent
    large, small = v > HIGH, (v < LOW) & (v > 0)
    n = xp.where(large, n + 1.0, xp.where(small, n - 1.0, n))
    v = xp.where(large, v * DOWN, xp.where(small, v * UP, v))
    n = xp.where(v == 0, _lowest(xp, v), n)
    return xp.where(counted, v, old[0]), xp.where(counted, n, old[1])


def _plain(xp: Namespace, v: Array, n: Array, spent: Array) -> Array:
    """v e^(32 n - spent), at most 1: `spent` may be large only where n is, and a sum with 32 would lose a small one."""
    below = xp.where(n < 0, n, 0.0)
    return v * xp.exp(BASE * below) * xp.exp(BASE * (n - below) - spent)


def _count(xp: Namespace, carry: tuple[Array, ...], x: tuple[Array, ...]) -> tuple[tuple[Array, ...], tuple[()]]:
    """One frame: the sums over alignments, and how much probability has left the way."""
    v, n, spent, lost, skip = carry
    factor, exponent, counted, cost, leaving = x
    gone = ops.row_sum(xp, _plain(xp, v, n, spent) * leaving)
    lost = xp.where(counted, lost + gone, lost)
    stay, on, over, top = _arrivals(xp, v, n, skip)
    v, n = _emitted(xp, stay + on + over, top, (v, n), (factor, exponent, counted))
    return (v, n, spent + cost, lost, skip), ()


def _weigh(
    xp: Namespace, carry: tuple[Array, ...], x: tuple[Array, ...]
) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
    """One frame: the sums over alignments, and which share of each has come from where."""
    v, n, skip = carry
    *terms, top = _arrivals(xp, v, n, skip)
    total = terms[0] + terms[1] + terms[2]
    safe = xp.where(total == 0, 1.0, total)
    stay, on, over = (xp.where(x[2], t / safe, 0.0) for t in terms)
    v, n = _emitted(xp, total, top, (v, n), x)
    return (v, n, skip), (xp.where(x[2], stay, 1.0), on, over)


def _walk_back(
    xp: Namespace, carry: tuple[Array, ...], moves: tuple[Array, ...]
) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
    """One frame: the shares of the blank and of each label, and those of the states in the frame before."""
    share, same = carry
    stay, on, over = (share * m for m in moves)
    before = stay + _ahead(xp, on, 1) + _ahead(xp, over, 2)
    blanks = ops.row_sum(xp, share[..., 0::2])
    each = xp.where(same, share[..., None, 1::2], 0.0)
    return (before, same), (blanks, ops.row_sum(xp, each)[..., 0])


def _ends(xp: Namespace, v: Array, n: Array, known: Labels) -> tuple[Array, Array, Array]:
    """The sums in the two states where an alignment may end, the last blank and the last label, at one exponent."""
    last = 2 * known.count
    before = xp.where(known.count > 0, last - 1, 0)
    n_a, n_b = ops.pick(xp, n, last), ops.pick(xp, n, before)
    top = xp.where(n_b > n_a, n_b, n_a)
    a = ops.pick(xp, v, last) * xp.exp(BASE * (n_a - top))
    b = ops.pick(xp, v, before) * xp.exp(BASE * (n_b - top))
    return a, xp.where(known.count > 0, b, 0.0), top
