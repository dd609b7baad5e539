"""Elementary functions of float64 as lines of a program: the only place with such formulas.

They are built of additions, multiplications, divisions, square roots and fused multiply-adds alone, so that every
processor gives the same bits. Each is wrong by less than 1 ulp over its whole domain.
"""

from .exponential import exp, expm1, tanh
from .hypotenuse import hypot, sqrt
from .logarithm import log, log1p
from .power import power

__all__ = ["exp", "expm1", "hypot", "log", "log1p", "power", "sqrt", "tanh"]
