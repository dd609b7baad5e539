"""The operations of a graph by those of an array library; numbers and lengths are Python's."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, NamedTuple

from ...backends.library import Library, device_of
from ...typing import Array, Namespace
from ..graph import Node


class Place(NamedTuple):
    """Where a graph is evaluated: the library, and an array that the others are to meet."""

    library: Library
    xp: Namespace
    like: Array
    dtypes: dict[str, Any]  # those that the namespace has no name for

    def dtype(self, name: str) -> Any:
        return self.dtypes[name] if name in self.dtypes else getattr(self.xp, name)

    @property
    def device(self) -> Any:
        return device_of(self.xp, self.like)


Evaluate = Callable[..., Any]

OPERATORS: dict[str, Callable[..., Any]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "floor_divide": operator.floordiv,
    "remainder": operator.mod,
    "pow": operator.pow,
    "negative": operator.neg,
    "matmul": operator.matmul,
    "bitwise_and": operator.and_,
    "bitwise_or": operator.or_,
    "bitwise_xor": operator.xor,
    "bitwise_invert": operator.invert,
    "equal": operator.eq,
    "not_equal": operator.ne,
    "less": operator.lt,
    "less_equal": operator.le,
    "greater": operator.gt,
    "greater_equal": operator.ge,
}


def apply(at: Place, x: Node, *inputs: Any) -> Any:
    """The value of a node, from those of its inputs."""
    if x.op in OPERATORS:
        return OPERATORS[x.op](*inputs)
    special = SPECIAL.get(x.op)
    if special is not None:
        return special(at, x, *inputs)
    return getattr(at.xp, x.op)(*inputs)


def _reduction(at: Place, x: Node, array: Array) -> Array:
    return getattr(at.xp, x.op)(array, axis=x["axis"], keepdims=x["keepdims"])


def _reduction_of_one(at: Place, x: Node, array: Array) -> Array:
    axis = x["axis"] if x["axis"] is None else x["axis"][0]
    return getattr(at.xp, x.op)(array, axis=axis, keepdims=x["keepdims"])


def _with_axis(at: Place, x: Node, *arrays: Array) -> Array:
    return getattr(at.xp, x.op)(*arrays, axis=x["axis"])


def _sorted(at: Place, x: Node, array: Array) -> Array:
    return getattr(at.xp, x.op)(array, axis=x["axis"], descending=x["descending"], stable=x["stable"])


def _joined(at: Place, x: Node, *arrays: Array) -> Array:
    return getattr(at.xp, x.op)(list(arrays), axis=x["axis"])


def _shaped(at: Place, x: Node, array: Array, *lengths: int) -> Array:
    return getattr(at.xp, x.op)(array, lengths)


def _triangle(at: Place, x: Node, array: Array) -> Array:
    return getattr(at.xp, x.op)(array, k=x["k"])


def _full(at: Place, x: Node, value: Any, *lengths: int) -> Array:
    return at.xp.full(lengths, value, dtype=at.dtype(x.dtype), device=at.device)


def _full_like(at: Place, x: Node, like: Array, value: Any) -> Array:
    return at.xp.full_like(like, value, dtype=at.dtype(x.dtype))


def _index_range(at: Place, x: Node, array: Array) -> Array:
    return at.library.backend.index_range(at.xp, array, x["axis"], at.dtype(x.dtype))


def _arange(at: Place, x: Node, length: int) -> Array:
    return at.xp.arange(length, dtype=at.dtype(x.dtype), device=at.device)


def _asarray(at: Place, x: Node, *numbers: Any) -> Array:
    given = numbers if x["rank"] else numbers[0]
    return at.xp.asarray(given, dtype=at.dtype(x.dtype), device=at.device)


SPECIAL: dict[str, Evaluate] = {
    **dict.fromkeys(("sum", "prod", "max", "min", "any", "all"), _reduction),
    **dict.fromkeys(("argmax", "argmin"), _reduction_of_one),
    **dict.fromkeys(("flip", "cumulative_sum", "take", "take_along_axis"), _with_axis),
    **dict.fromkeys(("sort", "argsort"), _sorted),
    **dict.fromkeys(("concat", "stack"), _joined),
    **dict.fromkeys(("reshape", "broadcast_to"), _shaped),
    **dict.fromkeys(("tril", "triu"), _triangle),
    "astype": lambda at, x, array: at.xp.astype(array, at.dtype(x.dtype)),
    "permute_dims": lambda at, x, array: at.xp.permute_dims(array, x["axes"]),
    "getitem": lambda at, x, array: array[x["index"]],
    "narrow": lambda at, x, array, start, length: array[(*(slice(None),) * x["axis"], slice(start, start + length))],
    "full": _full,
    "full_like": _full_like,
    "index_range": _index_range,
    "arange": _arange,
    "asarray": _asarray,
    # Named is what has a definition of its own; to an array library it is what it is computed by.
    "named": lambda at, x, found, *arguments: found,
}
