"""What users ran into with arguments, mixed precision, objects and blocks: cases B3, B5, B16, B19, B20, B21, B24.

The README of this folder says what each case is and where it was reported.
"""

from __future__ import annotations

import importlib

import numpy as np
import pytest

import unilosses as u
from unilosses.compat import torch as CT

torch = importlib.import_module("torch")
ANGLES = [[3.0, 4.0], [4.0, 3.0], [-3.0, 4.0], [-4.0, 3.0]]


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_B3_products_of_matrices_under_autocast(dtype) -> None:
    """float32 and its digits, for half data too; torch's bfloat16 product gives 2.7895e-05."""
    x, labels = torch.tensor(ANGLES, dtype=getattr(torch, dtype)), torch.tensor([0, 0, 1, 1])
    with torch.autocast("cpu", torch.bfloat16):
        found = u.nt_xent(x, labels)
        value, grad = u.value_and_grad(u.nt_xent)(x, labels)
    assert found.dtype == value.dtype == torch.float32
    assert found.item() == value.item() == pytest.approx(3.1323e-05, rel=1e-4)
    assert grad.dtype == x.dtype


def test_B3_no_overflow_under_autocast() -> None:
    anchor, positive = torch.tensor([[300.0, 0.0], [0.0, 1.0]]), torch.tensor([[0.0, 1.0], [300.0, 0.0]])
    f = torch.tensor([[300.0, 300.0], [-300.0, -300.0]])
    with torch.autocast("cpu", torch.float16):
        assert u.n_pairs(anchor, positive).item() == pytest.approx(45000.657, rel=1e-6)
        assert u.vicreg(f, f).item() == pytest.approx(6.48e10, rel=1e-6)


def test_B5_half_predictions_under_autocast() -> None:
    with torch.autocast("cpu", torch.float16):
        mean = CT.mse_loss(torch.full((4,), 300.0).half(), torch.zeros(4).half())
        total = CT.cross_entropy(torch.zeros(100000, 2).half(), torch.zeros(100000, dtype=torch.int64), reduction="sum")
    assert mean.dtype == total.dtype == torch.float32
    assert mean.item() == 90000
    assert total.item() == pytest.approx(69314.73, rel=1e-6)


@pytest.mark.parametrize("xp", [np, torch, importlib.import_module("jax.numpy")], ids=["numpy", "torch", "jax"])
def test_B21_a_parameter_does_not_enlarge_the_loss(xp) -> None:
    x, zero = xp.asarray([1.0, 2.0]), xp.zeros(2)
    with pytest.raises(ValueError, match=r"delta has shape \(2, 1\).*pred, \(2,\)"):
        u.huber(x, zero, delta=xp.asarray([[1.0], [1.0]]))
    assert u.huber(x, zero, delta=xp.asarray([1.0, 1.0])) == 1.0


@pytest.mark.parametrize("xp", [np, torch, importlib.import_module("jax.numpy")], ids=["numpy", "torch", "jax"])
@pytest.mark.parametrize("of", [np.float16, np.float32, np.float64, np.int64, np.uint8])
def test_B24_numbers_of_numpy_are_numbers(xp, of) -> None:
    x = xp.ones(4)
    for keywords in ({"normalizer": of(2)}, {"weight": of(2), "normalizer": 4}, {"reduction": "mean", "weight": of(3)}):
        plain = {k: v if isinstance(v, str) else float(v) for k, v in keywords.items()}
        assert u.squared_error(x, of(3), **keywords) == u.squared_error(x, 3.0, **plain)
        assert u.value_and_grad(u.huber)(x, of(3), delta=of(1), **keywords)[0] == u.huber(x, 3.0, delta=1.0, **plain)
    assert u.l2_penalty({"w": x, "b": x}, weight=of(2)) == 2 * u.l2_penalty({"w": x, "b": x})
