"""Losses of pairs, of vectors or of their distance, from their definitions."""

from math import inf

import numpy as np
from mpmath import mp, mpf

import unilosses as u

from ..case import around, case, cast, generator, largest_of, product, step, thin, wide
from ..classification.margin import _SLOPE, ENCODINGS, _signed
from ..classification.scoring import _product
from ..comparison import compare
from ..numbers import Draw, U, V
from ..oracle import Oracle, largest, total
from .cosine import _cosine, _cosine_gradients, _pairs

# Where a squared shortfall vanishes, what is left is the square of the rounding error of the distance. This share of
# the squared terms is far above that square in float32 and far below anything visible elsewhere.
_ERROR_SQUARED = mpf(2) ** -18


def _cosine_embedding(anchor, other, target, margin=0):
    cos = _cosine(anchor, other)[0]
    similar, dissimilar = (1 + target) / 2, (1 - target) / 2
    excess = max(mpf(0), cos - margin)
    value = similar * (1 - cos) + dissimilar * excess
    return value, total(
        [similar * largest(1, 1 - cos), dissimilar * largest(1, margin, excess) if excess > 0 else mpf(0)]
    )[1]


def _cosine_embedding_gradient(anchor, other, target, margin=0):
    cos = _cosine(anchor, other)[0]
    similar, dissimilar = (1 + target) / 2, (1 - target) / 2
    by_cos = (dissimilar if cos > margin else 0) - similar
    gradients, scales = [], []
    for pairs in _cosine_gradients(anchor, other):
        gradients.append([by_cos * g for g, _ in pairs])
        scales.append([abs(by_cos) * s for _, s in pairs])
    by_target = ((1 - cos) - max(mpf(0), cos - margin)) / 2
    return (*gradients, by_target), (*scales, largest(1, by_target))


def _shortfall(anchor, other, margin):
    """(difference, distance, margin - distance where that is positive, the size of its terms)"""
    difference = [x - y for x, y in zip(anchor, other, strict=True)]
    distance = mp.sqrt(mp.fsum(d * d for d in difference))
    miss, size = margin - distance, largest(margin, distance)
    near = miss > -_ERROR_SQUARED * size
    return difference, distance, max(miss, mpf(0)), size if near else mpf(0)


def _contrastive(anchor, other, target, margin=1):
    _, distance, z, size = _shortfall(anchor, other, margin)
    of_z = largest(z * z, 2 * z * size, _ERROR_SQUARED * size**2)
    return target * distance**2 + (1 - target) * z * z, abs(target) * distance**2 + abs(1 - target) * of_z


def _contrastive_gradient(anchor, other, target, margin=1):
    difference, distance, z, size = _shortfall(anchor, other, margin)
    gradient, scale = [], []
    for d in difference:
        unit = d / distance if distance else mpf(0)
        gradient.append(2 * target * d - 2 * (1 - target) * z * unit)
        scale.append(2 * abs(target * d) + 2 * abs((1 - target) * size * unit))
    by_target = distance**2 - z * z
    return (gradient, [-g for g in gradient], by_target), (scale, scale, distance**2 + z * z + 2 * z * size)


# --- pairs ----------------------------------------------------------------------------------------------------------


def _kinds(target, encoding):
    y = _signed(target, encoding)
    return (1 + y) / 2, (1 - y) / 2


def _hinge_embedding(distances, target, margin=mpf(1), encoding="signed"):
    similar, dissimilar = _kinds(target, encoding)
    apart = max(mpf(0), margin - distances)
    return total([_product(similar, distances), _product(dissimilar, apart)])


def _hinge_embedding_gradient(distances, target, margin=mpf(1), encoding="signed"):
    similar, dissimilar = _kinds(target, encoding)
    by_distance = total([similar, -dissimilar if margin - distances > 0 else mpf(0)])
    slope = mpf(_SLOPE[encoding]) / 2
    by_target = total([slope * distances, -slope * max(mpf(0), margin - distances)])
    return (by_distance[0], by_target[0]), (by_distance[1], by_target[1])


ORACLES = {
    "cosine_embedding": Oracle("rowwise", _cosine_embedding, _cosine_embedding_gradient),
    "contrastive": Oracle("rowwise", _contrastive, _contrastive_gradient),
    "hinge_embedding": Oracle("elementwise", _hinge_embedding, _hinge_embedding_gradient, exact=True),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# The pairs of the cosine losses with a label, and distances at the margin and far from it.


MARGINS = (0.0, 0.25, -0.5)


def _labels(rows):
    """Alike, not alike, and a mixture of both."""
    return np.resize([1.0, -1.0, -1.0, 0.5], rows)


def cosine_embedding(dtype):
    cases = []
    for margin in MARGINS:
        for tag, a, b, note in _pairs(f"cosine_embedding {margin:g}", dtype):
            if margin and not tag.startswith(("ordinary-10", "near", "zeros", "identical", "opposite")):
                continue
            cases.append(case(f"{tag}-margin={margin:g}", dtype, (a, b, _labels(len(a))), note, margin=margin))
    return cases


def _at_the_margin(dtype):
    """Distances of exactly 0, 2.5 and 5, and one step off."""
    u = np.zeros((8, 2))
    v = np.array([[0.0, 0.0], [3.0, 4.0], [1.5, 2.0], [5.0, 0.0], [0.0, 2.5], [0.0, 5.0], [2.5, 0.0], [-3.0, -4.0]])
    v[5, 1], v[6, 0] = step(5.0, dtype), step(2.5, dtype, -1)
    return u, v


def contrastive(dtype):
    rng = generator("contrastive")
    cases = []
    for size, rows in {1: 6, 2: 30, 3: 30, 10: 12, 101: 4}.items():
        n = thin(rows, dtype)
        u, v = rng.normal(0, 1, (n, size)), rng.normal(0, 1, (n, size))
        target = np.resize([1.0, 0.0, 0.0, 0.25], n)
        for margin in (1.0, 2.0 * np.sqrt(size)):
            margin = float(cast(margin, "float16"))
            cases.append(case(f"ordinary-{size}-{margin:g}", dtype, (u, v, target), "N(0, 1)", margin=margin))
    for margin in (2.5, 5.0):
        u, v = _at_the_margin(dtype)
        cases += [
            case(f"edge-{margin:g}-{y:g}", dtype, (u, v, np.full(8, y)), "at the margin", margin=margin)
            for y in (0.0, 1.0, 0.5)
        ]
    u = rng.normal(0, 3, (thin(12, dtype), 3))
    close = u * (1 + 2.0**-8 * rng.integers(-2, 3, u.shape))
    cases.append(case("close", dtype, (u, close, np.resize([0.0, 1.0], len(u))), "nearly equal"))
    cases.append(case("equal", dtype, (u, u, np.resize([0.0, 1.0], len(u))), "equal"))
    if dtype != "float16":
        w = wide(dtype)
        for decades in (-w / 2, w / 2):
            u, v = (rng.normal(0, 1, (6, 3)) * 10.0**decades for _ in range(2))
            cases.append(case(f"scale-{decades:g}", dtype, (u, v, np.resize([0.0, 1.0], 6)), "far from 1"))
        far = rng.uniform(1, 2, (6, 3)) * 10.0 ** (1.9 * w)
        cases.append(case("far", dtype, (far, -far, np.zeros(6)), "squares overflow; the pair is far enough apart"))
    return cases


# --- pairs ----------------------------------------------------------------------------------------------------------


def _distances(name, dtype, margin):
    rng = generator(name, str(margin))
    w, top = wide(dtype), largest_of(dtype)
    kinks = around(margin, dtype, 3) if margin else [0.0]
    d = [np.abs(rng.normal(0, 2, thin(60, dtype))), kinks, np.logspace(-w, w, thin(30, dtype)), [0.0, top, top / 4]]
    return np.concatenate([*d, -np.array([1.0, 1e-20, 3.0, top / 4])])


def hinge_embedding(dtype):
    cases = []
    for encoding, labels in ENCODINGS.items():
        for margin in (1.0, 0.25, 10.0, 0.0):
            params = {"encoding": encoding, "margin": margin}
            tag = f"{encoding}-{margin:g}"
            columns = product(_distances("hinge_embedding", dtype, margin), labels)
            cases.append(case(f"distances-{tag}", dtype, columns, "around the margin and far from it", **params))
            infinite = product([np.inf, -np.inf], labels)
            cases.append(case(f"infinite-{tag}", dtype, infinite, "limits at infinity", **params))
    mixed = product([0.25, 1.0, 3.0, -2.0], (0.0, 0.5, -0.25, 2.0))
    return [*cases, case("mixed", dtype, mixed, "labels between -1 and 1, and beyond")]


INPUTS = {f.__name__: f for f in (cosine_embedding, contrastive, hinge_embedding)}


# --- known numbers ----------------------------------------------------------------------------------------------------

_random = Draw(23)

_normal = _random.normal

# far apart, and nearer to each other than the margins below
_FAR = (_normal(4), _normal(4), _normal(4))

_CLOSE = ([0.3, 1.0, -2.0], [0.5, 1.25, -2.125], [0.25, 1.5, -1.75])

POINTS = {
    "cosine_embedding": [
        ((*vectors, target), {"margin": margin})
        for vectors in (_FAR[:2], _CLOSE[:2])
        for target in (1.0, -1.0, 0.25)
        for margin in (0.0, 0.5, -0.25)
    ],
    "contrastive": [
        ((*vectors, target), {"margin": margin})
        for vectors in (_FAR[:2], _CLOSE[:2])
        for target in (1.0, 0.0, 0.25)
        for margin in (1.0, 2.5)
    ],
    "hinge_embedding": [((0.3, -1.0), {}), ((0.3, 0.7), {"margin": 2.0, "encoding": "binary"}), ((3.0, -0.5), {})],
}

NUMBERS = {
    "cosine_embedding": [((U, V, y), {"margin": 0.5}, value) for y, value in ((1.0, 0.04), (-1.0, 0.46), (0.0, 0.25))],
    "contrastive": [
        ((U, [0.0, 0.0], 1.0), {}, 25),
        ((U, [0.0, 0.0], 0.0), {"margin": 7.0}, 4),
        ((U, [0.0, 0.0], 0.25), {"margin": 7.0}, 37 / 4),
    ],
    "hinge_embedding": [((0.25, 1.0), {}, 1 / 4), ((0.25, -1.0), {"margin": 2.0}, 7 / 4), ((0.25, 0.0), {}, 1 / 2)],
}

LIMITS = {
    "cosine_embedding": [
        # no direction, no distance
        (([0.0, 0.0], [1.0, 2.0], 1.0), {}, 1),
        (([0.0, 0.0], [1.0, 2.0], -1.0), {}, 0),
    ],
    "contrastive": [
        (([1.0, 2.0], [1.0, 2.0], 0.0), {}, 1),
    ],
    "hinge_embedding": [
        ((inf, -1.0), {}, 0),
    ],
}

GRADIENT_LIMITS = {
    "cosine_embedding": [
        # no direction, no distance, nothing there
        (([0.0, 0.0], [1.0, 2.0], 1.0), {}, ([0, 0], [0, 0], 0.5)),
    ],
    "contrastive": [
        (([1.0, 2.0], [1.0, 2.0], 0.0), {}, ([0, 0], [0, 0], -1)),
    ],
    "hinge_embedding": [
        ((1.0, -1.0), {}, (0, 0.5)),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------

COMPARISONS = [
    compare(
        "cosine_embedding",
        "torch",
        "cosine_embedding_loss",
        lambda f, d: f(d.anchor, d.other, d.row_signs),
        lambda d: u.cosine_embedding(d.anchor, d.other, d.row_signs),
    ),
    compare(
        "hinge_embedding",
        "torch",
        "hinge_embedding_loss",
        lambda f, d: f(d.logits, d.signed),
        lambda d: u.hinge_embedding(d.logits, d.signed),
    ),
]
