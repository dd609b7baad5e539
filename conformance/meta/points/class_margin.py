"""Margins between the classes of a row, with one label or several."""

from ...meta.points.multiclass import SIGNED, WEIGHTS
from ...proofs.numbers import Draw

_SCORES = [0.3, 2.0, -1.2, 0.7]

POINTS = {
    "categorical_hinge": [
        ((_SCORES, 0), WEIGHTS),
        ((_SCORES, [0.5, 0.25, 2.0, 0.0]), WEIGHTS),
        (([5.0, 2.0, -1.0], 0), {}),
    ],
    "multiclass_hinge": [
        ((_SCORES, labels), {"mode": mode, "squared": squared, **WEIGHTS})
        for mode in ("crammer_singer", "one_vs_all")
        for squared in (False, True)
        for labels in (0, 1, SIGNED)
    ],
    "multiclass_perceptron": [((_SCORES, labels), WEIGHTS) for labels in (0, 1, SIGNED)],
    "multi_margin": [
        ((_SCORES, labels), {"p": p, "margin": 0.5, **WEIGHTS}) for p in (1.0, 1.5, 2.0) for labels in (0, 1, SIGNED)
    ],
    "multilabel_margin": [
        ((_SCORES, [1.0, 0.0, 0.25, 2.0]), {"margin": 0.5}),
        ((_SCORES, [2.5, 0.25, -0.5, 1.25]), {"encoding": "indices"}),
    ],
    "multilabel_soft_margin": [
        (([0.3, 20.0, -1.2, 0.7], [1.0, 0.0, 0.25, 2.0]), {}),
        ((Draw(21).normal(4), [1.0, 0.0, 0.25, 1.0]), WEIGHTS),
    ],
}
