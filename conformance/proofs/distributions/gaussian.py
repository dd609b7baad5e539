"""Gaussian likelihood, by variance, logarithm of the variance, or standard deviation."""

from math import inf, log, pi

import numpy as np
from mpmath import mp, mpf

import unilosses as u

from ...suite.ulp import FORMATS
from ..case import around, both_signs, case, cast, generator, largest_of, nonempty, product, thin, wide
from ..comparison import compare
from ..oracle import INF, NAN, Oracle, largest
from ..regression.regression import _near_equal, _ordinary


def _variance(spread, spread_is, eps):
    if spread_is != "log_variance" and spread < 0:
        return NAN
    v = {"variance": lambda: spread, "scale": lambda: spread**2, "log_variance": lambda: mp.exp(spread)}[spread_is]()
    return v if eps is None else max(v, mpf(eps))


def _gaussian(mean, target, spread, spread_is="variance", full=False, eps=None):
    e, v = mean - target, _variance(spread, spread_is, eps)
    if v == 0 and not mp.isinf(e):
        return (-INF, INF) if e == 0 else (INF, INF)
    if mp.isinf(e) or mp.isinf(v) or mp.isnan(v):
        return (v if mp.isinf(v) and not mp.isinf(e) else abs(e)) if not mp.isnan(v) else NAN, INF
    # The logarithm of an exponential next to 1 has few digits left.
    log_v = spread if spread_is == "log_variance" and v == mp.exp(spread) else mp.log(v)
    terms = [log_v / 2, e**2 / v / 2] + ([mp.log(2 * mp.pi) / 2] if full else [])
    value = mp.fsum(terms)
    return value, largest(value, *terms)


def _gaussian_gradient(mean, target, spread, spread_is="variance", full=False, eps=None):
    e, v = mean - target, _variance(spread, spread_is, eps)
    by_mean = e / v
    # d/dv (log v + e^2 / v) / 2, then v by the spread: 1, v itself, or 2 sqrt(v)
    through = {"variance": mpf(1), "log_variance": v, "scale": 2 * mp.sqrt(v)}[spread_is]
    terms = [through / v / 2, -((e / v) ** 2) * through / 2]
    size = largest(*terms)
    return (by_mean, -by_mean, mp.fsum(terms)), (abs(by_mean), abs(by_mean), size)


ORACLES = {
    "gaussian_nll": Oracle("elementwise", _gaussian, _gaussian_gradient),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Residuals and variances of all sizes, in balance and not; variances at the bound, next to it, and 0.


FORMS = {"variance": lambda v: v, "scale": np.sqrt, "log_variance": np.log}


def _spread(v, spread_is):
    with np.errstate(divide="ignore"):
        return FORMS[spread_is](np.asarray(v, dtype=np.float64))


def _cases(name, dtype, spread_is, tag, **params):
    rng = generator(name, spread_is, tag)
    tag, params = f"-{spread_is}{tag}", {"spread_is": spread_is, **params}

    def made(kind, e, v, note, target=None):
        target = np.zeros_like(e) if target is None else target
        return case(f"{kind}{tag}", dtype, (e, target, _spread(v, spread_is)), note, **params)

    pred, target = _ordinary(name + tag, dtype)
    cases = [made("ordinary", pred, np.exp(rng.normal(0, 2, pred.size)), "log-normal variances", target)]
    decades = np.logspace(-wide(dtype), wide(dtype), thin(18, dtype))
    cases.append(made("sizes", *product(both_signs(decades), decades), "all sizes of both"))
    e = both_signs(np.logspace(-wide(dtype) / 2, wide(dtype) / 2, thin(60, dtype)))
    cases.append(made("balanced", e, e * e * np.exp(rng.normal(0, 0.3, e.size)), "e^2 of the size of v"))
    pred, target = _near_equal(name, dtype)
    v = np.resize([1e-6, 1.0, 100.0], pred.size)
    cases.append(made("near_equal", pred, v, "residuals of a few steps", target))
    ones = [x for c in (1.0, 0.25, 4.0) for x in around(c, dtype)]
    cases.append(made("unit", *product([0.0, -0.0, 1.0, -2.0], ones), "log v near 0"))
    return cases


def _extremes(dtype):
    top = largest_of(dtype)
    tiny = 64 * 2.0 ** FORMATS[dtype][1]
    e, v = product(both_signs([0.0, 1.0, top / 8, np.sqrt(top) / 2, np.sqrt(tiny)]), [tiny, 1.0, top / 8])
    yield case("extremes-variance", dtype, (e, np.zeros_like(e), v), "ends of the range", spread_is="variance")
    yield case("extremes-scale", dtype, (e, np.zeros_like(e), v), "ends of the range", spread_is="scale", full=True)
    far = np.log(top)
    exponents = both_signs([far * f for f in (0.2, 0.55, 0.8, 0.9, 0.99, 1.0, 1.2, 1.5)])
    sizes = both_signs([np.sqrt(tiny), 1e-3, 1.0, 1e3, np.sqrt(top) / 2, 0.0])
    e, s = product(sizes, exponents)
    with np.errstate(all="ignore"):
        e = np.concatenate([e, both_signs(np.exp(exponents / 2))])
        s = np.concatenate([s, exponents, exponents])
    yield case(
        "extremes-log_variance",
        dtype,
        (e, np.zeros_like(e), s),
        "beyond where exp(-s) is finite",
        spread_is="log_variance",
    )


def _ends(dtype):
    e, v = np.concatenate(
        [product([0.0, 1.0, -1e-3], [0.0, np.inf, -1.0, 2.0]), [[np.inf, -np.inf], [2.0, 0.5]]], axis=1
    )
    for spread_is in ("variance", "scale"):
        yield case(f"ends-{spread_is}", dtype, (e, np.zeros_like(e), v), "limits", gradient=False, spread_is=spread_is)
    e, s = np.concatenate([product([0.0, 1.0], [-np.inf, np.inf, 0.0]), [[np.inf, -np.inf], [2.0, 0.5]]], axis=1)
    yield case("ends-log_variance", dtype, (e, np.zeros_like(e), s), "limits", gradient=False, spread_is="log_variance")


def gaussian_nll(dtype):
    name, cases = "gaussian_nll", []
    for spread_is in FORMS:
        cases += _cases(name, dtype, spread_is, "")
        cases += _cases(name, dtype, spread_is, "-full", full=True)[:1]
        # 2^-8 and its square root and logarithm: bounds that dtypes hold, and one that none does
        cases += _cases(name, dtype, spread_is, "-eps", eps=2.0**-8)[:2]
        cases += _cases(name, dtype, spread_is, "-eps=0.01", eps=0.01)[:1]
    at = cast(np.array([2.0**-8, 2.0**-9, 2.0**-12, 0.0, 2.0**-7]), dtype).astype(float)
    e, v = product([0.0, 0.5, -2.0], at)
    cases.append(case("bound", dtype, (e, np.zeros_like(e), v), "at eps, below", spread_is="variance", eps=2.0**-8))
    cases.append(case("bound-scale", dtype, (e, np.zeros_like(e), v), "at eps, below", spread_is="scale", eps=2.0**-16))
    return nonempty([*cases, *_extremes(dtype), *_ends(dtype)])


INPUTS = {
    "gaussian_nll": gaussian_nll,
}


# --- known numbers ----------------------------------------------------------------------------------------------------

POINTS = {
    "gaussian_nll": [
        ((mean, 1.0, spread), {"spread_is": kind, "full": full})
        for mean, spread in ((0.3, 2.5), (4.0, 0.125), (1.5, 0.25))
        for kind in ("variance", "scale", "log_variance")
        for full in (False, True)
    ]
    + [((0.3, 1.0, 2.5), {"eps": 0.5}), ((0.3, 1.0, 1.5), {"eps": 0.5, "spread_is": "scale"})],
}

NUMBERS = {
    # The density of the normal distribution at 2 is that of its variance 4 at one standard deviation.
    "gaussian_nll": [
        ((0.0, 2.0, spread), {"spread_is": kind, "full": True}, (log(4) + 1 + log(2 * pi)) / 2)
        for kind, spread in (("variance", 4.0), ("scale", 2.0), ("log_variance", log(4)))
    ]
    + [((0.0, 2.0, 4.0), {}, (log(4) + 1) / 2), ((0.0, 2.0, 0.25), {"eps": 4.0}, (log(4) + 1) / 2)],
}

LIMITS = {
    "gaussian_nll": [
        # a distribution of no width, a count of no events
        ((1.0, 1.0, 0.0), {}, -inf),
        ((1.0, 1.0, -inf), {"spread_is": "log_variance"}, -inf),
        ((1.0, 2.0, 0.0), {}, inf),
        ((inf, 0.0, 1.0), {}, inf),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------

COMPARISONS = [
    compare(
        "gaussian_nll",
        "torch",
        "gaussian_nll_loss",
        lambda f, d: f(d.pred, d.target, d.variance),
        lambda d: u.gaussian_nll(d.pred, d.target, d.variance, eps=1e-6),
    ),
]
