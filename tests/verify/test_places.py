"""The places that are found, and arrays to and from each of them."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from fresh_process import printed_by
from unilosses.verify.places import Place, describe, places_here

VERIFY = Path(__file__).parents[2] / "src" / "unilosses" / "verify"
# By name, since finding out what is here starts every framework, which those who set them up want to do themselves.
EVERY = [(name, dtype) for name in ("numpy", "torch", "jax") for dtype in ("float64", "float32", "float16", "bfloat16")]


def test_those_that_are_installed_are_found() -> None:
    found = places_here()
    assert found[0].backend == "numpy"
    assert len(set(found)) == len(found)
    for name in ("torch", "jax"):
        assert (Place(name, "cpu") in found) == (find_spec(name) is not None)


@pytest.mark.parametrize(("name", "dtype"), EVERY)
def test_arrays_go_in_and_come_out(name: str, dtype: str) -> None:
    for place in places_here():
        if place.backend == name and dtype in place.dtypes:
            check(place, dtype)


def check(place: Place, dtype: str) -> None:
    data = np.array([[1.5, -2.0], [np.inf, 0.25]])
    data.setflags(write=False)
    with place.float64_enabled():
        array = place.array(data, dtype)
        assert describe(array) == (place.backend, dtype, place.device)
        assert describe(array[0, 0]) == (place.backend, dtype, place.device)
        np.testing.assert_array_equal(place.numpy(array), data.ravel())
        for exact in (np.array([3, -1]), np.array([True, False])):
            made = place.array(exact, dtype)
            assert describe(made) == (place.backend, exact.dtype.name, place.device)
            np.testing.assert_array_equal(place.numpy(made), exact)


def test_a_python_number_is_described_too() -> None:
    assert describe(1.5) == ("numpy", "float", "cpu")


def test_only_one_module_of_verify_names_a_framework_to_import() -> None:
    importing = re.compile(r"import_module\([\"'](torch|jax|cupy|ml_dtypes)")
    assert {p.name for p in VERIFY.rglob("*.py") if importing.search(p.read_text("utf-8"))} == {"places.py"}


def test_libraries_are_imported_only_when_asked_for() -> None:
    loaded = "print([m for m in ('torch', 'jax', 'cupy') if m in sys.modules])"
    assert printed_by(f"import sys, unilosses.verify.places, unilosses.verify.vectors; {loaded}") == "[]"
