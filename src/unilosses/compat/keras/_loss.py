"""`Loss`, the base of Keras's loss classes: what is called, how it is reduced, what it saves."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from ...typing import Array, Namespace
from ._tensors import dtype_of, library, named_dtype, of_one_rank, tensor

Reduction = str | None
ALLOWED = ("sum_over_batch_size", "sum", None, "none", "mean", "mean_with_sample_weight")
OPTIONS = ("reduction", "name", "dtype")
DIVIDED = ("sum_over_batch_size", "mean", "mean_with_sample_weight")
_NAMES: Counter[str] = Counter()


def _own_name(cls: type) -> str:
    """The class's name in lower case, numbered from the second object on."""
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", cls.__name__)
    name = re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()
    _NAMES[name] += 1
    return name if _NAMES[name] == 1 else f"{name}_{_NAMES[name] - 1}"


class Loss:
    """keras.losses.Loss: give a class of your own a method call(y_true, y_pred), which returns unreduced losses."""

    def __init__(self, name: str | None = None, reduction: Reduction = "sum_over_batch_size", dtype: Any = None):
        if reduction not in ALLOWED:
            raise ValueError(f"Invalid value for argument `reduction`: expected one of {ALLOWED}, got {reduction!r}")
        self.name = name or _own_name(type(self))
        self.reduction = reduction
        self._dtype = named_dtype(dtype)

    @property
    def dtype(self) -> str:
        return self._dtype

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Array:
        mask = getattr(y_pred, "_keras_mask", None)
        xp, like = library(*_leaves(y_pred), *_leaves(y_true))
        dtype = dtype_of(xp, self._dtype)
        y_pred, y_true = (_mapped(x, lambda leaf: tensor(xp, leaf, like, dtype)) for x in (y_pred, y_true))
        values, of_values = self._call_and_mask(y_true, y_pred)
        values = tensor(xp, values, like, dtype)
        masks = [tensor(xp, m, like) for m in (mask, of_values) if m is not None]
        mask = None if not masks else masks[0] if len(masks) == 1 else masks[0] & masks[1]
        if sample_weight is not None:
            sample_weight = tensor(xp, sample_weight, like, dtype)
        return reduced(xp, values, _weights(xp, sample_weight, mask, dtype, self.reduction), self.reduction)

    def call(self, y_true: Any, y_pred: Any) -> Array:
        raise NotImplementedError(f"{type(self).__name__} needs a method call(y_true, y_pred)")

    def _call_and_mask(self, y_true: Any, y_pred: Any) -> tuple[Array, Array | None]:
        values = self.call(y_true, y_pred)
        return values, getattr(values, "_keras_mask", None)

    def get_config(self) -> dict[str, Any]:
        return {"name": self.name, "reduction": self.reduction}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        return cls(**config)


def _leaves(x: Any) -> list[Any]:
    return [leaf for v in x.values() for leaf in _leaves(v)] if isinstance(x, dict) else [x]


def _mapped(x: Any, function: Callable[[Any], Any]) -> Any:
    """The function of what is in a dictionary, or of what is none."""
    return {k: _mapped(v, function) for k, v in x.items()} if isinstance(x, dict) else function(x)


def _weights(xp: Namespace, weight: Array | None, mask: Array | None, dtype: Any, reduction: Reduction) -> Array | None:
    """The sample weights with the mask: for a mean over all positions, what is left counts for what is not."""
    if mask is None:
        return weight
    kept = xp.astype(mask, dtype)
    if reduction in ("mean", "sum_over_batch_size"):
        valid = xp.sum(kept)
        total = xp.sum(xp.ones_like(kept))
        kept = xp.where(mask, xp.where(valid == 0, 0.0, total / xp.where(valid == 0, 1.0, valid)), 0.0)
        kept = xp.astype(kept, dtype)
    if weight is None:
        return kept
    kept, weight = of_one_rank(xp, kept, weight)
    return weight * kept


def reduced(xp: Namespace, values: Array, weight: Array | None, reduction: Reduction) -> Array:
    """The weighted losses, their sum, or that divided by their number (by the weights' sum)."""
    if weight is not None:
        values, weight = of_one_rank(xp, values, weight)
        values = values * weight
    if reduction in (None, "none") or tuple(values.shape) in ((), (0,)):
        return values
    total = xp.sum(values)
    if reduction not in DIVIDED:
        return total
    if reduction == "mean_with_sample_weight" and weight is not None:
        by = xp.sum(weight)
    else:
        by = xp.sum(xp.ones_like(values))
    return xp.where(by == 0, xp.zeros_like(total), total / xp.where(by == 0, xp.ones_like(by), by))


class OfFunction(Loss):
    """A loss function with its parameters, reduced: what the classes are that Keras has.

    A class names its function. Its constructor takes the function's parameters, with their defaults, and then Keras's
    options. `order` names all of them where Keras has another order; `defaults` are those that are not the function's.
    """

    masked: Callable[..., tuple[Array, Array | None]] | None = None  # the function that knows its own mask

    def __init_subclass__(cls, fn: Callable[..., Array] | None = None, order: str = "", **defaults: Any) -> None:
        super().__init_subclass__()
        if fn is not None:  # a class of one's own that extends one of Keras's names no function
            cls.__init__ = _constructor(fn, order.split(), defaults)  # type: ignore[method-assign]

    def __init__(self, *values: Any, **named: Any) -> None:
        raise TypeError(f"{type(self).__name__} names no function")

    def _set(self, fn: Callable[..., Array], params: dict[str, Any]) -> None:
        super().__init__(**{option: params.pop(option) for option in OPTIONS})
        self.fn = fn
        self._fn_kwargs = params
        for name, value in params.items():
            setattr(self, name, value)
        self._check_params()

    def _check_params(self) -> None:
        """A ValueError for parameters that Keras refuses."""

    def call(self, y_true: Any, y_pred: Any) -> Array:
        return self._call_and_mask(y_true, y_pred)[0]

    def _call_and_mask(self, y_true: Any, y_pred: Any) -> tuple[Array, Array | None]:
        xp, like = library(y_pred, y_true)
        y_true, y_pred = of_one_rank(xp, tensor(xp, y_true, like), tensor(xp, y_pred, like))
        known = type(self).masked
        if known is not None:
            return known(y_true, y_pred, **self._fn_kwargs)
        return self.fn(y_true, y_pred, **self._fn_kwargs), None

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), **self._fn_kwargs}

    def __repr__(self) -> str:
        return f"<{type(self).__name__}({self.fn.__name__}, kwargs={self._fn_kwargs})>"


def _constructor(fn: Callable[..., Array], order: list[str], defaults: dict[str, Any]) -> Callable[..., None]:
    """`__init__` of a class of this function, with a signature that `inspect` shows."""
    options = inspect.signature(Loss).parameters
    of_function = dict(list(inspect.signature(fn).parameters.items())[2:])
    known = {**options, **of_function}
    defaults = {"name": fn.__name__, **defaults}
    params = [known[name] for name in order or (*of_function, *OPTIONS)]
    params = [p.replace(default=defaults.get(p.name, p.default)) for p in params]
    itself = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    signature = inspect.Signature([itself, *params], return_annotation="None")

    def __init__(self: OfFunction, *values: Any, **named: Any) -> None:
        bound = signature.bind(self, *values, **named)
        bound.apply_defaults()
        self._set(fn, {p.name: bound.arguments[p.name] for p in params})

    __init__.__signature__ = signature  # type: ignore[attr-defined]  # what inspect reads
    return __init__
