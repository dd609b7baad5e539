"""Elementary functions of float64 as lines of a program: the only place with such formulas.

They are built of additions, multiplications, divisions, square roots and fused multiply-adds alone, so that every
processor gives the same bits. Each is wrong by less than 1 ulp over its whole domain; where all results of a program
are rounded to less than float64, shorter ones take their place.
"""

from __future__ import annotations

from collections.abc import Callable

from ..code import Code, Value
from . import exponential, logarithm, rounded
from .hypotenuse import hypot, sqrt
from .power import power

Function = Callable[[Code, Value], Value]


def _either(precise: Function, short: Function) -> Function:
    return lambda c, x: (precise if c.precise else short)(c, x)


exp = _either(exponential.exp, rounded.exp)
expm1 = _either(exponential.expm1, rounded.expm1)
tanh = _either(exponential.tanh, rounded.tanh)
log = _either(logarithm.log, rounded.log)
log1p = _either(logarithm.log1p, rounded.log1p)

__all__ = ["exp", "expm1", "hypot", "log", "log1p", "power", "sqrt", "tanh"]
