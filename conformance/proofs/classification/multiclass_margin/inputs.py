"""Rows of scores: ties for the first and for the second place, leads at the margin, classes that cannot happen."""

import numpy as np

from ...case import HALF, around, case, generator, largest_of, thin
from ..multiclass.inputs import _class_weight, _one_hot, _random_logits, _soft

# classes -> rows
SIZES = {1: 3, 2: 16, 3: 16, 10: 10, 101: 3, 1000: 1}


def _sizes(dtype):
    return {c: thin(n, dtype) for c, n in SIZES.items() if c <= 101 or dtype not in HALF}


def _ties(classes):
    """All equal; two, or all but one, first; two second; the label among them and not."""
    equal, steps = np.full(classes, 0.75), np.minimum(np.arange(classes), 3.0)
    rows = [equal, 0 * equal, np.where(steps < 2, 4.0, -1.0), np.where(steps < 1, -3.0, 2.0), -steps, steps]
    rows.append(np.where(steps < 1, 5.0, np.where(steps < 3, 4.5, 0.0)))
    rows = np.array([row for row in rows for _ in range(3)])
    return rows, np.tile([0, min(1, classes - 1), classes - 1], len(rows) // 3)


def _leads(dtype, classes, margin):
    """The label leads by the margin, a step more, a step less; the others are at 0, which keeps leads exact."""
    leads = [*around(margin, dtype, 2), -margin, 0.0, 0.5 * margin, 2 * margin]
    rows = np.zeros((len(leads), classes))
    labels = np.arange(len(leads)) % classes
    rows[np.arange(len(leads)), labels] = leads
    rows[:, :2] -= 0.0
    return rows, labels


def _impossible(classes):
    """-inf for classes other than the label, for all of them; +inf for the label."""
    rows = np.zeros((3, classes))
    rows[0, 1], rows[1, 1:], rows[2, 0] = -np.inf, -np.inf, np.inf
    return rows, np.zeros(3, dtype=int)


def _wrong(classes):
    """The label cannot happen; another class is certain."""
    rows = np.zeros((2, classes))
    rows[0, 0], rows[1, 1] = -np.inf, np.inf
    return rows, np.zeros(2, dtype=int)


def _extremes(dtype, classes):
    top = largest_of(dtype) / 8
    rows = np.zeros((4, classes))
    rows[0, 0], rows[1, 0], rows[2, 1], rows[3, :2] = top, -top, top, (top, -top)
    return rows, np.array([0, 0, 0, 1])


def _rows(name, dtype, margin=1.0):
    """(id, scores, labels, note)"""
    rng = generator(name, "rows")
    for classes, rows in _sizes(dtype).items():
        yield f"ordinary-{classes}", *_random_logits(rng, rows, classes), "N(0, 3)"
    for classes in (2, 3, 10):
        yield f"ties-{classes}", *_ties(classes), "equal scores"
        yield f"leads-{classes}", *_leads(dtype, classes, margin), "at the margin, a step off"
        yield f"impossible-{classes}", *_impossible(classes), "-inf beside the label"


def _both_forms(cases, **params):
    """Index labels, and their one-hot for rows that are not long."""
    tag = "".join(f"-{k}={v}" for k, v in params.items() if k != "class_weight") + "-class_weight" * (
        "class_weight" in params
    )
    dtype, source = cases
    found = []
    for name, x, labels, note in source:
        found.append(case(f"index-{name}{tag}", dtype, (x, labels), note, **params))
        if x.shape[1] <= 10:
            found.append(case(f"one_hot-{name}{tag}", dtype, (x, _one_hot(labels, x.shape[1])), note, **params))
    return found


def _coefficients(name, dtype, **params):
    """Dense labels that are no one-hot: soft, of both signs, all 0."""
    rng = generator(name, "dense", *map(str, params.values()))
    tag = "".join(f"-{k}={v}" for k, v in params.items())
    found = []
    for classes in (2, 3, 10):
        rows = thin(9, dtype)
        for kind, x in (("random", _random_logits(rng, rows, classes)[0]), ("ties", _ties(classes)[0])):
            signed = np.round(rng.normal(0, 1, x.shape) * 8) / 8
            weights = {"class_weight": _class_weight(classes)}
            found += [
                case(f"soft-{kind}-{classes}{tag}", dtype, (x, _soft(rng, len(x), classes)), **params),
                case(f"coefficients-{kind}-{classes}{tag}", dtype, (x, signed), "both signs", **params),
                case(f"weighted-{kind}-{classes}{tag}", dtype, (x, np.abs(signed)), **weights, **params),
            ]
    x = rng.normal(0, 3, (2, 3))
    return [*found, case(f"no_label{tag}", dtype, (x, np.zeros((2, 3))), "no label: 0", **params)]


def _weighted(name, dtype, **params):
    rng = generator(name, "weighted")
    found = []
    for classes in (2, 3, 10, 101):
        source = [(f"ordinary-{classes}", *_random_logits(rng, thin(6, dtype), classes), "per class")]
        found += _both_forms((dtype, source), class_weight=_class_weight(classes), **params)
    return found


def _infinite_losses(dtype, **params):
    tag = "".join(f"-{k}={v}" for k, v in params.items())
    return [case(f"wrong-{c}{tag}", dtype, _wrong(c), "an infinite loss", gradient=False, **params) for c in (2, 3, 10)]


def _extreme_cases(dtype, **params):
    tag = "".join(f"-{k}={v}" for k, v in params.items())
    return [case(f"extremes-{c}{tag}", dtype, _extremes(dtype, c), "large scores", **params) for c in (2, 3)]


def categorical_hinge(dtype):
    name = "categorical_hinge"
    negative = [("negative-3", -np.array([[1.0, 2.0, 3.0], [0.5, 5.0, 9.0], [0.0, 0.0, 1.0]]), np.array([1, 0, 0]), "")]
    return [
        *_both_forms((dtype, [*_rows(name, dtype), *negative])),
        *_coefficients(name, dtype),
        *_weighted(name, dtype),
        *_infinite_losses(dtype),
        *_extreme_cases(dtype),
    ]


def multiclass_hinge(dtype):
    name = "multiclass_hinge"
    cases = []
    for mode in ("crammer_singer", "one_vs_all"):
        cases += _both_forms((dtype, _rows(name, dtype)), mode=mode)
        cases += _coefficients(name, dtype, mode=mode) + _weighted(name, dtype, mode=mode)
        cases += _infinite_losses(dtype, mode=mode) + _extreme_cases(dtype, mode=mode)
        squared = [r for r in _rows(name, dtype) if not r[0].endswith(("-1", "-2", "-1000"))]
        cases += _both_forms((dtype, squared), mode=mode, squared=True)
        cases += _coefficients(name, dtype, mode=mode, squared=True)[3:9]
        for margin in (0.25, 10.0):
            few = [r for r in _rows(name, dtype, margin) if r[0].endswith("-3")]
            cases += _both_forms((dtype, few), mode=mode, margin=margin)
    return cases


def multiclass_perceptron(dtype):
    name = "multiclass_perceptron"
    return [
        *_both_forms((dtype, _rows(name, dtype))),
        *_coefficients(name, dtype),
        *_weighted(name, dtype),
        *_infinite_losses(dtype),
        *_extreme_cases(dtype),
    ]


def multi_margin(dtype):
    name = "multi_margin"
    cases = []
    for p in (1.0, 2.0):
        cases += _both_forms((dtype, _rows(name, dtype)), p=p) + _weighted(name, dtype, p=p)
        cases += _coefficients(name, dtype, p=p) + _infinite_losses(dtype, p=p)
    few = [r for r in _rows(name, dtype, 0.25) if r[0].endswith(("-3", "-10"))]
    between = [r for r in _rows(name, dtype) if r[0].endswith("-3")]
    return [
        *cases,
        *_both_forms((dtype, few), margin=0.25),
        *_both_forms((dtype, between), p=1.5),
        *_extreme_cases(dtype),
    ]


INPUTS = {f.__name__: f for f in (categorical_hinge, multiclass_hinge, multiclass_perceptron, multi_margin)}
