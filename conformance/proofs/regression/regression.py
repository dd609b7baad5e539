"""Losses of the residual e = pred - target. Every gradient is (d/de, -d/de)."""

from mpmath import mp, mpf

from ...proofs.oracle import Oracle, clean, sign


def _residual_gradient(slope):
    """Turn d/de into the gradient by pred and target."""

    def gradient(pred, target, **params):
        d = slope(pred - target, **params)
        return (d, -d), (abs(d), abs(d))

    return gradient


def _residual_value(loss):
    def value(pred, target, **params):
        return clean(loss(pred - target, **params))

    return value


def _oracle(loss, slope, exact=True):
    return Oracle("elementwise", _residual_value(loss), _residual_gradient(slope), exact)


def _squared(e):
    return e * e


def _squared_slope(e):
    return 2 * e


def _huber(e, delta=mpf(1)):
    return e * e / 2 if abs(e) <= delta else delta * (abs(e) - delta / 2)


def _huber_slope(e, delta=mpf(1)):
    return e if abs(e) <= delta else delta * sign(e)


def _smooth_l1(e, beta=mpf(1)):
    return e * e / (2 * beta) if abs(e) < beta else abs(e) - beta / 2


def _smooth_l1_slope(e, beta=mpf(1)):
    return e / beta if abs(e) < beta else sign(e)


def _pseudo_huber(e, delta=mpf(1)):
    # delta^2 (sqrt(1 + u^2) - 1), u = e / delta, multiplied out by the conjugate: e^2 / (sqrt(1 + u^2) + 1)
    if mp.isinf(e):
        return abs(e)
    return e * e / (mp.sqrt(1 + (e / delta) ** 2) + 1)


def _pseudo_huber_slope(e, delta=mpf(1)):
    if mp.isinf(e):
        return delta * sign(e)
    return e / mp.sqrt(1 + (e / delta) ** 2)


def _log_cosh(e):
    r = abs(e)
    if r < 1:
        return mp.log1p(2 * mp.sinh(r / 2) ** 2)
    return (r - mp.log(2)) + mp.log1p(mp.exp(-2 * r))


def _log_cosh_slope(e):
    if mp.isnan(e):
        return e
    # tanh |e| = (1 - t) / (1 + t), t = exp(-2 |e|)
    return -sign(e) * mp.expm1(-2 * abs(e)) / (1 + mp.exp(-2 * abs(e)))


def _zero_one(pred, target, threshold=None):
    if threshold is None:
        return clean(mpf(pred != target))
    return clean(mpf((pred > threshold) != (target > 0)))


def _zero_one_gradient(pred, target, threshold=None):
    return (mpf(0), mpf(0)), (mpf(0), mpf(0))


ORACLES = {
    "absolute_error": _oracle(abs, sign),
    "squared_error": _oracle(_squared, _squared_slope),
    "huber": _oracle(_huber, _huber_slope),
    "smooth_l1": _oracle(_smooth_l1, _smooth_l1_slope),
    "pseudo_huber": _oracle(_pseudo_huber, _pseudo_huber_slope, exact=False),
    "log_cosh": _oracle(_log_cosh, _log_cosh_slope, exact=False),
    "zero_one": Oracle("elementwise", _zero_one, _zero_one_gradient, exact=True),
}
