"""Losses of the residual's side, u = target - pred, and of what it exceeds a tube by. Gradients are (-d/du, d/du)."""

from mpmath import mpf

import unilosses as u

from ..comparison import compare
from ..oracle import Oracle, clean, largest, sign
from .regression import _bounded, _general_cases


def _tilted(value, slope):
    def tilted_value(pred, target, **params):
        return clean(value(target - pred, **params))

    def tilted_gradient(pred, target, **params):
        d = slope(target - pred, **params)
        return (-d, d), (abs(d), abs(d))

    return Oracle("elementwise", tilted_value, tilted_gradient, exact=True)


def _quantile(u, quantile_level):
    return max(quantile_level * u, (quantile_level - 1) * u)


def _quantile_slope(u, quantile_level):
    return mpf(0) if u == 0 else quantile_level if u > 0 else quantile_level - 1


def _expectile(u, expectile_level):
    return abs(expectile_level - (u < 0)) * u * u


def _expectile_slope(u, expectile_level):
    return 2 * abs(expectile_level - (u < 0)) * u


def _excess(pred, target, epsilon):
    """|e| - epsilon and the size of its terms; both 0 within the tube."""
    r = abs(pred - target)
    excess = r - epsilon
    return (excess, largest(r, epsilon) if epsilon else excess) if excess > 0 else (mpf(0), mpf(0))


def _epsilon_insensitive_gradient(pred, target, epsilon):
    d = sign(pred - target) * sign(_excess(pred, target, epsilon)[0])
    return (d, -d), (abs(d), abs(d))


def _squared_epsilon_insensitive(pred, target, epsilon):
    excess, scale = _excess(pred, target, epsilon)
    return excess * excess, excess * scale


def _squared_epsilon_insensitive_gradient(pred, target, epsilon):
    excess, scale = _excess(pred, target, epsilon)
    d = 2 * excess * sign(pred - target)
    return (d, -d), (2 * scale, 2 * scale)


ORACLES = {
    "quantile": _tilted(_quantile, _quantile_slope),
    "expectile": _tilted(_expectile, _expectile_slope),
    "epsilon_insensitive": Oracle("elementwise", _excess, _epsilon_insensitive_gradient, exact=True),
    "squared_epsilon_insensitive": Oracle(
        "elementwise", _squared_epsilon_insensitive, _squared_epsilon_insensitive_gradient, exact=True
    ),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Residuals at 0 and at the edge of the tube, one step off, over all magnitudes and levels.


LEVELS = (0.5, 0.25, 0.875, 0.1, 0.999)


def _levels(name, dtype, param):
    return [c for q in LEVELS for c in _general_cases(name, dtype, f"-{param}={q:g}", **{param: q})]


def quantile(dtype):
    return _levels("quantile", dtype, "quantile_level")


def expectile(dtype):
    return _levels("expectile", dtype, "expectile_level")


def _tube(name, dtype):
    cases = _bounded(name, dtype, "epsilon", (1.0, 2.0, 0.25), (0.1, 1.35, 1e-3))
    return cases + _general_cases(name, dtype, "-epsilon=0", epsilon=0.0)


def epsilon_insensitive(dtype):
    return _tube("epsilon_insensitive", dtype)


def squared_epsilon_insensitive(dtype):
    return _tube("squared_epsilon_insensitive", dtype)


INPUTS = {f.__name__: f for f in (quantile, expectile, epsilon_insensitive, squared_epsilon_insensitive)}


# --- known numbers ----------------------------------------------------------------------------------------------------

POINTS = {
    # below and above, within the tube and out of it
    "quantile": [((pred, 1.0), {"quantile_level": q}) for pred in (0.3, 2.5) for q in (0.5, 0.9, 0.0)],
    "expectile": [((pred, 1.0), {"expectile_level": q}) for pred in (0.3, 2.5) for q in (0.5, 0.9, 0.0)],
    "epsilon_insensitive": [((pred, 1.0), {"epsilon": e}) for pred in (0.3, 2.5) for e in (0.25, 1.0, 0.0)],
    "squared_epsilon_insensitive": [((pred, 1.0), {"epsilon": e}) for pred in (0.3, 2.5) for e in (0.25, 1.0, 0.0)],
}

NUMBERS = {
    "quantile": [((1.0, 3.0), {"quantile_level": 0.25}, 1 / 2), ((3.0, 1.0), {"quantile_level": 0.25}, 3 / 2)],
    "expectile": [((1.0, 3.0), {"expectile_level": 0.25}, 1), ((3.0, 1.0), {"expectile_level": 0.25}, 3)],
    "epsilon_insensitive": [((3.0, 1.0), {"epsilon": 0.5}, 3 / 2), ((1.25, 1.0), {"epsilon": 0.5}, 0)],
    "squared_epsilon_insensitive": [((3.0, 1.0), {"epsilon": 0.5}, 9 / 4)],
}

GRADIENT_LIMITS = {
    "quantile": [
        # kinks, and ties
        ((1.0, 1.0), {"quantile_level": 0.25}, (0, 0)),
    ],
    "epsilon_insensitive": [
        ((1.5, 1.0), {"epsilon": 0.5}, (0, 0)),
    ],
    "squared_epsilon_insensitive": [
        ((1.5, 1.0), {"epsilon": 0.5}, (0, 0)),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------

COMPARISONS = [
    compare(
        "quantile",
        "sklearn",
        "mean_pinball_loss",
        lambda f, d: f(d.target, d.pred),
        lambda d: u.quantile(d.pred, d.target),
    ),
]
