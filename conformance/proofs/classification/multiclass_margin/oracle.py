"""Margins between the classes of one row. Labels are an index or a list of coefficients.

A slack is a sum of a few scores and a margin, exact here; its scale is the largest of them where they cancel. A loss is
found label by label, as its definition has it, and the coefficients add up: sum_k w_k y_k loss_k.
"""

from mpmath import mp, mpf

from ...oracle import INF, Oracle, clean, largest, times, total
from ..scoring import _labels, _row_weight, exactly


def _minus(x, y):
    """x - y, and 0 for two infinities of one sign."""
    return mpf(0) if x == y else x - y


def _slack(x, y, margin):
    """(x - y) + margin and its scale"""
    gap = _minus(x, y)
    slack = gap + margin
    return slack, largest(slack, gap, margin)


def _per_class(class_weight, classes):
    if class_weight is None:
        return [mpf(1)] * classes
    return class_weight if isinstance(class_weight, list) else [class_weight] * classes


def _by_label(one_label, scores, labels, class_weight):
    """sum_k w_k y_k loss_k and its gradients, from `one_label(scores, k)`: (loss, scale, {class: (slope, scale)})."""
    n = len(scores)
    y, w = _labels(labels, n), _per_class(class_weight, n)
    c = [u * v for u, v in zip(y, w, strict=True)]
    parts = [one_label(scores, k) if c[k] != 0 or not isinstance(labels, int) else None for k in range(n)]
    used = [(c[k], part) for k, part in enumerate(parts) if c[k] != 0]
    value = mp.fsum(v * loss for v, (loss, _, _) in used), mp.fsum(abs(v) * scale for v, (_, scale, _) in used)
    slopes = [
        (
            mp.fsum(v * push[j][0] for v, (_, _, push) in used if j in push),
            mp.fsum(abs(v) * push[j][1] for v, (_, _, push) in used if j in push),
        )
        for j in range(n)
    ]
    by_labels = None, None
    if not isinstance(labels, int):
        costs = [(times(w[k], part[0]), times(w[k], part[1])) for k, part in enumerate(parts)]
        by_labels = [g for g, _ in costs], [s for _, s in costs]
    return value, ([g for g, _ in slopes], by_labels[0]), ([s for _, s in slopes], by_labels[1])


def _oracle(one_label):
    """Oracle of a loss that is linear in its labels."""

    def value(scores, labels, class_weight=None, **params):
        return _by_label(lambda x, k: one_label(x, k, **params), scores, labels, class_weight)[0]

    def gradient(scores, labels, class_weight=None, **params):
        return _by_label(lambda x, k: one_label(x, k, **params), scores, labels, class_weight)[1:]

    return Oracle("rowwise", exactly(value), exactly(gradient))


def _quotient(x, n):
    """x / n to 90 digits: exact arithmetic would write out thousands."""
    with mp.workdps(90):
        return x / n


def _power(slack, scale, p):
    """max(0, slack)^p and its derivative, each with the scale that an error of the slack has in it."""
    if slack <= 0:
        return (mpf(0), mpf(0)), (mpf(0), mpf(0))
    value, slope = (slack, mpf(1)) if p == 1 else (slack**2, 2 * slack) if p == 2 else _real_power(slack, p)
    scale = mpf(1) if not mp.isfinite(slack) else _quotient(scale, slack)
    return (value, value * scale), (slope, slope * (scale if p > 1 else 1))


def _real_power(slack, p):
    with mp.workdps(90):
        return slack**p, p * slack ** (p - 1)


def _crammer_singer(scores, k, margin, squared):
    others = [j for j in range(len(scores)) if j != k]
    best = max((scores[j] for j in others), default=-INF)
    (value, scale), (slope, size) = _power(*_slack(best, scores[k], margin), 2 if squared else 1)
    rivals = [j for j in others if scores[j] == best]
    if slope == 0:
        return value, scale, {}
    share = _quotient(slope, len(rivals)), _quotient(size, len(rivals))
    return value, scale, {k: (-slope, size), **dict.fromkeys(rivals, share)}


def _one_vs_all(scores, k, margin, squared):
    value, push = [], {}
    for j, x in enumerate(scores):
        slack = margin - x if j == k else margin + x
        cost, slope = _power(slack, largest(slack), 2 if squared else 1)
        value.append(cost)
        push[j] = (-slope[0] if j == k else slope[0], slope[1])
    return mp.fsum(v for v, _ in value), mp.fsum(s for _, s in value), push


def _multiclass_hinge(scores, k, margin=mpf(1), mode="crammer_singer", squared=False):
    return (_one_vs_all if mode == "one_vs_all" else _crammer_singer)(scores, k, margin, squared)


def _multiclass_perceptron(scores, k):
    top = max(scores)
    best = [j for j, x in enumerate(scores) if x == top]
    share = _quotient(mpf(1), len(best))
    push = dict.fromkeys(best, (share, share))
    push[k] = (push[k][0] - 1 if k in push else mpf(-1), mpf(1))
    value = _minus(top, scores[k])
    return value, abs(value), push


def _multi_margin(scores, k, p=mpf(1), margin=mpf(1)):
    n = len(scores)
    value, push = [], {}
    for j, x in enumerate(scores):
        if j != k:
            cost, slope = _power(*_slack(x, scores[k], margin), p)
            value.append(cost)
            push[j] = _quotient(slope[0], n), _quotient(slope[1], n)
    push[k] = -mp.fsum(g for g, _ in push.values()), mp.fsum(s for _, s in push.values())
    return _quotient(mp.fsum(v for v, _ in value), n), _quotient(mp.fsum(s for _, s in value), n), push


# --- Keras's categorical hinge: the coefficients stand inside the hinge -----------------------------------------------


def _categorical_parts(scores, labels):
    y = _labels(labels, len(scores))
    pos, pos_size = total([times(v, x) for v, x in zip(y, scores, strict=True)])
    others = [times(1 - v, x) for v, x in zip(y, scores, strict=True)]
    neg = max(others)
    slack = _minus(neg, pos) + 1
    share = [_quotient(mpf(o == neg), others.count(neg)) for o in others]
    return y, slack, largest(slack, pos_size, neg, 1), share


def _categorical_hinge(scores, labels, class_weight=None):
    y, slack, scale, _ = _categorical_parts(scores, labels)
    weight = _row_weight(y, class_weight)[0]
    return (weight * slack, abs(weight) * scale) if slack > 0 else clean(mpf(0))


def _categorical_hinge_gradient(scores, labels, class_weight=None):
    y, slack, scale, share = _categorical_parts(scores, labels)
    weight, w = _row_weight(y, class_weight)
    active = weight if slack > 0 else mpf(0)
    by_scores = [total([active * s * (1 - v), -active * v]) for s, v in zip(share, y, strict=True)]
    by_labels = None, None
    if not isinstance(labels, int):
        cost = (slack, scale) if slack > 0 else (mpf(0), mpf(0))
        pull = [-times(active * (1 + s), x) for s, x in zip(share, scores, strict=True)]
        u = w or [mpf(0)] * len(y)
        by_labels = (
            [g + times(v, cost[0]) for g, v in zip(pull, u, strict=True)],
            [abs(g) + abs(times(v, cost[1])) for g, v in zip(pull, u, strict=True)],
        )
    return ([g for g, _ in by_scores], by_labels[0]), ([s for _, s in by_scores], by_labels[1])


ORACLES = {
    "categorical_hinge": Oracle("rowwise", exactly(_categorical_hinge), exactly(_categorical_hinge_gradient)),
    "multiclass_hinge": _oracle(_multiclass_hinge),
    "multiclass_perceptron": _oracle(_multiclass_perceptron),
    "multi_margin": _oracle(_multi_margin),
}
