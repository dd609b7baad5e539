"""Kullback-Leibler divergence of pred (q) from target (p): sum_j p_j (log p_j - log q_j), in nine pairs of spaces."""

from mpmath import mp, mpf

from ...proofs.classification.multiclass.oracle import softmax
from ...proofs.oracle import INF, NAN, Oracle, largest, times


def _distribution(x, space):
    """(probabilities, their logarithms)"""
    if any(mp.isnan(v) for v in x):
        return [NAN] * len(x), [NAN] * len(x)
    if space == "probs":
        return x, [mp.log(v) if v != 0 else -INF for v in x]
    if space == "log_probs":
        return [mp.exp(v) for v in x], x
    p, surprise, _ = softmax(x)
    return p, [-v for v in surprise]


def _log_ratios(p, log_p, q, log_q, spaces):
    """log p_j - log q_j and the size of what cancels in each.

    Two probabilities compare by their quotient and two log-probabilities by one subtraction, so nothing cancels
    there; elsewhere the two logarithms are rounded before they meet.
    """
    ratios, sizes = [], []
    for p_j, lp, q_j, lq in zip(p, log_p, q, log_q, strict=True):
        if p_j == 0:
            ratio = -INF if lq != -INF else mpf(0)
        elif spaces == ("probs", "probs") and q_j != 0:
            ratio = mp.log1p((p_j - q_j) / q_j)
        else:
            ratio = lp - lq
        ratios.append(ratio)
        sizes.append(abs(ratio) if spaces in {("probs", "probs"), ("log_probs", "log_probs")} else largest(lp, lq))
    return ratios, sizes


def _parts(pred, target, pred_space, target_space):
    p, log_p = _distribution(target, target_space)
    q, log_q = _distribution(pred, pred_space)
    ratios, sizes = _log_ratios(p, log_p, q, log_q, (pred_space, target_space))
    value = mp.fsum(times(p_j, r) for p_j, r in zip(p, ratios, strict=True))
    scale = mp.fsum(abs(times(p_j, s)) for p_j, s in zip(p, sizes, strict=True))
    return p, q, ratios, sizes, value, scale


def _kl(pred, target, pred_space="probs", target_space="probs"):
    *_, value, scale = _parts(pred, target, pred_space, target_space)
    return value, scale


def _by_pred(p, q, space):
    if space == "log_probs":
        return [(-p_j, abs(p_j)) for p_j in p]
    if space == "logits":
        whole = mp.fsum(p)
        return [(whole * q_j - p_j, largest(whole * q_j, p_j)) for p_j, q_j in zip(p, q, strict=True)]
    quotients = [times(p_j, 1 / q_j if q_j != 0 else INF) for p_j, q_j in zip(p, q, strict=True)]
    return [(-v, abs(v)) for v in quotients]


def _by_target(p, ratios, sizes, value, scale, space):
    pairs = []
    for p_j, ratio, size in zip(p, ratios, sizes, strict=True):
        if p_j == 0:
            pairs.append((mpf(0), mpf(0)))
        elif space == "logits":
            pairs.append((p_j * (ratio - value), p_j * largest(ratio - value, size, scale)))
        else:
            factor = p_j if space == "log_probs" else mpf(1)
            pairs.append((factor * (ratio + 1), factor * largest(ratio + 1, size, 1)))
    return pairs


def _kl_gradient(pred, target, pred_space="probs", target_space="probs"):
    p, q, ratios, sizes, value, scale = _parts(pred, target, pred_space, target_space)
    by_pred = _by_pred(p, q, pred_space)
    by_target = _by_target(p, ratios, sizes, value, scale, target_space)
    gradient = [g for g, _ in by_pred], [g for g, _ in by_target]
    return gradient, ([s for _, s in by_pred], [s for _, s in by_target])


ORACLES = {"kl_divergence": Oracle("rowwise", _kl, _kl_gradient)}
