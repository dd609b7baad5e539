"""Losses of rankings, one list each, from their definitions: sums over pairs, or over the choices of an order.

The loss of ListNet's form is softmax cross-entropy with the relevance as coefficients.
"""

from mpmath import mp, mpf

from ...proofs.classification.multiclass.oracle import ORACLES as MULTICLASS
from ...proofs.oracle import Oracle, largest, sigmoid, softplus, total


def _minus(x, y):
    """x - y, and 0 for two infinities of one sign."""
    return mpf(0) if x == y else x - y


def _pairs(scores, relevance):
    """(i, j, s_i - s_j) for each pair in which i is more relevant."""
    n = range(len(scores))
    return [(i, j, _minus(scores[i], scores[j])) for i in n for j in n if relevance[i] > relevance[j]]


def _gather(n, pushes):
    """The gradient by each score, from (item, push, size of the push); zeros by the relevance."""
    by_item = [[(g, s) for k, g, s in pushes if k == item] for item in range(n)]
    gradient = [mp.fsum(g for g, _ in found) for found in by_item]
    scale = [mp.fsum(s for _, s in found) for found in by_item]
    zero = [mpf(0)] * n
    return (gradient, zero), (scale, zero)


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
    "pairwise_logistic_ranking": Oracle("rowwise", _logistic, _logistic_gradient),
    "pairwise_hinge_ranking": Oracle("rowwise", _hinge, _hinge_gradient, exact=True),
    "list_mle": Oracle("rowwise", _list_mle, _list_mle_gradient),
}
