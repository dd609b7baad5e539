"""Points at which the losses are smooth, known numbers and limits, and the same losses of other libraries."""

from math import exp, log, log1p

import numpy as np

import unilosses as u

from ...comparison import compare, promoting
from ...numbers import Draw

_random = Draw(24)

_SIX, _OTHERS = _random.rows(6, 3), _random.rows(6, 3)

# two pairs, a row with two positives, a row alone
_LABELS = [0, 1, 0, 2, 2, 2]

_ALONE = [0, 0, 1, 2, 3, 3]

_AXES = [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]

POINTS = {
    "nt_xent": [((_SIX, labels), {"temperature": t}) for labels in (_LABELS, _ALONE) for t in (0.5, 0.07)],
    "supervised_contrastive": [
        ((_SIX, labels), {"temperature": t}) for labels in (_LABELS, _ALONE) for t in (0.5, 0.1)
    ],
    "info_nce": [((_SIX, _OTHERS), {"temperature": t, "symmetric": s}) for t in (0.5, 0.07) for s in (False, True)],
    "n_pairs": [((_SIX, _OTHERS), {}), ((_SIX, _OTHERS), {"labels": _LABELS}), ((_random.rows(1, 3), [[1.0] * 3]), {})],
    "circle": [
        ((_SIX, labels), {"margin": margin, "gamma": gamma})
        for labels in (_LABELS, _ALONE)
        for margin, gamma in ((0.25, 2.0), (0.4, 80.0))
    ],
}

NUMBERS = {
    "nt_xent": [
        ((_AXES, [0, 0, 1, 1]), {"temperature": 0.5}, [log1p(2 * exp(-2))] * 4),
        # rows of one label are no negatives of one another
        (([*_AXES[:2], *_AXES], [0] * 4 + [1, 2]), {"temperature": 0.5}, [log1p(2 * exp(-2))] * 4 + [0, 0]),
    ],
    "supervised_contrastive": [
        ((_AXES, [0, 0, 1, 1]), {"temperature": 0.5}, [log1p(2 * exp(-2))] * 4),
        # and yet stand in the sum here
        (([*_AXES[:2], *_AXES], [0] * 4 + [1, 2]), {"temperature": 0.5}, [log(3 + 2 * exp(-2))] * 4 + [0, 0]),
    ],
    "info_nce": [
        ((_AXES[1:3], _AXES[:2]), {"temperature": 0.5}, [log(2)] * 2),
        (
            (_AXES[1:3], _AXES[:2]),
            {"temperature": 0.5, "symmetric": True},
            [(log(2) + log1p(exp(-2))) / 2, (log(2) + log1p(exp(2))) / 2],
        ),
    ],
    "n_pairs": [
        (([[1.0, 0.0], [0.0, 2.0]], [[1.0, 1.0], [0.0, 1.0]]), {}, [log1p(exp(-1)), log(2)]),
        (([[1.0, 0.0], [0.0, 2.0]], [[1.0, 1.0], [0.0, 1.0]]), {"labels": [3, 3]}, [0, 0]),
    ],
    "circle": [((_AXES, [0, 0, 1, 1]), {"margin": 0.5, "gamma": 2.0}, [log1p(2 * exp(-1))] * 4)],
}

LIMITS = {
    "nt_xent": [
        (([[1.0, 2.0], [2.0, 1.0]], [0, 0]), {}, [0, 0]),
        (([[1.0, 2.0], [2.0, 1.0]], [0, 1]), {}, [0, 0]),
    ],
    "circle": [
        (([[1.0, 2.0], [2.0, 1.0]], [0, 0]), {}, [0, 0]),
    ],
}

GRADIENT_LIMITS = {
    "nt_xent": [
        (([[1.0, 2.0], [2.0, 1.0]], [0, 1]), {}, ([[0, 0], [0, 0]], None)),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------


def _unit(x):
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


def _positives(labels):
    """How many other rows have a row's label."""
    return (labels[:, None] == labels).sum(axis=1) - 1.0


COMPARISONS = [
    compare(
        "nt_xent",
        "optax",
        "ntxent",
        lambda f, d: promoting(f, d.anchor, d.labels),
        lambda d: u.nt_xent(d.anchor, d.labels, weight=_positives(d.labels)),
    ),
    compare(
        "circle",
        "keras",
        "circle",
        lambda f, d: f(d.labels, _unit(d.anchor)),
        lambda d: u.circle(d.anchor, d.labels, reduction="none"),
    ),
]
