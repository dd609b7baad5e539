"""Exact mode: the same bits in every library, eager and compiled, and the correctly rounded truth.

Every loss of the registry, on all of its hard inputs, and reduced over random data. Asserted is equality of bits, but
where the truth is a tie: as close to the middle between two numbers as float64 leaves it. There it may be either.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import unilosses
from unilosses.definition.registry import specs
from unilosses.verify.vectors import ulp_exponent

from ..proofs.case import Case
from ..suite.backends import Backend, present
from ..suite.checks import params_of, reduction_of
from ..suite.generic import MECHANISMS, MOST_USED, Sample, grouped, sample
from ..suite.libraries import RUNS, Run
from ..suite.tables import Table, gradient_tables, value_table
from ..suite.ulp import FORMATS
from .test_values import LOSSES, hard, overflow_allowed, thinned

DTYPES = ("float32", "float16", "bfloat16")
OTHERS = [b for b in (Backend.TORCH, Backend.JAX, Backend.STRICT) if b in present()]
# Half an ulp, and what is computed in float64 before that one rounding.
ROUNDED = 0.5 + 1e-6
# Where terms are so many times the result, what float64 leaves of them shows: exp and log are each library's own.
CANCELLED = 2.0**8
# A tie: the middle between two numbers is the truth up to a few roundings of float64. Half precision goes by float32.
TIE = {"float32": 2.0**-49, "float16": 2.0**-23, "bfloat16": 2.0**-23}
RANDOM = 100_000
# With --full: how many cases of a loss, about, where each operation is slow or compiled; and where each case is.
SLOW_CASES, COMPILED_CASES = 4, 8
# Thirds of a weight, or of its product with a margin of eight bits, lie half-way between numbers of float32 more often
# than chance has it.
TIES = {"multilabel_margin": 1000, "multi_margin": 500}
every_loss = pytest.mark.parametrize("name", grouped(LOSSES))
some_losses = pytest.mark.parametrize("name", grouped(LOSSES, by_default={*LOSSES[::2], *MECHANISMS}))


def _same(call: Callable[..., Any]) -> Callable[..., Any]:
    return call


def _jit(call: Callable[..., Any]) -> Callable[..., Any]:
    compiled: Callable[..., Any] = importlib.import_module("jax").jit(call)
    return compiled


def gradients_of(name: str, case: Case, dtype: str) -> list[Table | None]:
    """Their truths by each array; none where no limit of the gradient is promised."""
    return gradient_tables(name, case, dtype) if case.gradient else []


def results(name: str, case: Case, backend: Backend, dtype: str, transform: Callable[..., Any] = _same) -> list[Any]:
    """Value and gradients by every real argument, as float64 numbers, in which all bits of theirs are."""
    loss, params, reduction = specs()[name].function, params_of(backend, case, dtype), reduction_of(name)
    argnums = tuple(i for i, t in enumerate(gradients_of(name, case, dtype)) if t is not None)
    arrays = [backend.place.array(a, dtype) for a in case.arrays]

    def call(*xs: Any) -> Any:
        if not argnums:
            return loss(*xs, **params, reduction=reduction), ()
        value = loss(*xs, **params, reduction=reduction)
        return value, unilosses.value_and_grad(loss, argnums=argnums)(*xs, **params, reduction=reduction)[1]

    with unilosses.precision("exact"):
        value, gradients = transform(call)(*arrays)
    assert all(str(g.dtype).rpartition(".")[2] == dtype for g in (value, *gradients))
    return [backend.place.numpy(x) for x in (value, *gradients)]


def tables_of(name: str, case: Case, dtype: str) -> list[Table]:
    """The truths of `results`."""
    return [value_table(name, case, dtype), *(t for t in gradients_of(name, case, dtype) if t is not None)]


def assert_same_bits(
    found: list[Any], expected: list[Any], what: str, tables: list[Table], dtype: str, often: int = 25_000
) -> None:
    """The same bits but for ties, of which there is one in so many. The tables have the truths."""
    for f, e, table in zip(found, expected, tables, strict=True):
        differ = ~((f == e) & (np.signbit(f) == np.signbit(e)) | (np.isnan(f) & np.isnan(e)) | (f == 0) & (e == 0))
        differ &= ~(table.scale > CANCELLED * np.abs(table.near))
        ties = are_ties(f[differ], e[differ], table, differ, dtype)
        assert ties.all(), f"{what}: {(~ties).sum()} of {f.size} differ, {f[differ][~ties][:3]} {e[differ][~ties][:3]}"
        assert ties.size <= 2 + f.size // often, f"{what}: {ties.size} ties of {f.size}, more than chance gives"


def are_ties(f: np.ndarray, e: np.ndarray, table: Table, where: np.ndarray, dtype: str) -> np.ndarray:
    """Which pairs of numbers are neighbours with the truth in the middle between them."""
    near, rest, scale = table.near[where], table.rest[where], table.scale[where]
    middle = 0.5 * (f + e)
    with np.errstate(invalid="ignore"):
        step = np.ldexp(
            1.0, ulp_exponent(np.maximum(np.abs(f), np.abs(e)), 0.0 * f, 0.0 * f, dtype) + 1 - FORMATS[dtype][0]
        )
        off = np.abs((near - middle) + rest)
        close: np.ndarray = (np.abs(f - e) <= step) & (off <= TIE[dtype] * np.maximum(np.abs(middle), scale))
    return close


def settings(name: str, dtype: str, full: bool) -> list[Any]:
    few = 4 if dtype == "float32" else 1
    return list(thinned(hard(name, dtype, full), 6 * few if full else few))


@pytest.mark.parametrize("dtype", DTYPES)
@every_loss
def test_same_bits_in_every_library(name: str, dtype: str, full: bool) -> None:
    with overflow_allowed():
        cases = settings(name, dtype, full)
        slow = list(thinned(cases, SLOW_CASES)) if full else cases[:1]
        for case in cases:
            expected = results(name, case, Backend.NUMPY, dtype)
            for backend in OTHERS:
                # Every operation of array-api-strict takes long; JAX compiles it for every shape.
                if backend is not Backend.TORCH and not any(case is one for one in slow):
                    continue
                if backend is Backend.JAX and not full and name not in MOST_USED:
                    continue  # the next test has more losses
                if backend is Backend.STRICT and not full and name not in MECHANISMS:
                    continue  # its operations are NumPy's
                if dtype in backend.place.dtypes:
                    found = results(name, case, backend, dtype)
                    assert_same_bits(found, expected, f"{case.id} {backend.name}", tables_of(name, case, dtype), dtype)


@some_losses
def test_same_bits_when_compiled(name: str, full: bool) -> None:
    with overflow_allowed():
        cases = settings(name, "float32", full)
        for case in thinned(cases, COMPILED_CASES) if full else cases[::4]:
            expected = results(name, case, Backend.NUMPY, "float32")
            found = results(name, case, Backend.JAX, "float32", _jit)
            assert_same_bits(found, expected, case.id, tables_of(name, case, "float32"), "float32")


@every_loss
def test_correctly_rounded(name: str, full: bool) -> None:
    """Wherever terms do not cancel: there the truth itself is the scale."""
    with overflow_allowed():
        for case in settings(name, "float32", full):
            tables = tables_of(name, case, "float32")
            for table, found in zip(tables, results(name, case, Backend.NUMPY, "float32"), strict=True):
                plain = table.claimed & ~(table.scale > np.abs(table.near))
                off = np.where(plain, table.distances(found, "float32"), 0.0)
                assert off.max(initial=0.0) <= ROUNDED, (
                    f"{case.id}: {off.max()} ulp in {case.origin(int(off.argmax()))}"
                )


@pytest.mark.parametrize("reduction", ["mean", *(pytest.param(r, marks=pytest.mark.full) for r in ("sum", "none"))])
@some_losses
def test_same_bits_of_a_hundred_thousand_random_numbers(name: str, reduction: str, full: bool) -> None:
    """With weights: value and gradient in one order, whatever the library's own sums do."""
    s = many(name)
    weight = np.random.default_rng(3).random(s.data[0].shape[0]).astype(np.float32) if s.has_rows(0) else 1.0
    found = {}
    with unilosses.precision("exact"):
        for run in [r for r in RUNS if r.library in ("numpy", "torch") or in_jax(r, name, full)]:
            found[run.id] = _reduced(run, s, weight, reduction)
        # The same numbers as float64 data: what is rounded above, before it is.
        unrounded = _reduced(RUNS[0], s, weight, reduction, "float64")
    none = [np.zeros_like(x) for x in unrounded]
    tables = [Table(x, zero, zero, zero == 0) for x, zero in zip(unrounded, none, strict=True)]
    first, *others = found
    for other in others:
        often = TIES.get(name, 25_000)
        assert_same_bits(found[other], found[first], f"{other} beside {first}", tables, "float32", often)


def in_jax(run: Run, name: str, full: bool) -> bool:
    """Whether a run of JAX is worth its compilation: of each operation where it is eager, else of the whole."""
    return (full or run.jitted) if name in MECHANISMS else (full and run.jitted)


def many(name: str) -> Sample:
    """RANDOM numbers in an array: long rows where each is compared with all others, else short ones."""
    if specs()[name].coupled:
        side = math.isqrt(RANDOM) + 1
        return sample(name, batch=(side,), classes=side)
    per_row = sample(name, batch=(1,)).data[0].size
    return sample(name, batch=(-(-RANDOM // per_row),))


def _reduced(run: Run, s: Any, weight: Any, reduction: str, dtype: str = "float32") -> list[Any]:
    keywords = {**s.params, "weight": weight, "reduction": reduction}
    of = ("value", "value_and_grad") if s.spec.rule.differentiated else ("value",)
    made = run.results(s.loss, *s.data, of=of, dtype=dtype, **keywords)
    return [np.asarray(x, dtype=np.float64).ravel() for x in made]


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_same_order_of_float64_sums(reduction: str) -> None:
    """Nothing is rounded afterwards that could hide another order; the terms themselves are the same everywhere."""
    x = np.random.default_rng(4).normal(size=1003)
    with unilosses.precision("exact"):
        found = {run.value(unilosses.absolute_error, x, 0.0 * x, reduction=reduction).item() for run in RUNS}
    assert len(found) == 1


def test_a_tie_is_told_from_a_fault() -> None:
    """Neighbours of 1 in float32, and truths in the middle between them, close to it, and not."""
    low, high = 1.0, 1.0 + 2.0**-23
    middle = 0.5 * (low + high)
    truths = np.array([middle, middle * (1 + 2.0**-50), middle * (1 + 2.0**-45), low])
    zero = np.zeros(4)
    table = Table(truths, zero, zero, zero == 0)
    close = are_ties(np.full(4, low), np.full(4, high), table, zero == 0, "float32")
    assert close.tolist() == [True, True, False, False]
    assert not are_ties(np.full(4, low), np.full(4, high + 2.0**-23), table, zero == 0, "float32").any()


def in_the_fixed_order(numbers: list[float]) -> float:
    """As it is defined: chunks of 4 096, in them 256 blocks of 16 lanes; blocks, lanes, chunks by neighbours."""
    padded = numbers + [0.0] * (-len(numbers) % 4096)

    def by_neighbours(terms: list[list[float]]) -> list[float]:
        while len(terms) > 1:
            pairs = [[a + b for a, b in zip(*terms[i : i + 2], strict=True)] for i in range(0, len(terms) - 1, 2)]
            terms = pairs + terms[len(pairs) * 2 :]
        return terms[0] if terms else [0.0]

    chunks = []
    for start in range(0, len(padded), 4096):
        lanes = by_neighbours([padded[i : i + 16] for i in range(start, start + 4096, 16)])
        chunks.append(by_neighbours([[x] for x in lanes]))
    return by_neighbours(chunks)[0]


@pytest.mark.parametrize("length", [0, 1, 10, 16, 17, 100, 1000, 4096, 4097, 5 * 4096 + 3])
def test_sums_are_in_the_fixed_order(length: int) -> None:
    x = np.random.default_rng(length).normal(size=length) * 10.0 ** np.random.default_rng(1).uniform(-8, 8, length)
    with unilosses.precision("exact"):
        found = [float(run.value(unilosses.squared_error, x, 0.0 * x, reduction="sum")) for run in RUNS]
    assert found == [in_the_fixed_order((x * x).tolist())] * len(RUNS)


def test_sums_of_rows_are_in_the_fixed_order() -> None:
    x = np.random.default_rng(5).normal(size=(3, 1003))
    with unilosses.precision("exact"):
        found = unilosses.multiclass_brier(x, 0.0 * x, reduction="none")
    assert found.tolist() == [in_the_fixed_order((row * row).tolist()) for row in x]
