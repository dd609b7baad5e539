"""Losses of the angle between two vectors."""

from __future__ import annotations

from ..core import ops
from ..core.domain import REAL, Domain, PerRow
from ..core.spec import loss
from ..core.typing import Array, Namespace


class _Angle:
    """Two rows of vectors, and their cosine without cancellation, wherever it lies."""

    def __init__(self, xp: Namespace, u: Array, v: Array) -> None:
        # cos = a . b for the unit vectors a and b; 1 - cos = |a - b|^2 / 2 near 1; 1 + cos = |a + b|^2 / 2 near -1
        self.xp, self.u, self.v = xp, u, v
        self.a, self.by_u, some_u = ops.unit_vectors(xp, u)
        self.b, self.by_v, some_v = ops.unit_vectors(xp, v)
        self.defined = some_u & some_v
        self.cos = ops.row_sum(xp, self.a * self.b)
        self.gap = 0.5 * ops.row_sum(xp, ops.square(self.a - self.b))
        self.opposite_gap = 0.5 * ops.row_sum(xp, ops.square(self.a + self.b))
        self.near, self.opposite = self.gap < 0.5, self.opposite_gap < 0.5

    def _choose(self, near: Array, opposite: Array, between: Array) -> Array:
        return self.xp.where(self.near, near, self.xp.where(self.opposite, opposite, between))

    def slopes(self) -> tuple[Array, Array]:
        """d cos / du = (b - cos a) / |u|, and the same for v; 0 for zero vectors."""
        found = []
        for a, b, inverse in ((self.a, self.b, self.by_u), (self.b, self.a, self.by_v)):
            turn = self._choose((b - a) + self.gap * a, (b + a) - self.opposite_gap * a, b - self.cos * a)
            found.append(self.xp.where(self.defined, turn * inverse, 0.0))
        return found[0], found[1]

    def minus(self, target: Array) -> Array:
        """cos - target, with cos = 0 for zero vectors; the last axis is kept."""
        t = target[..., None]
        error = self._choose((1.0 - t) - self.gap, self.opposite_gap - (1.0 + t), self.cos - t)
        return self.xp.where(self.defined, error, -t)

    def right(self) -> Array:
        """Whether it is a right angle."""
        return ops.are_orthogonal(self.xp, self.u, self.v)[..., 0]

    def distance(self) -> Array:
        """1 - cos, and 1 for zero vectors; the last axis is kept."""
        return self.xp.where(self.defined, self._choose(self.gap, 2.0 - self.opposite_gap, 1.0 - self.cos), 1.0)


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
    Errors
        ValueError: the shapes differ. TypeError: dtype or library of an array.
    Example
        >>> import numpy as np, unilosses
        >>> round(float(unilosses.cosine_distance(np.asarray([[3.0, 4.0]]), np.asarray([[4.0, 3.0]]))), 12)
        0.04

    Source
        Salton and McGill, Introduction to Modern Information Retrieval (1983), chapter 4.
    """
    return _Angle(xp, pred, target).distance()[..., 0]


@cosine_distance.partials
def _(xp: Namespace, pred: Array, target: Array) -> tuple[Array, Array]:
    by_pred, by_target = _Angle(xp, pred, target).slopes()
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
    Errors
        ValueError: the shapes differ. TypeError: dtype or library of an array.
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.cosine_regression(np.asarray([[3.0, 4.0]]), np.asarray([[4.0, 3.0]]), np.asarray([0.5]))
        >>> round(float(loss), 12)
        0.2116

    Source
        Reimers and Gurevych, Sentence-BERT, EMNLP 2019, section 3, regression objective.
    """
    error = _Angle(xp, anchor, other).minus(target)[..., 0]
    return error * error


@cosine_regression.partials
def _(xp: Namespace, anchor: Array, other: Array, target: Array) -> tuple[Array, Array, Array]:
    angle = _Angle(xp, anchor, other)
    twice = 2.0 * angle.minus(target)
    by_anchor, by_other = angle.slopes()
    return twice * by_anchor, twice * by_other, -twice[..., 0]
