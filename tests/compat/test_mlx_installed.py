"""compat.mlx beside MLX itself, where that is installed."""

from __future__ import annotations

from typing import Any

import mlx.core as mx
import mlx.nn
import numpy as np
import pytest
from outcomes import parameters

from unilosses.compat import mlx as ours

peer: Any = mlx.nn.losses
RNG = np.random.default_rng(7)
N, C = 4, 5


def real(*shape: int) -> Any:
    return RNG.normal(0, 2, shape or (N, C)).astype(np.float32)


def unit(*shape: int) -> Any:
    return RNG.uniform(0.05, 0.95, shape or (N, C)).astype(np.float32)


def probs() -> Any:
    x = unit()
    return x / x.sum(axis=-1, keepdims=True)


def sign(*shape: int) -> Any:
    return np.sign(real(*shape))


LABELS = np.asarray([0, 4, 2, 2], np.int32)
ENDS = np.asarray([0, 1e-30, 1, 1], np.float32), np.asarray([0, 1, 0, 1], np.float32)
CASES: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
    ("cross_entropy", (real(), LABELS), {"label_smoothing": 0.3, "weights": unit(N)}),
    ("cross_entropy", (real(), probs()), {"label_smoothing": 0.3, "weights": unit(N)}),
    ("cross_entropy", (real(C, N), LABELS), {"axis": 0}),
    ("binary_cross_entropy", (real(), unit()), {"weights": unit()}),
    ("binary_cross_entropy", (unit(), unit()), {"weights": unit(), "with_logits": False}),
    ("binary_cross_entropy", ENDS, {"with_logits": False}),
    ("l1_loss", (real(), real()), {}),
    ("mse_loss", (real(), real()), {}),
    ("nll_loss", (np.log(unit()), LABELS), {}),
    ("nll_loss", (np.log(unit(2, C, 2)), LABELS.reshape(2, 2)), {"axis": 1}),
    ("gaussian_nll_loss", (real(), real(), unit()), {"full": True}),
    ("gaussian_nll_loss", (real(), real(), unit()), {}),
    ("kl_div_loss", (np.log(probs()), np.log(probs())), {"axis": 0}),
    ("smooth_l1_loss", (real(), real()), {"beta": 0.3}),
    ("triplet_loss", (real(), real(), real()), {}),
    ("triplet_loss", (real(), real(), real()), {"p": 3, "margin": 0.5}),
    ("hinge_loss", (real(), sign()), {}),
    ("huber_loss", (real(), real()), {"delta": 0.3}),
    ("log_cosh_loss", (real(), real()), {}),
    ("cosine_similarity_loss", (real(), real()), {"axis": 0}),
    ("margin_ranking_loss", (real(N), real(N), sign(N)), {"margin": 0.4}),
]


def test_every_loss_is_there_with_its_signature() -> None:
    names = {name for name in dir(peer) if name.endswith(("_loss", "_entropy"))}
    assert {name for name, _, _ in CASES} == names
    for name in names:
        assert parameters(getattr(ours, name)) == parameters(getattr(peer, name))


@pytest.mark.parametrize("reduction", ["none", "mean", "sum"])
@pytest.mark.parametrize(("name", "arrays", "options"), CASES)
def test_values_are_equal(name: str, arrays: tuple[Any, ...], options: dict[str, Any], reduction: str) -> None:
    theirs = {key: mx.array(x) if isinstance(x, np.ndarray) else x for key, x in options.items()}
    expected = np.asarray(getattr(peer, name)(*map(mx.array, arrays), reduction=reduction, **theirs))
    value = getattr(ours, name)(*arrays, reduction=reduction, **options)
    assert np.shape(value) == expected.shape
    np.testing.assert_allclose(value, expected, rtol=3e-6, atol=1e-6)
