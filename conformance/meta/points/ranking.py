"""Losses of lists, with scores in the right order and not, and with items that are equally relevant."""

_SCORES = [0.3, 2.0, -1.2, 0.7]
_RELEVANCE = ([3.0, 0.0, 1.0, 0.5], [0.0, 1.0, 3.0, 2.0])
# Which of them comes first is a jump of the loss.
_TIED = ([2.0, 0.0, 1.0, 0.0], [1.0, 1.0, 1.0, 1.0])

POINTS = {
    "softmax_ranking": [((_SCORES, relevance), {}) for relevance in (*_RELEVANCE, *_TIED)],
    "pairwise_logistic_ranking": [((_SCORES, relevance), {}) for relevance in _RELEVANCE],
    "pairwise_hinge_ranking": [((_SCORES, relevance), {"margin": m}) for relevance in _RELEVANCE for m in (1.0, 0.25)],
    "list_mle": [((_SCORES, relevance), {}) for relevance in _RELEVANCE] + [(([0.0, 40.0, 1.0], [2.0, 1.0, 0.0]), {})],
}

BY_FIRST = {
    name: [((_SCORES, relevance), {}) for relevance in _TIED]
    for name in ("pairwise_logistic_ranking", "pairwise_hinge_ranking", "list_mle")
}
