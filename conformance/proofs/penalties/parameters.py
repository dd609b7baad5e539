"""Penalties on parameters: one flat list in, one number out. |w| has the subgradient 0 at 0."""

import numpy as np
from mpmath import mp, mpf

from ..case import both_signs, case, generator, thin, wide
from ..oracle import Oracle, clean, sign


def _elastic_net(params, l1_ratio=mpf("0.5")):
    l1, l2 = mp.fsum(params, absolute=True), mp.fsum(params, squared=True)
    return clean(l1_ratio * l1 + (1 - l1_ratio) / 2 * l2)


def _elastic_net_gradient(params, l1_ratio=mpf("0.5")):
    gradient = [l1_ratio * sign(w) + (1 - l1_ratio) * w for w in params]
    return (gradient,), ([abs(g) for g in gradient],)


def _l1(params):
    return _elastic_net(params, mpf(1))


def _l1_gradient(params):
    return _elastic_net_gradient(params, mpf(1))


def _l2(params):
    return clean(mp.fsum(params, squared=True))


def _l2_gradient(params):
    return ([2 * w for w in params],), ([2 * abs(w) for w in params],)


ORACLES = {
    "l1_penalty": Oracle("penalty", _l1, _l1_gradient, exact=True),
    "l2_penalty": Oracle("penalty", _l2, _l2_gradient, exact=True),
    "elastic_net_penalty": Oracle("penalty", _elastic_net, _elastic_net_gradient, exact=True),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Parameter arrays: zeros of both signs, mixed magnitudes, more than one axis.


def _cases(name, dtype, parameters):
    rng = generator(name)
    n = thin(300, dtype)
    w = wide(dtype)
    sources = [
        ("ordinary", rng.normal(0, 3, n), "N(0, 3)"),
        ("matrix", rng.normal(0, 1, (12, n // 12)), "two axes"),
        ("zeros", np.array([0.0, -0.0, 0.0]), "subgradient 0"),
        ("sparse", np.where(rng.uniform(size=n) < 0.7, 0.0, rng.normal(0, 1, n)), "mostly zeros"),
        ("magnitudes", both_signs(np.logspace(-w, w, n // 4)), "over the range of the dtype"),
        ("small", both_signs(np.logspace(-w, -w + 1, n // 6)), "only small numbers"),
        ("one", np.array([-3.5]), "a single number"),
    ]
    cases = []
    for params in parameters:
        tag = "".join(f"-{k}={v:g}" for k, v in params.items())
        cases += [case(f"{source}{tag}", dtype, (x,), note, **params) for source, x, note in sources]
    return cases


INPUTS = {
    "l1_penalty": lambda dtype: _cases("l1_penalty", dtype, [{}]),
    "l2_penalty": lambda dtype: _cases("l2_penalty", dtype, [{}]),
    "elastic_net_penalty": lambda dtype: _cases(
        "elastic_net_penalty", dtype, [{}, *({"l1_ratio": r} for r in (0.0, 0.25, 0.3, 1.0))]
    ),
}


# --- known numbers ----------------------------------------------------------------------------------------------------

POINTS = {
    "l1_penalty": [(([0.3, -2.0, 5.0],), {})],
    "l2_penalty": [(([0.3, -2.0, 5.0],), {})],
    "elastic_net_penalty": [(([0.3, -2.0, 5.0],), {}), (([0.3, -2.0],), {"l1_ratio": 0.1})],
}

NUMBERS = {
    "l1_penalty": [(([1.0, -2.5],), {}, 7 / 2)],
    "l2_penalty": [(([1.0, -2.5],), {}, 29 / 4)],
    "elastic_net_penalty": [(([1.0, -2.0],), {"l1_ratio": 0.25}, 3 / 4 + 15 / 8)],
}

GRADIENT_LIMITS = {
    "l1_penalty": [
        (([0.0, -2.0],), {}, ([0, -1],)),
    ],
}
