"""Class labels beside an array with a class axis, which is the last: as indices, or as a coefficient for each class."""

from __future__ import annotations

from typing import Any

from ..backends.library import library_of
from ..typing import Array, Namespace, Scalar
from .elementary import is_jax, multiply_no_nan
from .floats import top_exponent
from .sums import row_sum

# There is room for so many classes, as a power of two: for a sum of them, and for the distances between them.
CLASSES_BITS = 24


def is_index(labels: Array, x: Array) -> bool:
    """Whether labels are class indices (no class axis) rather than one coefficient per class."""
    return bool(labels.ndim < x.ndim)


def index_range(xp: Namespace, x: Array, axis: int = -1, dtype: Any = None) -> Array:
    """0, 1, 2, ... along an axis of x, as an array of that one axis: integers, or of that dtype."""
    return library_of(x, "x").backend.index_range(xp, x, axis, dtype)


def one_hot(xp: Namespace, index: Array, x: Array) -> Array:
    """True where the last axis of `x` stands at `index`."""
    return index_range(xp, x, -1, index.dtype) == index[..., None]


def same_place(xp: Namespace, x: Array, axis: int = -1) -> Array:
    """True on the diagonal of a square matrix whose sides are an axis of x."""
    place = index_range(xp, x, axis)
    return place[:, None] == place


def pick(xp: Namespace, x: Array, index: Array) -> Array:
    """x[..., index], row by row, the last axis kept."""
    return pick_several(xp, x, index[..., None])


def pick_several(xp: Namespace, x: Array, index: Array) -> Array:
    """x at each index along its last axis; rows of indices of length one serve all of that axis's rows."""
    if hasattr(xp, "take_along_axis"):
        return xp.take_along_axis(x, index, axis=-1)
    # Since 2024.12 it is in the standard; Dask has none.
    return xp.sum(xp.where(one_hot(xp, index, x), x[..., None, :], 0), axis=-1)


def sum_but_label(xp: Namespace, e: Array, index: Array) -> Array:
    """The sum over the last axis of e >= 0 without the class at the index."""
    if not is_jax(e):
        return row_sum(xp, xp.where(one_hot(xp, index, e), 0.0, e))[..., 0]
    # XLA has no fast loop for a comparison inside a sum: a distance of places is 0, or above every e.
    step = 2.0 ** (top_exponent(xp, e) - CLASSES_BITS)
    places = step * index_range(xp, e, -1, e.dtype)
    distance = xp.abs(places - (step * xp.astype(index, e.dtype))[..., None])
    return row_sum(xp, xp.minimum(e, distance))[..., 0]


def sum_but_label_values(xp: Namespace, e: Array, index: Array, x: Array, own: Array) -> tuple[Array, Array]:
    """`sum_but_label` of a function of x, which is `own` at the index, for values: in two parts.

    The second is in units of e at the index: how many other classes are its equals.
    """
    if is_jax(e):
        return sum_but_label(xp, e, index), xp.zeros_like(own)
    # PyTorch's compiler has no vector loop for places, and one for the comparison of numbers.
    equal = x == own[..., None]
    equals = row_sum(xp, xp.astype(equal, x.dtype))[..., 0] - 1.0
    return row_sum(xp, xp.where(equal, 0.0, e))[..., 0], equals


def label_coefficients(
    xp: Namespace, labels: Array, x: Array, class_weight: Scalar | None = None, smoothing: Scalar = 0.0
) -> Array:
    """w_j (y_j (1 - s) + s / C), one per class, whichever form the labels have."""
    zero = xp.zeros_like(x)
    y = xp.where(one_hot(xp, labels, x), zero + 1.0, zero) if is_index(labels, x) else labels
    if not (isinstance(smoothing, float) and smoothing == 0.0):
        y = y * (1.0 - smoothing) + smoothing / x.shape[-1]
    return y if class_weight is None else y * class_weight


def per_class(xp: Namespace, class_weight: Scalar | None, x: Array) -> Array:
    """The weights of classes, or one for all of them, times x, which has the class axis; x without weights."""
    return x if class_weight is None else multiply_no_nan(xp, xp.zeros_like(x) + class_weight, x)


def weighted_sum(xp: Namespace, c: Array, x: Array) -> Array:
    """sum_j c_j x_j over the classes, with 0 inf = 0; without the class axis."""
    return row_sum(xp, multiply_no_nan(xp, c, x))[..., 0]


def times_row_weight(xp: Namespace, x: Array, y: Array, class_weight: Scalar | None) -> Array:
    """sum_j w_j y_j times x, which belongs to a row."""
    return x if class_weight is None else multiply_no_nan(xp, row_sum(xp, y * class_weight), x)


def by_row_weight(xp: Namespace, x: Array, like: Array, class_weight: Scalar | None) -> Array | float:
    """The derivative of sum_j w_j y_j times x, by y, without that of x."""
    return 0.0 if class_weight is None else multiply_no_nan(xp, xp.zeros_like(like) + class_weight, x)


def class_weight_of(xp: Namespace, class_weight: Array, index: Array) -> Array:
    """The weight of each row's class."""
    if isinstance(class_weight, float) or class_weight.ndim == 0:
        return class_weight
    if class_weight.shape[0] == 1:
        return class_weight[0]
    return xp.reshape(xp.take(class_weight, xp.reshape(index, (-1,))), index.shape)


def weighted_by_class(xp: Namespace, class_weight: Scalar | None, index: Array, x: Array) -> Array:
    """x times the weight of each row's class."""
    if class_weight is None:
        return x
    return multiply_no_nan(xp, xp.zeros_like(x) + class_weight_of(xp, class_weight, index), x)


def signed_labels(target: Array, encoding: str) -> Array:
    """Labels -1 and 1, from themselves or from 0 and 1."""
    return target if encoding == "signed" else 2.0 * target - 1.0


def signed_chain(d: Array, encoding: str) -> Array:
    """The derivative by the label as it was given."""
    return d if encoding == "signed" else 2.0 * d
