"""Losses over the classes of a row: with index and dense labels, weights, smoothing and the options of each."""

from ...proofs.numbers import SPACES, Draw

_draw = Draw(20)
_normal, _distribution = _draw.normal, _draw.distribution

WEIGHTS = {"class_weight": [0.5, 2.0, 1.0, 3.0]}
SIGNED = [0.5, -1.0, 2.0, 0.25]

POINTS = {
    "softmax_cross_entropy": [
        ((_normal(4), 2), {}),
        (([30.0, 0.0, -2.0], 0), {"class_weight": [0.5, 2.0, 1.0]}),
        ((_normal(4), _distribution(4)), {}),
        ((_normal(4), [0.5, -1.0, 2.0, 0.0]), WEIGHTS),
        ((_normal(4), 1), {"label_smoothing": 0.1, **WEIGHTS}),
        ((_normal(4), _distribution(4)), {"label_smoothing": 0.3}),
        ((_normal(4), [0.5, 0.0, 2.0, 0.25]), {"z_loss": 0.5, "softcap": 3.0, "label_smoothing": 0.3}),
        ((_normal(4), 2), {"z_loss": 0.5, "class_mask": [True, False, True, True], "label_smoothing": 0.3}),
    ],
    "nll": [
        ((_draw.log_distribution(4), 2), WEIGHTS),
        ((_draw.log_distribution(4), [0.5, -1.0, 2.0, 0.0]), {}),
    ],
    "categorical_cross_entropy": [
        ((_distribution(4), 2), {}),
        ((_distribution(4), [0.5, -1.0, 2.0, 0.0]), WEIGHTS),
        (([3.0, 1e-3, 2e-3], 0), {"renormalize": True}),
        (([3.0, 1.0, 2.0], 1), {"renormalize": True, "label_smoothing": 0.1}),
        (([3.0, 1.0, 2.0], [0.2, 0.5, 0.1]), {"renormalize": True, "class_weight": [0.5, 2.0, 1.0]}),
        (([0.97, 0.01, 0.02], [0.2, 0.5, 0.1]), {"eps": 0.015625}),
        (([9.7, 0.1, 0.2], [0.2, 0.5, 0.1]), {"eps": 0.015625, "renormalize": True}),
    ],
    "softmax_focal": [
        ((_normal(4), 2), {"gamma": gamma, "alpha": alpha})
        for gamma, alpha in ((0.0, 0.25), (0.5, None), (2.0, [0.5, 2.0, 1.0, 3.0]), (5.0, 0.25))
    ]
    + [
        ((_normal(4), _distribution(4)), {"gamma": 1.0, **WEIGHTS}),
        (([40.0, 0.0, 1.0], 0), {"gamma": 0.5}),
        (([0.0, 40.0, 1.0], 0), {"gamma": 2.0}),
    ],
    "poly1_cross_entropy": [
        ((_normal(4), 2), {}),
        ((_normal(4), [0.5, -1.0, 2.0, 0.0]), {"epsilon": -1.0, **WEIGHTS}),
        ((_normal(4), _distribution(4)), {"epsilon": 0.5, "label_smoothing": 0.3}),
    ],
    "generalized_cross_entropy": [
        ((_draw.within(space, 5), labels), {"pred_space": space, "q": q})
        for space in SPACES
        for labels, q in ((1, 0.7), ([0.5, -1.0, 2.0, 0.25, 0.0], 1e-9), (_distribution(5), 1.0))
    ],
    "asymmetric_single_label": [
        ((_normal(4), labels), {"gamma_pos": pos, "gamma_neg": neg, **WEIGHTS})
        for pos, neg in ((1.0, 4.0), (0.0, 0.0), (2.0, 0.5))
        for labels in (2, SIGNED)
    ]
    + [(([40.0, 0.0, 1.0], 0), {"label_smoothing": 0.0}), (([0.0, 40.0, 1.0], 0), {"label_smoothing": 1.0})],
    "multiclass_sparsemax": [
        (([0.1, 0.5, -0.2, -3.0], 1), {}),
        (([0.1, 0.5, -0.2, -3.0], SIGNED), WEIGHTS),
    ],
    "fenchel_young": [
        (([0.1, 0.5, -0.2, -3.0], labels), {"regularizer": regularizer})
        for regularizer in ("shannon", "gini")
        for labels in (1, 3, _distribution(4), [0.5, 0.25, 2.0, 0.125])
    ],
    "multiclass_brier": [
        ((_distribution(4), 2), WEIGHTS),
        ((_distribution(4), _distribution(4)), WEIGHTS),
    ],
    "distillation": [
        ((_normal(4), 2, _normal(4)), {}),
        ((_normal(4), _distribution(4), _normal(4)), {"alpha": 0.75, "temperature": 3.0}),
    ],
}
