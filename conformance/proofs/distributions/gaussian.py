"""Gaussian likelihood, by variance, logarithm of the variance, or standard deviation."""

from mpmath import mp, mpf

from ...proofs.oracle import INF, NAN, Oracle, largest


def _variance(spread, spread_is, eps):
    if spread_is != "log_variance" and spread < 0:
        return NAN
    v = {"variance": lambda: spread, "scale": lambda: spread**2, "log_variance": lambda: mp.exp(spread)}[spread_is]()
    return v if eps is None else max(v, mpf(eps))


def _gaussian(mean, target, spread, spread_is="variance", full=False, eps=None):
    e, v = mean - target, _variance(spread, spread_is, eps)
    if v == 0 and not mp.isinf(e):
        return (-INF, INF) if e == 0 else (INF, INF)
    if mp.isinf(e) or mp.isinf(v) or mp.isnan(v):
        return (v if mp.isinf(v) and not mp.isinf(e) else abs(e)) if not mp.isnan(v) else NAN, INF
    terms = [mp.log(v) / 2, e**2 / v / 2] + ([mp.log(2 * mp.pi) / 2] if full else [])
    value = mp.fsum(terms)
    return value, largest(value, *terms)


def _gaussian_gradient(mean, target, spread, spread_is="variance", full=False, eps=None):
    e, v = mean - target, _variance(spread, spread_is, eps)
    by_mean = e / v
    # d/dv (log v + e^2 / v) / 2, then v by the spread: 1, v itself, or 2 sqrt(v)
    through = {"variance": mpf(1), "log_variance": v, "scale": 2 * mp.sqrt(v)}[spread_is]
    terms = [through / v / 2, -((e / v) ** 2) * through / 2]
    size = largest(*terms)
    return (by_mean, -by_mean, mp.fsum(terms)), (abs(by_mean), abs(by_mean), size)


ORACLES = {"gaussian_nll": Oracle("elementwise", _gaussian, _gaussian_gradient)}
