"""Cross-entropy of a linear layer's output, row by row: the layer first, then the formulas of softmax cross-entropy.

A logit is a sum of products, and as uncertain as the sum of their sizes ("reach"). The scales carry that through the
derivatives of what is done with the logits.
"""

from math import log

import numpy as np
from mpmath import mp, mpf

import unilosses as u

from ..case import HALF, Case, cast, generator, thin
from ..comparison import CLASSES, compare
from ..numbers import EIGHTHS, SIGNED, WEIGHTS, Draw
from ..oracle import Oracle
from .multiclass.oracle import _log_z, _seen, _softmax_ce, _softmax_ce_gradient, softmax


class _Row:
    """The logits of one row, and all that is made of them."""

    def __init__(self, h, matrix, label, bias, options):
        shifts = bias if isinstance(bias, list) else [mpf(0) if bias is None else bias] * len(matrix)
        terms = [[a * b for a, b in zip(h, w, strict=True)] for w in matrix]
        self.logits = [mp.fsum(t) + b for t, b in zip(terms, shifts, strict=True)]
        finite = [mp.fsum(t, absolute=True) + abs(b) for t, b in zip(terms, shifts, strict=True) if mp.isfinite(b)]
        self.reach = max(finite)
        self.value, self.size = _softmax_ce(self.logits, label, **options)
        (self.slopes, self.by_label), (sizes, label_sizes) = _softmax_ce_gradient(self.logits, label, **options)
        # How far the slopes move with the logits: a softmax does by p times that, and so does z_loss with log Z.
        x = _seen(self.logits, options.get("softcap"), None)
        p = softmax(x)[0]
        w = options.get("class_weight") or [mpf(1)] * len(p)
        w = w if isinstance(w, list) else [w] * len(p)
        y = [mpf(j == label) for j in range(len(p))] if isinstance(label, int) else label
        weights = mp.fsum(max(abs(a), mpf(1) / len(p)) * b for a, b in zip(y, w, strict=True))
        z = options.get("z_loss", mpf(0)) * weights * (1 + abs(_log_z(x)[0]))
        bend = mpf(0) if options.get("softcap") is None else 2 * self.reach / options["softcap"]
        self.sizes = [s * (1 + bend) + q * 2 * self.reach * (weights + 2 * z) for s, q in zip(sizes, p, strict=True)]
        if label_sizes is not None:
            drift = 2 * self.reach * (1 + z)
            self.label_sizes = [s + b * drift for s, b in zip(label_sizes, w, strict=True)]


def _linear_ce(hidden, linear_weight, labels, bias=None, chunk=None, **options):
    rows = [_Row(h, linear_weight, y, bias, options) for h, y in zip(hidden, labels, strict=True)]
    drift = [mp.fsum(r.slopes, absolute=True) * r.reach for r in rows]
    return [r.value for r in rows], [r.size + d for r, d in zip(rows, drift, strict=True)]


def _linear_ce_gradient(hidden, linear_weight, labels, bias=None, chunk=None, **options):
    rows = [_Row(h, linear_weight, y, bias, options) for h, y in zip(hidden, labels, strict=True)]
    columns = list(zip(*linear_weight, strict=True))

    def dot(slopes, weights):
        return mp.fsum(a * b for a, b in zip(slopes, weights, strict=True))

    def size(sizes, weights):
        return mp.fsum(abs(a * b) for a, b in zip(sizes, weights, strict=True))

    by_hidden = [[dot(r.slopes, c) for c in columns] for r in rows]
    hidden_sizes = [[size(r.sizes, c) + size(r.slopes, c) for c in columns] for r in rows]
    features = list(zip(*hidden, strict=True))
    classes = range(len(linear_weight))
    by_weight = [[dot([r.slopes[j] for r in rows], f) for f in features] for j in classes]
    weight_sizes = [
        [size([r.sizes[j] for r in rows], f) + size([r.slopes[j] for r in rows], f) for f in features] for j in classes
    ]
    if isinstance(labels[0], int):
        return (by_hidden, by_weight, None), (hidden_sizes, weight_sizes, None)
    by_labels = [r.by_label for r in rows], [r.label_sizes for r in rows]
    return (by_hidden, by_weight, by_labels[0]), (hidden_sizes, weight_sizes, by_labels[1])


ORACLES = {
    "linear_cross_entropy": Oracle("coupled", _linear_ce, _linear_ce_gradient),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Hidden states, a matrix and labels: few and many rows a chunk, a row that is already right, cancelling products.


FEW = 5  # features of most cases


def _case(name, dtype, columns, note="", **params):
    arrays = tuple(a if a.dtype.kind == "i" else cast(a, dtype) for a in map(np.asarray, columns))
    given = {k: cast(v, dtype).astype(float).tolist() if k == "bias" and np.ndim(v) else v for k, v in params.items()}
    return Case(name, arrays, given, note)


def _rounded(x):
    """Multiples of 1/64 that are not 0: every dtype holds them."""
    x = np.round(np.asarray(x) * 64) / 64
    return np.where(x == 0, 1 / 64, x)


def _draw(rng, rows, features, classes, scale=1.0):
    hidden = _rounded(rng.normal(0, 1, (rows, features)))
    return hidden, _rounded(rng.normal(0, scale, (classes, features))), rng.integers(0, classes, rows)


def _class_weight(classes):
    return [(0.5, 2.0, 1.0, 3.0, 0.25)[j % 5] for j in range(classes)]


def linear_cross_entropy(dtype):
    rng = generator("linear_cross_entropy")
    cases = []

    def add(tag, columns, note="", **params):
        cases.append(_case(tag, dtype, columns, note, **params))

    for classes, features in ((2, 1), (3, FEW), (11, FEW), (101, 16)):
        h, w, y = _draw(rng, thin(7, dtype), features, classes)
        for chunk in (None, 1, 3):
            add(f"ordinary-{classes}-chunk={chunk}", (h, w, y), "a remainder of rows", chunk=chunk)
        add(f"one_hot-{classes}", (h, w, np.eye(classes)[y]), chunk=2)
    h, w, y = _draw(rng, thin(9, dtype), FEW, 4)
    b = _rounded(rng.normal(0, 2, 4))
    weighted = {"class_weight": _class_weight(4), "label_smoothing": 0.125}
    everything = {**weighted, "z_loss": 2.0**-7, "softcap": 4.0, "bias": b}
    soft = np.round(rng.dirichlet(np.ones(4), len(h)) * 64) / 64
    for tag, params in (
        ("bias", {"bias": b}),
        ("weighted", weighted),
        ("z_loss", {"z_loss": 0.125}),
        ("softcap", {"softcap": 2.0}),
        ("everything", everything),
    ):
        add(f"index-{tag}", (h, w, y), chunk=4, **params)
        add(f"soft-{tag}", (h, w, soft), "need not sum to one", chunk=4, **params)
    add("bias-number", (h, w, y), "moves all logits", bias=3.0, z_loss=0.125)
    add("impossible", (h, w, np.where(y == 2, 1, y)), "a class of bias -inf", bias=[0.5, 0.0, -np.inf, 1.0])
    add("zeros", (0 * h, w, y), "every class alike")
    right = np.eye(4)[y]
    for lead in (4.0, 17.0, 37.0) if dtype not in HALF else (4.0, 8.0):
        add(f"dominant-{lead:g}", (right, lead * np.eye(4), y), "already right: small losses")
    opposite = np.concatenate([np.full((4, 3), 8.0), np.full((4, 3), -8.0), _rounded(rng.normal(0, 1, (4, 2)))], axis=1)
    ones = np.concatenate([np.ones((len(h), 6)), h[:, :2]], axis=1)
    add("cancelling", (ones, opposite, y), "products that cancel")
    if dtype not in HALF:
        h, w, y = _draw(rng, 3, 64, 1000, 0.25)
        add("long", (h, w, y), "1000 classes", chunk=2)
    return cases


INPUTS = {
    "linear_cross_entropy": linear_cross_entropy,
}


# --- known numbers ----------------------------------------------------------------------------------------------------

_random = Draw(25)

_HIDDEN, _WEIGHT = _random.rows(3, 2), _random.rows(4, 2)

_INDICES, _DENSE = [2, 0, 3], [_random.distribution(4), SIGNED, [1.0, 0.0, 0.0, 0.0]]

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
    ],
}

NUMBERS = {
    "linear_cross_entropy": [
        (([[1.0, 0.0], [0.0, 0.0]], [[0.0, 9.0], [log(2), 9.0], [log(5), 9.0]], [1, 0]), {}, [log(4), log(3)]),
        (
            ([[0.0], [0.0]], [[1.0]] * 3, [1, 0]),
            {"bias": EIGHTHS, "z_loss": 0.5},
            [log(k) + log(8) ** 2 / 2 for k in (4, 8)],
        ),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------

COMPARISONS = [
    compare(
        "linear_cross_entropy",
        "torch",
        "linear_cross_entropy",
        lambda f, d: f(d.anchor, d.other[:CLASSES], d.labels),
        lambda d: u.linear_cross_entropy(d.anchor, d.other[:CLASSES].copy(), d.labels),
    ),
]
