"""Losses of triplets, from their definitions."""

from math import exp, inf, log1p, sqrt

import numpy as np
from mpmath import mp, mpf

import unilosses as u

from ..case import case, generator, nonempty, thin, wide
from ..comparison import compare
from ..numbers import Draw, U
from ..oracle import Oracle, largest, sigmoid, sign, softplus
from .cosine import _cosine, _cosine_gradients

# So close to the kink (relative to the largest distance), the rounding of the distances decides on which side one is.
_NEAR = mpf(2) ** -18


def _distance(x, y, p, eps):
    difference = [a - b + eps for a, b in zip(x, y, strict=True)]
    sizes = [abs(d) for d in difference]
    if p == mp.inf:
        return difference, max(sizes)
    return difference, mp.fsum(s**p for s in sizes) ** (1 / mpf(p))


def _slope(x, y, p, eps):
    """The derivative of the distance by x, each with the size of its terms."""
    difference, length = _distance(x, y, p, eps)
    if length == 0:
        return [(mpf(0), mpf(0))] * len(x)
    found = []
    ties = sum(abs(d) == length for d in difference)
    for a, b, d in zip(x, y, difference, strict=True):
        g = sign(d) * (abs(d) / length) ** (p - 1) if p != mp.inf else mpf(abs(d) == length) * sign(d) / ties
        if p == 1:
            g = sign(d)
        lost = (p - 1) * abs(g) * (abs(a - b) + eps) / abs(d) if d and p != mp.inf and eps else mpf(0)
        found.append((g, largest(g, lost)))
    return found


def _gap(near, far, between, margin):
    """(z, size of its terms, share of the farther distance that is that of anchor and negative)"""
    share = mpf(1) if between is None or far < between else mpf(0) if between < far else mpf("0.5")
    farther = far if between is None else min(far, between)
    return margin + near - farther, largest(margin, near, farther), share


def _loss(z, size, soft):
    if soft:
        value = softplus(z)
        return value, largest(value, sigmoid(z) * size)
    return max(z, mpf(0)), largest(z, size) if z > -_NEAR * size else mpf(0)


def _gradients(z, size, share, soft, slopes):
    """By anchor, positive and negative, from the slopes (by both vectors) of the three distances."""
    active = sigmoid(z) if soft else mpf(z > 0)
    loose = 1 + sigmoid(-z) * size if soft else mpf(1)
    near, far, between = slopes
    factors = {"near": active, "far": -active * share, "between": -active * (1 - share)}

    def combined(*terms):
        rows = [[(factors[name] * g, abs(factors[name]) * largest(loose * g, s)) for g, s in by] for name, by in terms]
        gradient = [mp.fsum(g for g, _ in column) for column in zip(*rows, strict=True)]
        scale = [mp.fsum(s for _, s in column) for column in zip(*rows, strict=True)]
        return gradient, scale

    rest = between or (near[0],) * 2  # its factor is 0
    found = [
        combined(("near", near[0]), ("far", far[0])),
        combined(("near", near[1]), ("between", rest[0])),
        combined(("far", far[1]), ("between", rest[1])),
    ]
    return tuple(g for g, _ in found), tuple(s for _, s in found)


def _both(pairs):
    return pairs, [(-g, s) for g, s in pairs]


def _triplet_margin(anchor, positive, negative, margin=1, p=2, eps=0, swap=False, soft=False):
    lengths = [_distance(x, y, p, eps)[1] for x, y in _pairs(anchor, positive, negative)]
    z, size, _ = _gap(lengths[0], lengths[1], lengths[2] if swap else None, margin)
    return _loss(z, size, soft)


def _triplet_margin_gradient(anchor, positive, negative, margin=1, p=2, eps=0, swap=False, soft=False):
    pairs = _pairs(anchor, positive, negative)
    lengths = [_distance(x, y, p, eps)[1] for x, y in pairs]
    z, size, share = _gap(lengths[0], lengths[1], lengths[2] if swap else None, margin)
    slopes = [_both(_slope(x, y, p, eps)) for x, y in pairs]
    return _gradients(z, size, share, soft, (slopes[0], slopes[1], slopes[2] if swap else None))


def _pairs(anchor, positive, negative):
    return (anchor, positive), (anchor, negative), (positive, negative)


def _named(function):
    """Length and slopes of the distances that the cases use: the Euclidean one, and the cosine distance."""
    if function is None:
        return lambda x, y: _distance(x, y, 2, 0)[1], lambda x, y: _both(_slope(x, y, 2, 0))

    def slopes(x, y):
        by_x, by_y = _cosine_gradients(x, y)
        return [(-g, s) for g, s in by_x], [(-g, s) for g, s in by_y]

    return lambda x, y: 1 - _cosine(x, y)[0], slopes


def _with_distance(anchor, positive, negative, distance_function=None, margin=1, swap=False, soft=False):
    length, _ = _named(distance_function)
    lengths = [length(x, y) for x, y in _pairs(anchor, positive, negative)]
    z, size, _ = _gap(lengths[0], lengths[1], lengths[2] if swap else None, margin)
    return _loss(z, size if distance_function is None else largest(1, size), soft)


def _with_distance_gradient(anchor, positive, negative, distance_function=None, margin=1, swap=False, soft=False):
    length, slopes = _named(distance_function)
    pairs = _pairs(anchor, positive, negative)
    lengths = [length(x, y) for x, y in pairs]
    z, size, share = _gap(lengths[0], lengths[1], lengths[2] if swap else None, margin)
    size = size if distance_function is None else largest(1, size)
    found = [slopes(x, y) for x, y in pairs]
    return _gradients(z, size, share, soft, (found[0], found[1], found[2] if swap else None))


ORACLES = {
    "triplet_margin": Oracle("rowwise", _triplet_margin, _triplet_margin_gradient),
    "triplet_margin_with_distance": Oracle("rowwise", _with_distance, _with_distance_gradient),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Triplets: ordinary, with equal vectors, at the margin, with tied distances, of all degrees and extreme norms.


SIZES = {1: 6, 2: 24, 3: 24, 10: 12, 101: 4}

SETTINGS = (
    {},
    {"swap": True},
    {"soft": True},
    {"soft": True, "swap": True, "margin": 0.0},
    {"p": 1.0},
    {"p": 1.5},
    {"p": 3.0, "swap": True},
    {"p": float("inf")},
    {"p": 10.0},
    {"margin": 0.25, "eps": 0.125},
    {"p": 1.0, "eps": 0.125, "soft": True},
)


def _name(params):
    return ",".join(f"{k}={getattr(v, '__name__', v)}" for k, v in params.items()) or "default"


def _kinks():
    """At the margin 1, beyond it, within it; equal vectors; ties of the two farther distances, and of components."""
    zero = [0.0, 0.0]
    rows = [
        (zero, [3.0, 4.0], [6.0, 0.0]),
        (zero, [3.0, 4.0], [0.0, 6.5]),
        (zero, [3.0, 4.0], [5.5, 0.0]),
        (zero, zero, [1.0, 0.0]),
        (zero, zero, zero),
        ([1.0, 2.0], [1.0, 2.0], [1.5, 2.0]),
        ([1.0, 2.0], [2.0, 3.0], [1.0, 2.0]),
        (zero, [6.0, 0.0], [3.0, 4.0]),
        (zero, [2.0, 2.0], [-1.0, 1.0]),
        (zero, [8.0, 0.0], [4.0, 0.0]),
    ]
    return tuple(np.array(column) for column in zip(*rows, strict=True))


def _drawn(rng, dtype, size, rows):
    """The negative as far as the positive, about, so that half of the triplets cost something."""
    anchor, positive, negative = (rng.normal(0, 1, (thin(rows, dtype), size)) for _ in range(3))
    return anchor, positive, negative


def _hard(rng, dtype):
    """Positive and negative nearly the same."""
    anchor, positive, _ = _drawn(rng, dtype, 3, 12)
    return anchor, positive, positive * (1 + 2.0**-6 * rng.integers(-2, 3, positive.shape))


def _triplets(name, dtype, settings, kinks=True):
    rng = generator(name)
    for i, params in enumerate(settings):
        for size, rows in SIZES.items():
            if i == 0 or size in (3, 10):
                drawn = _drawn(rng, dtype, size, rows)
                yield case(f"ordinary-{size}-{_name(params)}", dtype, drawn, "N(0, 1)", **params)
        yield case(f"hard-{_name(params)}", dtype, _hard(rng, dtype), "nearly tied", **params)
        if kinks and "eps" not in params:
            yield case(f"kinks-{_name(params)}", dtype, _kinks(), "exact kinks and ties", **params)
        if dtype != "float16" and not params.get("soft"):
            w = 1.8 * wide(dtype)
            for decades in (-w, w) if params.get("p", 2.0) == 2.0 and "eps" not in params else ():
                data = tuple(x * 10.0**decades for x in _drawn(rng, dtype, 3, 6))
                yield case(f"scale-{decades:g}-{_name(params)}", dtype, data, "squares over- or underflow", **params)


def triplet_margin(dtype):
    return nonempty(_triplets("triplet_margin", dtype, SETTINGS))


def triplet_margin_with_distance(dtype):
    cosine = u.cosine_distance
    euclidean = nonempty(_triplets("euclidean", dtype, ({}, {"swap": True}, {"soft": True})))
    settings = ({"margin": 0.25}, {"swap": True, "soft": True})
    by_cosine = tuple({"distance_function": cosine, **s} for s in settings)
    return euclidean + nonempty(_triplets("cosine", dtype, by_cosine, kinks=False))


INPUTS = {f.__name__: f for f in (triplet_margin, triplet_margin_with_distance)}


# --- known numbers ----------------------------------------------------------------------------------------------------

_random = Draw(23)

_normal = _random.normal

# far apart, and nearer to each other than the margins below
_FAR = (_normal(4), _normal(4), _normal(4))

_CLOSE = ([0.3, 1.0, -2.0], [0.5, 1.25, -2.125], [0.25, 1.5, -1.75])

# anchor, positive, negative: the positive is nearer to the negative than the anchor is
_SWAPPED = ([0.3, 1.0, -2.0], [0.5, 1.25, -1.5], [0.8, 1.5625, -1.375])

_OPTIONS = ({}, {"swap": True}, {"soft": True}, {"swap": True, "soft": True})

POINTS = {
    "triplet_margin": [
        (vectors, {"p": p, "eps": eps, "margin": 0.5, **options})
        for vectors in (_CLOSE, _SWAPPED)
        for p, eps in ((2.0, 0.0), (1.0, 0.0), (1.5, 1e-6), (3.0, 0.0), (float("inf"), 1e-6))
        for options in _OPTIONS
    ]
    + [((_FAR[0], [*_FAR[0][:3], 9.0], [20.0] * 4), {}), (_FAR, {"soft": True, "margin": 0.0})],
    "triplet_margin_with_distance": [
        (vectors, {"distance_function": function, "margin": 0.5, **options})
        for vectors in (_CLOSE, _SWAPPED)
        for function in (None, u.cosine_distance)
        for options in _OPTIONS
    ]
    + [((_FAR[0], [*_FAR[0][:3], 9.0], [20.0] * 4), {})],
}

NUMBERS = {
    "triplet_margin": [
        (([0.0, 0.0], U, [0.0, 5.5]), params, value)
        for params, value in (
            ({}, 1 / 2),
            ({"soft": True}, log1p(exp(0.5))),
            ({"swap": True}, 6 - sqrt(11.25)),
            ({"p": 1.0}, 5 / 2),
            ({"p": 1.0, "eps": 0.25}, 2),
            ({"p": inf, "margin": 2.0}, 1 / 2),
            ({"p": 3.0, "margin": 2.0}, 91 ** (1 / 3) - 3.5),
        )
    ],
    "triplet_margin_with_distance": [
        (([0.0, 0.0], U, [0.0, 5.5]), {"swap": True}, 6 - sqrt(11.25)),
        (([1.0, 0.0], U, [4.0, -3.0]), {"distance_function": u.cosine_distance}, 1.2),
    ],
}

LIMITS = {
    "triplet_margin": [
        (([1.0, 2.0], [1.0, 2.0], [1.0, 2.0]), {}, 1),
    ],
}

GRADIENT_LIMITS = {
    "triplet_margin": [
        (([1.0, 2.0], [1.0, 2.0], [1.0, 2.0]), {}, ([0, 0], [0, 0], [0, 0])),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------


def _torch_distance(x, y):
    return np.linalg.norm(x - y + 1e-6, axis=-1)


COMPARISONS = [
    compare(
        "triplet_margin",
        "torch",
        "triplet_margin_loss",
        lambda f, d: f(d.anchor, d.other, d.third),
        lambda d: u.triplet_margin(d.anchor, d.other, d.third, eps=1e-6),
    ),
    compare(
        "triplet_margin",
        "optax",
        "triplet_margin_loss",
        lambda f, d: f(d.anchor, d.other, d.third),
        lambda d: u.triplet_margin(d.anchor, d.other, d.third, reduction="none"),
        "optax adds 1e-6 to each sum of squares, under the root",
    ),
    compare(
        "triplet_margin_with_distance",
        "torch",
        "triplet_margin_with_distance_loss",
        lambda f, d: f(d.anchor, d.other, d.third),
        lambda d: u.triplet_margin_with_distance(d.anchor, d.other, d.third, distance_function=_torch_distance),
    ),
]
