"""Robust losses of u = (pred - target) / scale. Every gradient is (d/de, -d/de).

Where a curve falls off like exp(-u^2 / 2) or a high power, the rounding of the residual itself is magnified by the
curve's condition number |u f'(u) / f(u)|; the scale is the result times that number, where it is above that of the
square (2, for values) or of the line (1, for slopes).
"""

from math import exp, inf, log, sqrt

import numpy as np
from mpmath import mp, mpf

from ..case import both_signs, case, thin
from ..oracle import INF, Oracle, sign
from .regression import _bounded, _general_cases, _magnitudes, _ordinary


def _oracle(value, slope, exact=False):
    """value(u) and slope(u) give (result, condition number)."""

    def robust_value(pred, target, scale=mpf(1), **params):
        result, condition = value((pred - target) / scale, **params)
        return result, result * max(condition / 2, 1)

    def robust_gradient(pred, target, scale=mpf(1), **params):
        d, condition = slope((pred - target) / scale, **params)
        size = abs(d / scale) * max(condition, 1)
        return (d / scale, -d / scale), (size, size)

    return Oracle("elementwise", robust_value, robust_gradient, exact)


def _charbonnier(pred, target, epsilon=mpf(1) / 1000):
    value = mp.sqrt((pred - target) ** 2 + epsilon**2)
    return value, value


def _charbonnier_gradient(pred, target, epsilon=mpf(1) / 1000):
    e = pred - target
    d = sign(e) if mp.isinf(e) else e / mp.sqrt(e**2 + epsilon**2)
    return (d, -d), (abs(d), abs(d))


def _cauchy(u):
    return mp.log1p(u * u / 2), 0


def _cauchy_slope(u):
    return (mpf(0) if mp.isinf(u) else u / (1 + u * u / 2)), 0


def _geman_mcclure(u):
    return (mpf(2) if mp.isinf(u) else 2 * u * u / (u * u + 4)), 0


def _geman_mcclure_slope(u):
    return (mpf(0) if mp.isinf(u) else 16 * u / (u * u + 4) ** 2), 3


def _welsch(u):
    return -mp.expm1(-u * u / 2), 0


def _welsch_slope(u):
    return (mpf(0), 0) if mp.isinf(u) else (u * mp.exp(-u * u / 2), abs(1 - u * u))


def _power(alpha, w):
    """log(1 + w) alpha / 2"""
    return alpha / 2 * mp.log1p(w)


def _general(u, alpha=mpf(1)):
    # Barron's equation 8
    if alpha == 2:
        return u * u / 2, 2
    if alpha == 0:
        return _cauchy(u)
    if mp.isinf(alpha):
        return _welsch(u)
    b = abs(alpha - 2)
    if mp.isinf(u):
        return (INF if alpha > 0 else -b / alpha), 0
    value = b / alpha * mp.expm1(_power(alpha, u * u / b))
    return value, (abs(u * _general_slope(u, alpha)[0] / value) if value else 0)


def _general_slope(u, alpha=mpf(1)):
    # Barron's equation 9
    if alpha == 2:
        return u, 1
    if mp.isinf(alpha):
        return _welsch_slope(u)
    b = abs(alpha - 2)
    if mp.isinf(u):
        return (INF * sign(u) if alpha > 1 else sign(u) if alpha == 1 else mpf(0)), 0
    w = u * u / b
    return u * mp.exp(_power(alpha - 2, w)), abs(1 + (alpha - 2) * w / (1 + w))


ORACLES = {
    "charbonnier": Oracle("elementwise", _charbonnier, _charbonnier_gradient),
    "cauchy": _oracle(_cauchy, _cauchy_slope),
    "geman_mcclure": _oracle(_geman_mcclure, _geman_mcclure_slope),
    "welsch": _oracle(_welsch, _welsch_slope),
    "general_robust": _oracle(_general, _general_slope),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Residuals over all magnitudes and scales; shapes near those where the general formula has none.


def charbonnier(dtype):
    return _bounded("charbonnier", dtype, "epsilon", (1.0, 0.25), (0.1, 1e-3, 1e4))


def _ratios(dtype, tag="", low=-12, high=12, **params):
    """u from tiny to huge, dense around 1, where the curves bend."""
    u = both_signs(np.concatenate([np.logspace(low, high, thin(100, dtype)), np.linspace(0.05, 12, thin(100, dtype))]))
    return case(f"ratios{tag}", dtype, (u, np.zeros_like(u)), "over all ratios, dense around 1", **params)


def _scaled(name, dtype):
    cases = _general_cases(name, dtype) + _general_cases(name, dtype, "-scale=0.25", scale=0.25)
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
SPECIAL = (2.0, 0.0, -2.0, -np.inf, 1.0)

BESIDE = (2.0 - 2.0**-7, 2.0 - 2.0**-20, 2.0 + 2.0**-20, 2.0**-7, 2.0**-30, -(2.0**-30), -1e10)

BETWEEN = (1.5, 1.75, 0.5, 0.125, -0.5, -4.0, -10.0, 3.0, 4.0)

INEXACT = (1.9, 0.1, -0.7)


def general_robust(dtype):
    name = "general_robust"
    cases = [c for alpha in SPECIAL for c in _general_cases(name, dtype, f"-alpha={alpha:g}", alpha=alpha)]
    for alpha in (*BESIDE, *BETWEEN):
        tag = f"-alpha={alpha!r}"
        cases.append(_ratios(dtype, tag, alpha=alpha))
        cases.append(
            case(f"magnitudes{tag}", dtype, _magnitudes(dtype, 40), "over the range of the dtype", alpha=alpha)
        )
        ends = both_signs([np.inf, 1.0, 0.0])
        cases.append(case(f"infinite{tag}", dtype, (ends, np.zeros_like(ends)), "limits at infinity", alpha=alpha))
    for alpha in INEXACT:
        tag = f"-alpha={alpha:g}"
        cases.append(case(f"ordinary{tag}", dtype, _ordinary(name + tag, dtype), "an inexact shape", alpha=alpha))
    for alpha, scale in ((1.0, 0.25), (0.5, 4.0), (-1.0, 0.1)):
        tag = f"-alpha={alpha:g}-scale={scale:g}"
        cases.append(case(f"ordinary{tag}", dtype, _ordinary(name + tag, dtype), "scaled", alpha=alpha, scale=scale))
    return cases


INPUTS = {f.__name__: f for f in (charbonnier, cauchy, geman_mcclure, welsch, general_robust)}


# --- known numbers ----------------------------------------------------------------------------------------------------

_PLACES = (((0.3, 0.7), {}), ((2.5, -1.0), {"scale": 2.0}), ((-40.0, 1.0), {"scale": 0.5}), ((1e-9, 0.0), {}))

_POWERS = (2.0, 1.0, 0.0, -2.0, float("-inf"), 1.5, 3.0, -0.5, 1e-9, 2.0 - 1e-9, -1e6)

POINTS = {
    "charbonnier": [((0.3, 0.7), {}), ((1e3, -5.0), {"epsilon": 0.5}), ((1e-9, 0.0), {"epsilon": 4.0})],
    "cauchy": list(_PLACES),
    "geman_mcclure": list(_PLACES),
    "welsch": [*_PLACES[:2], _PLACES[3], ((4.0, 1.0), {"scale": 0.5})],
    "general_robust": [
        (args, {"alpha": alpha, "scale": scale})
        for alpha in _POWERS
        for args, scale in (((0.3, 0.7), 1.0), ((-5.0, 1.0), 2.0), ((1e-6, 0.0), 0.5))
    ],
}

NUMBERS = {
    "charbonnier": [((3.0, 0.0), {"epsilon": 4.0}, 5)],
    "cauchy": [((5.0, 1.0), {"scale": 2.0}, log(3))],
    "geman_mcclure": [((5.0, 1.0), {"scale": 2.0}, 1)],
    "welsch": [((5.0, 1.0), {"scale": 2.0}, 1 - exp(-2))],
    "general_robust": [
        ((5.0, 1.0), {"scale": 2.0, "alpha": alpha}, value)
        for alpha, value in ((2.0, 2), (1.0, sqrt(5) - 1), (0.0, log(3)), (-2.0, 1), (-inf, 1 - exp(-2)), (4.0, 4))
    ],
}

LIMITS = {
    "charbonnier": [
        # tails, and a divisor of 0
        ((inf, 0.0), {}, inf),
    ],
    "cauchy": [
        ((inf, 0.0), {}, inf),
    ],
    "geman_mcclure": [
        ((-inf, 0.0), {}, 2),
    ],
    "welsch": [
        ((inf, 0.0), {}, 1),
    ],
    "general_robust": [
        ((inf, 0.0), {"alpha": 0.5}, inf),
        ((inf, 0.0), {"alpha": -2.0}, 2),
        ((inf, 0.0), {"alpha": -inf}, 1),
    ],
}

GRADIENT_LIMITS = {
    "charbonnier": [
        # tails
        ((-inf, 0.0), {}, (-1, 1)),
    ],
    "cauchy": [
        ((inf, 0.0), {}, (0, 0)),
    ],
    "geman_mcclure": [
        ((inf, 0.0), {}, (0, 0)),
    ],
    "welsch": [
        ((inf, 0.0), {}, (0, 0)),
    ],
    "general_robust": [
        ((inf, 0.0), {"alpha": 1.0}, (1, -1)),
        ((-inf, 0.0), {"alpha": 1.5}, (-inf, inf)),
        ((inf, 0.0), {"alpha": -2.0}, (0, 0)),
    ],
}
