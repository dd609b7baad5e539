"""The partial derivatives of what works element by element, one table, with a subgradient at each kink.

At a kink: 0 for an absolute value at 0, half for each of two equal sides of a maximum or a minimum. Where a row is
missing, the derivative is 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from ..graph.namespace import xp

# The factors of the inputs' tangents: arrays or numbers, and None where nothing depends on the input.
Factors = tuple[Any, ...]


def _sign(x: Any) -> Any:
    return xp.where(x > 0, xp.ones_like(x), xp.where(x < 0, xp.full_like(x, -1.0), 0.0))


def _side(y: Any, a: Any, b: Any) -> Any:
    """1 where a is the greater one, 1/2 where they are equal."""
    return xp.where(a > b, xp.ones_like(y), xp.where(a == b, xp.full_like(y, 0.5), 0.0))


def _pow(y: Any, x: Any, n: Any) -> Factors:
    if type(n) in (int, float):
        return (1.0 if n == 1 else 2.0 * x if n == 2 else n * x ** (n - 1)), None
    if not hasattr(x, "dtype"):
        return None, y * xp.log(x)
    positive = x > 0
    return n * x ** (n - 1.0), xp.where(positive, y * xp.log(xp.where(positive, x, 1.0)), 0.0)


def _hypot(y: Any, a: Any, b: Any) -> Factors:
    safe = xp.where(y == 0, xp.ones_like(y), y)  # 0 at 0
    return a / safe, b / safe


def _atan2(y: Any, a: Any, b: Any) -> Factors:
    square = a * a + b * b
    return b / square, -a / square


PARTIALS: dict[str, Callable[..., Factors]] = {
    "add": lambda y, a, b: (1.0, 1.0),
    "subtract": lambda y, a, b: (1.0, -1.0),
    "multiply": lambda y, a, b: (b, a),
    "divide": lambda y, a, b: (1.0 / b, -(y / b)),
    "remainder": lambda y, a, b: (1.0, -xp.floor(a / b)),
    "pow": _pow,
    "maximum": lambda y, a, b: (_side(y, a, b), _side(y, b, a)),
    "minimum": lambda y, a, b: (_side(y, b, a), _side(y, a, b)),
    "hypot": _hypot,
    "atan2": _atan2,
    "logaddexp": lambda y, a, b: (xp.exp(a - y), xp.exp(b - y)),
    "negative": lambda y, x: (-1.0,),
    "abs": lambda y, x: (_sign(x),),
    "exp": lambda y, x: (y,),
    "expm1": lambda y, x: (y + 1.0,),
    "log": lambda y, x: (1.0 / x,),
    "log2": lambda y, x: (1.0 / (math.log(2.0) * x),),
    "log1p": lambda y, x: (1.0 / (1.0 + x),),
    "sqrt": lambda y, x: (0.5 / y,),
    "tanh": lambda y, x: ((1.0 - y) * (1.0 + y),),
    "atanh": lambda y, x: (1.0 / ((1.0 - x) * (1.0 + x)),),
    "sin": lambda y, x: (xp.cos(x),),
    "cos": lambda y, x: (-xp.sin(x),),
    "sinh": lambda y, x: (xp.cosh(x),),
    "cosh": lambda y, x: (xp.sinh(x),),
    "atan": lambda y, x: (1.0 / (1.0 + x * x),),
}


def times(x: Any, factor: Any) -> Any:
    """x times a factor, which is often 1 or -1."""
    if type(factor) is float and abs(factor) == 1.0:
        return x if factor == 1.0 else -x
    return x * factor
