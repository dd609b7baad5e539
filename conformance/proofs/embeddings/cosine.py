"""Losses of the cosine of two vectors. A zero vector has cosine 0 and gradient 0.

Each term of the dot product of the unit vectors is rounded, so the unit of the cosine is sum_j |u_j v_j| ("mass"),
which is at most 1, and not the cosine itself.
"""

from mpmath import mp, mpf

from ...proofs.oracle import Oracle, largest

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
    "cosine_regression": Oracle("rowwise", _cosine_regression, _cosine_regression_gradient),
    "cosine_distance": Oracle("rowwise", _cosine_distance, _cosine_distance_gradient),
}
