"""Robust losses of u = (pred - target) / scale. Every gradient is (d/de, -d/de).

Where a curve falls off like exp(-u^2 / 2) or a high power, the rounding of the residual itself is magnified by the
curve's condition number |u f'(u) / f(u)|; the scale is the result times that number, where it is above that of the
square (2, for values) or of the line (1, for slopes).
"""

from mpmath import mp, mpf

from ...proofs.oracle import INF, Oracle, sign


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
