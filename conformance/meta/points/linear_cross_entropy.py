"""A linear layer and its cross-entropy, with every option."""

from ...meta.points.multiclass import SIGNED, WEIGHTS
from ...proofs.numbers import Draw

_draw = Draw(25)
_HIDDEN, _WEIGHT = _draw.rows(3, 2), _draw.rows(4, 2)
_INDICES, _DENSE = [2, 0, 3], [_draw.distribution(4), SIGNED, [1.0, 0.0, 0.0, 0.0]]
_OPTIONS = [
    {},
    {"bias": [0.5, -0.25, 1.0, 0.0]},
    {"bias": 0.5, "label_smoothing": 0.1, **WEIGHTS},
    {"z_loss": 0.5, **WEIGHTS},
    {"softcap": 2.0, "z_loss": 0.25, "bias": [0.5, -0.25, 1.0, 0.0]},
]

POINTS = {
    "linear_cross_entropy": [
        ((_HIDDEN, _WEIGHT, labels), options) for labels in (_INDICES, _DENSE) for options in _OPTIONS
    ]
}
