"""Label smoothing as a function of its own, for models and metrics that take the labels themselves."""

from __future__ import annotations

from .backends.library import default_float, device_of, index_dtype, library_of, same_library
from .call import validation
from .call.gate import held
from .definition.kinds import UNIT, WholeNumber, kind_of
from .definition.options import AXIS
from .definition.values import hyper_parameter
from .typing import Array, Scalar


def smooth_labels(labels: Array, smoothing: Scalar, *, num_classes: int, axis: int = -1) -> Array:
    """Labels as coefficients of the classes, moved towards the uniform distribution.

    y_j (1 - smoothing) + smoothing / num_classes, with y the one-hot form of an index: what the losses do with
    `label_smoothing`, in the caller's own library.

    Arguments
        labels: class indices (integers), or one coefficient per class (floating-point numbers) with the classes along
            `axis`; these need not sum to one.
        smoothing: a number in [0, 1], or a 0-d array of one.
        num_classes: how many classes there are.
        axis: the class axis of the result. Indices get it as a new one.

    Returns the coefficients, in the dtype of dense labels, and in the library's default one for indices.

    Errors
        ValueError: a label outside the classes (NaN in its row where the host cannot read labels), a class axis of
        another length, smoothing outside [0, 1]. TypeError: dtype or library of an array.

    >>> import numpy as np, unilosses
    >>> unilosses.smooth_labels(np.asarray([1]), 0.5, num_classes=4).tolist()
    [[0.125, 0.625, 0.125, 0.125]]
    """
    this = "smooth_labels"
    library = library_of(labels, "labels")
    xp = library.xp
    classes = hyper_parameter(this, "num_classes", num_classes, WholeNumber(1))
    place = hyper_parameter(this, "axis", axis, AXIS)
    precision = library.floating(labels.dtype)
    indices = precision is None and xp.isdtype(labels.dtype, "integral")
    if precision is None and not indices:
        raise TypeError(
            f"{this}: labels have dtype {labels.dtype}; expected integers, or floating-point coefficients: "
            f"convert them first"
        )
    ndim = labels.ndim + indices
    if not -ndim <= place < ndim:
        raise ValueError(f"{this}: axis {place} is out of range for coefficients of {ndim} axes")
    share = hyper_parameter(this, "smoothing", smoothing, kind_of(UNIT))
    dtype = default_float(xp) if precision is None else precision.computed
    if not isinstance(share, float):
        share = same_library(share, "smoothing", xp, labels, "labels")
        if not library.is_real(share.dtype) or share.ndim:
            raise TypeError(
                f"{this}: smoothing has dtype {share.dtype} and shape {tuple(share.shape)}; expected a real number"
            )
        share = xp.astype(share, dtype)
        valid = held(library, this, "smoothing", share, UNIT)
        share = share if valid is None else xp.where(valid, share, float("nan"))
    if not indices:
        if labels.shape[place] != classes:
            raise ValueError(
                f"{this}: labels have shape {tuple(labels.shape)}; expected {classes} classes along axis {place}"
            )
        smoothed = xp.astype(labels, dtype) * (1.0 - share) + share / classes
        return xp.astype(smoothed, labels.dtype)
    labels = xp.astype(labels, index_dtype(xp))
    read = validation.label_range(xp, library.backend, labels, classes, None, "labels")
    names = xp.arange(classes, dtype=labels.dtype, device=device_of(xp, labels))
    hot = xp.astype(names == labels[..., None], dtype) * (1.0 - share) + share / classes
    if not read:
        inside = (labels >= 0) & (labels < classes)
        hot = xp.where(inside[..., None], hot, float("nan"))
    return xp.moveaxis(hot, -1, place)
