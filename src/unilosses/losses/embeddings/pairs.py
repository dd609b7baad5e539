"""Losses of pairs, alike or not alike: of their vectors, or of their distance."""

from __future__ import annotations

from typing import get_args

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import NONNEGATIVE, REAL, Choice, Domain, Interval, PerRow
from ...numerics.distances import Distance
from ...numerics.vectors import Angle
from ...typing import Array, Encoding, Namespace, Scalar

COSINES = Interval(-1.0, 1.0)


@loss(Domain(anchor=REAL, other=REAL, target=PerRow(REAL), margin=COSINES), event_ndim=1)
def cosine_embedding(xp: Namespace, anchor: Array, other: Array, target: Array, *, margin: Scalar = 0.0) -> Array:
    """Cosine embedding loss: turns similar vectors towards each other, and dissimilar ones apart up to an angle.

    Formula
        1 - cos(anchor, other)               for a similar pair (y = 1)
        max(0, cos(anchor, other) - margin)  for a dissimilar pair (y = -1)
        (1 + y) / 2 times the first + (1 - y) / 2 times the second for any y = target
    Shapes
        anchor, other: the same shape, with the vectors along `axis`. target: the shape without it, or a number. The
        unreduced loss has the shape without the axis.
    Domain
        anchor, other: real vectors of any length. target: 1 and -1; a number between mixes both branches (0: half of
        each). margin in [-1, 1]: the cosine from which a dissimilar pair costs anything.
    Subgradient
        0 for a dissimilar pair at the margin. A zero vector has cosine 0 with every other and gradient 0.
    See also
        cosine_distance, contrastive
    Example
        >>> import numpy as np, unilosses
        >>> u, v = np.asarray([[3.0, 4.0], [3.0, 4.0]]), np.asarray([[4.0, 3.0], [4.0, 3.0]])
        >>> loss = unilosses.cosine_embedding(u, v, np.asarray([1.0, -1.0]), margin=0.5, reduction="none")
        >>> loss.round(12).tolist()
        [0.04, 0.46]

    Source
        PyTorch's definition; after Bromley et al., Signature verification using a "siamese" time delay neural network,
        NIPS 1993. PyTorch adds 1e-12 to the squared lengths, and gives 0 for a target other than 1 and -1.
    """
    angle = Angle(xp, anchor, other)
    similar, dissimilar = _kinds(target)
    return similar * angle.distance()[..., 0] + dissimilar * num.relu(xp, _excess(angle, target, margin))


@cosine_embedding.partials
def _(xp: Namespace, anchor: Array, other: Array, target: Array, *, margin: Scalar) -> tuple[Array, Array, Array]:
    angle = Angle(xp, anchor, other)
    similar, dissimilar = _kinds(target)
    excess = _excess(angle, target, margin)
    by_cos = (dissimilar * num.heaviside(xp, excess) - similar)[..., None]
    by_anchor, by_other = angle.slopes()
    return by_cos * by_anchor, by_cos * by_other, 0.5 * (angle.distance()[..., 0] - num.relu(xp, excess))


def _kinds(target: Array) -> tuple[Array, Array]:
    """How much a pair counts as similar, and as dissimilar."""
    return 0.5 * (1.0 + target), 0.5 * (1.0 - target)


def _excess(angle: Angle, target: Array, margin: Scalar) -> Array:
    """cos - margin, row by row; exactly 0 for a right angle and margin 0, where its sign decides on the gradient."""
    margins = angle.xp.zeros_like(target) + margin
    excess = angle.minus(margins)[..., 0]
    if isinstance(margin, float) and margin != 0.0:
        return excess
    return angle.xp.where(angle.right() & (margins == 0), 0.0, excess)


@loss(Domain(anchor=REAL, other=REAL, target=PerRow(REAL), margin=NONNEGATIVE), event_ndim=1)
def contrastive(xp: Namespace, anchor: Array, other: Array, target: Array, *, margin: Scalar = 1.0) -> Array:
    """Contrastive loss of pairs: draws similar vectors together, and pushes dissimilar ones apart up to a margin.

    Formula
        y d^2 + (1 - y) max(0, margin - d)^2, with d = |anchor - other| (Euclidean) and y = target: 1 for a similar
        pair, 0 for a dissimilar one. The paper has half of this, and the opposite labels
    Shapes
        anchor, other: the same shape, with the vectors along `axis`. target: the shape without it, or a number. The
        unreduced loss has the shape without the axis.
    Domain
        anchor, other: real vectors. target: 1 and 0; other numbers are coefficients. margin >= 0, in the units of the
        distance.
    Subgradient
        0 for a dissimilar pair of equal vectors, and for one at the margin (where the slope is 0 anyway).
    See also
        cosine_embedding, hinge_embedding, triplet_margin
    Example
        >>> import numpy as np, unilosses
        >>> u, v = np.asarray([[0.0, 0.0], [0.0, 0.0]]), np.asarray([[0.75, 1.0], [0.375, 0.5]])
        >>> unilosses.contrastive(u, v, np.asarray([1.0, 0.0]), reduction="none").tolist()
        [1.5625, 0.140625]

    Source
        Hadsell, Chopra and LeCun, Dimensionality reduction by learning an invariant mapping, CVPR 2006, equation 4.
    """
    distance = Distance(xp, anchor, other)
    z = num.relu(xp, margin - distance.length())
    return num.multiply_no_nan(xp, target, _squared(distance)) + (1.0 - target) * (z * z)


@contrastive.partials
def _(xp: Namespace, anchor: Array, other: Array, target: Array, *, margin: Scalar) -> tuple[Array, Array, Array]:
    distance = Distance(xp, anchor, other)
    z = num.relu(xp, margin - distance.length())
    apart = (2.0 * ((1.0 - target) * z))[..., None] * distance.slope()
    by_anchor = 2.0 * (target[..., None] * distance.difference) - apart
    return by_anchor, -by_anchor, _squared(distance) - z * z


def _squared(distance: Distance) -> Array:
    """The squared distance, not by way of the distance."""
    return num.row_sum(distance.xp, num.square(distance.difference))[..., 0]


@loss(Domain(distances=REAL, target=REAL, margin=NONNEGATIVE, encoding=Choice(get_args(Encoding))))
def hinge_embedding(
    xp: Namespace, distances: Array, target: Array, *, margin: Scalar = 1.0, encoding: Encoding = "signed"
) -> Array:
    """Hinge embedding loss: similar pairs are drawn together, dissimilar ones pushed apart up to a margin.

    Formula
        d                   for a similar pair (y = 1)
        max(0, margin - d)  for a dissimilar pair (y = -1)
        (1 + y) / 2 d + (1 - y) / 2 max(0, margin - d) for any y; y = target, or 2 target - 1 for encoding="binary"
    Domain
        distances: distances of pairs, or any real numbers. target: -1 and 1 ("signed"), or 0 and 1 ("binary"); the
        encoding is never guessed from the data. A y between -1 and 1 mixes both branches (0: half of each); beyond,
        one of them counts negatively. margin >= 0, in the units of the distances; it may be a learned array.
    Subgradient
        0 for a dissimilar pair at the margin (d = margin), on every backend.
    See also
        contrastive, margin_ranking
    Example
        >>> import numpy as np, unilosses
        >>> d, y = np.asarray([0.25, 0.25, 3.0]), np.asarray([1.0, -1.0, -1.0])
        >>> unilosses.hinge_embedding(d, y, reduction="none").tolist()
        [0.25, 0.75, 0.0]

    Source
        After Hadsell, Chopra and LeCun, Dimensionality reduction by learning an invariant mapping, CVPR 2006,
        equation 4, without its squares.
    """
    similar, dissimilar = _likeness(target, encoding)
    apart = num.relu(xp, margin - distances)
    return num.multiply_no_nan(xp, similar, distances) + num.multiply_no_nan(xp, dissimilar, apart)


@hinge_embedding.partials
def _(xp: Namespace, distances: Array, target: Array, *, margin: Scalar, encoding: Encoding) -> tuple[Array, Array]:
    similar, dissimilar = _likeness(target, encoding)
    slack = margin - distances
    by_distances = similar - dissimilar * num.heaviside(xp, slack)
    # Halves first: the difference of two large numbers could overflow.
    return by_distances, num.signed_chain(0.5 * distances - 0.5 * num.relu(xp, slack), encoding)


def _likeness(target: Array, encoding: Encoding) -> tuple[Array, Array]:
    """How much a pair counts as similar, and as dissimilar: (1 + y) / 2 and (1 - y) / 2."""
    return (target, 1.0 - target) if encoding == "binary" else (0.5 * target + 0.5, 0.5 - 0.5 * target)
