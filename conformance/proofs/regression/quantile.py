"""Losses of the residual's side, u = target - pred, and of what it exceeds a tube by. Gradients are (-d/du, d/du)."""

from mpmath import mpf

from ...proofs.oracle import Oracle, clean, largest, sign


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
