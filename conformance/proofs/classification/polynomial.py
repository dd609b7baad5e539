"""Poly-1 cross-entropy: -log p + epsilon (1 - p); generalized cross-entropy: (1 - p^q) / q, over a row."""

from mpmath import mp, mpf

from ...proofs.classification.multiclass.oracle import _row, _softmax_gradient, softmax
from ...proofs.oracle import INF, NAN, Oracle, times, total


def _slopes(a, k, p, rest):
    """Gradient and scale by logits; 0 for a row whose labels have no coefficient, whatever its logits."""
    if any(v != 0 for v in a):
        return _softmax_gradient(k, p, rest)
    return [mpf(0)] * len(a), [mpf(0)] * len(a)


# --- Poly-1 ---------------------------------------------------------------------------------------------------------


def _poly1(logits, labels, epsilon=mpf(2), class_weight=None, label_smoothing=mpf(0)):
    _, surprise, rest = softmax(logits)
    a = _row(labels, len(logits), class_weight, label_smoothing)[2]
    terms = [(times(v, s), epsilon * v * r) for v, s, r in zip(a, surprise, rest, strict=True)]
    return total([x for pair in terms for x in pair])


def _poly1_gradient(logits, labels, epsilon=mpf(2), class_weight=None, label_smoothing=mpf(0)):
    p, surprise, rest = softmax(logits)
    _, w, a = _row(labels, len(logits), class_weight, label_smoothing)
    # d/d log p of -log p + epsilon (1 - p) is -(1 + epsilon p)
    k = [v * (r + (1 + epsilon) * q) for v, q, r in zip(a, p, rest, strict=True)]
    by_logits, scale = _slopes(a, k, p, rest)
    if isinstance(labels, int):
        return (by_logits, None), (scale, None)
    keep = 1 - label_smoothing
    terms = [(times(keep * u, s), keep * u * epsilon * r) for u, s, r in zip(w, surprise, rest, strict=True)]
    return (by_logits, [x + y for x, y in terms]), (scale, [abs(x) + abs(y) for x, y in terms])


# --- generalized cross-entropy --------------------------------------------------------------------------------------


def _surprises(pred, space):
    """(-log p, p, 1 - p) of every class."""
    if any(mp.isnan(v) for v in pred):
        return [NAN] * len(pred), [NAN] * len(pred), [NAN] * len(pred)
    if space == "logits":
        p, surprise, rest = softmax(pred)
        return surprise, p, rest
    if space == "log_probs":
        return [-v for v in pred], [mp.exp(v) for v in pred], None
    return [-mp.log(v) if v != 0 else INF for v in pred], pred, None


def _tempered(surprise, q):
    return [-mp.expm1(-q * s) / q for s in surprise]


def _gce(pred, labels, q=mpf("0.7"), pred_space="logits", class_weight=None):
    surprise, _, _ = _surprises(pred, pred_space)
    a = _row(labels, len(pred), class_weight)[2]
    return total([times(v, s) for v, s in zip(a, _tempered(surprise, q), strict=True)])


def _gce_gradient(pred, labels, q=mpf("0.7"), pred_space="logits", class_weight=None):
    surprise, p, rest = _surprises(pred, pred_space)
    _, w, a = _row(labels, len(pred), class_weight)
    k = [times(v, mp.exp(-q * s)) for v, s in zip(a, surprise, strict=True)]
    if pred_space == "logits":
        by_pred, scale = _slopes(a, k, p, rest)
    elif pred_space == "log_probs":
        by_pred, scale = [-v for v in k], [abs(v) for v in k]
    else:
        steep = [mp.exp((1 - q) * s) if q != 1 else mpf(1) for s in surprise]
        by_pred = [-times(v, d) for v, d in zip(a, steep, strict=True)]
        scale = [abs(v) for v in by_pred]
    if isinstance(labels, int):
        return (by_pred, None), (scale, None)
    by_labels = [times(u, s) for u, s in zip(w, _tempered(surprise, q), strict=True)]
    return (by_pred, by_labels), (scale, [abs(v) for v in by_labels])


ORACLES = {
    "poly1_cross_entropy": Oracle("rowwise", _poly1, _poly1_gradient),
    "generalized_cross_entropy": Oracle("rowwise", _gce, _gce_gradient),
}
