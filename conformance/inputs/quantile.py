"""Residuals at 0 and at the edge of the tube, one step off, over all magnitudes and levels."""

from ..inputs.regression import _bounded, _general
from ..proofs.case import nonempty

LEVELS = (0.5, 0.25, 0.875, 0.1, 0.999)


def _levels(name, dtype, param):
    return [c for q in LEVELS for c in _general(name, dtype, f"-{param}={q:g}", **{param: q})]


def quantile(dtype):
    return _levels("quantile", dtype, "quantile_level")


def expectile(dtype):
    return _levels("expectile", dtype, "expectile_level")


def _tube(name, dtype):
    cases = _bounded(name, dtype, "epsilon", (1.0, 2.0, 0.25), (0.1, 1.35, 1e-3))
    return cases + _general(name, dtype, "-epsilon=0", epsilon=0.0)


def epsilon_insensitive(dtype):
    return _tube("epsilon_insensitive", dtype)


def squared_epsilon_insensitive(dtype):
    return _tube("squared_epsilon_insensitive", dtype)


BUILDERS = {
    f.__name__: lambda dtype, f=f: nonempty(f(dtype))
    for f in (quantile, expectile, epsilon_insensitive, squared_epsilon_insensitive)
}
