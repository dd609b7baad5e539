"""Elementary functions that the array API lacks: right at their edges, and free of NumPy's warnings.

Each works element by element. A Python number may stand where a signature says `Scalar`.
"""

from __future__ import annotations

import math
from typing import Any

from ..backends.library import library_of
from ..typing import Array, Namespace, Scalar
from .floats import top_exponent


def is_jax(x: Array) -> bool:
    """Whether XLA computes with an array, which has fast loops for other operations than the rest."""
    return library_of(x, "x").backend.name == "jax"


# --- signs, steps and bounds ----------------------------------------------------------------------------------------


def sign(xp: Namespace, x: Array) -> Array:
    """-1, 0 or 1; NaN for NaN."""
    zero = xp.zeros_like(x)
    s = xp.where(x > 0, zero + 1.0, xp.where(x < 0, zero - 1.0, zero))
    return xp.where(xp.isnan(x), x, s)


def compare(xp: Namespace, x: Array, y: Array) -> Array:
    """1 where x > y, -1 where x < y, otherwise 0: the sign of x - y, for infinities too."""
    zero = xp.zeros_like(x)
    return xp.where(x > y, zero + 1.0, xp.where(x < y, zero - 1.0, zero))


def heaviside(xp: Namespace, x: Array) -> Array:
    """1 above 0, otherwise 0; NaN for NaN."""
    zero = xp.zeros_like(x)
    return xp.where(xp.isnan(x), x, xp.where(x > 0, zero + 1.0, zero))


def relu(xp: Namespace, x: Array) -> Array:
    """max(x, 0); NaN for NaN."""
    return xp.where(x <= 0, 0.0, x)


def absolute(xp: Namespace, x: Array) -> Array:
    """|x|, whose derivative at 0 is 1 on every backend (so that both branches of a formula agree there)."""
    return xp.where(x < 0, -x, x)


def maximum(xp: Namespace, x: Array, y: Scalar) -> Array:
    """max(x, y) with y a number or an array, for values; where they are equal, half of each side's derivative."""
    return xp.maximum(x, y)


def minimum(xp: Namespace, x: Array, y: Scalar) -> Array:
    """min(x, y) with y a number or an array, for values; where they are equal, half of each side's derivative."""
    return xp.minimum(x, y)


def clamp_max(xp: Namespace, x: Array, y: Scalar) -> Array:
    """min(x, y) with y a number or an array; NaN where x is."""
    return xp.where(x > y, y, x)


def where(xp: Namespace, condition: Scalar, x: Scalar, y: Scalar) -> Scalar:
    """`where`, for a number as for an array."""
    if isinstance(condition, bool):
        return x if condition else y
    return xp.where(condition, x, y)


def functions_of(xp: Namespace, x: Scalar) -> Any:
    """Where log, log1p and sqrt of a parameter are: in math for a number, or what a compiler that traces it has."""
    return getattr(xp, "of_numbers", math) if type(x) is float else xp


def difference(xp: Namespace, x: Array, y: Array) -> Array:
    """x - y, and 0 for two infinities of one sign."""
    same = x == y
    return xp.where(same, 0.0, x) - xp.where(same, 0.0, y)


# --- products and quotients -----------------------------------------------------------------------------------------


def multiply_no_nan(xp: Namespace, coefficient: Array, x: Array) -> Array:
    """coefficient * x, with 0 * inf = 0; where x is finite the derivative by the coefficient stays x."""
    return coefficient * xp.where(coefficient == 0, xp.where(xp.isfinite(x), x, 0.0), x)


def multiply_nonnegative(xp: Namespace, coefficient: Array, x: Array) -> Array:
    """`multiply_no_nan` for x >= 0, for values."""
    if not is_jax(x):
        return coefficient * xp.where(coefficient == 0, minimum(xp, x, float(xp.finfo(x.dtype).max)), x)
    # By minimum and maximum: XLA has no fast loop for a comparison inside a sum.
    least = 1.5 * float(xp.finfo(x.dtype).smallest_normal)
    limit = maximum(xp, math.inf * (xp.abs(coefficient) - least), 0.0)  # 0 or inf
    return coefficient * xp.minimum(x, limit)


def divide_no_nan(xp: Namespace, c: Array, x: Array) -> Array:
    """c / x, with 0 / 0 = 0 and no warning for c / 0."""
    zero = x == 0
    infinite = xp.where(c < 0, -math.inf, xp.where(c > 0, math.inf, c))
    return xp.where(zero, infinite, c / xp.where(zero, 1.0, x))


def divide_small(xp: Namespace, c: Array, x: Array) -> Array:
    """c / x for c not much larger than x > 0, both of which may be tiny."""
    # Differentiated, JAX squares x, which would underflow.
    exponent = top_exponent(xp, x)
    scale = xp.where(x < 2.0 ** -(3 * exponent // 8), xp.full_like(x, 2.0 ** (3 * exponent // 4)), 1.0)
    return (c * scale) / (x * scale)


def ratio(xp: Namespace, x: Array, by: Scalar) -> Array:
    """x / by for a number or an array that is broadcast."""
    # In the shape of x: eager JAX multiplies by the reciprocal of a number, as jitted JAX does all the same.
    return x / (xp.zeros_like(x) + by)


# --- logarithms and powers ------------------------------------------------------------------------------------------


def log(xp: Namespace, x: Array) -> Array:
    """log x, with -inf at 0 and NaN below, without NumPy's warnings."""
    positive = x > 0
    y = xp.where(positive, xp.log(xp.where(positive, x, 1.0)), -math.inf)
    return xp.where(x >= 0, y, math.nan)


def log1m(xp: Namespace, p: Array) -> Array:
    """log(1 - p) for p <= 1, with -inf at 1 and NaN above."""
    # XLA's float64 log1p is 128 ulp off near -0.41.
    large = p > 0.25
    return xp.where(large, log(xp, 1.0 - xp.where(large, p, 0.5)), xp.log1p(-xp.where(large, 0.0, p)))


def log_ratio(xp: Namespace, p: Array, q: Array, gap: Array | None = None) -> Array:
    """log(p / q) for p > 0 and q >= 0, right to the last digits where they are close; `gap` is |p - q|."""
    # sign(p - q) log1p(|p - q| / min(p, q)); a quotient beyond the dtype's range: log p - log q
    less = xp.where(p < q, p, q)
    gap = absolute(xp, p - q) if gap is None else gap
    far = less < gap * (16.0 / float(xp.finfo(p.dtype).max))
    near = xp.log1p(xp.where(far, 0.0, gap) / xp.where(far, 1.0, less))
    return xp.where(far, log(xp, p) - log(xp, q), xp.where(p < q, -near, near))


def power(xp: Namespace, x: Array, exponent: Scalar) -> Array:
    """x ** exponent for x >= 0 and exponent >= 0, with 0 ** 0 = 1 and a finite derivative everywhere."""
    if isinstance(exponent, float):
        if exponent == 0.0:
            return xp.ones_like(x)
        if exponent == 1.0:
            return x
        if exponent == 2.0:
            return x * x
    # As an array: torch would take a number as a float64, where the others round it to the dtype of the data.
    full = xp.zeros_like(x) + exponent
    positive = x > 0
    at_zero = xp.where(full == 0, full + 1.0, 0.0)
    return xp.where(positive, xp.where(positive, x, 1.0) ** full, xp.where(xp.isnan(x), x, at_zero))


def power_slope(xp: Namespace, x: Array, exponent: Scalar) -> Array:
    """exponent x ** (exponent - 1) for x >= 0 and exponent > 0: the derivative of `power`; 0, not inf, at 0."""
    # x^e / x where the exponent would be negative
    full = xp.zeros_like(x) + exponent
    steep = full < 1.0
    slope = power(xp, x, xp.where(steep, full, full - 1.0))
    return exponent * xp.where(steep, divide_no_nan(xp, slope, x), slope)


def relu_power(xp: Namespace, x: Array, exponent: Scalar) -> Array:
    """max(x, 0) ** exponent for exponent >= 1."""
    return power(xp, relu(xp, x), exponent)


def relu_power_slope(xp: Namespace, x: Array, exponent: Scalar) -> Array:
    """The derivative of that by x, which is 0 at 0."""
    if isinstance(exponent, float) and exponent in (1.0, 2.0):
        return heaviside(xp, x) if exponent == 1.0 else 2.0 * relu(xp, x)
    return exponent * multiply_no_nan(xp, heaviside(xp, x), power(xp, relu(xp, x), exponent - 1.0))


def log_clipped(xp: Namespace, p: Array, rest: Array, eps: Scalar | None) -> tuple[Array, Array, Array]:
    """log p and log(1 - p) with p clipped to [eps, 1 - eps], and where p lies in there; `rest` is 1 - p."""
    if eps is None:
        return log(xp, p), log1m(xp, p), xp.ones_like(p) > 0
    bound = xp.zeros_like(p) + eps
    log_bound, log_inner = log_of_bound(xp, eps, bound), log(xp, p)
    # By its logarithm, 0 is below a bound that is flushed to 0; a compiler would drop `p == 0` beside `p < bound`.
    low, high = (p < bound) | (log_inner == -math.inf), (rest < bound) | (log(xp, rest) == -math.inf)
    inner = xp.where(low, bound, p)
    log_p = xp.where(high, log1m(xp, bound), xp.where(low, log_bound, log_inner))
    return log_p, xp.where(high, log_bound, log1m(xp, inner)), ~(low | high)


def log_of_bound(xp: Namespace, eps: Scalar, bound: Array) -> Array | float:
    """log eps; `bound` is eps as an array, which the dtype may hold with few digits, or as 0."""
    if isinstance(eps, float):
        return functions_of(xp, eps).log(eps)
    return log(xp, bound)


def hypotenuse(xp: Namespace, r: Array, delta: Scalar) -> tuple[Array, Array, Array]:
    """Whether r > delta, t, the smaller of the two over the larger, and sqrt(1 + t^2); for r >= 0 and delta > 0."""
    far = r > delta
    full = xp.zeros_like(r) + delta
    t = xp.where(far, full, r) / xp.where(far, r, full)
    return far, t, xp.sqrt(1.0 + t * t)


# --- the logistic function ------------------------------------------------------------------------------------------


def softplus_pair(xp: Namespace, x: Array) -> tuple[Array, Array]:
    """log(1 + exp(x)) and log(1 + exp(-x))."""
    return _softplus_of_both(xp, x, xp.minimum(x, -x))


def softplus_values(xp: Namespace, x: Array) -> tuple[Array, Array]:
    """`softplus_pair`, for values."""
    # PyTorch's compiler takes abs three times as fast as a minimum, but JAX's abs has a slope at 0.
    return _softplus_of_both(xp, x, -xp.abs(x))


def _softplus_of_both(xp: Namespace, x: Array, minus_abs: Array) -> tuple[Array, Array]:
    shared = xp.log1p(xp.exp(minus_abs))
    return maximum(xp, x, 0.0) + shared, maximum(xp, -x, 0.0) + shared


def sigmoid_parts(xp: Namespace, x: Array) -> tuple[Array, Array, Array]:
    """(a, b, s) with sigmoid(x) = a / s and sigmoid(-x) = b / s; a or b is exactly 1."""
    # Where minimum has a kink, at 0, torch and JAX take half of each side: by symmetry that is the slope of a / s.
    a, b = xp.exp(minimum(xp, x, 0.0)), xp.exp(minimum(xp, -x, 0.0))
    return a, b, a + b
