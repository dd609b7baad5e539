"""Residuals of all sizes against scales of all sizes, at the scale itself; degrees of freedom from few to very many."""

import numpy as np

from ..inputs.regression import _equal, _near_equal, _ordinary
from ..proofs.case import around, both_signs, case, generator, largest, nonempty, product, thin, wide
from ..suite.ulp import FORMATS

INF = np.inf


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
    top, tiny = largest(dtype), 64 * 2.0 ** FORMATS[dtype][1]
    ends = product(both_signs([0.0, 1.0, top / 8, tiny]), [tiny, 1.0, top / 8])
    return [
        case(f"sizes{tag}", dtype, (e, np.zeros_like(e), s), "all sizes of both", **params),
        case(f"extremes{tag}", dtype, (ends[0], np.zeros_like(ends[0]), ends[1]), "ends of the range", **params),
    ]


def _general(name, dtype):
    x, y = _equal()
    near = _near_equal(name, dtype)
    e, s = product([0.0, 1.0, -1e-3, INF, -INF], [0.0, -1.0, 2.0])
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
    return [*_scaled(name, dtype), *_sizes(name, dtype), *_general(name, dtype), unit]


DEGREES = (1.0, 2.0, 4.0, 0.5, 30.0, 2.0**-10, 2.0**20, 2.0**60)
INEXACT = (0.1, 1.7, 3.3, 1e9)


def student_t_nll(dtype):
    name = "student_t_nll"
    cases = [*_scaled(name, dtype), *_sizes(name, dtype), *_general(name, dtype)]
    for df in (*DEGREES, *INEXACT):
        cases += _scaled(name, dtype, f"-df={df:g}", df=df)[: 1 if df in INEXACT else 3]
    for df in (2.0**-10, 2.0**20):
        cases += _sizes(name, dtype, f"-df={df:g}", df=df)
    return cases


BUILDERS = {f.__name__: lambda dtype, f=f: nonempty(f(dtype)) for f in (laplace_nll, student_t_nll)}
