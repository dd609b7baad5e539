"""Losses of whole lists: each row is a list of items, which scores should put into the order of their relevance."""

from __future__ import annotations

import math

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import REAL, Domain, Integers, ItemMask
from ...typing import Array, Namespace

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
    See also
        list_mle, softmax_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> scores, relevance = np.asarray([[2.0, 1.0, 3.0]]), np.asarray([[1, 0, 0]])
        >>> round(float(unilosses.softmax_ranking(scores, relevance)), 6)
        1.407606

    Source
        Cao et al., Learning to rank: from pairwise approach to listwise approach, ICML 2007, section 4.
    """
    y = _counted(xp, relevance, where)
    return num.weighted_sum(xp, y, _probabilities(xp, scores, where, segments)[2])


@softmax_ranking.partials
def _(
    xp: Namespace, scores: Array, relevance: Array, *, segments: Array | None, where: Array | None
) -> tuple[Array, Array]:
    # by s_k: p_k sum_{i != k} y_i - y_k (1 - p_k), over the items of k's list
    y = _counted(xp, relevance, where)
    p, complement, surprisal = _probabilities(xp, scores, where, segments)
    in_list = y if segments is None else xp.where(same_list(segments), y[..., None, :], 0.0)
    total = num.row_sum(xp, in_list)
    others = (total if segments is None else total[..., 0]) - y
    return _counted(xp, p * others - y * complement, where), _counted(xp, surprisal, where)


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
    See also
        softmax_ranking
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


def same_list(segments: Array) -> Array:
    same: Array = segments[..., :, None] == segments[..., None, :]
    return same


def together(found: Array, where: Array | None, segments: Array | None) -> Array:
    """`found` for items of one list that both count."""
    if where is not None:
        found = found & where[..., :, None] & where[..., None, :]
    return found if segments is None else found & same_list(segments)


def _choices(
    xp: Namespace, scores: Array, relevance: Array, where: Array | None, segments: Array | None
) -> num.Softmax:
    """For each item i, the softmax of those that are not placed yet when it is chosen, itself among them."""
    y_i, y_j = relevance[..., :, None], relevance[..., None, :]
    place = _positions(xp, scores)
    later = (y_j < y_i) | ((y_j == y_i) & (place[..., None, :] > place[..., :, None]))
    left = together(later, where, segments) | num.same_place(xp, scores)
    return num.Softmax(xp, xp.where(left, scores[..., None, :], -math.inf))


def _probabilities(
    xp: Namespace, scores: Array, where: Array | None, segments: Array | None
) -> tuple[Array, Array, Array]:
    """Each item's probability in its list's softmax, the complement of it, and its surprisal."""
    if segments is None:
        parts = num.Softmax(xp, scores if where is None else xp.where(where, scores, -math.inf))
        return parts.probs, parts.complements, parts.surprisal
    itself = num.same_place(xp, scores)
    present = together(same_list(segments), where, None) | itself
    parts = num.Softmax(xp, xp.where(present, scores[..., None, :], -math.inf))
    p, complement = (xp.sum(xp.where(itself, x, 0.0), axis=-1) for x in (parts.probs, parts.complements))
    return p, complement, num.pick(xp, parts.surprisal, _positions(xp, scores))[..., 0]
