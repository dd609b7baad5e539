"""Points at which the losses are smooth, known numbers and limits, and the same losses of other libraries."""

from math import inf, log

import numpy as np

import unilosses as u

from ...comparison import compare
from ...numbers import EIGHTHS, SIGNED, WEIGHTS, Draw

_SCORES = [0.3, 2.0, -1.2, 0.7]

_random = Draw(20)

_normal, _distribution = _random.normal, _random.distribution

POINTS = {
    "multilabel_margin": [
        ((_SCORES, [1.0, 0.0, 0.25, 2.0]), {"margin": 0.5}),
        ((_SCORES, [2.5, 0.25, -0.5, 1.25]), {"encoding": "indices"}),
    ],
    "multilabel_soft_margin": [
        (([0.3, 20.0, -1.2, 0.7], [1.0, 0.0, 0.25, 2.0]), {}),
        ((Draw(21).normal(4), [1.0, 0.0, 0.25, 1.0]), WEIGHTS),
    ],
    "asymmetric": [
        ((x, y), {"gamma_pos": pos, "gamma_neg": neg, "clip": clip})
        for x in (-17.0, 0.3, 5.0)
        for y in (0.0, 0.35, 1.0)
        for pos, neg, clip in ((1.0, 4.0, 0.05), (0.0, 0.0, 0.25), (0.5, 2.0, 0.0))
    ],
    "asymmetric_single_label": [
        ((_normal(4), labels), {"gamma_pos": pos, "gamma_neg": neg, **WEIGHTS})
        for pos, neg in ((1.0, 4.0), (0.0, 0.0), (2.0, 0.5))
        for labels in (2, SIGNED)
    ]
    + [(([40.0, 0.0, 1.0], 0), {"label_smoothing": 0.0}), (([0.0, 40.0, 1.0], 0), {"label_smoothing": 1.0})],
}

NUMBERS = {
    "multilabel_margin": [
        (([0.1, 0.2, 0.4, 0.8], [1.0, 0.0, 0.0, 1.0]), {}, 0.85),
        (([0.1, 0.2, 0.4, 0.8], [3.5, 0.0, -1.0, 1.0]), {"encoding": "indices"}, 0.85),
    ],
    "multilabel_soft_margin": [
        (([log(3), 0.0], [1.0, 0.0]), {"class_weight": [1.0, 3.0]}, log(4 / 3) / 2 + 1.5 * log(2))
    ],
    # sigmoid(log 3) is 3/4, a clip of 1/4 leaves 1/2 of it
    "asymmetric": [
        ((log(3), 1.0), {"gamma_pos": 2.0}, log(4 / 3) / 16),
        ((log(3), 0.0), {"gamma_neg": 2.0, "clip": 0.25}, log(2) / 4),
        ((log(3), 0.0), {"gamma_neg": 2.0, "clip": 0.0}, log(4) * 9 / 16),
    ],
    "asymmetric_single_label": [
        (
            (EIGHTHS, 1),
            {"gamma_pos": 1.0, "gamma_neg": 2.0, "label_smoothing": 0.3},
            0.8 * 0.75 * log(4) + 0.1 * (log(8) / 64 + log(8 / 5) * 25 / 64),
        ),
    ],
}

LIMITS = {
    "asymmetric": [
        ((inf, 1.0), {}, 0),
        ((inf, 0.0), {"clip": 0.0}, inf),
        ((-10.0, 0.0), {"clip": 0.05}, 0),
    ],
    "asymmetric_single_label": [
        (([inf, 0.0], 0), {"label_smoothing": 0.0}, 0),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------

COMPARISONS = [
    compare(
        "multilabel_margin",
        "torch",
        "multilabel_margin_loss",
        lambda f, d: f(d.logits, np.where(np.arange(5) < 1, d.labels[:, None], -1)),
        lambda d: u.multilabel_margin(d.logits, d.dense),
    ),
    compare(
        "multilabel_soft_margin",
        "torch",
        "multilabel_soft_margin_loss",
        lambda f, d: f(d.logits, d.binary),
        lambda d: u.multilabel_soft_margin(d.logits, d.binary),
    ),
]
