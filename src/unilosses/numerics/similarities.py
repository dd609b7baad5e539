"""Every row of a batch against every other: cosines, the way back to the vectors, and sums of exponentials."""

from __future__ import annotations

import math

from ..typing import Array, Namespace, Scalar
from .elementary import sigmoid_parts, softplus_pair
from .labels import same_place
from .softmax import Softmax
from .sums import row_max, row_sum
from .vectors import unit_vectors


def dots(xp: Namespace, x: Array, y: Array) -> Array:
    """x_i . y_j for all rows i of x and j of y."""
    return xp.matmul(x, xp.matrix_transpose(y))


def transposed(xp: Namespace, x: Array) -> Array:
    """Rows and columns of a matrix exchanged."""
    return xp.matrix_transpose(x)


class Cosines:
    """The cosine of every row of x with every row of y (or of x itself); 0 for zero vectors."""

    def __init__(self, xp: Namespace, x: Array, y: Array | None = None) -> None:
        self.xp = xp
        self.a, self.by_x, _ = unit_vectors(xp, x)
        self.b, self.by_y = self.a, self.by_x
        if y is not None:
            self.b, self.by_y, _ = unit_vectors(xp, y)
        self.cos = dots(xp, self.a, self.b)

    def vjp(self, g: Array) -> tuple[Array, Array]:
        """The gradients by x and by y of sum(g * cos)."""
        # d cos_ij / d x_i = (b_j - cos_ij a_i) / |x_i|, and the same for y_j
        xp, along = self.xp, g * self.cos
        by_x = (xp.matmul(g, self.b) - row_sum(xp, along) * self.a) * self.by_x
        turned = transposed(xp, g)
        by_y = (xp.matmul(turned, self.a) - row_sum(xp, transposed(xp, along)) * self.b) * self.by_y
        return by_x, by_y


def check_rows(name: str, x: Array) -> None:
    """ValueError for a single vector, which there is nothing to compare with."""
    if x.ndim < 2:
        raise ValueError(f"{name} has shape {tuple(x.shape)}; expected (..., N, D): rows are compared with one another")


def check_number(name: str, value: Scalar) -> None:
    """ValueError for a parameter that is an array of several numbers."""
    if not isinstance(value, float) and any(n != 1 for n in value.shape):
        raise ValueError(f"{name} has shape {tuple(value.shape)}; expected one number")


def same_row(xp: Namespace, x: Array) -> Array:
    """True where row and column have the same number: a matrix of N x N for x of shape (..., N, D)."""
    return same_place(xp, x, axis=-2)


def partners(xp: Namespace, x: Array, where: Array | None) -> Array:
    """True for pairs of two rows that take part; all pairs without a mask."""
    return xp.ones_like(same_row(xp, x)) if where is None else where[..., :, None] & where[..., None, :]


def by_labels(xp: Namespace, x: Array, labels: Array, where: Array | None) -> tuple[Array, Array]:
    """The positive pairs (another row of the same label) and the negative ones."""
    same = labels[..., :, None] == labels[..., None, :]
    allowed = partners(xp, x, where)
    return same & allowed & ~same_row(xp, x), ~same & allowed


def count(xp: Namespace, chosen: Array, like: Array) -> Array:
    """How many of each row are chosen, and 1 for none; the last axis is kept."""
    n = row_sum(xp, xp.where(chosen, xp.ones_like(like), 0.0))
    return xp.where(n == 0, 1.0, n)


class LogSum:
    """log sum_j exp(s_ij) over the chosen j of each row, and the share of each in the sum; 0 where none is chosen."""

    def __init__(self, xp: Namespace, s: Array, chosen: Array) -> None:
        lowest = -float(xp.finfo(s.dtype).max)
        self.some = xp.any(chosen, axis=-1, keepdims=True)
        self.peak = xp.where(self.some, row_max(xp, xp.where(chosen, s, lowest)), 0.0)
        self._e = xp.where(chosen, xp.exp(xp.where(chosen, s - self.peak, 0.0)), 0.0)
        self._total = xp.where(self.some, row_sum(xp, self._e), 1.0)
        self.excess = xp.log(self._total)

    @property
    def probs(self) -> Array:
        """The softmax over what is chosen, and 0 elsewhere."""
        return self._e / self._total

    def above(self, s: Array) -> Array:
        """The logarithm less s."""
        return (self.peak - s) + self.excess


class Contrast:
    """-log(e^s_ip / (e^s_ip + sum_n e^s_in)), with each positive p of a row against all its negatives n, averaged."""

    def __init__(self, xp: Namespace, s: Array, positive: Array, negative: Array) -> None:
        # = log(1 + e^(log sum_n e^s_in - s_ip)), which is 0 without a negative
        self.xp, self.negative = xp, negative
        self.against = LogSum(xp, s, negative)
        self.pairs = positive & self.against.some
        self.size = count(xp, positive, s)
        self.z = xp.where(self.pairs, self.against.above(s), 0.0)

    def value(self) -> Array:
        """The loss of each row."""
        xp = self.xp
        each = xp.where(self.pairs, softplus_pair(xp, self.z)[0], 0.0)
        return (row_sum(xp, each) / self.size)[..., 0]

    def slopes(self) -> Array:
        """The derivative of each row's loss by its scores."""
        xp = self.xp
        a, _, s = sigmoid_parts(xp, self.z)
        slopes = xp.where(self.pairs, a / s / self.size, 0.0)
        return xp.where(self.negative, row_sum(xp, slopes) * self.against.probs, -slopes)


class MeanSurprisal:
    """-log of each positive's share in the softmax over all other rows, averaged over the positives of a row."""

    def __init__(self, xp: Namespace, s: Array, positive: Array, negative: Array) -> None:
        self.xp, self.positive = xp, positive
        self.softmax = Softmax(xp, xp.where(positive | negative, s, -math.inf))
        self.size = count(xp, positive, s)

    def value(self) -> Array:
        """The loss of each row."""
        each = self.xp.where(self.positive, self.softmax.surprisal, 0.0)
        return (row_sum(self.xp, each) / self.size)[..., 0]

    def slopes(self) -> Array:
        """The derivative of each row's loss by its scores."""
        # p - 1 / |P| of a positive: for a single one it is what the others have.
        xp, probs = self.xp, self.softmax.probs
        drawn = xp.where(self.size == 1, -self.softmax.complements, probs - 1.0 / self.size)
        some = xp.any(self.positive, axis=-1, keepdims=True)
        return xp.where(self.positive, drawn, xp.where(some, probs, 0.0))
