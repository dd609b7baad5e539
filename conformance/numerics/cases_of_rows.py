"""What margins, sparsemax, distributions and overlaps of `unilosses.numerics` are evaluated at, and their truths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from mpmath import mp, mpf

from unilosses import numerics as num

from .case import Case, close_pairs, coefficients, softmax

# --- truths ---------------------------------------------------------------------------------------------------------


def sparsemax(z: list[Any]) -> tuple[list[Any], Any]:
    """The probabilities and the threshold, by the definition: of all sizes of the support, the largest that holds."""
    ordered = sorted(z, reverse=True)
    taus = [(sum(ordered[:k]) - 1) / k for k in range(1, len(z) + 1)]
    tau = next(t for t, least in reversed(list(zip(taus, ordered, strict=True))) if least > t)
    return [max(v - tau, mpf(0)) for v in z], tau


def sparsemax_losses(z: list[Any]) -> list[Any]:
    p, tau = sparsemax(z)
    whole = sum(v * v - tau * tau for v, q in zip(z, p, strict=True) if q > 0) / 2 + mpf(1) / 2
    return [whole - v for v in z]


def gini_loss(z: list[Any], y: list[Any]) -> list[Any]:
    p, tau = sparsemax(z)
    return [sum((q - t) ** 2 / 2 + t * max(tau - v, mpf(0)) for q, t, v in zip(p, y, z, strict=True))]


def shannon_loss(x: list[Any], y: list[Any]) -> list[Any]:
    return [sum(t * mp.log(t / q) for t, q in zip(y, softmax(x), strict=True) if t)]


def shannon_scale(x: list[Any], y: list[Any]) -> list[Any]:
    return [max(abs(t * mp.log(t / q)) if t else mpf(0) for t, q in zip(y, softmax(x), strict=True))]


def sparse_plus(x: Any) -> Any:
    return mpf(0) if x <= -1 else x if x >= 1 else (x + 1) ** 2 / 4


def sparse_sigmoid(x: Any) -> Any:
    return mpf(0) if x <= -1 else mpf(1) if x >= 1 else (x + 1) / 2


def focal(x: list[Any]) -> list[Any]:
    return [(1 - p) ** mpf(1.5) * -mp.log(p) for p in softmax(x)]


def focal_slope(x: list[Any]) -> list[Any]:
    return [(1 - p) ** mpf(1.5) * (1 - mpf(1.5) * p * mp.log(p) / (1 - p)) for p in softmax(x)]


def binomial_rest(x: Any, r: Any) -> Any:
    whole = mp.loggamma(r) + mp.loggamma(x + 1) - mp.loggamma(r + x)
    return whole - r * mp.log(r / (r + x)) - x * mp.log(x / (r + x))


def tversky(p: list[Any], t: list[Any]) -> Any:
    """With 0.25 and 0.5 for the two errors."""
    pairs = list(zip(p, t, strict=True))
    error = sum(a * (1 - b) / 4 + b * (1 - a) / 2 for a, b in pairs)
    return error / (error + sum(a * b for a, b in pairs))


def generalized_dice(p: list[list[Any]], t: list[list[Any]]) -> Any:
    weights = [1 / sum(row) ** 2 for row in t]
    overlaps = [sum(a * b for a, b in zip(*rows, strict=True)) for rows in zip(p, t, strict=True)]
    sizes = [sum(a) + sum(b) for a, b in zip(p, t, strict=True)]
    overlap, size = (sum(w * x for w, x in zip(weights, of, strict=True)) for of in (overlaps, sizes))
    return (size - 2 * overlap) / size


# --- the cases ------------------------------------------------------------------------------------------------------


def _rows(rng: Any, info: Any) -> Sequence[Any]:
    return (rng.normal(size=(30, 6)) * 10.0 ** rng.uniform(-3, 3, (30, 6)),)


def _scores(rng: Any, info: Any) -> Sequence[Any]:
    """With supports of every size; of these, the distances are exact to within the dtype's digits."""
    return (np.round(rng.normal(size=(40, 5)) * rng.choice([0.1, 0.5, 2.0, 20.0], (40, 1)) * 64.0) / 64.0,)


def _scores_and_coefficients(rng: Any, info: Any) -> Sequence[Any]:
    (z,) = _scores(rng, info)
    return z, coefficients(rng, z)


def _moderate(rng: Any, info: Any) -> Sequence[Any]:
    return (rng.normal(size=(30, 5)) * 4.0,)


def _moderate_and_distribution(rng: Any, info: Any) -> Sequence[Any]:
    (x,) = _moderate(rng, info)
    y = coefficients(rng, x)
    return x, y / y.sum(-1, keepdims=True)


def _two_of_logits(rng: Any, info: Any) -> Sequence[Any]:
    x = rng.normal(size=(30, 5)) * 4.0
    return x, x + rng.normal(size=x.shape) * 10.0 ** rng.uniform(-3, 1, (30, 1))


def _counts(rng: Any, info: Any) -> Sequence[Any]:
    """Two numbers, and a third that is close to the second, or is not."""
    y, m = close_pairs(rng, info)
    return 10.0 ** rng.uniform(-2, 3, y.shape), y**0.3, m**0.3


def _regions(rng: Any, info: Any) -> Sequence[Any]:
    """Probabilities anywhere, and near what they should be."""
    t = np.where(rng.uniform(size=(20, 8)) < 0.5, 1.0, 0.0)
    t[:, 0] = 1.0
    p = rng.uniform(0, 1, t.shape)
    p[10:] = np.abs(t[10:] - 2.0 ** -rng.integers(4, 12, (10, 8)))
    return p, t


def _classes(rng: Any, info: Any) -> Sequence[Any]:
    p, t = _regions(rng, info)
    return p[:4], t[:4]


def _relu_power(x: Any, e: float) -> Any:
    return max(x, mpf(0)) ** mpf(e)


def _apart(x: list[Any], y: list[Any]) -> list[Any]:
    return [p - q for p, q in zip(softmax(x), softmax(y), strict=True)]


def _two_of_log_probs(rng: Any, info: Any) -> Sequence[Any]:
    x = rng.uniform(-20, -1, (30, 5))
    return x, x + rng.normal(size=x.shape) * 10.0 ** rng.uniform(-5, 0, (30, 1))


def _in(space: Any, xp: Any, x: Any) -> num.Distribution:
    return num.Distribution(xp, x, space)


def _signed(rng: Any, info: Any) -> Sequence[Any]:
    return (rng.normal(size=60) * 10.0 ** rng.uniform(-6, 6, 60),)


def _positive(rng: Any, info: Any) -> Sequence[Any]:
    return (10.0 ** rng.uniform(-6, 6, 60),)


def _pairs(rng: Any, info: Any) -> Sequence[Any]:
    return tuple(x**0.3 for x in close_pairs(rng, info))


def _normal_pairs(rng: Any, info: Any) -> Sequence[Any]:
    return rng.normal(size=60), rng.normal(size=60)


OF_ROWS = [
    Case("compare", num.compare, lambda x, y: mp.sign(x - y), _normal_pairs),
    Case("difference", num.difference, lambda x, y: x - y, _normal_pairs),
    *(
        Case("relu_power", lambda xp, x, e=e: num.relu_power(xp, x, e), lambda x, e=e: _relu_power(x, e), _signed)
        for e in (1.0, 1.5, 2.0)
    ),
    *(
        Case(
            "relu_power_slope",
            lambda xp, x, e=e: num.relu_power_slope(xp, x, e),
            lambda x, e=e: e * _relu_power(x, e - 1.0) if x > 0 else mpf(0),
            _signed,
        )
        for e in (1.0, 1.5, 2.0)
    ),
    *(
        Case(
            "power_slope",
            lambda xp, x, e=e: num.power_slope(xp, x, e),
            lambda x, e=e: e * x ** (mpf(e) - 1),
            _positive,
        )
        for e in (0.75, 1.0, 1.5)
    ),
    Case(
        "weighted_sum",
        num.weighted_sum,
        lambda c, x: [sum(a * b for a, b in zip(c, x, strict=True))],
        lambda rng, info: (rng.uniform(0, 1, (20, 6)), 10.0 ** rng.uniform(-3, 3, (20, 6))),
        by="row",
    ),
    Case(
        "lead_slacks",
        lambda xp, x: num.lead_slacks(xp, x, 1.0),
        lambda x: [1 + b - a if i != j else mpf(0) for i, a in enumerate(x) for j, b in enumerate(x)],
        _rows,
        by="row",
        scale=lambda x: [max(abs(v) for v in x) + 1] * len(x) ** 2,
    ),
    Case(
        "net_flow",
        num.net_flow,
        lambda x: [sum(row[j] for row in x) - sum(x[j]) for j in range(6)],
        lambda rng, info: (rng.uniform(0, 1, (6, 6)),),
        by="batch",
        scale=lambda x: [mpf(6)] * 6,
    ),
    Case(
        "sum_of_others",
        num.sum_of_others,
        lambda x: [sum(x[:i] + x[i + 1 :]) for i in range(len(x))],
        lambda rng, info: (10.0 ** rng.uniform(-6, 6, (30, 6)),),
        by="row",
    ),
    Case(
        "Sparsemax.probs",
        lambda xp, z: num.Sparsemax(xp, z).probs,
        lambda z: sparsemax(z)[0],
        _scores,
        by="row",
        scale=lambda z: [mpf(1)] * 5,
    ),
    Case(
        "Sparsemax.losses",
        lambda xp, z: num.Sparsemax(xp, z).losses(),
        sparsemax_losses,
        _scores,
        by="row",
        scale=lambda z: [max(v, mpf(1)) for v in sparsemax_losses(z)],
    ),
    Case(
        "Sparsemax.fenchel_young",
        lambda xp, z, y: num.Sparsemax(xp, z).fenchel_young(y),
        gini_loss,
        _scores_and_coefficients,
        by="row",
        scale=lambda z, y: [max(gini_loss(z, y)[0], mpf(1))],
    ),
    Case(
        "Softmax.fenchel_young",
        lambda xp, x, y: num.Softmax(xp, x).fenchel_young(y),
        shannon_loss,
        _moderate_and_distribution,
        by="row",
        scale=shannon_scale,
    ),
    Case("Softmax.focal", lambda xp, x: num.Softmax(xp, x).focal(1.5), focal, _moderate, by="row"),
    Case("Softmax.focal_slope", lambda xp, x: num.Softmax(xp, x).focal_slope(1.5), focal_slope, _moderate, by="row"),
    Case(
        "sparse_plus", num.sparse_plus, sparse_plus, lambda rng, info: (rng.uniform(-2, 2, 60),), scale=lambda x: mpf(1)
    ),
    Case(
        "sparse_sigmoid",
        num.sparse_sigmoid,
        sparse_sigmoid,
        lambda rng, info: (rng.uniform(-2, 2, 60),),
        scale=lambda x: mpf(1),
    ),
    Case(
        "Distribution.minus",
        lambda xp, x, y: _in("logits", xp, x).minus(_in("logits", xp, y)),
        _apart,
        _two_of_logits,
        by="row",
        scale=lambda x, y: [max(p, q) for p, q in zip(softmax(x), softmax(y), strict=True)],
    ),
    Case(
        "Distribution.minus",
        lambda xp, x, y: _in("log_probs", xp, x).minus(_in("log_probs", xp, y)),
        lambda x, y: [mp.exp(a) - mp.exp(b) for a, b in zip(x, y, strict=True)],
        _two_of_log_probs,
        by="row",
    ),
    Case(
        "softmax_difference",
        lambda xp, x, y: num.softmax_difference(xp, num.Softmax(xp, x), num.Softmax(xp, y)),
        _apart,
        _two_of_logits,
        by="row",
        scale=lambda x, y: [max(p, q) for p, q in zip(softmax(x), softmax(y), strict=True)],
    ),
    Case(
        "Distribution.over",
        lambda xp, x, y: _in("logits", xp, x).over(_in("logits", xp, y)),
        lambda x, y: [mp.log(p / q) for p, q in zip(softmax(x), softmax(y), strict=True)],
        _two_of_logits,
        by="row",
        scale=lambda x, y: [1 - mp.log(min(p, q)) for p, q in zip(softmax(x), softmax(y), strict=True)],
    ),
    Case(
        "Distribution.over",
        lambda xp, p, q: _in("probs", xp, p).over(_in("probs", xp, q)),
        lambda p, q: mp.log(p / q),
        close_pairs,
    ),
    Case(
        "binomial_kl_div",
        num.binomial_kl_div,
        lambda r, y, m: r * mp.log((r + m) / (r + y)) + y * mp.log(y * (r + m) / (m * (r + y))),
        _counts,
    ),
    Case(
        "binomial_rest",
        num.binomial_rest,
        binomial_rest,
        lambda rng, info: _counts(rng, info)[:2],
        scale=lambda x, r: mpf(1),
    ),
    Case(
        "overlap.Region.cost",
        lambda xp, p, t: num.overlap.Region(xp, p, t, None, 0.25, 0.5, 0.0).cost("count"),
        lambda p, t: [tversky(p, t)],
        _regions,
        by="row",
    ),
    Case(
        "overlap.Regions.loss",
        lambda xp, p, t: num.overlap.Regions(xp, p, t, "square", "largest", None).loss[..., 0, 0],
        lambda p, t: [generalized_dice(p, t)],
        _classes,
        by="batch",
    ),
    *(
        Case(
            "tweedie.deviance",
            lambda xp, m, y, p=p: num.tweedie.deviance(xp, m, y, p),
            truth,
            _pairs,
        )
        for p, truth in (
            (0.0, lambda m, y: (y - m) ** 2),
            (1.0, lambda m, y: 2 * (y * mp.log(y / m) - y + m)),
            (2.0, lambda m, y: 2 * (mp.log(m / y) + y / m - 1)),
            (3.0, lambda m, y: (y - m) ** 2 / (m * m * y)),
        )
    ),
    Case("tweedie.gamma_deviance", num.tweedie.gamma_deviance, lambda m, y: 2 * (mp.log(m / y) + y / m - 1), _pairs),
    *(
        Case("tweedie.slopes", lambda xp, m, y, p=p: num.tweedie.slopes(xp, m, y, p), truth, _pairs)
        for p, truth in (
            (0.0, lambda m, y: (2 * (m - y), 2 * (y - m))),
            (3.0, lambda m, y: (2 * (m - y) / m**3, 1 / m**2 - 1 / y**2)),
        )
    ),
    Case(
        "tweedie.poisson_slopes",
        num.tweedie.poisson_slopes,
        lambda m, y: (2 * (m - y) / m, 2 * mp.log(y / m)),
        _pairs,
    ),
    Case(
        "tweedie.gamma_slopes",
        num.tweedie.gamma_slopes,
        lambda m, y: (2 * (m - y) / m**2, 2 * (y - m) / (m * y)),
        _pairs,
    ),
]
