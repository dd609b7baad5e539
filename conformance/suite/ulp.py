"""Distances between a computed number and the truth, in units in the last place (ulp) of a dtype."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from mpmath import mp, mpf

from unilosses.verify.vectors import FORMATS

# Distances are claimed from this multiple of the smallest normal number on. Some compilers flush subnormals, and with
# them the tails of intermediate results. float16 is computed in float32, where its whole range is ordinary.
MARGIN = {"float64": 64, "float32": 64, "float16": 1, "bfloat16": 64}


# Even abs() rounds to the working precision in mpmath, so everything here runs with more digits than a truth has.
_BITS = 300


def dtype_name(dtype: Any) -> str:
    """Plain name of a NumPy, torch, JAX or ml_dtypes dtype."""
    name = dtype if isinstance(dtype, str) else getattr(dtype, "name", None) or getattr(dtype, "__name__", str(dtype))
    name = name.rsplit(".", 1)[-1]
    if name not in FORMATS:
        raise ValueError(f"no ulp known for dtype {dtype!r}; one of {', '.join(FORMATS)}")
    return name


def smallest_normal(dtype: Any) -> mpf:
    return mp.ldexp(1, FORMATS[dtype_name(dtype)][1])


def largest_finite(dtype: Any) -> mpf:
    bits, _, top = FORMATS[dtype_name(dtype)]
    return mp.ldexp(2**bits - 1, top - bits + 1)


def epsilon(dtype: Any) -> float:
    """Spacing at one, which is what finfo calls eps."""
    return 2.0 ** (1 - FORMATS[dtype_name(dtype)][0])


@mp.workprec(_BITS)
def ulp(x: Any, dtype: Any) -> mpf:
    """Spacing of the dtype at the true value x; constant below the smallest normal and above the largest number."""
    bits, lowest, top = FORMATS[dtype_name(dtype)]
    x = mpf(x)
    if not mp.isfinite(x):
        raise ValueError(f"no spacing at {x}")
    # frexp gives a significand in [1/2, 1)
    exponent = lowest if x == 0 else mp.frexp(x)[1] - 1
    return mp.ldexp(1, min(max(exponent, lowest), top) - bits + 1)


@mp.workprec(_BITS)
def distance(computed: Any, truth: Any, dtype: Any, scale: Any = None) -> float:
    """Error in ulp at the true value, or at `scale` where that is larger (where terms of that size cancel).

    0 for two NaNs and for the same infinity, inf where only one is NaN or infinite. A truth beyond the largest number
    of the dtype is met by the infinity of its sign.
    """
    computed, truth = mpf(float(computed)), mpf(truth)
    if mp.isnan(computed) or mp.isnan(truth):
        return 0.0 if mp.isnan(computed) and mp.isnan(truth) else float("inf")
    if mp.isinf(truth):
        return 0.0 if computed == truth else float("inf")
    if mp.isinf(computed):
        return 0.0 if abs(truth) > largest_finite(dtype) and (truth > 0) == (computed > 0) else float("inf")
    error = abs(computed - truth)
    if error == 0:
        return 0.0
    unit = abs(truth)
    if scale is not None and mp.isfinite(mpf(scale)):
        unit = max(unit, abs(mpf(scale)))
    return float(error / ulp(unit, dtype))


def distances(computed: Any, truths: Sequence[Any], dtype: Any, scales: Sequence[Any] | None = None) -> np.ndarray:
    """`distance`, element by element, of a flattened array and lists of truths and scales of the same length."""
    flat = np.asarray(computed, dtype=np.float64).ravel()
    if flat.size != len(truths):
        raise ValueError(f"{flat.size} computed numbers against {len(truths)} truths")
    units = [None] * flat.size if scales is None else scales
    pairs = zip(flat.tolist(), truths, units, strict=True)
    return np.array([distance(c, t, dtype, s) for c, t, s in pairs], dtype=np.float64)


@mp.workprec(_BITS)
def is_claimable(truth: Any, dtype: Any) -> bool:
    """Whether a distance can be claimed for this truth: zero, not finite, or well inside the normal range."""
    truth = mpf(truth)
    if truth == 0 or not mp.isfinite(truth):
        return True
    return bool(abs(truth) >= MARGIN[dtype_name(dtype)] * smallest_normal(dtype))
