"""`unilosses.compat.keras` beside the installed Keras: names, signatures, configurations, errors, what is mended."""

from __future__ import annotations

import inspect
import pickle
from typing import Any

import numpy as np
import pytest
from keras_cases import CASES, CLASS_OF, RESIDUALS, WORDS, C, Draw, N, keras_losses

from unilosses.compat import keras as ours


@pytest.fixture(scope="module")
def peer() -> Any:
    return keras_losses()


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
