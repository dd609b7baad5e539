"""What each function of `unilosses.numerics` is evaluated at, and the truth of it with 50 digits and more.

The truth of a case is a plain formula of mpmath's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from mpmath import mp, mpf

from unilosses import numerics as num

from .case import (
    Case,
    between,
    close_pairs,
    coefficients,
    cosine,
    decades,
    inside,
    log_sum,
    logits,
    norm,
    one,
    positive,
    reals,
    softmax,
    two,
    vector_pairs,
    vectors,
)
from .cases_of_rows import OF_ROWS
from .cases_of_submodules import OF_SUBMODULES

# --- truths ---------------------------------------------------------------------------------------------------------


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
    *(
        Case(name, function, lambda x: (mp.log1p(mp.exp(x)), mp.log1p(mp.exp(-x))), one(-5, 2, 0.0))
        for name, function in (("softplus_pair", num.softplus_pair), ("softplus_values", num.softplus_values))
    ),
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
    Case("row_max", num.row_max, lambda x: [max(x)], lambda rng, info: (rng.uniform(-1, 1, (20, 64)),), by="row"),
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
    *OF_ROWS,
    *OF_SUBMODULES,
]
