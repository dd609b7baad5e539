"""Losses by strings and dictionaries: `get`, `serialize`, `deserialize`."""

from __future__ import annotations

import inspect
from typing import Any

from . import _classes, _classification, _regression
from ._loss import Loss, OfFunction

CLASSES = {
    name: found
    for name, found in vars(_classes).items()
    if isinstance(found, type) and issubclass(found, OfFunction) and found is not OfFunction
}
FUNCTIONS = {
    name: found
    for module in (_regression, _classification)
    for name, found in vars(module).items()
    if inspect.isfunction(found) and found.__module__ == module.__name__ and name[0] != "_" and "mask" not in name
}
SHORT = {
    "bce": "binary_crossentropy",
    "kld": "kl_divergence",
    "mae": "mean_absolute_error",
    "mse": "mean_squared_error",
    "mape": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error",
}
OBJECTS: dict[str, Any] = {
    "Loss": Loss,
    **CLASSES,
    **FUNCTIONS,
    **{short: FUNCTIONS[name] for short, name in SHORT.items()},
    **{short.upper(): FUNCTIONS[name] for short, name in SHORT.items()},
}


def get(identifier: Any) -> Any:
    """keras.losses.get: a loss by its name, or of what `serialize` returned; a function or an object is itself."""
    if identifier is None:
        return None
    found = identifier
    if isinstance(identifier, dict):
        found = deserialize(identifier)
    elif isinstance(identifier, str):
        found = OBJECTS.get(identifier)
    if not callable(found):
        raise ValueError(f"no loss is called {identifier!r}; there are: {', '.join(sorted(OBJECTS))}")
    return found() if inspect.isclass(found) else found


def serialize(loss: Any) -> dict[str, Any]:
    """keras.losses.serialize: the dictionary that Keras writes too."""
    if not isinstance(loss, Loss):
        return {"module": "builtins", "class_name": "function", "config": loss.__name__, "registered_name": "function"}
    cls = type(loss)
    known = OBJECTS.get(cls.__name__) is cls
    return {
        "module": "keras.losses" if known else cls.__module__,
        "class_name": cls.__name__,
        "config": loss.get_config(),
        "registered_name": None if known else cls.__name__,
    }


def deserialize(name: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """keras.losses.deserialize: a loss of its dictionary (or of a name); `custom_objects` are looked through first."""
    objects = OBJECTS | (custom_objects or {})
    if isinstance(name, str):
        found = objects.get(name, name)
        return found() if inspect.isclass(found) else found
    is_function = name["class_name"] == "function"
    wanted = name["config"] if is_function else name["class_name"]
    if wanted not in objects:
        raise TypeError(f"no loss is called {wanted!r}; pass it in custom_objects")
    known: Any = objects[wanted]
    return known.from_config(name["config"]) if not is_function and hasattr(known, "from_config") else known
