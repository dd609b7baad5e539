"""Likelihoods and deviances."""

import unilosses as u

from ..proofs.comparison import compare, mean

COMPARISONS = [
    compare(
        "gaussian_nll",
        "torch",
        "gaussian_nll_loss",
        lambda f, d: f(d.pred, d.target, d.variance),
        lambda d: u.gaussian_nll(d.pred, d.target, d.variance, eps=1e-6),
    ),
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
    compare(
        "poisson_deviance",
        "sklearn",
        "mean_poisson_deviance",
        lambda f, d: f(d.counts[:, 0], d.rates[:, 0]),
        lambda d: u.poisson_deviance(d.rates[:, 0], d.counts[:, 0]),
    ),
    compare(
        "gamma_deviance",
        "sklearn",
        "mean_gamma_deviance",
        lambda f, d: f(d.positive[:, 0], d.rates[:, 0]),
        lambda d: u.gamma_deviance(d.rates[:, 0], d.positive[:, 0]),
    ),
    compare(
        "tweedie_deviance",
        "sklearn",
        "mean_tweedie_deviance",
        lambda f, d: f(d.target[:, 0], d.pred[:, 0]),
        lambda d: u.tweedie_deviance(d.pred[:, 0], d.target[:, 0], power=0.0),
    ),
    compare(
        "tweedie_deviance",
        "sklearn",
        "mean_tweedie_deviance",
        lambda f, d: f(d.counts[:, 0], d.rates[:, 0], power=1.5),
        lambda d: u.tweedie_deviance(d.rates[:, 0], d.counts[:, 0]),
    ),
]
