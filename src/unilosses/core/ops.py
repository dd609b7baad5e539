"""Numerics shared by the losses: the functions that the array API lacks, right at their edges and free of warnings.

Whatever a partial derivative is written with is differentiated once more for second order. So these functions
branch with `where` whose untaken side is finite too, and never use `abs`, `clip`, `maximum` or `norm` there:
frameworks disagree on their derivatives at kinks.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..backends._protocol import Step
from . import carried
from .namespace import device_of, library_of
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
    # XLA's float64 log1p is 128 ulp off near -0.41. Above 1/4: log of the rounded 1 - p, corrected for the rounding.
    large = p > 0.25
    u = 1.0 - xp.where(large, p, 0.5)
    lost = (1.0 - u) - xp.where(large, p, 0.5)
    corrected = log(xp, u) + lost / xp.where(u > 0, u, 1.0)
    return xp.where(large, corrected, xp.log1p(-xp.where(large, 0.0, p)))


def log_ratio(xp: Namespace, p: Array, q: Array, gap: Array | None = None) -> Array:
    """log(p / q) for p > 0 and q >= 0, right to the last digits where they are close; `gap` is |p - q|."""
    # sign(p - q) log1p(|p - q| / min(p, q)); a quotient beyond the dtype's range: log p - log q
    less = xp.where(p < q, p, q)
    gap = magnitude(xp, p - q) if gap is None else gap
    far = less < gap * (16.0 / float(xp.finfo(p.dtype).max))
    near = xp.log1p(xp.where(far, 0.0, gap) / xp.where(far, 1.0, less))
    return xp.where(far, log(xp, p) - log(xp, q), xp.where(p < q, -near, near))


def power(xp: Namespace, x: Array, exponent: Scalar, low: Array | None = None) -> Array:
    """x ** exponent for x >= 0 and exponent >= 0, with 0 ** 0 = 1 and a finite derivative everywhere.

    `low` is the rounding error of x, which is finite then.
    """
    if isinstance(exponent, float):
        if exponent == 0.0:
            return xp.ones_like(x)
        if exponent == 1.0:
            return x if low is None else x + low
        if exponent == 2.0:
            return x * x if low is None else x * x + 2.0 * x * low
    # As an array: torch would take a number as a float64, where the others round it to the dtype of the data.
    full = xp.zeros_like(x) + exponent
    positive = x > 0
    at_zero = xp.where(full == 0, full + 1.0, 0.0)
    base = xp.where(positive, x, 1.0)
    if low is None:
        raised = base**full
    else:
        raised = carried.power(xp, base, small_quotient(xp, xp.where(positive, low, 0.0), base), exponent)
    return xp.where(positive, raised, xp.where(xp.isnan(x), x, at_zero))


def quotient(xp: Namespace, c: Array, x: Array) -> Array:
    """c / x, with 0 / 0 = 0 and no warning for c / 0."""
    zero = x == 0
    infinite = xp.where(c < 0, -math.inf, xp.where(c > 0, math.inf, c))
    return xp.where(zero, infinite, c / xp.where(zero, 1.0, x))


def small_quotient(xp: Namespace, c: Array, x: Array) -> Array:
    """c / x for c not much larger than x > 0, both perhaps tiny: differentiated, JAX squares x, which underflows."""
    exponent = top_exponent(xp, x)
    scale = xp.where(x < 2.0 ** -(3 * exponent // 8), 2.0 ** (3 * exponent // 4) + 0.0 * x, 1.0)
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


def tail(xp: Namespace, x: Array) -> Array:
    """exp(-|x|), the quantity that every logistic formula is made of: never above 1, never lost."""
    return xp.exp(-magnitude(xp, x))


def softplus_pair(xp: Namespace, x: Array, e: Array | None = None) -> tuple[Array, Array]:
    """log(1 + exp(x)) and log(1 + exp(-x)); e is exp(-|x|), if that is known."""
    shared = xp.log1p(tail(xp, x) if e is None else e)
    # The sides at 0 are those of `magnitude`, so that the derivatives there add up to 1/2.
    return xp.where(x < 0, 0.0, x) + shared, xp.where(x < 0, -x, 0.0) + shared


def sigmoid_parts(xp: Namespace, x: Array, e: Array | None = None) -> tuple[Array, Array, Array]:
    """(a, b, s) with sigmoid(x) = a / s and sigmoid(-x) = b / s; a or b is exactly 1; e is as in `softplus_pair`."""
    e = tail(xp, x) if e is None else e
    return xp.where(x < 0, e, 1.0), xp.where(x < 0, 1.0, e), 1.0 + e


# --- sums -----------------------------------------------------------------------------------------------------------


def square(x: Array) -> Array:
    return x * x


def row_sum(xp: Namespace, x: Array) -> Array:
    """The sum over the last axis, which is kept, in halves: its error grows with the logarithm of the length."""
    # XLA adds in sequence on a CPU: 100 terms cost it 11 ulp. Halving costs the others next to nothing.
    odd = []
    few = 1 if exact() else 8
    while x.shape[-1] > few:
        half = x.shape[-1] // 2
        if x.shape[-1] != 2 * half:
            odd.append(x[..., -1:])
        x = x[..., :half] + x[..., half : 2 * half]
    total = xp.sum(x, axis=-1, keepdims=True)
    for rest in reversed(odd):
        total = total + rest
    return total


def carried_row_sum(xp: Namespace, x: Array) -> tuple[Array, Array]:
    """The sum over the last axis, which is kept, as it is in halves, and its error; 0 where the sum is not finite."""
    lost = xp.zeros_like(x[..., :1])
    while x.shape[-1] > 1:
        half = x.shape[-1] // 2  # no divmod: torch.compile has none of a length that varies
        s, error = carried.two_sum(xp, x[..., :half], x[..., half : 2 * half])
        lost = lost + row_sum(xp, error)
        x = s if x.shape[-1] == 2 * half else xp.concat([s, x[..., 2 * half :]], axis=-1)
    total = row_sum(xp, x)  # 0 for a row without elements
    return total, xp.where(xp.isfinite(total), lost, 0.0)


def ordered_sum(xp: Namespace, x: Array) -> Array:
    """The sum over all elements, in halves down to single terms: one order for every library."""
    if not exact() or 0 in x.shape:
        return xp.sum(x)
    return row_sum(xp, xp.reshape(x, (-1,)))[0]


# --- coefficients ---------------------------------------------------------------------------------------------------


def times(xp: Namespace, coefficient: Array, x: Array) -> Array:
    """coefficient * x, with 0 * inf = 0; where x is finite the derivative by the coefficient stays x."""
    return coefficient * xp.where((coefficient == 0) & ~xp.isfinite(x), 0.0, x)


def is_index(labels: Array, x: Array) -> bool:
    """Whether labels are class indices (no class axis) rather than one coefficient per class."""
    return bool(labels.ndim < x.ndim)


def one_hot(xp: Namespace, index: Array, x: Array) -> Array:
    """True where the last axis of `x` stands at `index`."""
    classes = xp.arange(x.shape[-1], dtype=index.dtype, device=device_of(xp, x))
    return classes == index[..., None]


def pick(xp: Namespace, x: Array, index: Array) -> Array:
    """x[..., index], row by row."""
    return pick_several(xp, x, index[..., None])[..., 0]


def pick_several(xp: Namespace, x: Array, index: Array) -> Array:
    """x at each index along its last axis; rows of indices of length one serve all of that axis's rows."""
    if xp.__name__ == "array_api_compat.torch":  # take_along_dim has torch.compile compile for every number of rows
        return xp.gather(x, -1, xp.broadcast_to(index, (*x.shape[:-1], index.shape[-1])))
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
    if not hasattr(class_weight, "ndim") or class_weight.ndim == 0:
        return class_weight
    if class_weight.shape[0] == 1:
        return class_weight[0]
    return xp.reshape(xp.take(class_weight, xp.reshape(index, (-1,))), index.shape)


def shares(xp: Namespace, p: Array) -> tuple[Array, Array]:
    """The sum over the last axis, and that sum without each element, which a subtraction from it would lose."""
    top = one_hot(xp, xp.argmax(p, axis=-1), p)
    rest = row_sum(xp, xp.where(top, 0.0, p))
    total = xp.sum(xp.where(top, p, 0.0), axis=-1, keepdims=True) + rest
    return total, xp.where(top, rest, total - p)


# --- softmax --------------------------------------------------------------------------------------------------------


class Softmax:
    """The parts of a softmax over the last axis, from which every quantity comes without cancellation.

    e_j = exp(x_j - max x), with the rounding error of the difference carried along; `rest` is the sum of all of them
    but the largest, kept apart because it is what 1 + rest would lose.
    """

    def __init__(self, xp: Namespace, x: Array) -> None:
        big = float(xp.finfo(x.dtype).max)
        self.xp, self.x, self.big = xp, x, big
        finite = xp.where(x > big, big, xp.where(x < -big, -big, x))
        # The maximum by its index, so that the derivative goes to one logit even where several are largest.
        top_index = xp.argmax(finite, axis=-1)
        self.top = one_hot(xp, top_index, x)
        self.peak = xp.sum(xp.where(self.top, finite, 0.0), axis=-1, keepdims=True)
        gone = 0.5 * finite - 0.5 * self.peak < -1024.0  # exp is 0 there in every dtype; the halves cannot overflow
        near = xp.where(gone, self.peak, finite)
        d, error = carried.two_sum(xp, near, -self.peak)
        self._sum_up(d, error, gone)

    def _sum_up(self, d: Array, error: Array, gone: Array) -> None:
        """e, rest and total, from x - max x and its rounding error."""
        xp = self.xp
        e = xp.exp(d)
        grown = xp.where(carried.is_large(xp, e), e + e * error, e * (1.0 + error))
        self.e = xp.where(gone, 0.0, grown)
        rest, lost = carried_row_sum(xp, xp.where(self.top, 0.0, self.e))
        self.rest = rest + lost
        self.total = 1.0 + self.rest

    @property
    def probs(self) -> Array:
        return self.e / self.total

    @property
    def others(self) -> Array:
        """For each class the sum of the other classes' e."""
        return self.xp.where(self.top, self.rest, self.total - self.e)

    @property
    def complements(self) -> Array:
        """1 - p_j, as a sum of the other classes' shares."""
        return self.others / self.total

    def surprise(self, index: Array | None = None) -> Array:
        """-log p_j >= 0 for every class, or for the class of each row that `index` names; inf if it cannot happen."""
        xp = self.xp
        if index is None:
            x, peak, rest = self.x, self.peak, self.rest
        else:
            x, peak, rest = pick(xp, self.x, index), self.peak[..., 0], self.rest[..., 0]
        finite = xp.where(x > self.big, self.big, xp.where(x < -self.big, 0.0, x))
        value = (peak - finite) + xp.log1p(rest)
        impossible = (x < -self.big) | ((peak >= self.big) & (x < self.big))
        return xp.where(impossible, math.inf, value)


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


# --- special functions ----------------------------------------------------------------------------------------------


def gammaln(x: Array) -> Array:
    """log |Gamma(x)|, by the library's own function."""
    return library_of(x, "x").backend.special("gammaln", x)


def digamma(x: Array) -> Array:
    """The derivative of `gammaln`, by the library's own function; NumPy has it only with SciPy installed."""
    return library_of(x, "x").backend.special("digamma", x)


def erf(x: Array) -> Array:
    """The error function, by the library's own function."""
    return library_of(x, "x").backend.special("erf", x)


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


# tanh(x) = x Q(x^2) on |x| < 1/2: interpolation at Chebyshev nodes in 60 digits, relative error below 6e-18.
TANH = (
    1.0, -0.3333333333333308, 0.13333333333292816, -0.05396825394287032, 0.021869487718845705,
    -0.008863220134250503, 0.0035919465020130574, -0.0014544509176344551, 0.0005831792400007558,
    -0.00021761442156422375, 5.663500915911182e-05,
)  # fmt: skip


def tanh(xp: Namespace, x: Array) -> Array:
    """tanh x; XLA's own is 4 ulp off in float32 and 6 in float64."""
    # x Q(x^2) below 1/2, (1 - e^(-2 |x|)) / (1 + e^(-2 |x|)) beyond
    r = magnitude(xp, x)
    small = r < 0.5
    near = xp.where(small, x, 0.0)
    decay = xp.exp(-2.0 * xp.where(small, 1.0, r))
    far = (1.0 - decay) / (1.0 + decay)
    return xp.where(small, near * polynomial(near * near, TANH), xp.where(x < 0, -far, far))
