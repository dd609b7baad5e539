"""compat.torch against the installed torch: signatures, values, shapes, dtypes, gradients, in every framework."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from outcomes import Outcome, outcome, parameters
from torch_draws import DIFFERENTIABLE, WITHOUT_GRADIENT, WITHOUT_OLD_WORDS, draws

import unilosses
from unilosses.compat import torch as ours
from unilosses.compat.torch import DIFFERENCES

LOSSES = sorted(n for n in dir(F) if ("loss" in n or "cross_entropy" in n or n == "kl_div") and not n.startswith("_"))
OWN_REDUCTIONS = ("none", "mean", "sum")
OLD_WORDS = (
    {"size_average": False},
    {"reduce": False},
    {"size_average": True},
    {"size_average": False, "reduce": True},
)

# In float64 it is wide enough for the 1e-12 that torch adds to squared lengths in cosine_embedding_loss.
RELATIVE = {torch.float64: 1e-10, torch.float32: 4e-6, torch.float16: 4e-3, torch.bfloat16: 3e-2}


def test_every_loss_is_there() -> None:
    assert set(LOSSES) == {n for n in ours.__all__ if n != "DIFFERENCES"}
    classes = {n for n in dir(torch.nn) if "Loss" in n}
    assert classes <= {n for n in dir(ours) if "Loss" in n} | set(DIFFERENCES)
    assert set(DIFFERENCES) <= {"*", *LOSSES, *classes}


@pytest.mark.parametrize("name", LOSSES)
def test_signatures_are_equal(name: str) -> None:
    assert parameters(getattr(ours, name)) == parameters(getattr(F, name))


def called(name: str, module: Any, arrays: tuple[Any, ...], params: dict[str, Any]) -> Outcome:
    """A call, and the gradients of its sum by every floating-point tensor for which torch has one."""

    def leaf(x: Any) -> Any:
        return x.clone().requires_grad_() if isinstance(x, torch.Tensor) and x.is_floating_point() else x

    fixed = WITHOUT_GRADIENT.get(name, ())
    arrays = tuple(x if i in fixed else leaf(x) for i, x in enumerate(arrays))
    params = {k: leaf(v) if k in DIFFERENTIABLE.get(name, ()) else v for k, v in params.items()}
    found = outcome(lambda: getattr(module, name)(*arrays, **params))
    if found.error is None:
        by = [x for x in (*arrays, *params.values()) if isinstance(x, torch.Tensor) and x.requires_grad]
        found.gradients = torch.autograd.grad(found.value.sum(), by, allow_unused=True, materialize_grads=True)
    return found


def assert_close(mine: Any, theirs: Any) -> None:
    assert mine.dtype == theirs.dtype
    assert mine.shape == theirs.shape
    relative = RELATIVE[theirs.dtype]
    torch.testing.assert_close(mine, theirs, rtol=relative, atol=relative * 0.1, equal_nan=True)


def settings(name: str, params: dict[str, Any]) -> list[dict[str, Any]]:
    if "reduction" in params:
        return [params]
    old = () if name in WITHOUT_OLD_WORDS else OLD_WORDS
    return [params | words for words in (*({"reduction": r} for r in OWN_REDUCTIONS), *old)]


@pytest.mark.parametrize(
    ("dtype", "engine"), [(torch.float64, "reference"), (torch.float32, "auto")], ids=["float64", "float32"]
)
@pytest.mark.parametrize("name", LOSSES)
def test_values_and_gradients_are_equal(name: str, dtype: Any, engine: str) -> None:
    for arrays, params in draws(name, dtype):
        for each in settings(name, params):
            with unilosses.engine(engine):
                mine = called(name, ours, arrays, each)
            theirs = called(name, F, arrays, each)
            assert theirs.error is None, theirs.error
            assert mine.error is None, mine.error
            assert mine.warned == theirs.warned
            assert_close(mine.value, theirs.value)
            for a, b in zip(mine.gradients, theirs.gradients, strict=True):
                assert_close(a, b)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16], ids=["float16", "bfloat16"])
@pytest.mark.parametrize("name", LOSSES)
def test_half_precision_has_the_peer_s_dtype(name: str, dtype: Any) -> None:
    arrays, params = draws(name, dtype)[0]
    mine = called(name, ours, arrays, params)
    assert mine.value.dtype == dtype
    wide = [x.to(torch.float32) if x.is_floating_point() else x for x in arrays]
    exact = called(name, F, tuple(wide), params)
    torch.testing.assert_close(mine.value.float(), exact.value, rtol=RELATIVE[dtype], atol=RELATIVE[dtype])


@pytest.mark.parametrize("name", LOSSES)
def test_numpy_has_torch_s_numbers(name: str) -> None:
    for arrays, params in draws(name, torch.float32):
        if callable(params.get("distance_function")):
            continue  # a function of tensors
        theirs = outcome(lambda a=arrays, p=params: getattr(F, name)(*a, **p))
        own, named = [host(x) for x in arrays], {k: host(v) for k, v in params.items()}
        mine = outcome(lambda a=own, p=named: getattr(ours, name)(*a, **p))
        assert mine.error is None, mine.error
        assert mine.value.dtype == np.float32
        assert mine.value.shape == theirs.value.shape
        np.testing.assert_allclose(mine.value, theirs.value.numpy(), rtol=1e-5, atol=1e-6)


def host(x: Any) -> Any:
    return x.numpy() if isinstance(x, torch.Tensor) else x


@pytest.mark.parametrize("name", LOSSES)
def test_jax_has_torch_s_numbers(name: str) -> None:
    import jax

    arrays, params = draws(name, torch.float32)[0]
    theirs = getattr(F, name)(*arrays, **params, reduction="sum")
    own = [jax.numpy.asarray(host(x)) for x in arrays]
    value = jax.jit(lambda *x: getattr(ours, name)(*x, **params, reduction="sum"))(*own)
    assert value.dtype == np.float32
    np.testing.assert_allclose(value, theirs, rtol=1e-5, atol=1e-6)


def test_logarithms_of_probabilities_are_held_at_minus_100() -> None:
    for dtype in (torch.float32, torch.float64):
        ends, y = (
            torch.tensor([0.0, 1, 0, 1, 1e-30, 0.5], dtype=dtype),
            torch.tensor([1.0, 0, 0.25, 1, 1, 1], dtype=dtype),
        )
        for reduction in OWN_REDUCTIONS:
            theirs = F.binary_cross_entropy(ends, y, weight=ends + 1, reduction=reduction)
            assert_close(ours.binary_cross_entropy(ends, y, weight=ends + 1, reduction=reduction), theirs)
    x = ends.clone().requires_grad_()
    ours.binary_cross_entropy(x, y, reduction="sum").backward()
    assert x.grad.tolist()[:4] == [0.0, 0.0, 0.0, 0.0]


def test_logarithms_of_probabilities_are_held_at_minus_100_in_jax() -> None:
    import jax

    ends, y = torch.tensor([0.0, 1, 0, 1, 1e-30, 0.5]), torch.tensor([1.0, 0, 0.25, 1, 1, 1])
    own = jax.numpy.asarray(ends.numpy(), "float32"), jax.numpy.asarray(y.numpy(), "float32")
    value = jax.jit(ours.binary_cross_entropy)(*own)
    np.testing.assert_allclose(value, F.binary_cross_entropy(ends, y), rtol=1e-6)


def test_nothing_left_is_nan_with_gradient_0() -> None:
    x, y = torch.zeros(2, 3, requires_grad=True), torch.tensor([-100, -100])
    loss = ours.cross_entropy(x, y)
    loss.backward()
    assert math.isnan(loss.item())
    assert not x.grad.any()
    assert math.isnan(ours.mse_loss(x[:0], x[:0]).item())


def test_nothing_left_is_nan_with_gradient_0_in_jax() -> None:
    import jax

    found = jax.jit(jax.value_and_grad(ours.cross_entropy))(jax.numpy.zeros((2, 3)), jax.numpy.asarray([-100, -100]))
    assert math.isnan(found[0])
    assert not found[1].any()


def by_first(loss: Any, first: Any, *rest: Any, **params: Any) -> list[float]:
    """The gradient of the sum of a loss by its first argument."""
    x = torch.tensor(first, requires_grad=True)
    (gradient,) = torch.autograd.grad(loss(x, *map(torch.tensor, rest), **params).sum(), x)
    return [round(v, 6) for v in gradient.flatten().tolist()]


STATED_GRADIENTS = [
    ("*", "hinge_embedding_loss", ([1.0], [-1.0]), {}, [0.0]),
    ("*", "margin_ranking_loss", ([1.0], [1.0], [1.0]), {}, [0.0]),
    ("*", "cross_entropy", ([[1.0, 2.0]], [0]), {"weight": torch.zeros(2)}, [0.0, 0.0]),
    ("binary_cross_entropy", "binary_cross_entropy", ([0.0], [1.0]), {}, [0.0]),
    ("cross_entropy", "cross_entropy", ([0.0, 0.0], [1]), {}, [0.5, -0.5]),
    ("cosine_embedding_loss", "cosine_embedding_loss", ([[0.0, 0.0]], [[1.0, 2.0]], [1.0]), {}, [0.0, 0.0]),
    ("ctc_loss", "ctc_loss", ([[-1.0, -1.0]], [1, 1], 1, 2), {}, [0.0, 0.0]),
]


@pytest.mark.parametrize(("key", "name", "arguments", "params", "expected"), STATED_GRADIENTS)
def test_gradients_that_differ_are_stated(
    key: str, name: str, arguments: Any, params: dict[str, Any], expected: list[float]
) -> None:
    assert DIFFERENCES[key]
    assert by_first(getattr(ours, name), *arguments, **params) == expected
    theirs = outcome(lambda: by_first(getattr(F, name), *arguments, **params))
    assert theirs.error is not None or theirs.value != expected


def test_a_target_of_0_has_a_gradient() -> None:
    assert by_first(lambda y: ours.kl_div(torch.tensor([-1.0]), y, reduction="sum"), [0.0]) == [0.0]
    assert math.isnan(by_first(lambda y: F.kl_div(torch.tensor([-1.0]), y, reduction="sum"), [0.0])[0])


@pytest.mark.parametrize("name", ["cross_entropy", "mse_loss", "triplet_margin_loss"])
def test_torch_compile_takes_them_whole(name: str) -> None:
    arrays, params = draws(name, torch.float32)[0]
    torch.compiler.reset()
    compiled = torch.compile(getattr(ours, name), backend="eager", fullgraph=True)
    assert_close(compiled(*arrays, **params), getattr(F, name)(*arrays, **params))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_logits_of_several_targets_a_row_are_not_rounded(dtype: Any) -> None:
    generator = torch.Generator().manual_seed(4)
    x, weight = (torch.randn(shape, generator=generator).to(dtype) for shape in ((12, 40), (7, 2, 40)))
    target = torch.randint(7, (12, 2), generator=generator)
    expected = F.cross_entropy(torch.einsum("nf,ckf->nck", x.float(), weight.float()), target, reduction="none")
    value = ours.linear_cross_entropy(x, weight, target, reduction="none")
    assert value.dtype == dtype
    assert torch.equal(value, expected.to(dtype))
