"""Residuals: zero, one step from zero, at the kinks and one step off, over all magnitudes, and beyond."""

import numpy as np

from ..proofs.case import around, both_signs, case, cast, generator, largest, nonempty, product, step, thin, wide

INF = np.inf


def _ordinary(name, dtype):
    rng = generator(name, "ordinary")
    n = thin(200, dtype)
    return rng.normal(0, 3, n), rng.normal(0, 3, n)


def _equal():
    x = both_signs([0.0, 1.0, 0.1, 1e-20, 1e20, 1e30, 3.0, 7.25])
    return np.concatenate([x, [0.0, -0.0]]), np.concatenate([x, [-0.0, 0.0]])


def _near_equal(name, dtype):
    rng = generator(name, "near equal")
    target = [float(v) or 1.0 for v in cast(rng.normal(0, 3, thin(60, dtype)), dtype)]
    pairs = [(step(t, dtype, n), t) for t in target for n in (-3, -1, 1, 2)]
    return np.array([p for p, _ in pairs]), np.array([t for _, t in pairs])


def _magnitudes(dtype, n=140):
    w = wide(dtype)
    r = both_signs(np.logspace(-w, w, thin(n, dtype)))
    return r, np.zeros_like(r)


def _extremes(dtype):
    top = largest(dtype)
    values = both_signs([top, top / 4, np.sqrt(top) / 2, 1.0, 0.0])
    return product(values, values)


def _infinite():
    return np.array([INF, -INF, INF, -INF, 1.0, -1.0]), np.array([0.0, 0.0, -1.0, 1e3, INF, -INF])


def _general(name, dtype, tag="", **params):
    """Cases for any loss of a residual."""
    return [
        case(f"ordinary{tag}", dtype, _ordinary(name + tag, dtype), "N(0, 3)", **params),
        case(f"equal{tag}", dtype, _equal(), "residual exactly 0, signed zeros", **params),
        case(f"near_equal{tag}", dtype, _near_equal(name, dtype), "residual of a few steps", **params),
        case(f"magnitudes{tag}", dtype, _magnitudes(dtype), "residuals over the range of the dtype", **params),
        case(f"extremes{tag}", dtype, _extremes(dtype), "largest numbers; overflow is inf", **params),
        case(f"infinite{tag}", dtype, _infinite(), "limits at infinity", **params),
    ]


def _kinks(bound, dtype):
    """|e| exactly at the bound, one and two steps off, from 0 and from a target of the size of the bound."""
    from_zero = both_signs([*around(bound, dtype), bound / 2, 2 * bound, 4 * bound])
    pred, target = [*from_zero], [0.0] * len(from_zero)
    for t in (bound, -bound, 4 * bound, 0.5 * bound):
        for p in (t + bound, t - bound):
            pred += around(p, dtype, 1) if p != 0 else [p]
            target += [t] * (3 if p != 0 else 1)
    return np.array(pred), np.array(target)


def _bounded(name, dtype, param, bounds, inexact):
    cases = []
    for bound in bounds:
        tag = f"-{param}={bound:g}"
        cases += _general(name, dtype, tag, **{param: bound})
        kinks = _kinks(bound, dtype)
        cases.append(case(f"kinks{tag}", dtype, kinks, "|e| at the bound, one step off", **{param: bound}))
    for bound in inexact:
        tag = f"-{param}={bound:g}"
        columns = _ordinary(name + tag, dtype)
        cases.append(case(f"ordinary{tag}", dtype, columns, "bound that no dtype holds exactly", **{param: bound}))
    return cases


def _ratios(dtype, delta):
    """e / delta from 1e-20 to 1e30."""
    u = both_signs(np.logspace(-20, 30, thin(200, dtype)))
    return case(f"ratios-delta={delta:g}", dtype, (u * delta, np.zeros_like(u)), "e / delta 1e-20 .. 1e30", delta=delta)


def absolute_error(dtype):
    return _general("absolute_error", dtype)


def squared_error(dtype):
    return _general("squared_error", dtype)


def huber(dtype):
    return _bounded("huber", dtype, "delta", (1.0, 2.0, 0.25), (0.1, 1.35, 1e-3, 1e4))


def smooth_l1(dtype):
    cases = _bounded("smooth_l1", dtype, "beta", (1.0, 2.0, 0.25), (0.1, 1.35, 1e-3, 1e4))
    return cases + _general("smooth_l1", dtype, "-beta=0", beta=0.0)


def pseudo_huber(dtype):
    cases = _general("pseudo_huber", dtype) + _general("pseudo_huber", dtype, "-delta=0.1", delta=0.1)
    deltas = (1.0, 0.25, 1.35, 1024.0) if dtype == "float16" else (1.0, 0.25, 1.35, 1e-5, 1e10)
    return cases + [_ratios(dtype, delta) for delta in deltas]


def log_cosh(dtype):
    dense = both_signs(np.logspace(-6, np.log10(2), thin(240, dtype)))
    full = both_signs(np.logspace(-30, 30, thin(120, dtype)))
    switch = both_signs([v for x in (0.03, 0.5, 1.0, 2.0, 20.0, 88.0, 100.0, 200.0, 700.0) for v in _near(x, dtype)])
    return [
        *_general("log_cosh", dtype),
        case("dense", dtype, (dense, np.zeros_like(dense)), "1e-6 .. 2, where log(cosh) is lost"),
        case("full", dtype, (full, np.zeros_like(full)), "1e-30 .. 1e30"),
        case("switches", dtype, (switch, np.zeros_like(switch)), "where formulas change over"),
    ]


def _near(x, dtype):
    return around(float(cast(x, dtype)), dtype, 1)


def zero_one(dtype):
    rng = generator("zero_one")
    n = thin(200, dtype)
    labels = rng.integers(0, 4, (2, n)).astype(float)
    scores = np.concatenate([rng.normal(0, 1, n), both_signs([0.0, 1e-20, 1e20, INF])])
    binary = rng.integers(0, 2, scores.size).astype(float)
    at = np.array(around(0.5, dtype) * 4)
    signs = np.repeat([0.0, 1.0, -1.0, 3.0], 5)
    return [
        case("labels", dtype, labels, "equal or not"),
        case("equal", dtype, _equal(), "signed zeros are equal"),
        case("near_equal", dtype, _near_equal("zero_one", dtype), "one step apart is different"),
        case("threshold=0", dtype, (scores, binary), "scores against binary labels", threshold=0.0),
        case("threshold=0.5", dtype, (at, signs), "score at the threshold, one step off", threshold=0.5),
    ]


BUILDERS = {
    f.__name__: lambda dtype, f=f: nonempty(f(dtype))
    for f in (absolute_error, squared_error, huber, smooth_l1, pseudo_huber, log_cosh, zero_one)
}
