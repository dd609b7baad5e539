"""What each function of `unilosses.numerics` is evaluated at, and the truth of it with 50 digits and more.

The truth of a case is a plain formula of mpmath's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from mpmath import mp, mpf

from unilosses import numerics as num

RANDOM = 40


@dataclass(frozen=True)
class Case:
    """`call(xp, *inputs)` gives one array, or several, and `truth` of the same numbers as many."""

    name: str
    call: Callable[..., Any]
    truth: Callable[..., Any]
    inputs: Callable[[Any, Any], Sequence[Any]]
    """The arrays, from a generator and the dtype's finfo."""
    by: Literal["number", "row", "batch"] = "number"
    """Of what the truth is a function: single numbers, rows of them, or all of the arrays."""
    scale: Callable[..., Any] | None = None
    """The size of the largest terms, where they cancel."""


# --- inputs ---------------------------------------------------------------------------------------------------------


def decades(rng: Any, low: float, high: float, *hard: float) -> np.ndarray:
    """Positive numbers from all decades between two powers of ten."""
    return np.concatenate([hard, 10.0 ** rng.uniform(low, high, RANDOM)])


def reals(rng: Any, low: float, high: float, *hard: float) -> np.ndarray:
    numbers = decades(rng, low, high)
    return np.concatenate([hard, numbers * rng.choice([-1.0, 1.0], RANDOM)])


def between(rng: Any, low: float, high: float, *hard: float) -> np.ndarray:
    return np.concatenate([hard, rng.uniform(low, high, RANDOM)])


def one(low: float, high: float, *hard: float) -> Callable[[Any, Any], Sequence[Any]]:
    """One array of real numbers of all decades."""
    return lambda rng, info: (reals(rng, low, high, *hard),)


def positive(low: float, high: float, *hard: float) -> Callable[[Any, Any], Sequence[Any]]:
    return lambda rng, info: (decades(rng, low, high, *hard),)


def inside(low: float, high: float, *hard: float) -> Callable[[Any, Any], Sequence[Any]]:
    return lambda rng, info: (between(rng, low, high, *hard),)


def two(rng: Any, info: Any) -> Sequence[Any]:
    return reals(rng, -9, 9), reals(rng, -9, 9)


def close_pairs(rng: Any, info: Any) -> Sequence[Any]:
    """Positive numbers, a few to many units in the last place from each other, and far apart."""
    p = decades(rng, -9, 9)
    near = p * (1.0 + float(info.eps) * rng.integers(-4, 5, RANDOM))
    return np.concatenate([p] * 3), np.concatenate([near, p * (1.0 + reals(rng, -4, -0.4)), decades(rng, -9, 9)])


def logits(rng: Any, info: Any) -> np.ndarray:
    """Rows of five: equal, far apart, close at the top, around a large number, impossible classes."""
    hard = [
        [0.0] * 5, [80.0, 0.0, -80.0, 1.0, 2.0], [1e4, -1e4, 9990.0, 0.0, 1.0], [30.0, 0.0, 0.0, 0.0, 0.0],
        [17.0, -np.inf, 16.0, -np.inf, 0.0], [-700.0, -701.0, -702.0, -740.0, -700.5],
        [1e6, 999999.0, 999990.0, 0.0, 3.0],
    ]  # fmt: skip
    return np.concatenate([hard, rng.normal(size=(20, 5)) * 10.0 ** rng.uniform(-2, 1.2, (20, 1))])


def coefficients(rng: Any, x: np.ndarray) -> np.ndarray:
    """Of labels: of one class, of two, and smoothed."""
    c = rng.uniform(0, 1, x.shape) ** 4
    c[::3] = np.eye(5)[rng.integers(0, 5, len(c[::3]))]
    return np.where(np.isinf(x), 0.0, c)


def vectors(rng: Any, info: Any) -> np.ndarray:
    """Rows of three of every length."""
    top = np.log10(float(info.max)) - 1
    exponents = np.concatenate([rng.uniform(4 - top, top, (15, 1)), rng.uniform(-3, 3, (15, 1))])
    return rng.normal(size=(30, 3)) * 10.0**exponents


def vector_pairs(rng: Any, info: Any) -> Sequence[Any]:
    """Of any directions, nearly the same, and nearly opposite."""
    u, v = rng.normal(size=(30, 3)), rng.normal(size=(30, 3)) * 100.0
    v[10:20] = u[10:20] * (1.0 + 10.0 ** rng.uniform(-5, -1, (10, 3)))
    v[20:] = -u[20:] * (1.0 + 10.0 ** rng.uniform(-5, -1, (10, 3)))
    return u, v


# --- truths ---------------------------------------------------------------------------------------------------------


def dot(u: Any, v: Any) -> Any:
    return mp.fdot(u, v)


def norm(u: Any) -> Any:
    return mp.sqrt(dot(u, u))


def cosine(u: Any, v: Any) -> Any:
    return dot(u, v) / (norm(u) * norm(v))


def log_sum(x: Any) -> Any:
    return mp.log(sum(mp.exp(v) for v in x))


def softmax(x: Any) -> list[Any]:
    total = log_sum(x)
    return [mp.exp(v - total) for v in x]


def without_each(x: Any) -> list[Any]:
    """The sum of all others."""
    return [sum(x[:i] + x[i + 1 :]) for i in range(len(x))]


def cross_entropy_gradient(x: Any, c: Any) -> list[Any]:
    p = softmax(x)
    return [q * other - k * rest for q, k, other, rest in zip(p, c, without_each(c), without_each(p), strict=True)]


def cross_entropy_terms(x: Any, c: Any) -> list[Any]:
    p = softmax(x)
    return [max(q * sum(c), k * rest) for q, k, rest in zip(p, c, without_each(p), strict=True)]


def log_gamma_rest(x: Any) -> Any:
    return mp.loggamma(x) - ((x - mpf(1) / 2) * mp.log(x) - x + mp.log(2 * mp.pi) / 2)


def p_norm(u: Any, v: Any, p: float) -> Any:
    d = [abs(a - b) for a, b in zip(u, v, strict=True)]
    return max(d) if p == np.inf else sum(x**p for x in d) ** (1 / mpf(p))


def p_norm_slope(u: Any, v: Any, p: float) -> list[Any]:
    length = p_norm(u, v, p)
    return [mp.sign(a - b) * (abs(a - b) / length) ** (mpf(p) - 1) for a, b in zip(u, v, strict=True)]


def barron(u: Any, alpha: float) -> Any:
    if alpha == 2:
        return u * u / 2
    if alpha == 0:
        return mp.log1p(u * u / 2)
    if alpha == -np.inf:
        return -mp.expm1(-u * u / 2)
    b = abs(mpf(alpha) - 2)
    return b / alpha * ((1 + u * u / b) ** (mpf(alpha) / 2) - 1)


def barron_slope(u: Any, alpha: float) -> Any:
    if alpha == -np.inf:
        return u * mp.exp(-u * u / 2)
    b = abs(mpf(alpha) - 2)
    return u if alpha == 2 else u * (1 + u * u / b) ** (mpf(alpha) / 2 - 1)


def tweedie(m: Any, y: Any, p: float) -> Any:
    a, c = 2 - mpf(p), 1 - mpf(p)
    return y * (y**c - m**c) / c - (y**a - m**a) / a


def angle_slope(u: Any, v: Any) -> list[Any]:
    c = cosine(u, v)
    return [(b / norm(v) - c * a / norm(u)) / norm(u) for a, b in zip(u, v, strict=True)]


def clipped(p: Any, rest: Any, eps: float) -> tuple[Any, Any]:
    p = min(max(p, mpf(eps)), 1 - mpf(eps))
    return mp.log(p), mp.log1p(-p)


def in_hypotenuse(r: Any, delta: float) -> tuple[Any, Any]:
    t = min(r / delta, delta / r)
    return t, mp.sqrt(1 + t * t)


# --- the cases ------------------------------------------------------------------------------------------------------

ANY = one(-30, 30, 0.0, 1.0, -1.0, 3.0)


def _logits_alone(rng: Any, info: Any) -> Sequence[Any]:
    return (logits(rng, info),)


def _logits_and_labels(rng: Any, info: Any) -> Sequence[Any]:
    x = logits(rng, info)
    return x, rng.choice([0, 2, 4], len(x))


def _logits_and_coefficients(rng: Any, info: Any) -> Sequence[Any]:
    x = logits(rng, info)
    return x, coefficients(rng, x)


def _logits_and_peak(rng: Any, info: Any) -> Sequence[Any]:
    x = logits(rng, info)
    return x, x.max(axis=-1, keepdims=True)


def _label_slope(x: Any, i: Any) -> list[Any]:
    p, label = softmax(x), int(i[0])
    return [-without_each(p)[k] if k == label else q for k, q in enumerate(p)]


def _unit_rows(rng: Any, info: Any) -> Sequence[Any]:
    """Rows of exponentials, the largest of which is 1."""
    x = 10.0 ** rng.uniform(-9, 0, (20, 8))
    x[:, 3] = 1.0
    return (x,)


def _batch(rng: Any, info: Any) -> Sequence[Any]:
    return rng.normal(size=(4, 3)), rng.normal(size=(5, 3))


def _cosines(u: list[Any], v: list[Any]) -> list[Any]:
    return [cosine(a, b) for a in u for b in v]


def _scores(rng: Any, info: Any) -> Sequence[Any]:
    return (rng.uniform(-4, 4, (6, 6)),)


CHOSEN = np.asarray([[(i + j) % 3 == 0 for j in range(6)] for i in range(6)])


def _mask(xp: Any, x: Any, which: bool = True) -> Any:
    return xp.asarray((which == CHOSEN).tolist())


def _log_sum_above(s: list[Any]) -> list[Any]:
    return [log_sum([x for x, c in zip(row, CHOSEN[i], strict=True) if c]) - x for i, row in enumerate(s) for x in row]


def _log_sum_probs(s: list[Any]) -> list[Any]:
    found = []
    for i, row in enumerate(s):
        total = log_sum([x for x, c in zip(row, CHOSEN[i], strict=True) if c])
        found += [mp.exp(x - total) if c else mpf(0) for x, c in zip(row, CHOSEN[i], strict=True)]
    return found


def _contrast(s: list[Any]) -> list[Any]:
    found = []
    for i, row in enumerate(s):
        against = log_sum([x for x, c in zip(row, CHOSEN[i], strict=True) if not c])
        each = [mp.log1p(mp.exp(against - x)) for x, c in zip(row, CHOSEN[i], strict=True) if c]
        found.append(sum(each) / len(each))
    return found


def _contrast_slopes(s: list[Any]) -> list[Any]:
    found = []
    for i, row in enumerate(s):
        chosen = CHOSEN[i].tolist()
        against = log_sum([x for x, c in zip(row, chosen, strict=True) if not c])
        drawn = [1 / (1 + mp.exp(x - against)) / sum(chosen) if c else mpf(0) for x, c in zip(row, chosen, strict=True)]
        found += [-d if c else sum(drawn) * mp.exp(x - against) for x, c, d in zip(row, chosen, drawn, strict=True)]
    return found


def _scaled(xp: Any, *x: Any) -> list[Any]:
    return [num.scaled.exponential(xp, v) for v in x]


def _contrasted(xp: Any, s: Any) -> Any:
    return num.similarities.Contrast(xp, s, _mask(xp, s), _mask(xp, s, False))


CASES = [
    Case("sign", num.sign, mp.sign, ANY),
    Case("heaviside", num.heaviside, lambda x: mpf(x > 0), ANY),
    Case("relu", num.relu, lambda x: max(x, mpf(0)), ANY),
    Case("absolute", num.absolute, abs, ANY),
    Case("maximum", num.maximum, max, two),
    Case("minimum", num.minimum, min, two),
    Case("clamp_max", num.clamp_max, min, two),
    Case("multiply_no_nan", num.multiply_no_nan, lambda c, x: c * x, two),
    Case(
        "multiply_nonnegative",
        num.multiply_nonnegative,
        lambda c, x: c * x,
        lambda rng, info: (reals(rng, -9, 9, 0.0), decades(rng, -9, 9, 2.0)),
    ),
    Case("divide_no_nan", num.divide_no_nan, lambda c, x: c / x, two),
    Case(
        "divide_small",
        num.divide_small,
        lambda c, x: c / x,
        lambda rng, info: (decades(rng, -30, 0), decades(rng, -30, 0)),
    ),
    Case("ratio", lambda xp, x: num.ratio(xp, x, 3.0), lambda x: x / 3, ANY),
    Case("log", num.log, mp.log, positive(-30, 30, 1.0, 1.0 + 2**-20, 1.0 - 2**-20)),
    Case(
        "log1m",
        num.log1m,
        lambda p: mp.log1p(-p),
        lambda rng, info: (
            np.concatenate(
                [decades(rng, -30, -0.1, 0.25, 1.0 - float(info.eps)), between(rng, 0, 1), -decades(rng, -9, 9)]
            ),
        ),
    ),
    Case("log_ratio", num.log_ratio, lambda p, q: mp.log(p / q), close_pairs),
    Case("power", lambda xp, x: num.power(xp, x, 0.5), mp.sqrt, positive(-30, 30)),
    Case("power", lambda xp, x: num.power(xp, x, 1.75), lambda x: x ** mpf(1.75), positive(-9, 9)),
    Case(
        "log_clipped",
        lambda xp, p: num.log_clipped(xp, p, 1.0 - p, 2.0**-20)[:2],
        lambda p: clipped(p, 1 - p, 2.0**-20),
        inside(0, 1, 1e-8, 1e-3, 1.0 - 2**-22, 1.0),
    ),
    Case("hypotenuse", lambda xp, r: num.hypotenuse(xp, r, 2.0)[1:], lambda r: in_hypotenuse(r, 2.0), positive(-9, 9)),
    Case("softplus_pair", num.softplus_pair, lambda x: (mp.log1p(mp.exp(x)), mp.log1p(mp.exp(-x))), one(-5, 2, 0.0)),
    Case(
        "sigmoid_parts",
        lambda xp, x: [part / num.sigmoid_parts(xp, x)[2] for part in num.sigmoid_parts(xp, x)[:2]],
        lambda x: (1 / (1 + mp.exp(-x)), 1 / (1 + mp.exp(x))),
        one(-5, 2, 0.0),
    ),
    Case("square", lambda xp, x: num.square(x), lambda x: x * x, one(-9, 9)),
    Case(
        "polynomial",
        lambda xp, x: num.polynomial(x, [1.0, 0.5, 0.25, 0.125]),
        lambda x: 1 + x / 2 + x * x / 4 + x**3 / 8,
        inside(0, 1),
    ),
    Case("exprel", num.exprel, lambda s: mp.expm1(s) / s if s else mpf(1), one(-9, 1.8, 0.0)),
    Case(
        "log1p_ratio",
        lambda xp, w: num.log1p_ratio(w),
        lambda w: mp.log1p(w) / w if w else mpf(1),
        inside(0, 0.4999, 0.0),
    ),
    Case("atanh_rest", lambda xp, d: num.atanh_rest(d), lambda d: mp.atanh(d) - d, one(-5, -0.31)),
    Case("close_term", lambda xp, d: num.close_term(d), lambda d: (1 + d) * mp.atanh(d) / d - 1, one(-5, -0.31)),
    Case("kl_div", lambda xp, p, q: num.kl_div(xp, p, q, p - q), lambda p, q: p * mp.log(p / q) - p + q, close_pairs),
    Case("kl_div_slope", lambda xp, p, q: num.kl_div_slope(xp, p, q, p - q), lambda p, q: mp.log(p / q), close_pairs),
    Case("stirling_rest", num.stirling_rest, log_gamma_rest, positive(-6, 6, 1.0, 2.0), scale=lambda x: mpf(x < 1)),
    Case(
        "factorial_rest",
        num.factorial_rest,
        lambda x: mp.loggamma(x + 1) - (x * mp.log(x) - x),
        positive(-6, 6, 1.0),
        scale=lambda x: mpf(1) / 12,
    ),
    Case(
        "digamma",
        num.digamma,
        mp.digamma,
        positive(-6, 6, 1.0, 2.0, 1.4616),
        scale=lambda x: max(abs(mp.log(x)), 1 / x),
    ),
    Case("row_sum", num.row_sum, lambda x: [sum(x)], lambda rng, info: (rng.uniform(0, 1, (20, 64)),), by="row"),
    Case(
        "ordered_sum",
        lambda xp, x: xp.stack([num.ordered_sum(xp, x[i, :]) for i in range(4)]),
        lambda x: [sum(x)],
        lambda rng, info: (rng.uniform(0, 1, (4, 64)),),
        by="row",
    ),
    Case(
        "cumulative_sum",
        num.cumulative_sum,
        lambda x: [sum(x[: i + 1]) for i in range(len(x))],
        lambda rng, info: (rng.uniform(0, 1, (8, 16)),),
        by="row",
    ),
    Case("sum_but_largest", num.sum_but_largest, lambda x: [sum(x) - 1], _unit_rows, by="row"),
    Case(
        "partition",
        lambda xp, x: xp.concat(list(num.partition(xp, x)), axis=-1),
        lambda x: [sum(x), *without_each(x)],
        lambda rng, info: (10.0 ** rng.uniform(-9, 3, (20, 6)),),
        by="row",
    ),
    Case("Softmax.probs", lambda xp, x: num.Softmax(xp, x).probs, softmax, _logits_alone, by="row"),
    Case(
        "Softmax.complements",
        lambda xp, x: num.Softmax(xp, x).complements,
        lambda x: without_each(softmax(x)),
        _logits_alone,
        by="row",
    ),
    Case(
        "Softmax.surprisal",
        lambda xp, x: num.Softmax(xp, x).surprisal,
        lambda x: [log_sum(x) - v for v in x],
        _logits_alone,
        by="row",
    ),
    Case(
        "Softmax.log_total",
        lambda xp, x: num.Softmax(xp, x).log_total,
        lambda x: [log_sum(x)],
        _logits_alone,
        scale=lambda x: [max(abs(max(x)), mp.log(5))],
        by="row",
    ),
    Case(
        "Softmax.cross_entropy_gradient",
        lambda xp, x, c: num.Softmax(xp, x).cross_entropy_gradient(c),
        cross_entropy_gradient,
        _logits_and_coefficients,
        scale=cross_entropy_terms,
        by="row",
    ),
    Case(
        "SoftmaxOfLabel.surprisal",
        lambda xp, x, i: num.SoftmaxOfLabel(xp, x, i).surprisal,
        lambda x, i: [log_sum(x) - x[int(i[0])]],
        _logits_and_labels,
        by="row",
    ),
    Case(
        "SoftmaxOfLabel.slope",
        lambda xp, x, i: num.SoftmaxOfLabel(xp, x, i).slope,
        _label_slope,
        _logits_and_labels,
        scale=lambda x, i: [mpf("1e-20")] * 5,
        by="row",
    ),
    Case("gaps", num.gaps, lambda x, peak: [peak[0] - v for v in x], _logits_and_peak, by="row"),
    Case("exp_of_gaps", num.exp_of_gaps, lambda x, peak: [mp.exp(v - peak[0]) for v in x], _logits_and_peak, by="row"),
    Case(
        "unit_vectors",
        lambda xp, x: xp.concat(list(num.unit_vectors(xp, x)[:2]), axis=-1),
        lambda x: [*(v / norm(x) for v in x), 1 / norm(x)],
        lambda rng, info: (vectors(rng, info),),
        by="row",
    ),
    Case(
        "Angle.distance",
        lambda xp, u, v: num.Angle(xp, u, v).distance(),
        lambda u, v: [1 - cosine(u, v)],
        vector_pairs,
        scale=lambda u, v: [mp.sqrt(2 * (1 - cosine(u, v)))],
        by="row",
    ),
    Case(
        "Angle.minus",
        lambda xp, u, v: num.Angle(xp, u, v).minus(0.5 + 0.0 * u[..., 0]),
        lambda u, v: [cosine(u, v) - mpf(0.5)],
        vector_pairs,
        scale=lambda u, v: [mpf(1)],
        by="row",
    ),
    Case(
        "Angle.slopes",
        lambda xp, u, v: num.Angle(xp, u, v).slopes()[0],
        angle_slope,
        vector_pairs,
        scale=lambda u, v: [1 / norm(u)] * 3,
        by="row",
    ),
    *(
        Case(
            "Distance.length",
            lambda xp, u, v, p=p: num.Distance(xp, u, v, p).length(),
            lambda u, v, p=p: [p_norm(u, v, p)],
            lambda rng, info: (vectors(rng, info), 0.0 * vectors(rng, info)),
            by="row",
        )
        for p in (1.0, 2.0, 3.5, np.inf)
    ),
    *(
        Case(
            "Distance.slope",
            lambda xp, u, v, p=p: num.Distance(xp, u, v, p).slope(),
            lambda u, v, p=p: p_norm_slope(u, v, p),
            lambda rng, info: (vectors(rng, info), 0.0 * vectors(rng, info)),
            by="row",
        )
        for p in (1.0, 2.0, 3.5)
    ),
    Case(
        "signed_labels",
        lambda xp, y: num.signed_labels(y, "binary"),
        lambda y: 2 * y - 1,
        inside(0, 1, 0.0, 1.0),
        scale=lambda y: mpf(1),
    ),
    Case("signed_chain", lambda xp, d: num.signed_chain(d, "binary"), lambda d: 2 * d, one(-9, 9)),
    Case(
        "label_coefficients",
        lambda xp, y, x: num.label_coefficients(xp, y, x, 3.0, 0.125),
        lambda y, x: 3 * (y * 7 + mpf(1) / 40) / 8,
        lambda rng, info: (between(rng, 0, 1), between(rng, 0, 1)),
    ),
]

# Fractions that every dtype holds.
ALPHAS = (2.0, 1.0, 0.0, -2.0, -np.inf, 2**-6, 2.0 - 2**-6, 2.0 + 2**-6, 3.0, -6.0)
POWERS = (-1.0, 0.5, 1.5, 2.0 - 2**-6, 2.5, 3.0)
CASES += [
    *(
        Case(
            "barron.value", lambda xp, u, a=a: num.barron.value(xp, u, a), lambda u, a=a: barron(u, a), positive(-5, 6)
        )
        for a in ALPHAS
    ),
    *(
        Case(
            "barron.slope",
            lambda xp, u, a=a: num.barron.slope(xp, u, a),
            lambda u, a=a: barron_slope(u, a),
            one(-5, 6 if a > -np.inf else 0.6),
        )
        for a in ALPHAS
    ),
    Case("barron.cauchy", num.barron.cauchy, lambda u: barron(u, 0.0), positive(-9, 12)),
    Case("barron.cauchy_slope", num.barron.cauchy_slope, lambda u: barron_slope(u, 0.0), one(-9, 12)),
    Case("barron.geman_mcclure", num.barron.geman_mcclure, lambda u: barron(u, -2.0), positive(-9, 12)),
    Case("barron.geman_mcclure_slope", num.barron.geman_mcclure_slope, lambda u: barron_slope(u, -2.0), one(-9, 9)),
    Case("barron.welsch", num.barron.welsch, lambda u: barron(u, -np.inf), positive(-9, 12)),
    Case("barron.welsch_slope", num.barron.welsch_slope, lambda u: barron_slope(u, -np.inf), one(-9, 0.6)),
    *(
        Case(
            "tweedie.half_deviance",
            lambda xp, m, y, p=p: num.tweedie.half_deviance(xp, m, y, p),
            lambda m, y, p=p: tweedie(m, y, p),
            lambda rng, info: tuple(x**0.3 for x in close_pairs(rng, info)),
        )
        for p in POWERS
    ),
    *(
        Case(
            "tweedie.half_slopes",
            lambda xp, m, y, p=p: num.tweedie.half_slopes(xp, m, y, p),
            lambda m, y, p=p: ((m - y) / m ** mpf(p), (y ** (1 - mpf(p)) - m ** (1 - mpf(p))) / (1 - mpf(p))),
            lambda rng, info: tuple(x**0.3 for x in close_pairs(rng, info)),
        )
        for p in POWERS
    ),
    Case("scaled.exponential", lambda xp, x: num.scaled.plain(xp, *_scaled(xp, x)), mp.exp, inside(-80, 0, 0.0)),
    Case("scaled.plain", lambda xp, x: num.scaled.plain(xp, *_scaled(xp, x)), mp.exp, inside(-60, 0)),
    Case("scaled.logarithm", lambda xp, x: num.scaled.logarithm(xp, *_scaled(xp, x)), lambda x: x, one(0, 5)),
    Case(
        "scaled.product",
        lambda xp, x, y: num.scaled.logarithm(xp, num.scaled.product(xp, *_scaled(xp, x, y))),
        lambda x, y: x + y,
        lambda rng, info: (between(rng, -1e4, 0), between(rng, 0, 40)),
        scale=lambda x, y: abs(x),
    ),
    Case(
        "scaled.total",
        lambda xp, x, y: num.scaled.plain(xp, num.scaled.total(xp, *_scaled(xp, x, y, x))),
        lambda x, y: 2 * mp.exp(x) + mp.exp(y),
        lambda rng, info: (between(rng, -80, 0), between(rng, -80, 0)),
    ),
    Case(
        "scaled.normalized",
        lambda xp, x: num.scaled.normalized(xp, *_scaled(xp, x)),
        softmax,
        lambda rng, info: (rng.uniform(-30, 30, (10, 5)),),
        by="row",
    ),
    Case(
        "similarities.dots",
        num.similarities.dots,
        lambda u, v: [dot(a, b) for a in u for b in v],
        _batch,
        by="batch",
        scale=lambda u, v: [norm(a) * norm(b) for a in u for b in v],
    ),
    Case(
        "similarities.Cosines.cos",
        lambda xp, u, v: num.similarities.Cosines(xp, u, v).cos,
        _cosines,
        _batch,
        by="batch",
        scale=lambda u, v: [mpf(1)] * 20,
    ),
    Case(
        "similarities.LogSum.probs",
        lambda xp, s: num.similarities.LogSum(xp, s, _mask(xp, s)).probs,
        _log_sum_probs,
        _scores,
        by="batch",
    ),
    Case(
        "similarities.LogSum.above",
        lambda xp, s: num.similarities.LogSum(xp, s, _mask(xp, s)).above(s),
        _log_sum_above,
        _scores,
        by="batch",
        scale=lambda s: [mpf(8)] * 36,
    ),
    Case("similarities.Contrast.value", lambda xp, s: _contrasted(xp, s).value(), _contrast, _scores, by="batch"),
    Case(
        "similarities.Contrast.slopes", lambda xp, s: _contrasted(xp, s).slopes(), _contrast_slopes, _scores, by="batch"
    ),
]
