"""Points at which the losses are smooth, known numbers and limits, and the same losses of other libraries."""

from math import inf

import unilosses as u

from ...comparison import compare
from ...numbers import SIGNED, WEIGHTS

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
}

NUMBERS = {
    "categorical_hinge": [(([0.5, -5.0], 0), {}, 1 / 2), (([0.5, 2.0], 0), {}, 5 / 2)],
    "multiclass_hinge": [
        (([2.0, 0.5, 1.75], 0), {"mode": mode, "squared": squared}, value)
        for mode, squared, value in (
            ("crammer_singer", False, 3 / 4),
            ("crammer_singer", True, 9 / 16),
            ("one_vs_all", False, 17 / 4),
            ("one_vs_all", True, 9 / 4 + 121 / 16),
        )
    ],
    "multiclass_perceptron": [(([0.0, 3.0, 1.0], 2), {}, 2)],
    "multi_margin": [(([0.1, 0.2, 0.4, 0.8], 3), {"p": p}, value) for p, value in ((1.0, 0.325), (2.0, 0.61 / 4))],
}

LIMITS = {
    "multiclass_perceptron": [
        (([inf, inf], 0), {}, 0),
    ],
}

GRADIENT_LIMITS = {
    "multiclass_hinge": [
        (([0.0, 1.0, 1.0], 0), {}, ([-1, 0.5, 0.5], None)),
    ],
    "multiclass_perceptron": [
        (([1.0, 1.0], 0), {}, ([-0.5, 0.5], None)),
    ],
    "multi_margin": [
        (([1.0, 0.0], 0), {}, ([0, 0], None)),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------

COMPARISONS = [
    compare(
        "categorical_hinge",
        "keras",
        "categorical_hinge",
        lambda f, d: f(d.dense, d.logits),
        lambda d: u.categorical_hinge(d.logits, d.dense, reduction="none"),
    ),
    compare(
        "multiclass_hinge",
        "optax",
        "multiclass_hinge_loss",
        lambda f, d: f(d.logits, d.labels),
        lambda d: u.multiclass_hinge(d.logits, d.labels, reduction="none"),
    ),
    compare(
        "multiclass_hinge",
        "sklearn",
        "hinge_loss",
        lambda f, d: f(d.labels, d.logits),
        lambda d: u.multiclass_hinge(d.logits, d.labels),
    ),
    compare(
        "multiclass_perceptron",
        "optax",
        "multiclass_perceptron_loss",
        lambda f, d: f(d.logits, d.labels),
        lambda d: u.multiclass_perceptron(d.logits, d.labels, reduction="none"),
    ),
    compare(
        "multi_margin",
        "torch",
        "multi_margin_loss",
        lambda f, d: f(d.logits, d.labels),
        lambda d: u.multi_margin(d.logits, d.labels),
    ),
]
