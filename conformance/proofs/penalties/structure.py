"""Penalties on the structure of an array: a nested list in, one number out, from their definitions."""

from itertools import pairwise

import numpy as np
from mpmath import mp, mpf

from ..case import HALF, case, generator, thin, wide
from ..numbers import Draw
from ..oracle import Oracle, clean, sign


def _columns(matrix):
    return [list(c) for c in zip(*matrix, strict=True)]


class _Pairs:
    """The unit rows of a matrix, their cosines, and what these are sums of."""

    def __init__(self, rows):
        self.norms = [mp.sqrt(mp.fsum(v * v for v in r)) for r in rows]
        self.units = [[v / n if n else mpf(0) for v in r] for r, n in zip(rows, self.norms, strict=True)]
        self.terms = [[[a * b for a, b in zip(u, v, strict=True)] for v in self.units] for u in self.units]
        self.cos = [[self._exact(rows, i, j) for j in range(len(rows))] for i in range(len(rows))]
        self.mass = [[mp.fsum(t, absolute=True) for t in row] for row in self.terms]

    def _exact(self, rows, i, j):
        """0 where the products of the rows themselves cancel exactly; units only nearly do."""
        products = mp.fsum(a * b for a, b in zip(rows[i], rows[j], strict=True))
        return mp.fsum(self.terms[i][j]) if products else mpf(0)


def _orthogonal(params, mode="rows"):
    pairs = _Pairs(params if mode == "rows" else _columns(params))
    places = [(i, j) for i in range(len(pairs.cos)) for j in range(i)]
    return mp.fsum(abs(pairs.cos[i][j]) for i, j in places), mp.fsum(pairs.mass[i][j] for i, j in places)


def _orthogonal_gradient(params, mode="rows"):
    pairs = _Pairs(params if mode == "rows" else _columns(params))
    gradient, scale = [], []
    for i, (u, norm) in enumerate(zip(pairs.units, pairs.norms, strict=True)):
        others = [j for j in range(len(pairs.units)) if j != i]
        row, sizes = [], []
        for k, own in enumerate(u):
            parts = [sign(pairs.cos[i][j]) * (pairs.units[j][k] - pairs.cos[i][j] * own) for j in others]
            pulls = [abs(pairs.units[j][k]) + pairs.mass[i][j] * abs(own) for j in others if pairs.cos[i][j]]
            row.append(mp.fsum(parts) / norm if norm else mpf(0))
            sizes.append(mp.fsum(pulls) / norm if norm else mpf(0))
        gradient.append(row)
        scale.append(sizes)
    return ((gradient,), (scale,)) if mode == "rows" else ((_columns(gradient),), (_columns(scale),))


def _total_variation(params, axis=-1):
    """Along the last axis of a list or a list of lists; of a list of lists, along both for two axes."""
    sizes = [abs(b - a) for line in _lines(params, axis) for a, b in pairwise(line)]
    return clean(mp.fsum(sizes))


def _lines(params, axis):
    """Every line of numbers along the axis or axes."""
    if not isinstance(params[0], list):
        return [params]
    along = axis if isinstance(axis, list) else [axis]
    return [line for a in along for line in (params if int(a) % 2 else _columns(params))]


def _total_variation_gradient(params, axis=-1):
    if not isinstance(params[0], list):
        gradient = _slopes(params)
        return (gradient,), ([abs(g) for g in gradient],)
    total = [[mpf(0)] * len(row) for row in params]
    for a in axis if isinstance(axis, list) else [axis]:
        part = [_slopes(row) for row in params] if int(a) % 2 else _columns([_slopes(c) for c in _columns(params)])
        total = [[s + t for s, t in zip(u, v, strict=True)] for u, v in zip(total, part, strict=True)]
    return (total,), ([[abs(g) for g in row] for row in total],)


def _slopes(line):
    steps = [sign(b - a) for a, b in pairwise(line)]
    return [a - b for a, b in zip([mpf(0), *steps], [*steps, mpf(0)], strict=True)]


ORACLES = {
    "orthogonal_penalty": Oracle("coupled", _orthogonal, _orthogonal_gradient),
    "total_variation_penalty": Oracle("coupled", _total_variation, _total_variation_gradient, exact=True),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Matrices of rows at all angles; signals and images with steps, plateaus and ramps.


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
    return cases


INPUTS = {f.__name__: f for f in (orthogonal_penalty, total_variation_penalty)}


# --- known numbers ----------------------------------------------------------------------------------------------------

_MATRIX = Draw(27).rows(3, 4)

POINTS = {
    "orthogonal_penalty": [((_MATRIX,), {}), ((_MATRIX,), {"mode": "columns"}), (([[3.0, 4.0]],), {})],
    "total_variation_penalty": [
        (([0.3, -2.0, 5.0, 5.5],), {}),
        *[((_MATRIX,), {"axis": axis}) for axis in (-1, 0, 1, [0, 1])],
    ],
}

NUMBERS = {
    "orthogonal_penalty": [
        (([[2.0, 0.0], [3.0, 4.0], [0.0, 1.0]],), {}, 7 / 5),
        (([[3.0, 4.0], [4.0, 3.0]],), {"mode": "columns"}, 24 / 25),
    ],
    "total_variation_penalty": [
        (([[1.0, 2.0, 4.0], [1.0, 0.0, 4.0]],), {"axis": axis}, value)
        for axis, value in ((-1, 8), (1, 8), (0, 2), ([0, 1], 10))
    ],
}

LIMITS = {
    "orthogonal_penalty": [
        (([[0.0, 0.0], [1.0, 2.0]],), {}, 0),
    ],
}

GRADIENT_LIMITS = {
    "orthogonal_penalty": [
        (([[0.0, 2.0], [3.0, 0.0]],), {}, ([[0, 0], [0, 0]],)),
    ],
    "total_variation_penalty": [
        (([1.0, 1.0, 2.0],), {}, ([0, -1, 1],)),
    ],
}
