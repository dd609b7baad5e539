"""Deviances of generalized linear models. No scale but the result: nothing in them has to cancel."""

from mpmath import mp, mpf

from ...proofs.oracle import INF, NAN, Oracle, clean

# What the formulas lose where the two numbers are a step of float64 apart and the power is next to 1 or 2, and more.
EXTRA = 120


def _inside(pred, target, power):
    """Whether there is a density, with limits at 0 counted in."""
    if power == 0:
        return True
    return pred >= 0 and (target >= 0 or power < 0) and (power < 2 or pred > 0 or target > 0)


def _tweedie(pred, target, power=mpf(3) / 2):
    m, y, p = pred, target, power
    if not _inside(m, y, p):
        return clean(NAN)
    if p == 0:
        return clean((m - y) ** 2)
    if (p >= 2 and (m == 0 or y == 0)) or (p >= 1 and m == 0 and y > 0):
        return clean(INF)
    if m == y:
        return clean(mpf(0))
    with mp.extradps(EXTRA):
        if p == 1:
            return clean(2 * ((y * mp.log(y / m) if y > 0 else 0) - y + m))
        if p == 2:
            return clean(2 * (mp.log(m / y) + y / m - 1))
        first = max(y, mpf(0)) ** (2 - p) / ((1 - p) * (2 - p))
        second = mpf(0) if y == 0 else y * m ** (1 - p) / (1 - p)
        return clean(2 * (first - second + m ** (2 - p) / (2 - p)))


def _tweedie_gradient(pred, target, power=mpf(3) / 2):
    m, y, p = pred, target, power
    with mp.extradps(EXTRA):
        by_pred = 2 * (m - y) / m**p
        if p >= 1 and y == 0:
            by_target = mpf(0)
        elif p == 0:
            by_target = 2 * (y - m)
        elif p == 1:
            by_target = 2 * mp.log(y / m)
        else:
            by_target = 2 * (max(y, mpf(0)) ** (1 - p) - m ** (1 - p)) / (1 - p)
    return (by_pred, by_target), (abs(by_pred), abs(by_target))


def _at(power):
    return (
        lambda pred, target: _tweedie(pred, target, mpf(power)),
        lambda pred, target: _tweedie_gradient(pred, target, mpf(power)),
    )


ORACLES = {
    "poisson_deviance": Oracle("elementwise", *_at(1)),
    "gamma_deviance": Oracle("elementwise", *_at(2)),
    "tweedie_deviance": Oracle("elementwise", _tweedie, _tweedie_gradient),
}
