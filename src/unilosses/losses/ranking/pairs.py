"""Losses of pairs of scores, of which one should be the larger: two scores, or all pairs of a list."""

from __future__ import annotations

from typing import get_args

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import NONNEGATIVE, REAL, Choice, Domain, ItemMask, SignedLabels
from ...typing import Array, Encoding, Namespace, Scalar
from .lists import SEGMENTS, together

SIGNS, ENCODING = SignedLabels("encoding"), Choice(get_args(Encoding))


@loss(Domain(first=REAL, second=REAL, target=SIGNS, margin=NONNEGATIVE, encoding=ENCODING))
def margin_ranking(
    xp: Namespace, first: Array, second: Array, target: Array, *, margin: Scalar = 0.0, encoding: Encoding = "signed"
) -> Array:
    """Margin ranking loss: of two scores, the one that should rank higher has to lead by a margin.

    Formula
        max(0, margin - y (first - second)), with y = target, or y = 2 target - 1 for encoding="binary"
    Domain
        first, second: scores, real numbers. target: 1 where `first` should rank higher and -1 where `second` should
        ("signed"), or 1 and 0 ("binary"); the encoding is never guessed from the data. margin >= 0, in the units of
        the scores; it may be a learned array.
    Subgradient
        0 at the margin, y (first - second) = margin, on every backend (torch: -y). With margin = 0 equal scores have
        gradient 0: a small margin sets them apart.
    See also
        pairwise_hinge_ranking, hinge_embedding
    Example
        >>> import numpy as np, unilosses
        >>> first, second = np.asarray([2.0, 2.0]), np.asarray([1.5, 3.0])
        >>> unilosses.margin_ranking(first, second, 1.0, margin=1.0, reduction="none").tolist()
        [0.5, 2.0]

    Source
        Herbrich, Graepel and Obermayer, Large margin rank boundaries for ordinal regression (2000).
    """
    return num.relu(xp, margin - num.signed_labels(target, encoding) * (first - second))


@margin_ranking.partials
def _(
    xp: Namespace, first: Array, second: Array, target: Array, *, margin: Scalar, encoding: Encoding
) -> tuple[Array, Array, Array]:
    y, lead = num.signed_labels(target, encoding), first - second
    active = num.heaviside(xp, margin - y * lead)
    d = y * active
    return -d, d, num.signed_chain(num.multiply_no_nan(xp, active, -lead), encoding)


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
    See also
        pairwise_hinge_ranking, softmax_ranking
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
    See also
        pairwise_logistic_ranking, margin_ranking
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


def _better(xp: Namespace, relevance: Array, where: Array | None, segments: Array | None) -> Array:
    """Whether item i should come before item j."""
    return together(relevance[..., :, None] > relevance[..., None, :], where, segments)


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
    return num.net_flow(xp, slopes)
