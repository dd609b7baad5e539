"""Parameter arrays: zeros of both signs, mixed magnitudes, more than one axis."""

import numpy as np

from ..proofs.case import both_signs, case, generator, nonempty, thin, wide


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
    return nonempty(cases)


BUILDERS = {
    "l1_penalty": lambda dtype: _cases("l1_penalty", dtype, [{}]),
    "l2_penalty": lambda dtype: _cases("l2_penalty", dtype, [{}]),
    "elastic_net_penalty": lambda dtype: _cases(
        "elastic_net_penalty", dtype, [{}, *({"l1_ratio": r} for r in (0.0, 0.25, 0.3, 1.0))]
    ),
}
