"""Likelihoods and deviances: what their users ask of them, beside the claims made for every loss.

U25 is the threads on the shapes of a variance, U74 those on what `full` adds, U80 those on the branches of a Tweedie
power; the README of this folder says where they are.
"""

from __future__ import annotations

import importlib

import numpy as np
import pytest
from mpmath import mp, mpf

import unilosses as u

from ...suite.libraries import PRESENT, Run, assert_close, check, near

INF = float("inf")
RNG = np.random.default_rng(11)
MEAN, TARGET = RNG.normal(size=(2, 4, 3, 2))
VARIANCE = RNG.gamma(2.0, size=(4, 3, 2))
RATES, COUNTS = RNG.gamma(2.0, size=20), np.floor(RNG.gamma(2.0, 2.0, size=20))


def torch_results(function, *data, **keywords):
    """torch's value and its gradients by every argument."""
    torch = importlib.import_module("torch")
    leaves = [torch.tensor(x, requires_grad=True) for x in data]
    value = function(torch)(*leaves, **keywords)
    return value.detach().numpy(), [g.numpy() for g in torch.autograd.grad(value.sum(), leaves)]


def assert_same(loss, data, expected, ulps=16, **keywords) -> None:
    """Value and gradients, to a few ulp of the largest: what torch computes has roundings of its own."""
    value, grads = expected
    found, by = u.value_and_grad(loss, argnums=tuple(range(len(data))))(*map(np.array, data), **keywords)
    near(found, value, ulps)
    for g, e in zip(by, grads, strict=True):
        near(g, e, ulps)


# --- Gauss ---


@pytest.mark.parametrize(
    "shape", [(), (4,), (4, 1), (4, 1, 1), (1, 1, 2), (1, 3, 1), (4, 3), (4, 3, 2)], ids=lambda s: "x".join(map(str, s))
)
def test_U25_shapes_of_the_variance(run: Run, shape) -> None:
    """One for all, one per sample, one per column, or full; axes count from the left. The gradient has its shape."""
    variance = np.asarray(np.round(np.random.default_rng(25).uniform(0.5, 2.0, size=shape), 2))
    full = np.broadcast_to(variance.reshape(shape + (1,) * (3 - len(shape))), MEAN.shape)
    value = run.value(u.gaussian_nll, MEAN, TARGET, variance, reduction="none")
    assert value.shape == MEAN.shape
    whole = run.value(u.gaussian_nll, MEAN, TARGET, full, reduction="none")
    # A compiler may fuse the same operations otherwise where the shapes differ; the terms are of size one.
    assert_close(value, whole.astype(object), ulps=4, scale=1 + abs(whole))
    by_full = run.gradient(u.gaussian_nll, MEAN, TARGET, full, argnum=2)
    summed = by_full.sum(axis=tuple(i for i in range(3) if i >= len(shape) or shape[i] == 1)).reshape(shape)
    for route in run.routes:
        found = run.gradient(u.gaussian_nll, MEAN, TARGET, variance, argnum=2, route=route)
        assert_close(found, summed.astype(object), ulps=16, scale=abs(by_full).sum())


def test_U25_shapes_that_do_not_fit(run: Run) -> None:
    for shape in ((3,), (4, 2), (4, 3, 2, 1), (2, 1, 1)):
        with pytest.raises(ValueError, match="spread has shape"):
            run.value(u.gaussian_nll, MEAN, TARGET, np.ones(shape))


@pytest.mark.parametrize("full", [False, True])
def test_torch_gaussian(full) -> None:
    for reduction in ("mean", "sum", "none"):
        keywords = {"full": full, "reduction": reduction}
        expected = torch_results(
            lambda torch: torch.nn.functional.gaussian_nll_loss, MEAN, TARGET, VARIANCE, **keywords
        )
        assert_same(u.gaussian_nll, (MEAN, TARGET, VARIANCE), expected, eps=1e-6, **keywords)


def test_variance_below_eps(run: Run) -> None:
    """It counts as eps, and is pulled as if it were, so that it can grow: torch's -5e11 (1e-9, a residual of 1)."""
    mean, target, variance = np.array([1.0]), np.array([0.0]), np.array([1e-9])
    with mp.workdps(50):
        eps = mpf(1e-6)
        value, grad = (mp.log(eps) + 1 / eps) / 2, (1 / eps - 1 / eps**2) / 2
        check(run, u.gaussian_nll, mean, target, variance, eps=1e-6, value=value, grad=[grad], argnum=2)
        check(run, u.gaussian_nll, mean, target, np.sqrt(variance), eps=1e-6, spread_is="scale", value=value)
        check(
            run, u.gaussian_nll, mean, target, np.log(variance), eps=1e-6, spread_is="log_variance", value=value, ulps=8
        )
        exact = mpf(1e-9)
        check(run, u.gaussian_nll, mean, target, variance, value=(mp.log(exact) + 1 / exact) / 2)
    if "torch" in PRESENT:
        data = (mean, target, variance)
        expected = torch_results(lambda torch: torch.nn.functional.gaussian_nll_loss, *data)
        assert_same(u.gaussian_nll, data, expected, eps=1e-6)


def test_degenerate_variance(run: Run) -> None:
    """The limits at 0, no NaN; a negative variance is one."""
    mean, variance = np.array([0.0, 1.0, -1.0]), np.array([0.0, 0.0, -1.0])
    for spread_is in ("variance", "scale"):
        keywords = {"spread_is": spread_is, "reduction": "none"}
        check(run, u.gaussian_nll, mean, np.zeros(3), variance, value=[-INF, INF, np.nan], **keywords)
        check(run, u.gaussian_nll, mean[:2], np.zeros(2), variance[:2], argnum=2, grad=[INF, -INF], **keywords)
    for loss in (u.laplace_nll, u.student_t_nll):
        check(run, loss, mean, np.zeros(3), variance, value=[-INF, INF, np.nan], reduction="none")
        check(run, loss, mean[:2], np.zeros(2), variance[:2], argnum=2, grad=[INF, -INF], reduction="none")


# --- heavy tails, and the distributions of torch ---


@pytest.mark.parametrize("name", ["Normal", "Laplace", "StudentT"])
def test_torch_distributions(name) -> None:
    loss = {"Normal": u.gaussian_nll, "Laplace": u.laplace_nll, "StudentT": u.student_t_nll}[name]
    keywords = {"spread_is": "scale", "full": True} if name == "Normal" else {}
    df = (torch_df,) if name == "StudentT" else ()

    def log_prob(torch):
        return lambda mean, target, scale: -getattr(torch.distributions, name)(*df, mean, scale).log_prob(target)

    scale = np.sqrt(VARIANCE)
    params = {**keywords, "df": torch_df} if df else keywords
    assert_same(loss, (MEAN, TARGET, scale), torch_results(log_prob, MEAN, TARGET, scale), reduction="none", **params)


torch_df = 3.0


def student_constant(df: float) -> mpf:
    return mp.log(df * mp.pi) / 2 + mp.loggamma(mpf(df) / 2) - mp.loggamma(mpf(df + 1) / 2)


@pytest.mark.parametrize("df", [0.25, 1.0, 2.0, 7.5, 1e3, 1e12])
@pytest.mark.parametrize("form", [float, np.array], ids=["number", "array"])
def test_student_constant(run: Run, form, df) -> None:
    """At the mode; for many degrees of freedom it is Gauss's, with no digit lost to gamma functions of 1e13."""
    with mp.workdps(60):
        expected = student_constant(df)
        zero = np.zeros(1)
        check(run, u.student_t_nll, zero, zero, np.ones(1), df=form(df), value=expected)
        assert df < 1e12 or abs(expected - mp.log(2 * mp.pi) / 2) < 1e-12


@pytest.mark.parametrize("df", [0.25, 1.0, 4.0, 30.0, 1e4])
def test_learned_degrees_of_freedom(differentiating: Run, df) -> None:
    mean, target, scale = np.array([0.0, 1.0, -20.0]), np.zeros(3), np.full(3, 2.0)
    keywords = {"argnum": "df", "df": np.full(3, df), "reduction": "none"}
    found = differentiating.gradient(u.student_t_nll, mean, target, scale, **keywords)
    with mp.workdps(60):
        step = mpf(10) ** -20
        expected = []
        for t in (mpf(0), mpf(1) / 2, mpf(10)):
            low, high = (
                student_constant(d) + (d + 1) / 2 * mp.log1p(t**2 / d) for d in (mpf(df) - step, mpf(df) + step)
            )
            expected.append((high - low) / (2 * step))
        scale_of = [max(abs(e), mp.log1p(1 / mpf(df))) for e in expected]
    assert_close(found, expected, ulps=64, scale=scale_of)


# --- counts ---


@pytest.mark.parametrize("log_input", [True, False])
@pytest.mark.parametrize("full", [True, False])
def test_torch_poisson(log_input, full) -> None:
    # With full=True torch's gradient by a count of 0 is NaN.
    counts = np.where(COUNTS == 0, 3.0, COUNTS) if full else COUNTS
    expected = torch_results(
        lambda torch: torch.nn.functional.poisson_nll_loss, RATES, counts, log_input=log_input, full=full
    )
    assert_same(
        u.poisson_nll, (RATES, counts), expected, log_input=log_input, full="stirling" if full else "none", eps=1e-8
    )


def test_U74_what_full_adds(run: Run) -> None:
    """Stirling's approximation above a count of 1, nothing up to there; the exact constant is log y!."""
    counts = np.array([0.0, 0.5, 1.0, 1.5, 2.0])
    with mp.workdps(50):
        plain = [mp.e - mpf(y) for y in counts]
        stirling = [y * mp.log(y) - y + mp.log(2 * mp.pi * y) / 2 if y > 1 else mpf(0) for y in map(mpf, counts)]
        exact = [mp.loggamma(mpf(y) + 1) for y in counts]
        for full, added in (("stirling", stirling), ("exact", exact)):
            value = [a + b for a, b in zip(plain, added, strict=True)]
            check(run, u.poisson_nll, np.ones(5), counts, full=full, value=value, reduction="none", ulps=6)


def test_probabilities_of_counts_sum_to_one(run: Run) -> None:
    counts = np.arange(200.0)
    for rate in (0.1, 3.0, 40.0):
        rates = np.full_like(counts, rate)
        losses = [run.value(u.poisson_nll, rates, counts, log_input=False, full="exact", reduction="none")]
        losses += [
            run.value(u.negative_binomial_nll, rates, counts, total_count=r, reduction="none") for r in (40.0, 1e9)
        ]
        for value in losses:
            assert abs(np.exp(-value).sum() - 1.0) < 1e-12
    assert abs(losses[-1] - losses[0])[:80].max() < 1e-4  # many trials: Poisson


def test_torch_negative_binomial() -> None:
    """Its probability of a success p stands for a mean of total_count p / (1 - p)."""

    def log_prob(torch):
        def evaluate(mean):
            given = torch.distributions.NegativeBinomial(2.5, logits=torch.log(mean / 2.5))
            return -given.log_prob(torch.tensor(COUNTS))

        return evaluate

    value, grads = torch_results(log_prob, RATES)
    found, by_mean = u.value_and_grad(u.negative_binomial_nll)(RATES, COUNTS, total_count=2.5, reduction="none")
    near(found, value, ulps=32)
    near(by_mean, grads[0], ulps=32)


@pytest.mark.parametrize("r", [0.125, 1.0, 12.0, 1e5])
def test_learned_total_count(differentiating: Run, r) -> None:
    means, counts = (0.5, 3.0, 20.0), (0.0, 4.0, 9.0)
    keywords = {"argnum": "total_count", "total_count": np.full(3, r), "reduction": "none"}
    found = differentiating.gradient(u.negative_binomial_nll, np.array(means), np.array(counts), **keywords)
    expected, scale = [], []
    with mp.workdps(60):
        for m, y in zip(map(mpf, means), map(mpf, counts), strict=True):
            # log(1 + m / r) - (r + y) m / (r (r + m)) + y / r - digamma(y + r) + digamma(r)
            terms = [mp.log1p(m / r), -(r + y) * m / (r * (r + m)), y / mpf(r), mp.digamma(r) - mp.digamma(y + r)]
            expected.append(mp.fsum(terms))
            scale.append(max(map(abs, terms)))
    # The derivatives of the interpolated polynomials are good to 1e-13 or so of their size.
    assert_close(found, expected, ulps=1024, scale=scale)


# --- deviances ---


def test_scikit_learn_at_its_defaults() -> None:
    metrics = importlib.import_module("sklearn.metrics")
    pred, target = RATES, np.random.default_rng(3).gamma(2.0, size=20)
    assert_close(u.poisson_deviance(pred, COUNTS), metrics.mean_poisson_deviance(COUNTS, pred), ulps=32)
    assert_close(u.gamma_deviance(pred, target), metrics.mean_gamma_deviance(target, pred), ulps=32)
    assert_close(u.tweedie_deviance(pred, target, power=0.0), metrics.mean_tweedie_deviance(target, pred), ulps=16)


@pytest.mark.parametrize("power", [-3.0, -1.0, -0.5, 0.0, 1.0, 1.1, 1.5, 1.9, 2.0, 2.5, 3.0, 5.0])
def test_U80_every_branch_of_the_power(run: Run, power) -> None:
    """As scikit-learn's metric, with negative targets and targets of 0 where the power has them."""
    metrics = importlib.import_module("sklearn.metrics")
    pred, target = RATES, np.random.default_rng(3).gamma(2.0, size=20)
    if power < 2:
        target[:5] = 0.0
    if power <= 0:
        target[5:9] *= -1.0
    expected = metrics.mean_tweedie_deviance(target, pred, power=power)
    assert_close(run.value(u.tweedie_deviance, pred, target, power=power), expected, ulps=64)


def test_U80_a_negative_power_of_a_negative_target(run: Run) -> None:
    """2 (0 - y m^2 / 2 + m^3 / 3) for power -1: what the target is below 0 costs in proportion."""
    value, grad = [2 * (2.0 + 8.0 / 3)], [12.0]
    check(
        run, u.tweedie_deviance, np.array([2.0]), np.array([-1.0]), power=-1.0, reduction="none", value=value, grad=grad
    )


def test_tweedie_near_its_named_powers(run: Run) -> None:
    pred, target = np.array([3.0, 0.5, 1.0 + 2.0**-40]), np.array([1.0, 4.0, 1.0])
    for power, named in ((1.0, u.poisson_deviance), (2.0, u.gamma_deviance)):
        expected = run.value(named, pred, target, reduction="none")
        found = run.value(u.tweedie_deviance, pred, target, power=power, reduction="none")
        assert found.tolist() == expected.tolist()
        for beside in (power + 2.0**-44, 1.0 + 2.0**-50 if power == 1.0 else 2.0 - 2.0**-44):
            found = run.value(u.tweedie_deviance, pred, target, power=beside, reduction="none")
            assert np.abs(found / expected - 1).max() < 1e-12


@pytest.mark.parametrize("power", [1.0, 1.5, 2.0, 3.0, -1.0])
def test_close_predictions_lose_no_digits(run: Run, power) -> None:
    """One step of float64 apart: (m - y)^2, where scikit-learn's differences give 0 or worse."""
    pred, target = np.array([1.0 + 2.0**-52]), np.ones(1)
    check(run, u.tweedie_deviance, pred, target, power=power, value=mpf(2) ** -104, ulps=8)


def test_powers_without_a_distribution() -> None:
    one = np.ones(1)
    for power in (0.5, 1e-9, 0.999, INF, -INF, np.nan):
        with pytest.raises(ValueError, match=r"power must be in \(-inf, 0\] or \[1, inf\)"):
            u.tweedie_deviance(one, one, power=power)
        with pytest.raises(ValueError, match="power"):
            u.TweedieDeviance(power=power)
    with pytest.raises(TypeError, match="power must be a Python number"):
        u.tweedie_deviance(one, one, power=np.array(1.5))
