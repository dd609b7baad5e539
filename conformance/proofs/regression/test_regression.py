"""Quantile, tube, relative and robust losses: what their users ask of them, beside the claims made for every loss.

U82 is the request for several quantiles at once; the README of this folder says where it was made.
"""

from __future__ import annotations

import importlib
from functools import partial

import numpy as np
import pytest
from mpmath import mp, mpf

import unilosses as u

from ...suite.libraries import Run, assert_close, check
from .robust import ORACLES as ROBUST

INF = float("inf")
PRED = np.array([[0.5, 1.0, 2.5], [-1.0, 0.25, 0.25], [4.0, 4.0, 8.0]])
TARGET = np.array([1.0, 0.25, 3.0])


# --- several levels at once ---


@pytest.mark.parametrize(
    ("loss", "param"), [(u.quantile, "quantile_level"), (u.expectile, "expectile_level")], ids=["quantile", "expectile"]
)
def test_U82_several_levels_at_once(run: Run, loss, param) -> None:
    """One prediction per level along the last axis: as one level at a time, in value and gradient."""
    levels = (0.125, 0.5, 0.875)
    target = np.broadcast_to(TARGET[:, None], PRED.shape)
    value = run.value(loss, PRED, target, reduction="none", **{param: levels})
    grad = run.gradient(loss, PRED, target, reduction="none", **{param: levels})
    for k, level in enumerate(levels):
        one = run.value(loss, PRED[:, k], TARGET, reduction="none", **{param: level})
        assert value[:, k].tolist() == one.tolist()
        one = run.gradient(loss, PRED[:, k], TARGET, reduction="none", **{param: level})
        assert grad[:, k].tolist() == one.tolist()
    by_array = run.value(loss, PRED, target, reduction="none", **{param: np.array(levels)})
    assert by_array.tolist() == value.tolist()
    with pytest.raises(ValueError, match=rf"{param}.*3 classes"):
        run.value(loss, PRED, target, **{param: np.array([0.25, 0.5])})


def test_quantile_and_expectile_by_hand(run: Run) -> None:
    pred, target = np.zeros(3), np.array([2.0, 0.0, -2.0])
    value, grad = [1.5, 0.0, 0.5], [-0.75, 0.0, 0.25]
    check(run, u.quantile, pred, target, quantile_level=0.75, reduction="none", value=value, grad=grad, ulps=0)
    value, grad = [3.0, 0.0, 1.0], [-3.0, 0.0, 1.0]
    check(run, u.expectile, pred, target, expectile_level=0.75, reduction="none", value=value, grad=grad, ulps=0)


def test_the_best_constant_is_the_quantile(run: Run) -> None:
    """Between the two middle numbers the slope of the median is 0; at each number the quantile's changes sign."""
    target = np.array([1.0, 2.0, 4.0, 8.0])
    slope = [
        run.gradient(u.quantile, np.full(4, float(c)), target, reduction="none", quantile_level=0.5).sum()
        for c in (3, 9)
    ]
    assert slope == [0.0, 2.0]
    slope = [
        run.gradient(u.quantile, np.full(4, float(c)), target, reduction="none", quantile_level=0.7).sum()
        for c in (3, 5)
    ]
    assert slope[0] < 0 < slope[1]


# --- the peers, at their own defaults ---


def test_scikit_learn() -> None:
    metrics = importlib.import_module("sklearn.metrics")
    rng = np.random.default_rng(0)
    pred, target = rng.gamma(2.0, size=50), rng.gamma(2.0, size=50)
    expected = metrics.mean_pinball_loss(target, pred, alpha=0.1)
    assert_close(u.quantile(pred, target, quantile_level=0.1), expected, ulps=16)
    assert_close(u.squared_log_error(pred, target), metrics.mean_squared_log_error(target, pred), ulps=64)
    expected = metrics.mean_absolute_percentage_error(target, pred)
    assert_close(u.absolute_percentage_error(pred, target), expected, ulps=16)
    zero, one = np.zeros(1), np.ones(1)
    expected = metrics.mean_absolute_percentage_error(zero, one)
    assert u.absolute_percentage_error(one, zero) == expected == 1 / np.finfo(float).eps


def test_percentage_errors_of_a_target_of_zero(run: Run) -> None:
    """A percent with the eps of Keras, a fraction with that of torchmetrics, and neither clipped nor NaN."""
    pred, target = np.array([1.0, 0.0]), np.zeros(2)
    loss = u.absolute_percentage_error
    check(run, loss, pred, target, eps=1e-7, percent=True, reduction="none", value=[mpf(10) ** 9, 0])
    check(run, loss, pred, target, eps=1.17e-6, reduction="none", value=[1 / mpf(1.17e-6), 0])
    check(run, loss, pred, target, eps=None, reduction="none", value=[INF, 0], grad=[INF, 0])
    loss = u.symmetric_absolute_percentage_error
    check(run, loss, pred, target, reduction="none", value=[2, 0], grad=[0, 0])


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
def test_finfo_is_that_of_the_predictions(run: Run, dtype) -> None:
    if dtype not in run.floats:
        return
    eps = {"float16": 2.0**-10, "bfloat16": 2.0**-7, "float32": 2.0**-23, "float64": 2.0**-52}[dtype]
    check(run, u.absolute_percentage_error, np.array([2.0]), np.zeros(1), dtype=dtype, value=2.0 / eps, ulps=0)


def test_symmetric_error_of_a_prediction_of_zero(run: Run) -> None:
    """The mean of the slopes on both sides, -4 / y and 0: a prediction of 0 is not stuck."""
    loss = u.symmetric_absolute_percentage_error
    check(run, loss, np.zeros(2), np.array([4.0, -4.0]), reduction="none", value=[2, 2], grad=[-0.5, 0.5])
    # Where the signs differ there is no slope; by a target of 0 likewise as by a prediction of 0.
    check(run, loss, np.array([-1.0]), np.array([4.0]), reduction="none", value=[2], grad=[0])
    check(run, loss, np.array([4.0]), np.zeros(1), reduction="none", grad=[-0.5], argnum=1)


def test_log_errors_outside_the_domain_are_not_clipped(run: Run) -> None:
    pred, target = np.array([-0.5, -1.0, -1.5, -1.0]), np.array([0.0, 0.0, 0.0, -1.0])
    with mp.workdps(50):
        expected = [mp.log(mpf(1) / 2) ** 2, mpf("inf"), mpf("nan"), mpf("nan")]
    check(run, u.squared_log_error, pred, target, reduction="none", value=expected)


# --- the robust family ---


@pytest.mark.parametrize("form", [float, np.array], ids=["number", "array"])
def test_members_of_the_general_family(run: Run, form) -> None:
    pred, target = np.array([0.0, 1e-9, 0.1, 1.0, -2.5, 30.0, 1e10]), np.zeros(7)
    named = {0.0: u.cauchy, -2.0: u.geman_mcclure, -INF: u.welsch}
    for alpha, loss in named.items():
        for method in (run.value, run.gradient):
            found = method(u.general_robust, pred, target, alpha=form(alpha), scale=0.5, reduction="none")
            expected = method(loss, pred, target, scale=0.5, reduction="none")
            assert_close(found, expected.astype(object), ulps=8)
    half_square = run.value(u.general_robust, pred, target, alpha=form(2.0), reduction="none")
    assert_close(half_square, (0.5 * pred * pred).astype(object), ulps=4)
    pseudo_huber = run.value(u.general_robust, pred, target, alpha=form(1.0), reduction="none")
    assert_close(pseudo_huber, run.value(u.pseudo_huber, pred, target, reduction="none").astype(object), ulps=8)


SHAPES = (2.0, 0.0, 1.0, -2.0, 1.5, 2.0 - 2.0**-30, 2.0 + 2.0**-20, 1e-9, -1e-9, 0.1, -30.0, 3.0)
RESIDUALS = np.array([0.0, 0.1, 0.5, 1.0, 2.0, 10.0, 1e3, 1e8])


def slope_by_alpha(x: float, alpha: float) -> mpf:
    """By differences in 60 digits; at 2, where the derivative is infinite, from the next smaller float64."""
    step = 2.0**-52 if alpha == 2.0 else 1e-20
    with mp.workdps(60):
        x, below = mpf(x), mpf(alpha) - step
        above = mpf(alpha) if alpha == 2.0 else mpf(alpha) + step
        low, high = (ROBUST["general_robust"].value(x, mpf(0), alpha=a) for a in (below, above))
        return (high - low) / (above - below)


@pytest.mark.parametrize("alpha", SHAPES)
def test_learned_shape(differentiating: Run, alpha) -> None:
    """The derivative by alpha: at the alphas that have formulas of their own, next to them, and elsewhere."""
    run = differentiating

    def by_alpha(shape: np.ndarray) -> np.ndarray:
        target = np.zeros_like(RESIDUALS)
        return run.gradient(u.general_robust, RESIDUALS, target, argnum="alpha", alpha=shape, reduction="none")

    found = by_alpha(np.full_like(RESIDUALS, alpha))
    expected = [slope_by_alpha(x, alpha) for x in RESIDUALS]
    # Near 0 the curves agree to the fourth power of u: there, terms of that size cancel.
    scale = np.maximum(np.minimum(RESIDUALS, 1.0) ** 4, np.abs(np.array(expected, dtype=float)))
    # The slope over a step is the derivative beside it but for terms of the size of the step over u^2.
    assert_close(found, expected, ulps=1024 if alpha == 2.0 else 64, scale=scale)
    assert_close(by_alpha(np.array([alpha])), found.sum(keepdims=True).astype(object), ulps=16)


def test_learned_shape_of_a_well(differentiating: Run) -> None:
    """alpha = -inf as an array: 0 by alpha, and right by everything else."""
    run = differentiating
    pred, target, alpha, scale = map(
        run.asarray, (np.array([0.0, 0.5, 100.0]), np.zeros(3), np.array(-INF), np.array(2.0))
    )
    robust = partial(u.value_and_grad(u.general_robust, argnums=(0, "alpha", "scale")), reduction="sum")
    value, (grad, by_alpha, by_scale) = run.compiled(robust)(pred, target, alpha=alpha, scale=scale)
    welsch = partial(u.value_and_grad(u.welsch, argnums=(0, "scale")), reduction="sum")
    same, (expected, expected_by_scale) = run.compiled(welsch)(pred, target, scale=scale)
    assert_close(run.to_numpy(value), run.to_numpy(same).astype(object))
    assert_close(run.to_numpy(grad), run.to_numpy(expected).astype(object))
    assert_close(run.to_numpy(by_scale), run.to_numpy(expected_by_scale).astype(object))
    assert run.to_numpy(by_alpha) == 0


@pytest.mark.parametrize("alpha", [2.0, 1.0, 0.0, -2.0, -INF, 0.5])
@pytest.mark.parametrize("form", [float, np.array], ids=["number", "array"])
def test_curvature_at_zero(differentiating: Run, form, alpha) -> None:
    """1 / scale^2 for every member; the second derivative at a residual of 0 is no NaN."""
    run = differentiating
    shape = form(alpha) if form is float else run.asarray(np.array(alpha))
    target = run.asarray(np.zeros(2))
    found = run.curvature(
        lambda x: u.general_robust(x, target, alpha=shape, scale=0.5, reduction="none"), np.zeros(2), np.ones(2)
    )
    assert found.tolist() == [4.0, 4.0]


def test_infinite_residuals(run: Run) -> None:
    """The limits: bounded curves reach their bound and pull no more."""
    pred, target = np.array([INF, -INF]), np.zeros(2)
    for alpha, value, slope in ((-4.0, 1.5, 0.0), (0.5, INF, 0.0), (1.0, INF, 1.0), (1.5, INF, INF)):
        grad = np.array([slope, -slope], dtype=object)
        check(run, u.general_robust, pred, target, alpha=alpha, reduction="none", value=[value] * 2, grad=grad)
    check(run, u.welsch, pred, target, reduction="none", value=[1, 1], grad=[0, 0])
    check(run, u.geman_mcclure, pred, target, reduction="none", value=[2, 2], grad=[0, 0])
    check(run, u.cauchy, pred, target, reduction="none", value=[INF, INF], grad=[0, 0])
    check(run, u.charbonnier, pred, target, reduction="none", value=[INF, INF], grad=[1, -1])


def test_kornias_numbers(run: Run) -> None:
    """kornia's losses of the same names, which have no scale, at a residual of 2."""
    pred, target = np.array([2.0]), np.zeros(1)
    with mp.workdps(50):
        check(run, u.cauchy, pred, target, value=mp.log(3))
        check(run, u.geman_mcclure, pred, target, value=mpf(1))
        check(run, u.welsch, pred, target, value=1 - mp.exp(-2))
        check(run, u.pseudo_huber, pred, target, value=mp.sqrt(5) - 1)
        check(run, u.charbonnier, pred, target, epsilon=1.0, value=mp.sqrt(5))
