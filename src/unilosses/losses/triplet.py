"""Losses of triplets: an anchor is to be nearer to its positive than to its negative."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..core import ops
from ..core.domain import NONNEGATIVE, REAL, Domain, Flag, Function, Interval
from ..core.spec import loss
from ..core.typing import Array, Namespace, Scalar
from ._distance import Distance

DEGREE = Interval(1.0)


class _Gap:
    """margin + d(anchor, positive) - d(anchor, negative), from the distances."""

    def __init__(self, xp: Namespace, near: Array, far: Array, between: Array | None, margin: Scalar) -> None:
        # `share` is how much of the farther distance is d(anchor, negative), the rest being d(positive, negative).
        self.xp = xp
        self.share = xp.ones_like(far)
        if between is not None:
            self.share = xp.where(between < far, 0.0, xp.where(between == far, 0.5, xp.ones_like(far)))
            far = xp.where(between < far, between, far)
        self.z = (near - far) + margin

    def value(self, soft: bool) -> Array:
        return ops.softplus_pair(self.xp, self.z)[0] if soft else ops.relu(self.xp, self.z)

    def slopes(self, soft: bool) -> tuple[Array, Array, Array]:
        """The derivatives by d(anchor, positive), -d(anchor, negative) and -d(positive, negative)."""
        if soft:
            a, _, s = ops.sigmoid_parts(self.xp, self.z)
            active = a / s
        else:
            active = ops.step(self.xp, self.z)
        return active, active * self.share, active * (1.0 - self.share)


@loss(
    Domain(
        anchor=REAL, positive=REAL, negative=REAL, margin=NONNEGATIVE, p=DEGREE, eps=NONNEGATIVE, swap=Flag(),
        soft=Flag(),
    ),
    event_ndim=1,
    peers={
        "torch": "triplet_margin_loss (eps=1e-6)", "optax": "triplet_margin_loss (eps under the root, no |.|)",
        "mlx": "triplet_loss (eps under the root)",
    },
)  # fmt: skip
def triplet_margin(
    xp: Namespace, anchor: Array, positive: Array, negative: Array, *, margin: Scalar = 1.0, p: Scalar = 2.0,
    eps: Scalar = 0.0, swap: bool = False, soft: bool = False,
) -> Array:  # fmt: skip
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
    Errors
        ValueError: the shapes differ, margin < 0, p < 1 or eps < 0. TypeError: dtype or library of an array.
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
    near, far, between = _distances(xp, anchor, positive, negative, p, eps, swap)
    return _Gap(xp, near.length(), far.length(), between and between.length(), margin).value(soft)


@triplet_margin.partials
def _(
    xp: Namespace, anchor: Array, positive: Array, negative: Array, *, margin: Scalar, p: Scalar, eps: Scalar,
    swap: bool, soft: bool,
) -> tuple[Array, Array, Array]:  # fmt: skip
    near, far, between = _distances(xp, anchor, positive, negative, p, eps, swap)
    gap = _Gap(xp, near.length(), far.length(), between and between.length(), margin)
    by_near, by_far, by_between = (g[..., None] for g in gap.slopes(soft))
    to_positive, to_negative = by_near * near.slope(), by_far * far.slope()
    if between is None:
        return to_positive - to_negative, -to_positive, to_negative
    across = by_between * between.slope()
    return to_positive - to_negative, -to_positive - across, to_negative + across


def _distances(
    xp: Namespace, anchor: Array, positive: Array, negative: Array, p: Scalar, eps: Scalar, swap: bool
) -> tuple[Distance, Distance, Distance | None]:
    near, far = Distance(xp, anchor, positive, p, eps), Distance(xp, anchor, negative, p, eps)
    return near, far, Distance(xp, positive, negative, p, eps) if swap else None


@loss(
    Domain(
        anchor=REAL, positive=REAL, negative=REAL, distance_function=Function(optional=True), margin=NONNEGATIVE,
        swap=Flag(), soft=Flag(),
    ),
    event_ndim=1,
    peers={"torch": "triplet_margin_with_distance_loss (eps=1e-6 in its own distance)"},
)  # fmt: skip
def triplet_margin_with_distance(
    xp: Namespace, anchor: Array, positive: Array, negative: Array, *,
    distance_function: Callable[[Array, Array], Array] | None = None, margin: Scalar = 1.0, swap: bool = False,
    soft: bool = False,
) -> Array:  # fmt: skip
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
        ValueError: the shapes differ, margin < 0, or the function's result is not one number per row. TypeError:
        distance_function is no function, or the dtype or library of an array.
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
    near, far = (_length(xp, distance_function, anchor, x) for x in (positive, negative))
    between = _length(xp, distance_function, positive, negative) if swap else None
    return _Gap(xp, near, far, between, margin).value(soft)


@triplet_margin_with_distance.partials
def _(
    xp: Namespace, anchor: Array, positive: Array, negative: Array, *,
    distance_function: Callable[[Array, Array], Array] | None, margin: Scalar, swap: bool, soft: bool,
) -> tuple[Array | None, Array | None, Array | None]:  # fmt: skip
    pairs = [(anchor, positive), (anchor, negative)] + ([(positive, negative)] if swap else [])
    slopes = [_slopes(xp, distance_function, *pair) for pair in pairs]
    if any(by is None for both in slopes for by in both):
        return None, None, None
    near, far, *between = (_length(xp, distance_function, *pair) for pair in pairs)
    gap = _Gap(xp, near, far, between[0] if between else None, margin)
    by_near, by_far, by_between = (g[..., None] for g in gap.slopes(soft))
    by_anchor = by_near * slopes[0][0] - by_far * slopes[1][0]
    by_positive, by_negative = by_near * slopes[0][1], -(by_far * slopes[1][1])
    if swap:
        by_positive = by_positive - by_between * slopes[2][0]
        by_negative = by_negative - by_between * slopes[2][1]
    return by_anchor, by_positive, by_negative


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
        unit = Distance(xp, x, y).slope()
        return unit, -unit
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
