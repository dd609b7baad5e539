"""Every tolerance of the suite, with its reason. There is no other number of this kind in it.

Bounds are in ulp of the dtype at the true result or, where terms cancel, at the largest of them. They hold on every
backend, eager and compiled, for all hard inputs. Half precision is computed in float32 and rounded once.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .ulp import FORMATS

# Correct rounding: half an ulp, and a little because the distance itself is computed in float64.
ROUNDED = 0.501

# (value, gradient), float32 and float64
EXACT = (0.0, 0.0)
ULP: dict[str, tuple[float, float]] = {
    # Arithmetic: a subtraction is right to half an ulp, and the gradient is 0, 1 or -1.
    "absolute_error": (ROUNDED, 0.0),
    "zero_one": EXACT,
    "hinge": (ROUNDED, 0.0),
    "perceptron": (ROUNDED, 0.0),
    "squared_error": (2.0, ROUNDED),
    "squared_hinge": (2.0, 2.0),
    # delta = 0.1 is rounded to the dtype first, as every parameter is.
    "huber": (2.5, ROUNDED),
    # XLA multiplies by the reciprocal of a constant beta: one rounding more.
    "smooth_l1": (3.0, 2.0),
    # A square root and a quotient each: torch's square root is off by one ulp in a fifth of its results.
    "pseudo_huber": (4.0, 2.5),
    "log_cosh": (2.5, 2.5),
    # NumPy's float32 exp is 2.2 ulp off, its log 3.1, XLA's log1p 2.5.
    "binary_cross_entropy": (4.0, 2.5),
    "sigmoid_cross_entropy": (4.0, 4.0),
    "nll": (2.0, ROUNDED),
    "categorical_cross_entropy": (4.0, 4.0),
    # Sums over 1000 classes and the classes' coefficients carry their errors: what is left is exp and five roundings.
    "softmax_cross_entropy": (4.0, 4.0),
    # From logits on both sides, two softmaxes.
    "kl_divergence": (4.0, 7.0),
    # The sums over 1000 components, and a quotient by each norm.
    "cosine_distance": (4.0, 6.0),
    "cosine_regression": (4.0, 6.0),
    # One exp, whose error the other factors do not enlarge; -y f itself is exact.
    "soft_margin": (4.0, 4.0),
    "exponential": (2.5, 3.5),
    # A subtraction, then a square; a sum of a few of them. What is linear in its terms is as exact as they are.
    "modified_huber": (2.0, 2.0),
    "brier": (2.0, ROUNDED),
    "multiclass_brier": (3.0, 2.0),
    "hinge_embedding": (1.0, 1.5),
    "margin_ranking": (1.0, ROUNDED),
    "categorical_hinge": (2.0, 2.0),
    "multiclass_hinge": (4.0, 4.0),
    "multiclass_perceptron": (2.0, 2.0),
    "multi_margin": (4.0, 4.0),
    "multilabel_margin": (4.0, 4.0),
    "multilabel_soft_margin": (4.0, 4.0),
    # Its powers of small probabilities weigh little beside its largest terms. Values were held to 5 ulp, until all hard
    # inputs were run under jax.jit: 5.4 in float64.
    "asymmetric_single_label": (6.0, 6.0),
    # A power of a share of exponentials, which is carried with its rounding error: however large the power is, what is
    # left are its own rounding, those of the cross-entropy, and in a gradient the sum of two such terms.
    "sigmoid_focal": (5.5, 7.0),
    "softmax_focal": (5.5, 7.0),
    "asymmetric": (5.5, 7.0),
    # A softmax and a sum over 1000 classes; Poly-1 adds a product, generalized cross-entropy a power.
    "poly1_cross_entropy": (4.0, 6.0),
    # A probability times the power of another: the roundings of a quotient in pow, and of pow.
    "generalized_cross_entropy": (4.0, 8.0),
    # Arithmetic; for rows, with a sum over the support, whose share of 1 is the scale.
    "binary_sparsemax": (2.5, 1.5),
    "multiclass_sparsemax": (2.0, 4.0),
    "fenchel_young": (4.0, 6.0),
    # A quotient, a polynomial and two products; far apart, a logarithm that cancels in part.
    "generalized_kl_divergence": (4.0, 4.0),
    # From logits on both sides, two softmaxes; and from logarithms, two exponentials.
    "jensen_shannon": (5.0, 6.0),
    "total_variation_distance": (4.0, 6.0),
    # Three softmaxes; its gradient by the teacher has a sum over 1000 classes in a factor.
    "distillation": (4.0, 8.0),
    # A level or a tube's width is rounded to the dtype first; squares double the roundings.
    "quantile": (2.0, ROUNDED),
    "expectile": (3.0, 2.0),
    "epsilon_insensitive": (1.5, 0.0),
    "squared_epsilon_insensitive": (3.5, 1.5),
    # The square of a quotient's logarithm; quotients with one or two divisions.
    "squared_log_error": (6.2, 3.8),
    "absolute_percentage_error": (2.5, 2.5),
    "symmetric_absolute_percentage_error": (2.5, 4.0),
    # Two quotients by the scale and a handful of roundings of squares.
    "charbonnier": (2.5, 2.5),
    "cauchy": (4.2, 4.0),
    "geman_mcclure": (4.4, 4.0),
    # XLA's float32 expm1 is 4.3 ulp off.
    "welsch": (5.3, 4.0),
    # A power multiplies the roundings of the ratio under it.
    "general_robust": (7.4, 10.5),
    # As the cosine losses; a distance is a sum of squares and a square root, or of powers.
    "cosine_embedding": (4.0, 6.0),
    "contrastive": (4.0, 4.0),
    "triplet_margin": (4.0, 6.8),
    "triplet_margin_with_distance": (4.0, 6.0),
    # At the scale of a cosine by the temperature, which stands in an exponent: products of matrices and sums of rows.
    "nt_xent": (3.0, 3.0),
    "info_nce": (3.0, 3.0),
    "n_pairs": (3.0, 3.0),
    "supervised_contrastive": (3.0, 3.0),
    "circle": (3.0, 3.0),
    # Means, a product of matrices over the samples, and a sum over pairs of features.
    "barlow_twins": (3.0, 4.0),
    "vicreg": (4.0, 4.0),
    # A logarithm and a square of quotients.
    "gaussian_nll": (5.1, 6.3),
    "laplace_nll": (2.0, 2.0),
    "student_t_nll": (6.3, 7.8),
    # Without the terms that cancel, polynomials for Stirling's formula and the logarithm of a quotient.
    "poisson_nll": (4.0, 4.0),
    "negative_binomial_nll": (4.0, 4.0),
    "poisson_deviance": (4.0, 2.5),
    "gamma_deviance": (4.0, 2.5),
    # A power, and a series or, far apart, a difference by half.
    "tweedie_deviance": (9.5, 8.2),
    # Three sums over 1000 pixels, a difference of two quotients; with a power, or weights of the classes, on top.
    "dice": (4.0, 6.0),
    "jaccard": (4.0, 6.0),
    "tversky": (4.0, 6.0),
    "focal_tversky": (4.0, 6.0),
    "generalized_dice": (4.0, 8.0),
    # Softmaxes over 50 items, and sums over their pairs; a hinge's gradient counts pairs.
    "softmax_ranking": (4.0, 6.0),
    # An exponential of the rounded difference of two scores, 35 apart, is that many half ulp off.
    "pairwise_logistic_ranking": (12.0, 12.0),
    "pairwise_hinge_ranking": (4.0, 0.0),
    "list_mle": (4.0, 4.0),
    # A softmax less a sum of products of two numbers that carry their errors through all frames; a logarithm.
    "ctc": (4.0, 4.0),
    # XLA adds in sequence: the sum over a few hundred parameters.
    "l1_penalty": (8.0, 0.0),
    "l2_penalty": (8.0, ROUNDED),
    "elastic_net_penalty": (8.0, 2.0),
    # At the size of the products that a logit or a cosine is the sum of: the library's own matrix product adds them.
    "linear_cross_entropy": (4.0, 4.0),
    "orthogonal_penalty": (4.0, 4.0),
    # Half an ulp of each step, and a sum in halves; the gradient counts steps.
    "total_variation_penalty": (4.0, 0.0),
}


# Half precision: the float32 result, a few of its ulp off, is rounded once; 0.5 and a little of the double rounding.
HALF_ULP = 0.52


def bound(loss: str, kind: str, dtype: str, params: dict[str, Any]) -> float:
    """The largest error in ulp that is allowed: `kind` is "value" or "gradient"."""
    if loss == "focal_tversky":  # a power of the Tversky loss, and of its error, to which the gradient adds a product
        gamma = max(float(params.get("gamma", 0.75)), 1.0)
        wide = ULP[loss][0] * gamma if kind == "value" else ULP[loss][1] + 2.0 * (gamma - 1.0)
    else:
        wide = ULP[loss][kind == "gradient"]
    if loss == "triplet_margin" and kind == "gradient" and np.isfinite(params.get("p", 2.0)):
        # The slope of a distance is a power p - 1 of a ratio, and multiplies the roundings of the ratio by that.
        wide = max(wide, 2.8 * (params.get("p", 2.0) - 1.0))
    if dtype in ("float16", "bfloat16"):
        # However many float32 ulp the formula is off, they are a thousandth of an ulp here.
        return 0.0 if wide == 0.0 else HALF_ULP
    return wide


# Functions of the residual, or of its ratio to a scale.
SCALED = {"cauchy", "geman_mcclure", "welsch", "general_robust"}
TUBES = {"epsilon_insensitive", "squared_epsilon_insensitive"}
RESIDUALS = {"quantile", "expectile", "absolute_percentage_error", "charbonnier", *TUBES, *SCALED}


def residual_is_lost(loss: str, case: Any, kind: str, computed: str) -> np.ndarray:
    """Where the residual, or its ratio to the scale, which is formed first, overflows or rounds to a kink."""
    pred, target = (a.astype(float) for a in case.arrays)
    scale = case.params.get("scale", 1.0) if loss in SCALED else 1.0
    with np.errstate(all="ignore"):
        halves = np.abs(0.5 * pred - 0.5 * target)
        if loss in ("welsch", "general_robust") and kind == "gradient":
            # u exp(-u^2 / 2), or a power that falls as fast, is subnormal.
            u = 2.0 * halves / scale
            falls = loss == "welsch" or case.params.get("alpha", 1.0) < -1000
            return np.asarray(falls & (np.log2(u) - 0.5 * u * u / np.log(2.0) < FORMATS[computed][1] + 6))
        lost = np.isfinite(halves) & (halves / min(scale, 1.0) >= 2.0 ** FORMATS[computed][2])
        if loss == "epsilon_insensitive" and kind == "gradient":
            # The residual rounds to the edge of the tube, where the gradient jumps.
            rounded = np.abs(case.arrays[0].astype(computed) - case.arrays[1].astype(computed))
            lost |= rounded == np.asarray(case.params["epsilon"], computed)
    return np.asarray(lost)


def power_is_lost(case: Any, computed: str) -> np.ndarray | None:
    """Where p underflows and p^q does not: it is exp(q log p) then, as uncertain as the rounded log p is large."""
    space, x = case.params.get("pred_space", "logits"), case.arrays[0].astype(float)
    if space == "probs":
        return None
    with np.errstate(all="ignore"):
        gone = x - x.max(axis=-1, keepdims=True) < np.log(2.0) * (FORMATS[computed][1] + 1)
    # A class of that kind is in the derivative by every logit.
    return gone if space == "log_probs" else np.broadcast_to(gone.any(axis=-1, keepdims=True), gone.shape)


def outside_claims(loss: str, case: Any, kind: str, dtype: str, argument: int = 0) -> np.ndarray | None:
    """Elements for which nothing is claimed, with the reason; None for none."""
    computed = "float64" if dtype == "float64" else "float32"
    largest, lowest = 2.0 ** FORMATS[computed][2], FORMATS[computed][1]
    if loss in ("huber", "pseudo_huber", "smooth_l1", "log_cosh") and kind == "value":
        # The residual itself overflows: pred - target is what these are functions of, and it is formed first.
        halves = np.abs(0.5 * case.arrays[0].astype(float) - 0.5 * case.arrays[1].astype(float))
        return np.asarray(np.isfinite(halves) & (halves >= largest))
    if loss in RESIDUALS:
        return residual_is_lost(loss, case, kind, computed)
    if loss == "generalized_cross_entropy" and kind == "gradient" and argument == 0:
        return power_is_lost(case, computed)
    if loss == "sigmoid_focal" and kind == "gradient" and argument == 1 and case.params.get("gamma", 2.0) < 1:
        # exp(-|x|) underflows, and its power gamma < 1, a factor of the derivative by the label, would not.
        with np.errstate(all="ignore"):
            return np.asarray(np.abs(case.arrays[0].astype(float)) > -np.log(2.0) * (lowest + 1))
    if loss == "asymmetric_single_label" and case.params.get("gamma_neg", 4.0) < 1:
        # A probability underflows, and its power gamma < 1 would not: rows that have one.
        x = case.arrays[0].astype(float)
        lost = (np.max(x, axis=-1) - np.min(x, axis=-1, where=np.isfinite(x), initial=np.inf)) > -np.log(2.0) * lowest
        return lost if kind == "value" else np.repeat(lost[:, None], x.shape[1], axis=1)
    if loss in ("soft_margin", "exponential") and kind == "gradient" and argument == 1:
        # Likewise exp(-|y f|), of which f times is the derivative by the label.
        with np.errstate(all="ignore"):
            return np.asarray(np.abs(case.arrays[0].astype(float)) > -np.log(2.0) * lowest)
    return None


# Reduced results and whole transformations, relative to the largest term: a sum of n terms is off by the sum's own
# roundings, log2(n) for pairwise sums, more for XLA's, which goes in sequence over short axes.
SUM_ULP = 16.0

# Two routes to one derivative (partials by hand against the framework's differentiation of the same call): the same
# formula, with the cotangent multiplied in another order.
ROUTE_ULP = 4.0

# Two compilations of one formula: Inductor's exp and log are not those of eager torch; two numbers that are each within
# a few ulp of the truth may be their sum apart.
COMPILED_ULP = 8.0

# Second order: the framework differentiates the partials; against central differences of them in float64, whose own
# error is eps^(2/3), relative to the largest entry.
CURVATURE_RELATIVE = 2e-6
