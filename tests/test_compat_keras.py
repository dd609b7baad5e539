"""`unilosses.compat.keras` beside the installed Keras: on NumPy arrays here, with gradients by its torch backend.

That runs in a process of its own, because a backend of Keras is chosen once.
"""

from __future__ import annotations

import inspect
import os
import pickle
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from unilosses.compat import keras as ours

os.environ.setdefault("KERAS_BACKEND", "numpy")

N, C = 4, 5


@pytest.fixture(scope="module")
def peer() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import keras

        return keras.losses


class Draw:
    """Inputs by what they mean, in float32."""

    def __init__(self) -> None:
        self.rng = np.random.default_rng(5)

    def real(self, *shape: int) -> Any:
        return self.rng.normal(0, 2, shape or (N, C)).astype(np.float32)

    def binary(self, *shape: int) -> Any:
        return self.rng.integers(0, 2, shape or (N, C)).astype(np.float32)

    def signed(self) -> Any:
        return 2 * self.binary() - 1

    def positive(self, *shape: int) -> Any:
        return self.rng.gamma(2.0, 1.0, shape or (N, C)).astype(np.float32)

    def unit(self, *shape: int) -> Any:
        return self.rng.uniform(0.01, 0.99, shape or (N, C)).astype(np.float32)

    def probs(self, *shape: int) -> Any:
        x = self.positive(*shape) + 0.05
        return (x / x.sum(axis=-1, keepdims=True)).astype(np.float32)

    def dense(self, *shape: int) -> Any:
        return np.eye(C, dtype=np.float32)[self.labels(*shape)]

    def labels(self, *shape: int) -> Any:
        return self.rng.integers(0, C, shape or (N,)).astype(np.int32)

    def directions(self, n: int) -> Any:
        x = self.real(n, 3)
        return (x / np.sqrt((x * x).sum(axis=-1, keepdims=True))).astype(np.float32)


Case = tuple[str, Callable[[Draw], tuple[Any, Any]], dict[str, Any]]


def case(name: str, draw: Callable[[Draw], tuple[Any, Any]], **keywords: Any) -> Case:
    return name, draw, keywords


RESIDUALS = ("mean_squared_error", "mean_absolute_error", "mean_absolute_percentage_error", "huber", "log_cosh")
WORDS = np.array([[1, 2, 0], [3, 3, 0], [4, 0, 0], [1, 2, 3]], np.int32)

CASES: list[Case] = [
    *(case(name, lambda d: (d.real(), d.real())) for name in (*RESIDUALS, "cosine_similarity")),
    *(case(name, lambda d: (d.real(N), d.real(N, 1))) for name in RESIDUALS),
    *(case(name, lambda d: (d.real(C), d.real())) for name in RESIDUALS[:2]),
    *(case(name, lambda d: (d.labels(N, C), d.real())) for name in ("mean_squared_error", "cosine_similarity")),
    case("mean_squared_logarithmic_error", lambda d: (d.positive(), d.real())),
    case("huber", lambda d: (d.real(), d.real()), delta=0.4),
    case("cosine_similarity", lambda d: (d.real(2, N, C), d.real(2, N, C)), axis=1),
    case("poisson", lambda d: (d.labels(N, C), d.positive())),
    *(case(name, lambda d: (d.signed(), d.real())) for name in ("hinge", "squared_hinge")),
    *(case(name, lambda d: (d.binary(), d.real())) for name in ("hinge", "squared_hinge")),
    *(case(name, lambda d: (d.unit(), d.real())) for name in ("hinge", "squared_hinge")),
    case("categorical_hinge", lambda d: (d.dense(), d.real())),
    case("categorical_hinge", lambda d: (d.dense(), d.real() - np.float32(9))),
    case("kl_divergence", lambda d: (d.probs(), d.probs())),
    case("kl_divergence", lambda d: (d.dense(), np.where(d.binary() > 0, d.probs(), np.float32(0)))),
    case("binary_crossentropy", lambda d: (d.binary(), d.unit())),
    case("binary_crossentropy", lambda d: (d.unit(), d.unit()), label_smoothing=0.2, axis=0),
    case("binary_crossentropy", lambda d: (d.binary(), d.binary())),
    case("binary_crossentropy", lambda d: (d.binary(), d.real()), from_logits=True),
    case("binary_focal_crossentropy", lambda d: (d.binary(), d.unit())),
    case("binary_focal_crossentropy", lambda d: (d.binary(), d.unit()), apply_class_balancing=True),
    case("binary_focal_crossentropy", lambda d: (d.unit(), d.unit()), apply_class_balancing=True, alpha=0.3, gamma=1.5),
    case("binary_focal_crossentropy", lambda d: (d.binary(), d.unit()), label_smoothing=0.2, axis=0),
    case("binary_focal_crossentropy", lambda d: (d.binary(), d.real()), from_logits=True),
    case("categorical_crossentropy", lambda d: (d.dense(), d.unit())),
    case("categorical_crossentropy", lambda d: (d.dense(), d.dense())),
    case("categorical_crossentropy", lambda d: (d.probs(), d.probs()), label_smoothing=0.2),
    case("categorical_crossentropy", lambda d: (d.unit(2, C, C), d.unit(2, C, C)), axis=1, label_smoothing=0.2),
    case("categorical_crossentropy", lambda d: (d.real(), d.real()), from_logits=True),
    case("categorical_focal_crossentropy", lambda d: (d.dense(), d.unit())),
    case("categorical_focal_crossentropy", lambda d: (d.dense(), d.probs()), alpha=1.0, gamma=0.5),
    case("categorical_focal_crossentropy", lambda d: (d.dense(), d.probs()), alpha=(0.1, 0.2, 0.3, 0.4, 0.5)),
    case("categorical_focal_crossentropy", lambda d: (d.dense(), d.real()), from_logits=True, label_smoothing=0.2),
    case("categorical_focal_crossentropy", lambda d: (d.unit(2, C, C), d.unit(2, C, C)), axis=1),
    case("sparse_categorical_crossentropy", lambda d: (d.labels(), d.unit())),
    case("sparse_categorical_crossentropy", lambda d: (d.labels(N, 1), d.probs())),
    case("sparse_categorical_crossentropy", lambda d: (d.labels(2, N).astype(np.float32), d.probs(2, N, C))),
    case("sparse_categorical_crossentropy", lambda d: (d.labels(), d.real()), from_logits=True),
    case("sparse_categorical_crossentropy", lambda d: (np.array([1, 0, 1, 3]), d.probs()), ignore_class=1),
    case("sparse_categorical_crossentropy", lambda d: (np.array([1, -1, 1, 3]), d.real()), ignore_class=-1,
         from_logits=True),
    case("sparse_categorical_crossentropy", lambda d: (d.labels(2, N), d.probs(2, N, C)), axis=2),
    case("dice", lambda d: (d.dense(), d.unit())),
    case("dice", lambda d: (d.dense(2, N), d.unit(2, N, C)), axis=(1, 2)),
    case("dice", lambda d: (0 * d.binary(), 0 * d.binary())),
    case("tversky", lambda d: (d.dense(), d.unit())),
    case("tversky", lambda d: (d.dense(), d.unit()), alpha=0.3, beta=0.7),
    case("tversky", lambda d: (d.dense(2, N), d.unit(2, N, C)), axis=(1, 2), alpha=0.2),
    case("circle", lambda d: (np.array([0, 1, 0, 1, 2, 2]), d.directions(6))),
    case("circle", lambda d: (np.array([0, 1, 0, 1, 2, 3]), d.directions(6)), gamma=8.0, margin=0.25),
    case("ctc", lambda d: (WORDS, d.real(4, 7, C))),
    case("categorical_generalized_cross_entropy", lambda d: (d.labels(), d.probs()), q=0.7),
]  # fmt: skip


def ident(case: Case) -> str:
    return "-".join([case[0], *case[2]])


def tolerance(case: Case) -> float:
    """At probabilities of 0 and 1, 1 - 1e-7 in float32 is what Keras clips to, and 1 - p has one digit left."""
    return 1e-2 if case[0].startswith("binary") and case[1](Draw())[1].max() == 1 else 2e-5


def as_documented(name: str, keywords: dict[str, Any]) -> dict[str, Any]:
    """Keras 3.15.1 has Tversky's alpha and beta exchanged."""
    if name.lower() != "tversky":
        return keywords
    exchanged = {"alpha": keywords.get("beta", 0.5), "beta": keywords.get("alpha", 0.5)}
    return {**keywords, **exchanged}


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

CLASS_OF = {
    "MeanSquaredError": "mean_squared_error", "MeanAbsoluteError": "mean_absolute_error", "Hinge": "hinge",
    "MeanAbsolutePercentageError": "mean_absolute_percentage_error", "Huber": "huber", "LogCosh": "log_cosh",
    "MeanSquaredLogarithmicError": "mean_squared_logarithmic_error", "CosineSimilarity": "cosine_similarity",
    "SquaredHinge": "squared_hinge", "CategoricalHinge": "categorical_hinge", "KLDivergence": "kl_divergence",
    "Poisson": "poisson", "BinaryCrossentropy": "binary_crossentropy", "CTC": "ctc", "Dice": "dice",
    "BinaryFocalCrossentropy": "binary_focal_crossentropy", "CategoricalCrossentropy": "categorical_crossentropy",
    "CategoricalFocalCrossentropy": "categorical_focal_crossentropy", "Tversky": "tversky", "Circle": "circle",
    "SparseCategoricalCrossentropy": "sparse_categorical_crossentropy",
    "CategoricalGeneralizedCrossEntropy": "categorical_generalized_cross_entropy",
}  # fmt: skip
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


# --- names, signatures, configurations ------------------------------------------------------------------------------


def test_every_name_is_there_and_every_parameter_called(peer: Any) -> None:
    names = {n for n in dir(peer) if n[0] != "_"}
    assert names <= set(ours.__all__)
    functions = {n for n in names if inspect.isfunction(getattr(peer, n))} - {"get", "serialize", "deserialize"}
    assert functions == {c[0] for c in CASES} == set(CLASS_OF.values())
    assert set(CLASS_OF) | {"Loss"} == {n for n in names if inspect.isclass(getattr(peer, n))}
    assert set(ours.DIFFERENCES) - {"*"} <= names
    absent = {("circle", "ref_labels"), ("circle", "ref_embeddings"), ("circle", "remove_diagonal")}
    for name in functions:
        given = {k for n, _, keywords in CASES if n == name for k in keywords}
        parameters = {*inspect.signature(getattr(peer, name)).parameters} - {"y_true", "y_pred"}
        assert {(name, p) for p in parameters - given} <= absent


def test_signatures(peer: Any) -> None:
    def read(function: Any) -> Any:
        return [(p.name, p.kind, p.default) for p in inspect.signature(function).parameters.values()]

    for name in (*set(CLASS_OF.values()), *CLASS_OF, "Loss", "get", "serialize", "deserialize"):
        assert read(getattr(ours, name)) == read(getattr(peer, name)), name
    assert read(ours.Loss.__call__) == read(peer.Loss.__call__)


FORGOTTEN = {"Huber": {"delta"}, "CosineSimilarity": {"axis"}, "SparseCategoricalCrossentropy": {"axis"}}


@pytest.mark.parametrize("cls", CLASS_OF)
def test_configurations(peer: Any, cls: str) -> None:
    own = {"Huber": {"delta": 2.0}, "Tversky": {"alpha": 0.3}, "Dice": {"axis": 0}}.get(cls, {})
    mine, theirs = (getattr(m, cls)(**own, reduction="sum") for m in (ours, peer))
    config = mine.get_config()
    assert {k: v for k, v in config.items() if k not in FORGOTTEN.get(cls, ())} == theirs.get_config()
    assert type(mine).from_config(config).get_config() == config
    written = ours.serialize(mine)
    assert {**written, "config": theirs.get_config()} == peer.serialize(theirs)
    if cls != "CategoricalGeneralizedCrossEntropy":  # which Keras does not find itself
        assert peer.get(written).reduction == "sum"  # each reads what the other wrote
    again = ours.get(peer.serialize(theirs))
    assert (type(again), again.reduction) == (type(mine), "sum")
    assert pickle.loads(pickle.dumps(mine)).get_config() == config
    assert ours.get(cls).name == getattr(peer, cls)().name


def test_identifiers(peer: Any) -> None:
    for short in ("bce", "BCE", "kld", "KLD", "mae", "MAE", "mse", "MSE", "mape", "MAPE", "msle", "MSLE"):
        assert ours.get(short).__name__ == peer.get(short).__name__
    for name in CLASS_OF.values():
        assert ours.get(name) is getattr(ours, name)
        assert ours.get(ours.serialize(getattr(ours, name))) is getattr(ours, name)
    assert ours.serialize(ours.huber) == peer.serialize(peer.huber)
    assert ours.get(None) is None
    assert ours.get(len) is len
    assert ours.deserialize("Huber").get_config() == ours.Huber().get_config()
    assert ours.deserialize({"class_name": "Huber", "config": {"delta": 2.0}}).get_config()["delta"] == 2.0
    assert ours.deserialize("mine", {"mine": len}) is len
    for wrong in ("nope", 3):
        for module in (ours, peer):
            with pytest.raises(ValueError, match="loss"):
                module.get(wrong)


# --- errors ---------------------------------------------------------------------------------------------------------

X, Y = np.ones((N, C), np.float32), np.ones((N, 3), np.float32)
ERRORS: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
    *((name, (X, Y), {}) for name in (
        *RESIDUALS, "poisson", "hinge", "squared_hinge", "categorical_hinge", "kl_divergence", "binary_crossentropy",
        "binary_focal_crossentropy", "categorical_crossentropy", "cosine_similarity", "dice", "tversky",
        "categorical_focal_crossentropy", "mean_squared_logarithmic_error",
    )),
    ("categorical_crossentropy", (X, X), {"axis": True}),
    ("categorical_focal_crossentropy", (X, X), {"axis": True}),
    ("sparse_categorical_crossentropy", (np.zeros(3, np.int32), X), {}),
    ("ctc", (WORDS[0], np.ones((4, 7, C), np.float32)), {}),
    ("ctc", (WORDS, X), {}),
    ("MeanSquaredError", ("median",), {}),
    ("CategoricalGeneralizedCrossEntropy", (1.5,), {}),
    ("circle", (np.zeros(N, np.int32),), {}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "args", "keywords"), ERRORS)
def test_error_types(peer: Any, name: str, args: Any, keywords: Any) -> None:
    with pytest.raises((ValueError, TypeError, IndexError)) as theirs:
        getattr(peer, name)(*args, **keywords)
    with pytest.raises(theirs.type):
        getattr(ours, name)(*args, **keywords)


def test_one_class_is_warned_of(peer: Any) -> None:
    for module in (ours, peer):
        for name in ("categorical_crossentropy", "categorical_focal_crossentropy"):
            with pytest.warns(SyntaxWarning, match="binary_crossentropy"):
                getattr(module, name)(X[:, :1], X[:, :1])


def test_what_is_refused() -> None:
    labels = np.array([0, 1, 0, 1])
    for keywords in ({"ref_labels": labels}, {"ref_embeddings": X}, {"remove_diagonal": False}):
        with pytest.raises(NotImplementedError):
            ours.circle(labels, X, **keywords)
    with pytest.raises(ValueError, match="labels run from 0 to 4"):
        ours.sparse_categorical_crossentropy(np.array([0, 7, 1, 1]), X)


def test_mended_faults(peer: Any) -> None:
    y_true, y_pred = np.array([[1.0, 0.0, 0.0]]), np.array([[1.0, 1.0, 0.0]])  # one false positive
    assert ours.tversky(y_true, y_pred, alpha=0.25, beta=0.75) == pytest.approx(0.2)
    assert peer.tversky(y_true, y_pred, alpha=0.75, beta=0.25) == pytest.approx(0.2)
    d = Draw()
    y_true, y_pred = d.unit(2, 3, C), d.unit(2, 3, C)
    value = ours.categorical_crossentropy(y_true, y_pred, axis=1, label_smoothing=0.3)
    moved = (np.moveaxis(x, 1, -1) for x in (y_true, y_pred))
    np.testing.assert_allclose(value, peer.categorical_crossentropy(*moved, label_smoothing=0.3), rtol=1e-5)
    assert ours.Huber.from_config(ours.Huber(delta=2.0).get_config()).delta == 2.0


# --- the torch backend, with gradients ------------------------------------------------------------------------------


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
        "import pickle, sys, warnings; warnings.simplefilter('ignore'); import test_compat_keras as t, keras; "
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
