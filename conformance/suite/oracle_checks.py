"""What an oracle has to be, apart from the tests that ask, in words that name the oracle: no kernel is at fault then.

Three traps: digits that are lost inside a formula, where the working precision is set by hand or where the scale of a
cancellation is left out; a gradient that is not the slope of the value; a point that is not smooth.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from mpmath import mp, mpf

from ..proofs.oracle import DIGITS, Oracle

# With so many digits nothing is lost that float64 numbers can make a formula lose.
MANY = 1000
BITS = 3400
# Good digits that two evaluations have to share; one of them may have been taken for an exact zero.
SHARED = mpf(10) ** (3 - DIGITS)
NOTHING = mpf(10) ** -700
# The step of a difference, relative to a number, and how far its slope may be off.
H, OFF = mpf(10) ** -20, mpf(10) ** -22


class OracleFault(AssertionError):
    """An oracle, or a table beside it, that is wrong."""


@contextmanager
def many_digits() -> Iterator[None]:
    """Within, whatever sets the working precision gets many digits, formulas that set it themselves among them."""
    digits, bits = mp.workdps, mp.workprec
    mp.workdps = lambda n, *rest: digits(max(n, MANY), *rest)
    mp.workprec = lambda n, *rest: bits(max(n, BITS), *rest)
    try:
        yield
    finally:
        mp.workdps, mp.workprec = digits, bits


# --- digits -----------------------------------------------------------------------------------------------------------


def check_digits(name: str, oracle: Oracle, kind: str, args: Any, params: Any) -> None:
    """A thousand digits give the result that fewer gave."""
    ask = oracle.value_with_scale if kind == "value" else oracle.gradient_with_scale
    found, scale = ask(*args, **params)
    with many_digits():
        again, _ = ask(*args, **params)
    for path in paths(found):
        few, many, size = part(found, path), part(again, path), part(scale, path)
        if few is not None and not _are_same(few, many, size):
            raise OracleFault(
                f"the oracle of {name} loses digits: its {kind}{_where(path)} is {short(few)}, and {short(many)} with "
                f"{MANY} digits, at {_call(args, params)}. A step of it sets the precision itself (`mp.workdps`, "
                "also in a formula that is `exact`), or terms cancel and its scale is not that of the largest of them"
            )


def _are_same(few: Any, many: Any, scale: Any) -> bool:
    if mp.isnan(few) or mp.isnan(many):
        return bool(mp.isnan(few) and mp.isnan(many))
    if mp.isinf(few) or mp.isinf(many):
        return bool(few == many)
    return bool(abs(few - many) <= max(SHARED * max(abs(few), abs(many)), NOTHING * scale))


# --- slopes -----------------------------------------------------------------------------------------------------------


def check_gradient_is_slope(name: str, oracle: Oracle, args: Any, params: Any, only_first: bool = False) -> None:
    """By every real argument, or by the first, against a difference of values, at a point where both are smooth."""
    gradient, scale = oracle.gradient_with_scale(*args, **params)
    if not len(gradient) == len(scale) == len(args):
        counts = f"{len(gradient)} gradients and {len(scale)} scales, for {len(args)} arguments"
        raise OracleFault(f"the oracle of {name} has {counts}")
    for i, (by_argument, sizes) in enumerate(zip(gradient, scale, strict=True)):
        if only_first and i:
            break
        if by_argument is None:
            if not all(isinstance(part(args[i], path), int) for path in paths(args[i])):
                raise OracleFault(f"the oracle of {name} has no gradient by argument {i}, which is no index")
        else:
            _check_slope(name, oracle, args, params, i, by_argument, sizes)


def _check_slope(name: str, oracle: Oracle, args: Any, params: Any, i: int, gradient: Any, sizes: Any) -> None:
    if not paths(gradient) == paths(sizes) == paths(args[i]):
        raise OracleFault(f"the oracle of {name}: its gradient by argument {i}, or the scale of it, has another shape")
    for path in paths(gradient):
        g, size = part(gradient, path), part(sizes, path)
        slope = _difference(oracle, args, params, i, path)
        if not abs(slope - g) <= OFF * max(abs(g), size):
            smooth = (
                "One of its two formulas is wrong, or the loss is not smooth there"
                if i == 0
                else "Where the loss is smooth in its first argument only, as with a target at a kink or at the end of "
                "its domain, the point belongs to BY_FIRST, not to POINTS"
            )
            raise OracleFault(
                f"the oracle of {name}: its gradient by argument {i}{_where(path)} is {short(g)}, and the slope of its "
                f"value is {short(slope)}, at {_call(args, params)}. {smooth}"
            )
        check_scale(name, "gradient", g, size)


def check_scale(name: str, kind: str, result: Any, scale: Any) -> None:
    """A scale is at least the result."""
    for path in paths(result):
        r, s = part(result, path), part(scale, path)
        if r is not None and not abs(r) <= s * (1 + mpf(10) ** -30):
            raise OracleFault(
                f"the oracle of {name}: the scale of its {kind}{_where(path)} is {short(s)}, less than {short(r)}"
            )


def _difference(oracle: Oracle, args: Any, params: Any, i: int, path: tuple[int, ...]) -> Any:
    with mp.workdps(60):
        # A step relative to the number keeps tiny numbers on their side of zero.
        h = H * (abs(mpf(part(args[i], path))) or 1)
        up, down = ([*args[:i], _shifted(args[i], path, step), *args[i + 1 :]] for step in (h, -h))
        return (_sum(oracle.value(*up, **params)) - _sum(oracle.value(*down, **params))) / (2 * h)


# --- numbers and nested lists of them ---------------------------------------------------------------------------------


def paths(x: Any) -> list[tuple[int, ...]]:
    """The indices of every number of a number or of nested lists."""
    if isinstance(x, list | tuple):
        return [(i, *path) for i, inner in enumerate(x) for path in paths(inner)]
    return [()]


def part(x: Any, path: tuple[int, ...]) -> Any:
    return part(x[path[0]], path[1:]) if path else x


def _shifted(x: Any, path: tuple[int, ...], amount: Any) -> Any:
    if not path:
        return mpf(x) + amount
    return [_shifted(inner, path[1:], amount) if i == path[0] else inner for i, inner in enumerate(x)]


def _sum(x: Any) -> Any:
    return mp.fsum(part(x, path) for path in paths(x))


def short(x: Any) -> str:
    return str(mp.nstr(x, 12)) if isinstance(x, mpf) else str(x)


def _where(path: tuple[int, ...]) -> str:
    return f" at {path}" if path else ""


def _call(args: Any, params: Any) -> str:
    said = ", ".join([*map(str, args), *(f"{k}={v}" for k, v in params.items())])
    return said if len(said) <= 300 else f"{said[:300]}..."
