"""Focal losses: of independent labels, and over the classes of one row.

The cross-entropy times (1 - p)^gamma, with p the probability of the label; the parts are those of the cross-entropies.
"""

from math import inf, log

from mpmath import mp, mpf

import unilosses as u

from ..case import HALF, case, generator, product, thin
from ..comparison import KERAS_LOGITS, compare, mean
from ..numbers import EIGHTHS, WEIGHTS, Draw
from ..oracle import Oracle, clean, largest, sigmoid, softplus, times
from .binary import HARD, SOFT, _infinite, _logits
from .multiclass.inputs import (
    _class_weight,
    _dense_cases,
    _index_with,
    _infinite_losses,
    _logit_cases,
    _masked_cases,
    _random_logits,
    _renamed,
    _variants,
)
from .multiclass.oracle import _label_gradient, _row, _softmax_gradient, _weighted_sum, softmax


def _focal_parts(logits, y, alpha):
    """(alpha_t, 1 - p_t, cross-entropy), each a sum of terms of one sign for y in [0, 1]."""
    alpha_t = mpf(1) if alpha is None else alpha * y + (1 - alpha) * (1 - y)
    q = y * sigmoid(-logits) + (1 - y) * sigmoid(logits)
    ce = times(y, softplus(-logits)) + times(1 - y, softplus(logits))
    return alpha_t, q, ce


def _sigmoid_focal(logits, target, gamma=mpf(2), alpha=None):
    alpha_t, q, ce = _focal_parts(logits, target, alpha)
    return clean(times(alpha_t * q**gamma, ce))


def _sigmoid_focal_gradient(logits, target, gamma=mpf(2), alpha=None):
    y = target
    alpha_t, q, ce = _focal_parts(logits, y, alpha)
    alpha_slope = mpf(0) if alpha is None else 2 * alpha - 1
    if mp.isinf(logits):
        return _focal_gradient_at_infinity(logits, y, gamma, alpha_t, alpha_slope, q)
    p, rest = sigmoid(logits), sigmoid(-logits)
    # d q / d x = (1 - 2 y) p (1 - p);  d ce / d x = (1 - y) p - y (1 - p);  d q / d y = 1 - 2 p;  d ce / d y = -x
    inner = times(gamma, q ** (gamma - 1)) * ce
    by_logits = [
        alpha_t * inner * (1 - 2 * y) * p * rest,
        alpha_t * q**gamma * (1 - y) * p,
        -alpha_t * q**gamma * y * rest,
    ]
    by_target = [
        alpha_slope * q**gamma * ce,
        alpha_t * inner * (rest - p),
        -alpha_t * q**gamma * logits,
    ]
    sums = mp.fsum(by_logits), mp.fsum(by_target)
    return sums, (largest(sums[0], *by_logits), largest(sums[1], *by_target))


def _focal_gradient_at_infinity(logits, y, gamma, alpha_t, alpha_slope, q):
    wrong = 1 - y if logits > 0 else y
    slope = q**gamma * wrong if wrong != 0 else mpf(0)
    by_logits = alpha_t * slope * (1 if logits > 0 else -1)
    # By the target: every term grows like abs(logits); the sign of the factor in front decides.
    direction = -1 if logits > 0 else 1
    if q == 0:
        factor = alpha_t * direction if gamma == 0 else mpf(0)
    else:
        factor = alpha_slope * q**gamma * wrong + alpha_t * direction * (gamma * q ** (gamma - 1) * wrong + q**gamma)
    by_target = times(factor, abs(logits))
    return (by_logits, by_target), (abs(by_logits), abs(by_target))


# --- softmax focal --------------------------------------------------------------------------------------------------


def _softmax_focal(logits, labels, gamma=mpf(2), alpha=None, class_weight=None):
    _, surprisal, rest = softmax(logits)
    a = _row(labels, len(logits), class_weight, alpha=alpha)[2]
    return _weighted_sum(a, [r**gamma * v for r, v in zip(rest, surprisal, strict=True)])


def _focal_slope(p, surprisal, rest, gamma):
    """-d f / d log p for f = (1 - p)^gamma (-log p): (1 - p)^gamma + gamma p (1 - p)^(gamma - 1) (-log p)"""
    if gamma == 0 or p == 0:
        return mpf(1)
    if rest == 0:
        return mpf(0)
    return rest**gamma + gamma * p * rest ** (gamma - 1) * surprisal


def _softmax_focal_gradient(logits, labels, gamma=mpf(2), alpha=None, class_weight=None):
    p, surprisal, rest = softmax(logits)
    _, w, a = _row(labels, len(logits), class_weight, alpha=alpha)
    if all(v == 0 for v in a):
        by_logits = [mpf(0)] * len(a), [mpf(0)] * len(a)
    else:
        b = [times(v, _focal_slope(*parts, gamma)) for v, *parts in zip(a, p, surprisal, rest, strict=True)]
        by_logits = _softmax_gradient(b, p, rest)
    by_labels = _label_gradient(labels, w, [r**gamma * v for r, v in zip(rest, surprisal, strict=True)])
    return (by_logits[0], by_labels[0]), (by_logits[1], by_labels[1])


ORACLES = {
    "sigmoid_focal": Oracle("elementwise", _sigmoid_focal, _sigmoid_focal_gradient),
    "softmax_focal": Oracle("rowwise", _softmax_focal, _softmax_focal_gradient),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Logits from 0 to saturation and infinity; rows of logits with index and dense labels.


def sigmoid_focal(dtype):
    name = "sigmoid_focal"
    x = _logits(name, dtype, 40)
    cases = []
    for gamma in (0.0, 0.5, 1.0, 2.0, 5.0):
        for alpha in (None, 0.25):
            params = {"gamma": gamma, "alpha": alpha}
            tag = f"gamma={gamma:g}-alpha={alpha}"
            cases.append(case(f"hard-{tag}", dtype, product(x, HARD), "labels 0 and 1", **params))
            if dtype not in HALF or gamma in (0.5, 2.0):
                cases.append(case(f"soft-{tag}", dtype, product(x[::4], SOFT), "labels in between", **params))
        cases += _infinite(name, dtype, gamma=gamma)
    for alpha in (0.0, 0.7, 1.0):
        cases.append(case(f"hard-alpha={alpha:g}", dtype, product(x[::2], HARD), "one class only, or 0.7", alpha=alpha))
    return cases


def softmax_focal(dtype):
    name = "softmax_focal"
    finite, masked = list(_logit_cases(name, dtype)), list(_masked_cases(name, dtype))
    small = [f for f in finite if f[1].shape[1] <= 10]
    cases = _variants(name, dtype, finite + masked, dense=False)
    cases += _variants(name, dtype, small + masked, dense=True)
    for gamma in (0.0, 0.5, 1.0, 5.0):
        some = [f for f in finite + masked if f[0].endswith(("-3", "_class"))]
        for kind in _variants(name, dtype, some, dense=False, gamma=gamma):
            cases.append(_renamed(kind, f"gamma={gamma:g}"))
        cases += _infinite_losses(dtype, gamma=gamma)
    rng = generator(name, "parameters")
    for classes in (2, 3, 10, 101):
        x, labels = _random_logits(rng, thin(12 if classes <= 10 else 3, dtype), classes)
        w = _class_weight(classes)
        cases += _index_with(name, dtype, classes, x, labels, "alpha", alpha=w)
        cases += _index_with(name, dtype, classes, x, labels, "alpha=0.25", alpha=0.25, gamma=0.5)
        cases += _index_with(name, dtype, classes, x, labels, "alpha-class_weight", alpha=w, class_weight=w[::-1])
    cases += _dense_cases(name, dtype, lambda rng, rows, classes: _random_logits(rng, rows, classes)[0], gamma=2.0)
    return cases


INPUTS = {f.__name__: f for f in (sigmoid_focal, softmax_focal)}


# --- known numbers ----------------------------------------------------------------------------------------------------

_random = Draw(20)

_normal, _distribution = _random.normal, _random.distribution

POINTS = {
    "sigmoid_focal": [
        ((x, y), {"gamma": gamma, "alpha": alpha})
        for x in (-17.0, 0.3, 5.0)
        for y in (0.0, 0.35, 1.0)
        for gamma, alpha in ((0.0, 0.25), (0.5, None), (2.0, 0.75), (5.0, 0.25))
    ],
    "softmax_focal": [
        ((_normal(4), 2), {"gamma": gamma, "alpha": alpha})
        for gamma, alpha in ((0.0, 0.25), (0.5, None), (2.0, [0.5, 2.0, 1.0, 3.0]), (5.0, 0.25))
    ]
    + [
        ((_normal(4), _distribution(4)), {"gamma": 1.0, **WEIGHTS}),
        (([40.0, 0.0, 1.0], 0), {"gamma": 0.5}),
        (([0.0, 40.0, 1.0], 0), {"gamma": 2.0}),
    ],
}

NUMBERS = {
    "sigmoid_focal": [((log(3), 0.0), {"gamma": 2.0, "alpha": 0.25}, log(4) * 27 / 64)],
    "softmax_focal": [((EIGHTHS, 1), {"gamma": 2.0}, log(4) * 9 / 16)],
}

LIMITS = {
    "sigmoid_focal": [
        ((inf, 1.0), {"gamma": 0.5}, 0),
        ((-inf, 1.0), {"alpha": 0.25}, inf),
    ],
    "softmax_focal": [
        (([3.0, -inf], 0), {"gamma": 0.5}, 0),
    ],
}

GRADIENT_LIMITS = {
    "sigmoid_focal": [
        ((inf, 1.0), {"gamma": 0.5}, (0, 0)),
        ((-inf, 1.0), {"alpha": 0.25}, (-0.25, inf)),
    ],
    "softmax_focal": [
        (([-inf, 0.0], 0), {}, ([-1, 1], None)),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------

COMPARISONS = [
    compare(
        "sigmoid_focal",
        "optax",
        "sigmoid_focal_loss",
        lambda f, d: f(d.logits, d.binary),
        lambda d: u.sigmoid_focal(d.logits, d.binary, reduction="none"),
    ),
    compare(
        "sigmoid_focal",
        "keras",
        "binary_focal_crossentropy",
        lambda f, d: f(d.binary, d.logits, from_logits=True),
        lambda d: mean(u.sigmoid_focal(d.logits, d.binary, reduction="none")),
        KERAS_LOGITS,
    ),
    compare(
        "softmax_focal",
        "keras",
        "categorical_focal_crossentropy",
        lambda f, d: f(d.dense, d.logits, from_logits=True),
        lambda d: u.softmax_focal(d.logits, d.dense, alpha=0.25, reduction="none"),
    ),
]
