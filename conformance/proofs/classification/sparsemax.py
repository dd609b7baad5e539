"""Sparsemax and Fenchel-Young losses of a row, and the sparsemax loss of two classes.

p = max(z - tau, 0) is the projection of the scores onto the simplex. A p_j above 0 is a difference of scores plus what
is left of 1, shared among the k classes of the support: its scale is the larger of p_j and 1/k.
"""

from mpmath import mp, mpf

from ...proofs.classification.multiclass.oracle import _row, _softmax_gradient, softmax
from ...proofs.oracle import EXACT_BITS, INF, NAN, Oracle, largest, times, total


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


def _shannon_term(y, surprise):
    """(log y - log p, the largest of it and the two), 0 for y = 0"""
    if y == 0:
        return mpf(0), mpf(0)
    if y < 0:
        return NAN, NAN
    return mp.log(y) + surprise, largest(mp.log(y), surprise, mp.log(y) + surprise)


def _fenchel_young_gradient(scores, labels, regularizer="shannon"):
    y = _row(labels, len(scores), None)[0]
    if regularizer == "shannon":
        p, surprise, rest = softmax(scores)
        gradient, scale = _softmax_gradient(y, p, rest)
        pairs = [_shannon_term(v, s) for v, s in zip(y, surprise, strict=True)]
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
