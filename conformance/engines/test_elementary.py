"""Elementary functions of programs: below 1 ulp of float64 over their whole domains, and their special values."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest

from unilosses.engines.native import elementary
from unilosses.engines.native.elementary import exponential

from .functions import compiled

POINTS = 1500
RNG = np.random.default_rng(0)
SPECIAL = np.asarray(
    [0.0, -0.0, math.inf, -math.inf, math.nan, 5e-324, -5e-324, 1.0, -1.0, 2.0**-1022, 1e308, -1e308, 0.5, -3.0, 2.0]
)


def decades(low: float, high: float) -> Any:
    return np.exp2(RNG.uniform(low, high, POINTS))


def uniform(low: float, high: float) -> Any:
    return RNG.uniform(low, high, POINTS)


# By name: the truth, and samples of the domain, all of it and where the formula changes.
ONE: dict[str, tuple[Callable[[Any], Any], list[Any]]] = {
    "exp": (mpmath.exp, [uniform(-745, 709.7), uniform(-1, 1), decades(-60, 2), uniform(-745.2, -708)]),
    "expm1": (mpmath.expm1, [uniform(-60, 709.7), uniform(-1.5, 1.5), decades(-1074, 2), -decades(-1074, 6)]),
    "tanh": (mpmath.tanh, [uniform(-23, 23), uniform(-1.5, 1.5), -decades(-1074, 4)]),
    "log": (mpmath.log, [decades(-1074, 1024), uniform(0.5, 2), 1 + uniform(-1e-3, 1e-3), 1 + decades(-52, -8)]),
    "log1p": (mpmath.log1p, [decades(-1074, 1024), uniform(-1, 1), -decades(-1074, 0), -1 + decades(-53, 0)]),
    "sqrt": (mpmath.sqrt, [decades(-1074, 1024)]),
}
TWO: dict[str, tuple[Callable[[Any, Any], Any], list[tuple[Any, Any]]]] = {
    "power": (
        mpmath.power,
        [
            (decades(-3, 3), uniform(-5, 5)),
            (decades(-1000, 1000), uniform(-0.7, 0.7)),
            (decades(-1070, -1023), uniform(-0.7, 0.7)),
            (1 + uniform(-1e-3, 1e-3), uniform(-1e5, 1e5)),
            (uniform(0.5, 2), uniform(-1000, 1000)),
            (-uniform(0.5, 2), np.round(uniform(-1000, 1000))),
        ],
    ),
    "hypot": (
        mpmath.hypot,
        [
            (decades(-3, 3), decades(-3, 3)),
            (decades(-1074, 1023), decades(-1074, 1023)),
            (decades(-1074, -1000), -decades(-1074, -1000)),
            (decades(480, 520), decades(480, 520)),
            (decades(-520, -480), decades(-520, -480)),
            (decades(1000, 1023), decades(1000, 1023)),
        ],
    ),
}


def worst(found: Any, truth: Callable[..., Any], *arrays: Any) -> float:
    """The largest error in ulp of the truth."""
    most = 0.0
    with mpmath.workprec(160):
        for y, *x in zip(found, *(a.tolist() for a in arrays), strict=True):
            t = truth(*map(mpmath.mpf, x))
            if abs(t) < mpmath.mpf(2) ** 1024:
                most = max(most, float(abs(y - t) / math.ulp(float(t))))
            else:
                assert abs(y) == math.inf
    return most


@pytest.mark.parametrize("name", ONE)
def test_a_function_of_one_number_is_below_1_ulp(name: str) -> None:
    truth, samples = ONE[name]
    run = compiled(getattr(elementary, name), 1)
    for x in samples:
        assert worst(run(x), truth, x) < 1.0


@pytest.mark.parametrize("name", [name for name in ONE if name != "sqrt"])
def test_where_results_are_rounded_it_is_below_2_to_the_minus_48(name: str) -> None:
    """Below 2^-45 beyond the range of float32."""
    truth, samples = ONE[name]
    run = compiled(getattr(elementary, name), 1, precise=False)
    for x in samples:
        size = np.asarray([float(abs(truth(v))) for v in x])
        single = (size > 2.0**-149) & (size < 2.0**128)
        for some, bound in ((x[single], 32.0), (x[~single & (size > 2.0**-1022)], 256.0)):
            if some.size:
                assert worst(run(some), truth, some) < bound


@pytest.mark.parametrize("name", TWO)
def test_a_function_of_two_numbers_is_below_1_ulp(name: str) -> None:
    truth, samples = TWO[name]
    run = compiled(getattr(elementary, name), 2)
    for x, y in samples:
        assert worst(run(x, y), truth, x, y) < 1.0


@pytest.mark.parametrize("precise", [True, False])
@pytest.mark.parametrize("name", [*ONE, *TWO])
def test_special_values_are_those_of_c(name: str, precise: bool) -> None:
    peer = getattr(np, name)
    arrays = [SPECIAL] if name in ONE else [x.ravel() for x in np.meshgrid(SPECIAL, SPECIAL)]
    found = compiled(getattr(elementary, name), len(arrays), precise=precise)(*arrays)
    with np.errstate(all="ignore"):
        expected = peer(*arrays)
    exact = ~np.isfinite(expected) | (expected == 0)
    np.testing.assert_array_equal(found[exact], expected[exact])
    np.testing.assert_allclose(found, expected, rtol=4e-16 if precise else 4e-15, atol=0)
    signed = ~np.isnan(expected)
    np.testing.assert_array_equal(np.signbit(found[signed]), np.signbit(expected[signed]))


@pytest.mark.parametrize("precise", [True, False])
@pytest.mark.parametrize("name", ["exp", "expm1"])
def test_scaling_in_two_steps_has_the_bits_of_scaling_at_once(
    name: str, precise: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    x = np.concatenate([SPECIAL, *ONE[name][1]])
    expected = compiled(getattr(elementary, name), 1, precise=precise)(x)
    monkeypatch.setattr(exponential, "has_scaling", lambda: False)
    np.testing.assert_array_equal(compiled(getattr(elementary, name), 1, precise=precise)(x), expected)
