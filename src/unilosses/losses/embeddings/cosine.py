"""Losses of the angle between two vectors."""

from __future__ import annotations

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import REAL, Domain, PerRow
from ...typing import Array, Namespace


@loss(Domain(pred=REAL, target=REAL), event_ndim=1)
def cosine_distance(xp: Namespace, pred: Array, target: Array) -> Array:
    """Cosine distance 1 - cos(pred, target): from 0 for the same direction to 2 for the opposite one.

    Formula
        1 - u . v / (|u| |v|), with u = pred, v = target
    Shapes
        pred, target: the same shape, with the vectors along `axis`. The unreduced loss has the shape without it.
    Domain
        Real vectors of any length: nothing overflows, no epsilon is added.
    Subgradient
        A zero vector has cosine 0 with every other (distance 1) and gradient 0.
    See also
        cosine_embedding, cosine_regression
    Example
        >>> import numpy as np, unilosses
        >>> round(float(unilosses.cosine_distance(np.asarray([[3.0, 4.0]]), np.asarray([[4.0, 3.0]]))), 12)
        0.04

    Source
        Salton and McGill, Introduction to Modern Information Retrieval (1983), chapter 4.
    """
    return num.Angle(xp, pred, target).distance()[..., 0]


@cosine_distance.partials
def _(xp: Namespace, pred: Array, target: Array) -> tuple[Array, Array]:
    by_pred, by_target = num.Angle(xp, pred, target).slopes()
    return -by_pred, -by_target


@loss(Domain(anchor=REAL, other=REAL, target=PerRow(REAL)), event_ndim=1)
def cosine_regression(xp: Namespace, anchor: Array, other: Array, target: Array) -> Array:
    """Squared error of a cosine similarity: trains pairs of vectors towards given similarities.

    Formula
        (cos(anchor, other) - target)^2, with cos(u, v) = u . v / (|u| |v|)
    Shapes
        anchor, other: the same shape, with the vectors along `axis`. target: the shape without it, or a number. The
        unreduced loss has the shape without the axis.
    Domain
        anchor, other: real vectors of any length. target: a similarity, usually in [-1, 1].
    Subgradient
        A zero vector has cosine 0 with every other and gradient 0.
    See also
        cosine_distance
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.cosine_regression(np.asarray([[3.0, 4.0]]), np.asarray([[4.0, 3.0]]), np.asarray([0.5]))
        >>> round(float(loss), 12)
        0.2116

    Source
        Reimers and Gurevych, Sentence-BERT, EMNLP 2019, section 3, regression objective.
    """
    error = num.Angle(xp, anchor, other).minus(target)[..., 0]
    return error * error


@cosine_regression.partials
def _(xp: Namespace, anchor: Array, other: Array, target: Array) -> tuple[Array, Array, Array]:
    angle = num.Angle(xp, anchor, other)
    twice = 2.0 * angle.minus(target)
    by_anchor, by_other = angle.slopes()
    return twice * by_anchor, twice * by_other, -twice[..., 0]
