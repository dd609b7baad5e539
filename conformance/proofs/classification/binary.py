"""Cross-entropies of independent labels, from probabilities and from logits.

The coefficient of the positive term is y = target (1 - s) + s / 2 for a label smoothing s. A coefficient of zero
removes its term even where the logarithm is infinite.
"""

from math import inf, log

import numpy as np
from mpmath import mp, mpf

import unilosses as u

from ..case import around, both_signs, case, cast, generator, product, step, thin
from ..comparison import KERAS_LOGITS, compare, mean
from ..oracle import Oracle, clean, largest, sigmoid, softplus, times


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


ORACLES = {
    "binary_cross_entropy": Oracle("elementwise", _bce, _bce_gradient),
    "sigmoid_cross_entropy": Oracle("elementwise", _sigmoid_ce, _sigmoid_ce_gradient),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Independent labels: probabilities at and next to 0 and 1, logits from 0 to saturation and infinity.


HARD = (0.0, 1.0)

SOFT = (0.125, 0.3, 0.5, 0.9)


def _probabilities(name, dtype, ends=True):
    rng = generator(name, "probabilities")
    lowest = {"float64": -300, "float32": -30, "float16": -4, "bfloat16": -30}[dtype]
    tiny = np.logspace(lowest, -1, thin(60, dtype))
    near_one = [step(1.0, dtype, -n) for n in (1, 2, 3, 10, 50)]
    wide_near_one = 1 - np.logspace(-1, -6, thin(20, dtype))
    p = [rng.uniform(0, 1, thin(80, dtype)), tiny, near_one, wide_near_one, around(0.5, dtype), [0.25, 0.75]]
    p = cast(np.concatenate(p), dtype).astype(float)
    p = p[(p > 0) & (p < 1)]
    return np.concatenate([p, [0.0, 1.0]]) if ends else p


def binary_cross_entropy(dtype):
    name = "binary_cross_entropy"
    p, inner = _probabilities(name, dtype), _probabilities(name, dtype, ends=False)
    cases = [
        case("hard", dtype, product(p, HARD), "labels 0 and 1; 0 log 0 = 0, log 0 = -inf"),
        case("soft", dtype, product(inner, SOFT), "labels in between"),
        case("ends", dtype, product([0.0, 1.0], SOFT), "infinite with soft labels"),
        case("matched", dtype, (inner, inner), "label = probability: the gradient vanishes"),
    ]
    both = product(inner, (*HARD, 0.3))
    cases += [case(f"pos_weight={w:g}", dtype, both, pos_weight=w) for w in (3.0, 0.25, 0.7, 0.0)]
    cases.append(case("ends-pos_weight=0", dtype, product([0.0, 1.0], HARD), "0 * inf = 0", pos_weight=0.0))
    cases += [case(f"label_smoothing={s:g}", dtype, both, label_smoothing=s) for s in (0.1, 0.5, 1.0)]
    cases.append(case("pos_weight-label_smoothing", dtype, both, pos_weight=3.0, label_smoothing=0.1))
    eps = 2.0**-6
    kinks = [*around(eps, dtype), *around(1 - eps, dtype), 0.0, 1.0, 0.5]
    cases += [
        case("eps-kinks", dtype, product(kinks, (*HARD, 0.3)), "at the clip bounds, one step off", eps=eps),
        case("eps=1e-07", dtype, product(p, (*HARD, 0.3)), "1 - eps that is no number of the dtype", eps=1e-7),
        case("eps=finfo", dtype, product(p, (*HARD, 0.3)), "clipped at the spacing of the dtype", eps="finfo"),
    ]
    mixed = {"pos_weight": 3.0, "label_smoothing": 0.1, "eps": eps}
    cases.append(case("eps-pos_weight-label_smoothing", dtype, product(p, (*HARD, 0.3)), **mixed))
    return cases


# Where single precision (16.6, 17, 88, 104) and double precision (36.7, 37.43, 745) saturate or underflow.
MARKS = (0.0, 1e-30, 1e-12, 1e-4, 0.5, 1.0, 5.0, 9.39, 12.857, 16.6, 17.0, 18.0, 20.0, 36.7, 37.43, 50.0, 60.0, 80.0)

FAR_MARKS = (87.0, 88.0, 88.8, 100.0, 104.0, 200.0, 700.0, 708.0, 745.0, 1e4, 1e8, 1e30)


def _logits(name, dtype, n):
    rng = generator(name, "logits")
    grid = np.logspace(-6, 2, thin(n // 4, dtype))
    return np.concatenate([rng.normal(0, 3, thin(n, dtype)), both_signs(grid), both_signs(MARKS + FAR_MARKS)])


def _infinite(name, dtype, **params):
    matched, mismatched = ([np.inf, -np.inf], [1.0, 0.0]), ([np.inf, -np.inf], [0.0, 1.0])
    tag = "".join(f"-{k}={v}" for k, v in params.items())
    return [
        case(f"infinite-matched{tag}", dtype, matched, "certain and right: 0", **params),
        case(f"infinite-mismatched{tag}", dtype, mismatched, "certain and wrong: inf", **params),
    ]


def sigmoid_cross_entropy(dtype):
    name = "sigmoid_cross_entropy"
    x = _logits(name, dtype, 160)
    short = _logits(name, dtype, 60)
    rng = generator(name, "coefficients")
    ramp = cast(np.linspace(-3, 5, thin(100, dtype)), dtype)
    crossing = cast(rng.normal(0, 3, thin(100, dtype)), dtype).astype(float)
    cases = [
        case("hard", dtype, product(x, HARD), "labels 0 and 1"),
        case("soft", dtype, product(short, SOFT), "labels in between"),
        case("coefficients", dtype, product([1.0, -0.5, 4.0], ramp), "labels are any real numbers"),
        case("crossing", dtype, (crossing, 1 / (1 + np.exp(-crossing))), "label = probability: gradient near 0"),
        *_infinite(name, dtype),
        *_infinite(name, dtype, pos_weight=3.0),
    ]
    both = product(short, (*HARD, 0.3))
    cases += [case(f"pos_weight={w:g}", dtype, both, pos_weight=w) for w in (3.0, 0.25, 0.7, 0.0)]
    cases += [case(f"label_smoothing={s:g}", dtype, both, label_smoothing=s) for s in (0.1, 0.5, 1.0)]
    cases.append(case("pos_weight-label_smoothing", dtype, both, pos_weight=3.0, label_smoothing=0.1))
    return cases


INPUTS = {f.__name__: f for f in (binary_cross_entropy, sigmoid_cross_entropy)}


# --- known numbers ----------------------------------------------------------------------------------------------------

POINTS = {
    "binary_cross_entropy": [
        ((0.3, 1.0), {}),
        ((1e-12, 0.3), {"pos_weight": 3.0}),
        ((0.999999, 0.0), {"label_smoothing": 0.1}),
        ((0.4, 0.7), {"eps": 0.25, "pos_weight": 0.5}),
        ((0.9, 0.7), {"eps": 0.25}),
        ((0.01, 0.7), {"eps": 0.25}),
    ],
    "sigmoid_cross_entropy": [
        ((0.3, 1.0), {}),
        ((-30.0, 0.0), {}),
        ((30.0, 0.3), {"pos_weight": 3.0}),
        ((2.0, 1.0), {"label_smoothing": 0.1}),
        ((-2.0, -3.5), {"pos_weight": 0.25, "label_smoothing": 0.5}),
        ((0.7, 5.0), {}),
    ],
}

NUMBERS = {
    "binary_cross_entropy": [((0.25, 1.0), {"pos_weight": 3.0}, 3 * log(4)), ((0.25, 0.0), {"eps": 0.4}, -log(0.6))],
    "sigmoid_cross_entropy": [((log(3), 0.0), {}, log(4))],
}

LIMITS = {
    "binary_cross_entropy": [
        ((0.0, 0.0), {}, 0),
        ((1.0, 1.0), {}, 0),
        ((0.0, 1.0), {}, inf),
        ((1.0, 0.5), {}, inf),
    ],
    "sigmoid_cross_entropy": [
        ((inf, 1.0), {}, 0),
        ((-inf, 0.0), {}, 0),
        ((inf, 0.0), {}, inf),
        ((inf, 0.5), {}, inf),
    ],
}

GRADIENT_LIMITS = {
    "binary_cross_entropy": [
        ((0.0, 0.0), {}, (1, inf)),
        ((0.0, 1.0), {}, (-inf, inf)),
        ((0.0, 1.0), {"eps": 0.25}, (0, None)),
        ((0.25, 1.0), {"eps": 0.25}, (-4, None)),
        ((0.75, 0.0), {"eps": 0.25}, (4, None)),
    ],
    "sigmoid_cross_entropy": [
        ((0.0, 1.0), {}, (-0.5, 0)),
        ((inf, 1.0), {}, (0, -inf)),
        ((-inf, 1.0), {}, (-1, inf)),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------

COMPARISONS = [
    compare(
        "binary_cross_entropy",
        "torch",
        "binary_cross_entropy",
        lambda f, d: f(d.probs, d.binary),
        lambda d: u.binary_cross_entropy(d.probs, d.binary),
    ),
    compare(
        "binary_cross_entropy",
        "keras",
        "binary_crossentropy",
        lambda f, d: f(d.binary, d.probs),
        lambda d: mean(u.binary_cross_entropy(d.probs, d.binary, eps=1e-7, reduction="none")),
    ),
    compare(
        "binary_cross_entropy",
        "sklearn",
        "log_loss",
        lambda f, d: f(d.binary[:, 0], d.probs[:, 0]),
        lambda d: u.binary_cross_entropy(d.probs[:, 0], d.binary[:, 0], eps="finfo"),
    ),
    compare(
        "sigmoid_cross_entropy",
        "torch",
        "binary_cross_entropy_with_logits",
        lambda f, d: f(d.logits, d.binary),
        lambda d: u.sigmoid_cross_entropy(d.logits, d.binary),
    ),
    compare(
        "sigmoid_cross_entropy",
        "optax",
        "sigmoid_binary_cross_entropy",
        lambda f, d: f(d.logits, d.binary),
        lambda d: u.sigmoid_cross_entropy(d.logits, d.binary, reduction="none"),
    ),
    compare(
        "sigmoid_cross_entropy",
        "keras",
        "binary_crossentropy",
        lambda f, d: f(d.binary, d.logits, from_logits=True),
        lambda d: mean(u.sigmoid_cross_entropy(d.logits, d.binary, reduction="none")),
        KERAS_LOGITS,
    ),
]
