"""What every oracle formula shares: extended arithmetic, working precision, and the `Oracle` that runs a formula.

A formula is a plain function that returns `(result, scale)`. `scale` is the size of the largest term that takes part
in a cancellation of the textbook formula, and `abs(result)` where nothing cancels. The same number serves twice: it
is the unit for distances in ulp, and it tells how many of the working digits a cancellation has eaten, so that the
evaluation can be repeated with more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mpmath import mp, mpf

INF = mpf("inf")
NAN = mpf("nan")

# Good digits that are promised, and the working digits that are tried in turn until the promise holds. The last
# step covers float64 inputs of 1e-300 next to inputs of size one.
DIGITS = 50
LADDER = (60, 130, 800)
# Worked out with so many digits, a result of this size in units of its scale is good to DIGITS, and two more.
SETTLED = {digits: mpf(10) ** (DIGITS + 2 - digits) for digits in LADDER}

# Sums and products of a few float64 numbers are exact with this many bits.
EXACT_BITS = 9000


def number(x: Any) -> Any:
    """Floats, integers and NumPy scalars become mpf without rounding; sequences become lists; the rest passes."""
    if isinstance(x, mpf) or x is None or isinstance(x, str | bool) or callable(x):
        return x
    if hasattr(x, "tolist"):
        x = x.tolist()
    if isinstance(x, list | tuple):
        return [number(v) for v in x]
    return mpf(x)


def argument(x: Any, kind: str) -> Any:
    """Like `number`, but the integer label of a row stays an int, and so do all integers of a coupled loss."""
    if kind == "coupled":
        if isinstance(x, list | tuple):
            return [argument(v, kind) for v in x]
        return x if isinstance(x, int) else number(x)
    if kind == "rowwise" and not isinstance(x, bool) and hasattr(x, "__index__") and getattr(x, "ndim", 0) == 0:
        return int(x)
    return number(x)


def times(coefficient: Any, x: Any) -> Any:
    """coefficient * x, where a coefficient of zero wins over an infinity."""
    return mpf(0) if coefficient == 0 else coefficient * x


def sign(x: Any) -> Any:
    """Subgradient of abs that is 0 at 0."""
    if mp.isnan(x):
        return NAN
    return mpf((x > 0) - (x < 0))


def largest(*terms: Any) -> Any:
    """Largest magnitude; a NaN among the terms makes the scale meaningless, so it is dropped."""
    sizes = [abs(t) for t in terms if not mp.isnan(t)]
    return max(sizes, default=mpf(0))


def total(terms: Sequence[Any]) -> tuple[Any, Any]:
    """Sum of the terms and its scale: the sum of the sizes, which equals the sum where nothing cancels."""
    return mp.fsum(terms), mp.fsum(terms, absolute=True)


def clean(result: Any) -> tuple[Any, Any]:
    """Result whose formula does not cancel."""
    return result, abs(result)


def softplus(x: Any) -> Any:
    """log(1 + e^x)"""
    return max(x, mpf(0)) + mp.log1p(mp.exp(-abs(x)))


def sigmoid(x: Any) -> Any:
    e = mp.exp(-abs(x))
    return 1 / (1 + e) if x >= 0 else e / (1 + e)


def _settled(result: Any, scale: Any, digits: int, last: bool) -> tuple[bool, Any]:
    if result is None or not mp.isfinite(result) or result == scale == 0:
        return True, result
    if abs(result) >= scale * SETTLED[digits]:
        return True, result
    # With all digits spent, what is left is rounding noise around an exact zero.
    return last, mpf(0) if last else result


def _components(result: Any, scale: Any) -> list[tuple[Any, Any]]:
    if isinstance(result, tuple | list):
        return [pair for r, s in zip(result, scale, strict=True) for pair in _components(r, s)]
    return [(result, scale)]


def _zeroed(result: Any, scale: Any, digits: int) -> Any:
    if isinstance(result, tuple | list):
        return type(result)(_zeroed(r, s, digits) for r, s in zip(result, scale, strict=True))
    return _settled(result, scale, digits, last=True)[1]


def _rounded(result: Any) -> Any:
    """The same numbers to the digits of the context, which keeps exact results from growing long."""
    if isinstance(result, tuple | list):
        return type(result)(_rounded(r) for r in result)
    return result if result is None else +result


def evaluate(formula: Callable[..., tuple[Any, Any]], exact: bool, args: tuple, params: dict) -> tuple[Any, Any]:
    """Run a formula with as many digits as its cancellations ask for."""
    if exact:
        with mp.workprec(EXACT_BITS):
            result, scale = formula(*args, **params)
        with mp.workdps(LADDER[0]):
            return _rounded(result), _rounded(scale)
    for digits in LADDER:
        with mp.workdps(digits):
            result, scale = formula(*args, **params)
            if all(_settled(r, s, digits, last=False)[0] for r, s in _components(result, scale)):
                return result, scale
    with mp.workdps(LADDER[-1]):
        return _zeroed(result, scale, LADDER[-1]), scale


@dataclass(frozen=True)
class Oracle:
    """Value and gradient of one loss to 50 digits.

    kind is "elementwise" (numbers in), "rowwise" (lists in, one row), "coupled" (nested lists in, a whole batch, and
    a nested list of losses out) or "penalty" (one list in). Formulas marked
    `exact` use only sums, products and comparisons before at most one division, and are evaluated without rounding.
    """

    kind: str
    value_formula: Callable[..., tuple[Any, Any]]
    gradient_formula: Callable[..., tuple[Any, Any]]
    exact: bool = False

    def value_with_scale(self, *args: Any, **params: Any) -> tuple[Any, Any]:
        return self._run(self.value_formula, args, params)

    def gradient_with_scale(self, *args: Any, **params: Any) -> tuple[Any, Any]:
        return self._run(self.gradient_formula, args, params)

    def value(self, *args: Any, **params: Any) -> Any:
        return self.value_with_scale(*args, **params)[0]

    def value_scale(self, *args: Any, **params: Any) -> Any:
        return self.value_with_scale(*args, **params)[1]

    def gradient(self, *args: Any, **params: Any) -> Any:
        return self.gradient_with_scale(*args, **params)[0]

    def gradient_scale(self, *args: Any, **params: Any) -> Any:
        return self.gradient_with_scale(*args, **params)[1]

    def _run(self, formula: Callable[..., tuple[Any, Any]], args: tuple, params: dict) -> tuple[Any, Any]:
        with mp.workprec(EXACT_BITS):
            exact_args = tuple(argument(a, self.kind) for a in args)
            exact_params = {k: number(v) for k, v in params.items()}
        return evaluate(formula, self.exact, exact_args, exact_params)
