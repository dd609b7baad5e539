"""The ulp distance against cases worked out by hand. Each kind of disagreement has to be seen."""

import math

import numpy as np
import pytest
from mpmath import mp, mpf

from conformance.suite.ulp import (
    FORMATS,
    distance,
    distances,
    dtype_name,
    is_claimable,
    largest_finite,
    smallest_normal,
    ulp,
)

INF, NAN = float("inf"), float("nan")


@pytest.mark.parametrize(
    ("x", "dtype", "expected"),
    [
        (1.0, "float64", 2.0**-52),
        (1.0, "float32", 2.0**-23),
        (1.0, "float16", 2.0**-10),
        (1.0, "bfloat16", 2.0**-7),
        (1.999, "float32", 2.0**-23),
        (2.0, "float32", 2.0**-22),
        (-3.0, "float32", 2.0**-22),
        (0.75, "bfloat16", 2.0**-8),
        (0.0, "float32", 2.0**-149),
        (1e-42, "float32", 2.0**-149),
        (2.0**-126, "float32", 2.0**-149),
        (2.0**-14, "float16", 2.0**-24),
        (1e300, "float32", 2.0**104),
        (65504.0, "float16", 2.0**5),
    ],
)
def test_spacing(x, dtype, expected):
    assert ulp(mpf(x), dtype) == expected


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16"])
def test_spacing_and_limits_are_those_of_numpy(dtype):
    info = np.finfo(dtype)
    assert smallest_normal(dtype) == float(info.smallest_normal)
    assert largest_finite(dtype) == float(info.max)
    for x in (0.1, 1.0, 7.3, 1000.0, float(info.max) / 2):
        rounded = np.asarray(x, dtype=dtype)
        assert ulp(mpf(float(rounded)), dtype) == float(np.spacing(rounded))


def test_spacing_just_below_a_power_of_two_is_that_of_the_lower_binade():
    with mp.workdps(60):
        below = mpf(2) - mpf(10) ** -40
    assert ulp(below, "float32") == 2.0**-23
    assert distance(2.0 - 2.0**-23, below, "float32") == pytest.approx(1.0)


@pytest.mark.parametrize("x", [INF, -INF, NAN])
def test_no_spacing_where_there_is_no_number(x):
    with pytest.raises(ValueError, match="no spacing"):
        ulp(mpf(x), "float32")


@pytest.mark.parametrize(
    ("computed", "truth", "dtype", "expected"),
    [
        (1.0, 1.0, "float32", 0.0),
        (1.0 + 2.0**-23, 1.0, "float32", 1.0),
        (1.0 - 2.0**-24, 1.0, "float32", 0.5),
        (1.0 + 2.0**-23, 1.0, "float64", 2.0**29),
        (1.0 + 2.0**-7, 1.0, "bfloat16", 1.0),
        (-1.0, 1.0, "float32", 2.0**24),
        (0.0, 1.0, "float32", 2.0**23),
        (-0.0, 0.0, "float32", 0.0),
        (1e-30, 0.0, "float32", 1e-30 * 2.0**149),
        (NAN, NAN, "float32", 0.0),
        (NAN, 1.0, "float32", INF),
        (1.0, NAN, "float32", INF),
        (NAN, INF, "float32", INF),
        (INF, INF, "float32", 0.0),
        (-INF, INF, "float32", INF),
        (3e38, INF, "float32", INF),
        (INF, 1.0, "float32", INF),
        (INF, 1e39, "float32", 0.0),
        (-INF, 1e39, "float32", INF),
        (INF, 1e39, "float64", INF),
        (INF, 70000.0, "float16", 0.0),
        (INF, 60000.0, "float16", INF),
    ],
)
def test_distance(computed, truth, dtype, expected):
    assert distance(np.float64(computed), mpf(truth), dtype) == expected


def test_truth_keeps_its_digits():
    with mp.workdps(60):
        truth = 1 + mpf(2) ** -60
    assert distance(1.0, truth, "float64") == 2.0**-8


def test_scale_is_the_unit_only_where_it_is_larger():
    assert distance(2.0**-23, mpf(0), "float32", mpf(1)) == 1.0
    assert distance(4.0 + 2.0**-21, mpf(4), "float32", mpf(1)) == 1.0
    assert distance(1.0 + 2.0**-23, mpf(1), "float32", mpf(-4)) == 0.25
    assert distance(1.0 + 2.0**-23, mpf(1), "float32", mpf("inf")) == 1.0
    assert distance(NAN, mpf(1), "float32", mpf(1000)) == INF


def test_distances_walk_over_an_array_of_any_shape():
    computed = np.array([[1.0, NAN], [1.0 + 2.0**-23, 2.0]], dtype=np.float32)
    found = distances(computed, [mpf(1), mpf(1), mpf(1), mpf(2)], "float32")
    assert found.tolist() == [0.0, INF, 1.0, 0.0]
    with pytest.raises(ValueError, match="4 computed numbers against 1"):
        distances(computed, [mpf(1)], "float32")


def test_computed_number_of_the_dtype_itself_is_taken_at_its_value():
    assert distance(np.float32(0.1), mpf("0.1"), "float32") == pytest.approx(0.2, abs=0.01)
    assert distance(np.float16(0.1), mpf("0.1"), "float16") < 0.5


@pytest.mark.parametrize("dtype", FORMATS)
def test_claims_stop_short_of_the_subnormals(dtype):
    low = smallest_normal(dtype)
    assert is_claimable(64 * low, dtype)
    assert not is_claimable(low / 2, dtype)
    assert is_claimable(mpf(0), dtype)
    assert is_claimable(mpf("inf"), dtype)
    assert is_claimable(mpf(10) ** -20, "float32")
    assert not is_claimable(mpf(10) ** -40, "float32")


def test_dtype_names():
    assert dtype_name(np.dtype("float32")) == "float32"
    assert dtype_name(np.float64) == "float64"
    assert dtype_name("torch.bfloat16") == "bfloat16"
    with pytest.raises(ValueError, match="int8"):
        dtype_name("int8")
    assert math.isinf(distance(INF, mpf(0), "bfloat16"))
