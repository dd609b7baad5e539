"""Our losses in the place of a peer's, in this process: one function for each peer, named like its module of compat."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

NO_LOSSES = {"DIFFERENCES", "InvalidParameterError", "losses"}


def _put(ours: ModuleType, names: list[str], *places: str) -> None:
    """Each of the names wherever the peer has it; it has to be somewhere."""
    modules = [import_module(place) for place in places]
    for name in names:
        found = [module for module in modules if hasattr(module, name)]
        if not found:
            raise LookupError(f"{places[0]} has no {name}")
        for module in found:
            setattr(module, name, getattr(ours, name))


def keras() -> None:
    """The tests pass NumPy arrays: as in a model, objects get them as tensors of Keras's backend."""
    from keras import ops, saving

    from unilosses.compat import keras as ours

    ours.Loss.__call__ = _with_tensors(ours.Loss.__call__, ops.convert_to_tensor)  # type: ignore[method-assign]
    names = [name for name in ours.__all__ if name not in NO_LOSSES]
    for name in names:
        if isinstance(getattr(ours, name), type):  # as Keras asks of every class that is not its own
            saving.get_custom_objects()[name] = getattr(ours, name)
    places = ("keras.losses", "keras.src.losses", "keras.src.losses.losses", "keras.src.losses.loss")
    _put(ours, names, *places)


def _with_tensors(call: Callable[..., Any], tensor: Callable[[Any], Any]) -> Callable[..., Any]:
    def called(self: Any, y_true: Any, y_pred: Any, *others: Any, **named: Any) -> Any:
        pair = [x if isinstance(x, dict) else tensor(x) for x in (y_true, y_pred)]
        return call(self, *pair, *others, **named)

    return called


def sklearn() -> None:
    from unilosses.compat import sklearn as ours

    names = [name for name in ours.__all__ if name not in NO_LOSSES]
    _put(ours, names, "sklearn.metrics", "sklearn.metrics._classification", "sklearn.metrics._regression")


def optax() -> None:
    from unilosses.compat import optax as ours

    parts = ("classification", "fenchel_young", "ranking", "regression", "segmentation", "self_supervised", "smoothing")
    names = [name for name in ours.__all__ if name not in NO_LOSSES]
    _put(ours, names, "optax", "optax.losses", *(f"optax.losses._{part}" for part in parts))


def torch() -> None:
    """torch's shipped cases say themselves which function they are about: torch_cases.py hands them ours."""
