"""The checks, apart from the tests that call them, so that the meta-tests can give them wrong losses.

A loss under test is a callable `loss(*arrays, **params, reduction=...)`; `gradient(loss)` gives its derivatives.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

import unilosses
from unilosses.definition.registry import specs
from unilosses.verify.bounds import bound, place_of
from unilosses.verify.places import describe

from .backends import Backend
from .hard_inputs import Case, arguments_of, resolved
from .oracle_checks import check_digits
from .proofs import ORACLES
from .tables import Table, gradient_tables, value_table


class Breach(AssertionError):
    """A claim that does not hold."""


def reduction_of(name: str) -> str:
    """The reduction under test: none, so that elements can be compared. A penalty's truth is its sum."""
    return "sum" if name.endswith("_penalty") else "none"


def params_of(backend: Backend, case: Case, dtype: str) -> dict[str, Any]:
    def given(value: Any) -> Any:
        if isinstance(value, np.ndarray):
            return backend.place.array(value, dtype)
        return tuple(value) if isinstance(value, list) else value

    return {k: given(v) for k, v in case.params.items()}


def arrays_of(backend: Backend, case: Case, dtype: str) -> list[Any]:
    return [backend.place.array(a, dtype) for a in case.arrays]


def check_form(backend: Backend, result: Any, dtype: str, like: Any, shape: Sequence[int], what: str) -> None:
    """Library, dtype, device and shape, before any number is looked at."""
    library, found, device = describe(result)
    if library != backend.place.backend:
        raise Breach(f"{what}: an array of {library}, not of {backend.place.backend}")
    if found != dtype:
        raise Breach(f"{what}: dtype {found}, expected {dtype}")
    if device != describe(like)[2]:
        raise Breach(f"{what}: on {device}, the input is on {describe(like)[2]}")
    if tuple(result.shape) != tuple(shape):
        raise Breach(f"{what}: shape {tuple(result.shape)}, expected {tuple(shape)}")


def check_numbers(
    backend: Backend, result: Any, name: str, kind: str, case: Case, table: Table, dtype: str, limit: float, what: str
) -> float:
    """Every claimed number within `limit` ulp of the truth; returns the largest error."""
    error, at, origin = largest_error(backend, result, case, table, dtype)
    if not error <= limit:
        # An oracle that loses digits is the first suspect: it is said to be, and the loss is not.
        rows = arguments_of(name, case)
        args = rows[at * len(rows) // table.near.size]
        check_digits(name, ORACLES[name], kind, args, resolved(case.params, dtype))
        raise Breach(
            f"{what}: {error:.4g} ulp off at {at}, in {origin} (allowed: {limit:g}): "
            f"{backend.place.numpy(result)[at]!r}, the truth is {table.near[at]!r}"
        )
    return error


def largest_error(backend: Backend, result: Any, case: Case, table: Table, dtype: str) -> tuple[float, int, str]:
    """The largest error of the claimed numbers, in ulp; its position among all numbers; and its case and row."""
    distance = np.where(table.claimed, table.distances(backend.place.numpy(result), dtype), 0.0)
    if not distance.size:
        return 0.0, 0, case.id
    at = int(np.argmax(distance))
    return float(distance[at]), at, case.origin(at * len(case.arrays[0]) // distance.size)


def check_value(
    loss: Callable[..., Any],
    name: str,
    case: Case,
    backend: Backend,
    dtype: str,
    transform: Callable[[Callable[..., Any]], Callable[..., Any]] = lambda f: f,
) -> float:
    """The value of one case, against the oracle."""
    arrays, params = arrays_of(backend, case, dtype), params_of(backend, case, dtype)
    copies = [np.array(a) for a in case.arrays]
    result = transform(lambda *xs: loss(*xs, **params, reduction=reduction_of(name)))(*arrays)
    for before, after in zip(copies, arrays, strict=True):
        if not backend.place.has_values or before.dtype.kind != "f":
            continue
        if not np.array_equal(
            backend.place.numpy(after), backend.place.numpy(backend.place.array(before, dtype)), equal_nan=True
        ):
            raise Breach(f"{name} {case.id}: an input was written to")
    table = value_table(name, case, dtype)
    full = case.arrays[0].shape
    shape = () if reduction_of(name) == "sum" else full[: len(full) - specs()[name].event_ndim]
    what = f"{name} {case.id} {dtype} {backend.name}"
    check_form(backend, result, dtype, arrays[0], shape, what)
    if not backend.place.has_values:
        return 0.0
    limit = bound(name, "value", place_of(backend.place.backend), dtype, case.params)
    return check_numbers(backend, result, name, "value", case, table, dtype, limit, what)


def by_partials(loss: Callable[..., Any], argnums: tuple[int, ...]) -> Callable[..., Any]:
    """The gradients by `unilosses.value_and_grad`."""
    return lambda *xs, **keywords: unilosses.value_and_grad(loss, argnums=argnums)(*xs, **keywords)[1]


def check_gradient(
    gradient: Callable[..., Any],
    name: str,
    case: Case,
    backend: Backend,
    dtype: str,
    transform: Callable[[Callable[..., Any]], Callable[..., Any]] = lambda f: f,
) -> float:
    """The gradients of one case by every array that has one, against the oracle.

    `gradient(argnums)` is the function from arrays and parameters to the gradients of the sum.
    """
    tables = gradient_tables(name, case, dtype)
    argnums = tuple(i for i, table in enumerate(tables) if table is not None)
    arrays, params = arrays_of(backend, case, dtype), params_of(backend, case, dtype)
    results = transform(lambda *xs: gradient(argnums)(*xs, **params, reduction=reduction_of(name)))(*arrays)
    limit = bound(name, "gradient", place_of(backend.place.backend), dtype, case.params)
    worst = 0.0
    for i, result in zip(argnums, results, strict=True):
        what = f"{name} {case.id} {dtype} {backend.name}, gradient by argument {i}"
        check_form(backend, result, dtype, arrays[0], case.arrays[i].shape, what)
        table = tables[i]
        assert table is not None
        if backend.place.has_values:
            error = check_numbers(backend, result, name, "gradient", case, table, dtype, limit, what)
            worst = max(worst, error)
    return worst
