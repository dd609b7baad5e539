"""The largest errors of a loss on all hard inputs, place by place, with the case that each is in."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from conformance.suite import tables
from conformance.suite.backends import Backend
from conformance.suite.checks import arrays_of, by_partials, largest_error, params_of, reduction_of
from conformance.suite.hard_inputs import Case, bundles
from conformance.suite.tables import Table, gradient_tables, value_table

from unilosses.definition.registry import specs
from unilosses.verify import bounds

from .bounds import Error

BACKENDS = {
    "numpy": Backend.NUMPY,
    "torch": Backend.TORCH,
    "jax": Backend.JAX,
    "torch_compile": Backend.TORCH,
}
DTYPES = ("float32", "float64")


def worst(loss: str, places: Sequence[str]) -> dict[str, dict[str, Error]]:
    """By kind and place, the error that needs the largest bound."""
    importlib.import_module("jax").config.update("jax_enable_x64", True)
    found: dict[str, dict[str, Error]] = {kind: dict.fromkeys(places, Error()) for kind in bounds.KINDS}
    for dtype in DTYPES:
        for case in bundles(loss, dtype):
            for place in places:
                for kind, error in _errors(loss, case, dtype, place):
                    found[kind][place] = max(found[kind][place], error, key=lambda e: e.needs)
    tables.forget()
    importlib.import_module("jax").clear_caches()
    return found


def _errors(loss: str, case: Case, dtype: str, place: str) -> Iterator[tuple[str, Error]]:
    backend, (by, truths) = BACKENDS[place], _truths(loss, case, dtype)
    keywords = {**params_of(backend, case, dtype), "reduction": reduction_of(loss)}
    function = specs()[loss].function

    def value_and_gradients(*xs: Any) -> tuple[Any, ...]:
        value = function(*xs, **keywords)
        return (value, *by_partials(function, by)(*xs, **keywords)) if by else (value,)

    # Overflow and division by zero are in the results already.
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        results = _program(place, value_and_gradients)(*arrays_of(backend, case, dtype))
        for i, (result, truth) in enumerate(zip(results, truths, strict=True)):
            kind = "gradient" if i else "value"
            ulp, _, origin = largest_error(backend, result, case, truth, dtype)
            yield kind, Error(ulp, bounds.growth(loss, kind, case.params), dtype, origin)


def _truths(loss: str, case: Case, dtype: str) -> tuple[tuple[int, ...], list[Table]]:
    """The arrays by which there is a gradient, and the truth of the value and of these."""
    gradients = dict(enumerate(gradient_tables(loss, case, dtype))) if case.gradient else {}
    known = {i: table for i, table in gradients.items() if table is not None}
    return tuple(known), [value_table(loss, case, dtype), *known.values()]


def _program(place: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function as it is run in a place: under a compiler one program, for the value and all gradients."""
    made: Callable[..., Any] = function
    if place == "jax":
        made = importlib.import_module("jax").jit(function)
    if place == "torch_compile":
        torch = importlib.import_module("torch")
        torch.compiler.reset()  # it compiles one function for a few shapes only
        made = torch.compile(function, fullgraph=True)
    return made
