"""Overlaps of the regions of all classes at once, by the quotient of the paper.

The derivatives are those of a quotient N / D, as in `regions`. All of it is arithmetic, without rounding.
"""

import numpy as np
from mpmath import mp, mpf

import unilosses as u

from ..case import HALF, case, generator, thin
from ..comparison import compare, softmax
from ..oracle import Oracle, clean, largest
from .regions import _sum_product

# --- all classes in one quotient --------------------------------------------------------------------------------------

POWERS = {"square": 2, "simple": 1, "uniform": 0}


def _generalized(p, t, weighting, absent, gradient):
    """The loss, its derivatives and their scales, from lists of one list of pixels for each class."""
    power = POWERS[weighting]
    size = [mp.fsum(row) for row in t]
    there = [s for s in size if s != 0]
    top = 1 / min(there) ** power if there else mpf(1)
    w = [1 / s**power if s != 0 else (top if absent == "largest" else mpf(0)) for s in size]
    true = [_sum_product(a, b) for a, b in zip(p, t, strict=True)]
    both = [mp.fsum(a) + s for a, s in zip(p, size, strict=True)]
    n, d = 2 * _sum_product(w, true), _sum_product(w, both)
    if d == 0:
        zero = [[mpf(0)] * len(row) for row in p]
        return mpf(0), (zero, zero), (zero, zero)
    loss, rest = 1 - n / d, n / d
    if not gradient:
        return loss, None, None
    smallest = [s != 0 and s == min(there) for s in size]
    by_p, scale_p, by_t, scale_t = [], [], [], []
    for c, (row_p, row_t) in enumerate(zip(p, t, strict=True)):
        # -(2 w v d - n w) / d^2
        own, all_classes = 2 * w[c] / d, n * w[c] / d**2
        by_p.append([all_classes - own * v for v in row_t])
        scale_p.append(_scales(row_t, w[c] / d, rest, 1 + loss))
        # d w_k / d T_c: its own weight, and those lent to absent classes
        slopes = [mpf(0)] * len(w)
        if size[c] != 0:
            slopes[c] = -power * w[c] / size[c]
        if smallest[c] and absent == "largest":
            share = mpf(1) / smallest.count(True)
            for k, s in enumerate(size):
                if s == 0:
                    slopes[k] = -power * top / size[c] * share
        lent = mp.fsum(-(2 * u * i * d - n * u * b) / d**2 for u, i, b in zip(slopes, true, both, strict=True))
        sizes = mp.fsum(
            abs(u) / d * ((b - 2 * i) * rest + 2 * i * loss) for u, i, b in zip(slopes, true, both, strict=True)
        )
        by_t.append([all_classes + lent - own * v for v in row_p])
        scale_t.append([s + sizes for s in _scales(row_p, w[c] / d, rest, 1 + loss)])
    return loss, (by_p, by_t), (scale_p, scale_t)


def _scales(row, weight, rest, most):
    with mp.workdps(60):  # a size, not a result
        return [weight * largest((1 - v) * rest, v * most) for v in row]


def _generalized_value(p, t, weighting="square", absent="largest"):
    return clean(_generalized(p, t, weighting, absent, gradient=False)[0])


def _generalized_gradient(p, t, weighting="square", absent="largest"):
    return _generalized(p, t, weighting, absent, gradient=True)[1:]


ORACLES = {
    "generalized_dice": Oracle("rowwise", _generalized_value, _generalized_gradient, exact=True),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Rows of pixels of several classes: found, missed, empty, full, soft.


# --- all classes in one quotient --------------------------------------------------------------------------------------


def _classes(rng, dtype):
    """(id, probs, target, note), of shape (samples, classes, pixels)"""
    for classes, pixels, samples in ((1, 4, 4), (2, 3, 8), (3, 5, 8), (19, 7, 2), (4, 333, 1)):
        if dtype in HALF and classes * pixels > 200:
            continue
        n = thin(samples, dtype)
        labels = rng.integers(0, classes, (n, pixels)) * rng.integers(0, 2, (n, pixels))
        hard = (labels[:, None, :] == np.arange(classes)[:, None]).astype(float)
        logits = rng.normal(0, 2, hard.shape)
        p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
        yield f"ordinary-{classes}", p, hard, "small classes, and absent ones"
        yield f"independent-{classes}", rng.random(hard.shape), hard, "each class by itself"
        yield f"soft-{classes}", p, rng.random(hard.shape), "soft targets"
        yield f"right-{classes}", hard, hard, "found"
        yield f"wrong-{classes}", 1 - hard, hard, "missed"
    none, full = np.zeros((1, 3, 4)), np.ones((1, 3, 4))
    yield "both-empty", none, none, "nothing there, nothing predicted"
    yield "target-empty", 0.25 * full, none, "nothing there"
    yield "probs-empty", none, full, "nothing predicted"
    near = 1 - 2.0 ** -np.arange(1, 13).reshape(1, 3, 4)
    yield "near", near, full, "nearly all found"


def generalized_dice(dtype):
    cases = []
    for weighting in ("square", "simple", "uniform"):
        for absent in ("largest", "zero"):
            rng = generator("generalized_dice", weighting, absent)
            params = {"weighting": weighting, "absent": absent}
            found = [(f"{i}-{weighting}-{absent}", p, t, note) for i, p, t, note in _classes(rng, dtype)]
            cases += [case(i, dtype, (p, t), note, **params) for i, p, t, note in found]
    return cases


INPUTS = {f.__name__: f for f in (generalized_dice,)}


# --- known numbers ----------------------------------------------------------------------------------------------------

_PROBS = [0.9, 0.3, 0.125, 0.7]

_CLASSES = [_PROBS, [0.1, 0.6, 0.25, 0.0625], [0.5, 0.125, 0.75, 0.25]]

_TRUTHS = (
    [[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]],
    [[0.75, 0.5, 0.0, 0.125], [0.25, 0.5, 0.5, 0.5], [0.0, 0.25, 0.5, 0.375]],
)

_EMPTY = [0.0, 0.0, 0.0, 0.0]

POINTS = {
    "generalized_dice": [
        ((_CLASSES, truth), {"weighting": weighting})
        for truth in _TRUTHS
        for weighting in ("square", "simple", "uniform")
    ],
}

BY_FIRST = {
    "generalized_dice": [
        ((_CLASSES, [_EMPTY, truth[1], truth[2]]), {"weighting": weighting, "absent": absent})
        for truth in _TRUTHS
        for weighting in ("square", "simple", "uniform")
        for absent in ("largest", "zero")
    ],
}

NUMBERS = {
    "generalized_dice": [
        (
            ([[1.0, 1.0, 0.5, 0.5], [0.0, 0.0, 0.5, 0.5]], [[1.0, 1.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]]),
            {"weighting": weighting},
            value,
        )
        for weighting, value in (("square", 5 / 12), ("simple", 1 / 3), ("uniform", 1 / 4))
    ],
}

LIMITS = {
    "generalized_dice": [
        (([[0.0, 0.0]] * 2, [[0.0, 0.0]] * 2), {"absent": "zero"}, 0),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------


def _by_class(x):
    """The pixels of all samples, class by class."""
    return np.moveaxis(x, -1, 0).reshape(x.shape[-1], -1)


COMPARISONS = [
    compare(
        "generalized_dice",
        "optax",
        "multiclass_generalized_dice_loss",
        lambda f, d: f(d.pixels, d.regions),
        lambda d: u.generalized_dice(_by_class(softmax(d.pixels)), _by_class(d.regions)),
        "optax averages the classes' smoothed Dice losses by weight, sample by sample; the paper has one quotient",
    ),
]
