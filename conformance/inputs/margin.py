"""Scores against labels of -1 and +1 (or 0 and 1): at the margin, one step off, over all magnitudes."""

import numpy as np

from ..proofs.case import around, both_signs, case, generator, largest, nonempty, product, thin, wide

ENCODINGS = {"signed": (-1.0, 1.0), "binary": (0.0, 1.0)}


def _scores(name, dtype, margin):
    rng = generator(name, str(margin))
    w = wide(dtype)
    top = largest(dtype)
    return np.concatenate(
        [
            rng.normal(0, 3, thin(120, dtype)),
            both_signs(around(margin, dtype, 3)) if margin else both_signs([1e-20]),
            both_signs([0.0, 1.0, 0.5, margin / 2, 2 * margin]),
            both_signs(np.logspace(-w, w, thin(40, dtype))),
            both_signs([top, top / 2]),
        ]
    )


def _cases(name, dtype, margins):
    cases = []
    for encoding, labels in ENCODINGS.items():
        for margin in margins:
            params = {"encoding": encoding} | ({"margin": margin} if name != "perceptron" else {})
            tag = "-".join(f"{k}={v}" for k, v in params.items())
            columns = product(_scores(name, dtype, margin), labels)
            cases.append(case(f"scores-{tag}", dtype, columns, "around the margin and far from it", **params))
            infinite = product([np.inf, -np.inf], labels)
            cases.append(case(f"infinite-{tag}", dtype, infinite, "limits at infinity", **params))
    return nonempty(cases)


BUILDERS = {
    "hinge": lambda dtype: _cases("hinge", dtype, (1.0, 0.25, 2.0, 10.0)),
    "squared_hinge": lambda dtype: _cases("squared_hinge", dtype, (1.0, 0.25, 2.0, 10.0)),
    "perceptron": lambda dtype: _cases("perceptron", dtype, (0.0,)),
}
