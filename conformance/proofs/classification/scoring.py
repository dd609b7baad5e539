"""Functions of y f with y = target ("signed") or 2 target - 1 ("binary"); pairs; squared errors of probabilities."""

from functools import wraps

from mpmath import mp, mpf

from ...proofs.classification.margin import _SLOPE, _signed
from ...proofs.oracle import EXACT_BITS, Oracle, clean, largest, sigmoid, softplus, total


def _clean_gradient(*parts):
    return parts, tuple(abs(g) for g in parts)


def _product(x, y):
    """x * y, where zero wins over an infinity."""
    return mpf(0) if x == 0 or y == 0 else x * y


def exactly(formula):
    """Sums, products and comparisons without rounding, for a formula whose gradient by index labels is None."""

    @wraps(formula)
    def exact(*args, **params):
        with mp.workprec(EXACT_BITS):
            return formula(*args, **params)

    return exact


# --- smooth functions of z = y f ------------------------------------------------------------------------------------


def _of_agreement(function, slope):
    """Value and gradient from a function of z and its derivative."""

    def value(scores, target, encoding="signed"):
        return clean(function(_signed(target, encoding) * scores))

    def gradient(scores, target, encoding="signed"):
        y = _signed(target, encoding)
        d = slope(y * scores)
        return _clean_gradient(_product(y, d), _product(_SLOPE[encoding] * scores, d))

    return value, gradient


_soft_margin = _of_agreement(lambda z: softplus(-z), lambda z: -sigmoid(-z))
_exponential = _of_agreement(lambda z: mp.exp(-z), lambda z: -mp.exp(-z))


def _modified_huber(scores, target, encoding="signed"):
    z = _signed(target, encoding) * scores
    if z >= 1:
        return clean(mpf(0))
    return clean(-4 * z if z < -1 else (1 - z) ** 2)


def _modified_huber_gradient(scores, target, encoding="signed"):
    y = _signed(target, encoding)
    z = y * scores
    d = mpf(0) if z >= 1 else mpf(-4) if z < -1 else -2 * (1 - z)
    return _clean_gradient(_product(y, d), _product(_SLOPE[encoding] * scores, d))


# --- Brier scores ---------------------------------------------------------------------------------------------------


def _brier(probs, target):
    return clean((probs - target) ** 2)


def _brier_gradient(probs, target):
    d = 2 * (probs - target)
    return _clean_gradient(d, -d)


def _labels(labels, classes):
    return [mpf(j == labels) for j in range(classes)] if isinstance(labels, int) else labels


def _row_weight(y, class_weight):
    """sum_j w_j y_j, and w"""
    if class_weight is None:
        return mpf(1), None
    w = class_weight if isinstance(class_weight, list) else [class_weight] * len(y)
    return mp.fsum(u * v for u, v in zip(w, y, strict=True)), w


def _multiclass_brier(probs, labels, class_weight=None):
    y = _labels(labels, len(probs))
    return clean(_row_weight(y, class_weight)[0] * mp.fsum((p - v) ** 2 for p, v in zip(probs, y, strict=True)))


def _multiclass_brier_gradient(probs, labels, class_weight=None):
    y = _labels(labels, len(probs))
    weight, w = _row_weight(y, class_weight)
    d = [2 * weight * (p - v) for p, v in zip(probs, y, strict=True)]
    sizes = [abs(g) for g in d]
    if isinstance(labels, int):
        return (d, None), (sizes, None)
    squares = mp.fsum((p - v) ** 2 for p, v in zip(probs, y, strict=True))
    pairs = [total([-g, (w[j] if w else 0) * squares]) for j, g in enumerate(d)]
    return (d, [g for g, _ in pairs]), (sizes, [s for _, s in pairs])


# --- pairs ----------------------------------------------------------------------------------------------------------


def _kinds(target, encoding):
    y = _signed(target, encoding)
    return (1 + y) / 2, (1 - y) / 2


def _hinge_embedding(distances, target, margin=mpf(1), encoding="signed"):
    similar, dissimilar = _kinds(target, encoding)
    apart = max(mpf(0), margin - distances)
    return total([_product(similar, distances), _product(dissimilar, apart)])


def _hinge_embedding_gradient(distances, target, margin=mpf(1), encoding="signed"):
    similar, dissimilar = _kinds(target, encoding)
    by_distance = total([similar, -dissimilar if margin - distances > 0 else mpf(0)])
    slope = mpf(_SLOPE[encoding]) / 2
    by_target = total([slope * distances, -slope * max(mpf(0), margin - distances)])
    return (by_distance[0], by_target[0]), (by_distance[1], by_target[1])


def _lead_slack(first, second, target, margin, encoding):
    """margin - y (first - second), and the size of its terms."""
    agreement = _signed(target, encoding) * (first - second)
    slack = margin - agreement
    return slack, largest(slack, margin, agreement)


def _margin_ranking(first, second, target, margin=mpf(0), encoding="signed"):
    slack, scale = _lead_slack(first, second, target, margin, encoding)
    return (slack, scale) if slack > 0 else (mpf(0), mpf(0))


def _margin_ranking_gradient(first, second, target, margin=mpf(0), encoding="signed"):
    y = _signed(target, encoding)
    if not _lead_slack(first, second, target, margin, encoding)[0] > 0:
        return _clean_gradient(mpf(0), mpf(0), mpf(0))
    return _clean_gradient(-y, y, -_SLOPE[encoding] * (first - second))


ORACLES = {
    "soft_margin": Oracle("elementwise", *_soft_margin),
    "exponential": Oracle("elementwise", *_exponential),
    "modified_huber": Oracle("elementwise", _modified_huber, _modified_huber_gradient, exact=True),
    "brier": Oracle("elementwise", _brier, _brier_gradient, exact=True),
    "multiclass_brier": Oracle("rowwise", exactly(_multiclass_brier), exactly(_multiclass_brier_gradient)),
    "hinge_embedding": Oracle("elementwise", _hinge_embedding, _hinge_embedding_gradient, exact=True),
    "margin_ranking": Oracle("elementwise", _margin_ranking, _margin_ranking_gradient, exact=True),
}
