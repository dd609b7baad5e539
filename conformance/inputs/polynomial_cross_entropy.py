"""Poly-1 and generalized cross-entropy: the rows of the other cross-entropies, at several epsilon, q and spaces."""

import numpy as np

from ..proofs.case import case, generator, nonempty, thin
from ..proofs.classification.multiclass.inputs import (
    INF,
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
    ends = np.array([[0.0, -INF, -3.0], [-1e-6, -20.0, -30.0], [-1e4, -1e-4, -9.0], [-0.5, -1.0, -2.0]])
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


BUILDERS = {f.__name__: f for f in (poly1_cross_entropy, generalized_cross_entropy)}
