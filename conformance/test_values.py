"""Every loss of the registry, on every backend, device and dtype: value and gradient against the 50-digit oracle."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

from unilosses.core.registry import specs

from .backends import Backend, present
from .checks import by_partials, check_gradient, check_value
from .hard_inputs import cases, without_cases

LOSSES = sorted(name for name, spec in specs().items() if spec.source.startswith("unilosses."))
# Where the same code runs as elsewhere, and in eager JAX, which compiles operation by operation, `make test` takes a
# sample of the cases: every fifth.
SAMPLED = {Backend.NUMPY_READ_ONLY, Backend.STRICT_DEVICE1, Backend.JAX_SECOND_DEVICE, Backend.TORCH_META, Backend.JAX}


@contextmanager
def overflow_allowed() -> Iterator[None]:
    """NumPy reports an overflow of a result that is beyond the dtype; everything else it reports is an error."""
    with np.errstate(over="ignore"), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "overflow encountered", RuntimeWarning)
        yield


def settings() -> list[Any]:
    return [
        pytest.param(
            name, backend, dtype, id=f"{name}-{backend.name.lower()}-{dtype}", marks=pytest.mark.xdist_group(name)
        )
        for name in LOSSES
        for backend in present()
        for dtype in backend.place.dtypes
    ]


def chosen(name: str, backend: Backend, dtype: str, full: bool) -> list[Any]:
    """All cases, or the sample of `make test`: half precision and repeated backends take every fifth."""
    found = cases(name, dtype)
    thin = backend in SAMPLED or dtype in ("float16", "bfloat16")
    return found if full or not thin else found[:: 5 if len(found) > 9 else 2]


def test_every_loss_has_an_oracle_and_cases() -> None:
    assert without_cases(LOSSES) == []


@pytest.mark.parametrize(("name", "backend", "dtype"), settings())
def test_value(name: str, backend: Backend, dtype: str, full: bool) -> None:
    loss = specs()[name].function
    with overflow_allowed():
        for case in chosen(name, backend, dtype, full):
            check_value(loss, name, case, backend, dtype)


@pytest.mark.parametrize(("name", "backend", "dtype"), settings())
def test_gradient(name: str, backend: Backend, dtype: str, full: bool) -> None:
    loss = specs()[name].function
    with overflow_allowed():
        for case in chosen(name, backend, dtype, full):
            if case.gradient:
                check_gradient(lambda argnums: by_partials(loss, argnums), name, case, backend, dtype)


def compiled_settings() -> list[Any]:
    return [
        pytest.param(name, dtype, id=f"{name}-{dtype}", marks=pytest.mark.xdist_group(name))
        for name in LOSSES
        for dtype in ("float32", "float64")
    ]


def _jit(function: Callable[..., Any]) -> Callable[..., Any]:
    compiled: Callable[..., Any] = importlib.import_module("jax").jit(function)
    return compiled


def sample(name: str, dtype: str, full: bool) -> list[Any]:
    """Compiling costs a quarter of a second a case: one case of each kind in `make test`."""
    found = cases(name, dtype)
    return found if full else found[:: max(1, len(found) // 5)]


@pytest.mark.skipif(Backend.JAX not in present(), reason="JAX is not installed")
@pytest.mark.parametrize(("name", "dtype"), compiled_settings())
def test_value_jitted(name: str, dtype: str, full: bool) -> None:
    for case in sample(name, dtype, full):
        check_value(specs()[name].function, name, case, Backend.JAX, dtype, _jit)


@pytest.mark.skipif(Backend.JAX not in present(), reason="JAX is not installed")
@pytest.mark.parametrize(("name", "dtype"), compiled_settings())
def test_gradient_jitted(name: str, dtype: str, full: bool) -> None:
    loss = specs()[name].function
    for case in sample(name, dtype, full):
        if case.gradient:
            check_gradient(lambda argnums: by_partials(loss, argnums), name, case, Backend.JAX, dtype, _jit)
