"""Random calls end in a right number or in an error of ours that names the argument: `suite/fuzz.py` draws them."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest

import unilosses as u
from unilosses.definition.registry import specs

from ..suite import fuzz
from ..suite.fuzz import NUMPY, Draw, Drawer, Library, complaint
from ..suite.generic import NAMES

torch, jnp = importlib.import_module("torch"), importlib.import_module("jax.numpy")

TORCH = Library(
    ("float64", "float32", "float16", "bfloat16"),
    lambda x, dtype: torch.asarray(np.ascontiguousarray(x)).to(getattr(torch, dtype)).reshape(x.shape),
    (
        lambda x: x,
        lambda x: x.repeat_interleave(2, -1)[..., ::2] if x.ndim else x,
        lambda x: x.T.contiguous().T if x.ndim == 2 else x,
        lambda x: x.requires_grad_() if x.is_floating_point() else x,
    ),
    foreign=(np.ones(3), torch.ones(3, dtype=torch.complex64)),
)
JAX = Library(
    ("float64", "float32", "bfloat16"), lambda x, dtype: jnp.asarray(x, dtype), (lambda x: x,), foreign=([1.0],)
)

PARTS = [pytest.param(part, marks=[] if part < 1 else [pytest.mark.full]) for part in range(100)]


def check(library: Library, seed: list[int], names: list[str], calls: int, to_numpy: Any) -> None:
    drawer = Drawer(library, np.random.default_rng(seed))
    for i in range(calls):
        drawn = drawer.call(specs()[names[i % len(names)]])
        found = complaint(drawn, to_numpy, gradient=i % 5 == 0)
        assert not found, f"{found}: call {i} of seed {seed}, {drawn}"


@pytest.mark.parametrize("part", PARTS)
def test_numpy(part) -> None:
    check(NUMPY, [1, part], NAMES, len(NAMES), np.asarray)


@pytest.mark.parametrize("part", PARTS)
def test_torch(part) -> None:
    check(TORCH, [2, part], NAMES, len(NAMES), lambda x: x.detach().double().numpy())


def test_jax() -> None:
    names = ["huber", "hinge", "sigmoid_cross_entropy", "softmax_cross_entropy"]
    check(JAX, [3], names, 4, lambda x: np.asarray(x, np.float64))


def test_faults_are_noticed(monkeypatch) -> None:
    """A number that is off, a dtype, a wrong argument that is taken, an error that names nothing."""
    x = np.ones(3, np.float32)

    def drawn(wrong: str = "", **keywords: Any) -> Draw:
        plain = {"reduction": "mean"}
        return Draw(u.huber.spec, [x, 0 * x], plain | keywords, [x, 0 * x], plain, "float32", wrong)

    assert complaint(drawn(), np.asarray) == ""
    assert complaint(drawn(delta=0.25), np.asarray) == "0.21875 for 0.5"
    assert complaint(drawn("weight", weight=2.0), np.asarray).startswith("weight is wrong, and gives")
    assert complaint(drawn("weight", delta=-1.0), np.asarray).startswith("the error does not name weight")
    assert complaint(drawn(delta=-1.0), np.asarray).startswith("a right call is refused")
    monkeypatch.setattr(fuzz, "expected", lambda d: 0.75)
    assert complaint(drawn(), np.asarray) == "0.5 for 0.75"
