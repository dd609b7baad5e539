"""Errors of logarithms, and errors relative to the numbers that are compared."""

from math import inf, log

import numpy as np
from mpmath import mp, mpf

import unilosses as u

from ...suite.ulp import epsilon
from ..case import around, both_signs, case, cast, generator, largest_of, product, step, thin, wide
from ..comparison import compare, mean
from ..oracle import INF, NAN, Oracle, clean, sign
from .regression import _equal, _general_cases, _infinite, _near_equal


def _log_gap(pred, target):
    """log(1 + pred) - log(1 + target), with digits enough for numbers of 1e-308 that nearly agree."""
    if min(pred, target) < -1 or pred == target == -1 or mp.isnan(pred + target):
        return NAN
    if pred == -1 or target == -1:
        return -INF if pred == -1 else INF
    if mp.isinf(pred) or mp.isinf(target):
        return NAN if pred == target else pred - target
    with mp.extradps(360):
        return mp.log1p(pred) - mp.log1p(target)


def _squared_log_error(pred, target):
    return clean(_log_gap(pred, target) ** 2)


def _squared_log_error_gradient(pred, target):
    d = 2 * _log_gap(pred, target)
    by_pred, by_target = d / (1 + pred), -d / (1 + target)
    return (by_pred, by_target), (abs(by_pred), abs(by_target))


def _absolute_percentage_error(pred, target, eps, percent=False):
    factor = 100 if percent else 1
    e, size = abs(pred - target), max(abs(target), eps or 0)
    if size == 0:
        return clean(mpf(0) if e == 0 else INF)
    return clean(factor * e / size)


def _absolute_percentage_error_gradient(pred, target, eps, percent=False):
    factor = (100 if percent else 1) * sign(pred - target)
    size = max(abs(target), eps or 0)
    by_pred = factor / size
    # |target| in the denominator: d/dy |p - y| / |y| = -s / |y| - |p - y| sign(y) / y^2 = -s p / (y |y|)
    by_target = -by_pred if abs(target) < (eps or 0) else -factor * pred / (target * abs(target))
    return (by_pred, by_target), (abs(by_pred), abs(by_target))


def _symmetric(pred, target):
    total = abs(pred) + abs(target)
    if total == 0:
        return clean(mpf(0))
    if mp.isinf(total):
        return clean(NAN if pred == target else mpf(2))
    return clean(2 * abs(pred - target) / total)


def _symmetric_gradient(pred, target):
    total, s = abs(pred) + abs(target), sign(pred - target)
    if total == 0 or mp.isinf(total):
        return (mpf(0), mpf(0)), (mpf(0), mpf(0))
    # d/dp 2 |p - y| / (|p| + |y|) by the quotient rule, with sign(0) = 0
    by_pred = 2 * (s * total - abs(pred - target) * sign(pred)) / total**2
    by_target = 2 * (-s * total - abs(pred - target) * sign(target)) / total**2
    return (by_pred, by_target), (abs(by_pred), abs(by_target))


ORACLES = {
    "squared_log_error": Oracle("elementwise", _squared_log_error, _squared_log_error_gradient),
    "absolute_percentage_error": Oracle(
        "elementwise", _absolute_percentage_error, _absolute_percentage_error_gradient, exact=True
    ),
    "symmetric_absolute_percentage_error": Oracle("elementwise", _symmetric, _symmetric_gradient, exact=True),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Numbers that nearly agree, from tiny to huge; at the ends of a domain; at 0 and at the clipping bound.


def _amounts(name, dtype):
    rng = generator(name, "amounts")
    n = thin(200, dtype)
    return np.exp(rng.normal(1, 2, n)), np.exp(rng.normal(1, 2, n))


def _close(name, dtype):
    """Amounts over all magnitudes, a few steps and a few percent apart."""
    rng = generator(name, "close")
    a = np.logspace(-wide(dtype), wide(dtype), thin(120, dtype))
    held = [float(v) for v in cast(a, dtype)]
    near = [step(v, dtype, n) for v in held for n in (1, 3)]
    return np.concatenate([near, a]), np.concatenate([np.repeat(held, 2), a * (1 + rng.uniform(-0.1, 0.1, a.size))])


def squared_log_error(dtype):
    name = "squared_log_error"
    above = -1.0 + np.array([epsilon(dtype) / 2, 2.0 * epsilon(dtype), 0.01, 0.25, 0.5, 0.75])
    all_sizes = np.concatenate([above, both_signs(10.0 ** -np.arange(1, wide(dtype), 3)), [0.0, 1.0, 30.0]])
    beyond = [-1.0, -1.0, 3.0, -1.5, 2.0, step(-1.0, dtype, -1), -np.inf, np.inf, 0.5]
    against = [3.0, -1.0, -1.0, 2.0, -4.0, 0.0, 1.0, 0.5, np.inf]
    return [
        case("amounts", dtype, _amounts(name, dtype), "log-normal"),
        case("close", dtype, _close(name, dtype), "nearly equal, over all magnitudes"),
        case("equal", dtype, [np.abs(x) for x in _equal()], "equal"),
        case("near_equal", dtype, [np.abs(x) for x in _near_equal(name, dtype)], "a few steps apart"),
        case("sizes", dtype, product(all_sizes, all_sizes), "just above -1, around 0"),
        case(
            "far",
            dtype,
            product(above, [1.0, largest_of(dtype) / 4, largest_of(dtype)]),
            "just above -1 against the largest",
        ),
        case("ends", dtype, (beyond, against), "-1 and below, infinite", gradient=False),
    ]


def _percentage(dtype, tag, **params):
    name = "absolute_percentage_error"
    return [
        *_general_cases(name, dtype, tag, **params)[:3],
        case(f"amounts{tag}", dtype, _amounts(name + tag, dtype), "log-normal", **params),
        case(f"close{tag}", dtype, _close(name, dtype), "nearly equal, over all magnitudes", **params),
    ]


def absolute_percentage_error(dtype):
    top = largest_of(dtype)
    predictions = both_signs([0.0, 1.0, 0.5, 1e-3, 3.0])
    bound = 2.0**-8
    edge = product(predictions, both_signs([*around(bound, dtype), bound / 2, 4 * bound, 0.0]))
    ends = product(both_signs([top, 1.0]), both_signs([top, top / 4, 2.0]))
    sizes = product(both_signs([1e-20, 1.0, 1e20]), both_signs([1e-15, 1e-3, 1.0, 1e15]))
    cases = [c for tag, eps in (("-finfo", "finfo"), ("-exact", None)) for c in _percentage(dtype, tag, eps=eps)]
    for c in cases:  # a target of 0 has no gradient without eps
        if c.params["eps"] is None and c.id.startswith("equal"):
            c.params["eps"] = "finfo"
    return [
        *cases,
        case("edge", dtype, edge, "targets at the bound, one step off", eps=bound),
        case("zero", dtype, (predictions, np.zeros_like(predictions)), "targets of 0", gradient=False, eps=None),
        case("ends", dtype, ends, "largest numbers", eps=None),
        case("sizes", dtype, sizes, "all ratios", eps=None),
        case("percent", dtype, _amounts("percent", dtype), "percent, eps as in Keras", eps=1e-7, percent=True),
        case("infinite", dtype, (both_signs([np.inf]), [1.0, 2.0]), "infinite predictions", eps=None),
    ]


def symmetric_absolute_percentage_error(dtype):
    name = "symmetric_absolute_percentage_error"
    top = largest_of(dtype)
    few = both_signs([0.0, 1.0, 3.0, 1e-3, 1e10, 1e-10])
    return [
        *_general_cases(name, dtype)[:4],
        case("amounts", dtype, _amounts(name, dtype), "log-normal"),
        case("close", dtype, _close(name, dtype), "nearly equal, over all magnitudes"),
        case("signs", dtype, product(few, few), "all signs, zeros"),
        case(
            "ends", dtype, product(both_signs([top, top / 4, 1.0]), both_signs([top, top / 2, 1.0])), "largest numbers"
        ),
        case("infinite", dtype, _infinite(), "limits at infinity"),
    ]


INPUTS = {f.__name__: f for f in (squared_log_error, absolute_percentage_error, symmetric_absolute_percentage_error)}


# --- known numbers ----------------------------------------------------------------------------------------------------

POINTS = {
    "squared_log_error": [((0.3, 1.7), {}), ((-0.9, 3.0), {}), ((1e-9, 1.0001e-9), {}), ((1e9, 0.0), {})],
    "absolute_percentage_error": [
        ((pred, target), {"eps": eps, "percent": percent})
        for pred, target in ((0.3, 2.0), (5.0, 2.0), (0.3, -2.0), (0.3, 1e-3), (-0.3, -1e-3))
        for eps, percent in ((0.01, False), (0.5, True))
    ]
    + [((0.3, 1e-3), {"eps": None})],
    "symmetric_absolute_percentage_error": [((0.3, 2.0), {}), ((5.0, 2.0), {}), ((-5.0, -2.0), {}), ((0.3, -2.0), {})],
}

NUMBERS = {
    "squared_log_error": [((3.0, 0.0), {}, log(4) ** 2), ((1.0, 3.0), {}, log(2) ** 2)],
    "absolute_percentage_error": [
        ((3.0, 4.0), {"eps": None}, 1 / 4),
        ((3.0, -4.0), {"eps": 1e-3, "percent": True}, 175),
        ((2.0, 0.0), {"eps": 0.5}, 4),
    ],
    "symmetric_absolute_percentage_error": [((1.0, 3.0), {}, 1), ((1.0, -3.0), {}, 2)],
}

LIMITS = {
    "squared_log_error": [
        ((-1.0, 0.0), {}, inf),
    ],
    "absolute_percentage_error": [
        ((0.0, 0.0), {"eps": None}, 0),
        ((1.0, 0.0), {"eps": None}, inf),
    ],
    "symmetric_absolute_percentage_error": [
        ((0.0, 0.0), {}, 0),
        ((inf, 1.0), {}, 2),
    ],
}

GRADIENT_LIMITS = {
    "symmetric_absolute_percentage_error": [
        ((0.0, 0.0), {}, (0, 0)),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------

COMPARISONS = [
    compare(
        "squared_log_error",
        "keras",
        "mean_squared_logarithmic_error",
        lambda f, d: f(d.counts, d.rates),
        lambda d: mean(u.msle(d.rates, d.counts, reduction="none")),
    ),
    compare(
        "squared_log_error",
        "sklearn",
        "mean_squared_log_error",
        lambda f, d: f(d.counts, d.rates),
        lambda d: u.msle(d.rates, d.counts),
    ),
    compare(
        "absolute_percentage_error",
        "keras",
        "mean_absolute_percentage_error",
        lambda f, d: f(d.target, d.pred),
        lambda d: mean(u.mape(d.pred, d.target, eps=1e-7, percent=True, reduction="none")),
    ),
    compare(
        "absolute_percentage_error",
        "sklearn",
        "mean_absolute_percentage_error",
        lambda f, d: f(d.target, d.pred),
        lambda d: u.mape(d.pred, d.target),
    ),
]
