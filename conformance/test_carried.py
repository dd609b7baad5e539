"""Results that are carried with their rounding errors, against fractions and 50 digits, eager and jitted."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import array_api_compat
import mpmath
import numpy as np
import pytest

from unilosses.core import carried, shares

from .backends import WIDE, Backend, present

DIGITS = {"float32": 24, "float64": 53}
ROUTES = [
    (b.name, b, compiled)
    for b in (Backend.NUMPY, Backend.TORCH, Backend.JAX)
    if b in present()
    for compiled in ((False, True) if b is Backend.JAX else (False,))
]
each_route = pytest.mark.parametrize(
    ("backend", "compiled"), [pytest.param(b, c, id=f"{n}{'-jit' * c}") for n, b, c in ROUTES]
)
each_dtype = pytest.mark.parametrize("dtype", WIDE)
COUNT = 400


def numbers(dtype: str, salt: int, *, positive: bool = False, spread: int = 20) -> np.ndarray:
    """Random numbers of many sizes, whole ones and ones of few digits among them."""
    rng = np.random.default_rng(salt)
    found = rng.normal(size=COUNT) * 2.0 ** rng.integers(-spread, spread + 1, COUNT)
    found[::7] = np.round(found[::7] * 8.0) / 8.0 + 1.0
    return (np.abs(found) if positive else found).astype(dtype)


def run(
    function: Callable[..., Any], backend: Backend, dtype: str, compiled: bool, *data: np.ndarray
) -> list[list[float]]:
    """The function's results as Python's floats."""
    arrays = [backend.array(x, dtype) for x in data]
    xp = array_api_compat.array_namespace(*arrays)

    def call(*given: Any) -> Any:
        return function(xp, *given)

    found = importlib.import_module("jax").jit(call)(*arrays) if compiled else call(*arrays)
    return [np.asarray(x, dtype=np.float64).tolist() for x in found]


@each_route
@each_dtype
def test_two_sum_is_exact(backend: Backend, compiled: bool, dtype: str) -> None:
    a, b = numbers(dtype, 1), numbers(dtype, 2)
    s, error = run(carried.two_sum, backend, dtype, compiled, a, b)
    for x, y, high, low in zip(a.tolist(), b.tolist(), s, error, strict=True):
        assert Fraction(x) + Fraction(y) == Fraction(high) + Fraction(low)


@each_route
@each_dtype
def test_difference_of_infinities_has_no_error(backend: Backend, compiled: bool, dtype: str) -> None:
    a, b = np.asarray([np.inf, 1.0, 3.0], dtype), np.asarray([1.0, -np.inf, 2.0], dtype)
    assert run(carried.difference, backend, dtype, compiled, a, b) == [[np.inf, np.inf, 1.0], [0.0, 0.0, 0.0]]


@each_route
@each_dtype
@pytest.mark.parametrize("what", ["product", "quotient"])
def test_half_as_many_digits_again(backend: Backend, compiled: bool, dtype: str, what: str) -> None:
    a, b = numbers(dtype, 3), numbers(dtype, 4)
    b[b == 0] = 1.0
    found = run(getattr(carried, what), backend, dtype, compiled, a, b)
    digits = DIGITS[dtype]
    allowed = Fraction(1, 2 ** (digits + digits // 2 - 2))
    for x, y, high, low in zip(a.tolist(), b.tolist(), *found, strict=True):
        true = Fraction(x) * Fraction(y) if what == "product" else Fraction(x) / Fraction(y)
        assert abs(Fraction(high) + Fraction(low) - true) <= allowed * abs(true)
        assert abs(low) <= 1.01 * 2.0**-digits * abs(high)


@each_route
@each_dtype
def test_share_of_carried_numbers(backend: Backend, compiled: bool, dtype: str) -> None:
    digits = DIGITS[dtype]
    s = numbers(dtype, 5, positive=True, spread=8) + np.asarray(1.0, dtype)
    a = (s * np.random.default_rng(6).uniform(1e-6, 1.0, COUNT)).astype(dtype)
    a_low, s_low = ((x * np.random.default_rng(7).uniform(-1, 1, COUNT) * 2.0**-digits).astype(dtype) for x in (a, s))
    found = run(shares.share, backend, dtype, compiled, a, a_low, s, s_low)
    for x, x_low, y, y_low, high, low in zip(*(v.tolist() for v in (a, a_low, s, s_low)), *found, strict=True):
        true = (Fraction(x) + Fraction(x_low)) / (Fraction(y) + Fraction(y_low))
        assert abs(Fraction(high) + Fraction(low) - true) <= Fraction(1, 2 ** (digits + digits // 2 - 3)) * true


@each_route
@each_dtype
def test_exponential_within_a_third_of_an_ulp(backend: Backend, compiled: bool, dtype: str) -> None:
    digits, end = DIGITS[dtype], {"float32": -70.0, "float64": -665.0}[dtype]
    rng = np.random.default_rng(8)
    x = np.concatenate([[0.0], -(10.0 ** rng.uniform(-8, 0, COUNT)), rng.uniform(end, 0.0, COUNT)]).astype(dtype)
    low = (x * rng.uniform(-1, 1, x.size) * 2.0**-digits).astype(dtype)
    found = run(shares.exp, backend, dtype, compiled, x, low)
    for at, at_low, high, rest in zip(x.tolist(), low.tolist(), *found, strict=True):
        true = mpmath.exp(mpmath.mpf(at) + mpmath.mpf(at_low))
        assert abs(mpmath.mpf(high) + mpmath.mpf(rest) - true) <= true * mpmath.mpf(2) ** -digits / 3


@each_route
@each_dtype
@pytest.mark.parametrize("exponent", [0.3, 3.0, 5.0, 9.1])
def test_power_does_not_multiply_the_error(backend: Backend, compiled: bool, dtype: str, exponent: float) -> None:
    digits = DIGITS[dtype]
    x = np.random.default_rng(9).uniform(0.01, 1.0, COUNT).astype(dtype)
    low = (x * np.random.default_rng(10).uniform(-2, 2, COUNT) * 2.0**-digits).astype(dtype)

    def raised(xp: Any, x: Any, low: Any) -> Any:
        return (carried.power(xp, x, low / x, exponent),)

    (found,) = run(raised, backend, dtype, compiled, x, low)
    for at, at_low, value in zip(x.tolist(), low.tolist(), found, strict=True):
        true = (mpmath.mpf(at) + mpmath.mpf(at_low)) ** mpmath.mpf(exponent)
        assert abs(mpmath.mpf(value) - true) <= 3 * true * mpmath.mpf(2) ** -digits


@pytest.mark.parametrize("dtype", WIDE)
def test_a_number_is_what_the_dtype_holds_and_the_rest(dtype: str) -> None:
    for number in (0.1, 1.0 / 3.0, 1e-30, 2.0, 0.0):
        high, low = carried.rounded(np, number, np.zeros(1, dtype))
        assert high == float(np.asarray(number, dtype))
        assert Fraction(high) + Fraction(low) == Fraction(number)
