"""Overlaps of a predicted region with the true one, one row of pixels each, by the quotients of the papers.

The derivatives are those of a quotient N / D. Their scale is the larger of the two terms that are left of it: what an
element costs as a false positive, and what it costs as a miss. All of it is arithmetic, without rounding.
"""

import numpy as np
from mpmath import mp, mpf

import unilosses as u

from ..case import HALF, around, case, generator, thin, wide
from ..comparison import compare, mean, softmax
from ..oracle import NAN, Oracle, clean, largest

FIXED = {"zero": mpf(0), "one": mpf(1), "nan": NAN}


def _sum_product(p, t):
    return mp.fsum(x * y for x, y in zip(p, t, strict=True))


def _counts(p, t, alpha, beta, smooth):
    """Numerator and denominator of the Tversky index."""
    true = _sum_product(p, t)
    wrong = alpha * _sum_product(p, [1 - y for y in t]) + beta * _sum_product([1 - x for x in p], t)
    return true + smooth, true + wrong + smooth


def _index(p, t, alpha, beta, smooth):
    """The Tversky loss; for each element, its derivatives and the larger of the terms in them, by p and by t."""
    n, d = _counts(p, t, alpha, beta, smooth)
    if d == 0:
        zero = [mpf(0)] * len(p)
        return mpf(0), (zero, zero), (zero, zero)
    loss, rest = 1 - n / d, n / d

    def by(x, y, extra, missed):
        # x moves the numerator by y, and the denominator by y + extra (1 - y) - missed y
        g = [-(v * d - n * (v + extra * (1 - v) - missed * v)) / d**2 for v in y]
        s = [largest(extra * (1 - v) * rest / d, v * (missed * rest + loss) / d, r) for v, r in zip(y, g, strict=True)]
        return g, s

    (by_p, scale_p), (by_t, scale_t) = by(p, t, alpha, beta), by(t, p, beta, alpha)
    return loss, (by_p, by_t), (scale_p, scale_t)


def _squared(p, t, share, smooth):
    """1 - (I + smooth) / (share (sum p^2 + sum t^2) + (1 - 2 share) I + smooth), likewise."""
    squares = _sum_product(p, p) + _sum_product(t, t)
    true = _sum_product(p, t)
    n, d = true + smooth, share * squares + (1 - 2 * share) * true + smooth
    if d == 0:
        zero = [mpf(0)] * len(p)
        return mpf(0), (zero, zero), (zero, zero)
    loss, rest = 1 - n / d, n / d

    def by(x, y):
        g = [-(v * d - n * (2 * share * u + (1 - 2 * share) * v)) / d**2 for u, v in zip(x, y, strict=True)]
        s = [largest(2 * share * (u - v) * rest / d, v * loss / d, r) for u, v, r in zip(x, y, g, strict=True)]
        return g, s

    (by_p, scale_p), (by_t, scale_t) = by(p, t), by(t, p)
    return loss, (by_p, by_t), (scale_p, scale_t)


def _oracle(region):
    """Oracle of a loss of regions, with its policy for what the target does not have."""

    def value(p, t, absent="count", **params):
        if absent != "count" and not any(t):
            return clean(FIXED[absent])
        return clean(region(p, t, **params)[0])

    def gradient(p, t, absent="count", **params):
        if absent != "count" and not any(t):
            zero = [mpf(0)] * len(p)
            return (zero, zero), (zero, zero)
        return region(p, t, **params)[1:]

    return Oracle("rowwise", value, gradient, exact=True)


def _dice(p, t, smooth=mpf(0), squared=False):
    # half of numerator and denominator
    half = mpf(1) / 2
    return _squared(p, t, half, smooth / 2) if squared else _index(p, t, half, half, smooth / 2)


def _jaccard(p, t, smooth=mpf(0), squared=False):
    return _squared(p, t, mpf(1), smooth) if squared else _index(p, t, mpf(1), mpf(1), smooth)


def _tversky(p, t, alpha=mpf("0.5"), beta=mpf("0.5"), smooth=mpf(0)):
    return _index(p, t, alpha, beta, smooth)


def _focal_tversky(p, t, alpha=mpf(0.3), beta=mpf(0.7), gamma=mpf("0.75"), smooth=mpf(0)):
    loss, gradients, scales = _index(p, t, alpha, beta, smooth)
    with mp.workdps(90):
        if loss == 0:
            slope = mpf(gamma == 1)
            return mpf(0), *(tuple([slope * v for v in x] for x in pair) for pair in (gradients, scales))
        slope = gamma * loss ** (gamma - 1)
        return loss**gamma, *(tuple([slope * v for v in x] for x in pair) for pair in (gradients, scales))


ORACLES = {
    "dice": _oracle(_dice),
    "jaccard": _oracle(_jaccard),
    "tversky": _oracle(_tversky),
    "focal_tversky": _oracle(_focal_tversky),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Rows of pixels: regions found, missed, empty, full, soft; probabilities a step from 0 and 1, and of any size.


SIZES = {1: 6, 2: 16, 5: 16, 33: 6, 1000: 1}


def _sizes(dtype):
    return {n: thin(rows, dtype) for n, rows in SIZES.items() if n <= 33 or dtype not in HALF}


def _binary(rng, rows, pixels):
    return (rng.random((rows, pixels)) < rng.choice([0.1, 0.5, 0.9], (rows, 1))).astype(float)


def _edges(pixels):
    """Right and wrong in every pixel, the same soft numbers, and regions that are empty in one map or in both."""
    half = (np.arange(pixels) % 2).astype(float)
    none, full = np.zeros(pixels), np.ones(pixels)
    pairs = [(half, half), (full, full), (1 - half, half), (full, half), (none, half), (none, full), (none, none)]
    pairs += [(full, none), (half, none), (0.25 * full, none), (0.5 * full, 0.5 * full), (0.25 * full, 0.5 * half)]
    p, t = zip(*pairs, strict=True)
    return np.array(p), np.array(t)


def _nearly(rng, dtype, pixels):
    """A target found but for a few steps of the dtype, or missed but for them."""
    below = [v for v in around(1.0, dtype, 3) if v < 1]
    t = _binary(rng, 2 * len(below), pixels)
    near = np.array(below)[:, None] * np.ones(pixels)
    p = np.concatenate([near, 1 - near])
    return np.where(t == 1, p, 1 - p), t


def _decades(rng, dtype, pixels):
    """Probabilities of any size."""
    w = wide(dtype)
    p = 10.0 ** rng.uniform(-w, 0, (thin(16, dtype), pixels))
    t = _binary(rng, len(p), pixels)
    p[::3] = np.where(t[::3] == 1, 1.0, p[::3])
    return p, t


def _rows(name, dtype):
    """(id, probs, target, note)"""
    rng = generator(name, "rows")
    for pixels, rows in _sizes(dtype).items():
        p = rng.random((rows, pixels))
        yield f"ordinary-{pixels}", p, _binary(rng, rows, pixels), "a map of 0 and 1"
        yield f"soft-{pixels}", p, rng.random((rows, pixels)), "soft targets"
    for pixels in (1, 2, 5):
        yield f"edges-{pixels}", *_edges(pixels), "right, wrong, empty, full"
        yield f"nearly-{pixels}", *_nearly(rng, dtype, pixels), "a few steps off"
        yield f"decades-{pixels}", *_decades(rng, dtype, pixels), "probabilities of any size"


def _all(name, dtype, **params):
    tag = "".join(f"-{k}={v}" for k, v in params.items())
    return [case(f"{i}{tag}", dtype, (p, t), note, **params) for i, p, t, note in _rows(name, dtype)]


def _few(name, dtype, **params):
    return [c for c in _all(name, dtype, **params) if c.id.startswith(("ordinary-5", "soft-5", "edges-5", "decades-5"))]


def _policies(name, dtype):
    return [c for absent in ("zero", "one", "nan") for c in _few(name, dtype, absent=absent)]


def dice(dtype, name="dice"):
    return [
        *_all(name, dtype),
        *_all(name, dtype, squared=True),
        *_few(name, dtype, smooth=1.0),
        *_few(name, dtype, smooth=1e-3, squared=True),
        *_policies(name, dtype),
    ]


def jaccard(dtype):
    return dice(dtype, "jaccard")


def tversky(dtype):
    name = "tversky"
    return [
        *_all(name, dtype),
        *_all(name, dtype, alpha=0.25, beta=0.75),
        *_few(name, dtype, alpha=2.0, beta=0.0),
        *_few(name, dtype, alpha=0.0, beta=0.0),
        *_few(name, dtype, alpha=0.3, beta=0.7, smooth=1.0),
        *_policies(name, dtype),
    ]


def focal_tversky(dtype):
    name = "focal_tversky"
    cases = [*_all(name, dtype), *_policies(name, dtype), *_few(name, dtype, smooth=1.0)]
    for gamma in (0.25, 1.0, 1.5, 2.0):
        cases += _few(name, dtype, gamma=gamma, alpha=0.25, beta=0.75)
    return cases


INPUTS = {f.__name__: f for f in (dice, jaccard, tversky, focal_tversky)}


# --- known numbers ----------------------------------------------------------------------------------------------------

_PROBS = [0.9, 0.3, 0.125, 0.7]

_TARGETS = ([1.0, 1.0, 0.0, 0.0], [0.75, 0.5, 0.25, 0.125])

_OVERLAPS = [
    ((_PROBS, target), {"smooth": smooth, "squared": squared})
    for target in _TARGETS
    for smooth in (0.0, 0.5)
    for squared in (False, True)
]

_TVERSKY = [((_PROBS, target), {"alpha": 0.25, "beta": 1.5, "smooth": s}) for target in _TARGETS for s in (0.0, 0.5)]

_EMPTY = [0.0, 0.0, 0.0, 0.0]

_ABSENT = [((_PROBS, _EMPTY), {"absent": absent}) for absent in ("count", "zero", "one")]

_KEPT = [0.75, 0.5, 0.0, 0.25]

_HALVES = [1.0, 1.0, 0.0, 0.0]

POINTS = {
    "dice": _OVERLAPS,
    "jaccard": _OVERLAPS,
    "tversky": [((_PROBS, _TARGETS[0]), {}), *_TVERSKY],
    "focal_tversky": [((_PROBS, _TARGETS[0]), {})]
    + [(args, {"gamma": gamma, **params}) for args, params in _TVERSKY for gamma in (0.75, 1.0, 2.0)],
}

BY_FIRST = {
    "dice": _ABSENT,
    "jaccard": _ABSENT,
    "tversky": _ABSENT,
    "focal_tversky": _ABSENT,
}

NUMBERS = {
    "dice": [
        ((_KEPT, _HALVES), params, value)
        for params, value in (({}, 2 / 7), ({"squared": True}, 3 / 23), ({"smooth": 1.0}, 2 / 9))
    ],
    "jaccard": [
        ((_KEPT, _HALVES), params, value)
        for params, value in (({}, 4 / 9), ({"squared": True}, 3 / 13), ({"smooth": 1.0}, 4 / 13))
    ],
    # 5/4 right, 1/4 too much, 3/4 missed
    "tversky": [
        ((_KEPT, _HALVES), {"alpha": 1.0, "beta": 2.0}, 7 / 12),
        ((_KEPT, _HALVES), {"alpha": 1.0, "smooth": 1.0}, 5 / 23),
    ],
    "focal_tversky": [((_KEPT, _HALVES), {"alpha": 1.0, "beta": 2.0, "gamma": 2.0}, 49 / 144)],
}

LIMITS = {
    "dice": [
        # nothing there
        (([0.0, 0.0], [0.0, 0.0]), {}, 0),
        (([0.5, 0.0], [0.0, 0.0]), {}, 1),
    ],
    "jaccard": [
        (([0.5, 0.0], [0.0, 0.0]), {"absent": "zero"}, 0),
    ],
    "tversky": [
        (([0.0, 0.0], [0.0, 0.0]), {"absent": "one"}, 1),
    ],
    "focal_tversky": [
        (([1.0, 0.0], [1.0, 0.0]), {}, 0),
    ],
}

GRADIENT_LIMITS = {
    "dice": [
        (([0.0, 0.0], [0.0, 0.0]), {}, ([0, 0], [0, 0])),
    ],
    "focal_tversky": [
        (([1.0, 0.0], [1.0, 0.0]), {"gamma": 2.0}, ([0, 0], [0, 0])),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


def _inverse_squares(target):
    """A weight for each class by its size in all samples."""
    return 1 / (target.sum(axis=(0, 1))[None, :] ** 2 + 1e-7)


COMPARISONS = [
    compare(
        "dice",
        "keras",
        "dice",
        lambda f, d: f(d.regions, softmax(d.pixels)),
        lambda d: u.dice(softmax(d.pixels), d.regions, axis=(0, 1, 2)),
    ),
    compare(
        "dice",
        "optax",
        "dice_loss",
        lambda f, d: f(d.pixels, d.regions),
        lambda d: mean(u.dice(softmax(d.pixels), d.regions, smooth=2.0, axis=1, reduction="none")),
    ),
    compare(
        "dice",
        "optax",
        "binary_dice_loss",
        lambda f, d: f(d.logits, d.binary),
        lambda d: u.dice(_sigmoid(d.logits), d.binary, smooth=2.0, reduction="none"),
    ),
    compare(
        "dice",
        "optax",
        "multiclass_generalized_dice_loss",
        lambda f, d: f(d.pixels, d.regions),
        lambda d: u.dice(softmax(d.pixels), d.regions, smooth=2.0, axis=1, weight=_inverse_squares(d.regions)),
    ),
    compare(
        "tversky",
        "keras",
        "tversky",
        lambda f, d: f(d.regions, softmax(d.pixels)),
        lambda d: u.tversky(softmax(d.pixels), d.regions, axis=(0, 1, 2)),
    ),
    compare(
        "tversky",
        "keras",
        "tversky",
        lambda f, d: f(d.binary, d.probs, alpha=0.25, beta=0.75),
        lambda d: u.tversky(d.probs, d.binary, alpha=0.25, beta=0.75, axis=(0, 1)),
        "Keras's alpha weighs the false negatives and its beta the false positives: the two are exchanged",
    ),
    compare(
        "tversky",
        "optax",
        "dice_loss",
        lambda f, d: f(d.pixels, d.regions),
        lambda d: mean(u.tversky(softmax(d.pixels), d.regions, smooth=1.0, axis=1, reduction="none")),
    ),
]
