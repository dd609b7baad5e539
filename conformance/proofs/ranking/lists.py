"""Losses of rankings, one list each, from their definitions: the choices of an order.

The loss of ListNet's form is softmax cross-entropy with the relevance as coefficients.
"""

from math import log

import numpy as np
from mpmath import mp, mpf

import unilosses as u

from ..case import HALF, around, case, generator, largest_of, thin
from ..classification.multiclass.inputs import _soft
from ..classification.multiclass.oracle import ORACLES as MULTICLASS
from ..comparison import compare
from ..numbers import EIGHTHS
from ..oracle import Oracle, total


def _gather(n, pushes):
    """The gradient by each score, from (item, push, size of the push); zeros by the relevance."""
    by_item = [[(g, s) for k, g, s in pushes if k == item] for item in range(n)]
    gradient = [mp.fsum(g for g, _ in found) for found in by_item]
    scale = [mp.fsum(s for _, s in found) for found in by_item]
    zero = [mpf(0)] * n
    return (gradient, zero), (scale, zero)


def _order(relevance):
    return sorted(range(len(relevance)), key=lambda i: (-relevance[i], i))


def _list_mle(scores, relevance):
    # log sum_l exp(s_l) - s_k = log(1 + sum_{l != k} exp(s_l - s_k))
    order = _order(relevance)
    choices = [mp.log1p(mp.fsum(mp.exp(scores[m] - scores[k]) for m in order[i + 1 :])) for i, k in enumerate(order)]
    return total(choices)


def _list_mle_gradient(scores, relevance):
    order, pushes = _order(relevance), []
    for i, k in enumerate(order):
        left = order[i:]
        peak = max(scores[m] for m in left)
        parts = {m: mp.exp(scores[m] - peak) for m in left}
        whole = mp.fsum(parts.values())
        rest = mp.fsum(v for m, v in parts.items() if m != k) / whole
        pushes.append((k, -rest, rest))
        pushes += [(m, v / whole, v / whole) for m, v in parts.items() if m != k]
    return _gather(len(scores), pushes)


ORACLES = {
    "softmax_ranking": MULTICLASS["softmax_cross_entropy"],
    "list_mle": Oracle("rowwise", _list_mle, _list_mle_gradient),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Lists of items: relevance that is tied, graded, all different; scores that are tied, at the margin, far apart.


# items -> lists
SIZES = {1: 4, 2: 16, 3: 16, 10: 8, 50: 1}


def _lists(name, dtype):
    """(id, scores, relevance, note)"""
    rng = generator(name, "lists")
    for items, rows in SIZES.items():
        rows = thin(rows, dtype) if items < 50 else 1
        if items == 50 and dtype in HALF:
            continue
        scores = rng.normal(0, 3, (rows, items))
        yield f"graded-{items}", scores, rng.integers(0, 4, (rows, items)), "grades 0 to 3"
        yield f"different-{items}", scores, rng.permuted(np.tile(np.arange(items), (rows, 1)), axis=1), "all different"
        yield f"clicked-{items}", scores, np.eye(items)[rng.integers(0, items, rows)], "one relevant item"
    for items in (2, 3, 10):
        steps = np.arange(items, dtype=float)
        ties = np.array([0 * steps, 0 * steps + 0.75, np.minimum(steps, 2), -np.minimum(steps, 2), steps])
        yield f"ties-{items}", ties, np.tile(steps % 3, (5, 1)), "equal scores"
        yield f"all_tied-{items}", ties, np.ones((5, items)), "equal relevance"
        far = np.array([steps * 20, -steps * 20, steps**3, 3.1 * steps * (-1) ** steps, 40.1 - 35.15 * steps])
        yield f"far-{items}", far, np.tile(steps[::-1], (5, 1)), "far apart"


def _gaps(dtype, margin=1.0):
    """Pairs apart by the margin, a step more, a step less; by nothing, by a step."""
    gaps = np.array([*around(margin, dtype, 2), -margin, 0.0, 2.0**-20, 0.5 * margin, 2 * margin])
    scores = np.stack([gaps, 0 * gaps, 0 * gaps - 0.0], axis=1)
    return scores, np.tile([2.0, 1.0, 0.0], (len(gaps), 1))


def _extremes(dtype):
    top = largest_of(dtype) / 8
    scores = np.array([[top, 0, 0], [-top, 0, 1], [top, -top, 0], [0, top, -top], [top, top, 1]])
    return scores, np.tile([1.0, 0.0, 0.0], (len(scores), 1))


def _cases(name, dtype, **params):
    tag = "".join(f"-{k}={v}" for k, v in params.items())
    margin = params.get("margin", 1.0)
    found = [*_lists(name, dtype), ("gaps", *_gaps(dtype, margin), "at the margin, a step off")]
    found.append(("extremes", *_extremes(dtype), "large scores"))
    return [case(f"{i}{tag}", dtype, (s, np.asarray(y, float)), note, **params) for i, s, y, note in found]


def softmax_ranking(dtype):
    name = "softmax_ranking"
    rng = generator(name)
    cases = _cases(name, dtype)
    for items in (2, 3, 10):
        scores = rng.normal(0, 3, (thin(9, dtype), items))
        cases.append(case(f"soft-{items}", dtype, (scores, _soft(rng, len(scores), items)), "the paper's weights"))
        signed = np.round(rng.normal(0, 1, scores.shape) * 8) / 8
        cases.append(case(f"coefficients-{items}", dtype, (scores, signed), "both signs"))
    impossible = np.array([[-np.inf, 0, 0], [-np.inf, -np.inf, 1]]), np.array([[0.0, 1, 0], [0, 0, 2]])
    return [*cases, case("impossible", dtype, impossible, "items that cannot come first", gradient=False)]


def list_mle(dtype):
    return _cases("list_mle", dtype)


INPUTS = {f.__name__: f for f in (softmax_ranking, list_mle)}


# --- known numbers ----------------------------------------------------------------------------------------------------

_SCORES = [0.3, 2.0, -1.2, 0.7]

_RELEVANCE = ([3.0, 0.0, 1.0, 0.5], [0.0, 1.0, 3.0, 2.0])

# Which of them comes first is a jump of the loss.
_TIED = ([2.0, 0.0, 1.0, 0.0], [1.0, 1.0, 1.0, 1.0])

POINTS = {
    "softmax_ranking": [((_SCORES, relevance), {}) for relevance in (*_RELEVANCE, *_TIED)],
    "list_mle": [((_SCORES, relevance), {}) for relevance in _RELEVANCE] + [(([0.0, 40.0, 1.0], [2.0, 1.0, 0.0]), {})],
}

BY_FIRST = {
    "list_mle": [((_SCORES, relevance), {}) for relevance in _TIED],
}

NUMBERS = {
    "softmax_ranking": [((EIGHTHS, [0.0, 1.0, 2.0]), {}, log(4) + 2 * log(8 / 5))],
    "list_mle": [((EIGHTHS, [2.0, 1.0, 0.0]), {}, log(28)), ((EIGHTHS, [1.0, 1.0, 2.0]), {}, log(8 / 5) + log(3))],
}

LIMITS = {
    "list_mle": [
        (([3.0], [1.0]), {}, 0),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------

COMPARISONS = [
    compare(
        "softmax_ranking",
        "optax",
        "ranking_softmax_loss",
        lambda f, d: f(d.logits, d.counts),
        lambda d: u.softmax_ranking(d.logits, d.counts),
    ),
]
