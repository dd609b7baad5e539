"""Losses of two views of a batch, from their definitions: one batch (N rows of D features) is one row here.

A feature less its mean is as exact as its own size and the mean of the feature's sizes ("spread") are.
"""

import numpy as np
from mpmath import mp, mpf

from ..case import HALF, case, generator, nonempty, wide
from ..numbers import Draw
from ..oracle import Oracle, largest

# As for cosines: what a squared correlation that vanishes keeps of the square of its rounding error.
_ERROR_SQUARED = mpf(2) ** -18


def _turned(rows):
    return [list(column) for column in zip(*rows, strict=True)]


def _centered(view):
    """Feature by feature: the samples less their mean."""
    found = []
    for feature in _turned(view):
        mean = mp.fsum(feature) / len(feature)
        found.append([v - mean for v in feature])
    return found


def _sizes(feature):
    spread = mp.fsum(feature, absolute=True) / len(feature)
    return [abs(v) + spread for v in feature]


def _dot(x, y):
    return mp.fsum(a * b for a, b in zip(x, y, strict=True))


def _mass(x, y):
    return mp.fsum((a * b for a, b in zip(x, y, strict=True)), absolute=True)


def _correlations(first, second, ddof):
    """Unit vectors and norms of the features of both views, the correlations times `share`, and `share`."""
    sides = [_centered(first), _centered(second)]
    norms = [[mp.sqrt(_dot(f, f)) for f in side] for side in sides]
    units = [
        [[v / n if n else mpf(0) for v in f] for f, n in zip(side, norm, strict=True)]
        for side, norm in zip(sides, norms, strict=True)
    ]
    share = mpf(max(len(first) - int(ddof), 0)) / len(first)
    return units, norms, share


def _squared(value, size):
    return largest(value**2, 2 * value * size, _ERROR_SQUARED * size**2)


def _barlow_twins(first, second, off_diagonal_weight="0.005", ddof=0):
    weight = mpf(off_diagonal_weight)
    (a, b), _, share = _correlations(first, second, ddof)
    value, scale = [], []
    for i, u in enumerate(a):
        for j, v in enumerate(b):
            c = share * _dot(u, v)
            value.append((1 - c) ** 2 if i == j else weight * c**2)
            scale.append(_squared(1 - c, mpf(1)) if i == j else weight * _squared(c, share * _mass(u, v)))
    return mp.fsum(value), mp.fsum(scale)


def _barlow_twins_gradient(first, second, off_diagonal_weight="0.005", ddof=0):
    weight = mpf(off_diagonal_weight)
    (a, b), norms, share = _correlations(first, second, ddof)

    def by(own, other, norm):
        gradient, scale = [], []
        for i, u in enumerate(own):
            g, s = [mpf(0)] * len(u), [mpf(0)] * len(u)
            for j, v in enumerate(other):
                if not norm[i]:
                    continue
                r, mass = _dot(u, v), _mass(u, v)
                slope = -2 * share * (1 - share * r) if i == j else 2 * weight * share**2 * r
                error = 2 * share if i == j else 2 * weight * share**2 * mass
                for k, (p, q, size_p, size_q) in enumerate(zip(u, v, _sizes(u), _sizes(v), strict=True)):
                    g[k] += slope * (q - r * p) / norm[i]
                    s[k] += (error * abs(q - r * p) + abs(slope) * (size_q + mass * size_p)) / norm[i]
            gradient.append(g)
            scale.append(s)
        return _turned(gradient), _turned(scale)

    (g, s), (h, t) = by(a, b, norms[0]), by(b, a, norms[1])
    return (g, h), (s, t)


def _vicreg(first, second, invariance=25, variance=25, covariance=1, eps="1e-4"):
    n, d = len(first), len(first[0])
    apart = mp.fsum((x - y) ** 2 for u, v in zip(first, second, strict=True) for x, y in zip(u, v, strict=True))
    value, scale = [mpf(invariance) * apart / (n * d)], [mpf(invariance) * apart / (n * d)]
    free = max(n - 1, 1)
    for view in (first, second):
        features = _centered(view)
        for i, u in enumerate(features):
            deviation = mp.sqrt(_dot(u, u) / free + mpf(eps))
            if deviation < 1 + _ERROR_SQUARED:
                value.append(mpf(variance) * max(mpf(0), 1 - deviation) / d)
                scale.append(mpf(variance) / d)
            for j, v in enumerate(features):
                if i != j:
                    c = _dot(u, v) / free
                    value.append(mpf(covariance) * c * c / d)
                    scale.append(mpf(covariance) * _squared(c, _mass(u, v) / free) / d)
    return mp.fsum(value), mp.fsum(scale)


def _vicreg_gradient(first, second, invariance=25, variance=25, covariance=1, eps="1e-4"):
    n, d = len(first), len(first[0])
    free = max(n - 1, 1)
    gradients, scales = [], []
    for view, other in ((first, second), (second, first)):
        features = _centered(view)
        gradient, scale = [], []
        for i, u in enumerate(features):
            deviation = mp.sqrt(_dot(u, u) / free + mpf(eps))
            narrow = mpf(variance) / (d * free * deviation) if 0 < deviation < 1 else mpf(0)
            apart = [2 * mpf(invariance) * (view[k][i] - other[k][i]) / (n * d) for k in range(n)]
            g = [x - narrow * v for x, v in zip(apart, u, strict=True)]
            s = [abs(x) + narrow * size for x, size in zip(apart, _sizes(u), strict=True)]
            for j, v in enumerate(features):
                if i != j:
                    factor = 4 * mpf(covariance) / (d * free)
                    c, mass = _dot(u, v) / free, _mass(u, v) / free
                    for k, (q, size) in enumerate(zip(v, _sizes(v), strict=True)):
                        g[k] += factor * c * q
                        s[k] += factor * (mass * abs(q) + abs(c) * size)
            gradient.append(g)
            scale.append(s)
        gradients.append(_turned(gradient))
        scales.append(_turned(scale))
    return tuple(gradients), tuple(scales)


ORACLES = {
    "barlow_twins": Oracle("rowwise", _barlow_twins, _barlow_twins_gradient),
    "vicreg": Oracle("rowwise", _vicreg, _vicreg_gradient),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Two views of a batch: independent, alike, one feature twice, features without spread, with a large mean, few rows.


def _views(name, dtype):
    """(id, first, second, note), each of shape (batches, samples, features)."""
    rng = generator(name)
    shape = (3, 8, 4)
    x = rng.normal(0, 1, shape)
    yield "ordinary", x, rng.normal(0, 1, shape), "independent"
    yield "alike", x, x + 2.0**-4 * rng.normal(0, 1, shape), "nearly learned"
    yield "equal", x, x, "the same view twice"
    yield "opposite", x, -2.0 * x, "negatives of each other"
    twice = np.concatenate([x[..., :2], x[..., :2]], axis=-1)
    yield "redundant", twice, x, "features that repeat"
    flat = x.copy()
    flat[..., 1:3] = [0.5, 0.0]
    yield "flat", flat, x, "features without spread, by which the other view's are matched"
    yield "flat-both", flat, flat, "features without spread in both views"
    yield "offset", x + 16.0, rng.normal(0, 1, shape) - 16.0, "means far from 0"
    yield "narrow", 2.0**-3 * x, 2.0**-6 * x, "little spread"
    if dtype in HALF:
        return
    yield "wide", 100.0 * x, 1000.0 * rng.normal(0, 1, shape), "much spread"
    yield "two", rng.normal(0, 1, (3, 2, 4)), rng.normal(0, 1, (3, 2, 4)), "two samples"
    yield "one", rng.normal(0, 1, (3, 1, 4)), rng.normal(0, 1, (3, 1, 4)), "a single sample"
    yield "long", rng.normal(0, 1, (1, 100, 3)), rng.normal(0, 1, (1, 100, 3)), "100 samples"
    if name == "barlow_twins":
        scale = 10.0 ** (0.9 * wide(dtype))
        yield "extreme", scale * x, x / scale, "squares over- and underflow"


def _cases(name, dtype, settings):
    for i, params in enumerate(settings):
        for tag, first, second, note in _views(name, dtype):
            if i == 0 or tag in ("ordinary", "alike", "flat", "narrow", "two", "one"):
                tail = ",".join(f"{k}={v:g}" for k, v in params.items()) or "default"
                yield case(f"{tag}-{tail}", dtype, (first, second), note, **params)


def barlow_twins(dtype):
    settings = ({}, {"off_diagonal_weight": 0.5}, {"ddof": 1})
    return nonempty(_cases("barlow_twins", dtype, settings))


def vicreg(dtype):
    settings = ({}, {"eps": 0.0}, {"invariance": 1.0, "variance": 0.5, "covariance": 4.0, "eps": 0.0625})
    return nonempty(_cases("vicreg", dtype, settings))


INPUTS = {f.__name__: f for f in (barlow_twins, vicreg)}


# --- known numbers ----------------------------------------------------------------------------------------------------

_random = Draw(24)

_SIX, _OTHERS = _random.rows(6, 3), _random.rows(6, 3)

POINTS = {
    "barlow_twins": [
        ((_SIX, _OTHERS), {}),
        ((_SIX, _OTHERS), {"off_diagonal_weight": 0.25, "ddof": 1}),
        ((_SIX, [[1.5 * v + 0.25 for v in row] for row in _SIX]), {}),
    ],
    # features that vary by less than 1, by more, and some of each
    "vicreg": [
        ((_random.rows(5, 3, sigma), _random.rows(5, 3, sigma)), {"eps": eps})
        for sigma in (0.1, 1.0, 9.0)
        for eps in (1e-4, 0.25)
    ]
    + [((_SIX, _OTHERS), {"invariance": 0.5, "variance": 3.0, "covariance": 2.0})],
}

NUMBERS = {
    "barlow_twins": [
        (
            ([[1.0, 0.0], [3.0, 2.0]], [[0.0, 5.0], [4.0, 1.0]]),
            {"off_diagonal_weight": 0.25, "ddof": ddof},
            value,
        )
        for ddof, value in ((0, 9 / 2), (1, 21 / 8))
    ],
    "vicreg": [
        (([[1.0, 0.0], [3.0, 2.0]], [[1.0, 0.0], [4.0, 2.0]]), {"eps": 0.0}, 77 / 4),
        (([[1.0], [1.0]], [[2.0], [2.0]]), {"eps": 0.25}, 25 + 25),
    ],
}

LIMITS = {
    "barlow_twins": [
        (([[1.0], [1.0]], [[0.0], [1.0]]), {}, 1),
    ],
}

GRADIENT_LIMITS = {
    "barlow_twins": [
        (([[1.0], [1.0]], [[0.0], [1.0]]), {}, ([[0], [0]], [[0], [0]])),
    ],
}
