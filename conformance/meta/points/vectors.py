"""Losses of a few vectors: of their cosine, or of their distance."""

from unilosses import cosine_distance

from ...proofs.numbers import Draw

_draw = Draw(23)
_normal = _draw.normal

# far apart, and nearer to each other than the margins below
_FAR = (_normal(4), _normal(4), _normal(4))
_NEAR = ([0.3, 1.0, -2.0], [0.5, 1.25, -2.125], [0.25, 1.5, -1.75])
# anchor, positive, negative: the positive is nearer to the negative than the anchor is
_SWAPPED = ([0.3, 1.0, -2.0], [0.5, 1.25, -1.5], [0.8, 1.5625, -1.375])
_OPTIONS = ({}, {"swap": True}, {"soft": True}, {"swap": True, "soft": True})


POINTS = {
    "cosine_regression": [((_normal(4), _normal(4), t), {}) for t in (-1.0, 0.25, 1.0)]
    + [(([1e19, 2e19], [1e-19, 2.1e-19], 1.0), {})],
    "cosine_distance": [((_normal(4), _normal(4)), {}), (([1e19, 2e19], [1.0, 2.0001]), {})],
    "cosine_embedding": [
        ((*vectors, target), {"margin": margin})
        for vectors in (_FAR[:2], _NEAR[:2])
        for target in (1.0, -1.0, 0.25)
        for margin in (0.0, 0.5, -0.25)
    ],
    "contrastive": [
        ((*vectors, target), {"margin": margin})
        for vectors in (_FAR[:2], _NEAR[:2])
        for target in (1.0, 0.0, 0.25)
        for margin in (1.0, 2.5)
    ],
    "triplet_margin": [
        (vectors, {"p": p, "eps": eps, "margin": 0.5, **options})
        for vectors in (_NEAR, _SWAPPED)
        for p, eps in ((2.0, 0.0), (1.0, 0.0), (1.5, 1e-6), (3.0, 0.0), (float("inf"), 1e-6))
        for options in _OPTIONS
    ]
    + [((_FAR[0], [*_FAR[0][:3], 9.0], [20.0] * 4), {}), (_FAR, {"soft": True, "margin": 0.0})],
    "triplet_margin_with_distance": [
        (vectors, {"distance_function": function, "margin": 0.5, **options})
        for vectors in (_NEAR, _SWAPPED)
        for function in (None, cosine_distance)
        for options in _OPTIONS
    ]
    + [((_FAR[0], [*_FAR[0][:3], 9.0], [20.0] * 4), {})],
}
