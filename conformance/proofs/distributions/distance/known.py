"""Points at which the losses are smooth, known numbers and limits, and the same losses of other libraries."""

import warnings
from math import inf, log

import unilosses as u

from ...comparison import compare
from ...numbers import EIGHTHS, SPACES, Draw

_random = Draw(22)


def _both(pred, target):
    return _random.within(pred, 5), _random.within(target, 5)


_SPACES = [{"pred_space": pred, "target_space": target} for pred in SPACES for target in SPACES]

_PAIRS = [(_both(*spaces.values()), spaces) for spaces in _SPACES]

_normal, _distribution = _random.normal, _random.distribution

POINTS = {
    "generalized_kl_divergence": [(([0.3, 2.0, 7.0], [0.5, 1e-3, 7.0001]), {})],
    "jensen_shannon": [
        (args, {"beta": beta, **spaces}) for (args, spaces), beta in zip(_PAIRS, (0.5, 0.1, 0.9) * 3, strict=True)
    ],
    "total_variation_distance": _PAIRS,
    "distillation": [
        ((_normal(4), 2, _normal(4)), {}),
        ((_normal(4), _distribution(4), _normal(4)), {"alpha": 0.75, "temperature": 3.0}),
    ],
}

NUMBERS = {
    "generalized_kl_divergence": [(([1.0, 3.0], [2.0, 0.0]), {}, 2 * log(2) - 1 + 3)],
    "jensen_shannon": [
        (([0.0, 1.0], [1.0, 0.0]), {}, log(2)),
        (([0.0, 1.0], [1.0, 0.0]), {"beta": 0.25}, log(4) / 4 + log(4 / 3) * 3 / 4),
    ],
    "total_variation_distance": [
        (([0.25, 0.5, 0.25], [0.5, 0.5, 0.0]), {}, 1 / 4),
        ((EIGHTHS, [0.0, 0.0, 0.0]), {"pred_space": "logits", "target_space": "logits"}, 7 / 24),
    ],
    # softened by 2: student (1/4, 3/4), teacher (1/10, 9/10)
    "distillation": [
        (([0.0, log(9)], 0, [0.0, log(81)]), {}, log(10) / 2 + 2 * (0.1 * log(0.4) + 0.9 * log(1.2))),
    ],
}

LIMITS = {
    "generalized_kl_divergence": [
        (([1.0], [0.0]), {}, 1),
        (([0.0], [1.0]), {}, inf),
    ],
    "jensen_shannon": [
        # equal distributions, and those that have nothing in common
        (([0.25, 0.75], [0.25, 0.75]), {}, 0),
    ],
    "total_variation_distance": [
        (([0.0, 1.0], [1.0, 0.0]), {}, 1),
    ],
    "distillation": [
        (([1.0, 2.0], 0, [1.0, 2.0]), {"alpha": 1.0}, 0),
    ],
}

GRADIENT_LIMITS = {
    "generalized_kl_divergence": [
        (([1.0, 0.0], [0.0, 1.0]), {}, ([1, -inf], [0, inf])),
    ],
    "jensen_shannon": [
        (([0.25, 0.75], [0.25, 0.75]), {}, ([0, 0], [0, 0])),
    ],
    "total_variation_distance": [
        (([0.5, 0.5], [0.5, 0.5]), {}, ([0, 0], [0, 0])),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------


def _deprecated(function, *args):
    """A name that warns of its end is still one that users call."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return function(*args)


COMPARISONS = [
    compare(
        "generalized_kl_divergence",
        "optax",
        "generalized_kl_divergence",
        lambda f, d: f(d.log_q, d.p),
        lambda d: u.generalized_kl_divergence(d.q, d.p, reduction="none"),
    ),
    compare(
        "generalized_kl_divergence",
        "optax",
        "convex_kl_divergence",
        lambda f, d: _deprecated(f, d.log_q, d.p),
        lambda d: u.generalized_kl_divergence(d.q, d.p, reduction="none"),
    ),
]
