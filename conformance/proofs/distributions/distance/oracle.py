"""Generalized Kullback-Leibler, Jensen-Shannon, total variation, distillation; p is the target and q the prediction.

Each is a sum of terms that are never negative, so its scale is its value, as far as p - q is known to the last digit:
as it is from two arrays of probabilities, or of their logarithms. From logits (or one of each kind) p and q are
rounded before they meet, and what a rounding of p or q changes is the scale.
"""

from functools import wraps

from mpmath import mp, mpf

from ...classification.multiclass.oracle import _row, _softmax_gradient, _weighted_sum, softmax
from ...oracle import INF, NAN, Oracle, largest, times, total
from ..divergence import _distribution

# What p log(p / q) - p + q loses to cancellation where p is a step of float64 away from q, and more.
EXTRA = 80

EXACT_GAP = ({"probs"}, {"log_probs"})


def _closely(formula):
    """Distributions that nearly agree, and the mixture between them, with digits to spare."""

    @wraps(formula)
    def close(*args, **params):
        with mp.workdps(mp.dps + EXTRA):
            return formula(*args, **params)

    return close


def _term(p, q):
    """p log(p / q) - p + q"""
    if mp.isnan(p) or mp.isnan(q) or p < 0 or q < 0:
        return NAN
    if p == 0:
        return q
    if q == 0:
        return INF
    with mp.workdps(mp.dps + EXTRA):
        return p * mp.log(p / q) - p + q


def _log_ratio(p, q):
    if p == 0:
        return mpf(0)
    if q == 0:
        return INF
    with mp.workdps(mp.dps + EXTRA):
        return mp.log(p / q)


# --- generalized Kullback-Leibler -----------------------------------------------------------------------------------


def _generalized(pred, target):
    return total([_term(p, q) for p, q in zip(target, pred, strict=True)])


def _generalized_gradient(pred, target):
    pairs = list(zip(target, pred, strict=True))
    by_pred = [mpf(1) if p == 0 else (q - p) / q if q != 0 else -INF for p, q in pairs]
    by_target = [_log_ratio(p, q) for p, q in pairs]
    gradient = by_pred, by_target
    return gradient, tuple([abs(v) for v in g] for g in gradient)


# --- through the spaces ---------------------------------------------------------------------------------------------


def _through(by_probs, sizes, p, space):
    """(gradient, scale) by what a distribution was given as, from those by its probabilities."""
    if space == "probs":
        return by_probs, sizes
    weighted = [times(q, g) for q, g in zip(p, by_probs, strict=True)]
    scales = [times(q, s) for q, s in zip(p, sizes, strict=True)]
    if space == "log_probs":
        return weighted, scales
    whole, size = mp.fsum(weighted), mp.fsum(scales)
    gradient = [v - q * whole for v, q in zip(weighted, p, strict=True)]
    return gradient, [largest(g, s, q * size) for g, s, q in zip(gradient, scales, p, strict=True)]


def _pairs(pred, target, pred_space, target_space):
    p, q = _distribution(target, target_space)[0], _distribution(pred, pred_space)[0]
    return p, q, {pred_space, target_space} in EXACT_GAP


# --- Jensen-Shannon -------------------------------------------------------------------------------------------------


@_closely
def _jensen_shannon(pred, target, beta=mpf("0.5"), pred_space="probs", target_space="probs"):
    p, q, exact = _pairs(pred, target, pred_space, target_space)
    terms, sizes = [], []
    for a, b in zip(p, q, strict=True):
        m = beta * a + (1 - beta) * b
        terms.append(times(beta, _term(a, m)) + times(1 - beta, _term(b, m)))
        slopes = times(beta * a, abs(_log_ratio(a, m))) + times((1 - beta) * b, abs(_log_ratio(b, m)))
        sizes.append(abs(terms[-1]) + (0 if exact else slopes))
    return mp.fsum(terms), mp.fsum(sizes)


@_closely
def _jensen_shannon_gradient(pred, target, beta=mpf("0.5"), pred_space="probs", target_space="probs"):
    p, q, exact = _pairs(pred, target, pred_space, target_space)
    by_p, by_q, sizes_p, sizes_q = [], [], [], []
    for a, b in zip(p, q, strict=True):
        m = beta * a + (1 - beta) * b
        by_p.append(times(beta, _log_ratio(a, m)))
        by_q.append(times(1 - beta, _log_ratio(b, m)))
        # what a rounding of p or q changes in either
        rounding = mpf(0) if exact or m == 0 else beta * (1 - beta) * max(a, b) / m
        sizes_p.append(largest(by_p[-1], rounding if a != 0 else 0))
        sizes_q.append(largest(by_q[-1], rounding if b != 0 else 0))
    by_pred, by_target = _through(by_q, sizes_q, q, pred_space), _through(by_p, sizes_p, p, target_space)
    return (by_pred[0], by_target[0]), (by_pred[1], by_target[1])


# --- total variation ------------------------------------------------------------------------------------------------


def _variation(pred, target, pred_space="probs", target_space="probs"):
    with mp.workdps(mp.dps + 20):  # as many are lost where logarithms differ by their last bit
        p, q, exact = _pairs(pred, target, pred_space, target_space)
        value = mp.fsum(abs(a - b) for a, b in zip(p, q, strict=True)) / 2
    return value, value if exact else largest(value, mp.fsum(max(a, b) for a, b in zip(p, q, strict=True)) / 2)


def _variation_gradient(pred, target, pred_space="probs", target_space="probs"):
    p, q, _ = _pairs(pred, target, pred_space, target_space)
    side = [mpf((a > b) - (a < b)) / 2 for a, b in zip(p, q, strict=True)]
    by_pred = _through([-v for v in side], [abs(v) for v in side], q, pred_space)
    by_target = _through(side, [abs(v) for v in side], p, target_space)
    return (by_pred[0], by_target[0]), (by_pred[1], by_target[1])


# --- distillation ---------------------------------------------------------------------------------------------------


def _soft(logits, teacher, temperature):
    """Of the softened student s and teacher t: (p, -log p, 1 - p) each; log(t / s), its size; the size of exponents.

    A quotient by a temperature that is no power of two is rounded before it is an exponent: its size is a scale then.
    """
    student = [v / temperature for v in logits], [v / temperature for v in teacher]
    (s, ls, rs), (t, lt, rt) = softmax(student[0]), softmax(student[1])
    ratios, sizes = [], []
    for a, b, la, lb in zip(t, s, lt, ls, strict=True):
        ratio = mpf(0) if a == 0 else lb - la
        # Nearby, the logarithm of a quotient of two rounded numbers; far apart, a difference of logarithms.
        near = a != 0 and b != 0 and abs(ratio) < mp.log(3)
        ratios.append(ratio)
        sizes.append(mpf(0) if a == 0 else largest(ratio, 1) if near else largest(lb, la, 1))
    exponent = mpf(1)
    if mp.frexp(temperature)[0] != mpf("0.5"):
        exponent = largest(1, *[v for v in student[0] + student[1] if abs(v) != INF])
    return (s, rs), (t, rt), ratios, sizes, exponent


def _distillation(logits, labels, teacher, alpha=mpf("0.5"), temperature=mpf(2)):
    y = _row(labels, len(logits), None)[0]
    hard, hard_scale = _weighted_sum(y, softmax(logits)[1])
    (s, _), (t, _), ratios, sizes, exponent = _soft(logits, teacher, temperature)
    soft = mp.fsum(times(a, r) for a, r in zip(t, ratios, strict=True))
    # A rounding of t changes a term by log(t / s), one of s by 1 - t / s; far apart, the logarithms are rounded.
    changes = mp.fsum(
        times(a, size if abs(r) >= mp.log(3) else abs(r)) + abs(b - a)
        for a, b, r, size in zip(t, s, ratios, sizes, strict=True)
    )
    weight = alpha * temperature**2
    value = times(1 - alpha, hard) + times(weight, soft)
    return value, times(1 - alpha, hard_scale) + times(weight, largest(soft, exponent * changes))


def _distillation_gradient(logits, labels, teacher, alpha=mpf("0.5"), temperature=mpf(2)):
    y = _row(labels, len(logits), None)[0]
    p, surprisal, rest = softmax(logits)
    hard, hard_scale = _softmax_gradient(y, p, rest) if any(y) else ([mpf(0)] * len(y), [mpf(0)] * len(y))
    (s, rs), (t, rt), ratios, sizes, exponent = _soft(logits, teacher, temperature)
    pull = alpha * temperature
    by_logits = [(1 - alpha) * h + pull * (b - a) for h, a, b in zip(hard, t, s, strict=True)]
    scale = [
        (1 - alpha) * h + pull * max(exponent * b * u, exponent * a * v, abs(b - a))
        for h, a, b, u, v in zip(hard_scale, t, s, rt, rs, strict=True)
    ]
    divergence = mp.fsum(times(a, r) for a, r in zip(t, ratios, strict=True))
    by_teacher = [pull * times(a, r - divergence) for a, r in zip(t, ratios, strict=True)]
    teacher_scale = [pull * times(a, exponent * (r + divergence)) for a, r in zip(t, sizes, strict=True)]
    if isinstance(labels, int):
        return (by_logits, None, by_teacher), (scale, None, teacher_scale)
    by_labels = [times(1 - alpha, v) for v in surprisal]
    return (by_logits, by_labels, by_teacher), (scale, [abs(v) for v in by_labels], teacher_scale)


ORACLES = {
    "generalized_kl_divergence": Oracle("rowwise", _generalized, _generalized_gradient),
    "jensen_shannon": Oracle("rowwise", _jensen_shannon, _jensen_shannon_gradient),
    "total_variation_distance": Oracle("rowwise", _variation, _variation_gradient),
    "distillation": Oracle("rowwise", _distillation, _distillation_gradient),
}
