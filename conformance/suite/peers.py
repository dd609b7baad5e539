"""The losses of other libraries: which they have, by asking them, and which have no counterpart here, and why."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from types import ModuleType


def _functions(module: ModuleType, wanted: Callable[[str], bool]) -> list[str]:
    return [n for n in dir(module) if not n.startswith("_") and wanted(n) and callable(getattr(module, n))]


def _torch() -> Iterable[str]:
    module = importlib.import_module("torch.nn.functional")
    return _functions(module, lambda n: n.endswith("_loss") or "cross_entropy" in n or n == "kl_div")


def _optax() -> Iterable[str]:
    return _functions(importlib.import_module("optax.losses"), lambda n: True)


def _keras() -> Iterable[str]:
    os.environ.setdefault("KERAS_BACKEND", "numpy")
    return _functions(importlib.import_module("keras.losses"), str.islower)


def _sklearn() -> Iterable[str]:
    module = importlib.import_module("sklearn.metrics")
    words = ("loss", "error", "deviance")
    return [n for n in module.__all__ if any(w in n for w in words)]


LISTS = {"torch": _torch, "optax": _optax, "keras": _keras, "sklearn": _sklearn}
INSTALLED = [peer for peer in LISTS if find_spec(peer)]

# Names that are no losses, or that this library leaves out, each with its reason.
LEFT_OUT = {
    "torch": {},
    "optax": {
        "smooth_labels": "no loss: `unilosses.smooth_labels`",
        "cosine_similarity": "the negative of it, up to a constant, is `cosine_distance`",
        "ctc_loss_with_forward_probs": "returns the forward probabilities beside the loss",
    },
    "keras": {
        "get": "finds a loss by its name, as `unilosses.get` does",
        "serialize": "as `to_config` does",
        "deserialize": "as `unilosses.from_config` does",
    },
    "sklearn": {
        "coverage_error": "a metric of rankings, without a gradient",
        "label_ranking_loss": "a metric of rankings, without a gradient",
        "d2_absolute_error_score": "a score relative to a constant model, computed over a whole data set",
        "d2_log_loss_score": "a score relative to a constant model, computed over a whole data set",
        "max_error": "a metric over a whole data set, not a mean of losses",
        "median_absolute_error": "a metric over a whole data set, not a mean of losses",
        "root_mean_squared_error": "the square root of a mean: of `squared_error`'s",
        "root_mean_squared_log_error": "the square root of a mean: of `squared_log_error`'s",
    },
}
