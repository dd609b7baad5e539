"""Matrices of rows at all angles; signals and images with steps, plateaus and ramps."""

import numpy as np

from ..proofs.case import HALF, case, generator, nonempty, thin, wide


def orthogonal_penalty(dtype):
    rng = generator("orthogonal_penalty")
    x = rng.normal(0, 1, (6, 4))
    near = rng.normal(0, 1, 4) + 2.0**-6 * rng.integers(-2, 3, (5, 4))
    zeros = np.array(x)
    zeros[[1, 4]] = 0.0
    sources = [
        ("ordinary", x, "N(0, 1)"),
        ("wide", rng.normal(0, 3, (3, thin(100, dtype))), "100 components"),
        ("axes", np.eye(4) * [[1.0], [-2.0], [0.5], [4.0]], "orthogonal: 0"),
        ("parallel", np.outer([1.0, 2.0, -0.5, 4.0], [1.0, -2.0, 0.5]), "cosines 1 and -1"),
        ("near", near, "nearly parallel"),
        ("zeros", zeros, "rows of zeros"),
        ("one", x[:1], "a single row has no pair"),
        ("many", rng.normal(0, 1, (thin(40, dtype), 3)), "many rows"),
    ]
    if dtype not in HALF:
        scales = 10.0 ** (0.9 * wide(dtype) * np.array([[-1.0], [1.0], [0.0], [0.5], [-0.5], [0.0]]))
        sources.append(("norms", rng.uniform(0.5, 1.5, (6, 4)) * scales, "squares over- and underflow"))
    modes = ("rows", "columns")
    whole = [
        (f"{tag}-{mode}", a if mode == "rows" else a.T.copy(), note, mode) for tag, a, note in sources for mode in modes
    ]
    made = [case(tag, dtype, (a,), note, mode=mode) for tag, a, note, mode in whole]
    return [c for c, (_, a, _, _) in zip(made, whole, strict=True) if c.arrays[0].shape == a.shape]


def total_variation_penalty(dtype):
    rng = generator("total_variation_penalty")
    n, w = thin(200, dtype), wide(dtype)
    image = rng.normal(0, 1, (7, 5))
    signals = [
        ("ordinary", rng.normal(0, 3, n), "N(0, 3)"),
        ("walk", np.cumsum(rng.normal(0, 1, n)), "small steps, growing values"),
        ("plateaus", np.repeat([0.0, 2.0, 2.0, -1.0, 0.5], 4), "subgradient 0"),
        ("constant", np.full(9, 1.5), "no step"),
        ("zeros", np.array([0.0, -0.0, 0.0]), "zeros of both signs"),
        ("magnitudes", np.logspace(-w, w, n // 4), "over the range of the dtype"),
        ("one", np.array([3.0]), "no neighbour"),
        ("two", np.array([3.0, -1.0]), "one step"),
    ]
    cases = [case(tag, dtype, (x,), note) for tag, x, note in signals]
    images = [("image", image), ("flat", np.round(image)), ("row", image[:1]), ("column", image[:, :1])]
    for tag, x in images:
        for axis in (-1, 0, (0, 1)):
            along = "both" if isinstance(axis, tuple) else axis
            cases.append(case(f"{tag}-{along}", dtype, (x,), axis=axis))
    return nonempty(cases)


BUILDERS = {f.__name__: f for f in (orthogonal_penalty, total_variation_penalty)}
