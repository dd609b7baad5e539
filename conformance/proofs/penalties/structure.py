"""Penalties on the structure of an array: a nested list in, one number out, from their definitions."""

from itertools import pairwise

from mpmath import mp, mpf

from ...proofs.oracle import Oracle, clean, sign


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
