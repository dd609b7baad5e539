"""Losses of triplets: an anchor is to be nearer to its positive than to its negative."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ... import numerics as num
from ...decorator import loss
from ...definition.kinds import NONNEGATIVE, REAL, Domain, Flag, Function, Interval
from ...numerics.distances import Distance
from ...typing import Array, Namespace, Scalar

DEGREE = Interval(1.0)


class _Gap:
    """margin + d(anchor, positive) - d(anchor, negative), from the distances of `_pairs`."""

    def __init__(self, xp: Namespace, lengths: Sequence[Array], margin: Scalar) -> None:
        near, far, *between = lengths
        # `share` is how much of the farther distance is d(anchor, negative), the rest being d(positive, negative).
        self.xp, self.share = xp, xp.ones_like(far)
        for other in between:
            self.share = xp.where(other < far, 0.0, xp.where(other == far, 0.5, self.share))
            far = xp.where(other < far, other, far)
        self.z = (near - far) + margin

    def value(self, soft: bool) -> Array:
        return num.softplus_pair(self.xp, self.z)[0] if soft else num.relu(self.xp, self.z)

    def gradients(self, soft: bool, slopes: Sequence[tuple[Array, Array]]) -> tuple[Array, Array, Array]:
        """The derivatives by anchor, positive and negative, from those of the distances by their two vectors."""
        a, _, s = num.sigmoid_parts(self.xp, self.z)
        active = (a / s if soft else num.heaviside(self.xp, self.z))[..., None]
        share = self.share[..., None]
        near, far, *between = slopes
        by_anchor = active * near[0] - active * share * far[0]
        by_positive, by_negative = active * near[1], -active * share * far[1]
        for of_positive, of_negative in between:
            rest = active * (1.0 - share)
            by_positive, by_negative = by_positive - rest * of_positive, by_negative - rest * of_negative
        return by_anchor, by_positive, by_negative


def _pairs(anchor: Array, positive: Array, negative: Array, swap: bool) -> list[tuple[Array, Array]]:
    """Anchor and positive, anchor and negative, and, to be swapped with those, positive and negative."""
    return [(anchor, positive), (anchor, negative)] + ([(positive, negative)] if swap else [])


@loss(
    Domain(
        anchor=REAL,
        positive=REAL,
        negative=REAL,
        margin=NONNEGATIVE,
        p=DEGREE,
        eps=NONNEGATIVE,
        swap=Flag(),
        soft=Flag(),
    ),
    event_ndim=1,
)
def triplet_margin(
    xp: Namespace,
    anchor: Array,
    positive: Array,
    negative: Array,
    *,
    margin: Scalar = 1.0,
    p: Scalar = 2.0,
    eps: Scalar = 0.0,
    swap: bool = False,
    soft: bool = False,
) -> Array:
    """Triplet loss: an anchor is to be nearer to a positive than to a negative, by a margin.

    Formula
        max(0, margin + d(anchor, positive) - d(anchor, negative)), with d(u, v) = (sum_i |u_i - v_i + eps|^p)^(1/p)
        swap=True: min(d(anchor, negative), d(positive, negative)) for d(anchor, negative)
        soft=True: log(1 + e^z) for max(0, z)
    Shapes
        anchor, positive, negative: the same shape, with the vectors along `axis`. The unreduced loss has the shape
        without the axis.
    Domain
        Real vectors. margin >= 0, in the units of the distance. p >= 1, the degree of the norm; float("inf") is the
        largest difference. eps >= 0 is added to each difference, as PyTorch does with 1e-6; 0 is the exact distance.
    Subgradient
        0 where the margin is just kept. The distance of equal vectors has slope 0; so has, for p = 1, each component
        that is equal. Ties (p = inf; equal distances with swap) share equally.
    See also
        triplet_margin_with_distance, contrastive, circle
    Example
        >>> import numpy as np, unilosses
        >>> anchor, positive, negative = np.zeros((1, 2)), np.asarray([[3.0, 4.0]]), np.asarray([[0.0, 5.5]])
        >>> float(unilosses.triplet_margin(anchor, positive, negative))
        0.5

    Source
        Balntas et al., Learning local feature descriptors with triplets and shallow convolutional neural networks,
        BMVC 2016, sections 2.1 and 2.2 (swap); soft with margin=0: Hermans, Beyer and Leibe, In defense of the triplet
        loss for person re-identification, 2017. optax and MLX add eps to the sum of the powers: their distance of
        equal vectors is eps^(1/p), 1e-3 by default.
    """
    distances = [Distance(xp, x, y, p, eps) for x, y in _pairs(anchor, positive, negative, swap)]
    return _Gap(xp, [d.length() for d in distances], margin).value(soft)


@triplet_margin.partials
def _(
    xp: Namespace,
    anchor: Array,
    positive: Array,
    negative: Array,
    *,
    margin: Scalar,
    p: Scalar,
    eps: Scalar,
    swap: bool,
    soft: bool,
) -> tuple[Array, Array, Array]:
    distances = [Distance(xp, x, y, p, eps) for x, y in _pairs(anchor, positive, negative, swap)]
    gap = _Gap(xp, [d.length() for d in distances], margin)
    return gap.gradients(soft, [d.slopes() for d in distances])


@loss(
    Domain(
        anchor=REAL,
        positive=REAL,
        negative=REAL,
        distance_function=Function(optional=True),
        margin=NONNEGATIVE,
        swap=Flag(),
        soft=Flag(),
    ),
    event_ndim=1,
)
def triplet_margin_with_distance(
    xp: Namespace,
    anchor: Array,
    positive: Array,
    negative: Array,
    *,
    distance_function: Callable[[Array, Array], Array] | None = None,
    margin: Scalar = 1.0,
    swap: bool = False,
    soft: bool = False,
) -> Array:
    """Triplet loss with a distance of your own.

    Formula
        max(0, margin + d(anchor, positive) - d(anchor, negative)), with d = distance_function
        swap=True: min(d(anchor, negative), d(positive, negative)) for d(anchor, negative)
        soft=True: log(1 + e^z) for max(0, z)
    Shapes
        anchor, positive, negative: the same shape, with the vectors along `axis`. The unreduced loss has the shape
        without the axis.
    Domain
        Real vectors. distance_function: None for the Euclidean distance; a loss of two vectors from this library
        (unilosses.cosine_distance, or an object such as unilosses.CosineDistance()), whose gradient is used; or any
        function of two arrays (..., D) that returns their distances (...), written in the arrays' own library, which
        also differentiates it (NumPy gives the value alone). margin >= 0, in the units of the distance.
    Subgradient
        0 where the margin is just kept. Equal distances (swap) share equally. The Euclidean distance of equal vectors
        has slope 0; a function of your own has the slope that its library gives it.
    Errors
        ValueError: the function's result is not one number per row.
    See also
        triplet_margin, cosine_distance
    Example
        >>> import numpy as np, unilosses
        >>> anchor, positive, negative = np.asarray([[1.0, 0.0]]), np.asarray([[3.0, 4.0]]), np.asarray([[4.0, -3.0]])
        >>> distance = unilosses.cosine_distance
        >>> loss = unilosses.triplet_margin_with_distance(anchor, positive, negative, distance_function=distance)
        >>> round(float(loss), 12)
        1.2

    Source
        Balntas et al., Learning local feature descriptors with triplets and shallow convolutional neural networks,
        BMVC 2016, sections 2.1 and 2.2.
    """
    lengths = [_length(xp, distance_function, x, y) for x, y in _pairs(anchor, positive, negative, swap)]
    return _Gap(xp, lengths, margin).value(soft)


@triplet_margin_with_distance.partials
def _(
    xp: Namespace,
    anchor: Array,
    positive: Array,
    negative: Array,
    *,
    distance_function: Callable[[Array, Array], Array] | None,
    margin: Scalar,
    swap: bool,
    soft: bool,
) -> tuple[Array | None, Array | None, Array | None]:
    pairs = _pairs(anchor, positive, negative, swap)
    slopes = [_slopes(xp, distance_function, x, y) for x, y in pairs]
    if any(by is None for both in slopes for by in both):
        return None, None, None
    gap = _Gap(xp, [_length(xp, distance_function, x, y) for x, y in pairs], margin)
    return gap.gradients(soft, slopes)


def _length(xp: Namespace, function: Any, x: Array, y: Array) -> Array:
    """The distance of each row."""
    if function is None:
        return Distance(xp, x, y).length()
    if hasattr(function, "spec"):
        spec, params = _own_loss(function)
        return spec.kernel(xp, x, y, **params)
    found = function(x, y)
    if tuple(getattr(found, "shape", ())) != tuple(x.shape[:-1]):
        raise ValueError(
            f"distance_function returned {getattr(found, 'shape', found)!r} for rows of shape {tuple(x.shape)}; "
            f"expected one distance for each row, {tuple(x.shape[:-1])}"
        )
    return found


def _slopes(xp: Namespace, function: Any, x: Array, y: Array) -> tuple[Any, Any]:
    """The derivatives of the distance of each row by its two vectors; None where they are not known."""
    if function is None:
        return Distance(xp, x, y).slopes()
    if not hasattr(function, "spec"):
        return None, None
    spec, params = _own_loss(function)
    if spec.rule.partials is None:
        return None, None
    by_x, by_y = spec.rule.partials(xp, x, y, **params)
    return by_x, by_y


def _own_loss(function: Any) -> tuple[Any, dict[str, Any]]:
    """A loss of this library as a distance: its definition, and the parameters of its kernel."""
    spec = function.spec
    if spec.event_ndim != 1 or len(spec.arrays) != 2 or spec.has_labels or spec.kernel_params != spec.params:
        raise ValueError(f"distance_function: {spec.name} is no distance of two vectors")
    given = getattr(function, "params", None)
    return spec, given if isinstance(given, dict) else spec.params
