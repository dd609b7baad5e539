"""`value_grad_hess`: against JAX's Hessians, and alike in every library."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import unilosses
from conformance.suite.backends import Backend
from conformance.suite.generic import MECHANISMS, MOST_USED, NAMES, grouped, sample
from unilosses.definition.registry import specs
from unilosses.engines.hessian import differentiated_twice
from unilosses.verify.places import describe

from .calls import UNTRACED

pytestmark = pytest.mark.usefixtures("by_reference")

DIAGONAL = [n for n in NAMES if n not in UNTRACED and not specs()[n].coupled and specs()[n].event_ndim < 2]
CLOSE = 1e-12


def diagonal_by_jax(name: str, **options: Any) -> np.ndarray:
    s = sample(name)
    with jax.enable_x64(True):
        first, *rest = map(jnp.asarray, s.data)
        given = {k: jnp.asarray(v) if isinstance(v, np.ndarray) else v for k, v in options.items()}
        whole = jax.jit(jax.hessian(lambda x: jnp.sum(s.loss(x, *rest, **s.params, **given))))(first)
        return np.diag(np.asarray(whole).reshape(first.size, first.size)).reshape(first.shape)


@pytest.mark.parametrize("name", grouped(DIAGONAL, by_default=MECHANISMS))
def test_the_diagonal_is_that_of_jax(name: str) -> None:
    s = sample(name)
    value, grad, hess = unilosses.value_grad_hess(s.loss)(*s.data, **s.params)
    stated_value, stated = unilosses.value_and_grad(s.loss)(*s.data, **s.params)
    np.testing.assert_array_equal(value, stated_value, strict=True)
    np.testing.assert_array_equal(grad, stated, strict=True)
    expected = diagonal_by_jax(name)
    assert np.abs(hess - expected).max() <= CLOSE * np.abs(expected).max()


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("name", ["sigmoid_cross_entropy", "softmax_cross_entropy", "poisson_nll"])
def test_masks_weights_and_reductions_scale_it_as_the_value(name: str, reduction: str) -> None:
    s = sample(name)
    rng = np.random.default_rng(1)
    options = {"weight": rng.uniform(size=s.shape), "where": rng.uniform(size=s.shape) > 0.4, "reduction": reduction}
    _, _, hess = unilosses.value_grad_hess(s.loss)(*s.data, **s.params, **options)
    np.testing.assert_allclose(hess, diagonal_by_jax(name, **options), rtol=CLOSE, atol=1e-15)
    assert not np.any(hess[~options["where"]])


@pytest.mark.parametrize("backend", [Backend.STRICT, Backend.TORCH, Backend.JAX])
@pytest.mark.parametrize("name", grouped([n for n in MECHANISMS if n in DIAGONAL], by_default=MOST_USED))
def test_it_is_the_same_in_every_library(name: str, backend: Backend) -> None:
    s = sample(name)
    data = [backend.place.array(x, "float32") for x in s.data]
    found = unilosses.value_grad_hess(s.loss)(*data, **s.params)
    expected = unilosses.value_grad_hess(s.loss)(*s.data, **s.params)
    for mine, theirs in zip(found, expected, strict=True):
        assert describe(mine)[:2] == (backend.place.backend, "float32")
        np.testing.assert_allclose(backend.place.numpy(mine), np.ravel(theirs), rtol=1e-4, atol=1e-6)


def test_softmax_has_its_textbook_hessian_along_any_axis() -> None:
    rng = np.random.default_rng(2)
    x, labels = rng.normal(size=(2, 4, 3)), rng.integers(0, 4, size=(2, 3))
    p = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
    loss = unilosses.SoftmaxCrossEntropy(axis=1, reduction="sum")
    _, grad, hess = unilosses.value_grad_hess(loss)(x, labels)
    np.testing.assert_allclose(hess, p * (1.0 - p), rtol=CLOSE)
    np.testing.assert_allclose(grad, p - np.moveaxis(np.eye(4)[labels], -1, 1), rtol=1e-11)


def test_several_axes_are_one_row() -> None:
    x, y = np.random.default_rng(3).normal(size=(2, 3, 2, 2))
    _, _, hess = unilosses.value_grad_hess(unilosses.CosineDistance(axis=(1, 2), reduction="sum"))(x, y)
    flat = (x.reshape(3, 4), y.reshape(3, 4))
    _, _, expected = unilosses.value_grad_hess(unilosses.CosineDistance(reduction="sum"))(*flat)
    np.testing.assert_array_equal(hess, expected.reshape(3, 2, 2))


def test_a_sum_of_losses_has_the_sum_of_their_hessians() -> None:
    x, y, tree = np.asarray([0.5, 3.0]), np.asarray([0.0, 0.0]), {"w": np.asarray([2.0])}
    whole = 2.0 * unilosses.SquaredError() + unilosses.Huber(reduction="sum") + unilosses.L2Penalty()
    value, grad, hess = unilosses.value_grad_hess(whole)(x, y, params=tree)
    stated_value, stated = unilosses.value_and_grad(whole)(x, y, params=tree)
    assert value == stated_value
    np.testing.assert_array_equal(grad, stated)
    np.testing.assert_array_equal(hess, [3.0, 2.0])


def test_a_penalty_of_one_array_has_one_and_a_tree_none() -> None:
    _, grad, hess = unilosses.value_grad_hess(unilosses.l2_penalty)(np.asarray([1.0, -2.0]))
    np.testing.assert_array_equal(hess, np.gradient(grad) / np.gradient([1.0, -2.0]))
    with pytest.raises(unilosses.NoGradientError, match="one array, not a tree"):
        unilosses.value_grad_hess(unilosses.l2_penalty)({"w": np.asarray([1.0])})


def test_a_loss_of_ones_own_needs_no_partials() -> None:
    @unilosses.loss(unilosses.Domain(pred=unilosses.REAL, target=unilosses.REAL))
    def quartic_of_hessian(xp: Any, pred: Any, target: Any) -> Any:
        return (pred - target) ** 4 / 4.0

    x = np.asarray([1.0, -2.0, 0.0])
    value, grad, hess = unilosses.value_grad_hess(quartic_of_hessian)(x, 0.0 * x, reduction="sum")
    assert value == 4.25
    np.testing.assert_allclose(grad, x**3)
    np.testing.assert_allclose(hess, 3.0 * x**2)


def test_in_jax_it_compiles() -> None:
    s = sample("softmax_cross_entropy")
    logits, labels = jnp.asarray(s.data[0], dtype=jnp.float32), jnp.asarray(s.data[1])
    call = unilosses.value_grad_hess(s.loss)
    for compiled, eager in zip(jax.jit(call)(logits, labels), call(logits, labels), strict=True):
        np.testing.assert_allclose(compiled, eager, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("dtype", ["float16", "float32", "bfloat16"])
def test_it_has_the_dtype_of_the_data(dtype: str) -> None:
    x, y = Backend.TORCH.place.array(np.asarray([0.5, 3.0]), dtype), Backend.TORCH.place.array(np.zeros(2), dtype)
    for found in unilosses.value_grad_hess(unilosses.log_cosh)(x.requires_grad_(), y):
        assert describe(found)[1] == dtype
        assert not found.requires_grad


def test_exact_mode_rounds_it_once() -> None:
    s = sample("sigmoid_focal")
    data = [x.astype(np.float32) for x in s.data]
    _, _, expected = unilosses.value_grad_hess(s.loss)(*[x.astype(np.float64) for x in data])
    with unilosses.precision("exact"):
        _, _, hess = unilosses.value_grad_hess(s.loss)(*data)
    np.testing.assert_array_equal(hess, expected.astype(np.float32), strict=True)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("info_nce", "compares the rows of a batch"),
        ("orthogonal_penalty", "has rows of several axes"),
        ("ctc", "has rows of several axes"),
        ("linear_cross_entropy", "there is no second derivative here: a length decides a loop"),
    ],
)
def test_where_there_is_none_it_says_why(name: str, words: str) -> None:
    s = sample(name)
    with pytest.raises(unilosses.NoGradientError, match=words):
        unilosses.value_grad_hess(s.loss)(*s.data, **s.params)


def test_arguments_are_checked_as_in_every_call() -> None:
    x = np.zeros((2, 3))
    call = unilosses.value_grad_hess(unilosses.softmax_cross_entropy)
    with pytest.raises(ValueError, match=r"labels has 7 at position \(1,\)"):
        call(x, np.asarray([0, 7]))
    with pytest.raises(ValueError, match="label_smoothing must be in"):
        call(x, np.asarray([0, 1]), label_smoothing=2.0)
    with pytest.raises(TypeError, match="value_grad_hess takes a loss of unilosses"):
        unilosses.value_grad_hess(np.mean)
    assert differentiated_twice.__doc__
