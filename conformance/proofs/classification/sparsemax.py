"""Sparsemax and Fenchel-Young losses of a row, and the sparsemax loss of two classes.

p = max(z - tau, 0) is the projection of the scores onto the simplex. A p_j above 0 is a difference of scores plus what
is left of 1, shared among the k classes of the support: its scale is the larger of p_j and 1/k.
"""

import importlib
from math import inf, log

import numpy as np
from mpmath import mp, mpf

import unilosses as u

from ..case import around, both_signs, case, generator, nonempty, product, step, thin, wide
from ..comparison import compare, promoting
from ..numbers import EIGHTHS, SIGNED, WEIGHTS, Draw
from ..oracle import EXACT_BITS, INF, NAN, Oracle, largest, times, total
from .multiclass.inputs import (
    _class_weight,
    _dense_cases,
    _dominant,
    _huge,
    _index_with,
    _infinite,
    _masked,
    _offset,
    _random_logits,
    _sizes,
    _soft,
    _ties,
    _variants,
    _wrong,
)
from .multiclass.oracle import _row, _softmax_gradient, softmax


def projection(z):
    """(p, scales of p, how far each score is below tau, 1/k)"""
    n = len(z)
    if any(mp.isnan(v) for v in z):
        return [NAN] * n, [NAN] * n, [NAN] * n, NAN
    top = max(z)
    if abs(top) == INF:
        k = z.count(top)
        p = [mpf(v == top) / k for v in z]
        return p, p, [INF if top == -INF or v != top else mpf(0) for v in z], mpf(1) / k
    with mp.workprec(EXACT_BITS):  # scores of any size, of which a difference below 1 is what counts
        ordered = sorted(z, reverse=True)
        running = mpf(0)
        for k, v in enumerate(ordered):  # sum_j (z_j - z_k) over those ahead of z_k grows with k
            if v == -INF or running - k * v >= 1:
                break
            running += v
        else:
            k = n
        tau = (running - 1) / k
        p = [max(v - tau, mpf(0)) for v in z]
        lag = [max(tau - v, mpf(0)) for v in z]
    return p, [max(v, mpf(1) / k) if v > 0 else mpf(0) for v in p], lag, mpf(1) / k


# --- several classes, one of them right -----------------------------------------------------------------------------


def _losses(z):
    """(the loss of each class as the right one, its scale)"""
    p, scales, lag, share = projection(z)
    support = [(v, v - q) for v, q in zip(z, p, strict=True) if q > 0]  # score and threshold
    losses, sizes = [], []
    infinite = abs(max(z)) == INF or mp.isnan(share)
    top = None if infinite else (mp.fsum(u**2 - tau**2 for u, tau in support) + 1) / 2
    whole, whole_scale = mp.fsum(p), mp.fsum(scales)
    for j, (v, q) in enumerate(zip(z, p, strict=True)):
        gap = whole - q
        if lag[j] == INF or mp.isnan(share):
            value = lag[j]
        elif infinite:
            value = (gap**2 + mp.fsum(u**2 for i, u in enumerate(p) if i != j)) / 2
        else:
            value = top - v
        losses.append(value)
        sizes.append(value + gap * (whole_scale - scales[j]) + (share if q == 0 else 0))
    return losses, sizes


def _multiclass(scores, labels, class_weight=None):
    losses, scales = _losses(scores)
    a = _row(labels, len(scores), class_weight)[2]
    value = mp.fsum(times(v, loss) for v, loss in zip(a, losses, strict=True))
    return value, mp.fsum(abs(times(v, s)) for v, s in zip(a, scales, strict=True))


def _multiclass_gradient(scores, labels, class_weight=None):
    p, scales, _, _ = projection(scores)
    _, w, a = _row(labels, len(scores), class_weight)
    whole, sizes = total(a)
    gradient = [whole * v - u for v, u in zip(p, a, strict=True)]
    scale = [largest(g, sizes * s, u) for g, s, u in zip(gradient, scales, a, strict=True)]
    if isinstance(labels, int):
        return (gradient, None), (scale, None)
    losses, loss_scales = _losses(scores)
    by_labels = [times(u, v) for u, v in zip(w, losses, strict=True)]
    return (gradient, by_labels), (scale, [times(u, v) for u, v in zip(w, loss_scales, strict=True)])


# --- two classes ----------------------------------------------------------------------------------------------------


def _sparse_plus(x):
    if mp.isnan(x):
        return NAN
    return mpf(0) if x <= -1 else x if x >= 1 else (x + 1) ** 2 / 4


def _sparse_sigmoid(x):
    return NAN if mp.isnan(x) else min(max((x + 1) / 2, mpf(0)), mpf(1))


def _binary(score, target):
    return total([times(target, _sparse_plus(-score)), times(1 - target, _sparse_plus(score))])


def _binary_gradient(score, target):
    by_score, size = total([times(1 - target, _sparse_sigmoid(score)), -times(target, _sparse_sigmoid(-score))])
    return (by_score, -score), (size, abs(score))


# --- Fenchel-Young --------------------------------------------------------------------------------------------------


def _fenchel_young(scores, labels, regularizer="shannon"):
    y = _row(labels, len(scores), None)[0]
    if regularizer == "shannon":
        pairs = [_shannon_term(v, s) for v, s in zip(y, softmax(scores)[1], strict=True)]
        return mp.fsum(times(v, x) for v, (x, _) in zip(y, pairs, strict=True)), mp.fsum(
            abs(times(v, s)) for v, (_, s) in zip(y, pairs, strict=True)
        )
    p, scales, lag, share = projection(scores)
    value = mp.fsum((q - v) ** 2 / 2 + times(v, far) for q, v, far in zip(p, y, lag, strict=True))
    scale = mp.fsum((q - v) ** 2 / 2 + abs(times(v, far)) for q, v, far in zip(p, y, lag, strict=True))
    for j, (q, v) in enumerate(zip(p, y, strict=True)):
        if v == 1:
            scale += abs(q - v) * mp.fsum(scales[:j] + scales[j + 1 :])
        scale += abs(q - v) * scales[j] + (abs(v) * share if q == 0 else 0)
    return value, scale


def _shannon_term(y, surprisal):
    """(log y - log p, the largest of it and the two), 0 for y = 0"""
    if y == 0:
        return mpf(0), mpf(0)
    if y < 0:
        return NAN, NAN
    return mp.log(y) + surprisal, largest(mp.log(y), surprisal, mp.log(y) + surprisal)


def _fenchel_young_gradient(scores, labels, regularizer="shannon"):
    y = _row(labels, len(scores), None)[0]
    if regularizer == "shannon":
        p, surprisal, rest = softmax(scores)
        gradient, scale = _softmax_gradient(y, p, rest)
        pairs = [_shannon_term(v, s) for v, s in zip(y, surprisal, strict=True)]
        by_labels = [mpf(0) if v == 0 else x + 1 for v, (x, _) in zip(y, pairs, strict=True)]
        label_scale = [mpf(0) if v == 0 else largest(x + 1, s, 1) for v, (x, s) in zip(y, pairs, strict=True)]
    else:
        p, scales, lag, share = projection(scores)
        # Through tau too, unless y sums to one.
        whole, sizes = total(y)
        gradient = [q - v + ((whole - 1) * share if q > 0 else 0) for q, v in zip(p, y, strict=True)]
        scale = [largest(g, s, sizes * share if s > 0 else 0, v) for g, s, v in zip(gradient, scales, y, strict=True)]
        by_labels = [v - q + far for q, v, far in zip(p, y, lag, strict=True)]
        label_scale = [
            largest(g, s, far, share if s == 0 else 0) for g, s, far in zip(by_labels, scales, lag, strict=True)
        ]
    if isinstance(labels, int):
        return (gradient, None), (scale, None)
    return (gradient, by_labels), (scale, label_scale)


ORACLES = {
    "multiclass_sparsemax": Oracle("rowwise", _multiclass, _multiclass_gradient, exact=True),
    "binary_sparsemax": Oracle("elementwise", _binary, _binary_gradient, exact=True),
    "fenchel_young": Oracle("rowwise", _fenchel_young, _fenchel_young_gradient),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Scores near the edge of the support, with ties, far apart, with large offsets; margins and their neighbours.


def _scores(rng, rows, classes):
    """From crowded, where every class is in the support, to sparse."""
    spread = np.array([0.02, 0.2, 1.0, 3.0])[np.arange(rows) % 4]
    return rng.normal(0, 1, (rows, classes)) * spread[:, None]


def _edges(dtype):
    """The second score just inside and outside the support, which ends one below the first."""
    rows = [[v, v - 1.0, -3.0] for v in (0.0, 0.5)]
    rows += [[1.0, v, -3.0] for v in around(2.0**-6, dtype, 2)]
    rows += [[0.0, v, -2.0] for v in (step(-1.0, dtype, n) for n in (-2, -1, 1, 2, 40))]
    rows += [[0.5, 0.5, v] for v in around(0.25, dtype, 1)] + [[0.5, 0.5, 0.0], [0.5, 0.5, -0.5]]
    logits = np.repeat(np.array(rows), 3, axis=0)
    return logits, np.tile(np.arange(3), len(rows))


def _sources(name, dtype):
    rng = generator(name, "scores")
    for classes, rows in _sizes(dtype).items():
        labels = rng.integers(0, classes, rows)
        yield f"ordinary-{classes}", _scores(rng, rows, classes), labels, "crowded to sparse"
    yield "edges-3", *_edges(dtype), "at the edge of the support"
    for classes in (2, 3, 10):
        yield f"dominant-{classes}", *_dominant(rng, classes), "one score leads by 1 .. 700"
        yield f"offset-{classes}", *_offset(rng, dtype, classes), "large common offset"
        yield f"huge-{classes}", *_huge(classes), "1e30 apart"
        yield f"ties-{classes}", *_ties(classes), "equal scores"
        yield f"masked-{classes}", *_masked(rng, thin(8, dtype), classes), "classes that cannot happen"
        yield f"infinite-{classes}", *_infinite(classes), "label of an infinite score: 0"
    yield "one_class", np.array([[0.0], [3.0], [-1e4]]), np.array([0, 0, 0]), "a single class is certain"
    largest = float(np.finfo("float32" if dtype == "bfloat16" else dtype).max) * 0.99
    yield "extremes", np.array([[largest, -largest], [-largest, -largest]]), np.array([0, 1]), "differences overflow"


def multiclass_sparsemax(dtype):
    name = "multiclass_sparsemax"
    source = list(_sources(name, dtype))
    cases = _variants(name, dtype, source, dense=False)
    cases += _variants(name, dtype, [s for s in source if s[1].shape[1] <= 10], dense=True)
    cases += _dense_cases(name, dtype, _scores)
    rng = generator(name, "parameters")
    for classes in (2, 3, 10):
        x, labels = _scores(rng, thin(12, dtype), classes), rng.integers(0, classes, thin(12, dtype))
        cases += _index_with(name, dtype, classes, x, labels, "class_weight", class_weight=_class_weight(classes))
    wrong = [case(f"index-wrong-{c}", dtype, _wrong(c), "inf", gradient=False) for c in (2, 3)]
    return nonempty(cases + wrong)


def fenchel_young(dtype):
    name = "fenchel_young"
    source = list(_sources(name, dtype))
    cases = []
    for regularizer in ("shannon", "gini"):
        params = {"regularizer": regularizer}
        found = _variants(name, dtype, source, dense=False, **params)
        found += _variants(name, dtype, [s for s in source if s[1].shape[1] <= 3], dense=True, **params)
        rng = generator(name, regularizer)
        for classes, rows in _sizes(dtype, shrink=2).items():
            x, y = _scores(rng, rows, classes), _soft(rng, rows, classes)
            found.append(case(f"soft-{classes}", dtype, (x, y), "need not sum to one", **params))
        x, _ = _random_logits(rng, 6, 3)
        near = np.exp(x) / np.exp(x).sum(1, keepdims=True) if regularizer == "shannon" else np.full((6, 3), 0.25)
        x = x if regularizer == "shannon" else np.array([[0.25, 0.25, 0.25]] * 6) + 2.0**-7 * np.arange(6)[:, None]
        found.append(case("near", dtype, (x, near), "the scores of the labels, or nearly: next to 0", **params))
        own = np.array([[0.5, 0.375, 0.125], [1.0, 0.0, 0.0], [0.25, 0.75, 0.0]])
        found.append(case("own", dtype, (own + 1.0, own), "a distribution is its own score for gini", **params))
        wrong = _wrong(3)[0][:2], _wrong(3)[1][:2]
        found.append(case("index-wrong", dtype, wrong, "inf", gradient=False, **params))
        cases += [type(c)(f"{c.id}-{regularizer}", c.arrays, c.params, c.note, c.gradient) for c in found]
    return cases


def binary_sparsemax(dtype):
    rng = generator("binary_sparsemax")
    margins = [*around(1.0, dtype, 3), *around(-1.0, dtype, 3), 0.0, -0.0, 0.5, -0.5]
    decades = both_signs(10.0 ** np.linspace(-wide(dtype), wide(dtype), thin(40, dtype)))
    scores = np.concatenate([margins, decades, rng.normal(0, 1, thin(60, dtype))])
    cases = []
    for y in (0.0, 1.0):
        target = np.full(len(scores), y)
        cases.append(case(f"target={y:g}", dtype, (scores, target), "margins and neighbours, all sizes"))
        ends = np.array([np.inf, -np.inf])
        cases.append(case(f"infinite-target={y:g}", dtype, (ends, np.full(2, y)), "0 or inf"))
    soft = product(scores[np.abs(scores) < 100], [0.25, 0.5, 0.875])
    cases.append(case("soft", dtype, soft, "between the classes: terms of one sign"))
    cases.append(case("coefficients", dtype, product(margins, [-0.5, 1.5]), "any coefficient: terms of both signs"))
    return cases


INPUTS = {f.__name__: f for f in (multiclass_sparsemax, binary_sparsemax, fenchel_young)}


# --- known numbers ----------------------------------------------------------------------------------------------------

_random = Draw(20)

_normal, _distribution = _random.normal, _random.distribution

_SUPPORT = [2.0, 1.5, 0.0]  # sparsemax 3/4, 1/4, 0 with threshold 5/4

POINTS = {
    "multiclass_sparsemax": [
        (([0.1, 0.5, -0.2, -3.0], 1), {}),
        (([0.1, 0.5, -0.2, -3.0], SIGNED), WEIGHTS),
    ],
    "binary_sparsemax": [((0.3, 1.0), {}), ((-2.0, 1.0), {}), ((0.5, 0.25), {}), ((3.0, -0.5), {})],
    "fenchel_young": [
        (([0.1, 0.5, -0.2, -3.0], labels), {"regularizer": regularizer})
        for regularizer in ("shannon", "gini")
        for labels in (1, 3, _distribution(4), [0.5, 0.25, 2.0, 0.125])
    ],
}

NUMBERS = {
    "multiclass_sparsemax": [((_SUPPORT, 0), {}, 1 / 16), ((_SUPPORT, 2), {}, 33 / 16)],
    "binary_sparsemax": [((0.0, 1.0), {}, 1 / 4), ((-3.0, 1.0), {}, 3), ((0.5, 0.0), {}, 9 / 16)],
    "fenchel_young": [
        ((EIGHTHS, 1), {}, log(4)),
        ((EIGHTHS, [0.5, 0.5, 0.0]), {}, log(4) / 2 + log(2) / 2),
        ((_SUPPORT, 2), {"regularizer": "gini"}, 33 / 16),
        ((_SUPPORT, [0.75, 0.25, 0.0]), {"regularizer": "gini"}, 0),
        # y and the projection are 1/4 apart in two classes
        ((_SUPPORT, [0.5, 0.5, 0.0]), {"regularizer": "gini"}, 1 / 16),
    ],
}

LIMITS = {
    "multiclass_sparsemax": [
        (([inf, 0.0], 0), {}, 0),
        (([inf, 0.0], 1), {}, inf),
        (([3.0, 1.5], 0), {}, 0),
    ],
    "binary_sparsemax": [
        ((inf, 1.0), {}, 0),
        ((inf, 0.5), {}, inf),
    ],
    "fenchel_young": [
        (([inf, 0.0], 0), {}, 0),
        (([3.0, 1.5], 0), {"regularizer": "gini"}, 0),
    ],
}

GRADIENT_LIMITS = {
    "binary_sparsemax": [
        ((1.0, 1.0), {}, (0, -1)),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------


def _log_sum_exp(x):
    return importlib.import_module("jax.scipy.special").logsumexp(x)


COMPARISONS = [
    compare(
        "multiclass_sparsemax",
        "optax",
        "multiclass_sparsemax_loss",
        lambda f, d: promoting(f, d.logits, d.labels),
        lambda d: u.multiclass_sparsemax(d.logits, d.labels, reduction="none"),
    ),
    compare(
        "binary_sparsemax",
        "optax",
        "sparsemax_loss",
        lambda f, d: f(d.logits, d.binary.astype(int)),
        lambda d: u.binary_sparsemax(d.logits, d.binary, reduction="none"),
    ),
    compare(
        "fenchel_young",
        "optax",
        "make_fenchel_young_loss",
        lambda f, d: f(_log_sum_exp)(d.logits, d.dense),
        lambda d: u.fenchel_young(d.logits, d.labels, reduction="none"),
    ),
]
