"""Poisson and negative binomial likelihoods of counts."""

from math import inf, log, pi

import numpy as np
from mpmath import mp, mpf

import unilosses as u

from ..case import HALF, around, case, cast, generator, largest_of, product, thin, wide
from ..comparison import compare, mean
from ..oracle import INF, NAN, Oracle, clean, largest, times

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


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Counts and rates: 0, small, large, equal and nearly so, far apart; fractions of counts; rates beyond the range.


def _pairs(name, dtype):
    """(tag, rates, counts, note), the rates positive."""
    rng = generator(name, "pairs")
    n = thin(150, dtype)
    rate = np.exp(rng.normal(1, 1.5, n))
    yield "ordinary", rate, rng.poisson(rate).astype(float), "counts of that rate"
    yield "small", *product([0.1, 0.5, 1.0, 1.5, 2.0, 7.0], [0.0, 0.5, 1.0, 1.5, 2.0, 3.0]), "where full changes"
    big = np.floor(np.logspace(1, min(wide(dtype), 7), n))
    yield "large", big * np.exp(rng.normal(0, 1, n) / np.sqrt(big)), big, "within a standard deviation or so"
    yield "far", big, np.floor(big ** rng.uniform(0, 1, n)), "counts far below"
    yield "beyond", np.floor(big ** rng.uniform(0, 1, n)) + 0.25, big, "counts far above"
    counts = np.array([1.0, 2.0, 5.0, 17.0, 100.0])
    near = [(v, float(c)) for c in cast(counts, dtype) for v in around(float(c), dtype)]
    yield "near_equal", *np.array(near).T, "rate a step off the count"
    yield "fractions", *product([0.25, 1.0, 3.0], [0.01, 0.1, 0.75, 2.0**-10, 1.25, 2.75]), "averages of counts"
    decades = np.logspace(-min(wide(dtype), 12), min(wide(dtype), 12), thin(13, dtype))
    yield "sizes", *product(decades, [0.0, *decades]), "any two sizes"


def poisson_nll(dtype):
    name, cases = "poisson_nll", []
    for full in ("none", "stirling", "exact"):
        for tag, rate, count, note in _pairs(name, dtype):
            columns = (np.log(rate), count)
            cases.append(case(f"{tag}-log-{full}", dtype, columns, note, full=full))
            params = {"log_input": False, "full": full}
            cases.append(case(f"{tag}-rate-{full}", dtype, (rate, count), note, **params))
            if tag in ("ordinary", "small") or (tag == "sizes" and dtype not in HALF):
                cases.append(case(f"{tag}-eps-{full}", dtype, (rate, count), note, **params, eps=2.0**-10))
        cases.append(
            case(
                f"eps-{full}", dtype, _pairs_of_eps(dtype), "rates below eps", log_input=False, full=full, eps=2.0**-10
            )
        )
        top = np.log(largest_of(dtype))
        x, y = product([-np.inf, -1e4, -200.0, -60.0, 0.9 * top, 2 * top, 1e4, np.inf], [0.0, 1.0, 3.0, 1e4])
        possible = (x > -np.inf) & (x < 0.95 * top)
        cases.append(case(f"ends-log-{full}", dtype, (x[possible], y[possible]), "rates beyond the range", full=full))
        cases.append(case(f"limits-log-{full}", dtype, (x, y), "limits", gradient=False, full=full))
        x, y = product([0.0, np.inf, -1.0], [0.0, 1.0, 3.0])
        cases.append(case(f"limits-rate-{full}", dtype, (x, y), "limits", gradient=False, log_input=False, full=full))
    return cases


def _pairs_of_eps(dtype):
    return product([0.0, 2.0**-20, 2.0**-10, 2.0**-9], [0.0, 1.0, 2.0, 7.0])


def negative_binomial_nll(dtype):
    name, cases = "negative_binomial_nll", []
    for r in (1.0, 4.0, 0.5, 17.0, 2.0**-10, 2.0**14, 2.0**40, 1e8, 0.1, 3.3):
        for tag, rate, count, note in _pairs(name, dtype):
            if r in (1.0, 4.0, 2.0**-10, 2.0**14) or tag in ("ordinary", "large", "small"):
                cases.append(case(f"{tag}-r={r:g}", dtype, (rate, count), note, total_count=r))
    x, y = product([0.0, -1.0, 1.0], [0.0, 1.0, -1.0])
    cases.append(case("limits", dtype, (x, y), "limits", gradient=False))
    return cases


INPUTS = {f.__name__: f for f in (poisson_nll, negative_binomial_nll)}


# --- known numbers ----------------------------------------------------------------------------------------------------

_FULL = ("none", "exact", "stirling")

POINTS = {
    "poisson_nll": [
        ((pred, target), {"log_input": log_input, "full": full})
        for pred, target in ((0.3, 2.5), (1.5, 7.0), (2.0, 0.25))
        for log_input in (True, False)
        for full in _FULL
    ]
    + [((0.3, 2.5), {"log_input": False, "full": full, "eps": 0.125}) for full in _FULL]
    + [((-2.0, 2.5), {})],
    "negative_binomial_nll": [
        ((mean, target), {"total_count": count})
        for mean, target in ((0.3, 2.5), (7.0, 3.0), (1e-3, 0.25), (50.0, 51.0))
        for count in (1.0, 0.25, 12.5)
    ],
}

BY_FIRST = {
    "poisson_nll": [
        ((0.3, 0.0), {"log_input": log_input, "full": full}) for log_input in (True, False) for full in _FULL
    ],
    "negative_binomial_nll": [((0.3, 0.0), {}), ((7.0, 0.0), {"total_count": 0.25})],
}

NUMBERS = {
    # Poisson's probability of 3 at the rate 1 is 1 / (6 e); Stirling's 2! is 2^2 e^-2 sqrt(4 pi)
    "poisson_nll": [
        ((0.0, 3.0), {"full": "exact"}, 1 + log(6)),
        ((1.0, 3.0), {"full": "exact", "log_input": False}, 1 + log(6)),
        ((2.0, 2.0), {"full": "stirling", "log_input": False}, log(4 * pi) / 2),
        ((log(3), 2.0), {}, 3 - 2 * log(3)),
        ((2.0, 3.0), {"log_input": False, "eps": 0.5}, 2 - 3 * log(2.5)),
    ],
    # with equal chances: 4 of 32 ways to three failures before the second success
    "negative_binomial_nll": [((2.0, 3.0), {"total_count": 2.0}, log(8)), ((1.0, 1.0), {}, log(4))],
}

LIMITS = {
    "poisson_nll": [
        ((-inf, 0.0), {}, 0),
        ((-inf, 1.0), {}, inf),
        ((inf, 1.0), {}, inf),
        ((0.0, 0.0), {"log_input": False, "full": "exact"}, 0),
        ((0.0, 1.0), {"log_input": False}, inf),
    ],
    "negative_binomial_nll": [
        ((0.0, 0.0), {}, 0),
        ((0.0, 1.0), {}, inf),
    ],
}

GRADIENT_LIMITS = {
    "poisson_nll": [
        # ends of the domain
        ((0.0, 1.0), {"log_input": False}, (-inf, inf)),
        ((0.0, 0.0), {"log_input": False}, (1, inf)),
    ],
    "negative_binomial_nll": [
        ((0.0, 0.0), {}, (1, None)),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------

COMPARISONS = [
    compare(
        "poisson_nll",
        "torch",
        "poisson_nll_loss",
        lambda f, d: f(d.pred, d.counts),
        lambda d: u.poisson_nll(d.pred, d.counts),
    ),
    compare(
        "poisson_nll",
        "keras",
        "poisson",
        lambda f, d: f(d.counts, d.rates),
        lambda d: mean(u.poisson_nll(d.rates, d.counts, log_input=False, eps=1e-7, reduction="none")),
    ),
]
