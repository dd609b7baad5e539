"""What users ran into with likelihoods, deviances and quantiles: cases U25, U74, U80 and U82.

The README of this folder says what each case is and where it was reported.
"""

from __future__ import annotations

import numpy as np
import pytest
from mpmath import log, loggamma, mp, mpf, pi

import unilosses as u

from ..suite.libraries import Run, check

exact = np.vectorize(mpf, otypes=[object])
log_of = np.vectorize(log, otypes=[object])

MEAN = np.array([[[1.0, 0.0], [2.0, -1.0]], [[0.5, 0.5], [0.0, 3.0]], [[-2.0, 1.0], [4.0, 0.25]]])
TARGET = np.array([[[0.0, 0.5], [2.0, 1.0]], [[1.5, 0.0], [-1.0, 3.5]], [[-2.5, 3.0], [1.0, 0.0]]])
SHAPES = [(), (3,), (1, 1, 2), *[pytest.param(s, marks=pytest.mark.full) for s in ((3, 1), (1, 2, 1), (3, 2, 2))]]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda s: "x".join(map(str, s)) or "scalar")
def test_U25_a_variance_for_all_for_rows_for_columns_or_for_each(run: Run, shape) -> None:
    """(log v + e^2 / v) / 2, not summed to rows; the slope by v, (1 / v - e^2 / v^2) / 2, is summed to v's shape."""
    variance = np.asarray((1.0 + np.arange(np.prod(shape, dtype=int))).reshape(shape) / 4.0)
    wide = exact(np.broadcast_to(variance.reshape(shape + (1,) * (3 - len(shape))), MEAN.shape))
    square = exact(MEAN - TARGET) ** 2
    value, slope = (log_of(wide) + square / wide) / 2, (1 / wide - square / wide**2) / 2
    repeated = tuple(i for i in range(3) if i >= len(shape) or shape[i] == 1)
    grad = np.asarray(slope.sum(axis=repeated), dtype=object).reshape(shape)
    scale = abs(slope).sum()
    data = (MEAN, TARGET, variance)
    check(run, u.gaussian_nll, *data, argnum=2, reduction="none", value=value, scale=1, grad=grad, grad_scale=scale)


COUNTS = np.array([0.0, 0.5, 1.0, 1.5, 2.0])
RATES = np.array([0.25, 2.0, 1.0, 3.0, 2.0])


@pytest.mark.parametrize("full", ["stirling", "exact", pytest.param("none", marks=pytest.mark.full)])
@pytest.mark.parametrize("log_input", [False, True])
def test_U74_constant_of_the_poisson_likelihood(run: Run, log_input, full) -> None:
    """Stirling's approximation of log y! from above a count of 1, and nothing up to it; its slope by the rate is 0."""
    pred = np.log(RATES) if log_input else RATES
    y, rate = exact(COUNTS), np.array([mp.exp(x) for x in pred]) if log_input else exact(RATES)
    value = rate - y * log_of(rate)
    if full == "stirling":
        value = value + [v * log(v) - v + log(2 * pi * v) / 2 if v > 1 else mpf(0) for v in y]
    if full == "exact":
        value = value + [loggamma(v + 1) for v in y]
    check(
        run,
        u.poisson_nll,
        pred,
        COUNTS,
        log_input=log_input,
        full=full,
        reduction="none",
        scale=1,
        grad_scale=1,
        value=value,
        grad=rate - y if log_input else 1 - y / rate,
    )


def test_U74_epsilon_in_the_logarithm(run: Run) -> None:
    """m - y log(m + eps), by m 1 - y / (m + eps): finite at a rate of 0, which is infinite without it."""
    keywords = {"log_input": False, "reduction": "none"}
    eps = mpf(1e-8)
    value, grad = [-log(eps), 2 - log(2 + eps)], [1 - 1 / eps, 1 - 1 / (2 + eps)]
    check(run, u.poisson_nll, [0.0, 2.0], [1.0, 1.0], eps=1e-8, value=value, grad=grad, **keywords)
    check(run, u.poisson_nll, [0.0, 0.0], [1.0, 0.0], value=[mp.inf, 0], **keywords)


# powers, targets that have a density (or limits) under them
POWERS = [
    (-1.0, [-2.0, 0.0, 0.5, 4.0]),
    (0.0, [-2.0, 0.0, 0.5, 4.0]),
    (1.0, [0.0, 0.5, 1.0, 4.0]),
    (1.5, [0.0, 0.5, 1.0, 4.0]),
    (2.0, [0.25, 0.5, 1.0, 4.0]),
    (3.0, [0.25, 0.5, 1.0, 4.0]),
]


def deviance(y: mpf, m: mpf, p: float) -> mpf:
    if p == 0:
        return (y - m) ** 2
    if p == 1:
        return 2 * ((y * log(y / m) if y else 0) - y + m)
    if p == 2:
        return 2 * (log(m / y) + y / m - 1)
    above = max(y, mpf(0)) ** (2 - p) / ((1 - p) * (2 - p))
    return 2 * (above - y * m ** (1 - p) / (1 - p) + m ** (2 - p) / (2 - p))


@pytest.mark.parametrize(("power", "targets"), POWERS, ids=[f"power {p:g}" for p, _ in POWERS])
def test_U80_every_branch_of_the_tweedie_deviance(run: Run, power, targets) -> None:
    """Each branch by its formula; the slope is 2 (m - y) / m^p in all of them."""
    pred, p = np.array([1.5, 0.25, 2.0, 3.0]), mpf(power)
    pairs = [(mpf(y), mpf(m)) for y, m in zip(targets, pred.tolist(), strict=True)]
    value, grad = [deviance(y, m, p) for y, m in pairs], [2 * (m - y) / m**p for y, m in pairs]
    # the power of a quotient keeps a few roundings
    check(run, u.tweedie_deviance, pred, targets, power=power, reduction="none", ulps=9, value=value, grad=grad)


def test_U82_the_quantile_loss_is_here(run: Run) -> None:
    """q (y - m) above the prediction, (1 - q) (m - y) below it, one column for each of several levels."""
    pred, target = [[1.0, 3.0], [1.0, 3.0], [2.0, 2.0]], [2.0, 5.0, 2.0]
    value, grad = [[0.25, 0.25], [1.0, 1.5], [0, 0]], [[-0.25, 0.25], [-0.25, -0.75], [0, 0]]
    check(run, u.quantile, pred, target, quantile_level=(0.25, 0.75), reduction="none", value=value, grad=grad, ulps=0)


def test_U82_the_best_constants_are_the_quantiles(run: Run) -> None:
    """Of the numbers 1 to 9 the minima at levels 1/4 and 3/4 are at the third and the seventh of them."""
    target = np.arange(1.0, 10.0)
    candidates = np.linspace(1.0, 9.0, 33)
    pred = np.broadcast_to(candidates[:, None, None], (33, 9, 2)).copy()
    found = run.value(u.quantile, pred, np.tile(target, (33, 1)), quantile_level=(0.25, 0.75), reduction="none").sum(
        axis=1
    )
    assert candidates[found.argmin(axis=0)].tolist() == [3.0, 7.0]
    # (1/4) (1 + ... + 6) + (3/4) (1 + 2), and the same from the other side
    assert found.min(axis=0).tolist() == [7.5, 7.5]
