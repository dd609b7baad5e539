"""Overlaps of a predicted region with the true one, one row of pixels each, by the quotients of the papers.

The derivatives are those of a quotient N / D. Their scale is the larger of the two terms that are left of it: what an
element costs as a false positive, and what it costs as a miss. All of it is arithmetic, without rounding.
"""

from mpmath import mp, mpf

from ...proofs.oracle import NAN, Oracle, clean, largest

FIXED = {"zero": mpf(0), "one": mpf(1), "nan": NAN}


def _sum_product(p, t):
    return mp.fsum(x * y for x, y in zip(p, t, strict=True))


def _counts(p, t, alpha, beta, smooth):
    """Numerator and denominator of the Tversky index."""
    true = _sum_product(p, t)
    wrong = alpha * _sum_product(p, [1 - y for y in t]) + beta * _sum_product([1 - x for x in p], t)
    return true + smooth, true + wrong + smooth


def _index(p, t, alpha, beta, smooth):
    """The Tversky loss; for each element, its derivatives and the larger of the terms in them, by p and by t."""
    n, d = _counts(p, t, alpha, beta, smooth)
    if d == 0:
        zero = [mpf(0)] * len(p)
        return mpf(0), (zero, zero), (zero, zero)
    loss, rest = 1 - n / d, n / d

    def by(x, y, extra, missed):
        # x moves the numerator by y, and the denominator by y + extra (1 - y) - missed y
        g = [-(v * d - n * (v + extra * (1 - v) - missed * v)) / d**2 for v in y]
        s = [largest(extra * (1 - v) * rest / d, v * (missed * rest + loss) / d, r) for v, r in zip(y, g, strict=True)]
        return g, s

    (by_p, scale_p), (by_t, scale_t) = by(p, t, alpha, beta), by(t, p, beta, alpha)
    return loss, (by_p, by_t), (scale_p, scale_t)


def _squared(p, t, share, smooth):
    """1 - (I + smooth) / (share (sum p^2 + sum t^2) + (1 - 2 share) I + smooth), likewise."""
    squares = _sum_product(p, p) + _sum_product(t, t)
    true = _sum_product(p, t)
    n, d = true + smooth, share * squares + (1 - 2 * share) * true + smooth
    if d == 0:
        zero = [mpf(0)] * len(p)
        return mpf(0), (zero, zero), (zero, zero)
    loss, rest = 1 - n / d, n / d

    def by(x, y):
        g = [-(v * d - n * (2 * share * u + (1 - 2 * share) * v)) / d**2 for u, v in zip(x, y, strict=True)]
        s = [largest(2 * share * (u - v) * rest / d, v * loss / d, r) for u, v, r in zip(x, y, g, strict=True)]
        return g, s

    (by_p, scale_p), (by_t, scale_t) = by(p, t), by(t, p)
    return loss, (by_p, by_t), (scale_p, scale_t)


def _oracle(region):
    """Oracle of a loss of regions, with its policy for what the target does not have."""

    def value(p, t, absent="count", **params):
        if absent != "count" and not any(t):
            return clean(FIXED[absent])
        return clean(region(p, t, **params)[0])

    def gradient(p, t, absent="count", **params):
        if absent != "count" and not any(t):
            zero = [mpf(0)] * len(p)
            return (zero, zero), (zero, zero)
        return region(p, t, **params)[1:]

    return Oracle("rowwise", value, gradient, exact=True)


def _dice(p, t, smooth=mpf(0), squared=False):
    # half of numerator and denominator
    half = mpf(1) / 2
    return _squared(p, t, half, smooth / 2) if squared else _index(p, t, half, half, smooth / 2)


def _jaccard(p, t, smooth=mpf(0), squared=False):
    return _squared(p, t, mpf(1), smooth) if squared else _index(p, t, mpf(1), mpf(1), smooth)


def _tversky(p, t, alpha=mpf("0.5"), beta=mpf("0.5"), smooth=mpf(0)):
    return _index(p, t, alpha, beta, smooth)


def _focal_tversky(p, t, alpha=mpf(0.3), beta=mpf(0.7), gamma=mpf("0.75"), smooth=mpf(0)):
    loss, gradients, scales = _index(p, t, alpha, beta, smooth)
    with mp.workdps(90):
        if loss == 0:
            slope = mpf(gamma == 1)
            return mpf(0), *(tuple([slope * v for v in x] for x in pair) for pair in (gradients, scales))
        slope = gamma * loss ** (gamma - 1)
        return loss**gamma, *(tuple([slope * v for v in x] for x in pair) for pair in (gradients, scales))


# --- all classes in one quotient --------------------------------------------------------------------------------------

POWERS = {"square": 2, "simple": 1, "uniform": 0}


def _generalized(p, t, weighting, absent, gradient):
    """The loss, its derivatives and their scales, from lists of one list of pixels for each class."""
    power = POWERS[weighting]
    size = [mp.fsum(row) for row in t]
    there = [s for s in size if s != 0]
    top = 1 / min(there) ** power if there else mpf(1)
    w = [1 / s**power if s != 0 else (top if absent == "largest" else mpf(0)) for s in size]
    true = [_sum_product(a, b) for a, b in zip(p, t, strict=True)]
    both = [mp.fsum(a) + s for a, s in zip(p, size, strict=True)]
    n, d = 2 * _sum_product(w, true), _sum_product(w, both)
    if d == 0:
        zero = [[mpf(0)] * len(row) for row in p]
        return mpf(0), (zero, zero), (zero, zero)
    loss, rest = 1 - n / d, n / d
    if not gradient:
        return loss, None, None
    smallest = [s != 0 and s == min(there) for s in size]
    by_p, scale_p, by_t, scale_t = [], [], [], []
    for c, (row_p, row_t) in enumerate(zip(p, t, strict=True)):
        # -(2 w v d - n w) / d^2
        own, all_classes = 2 * w[c] / d, n * w[c] / d**2
        by_p.append([all_classes - own * v for v in row_t])
        scale_p.append(_scales(row_t, w[c] / d, rest, 1 + loss))
        # d w_k / d T_c: its own weight, and those lent to absent classes
        slopes = [mpf(0)] * len(w)
        if size[c] != 0:
            slopes[c] = -power * w[c] / size[c]
        if smallest[c] and absent == "largest":
            share = mpf(1) / smallest.count(True)
            for k, s in enumerate(size):
                if s == 0:
                    slopes[k] = -power * top / size[c] * share
        lent = mp.fsum(-(2 * u * i * d - n * u * b) / d**2 for u, i, b in zip(slopes, true, both, strict=True))
        sizes = mp.fsum(
            abs(u) / d * ((b - 2 * i) * rest + 2 * i * loss) for u, i, b in zip(slopes, true, both, strict=True)
        )
        by_t.append([all_classes + lent - own * v for v in row_p])
        scale_t.append([s + sizes for s in _scales(row_p, w[c] / d, rest, 1 + loss)])
    return loss, (by_p, by_t), (scale_p, scale_t)


def _scales(row, weight, rest, most):
    with mp.workdps(60):  # a size, not a result
        return [weight * largest((1 - v) * rest, v * most) for v in row]


def _generalized_value(p, t, weighting="square", absent="largest"):
    return clean(_generalized(p, t, weighting, absent, gradient=False)[0])


def _generalized_gradient(p, t, weighting="square", absent="largest"):
    return _generalized(p, t, weighting, absent, gradient=True)[1:]


ORACLES = {
    "dice": _oracle(_dice),
    "jaccard": _oracle(_jaccard),
    "tversky": _oracle(_tversky),
    "focal_tversky": _oracle(_focal_tversky),
    "generalized_dice": Oracle("rowwise", _generalized_value, _generalized_gradient, exact=True),
}
