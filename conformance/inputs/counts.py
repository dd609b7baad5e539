"""Counts and rates: 0, small, large, equal and nearly so, far apart; fractions of counts; rates beyond the range."""

import numpy as np

from ..proofs.case import HALF, around, case, cast, generator, largest, nonempty, product, thin, wide

INF = np.inf


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
        top = np.log(largest(dtype))
        x, y = product([-INF, -1e4, -200.0, -60.0, 0.9 * top, 2 * top, 1e4, INF], [0.0, 1.0, 3.0, 1e4])
        possible = (x > -INF) & (x < 0.95 * top)
        cases.append(case(f"ends-log-{full}", dtype, (x[possible], y[possible]), "rates beyond the range", full=full))
        cases.append(case(f"limits-log-{full}", dtype, (x, y), "limits", gradient=False, full=full))
        x, y = product([0.0, INF, -1.0], [0.0, 1.0, 3.0])
        cases.append(case(f"limits-rate-{full}", dtype, (x, y), "limits", gradient=False, log_input=False, full=full))
    return nonempty(cases)


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
    return nonempty(cases)


BUILDERS = {f.__name__: f for f in (poisson_nll, negative_binomial_nll)}
