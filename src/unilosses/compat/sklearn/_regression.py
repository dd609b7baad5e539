"""Regression losses by scikit-learn's names: outputs are columns, which are averaged last."""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable
from typing import Any

import numpy as np

from ...backends.library import Library
from ...call.gate import Unheld, everywhere
from ...losses.distributions import deviance
from ...losses.regression import quantile, regression, relative
from ...typing import Array
from .._arrays import in_dtype, numbers_like
from . import _data
from ._data import Regression, as_number, fail

# What mean_absolute_percentage_error divides by instead of smaller targets, in every dtype.
SMALLEST_TARGET = float(np.finfo(np.float64).eps)


def mean_squared_error(
    y_true: Any, y_pred: Any, *, sample_weight: Any = None, multioutput: Any = "uniform_average"
) -> Any:
    """sklearn.metrics.mean_squared_error: `squared_error`."""
    return _mean(regression.squared_error, _data.regression(y_true, y_pred, sample_weight, multioutput))


def root_mean_squared_error(
    y_true: Any, y_pred: Any, *, sample_weight: Any = None, multioutput: Any = "uniform_average"
) -> Any:
    """sklearn.metrics.root_mean_squared_error: the root of each output's mean `squared_error`."""
    return _root(regression.squared_error, _data.regression(y_true, y_pred, sample_weight, multioutput))


def mean_absolute_error(
    y_true: Any, y_pred: Any, *, sample_weight: Any = None, multioutput: Any = "uniform_average"
) -> Any:
    """sklearn.metrics.mean_absolute_error: `absolute_error`."""
    return _mean(regression.absolute_error, _data.regression(y_true, y_pred, sample_weight, multioutput))


def mean_absolute_percentage_error(
    y_true: Any, y_pred: Any, *, sample_weight: Any = None, multioutput: Any = "uniform_average"
) -> Any:
    """sklearn.metrics.mean_absolute_percentage_error: `absolute_percentage_error`."""
    given = _data.regression(y_true, y_pred, sample_weight, multioutput)
    return _mean(relative.absolute_percentage_error, given, eps=SMALLEST_TARGET)


def mean_squared_log_error(
    y_true: Any, y_pred: Any, *, sample_weight: Any = None, multioutput: Any = "uniform_average"
) -> Any:
    """sklearn.metrics.mean_squared_log_error: `squared_log_error`."""
    return _mean(relative.squared_log_error, _above_minus_one(y_true, y_pred, sample_weight, multioutput))


def root_mean_squared_log_error(
    y_true: Any, y_pred: Any, *, sample_weight: Any = None, multioutput: Any = "uniform_average"
) -> Any:
    """sklearn.metrics.root_mean_squared_log_error: the root of each output's mean `squared_log_error`."""
    return _root(relative.squared_log_error, _above_minus_one(y_true, y_pred, sample_weight, multioutput))


def mean_pinball_loss(
    y_true: Any, y_pred: Any, *, sample_weight: Any = None, alpha: float = 0.5, multioutput: Any = "uniform_average"
) -> Any:
    """sklearn.metrics.mean_pinball_loss: `quantile`, with the level `alpha`."""
    if not isinstance(alpha, numbers.Real) or not 0 <= alpha <= 1:
        raise fail("alpha", alpha, "a number in [0, 1]")
    given = _data.regression(y_true, y_pred, sample_weight, multioutput)
    level = float(alpha) if 0 < alpha < 1 else Unheld(numbers_like(given.library.xp, float(alpha), given.pred))
    return _mean(quantile.quantile, given, quantile_level=level)


def median_absolute_error(
    y_true: Any, y_pred: Any, *, multioutput: Any = "uniform_average", sample_weight: Any = None
) -> Any:
    """sklearn.metrics.median_absolute_error: the (weighted) median of each output's `absolute_error`."""
    given = _data.regression(y_true, y_pred, sample_weight, multioutput)
    each = regression.absolute_error(given.pred, given.true, reduction="none")
    return _averaged(given, _median(given.library, each, given.weight))


def max_error(y_true: Any, y_pred: Any) -> Any:
    """sklearn.metrics.max_error: the largest `absolute_error`."""
    given = _one_output(_data.regression(y_true, y_pred), "max_error")
    return as_number(given.library.xp.max(regression.absolute_error(given.pred, given.true, reduction="none")))


def mean_tweedie_deviance(y_true: Any, y_pred: Any, *, sample_weight: Any = None, power: float = 0) -> Any:
    """sklearn.metrics.mean_tweedie_deviance: `tweedie_deviance`, and `squared_error` for power=0."""
    if not isinstance(power, numbers.Real) or not (power <= 0 or power >= 1):
        raise fail("power", power, "a number in (-inf, 0] or [1, inf)")
    return _deviance(y_true, y_pred, sample_weight, float(power))


def mean_poisson_deviance(y_true: Any, y_pred: Any, *, sample_weight: Any = None) -> Any:
    """sklearn.metrics.mean_poisson_deviance: `poisson_deviance`."""
    return _deviance(y_true, y_pred, sample_weight, 1.0)


def mean_gamma_deviance(y_true: Any, y_pred: Any, *, sample_weight: Any = None) -> Any:
    """sklearn.metrics.mean_gamma_deviance: `gamma_deviance`."""
    return _deviance(y_true, y_pred, sample_weight, 2.0)


# --- what they share ------------------------------------------------------------------------------------------------


def _mean(loss: Callable[..., Array], given: Regression, **params: Any) -> Any:
    """The mean over samples of each output, and over outputs unless the raw values are asked for."""
    if given.raw:
        return _by_output(loss, given, **params)
    weight = given.weight
    if given.output_weight is not None:
        rows = given.library.xp.ones_like(given.pred[:, :1])
        if weight is not None:
            rows = in_dtype(given.library, weight, given.pred.dtype)[:, None]
        weight = rows * given.output_weight[None, :]
    return as_number(loss(given.pred, given.true, weight=weight, **params))


def _by_output(loss: Callable[..., Array], given: Regression, **params: Any) -> Array:
    columns = range(given.pred.shape[1])
    means = [loss(given.pred[:, j], given.true[:, j], weight=given.weight, **params) for j in columns]
    return given.library.xp.stack([given.library.xp.asarray(m) for m in means])


def _root(loss: Callable[..., Array], given: Regression) -> Any:
    return _averaged(given, given.library.xp.sqrt(_by_output(loss, given)))


def _averaged(given: Regression, values: Array) -> Any:
    """One number for each output, or their average."""
    if given.raw:
        return values
    xp = given.library.xp
    if given.output_weight is None:
        return as_number(xp.mean(values))
    return as_number(xp.sum(values * given.output_weight) / xp.sum(given.output_weight))


def _median(library: Library, each: Array, weight: Array | None) -> Array:
    """The median of each column: the mean of the two values that half of the weight lies below and above."""
    xp = library.xp
    order = xp.argsort(each, axis=0)
    ranked = xp.take_along_axis(each, order, axis=0)
    counted = xp.ones_like(each) if weight is None else in_dtype(library, weight, each.dtype)[:, None] + 0.0 * each
    total = xp.cumulative_sum(xp.take_along_axis(counted, order, axis=0), axis=0)
    half = 0.5 * total[-1:, :]
    last = each.shape[0] - 1
    ends = []
    for below in (total < half, total <= half):
        place = xp.sum(xp.astype(below, order.dtype), axis=0, keepdims=True, dtype=order.dtype)
        ends.append(xp.take_along_axis(ranked, xp.where(place > last, last, place), axis=0)[0, :])
    return 0.5 * (ends[0] + ends[1])


def _above_minus_one(y_true: Any, y_pred: Any, sample_weight: Any, multioutput: Any) -> Regression:
    given = _data.regression(y_true, y_pred, sample_weight, multioutput)
    for name, x in (("y_true", given.true), ("y_pred", given.pred)):
        if everywhere(given.library, x > -1) is False:
            raise ValueError(
                f"Mean Squared Logarithmic Error cannot be used when targets contain values less than or equal to -1. "
                f"{name} does."
            )
    return given


def _one_output(given: Regression, name: str) -> Regression:
    if given.pred.shape[1] > 1:
        raise ValueError(f"{name} takes one output, got {given.pred.shape[1]}")
    return given


def _deviance(y_true: Any, y_pred: Any, sample_weight: Any, power: float) -> Any:
    given = _one_output(_data.regression(y_true, y_pred, sample_weight), "mean_tweedie_deviance")
    if power == 0:
        return _mean(regression.squared_error, given)
    positive = given.pred > 0
    needed = "strictly positive y_pred"
    if power >= 1:
        positive = positive & (given.true > 0 if power >= 2 else given.true >= 0)
        needed = "strictly positive y and y_pred" if power >= 2 else f"non-negative y and {needed}"
    if everywhere(given.library, positive) is False:
        raise ValueError(f"Mean Tweedie deviance error with power={power:g} can only be used on {needed}.")
    if power == 1:
        return _mean(deviance.poisson_deviance, given)
    if power == 2:
        return _mean(deviance.gamma_deviance, given)
    if math.isinf(power):
        raise fail("power", power, "finite")
    return _mean(deviance.tweedie_deviance, given, power=power)
