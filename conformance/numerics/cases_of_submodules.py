"""What the functions of the submodules of `unilosses.numerics` are evaluated at, and the truth of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from mpmath import mp, mpf

from unilosses import numerics as num

from .case import Case, between, close_pairs, cosine, dot, inside, log_sum, norm, one, positive, softmax

# --- truths ---------------------------------------------------------------------------------------------------------


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


# --- the cases ------------------------------------------------------------------------------------------------------


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


def _mean_surprisal(s: list[Any]) -> list[Any]:
    each = [log_sum(row) - x for row in s for x in row]
    chosen = CHOSEN.tolist()
    return [
        sum(x for x, c in zip(each[6 * i : 6 * i + 6], row, strict=True) if c) / sum(row)
        for i, row in enumerate(chosen)
    ]


def _mean_surprisal_slopes(s: list[Any]) -> list[Any]:
    chosen = CHOSEN.tolist()
    return [
        p - (mpf(c) / sum(chosen[i])) for i, row in enumerate(s) for p, c in zip(softmax(row), chosen[i], strict=True)
    ]


def _surprised(xp: Any, s: Any) -> Any:
    return num.similarities.MeanSurprisal(xp, s, _mask(xp, s), _mask(xp, s, False))


# Fractions that every dtype holds.
ALPHAS = (2.0, 1.0, 0.0, -2.0, -np.inf, 2**-6, 2.0 - 2**-6, 2.0 + 2**-6, 3.0, -6.0)
POWERS = (-1.0, 0.5, 1.5, 2.0 - 2**-6, 2.5, 3.0)
OF_SUBMODULES = [
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
    Case(
        "similarities.MeanSurprisal.value",
        lambda xp, s: _surprised(xp, s).value(),
        _mean_surprisal,
        _scores,
        by="batch",
    ),
    Case(
        "similarities.MeanSurprisal.slopes",
        lambda xp, s: _surprised(xp, s).slopes(),
        _mean_surprisal_slopes,
        _scores,
        by="batch",
        scale=lambda s: [mpf(1)] * 36,
    ),
]
