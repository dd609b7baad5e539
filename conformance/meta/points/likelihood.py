"""Negative log-likelihoods and deviances, of every kind that their options name."""

_FULL = ("none", "exact", "stirling")

POINTS = {
    "gaussian_nll": [
        ((mean, 1.0, spread), {"spread_is": kind, "full": full})
        for mean, spread in ((0.3, 2.5), (4.0, 0.125), (1.5, 0.25))
        for kind in ("variance", "scale", "log_variance")
        for full in (False, True)
    ]
    + [((0.3, 1.0, 2.5), {"eps": 0.5}), ((0.3, 1.0, 1.5), {"eps": 0.5, "spread_is": "scale"})],
    "laplace_nll": [((0.3, 1.0, 2.5), {}), ((4.0, 1.0, 0.125), {}), ((1e3, 1.0, 7.0), {})],
    "student_t_nll": [
        ((mean, 1.0, scale), {"df": df})
        for mean, scale in ((0.3, 2.5), (4.0, 0.125), (1.25, 0.5))
        for df in (4.0, 1.0, 0.25, 300.0)
    ],
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
    "poisson_deviance": [((0.3, 2.5), {}), ((7.0, 3.0), {}), ((2.0, 2.0001), {})],
    "gamma_deviance": [((0.3, 2.5), {}), ((7.0, 3.0), {}), ((2.0, 2.0001), {})],
    "tweedie_deviance": [
        ((pred, target), {"power": power})
        for pred, target in ((0.3, 2.5), (7.0, 3.0), (2.0, 2.0001))
        for power in (0.0, 1.0, 1.5, 2.0, 3.0, -1.0, 1.0 + 1e-9, 2.0 - 1e-9)
    ]
    + [((0.3, -2.5), {"power": 0.0}), ((0.3, -2.5), {"power": -1.0})],
}

# no event at all: the target is at the end of its domain
BY_FIRST = {
    "poisson_nll": [
        ((0.3, 0.0), {"log_input": log_input, "full": full}) for log_input in (True, False) for full in _FULL
    ],
    "negative_binomial_nll": [((0.3, 0.0), {}), ((7.0, 0.0), {"total_count": 0.25})],
    "poisson_deviance": [((0.3, 0.0), {})],
    "tweedie_deviance": [((0.3, 0.0), {"power": power}) for power in (0.0, 1.0, 1.5, -1.0)],
}
