"""Losses of triplets, from their definitions."""

from mpmath import mp, mpf

from ...proofs.embeddings.cosine import _cosine, _cosine_gradients
from ...proofs.oracle import Oracle, largest, sigmoid, sign, softplus

# So close to the kink (relative to the largest distance), the rounding of the distances decides on which side one is.
_NEAR = mpf(2) ** -18


def _distance(x, y, p, eps):
    difference = [a - b + eps for a, b in zip(x, y, strict=True)]
    sizes = [abs(d) for d in difference]
    if p == mp.inf:
        return difference, max(sizes)
    return difference, mp.fsum(s**p for s in sizes) ** (1 / mpf(p))


def _slope(x, y, p, eps):
    """The derivative of the distance by x, each with the size of its terms."""
    difference, length = _distance(x, y, p, eps)
    if length == 0:
        return [(mpf(0), mpf(0))] * len(x)
    found = []
    ties = sum(abs(d) == length for d in difference)
    for a, b, d in zip(x, y, difference, strict=True):
        g = sign(d) * (abs(d) / length) ** (p - 1) if p != mp.inf else mpf(abs(d) == length) * sign(d) / ties
        if p == 1:
            g = sign(d)
        lost = (p - 1) * abs(g) * (abs(a - b) + eps) / abs(d) if d and p != mp.inf and eps else mpf(0)
        found.append((g, largest(g, lost)))
    return found


def _gap(near, far, between, margin):
    """(z, size of its terms, share of the farther distance that is that of anchor and negative)"""
    share = mpf(1) if between is None or far < between else mpf(0) if between < far else mpf("0.5")
    farther = far if between is None else min(far, between)
    return margin + near - farther, largest(margin, near, farther), share


def _loss(z, size, soft):
    if soft:
        value = softplus(z)
        return value, largest(value, sigmoid(z) * size)
    return max(z, mpf(0)), largest(z, size) if z > -_NEAR * size else mpf(0)


def _gradients(z, size, share, soft, slopes):
    """By anchor, positive and negative, from the slopes (by both vectors) of the three distances."""
    active = sigmoid(z) if soft else mpf(z > 0)
    loose = 1 + sigmoid(-z) * size if soft else mpf(1)
    near, far, between = slopes
    factors = {"near": active, "far": -active * share, "between": -active * (1 - share)}

    def combined(*terms):
        rows = [[(factors[name] * g, abs(factors[name]) * largest(loose * g, s)) for g, s in by] for name, by in terms]
        gradient = [mp.fsum(g for g, _ in column) for column in zip(*rows, strict=True)]
        scale = [mp.fsum(s for _, s in column) for column in zip(*rows, strict=True)]
        return gradient, scale

    rest = between or (near[0],) * 2  # its factor is 0
    found = [
        combined(("near", near[0]), ("far", far[0])),
        combined(("near", near[1]), ("between", rest[0])),
        combined(("far", far[1]), ("between", rest[1])),
    ]
    return tuple(g for g, _ in found), tuple(s for _, s in found)


def _both(pairs):
    return pairs, [(-g, s) for g, s in pairs]


def _triplet_margin(anchor, positive, negative, margin=1, p=2, eps=0, swap=False, soft=False):
    lengths = [_distance(x, y, p, eps)[1] for x, y in _pairs(anchor, positive, negative)]
    z, size, _ = _gap(lengths[0], lengths[1], lengths[2] if swap else None, margin)
    return _loss(z, size, soft)


def _triplet_margin_gradient(anchor, positive, negative, margin=1, p=2, eps=0, swap=False, soft=False):
    pairs = _pairs(anchor, positive, negative)
    lengths = [_distance(x, y, p, eps)[1] for x, y in pairs]
    z, size, share = _gap(lengths[0], lengths[1], lengths[2] if swap else None, margin)
    slopes = [_both(_slope(x, y, p, eps)) for x, y in pairs]
    return _gradients(z, size, share, soft, (slopes[0], slopes[1], slopes[2] if swap else None))


def _pairs(anchor, positive, negative):
    return (anchor, positive), (anchor, negative), (positive, negative)


def _named(function):
    """Length and slopes of the distances that the cases use: the Euclidean one, and the cosine distance."""
    if function is None:
        return lambda x, y: _distance(x, y, 2, 0)[1], lambda x, y: _both(_slope(x, y, 2, 0))

    def slopes(x, y):
        by_x, by_y = _cosine_gradients(x, y)
        return [(-g, s) for g, s in by_x], [(-g, s) for g, s in by_y]

    return lambda x, y: 1 - _cosine(x, y)[0], slopes


def _with_distance(anchor, positive, negative, distance_function=None, margin=1, swap=False, soft=False):
    length, _ = _named(distance_function)
    lengths = [length(x, y) for x, y in _pairs(anchor, positive, negative)]
    z, size, _ = _gap(lengths[0], lengths[1], lengths[2] if swap else None, margin)
    return _loss(z, size if distance_function is None else largest(1, size), soft)


def _with_distance_gradient(anchor, positive, negative, distance_function=None, margin=1, swap=False, soft=False):
    length, slopes = _named(distance_function)
    pairs = _pairs(anchor, positive, negative)
    lengths = [length(x, y) for x, y in pairs]
    z, size, share = _gap(lengths[0], lengths[1], lengths[2] if swap else None, margin)
    size = size if distance_function is None else largest(1, size)
    found = [slopes(x, y) for x, y in pairs]
    return _gradients(z, size, share, soft, (found[0], found[1], found[2] if swap else None))


ORACLES = {
    "triplet_margin": Oracle("rowwise", _triplet_margin, _triplet_margin_gradient),
    "triplet_margin_with_distance": Oracle("rowwise", _with_distance, _with_distance_gradient),
}
