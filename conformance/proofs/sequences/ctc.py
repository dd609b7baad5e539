"""Connectionist temporal classification: the forward and backward variables of Graves et al. (2006), equations 5 to 16.

Probabilities are summed as they are: mpmath's numbers have exponents without bounds. The whole batch is one case.

Scales. With less than half of the probability on the labels, -log P is the cost of the best alignment less what the
number of the others brings: the best alignment's cost. With more, P is 1 minus the strings that leave something else,
and nothing cancels. A gradient is a difference of two probabilities, softmax and posterior.
"""

from math import inf, log

import numpy as np
from mpmath import mp, mpf

import unilosses

from ..case import HALF, case, generator, largest_of, nonempty, thin
from ..classification.multiclass.oracle import softmax
from ..comparison import compare, promoting
from ..numbers import Draw
from ..oracle import INF, NAN, Oracle, largest


def _extended(labels, blank):
    """blank, label, blank, ..., blank"""
    states = [blank]
    for label in labels:
        states += [label, blank]
    return states


def _sources(states, u, blank):
    """The states from which state u is reached: itself, the one before, and over a blank between different labels."""
    found = [u]
    if u >= 1:
        found.append(u - 1)
    if u >= 2 and states[u] != blank and states[u] != states[u - 2]:
        found.append(u - 2)
    return found


def _forward(probs, states, blank, join):
    """For each frame the joined probability of the ways into each state; `join` is a sum, or max for the best way."""
    rows = []
    for t, p in enumerate(probs):
        if t == 0:
            row = [p[k] if u < 2 else mpf(0) for u, k in enumerate(states)]
        else:
            row = [join([rows[-1][v] for v in _sources(states, u, blank)]) * p[k] for u, k in enumerate(states)]
        rows.append(row)
    return rows


def _backward(probs, states, blank):
    """For each frame the probability of the ways from each state to the end, its own symbol included."""
    size = len(states)
    targets = [[w for w in range(size) if u in _sources(states, w, blank)] for u in range(size)]
    rows = []
    for t, p in enumerate(reversed(probs)):
        if t == 0:
            row = [p[k] if u >= size - 2 else mpf(0) for u, k in enumerate(states)]
        else:
            row = [mp.fsum(rows[-1][w] for w in targets[u]) * p[k] for u, k in enumerate(states)]
        rows.append(row)
    return rows[::-1]


def _end(row, join):
    return join(row[-2:])


def _frame_probs(logits):
    """softmax; a frame without a symbol that can happen has only zeros."""
    if any(mp.isnan(v) for v in logits):
        return [NAN] * len(logits)
    if all(v == -INF for v in logits):
        return [mpf(0)] * len(logits)
    return softmax(logits)[0]


def _rows(logits, labels, logit_lengths, label_lengths):
    """Each row's frames and labels, without padding."""
    for i, (x, y) in enumerate(zip(logits, labels, strict=True)):
        if label_lengths is not None:
            y = y[: int(label_lengths[i])]
        else:
            y = y[: next((j for j, k in enumerate(y) if k < 0), len(y))]
        yield x[: len(x) if logit_lengths is None else int(logit_lengths[i])], y


def _row_value(x, y, blank):
    states = _extended(y, blank)
    if not x:
        return (mpf(0), mpf(0)) if not y else (INF, INF)
    # Digits for what 1 - P leaves: logits of the cases are up to 300 apart.
    with mp.workdps(mp.dps + 300):
        probs = [_frame_probs(frame) for frame in x]
        p = _end(_forward(probs, states, blank, mp.fsum)[-1], mp.fsum)
        best = _end(_forward(probs, states, blank, max)[-1], max)
        if p == 0 or mp.isnan(p):
            return (INF, INF) if p == 0 else (NAN, NAN)
        value = -mp.log(p)
    return +value, +value if value < mp.log(2) else largest(value, -mp.log(best))


def _value(logits, labels, blank=0, logit_lengths=None, label_lengths=None, infeasible="inf", mean_per_label=False):
    values, scales = [], []
    for x, y in _rows(logits, labels, logit_lengths, label_lengths):
        value, scale = _row_value(x, y, int(blank))
        if value == INF and infeasible == "zero":
            value = scale = mpf(0)
        by = max(len(y), 1) if mean_per_label else 1
        values.append(value / by)
        scales.append(scale / by)
    return values, scales


def _row_gradient(x, y, blank):
    """(gradient, scale) of each frame that counts."""
    states = _extended(y, blank)
    probs = [_frame_probs(frame) for frame in x]
    alpha, beta = _forward(probs, states, blank, mp.fsum), _backward(probs, states, blank)
    total = _end(alpha[-1], mp.fsum) if x else mpf(0)
    result = []
    for t, p in enumerate(probs):
        shares = [mpf(0)] * len(p)
        for u, k in enumerate(states):
            if total and p[k]:
                shares[k] += alpha[t][u] * beta[t][u] / p[k] / total
        result.append(
            [(p_k - s, largest(p_k, s)) if total else (mpf(0), mpf(0)) for p_k, s in zip(p, shares, strict=True)]
        )
    return result


def _gradient(logits, labels, blank=0, logit_lengths=None, label_lengths=None, infeasible="inf", mean_per_label=False):
    gradient, scale = [], []
    for full, (x, y) in zip(logits, _rows(logits, labels, logit_lengths, label_lengths), strict=True):
        by = max(len(y), 1) if mean_per_label else 1
        found = _row_gradient(x, y, int(blank))
        found += [[(mpf(0), mpf(0))] * len(frame) for frame in full[len(x) :]]
        gradient.append([[g / by for g, _ in frame] for frame in found])
        scale.append([[s / by for _, s in frame] for frame in found])
    return (gradient, None), (scale, None)


ORACLES = {
    "ctc": Oracle("coupled", _value, _gradient),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Frames and labels: repeats, blanks anywhere, padding, rows without frames or labels, losses near 0 and infinite.


# (frames, symbols, labels) -> rows
SIZES = {(1, 2, 1): 4, (2, 2, 1): 6, (3, 3, 2): 8, (5, 3, 3): 8, (8, 5, 3): 6, (12, 4, 5): 4, (100, 6, 12): 1}


def _labels(rng, rows, classes, count, blank=0):
    """Any symbols but the blank; with few of them, many are repeated."""
    others = np.array([k for k in range(classes) if k != blank])
    return others[rng.integers(0, len(others), (rows, count))]


def _ordinary(rng, dtype):
    for (frames, classes, count), rows in SIZES.items():
        if frames == 100 and dtype in HALF:
            continue
        shape = (thin(rows, dtype), frames, classes)
        labels = _labels(rng, shape[0], classes, count)
        for sigma in (1.0, 8.0):
            yield case(f"ordinary-{frames}-{sigma:g}", dtype, (rng.normal(0, sigma, shape), labels), "N(0, sigma)")


def _blanks(rng, dtype):
    for blank in (0, 1, 3):
        logits, labels = rng.normal(0, 3, (4, 6, 4)), _labels(rng, 4, 4, 2, blank)
        yield case(f"blank-{blank}", dtype, (logits, labels), "the blank among the symbols", blank=blank)


def _padded(rng, dtype):
    logits = rng.normal(0, 3, (5, 6, 3))
    labels = np.array([[1, 2, 1], [2, -1, -1], [1, 1, -1], [-1, -1, -1], [2, 2, 2]])
    yield case("negative_padding", dtype, (logits, labels), "labels up to the first negative number")
    lengths = {"logit_lengths": np.array([6, 3, 4, 0, 5]), "label_lengths": np.array([3, 1, 2, 0, 3])}
    spoilt = logits.copy()
    spoilt[np.arange(6) >= lengths["logit_lengths"][:, None]] = 2.0**10
    any_label = np.where(np.arange(3) < lengths["label_lengths"][:, None], np.abs(labels), 7)
    yield case("lengths", dtype, (spoilt, any_label), "lengths; anything may lie behind", **lengths)
    yield case("lengths-mean", dtype, (spoilt, any_label), "by the number of labels", mean_per_label=True, **lengths)


def _tight(rng, dtype):
    """As many frames as needed, one more, one less."""
    labels = np.array([[1, 2, 1], [1, 1, 2], [2, 2, 2]])
    for frames in (2, 3, 4, 5):
        logits = rng.normal(0, 3, (3, frames, 3))
        for infeasible in ("inf", "zero"):
            yield case(f"tight-{frames}-{infeasible}", dtype, (logits, labels), "just feasible", infeasible=infeasible)


def _confident(rng, dtype):
    """Logits that are far ahead where the labels are right (a loss near 0), and where they are wrong."""
    symbols = np.array([1, 1, 0, 2, 0, 1])
    for lead in (4.0, 12.0, 24.0, 60.0, 300.0):
        logits = rng.normal(0, 1, (3, 6, 3)) + lead * np.eye(3)[symbols]
        labels = np.array([[1, 2, 1], [2, 1, 2], [1, 2, -1]])
        yield case(f"confident-{lead:g}", dtype, (logits, labels), "far ahead")


def _edges(dtype):
    even = np.zeros((2, 4, 3))
    yield case("even", dtype, (even, np.array([[1, 2], [1, 1]])), "all alignments alike")
    offset = np.array([-300.0, 300.0])[:, None, None] + np.array([0.0, 0.5, -0.25])
    yield case("offset", dtype, (offset + even, np.array([[1, 2], [1, 1]])), "a common offset")
    top = largest_of(dtype) / 4
    wide = np.zeros((2, 3, 3))
    wide[:, 0, 1], wide[:, 1, 0], wide[:, 2, 2] = top, top, top
    yield case("extreme", dtype, (wide, np.array([[1, 2], [1, 2]])), "large logits")
    never = np.array(
        [[[0.5, 1, -np.inf], [0, -1, 1], [0.25, -np.inf, 2]], [[-np.inf, 0, 1], [0, 1, -np.inf], [1, -np.inf, -1]]]
    )
    yield case("never", dtype, (never, np.array([[1, 2], [2, 1]])), "symbols that cannot happen")
    only = np.full((1, 3, 3), -np.inf)
    only[0, [0, 1, 2], [1, 0, 2]] = 1.0
    yield case("one_way", dtype, (only, np.array([[1, 2]])), "one string that can happen")
    yield case("no_way", dtype, (only, np.array([[2, 1]])), "none of the labels' strings can")


def ctc(dtype):
    rng = generator("ctc")
    parts = (
        _ordinary(rng, dtype),
        _blanks(rng, dtype),
        _padded(rng, dtype),
        _tight(rng, dtype),
        _confident(rng, dtype),
    )
    return nonempty([*(c for part in parts for c in part), *_edges(dtype)])


INPUTS = {
    "ctc": ctc,
}


# --- known numbers ----------------------------------------------------------------------------------------------------

_random = Draw(26)


def _logits(rows, frames, symbols):
    return [_random.rows(frames, symbols) for _ in range(rows)]


POINTS = {
    "ctc": [
        ((_logits(2, 4, 3), [[1, 2], [2, -1]]), {}),
        # a label twice in a row asks for a blank between, and no label at all for blanks alone
        ((_logits(2, 4, 3), [[1, 1], [-1, -1]]), {}),
        ((_logits(2, 4, 3), [[0, 1], [1, 0]]), {"blank": 2}),
        ((_logits(3, 4, 3), [[1, 2], [2, 1], [1, 1]]), {"logit_lengths": [3, 4, 3], "label_lengths": [2, 1, 0]}),
        ((_logits(2, 3, 3), [[1, 2], [2, -1]]), {"mean_per_label": True}),
        # two frames are too few for a label twice
        ((_logits(2, 2, 3), [[1, 1], [1, 2]]), {"infeasible": "zero"}),
        # nearly all of the probability on the labels, and nearly none of it
        (([[[0.0, 30.0, 1.0], [0.5, 0.0, 30.0]]], [[1, 2]]), {}),
        (([[[30.0, 0.0, 1.0], [30.0, 0.5, 0.0]]], [[1, 2]]), {}),
    ],
}

NUMBERS = {
    # The probability of a: 0.4 and 0.5. The ways to a: aa, a-, -a; to nothing: --
    "ctc": [
        (([[[log(0.6), log(0.4)], [0.0, 0.0]]] * 3, [[1, -1], [-1, -1], [1, 1]]), {}, [-log(0.7), -log(0.3), inf]),
        (([[[log(0.6), log(0.4)], [0.0, 0.0]]], [[1, 1]]), {"infeasible": "zero"}, [0]),
        # of 8 strings of three frames a-a alone leaves two, and 6 leave one
        (([[[0.0, 0.0]] * 3] * 2, [[1, 1], [1, -1]]), {"mean_per_label": True}, [log(8) / 2, log(4 / 3)]),
        (([[[0.0, 0.0]] * 3], [[0, 0]]), {"blank": 1, "label_lengths": [1]}, [log(4 / 3)]),
        (([[[0.0, 0.0]] * 3], [[1, -1]]), {"logit_lengths": [2]}, [log(4 / 3)]),
    ],
}

LIMITS = {
    "ctc": [
        (([[[-inf, -inf]]], [[1]]), {}, [inf]),
        (([[[0.0, -inf]]], [[-1]]), {}, [0]),
    ],
}

GRADIENT_LIMITS = {
    "ctc": [
        (([[[0.0, 1.0]]], [[1, 1]]), {}, ([[[0, 0]]], None)),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------


def _paddings(d):
    """Of frames and of labels, as optax has them: 1 for what does not count."""
    return np.zeros(d.frames.shape[:2]), (d.words == 0).astype(float)


def _time_first(d):
    """What torch takes: log-probabilities, labels, and the lengths of both."""
    x = np.moveaxis(d.frames, 0, 1)
    return x - np.log(np.exp(x).sum(axis=-1, keepdims=True)), d.words, np.full(len(d.words), len(x)), d.lengths


def _optax_ctc(f, d):
    of_frames, of_labels = _paddings(d)
    return promoting(f, d.frames, of_frames, d.words, of_labels)


COMPARISONS = [
    compare(
        "ctc",
        "torch",
        "ctc_loss",
        lambda f, d: f(*_time_first(d)),
        lambda d: unilosses.ctc(d.frames, d.words, label_lengths=d.lengths, mean_per_label=True),
    ),
    compare(
        "ctc",
        "optax",
        "ctc_loss",
        _optax_ctc,
        lambda d: unilosses.ctc(d.frames, d.words, label_lengths=d.lengths, reduction="none"),
    ),
    compare(
        "ctc",
        "keras",
        "ctc",
        lambda f, d: f(d.words, d.frames),
        lambda d: unilosses.ctc(d.frames, d.words, label_lengths=d.lengths, reduction="none"),
    ),
]
