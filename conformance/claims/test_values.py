"""Every loss of the registry, on every backend, device and dtype: value and gradient against the 50-digit oracle."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

from unilosses.definition.registry import specs

from ..suite.backends import Backend, present
from ..suite.checks import arrays_of, by_partials, check_gradient, check_value, params_of, reduction_of
from ..suite.generic import MECHANISMS, MOST_USED, marks
from ..suite.hard_inputs import bundles, without_cases
from ..suite.tables import gradient_tables
from ..suite.thinning import sampled

pytestmark = pytest.mark.usefixtures("by_reference")

LOSSES = sorted(name for name, spec in specs().items() if spec.source.startswith("unilosses."))
# Where the same code runs as elsewhere, `make test` takes few losses. Eager JAX compiles each operation for each shape,
# and the jitted test has all losses.
REPEATED: dict[Backend, Sequence[str]] = {
    Backend.NUMPY_READ_ONLY: MECHANISMS,
    Backend.STRICT_DEVICE1: MECHANISMS,
    Backend.TORCH_META: MECHANISMS,
    Backend.JAX: MOST_USED,
    Backend.JAX_SECOND_DEVICE: MOST_USED,
    Backend.DASK: (),  # a graph of tasks for every case, of NumPy's operations
}
# How many cases of a loss, about: every operation of array-api-strict takes long.
FEW_CASES = {
    Backend.STRICT: 4,
    Backend.NUMPY_READ_ONLY: 2,
    Backend.STRICT_DEVICE1: 2,
    Backend.TORCH_META: 2,
    Backend.JAX: 1,
    Backend.JAX_SECOND_DEVICE: 1,
}
# With --full, too: eager JAX has a program for each operation and shape, and what is jitted takes all cases.
FEW_WITH_FULL = {Backend.TORCH_META: 4, Backend.JAX: 4, Backend.JAX_SECOND_DEVICE: 1, Backend.DASK: 2}


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
            marks=marks(name, by_default=name in REPEATED.get(backend, LOSSES)),
        )
        for name in LOSSES
        for backend in present()
        for dtype in backend.place.dtypes
    ]


# On a second device, in memory that cannot be written to, and without values, the numbers are those of the first: also
# with --full, some rows of each kind show what these places are there for.
SAME_NUMBERS = (Backend.NUMPY_READ_ONLY, Backend.STRICT_DEVICE1, Backend.TORCH_META, Backend.JAX_SECOND_DEVICE)


def hard(name: str, dtype: str, full: bool) -> Sequence[Any]:
    """All hard inputs, or some rows of each kind."""
    return bundles(name, dtype) if full else sampled(name, dtype)


def chosen(name: str, backend: Backend, dtype: str, full: bool) -> Sequence[Any]:
    """What a backend runs on in `make test`, or all."""
    found = hard(name, dtype, full and backend not in SAME_NUMBERS)
    few = FEW_WITH_FULL if full else FEW_CASES
    if backend not in few:
        return found
    return thinned(found, few[backend] if name != "ctc" else 1)  # a loop of many operations


def thinned(found: Sequence[Any], most: int) -> Sequence[Any]:
    """About so many of them, evenly spread; the first, which is the largest, is one of them."""
    return found[:: -(-len(found) // most)]


def test_every_loss_has_an_oracle_and_cases() -> None:
    assert without_cases(LOSSES) == []


every_setting = pytest.mark.parametrize(("name", "backend", "dtype"), settings())


@every_setting
def test_value(name: str, backend: Backend, dtype: str, full: bool) -> None:
    loss = specs()[name].function
    with overflow_allowed():
        for case in chosen(name, backend, dtype, full):
            check_value(loss, name, case, backend, dtype)


@every_setting
def test_gradient(name: str, backend: Backend, dtype: str, full: bool) -> None:
    loss = specs()[name].function
    with overflow_allowed():
        for case in chosen(name, backend, dtype, full):
            if case.gradient:
                check_gradient(lambda argnums: by_partials(loss, argnums), name, case, backend, dtype)


def compiled_settings() -> list[Any]:
    return [
        pytest.param(
            name,
            dtype,
            id=f"{name}-{dtype}",
            marks=marks(name, by_default=dtype != "float64" or name in MECHANISMS),
        )
        for name in LOSSES
        for dtype in ("float32", "float64")
    ]


def compiled_cases(name: str, dtype: str, full: bool) -> Sequence[Any]:
    """Compiling costs half a second a case, and four of ctc: a few in `make test`."""
    few = 2 if name in MECHANISMS and name != "ctc" else 1
    return thinned(hard(name, dtype, full), max(few, 8) if full and name != "ctc" else few)


@pytest.mark.parametrize(("name", "dtype"), compiled_settings())
def test_value_and_gradient_jitted(name: str, dtype: str, full: bool) -> None:
    """Both out of one program: a compiler may then compute in another order than for each alone."""
    jit, loss = importlib.import_module("jax").jit, specs()[name].function
    for case in compiled_cases(name, dtype, full):
        keywords = {**params_of(Backend.JAX, case, dtype), "reduction": reduction_of(name)}
        tables = gradient_tables(name, case, dtype) if case.gradient else ()
        argnums = tuple(i for i, table in enumerate(tables) if table is not None)
        gradients = by_partials(loss, argnums) if argnums else lambda *_, **__: ()

        def both(*xs: Any, keywords: Any = keywords, gradients: Any = gradients) -> Any:
            return loss(*xs, **keywords), gradients(*xs, **keywords)

        found = jit(both)(*arrays_of(Backend.JAX, case, dtype))
        check_value(lambda *_, found=found, **__: found[0], name, case, Backend.JAX, dtype)
        if argnums:
            check_gradient(lambda _, found=found: lambda *_, **__: found[1], name, case, Backend.JAX, dtype)
