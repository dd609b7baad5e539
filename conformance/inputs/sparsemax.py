"""Scores near the edge of the support, with ties, far apart, with large offsets; margins and their neighbours."""

import numpy as np

from ..proofs.case import around, both_signs, case, generator, nonempty, product, step, thin, wide
from ..proofs.classification.multiclass.inputs import (
    INF,
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
    return nonempty(cases)


def binary_sparsemax(dtype):
    rng = generator("binary_sparsemax")
    margins = [*around(1.0, dtype, 3), *around(-1.0, dtype, 3), 0.0, -0.0, 0.5, -0.5]
    decades = both_signs(10.0 ** np.linspace(-wide(dtype), wide(dtype), thin(40, dtype)))
    scores = np.concatenate([margins, decades, rng.normal(0, 1, thin(60, dtype))])
    cases = []
    for y in (0.0, 1.0):
        target = np.full(len(scores), y)
        cases.append(case(f"target={y:g}", dtype, (scores, target), "margins and neighbours, all sizes"))
        ends = np.array([INF, -INF])
        cases.append(case(f"infinite-target={y:g}", dtype, (ends, np.full(2, y)), "0 or inf"))
    soft = product(scores[np.abs(scores) < 100], [0.25, 0.5, 0.875])
    cases.append(case("soft", dtype, soft, "between the classes: terms of one sign"))
    cases.append(case("coefficients", dtype, product(margins, [-0.5, 1.5]), "any coefficient: terms of both signs"))
    return nonempty(cases)


BUILDERS = {f.__name__: f for f in (multiclass_sparsemax, binary_sparsemax, fenchel_young)}
