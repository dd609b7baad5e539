"""What the frameworks do to a function (vectorise, differentiate, in any order), done to every loss.

The points are ordinary: no kink within the steps that a difference quotient takes. Kinks have tests of their own.
"""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest

import unilosses

from ..suite.libraries import Run
from ..suite.points import (
    JAX,
    OF_TORCH_ITSELF,
    TORCH,
    Point,
    assert_all_near,
    assert_near,
    but_ctc,
    each_mechanism,
    every_framework,
    every_loss,
    point,
)
from ..suite.tolerances import CURVATURE_RELATIVE, SUM_ULP

pytestmark = OF_TORCH_ITSELF


def curvature_by_differences(p: Point) -> np.ndarray:
    """Central differences of the gradient that the partials give in NumPy."""
    x, step = p.vector(), np.finfo(float).eps ** (1 / 3)
    sizes = np.cumsum([a.size for a in p.reals])[:-1]

    def gradient(v: np.ndarray) -> np.ndarray:
        parts = [part.reshape(a.shape) for part, a in zip(np.split(v, sizes), p.reals, strict=True)]
        return np.concatenate([g.ravel() for g in p.numpy_gradients(parts)])

    columns = [(gradient(x + step * e) - gradient(x - step * e)) / (2 * step) for e in np.eye(x.size)]
    return np.stack(columns, axis=1)


def assert_curvature(found: Any, p: Point) -> None:
    expected = curvature_by_differences(p)
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= CURVATURE_RELATIVE * max(np.abs(expected).max(), 1.0)


# --- vectorisation: a gradient for each row ---


@every_framework
@every_loss
def test_vmap_of_the_gradient(framework: Run, name: str) -> None:
    func = importlib.import_module("jax" if framework.library == "jax" else "torch.func")
    p = point(name, rows=4)

    def row(*xs: Any) -> Any:
        return p.loss(*xs, **p.params, reduction="sum")

    own = tuple(i for i in p.argnums if p.has_rows(i))
    along = tuple(0 if p.has_rows(i) else None for i in range(len(p.data)))
    found = framework.compiled(func.vmap(func.grad(row, argnums=own), along))(*p.arrays(framework))
    expected = dict(zip(p.argnums, p.numpy_gradients(p.reals), strict=True))
    assert_all_near(found, [expected[i] for i in own], framework, SUM_ULP)


# --- first order ---


@every_framework
@each_mechanism
def test_forward_mode_is_the_gradient_times_the_direction(framework: Run, name: str) -> None:
    func = importlib.import_module("jax" if framework.library == "jax" else "torch.func")
    p = point(name)
    rng = np.random.default_rng(5)
    along = [rng.normal(size=x.shape) for x in p.reals]
    jvp = framework.compiled(lambda at, v: func.jvp(p.total(framework), at, v))
    value, dot = jvp(tuple(map(framework.asarray, p.reals)), tuple(map(framework.asarray, along)))
    terms = np.concatenate([(g * v).ravel() for g, v in zip(p.numpy_gradients(p.reals), along, strict=True)])
    assert_near(framework.to_numpy(dot), terms.sum(), SUM_ULP, scale=np.abs(terms).sum())
    expected = p.loss(*p.data, **p.params, reduction="sum")
    assert_near(framework.to_numpy(value), expected, SUM_ULP)


@every_loss
def test_gradcheck(name: str) -> None:
    """torch's own comparison with differences, first and second order, in both modes, with torch's own tolerances."""
    autograd = importlib.import_module("torch.autograd")
    p = point(name)
    total = p.total(TORCH)
    leaves = [TORCH.asarray(x).requires_grad_() for x in p.reals]
    assert autograd.gradcheck(total, leaves, check_forward_ad=True, fast_mode=True)
    assert autograd.gradgradcheck(total, leaves, check_fwd_over_rev=True, fast_mode=True)


# --- second order ---


@but_ctc
def test_jax_hessian(name: str) -> None:
    """Forward over reverse, and reverse over reverse."""
    jax = importlib.import_module("jax")
    p = point(name)
    f = p.total_of_flat(JAX)
    both = JAX.compiled(lambda x: (jax.hessian(f)(x), jax.jacrev(jax.jacrev(f))(x)))
    for hessian in both(JAX.asarray(p.vector())):
        assert_curvature(JAX.to_numpy(hessian), p)


@each_mechanism
@pytest.mark.parametrize("order", ["forward over reverse", "reverse over reverse", "double backward"])
def test_torch_hessian(name: str, order: str) -> None:
    torch = importlib.import_module("torch")
    p = point(name)
    f, x = p.total_of_flat(TORCH), TORCH.asarray(p.vector())
    if order == "double backward":
        found = torch.autograd.functional.hessian(f, x)
    else:
        outer = torch.func.jacfwd if order == "forward over reverse" else torch.func.jacrev
        found = outer(torch.func.jacrev(f))(x)
    assert_curvature(TORCH.to_numpy(found), p)


@every_framework
def test_second_order_of_focal_losses_far_out(framework: Run) -> None:
    """float32 as float64: no power of a small probability underflows on the way."""
    func = importlib.import_module("jax" if framework.library == "jax" else "torch.func")
    logits = np.array([-80.0, -50.0, -44.0, 44.0, 50.0, 60.0])

    def curvature(dtype: str, gamma: float) -> list[np.ndarray]:
        def total(x: Any, target: Any) -> Any:
            return unilosses.sigmoid_focal(x, target, gamma=gamma, reduction="sum")

        second = framework.compiled(func.grad(lambda x, target: func.grad(total)(x, target).sum()))
        targets = (np.full_like(logits, label) for label in (0.0, 0.5, 1.0))
        return [framework.to_numpy(second(*(framework.asarray(a, dtype) for a in (logits, t)))) for t in targets]

    for gamma in (0.5, 1.0, 2.0):
        np.testing.assert_allclose(curvature("float32", gamma), curvature("float64", gamma), rtol=1e-5, atol=1e-37)
