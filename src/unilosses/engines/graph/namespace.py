"""The namespace that kernels are recorded in: the array API, as far as the graph has words for it."""

from __future__ import annotations

import math
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from . import dtypes, shapes
from .arrays import Recorded, array_or_number, operand
from .nodes import Node, NotTraced, length_node
from .operations import COMPARISONS, ELEMENTWISE, record
from .recording import current
from .scalars import Number, as_node, is_scalar, visible


def _apply(op: str, *arguments: Any, **attributes: Any) -> Any:
    return array_or_number(record(op, *map(operand, arguments), **attributes))


def _lengths(shape: Any) -> list[Node]:
    return [as_node(n) for n in (shape if isinstance(shape, tuple | list) else (shape,))]


class Namespace:
    """It stands for a module: losses know it as `xp`."""

    __name__ = "unilosses.engines.graph"
    e, pi, inf, nan, newaxis = math.e, math.pi, math.inf, math.nan, None
    of_numbers = math

    def __getattr__(self, name: str) -> Any:
        if name in dtypes.EVERY:
            return name
        if name in ELEMENTWISE:
            return _elementwise(name)
        if name.startswith("__"):
            raise AttributeError(name)
        raise NotTraced(f"the graph has no word for {name}")

    # --- dtypes ---

    def isdtype(self, dtype: str, kind: Any) -> bool:
        if isinstance(kind, tuple):
            return any(self.isdtype(dtype, k) for k in kind)
        groups: dict[str, tuple[str, ...]] = {
            "bool": ("bool",),
            "signed integer": dtypes.SIGNED,
            "unsigned integer": dtypes.UNSIGNED,
            "integral": dtypes.INTEGRAL,
            "real floating": dtypes.FLOATING,
            "complex floating": (),
            "numeric": (*dtypes.INTEGRAL, *dtypes.FLOATING),
        }
        return dtype in groups[kind] if kind in groups else dtype == kind

    def finfo(self, dtype: str) -> Any:
        eps, largest, smallest = dtypes.bounds(dtype)
        return SimpleNamespace(eps=eps, max=largest, min=-largest, smallest_normal=smallest, dtype=dtype)

    def result_type(self, *given: Any) -> str:
        found = [x if isinstance(x, str) else operand(x).dtype for x in given]
        return dtypes.together(found, current().floating)

    def __array_namespace_info__(self) -> Any:
        def default_dtypes(*, device: Any = None) -> dict[str, str]:
            made = current()
            return {"real floating": made.floating, "integral": made.index, "indexing": made.index}

        # Where a program's arrays are to be is known when it is evaluated.
        return SimpleNamespace(default_dtypes=default_dtypes, default_device=lambda: None)

    # --- arrays from nothing ---

    def asarray(self, x: Any, /, *, dtype: str | None = None, device: Any = None, copy: Any = None) -> Any:
        if isinstance(x, Recorded):
            return x if dtype is None else self.astype(x, dtype)
        parts = list(x) if isinstance(x, tuple | list) else [x]
        if not all(map(is_scalar, parts)):
            raise NotTraced("asarray of what are no numbers")
        inputs = [as_node(p) for p in parts]
        kind = max((dtypes.kind(i.dtype) for i in inputs), default=2)
        dtype = dtype or ("bool", current().index, current().floating)[kind]
        return array_or_number(record("asarray", *inputs, dtype=dtype, rank=int(isinstance(x, tuple | list))))

    def full(self, shape: Any, value: Any, *, dtype: str | None = None, device: Any = None) -> Any:
        found = operand(value)
        dtype = dtype or ("bool", current().index, current().floating)[dtypes.kind(found.dtype)]
        return array_or_number(record("full", found, *_lengths(shape), dtype=dtype))

    def zeros(self, shape: Any, *, dtype: str | None = None, device: Any = None) -> Any:
        return self.full(shape, 0.0, dtype=dtype)

    def ones(self, shape: Any, *, dtype: str | None = None, device: Any = None) -> Any:
        return self.full(shape, 1.0, dtype=dtype)

    def full_like(self, x: Any, value: Any, /, *, dtype: str | None = None, device: Any = None) -> Any:
        return _apply("full_like", x, value, dtype=dtype or x.dtype)

    def zeros_like(self, x: Any, /, *, dtype: str | None = None, device: Any = None) -> Any:
        return self.full_like(x, 0.0, dtype=dtype)

    def ones_like(self, x: Any, /, *, dtype: str | None = None, device: Any = None) -> Any:
        return self.full_like(x, 1.0, dtype=dtype)

    def arange(self, stop: Any, /, *, dtype: str | None = None, device: Any = None) -> Any:
        return _apply("arange", stop, dtype=dtype or current().index)

    def index_range(self, x: Any, axis: int, dtype: str | None) -> Any:
        return _apply("index_range", x, axis=axis, dtype=dtype or current().index)

    # --- element by element ---

    def astype(self, x: Any, dtype: str, /, *, copy: bool = True, device: Any = None) -> Any:
        if x.dtype == dtype:
            return x
        if x.dtype == "float64" and dtype in ("float16", "bfloat16"):
            x = self.astype(x, "float32")  # as PyTorch does, and exact mode: the same bits everywhere
        return _apply("astype", x, dtype=dtype)

    def where(self, condition: Any, x: Any, y: Any, /) -> Any:
        return _apply("where", condition, x, y)

    def square(self, x: Any, /) -> Any:
        return x * x

    def reciprocal(self, x: Any, /) -> Any:
        return 1.0 / x

    def clip(self, x: Any, /, min: Any = None, max: Any = None) -> Any:  # noqa: A002 - the standard's names
        x = x if min is None else _apply("maximum", x, min)
        return x if max is None else _apply("minimum", x, max)

    def logical_not(self, x: Any, /) -> Any:
        return ~x

    def logical_and(self, x: Any, y: Any, /) -> Any:
        return x & y

    def logical_or(self, x: Any, y: Any, /) -> Any:
        return x | y

    def positive(self, x: Any, /) -> Any:
        return x

    # --- over axes ---

    def sum(self, x: Any, /, *, axis: Any = None, dtype: Any = None, keepdims: bool = False) -> Any:
        return _reduce("sum", x if dtype is None else self.astype(x, dtype), axis, keepdims)

    def prod(self, x: Any, /, *, axis: Any = None, dtype: Any = None, keepdims: bool = False) -> Any:
        return _reduce("prod", x if dtype is None else self.astype(x, dtype), axis, keepdims)

    def mean(self, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        axes = shapes.positions(axis, x.ndim)
        return _reduce("sum", x, axis, keepdims) / visible(shapes.product(x.node.shape[i] for i in axes))

    def max(self, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        return _reduce("max", x, axis, keepdims)

    def min(self, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        return _reduce("min", x, axis, keepdims)

    def any(self, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        return _reduce("any", x, axis, keepdims)

    def all(self, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        return _reduce("all", x, axis, keepdims)

    def argmax(self, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        return _reduce("argmax", x, axis, keepdims)

    def argmin(self, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        return _reduce("argmin", x, axis, keepdims)

    def cumulative_sum(self, x: Any, /, *, axis: int | None = None, dtype: Any = None) -> Any:
        return _apply("cumulative_sum", x, axis=shapes.position(0 if axis is None else axis, x.ndim))

    def sort(self, x: Any, /, *, axis: int = -1, descending: bool = False, stable: bool = True) -> Any:
        return _apply("sort", x, axis=shapes.position(axis, x.ndim), descending=descending, stable=stable)

    def argsort(self, x: Any, /, *, axis: int = -1, descending: bool = False, stable: bool = True) -> Any:
        return _apply("argsort", x, axis=shapes.position(axis, x.ndim), descending=descending, stable=stable)

    # --- shapes ---

    def reshape(self, x: Any, /, shape: Any, *, copy: Any = None) -> Any:
        given = shape if isinstance(shape, tuple | list) else (shape,)
        new = current().canonical_shape(n if type(n) is int else as_node(n) for n in given)
        full = shapes.reshaped(x.node.shape, new)
        return Recorded(record("reshape", x.node, *map(length_node, full)))

    def broadcast_to(self, x: Any, /, shape: Any) -> Any:
        return Recorded(record("broadcast_to", x.node, *_lengths(shape)))

    def broadcast_arrays(self, *arrays: Any) -> Any:
        lengths = [length_node(n) for n in shapes.broadcast(*(x.node.shape for x in arrays))]
        return [Recorded(record("broadcast_to", x.node, *lengths)) for x in arrays]

    def permute_dims(self, x: Any, /, axes: tuple[int, ...]) -> Any:
        return _apply("permute_dims", x, axes=tuple(shapes.position(a, x.ndim) for a in axes))

    def matrix_transpose(self, x: Any, /) -> Any:
        n = x.ndim
        return self.permute_dims(x, (*range(n - 2), n - 1, n - 2))

    def moveaxis(self, x: Any, source: int, destination: int, /) -> Any:
        order = [i for i in range(x.ndim) if i != source % x.ndim]
        order.insert(destination % x.ndim, source % x.ndim)
        return self.permute_dims(x, tuple(order))

    def expand_dims(self, x: Any, /, *, axis: int = 0) -> Any:
        axis = shapes.position(axis, x.ndim + 1)
        return x[(*(slice(None),) * axis, None)]

    def squeeze(self, x: Any, /, axis: int) -> Any:
        return x[(*(slice(None),) * shapes.position(axis, x.ndim), 0)]

    def flip(self, x: Any, /, *, axis: Any = None) -> Any:
        for a in shapes.positions(axis, x.ndim):
            x = _apply("flip", x, axis=a)
        return x

    def concat(self, arrays: Any, /, *, axis: int = 0) -> Any:
        return _apply("concat", *arrays, axis=shapes.position(axis, arrays[0].ndim))

    def stack(self, arrays: Any, /, *, axis: int = 0) -> Any:
        return _apply("stack", *arrays, axis=shapes.position(axis, arrays[0].ndim + 1))

    def tril(self, x: Any, /, *, k: int = 0) -> Any:
        return _apply("tril", x, k=k)

    def triu(self, x: Any, /, *, k: int = 0) -> Any:
        return _apply("triu", x, k=k)

    def take(self, x: Any, indices: Any, /, *, axis: int | None = None) -> Any:
        return _apply("take", x, indices, axis=shapes.position(0 if axis is None else axis, x.ndim))

    def take_along_axis(self, x: Any, indices: Any, /, *, axis: int = -1) -> Any:
        return _apply("take_along_axis", x, indices, axis=shapes.position(axis, x.ndim))

    def matmul(self, x: Any, y: Any, /) -> Any:
        return _apply("matmul", x, y)

    # --- words of numerics ---

    def named(self, name: str, found: Any, arguments: tuple[Any, ...]) -> Any:
        """A result that keeps the name of the function that it comes from."""
        if not isinstance(found, Recorded) and type(found) is not Number:
            return found
        inputs = [operand(x) for x in arguments if x is not None]
        return array_or_number(record("named", found.node, *inputs, name=name))


def _elementwise(op: str) -> Callable[..., Any]:
    def function(*arguments: Any) -> Any:
        found = [operand(x) for x in arguments]
        if op in COMPARISONS and all(x.is_scalar for x in found):
            return current().decide(op, *found)
        return array_or_number(record(op, *found))

    return function


def _reduce(op: str, x: Any, axis: Any, keepdims: bool) -> Any:
    axes = None if axis is None else shapes.positions(axis, x.ndim)
    return _apply(op, x, axis=axes, keepdims=keepdims)


xp = Namespace()
