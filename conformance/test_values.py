"""Every loss of the registry, on every backend, device and dtype: value and gradient against the 50-digit oracle."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

from unilosses.core.registry import specs

from .backends import Backend, present
from .checks import by_partials, check_gradient, check_value
from .generic import REPRESENTATIVES
from .hard_inputs import bundles, without_cases

LOSSES = sorted(name for name, spec in specs().items() if spec.source.startswith("unilosses."))
# Where the same code runs as elsewhere, `make test` takes a sample of the bundles, of one loss in each family.
REPEATED = {Backend.NUMPY_READ_ONLY, Backend.STRICT_DEVICE1, Backend.JAX_SECOND_DEVICE, Backend.TORCH_META}


@contextmanager
def overflow_allowed() -> Iterator[None]:
    """NumPy reports an overflow of a result that is beyond the dtype; everything else it reports is an error."""
    with np.errstate(over="ignore"), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "overflow encountered", RuntimeWarning)
        yield


def settings() -> list[Any]:
    return [
        pytest.param(
            name,
            backend,
            dtype,
            id=f"{name}-{backend.name.lower()}-{dtype}",
            marks=[
                pytest.mark.xdist_group(name),
                *([pytest.mark.full] if backend in REPEATED and name not in REPRESENTATIVES else []),
            ],
        )
        for name in LOSSES
        for backend in present()
        for dtype in backend.place.dtypes
    ]


def chosen(name: str, backend: Backend, dtype: str, full: bool) -> Sequence[Any]:
    """All hard inputs, or the sample of `make test`.

    Eager JAX compiles every operation for every shape, and again on its second device: one bundle is enough there, as
    the jitted tests take more.
    """
    found = bundles(name, dtype)
    if full or backend not in (*REPEATED, Backend.JAX):
        return found
    return thinned(found, 1 if backend in (Backend.JAX, Backend.JAX_SECOND_DEVICE) else 2)


def thinned(found: Sequence[Any], most: int) -> Sequence[Any]:
    """About so many of them, evenly spread; the first, which is the largest, is one of them."""
    return found[:: -(-len(found) // most)]


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


def compiled_cases(name: str, dtype: str, full: bool) -> Sequence[Any]:
    """Compiling costs a quarter of a second a bundle: a few in `make test`."""
    found = bundles(name, dtype)
    return found if full else thinned(found, 4 if name in REPRESENTATIVES else 2)


def _jit(function: Callable[..., Any]) -> Callable[..., Any]:
    compiled: Callable[..., Any] = importlib.import_module("jax").jit(function)
    return compiled


@pytest.mark.skipif(Backend.JAX not in present(), reason="JAX is not installed")
@pytest.mark.parametrize(("name", "dtype"), compiled_settings())
def test_value_jitted(name: str, dtype: str, full: bool) -> None:
    for case in compiled_cases(name, dtype, full):
        check_value(specs()[name].function, name, case, Backend.JAX, dtype, _jit)


@pytest.mark.skipif(Backend.JAX not in present(), reason="JAX is not installed")
@pytest.mark.parametrize(("name", "dtype"), compiled_settings())
def test_gradient_jitted(name: str, dtype: str, full: bool) -> None:
    loss = specs()[name].function
    for case in compiled_cases(name, dtype, full):
        if case.gradient:
            check_gradient(lambda argnums: by_partials(loss, argnums), name, case, Backend.JAX, dtype, _jit)
