"""Several labels for each sample: lists of 0 and 1 (or shares), one for each class; or lists of indices."""

from mpmath import mp, mpf

from ...oracle import NAN, Oracle, clean, largest, sigmoid, softplus, times, total
from ..multiclass.oracle import _softmax_gradient, softmax
from ..multiclass_margin.oracle import _by_label, _per_class, _slack

# --- margins between classes ----------------------------------------------------------------------------------------


def _presence(target, encoding):
    """How much each class counts as one that applies, and as one that does not."""
    if encoding == "dense":
        return target, [1 - y for y in target]
    listed = []
    for i in target:
        if i < 0:
            break
        listed.append(int(mp.floor(i)))
    if any(i >= len(target) for i in listed):
        return [NAN] * len(target), [NAN] * len(target)
    counts = [mpf(listed.count(k)) for k in range(len(target))]
    return counts, [mpf(n == 0) for n in counts]


def _pairs(scores, margin):
    """(k, j, shortfall, its scale, 1 if there is one)"""
    for k, right in enumerate(scores):
        for j, other in enumerate(scores):
            if j != k:
                slack, scale = _slack(other, right, margin)
                yield (k, j, slack, scale, mpf(1)) if slack > 0 else (k, j, mpf(0), mpf(0), mpf(0))


def _multilabel_margin(scores, target, margin=mpf(1), encoding="dense"):
    y, z = _presence(target, encoding)
    terms = [(y[k] * z[j], h, s) for k, j, h, s, _ in _pairs(scores, margin)]
    n = len(scores)
    return mp.fsum(times(c, h) for c, h, _ in terms) / n, mp.fsum(abs(times(c, s)) for c, _, s in terms) / n


def _multilabel_margin_gradient(scores, target, margin=mpf(1), encoding="dense"):
    y, z = _presence(target, encoding)
    n = len(scores)
    by_scores, by_target = [[] for _ in scores], [[] for _ in scores]
    for k, j, h, s, active in _pairs(scores, margin):
        by_scores[k].append((-y[k] * z[j] * active, abs(y[k] * z[j] * active)))
        by_scores[j].append((y[k] * z[j] * active, abs(y[k] * z[j] * active)))
        if encoding == "dense":
            by_target[k].append((times(z[j], h), abs(times(z[j], s))))
            by_target[j].append((-times(y[k], h), abs(times(y[k], s))))
    sums = [
        [(mp.fsum(g for g, _ in part) / n, mp.fsum(s for _, s in part) / n) for part in by]
        for by in (by_scores, by_target)
    ]
    return tuple([g for g, _ in by] for by in sums), tuple([s for _, s in by] for by in sums)


# --- cross-entropies ------------------------------------------------------------------------------------------------


def _multilabel_soft_margin(logits, target, class_weight=None):
    n = len(logits)
    w = _per_class(class_weight, n)
    terms = [(w[j] * y, softplus(-x)) for j, (x, y) in enumerate(zip(logits, target, strict=True))]
    terms += [(w[j] * (1 - y), softplus(x)) for j, (x, y) in enumerate(zip(logits, target, strict=True))]
    value, scale = total([times(c, v) for c, v in terms])
    return value / n, scale / n


def _multilabel_soft_margin_gradient(logits, target, class_weight=None):
    n = len(logits)
    w = _per_class(class_weight, n)
    by_logits, by_target = [], []
    for u, x, y in zip(w, logits, target, strict=True):
        g = u * ((1 - y) * sigmoid(x) - y * sigmoid(-x)) / n
        # textbook form: sigmoid(x) - y
        by_logits.append(clean(g) if y in (0, 1) else (g, u * largest(sigmoid(x), y) / n))
        by_target.append(clean(-times(u, x) / n))
    return tuple([g for g, _ in by] for by in (by_logits, by_target)), tuple(
        [s for _, s in by] for by in (by_logits, by_target)
    )


# --- asymmetric losses ----------------------------------------------------------------------------------------------


def _minus_log1m(m, rest):
    """-log(1 - m), with rest = 1 - m"""
    return -mp.log1p(-m) if m < 0.5 else -mp.log(rest)


def _shifted(logits, clip):
    """p, 1 - p, m = max(0, p - clip), 1 - m, -log(1 - m), and p / m: what an error of p is in m."""
    p, q = sigmoid(logits), sigmoid(-logits)
    if clip == 0:
        return p, q, p, q, softplus(logits), mpf(1)
    m = p - clip
    if m <= 0:
        return p, q, mpf(0), mpf(1), mpf(0), mpf(1)
    return p, q, m, q + clip, _minus_log1m(m, q + clip), p / m


def _asymmetric(logits, target, gamma_pos=mpf(1), gamma_neg=mpf(4), clip=mpf(0.05)):
    _, q, m, _, cost, blur = _shifted(logits, clip)
    positive = times(target, times(q**gamma_pos, softplus(-logits)))
    negative = times(1 - target, times(m**gamma_neg, cost))
    return positive + negative, abs(positive) + abs(negative) * blur


def _asymmetric_gradient(logits, target, gamma_pos=mpf(1), gamma_neg=mpf(4), clip=mpf(0.05)):
    y = target
    p, q, m, rest, cost, blur = _shifted(logits, clip)
    ce = softplus(-logits)
    by_pos = -(q**gamma_pos) * (times(gamma_pos * p, ce) + q)
    if m == 0:
        by_neg = mpf(0)
    else:
        kept = mpf(1) if clip == 0 else q / rest
        by_neg = p * m**gamma_neg * (times(gamma_neg * q, cost) / m + kept)
    by_logits = y * by_pos + (1 - y) * by_neg
    positive, negative = times(q**gamma_pos, ce), times(m**gamma_neg, cost)
    scales = abs(y * by_pos) + abs((1 - y) * by_neg) * blur, abs(positive) + abs(negative) * blur
    return (by_logits, positive - negative), scales


def _single_label(logits, labels, gamma_pos, gamma_neg, label_smoothing, class_weight):
    n = len(logits)
    p, surprisal, rest = softmax(logits)
    share = label_smoothing / n

    def one_label(_, k):
        terms = [
            times(1 - label_smoothing + share, rest[j] ** gamma_pos * surprisal[j])
            if j == k
            else times(share, times(p[j] ** gamma_neg, surprisal[j]))
            for j in range(n)
        ]
        # minus the derivative by log p_j
        pull = {}
        for j in range(n):
            if j == k:
                inner = mpf(1) if rest[j] == 0 else times(gamma_pos * p[j], surprisal[j]) / rest[j]
                parts = [rest[j] ** gamma_pos, rest[j] ** gamma_pos * inner]
                coefficient = 1 - label_smoothing + share
            else:
                parts = [p[j] ** gamma_neg, -times(gamma_neg * p[j] ** gamma_neg, surprisal[j])]
                coefficient = share
            pull[j] = tuple(times(coefficient, v) for v in total(parts))
        value, scale = total(terms)
        return value, scale, pull

    return p, rest, _by_label(one_label, logits, labels, class_weight)


def _asymmetric_single_label(
    logits, labels, gamma_pos=mpf(1), gamma_neg=mpf(4), label_smoothing=mpf(0.1), class_weight=None
):
    return _single_label(logits, labels, gamma_pos, gamma_neg, label_smoothing, class_weight)[2][0]


def _asymmetric_single_label_gradient(
    logits, labels, gamma_pos=mpf(1), gamma_neg=mpf(4), label_smoothing=mpf(0.1), class_weight=None
):
    p, rest, (_, gradient, scale) = _single_label(logits, labels, gamma_pos, gamma_neg, label_smoothing, class_weight)
    slopes, _ = _softmax_gradient(gradient[0], p, rest)
    sizes = mp.fsum(scale[0])
    by_logits = [
        largest(g, times(sizes - s, q), times(s, r)) for g, s, q, r in zip(slopes, scale[0], p, rest, strict=True)
    ]
    return (slopes, gradient[1]), (by_logits, scale[1])


ORACLES = {
    "multilabel_margin": Oracle("rowwise", _multilabel_margin, _multilabel_margin_gradient, exact=True),
    "multilabel_soft_margin": Oracle("rowwise", _multilabel_soft_margin, _multilabel_soft_margin_gradient),
    "asymmetric": Oracle("elementwise", _asymmetric, _asymmetric_gradient),
    "asymmetric_single_label": Oracle("rowwise", _asymmetric_single_label, _asymmetric_single_label_gradient),
}
