"""Losses over the classes of one row. Labels are an index or a list of coefficients.

With p = softmax(x): surprisal_j = -log p_j = logsumexp(x) - x_j, and rest_j = 1 - p_j, both summed without the class
that would cancel. Effective coefficients are a_j = w_j c_j, with c_j = y_j (1 - s) + s / C.
"""

from mpmath import mp, mpf

from ...oracle import INF, NAN, Oracle, clean, largest, times, total


def softmax(x):
    """(p, surprisal, rest) of one row of logits; -inf logits are classes that cannot happen."""
    n = len(x)
    if any(mp.isnan(v) for v in x):
        return [NAN] * n, [NAN] * n, [NAN] * n
    top = max(x)
    if top == -INF:
        # No class can happen: every one is infinitely surprising, and there is no distribution.
        return [NAN] * n, [INF] * n, [mpf(1)] * n
    if top == INF:
        count = sum(v == INF for v in x)
        p = [mpf(v == INF) / count for v in x]
        return p, [mp.log(count) if v == INF else INF for v in x], [1 - q for q in p]
    k = x.index(top)
    e = [mp.exp(v - top) for v in x]
    others = mp.fsum(e[:k] + e[k + 1 :])
    whole = 1 + others
    log_whole = mp.log1p(others)
    p = [v / whole for v in e]
    surprisal = [(top - v) + log_whole for v in x]
    rest = [(whole - v) / whole for v in e]
    rest[k] = others / whole
    return p, surprisal, rest


def _row(labels, classes, class_weight, smoothing=mpf(0), alpha=None):
    """(y, w, a): raw coefficients, class weights (alpha included), effective coefficients."""
    index = isinstance(labels, int)
    y = [mpf(j == labels) for j in range(classes)] if index else labels
    w = _per_class(class_weight, classes)
    if alpha is not None:
        w = [v * u for v, u in zip(w, _per_class(alpha, classes), strict=True)]
    c = [v * (1 - smoothing) + smoothing / classes for v in y]
    return y, w, [times(v, u) for v, u in zip(c, w, strict=True)]


def _per_class(value, classes):
    if value is None:
        return [mpf(1)] * classes
    return value if isinstance(value, list) else [value] * classes


def _pick(a):
    """The class that carries the only coefficient, or None."""
    nonzero = [j for j, v in enumerate(a) if v != 0]
    return nonzero[0] if len(nonzero) == 1 else None


def _weighted_sum(a, losses):
    return total([times(v, loss) for v, loss in zip(a, losses, strict=True)])


def _softmax_gradient(b, p, rest):
    """sum_j b_j (p_k - [j = k]). With one coefficient nothing cancels; else the terms are (sum b) p_k and b_k.

    Coefficients of both signs cancel within their sum already, which is then as uncertain as the sum of their sizes.
    """
    whole, sizes = mp.fsum(b), mp.fsum(b, absolute=True)
    only = _pick(b)
    gradient, scale = [], []
    for k, (p_k, rest_k) in enumerate(zip(p, rest, strict=True)):
        if only is not None:
            g = -b[k] * rest_k if k == only else b[only] * p_k
            scale.append(abs(g))
        else:
            g = times(whole - b[k], p_k) - times(b[k], rest_k)
            scale.append(largest(g, times(sizes, p_k), b[k]))
        gradient.append(g)
    return gradient, scale


def _label_gradient(labels, w, losses, keep=1):
    """Gradient by dense labels, None for an index."""
    if isinstance(labels, int):
        return None, None
    gradient = [times(keep * u, loss) for u, loss in zip(w, losses, strict=True)]
    return gradient, [abs(g) for g in gradient]


# --- softmax cross-entropy ------------------------------------------------------------------------------------------


# The options in their order: softcap changes the logits, class_mask leaves classes out, z_loss adds a multiple of the
# squared logarithm of the normaliser. A capped logit is rounded before it is an exponent: its size is a scale.


def _seen(logits, softcap, class_mask):
    """The logits that the softmax is taken of."""
    x = logits if softcap is None else [softcap * mp.tanh(v / softcap) for v in logits]
    return x if class_mask is None else [v if keep else -INF for v, keep in zip(x, class_mask, strict=True)]


def _log_z(x):
    """(log sum exp x, the larger of it and the two terms that it is the sum of)"""
    top = max(x)
    if abs(top) == INF:
        return top, INF
    k = x.index(top)
    rest = mp.log1p(mp.fsum(mp.exp(v - top) for v in x[:k] + x[k + 1 :]))
    return top + rest, largest(top, rest, top + rest)


def _coefficients(labels, classes, class_weight, smoothing, class_mask):
    """(y, w, a) of a row, smoothed over the classes that are left."""
    y, w, a = _row(labels, classes, class_weight, smoothing)
    if class_mask is not None and smoothing != 0:
        share = smoothing / sum(class_mask)
        a = [
            times(v * (1 - smoothing) + (share if keep else 0), u) for v, u, keep in zip(y, w, class_mask, strict=True)
        ]
    return y, w, a


def _softmax_ce(
    logits, labels, class_weight=None, label_smoothing=mpf(0), z_loss=mpf(0), softcap=None, class_mask=None
):
    x = _seen(logits, softcap, class_mask)
    _, surprisal, _ = softmax(x)
    y, w, a = _coefficients(labels, len(x), class_weight, label_smoothing, class_mask)
    value, scale = _weighted_sum(a, surprisal)
    if softcap is not None:
        scale = scale + mp.fsum(a, absolute=True) * largest(*[v for v in x if v != -INF])
    if z_loss != 0:
        counts, sizes = total([times(v, u) for v, u in zip(y, w, strict=True)])
        log_z, term = _log_z(x)
        value = value + z_loss * times(counts, log_z**2)
        scale = scale + z_loss * times(sizes, abs(log_z) * term)
    return value, scale


def _softmax_ce_gradient(
    logits, labels, class_weight=None, label_smoothing=mpf(0), z_loss=mpf(0), softcap=None, class_mask=None
):
    x = _seen(logits, softcap, class_mask)
    p, surprisal, rest = softmax(x)
    y, w, a = _coefficients(labels, len(x), class_weight, label_smoothing, class_mask)
    if all(v == 0 for v in a):
        gradient, scale = [mpf(0)] * len(a), [mpf(0)] * len(a)
    else:
        gradient, scale = _softmax_gradient(a, p, rest)
    per_label = surprisal
    if z_loss != 0:
        counts, sizes = total([times(v, u) for v, u in zip(y, w, strict=True)])
        log_z, term = _log_z(x)
        gradient = [g + 2 * z_loss * counts * times(q, log_z) for g, q in zip(gradient, p, strict=True)]
        scale = [largest(s, g, 2 * z_loss * sizes * times(q, term)) for s, g, q in zip(scale, gradient, p, strict=True)]
        per_label = [(1 - label_smoothing) * v + z_loss * log_z**2 for v in surprisal]
    if softcap is not None:
        slopes = [mp.sech(v / softcap) ** 2 for v in logits]
        exponents = [largest(1, 2 * v / softcap, *[u for u in x if u != -INF]) for v in logits]
        gradient = [times(d, g) for d, g in zip(slopes, gradient, strict=True)]
        scale = [times(d, e * s) for d, e, s in zip(slopes, exponents, scale, strict=True)]
    if class_mask is not None:
        gradient = [g if keep else mpf(0) for g, keep in zip(gradient, class_mask, strict=True)]
        scale = [s if keep else mpf(0) for s, keep in zip(scale, class_mask, strict=True)]
    keep_share = 1 - label_smoothing if z_loss == 0 else 1
    by_labels, label_scale = _label_gradient(labels, w, per_label, keep_share)
    if by_labels is not None and (z_loss != 0 or softcap is not None):
        reach = 0 if softcap is None else largest(*[v for v in x if v != -INF])
        if z_loss != 0:
            reach = reach + z_loss * largest(abs(log_z) * term)
        label_scale = [s + u * reach for s, u in zip(label_scale, w, strict=True)]
    return (gradient, by_labels), (scale, label_scale)


# --- negative log-likelihood ----------------------------------------------------------------------------------------


def _nll(log_probs, labels, class_weight=None):
    return _weighted_sum(_row(labels, len(log_probs), class_weight)[2], [-v for v in log_probs])


def _nll_gradient(log_probs, labels, class_weight=None):
    _, w, a = _row(labels, len(log_probs), class_weight)
    by_labels = _label_gradient(labels, w, [-v for v in log_probs])
    return ([-v for v in a], by_labels[0]), ([abs(v) for v in a], by_labels[1])


# --- cross-entropy of probabilities ---------------------------------------------------------------------------------


def _minus_log(part, others):
    """-log(part / (part + others)), for a small or a dominating part."""
    if part == 0:
        return INF
    return mp.log1p(others / part) if part > others else -mp.log(part / (part + others))


def _surprisals(probs, renormalize, eps):
    """(-log of each probability after renormalising and clipping, whether each is within the clip interval)"""
    if any(mp.isnan(v) for v in probs):
        return [NAN] * len(probs), [True] * len(probs)
    whole = mp.fsum(probs)
    if renormalize and whole == 0:
        return [NAN] * len(probs), [True] * len(probs)
    top = probs.index(max(probs))
    others_of_top = mp.fsum(probs[:top] + probs[top + 1 :])
    surprisal, inside = [], []
    for j, p in enumerate(probs):
        # others = q - p, where q is what p is compared with: the sum, or one
        others = (others_of_top if j == top else whole - p) if renormalize else 1 - p
        within = eps is None or (p >= eps * (p + others) and others >= eps * (p + others))
        if within:
            surprisal.append(_minus_log(p, others))
        else:
            surprisal.append(-mp.log(eps) if p < others else -mp.log1p(-eps))
        inside.append(within)
    return surprisal, inside


def _categorical_ce(probs, labels, renormalize=False, eps=None, class_weight=None, label_smoothing=mpf(0)):
    surprisal, _ = _surprisals(probs, renormalize, eps)
    return _weighted_sum(_row(labels, len(probs), class_weight, label_smoothing)[2], surprisal)


def _categorical_ce_gradient(probs, labels, renormalize=False, eps=None, class_weight=None, label_smoothing=mpf(0)):
    surprisal, inside = _surprisals(probs, renormalize, eps)
    _, w, a = _row(labels, len(probs), class_weight, label_smoothing)
    active = [v if within else mpf(0) for v, within in zip(a, inside, strict=True)]
    pull = [times(v, 1 / p if p != 0 else INF) for v, p in zip(active, probs, strict=True)]
    if renormalize:
        gradient, scale = _renormalized_gradient(active, pull, probs)
    else:
        gradient, scale = [-v for v in pull], [abs(v) for v in pull]
    by_labels = _label_gradient(labels, w, surprisal, 1 - label_smoothing)
    return (gradient, by_labels[0]), (scale, by_labels[1])


def _renormalized_gradient(active, pull, probs):
    """(sum a) / (sum p) - a_k / p_k"""
    whole = mp.fsum(probs)
    only = _pick(active)
    push = mp.fsum(active) / whole if whole != 0 else NAN
    if only is None:
        sizes = mp.fsum(active, absolute=True) / whole if whole != 0 else NAN  # the sum itself may cancel
        pairs = [(push - v, largest(push - v, sizes, v)) for v in pull]
    else:
        others = mp.fsum(probs[:only] + probs[only + 1 :])
        pairs = [clean(-pull[k] * others / whole if k == only else push) for k in range(len(probs))]
    return [g for g, _ in pairs], [s for _, s in pairs]


ORACLES = {
    "softmax_cross_entropy": Oracle("rowwise", _softmax_ce, _softmax_ce_gradient),
    "nll": Oracle("rowwise", _nll, _nll_gradient),
    "categorical_cross_entropy": Oracle("rowwise", _categorical_ce, _categorical_ce_gradient),
}
