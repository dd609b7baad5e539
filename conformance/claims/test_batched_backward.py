"""Batched backward: the gradients of many cotangents, or of many samples, in one pass.

torch has batching rules for some of its operations only: each loss's backward has to keep to those.
"""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest

import unilosses as u

from ..suite.generic import grouped
from ..suite.points import JAX, NAMES, TORCH, Point, assert_all_near, each_mechanism, point
from ..suite.tolerances import SUM_ULP

torch = importlib.import_module("torch")
every_loss = pytest.mark.parametrize("name", grouped(NAMES))


def cotangents(p: Point) -> np.ndarray:
    return np.random.default_rng(7).integers(-2, 3, (3, *p.shape)).astype(np.float64)


def unreduced(p: Point, arrays: list[Any]) -> Any:
    """The unreduced loss as a function of its real arguments."""

    def table(*reals: Any) -> Any:
        given = iter(reals)
        return p.loss(
            *[next(given) if i in p.argnums else x for i, x in enumerate(arrays)], **p.params, reduction="none"
        )

    return table


@every_loss
def test_is_grads_batched(name: str) -> None:
    """torch.autograd.grad with a batch of cotangents, and `jacobian(vectorize=True)`: as one after the other."""
    p = point(name)
    arrays = p.arrays(TORCH)
    leaves = [arrays[i].requires_grad_() for i in p.argnums]
    table = unreduced(p, arrays)(*leaves)
    batch = TORCH.asarray(cotangents(p))
    each = [torch.autograd.grad(table, leaves, ct, retain_graph=True) for ct in batch]
    found = torch.autograd.grad(table, leaves, batch, is_grads_batched=True)
    assert_all_near(found, [torch.stack(g) for g in zip(*each, strict=True)], TORCH, SUM_ULP)


@every_loss
def test_jacobians(name: str) -> None:
    """In chunks, vectorised, one row after the other, in forward mode."""
    p = point(name)
    function, reals = unreduced(p, p.arrays(TORCH)), tuple(p.arrays(TORCH)[i] for i in p.argnums)
    places = tuple(range(len(reals)))
    expected = torch.autograd.functional.jacobian(function, reals)
    for chunk in (None, 2):
        assert_all_near(torch.func.jacrev(function, places, chunk_size=chunk)(*reals), expected, TORCH, SUM_ULP)
    assert_all_near(torch.func.jacfwd(function, places)(*reals), expected, TORCH, SUM_ULP)
    assert_all_near(torch.autograd.functional.jacobian(function, reals, vectorize=True), expected, TORCH, SUM_ULP)


@pytest.mark.parametrize("chunk", [1, 2, 3, 4])
def test_chunks_of_rows(chunk) -> None:
    generator = torch.Generator().manual_seed(5)
    hidden, weight = (torch.randn(4, 3, dtype=torch.float64, generator=generator).requires_grad_() for _ in range(2))
    table = u.linear_cross_entropy(hidden, weight, torch.tensor([0, 3, 1, 1]), reduction="none", chunk=chunk)
    each = [torch.autograd.grad(table, (hidden, weight), ct, retain_graph=True) for ct in torch.eye(4).double()]
    found = torch.autograd.grad(table, (hidden, weight), torch.eye(4).double(), is_grads_batched=True)
    assert_all_near(found, [torch.stack(g) for g in zip(*each, strict=True)], TORCH, SUM_ULP)


@each_mechanism
def test_jacobians_of_jax(name: str) -> None:
    jax = importlib.import_module("jax")
    p = point(name)
    function, reals = unreduced(p, p.arrays(JAX)), tuple(p.arrays(JAX)[i] for i in p.argnums)
    places = tuple(range(len(reals)))
    both = JAX.compiled(lambda *x: (jax.jacrev(function, places)(*x), jax.jacfwd(function, places)(*x)))
    reverse, forward = both(*reals)
    theirs = [TORCH.asarray(x) for x in p.reals]
    expected = torch.autograd.functional.jacobian(unreduced(p, p.arrays(TORCH)), tuple(theirs))
    for found in (reverse, forward):
        assert_all_near(found, [TORCH.to_numpy(x) for x in expected], JAX, SUM_ULP)
