"""Residuals over all magnitudes and scales; shapes near those where the general formula has none."""

import numpy as np

from ..inputs.regression import _bounded, _general, _magnitudes, _ordinary
from ..proofs.case import both_signs, case, nonempty, thin

INF = np.inf


def charbonnier(dtype):
    return _bounded("charbonnier", dtype, "epsilon", (1.0, 0.25), (0.1, 1e-3, 1e4))


def _ratios(dtype, tag="", low=-12, high=12, **params):
    """u from tiny to huge, dense around 1, where the curves bend."""
    u = both_signs(np.concatenate([np.logspace(low, high, thin(100, dtype)), np.linspace(0.05, 12, thin(100, dtype))]))
    return case(f"ratios{tag}", dtype, (u, np.zeros_like(u)), "over all ratios, dense around 1", **params)


def _scaled(name, dtype):
    cases = _general(name, dtype) + _general(name, dtype, "-scale=0.25", scale=0.25)
    cases += [_ratios(dtype), _ratios(dtype, "-scale=2", scale=2.0)]
    for scale in (0.1, 1.35):
        tag = f"-scale={scale:g}"
        cases.append(case(f"ordinary{tag}", dtype, _ordinary(name + tag, dtype), "an inexact scale", scale=scale))
    return cases


def cauchy(dtype):
    return _scaled("cauchy", dtype)


def geman_mcclure(dtype):
    return _scaled("geman_mcclure", dtype)


def welsch(dtype):
    return _scaled("welsch", dtype)


# Every special case, numbers next to it that every dtype holds (a power of two of them next to 2), and between.
SPECIAL = (2.0, 0.0, -2.0, -INF, 1.0)
BESIDE = (2.0 - 2.0**-7, 2.0 - 2.0**-20, 2.0 + 2.0**-20, 2.0**-7, 2.0**-30, -(2.0**-30), -1e10)
BETWEEN = (1.5, 1.75, 0.5, 0.125, -0.5, -4.0, -10.0, 3.0, 4.0)
INEXACT = (1.9, 0.1, -0.7)


def general_robust(dtype):
    name = "general_robust"
    cases = [c for alpha in SPECIAL for c in _general(name, dtype, f"-alpha={alpha:g}", alpha=alpha)]
    for alpha in (*BESIDE, *BETWEEN):
        tag = f"-alpha={alpha!r}"
        cases.append(_ratios(dtype, tag, alpha=alpha))
        cases.append(
            case(f"magnitudes{tag}", dtype, _magnitudes(dtype, 40), "over the range of the dtype", alpha=alpha)
        )
        ends = both_signs([INF, 1.0, 0.0])
        cases.append(case(f"infinite{tag}", dtype, (ends, np.zeros_like(ends)), "limits at infinity", alpha=alpha))
    for alpha in INEXACT:
        tag = f"-alpha={alpha:g}"
        cases.append(case(f"ordinary{tag}", dtype, _ordinary(name + tag, dtype), "an inexact shape", alpha=alpha))
    for alpha, scale in ((1.0, 0.25), (0.5, 4.0), (-1.0, 0.1)):
        tag = f"-alpha={alpha:g}-scale={scale:g}"
        cases.append(case(f"ordinary{tag}", dtype, _ordinary(name + tag, dtype), "scaled", alpha=alpha, scale=scale))
    return cases


BUILDERS = {
    f.__name__: lambda dtype, f=f: nonempty(f(dtype))
    for f in (charbonnier, cauchy, geman_mcclure, welsch, general_robust)
}
