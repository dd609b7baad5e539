"""The same means by the frameworks' own losses: of each library, peers by name, and their losses as functions."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

Array = Any
Mean = Callable[..., Any]
Peers = dict[str, dict[str, Mean]]
"""By the peer's name, by the loss's name."""


def numpy_peers() -> Peers:
    """scikit-learn's metrics, SciPy's functions, numexpr's loop over a formula, Keras."""
    found: Peers = {}
    if find_spec("sklearn"):
        metrics = import_module("sklearn.metrics")
        found["scikit-learn"] = {
            "squared_error": lambda x, y: metrics.mean_squared_error(y, x),
            "absolute_error": lambda x, y: metrics.mean_absolute_error(y, x),
        }
    if find_spec("scipy"):
        found["SciPy"] = _scipy()
    if find_spec("numexpr"):
        found["numexpr"] = _numexpr()
    return found | keras_peers("numpy")


def _scipy() -> dict[str, Mean]:
    np, special = import_module("numpy"), import_module("scipy.special")

    def softmax_cross_entropy(x: Array, y: Array) -> Any:
        return -np.mean(special.log_softmax(x, axis=-1)[np.arange(len(y)), y])

    return {
        "huber": lambda x, y: np.mean(special.huber(1, x - y)),
        "sigmoid_cross_entropy": lambda x, y: -np.mean(y * special.log_expit(x) + (1 - y) * special.log_expit(-x)),
        "softmax_cross_entropy": softmax_cross_entropy,
        "kl_divergence": lambda log_q, p: np.sum(special.rel_entr(p, np.exp(log_q))) / len(p),
    }


# where(...) chooses; numexpr names its variables as the arguments here.
_FORMULAS = {
    "squared_error": "sum((x - y) ** 2)",
    "absolute_error": "sum(abs(x - y))",
    "huber": "sum(where(abs(x - y) <= 1, (x - y) ** 2 / 2, abs(x - y) - 0.5))",
    "sigmoid_cross_entropy": "sum(where(x > 0, x, 0) - x * y + log1p(exp(-abs(x))))",
    "lorentzian": "sum(log1p((x - y) ** 2))",
}


def _numexpr() -> dict[str, Mean]:
    evaluate = import_module("numexpr").evaluate

    def mean(formula: str) -> Mean:
        return lambda x, y: evaluate(formula, {"x": x, "y": y}) / x.size

    return {loss: mean(formula) for loss, formula in _FORMULAS.items()}


def torch_peers() -> Peers:
    """torch.nn.functional, Keras."""
    functional = import_module("torch.nn.functional")
    one = import_module("torch").ones(())

    def ctc(x: Array, y: Array) -> Any:
        frames, letters = (x.shape[1],) * len(x), (y.shape[1],) * len(x)
        log_probs = functional.log_softmax(x, dim=-1).transpose(0, 1)
        return functional.ctc_loss(log_probs, y, frames, letters, reduction="sum") / len(x)

    def cosine_distance(u: Array, v: Array) -> Any:
        return (1 - functional.cosine_similarity(u, v, dim=-1)).mean()

    own = {
        "squared_error": functional.mse_loss,
        "absolute_error": functional.l1_loss,
        "huber": functional.huber_loss,
        "sigmoid_cross_entropy": functional.binary_cross_entropy_with_logits,
        "softmax_cross_entropy": functional.cross_entropy,
        "kl_divergence": lambda log_q, p: functional.kl_div(log_q, p, reduction="batchmean"),
        "cosine_distance": cosine_distance,
        "triplet_margin": lambda a, p, n: functional.triplet_margin_loss(a, p, n, eps=0.0),
        "ctc": ctc,
        "linear_cross_entropy": lambda h, w, y: functional.cross_entropy(h @ w.T, y),
        "lorentzian": lambda x, y: ((x - y) ** 2 * one).log1p().mean(),
    }
    return {"torch.nn.functional": own} | keras_peers("torch")


def jax_peers() -> Peers:
    """optax, Keras."""
    found: Peers = {}
    jnp = import_module("jax").numpy
    if find_spec("optax"):
        losses = import_module("optax").losses

        def ctc(x: Array, y: Array) -> Any:
            return losses.ctc_loss(x, jnp.zeros(x.shape[:2]), y, jnp.zeros(y.shape)).mean()

        def mean(loss: Mean) -> Mean:
            return lambda *arrays: loss(*arrays).mean()

        classes = losses.softmax_cross_entropy_with_integer_labels
        found["optax"] = {
            "squared_error": mean(losses.squared_error),
            "absolute_error": lambda x, y: jnp.abs(x - y).mean(),
            "huber": mean(losses.huber_loss),
            "sigmoid_cross_entropy": mean(losses.sigmoid_binary_cross_entropy),
            "sigmoid_focal": mean(losses.sigmoid_focal_loss),
            "softmax_cross_entropy": mean(classes),
            "kl_divergence": mean(losses.kl_divergence),
            "cosine_distance": mean(losses.cosine_distance),
            "triplet_margin": mean(losses.triplet_margin_loss),
            "ctc": ctc,
            "linear_cross_entropy": lambda h, w, y: classes(h @ w.T, y).mean(),
            "lorentzian": lambda x, y: jnp.log1p((x - y) ** 2).mean(),
        }
    return found | keras_peers("jax")


def keras_peers(backend: str) -> Peers:
    """Keras on one of its backends, which a process has one of."""
    if not find_spec("keras"):
        return {}
    os.environ["KERAS_BACKEND"] = backend
    keras = import_module("keras")
    if keras.backend.backend() != backend:
        return {}
    losses, mean = keras.losses, keras.ops.mean
    return {
        "Keras": {
            "squared_error": lambda x, y: mean(losses.mean_squared_error(y, x)),
            "absolute_error": lambda x, y: mean(losses.mean_absolute_error(y, x)),
            "huber": lambda x, y: mean(losses.huber(y, x)),
            "sigmoid_cross_entropy": lambda x, y: mean(losses.binary_crossentropy(y, x, from_logits=True)),
            "sigmoid_focal": lambda x, y: mean(losses.binary_focal_crossentropy(y, x, from_logits=True)),
            "softmax_cross_entropy": lambda x, y: mean(losses.sparse_categorical_crossentropy(y, x, from_logits=True)),
            "cosine_distance": lambda u, v: 1 + mean(losses.cosine_similarity(v, u)),
        }
    }


LIBRARIES: Mapping[str, Callable[[], Peers]] = {"numpy": numpy_peers, "torch": torch_peers, "jax": jax_peers}
