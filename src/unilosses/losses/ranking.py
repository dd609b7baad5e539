"""Losses of rankings: each row is a list of items, which scores should put into the order of their relevance."""

from __future__ import annotations

import math

from .. import numerics as num
from ..decorator import loss
from ..definition.kinds import NONNEGATIVE, REAL, Domain, Integers, ItemMask
from ..typing import Array, Namespace, Scalar

SEGMENTS = Integers("elements")


@loss(Domain(scores=REAL, relevance=REAL, segments=SEGMENTS, where=ItemMask()), event_ndim=1)
def softmax_ranking(
    xp: Namespace, scores: Array, relevance: Array, *, segments: Array | None = None, where: Array | None = None
) -> Array:
    """Softmax cross-entropy of a list (ListNet): the items' shares of a softmax, weighted by their relevance.

    Trains the chance of each item to come first. The ListNet paper weighs by a softmax of the relevance: pass that
    for `relevance`.

    Formula
        -sum_i y_i log(exp(s_i) / sum_j exp(s_j)), with s = scores, y = relevance
    Shapes
        scores, relevance: the same shape, with the items of a list along `axis`. The unreduced loss has the shape
        without it. where: a mask of the lists, or one of single items, in the shape of scores.
    Domain
        scores: real numbers; -inf is an item that cannot come first, which costs nothing where its relevance is 0.
        relevance: real coefficients; they need not sum to one. segments: integers in the shape of scores; the items
        of a row with the same one make a list, and the row costs the sum over its lists. (normalizer= takes the
        number of all lists, for a mean over them.) Memory then grows with the square of a row's length.
    Subgradient
        None is needed: the loss is smooth.
    Example
        >>> import numpy as np, unilosses
        >>> scores, relevance = np.asarray([[2.0, 1.0, 3.0]]), np.asarray([[1, 0, 0]])
        >>> round(float(unilosses.softmax_ranking(scores, relevance)), 6)
        1.407606

    Source
        Cao et al., Learning to rank: from pairwise approach to listwise approach, ICML 2007, section 4.
    """
    y = _counted(xp, relevance, where)
    return num.row_sum(xp, num.multiply_no_nan(xp, y, _probabilities(xp, scores, where, segments)[2]))[..., 0]


@softmax_ranking.partials
def _(
    xp: Namespace, scores: Array, relevance: Array, *, segments: Array | None, where: Array | None
) -> tuple[Array, Array]:
    # by s_k: p_k sum_{i != k} y_i - y_k (1 - p_k), over the items of k's list
    y = _counted(xp, relevance, where)
    p, complement, surprisal = _probabilities(xp, scores, where, segments)
    in_list = y if segments is None else xp.where(_same_list(segments), y[..., None, :], 0.0)
    total = num.row_sum(xp, in_list)
    others = (total if segments is None else total[..., 0]) - y
    return _counted(xp, p * others - y * complement, where), _counted(xp, surprisal, where)


@loss(Domain(scores=REAL, relevance=REAL, segments=SEGMENTS, where=ItemMask()), event_ndim=1)
def pairwise_logistic_ranking(
    xp: Namespace, scores: Array, relevance: Array, *, segments: Array | None = None, where: Array | None = None
) -> Array:
    """Pairwise logistic loss of a list (RankNet): each pair in the wrong order costs, and one nearly so a little.

    Formula
        sum over pairs i, j with y_i > y_j of log(1 + exp(-(s_i - s_j))), with s = scores, y = relevance
    Shapes
        scores, relevance: the same shape, with the items of a list along `axis`. The unreduced loss has the shape
        without it: the sum over a list's pairs, 0 where all are equally relevant. The mean is one over lists; for the
        mean over all pairs (the default of rax) give their number as normalizer. where: a mask of the lists, or one
        of single items, in the shape of scores. Memory grows with the square of a list's length.
    Domain
        scores: real numbers, infinities included. relevance: real numbers, which are only compared. segments:
        integers in the shape of scores; only items of a row with the same one make pairs.
    Subgradient
        None is needed by the scores; by the relevance the gradient is 0.
    Example
        >>> import numpy as np, unilosses
        >>> scores, relevance = np.asarray([[2.0, 1.0, 3.0]]), np.asarray([[1, 0, 0]])
        >>> round(float(unilosses.pairwise_logistic_ranking(scores, relevance)), 6)
        1.626523

    Source
        Burges et al., Learning to rank using gradient descent, ICML 2005, section 3.
    """
    better = _better(xp, relevance, where, segments)
    cost = num.softplus_values(xp, _difference(xp, scores, better))[1]
    return _over_pairs(xp, xp.where(better, cost, 0.0))


@pairwise_logistic_ranking.partials
def _(
    xp: Namespace, scores: Array, relevance: Array, *, segments: Array | None, where: Array | None
) -> tuple[Array, Array]:
    # by s_i - s_j: -sigmoid(-(s_i - s_j))
    better = _better(xp, relevance, where, segments)
    _, b, s = num.sigmoid_parts(xp, _difference(xp, scores, better))
    return _by_scores(xp, xp.where(better, b / s, 0.0)), xp.zeros_like(relevance)


@loss(
    Domain(scores=REAL, relevance=REAL, margin=NONNEGATIVE, segments=SEGMENTS, where=ItemMask()),
    event_ndim=1,
)
def pairwise_hinge_ranking(
    xp: Namespace,
    scores: Array,
    relevance: Array,
    *,
    margin: Scalar = 1.0,
    segments: Array | None = None,
    where: Array | None = None,
) -> Array:
    """Pairwise hinge loss of a list (ranking SVM): pairs should be in the right order by a margin.

    Formula
        sum over pairs i, j with y_i > y_j of max(0, margin - (s_i - s_j)), with s = scores, y = relevance
    Shapes
        scores, relevance: the same shape, with the items of a list along `axis`. The unreduced loss has the shape
        without it: the sum over a list's pairs, 0 where all are equally relevant. The mean is one over lists; for the
        mean over all pairs (the default of rax) give their number as normalizer. where: a mask of the lists, or one
        of single items, in the shape of scores. Memory grows with the square of a list's length.
    Domain
        scores: real numbers, infinities included. relevance: real numbers, which are only compared. margin >= 0; it
        may be a learned 0-d array. segments: integers in the shape of scores; only items of a row with the same one
        make pairs.
    Subgradient
        0 for a pair exactly at the margin; by the relevance the gradient is 0.
    Example
        >>> import numpy as np, unilosses
        >>> scores, relevance = np.asarray([[2.0, 1.0, 3.0]]), np.asarray([[1, 0, 0]])
        >>> float(unilosses.pairwise_hinge_ranking(scores, relevance))
        2.0

    Source
        Joachims, Optimizing search engines using clickthrough data, KDD 2002, section 4.
    """
    better = _better(xp, relevance, where, segments)
    slack = margin - _difference(xp, scores, better)
    return _over_pairs(xp, xp.where(better, num.relu(xp, slack), 0.0))


@pairwise_hinge_ranking.partials
def _(
    xp: Namespace, scores: Array, relevance: Array, *, margin: Scalar, segments: Array | None, where: Array | None
) -> tuple[Array, Array]:
    better = _better(xp, relevance, where, segments)
    slack = margin - _difference(xp, scores, better)
    return _by_scores(xp, xp.where(better, num.heaviside(xp, slack), 0.0)), xp.zeros_like(relevance)


@loss(Domain(scores=REAL, relevance=REAL, segments=SEGMENTS, where=ItemMask()), event_ndim=1, class_name="ListMLE")
def list_mle(
    xp: Namespace, scores: Array, relevance: Array, *, segments: Array | None = None, where: Array | None = None
) -> Array:
    """ListMLE: the negative log-likelihood of the right order, drawn item by item from a softmax of the scores.

    Formula
        sum_k (log sum_{l >= k} exp(s_pi(l)) - s_pi(k)), with s = scores, and pi the items by falling relevance;
        of equally relevant items, the one that stands first in the list comes first
    Shapes
        scores, relevance: the same shape, with the items of a list along `axis`. The unreduced loss has the shape
        without it. where: a mask of the lists, or one of single items, in the shape of scores. Memory grows with the
        square of a list's length.
    Domain
        scores: finite real numbers; leave items out by where, not by a score of -inf. relevance: real numbers, which
        are only compared. (rax shuffles equally relevant items: shuffle the list for that.) segments: integers in the
        shape of scores; the items of a row with the same one make a list, and the row costs the sum over its lists.
    Subgradient
        None is needed by the scores; by the relevance the gradient is 0.
    Example
        >>> import numpy as np, unilosses
        >>> scores, relevance = np.asarray([[2.0, 1.0, 3.0]]), np.asarray([[2, 1, 0]])
        >>> round(float(unilosses.list_mle(scores, relevance)), 6)
        3.534534

    Source
        Xia et al., Listwise approach to learning to rank: theory and algorithm, ICML 2008, section 4.3.
    """
    surprisal = num.pick(xp, _choices(xp, scores, relevance, where, segments).surprisal, _positions(xp, scores))[..., 0]
    return num.row_sum(xp, _counted(xp, surprisal, where))[..., 0]


@list_mle.partials
def _(
    xp: Namespace, scores: Array, relevance: Array, *, segments: Array | None, where: Array | None
) -> tuple[Array, Array]:
    # by s_k: the sum of k's shares in the choices of the items before it, less 1 - its share in its own
    choices = _choices(xp, scores, relevance, where, segments)
    itself = num.same_place(xp, scores)
    before = xp.where(itself if where is None else itself | ~where[..., :, None], 0.0, choices.probs)
    rest = xp.sum(xp.where(itself, choices.complements, 0.0), axis=-1)
    by_scores = num.row_sum(xp, xp.matrix_transpose(before))[..., 0] - rest
    return _counted(xp, by_scores, where), xp.zeros_like(relevance)


# --- which items meet, as a matrix: the last axis but one is i, the last is j -----------------------------------------


def _counted(xp: Namespace, x: Array, where: Array | None) -> Array:
    """`x`, one number for each item, and 0 for items that are left out."""
    return x if where is None else xp.where(where, x, 0.0)


def _positions(xp: Namespace, scores: Array) -> Array:
    """Each item's own place in its row."""
    return xp.broadcast_to(num.index_range(xp, scores), scores.shape)


def _same_list(segments: Array) -> Array:
    same: Array = segments[..., :, None] == segments[..., None, :]
    return same


def _together(found: Array, where: Array | None, segments: Array | None) -> Array:
    """`found` for items of one list that both count."""
    if where is not None:
        found = found & where[..., :, None] & where[..., None, :]
    return found if segments is None else found & _same_list(segments)


def _better(xp: Namespace, relevance: Array, where: Array | None, segments: Array | None) -> Array:
    """Whether item i should come before item j."""
    return _together(relevance[..., :, None] > relevance[..., None, :], where, segments)


def _choices(
    xp: Namespace, scores: Array, relevance: Array, where: Array | None, segments: Array | None
) -> num.Softmax:
    """For each item i, the softmax of those that are not placed yet when it is chosen, itself among them."""
    y_i, y_j = relevance[..., :, None], relevance[..., None, :]
    place = _positions(xp, scores)
    later = (y_j < y_i) | ((y_j == y_i) & (place[..., None, :] > place[..., :, None]))
    left = _together(later, where, segments) | num.same_place(xp, scores)
    return num.Softmax(xp, xp.where(left, scores[..., None, :], -math.inf))


def _probabilities(
    xp: Namespace, scores: Array, where: Array | None, segments: Array | None
) -> tuple[Array, Array, Array]:
    """Each item's probability in its list's softmax, the complement of it, and its surprisal."""
    if segments is None:
        parts = num.Softmax(xp, scores if where is None else xp.where(where, scores, -math.inf))
        return parts.probs, parts.complements, parts.surprisal
    itself = num.same_place(xp, scores)
    present = _together(_same_list(segments), where, None) | itself
    parts = num.Softmax(xp, xp.where(present, scores[..., None, :], -math.inf))
    p, complement = (xp.sum(xp.where(itself, x, 0.0), axis=-1) for x in (parts.probs, parts.complements))
    return p, complement, num.pick(xp, parts.surprisal, _positions(xp, scores))[..., 0]


# --- differences of scores --------------------------------------------------------------------------------------------


def _operands(xp: Namespace, scores: Array, better: Array) -> tuple[Array, Array]:
    """s_i and s_j, and 0 where the pair does not count or holds equal infinities, which are no apart."""
    s_i, s_j = scores[..., :, None], scores[..., None, :]
    counts = better & ((s_i != s_j) | xp.isfinite(s_i))
    return xp.where(counts, s_i, 0.0), xp.where(counts, s_j, 0.0)


def _difference(xp: Namespace, scores: Array, better: Array) -> Array:
    s_i, s_j = _operands(xp, scores, better)
    return s_i - s_j


def _over_pairs(xp: Namespace, x: Array) -> Array:
    return num.row_sum(xp, num.row_sum(xp, x)[..., 0])[..., 0]


def _by_scores(xp: Namespace, slopes: Array) -> Array:
    """The gradient by the scores: `slopes` is minus the derivative of each pair's loss by s_i - s_j."""
    up, down = num.row_sum(xp, slopes), num.row_sum(xp, xp.matrix_transpose(slopes))
    return (down - up)[..., 0]
