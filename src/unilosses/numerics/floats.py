"""Floating-point formats, squares and polynomials."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..typing import Array, Namespace


def top_exponent(xp: Namespace, x: Array) -> int:
    """The power of two that is just beyond the dtype's largest number."""
    return math.frexp(float(xp.finfo(x.dtype).max))[1]


def square(x: Array) -> Array:
    """x x."""
    return x * x


def polynomial(x: Array, coefficients: Sequence[float]) -> Array:
    """c_0 + c_1 x + c_2 x^2 + ..., by Horner's rule."""
    *rest, next_to_last, last = coefficients
    value = x * last + next_to_last
    for c in reversed(rest):
        value = value * x + c
    return value
