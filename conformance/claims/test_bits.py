"""Losses of pure arithmetic give the same bits in every library: values and gradients, eager, float32 and float64.

One rounded operation after the other on arrays of one shape is the same everywhere, by IEEE 754. So these losses
neither fuse, nor take a library's exp, log or sqrt, nor divide by a broadcast number (XLA multiplies by its reciprocal
then; `smooth_l1` divides by an array of the full shape). Sums are in an order that each library chooses: `nll` is here
with index labels only. Under `jax.jit` a product and a sum may be fused, which rounds once less: not claimed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest

from unilosses import value_and_grad
from unilosses.definition.registry import specs

from ..proofs.case import generator
from ..suite.backends import Backend, present
from ..suite.generic import grouped
from ..suite.hard_inputs import cases
from ..suite.ulp import FORMATS, MARGIN

pytestmark = pytest.mark.usefixtures("by_reference")

ARITHMETIC = (
    "absolute_error",
    "squared_error",
    "huber",
    "smooth_l1",
    "hinge",
    "squared_hinge",
    "perceptron",
    "zero_one",
    "nll",
)
OTHERS = [b for b in (Backend.STRICT, Backend.TORCH, Backend.JAX) if b in present()]
RANDOM = 10_000
ROWS = 2_048  # for rows of classes: XLA compiles each operation once more for each new shape


def settings_of(name: str, dtype: str) -> Iterator[tuple[dict[str, Any], list[np.ndarray]]]:
    """The hard inputs, all that share their parameters in one table, filled up to one length with random numbers."""
    groups: dict[str, list[Any]] = {}
    for case in cases(name, dtype):
        if name == "nll" and case.arrays[1].ndim > 1:
            continue  # dense labels: a sum
        groups.setdefault(f"{sorted(case.params.items())} {case.arrays[0].shape[1:]}", []).append(case)
    for key, found in groups.items():
        columns = [np.concatenate(parts) for parts in zip(*[c.arrays for c in found], strict=True)]
        yield found[0].params, padded(name, dtype, key, columns)


def padded(name: str, dtype: str, key: str, columns: list[np.ndarray]) -> list[np.ndarray]:
    """With random rows after them: numbers over six decades, labels as they come."""
    rng, first = generator(name, dtype, key), columns[0]
    more = (RANDOM + 2_000 if first.ndim == 1 else ROWS) - len(first)
    assert more > 0
    added = []
    for i, x in enumerate(columns):
        if x.dtype.kind == "i" or (i == 1 and set(np.unique(x)) <= {-1.0, 0.0, 1.0}):
            added.append(rng.choice(np.unique(x), size=more))
        else:
            numbers = rng.normal(size=(more, *x.shape[1:])) * 10.0 ** rng.uniform(-3, 3, (more, *x.shape[1:]))
            added.append((-np.abs(numbers) if name == "nll" else numbers).astype(x.dtype))
    return [np.concatenate([x, a]) for x, a in zip(columns, added, strict=True)]


@cache
def results(name: str, dtype: str, backend: Backend) -> list[tuple[str, np.ndarray]]:
    """Every value and gradient as float64 numbers, which hold float32 exactly."""
    loss, found = specs()[name].function, []
    with np.errstate(over="ignore", invalid="ignore"):
        for params, columns in settings_of(name, dtype):
            arrays = [backend.place.array(x, dtype) for x in columns]
            argnums = tuple(i for i, x in enumerate(columns) if x.dtype.kind == "f")
            params = {k: tuple(v) if isinstance(v, list) else v for k, v in params.items()}
            value = loss(*arrays, **params, reduction="none")
            again, gradients = value_and_grad(loss, argnums=argnums)(*arrays, **params, reduction="none")
            what = f"{name} {dtype} {params}"
            found += [
                (f"{what}, value", backend.place.numpy(value)),
                (f"{what}, value of value_and_grad", backend.place.numpy(again)),
            ]
            found += [
                (f"{what}, gradient {i}", backend.place.numpy(g)) for i, g in zip(argnums, gradients, strict=True)
            ]
    return found


def same_bits(x: np.ndarray, y: np.ndarray, dtype: str) -> np.ndarray:
    """Elementwise: equal with the sign of zero, any NaN for any NaN; near the subnormals, which XLA flushes, free."""
    least = MARGIN[dtype] * 2.0 ** FORMATS[dtype][1]
    flushed = (np.abs(x) < least) & (x != 0)
    return flushed | (np.isnan(x) & np.isnan(y)) | (x.view(np.int64) == y.view(np.int64))


@pytest.mark.filterwarnings("ignore:(overflow|invalid value) encountered:RuntimeWarning")
@pytest.mark.parametrize("backend", OTHERS, ids=[b.name.lower() for b in OTHERS])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", grouped(ARITHMETIC))
def test_same_bits_as_numpy(name: str, dtype: str, backend: Backend) -> None:
    expected, found = results(name, dtype, Backend.NUMPY), results(name, dtype, backend)
    for (what, x), (_, y) in zip(expected, found, strict=True):
        same = same_bits(x, y, dtype)
        worst = int(np.argmin(same))
        assert same.all(), (
            f"{what}: {(~same).sum()} of {same.size} differ, first at {worst}: {x[worst]!r}, {y[worst]!r}"
        )


def test_there_is_enough_to_compare() -> None:
    for name in ARITHMETIC:
        assert sum(x.size for what, x in results(name, "float32", Backend.NUMPY) if what.endswith("value")) >= RANDOM


@pytest.mark.parametrize(
    ("x", "y", "same"),
    [(0.0, -0.0, False), (1.0, np.nextafter(1.0, 2.0), False), (np.nan, -np.nan, True), (np.inf, -np.inf, False)],
)
def test_a_difference_of_one_bit_is_seen(x: float, y: float, same: bool) -> None:
    assert same_bits(np.array([x]), np.array([y]), "float64").tolist() == [same]
