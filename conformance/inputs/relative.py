"""Numbers that nearly agree, from tiny to huge; at the ends of a domain; at 0 and at the clipping bound."""

import numpy as np

from ..inputs.regression import _equal, _general, _infinite, _near_equal
from ..proofs.case import around, both_signs, case, cast, generator, largest, nonempty, product, step, thin, wide
from ..suite.ulp import epsilon

INF = np.inf


def _amounts(name, dtype):
    rng = generator(name, "amounts")
    n = thin(200, dtype)
    return np.exp(rng.normal(1, 2, n)), np.exp(rng.normal(1, 2, n))


def _close(name, dtype):
    """Amounts over all magnitudes, a few steps and a few percent apart."""
    rng = generator(name, "close")
    a = np.logspace(-wide(dtype), wide(dtype), thin(120, dtype))
    held = [float(v) for v in cast(a, dtype)]
    near = [step(v, dtype, n) for v in held for n in (1, 3)]
    return np.concatenate([near, a]), np.concatenate([np.repeat(held, 2), a * (1 + rng.uniform(-0.1, 0.1, a.size))])


def squared_log_error(dtype):
    name = "squared_log_error"
    above = -1.0 + np.array([epsilon(dtype) / 2, 2.0 * epsilon(dtype), 0.01, 0.25, 0.5, 0.75])
    all_sizes = np.concatenate([above, both_signs(10.0 ** -np.arange(1, wide(dtype), 3)), [0.0, 1.0, 30.0]])
    beyond = [-1.0, -1.0, 3.0, -1.5, 2.0, step(-1.0, dtype, -1), -INF, INF, 0.5]
    against = [3.0, -1.0, -1.0, 2.0, -4.0, 0.0, 1.0, 0.5, INF]
    return [
        case("amounts", dtype, _amounts(name, dtype), "log-normal"),
        case("close", dtype, _close(name, dtype), "nearly equal, over all magnitudes"),
        case("equal", dtype, [np.abs(x) for x in _equal()], "equal"),
        case("near_equal", dtype, [np.abs(x) for x in _near_equal(name, dtype)], "a few steps apart"),
        case("sizes", dtype, product(all_sizes, all_sizes), "just above -1, around 0"),
        case(
            "far", dtype, product(above, [1.0, largest(dtype) / 4, largest(dtype)]), "just above -1 against the largest"
        ),
        case("ends", dtype, (beyond, against), "-1 and below, infinite", gradient=False),
    ]


def _percentage(dtype, tag, **params):
    name = "absolute_percentage_error"
    return [
        *_general(name, dtype, tag, **params)[:3],
        case(f"amounts{tag}", dtype, _amounts(name + tag, dtype), "log-normal", **params),
        case(f"close{tag}", dtype, _close(name, dtype), "nearly equal, over all magnitudes", **params),
    ]


def absolute_percentage_error(dtype):
    top = largest(dtype)
    predictions = both_signs([0.0, 1.0, 0.5, 1e-3, 3.0])
    bound = 2.0**-8
    edge = product(predictions, both_signs([*around(bound, dtype), bound / 2, 4 * bound, 0.0]))
    ends = product(both_signs([top, 1.0]), both_signs([top, top / 4, 2.0]))
    sizes = product(both_signs([1e-20, 1.0, 1e20]), both_signs([1e-15, 1e-3, 1.0, 1e15]))
    cases = [c for tag, eps in (("-finfo", "finfo"), ("-exact", None)) for c in _percentage(dtype, tag, eps=eps)]
    for c in cases:  # a target of 0 has no gradient without eps
        if c.params["eps"] is None and c.id.startswith("equal"):
            c.params["eps"] = "finfo"
    return [
        *cases,
        case("edge", dtype, edge, "targets at the bound, one step off", eps=bound),
        case("zero", dtype, (predictions, np.zeros_like(predictions)), "targets of 0", gradient=False, eps=None),
        case("ends", dtype, ends, "largest numbers", eps=None),
        case("sizes", dtype, sizes, "all ratios", eps=None),
        case("percent", dtype, _amounts("percent", dtype), "percent, eps as in Keras", eps=1e-7, percent=True),
        case("infinite", dtype, (both_signs([INF]), [1.0, 2.0]), "infinite predictions", eps=None),
    ]


def symmetric_absolute_percentage_error(dtype):
    name = "symmetric_absolute_percentage_error"
    top = largest(dtype)
    few = both_signs([0.0, 1.0, 3.0, 1e-3, 1e10, 1e-10])
    return [
        *_general(name, dtype)[:4],
        case("amounts", dtype, _amounts(name, dtype), "log-normal"),
        case("close", dtype, _close(name, dtype), "nearly equal, over all magnitudes"),
        case("signs", dtype, product(few, few), "all signs, zeros"),
        case(
            "ends", dtype, product(both_signs([top, top / 4, 1.0]), both_signs([top, top / 2, 1.0])), "largest numbers"
        ),
        case("infinite", dtype, _infinite(), "limits at infinity"),
    ]


BUILDERS = {
    f.__name__: lambda dtype, f=f: nonempty(f(dtype))
    for f in (squared_log_error, absolute_percentage_error, symmetric_absolute_percentage_error)
}
