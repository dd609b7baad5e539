"""Squared errors of probabilities."""

from functools import wraps

import numpy as np
from mpmath import mp, mpf

import unilosses as u

from ..case import case, cast, generator, product, step, thin
from ..comparison import compare
from ..numbers import WEIGHTS, Draw
from ..oracle import EXACT_BITS, Oracle, clean, total
from .binary import _probabilities
from .multiclass.inputs import SIZES, _class_weight, _one_hot, _probable_labels, _random_probs


def _clean_gradient(*parts):
    return parts, tuple(abs(g) for g in parts)


def _product(x, y):
    """x * y, where zero wins over an infinity."""
    return mpf(0) if x == 0 or y == 0 else x * y


def exactly(formula):
    """Sums, products and comparisons without rounding, for a formula whose gradient by index labels is None."""

    @wraps(formula)
    def exact(*args, **params):
        with mp.workprec(EXACT_BITS):
            return formula(*args, **params)

    return exact


# --- Brier scores ---------------------------------------------------------------------------------------------------


def _brier(probs, target):
    return clean((probs - target) ** 2)


def _brier_gradient(probs, target):
    d = 2 * (probs - target)
    return _clean_gradient(d, -d)


def _labels(labels, classes):
    return [mpf(j == labels) for j in range(classes)] if isinstance(labels, int) else labels


def _row_weight(y, class_weight):
    """sum_j w_j y_j, and w"""
    if class_weight is None:
        return mpf(1), None
    w = class_weight if isinstance(class_weight, list) else [class_weight] * len(y)
    return mp.fsum(u * v for u, v in zip(w, y, strict=True)), w


def _multiclass_brier(probs, labels, class_weight=None):
    y = _labels(labels, len(probs))
    return clean(_row_weight(y, class_weight)[0] * mp.fsum((p - v) ** 2 for p, v in zip(probs, y, strict=True)))


def _multiclass_brier_gradient(probs, labels, class_weight=None):
    y = _labels(labels, len(probs))
    weight, w = _row_weight(y, class_weight)
    d = [2 * weight * (p - v) for p, v in zip(probs, y, strict=True)]
    sizes = [abs(g) for g in d]
    if isinstance(labels, int):
        return (d, None), (sizes, None)
    squares = mp.fsum((p - v) ** 2 for p, v in zip(probs, y, strict=True))
    pairs = [total([-g, (w[j] if w else 0) * squares]) for j, g in enumerate(d)]
    return (d, [g for g, _ in pairs]), (sizes, [s for _, s in pairs])


ORACLES = {
    "brier": Oracle("elementwise", _brier, _brier_gradient, exact=True),
    "multiclass_brier": Oracle("rowwise", exactly(_multiclass_brier), exactly(_multiclass_brier_gradient)),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Probabilities against labels, far and near.


# --- Brier scores ---------------------------------------------------------------------------------------------------


def brier(dtype):
    p = _probabilities("brier", dtype)
    middle = p[(p > 1e-3) & (p < 1)]
    one_off = [(step(float(cast(v, dtype)), dtype, n), v) for v in (0.25, 0.5, 0.75) for n in (-2, -1, 1)]
    return [
        case("hard", dtype, product(p, (0.0, 1.0)), "labels 0 and 1"),
        case("soft", dtype, product(middle, (0.125, 0.5, 0.75)), "labels in between"),
        case("matched", dtype, (p, p), "no error"),
        case("near", dtype, tuple(np.array(one_off).T), "a few steps apart"),
    ]


def multiclass_brier(dtype):
    name = "multiclass_brier"
    rng = generator(name)
    near = [step(1.0, dtype, -n) for n in (1, 3, 100)]
    ends = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.5, 0.5], *[[p, 1 - p, 0.0] for p in near]])
    source = [("ends", ends, np.array([0, 0, 0, 0, 0, 1]), "right, wrong and half")]
    for classes, rows in SIZES.items():
        if classes <= 101 or dtype == "float32":
            # A step of 1/4096 at the least, so that no square is lost below the range of half precision.
            probs = np.round(_random_probs(rng, thin(rows, dtype), classes, dtype) * 4096) / 4096
            source.append((f"ordinary-{classes}", probs, _probable_labels(rng, probs + 1e-9), "softmax of N(0, 3)"))
    cases = []
    for tag, probs, labels, note in source:
        classes = probs.shape[1]
        weights = {"class_weight": _class_weight(classes)}
        soft = np.round(rng.dirichlet(np.ones(classes), len(probs)) * 256) / 256
        cases += [
            case(f"index-{tag}", dtype, (probs, labels), note),
            case(f"one_hot-{tag}", dtype, (probs, _one_hot(labels, classes)), note),
            case(f"soft-{tag}", dtype, (probs, soft), "labels in between"),
        ]
        if classes <= 101:
            cases += [
                case(f"index-class_weight-{tag}", dtype, (probs, labels), note, **weights),
                case(f"soft-class_weight-{tag}", dtype, (probs, soft), "labels in between", **weights),
            ]
    return cases


INPUTS = {f.__name__: f for f in (brier, multiclass_brier)}


# --- known numbers ----------------------------------------------------------------------------------------------------

_random = Draw(20)

_normal, _distribution = _random.normal, _random.distribution

POINTS = {
    "brier": [((0.3, 1.0), {}), ((0.3, 0.25), {})],
    "multiclass_brier": [
        ((_distribution(4), 2), WEIGHTS),
        ((_distribution(4), _distribution(4)), WEIGHTS),
    ],
}

NUMBERS = {
    "brier": [((0.75, 1.0), {}, 1 / 16)],
    "multiclass_brier": [(([0.5, 0.25, 0.25], 0), {}, 3 / 8)],
}

# --- beside other libraries -------------------------------------------------------------------------------------------

COMPARISONS = [
    compare(
        "brier",
        "sklearn",
        "brier_score_loss",
        lambda f, d: f(d.binary[:, 0], d.probs[:, 0]),
        lambda d: u.brier(d.probs[:, 0], d.binary[:, 0]),
    ),
    compare(
        "multiclass_brier",
        "sklearn",
        "brier_score_loss",
        lambda f, d: f(d.labels, d.q, scale_by_half=False),
        lambda d: u.multiclass_brier(d.q, d.labels),
    ),
]
