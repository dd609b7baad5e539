"""Losses of two views of a batch, from their definitions: one batch (N rows of D features) is one row here.

A feature less its mean is as exact as its own size and the mean of the feature's sizes ("spread") are.
"""

from mpmath import mp, mpf

from ...proofs.oracle import Oracle, largest

# As for cosines: what a squared correlation that vanishes keeps of the square of its rounding error.
_ERROR_SQUARED = mpf(2) ** -18


def _turned(rows):
    return [list(column) for column in zip(*rows, strict=True)]


def _centered(view):
    """Feature by feature: the samples less their mean."""
    found = []
    for feature in _turned(view):
        mean = mp.fsum(feature) / len(feature)
        found.append([v - mean for v in feature])
    return found


def _sizes(feature):
    spread = mp.fsum(feature, absolute=True) / len(feature)
    return [abs(v) + spread for v in feature]


def _dot(x, y):
    return mp.fsum(a * b for a, b in zip(x, y, strict=True))


def _mass(x, y):
    return mp.fsum((a * b for a, b in zip(x, y, strict=True)), absolute=True)


def _correlations(first, second, ddof):
    """Unit vectors and norms of the features of both views, the correlations times `share`, and `share`."""
    sides = [_centered(first), _centered(second)]
    norms = [[mp.sqrt(_dot(f, f)) for f in side] for side in sides]
    units = [
        [[v / n if n else mpf(0) for v in f] for f, n in zip(side, norm, strict=True)]
        for side, norm in zip(sides, norms, strict=True)
    ]
    share = mpf(max(len(first) - int(ddof), 0)) / len(first)
    return units, norms, share


def _squared(value, size):
    return largest(value**2, 2 * value * size, _ERROR_SQUARED * size**2)


def _barlow_twins(first, second, off_diagonal_weight="0.005", ddof=0):
    weight = mpf(off_diagonal_weight)
    (a, b), _, share = _correlations(first, second, ddof)
    value, scale = [], []
    for i, u in enumerate(a):
        for j, v in enumerate(b):
            c = share * _dot(u, v)
            value.append((1 - c) ** 2 if i == j else weight * c**2)
            scale.append(_squared(1 - c, mpf(1)) if i == j else weight * _squared(c, share * _mass(u, v)))
    return mp.fsum(value), mp.fsum(scale)


def _barlow_twins_gradient(first, second, off_diagonal_weight="0.005", ddof=0):
    weight = mpf(off_diagonal_weight)
    (a, b), norms, share = _correlations(first, second, ddof)

    def by(own, other, norm):
        gradient, scale = [], []
        for i, u in enumerate(own):
            g, s = [mpf(0)] * len(u), [mpf(0)] * len(u)
            for j, v in enumerate(other):
                if not norm[i]:
                    continue
                r, mass = _dot(u, v), _mass(u, v)
                slope = -2 * share * (1 - share * r) if i == j else 2 * weight * share**2 * r
                error = 2 * share if i == j else 2 * weight * share**2 * mass
                for k, (p, q, size_p, size_q) in enumerate(zip(u, v, _sizes(u), _sizes(v), strict=True)):
                    g[k] += slope * (q - r * p) / norm[i]
                    s[k] += (error * abs(q - r * p) + abs(slope) * (size_q + mass * size_p)) / norm[i]
            gradient.append(g)
            scale.append(s)
        return _turned(gradient), _turned(scale)

    (g, s), (h, t) = by(a, b, norms[0]), by(b, a, norms[1])
    return (g, h), (s, t)


def _vicreg(first, second, invariance=25, variance=25, covariance=1, eps="1e-4"):
    n, d = len(first), len(first[0])
    apart = mp.fsum((x - y) ** 2 for u, v in zip(first, second, strict=True) for x, y in zip(u, v, strict=True))
    value, scale = [mpf(invariance) * apart / (n * d)], [mpf(invariance) * apart / (n * d)]
    free = max(n - 1, 1)
    for view in (first, second):
        features = _centered(view)
        for i, u in enumerate(features):
            deviation = mp.sqrt(_dot(u, u) / free + mpf(eps))
            if deviation < 1 + _ERROR_SQUARED:
                value.append(mpf(variance) * max(mpf(0), 1 - deviation) / d)
                scale.append(mpf(variance) / d)
            for j, v in enumerate(features):
                if i != j:
                    c = _dot(u, v) / free
                    value.append(mpf(covariance) * c * c / d)
                    scale.append(mpf(covariance) * _squared(c, _mass(u, v) / free) / d)
    return mp.fsum(value), mp.fsum(scale)


def _vicreg_gradient(first, second, invariance=25, variance=25, covariance=1, eps="1e-4"):
    n, d = len(first), len(first[0])
    free = max(n - 1, 1)
    gradients, scales = [], []
    for view, other in ((first, second), (second, first)):
        features = _centered(view)
        gradient, scale = [], []
        for i, u in enumerate(features):
            deviation = mp.sqrt(_dot(u, u) / free + mpf(eps))
            narrow = mpf(variance) / (d * free * deviation) if 0 < deviation < 1 else mpf(0)
            apart = [2 * mpf(invariance) * (view[k][i] - other[k][i]) / (n * d) for k in range(n)]
            g = [x - narrow * v for x, v in zip(apart, u, strict=True)]
            s = [abs(x) + narrow * size for x, size in zip(apart, _sizes(u), strict=True)]
            for j, v in enumerate(features):
                if i != j:
                    factor = 4 * mpf(covariance) / (d * free)
                    c, mass = _dot(u, v) / free, _mass(u, v) / free
                    for k, (q, size) in enumerate(zip(v, _sizes(v), strict=True)):
                        g[k] += factor * c * q
                        s[k] += factor * (mass * abs(q) + abs(c) * size)
            gradient.append(g)
            scale.append(s)
        gradients.append(_turned(gradient))
        scales.append(_turned(scale))
    return tuple(gradients), tuple(scales)


ORACLES = {
    "barlow_twins": Oracle("rowwise", _barlow_twins, _barlow_twins_gradient),
    "vicreg": Oracle("rowwise", _vicreg, _vicreg_gradient),
}
