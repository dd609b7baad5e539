"""Losses of two views of one batch, by the statistics of their features."""

from __future__ import annotations

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import NONNEGATIVE, REAL, Domain, WholeNumber
from ...numerics.similarities import Cosines, same_row, transposed
from ...typing import Array, Namespace, Scalar


def _centered(xp: Namespace, x: Array) -> Array:
    """The samples less their mean, with the samples along the last axis and the features before it."""
    # Twice: the mean is rounded, and what that leaves would count where the spread is small beside it.
    x = transposed(xp, x)
    n = x.shape[-1]
    d = x - num.row_sum(xp, x) / n
    return d - num.row_sum(xp, d) / n


def _total(xp: Namespace, x: Array) -> Array:
    """The sum over both axes of a matrix."""
    return num.row_sum(xp, num.row_sum(xp, x)[..., 0])[..., 0]


@loss(Domain(first=REAL, second=REAL, off_diagonal_weight=NONNEGATIVE, ddof=WholeNumber(0)), event_ndim=2)
def barlow_twins(
    xp: Namespace, first: Array, second: Array, *, off_diagonal_weight: Scalar = 0.005, ddof: int = 0
) -> Array:
    """Barlow Twins: the features of two views are to correlate with themselves, and not with one another.

    Formula
        sum_i (1 - C_ii)^2 + off_diagonal_weight sum_{i != j} C_ij^2, with C_ij = sum_n z_ni z'_nj / N and z, z' the
        features of the two views less their means, by their standard deviations, over the N samples
    Shapes
        first, second: (..., N, D), the same shape: N samples of D features. The unreduced loss has the shape (...).
    Domain
        Real numbers. off_diagonal_weight >= 0. ddof: 0 takes the variance by N, 1 by N - 1 (which leaves C_ii at most
        (N - 1) / N). A feature without spread correlates with nothing (C = 0); so does a single sample.
    Subgradient
        0 by a feature without spread.
    Errors
        ValueError: there are fewer than two axes.
    See also
        vicreg, nt_xent
    Example
        >>> import numpy as np, unilosses
        >>> first, second = np.asarray([[1.0, 0.0], [3.0, 2.0]]), np.asarray([[0.0, 5.0], [4.0, 1.0]])
        >>> round(float(unilosses.barlow_twins(first, second, off_diagonal_weight=0.25)), 12)
        4.5

    Source
        Zbontar et al., Barlow Twins: self-supervised learning via redundancy reduction, ICML 2021, equations 1 and 2.
    """
    parts = _Correlations(xp, first, second, ddof)
    missing = parts.missing[..., 0]
    others = _total(xp, xp.where(parts.diagonal, 0.0, num.square(parts.share * parts.cos)))
    return num.row_sum(xp, missing * missing)[..., 0] + off_diagonal_weight * others


@barlow_twins.vjp
def _(
    xp: Namespace, cotangent: Array, first: Array, second: Array, *, off_diagonal_weight: Scalar, ddof: int
) -> tuple[Array, Array]:
    parts = _Correlations(xp, first, second, ddof)
    others = (2.0 * off_diagonal_weight * parts.share**2) * parts.cos
    slopes = xp.where(parts.diagonal, -2.0 * parts.share * parts.missing, others)
    # What is a multiple of the mean vanishes: the features that these are sums of have none.
    by_first, by_second = parts.vjp(cotangent[..., None, None] * slopes)
    return transposed(xp, by_first), transposed(xp, by_second)


class _Correlations(Cosines):
    """Correlations of all features of one view with all of the other: the cosines of what is left of their means."""

    def __init__(self, xp: Namespace, first: Array, second: Array, ddof: int) -> None:
        super().__init__(xp, _centered(xp, first), _centered(xp, second))
        n = first.shape[-2]
        self.share = max(n - ddof, 0) / n  # C = share * correlation
        self.diagonal = same_row(xp, self.cos)
        # 1 - C_ii, by 1 - a . b = |a - b|^2 / 2 where that is small
        gap = 0.5 * num.row_sum(xp, num.square(self.a - self.b))
        near = (gap < 0.5) & (self.by_x > 0) & (self.by_y > 0)
        gap = xp.where(near, gap, 1.0 - num.row_sum(xp, self.a * self.b))
        self.missing = (1.0 - self.share) + self.share * gap


@loss(
    Domain(
        first=REAL, second=REAL, invariance=NONNEGATIVE, variance=NONNEGATIVE, covariance=NONNEGATIVE, eps=NONNEGATIVE
    ),
    event_ndim=2,
    class_name="VICReg",
)
def vicreg(
    xp: Namespace,
    first: Array,
    second: Array,
    *,
    invariance: Scalar = 25.0,
    variance: Scalar = 25.0,
    covariance: Scalar = 1.0,
    eps: Scalar = 1e-4,
) -> Array:
    """VICReg: two views are to agree, with features that keep their spread and are not correlated.

    Formula
        invariance sum_{n,j} (x_nj - y_nj)^2 / (N D) + variance (v(x) + v(y)) + covariance (c(x) + c(y)), with
        v(z) = sum_j max(0, 1 - sqrt(Var(z_j) + eps)) / D and c(z) = sum_{i != j} Cov(z_i, z_j)^2 / D, variances and
        covariances by N - 1
    Shapes
        first, second: (..., N, D), the same shape: N samples of D features. The unreduced loss has the shape (...).
    Domain
        Real numbers. invariance, variance, covariance: the weights of the three terms, >= 0. eps >= 0. A single sample
        has variance and covariance 0.
    Subgradient
        0 by a feature whose spread is just enough; with eps=0, by one without spread.
    Errors
        ValueError: there are fewer than two axes.
    See also
        barlow_twins
    Example
        >>> import numpy as np, unilosses
        >>> first, second = np.asarray([[1.0, 0.0], [3.0, 2.0]]), np.asarray([[1.0, 0.0], [4.0, 2.0]])
        >>> float(unilosses.vicreg(first, second, eps=0.0))
        19.25

    Source
        Bardes, Ponce and LeCun, VICReg: variance-invariance-covariance regularization for self-supervised learning,
        ICLR 2022, algorithm 1. Its equation 5 does not divide the first term by D; the authors' code halves the
        second (variance=12.5 here).
    """
    n, d = first.shape[-2:]
    value = (invariance / (n * d)) * _total(xp, num.square(first - second))
    for view in (first, second):
        parts = _Spread(xp, view, eps)
        narrow = num.row_sum(xp, num.relu(xp, 1.0 - parts.deviation[..., 0]))[..., 0]
        value = value + (variance / d) * narrow + (covariance / d) * _total(xp, num.square(parts.others))
    return value


@vicreg.vjp
def _(
    xp: Namespace,
    cotangent: Array,
    first: Array,
    second: Array,
    *,
    invariance: Scalar,
    variance: Scalar,
    covariance: Scalar,
    eps: Scalar,
) -> tuple[Array, Array]:
    n, d = first.shape[-2:]
    each = cotangent[..., None, None]
    apart = each * ((2.0 * invariance / (n * d)) * (first - second))
    by_view = []
    for view in (first, second):
        parts = _Spread(xp, view, eps)
        some = parts.deviation > 0
        narrow = xp.where(some, num.heaviside(xp, 1.0 - parts.deviation) / xp.where(some, parts.deviation, 1.0), 0.0)
        spread = (variance / (d * parts.freedom)) * (narrow * parts.centered)
        tangle = (4.0 * covariance / (d * parts.freedom)) * xp.matmul(parts.others, parts.centered)
        by_view.append(each * transposed(xp, tangle - spread))
    return apart + by_view[0], by_view[1] - apart


class _Spread:
    """Standard deviations and covariances of the features of one view."""

    def __init__(self, xp: Namespace, x: Array, eps: Scalar) -> None:
        self.centered = _centered(xp, x)
        self.freedom = max(x.shape[-2] - 1, 1)
        square = num.row_sum(xp, num.square(self.centered)) / self.freedom + eps
        some = square > 0
        self.deviation = xp.where(some, xp.sqrt(xp.where(some, square, 1.0)), 0.0)
        products = xp.matmul(self.centered, transposed(xp, self.centered)) / self.freedom
        self.others = xp.where(same_row(xp, self.centered), 0.0, products)
