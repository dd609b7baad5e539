"""Functions of y f, with f the score and y = target ("signed") or 2 target - 1 ("binary"); 0-1 loss."""

from math import inf, log

import numpy as np
from mpmath import mp, mpf

import unilosses as u

from ..case import around, both_signs, case, generator, largest_of, product, thin, wide
from ..comparison import compare, mean
from ..oracle import Oracle, clean, largest, sigmoid, softplus
from ..regression.regression import _equal, _near_equal
from .binary import FAR_MARKS, MARKS
from .scoring import _clean_gradient, _product

# d y / d target
_SLOPE = {"signed": 1, "binary": 2}


def _signed(target, encoding):
    return 2 * target - 1 if encoding == "binary" else target


def _slack(scores, target, margin, encoding):
    """margin - y f and the size of its terms. With y = +-1 it is a single subtraction and loses nothing."""
    y = _signed(target, encoding)
    slack = margin - y * scores
    return y, slack, (abs(slack) if abs(y) == 1 else largest(margin, y * scores))


def _hinge(scores, target, margin=mpf(1), encoding="signed"):
    _, slack, scale = _slack(scores, target, margin, encoding)
    return (slack, scale) if not slack <= 0 else (mpf(0), mpf(0))


def _hinge_gradient(scores, target, margin=mpf(1), encoding="signed"):
    y, slack, _ = _slack(scores, target, margin, encoding)
    gradient = (-y, -scores * _SLOPE[encoding]) if not slack <= 0 else (mpf(0), mpf(0))
    return gradient, tuple(abs(g) for g in gradient)


def _squared_hinge(scores, target, margin=mpf(1), encoding="signed"):
    _, slack, scale = _slack(scores, target, margin, encoding)
    return (slack * slack, abs(slack) * scale) if not slack <= 0 else (mpf(0), mpf(0))


def _squared_hinge_gradient(scores, target, margin=mpf(1), encoding="signed"):
    y, slack, scale = _slack(scores, target, margin, encoding)
    if slack <= 0:
        return (mpf(0), mpf(0)), (mpf(0), mpf(0))
    by_score, by_target = -2 * y, -2 * scores * _SLOPE[encoding]
    return (by_score * slack, by_target * slack), (abs(by_score) * scale, abs(by_target) * scale)


def _perceptron(scores, target, encoding="signed"):
    return _hinge(scores, target, mpf(0), encoding)


def _perceptron_gradient(scores, target, encoding="signed"):
    return _hinge_gradient(scores, target, mpf(0), encoding)


def _zero_one(pred, target, threshold=None):
    if threshold is None:
        return clean(mpf(pred != target))
    return clean(mpf((pred > threshold) != (target > 0)))


def _zero_one_gradient(pred, target, threshold=None):
    return (mpf(0), mpf(0)), (mpf(0), mpf(0))


# --- smooth functions of z = y f ------------------------------------------------------------------------------------


def _of_agreement(function, slope):
    """Value and gradient from a function of z and its derivative."""

    def value(scores, target, encoding="signed"):
        return clean(function(_signed(target, encoding) * scores))

    def gradient(scores, target, encoding="signed"):
        y = _signed(target, encoding)
        d = slope(y * scores)
        return _clean_gradient(_product(y, d), _product(_SLOPE[encoding] * scores, d))

    return value, gradient


_soft_margin = _of_agreement(lambda z: softplus(-z), lambda z: -sigmoid(-z))

_exponential = _of_agreement(lambda z: mp.exp(-z), lambda z: -mp.exp(-z))


def _modified_huber(scores, target, encoding="signed"):
    z = _signed(target, encoding) * scores
    if z >= 1:
        return clean(mpf(0))
    return clean(-4 * z if z < -1 else (1 - z) ** 2)


def _modified_huber_gradient(scores, target, encoding="signed"):
    y = _signed(target, encoding)
    z = y * scores
    d = mpf(0) if z >= 1 else mpf(-4) if z < -1 else -2 * (1 - z)
    return _clean_gradient(_product(y, d), _product(_SLOPE[encoding] * scores, d))


ORACLES = {
    "zero_one": Oracle("elementwise", _zero_one, _zero_one_gradient, exact=True),
    "hinge": Oracle("elementwise", _hinge, _hinge_gradient, exact=True),
    "squared_hinge": Oracle("elementwise", _squared_hinge, _squared_hinge_gradient, exact=True),
    "perceptron": Oracle("elementwise", _perceptron, _perceptron_gradient, exact=True),
    "soft_margin": Oracle("elementwise", *_soft_margin),
    "modified_huber": Oracle("elementwise", _modified_huber, _modified_huber_gradient, exact=True),
    "exponential": Oracle("elementwise", *_exponential),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Scores against labels of -1 and +1 (or 0 and 1): at the margin or the switch of a formula, one step off, everywhere.


ENCODINGS = {"signed": (-1.0, 1.0), "binary": (0.0, 1.0)}


def _scores(name, dtype, margin):
    rng = generator(name, str(margin))
    w = wide(dtype)
    top = largest_of(dtype)
    return np.concatenate(
        [
            rng.normal(0, 3, thin(120, dtype)),
            both_signs(around(margin, dtype, 3)) if margin else both_signs([1e-20]),
            both_signs([0.0, 1.0, 0.5, margin / 2, 2 * margin]),
            both_signs(np.logspace(-w, w, thin(40, dtype))),
            both_signs([top, top / 2]),
        ]
    )


def _cases(name, dtype, margins):
    cases = []
    for encoding, labels in ENCODINGS.items():
        for margin in margins:
            params = {"encoding": encoding} | ({"margin": margin} if name != "perceptron" else {})
            tag = "-".join(f"{k}={v}" for k, v in params.items())
            columns = product(_scores(name, dtype, margin), labels)
            cases.append(case(f"scores-{tag}", dtype, columns, "around the margin and far from it", **params))
            infinite = product([np.inf, -np.inf], labels)
            cases.append(case(f"infinite-{tag}", dtype, infinite, "limits at infinity", **params))
    return cases


def zero_one(dtype):
    rng = generator("zero_one")
    n = thin(200, dtype)
    labels = rng.integers(0, 4, (2, n)).astype(float)
    scores = np.concatenate([rng.normal(0, 1, n), both_signs([0.0, 1e-20, 1e20, np.inf])])
    binary = rng.integers(0, 2, scores.size).astype(float)
    at = np.array(around(0.5, dtype) * 4)
    signs = np.repeat([0.0, 1.0, -1.0, 3.0], 5)
    return [
        case("labels", dtype, labels, "equal or not"),
        case("equal", dtype, _equal(), "signed zeros are equal"),
        case("near_equal", dtype, _near_equal("zero_one", dtype), "one step apart is different"),
        case("threshold=0", dtype, (scores, binary), "scores against binary labels", threshold=0.0),
        case("threshold=0.5", dtype, (at, signs), "score at the threshold, one step off", threshold=0.5),
    ]


# --- functions of y f -----------------------------------------------------------------------------------------------


def _sizes(name, dtype):
    rng = generator(name, "scores")
    w = wide(dtype)
    switches = [*around(1.0, dtype, 3), *around(2.0, dtype, 1), 0.0, 0.5]
    return np.concatenate(
        [rng.normal(0, 3, thin(120, dtype)), both_signs(switches), both_signs(np.logspace(-w, w, thin(40, dtype)))]
    )


def _encoded(name, dtype, scores, infinite_gradient=True):
    cases = []
    for encoding, labels in ENCODINGS.items():
        columns = product(scores, labels)
        cases.append(case(f"scores-{encoding}", dtype, columns, "over all magnitudes", encoding=encoding))
        right = ([np.inf, -np.inf], [labels[1], labels[0]])
        cases.append(case(f"infinite-right-{encoding}", dtype, right, "certain and right", encoding=encoding))
        wrong = ([np.inf, -np.inf], [labels[0], labels[1]])
        cases.append(
            case(f"infinite-wrong-{encoding}", dtype, wrong, "certain, wrong", infinite_gradient, encoding=encoding)
        )
    return cases


def soft_margin(dtype):
    name = "soft_margin"
    saturating = np.concatenate([_sizes(name, dtype), both_signs(MARKS + FAR_MARKS)])
    halved = product(both_signs([0.25, 1.0, 5.0, 64.0]), (2.0, -0.5))
    scaled = case("scaled", dtype, halved, "labels that are powers of two multiply exactly")
    return [*_encoded(name, dtype, saturating), scaled]


def exponential(dtype):
    name = "exponential"
    overflow = {"float64": 709.0, "float32": 88.0, "float16": 11.0, "bfloat16": 88.0}[dtype]
    far = np.linspace(-overflow, overflow, thin(60, dtype))
    beyond = both_signs([2 * overflow, 1e4])
    return _encoded(name, dtype, np.concatenate([_sizes(name, dtype), both_signs(MARKS), far, beyond]))


def modified_huber(dtype):
    name = "modified_huber"
    top = largest_of(dtype)
    return _encoded(name, dtype, np.concatenate([_sizes(name, dtype), both_signs([top, top / 8])]))


INPUTS = {
    "zero_one": zero_one,
    "hinge": lambda dtype: _cases("hinge", dtype, (1.0, 0.25, 2.0, 10.0)),
    "squared_hinge": lambda dtype: _cases("squared_hinge", dtype, (1.0, 0.25, 2.0, 10.0)),
    "perceptron": lambda dtype: _cases("perceptron", dtype, (0.0,)),
    "soft_margin": soft_margin,
    "modified_huber": modified_huber,
    "exponential": exponential,
}


# --- known numbers ----------------------------------------------------------------------------------------------------

POINTS = {
    "zero_one": [((0.3, 1.0), {}), ((0.3, 1.0), {"threshold": 0.5})],
    "hinge": [((0.3, 1.0), {}), ((-0.3, 1.0), {"margin": 2.0, "encoding": "binary"}), ((3.0, 1.0), {})],
    "squared_hinge": [((0.3, -1.0), {}), ((-0.3, 0.3), {"margin": 2.0, "encoding": "binary"}), ((3.0, 1.0), {})],
    "perceptron": [((0.3, -1.0), {}), ((-0.3, 0.7), {"encoding": "binary"}), ((3.0, 1.0), {})],
    "soft_margin": [((0.3, 1.0), {}), ((-40.0, 0.3), {"encoding": "binary"}), ((3.0, -0.5), {})],
    "modified_huber": [((0.3, 1.0), {}), ((-3.0, 0.7), {"encoding": "binary"}), ((-3.0, 1.0), {}), ((3.0, 1.0), {})],
    "exponential": [((0.3, 1.0), {}), ((-4.0, 0.3), {"encoding": "binary"})],
}

NUMBERS = {
    "zero_one": [((1.0, 1.0), {}, 0), ((0.5, 1.0), {"threshold": 0.5}, 1)],
    "hinge": [((0.5, -1.0), {}, 3 / 2), ((0.5, 1.0), {"margin": 2.0, "encoding": "binary"}, 3 / 2)],
    "squared_hinge": [((0.5, -1.0), {}, 9 / 4)],
    "perceptron": [((0.5, -1.0), {}, 1 / 2), ((0.5, 0.0), {"encoding": "binary"}, 1 / 2)],
    "soft_margin": [((log(3), 1.0), {}, log(4 / 3)), ((log(3), 0.0), {"encoding": "binary"}, log(4))],
    "modified_huber": [((3.0, -1.0), {}, 12), ((0.5, 1.0), {}, 1 / 4), ((2.0, 0.0), {"encoding": "binary"}, 8)],
    "exponential": [((log(2), 1.0), {}, 1 / 2), ((log(2), 0.0), {"encoding": "binary"}, 2)],
}

LIMITS = {
    "hinge": [
        ((inf, 1.0), {}, 0),
    ],
    "soft_margin": [
        # infinite scores
        ((inf, 1.0), {}, 0),
        ((-inf, 1.0), {}, inf),
    ],
    "modified_huber": [
        ((inf, 1.0), {}, 0),
        ((-inf, 1.0), {}, inf),
    ],
    "exponential": [
        ((inf, 1.0), {}, 0),
    ],
}

GRADIENT_LIMITS = {
    "hinge": [
        ((1.0, 1.0), {}, (0, 0)),
    ],
    "squared_hinge": [
        ((-1.0, -1.0), {}, (0, 0)),
    ],
    "perceptron": [
        ((0.0, 1.0), {}, (0, 0)),
    ],
    "modified_huber": [
        ((1.0, 1.0), {}, (0, 0)),
        ((-1.0, 1.0), {}, (-4, 4)),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------

COMPARISONS = [
    compare(
        "zero_one",
        "sklearn",
        "zero_one_loss",
        lambda f, d: f(d.binary[:, 0], d.binary[:, 1]),
        lambda d: u.zero_one(d.binary[:, 1], d.binary[:, 0]),
    ),
    compare(
        "zero_one",
        "sklearn",
        "hamming_loss",
        lambda f, d: f(d.binary, d.binary[::-1]),
        lambda d: u.zero_one(d.binary[::-1].copy(), d.binary),
    ),
    compare(
        "hinge",
        "optax",
        "hinge_loss",
        lambda f, d: f(d.logits, d.signed),
        lambda d: u.hinge(d.logits, d.signed, reduction="none"),
    ),
    compare(
        "hinge",
        "keras",
        "hinge",
        lambda f, d: f(d.signed, d.logits),
        lambda d: mean(u.hinge(d.logits, d.signed, reduction="none")),
    ),
    compare(
        "hinge",
        "sklearn",
        "hinge_loss",
        lambda f, d: f(d.signed[:, 0], d.logits[:, 0]),
        lambda d: u.hinge(d.logits[:, 0], d.signed[:, 0]),
    ),
    compare(
        "squared_hinge",
        "keras",
        "squared_hinge",
        lambda f, d: f(d.signed, d.logits),
        lambda d: mean(u.squared_hinge(d.logits, d.signed, reduction="none")),
    ),
    compare(
        "perceptron",
        "optax",
        "perceptron_loss",
        lambda f, d: f(d.logits, d.signed),
        lambda d: u.perceptron(d.logits, d.signed, reduction="none"),
    ),
    compare(
        "soft_margin",
        "torch",
        "soft_margin_loss",
        lambda f, d: f(d.logits, d.signed),
        lambda d: u.soft_margin(d.logits, d.signed),
    ),
]
