"""Poly-1 cross-entropy: -log p + epsilon (1 - p); generalized cross-entropy: (1 - p^q) / q, over a row."""

from math import inf, log

import numpy as np
from mpmath import mp, mpf

import unilosses as u

from ..case import case, generator, nonempty, thin
from ..comparison import compare
from ..numbers import EIGHTHS, SPACES, WEIGHTS, Draw
from ..oracle import INF, NAN, Oracle, times, total
from .multiclass.inputs import (
    _class_weight,
    _dense_cases,
    _index_with,
    _infinite_losses,
    _logit_cases,
    _masked_cases,
    _positive_probs,
    _probable_labels,
    _random_log_probs,
    _random_logits,
    _random_probs,
    _renamed,
    _sizes,
    _variants,
    _wrong,
)
from .multiclass.oracle import _row, _softmax_gradient, softmax


def _slopes(a, k, p, rest):
    """Gradient and scale by logits; 0 for a row whose labels have no coefficient, whatever its logits."""
    if any(v != 0 for v in a):
        return _softmax_gradient(k, p, rest)
    return [mpf(0)] * len(a), [mpf(0)] * len(a)


# --- Poly-1 ---------------------------------------------------------------------------------------------------------


def _poly1(logits, labels, epsilon=mpf(2), class_weight=None, label_smoothing=mpf(0)):
    _, surprisal, rest = softmax(logits)
    a = _row(labels, len(logits), class_weight, label_smoothing)[2]
    terms = [(times(v, s), epsilon * v * r) for v, s, r in zip(a, surprisal, rest, strict=True)]
    return total([x for pair in terms for x in pair])


def _poly1_gradient(logits, labels, epsilon=mpf(2), class_weight=None, label_smoothing=mpf(0)):
    p, surprisal, rest = softmax(logits)
    _, w, a = _row(labels, len(logits), class_weight, label_smoothing)
    # d/d log p of -log p + epsilon (1 - p) is -(1 + epsilon p)
    k = [v * (r + (1 + epsilon) * q) for v, q, r in zip(a, p, rest, strict=True)]
    by_logits, scale = _slopes(a, k, p, rest)
    if isinstance(labels, int):
        return (by_logits, None), (scale, None)
    keep = 1 - label_smoothing
    terms = [(times(keep * u, s), keep * u * epsilon * r) for u, s, r in zip(w, surprisal, rest, strict=True)]
    return (by_logits, [x + y for x, y in terms]), (scale, [abs(x) + abs(y) for x, y in terms])


# --- generalized cross-entropy --------------------------------------------------------------------------------------


def _surprisals(pred, space):
    """(-log p, p, 1 - p) of every class."""
    if any(mp.isnan(v) for v in pred):
        return [NAN] * len(pred), [NAN] * len(pred), [NAN] * len(pred)
    if space == "logits":
        p, surprisal, rest = softmax(pred)
        return surprisal, p, rest
    if space == "log_probs":
        return [-v for v in pred], [mp.exp(v) for v in pred], None
    return [-mp.log(v) if v != 0 else INF for v in pred], pred, None


def _tempered(surprisal, q):
    return [-mp.expm1(-q * s) / q for s in surprisal]


def _gce(pred, labels, q=mpf("0.7"), pred_space="logits", class_weight=None):
    surprisal, _, _ = _surprisals(pred, pred_space)
    a = _row(labels, len(pred), class_weight)[2]
    return total([times(v, s) for v, s in zip(a, _tempered(surprisal, q), strict=True)])


def _gce_gradient(pred, labels, q=mpf("0.7"), pred_space="logits", class_weight=None):
    surprisal, p, rest = _surprisals(pred, pred_space)
    _, w, a = _row(labels, len(pred), class_weight)
    k = [times(v, mp.exp(-q * s)) for v, s in zip(a, surprisal, strict=True)]
    if pred_space == "logits":
        by_pred, scale = _slopes(a, k, p, rest)
    elif pred_space == "log_probs":
        by_pred, scale = [-v for v in k], [abs(v) for v in k]
    else:
        steep = [mp.exp((1 - q) * s) if q != 1 else mpf(1) for s in surprisal]
        by_pred = [-times(v, d) for v, d in zip(a, steep, strict=True)]
        scale = [abs(v) for v in by_pred]
    if isinstance(labels, int):
        return (by_pred, None), (scale, None)
    by_labels = [times(u, s) for u, s in zip(w, _tempered(surprisal, q), strict=True)]
    return (by_pred, by_labels), (scale, [abs(v) for v in by_labels])


ORACLES = {
    "poly1_cross_entropy": Oracle("rowwise", _poly1, _poly1_gradient),
    "generalized_cross_entropy": Oracle("rowwise", _gce, _gce_gradient),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Poly-1 and generalized cross-entropy: the rows of the other cross-entropies, at several epsilon, q and spaces.


def _logits(rng, rows, classes):
    return _random_logits(rng, rows, classes)[0]


def _sources(name, dtype):
    """Rows with labels: all of them, and those with few classes."""
    found = list(_logit_cases(name, dtype)) + list(_masked_cases(name, dtype))
    return found, [f for f in found if f[1].shape[1] <= 3]


def _with_parameters(name, dtype, source, dense=False, **params):
    tag = "-".join(f"{k}={v}" for k, v in params.items())
    return [_renamed(c, tag) for c in _variants(name, dtype, source, dense=dense, **params)]


def poly1_cross_entropy(dtype):
    name = "poly1_cross_entropy"
    found, small = _sources(name, dtype)
    cases = _variants(name, dtype, found, dense=False) + _variants(name, dtype, small, dense=True)
    for epsilon in (-1.0, -0.5, 0.0, 8.0):
        cases += _with_parameters(name, dtype, small, epsilon=epsilon)
    cases += _dense_cases(name, dtype, _logits) + _dense_cases(name, dtype, _logits, epsilon=-1.0)
    rng = generator(name, "parameters")
    for classes in (2, 3, 10, 101):
        x, labels = _random_logits(rng, thin(12 if classes <= 10 else 3, dtype), classes)
        w = _class_weight(classes)
        cases += _index_with(name, dtype, classes, x, labels, "class_weight", class_weight=w)
        both = {"class_weight": w, "label_smoothing": 0.1, "epsilon": 1.0}
        cases += _index_with(name, dtype, classes, x, labels, "class_weight-label_smoothing", **both)
    return nonempty(cases + _infinite_losses(dtype))


def generalized_cross_entropy(dtype):
    name = "generalized_cross_entropy"
    found, small = _sources(name, dtype)
    cases = _variants(name, dtype, [f for f in found if f[0].startswith("ordinary")], dense=False)
    cases += _with_parameters(name, dtype, found, q=0.5) + _with_parameters(name, dtype, small, dense=True, q=0.5)
    for q in (2.0**-10, 0.125, 1.0):  # numbers of every dtype: p^q with a rounded q is another number
        cases += _with_parameters(name, dtype, small, q=q)
    cases += _dense_cases(name, dtype, _logits, q=0.5)
    rng = generator(name, "parameters")
    for classes in (2, 3, 10):
        x, labels = _random_logits(rng, thin(12, dtype), classes)
        cases += _index_with(
            name, dtype, classes, x, labels, "class_weight", class_weight=_class_weight(classes), q=0.5
        )
    wrong = _wrong(3)[0][:2], _wrong(3)[1][:2]
    cases.append(case("index-wrong", dtype, wrong, "1 / q: it is bounded", gradient=False, q=0.5))
    return nonempty(cases + _log_probs(name, dtype) + _probs(name, dtype))


def _log_probs(name, dtype):
    rng = generator(name, "log_probs")
    source = [(f"log_probs-{c}", *_random_log_probs(rng, n, c), "log-softmax") for c, n in _sizes(dtype).items()]
    ends = np.array([[0.0, -np.inf, -3.0], [-1e-6, -20.0, -30.0], [-1e4, -1e-4, -9.0], [-0.5, -1.0, -2.0]])
    ends = np.concatenate([ends, ends])
    source.append(("log_probs-ends", ends, np.array([0, 0, 1, 2, 1, 1, 0, 1]), "certain and impossible classes"))
    space = {"pred_space": "log_probs"}
    cases = _variants(name, dtype, source, dense=False, q=0.5, **space)
    for q in (2.0**-10, 1.0):
        cases += _with_parameters(name, dtype, source[-1:], q=q, **space)
        cases += _with_parameters(name, dtype, source[1:2], q=q, **space)
    soft = np.where(ends < -5, 0.0, 0.375)
    return [*cases, case("log_probs-soft", dtype, (ends, soft), "need not sum to one", q=0.5, **space)]


def _probs(name, dtype):
    rng = generator(name, "probs")
    source = []
    for classes, rows in _sizes(dtype).items():
        probs = _random_probs(rng, rows, classes, dtype)
        source.append((f"probs-{classes}", probs, _probable_labels(rng, probs), "softmax of N(0, 3)"))
    ends = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.25, 0.75, 0.0], [1.5, 0.5, 0.0]])
    source.append(("probs-ends", ends, np.array([0, 0, 1, 0]), "exact 0 and 1; more than 1"))
    space = {"pred_space": "probs"}
    cases = _variants(name, dtype, source, dense=False, q=0.5, **space)
    for q in (2.0**-10, 0.125, 1.0):
        cases += _with_parameters(name, dtype, source[1:2] + source[-1:], q=q, **space)
    x = _positive_probs(dtype)(rng, 6, 3)
    return [*cases, case("probs-soft", dtype, (x, x[::-1].copy()), "dense labels", q=0.5, **space)]


INPUTS = {f.__name__: f for f in (poly1_cross_entropy, generalized_cross_entropy)}


# --- known numbers ----------------------------------------------------------------------------------------------------

_random = Draw(20)

_normal, _distribution = _random.normal, _random.distribution

POINTS = {
    "poly1_cross_entropy": [
        ((_normal(4), 2), {}),
        ((_normal(4), [0.5, -1.0, 2.0, 0.0]), {"epsilon": -1.0, **WEIGHTS}),
        ((_normal(4), _distribution(4)), {"epsilon": 0.5, "label_smoothing": 0.3}),
    ],
    "generalized_cross_entropy": [
        ((_random.within(space, 5), labels), {"pred_space": space, "q": q})
        for space in SPACES
        for labels, q in ((1, 0.7), ([0.5, -1.0, 2.0, 0.25, 0.0], 1e-9), (_distribution(5), 1.0))
    ],
}

NUMBERS = {
    "poly1_cross_entropy": [((EIGHTHS, 1), {"epsilon": 2.0}, log(4) + 3 / 2)],
    "generalized_cross_entropy": [
        ((EIGHTHS, 1), {"q": 0.5}, 1),
        (([1 / 8, 1 / 4, 5 / 8], 1), {"q": 1.0, "pred_space": "probs"}, 3 / 4),
        (([0.0, -log(4), 0.0], 1), {"q": 2.0, "pred_space": "log_probs"}, 15 / 32),
    ],
}

LIMITS = {
    "poly1_cross_entropy": [
        (([inf, 0.0], 0), {}, 0),
    ],
    "generalized_cross_entropy": [
        (([0.0, 1.0], 0), {"q": 0.5, "pred_space": "probs"}, 2),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------

COMPARISONS = [
    compare(
        "poly1_cross_entropy",
        "optax",
        "poly_loss_cross_entropy",
        lambda f, d: f(d.logits, d.p),
        lambda d: u.poly1_cross_entropy(d.logits, d.p, reduction="none"),
    ),
    compare(
        "generalized_cross_entropy",
        "keras",
        "categorical_generalized_cross_entropy",
        lambda f, d: f(d.labels, d.q, 0.5),
        lambda d: u.generalized_cross_entropy(d.q, d.labels, q=0.5, pred_space="probs", reduction="none"),
    ),
]
