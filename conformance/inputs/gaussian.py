"""Residuals and variances of all sizes, in balance and not; variances at the bound, next to it, and 0."""

import numpy as np

from ..inputs.regression import _near_equal, _ordinary
from ..proofs.case import around, both_signs, case, cast, generator, largest, nonempty, product, thin, wide
from ..suite.ulp import FORMATS

INF = np.inf
FORMS = {"variance": lambda v: v, "scale": np.sqrt, "log_variance": np.log}


def _spread(v, spread_is):
    with np.errstate(divide="ignore"):
        return FORMS[spread_is](np.asarray(v, dtype=np.float64))


def _cases(name, dtype, spread_is, tag, **params):
    rng = generator(name, spread_is, tag)
    tag, params = f"-{spread_is}{tag}", {"spread_is": spread_is, **params}

    def made(kind, e, v, note, target=None):
        target = np.zeros_like(e) if target is None else target
        return case(f"{kind}{tag}", dtype, (e, target, _spread(v, spread_is)), note, **params)

    pred, target = _ordinary(name + tag, dtype)
    cases = [made("ordinary", pred, np.exp(rng.normal(0, 2, pred.size)), "log-normal variances", target)]
    decades = np.logspace(-wide(dtype), wide(dtype), thin(18, dtype))
    cases.append(made("sizes", *product(both_signs(decades), decades), "all sizes of both"))
    e = both_signs(np.logspace(-wide(dtype) / 2, wide(dtype) / 2, thin(60, dtype)))
    cases.append(made("balanced", e, e * e * np.exp(rng.normal(0, 0.3, e.size)), "e^2 of the size of v"))
    pred, target = _near_equal(name, dtype)
    v = np.resize([1e-6, 1.0, 100.0], pred.size)
    cases.append(made("near_equal", pred, v, "residuals of a few steps", target))
    ones = [x for c in (1.0, 0.25, 4.0) for x in around(c, dtype)]
    cases.append(made("unit", *product([0.0, -0.0, 1.0, -2.0], ones), "log v near 0"))
    return cases


def _extremes(dtype):
    top = largest(dtype)
    tiny = 64 * 2.0 ** FORMATS[dtype][1]
    e, v = product(both_signs([0.0, 1.0, top / 8, np.sqrt(top) / 2, np.sqrt(tiny)]), [tiny, 1.0, top / 8])
    yield case("extremes-variance", dtype, (e, np.zeros_like(e), v), "ends of the range", spread_is="variance")
    yield case("extremes-scale", dtype, (e, np.zeros_like(e), v), "ends of the range", spread_is="scale", full=True)
    far = np.log(top)
    exponents = both_signs([far * f for f in (0.2, 0.55, 0.8, 0.9, 0.99, 1.0, 1.2, 1.5)])
    sizes = both_signs([np.sqrt(tiny), 1e-3, 1.0, 1e3, np.sqrt(top) / 2, 0.0])
    e, s = product(sizes, exponents)
    with np.errstate(all="ignore"):
        e = np.concatenate([e, both_signs(np.exp(exponents / 2))])
        s = np.concatenate([s, exponents, exponents])
    yield case(
        "extremes-log_variance",
        dtype,
        (e, np.zeros_like(e), s),
        "beyond where exp(-s) is finite",
        spread_is="log_variance",
    )


def _ends(dtype):
    e, v = np.concatenate([product([0.0, 1.0, -1e-3], [0.0, INF, -1.0, 2.0]), [[INF, -INF], [2.0, 0.5]]], axis=1)
    for spread_is in ("variance", "scale"):
        yield case(f"ends-{spread_is}", dtype, (e, np.zeros_like(e), v), "limits", gradient=False, spread_is=spread_is)
    e, s = np.concatenate([product([0.0, 1.0], [-INF, INF, 0.0]), [[INF, -INF], [2.0, 0.5]]], axis=1)
    yield case("ends-log_variance", dtype, (e, np.zeros_like(e), s), "limits", gradient=False, spread_is="log_variance")


def gaussian_nll(dtype):
    name, cases = "gaussian_nll", []
    for spread_is in FORMS:
        cases += _cases(name, dtype, spread_is, "")
        cases += _cases(name, dtype, spread_is, "-full", full=True)[:1]
        # 2^-8 and its square root and logarithm: bounds that dtypes hold, and one that none does
        cases += _cases(name, dtype, spread_is, "-eps", eps=2.0**-8)[:2]
        cases += _cases(name, dtype, spread_is, "-eps=0.01", eps=0.01)[:1]
    at = cast(np.array([2.0**-8, 2.0**-9, 2.0**-12, 0.0, 2.0**-7]), dtype).astype(float)
    e, v = product([0.0, 0.5, -2.0], at)
    cases.append(case("bound", dtype, (e, np.zeros_like(e), v), "at eps, below", spread_is="variance", eps=2.0**-8))
    cases.append(case("bound-scale", dtype, (e, np.zeros_like(e), v), "at eps, below", spread_is="scale", eps=2.0**-16))
    return nonempty([*cases, *_extremes(dtype), *_ends(dtype)])


BUILDERS = {"gaussian_nll": gaussian_nll}
