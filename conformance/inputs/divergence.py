"""Pairs of distributions in nine pairs of spaces: far apart, a few steps apart, equal, with zeros."""

import numpy as np

from ..proofs.case import HALF, case, cast, generator, nonempty, representable, step, thin

INF = np.inf
SPACES = ("probs", "log_probs", "logits")
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
    impossible = (q == 0) if pred_space == "probs" else (q == -INF)
    gone = {"probs": 0.0, "log_probs": -INF, "logits": -INF}[target_space]
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
    return nonempty(cases)


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
    masked = np.where(rng.uniform(size=(6, 4)) < 0.4, -INF, rng.normal(0, 3, (6, 4)))
    masked[:, 0] = 0.5
    full = rng.normal(0, 3, (6, 4))
    yield "zeros_in_target", full, masked, "0 log 0 = 0"
    yield "zeros_in_both", np.where(masked == -INF, -INF, full), masked, "classes that neither has"
    one = np.full((3, 3), -INF)
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
    q = _to_space(np.array([[-INF, 0.0]]), pred_space, dtype)
    p = _to_space(np.array([[0.0, 0.0]]), target_space, dtype)
    cases.append(case(f"impossible-{tag}", dtype, (q, p), "p > 0 where q = 0: inf", gradient=False, **spaces))
    return cases


BUILDERS = {"kl_divergence": _cases}
