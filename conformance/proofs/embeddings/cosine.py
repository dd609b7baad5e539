"""Losses of the cosine of two vectors. A zero vector has cosine 0 and gradient 0.

Each term of the dot product of the unit vectors is rounded, so the unit of the cosine is sum_j |u_j v_j| ("mass"),
which is at most 1, and not the cosine itself.
"""

import numpy as np
from mpmath import mp, mpf

import unilosses as u

from ..case import case, cast, generator, nonempty, step, thin, wide
from ..comparison import compare
from ..numbers import Draw, U, V
from ..oracle import Oracle, largest

# Where cos - target vanishes, (cos - target)^2 is left with the square of the rounding error of the cosine. This
# share of the squared terms is far above that square in float32 and far below anything visible elsewhere.
_ERROR_SQUARED = mpf(2) ** -18


def _norm(a):
    return mp.sqrt(mp.fsum(v * v for v in a))


def _cosine(a, b):
    """(cosine, mass, unit vectors, norms); None for the unit vectors where one of the two is zero."""
    norm_a, norm_b = _norm(a), _norm(b)
    if norm_a == 0 or norm_b == 0:
        return mpf(0), mpf(0), None, None
    u, v = [x / norm_a for x in a], [x / norm_b for x in b]
    products = [x * y for x, y in zip(u, v, strict=True)]
    return mp.fsum(products), mp.fsum(products, absolute=True), (u, v), (norm_a, norm_b)


def _cosine_gradients(a, b):
    """(d cos / d a, d cos / d b), each a list of (value, size of the terms); d cos / d a = (v - cos u) / |a|."""
    cos, mass, units, norms = _cosine(a, b)
    if units is None:
        zeros = [(mpf(0), mpf(0))] * len(a)
        return zeros, zeros
    (u, v), (norm_a, norm_b) = units, norms

    def one(own, other, norm):
        pairs = [(y - cos * x, y, mass * x) for x, y in zip(own, other, strict=True)]
        return [(terms[0] / norm, largest(*terms) / norm) for terms in pairs]

    return one(u, v, norm_a), one(v, u, norm_b)


def _cosine_distance(pred, target):
    cos, *_ = _cosine(pred, target)
    return 1 - cos, largest(1, 1 - cos)


def _cosine_distance_gradient(pred, target):
    by_pred, by_target = _cosine_gradients(pred, target)
    gradient = [-g for g, _ in by_pred], [-g for g, _ in by_target]
    return gradient, ([s for _, s in by_pred], [s for _, s in by_target])


def _cosine_regression(anchor, other, target):
    cos, _, units, _ = _cosine(anchor, other)
    miss = cos - target
    if units is None:
        return miss * miss, miss * miss
    size = largest(1, target)
    return miss * miss, largest(miss * miss, 2 * miss * size, _ERROR_SQUARED * size**2)


def _cosine_regression_gradient(anchor, other, target):
    cos, _, units, _ = _cosine(anchor, other)
    miss, size = cos - target, largest(1, target)
    gradients, scales = [], []
    for pairs in _cosine_gradients(anchor, other):
        gradients.append([2 * miss * g for g, _ in pairs])
        scales.append([2 * largest(miss * g, size * g, miss * s, _ERROR_SQUARED * size * s) for g, s in pairs])
    target_scale = abs(2 * miss) if units is None else 2 * largest(miss, size)
    return (*gradients, -2 * miss), (*scales, target_scale)


ORACLES = {
    "cosine_distance": Oracle("rowwise", _cosine_distance, _cosine_distance_gradient),
    "cosine_regression": Oracle("rowwise", _cosine_regression, _cosine_regression_gradient),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Pairs of vectors: parallel to the last step, opposite, orthogonal, zero, and of extreme norms.


SIZES = {1: 4, 2: 30, 3: 30, 10: 16, 101: 4, 1000: 1}

TARGETS = (-1.0, 0.0, 0.5, 1.0)


def _near_parallel(rng, dtype, sign):
    """b = sign * 2^k a with some components a few steps off."""
    rows, n = thin(24, dtype), 3
    a = cast(rng.normal(0, 3, (rows, n)), dtype).astype(float)
    b = sign * a * np.exp2(rng.integers(-3, 4, (rows, 1)))
    off = [step(float(v), dtype, int(rng.integers(-2, 3))) for v in b.ravel()]
    return a, np.where(rng.uniform(size=b.shape) < 0.5, np.array(off).reshape(b.shape), b)


def _nearly(rng, dtype, size):
    """Angles of about `size`."""
    rows = thin(12, dtype)
    a = rng.normal(0, 3, (rows, 4))
    return a, a * (1 + size * rng.normal(0, 1, a.shape))


def _extreme_norms(rng, dtype):
    """Norms of 1e-19 .. 1e19 in single precision, in all combinations."""
    w = {"float32": 19.0, "bfloat16": 19.0}.get(dtype, wide(dtype))
    if dtype == "float16":
        w = 1.5
    norms = 10.0 ** np.array([-w, -w / 2, 0.0, w / 2, w])
    rows_a, rows_b = (g.ravel() for g in np.meshgrid(norms, norms))
    # Components of 0.5 .. 1.5 keep every product of two of them well above the subnormals.
    draw = rng.uniform(0.5, 1.5, (2, rows_a.size, 2)) * rng.choice([-1.0, 1.0], (2, rows_a.size, 2))
    return draw[0] * rows_a[:, None], draw[1] * rows_b[:, None]


def _orthogonal():
    a = np.array([[1.0, 1.0], [3.0, 4.0], [1.0, 0.0], [0.5, 0.25]])
    b = np.array([[1.0, -1.0], [-4.0, 3.0], [0.0, -2.0], [-0.5, 1.0]])
    return a, b


def _zeros():
    a = np.array([[0.0, 0.0], [0.0, 0.0], [1.0, 2.0], [-0.0, 0.0]])
    b = np.array([[1.0, 2.0], [0.0, 0.0], [0.0, 0.0], [3.0, -1.0]])
    return a, b


def _mixed_scales(rng, dtype):
    """Components of very different size in one vector."""
    w = wide(dtype) / 2
    shape = (thin(20, dtype), 4)
    return [rng.normal(0, 1, shape) * 10.0 ** rng.uniform(-w, w, shape) for _ in range(2)]


def _pairs(name, dtype):
    """(id, a, b, note)"""
    rng = generator(name)
    for classes, rows in SIZES.items():
        n = thin(rows, dtype)
        yield f"ordinary-{classes}", rng.normal(0, 3, (n, classes)), rng.normal(0, 3, (n, classes)), "N(0, 3)"
    yield "near_parallel", *_near_parallel(rng, dtype, 1.0), "some components a few steps off"
    yield "near_opposite", *_near_parallel(rng, dtype, -1.0), "some components a few steps off"
    for size in (1e-1, 1e-2, 1e-4, 1e-6):
        yield f"angle={size:g}", *_nearly(rng, dtype, size), "small angles"
    a = rng.normal(0, 3, (thin(9, dtype), 3))
    yield "parallel", a, 2 * a, "exactly parallel"
    yield "opposite", a, -4 * a, "exactly opposite"
    yield "identical", a, a, "the same vector"
    yield "orthogonal", *_orthogonal(), "cosine 0"
    yield "zeros", *_zeros(), "zero vectors: cosine 0, gradient 0"
    yield "extreme_norms", *_extreme_norms(rng, dtype), "squares over- and underflow"
    yield "mixed_scales", *_mixed_scales(rng, dtype), "components of very different size"


def cosine_distance(dtype):
    return nonempty(case(tag, dtype, (a, b), note) for tag, a, b, note in _pairs("cosine_distance", dtype))


def cosine_regression(dtype):
    rng = generator("cosine_regression", "targets")
    cases = []
    for tag, a, b, note in _pairs("cosine_regression", dtype):
        targets = [np.resize(TARGETS, len(a)), cast(rng.uniform(-1, 1, len(a)), dtype).astype(float)]
        for kind, t in zip(("ends", "drawn"), targets, strict=True):
            t = np.where(np.abs(t) < 1e-2, 0.0, t)
            cases.append(case(f"{tag}-{kind}", dtype, (a, b, t), note))
    return cases


INPUTS = {f.__name__: f for f in (cosine_distance, cosine_regression)}


# --- known numbers ----------------------------------------------------------------------------------------------------

_random = Draw(23)

_normal = _random.normal

POINTS = {
    "cosine_distance": [((_normal(4), _normal(4)), {}), (([1e19, 2e19], [1.0, 2.0001]), {})],
    "cosine_regression": [((_normal(4), _normal(4), t), {}) for t in (-1.0, 0.25, 1.0)]
    + [(([1e19, 2e19], [1e-19, 2.1e-19], 1.0), {})],
}

NUMBERS = {
    "cosine_distance": [((U, V), {}, 1 / 25)],
    "cosine_regression": [((U, V, 0.5), {}, 0.46**2)],
}

LIMITS = {
    "cosine_distance": [
        (([0.0, 0.0], [1.0, 2.0]), {}, 1),
        (([3e-19, 4e-19], [3e19, 4e19]), {}, None),
    ],
    "cosine_regression": [
        (([0.0, 0.0], [1.0, 2.0], 0.5), {}, 0.25),
    ],
}

GRADIENT_LIMITS = {
    "cosine_distance": [
        (([0.0, 0.0], [1.0, 2.0]), {}, ([0, 0], [0, 0])),
    ],
    "cosine_regression": [
        (([0.0, 0.0], [1.0, 2.0], 0.5), {}, ([0, 0], [0, 0], 1)),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------

COMPARISONS = [
    compare(
        "cosine_distance",
        "optax",
        "cosine_distance",
        lambda f, d: f(d.anchor, d.other),
        lambda d: u.cosine_distance(d.anchor, d.other, reduction="none"),
    ),
    compare(
        "cosine_distance",
        "keras",
        "cosine_similarity",
        lambda f, d: f(d.other, d.anchor),
        lambda d: u.cosine_distance(d.anchor, d.other, reduction="none") - 1.0,
    ),
]
