"""Losses of pairs of vectors, from their definitions."""

from mpmath import mp, mpf

from ...proofs.embeddings.cosine import _cosine, _cosine_gradients
from ...proofs.oracle import Oracle, largest, total

# Where a squared shortfall vanishes, what is left is the square of the rounding error of the distance. This share of
# the squared terms is far above that square in float32 and far below anything visible elsewhere.
_ERROR_SQUARED = mpf(2) ** -18


def _cosine_embedding(anchor, other, target, margin=0):
    cos = _cosine(anchor, other)[0]
    similar, dissimilar = (1 + target) / 2, (1 - target) / 2
    excess = max(mpf(0), cos - margin)
    value = similar * (1 - cos) + dissimilar * excess
    return value, total(
        [similar * largest(1, 1 - cos), dissimilar * largest(1, margin, excess) if excess > 0 else mpf(0)]
    )[1]


def _cosine_embedding_gradient(anchor, other, target, margin=0):
    cos = _cosine(anchor, other)[0]
    similar, dissimilar = (1 + target) / 2, (1 - target) / 2
    by_cos = (dissimilar if cos > margin else 0) - similar
    gradients, scales = [], []
    for pairs in _cosine_gradients(anchor, other):
        gradients.append([by_cos * g for g, _ in pairs])
        scales.append([abs(by_cos) * s for _, s in pairs])
    by_target = ((1 - cos) - max(mpf(0), cos - margin)) / 2
    return (*gradients, by_target), (*scales, largest(1, by_target))


def _shortfall(anchor, other, margin):
    """(difference, distance, margin - distance where that is positive, the size of its terms)"""
    difference = [x - y for x, y in zip(anchor, other, strict=True)]
    distance = mp.sqrt(mp.fsum(d * d for d in difference))
    miss, size = margin - distance, largest(margin, distance)
    near = miss > -_ERROR_SQUARED * size
    return difference, distance, max(miss, mpf(0)), size if near else mpf(0)


def _contrastive(anchor, other, target, margin=1):
    _, distance, z, size = _shortfall(anchor, other, margin)
    of_z = largest(z * z, 2 * z * size, _ERROR_SQUARED * size**2)
    return target * distance**2 + (1 - target) * z * z, abs(target) * distance**2 + abs(1 - target) * of_z


def _contrastive_gradient(anchor, other, target, margin=1):
    difference, distance, z, size = _shortfall(anchor, other, margin)
    gradient, scale = [], []
    for d in difference:
        unit = d / distance if distance else mpf(0)
        gradient.append(2 * target * d - 2 * (1 - target) * z * unit)
        scale.append(2 * abs(target * d) + 2 * abs((1 - target) * size * unit))
    by_target = distance**2 - z * z
    return (gradient, [-g for g in gradient], by_target), (scale, scale, distance**2 + z * z + 2 * z * size)


ORACLES = {
    "cosine_embedding": Oracle("rowwise", _cosine_embedding, _cosine_embedding_gradient),
    "contrastive": Oracle("rowwise", _contrastive, _contrastive_gradient),
}
