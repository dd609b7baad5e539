"""Deviances of generalized linear models. No scale but the result: nothing in them has to cancel."""

from math import inf, log

import numpy as np
from mpmath import mp, mpf

import unilosses as u

from ...suite.ulp import FORMATS
from ..case import around, both_signs, case, cast, generator, largest_of, product, step, thin, wide
from ..comparison import compare
from ..oracle import INF, NAN, Oracle, clean

# What the formulas lose where the two numbers are a step of float64 apart and the power is next to 1 or 2, and more.
EXTRA = 120


def _inside(pred, target, power):
    """Whether there is a density, with limits at 0 counted in."""
    if power == 0:
        return True
    return pred >= 0 and (target >= 0 or power < 0) and (power < 2 or pred > 0 or target > 0)


def _tweedie(pred, target, power=mpf(3) / 2):
    m, y, p = pred, target, power
    if not _inside(m, y, p):
        return clean(NAN)
    if p == 0:
        return clean((m - y) ** 2)
    if (p >= 2 and (m == 0 or y == 0)) or (p >= 1 and m == 0 and y > 0):
        return clean(INF)
    if m == y:
        return clean(mpf(0))
    with mp.extradps(EXTRA):
        if p == 1:
            return clean(2 * ((y * mp.log(y / m) if y > 0 else 0) - y + m))
        if p == 2:
            return clean(2 * (mp.log(m / y) + y / m - 1))
        first = max(y, mpf(0)) ** (2 - p) / ((1 - p) * (2 - p))
        second = mpf(0) if y == 0 else y * m ** (1 - p) / (1 - p)
        return clean(2 * (first - second + m ** (2 - p) / (2 - p)))


def _tweedie_gradient(pred, target, power=mpf(3) / 2):
    m, y, p = pred, target, power
    with mp.extradps(EXTRA):
        by_pred = 2 * (m - y) / m**p
        if p >= 1 and y == 0:
            by_target = mpf(0)
        elif p == 0:
            by_target = 2 * (y - m)
        elif p == 1:
            by_target = 2 * mp.log(y / m)
        else:
            by_target = 2 * (max(y, mpf(0)) ** (1 - p) - m ** (1 - p)) / (1 - p)
    return (by_pred, by_target), (abs(by_pred), abs(by_target))


def _at(power):
    return (
        lambda pred, target: _tweedie(pred, target, mpf(power)),
        lambda pred, target: _tweedie_gradient(pred, target, mpf(power)),
    )


ORACLES = {
    "poisson_deviance": Oracle("elementwise", *_at(1)),
    "gamma_deviance": Oracle("elementwise", *_at(2)),
    "tweedie_deviance": Oracle("elementwise", _tweedie, _tweedie_gradient),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Amounts that agree, nearly agree, or are far apart; targets of 0 and below; every branch of the power, and beside.


def _amounts(name, dtype, tag="", decades=None, **params):
    rng = generator(name, tag)
    n = thin(120, dtype)
    cases = [case(f"ordinary{tag}", dtype, np.exp(rng.normal(1, 1.5, (2, n))), "log-normal", **params)]
    t = np.exp(np.concatenate([np.linspace(-6, 6, n), np.linspace(-1.2, 1.2, n)]))
    y = np.exp(rng.normal(0, 1, t.size))
    cases.append(case(f"ratios{tag}", dtype, (y * t, y), "one formula passes into another", **params))
    held = [float(v) for v in cast(np.exp(rng.normal(0, 2, thin(30, dtype))), dtype)]
    near = [(step(v, dtype, k), v) for v in held for k in (-3, -1, 1, 2)]
    gaps = np.exp(rng.uniform(-12, -1, n)) * rng.choice([-1, 1], n)
    y = np.exp(rng.normal(0, 2, n))
    cases.append(case(f"near_equal{tag}", dtype, np.array(near).T, "a few steps apart", **params))
    cases.append(case(f"close{tag}", dtype, (y * (1 + gaps), y), "close together", **params))
    same = [1.0, 0.1, 3.0, 7.25, 1e3]
    cases.append(case(f"equal{tag}", dtype, (same, same), "0", **params))
    w = wide(dtype) if decades is None else min(wide(dtype), decades)
    sizes = np.logspace(-w, w, thin(18, dtype))
    cases.append(case(f"sizes{tag}", dtype, product(sizes, sizes), "any two sizes", **params))
    return cases


def poisson_deviance(dtype):
    name = "poisson_deviance"
    zeros = product([0.5, 1.0, 30.0], [0.0])
    m, y = product([0.0, -1.0, 1.0], [0.0, 1.0, -1.0])
    ends = (m, y)
    return [
        *_amounts(name, dtype),
        case("zeros", dtype, zeros, "0 log 0 = 0"),
        case("ends", dtype, ends, "limits", gradient=False),
    ]


def gamma_deviance(dtype):
    name = "gamma_deviance"
    m, y = product([0.0, -1.0, 1.0], [0.0, 1.0, -1.0])
    top, tiny = largest_of(dtype) / 8, 64 * 2.0 ** FORMATS[dtype][1]
    extremes = product([tiny, 1.0, top], [tiny, 1.0, top])
    return [
        *_amounts(name, dtype),
        case("extremes", dtype, extremes, "ends of the range", gradient=False),
        case("ends", dtype, (m, y), "limits", gradient=False),
    ]


# Every branch, numbers next to 1 and 2, and some that no dtype holds.
POWERS = (0.0, 1.0, 2.0, 1.5, 3.0, -1.0, -3.0, 1.25, 1.75, 2.5, 4.0, -0.5)

BESIDE = (1.0 + 2.0**-20, 2.0 - 2.0**-20, 2.0 + 2.0**-20, 1.0 + 2.0**-45, -(2.0**-20))

INEXACT = (1.1, 1.9, 2.2, -0.3)


def tweedie_deviance(dtype):
    name, cases = "tweedie_deviance", []
    for p in (*POWERS, *BESIDE, *INEXACT):
        tag = f"-power={p!r}"
        found = _amounts(name, dtype, tag, wide(dtype) * 2 / max(2.0, abs(p), abs(2 - p)), power=p)
        cases += found if p not in INEXACT else found[:2]
        if p < 2:
            zeros = product([0.5, 1.0, 30.0], [0.0])
            cases.append(case(f"zeros{tag}", dtype, zeros, "targets of 0", power=p))
        if p <= 0:
            below = product([0.5, 1.0, 30.0], both_signs([1.0, 0.1, 7.0]))
            cases.append(case(f"negative{tag}", dtype, below, "negative targets", power=p))
        if p == 0:
            below = product(both_signs([0.5, 1.0, 30.0]), both_signs([1.0, 0.1, 7.0]))
            cases.append(case(f"real{tag}", dtype, below, "negative predictions", power=p))
        else:
            ends = product([0.0, -1.0, 1.0], [0.0, 1.0, -1.0])
            cases.append(case(f"ends{tag}", dtype, ends, "limits", gradient=False, power=p))
    one = cast(1.0, dtype).item()
    beside = np.array([(a, b) for a in around(one, dtype) for b in around(one, dtype)]).T
    cases += [case(f"steps-power={p:g}", dtype, beside, "steps around 1", power=p) for p in (1.5, 3.0, -1.0)]
    return cases


INPUTS = {f.__name__: f for f in (poisson_deviance, gamma_deviance, tweedie_deviance)}


# --- known numbers ----------------------------------------------------------------------------------------------------

POINTS = {
    "poisson_deviance": [((0.3, 2.5), {}), ((7.0, 3.0), {}), ((2.0, 2.0001), {})],
    "gamma_deviance": [((0.3, 2.5), {}), ((7.0, 3.0), {}), ((2.0, 2.0001), {})],
    "tweedie_deviance": [
        ((pred, target), {"power": power})
        for pred, target in ((0.3, 2.5), (7.0, 3.0), (2.0, 2.0001))
        for power in (0.0, 1.0, 1.5, 2.0, 3.0, -1.0, 1.0 + 1e-9, 2.0 - 1e-9)
    ]
    + [((0.3, -2.5), {"power": 0.0}), ((0.3, -2.5), {"power": -1.0})],
}

BY_FIRST = {
    "poisson_deviance": [((0.3, 0.0), {})],
    "tweedie_deviance": [((0.3, 0.0), {"power": power}) for power in (0.0, 1.0, 1.5, -1.0)],
}

NUMBERS = {
    "poisson_deviance": [((1.0, 2.0), {}, 4 * log(2) - 2)],
    "gamma_deviance": [((2.0, 1.0), {}, 2 * log(2) - 1)],
    # power=3 is the inverse Gaussian: (y - m)^2 / (m^2 y)
    "tweedie_deviance": [
        ((2.0, 5.0), {"power": 3.0}, 9 / 20),
        ((4.0, 1.0), {"power": 1.5}, 2),
        ((1.0, 2.0), {"power": 1.0}, 4 * log(2) - 2),
        ((2.0, 1.0), {"power": 2.0}, 2 * log(2) - 1),
        ((2.0, 5.0), {"power": 0.0}, 9),
        # 2 (y^3 / 6 - y m^2 / 2 + m^3 / 3)
        ((2.0, 3.0), {"power": -1.0}, 7 / 3),
    ],
}

LIMITS = {
    "poisson_deviance": [
        ((0.0, 0.0), {}, 0),
        ((0.0, 1.0), {}, inf),
        ((3.0, 0.0), {}, 6),
    ],
    "gamma_deviance": [
        ((1.0, 0.0), {}, inf),
    ],
    "tweedie_deviance": [
        ((4.0, 0.0), {"power": 1.5}, 8),
        ((0.0, 1.0), {"power": 1.5}, inf),
        ((1.0, 0.0), {"power": 3.0}, inf),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------

COMPARISONS = [
    compare(
        "poisson_deviance",
        "sklearn",
        "mean_poisson_deviance",
        lambda f, d: f(d.counts[:, 0], d.rates[:, 0]),
        lambda d: u.poisson_deviance(d.rates[:, 0], d.counts[:, 0]),
    ),
    compare(
        "gamma_deviance",
        "sklearn",
        "mean_gamma_deviance",
        lambda f, d: f(d.positive[:, 0], d.rates[:, 0]),
        lambda d: u.gamma_deviance(d.rates[:, 0], d.positive[:, 0]),
    ),
    compare(
        "tweedie_deviance",
        "sklearn",
        "mean_tweedie_deviance",
        lambda f, d: f(d.target[:, 0], d.pred[:, 0]),
        lambda d: u.tweedie_deviance(d.pred[:, 0], d.target[:, 0], power=0.0),
    ),
    compare(
        "tweedie_deviance",
        "sklearn",
        "mean_tweedie_deviance",
        lambda f, d: f(d.counts[:, 0], d.rates[:, 0], power=1.5),
        lambda d: u.tweedie_deviance(d.rates[:, 0], d.counts[:, 0]),
    ),
]
