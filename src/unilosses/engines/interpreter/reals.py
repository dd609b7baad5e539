"""Functions of real numbers of any number of digits, with the edges that floating-point numbers have.

mpmath goes on in complex numbers, or raises, where these give NaN or an infinity.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

Number = Any

# The exponential of less is 0 in every floating-point format.
VANISHES = -1000


class Reals:
    """mpmath's functions in a context of their own, of so many digits."""

    def __init__(self, digits: int) -> None:
        import mpmath  # type: ignore[import-untyped]  # an extra

        self.context = c = mpmath.MPContext()
        c.dps = digits
        self.nan, self.inf = c.nan, c.inf
        above_minus_one = self._where(lambda x: x >= -1, lambda x: -c.inf if x == -1 else c.log1p(x))
        # What a double can only mean that is nearest to one of these.
        known = [c.pi, c.pi / 2, c.pi / 4, 2 * c.pi, c.e, c.ln2, c.ln10, c.euler, c.sqrt(2), c.sqrt(3), c.log(c.pi)]
        known += [c.sqrt(c.pi), c.log(2 * c.pi), c.log(2 * c.pi) / 2, 1 / c.pi, 1 / c.ln2, 1 / c.sqrt(2 * c.pi)]
        known += [c.sqrt(c.mpf(1) / 2), c.sqrt(2 / c.pi), 2 / c.sqrt(c.pi), c.ln2 / 2, c.log(3), c.log(5)]
        self._constants = {float(sign * x): sign * x for x in known for sign in (1, -1)}
        rounded_twice = 0.5 * math.log(2.0 * math.pi)
        self._constants[rounded_twice] = c.log(2 * c.pi) / 2
        self.functions: dict[str, Callable[..., Number]] = {
            "add": lambda a, b: a + b,
            "subtract": lambda a, b: a - b,
            "multiply": lambda a, b: a * b,
            "divide": self.divide,
            "floor_divide": lambda a, b: c.floor(self.divide(a, b)),
            "remainder": lambda a, b: a - b * c.floor(self.divide(a, b)),
            "pow": self.power,
            "maximum": lambda a, b: a if a >= b or c.isnan(a) else b,
            "minimum": lambda a, b: a if a <= b or c.isnan(a) else b,
            "hypot": lambda a, b: c.sqrt(a * a + b * b),
            "atan2": lambda a, b: c.atan2(a, b),
            "logaddexp": self.logaddexp,
            "negative": lambda x: -x,
            "abs": abs,
            "sign": lambda x: x if c.isnan(x) else c.mpf((x > 0) - (x < 0)),
            "floor": self._finite(c.floor),
            "ceil": self._finite(c.ceil),
            "round": self._finite(c.nint),
            "trunc": self._finite(lambda x: c.floor(x) if x > 0 else c.ceil(x)),
            "exp": self.exp,
            "expm1": lambda x: -c.one if x == -c.inf else c.expm1(x),
            "log": self._where(lambda x: x >= 0, lambda x: -c.inf if x == 0 else c.log(x)),
            "log2": self._where(lambda x: x >= 0, lambda x: -c.inf if x == 0 else c.log(x, 2)),
            "log1p": above_minus_one,
            "sqrt": self._where(lambda x: x >= 0, c.sqrt),
            "sin": c.sin,
            "cos": c.cos,
            "tanh": c.tanh,
            "sinh": c.sinh,
            "cosh": c.cosh,
            "atan": c.atan,
            "atanh": self._where(lambda x: -1 < x < 1, c.atanh),
            "isnan": c.isnan,
            "isinf": c.isinf,
            "isfinite": c.isfinite,
            "equal": lambda a, b: a == b,
            "not_equal": lambda a, b: a != b,
            "less": lambda a, b: a < b,
            "less_equal": lambda a, b: a <= b,
            "greater": lambda a, b: a > b,
            "greater_equal": lambda a, b: a >= b,
        }

    def number(self, x: Any) -> Number:
        """A floating-point number, to its last digit."""
        return self.context.mpf(x)

    def constant(self, x: float) -> Number:
        """A number that stands in a formula: of a known constant, all its digits."""
        return self._constants.get(x, self.context.mpf(x))

    def exp(self, x: Number) -> Number:
        """0 where it is 0 in every floating-point format, which kernels rely on."""
        return self.context.mpf(0) if x < VANISHES else self.context.exp(x)

    def _where(self, inside: Callable[[Number], bool], function: Callable[[Number], Number]) -> Callable[..., Number]:
        return lambda x: function(x) if inside(x) else self.nan

    def _finite(self, function: Callable[[Number], Number]) -> Callable[[Number], Number]:
        return lambda x: function(x) if self.context.isfinite(x) else x

    def divide(self, a: Number, b: Number) -> Number:
        if b == 0:  # zero has no sign here
            return self.nan if a == 0 or self.context.isnan(a) else self.inf if a > 0 else -self.inf
        return self.context.mpf(a) / b

    def power(self, x: Number, y: Number) -> Number:
        c = self.context
        if y == 0 or x == 1:
            return c.mpf(1)
        if c.isnan(x) or c.isnan(y):
            return self.nan
        whole = c.isfinite(y) and y == c.floor(y)
        if x < 0 and not whole:
            return self.nan
        if x == 0 or c.isinf(x):
            grows = (y > 0) == (x != 0)
            found = self.inf if grows else c.mpf(0)
            return -found if x < 0 and y % 2 == 1 else found
        if c.isinf(y):
            return self.inf if (abs(x) > 1) == (y > 0) else c.mpf(0)
        return c.mpf(x) ** (int(y) if whole else y)

    def logaddexp(self, a: Number, b: Number) -> Number:
        high, low = (a, b) if a >= b else (b, a)
        if self.context.isinf(high):
            return high
        return high + self.context.log1p(self.context.exp(low - high))
