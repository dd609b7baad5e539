"""`unilosses.compat.keras` beside the installed Keras: values, classes, and gradients by its torch backend."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from keras_cases import CASES, CLASS_OF, Case, Draw, as_documented, ident, keras_losses, tolerance

from unilosses.compat import keras as ours


@pytest.fixture(scope="module")
def peer() -> Any:
    return keras_losses()


@pytest.mark.parametrize("case", CASES, ids=ident)
def test_values_shapes_and_dtypes(peer: Any, case: Case) -> None:
    name, draw, keywords = case
    for dtype in (np.float32, np.float64):
        y_true, y_pred = draw(Draw())
        y_pred = y_pred.astype(dtype)
        with np.errstate(invalid="ignore"):
            expected = getattr(peer, name)(y_true, y_pred, **as_documented(name, keywords))
        value = getattr(ours, name)(y_true, y_pred, **keywords)
        assert np.shape(value) == np.shape(expected)
        assert value.dtype == (np.float64 if dtype is np.float64 else expected.dtype)
        np.testing.assert_allclose(value, expected, rtol=tolerance(case), atol=3e-6)


def test_lists(peer: Any) -> None:
    for y_true, y_pred in (([[0.0, 1.0], [0.0, 0.0]], [[1.0, 1.0], [1.0, 0.0]]), ([[0, 1]], [[1, 1]])):
        value, expected = (m.mean_squared_error(y_true, y_pred) for m in (ours, peer))
        assert (value.shape, value.dtype) == (expected.shape, np.float32)
        np.testing.assert_allclose(value, expected)


# --- classes --------------------------------------------------------------------------------------------------------

OF_CLASSES = [(cls, c) for cls, name in CLASS_OF.items() for c in CASES if c[0] == name]
REDUCTIONS = ("sum_over_batch_size", "sum", None, "none", "mean", "mean_with_sample_weight")


@pytest.mark.parametrize(("cls", "case"), OF_CLASSES, ids=[f"{cls}-{ident(c)}" for cls, c in OF_CLASSES])
def test_classes_reduce_and_weigh(peer: Any, cls: str, case: Case) -> None:
    name, draw, keywords = case
    y_true, y_pred = draw(Draw())
    shape = np.shape(getattr(ours, cls)(**keywords, reduction="none")(y_true, y_pred))
    weights: list[Any] = [None]
    if shape:
        weights += [np.linspace(0, 1, shape[0])[:, None].tolist(), 2 * np.ones(shape, np.float32)]
        weights += [np.zeros(shape, np.float32), *([np.arange(shape[0])] if len(shape) == 1 else [])]
    for reduction in REDUCTIONS:
        mine = getattr(ours, cls)(**keywords, reduction=reduction)
        theirs = getattr(peer, cls)(**as_documented(name, keywords), reduction=reduction)
        for weight in weights:
            with np.errstate(invalid="ignore"):
                expected = theirs(y_true, y_pred, sample_weight=weight)
            value = mine(y_true, y_pred, sample_weight=weight)
            assert (np.shape(value), value.dtype) == (np.shape(expected), np.asarray(expected).dtype)
            np.testing.assert_allclose(value, expected, rtol=tolerance(case), atol=1e-5)


def test_dtype_of_a_class(peer: Any) -> None:
    x, y = np.ones((2, 3)), np.zeros((2, 3))
    for dtype in (None, "float64", "float16", "float32"):
        value, expected = (m.Huber(dtype=dtype)(x, y) for m in (ours, peer))
        assert value.dtype == ("float64" if dtype == "float64" else expected.dtype)  # a line of the table
        assert ours.Huber(dtype=dtype).dtype == peer.Huber(dtype=dtype).dtype
    assert ours.Huber(dtype="mixed_float16").dtype == "float16"


def test_numpy_has_the_bfloat16_of_ml_dtypes(peer: Any) -> None:
    from ml_dtypes import bfloat16

    y_true, y_pred = np.asarray([[1.0, 9.0]]), np.asarray([[4.0, 8.0]])
    for module in (peer, ours):
        assert np.asarray(module.MeanSquaredError(dtype="bfloat16")(y_true, y_pred)).dtype == bfloat16
    with pytest.raises(TypeError, match="float17"):
        ours.MeanSquaredError(dtype="float17")(y_true, y_pred)


def test_a_mask_on_the_prediction(peer: Any) -> None:
    import torch

    y_true, y_pred = torch.zeros(4, 2), torch.arange(8.0).reshape(4, 2)
    y_pred._keras_mask = torch.tensor([True, False, True, False])
    loss = ours.MeanSquaredError(reduction="none")(y_true, y_pred)
    np.testing.assert_allclose(loss, [0.5, 0.0, 20.5, 0.0])
    assert float(ours.MeanSquaredError()(y_true, y_pred)) == 10.5
    assert float(ours.MeanSquaredError(reduction="sum")(y_true, y_pred)) == 21.0
    loss = ours.MeanSquaredError(reduction="mean_with_sample_weight")
    assert float(loss(y_true, y_pred, torch.tensor([1.0, 1.0, 3.0, 1.0]))) == 15.5


def test_a_class_of_ones_own(peer: Any) -> None:
    def derived(base: Any) -> Any:
        class Cubed(base):
            def call(self, y_true: Any, y_pred: Any) -> Any:
                return ((y_pred["a"] - y_true["a"]) ** 3).mean(axis=-1)

        return Cubed()

    y = {"a": np.zeros((2, 3), np.float32)}
    x = {"a": np.arange(6, dtype=np.float32).reshape(2, 3)}
    mine, theirs = derived(ours.Loss), derived(peer.Loss)
    np.testing.assert_allclose(mine(y, x, [1.0, 2.0]), theirs(y, x, [1.0, 2.0]), rtol=1e-6)
    assert mine.name == "cubed"
    with pytest.raises(NotImplementedError):
        ours.Loss()([1.0], [1.0])


# --- the torch backend, with gradients ------------------------------------------------------------------------------
# In a process of its own, because a backend of Keras is chosen once.


def by_torch(module: Any, exchange: bool) -> list[tuple[Any, Any]]:
    """Values, and gradients of their sums by the predictions, of all cases on torch tensors."""
    import torch

    found = []
    for name, draw, keywords in CASES:
        y_true, y_pred = (torch.from_numpy(np.array(x)) for x in draw(Draw()))
        y_pred.requires_grad_()
        own = as_documented(name, keywords) if exchange else keywords
        value = getattr(module, name)(y_true, y_pred, **own)
        (gradient,) = torch.autograd.grad(value.sum(), y_pred)
        found.append((value.detach().numpy(), gradient.numpy()))
    return found


def test_gradients_with_the_torch_backend(tmp_path: Path) -> None:
    code = (
        "import pickle, sys, warnings; warnings.simplefilter('ignore'); import test_keras as t, keras; "
        "pickle.dump(t.by_torch(keras.losses, True), open(sys.argv[1], 'wb'))"
    )
    environment = {**os.environ, "KERAS_BACKEND": "torch", "OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""}
    command = [sys.executable, "-c", code, str(tmp_path / "found")]
    done = subprocess.run(
        command, cwd=Path(__file__).parent, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    theirs = pickle.loads((tmp_path / "found").read_bytes())
    for case, mine, expected in zip(CASES, by_torch(ours, False), theirs, strict=True):
        wanted = expected[1]
        if case[0] == "circle":  # ours is by the direction alone, Keras's by the length too
            x = case[1](Draw())[1]
            wanted = wanted - x * (wanted * x).sum(axis=-1, keepdims=True)
        assert mine[0].shape == expected[0].shape
        np.testing.assert_allclose(mine[0], expected[0], rtol=5 * tolerance(case), atol=1e-5, err_msg=ident(case))
        np.testing.assert_allclose(mine[1], wanted, rtol=2e-3, atol=1e-4, err_msg=ident(case))
