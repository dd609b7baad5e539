"""Losses of rankings by pairs: of two scores with a sign, or of all pairs of a list."""

from math import log

import numpy as np
from mpmath import mp, mpf

import unilosses as u

from ..case import around, both_signs, case, cast, generator, largest_of, product, step, thin
from ..classification.margin import _SLOPE, ENCODINGS, _signed
from ..classification.scoring import _clean_gradient
from ..comparison import compare
from ..oracle import Oracle, largest, sigmoid, softplus, total
from .lists import _cases, _gather


def _minus(x, y):
    """x - y, and 0 for two infinities of one sign."""
    return mpf(0) if x == y else x - y


def _pairs(scores, relevance):
    """(i, j, s_i - s_j) for each pair in which i is more relevant."""
    n = range(len(scores))
    return [(i, j, _minus(scores[i], scores[j])) for i in n for j in n if relevance[i] > relevance[j]]


def _logistic(scores, relevance):
    return total([softplus(-gap) for _, _, gap in _pairs(scores, relevance)])


def _logistic_gradient(scores, relevance):
    pushes = []
    for i, j, gap in _pairs(scores, relevance):
        pull = sigmoid(-gap)
        pushes += [(i, -pull, pull), (j, pull, pull)]
    return _gather(len(scores), pushes)


def _active(scores, relevance, margin):
    """(i, j, slack, its scale) of the pairs that cost something."""
    found = [(i, j, gap, margin - gap) for i, j, gap in _pairs(scores, relevance)]
    return [(i, j, slack, largest(slack, gap, margin)) for i, j, gap, slack in found if slack > 0]


def _hinge(scores, relevance, margin=mpf(1)):
    found = _active(scores, relevance, margin)
    return mp.fsum(slack for *_, slack, _ in found), mp.fsum(scale for *_, scale in found)


def _hinge_gradient(scores, relevance, margin=mpf(1)):
    pushes = []
    for i, j, _, _ in _active(scores, relevance, margin):
        pushes += [(i, mpf(-1), mpf(1)), (j, mpf(1), mpf(1))]
    return _gather(len(scores), pushes)


def _lead_slack(first, second, target, margin, encoding):
    """margin - y (first - second), and the size of its terms."""
    agreement = _signed(target, encoding) * (first - second)
    slack = margin - agreement
    return slack, largest(slack, margin, agreement)


def _margin_ranking(first, second, target, margin=mpf(0), encoding="signed"):
    slack, scale = _lead_slack(first, second, target, margin, encoding)
    return (slack, scale) if slack > 0 else (mpf(0), mpf(0))


def _margin_ranking_gradient(first, second, target, margin=mpf(0), encoding="signed"):
    y = _signed(target, encoding)
    if not _lead_slack(first, second, target, margin, encoding)[0] > 0:
        return _clean_gradient(mpf(0), mpf(0), mpf(0))
    return _clean_gradient(-y, y, -_SLOPE[encoding] * (first - second))


ORACLES = {
    "margin_ranking": Oracle("elementwise", _margin_ranking, _margin_ranking_gradient, exact=True),
    "pairwise_logistic_ranking": Oracle("rowwise", _logistic, _logistic_gradient),
    "pairwise_hinge_ranking": Oracle("rowwise", _hinge, _hinge_gradient, exact=True),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Relevance that is tied, graded, all different; scores that are tied, at the margin, far apart.


def _infinite():
    """An item that is certain to come first, or last, as it should or not; two of them."""
    scores = np.array([[np.inf, 0, 0], [0, -np.inf, 1], [np.inf, np.inf, 1], [-np.inf, -np.inf, 1]])
    relevance = np.array([[1.0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 0, 1]])
    return scores, relevance


def _wrong():
    """Likewise, where it should not."""
    return np.array([[-np.inf, 0, 0], [0, np.inf, 1], [-np.inf, np.inf, 0]]), np.tile([1.0, 0.0, 0.0], (3, 1))


def _pairwise(name, dtype, **params):
    tag = "".join(f"-{k}={v}" for k, v in params.items())
    return [
        *_cases(name, dtype, **params),
        case(f"infinite{tag}", dtype, _infinite(), "infinities in the right order", **params),
        case(f"wrong{tag}", dtype, _wrong(), "an infinite loss", gradient=False, **params),
    ]


def pairwise_logistic_ranking(dtype):
    return _pairwise("pairwise_logistic_ranking", dtype)


def pairwise_hinge_ranking(dtype):
    name = "pairwise_hinge_ranking"
    return [c for margin in (1.0, 0.25, 0.0) for c in _pairwise(name, dtype, margin=margin)]


def margin_ranking(dtype):
    name = "margin_ranking"
    rng = generator(name)
    n, top = thin(80, dtype), largest_of(dtype)
    x = cast(rng.normal(0, 3, n), dtype).astype(float)
    cases = []
    for encoding, labels in ENCODINGS.items():
        y = rng.choice(labels, n)
        for margin in (0.0, 0.25, 1.0, 10.0):
            params = {"encoding": encoding, "margin": margin}
            tag = f"{encoding}-{margin:g}"
            lead = both_signs(around(margin, dtype, 2) if margin else [0.0, 1e-20])
            kinks = product(lead, [0.0], labels)
            apart = product([0.5, -2.0, 100.0, 0.0], [0.5, -2.0, 100.0], labels)
            cases += [
                case(f"ordinary-{tag}", dtype, (x, rng.normal(0, 3, n), y), "N(0, 3)", **params),
                case(f"equal-{tag}", dtype, (x, x, y), "no lead", **params),
                case(f"near-{tag}", dtype, ([step(v, dtype, 2) if v else 1.0 for v in x], x, y), "by steps", **params),
                case(f"kinks-{tag}", dtype, kinks, "a lead of the margin, one step off", **params),
                case(f"apart-{tag}", dtype, apart, "sizes that differ", **params),
                case(f"extremes-{tag}", dtype, product([top, -top, 1.0], [top / 4, 0.0], labels), **params),
                case(
                    f"infinite-{tag}",
                    dtype,
                    product([np.inf, -np.inf], [0.0, 1.0], labels),
                    "one is infinite",
                    **params,
                ),
            ]
    return cases


INPUTS = {f.__name__: f for f in (margin_ranking, pairwise_logistic_ranking, pairwise_hinge_ranking)}


# --- known numbers ----------------------------------------------------------------------------------------------------

_SCORES = [0.3, 2.0, -1.2, 0.7]

_RELEVANCE = ([3.0, 0.0, 1.0, 0.5], [0.0, 1.0, 3.0, 2.0])

# Which of them comes first is a jump of the loss.
_TIED = ([2.0, 0.0, 1.0, 0.0], [1.0, 1.0, 1.0, 1.0])

POINTS = {
    "margin_ranking": [
        ((0.3, 0.1, 1.0), {"margin": 0.5}),
        ((0.3, 2.0, 0.7), {"encoding": "binary"}),
        ((3.0, 0.5, 1.0), {}),
    ],
    "pairwise_logistic_ranking": [((_SCORES, relevance), {}) for relevance in _RELEVANCE],
    "pairwise_hinge_ranking": [((_SCORES, relevance), {"margin": m}) for relevance in _RELEVANCE for m in (1.0, 0.25)],
}

BY_FIRST = {
    "pairwise_logistic_ranking": [((_SCORES, relevance), {}) for relevance in _TIED],
    "pairwise_hinge_ranking": [((_SCORES, relevance), {}) for relevance in _TIED],
}

NUMBERS = {
    "margin_ranking": [((2.0, 3.0, 1.0), {"margin": 1.0}, 2), ((2.0, 3.0, 0.0), {"encoding": "binary"}, 0)],
    "pairwise_logistic_ranking": [(([log(3), 0.0, 0.0], [1.0, 0.0, 0.0]), {}, 2 * log(4 / 3))],
    "pairwise_hinge_ranking": [(([2.0, 1.0, 3.0], [1.0, 0.0, 0.0]), {"margin": 1.5}, 3)],
}

LIMITS = {
    "pairwise_logistic_ranking": [
        (([3.0, 1.0], [1.0, 1.0]), {}, 0),
    ],
}

GRADIENT_LIMITS = {
    "margin_ranking": [
        ((2.0, 1.0, 1.0), {"margin": 1.0}, (0, 0, 0)),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------

COMPARISONS = [
    compare(
        "margin_ranking",
        "torch",
        "margin_ranking_loss",
        lambda f, d: f(d.pred, d.target, d.signed),
        lambda d: u.margin_ranking(d.pred, d.target, d.signed),
    ),
]
