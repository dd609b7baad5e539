"""Cross-entropies of independent labels, from probabilities and from logits.

The coefficient of the positive term is y = target (1 - s) + s / 2 for a label smoothing s. A coefficient of zero
removes its term even where the logarithm is infinite.
"""

from mpmath import mp, mpf

from ...proofs.oracle import Oracle, clean, largest, sigmoid, softplus, times


def _smoothed(target, s):
    return target * (1 - s) + s / 2


def _pair(first, second):
    """Sum of two terms; the scale is that of the larger one where they have opposite signs."""
    result = first + second
    return result, largest(result, first, second)


# --- from probabilities ---------------------------------------------------------------------------------------------


def _clipped(p, eps):
    """(log p, log(1 - p), whether p is within the clip interval)"""
    if mp.isnan(p):
        return p, p, True
    inside = True
    if eps is not None:
        inside = bool(eps <= p <= 1 - eps)
        if p < eps:
            p = eps
        elif p > 1 - eps:
            return mp.log1p(-eps), mp.log(eps), inside
    # The argument of log1p is exact where it is small, so both logarithms are good to all digits near 0 and 1.
    log_p = -mpf("inf") if p == 0 else mp.log1p(p - 1) if p > 0.5 else mp.log(p)
    log_rest = -mpf("inf") if p == 1 else mp.log1p(-p)
    return log_p, log_rest, inside


def _bce(probs, target, pos_weight=None, label_smoothing=mpf(0), eps=None):
    w = mpf(1) if pos_weight is None else pos_weight
    y = _smoothed(target, label_smoothing)
    log_p, log_rest, _ = _clipped(probs, eps)
    return _pair(-times(w * y, log_p), -times(1 - y, log_rest))


def _bce_gradient(probs, target, pos_weight=None, label_smoothing=mpf(0), eps=None):
    w = mpf(1) if pos_weight is None else pos_weight
    y = _smoothed(target, label_smoothing)
    log_p, log_rest, inside = _clipped(probs, eps)
    infinity = mpf("inf")
    if inside:
        by_probs = _pair(
            -times(w * y, 1 / probs if probs != 0 else infinity),
            times(1 - y, 1 / (1 - probs) if probs != 1 else infinity),
        )
    else:
        by_probs = clean(mpf(0))
    keep = 1 - label_smoothing
    by_target = _pair(-times(keep * w, log_p), times(keep, log_rest))
    return (by_probs[0], by_target[0]), (by_probs[1], by_target[1])


# --- from logits ----------------------------------------------------------------------------------------------------


def _sigmoid_ce(logits, target, pos_weight=None, label_smoothing=mpf(0)):
    w = mpf(1) if pos_weight is None else pos_weight
    y = _smoothed(target, label_smoothing)
    return _pair(times(w * y, softplus(-logits)), times(1 - y, softplus(logits)))


def _sigmoid_ce_gradient(logits, target, pos_weight=None, label_smoothing=mpf(0)):
    w = mpf(1) if pos_weight is None else pos_weight
    y = _smoothed(target, label_smoothing)
    positive, negative = -times(w * y, sigmoid(-logits)), times(1 - y, sigmoid(logits))
    by_logits = positive + negative
    if y in (0, 1):
        scale = abs(by_logits)
    else:
        # textbook form: (w y + 1 - y) sigmoid(x) - w y
        scale = largest(by_logits, times(w * y + 1 - y, sigmoid(logits)), w * y)
    keep = 1 - label_smoothing
    if w == 1:
        by_target = clean(times(keep, -logits))
    else:
        by_target = _pair(times(keep * w, softplus(-logits)), -times(keep, softplus(logits)))
    return (by_logits, by_target[0]), (scale, by_target[1])


def _focal_parts(logits, y, alpha):
    """(alpha_t, 1 - p_t, cross-entropy), each a sum of terms of one sign for y in [0, 1]."""
    alpha_t = mpf(1) if alpha is None else alpha * y + (1 - alpha) * (1 - y)
    q = y * sigmoid(-logits) + (1 - y) * sigmoid(logits)
    ce = times(y, softplus(-logits)) + times(1 - y, softplus(logits))
    return alpha_t, q, ce


def _sigmoid_focal(logits, target, gamma=mpf(2), alpha=None):
    alpha_t, q, ce = _focal_parts(logits, target, alpha)
    return clean(times(alpha_t * q**gamma, ce))


def _sigmoid_focal_gradient(logits, target, gamma=mpf(2), alpha=None):
    y = target
    alpha_t, q, ce = _focal_parts(logits, y, alpha)
    alpha_slope = mpf(0) if alpha is None else 2 * alpha - 1
    if mp.isinf(logits):
        return _focal_gradient_at_infinity(logits, y, gamma, alpha_t, alpha_slope, q)
    p, rest = sigmoid(logits), sigmoid(-logits)
    # d q / d x = (1 - 2 y) p (1 - p);  d ce / d x = (1 - y) p - y (1 - p);  d q / d y = 1 - 2 p;  d ce / d y = -x
    inner = times(gamma, q ** (gamma - 1)) * ce
    by_logits = [
        alpha_t * inner * (1 - 2 * y) * p * rest,
        alpha_t * q**gamma * (1 - y) * p,
        -alpha_t * q**gamma * y * rest,
    ]
    by_target = [
        alpha_slope * q**gamma * ce,
        alpha_t * inner * (rest - p),
        -alpha_t * q**gamma * logits,
    ]
    sums = mp.fsum(by_logits), mp.fsum(by_target)
    return sums, (largest(sums[0], *by_logits), largest(sums[1], *by_target))


def _focal_gradient_at_infinity(logits, y, gamma, alpha_t, alpha_slope, q):
    wrong = 1 - y if logits > 0 else y
    slope = q**gamma * wrong if wrong != 0 else mpf(0)
    by_logits = alpha_t * slope * (1 if logits > 0 else -1)
    # By the target: every term grows like abs(logits); the sign of the factor in front decides.
    direction = -1 if logits > 0 else 1
    if q == 0:
        factor = alpha_t * direction if gamma == 0 else mpf(0)
    else:
        factor = alpha_slope * q**gamma * wrong + alpha_t * direction * (gamma * q ** (gamma - 1) * wrong + q**gamma)
    by_target = times(factor, abs(logits))
    return (by_logits, by_target), (abs(by_logits), abs(by_target))


ORACLES = {
    "binary_cross_entropy": Oracle("elementwise", _bce, _bce_gradient),
    "sigmoid_cross_entropy": Oracle("elementwise", _sigmoid_ce, _sigmoid_ce_gradient),
    "sigmoid_focal": Oracle("elementwise", _sigmoid_focal, _sigmoid_focal_gradient),
}
