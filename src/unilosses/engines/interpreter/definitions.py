"""What the named functions of numerics are by definition, in numbers of any number of digits, one at a time.

Each takes mpmath's context and the arguments; None leaves it to what the function computes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Context = Any
Number = Any


def _stirling_rest(c: Context, x: Number) -> Number:
    if not 0 < x < c.inf:
        return None
    return c.loggamma(x) - ((x - 0.5) * c.log(x) - x + c.log(2 * c.pi) / 2)


def _factorial_rest(c: Context, x: Number) -> Number:
    return c.loggamma(x + 1) - (x * c.log(x) - x) if 0 < x < c.inf else None


def _digamma(c: Context, x: Number) -> Number:
    return c.digamma(x) if 0 < x < c.inf else None


def _exprel(c: Context, s: Number) -> Number:
    return c.mpf(1) if s == 0 else c.expm1(s) / s if c.isfinite(s) else None


def _kl_div(c: Context, p: Number, q: Number, *_: Number) -> Number:
    inside = 0 < p < c.inf and 0 < q < c.inf
    return p * c.log(p / q) - p + q if inside else None


def _kl_div_slope(c: Context, p: Number, q: Number, *_: Number) -> Number:
    inside = 0 < p < c.inf and 0 < q < c.inf
    return c.log(p / q) if inside else None


def _barron(c: Context, r: Number, alpha: Number) -> Number:
    square, b = r * r, abs(alpha - 2)
    if not c.isfinite(square) or alpha == c.inf or c.isnan(alpha):
        return None
    if alpha == 2:
        return square / 2
    if alpha == 0:
        return c.log1p(square / 2)
    if alpha == -c.inf:
        return -c.expm1(-square / 2)
    return b / alpha * c.expm1(alpha / 2 * c.log1p(square / b))


def _barron_slope(c: Context, u: Number, alpha: Number) -> Number:
    square, b = u * u, abs(alpha - 2)
    if not c.isfinite(square) or alpha == c.inf or c.isnan(alpha):
        return None
    if alpha == 2:
        return u
    if alpha == -c.inf:
        return u * c.exp(-square / 2)
    return u * c.exp((alpha / 2 - 1) * c.log1p(square / b))


def _half_deviance(c: Context, m: Number, y: Number, p: Number) -> Number:
    if not (0 < m < c.inf and 0 < y < c.inf):
        return None
    k, a = 1 - p, 2 - p
    return y * (y**k - m**k) / k - (y**a - m**a) / a


# By the names that the functions have in numerics, with the module's where there are two.
DEFINITIONS: dict[str, Callable[..., Number]] = {
    "gamma.stirling_rest": _stirling_rest,
    "gamma.factorial_rest": _factorial_rest,
    "gamma.digamma": _digamma,
    "series.exprel": _exprel,
    "divergence.kl_div": _kl_div,
    "divergence.kl_div_slope": _kl_div_slope,
    "barron.value": _barron,
    "barron.slope": _barron_slope,
    "tweedie.half_deviance": _half_deviance,
}
