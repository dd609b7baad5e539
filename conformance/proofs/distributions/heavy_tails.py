"""Laplace's and Student's likelihoods."""

from math import inf, log, pi, sqrt

import numpy as np
from mpmath import mp, mpf

from ...suite.ulp import FORMATS
from ..case import around, both_signs, case, generator, largest_of, product, thin, wide
from ..oracle import INF, NAN, Oracle, largest, sign
from ..regression.regression import _equal, _near_equal, _ordinary


def _at_ends(e, scale):
    """The value where the residual is infinite, or the scale 0 or negative; None elsewhere."""
    if scale < 0:
        return NAN
    if scale == 0:
        return -INF if e == 0 else INF
    return INF if mp.isinf(e) else None


def _laplace(mean, target, scale):
    e = mean - target
    end = _at_ends(e, scale)
    if end is not None:
        return end, INF
    terms = [mp.log(2), mp.log(scale), abs(e) / scale]
    value = mp.fsum(terms)
    return value, largest(value, *terms)


def _laplace_gradient(mean, target, scale):
    e = mean - target
    d, terms = sign(e) / scale, [1 / scale, -abs(e) / scale**2]
    return (d, -d, mp.fsum(terms)), (abs(d), abs(d), largest(*terms))


def _student(mean, target, scale, df=mpf(4)):
    e = mean - target
    end = _at_ends(e, scale)
    if end is not None:
        return end, INF
    # For large df the gamma functions cancel to all digits: with as many more as they have before the point.
    with mp.extradps(60):
        constant = mp.log(df * mp.pi) / 2 + mp.loggamma(df / 2) - mp.loggamma((df + 1) / 2)
        tail = (df + 1) / 2 * mp.log1p((e / scale) ** 2 / df)
    terms = [constant, mp.log(scale), tail]
    value = mp.fsum(terms)
    return value, largest(value, *terms)


def _student_gradient(mean, target, scale, df=mpf(4)):
    e = mean - target
    if mp.isinf(e):
        return (mpf(0), mpf(0), -df / scale), (mpf(0), mpf(0), df / scale)
    total = df * scale**2 + e**2
    by_mean = (df + 1) * e / total
    # 1 / s - (df + 1) e^2 / (s (df s^2 + e^2)), which is df (s^2 - e^2) / (s (df s^2 + e^2))
    by_scale, size = df * (scale**2 - e**2) / (scale * total), df * max(scale**2, e**2) / (scale * total)
    return (by_mean, -by_mean, by_scale), (abs(by_mean), abs(by_mean), size)


ORACLES = {
    "laplace_nll": Oracle("elementwise", _laplace, _laplace_gradient),
    "student_t_nll": Oracle("elementwise", _student, _student_gradient),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Residuals of all sizes against scales of all sizes, at the scale itself; degrees of freedom from few to very many.


def _scaled(name, dtype, tag="", **params):
    rng = generator(name, tag)
    pred, target = _ordinary(name + tag, dtype)
    scale = np.exp(rng.normal(0, 1, pred.size))
    cases = [case(f"ordinary{tag}", dtype, (pred, target, scale), "log-normal scales", **params)]
    u = both_signs(np.concatenate([np.logspace(-8, 8, thin(48, dtype)), np.linspace(0.1, 6, thin(36, dtype))]))
    scale = 2.0 ** rng.integers(-3, 4, u.size)
    cases.append(
        case(f"ratios{tag}", dtype, (u * scale, np.zeros_like(u), scale), "over all ratios, dense near 1", **params)
    )
    at = np.array(both_signs([v for c in (1.0, 2.0) for v in around(c, dtype)]))
    cases.append(
        case(f"at{tag}", dtype, (at, np.zeros_like(at), np.abs(np.round(at))), "|e| at the scale, a step off", **params)
    )
    return cases


def _sizes(name, dtype, tag="", **params):
    decades = np.logspace(-wide(dtype), wide(dtype), thin(15, dtype))
    e, s = product(both_signs(decades), decades)
    top, tiny = largest_of(dtype), 64 * 2.0 ** FORMATS[dtype][1]
    ends = product(both_signs([0.0, 1.0, top / 8, tiny]), [tiny, 1.0, top / 8])
    return [
        case(f"sizes{tag}", dtype, (e, np.zeros_like(e), s), "all sizes of both", **params),
        case(f"extremes{tag}", dtype, (ends[0], np.zeros_like(ends[0]), ends[1]), "ends of the range", **params),
    ]


def _general_cases(name, dtype):
    x, y = _equal()
    near = _near_equal(name, dtype)
    e, s = product([0.0, 1.0, -1e-3, np.inf, -np.inf], [0.0, -1.0, 2.0])
    return [
        case("equal", dtype, (x, y, np.resize([0.5, 1.0, 3.0], x.size)), "residual exactly 0, signed zeros"),
        case("near_equal", dtype, (*near, np.resize([0.5, 1e-3, 3.0], near[0].size)), "residuals of a few steps"),
        case("ends", dtype, (e, np.zeros_like(e), s), "limits", gradient=False),
    ]


def laplace_nll(dtype):
    name = "laplace_nll"
    half = np.array(around(0.5, dtype) * 3)
    e = np.repeat([0.0, 0.5, -0.125], 5)
    unit = case("unit", dtype, (e, np.zeros_like(e), half), "log(2 b) near 0")
    return [*_scaled(name, dtype), *_sizes(name, dtype), *_general_cases(name, dtype), unit]


DEGREES = (1.0, 2.0, 4.0, 0.5, 30.0, 2.0**-10, 2.0**20, 2.0**60)

INEXACT = (0.1, 1.7, 3.3, 1e9)


def student_t_nll(dtype):
    name = "student_t_nll"
    cases = [*_scaled(name, dtype), *_sizes(name, dtype), *_general_cases(name, dtype)]
    for df in (*DEGREES, *INEXACT):
        cases += _scaled(name, dtype, f"-df={df:g}", df=df)[: 1 if df in INEXACT else 3]
    for df in (2.0**-10, 2.0**20):
        cases += _sizes(name, dtype, f"-df={df:g}", df=df)
    return cases


INPUTS = {f.__name__: f for f in (laplace_nll, student_t_nll)}


# --- known numbers ----------------------------------------------------------------------------------------------------

POINTS = {
    "laplace_nll": [((0.3, 1.0, 2.5), {}), ((4.0, 1.0, 0.125), {}), ((1e3, 1.0, 7.0), {})],
    "student_t_nll": [
        ((mean, 1.0, scale), {"df": df})
        for mean, scale in ((0.3, 2.5), (4.0, 0.125), (1.25, 0.5))
        for df in (4.0, 1.0, 0.25, 300.0)
    ],
}

NUMBERS = {
    "laplace_nll": [((3.0, 0.0, 0.5), {}, 6), ((0.0, 3.0, 1.5), {}, log(3) + 2)],
    # df=1 is Cauchy's distribution, and that of df=2 is 1 / (2 sqrt 2) at its centre
    "student_t_nll": [((1.0, 0.0, 1.0), {"df": 1.0}, log(2 * pi)), ((0.0, 0.0, 3.0), {"df": 2.0}, log(6 * sqrt(2)))],
}

LIMITS = {
    "laplace_nll": [
        ((1.0, 1.0, 0.0), {}, -inf),
        ((inf, 1.0, 1.0), {}, inf),
    ],
    "student_t_nll": [
        ((1.0, 2.0, 0.0), {}, inf),
    ],
}

GRADIENT_LIMITS = {
    "student_t_nll": [
        ((inf, 0.0, 2.0), {"df": 3.0}, (0, 0, -1.5)),
    ],
}
