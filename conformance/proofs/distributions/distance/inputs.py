"""Pairs of distributions as for Kullback-Leibler, and measures; students and teachers far apart and close together."""

import numpy as np

from ...case import HALF, around, case, generator, nonempty, product, thin, wide
from ...classification.multiclass.inputs import _dominant, _infinite, _one_hot, _random_logits, _sizes, _soft
from ...numbers import SPACES
from ..divergence import _distributions, _near, _space_case, _to_space, _unnormalized


def generalized_kl_divergence(dtype):
    rng = generator("generalized_kl_divergence")
    decades = 10.0 ** np.linspace(-wide(dtype), wide(dtype), thin(24, dtype))
    q, p = product(decades, decades)
    cases = [case("decades", dtype, (q[:, None], p[:, None]), "any two sizes")]
    ratios = 2.0 ** np.linspace(-4, 4, thin(96, dtype))
    p = rng.uniform(0.5, 2.0, len(ratios))
    cases.append(case("ratios", dtype, ((p * ratios)[:, None], p[:, None]), "one formula passes into another"))
    near = [(v, u) for u in (0.75, 1.0, 3.0) for v in around(u, dtype, 4)]
    cases.append(case("near", dtype, tuple(np.array(c)[:, None] for c in zip(*near, strict=True)), "a few steps apart"))
    for classes, rows in _sizes(dtype).items():
        q, p = (rng.gamma(1.0, 2.0, (rows, classes)) + 0.01 for _ in range(2))
        cases.append(case(f"ordinary-{classes}", dtype, (q, p), "counts, intensities"))
    zeros = (
        np.array([[0.0, 1.0, 2.0], [0.0, 0.0, 0.5], [0.25, 2.0, 0.0]]),
        np.array([[0.0, 1.0, 0.0]] * 2 + [[0.0] * 3]),
    )
    cases.append(case("zeros_in_target", dtype, zeros, "0 log 0 = 0", gradient=True))
    impossible = (np.array([[0.0, 1.0]]), np.array([[1.0, 1.0]]))
    cases.append(case("impossible", dtype, impossible, "p > 0 where q = 0: inf", gradient=False))
    return nonempty(c for c in cases if np.isfinite(c.arrays[0]).all())


def _with_classes(columns, spaces):
    """The rows in which a class is left to the target, after those that the prediction lost to rounding."""
    target = columns[1].astype(float)
    left = (target > (0.0 if spaces["target_space"] == "probs" else -np.inf)).any(axis=1)
    return tuple(c[left] for c in columns)


def _both_spaces(name, dtype, **params):
    rng = generator(name, *params)
    cases = []
    for pred_space in SPACES:
        for target_space in SPACES:
            spaces = {"pred_space": pred_space, "target_space": target_space}
            tag = "-".join([pred_space, target_space, *(f"{k}={v:g}" for k, v in params.items())])
            for parts in _distributions(rng, dtype):
                made = _space_case(*parts, spaces, tag, dtype)
                made = type(made)(made.id, _with_classes(made.arrays, spaces), spaces, made.note)
                cases.append(type(made)(made.id, made.arrays, {**spaces, **params}, made.note))
            everything = {**spaces, **params}
            base = rng.normal(0, 2, (thin(9, dtype), 3))
            if pred_space == target_space:
                p = _to_space(base, target_space, dtype)
                cases.append(case(f"equal-{tag}", dtype, (p, p), "0", **everything))
                if "logits" not in (pred_space, target_space):
                    q = _near(p, target_space, dtype, rng)
                    cases.append(case(f"near_equal-{tag}", dtype, (q, p), "a few steps apart", **everything))
            if "logits" not in (pred_space, target_space):
                p, q = _unnormalized(base, target_space, dtype), _unnormalized(base[::-1], pred_space, dtype)
                cases.append(case(f"unnormalized-{tag}", dtype, (q, p), "need not sum to one", **everything))
            q = _to_space(np.array([[-np.inf, 0.0, 1.0]]), pred_space, dtype)
            p = _to_space(np.array([[1.5, -np.inf, 0.5]]), target_space, dtype)
            cases.append(case(f"disjoint-{tag}", dtype, (q, p), "supports that differ: finite", **everything))
    return cases


def jensen_shannon(dtype):
    name = "jensen_shannon"
    cases = _both_spaces(name, dtype)
    for beta in (0.0, 2.0**-20, 0.25, 1.0):
        if dtype in HALF and 0 < beta < 0.1:
            continue  # half precision has no such small results
        extra = _both_spaces(name, dtype, beta=beta)
        cases += [c for c in extra if c.id.startswith(("ordinary-3", "near_equal", "disjoint", "zeros"))]
    return cases


def total_variation_distance(dtype):
    cases = _both_spaces("total_variation_distance", dtype)
    return nonempty(c if _decided(c) else type(c)(c.id, c.arrays, c.params, c.note, gradient=False) for c in cases)


def _decided(c):
    """Whether the sign of p - q, which is the gradient, does not hang on how one of them was rounded."""
    same_space = c.params["pred_space"] == c.params["target_space"]
    return same_space or not c.id.startswith(("sharp", "zeros_in_both"))


def distillation(dtype):
    name = "distillation"
    rng = generator(name)
    cases = []
    for classes, rows in _sizes(dtype, shrink=2).items():
        x, labels = _random_logits(rng, rows, classes)
        u, _ = _random_logits(rng, rows, classes)
        for tag, y in (("index", labels), ("one_hot", _one_hot(labels, classes)), ("soft", _soft(rng, rows, classes))):
            cases.append(case(f"{tag}-{classes}", dtype, (x, y, u), "N(0, 3) both"))
        for alpha, temperature in ((0.0, 2.0), (1.0, 1.0), (0.75, 16.0), (0.5, 3.0), (0.25, 0.5)):
            params = {"alpha": alpha, "temperature": temperature}
            cases.append(case(f"index-{classes}-{alpha:g}-{temperature:g}", dtype, (x, labels, u), **params))
        close = x + rng.normal(0, 0.01, x.shape)
        cases.append(case(f"close-{classes}", dtype, (x, labels, close), "the student is nearly there", alpha=1.0))
        cases.append(case(f"equal-{classes}", dtype, (x, labels, x), "soft part: 0"))
    x, labels = _dominant(rng, 3)
    cases.append(case("dominant", dtype, (x, labels, x[::-1].copy()), "certain, of different classes"))
    cases.append(case("dominant-same", dtype, (x, labels, x + np.array([5.0, 1.0, 0.0])), "certain, much alike"))
    masked = np.array([[1.0, -np.inf, 2.0], [0.5, 0.0, -np.inf]])
    cases.append(
        case("masked", dtype, (masked, np.array([2, 0]), masked[:, ::-1][:, [2, 1, 0]] * 0.5), "no such class")
    )
    teacher = np.array([[1.0, -np.inf, 2.0], [-np.inf, -np.inf, 1.0]])
    student = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 3.0]])
    cases.append(case("masked_teacher", dtype, (student, np.array([2, 0]), teacher), "0 log 0 = 0"))
    cases.append(case("masked_student", dtype, (teacher, np.array([2, 2]), student), "inf", gradient=False))
    x, labels = _infinite(3)
    cases.append(case("infinite", dtype, (x, labels, x), "both certain: 0"))
    return cases


INPUTS = {f.__name__: f for f in (generalized_kl_divergence, jensen_shannon, total_variation_distance, distillation)}
