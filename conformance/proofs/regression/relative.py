"""Errors of logarithms, and errors relative to the numbers that are compared."""

from mpmath import mp, mpf

from ...proofs.oracle import INF, NAN, Oracle, clean, sign


def _log_gap(pred, target):
    """log(1 + pred) - log(1 + target), with digits enough for numbers of 1e-308 that nearly agree."""
    if min(pred, target) < -1 or pred == target == -1 or mp.isnan(pred + target):
        return NAN
    if pred == -1 or target == -1:
        return -INF if pred == -1 else INF
    if mp.isinf(pred) or mp.isinf(target):
        return NAN if pred == target else pred - target
    with mp.extradps(360):
        return mp.log1p(pred) - mp.log1p(target)


def _squared_log_error(pred, target):
    return clean(_log_gap(pred, target) ** 2)


def _squared_log_error_gradient(pred, target):
    d = 2 * _log_gap(pred, target)
    by_pred, by_target = d / (1 + pred), -d / (1 + target)
    return (by_pred, by_target), (abs(by_pred), abs(by_target))


def _absolute_percentage_error(pred, target, eps, percent=False):
    factor = 100 if percent else 1
    e, size = abs(pred - target), max(abs(target), eps or 0)
    if size == 0:
        return clean(mpf(0) if e == 0 else INF)
    return clean(factor * e / size)


def _absolute_percentage_error_gradient(pred, target, eps, percent=False):
    factor = (100 if percent else 1) * sign(pred - target)
    size = max(abs(target), eps or 0)
    by_pred = factor / size
    # |target| in the denominator: d/dy |p - y| / |y| = -s / |y| - |p - y| sign(y) / y^2 = -s p / (y |y|)
    by_target = -by_pred if abs(target) < (eps or 0) else -factor * pred / (target * abs(target))
    return (by_pred, by_target), (abs(by_pred), abs(by_target))


def _symmetric(pred, target):
    total = abs(pred) + abs(target)
    if total == 0:
        return clean(mpf(0))
    if mp.isinf(total):
        return clean(NAN if pred == target else mpf(2))
    return clean(2 * abs(pred - target) / total)


def _symmetric_gradient(pred, target):
    total, s = abs(pred) + abs(target), sign(pred - target)
    if total == 0 or mp.isinf(total):
        return (mpf(0), mpf(0)), (mpf(0), mpf(0))
    # d/dp 2 |p - y| / (|p| + |y|) by the quotient rule, with sign(0) = 0
    by_pred = 2 * (s * total - abs(pred - target) * sign(pred)) / total**2
    by_target = 2 * (-s * total - abs(pred - target) * sign(target)) / total**2
    return (by_pred, by_target), (abs(by_pred), abs(by_target))


ORACLES = {
    "squared_log_error": Oracle("elementwise", _squared_log_error, _squared_log_error_gradient),
    "absolute_percentage_error": Oracle(
        "elementwise", _absolute_percentage_error, _absolute_percentage_error_gradient, exact=True
    ),
    "symmetric_absolute_percentage_error": Oracle("elementwise", _symmetric, _symmetric_gradient, exact=True),
}
