"""The table of bounds: whole, within its caps, read in words, and written without a change to what is not measured."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

import pytest

from accuracy.bounds import CAPS, ROUNDED, SHARED, Error, as_toml, cap, complaint, figures, rewritten, uncapped
from unilosses.definition.registry import specs
from unilosses.verify import bounds, vectors
from unilosses.verify.bounds import KINDS, PLACES, bound

BUILT_IN = sorted(name for name, spec in specs().items() if spec.source.startswith("unilosses."))
# Element by element, the plain formula has this, with few exceptions.
ELEMENTWISE = 4.0
ABOVE = {
    "sigmoid_focal": "a power magnifies the error of the probability that it is taken of",
    "asymmetric": "a power magnifies the error of the probability that it is taken of",
    "log_cosh": "the square of an expm1, and a tanh: XLA's are 4 and 5 ulp off",
    "squared_log_error": "the square of a logarithm of a quotient, and XLA's log1p",
    "symmetric_absolute_percentage_error": "two quotients of a rounded difference",
    "cauchy": "a logarithm of 1 + r^2 / 2, where r is a rounded quotient",
    "geman_mcclure": "a quotient of squares of a rounded quotient",
    "welsch": "XLA's expm1 is 4 ulp off",
    "general_robust": "a power magnifies the error of 1 + u^2 / b, to which its slope adds a product",
    "gaussian_nll": "the square of an exponential of half the log variance, whose rounding it magnifies",
    "student_t_nll": "a square of a rounded quotient in a logarithm; its slope is a product of quotients by a root",
    "negative_binomial_nll": "four terms without those that cancel, each with two roundings",
    "gamma_deviance": "a polynomial times two rounded quotients",
    "tweedie_deviance": "a power of either mean times a series",
}


def stated(loss: str, kind: str) -> dict[str, float]:
    """The numbers of the table, by place."""
    found = bounds.table()[loss][kind]
    return found if isinstance(found, dict) else dict.fromkeys(PLACES, found)


def every_number() -> Iterator[tuple[str, str, str, float]]:
    for loss in bounds.table():
        for kind in KINDS:
            for place, number in stated(loss, kind).items():
                yield loss, kind, place, number


def test_the_table_has_every_loss_and_no_other() -> None:
    assert sorted(bounds.table()) == BUILT_IN
    assert all(set(KINDS) <= set(entry) <= {*KINDS, "growth"} for entry in bounds.table().values())


def test_every_number_is_of_a_place_and_0_or_at_least_correct_rounding() -> None:
    for loss, kind, place, number in every_number():
        assert place in PLACES, (loss, kind)
        assert number == 0.0 or number >= ROUNDED, (loss, kind, place)


def test_caps_are_kept() -> None:
    assert {loss for loss, _ in CAPS} == {"ctc"}
    for loss, kind, place, number in every_number():
        assert number <= cap(loss, kind), (loss, kind, place)


def test_elementwise_losses_have_small_bounds_or_a_reason() -> None:
    elementwise = {loss for loss in BUILT_IN if specs()[loss].event_ndim == 0 and not specs()[loss].penalty}
    above = {loss for loss, _, _, number in every_number() if loss in elementwise and number > ELEMENTWISE}
    assert above == set(ABOVE)


@pytest.fixture
def small_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table with each form of an entry."""
    content = {
        "huber": {"value": 2.5, "gradient": {"numpy": 1.0, "torch": 3.0, "other": 2.0}},
        "zero_one": {"value": 0.0, "gradient": 0.0},
        "focal_tversky": {
            "value": 4.0,
            "gradient": 6.0,
            "growth": {"parameter": "gamma", "value": 4.0, "gradient": 2.0},
        },
    }
    monkeypatch.setattr(bounds, "table", lambda: content)


@pytest.mark.usefixtures("small_table")
def test_a_number_counts_everywhere_and_a_place_without_one_has_the_largest() -> None:
    assert {place: bound("huber", "value", place, "float32", {}) for place in PLACES} == dict.fromkeys(PLACES, 2.5)
    found = {place: bound("huber", "gradient", place, "float64", {}) for place in PLACES}
    assert found == {"numpy": 1.0, "torch": 3.0, "jax": 3.0, "torch_compile": 3.0, "other": 2.0}


@pytest.mark.usefixtures("small_table")
@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_half_precision_is_rounded_once(dtype: str) -> None:
    assert bound("huber", "value", "numpy", dtype, {}) == bounds.HALF
    assert bound("focal_tversky", "gradient", "jax", dtype, {"gamma": 2.0}) == bounds.HALF
    assert bound("zero_one", "value", "torch", dtype, {}) == 0.0


@pytest.mark.usefixtures("small_table")
def test_an_engine_rounds_once() -> None:
    assert bound("huber", "value", "blocks", "float32", {}) == bounds.ROUNDED_ONCE
    assert bound("huber", "value", "blocks", "float16", {}) == bounds.ROUNDED_ONCE
    assert bound("huber", "value", "blocks", "float64", {}) == 2.5
    assert bound("zero_one", "value", "blocks", "float32", {}) == 0.0


@pytest.mark.usefixtures("small_table")
@pytest.mark.parametrize(
    ("gamma", "expected"),
    [(None, (4.0, 6.0)), (0.5, (4.0, 6.0)), (1.0, (4.0, 6.0)), (1.5, (6.0, 7.0)), (2.0, (8.0, 8.0))],
)
def test_a_bound_grows_with_a_parameter(gamma: float | None, expected: tuple[float, float]) -> None:
    params = {} if gamma is None else {"gamma": gamma}
    assert tuple(bound("focal_tversky", kind, "numpy", "float32", params) for kind in KINDS) == expected
    assert bound("huber", "value", "numpy", "float32", params) == 2.5


def test_a_mean_has_the_bound_of_a_sum_and_other_calls_that_of_the_loss() -> None:
    for case in vectors.load("huber").cases:
        expected = bound("huber", "value", "numpy", case.dtype, case.params)
        if case.options["reduction"] == "mean":
            expected = bounds.SUM if case.dtype in ("float32", "float64") else bounds.HALF
        assert bounds.of_case("huber", case, "value", "numpy") == expected


@pytest.mark.parametrize(
    ("library", "place"),
    [("numpy", "numpy"), ("torch", "torch"), ("jax", "jax"), ("array_api_strict", "other"), ("dask.array", "other")],
)
def test_every_library_has_a_place(library: str, place: str) -> None:
    assert bounds.place_of(library) == place


@pytest.mark.parametrize(
    ("loss", "kind", "place", "says"),
    [
        ("no_such_loss", "value", "numpy", "no bound for 'no_such_loss'; there are some for absolute_error, "),
        ("huber", "hessian", "numpy", "no bound of a 'hessian'; one of value, gradient"),
        ("huber", "value", "cupy", "no place is called 'cupy'; one of numpy, torch, .* 'other'"),
    ],
)
def test_what_is_not_there_is_said(loss: str, kind: str, place: str, says: str) -> None:
    with pytest.raises((KeyError, ValueError), match=says):
        bound(loss, kind, place, "float64", {})


# --- the tool that writes it ---


@pytest.mark.parametrize(
    ("ulp", "growth", "expected"),
    [
        (0.0, 0.0, 0.0),
        (0.3, 0.0, 0.501),
        (0.5, 0.0, 0.501),
        (0.502, 0.0, 0.7),
        (1.6, 0.0, 2.0),
        (1.601, 0.0, 2.1),
        (4.0, 2.0, 3.0),
        (math.inf, 0.0, math.inf),
    ],
)
def test_a_bound_is_the_error_and_a_quarter_rounded_up(ulp: float, growth: float, expected: float) -> None:
    assert uncapped(Error(ulp, growth)) == expected


@pytest.mark.parametrize(
    ("loss", "kind", "ulp", "says"),
    [
        ("dice", "value", 9.6, None),
        (
            "dice",
            "gradient",
            10.0,
            "gradient, jax: 10 ulp at a case in float32, .* asks for 12.5; only its margin",
        ),
        ("dice", "value", 13.0, "dice value, jax: 13 ulp .* IT IS ABOVE the cap of 12"),
        ("ctc", "value", 102.0, None),
        ("ctc", "gradient", 409.0, None),
        ("ctc", "value", math.inf, "inf ulp .* IT IS ABOVE the cap of 128"),
    ],
)
def test_what_passes_its_cap_is_named_and_held_there(loss: str, kind: str, ulp: float, says: str | None) -> None:
    error = Error(ulp, 0.0, "float32", "a case")
    found = complaint(loss, kind, "jax", error)
    if says is None:
        assert found is None
    else:
        assert found is not None
        assert re.search(says, found)
        assert figures(loss, kind, {"jax": error}) == {"jax": cap(loss, kind)}


def test_the_compiler_is_allowed_what_torch_is() -> None:
    found = figures("dice", "value", {"torch": Error(2.0), "torch_compile": Error(1.0)})
    assert found == {"torch": 2.5, "torch_compile": 2.5}


TABLE = """# A remark on both.
huber.value = 2.5  # its own
huber.gradient = { numpy = 1.0, torch_compile = 4.5 }
# Another.
pseudo_huber.value = 4.0
pseudo_huber.gradient = 2.5
"""
FOUND = {"value": {"numpy": 2.0, "torch": 2.1, "jax": 2.0}, "gradient": {"numpy": 0.0, "torch": 0.0, "jax": 0.0}}


def test_only_the_lines_of_a_loss_are_rewritten() -> None:
    made = rewritten(TABLE, "huber", FOUND)
    assert made == TABLE.replace("2.5  # its own", "2.1  # its own").replace(
        "{ numpy = 1.0, torch_compile = 4.5 }", "{ numpy = 0.0, torch = 0.0, jax = 0.0, torch_compile = 4.5 }"
    )
    assert rewritten(made, "huber", FOUND) == made


def test_a_new_loss_comes_last() -> None:
    assert rewritten(TABLE, "l1_penalty", FOUND) == TABLE + "l1_penalty.value = 2.1\nl1_penalty.gradient = 0.0\n"


def test_places_share_a_number_while_it_is_small() -> None:
    assert as_toml(None, {"numpy": 1.0, "jax": 4.0}) == "4.0"
    assert as_toml(None, {"numpy": 1.0, "jax": 4.1}) == "{ numpy = 1.0, jax = 4.1 }"
    assert as_toml({"numpy": 9.0, "jax": 4.1}, {"numpy": 1.0}) == "{ numpy = 1.0, jax = 4.1 }"
    assert as_toml(5.0, {"numpy": 5.0, "jax": 5.0}) == "5.0"


def test_the_table_has_no_place_apart_below_that() -> None:
    for loss, entry in bounds.table().items():
        for kind in KINDS:
            assert not isinstance(entry[kind], dict) or max(entry[kind].values()) > SHARED, (loss, kind)
