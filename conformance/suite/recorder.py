"""A namespace that records what a kernel does: the operations of value and derivatives, equal ones counted once."""

from __future__ import annotations

import operator
import types
from collections.abc import Callable, Sequence
from typing import Any

import array_api_compat.numpy as xp
import numpy as np

BINARY = ("add", "sub", "mul", "truediv", "floordiv", "pow", "matmul", "and", "or")
COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")
UNARY = ("neg", "invert", "abs")


class Recorded:
    """A recorded array: its value, which tells shape and dtype, and its position in the record."""

    __array_ufunc__ = None  # so that NumPy leaves operators to this class
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, record: dict[Any, int], name: str, arguments: tuple[Any, ...], value: Any) -> None:
        self.record, self.value = record, np.asarray(value)
        key = (name, tuple(map(_key, arguments)), self.value.shape, str(self.value.dtype))
        self.place = record.setdefault(key, len(record))

    dtype = property(lambda self: self.value.dtype)
    shape = property(lambda self: self.value.shape)
    ndim = property(lambda self: self.value.ndim)
    device = property(lambda self: "cpu")

    def __array_namespace__(self, api_version: str | None = None) -> Any:
        return xp  # by this the generic backend is theirs

    def __bool__(self) -> bool:
        raise TypeError("a kernel may not look at data")

    def __getitem__(self, index: Any) -> Recorded:
        return Recorded(self.record, "getitem", (self, index), self.value[index])


def _key(x: Any) -> Any:
    if isinstance(x, Recorded):
        return ("array", x.place)
    return tuple(map(_key, x)) if isinstance(x, list | tuple) else repr(x)


def _value(x: Any) -> Any:
    if isinstance(x, Recorded):
        return x.value
    return type(x)(map(_value, x)) if isinstance(x, list | tuple) else x


def _operator(name: str, function: Callable[..., Any], swapped: bool = False) -> Callable[..., Recorded]:
    def method(self: Recorded, *others: Any) -> Recorded:
        both = (*others, self) if swapped else (self, *others)
        return Recorded(self.record, name, both, function(*map(_value, both)))

    return method


for _name in (*BINARY, *COMPARISONS, *UNARY):
    _function = getattr(operator, f"{_name}_" if _name in ("and", "or") else _name)
    setattr(Recorded, f"__{_name}__", _operator(_name, _function))
    if _name in BINARY:
        setattr(Recorded, f"__r{_name}__", _operator(_name, _function, swapped=True))


class Recorder(types.ModuleType):
    """array_api_compat.numpy, which enters every function that makes an array in the record."""

    def __init__(self, record: dict[Any, int]) -> None:
        super().__init__(xp.__name__)
        self.record = record

    def __getattr__(self, name: str) -> Any:
        function = getattr(xp, name)
        if not callable(function) or isinstance(function, type) or name in ("finfo", "isdtype"):
            return function

        def recorded(*arguments: Any, **keywords: Any) -> Recorded:
            given = {k: _value(v) for k, v in keywords.items()}
            all_of_them = (*arguments, *keywords.items())
            return Recorded(self.record, name, all_of_them, function(*map(_value, arguments), **given))

        return recorded


def operations_of(spec: Any, data: Sequence[np.ndarray], params: dict[str, Any]) -> int:
    """The number of different operations in value and derivatives together."""
    record: dict[Any, int] = {}
    arrays = [Recorded(record, "input", (i,), x) for i, x in enumerate(data)]
    namespace, given = Recorder(record), {**spec.kernel_params, **params}
    with np.errstate(all="ignore"):
        spec.rule.kernel(namespace, *arrays, **given)
        spec.rule.partials(namespace, *arrays, **given)
    return len(record) - len(arrays)
