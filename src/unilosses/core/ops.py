"""Numerics shared by the losses: the functions that the array API lacks, right at their edges and free of warnings.

Whatever a partial derivative is written with is differentiated once more for second order. So these functions
branch with `where` whose untaken side is finite too, and never use `abs`, `clip`, `maximum` or `norm` there:
frameworks disagree on their derivatives at kinks.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ..backends.library import device_of, library_of
from ..backends.protocol import Step
from .precision import exact
from .typing import Array, Namespace, Scalar

# --- signs and steps ------------------------------------------------------------------------------------------------


def sign(xp: Namespace, x: Array) -> Array:
    """-1, 0 or 1; NaN for NaN."""
    zero = xp.zeros_like(x)
    s = xp.where(x > 0, zero + 1.0, xp.where(x < 0, zero - 1.0, zero))
    return xp.where(xp.isnan(x), x, s)


def step(xp: Namespace, x: Array) -> Array:
    """1 above 0, otherwise 0; NaN for NaN."""
    zero = xp.zeros_like(x)
    return xp.where(xp.isnan(x), x, xp.where(x > 0, zero + 1.0, zero))


def relu(xp: Namespace, x: Array) -> Array:
    """max(x, 0); NaN for NaN."""
    return xp.where(x <= 0, 0.0, x)


def magnitude(xp: Namespace, x: Array) -> Array:
    """|x|, whose derivative at 0 is 1 on every backend (so that both branches of a formula agree there)."""
    return xp.where(x < 0, -x, x)


def maximum(xp: Namespace, x: Array, y: Scalar) -> Array:
    """max(x, y) with y a number or an array, for values; where they are equal, half of each side's derivative."""
    return xp.maximum(x, y)


def minimum(xp: Namespace, x: Array, y: Scalar) -> Array:
    """min(x, y) with y a number or an array, for values; where they are equal, half of each side's derivative."""
    return xp.minimum(x, y)


def least(xp: Namespace, x: Array, y: Scalar) -> Array:
    """min(x, y) with y a number or an array; NaN where x is."""
    return xp.where(x > y, y, x)


# --- logarithms and powers ------------------------------------------------------------------------------------------


def log(xp: Namespace, x: Array) -> Array:
    """log x, with -inf at 0 and NaN below, without NumPy's warnings."""
    positive = x > 0
    y = xp.where(positive, xp.log(xp.where(positive, x, 1.0)), -math.inf)
    return xp.where(x >= 0, y, math.nan)


def log1m(xp: Namespace, p: Array) -> Array:
    """log(1 - p) for p <= 1."""
    # XLA's float64 log1p is 128 ulp off near -0.41.
    large = p > 0.25
    return xp.where(large, log(xp, 1.0 - xp.where(large, p, 0.5)), xp.log1p(-xp.where(large, 0.0, p)))


def log_ratio(xp: Namespace, p: Array, q: Array, gap: Array | None = None) -> Array:
    """log(p / q) for p > 0 and q >= 0, right to the last digits where they are close; `gap` is |p - q|."""
    # sign(p - q) log1p(|p - q| / min(p, q)); a quotient beyond the dtype's range: log p - log q
    less = xp.where(p < q, p, q)
    gap = magnitude(xp, p - q) if gap is None else gap
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


def ratio(xp: Namespace, x: Array, by: Scalar) -> Array:
    """x / by, in the shape of x: XLA multiplies by the reciprocal of a number, which is another rounding."""
    return x / (xp.zeros_like(x) + by)


def quotient(xp: Namespace, c: Array, x: Array) -> Array:
    """c / x, with 0 / 0 = 0 and no warning for c / 0."""
    zero = x == 0
    infinite = xp.where(c < 0, -math.inf, xp.where(c > 0, math.inf, c))
    return xp.where(zero, infinite, c / xp.where(zero, 1.0, x))


def small_quotient(xp: Namespace, c: Array, x: Array) -> Array:
    """c / x for c not much larger than x > 0, both perhaps tiny: differentiated, JAX squares x, which underflows."""
    exponent = top_exponent(xp, x)
    scale = xp.where(x < 2.0 ** -(3 * exponent // 8), xp.full_like(x, 2.0 ** (3 * exponent // 4)), 1.0)
    return (c * scale) / (x * scale)


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
    return math.log(eps) if isinstance(eps, float) else log(xp, bound)


# --- the logistic function ------------------------------------------------------------------------------------------


def softplus_pair(xp: Namespace, x: Array) -> tuple[Array, Array]:
    """log(1 + exp(x)) and log(1 + exp(-x))."""
    shared = xp.log1p(xp.exp(xp.minimum(x, -x)))
    return maximum(xp, x, 0.0) + shared, maximum(xp, -x, 0.0) + shared


def sigmoid_parts(xp: Namespace, x: Array) -> tuple[Array, Array, Array]:
    """(a, b, s) with sigmoid(x) = a / s and sigmoid(-x) = b / s; a or b is exactly 1."""
    # Where minimum has a kink, at 0, torch and JAX take half of each side: by symmetry that is the slope of a / s.
    a, b = xp.exp(minimum(xp, x, 0.0)), xp.exp(minimum(xp, -x, 0.0))
    return a, b, a + b


# --- sums -----------------------------------------------------------------------------------------------------------


def square(x: Array) -> Array:
    return x * x


def row_sum(xp: Namespace, x: Array) -> Array:
    """The sum over the last axis, which is kept: the library's own, or in exact mode in the fixed order."""
    return _tree_sum(xp, x) if exact() else xp.sum(x, axis=-1, keepdims=True)


def ordered_sum(xp: Namespace, x: Array) -> Array:
    """The sum over all elements: the library's own, or in exact mode in the fixed order."""
    return _tree_sum(xp, xp.reshape(x, (-1,)))[0] if exact() else xp.sum(x)


# The fixed order: chunks of so many blocks of so many lanes, as a loop over vectors adds them.
LANES, BLOCKS = 16, 256


def _tree_sum(xp: Namespace, x: Array) -> Array:
    """The sum over the last axis, which is kept, as balanced trees of neighbours: blocks, then lanes, then chunks."""
    blocks = -(-x.shape[-1] // LANES)
    blocks = -(-blocks // BLOCKS) * BLOCKS if blocks > BLOCKS else 2 ** max(blocks - 1, 0).bit_length()
    missing = blocks * LANES - x.shape[-1]  # zeros change no sum
    if missing:
        zero = xp.zeros((*x.shape[:-1], missing), dtype=x.dtype, device=device_of(xp, x))
        x = xp.concat([x, zero], axis=-1)
    x = xp.reshape(x, (*x.shape[:-1], -(-blocks // BLOCKS), min(blocks, BLOCKS), LANES))
    while x.shape[-2] > 1:
        x = x[..., 0::2, :] + x[..., 1::2, :]
    x = x[..., 0, :]
    while x.shape[-1] > 1:
        x = x[..., 0::2] + x[..., 1::2]
    x = x[..., 0]
    while x.shape[-1] > 1:
        even, odd = x[..., 0::2], x[..., 1::2]
        x = xp.concat([even[..., : odd.shape[-1]] + odd, even[..., odd.shape[-1] :]], axis=-1)
    return x


def cumulative_sum(xp: Namespace, x: Array) -> Array:
    """The sums over the last axis up to each element."""
    return xp.cumulative_sum(x, axis=-1)


def sum_but_largest(xp: Namespace, x: Array) -> Array:
    """The sum over the last axis, which is kept, of all but the largest, where 0 <= x <= 1 and the largest is 1."""
    # The largest are taken out by arithmetic: XLA has no fast loop for a comparison inside a sum.
    whole = xp.floor(x)
    return row_sum(xp, x - whole) + (row_sum(xp, whole) - 1.0)


# --- coefficients ---------------------------------------------------------------------------------------------------


def times(xp: Namespace, coefficient: Array, x: Array) -> Array:
    """coefficient * x, with 0 * inf = 0; where x is finite the derivative by the coefficient stays x."""
    return coefficient * xp.where(coefficient == 0, xp.where(xp.isfinite(x), x, 0.0), x)


def times_nonnegative(xp: Namespace, coefficient: Array, x: Array) -> Array:
    """`times` for x >= 0, in a value: by minimum and maximum, as XLA has no fast loop for a comparison inside a sum."""
    least = 1.5 * float(xp.finfo(x.dtype).smallest_normal)
    limit = maximum(xp, math.inf * (xp.abs(coefficient) - least), 0.0)  # 0 or inf
    return coefficient * xp.minimum(x, limit)


def is_index(labels: Array, x: Array) -> bool:
    """Whether labels are class indices (no class axis) rather than one coefficient per class."""
    return bool(labels.ndim < x.ndim)


def index_range(xp: Namespace, x: Array, axis: int = -1, dtype: Any = None) -> Array:
    """0, 1, 2, ... along an axis of x, as an array of that one axis: integers, or of that dtype."""
    return library_of(x, "x").backend.index_range(xp, x, axis, dtype)


def one_hot(xp: Namespace, index: Array, x: Array) -> Array:
    """True where the last axis of `x` stands at `index`."""
    return index_range(xp, x, -1, index.dtype) == index[..., None]


def same_place(xp: Namespace, x: Array, axis: int = -1) -> Array:
    """True on the diagonal of a square matrix whose sides are an axis of x."""
    place = index_range(xp, x, axis)
    return place[:, None] == place


def pick(xp: Namespace, x: Array, index: Array) -> Array:
    """x[..., index], row by row, the last axis kept."""
    return pick_several(xp, x, index[..., None])


def pick_several(xp: Namespace, x: Array, index: Array) -> Array:
    """x at each index along its last axis; rows of indices of length one serve all of that axis's rows."""
    return xp.take_along_axis(x, index, axis=-1)


def label_coefficients(
    xp: Namespace, labels: Array, x: Array, class_weight: Scalar | None = None, smoothing: Scalar = 0.0
) -> Array:
    """w_j (y_j (1 - s) + s / C), one per class, whichever form the labels have."""
    zero = xp.zeros_like(x)
    y = xp.where(one_hot(xp, labels, x), zero + 1.0, zero) if is_index(labels, x) else labels
    if not (isinstance(smoothing, float) and smoothing == 0.0):
        y = y * (1.0 - smoothing) + smoothing / x.shape[-1]
    return y if class_weight is None else y * class_weight


def per_class(xp: Namespace, class_weight: Scalar | None, x: Array) -> Array:
    """The class weights times x, which has the class axis."""
    return x if class_weight is None else times(xp, xp.zeros_like(x) + class_weight, x)


def class_weight_of(xp: Namespace, class_weight: Array, index: Array) -> Array:
    """The weight of each row's class."""
    if isinstance(class_weight, float) or class_weight.ndim == 0:
        return class_weight
    if class_weight.shape[0] == 1:
        return class_weight[0]
    return xp.reshape(xp.take(class_weight, xp.reshape(index, (-1,))), index.shape)


def partition(xp: Namespace, x: Array) -> tuple[Array, Array]:
    """The sum of x >= 0 over the last axis, and that sum without each element: no digit of a small rest is lost."""
    largest = xp.max(x, axis=-1, keepdims=True)
    # In the shape of x: XLA multiplies by the reciprocal of what belongs to a row, and the largest would not be 1.
    u = x / (xp.where(largest == 0, 1.0, largest) + 0.0 * x)
    rest = sum_but_largest(xp, u)
    return largest * (1.0 + rest), largest * ((1.0 - u) + rest)


# --- softmax --------------------------------------------------------------------------------------------------------


class Softmax:
    """The parts of a softmax over the last axis, from which every quantity comes without cancellation.

    e_j = exp(x_j - max x), the largest of which is 1; `rest` is the sum of all of them but the largest, kept apart
    because it is what 1 + rest would lose.
    """

    def __init__(self, xp: Namespace, x: Array) -> None:
        self.xp, self.x = xp, x
        self.peak = xp.max(x, axis=-1, keepdims=True)
        self.e = exp_of_gaps(xp, x, self.peak)
        self.rest = sum_but_largest(xp, self.e)
        self.total = 1.0 + self.rest

    @property
    def probs(self) -> Array:
        return self.e / self.total

    @property
    def others(self) -> Array:
        """For each class the sum of the other classes' e, of two terms that are not negative."""
        return (1.0 - self.e) + self.rest

    @property
    def complements(self) -> Array:
        """1 - p_j, as a sum of the other classes' probabilities."""
        return self.others / self.total

    def surprise(self) -> Array:
        """-log p_j >= 0 for every class; inf for a class that cannot happen."""
        return gaps(self.xp, self.x, self.peak) + self.xp.log1p(self.rest)

    @property
    def log_total(self) -> Array:
        """log sum_j exp(x_j), the class axis kept."""
        return self.peak + self.xp.log1p(self.rest)

    def pulled(self, c: Array, total: Scalar | None = None) -> Array:
        """The derivative of sum_j -c_j log p_j by the logits, p_i sum_j c_j - c_i, without cancellation.

        `total` is the sum of the c_j, where that is known.
        """
        # p_i sum_{j != i} c_j - c_i (1 - p_i)
        total = row_sum(self.xp, c) if total is None else total
        return (self.e * (total - c) - c * self.others) / self.total


# There is room for so many classes, as a power of two: for a sum of them, and for the distances between them.
CLASSES_BITS = 24


class SoftmaxOfLabel:
    """The parts of a softmax where one class in each row counts, of the rows' shape but for e.

    e_j scale = exp(x_j - max x); `rest` is the sum of those of all classes but the label, and `own` that of the label,
    which is `gap` below the top.
    """

    # What belongs to a row has no class axis of length one here: XLA's loops over one are slow.

    def __init__(self, xp: Namespace, x: Array, index: Array) -> None:
        big = float(xp.finfo(x.dtype).max)
        self.xp, self.index, peak = xp, index, xp.max(x, axis=-1)
        top = maximum(xp, minimum(xp, peak, big), -big)
        shift = _shift(xp, top)
        self.e = xp.exp(x - shift[..., None])
        self.scale = xp.exp(shift - top)
        # A distance between classes is 0, or above every e: XLA has no fast loop for a comparison inside a sum.
        step = 2.0 ** (top_exponent(xp, x) - CLASSES_BITS)
        classes = step * index_range(xp, x, -1, x.dtype)
        distance = xp.abs(classes - (step * xp.astype(index, x.dtype))[..., None])
        self.rest = row_sum(xp, xp.minimum(self.e, distance))[..., 0] * self.scale
        self.gap = gaps(xp, pick(xp, x, index)[..., 0], peak)
        self.own = xp.exp(-self.gap)

    @property
    def surprise(self) -> Array:
        """-log p_y >= 0; inf for a class that cannot happen."""
        # Where the label is at the top, log1p(rest); elsewhere rest is 1 or more, if a class can happen at all.
        return self.gap + self.xp.log1p(maximum(self.xp, self.rest + (self.own - 1.0), 0.0))

    @property
    def slope(self) -> Array:
        """The derivative of that by x: p_j, and p_y - 1 without cancellation."""
        is_label = one_hot(self.xp, self.index, self.e)
        total = self.own + self.rest
        by_label, by_others = -(self.rest / total), self.scale / total
        return self.xp.where(is_label, by_label[..., None], self.e * by_others[..., None])


def _shift(xp: Namespace, top: Array) -> Array:
    """What to subtract from logits before exp: 0 where the largest is small, so that nothing is rounded there.

    It is a number of few digits, whose difference from a logit is exact, but far below a large top.
    """
    info = xp.finfo(top.dtype)
    small = math.log(float(info.max)) - (CLASSES_BITS + 1) * math.log(2.0)
    shift = xp.minimum(top, maximum(xp, top - small, 0.0))
    coarse = 1.5 / math.sqrt(float(info.eps))
    return (shift + coarse) - coarse


def gaps(xp: Namespace, x: Array, peak: Array) -> Array:
    """peak - x for a peak that is not below x: 0 for an infinite peak from itself, inf for -inf from everything."""
    big = float(xp.finfo(x.dtype).max)
    peak = maximum(xp, peak, -big)
    finite = minimum(xp, x, big)
    return xp.where(x < peak, peak - finite, minimum(xp, peak, big) - finite)


def exp_of_gaps(xp: Namespace, x: Array, peak: Array) -> Array:
    """exp(x - peak) for a peak that is not below x, as if the difference were not rounded."""
    big = float(xp.finfo(x.dtype).max)
    peak = maximum(xp, minimum(xp, peak, big), -big)
    # So far below the peak, exp is 0 in every dtype, and no difference overflows.
    half = 0.5 * peak
    lowest = 2.0 * maximum(xp, half - (512.0 + 2.0**-20 * xp.abs(half)), -0.5 * big)
    gap, error = _difference(xp, xp.maximum(xp.minimum(x, peak), lowest), peak)
    return xp.exp(gap) * (1.0 - error)


def _difference(xp: Namespace, x: Array, y: Array) -> tuple[Array, Array]:
    """The rounded x - y, and how much it is too large: up to 50 ulp of its exp, or a few hundred in float64."""
    # Knuth's two-sum. Each array is let go of as soon as it can be.
    d = x - y
    other = d - x
    error = (d - other) - x
    del x
    return d, (y + other) + error


# --- vectors --------------------------------------------------------------------------------------------------------


def unit_vectors(xp: Namespace, x: Array) -> tuple[Array, Array, Array]:
    """x / |x| along the last axis, 1 / |x|, and whether |x| > 0; 0 for a zero vector. No square overflows."""
    scale = _scale_of_squares(xp, x)
    scaled = x * scale
    length2 = row_sum(xp, square(scaled))
    nonzero = length2 > 0
    # `+ 0 * x` gives the divisor the shape of x: XLA would multiply by the reciprocal of a broadcast one.
    norm = xp.sqrt(xp.where(nonzero, length2, 1.0))
    inverse = xp.where(nonzero, scale / norm, xp.zeros_like(norm))
    unit = xp.where(nonzero, scaled / (norm + 0.0 * scaled), xp.zeros_like(x))
    small = (scale < 1.0) & (magnitude(xp, x) < 1.0)  # scaled down, these would be lost
    return xp.where(small, x * inverse, unit), inverse, nonzero


def are_orthogonal(xp: Namespace, u: Array, v: Array) -> Array:
    """Whether u . v = 0 along the last axis, which is kept: for small whole multiples of a step, without rounding.

    The sum of products of unit vectors is not 0 then wherever a compiler fuses multiplication and addition.
    """
    scaled_u, scaled_v = u * _scale_of_squares(xp, u), v * _scale_of_squares(xp, v)
    lost = ((scaled_u == 0) & (u != 0)) | ((scaled_v == 0) & (v != 0))
    return (row_sum(xp, scaled_u * scaled_v) == 0) & ~xp.any(lost, axis=-1, keepdims=True)


def top_exponent(xp: Namespace, x: Array) -> int:
    """The power of two that is just beyond the dtype's largest number."""
    return math.frexp(float(xp.finfo(x.dtype).max))[1]


def _scale_of_squares(xp: Namespace, x: Array) -> Array:
    """For each row the power of two, which scales without rounding, that keeps squares in range; 1 for most rows."""
    exponent = top_exponent(xp, x)
    threshold, shift = 2.0 ** (3 * exponent // 8), 2.0 ** (5 * exponent // 8)
    largest = xp.max(magnitude(xp, x), axis=-1, keepdims=True)
    one = xp.ones_like(largest)
    return xp.where(largest > threshold, one / shift, xp.where(largest < 1.0 / threshold, one * shift, one))


# --- loops ----------------------------------------------------------------------------------------------------------


def scan(
    xp: Namespace, step: Step, carry: tuple[Array, ...], xs: tuple[Array, ...], fixed: tuple[Array, ...] = ()
) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
    """The last carry of a loop over the first axis of `xs`, and what its steps gave, stacked along a first axis.

    `step(xp, carry, x)` returns the next carry and a row of results, both tuples. It is a function of a module and
    takes nothing from where it is called but these: JAX then compiles it once, whatever the length.
    Large arrays that every step needs whole are `fixed`: `step(xp, carry, x, *fixed)`. Of such a loop nothing is kept
    for a derivative; its steps are computed anew.
    """
    return library_of(xs[0], "xs").backend.scan(xp, step, carry, xs, fixed)


# --- polynomials ----------------------------------------------------------------------------------------------------


def polynomial(x: Array, coefficients: Sequence[float]) -> Array:
    """c_0 + c_1 x + c_2 x^2 + ..., by Horner's rule."""
    *rest, next_to_last, last = coefficients
    value = x * last + next_to_last
    for c in reversed(rest):
        value = value * x + c
    return value
