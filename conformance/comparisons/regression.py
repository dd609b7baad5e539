"""Functions of a residual."""

import unilosses as u

from ..proofs.comparison import compare, mean

COMPARISONS = [
    compare("absolute_error", "torch", "l1_loss", lambda f, d: f(d.pred, d.target), lambda d: u.l1(d.pred, d.target)),
    compare("squared_error", "torch", "mse_loss", lambda f, d: f(d.pred, d.target), lambda d: u.mse(d.pred, d.target)),
    compare(
        "smooth_l1",
        "torch",
        "smooth_l1_loss",
        lambda f, d: f(d.pred, d.target),
        lambda d: u.smooth_l1(d.pred, d.target),
    ),
    compare("huber", "torch", "huber_loss", lambda f, d: f(d.pred, d.target), lambda d: u.huber(d.pred, d.target)),
    compare(
        "squared_error",
        "optax",
        "squared_error",
        lambda f, d: f(d.pred, d.target),
        lambda d: u.mse(d.pred, d.target, reduction="none"),
    ),
    compare(
        "squared_error",
        "optax",
        "l2_loss",
        lambda f, d: f(d.pred, d.target),
        lambda d: 0.5 * u.mse(d.pred, d.target, reduction="none"),
    ),
    compare(
        "huber",
        "optax",
        "huber_loss",
        lambda f, d: f(d.pred, d.target),
        lambda d: u.huber(d.pred, d.target, reduction="none"),
    ),
    compare(
        "log_cosh",
        "optax",
        "log_cosh",
        lambda f, d: f(d.pred, d.target),
        lambda d: u.log_cosh(d.pred, d.target, reduction="none"),
    ),
    compare(
        "absolute_error",
        "keras",
        "mean_absolute_error",
        lambda f, d: f(d.target, d.pred),
        lambda d: mean(u.l1(d.pred, d.target, reduction="none")),
    ),
    compare(
        "squared_error",
        "keras",
        "mean_squared_error",
        lambda f, d: f(d.target, d.pred),
        lambda d: mean(u.mse(d.pred, d.target, reduction="none")),
    ),
    compare(
        "huber",
        "keras",
        "huber",
        lambda f, d: f(d.target, d.pred),
        lambda d: mean(u.huber(d.pred, d.target, reduction="none")),
    ),
    compare(
        "log_cosh",
        "keras",
        "log_cosh",
        lambda f, d: f(d.target, d.pred),
        lambda d: mean(u.log_cosh(d.pred, d.target, reduction="none")),
    ),
    compare(
        "absolute_error",
        "sklearn",
        "mean_absolute_error",
        lambda f, d: f(d.target, d.pred),
        lambda d: u.l1(d.pred, d.target),
    ),
    compare(
        "squared_error",
        "sklearn",
        "mean_squared_error",
        lambda f, d: f(d.target, d.pred),
        lambda d: u.mse(d.pred, d.target),
    ),
    compare(
        "quantile",
        "sklearn",
        "mean_pinball_loss",
        lambda f, d: f(d.target, d.pred),
        lambda d: u.quantile(d.pred, d.target),
    ),
    compare(
        "squared_log_error",
        "keras",
        "mean_squared_logarithmic_error",
        lambda f, d: f(d.counts, d.rates),
        lambda d: mean(u.msle(d.rates, d.counts, reduction="none")),
    ),
    compare(
        "squared_log_error",
        "sklearn",
        "mean_squared_log_error",
        lambda f, d: f(d.counts, d.rates),
        lambda d: u.msle(d.rates, d.counts),
    ),
    compare(
        "absolute_percentage_error",
        "keras",
        "mean_absolute_percentage_error",
        lambda f, d: f(d.target, d.pred),
        lambda d: mean(u.mape(d.pred, d.target, eps=1e-7, percent=True, reduction="none")),
    ),
    compare(
        "absolute_percentage_error",
        "sklearn",
        "mean_absolute_percentage_error",
        lambda f, d: f(d.target, d.pred),
        lambda d: u.mape(d.pred, d.target),
    ),
]
