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
    # A row of 1000 classes adds the roundings of its sum to those of exp and log.
    "softmax_cross_entropy": (4.0, 6.0),
    # From logits on both sides, two softmaxes.
    "kl_divergence": (4.0, 7.0),
    # The sums over 1000 components, and a quotient by each norm.
    "cosine_distance": (4.0, 6.0),
    "cosine_regression": (4.0, 6.0),
    # XLA adds in sequence: the sum over a few hundred parameters.
    "l1_penalty": (8.0, 0.0),
    "l2_penalty": (8.0, ROUNDED),
    "elastic_net_penalty": (8.0, 2.0),
}

# Focal losses raise a share of exp to the power gamma, and its error with it: 2.2 ulp of NumPy's float32 exp times
# gamma, and the roundings around it. In float64 exp is better, and the rounding of the share itself is what grows.
FOCAL = {"sigmoid_focal", "softmax_focal"}


def focal_ulp(gamma: float) -> float:
    return 4.0 + 2.8 * max(gamma, 1.0)


# Half precision: the float32 result, a few of its ulp off, is rounded once; 0.5 and a little of the double rounding.
HALF_ULP = 0.52


def bound(loss: str, kind: str, dtype: str, params: dict[str, Any]) -> float:
    """The largest error in ulp that is allowed: `kind` is "value" or "gradient"."""
    if loss in FOCAL:
        wide = focal_ulp(float(params.get("gamma", 2.0)))
    else:
        wide = ULP[loss][kind == "gradient"]
    if dtype in ("float16", "bfloat16"):
        # However many float32 ulp the formula is off, they are a thousandth of an ulp here.
        return 0.0 if wide == 0.0 else HALF_ULP
    return wide


def outside_claims(loss: str, case: Any, kind: str, dtype: str, argument: int = 0) -> np.ndarray | None:
    """Elements for which nothing is claimed, with the reason; None for none."""
    computed = "float64" if dtype == "float64" else "float32"
    largest, lowest = 2.0 ** FORMATS[computed][2], FORMATS[computed][1]
    if loss in ("huber", "pseudo_huber", "smooth_l1", "log_cosh") and kind == "value":
        # The residual itself overflows: pred - target is what these are functions of, and it is formed first.
        halves = np.abs(0.5 * case.arrays[0].astype(float) - 0.5 * case.arrays[1].astype(float))
        return np.asarray(np.isfinite(halves) & (halves >= largest))
    if loss == "sigmoid_focal" and kind == "gradient" and argument == 1 and case.params.get("gamma", 2.0) < 1:
        # exp(-|x|) underflows, and its power gamma < 1, a factor of the derivative by the label, would not.
        with np.errstate(all="ignore"):
            return np.asarray(np.abs(case.arrays[0].astype(float)) > -np.log(2.0) * (lowest + 1))
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
