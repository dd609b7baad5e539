"""Losses of a residual, or of the two numbers themselves."""

POINTS = {
    "absolute_error": [((0.3, 1.7), {}), ((2.5, -1.0), {})],
    "squared_error": [((0.3, 1.7), {}), ((-2.5, 1e-3), {})],
    "huber": [((0.3, 1.1), {}), ((0.3, -5.0), {"delta": 2.0}), ((7.0, 1.0), {"delta": 0.1})],
    "smooth_l1": [((0.3, 1.1), {}), ((0.3, -5.0), {"beta": 2.0}), ((0.3, 0.4), {"beta": 0.0})],
    "pseudo_huber": [((0.3, 1.1), {}), ((1e3, -5.0), {"delta": 0.5}), ((1e-9, 0.0), {"delta": 4.0})],
    "log_cosh": [((0.3, 0.4), {}), ((3.0, -2.0), {}), ((1e-9, 0.0), {}), ((-50.0, 0.0), {})],
    "zero_one": [((0.3, 1.0), {}), ((0.3, 1.0), {"threshold": 0.5})],
    # below and above, within the tube and out of it
    "quantile": [((pred, 1.0), {"quantile_level": q}) for pred in (0.3, 2.5) for q in (0.5, 0.9, 0.0)],
    "expectile": [((pred, 1.0), {"expectile_level": q}) for pred in (0.3, 2.5) for q in (0.5, 0.9, 0.0)],
    "epsilon_insensitive": [((pred, 1.0), {"epsilon": e}) for pred in (0.3, 2.5) for e in (0.25, 1.0, 0.0)],
    "squared_epsilon_insensitive": [((pred, 1.0), {"epsilon": e}) for pred in (0.3, 2.5) for e in (0.25, 1.0, 0.0)],
    "squared_log_error": [((0.3, 1.7), {}), ((-0.9, 3.0), {}), ((1e-9, 1.0001e-9), {}), ((1e9, 0.0), {})],
    "absolute_percentage_error": [
        ((pred, target), {"eps": eps, "percent": percent})
        for pred, target in ((0.3, 2.0), (5.0, 2.0), (0.3, -2.0), (0.3, 1e-3), (-0.3, -1e-3))
        for eps, percent in ((0.01, False), (0.5, True))
    ]
    + [((0.3, 1e-3), {"eps": None})],
    "symmetric_absolute_percentage_error": [((0.3, 2.0), {}), ((5.0, 2.0), {}), ((-5.0, -2.0), {}), ((0.3, -2.0), {})],
}
