"""Vectors along the last axis: their directions, and the angle between two."""

from __future__ import annotations

from ..typing import Array, Namespace
from .elementary import absolute, ratio
from .floats import square, top_exponent
from .sums import row_sum


def unit_vectors(xp: Namespace, x: Array) -> tuple[Array, Array, Array]:
    """x / |x| along the last axis, 1 / |x|, and whether |x| > 0; 0 for a zero vector. No square overflows."""
    scale = _scale_of_squares(xp, x)
    scaled = x * scale
    length2 = row_sum(xp, square(scaled))
    nonzero = length2 > 0
    norm = xp.sqrt(xp.where(nonzero, length2, 1.0))
    inverse = xp.where(nonzero, scale / norm, xp.zeros_like(norm))
    unit = xp.where(nonzero, ratio(xp, scaled, norm), xp.zeros_like(x))
    small = (scale < 1.0) & (absolute(xp, x) < 1.0)  # scaled down, these would be lost
    return xp.where(small, x * inverse, unit), inverse, nonzero


def squares_in_range(xp: Namespace, x: Array) -> Array:
    """Each row times a power of two, mostly 1, so that no square overflows; products of whole multiples stay exact."""
    return x * _scale_of_squares(xp, x)


def are_orthogonal(xp: Namespace, u: Array, v: Array) -> Array:
    """Whether u . v = 0 along the last axis, which is kept: for small whole multiples of a step, without rounding.

    The sum of products of unit vectors is not 0 then wherever a compiler fuses multiplication and addition.
    """
    scaled_u, scaled_v = u * _scale_of_squares(xp, u), v * _scale_of_squares(xp, v)
    lost = ((scaled_u == 0) & (u != 0)) | ((scaled_v == 0) & (v != 0))
    return (row_sum(xp, scaled_u * scaled_v) == 0) & ~xp.any(lost, axis=-1, keepdims=True)


def _scale_of_squares(xp: Namespace, x: Array) -> Array:
    """For each row the power of two, which scales without rounding, that keeps squares in range; 1 for most rows."""
    exponent = top_exponent(xp, x)
    threshold, shift = 2.0 ** (3 * exponent // 8), 2.0 ** (5 * exponent // 8)
    largest = xp.max(absolute(xp, x), axis=-1, keepdims=True)
    one = xp.ones_like(largest)
    return xp.where(largest > threshold, one / shift, xp.where(largest < 1.0 / threshold, one * shift, one))


class Angle:
    """Two rows of vectors, and their cosine without cancellation, wherever it lies."""

    def __init__(self, xp: Namespace, u: Array, v: Array) -> None:
        # cos = a . b for the unit vectors a and b; 1 - cos = |a - b|^2 / 2 near 1; 1 + cos = |a + b|^2 / 2 near -1
        self.xp, self.u, self.v = xp, u, v
        self.a, self.by_u, some_u = unit_vectors(xp, u)
        self.b, self.by_v, some_v = unit_vectors(xp, v)
        self.defined = some_u & some_v
        self.cos = row_sum(xp, self.a * self.b)
        self.gap = 0.5 * row_sum(xp, square(self.a - self.b))
        self.opposite_gap = 0.5 * row_sum(xp, square(self.a + self.b))
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
        return are_orthogonal(self.xp, self.u, self.v)[..., 0]

    def distance(self) -> Array:
        """1 - cos, and 1 for zero vectors; the last axis is kept."""
        return self.xp.where(self.defined, self._choose(self.gap, 2.0 - self.opposite_gap, 1.0 - self.cos), 1.0)
