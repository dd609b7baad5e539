"""Amounts that agree, nearly agree, or are far apart; targets of 0 and below; every branch of the power, and beside."""

import numpy as np

from ..proofs.case import around, both_signs, case, cast, generator, largest, nonempty, product, step, thin, wide
from ..suite.ulp import FORMATS

INF = np.inf


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
    top, tiny = largest(dtype) / 8, 64 * 2.0 ** FORMATS[dtype][1]
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


BUILDERS = {
    f.__name__: lambda dtype, f=f: nonempty(f(dtype)) for f in (poisson_deviance, gamma_deviance, tweedie_deviance)
}
