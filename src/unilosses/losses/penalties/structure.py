"""Penalties on the structure of an array: rows that overlap, neighbours that differ."""

from __future__ import annotations

import math
from typing import Literal, TypeAlias

from ... import numerics as num
from ...decorator import penalty
from ...definition.kinds import REAL, AxisCount, Choice, Domain
from ...typing import Array, Namespace

Mode: TypeAlias = Literal["rows", "columns"]


@penalty(Domain(params=REAL, mode=Choice(("rows", "columns"))), event_ndim=2, class_name="OrthogonalPenalty")
def orthogonal_penalty(xp: Namespace, params: Array, *, mode: Mode = "rows") -> Array:
    """Orthogonal penalty: the sizes of the cosines between a matrix's rows, which drives them to be orthogonal.

    For layers whose units should not repeat one another. The length of the rows does not matter.

    Formula
        sum_{i < j} |cos(w_i, w_j)| over the pairs of rows w_i of a matrix; mode="columns": over those of columns
    Shapes
        params: a matrix, (..., R, C) for several, or any nesting of dicts, lists and tuples of such arrays. Unreduced,
        a tree of the same structure with one number for each matrix.
    Domain
        Real numbers. Unlike other losses a penalty is summed by default; reduction="mean" divides by the number of
        matrices. The mean over the R (R - 1) / 2 pairs, as Keras takes it, is what normalizer=R * (R - 1) / 2 makes
        of reduction="mean".
    Subgradient
        0 for a pair whose cosine is 0; a row of zeros has cosine 0 with every other, and gradient 0.
    Errors
        ValueError: an array has fewer than two axes.
    See also
        l2_penalty
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.orthogonal_penalty(np.asarray([[2.0, 0.0], [3.0, 4.0], [0.0, 1.0]])))
        1.4

    Source
        Brock et al., Neural photo editing with introspective adversarial networks, ICLR 2017, section 3.3, on cosines
        in place of products, as Keras defines it.
    """
    unit, _ = _directions(xp, params, mode)
    cosines = xp.matmul(unit, xp.matrix_transpose(unit))
    pairs = num.absolute(xp, xp.tril(cosines, k=-1))
    return num.row_sum(xp, xp.reshape(pairs, (*pairs.shape[:-2], pairs.shape[-1] ** 2)))[..., 0]


@orthogonal_penalty.partials
def _(xp: Namespace, params: Array, *, mode: Mode) -> tuple[Array]:
    # with unit rows u: (v_i - (v_i . u_i) u_i) / |w_i|, v_i = sum_{j != i} sign(w_i . w_j) u_j
    unit, inverse = _directions(xp, params, mode)
    lower = num.sign(xp, xp.tril(_products(xp, params, mode), k=-1))
    v = xp.matmul(lower + xp.matrix_transpose(lower), unit)
    d = (v - num.row_sum(xp, v * unit) * unit) * inverse
    return (d if mode == "rows" else xp.matrix_transpose(d),)


def _products(xp: Namespace, params: Array, mode: Mode) -> Array:
    """Of all rows or columns, times powers of two: 0 at a right angle, which those of unit vectors are not."""
    rows = num.squares_in_range(xp, params if mode == "rows" else xp.matrix_transpose(params))
    return xp.matmul(rows, xp.matrix_transpose(rows))


def _directions(xp: Namespace, params: Array, mode: Mode) -> tuple[Array, Array]:
    """The rows or columns as unit vectors, one a row, and the inverses of their lengths."""
    unit, inverse, _ = num.unit_vectors(xp, params if mode == "rows" else xp.matrix_transpose(params))
    return unit, inverse


@penalty(Domain(params=REAL, n_axes=AxisCount()), event_ndim=1, class_name="TotalVariationPenalty")
def total_variation_penalty(xp: Namespace, params: Array, *, n_axes: int | None = None) -> Array:
    """Total variation: the sum of the steps between neighbours, for arrays that are smooth but for edges.

    For signals (along one axis) and images (axis=(-2, -1)); this is the anisotropic form, axis by axis.

    Formula
        sum |x_{i + 1} - x_i| over all neighbours along `axis`; of several axes, the sum of their sums
    Shapes
        params: an array, or any nesting of dicts, lists and tuples of arrays. axis: one axis or a tuple of axes, along
        each of which steps are taken. Unreduced, a tree of the same structure without those axes.
    Domain
        Real numbers. Unlike other losses a penalty is summed by default; reduction="mean" divides by the number of
        unreduced values, so that a batch of images has the mean of one image.
    Subgradient
        0 where two neighbours are equal, on every backend.
    Errors
        ValueError: an array does not have the axes.
    See also
        l1_penalty
    Example
        >>> import numpy as np, unilosses
        >>> image = np.asarray([[1.0, 2.0, 4.0], [1.0, 0.0, 4.0]])
        >>> float(unilosses.total_variation_penalty(image, axis=(0, 1)))
        10.0

    Source
        Rudin, Osher and Fatemi, Nonlinear total variation based noise removal algorithms, Physica D 60 (1992), in the
        anisotropic form of Esedoglu and Osher, Comm. Pure Appl. Math. 57 (2004).
    """
    rows = params.shape[: params.ndim - (n_axes or 1)]
    sizes = [num.absolute(xp, _steps(params, axis)) for axis in range(n_axes or 1)]
    steps = [xp.reshape(x, (*rows, math.prod(x.shape[len(rows) :]))) for x in sizes]
    return num.row_sum(xp, xp.concat(steps, axis=-1))[..., 0]


@total_variation_penalty.partials
def _(xp: Namespace, params: Array, *, n_axes: int | None) -> tuple[Array]:
    # sign(x_i - x_{i - 1}) - sign(x_{i + 1} - x_i), with 0 for the step that an end lacks
    total = xp.zeros_like(params)
    for behind in range(n_axes or 1):
        s, end = num.sign(xp, _steps(params, behind)), xp.zeros_like(_part(params, behind, 0, 1))
        axis = params.ndim - 1 - behind
        total = total + (xp.concat([end, s], axis=axis) - xp.concat([s, end], axis=axis))
    return (total,)


def _steps(x: Array, behind: int) -> Array:
    """The differences of neighbours along the axis that has so many others behind it."""
    return _part(x, behind, 1, None) - _part(x, behind, 0, -1)


def _part(x: Array, behind: int, start: int, stop: int | None) -> Array:
    return x[(..., slice(start, stop), *(slice(None),) * behind)]
