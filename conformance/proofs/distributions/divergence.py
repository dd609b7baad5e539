"""Kullback-Leibler divergence of pred (q) from target (p): sum_j p_j (log p_j - log q_j), in nine pairs of spaces."""

from math import inf, log

import numpy as np
from mpmath import mp, mpf

import unilosses as u

from ..case import HALF, case, cast, generator, representable, step, thin
from ..classification.multiclass.oracle import softmax
from ..comparison import compare
from ..numbers import SPACES, Draw
from ..oracle import INF, NAN, Oracle, largest, times


def _distribution(x, space):
    """(probabilities, their logarithms)"""
    if any(mp.isnan(v) for v in x):
        return [NAN] * len(x), [NAN] * len(x)
    if space == "probs":
        return x, [mp.log(v) if v != 0 else -INF for v in x]
    if space == "log_probs":
        return [mp.exp(v) for v in x], x
    p, surprisal, _ = softmax(x)
    return p, [-v for v in surprisal]


def _log_ratios(p, log_p, q, log_q, spaces):
    """log p_j - log q_j and the size of what cancels in each.

    Two probabilities compare by their quotient and two log-probabilities by one subtraction, so nothing cancels
    there; elsewhere the two logarithms are rounded before they meet.
    """
    ratios, sizes = [], []
    for p_j, lp, q_j, lq in zip(p, log_p, q, log_q, strict=True):
        if p_j == 0:
            ratio = -INF if lq != -INF else mpf(0)
        elif spaces == ("probs", "probs") and q_j != 0:
            ratio = mp.log1p((p_j - q_j) / q_j)
        else:
            ratio = lp - lq
        ratios.append(ratio)
        sizes.append(abs(ratio) if spaces in {("probs", "probs"), ("log_probs", "log_probs")} else largest(lp, lq))
    return ratios, sizes


def _parts(pred, target, pred_space, target_space):
    p, log_p = _distribution(target, target_space)
    q, log_q = _distribution(pred, pred_space)
    ratios, sizes = _log_ratios(p, log_p, q, log_q, (pred_space, target_space))
    value = mp.fsum(times(p_j, r) for p_j, r in zip(p, ratios, strict=True))
    scale = mp.fsum(abs(times(p_j, s)) for p_j, s in zip(p, sizes, strict=True))
    return p, q, ratios, sizes, value, scale


def _kl(pred, target, pred_space="probs", target_space="probs"):
    *_, value, scale = _parts(pred, target, pred_space, target_space)
    return value, scale


def _by_pred(p, q, space):
    if space == "log_probs":
        return [(-p_j, abs(p_j)) for p_j in p]
    if space == "logits":
        whole = mp.fsum(p)
        return [(whole * q_j - p_j, largest(whole * q_j, p_j)) for p_j, q_j in zip(p, q, strict=True)]
    quotients = [times(p_j, 1 / q_j if q_j != 0 else INF) for p_j, q_j in zip(p, q, strict=True)]
    return [(-v, abs(v)) for v in quotients]


def _by_target(p, ratios, sizes, value, scale, space):
    pairs = []
    for p_j, ratio, size in zip(p, ratios, sizes, strict=True):
        if p_j == 0:
            pairs.append((mpf(0), mpf(0)))
        elif space == "logits":
            pairs.append((p_j * (ratio - value), p_j * largest(ratio - value, size, scale)))
        else:
            factor = p_j if space == "log_probs" else mpf(1)
            pairs.append((factor * (ratio + 1), factor * largest(ratio + 1, size, 1)))
    return pairs


def _kl_gradient(pred, target, pred_space="probs", target_space="probs"):
    p, q, ratios, sizes, value, scale = _parts(pred, target, pred_space, target_space)
    by_pred = _by_pred(p, q, pred_space)
    by_target = _by_target(p, ratios, sizes, value, scale, target_space)
    gradient = [g for g, _ in by_pred], [g for g, _ in by_target]
    return gradient, ([s for _, s in by_pred], [s for _, s in by_target])


ORACLES = {
    "kl_divergence": Oracle("rowwise", _kl, _kl_gradient),
}


# --- hard inputs ------------------------------------------------------------------------------------------------------

# Pairs of distributions in nine pairs of spaces: far apart, a few steps apart, equal, with zeros.


SIZES = {2: 12, 3: 12, 10: 8, 101: 2}


def _to_space(logits, space, dtype):
    """The same distribution in a space, rounded to the dtype; probabilities it cannot hold become 0."""
    if space == "logits":
        return logits
    with np.errstate(divide="ignore"):
        top = logits.max(1, keepdims=True)
        log_probs = logits - top - np.log(np.exp(logits - top).sum(1, keepdims=True))
    if space == "log_probs":
        return log_probs
    probs = np.exp(log_probs)
    return np.where(representable(probs, dtype), probs, 0.0)


def _near(p, space, dtype, rng):
    """A few steps away in every class."""
    p = cast(p, dtype).astype(float)
    moved = [step(float(v), dtype, int(rng.integers(-3, 4))) if v != 0 and np.isfinite(v) else v for v in p.ravel()]
    return np.array(moved).reshape(p.shape)


def _pair(pred, target, pred_space, target_space, dtype):
    """The two distributions in their spaces; a class that pred lost to rounding is lost to target as well."""
    q, p = _to_space(pred, pred_space, dtype), _to_space(target, target_space, dtype)
    impossible = (q == 0) if pred_space == "probs" else (q == -np.inf)
    gone = {"probs": 0.0, "log_probs": -np.inf, "logits": -np.inf}[target_space]
    return q, np.where(impossible, gone, p)


def _cases(dtype):
    rng = generator("kl_divergence")
    cases = []
    for pred_space in SPACES:
        for target_space in SPACES:
            spaces = {"pred_space": pred_space, "target_space": target_space}
            tag = f"{pred_space}-{target_space}"
            cases += [_space_case(*parts, spaces, tag, dtype) for parts in _distributions(rng, dtype)]
            cases += _special(rng, spaces, tag, dtype)
    # One wide row for each space is enough: the time is in the truth.
    if dtype not in HALF:
        for space in SPACES:
            parts = ("wide", rng.normal(0, 3, (1, 1000)), rng.normal(0, 3, (1, 1000)), "1000 classes")
            both = {"pred_space": space, "target_space": space}
            cases.append(_space_case(*parts, both, f"{space}-{space}", dtype))
    return cases


def _space_case(name, pred, target, note, spaces, tag, dtype):
    columns = _pair(pred, target, **spaces, dtype=dtype)
    return case(f"{name}-{tag}", dtype, columns, note, **spaces)


def _distributions(rng, dtype):
    for classes, rows in SIZES.items():
        n = thin(rows, dtype)
        yield f"ordinary-{classes}", rng.normal(0, 3, (n, classes)), rng.normal(0, 3, (n, classes)), "N(0, 3)"
    sharp = np.array([[20.0, 0.0, 1.0], [0.0, 60.0, 1.0], [0.0, 0.0, 0.0], [3.0, 3.0, -40.0]])
    yield "sharp", sharp, sharp[::-1].copy(), "nearly certain classes"
    yield "sharp-same_class", sharp, sharp + np.array([5.0, 1.0, 0.0]), "nearly certain classes"
    masked = np.where(rng.uniform(size=(6, 4)) < 0.4, -np.inf, rng.normal(0, 3, (6, 4)))
    masked[:, 0] = 0.5
    full = rng.normal(0, 3, (6, 4))
    yield "zeros_in_target", full, masked, "0 log 0 = 0"
    yield "zeros_in_both", np.where(masked == -np.inf, -np.inf, full), masked, "classes that neither has"
    one = np.full((3, 3), -np.inf)
    one[np.arange(3), np.arange(3)] = 0.0
    yield "one_hot_target", full[:3, :3], one, "certain target"
    yield "one_class", np.array([[0.0]]), np.array([[0.0]]), "a single class"


def _unnormalized(logits, space, dtype):
    x = _to_space(logits, space, dtype)
    return 1.5 * x if space == "probs" else x + 0.5


def _special(rng, spaces, tag, dtype):
    pred_space, target_space = spaces["pred_space"], spaces["target_space"]
    cases = []
    base = rng.normal(0, 2, (thin(9, dtype), 3))
    if pred_space == target_space:
        p = _to_space(base, target_space, dtype)
        q = _near(p, target_space, dtype, rng)
        cases.append(case(f"near_equal-{tag}", dtype, (q, p), "a few steps apart: terms cancel", **spaces))
        cases.append(case(f"equal-{tag}", dtype, (p, p), "0", **spaces))
    if "logits" not in (pred_space, target_space):
        p, q = _unnormalized(base, target_space, dtype), _unnormalized(base[::-1], pred_space, dtype)
        cases.append(case(f"unnormalized-{tag}", dtype, (q, p), "need not sum to one", **spaces))
    q = _to_space(np.array([[-np.inf, 0.0]]), pred_space, dtype)
    p = _to_space(np.array([[0.0, 0.0]]), target_space, dtype)
    cases.append(case(f"impossible-{tag}", dtype, (q, p), "p > 0 where q = 0: inf", gradient=False, **spaces))
    return cases


INPUTS = {
    "kl_divergence": _cases,
}


# --- known numbers ----------------------------------------------------------------------------------------------------

_random = Draw(22)


def _both(pred, target):
    return _random.within(pred, 5), _random.within(target, 5)


_SPACES = [{"pred_space": pred, "target_space": target} for pred in SPACES for target in SPACES]

_PAIRS = [(_both(*spaces.values()), spaces) for spaces in _SPACES]

POINTS = {
    "kl_divergence": _PAIRS,
}

NUMBERS = {
    "kl_divergence": [(([0.25, 0.75], [0.5, 0.5]), {}, log(2) / 2 + log(2 / 3) / 2)],
}

LIMITS = {
    "kl_divergence": [
        (([0.0, 1.0], [0.0, 1.0]), {}, 0),
        (([0.0, 1.0], [0.5, 0.5]), {}, inf),
        (([0.25, 0.75], [0.25, 0.75]), {}, 0),
    ],
}

GRADIENT_LIMITS = {
    "kl_divergence": [
        (([0.5, 0.5], [0.0, 1.0]), {}, ([0, -2], None)),
        (([1.0, 3.0], [1.0, 3.0]), {"pred_space": "logits", "target_space": "logits"}, ([0, 0], [0, 0])),
    ],
}

# --- beside other libraries -------------------------------------------------------------------------------------------

COMPARISONS = [
    compare(
        "kl_divergence",
        "torch",
        "kl_div",
        lambda f, d: f(d.log_q, d.p, reduction="batchmean"),
        lambda d: u.kl_divergence(d.log_q, d.p, pred_space="log_probs"),
    ),
    compare(
        "kl_divergence",
        "keras",
        "kl_divergence",
        lambda f, d: f(d.p, d.q),
        lambda d: u.kl_divergence(d.q, d.p, reduction="none"),
    ),
    compare(
        "kl_divergence",
        "optax",
        "kl_divergence",
        lambda f, d: f(d.log_q, d.p),
        lambda d: u.kl_divergence(d.log_q, d.p, pred_space="log_probs", reduction="none"),
    ),
    compare(
        "kl_divergence",
        "optax",
        "kl_divergence_with_log_targets",
        lambda f, d: f(d.log_q, np.log(d.p)),
        lambda d: u.kl_divergence(
            d.log_q, np.log(d.p), pred_space="log_probs", target_space="log_probs", reduction="none"
        ),
    ),
]
