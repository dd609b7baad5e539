"""Losses of the residual e = pred - target. Every gradient is (d/de, -d/de)."""

from math import inf, log

import numpy as np
from mpmath import mp, mpf

import unilosses as u

from ..case import around, both_signs, case, cast, generator, largest_of, product, step, thin, wide
from ..comparison import compare, mean
from ..oracle import Oracle, clean, sign


def _residual_gradient(slope):
    """Turn d/de into the gradient by pred and target."""

    def gradient(pred, target, **params):
        d = slope(pred - target, **params)
        return (d, -d), (abs(d), abs(d))

    return gradient


def _residual_value(loss):
    def value(pred, target, **params):
        return clean(loss(pred - target, **params))

    return value


def _oracle(loss, slope, exact=True):
    return Oracle("elementwise", _residual_value(loss), _residual_gradient(slope), exact)


def _squared(e):
    return e * e


def _squared_slope(e):
    return 2 * e


def _huber(e, delta=mpf(1)):
    return e * e / 2 if abs(e) <= delta else delta * (abs(e) - delta / 2)


def _huber_slope(e, delta=mpf(1)):
    return e if abs(e) <= delta else delta * sign(e)


def _smooth_l1(e, beta=mpf(1)):
    return e * e / (2 * beta) if abs(e) < beta else abs(e) - beta / 2


def _smooth_l1_slope(e, beta=mpf(1)):
    return e / beta if abs(e) < beta else sign(e)


def _pseudo_huber(e, delta=mpf(1)):
    # delta^2 (sqrt(1 + u^2) - 1), u = e / delta, multiplied out by the conjugate: e^2 / (sqrt(1 + u^2) + 1)
    if mp.isinf(e):
        return abs(e)
    return e * e / (mp.sqrt(1 + (e / delta) ** 2) + 1)


def _pseudo_huber_slope(e, delta=mpf(1)):
    if mp.isinf(e):
        return delta * sign(e)
    return e / mp.sqrt(1 + (e / delta) ** 2)


def _log_cosh(e):
    r = abs(e)
    if r < 1:
        return mp.log1p(2 * mp.sinh(r / 2) ** 2)
    return (r - mp.log(2)) + mp.log1p(mp.exp(-2 * r))


def _log_cosh_slope(e):
    if mp.isnan(e):
        return e
    # tanh |e| = (1 - t) / (1 + t), t = exp(-2 |e|)
    return -sign(e) * mp.expm1(-2 * abs(e)) / (1 + mp.exp(-2 * abs(e)))


ORACLES = {
    "absolute_error": _oracle(abs, sign),
    "squared_error": _oracle(_squared, _squared_slope),
    "huber": _oracle(_huber, _huber_slope),
    "smooth_l1": _oracle(_smooth_l1, _smooth_l1_slope),
    "pseudo_huber": _oracle(_pseudo_huber, _pseudo_huber_slope, exact=False),
    "log_cosh": _oracle(_log_cosh, _log_cosh_slope, exact=False),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Residuals: zero, one step from zero, at the kinks and one step off, over all magnitudes, and beyond.


def _ordinary(name, dtype):
    rng = generator(name, "ordinary")
    n = thin(200, dtype)
    return rng.normal(0, 3, n), rng.normal(0, 3, n)


def _equal():
    x = both_signs([0.0, 1.0, 0.1, 1e-20, 1e20, 1e30, 3.0, 7.25])
    return np.concatenate([x, [0.0, -0.0]]), np.concatenate([x, [-0.0, 0.0]])


def _near_equal(name, dtype):
    rng = generator(name, "near equal")
    target = [float(v) or 1.0 for v in cast(rng.normal(0, 3, thin(60, dtype)), dtype)]
    pairs = [(step(t, dtype, n), t) for t in target for n in (-3, -1, 1, 2)]
    return np.array([p for p, _ in pairs]), np.array([t for _, t in pairs])


def _magnitudes(dtype, n=140):
    w = wide(dtype)
    r = both_signs(np.logspace(-w, w, thin(n, dtype)))
    return r, np.zeros_like(r)


def _extremes(dtype):
    top = largest_of(dtype)
    values = both_signs([top, top / 4, np.sqrt(top) / 2, 1.0, 0.0])
    return product(values, values)


def _infinite():
    return np.array([np.inf, -np.inf, np.inf, -np.inf, 1.0, -1.0]), np.array([0.0, 0.0, -1.0, 1e3, np.inf, -np.inf])


def _general_cases(name, dtype, tag="", **params):
    """Cases for any loss of a residual."""
    return [
        case(f"ordinary{tag}", dtype, _ordinary(name + tag, dtype), "N(0, 3)", **params),
        case(f"equal{tag}", dtype, _equal(), "residual exactly 0, signed zeros", **params),
        case(f"near_equal{tag}", dtype, _near_equal(name, dtype), "residual of a few steps", **params),
        case(f"magnitudes{tag}", dtype, _magnitudes(dtype), "residuals over the range of the dtype", **params),
        case(f"extremes{tag}", dtype, _extremes(dtype), "largest numbers; overflow is inf", **params),
        case(f"infinite{tag}", dtype, _infinite(), "limits at infinity", **params),
    ]


def _kinks(bound, dtype):
    """|e| exactly at the bound, one and two steps off, from 0 and from a target of the size of the bound."""
    from_zero = both_signs([*around(bound, dtype), bound / 2, 2 * bound, 4 * bound])
    pred, target = [*from_zero], [0.0] * len(from_zero)
    for t in (bound, -bound, 4 * bound, 0.5 * bound):
        for p in (t + bound, t - bound):
            pred += around(p, dtype, 1) if p != 0 else [p]
            target += [t] * (3 if p != 0 else 1)
    return np.array(pred), np.array(target)


def _bounded(name, dtype, param, bounds, inexact):
    cases = []
    for bound in bounds:
        tag = f"-{param}={bound:g}"
        cases += _general_cases(name, dtype, tag, **{param: bound})
        kinks = _kinks(bound, dtype)
        cases.append(case(f"kinks{tag}", dtype, kinks, "|e| at the bound, one step off", **{param: bound}))
    for bound in inexact:
        tag = f"-{param}={bound:g}"
        columns = _ordinary(name + tag, dtype)
        cases.append(case(f"ordinary{tag}", dtype, columns, "bound that no dtype holds exactly", **{param: bound}))
    return cases


def _ratios(dtype, delta):
    """e / delta from 1e-20 to 1e30."""
    u = both_signs(np.logspace(-20, 30, thin(200, dtype)))
    return case(f"ratios-delta={delta:g}", dtype, (u * delta, np.zeros_like(u)), "e / delta 1e-20 .. 1e30", delta=delta)


def absolute_error(dtype):
    return _general_cases("absolute_error", dtype)


def squared_error(dtype):
    return _general_cases("squared_error", dtype)


def huber(dtype):
    return _bounded("huber", dtype, "delta", (1.0, 2.0, 0.25), (0.1, 1.35, 1e-3, 1e4))


def smooth_l1(dtype):
    cases = _bounded("smooth_l1", dtype, "beta", (1.0, 2.0, 0.25), (0.1, 1.35, 1e-3, 1e4))
    return cases + _general_cases("smooth_l1", dtype, "-beta=0", beta=0.0)


def pseudo_huber(dtype):
    cases = _general_cases("pseudo_huber", dtype) + _general_cases("pseudo_huber", dtype, "-delta=0.1", delta=0.1)
    deltas = (1.0, 0.25, 1.35, 1024.0) if dtype == "float16" else (1.0, 0.25, 1.35, 1e-5, 1e10)
    return cases + [_ratios(dtype, delta) for delta in deltas]


def log_cosh(dtype):
    dense = both_signs(np.logspace(-6, np.log10(2), thin(240, dtype)))
    full = both_signs(np.logspace(-30, 30, thin(120, dtype)))
    switch = both_signs([v for x in (0.03, 0.5, 1.0, 2.0, 20.0, 88.0, 100.0, 200.0, 700.0) for v in _near(x, dtype)])
    return [
        *_general_cases("log_cosh", dtype),
        case("dense", dtype, (dense, np.zeros_like(dense)), "1e-6 .. 2, where log(cosh) is lost"),
        case("full", dtype, (full, np.zeros_like(full)), "1e-30 .. 1e30"),
        case("switches", dtype, (switch, np.zeros_like(switch)), "where formulas change over"),
    ]


def _near(x, dtype):
    return around(float(cast(x, dtype)), dtype, 1)


INPUTS = {f.__name__: f for f in (absolute_error, squared_error, huber, smooth_l1, pseudo_huber, log_cosh)}


# --- known numbers ----------------------------------------------------------------------------------------------------

POINTS = {
    "absolute_error": [((0.3, 1.7), {}), ((2.5, -1.0), {})],
    "squared_error": [((0.3, 1.7), {}), ((-2.5, 1e-3), {})],
    "huber": [((0.3, 1.1), {}), ((0.3, -5.0), {"delta": 2.0}), ((7.0, 1.0), {"delta": 0.1})],
    "smooth_l1": [((0.3, 1.1), {}), ((0.3, -5.0), {"beta": 2.0}), ((0.3, 0.4), {"beta": 0.0})],
    "pseudo_huber": [((0.3, 1.1), {}), ((1e3, -5.0), {"delta": 0.5}), ((1e-9, 0.0), {"delta": 4.0})],
    "log_cosh": [((0.3, 0.4), {}), ((3.0, -2.0), {}), ((1e-9, 0.0), {}), ((-50.0, 0.0), {})],
}

NUMBERS = {
    "absolute_error": [((1.0, 3.0), {}, 2)],
    "squared_error": [((1.0, 3.0), {}, 4)],
    "huber": [((4.0, 1.0), {"delta": 2.0}, 4), ((2.0, 1.0), {}, 1 / 2)],
    "smooth_l1": [((4.0, 1.0), {"beta": 2.0}, 2), ((1.5, 1.0), {"beta": 2.0}, 1 / 16)],
    "pseudo_huber": [((3.0, 0.0), {"delta": 4.0}, 4)],  # sqrt(1 + 9/16) = 5/4
    "log_cosh": [((log(2), 0.0), {}, log(5 / 4))],
}

LIMITS = {
    "smooth_l1": [
        ((inf, 0.0), {}, inf),
    ],
}

GRADIENT_LIMITS = {
    "absolute_error": [
        ((1.0, 1.0), {}, (0, 0)),
    ],
    "huber": [
        ((3.0, 1.0), {"delta": 2.0}, (2, -2)),
    ],
    "smooth_l1": [
        ((1.0, 1.0), {"beta": 0.0}, (0, 0)),
    ],
    "pseudo_huber": [
        ((-inf, 1.0), {"delta": 2.0}, (-2, 2)),
    ],
    "log_cosh": [
        ((1e300, 0.0), {}, (1, -1)),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------

COMPARISONS = [
    compare("absolute_error", "torch", "l1_loss", lambda f, d: f(d.pred, d.target), lambda d: u.l1(d.pred, d.target)),
    compare(
        "absolute_error",
        "keras",
        "mean_absolute_error",
        lambda f, d: f(d.target, d.pred),
        lambda d: mean(u.l1(d.pred, d.target, reduction="none")),
    ),
    compare(
        "absolute_error",
        "sklearn",
        "mean_absolute_error",
        lambda f, d: f(d.target, d.pred),
        lambda d: u.l1(d.pred, d.target),
    ),
    compare("squared_error", "torch", "mse_loss", lambda f, d: f(d.pred, d.target), lambda d: u.mse(d.pred, d.target)),
    compare(
        "squared_error",
        "optax",
        "squared_error",
        lambda f, d: f(d.pred, d.target),
        lambda d: u.mse(d.pred, d.target, reduction="none"),
    ),
    compare(
        "squared_error",
        "optax",
        "l2_loss",
        lambda f, d: f(d.pred, d.target),
        lambda d: 0.5 * u.mse(d.pred, d.target, reduction="none"),
    ),
    compare(
        "squared_error",
        "keras",
        "mean_squared_error",
        lambda f, d: f(d.target, d.pred),
        lambda d: mean(u.mse(d.pred, d.target, reduction="none")),
    ),
    compare(
        "squared_error",
        "sklearn",
        "mean_squared_error",
        lambda f, d: f(d.target, d.pred),
        lambda d: u.mse(d.pred, d.target),
    ),
    compare("huber", "torch", "huber_loss", lambda f, d: f(d.pred, d.target), lambda d: u.huber(d.pred, d.target)),
    compare(
        "huber",
        "optax",
        "huber_loss",
        lambda f, d: f(d.pred, d.target),
        lambda d: u.huber(d.pred, d.target, reduction="none"),
    ),
    compare(
        "huber",
        "keras",
        "huber",
        lambda f, d: f(d.target, d.pred),
        lambda d: mean(u.huber(d.pred, d.target, reduction="none")),
    ),
    compare(
        "smooth_l1",
        "torch",
        "smooth_l1_loss",
        lambda f, d: f(d.pred, d.target),
        lambda d: u.smooth_l1(d.pred, d.target),
    ),
    compare(
        "log_cosh",
        "optax",
        "log_cosh",
        lambda f, d: f(d.pred, d.target),
        lambda d: u.log_cosh(d.pred, d.target, reduction="none"),
    ),
    compare(
        "log_cosh",
        "keras",
        "log_cosh",
        lambda f, d: f(d.target, d.pred),
        lambda d: mean(u.log_cosh(d.pred, d.target, reduction="none")),
    ),
]
