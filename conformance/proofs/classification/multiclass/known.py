"""Points at which the losses are smooth, known numbers and limits, and the same losses of other libraries."""

from math import e, inf, log, log1p

import unilosses as u

from ...comparison import compare
from ...numbers import EIGHTHS, WEIGHTS, Draw

_random = Draw(20)

_normal, _distribution = _random.normal, _random.distribution

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
        ((_random.log_distribution(4), 2), WEIGHTS),
        ((_random.log_distribution(4), [0.5, -1.0, 2.0, 0.0]), {}),
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
}

NUMBERS = {
    "softmax_cross_entropy": [
        ((EIGHTHS, 1), {}, log(4)),
        ((EIGHTHS, 1), {"label_smoothing": 0.3}, 0.7 * log(4) + 0.1 * (log(8) + log(4) + log(8 / 5))),
        ((EIGHTHS, 1), {"z_loss": 0.5}, log(4) + log(8) ** 2 / 2),
        (([0.0, log(3)], 0), {"softcap": 2.0}, log1p(e)),  # 2 tanh(log(3) / 2) = 1
        ((EIGHTHS, 2), {"class_mask": [True, False, True]}, log(6 / 5)),
    ],
    "nll": [(([-1.0, -2.0], 1), {"class_weight": [1.0, 3.0]}, 6)],
    "categorical_cross_entropy": [(([1.0, 2.0, 5.0], 1), {"renormalize": True}, log(4))],
}

LIMITS = {
    "softmax_cross_entropy": [
        (([1.0, 2.0, -inf], [0.0, 0.0, 1.0]), {}, inf),
        (([-inf, -inf], 0), {}, inf),
        (([-inf, -inf], [0.0, 0.0]), {}, 0),
        (([inf, 0.0], 0), {}, 0),
        (([inf, 0.0], 1), {}, inf),
        (([3.0], 0), {}, 0),
    ],
    "nll": [
        (([-inf, 0.0], [0.0, 1.0]), {}, 0),
    ],
    "categorical_cross_entropy": [
        (([0.0, 1.0], 1), {}, 0),
        (([0.0, 1.0], 0), {}, inf),
        (([0.0, 3.0], 1), {"renormalize": True}, 0),
    ],
}

GRADIENT_LIMITS = {
    "softmax_cross_entropy": [
        (([-inf, 0.0, 0.0], 0), {}, ([-1, 0.5, 0.5], None)),
        (([inf, 0.0], 0), {}, ([0, 0], None)),
        (([-inf, -inf], [0.0, 0.0]), {}, ([0, 0], None)),
    ],
    "categorical_cross_entropy": [
        (([0.0, 1.0], 1), {}, ([0, -1], None)),
        (([0.0, 2.0], 1), {"renormalize": True}, ([0.5, 0], None)),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------

COMPARISONS = [
    compare(
        "softmax_cross_entropy",
        "torch",
        "cross_entropy",
        lambda f, d: f(d.logits, d.labels),
        lambda d: u.softmax_cross_entropy(d.logits, d.labels),
    ),
    compare(
        "softmax_cross_entropy",
        "optax",
        "softmax_cross_entropy",
        lambda f, d: f(d.logits, d.p),
        lambda d: u.softmax_cross_entropy(d.logits, d.p, reduction="none"),
    ),
    compare(
        "softmax_cross_entropy",
        "optax",
        "safe_softmax_cross_entropy",
        lambda f, d: f(d.logits, d.p),
        lambda d: u.softmax_cross_entropy(d.logits, d.p, reduction="none"),
    ),
    compare(
        "softmax_cross_entropy",
        "optax",
        "softmax_cross_entropy_with_integer_labels",
        lambda f, d: f(d.logits, d.labels),
        lambda d: u.softmax_cross_entropy(d.logits, d.labels, reduction="none"),
    ),
    compare(
        "softmax_cross_entropy",
        "keras",
        "categorical_crossentropy",
        lambda f, d: f(d.p, d.logits, from_logits=True),
        lambda d: u.softmax_cross_entropy(d.logits, d.p, reduction="none"),
    ),
    compare(
        "softmax_cross_entropy",
        "keras",
        "sparse_categorical_crossentropy",
        lambda f, d: f(d.labels, d.logits, from_logits=True),
        lambda d: u.softmax_cross_entropy(d.logits, d.labels, reduction="none"),
    ),
    compare("nll", "torch", "nll_loss", lambda f, d: f(d.log_q, d.labels), lambda d: u.nll(d.log_q, d.labels)),
    compare(
        "categorical_cross_entropy",
        "keras",
        "categorical_crossentropy",
        lambda f, d: f(d.p, d.probs),
        lambda d: u.categorical_cross_entropy(d.probs, d.p, renormalize=True, eps=1e-7, reduction="none"),
    ),
    compare(
        "categorical_cross_entropy",
        "keras",
        "sparse_categorical_crossentropy",
        lambda f, d: f(d.labels, d.probs),
        lambda d: u.categorical_cross_entropy(d.probs, d.labels, renormalize=True, eps=1e-7, reduction="none"),
    ),
    compare(
        "categorical_cross_entropy",
        "sklearn",
        "log_loss",
        lambda f, d: f(d.labels, d.q),
        lambda d: u.categorical_cross_entropy(d.q, d.labels, eps="finfo"),
    ),
]
