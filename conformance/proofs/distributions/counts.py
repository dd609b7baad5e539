"""Poisson and negative binomial likelihoods of counts."""

from mpmath import mp, mpf

from ...proofs.oracle import INF, NAN, Oracle, clean, largest, times

# Gamma functions of large numbers cancel in a likelihood: so many digits more.
EXTRA = 60


def _constant(y, full):
    """What `full` adds, and the size of what it is made of: log y!, or Stirling's approximation of it."""
    if full == "exact":
        return NAN if y < 0 else mp.loggamma(y + 1)
    if full == "stirling" and y > 1:
        return y * mp.log(y) - y + mp.log(2 * mp.pi * y) / 2
    return mpf(0)


def _log(x):
    return NAN if x < 0 else -INF if x == 0 else mp.log(x)


def _poisson(pred, target, log_input=True, full="none", eps=None):
    rate = mp.exp(pred) if log_input else pred
    if rate < 0 or (full == "exact" and target < 0):
        return NAN, INF
    if mp.isinf(rate):
        return INF, INF
    with mp.extradps(EXTRA):
        log_rate = pred if log_input else _log(rate + (eps or 0))
        terms = [rate, -times(target, log_rate), _constant(target, full)]
        value = mp.fsum(terms)
    if full == "none" or (full == "stirling" and target <= 1) or target <= 0:
        return value, largest(value, *terms)
    # With the constant nothing large has to cancel. A rounding of the rate changes the value by its own size times
    # |rate - target|, and for counts near 0 the logarithm of the count cancels.
    changed = abs(rate - target) if log_input else mpf(0)
    return value, largest(value, changed, mp.log(2 * mp.pi * target) / 2, eps or 0)


def _poisson_gradient(pred, target, log_input=True, full="none", eps=None):
    rate, shift = (mp.exp(pred) if log_input else pred), eps or 0
    if log_input:
        by_pred, size, log_rate = rate - target, largest(rate, target), pred
    else:
        total = rate + shift
        log_rate = _log(total)
        by_pred = mpf(1) if target == 0 else (rate - target + shift) / total if total != 0 else -INF
        size = largest(by_pred, shift / total if total != 0 else 0)
        if rate < 0:
            by_pred = size = NAN
    if full == "exact":
        constant, part = (mp.digamma(target + 1), mpf(1)) if target >= 0 else (NAN, mpf(1))
    elif full == "stirling" and target > 1:
        constant, part = mp.log(target) + 1 / (2 * target), mpf(0)
    else:
        constant = part = mpf(0)
    by_target = constant - log_rate
    return (by_pred, by_target), (size, largest(by_target, constant, log_rate, part))


def _negative_binomial(mean, target, total_count=mpf(1)):
    m, y, r = mean, target, total_count
    if m < 0 or y < 0:
        return NAN, INF
    if m == 0:
        return clean(mpf(0) if y == 0 else INF)
    with mp.extradps(EXTRA):
        # log Gamma(y + r) / (Gamma(r) y!), as it stands in the density
        binomial = mp.loggamma(y + r) - mp.loggamma(r) - mp.loggamma(y + 1)
        value = (r + y) * mp.log1p(m / r) - times(y, mp.log(m / r)) - binomial
    if y == 0:
        return value, abs(value)
    # Between the integers near 0, and for few trials, logarithms of the size of log y and log r cancel.
    return value, largest(value, mp.log(2 * mp.pi * y) / 2)


def _negative_binomial_gradient(mean, target, total_count=mpf(1)):
    m, y, r = mean, target, total_count
    if m == 0:
        by_mean = mpf(1) if y == 0 else -INF
    else:
        by_mean = r * (m - y) / (m * (r + m))
    terms = [mp.digamma(y + 1), -mp.digamma(y + r), mp.log1p(r / m) if m != 0 else INF]
    by_target = mp.fsum(terms)
    return (by_mean, by_target), (abs(by_mean), largest(by_target, *terms, 1))


ORACLES = {
    "poisson_nll": Oracle("elementwise", _poisson, _poisson_gradient),
    "negative_binomial_nll": Oracle("elementwise", _negative_binomial, _negative_binomial_gradient),
}
