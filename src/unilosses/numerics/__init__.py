"""The words in which losses are written: functions of arrays of any library, accurate and right at their edges.

They take the namespace `xp` first, as kernels do, and call nothing but the array API; class axes and vectors come last.
`docs/numerics.md` shows a loss written with them, and how accurate each is. `barron`, `scaled`, `similarities` and
`tweedie` are modules of their own, whose functions are called by the module's name.

Partial derivatives are differentiated once more for second order, so they are written with functions that branch by
`where`, with both sides finite. `maximum`, `minimum` and `multiply_nonnegative`, which frameworks differentiate each in
its own way at a tie, are for values.
"""

from . import barron, scaled, similarities, tweedie
from .distances import Distance
from .divergence import close_term, kl_div, kl_div_slope, near_and_far
from .elementary import (
    absolute,
    clamp_max,
    divide_no_nan,
    divide_small,
    heaviside,
    hypotenuse,
    log,
    log1m,
    log_clipped,
    log_of_bound,
    log_ratio,
    maximum,
    minimum,
    multiply_no_nan,
    multiply_nonnegative,
    power,
    ratio,
    relu,
    sigmoid_parts,
    sign,
    softplus_pair,
    softplus_values,
    where,
)
from .floats import polynomial, square, top_exponent
from .gamma import HALF_LOG_TWO_PI, digamma, factorial_rest, stirling_rest
from .labels import (
    class_weight_of,
    index_range,
    is_index,
    label_coefficients,
    one_hot,
    per_class,
    pick,
    pick_several,
    same_place,
    signed_chain,
    signed_labels,
    weighted_by_class,
)
from .loops import scan
from .series import atanh_rest, exprel, log1p_ratio
from .softmax import Softmax, SoftmaxOfLabel, exp_of_gaps, gaps
from .sums import cumulative_sum, ordered_sum, partition, row_max, row_sum, sum_but_largest
from .vectors import Angle, are_orthogonal, unit_vectors

__all__ = [
    "HALF_LOG_TWO_PI",
    "Angle",
    "Distance",
    "Softmax",
    "SoftmaxOfLabel",
    "absolute",
    "are_orthogonal",
    "atanh_rest",
    "barron",
    "clamp_max",
    "class_weight_of",
    "close_term",
    "cumulative_sum",
    "digamma",
    "divide_no_nan",
    "divide_small",
    "exp_of_gaps",
    "exprel",
    "factorial_rest",
    "gaps",
    "heaviside",
    "hypotenuse",
    "index_range",
    "is_index",
    "kl_div",
    "kl_div_slope",
    "label_coefficients",
    "log",
    "log1m",
    "log1p_ratio",
    "log_clipped",
    "log_of_bound",
    "log_ratio",
    "maximum",
    "minimum",
    "multiply_no_nan",
    "multiply_nonnegative",
    "near_and_far",
    "one_hot",
    "ordered_sum",
    "partition",
    "per_class",
    "pick",
    "pick_several",
    "polynomial",
    "power",
    "ratio",
    "relu",
    "row_max",
    "row_sum",
    "same_place",
    "scaled",
    "scan",
    "sigmoid_parts",
    "sign",
    "signed_chain",
    "signed_labels",
    "similarities",
    "softplus_pair",
    "softplus_values",
    "square",
    "stirling_rest",
    "sum_but_largest",
    "top_exponent",
    "tweedie",
    "unit_vectors",
    "weighted_by_class",
    "where",
]
