"""What the suite claims nothing of, and its tolerances other than the bounds of the losses, each with its reason.

The bounds of value and gradient, loss by loss, are those of the package: `unilosses/verify/bounds.toml`. Tolerances are
in ulp of the dtype at the true result or, where terms cancel, at the largest of them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from unilosses.verify import bounds

from .ulp import FORMATS

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


# Whole transformations, relative to the largest term: as of a reduced result.
SUM_ULP = bounds.SUM

# Two routes to one derivative (partials by hand against the framework's differentiation of the same call): the same
# formula, with the cotangent multiplied in another order.
ROUTE_ULP = 4.0

# Two compilations of one formula: Inductor's exp and log are not those of eager torch; two numbers that are each within
# a few ulp of the truth may be their sum apart.
COMPILED_ULP = 8.0

# Second order: the framework differentiates the partials; against central differences of them in float64, whose own
# error is eps^(2/3), relative to the largest entry.
CURVATURE_RELATIVE = 2e-6
