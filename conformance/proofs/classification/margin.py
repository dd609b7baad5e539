"""Losses of the margin y f, with f the score and y = target ("signed") or 2 target - 1 ("binary")."""

from mpmath import mpf

from ...proofs.oracle import Oracle, largest

# d y / d target
_SLOPE = {"signed": 1, "binary": 2}


def _signed(target, encoding):
    return 2 * target - 1 if encoding == "binary" else target


def _slack(scores, target, margin, encoding):
    """margin - y f and the size of its terms. With y = +-1 it is a single subtraction and loses nothing."""
    y = _signed(target, encoding)
    slack = margin - y * scores
    return y, slack, (abs(slack) if abs(y) == 1 else largest(margin, y * scores))


def _hinge(scores, target, margin=mpf(1), encoding="signed"):
    _, slack, scale = _slack(scores, target, margin, encoding)
    return (slack, scale) if not slack <= 0 else (mpf(0), mpf(0))


def _hinge_gradient(scores, target, margin=mpf(1), encoding="signed"):
    y, slack, _ = _slack(scores, target, margin, encoding)
    gradient = (-y, -scores * _SLOPE[encoding]) if not slack <= 0 else (mpf(0), mpf(0))
    return gradient, tuple(abs(g) for g in gradient)


def _squared_hinge(scores, target, margin=mpf(1), encoding="signed"):
    _, slack, scale = _slack(scores, target, margin, encoding)
    return (slack * slack, abs(slack) * scale) if not slack <= 0 else (mpf(0), mpf(0))


def _squared_hinge_gradient(scores, target, margin=mpf(1), encoding="signed"):
    y, slack, scale = _slack(scores, target, margin, encoding)
    if slack <= 0:
        return (mpf(0), mpf(0)), (mpf(0), mpf(0))
    by_score, by_target = -2 * y, -2 * scores * _SLOPE[encoding]
    return (by_score * slack, by_target * slack), (abs(by_score) * scale, abs(by_target) * scale)


def _perceptron(scores, target, encoding="signed"):
    return _hinge(scores, target, mpf(0), encoding)


def _perceptron_gradient(scores, target, encoding="signed"):
    return _hinge_gradient(scores, target, mpf(0), encoding)


ORACLES = {
    "hinge": Oracle("elementwise", _hinge, _hinge_gradient, exact=True),
    "squared_hinge": Oracle("elementwise", _squared_hinge, _squared_hinge_gradient, exact=True),
    "perceptron": Oracle("elementwise", _perceptron, _perceptron_gradient, exact=True),
}
