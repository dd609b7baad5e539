"""A call in two parts: facts, for which a graph is recorded, and inputs, which it is given."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from ...backends.library import Library, default_float, device_of, index_dtype, is_number, library_of
from ...backends.protocol import Rule
from ...call.gate import Unheld
from ...call.validation import option
from ...definition.definition import LossSpec
from ...definition.kinds import Item, PerClass, Shape
from ...definition.options import Options
from ...definition.values import hyper_parameter
from ...typing import Array
from .dtypes import EVERY, name_of
from .nodes import NUMBER, NotTraced

Inputs: TypeAlias = dict[str, Any]
# The name of the cotangent among them.
COTANGENT = "cotangent"


class Given(NamedTuple):
    """An argument that a program is given: an array of that dtype and rank, or a number of Python's."""

    dtype: str
    rank: int = 0


@dataclass(frozen=True)
class Facts:
    """What a graph depends on, and no number and no length. Where an argument is `Given`, it comes with each call."""

    spec: LossSpec
    rule: Rule
    """The loss's rule as it is: partials may be stated later."""
    arrays: tuple[Any, ...]
    params: tuple[tuple[str, Any], ...]
    options: Options
    wanted: tuple[int | str, ...]
    """By which arguments to differentiate: positions of arrays, names of parameters."""
    hessian: bool
    """Whether also twice by the first array, of each element by itself."""
    floating: str
    """The library's dtype for Python floats, by which integers become floating-point numbers."""
    index: str
    """The library's dtype for indices."""
    wide: bool
    """Whether all is computed in float64, and rounded once; otherwise in the precision of the data."""
    cotangent: Given | None
    """Of the unreduced loss, where its gradients are wanted alone: those of sum(cotangent * loss)."""
    stated: bool
    """Whether gradients are those that the loss states, where it does; otherwise those of its value's graph."""


def split(
    spec: LossSpec,
    arrays: tuple[Any, ...],
    params: Mapping[str, Any],
    options: Options,
    *,
    wanted: tuple[int | str, ...] = (),
    hessian: bool = False,
    wide: bool = False,
    stated: bool = True,
    cotangent: Array | None = None,
) -> tuple[Facts, Inputs]:
    """The facts and the inputs of a call."""
    library = library_of(arrays[0], spec.arrays[0])
    call = _Call(library, arrays[0], wide)
    found = tuple(call.array(spec, name, x) for name, x in zip(spec.arrays, arrays, strict=True))
    made = tuple((name, call.parameter(spec, name, params[name])) for name in spec.params)
    ways = Options(*(call.option(spec, name, value) for name, value in options._asdict().items()))
    xp = library.xp
    floating, index = name_of(default_float(xp)), name_of(index_dtype(xp))
    along = None if cotangent is None else call.given(COTANGENT, cotangent)
    return Facts(spec, spec.rule, found, made, ways, wanted, hessian, floating, index, wide, along, stated), call.inputs


class _Call:
    """The inputs, as they are found."""

    def __init__(self, library: Library, first: Array, wide: bool) -> None:
        self.library, self.xp, self.first = library, library.xp, first
        dtype = library.floating(first.dtype)
        computed = default_float(self.xp) if dtype is None else dtype.computed
        self.computed = self.xp.float64 if wide else computed
        self.result = computed if dtype is None or self.library.mixed() else dtype.result
        self.inputs: Inputs = {}

    def given(self, name: str, x: Any) -> Given:
        if hasattr(x, "dtype") and name_of(x.dtype) not in EVERY:
            raise NotTraced(f"{name} has dtype {x.dtype}")
        self.inputs[name] = x
        return Given(name_of(x.dtype), x.ndim) if hasattr(x, "dtype") else Given(NUMBER)

    def _made(self, name: str, value: Any, dtype: Any) -> Given:
        x = self.xp.asarray(value, dtype=dtype, device=device_of(self.xp, self.first))
        return self.given(name, x)

    def array(self, spec: LossSpec, name: str, x: Any) -> Any:
        if is_number(x) and spec.domain[name].numbers and x is not self.first:  # which decides the dtype
            return self._made(name, float(x), self.computed)
        return self._array(name, x)

    def _array(self, name: str, x: Any) -> Given:
        if isinstance(x, Unheld):
            raise NotTraced(f"{name} is not held against its domain")
        if library_of(x, name).xp is not self.xp:
            raise NotTraced(f"{name} is an array of another library")
        return self.given(name, x)

    def parameter(self, spec: LossSpec, name: str, value: Any) -> Any:
        kind = spec.domain[name]
        if kind.shape is Shape.CLASSES and kind.item is Item.REAL:
            return self._per_class(spec.name, name, value)
        if not hasattr(value, "dtype"):
            value = hyper_parameter(spec.name, name, value, kind)
        if isinstance(value, tuple):
            if kind.item is Item.BOOL:
                return self._made(name, value, self.xp.bool)
            if kind.item is Item.INTEGER:
                return self._made(name, value, index_dtype(self.xp))
            return value
        if isinstance(value, str) and value == "finfo" and kind.item is Item.REAL:
            value = self.library.eps(self.result)
        if is_number(value) and kind.item is Item.REAL:
            return self.given(name, value)
        return self._array(name, value) if hasattr(value, "dtype") else value

    def _per_class(self, loss: str, name: str, value: Any) -> Any:
        if value is not None and not hasattr(value, "dtype"):
            value = hyper_parameter(loss, name, value, PerClass())
        return self._numbers(name, value)

    def _numbers(self, name: str, value: Any) -> Any:
        """A number, a row of them, or an array: an array in any case."""
        if value is None or isinstance(value, bool | str):
            return value
        if isinstance(value, tuple | list) or is_number(value):
            return self._made(name, value, self.computed)
        return self._array(name, value)

    def option(self, spec: LossSpec, name: str, value: Any) -> Any:
        if name == "class_weight":
            return self._per_class(spec.name, name, value)
        if name == "normalizer" and is_number(value) and not 0 <= value < math.inf:
            raise ValueError(f"normalizer is {value!r}")
        if name in ("weight", "where", "normalizer"):
            if isinstance(value, tuple | list):  # of classes alone
                raise TypeError(f"{name} is a {type(value).__name__}")
            return self._numbers(name, value)
        return option(spec, name, value) if name in spec.options else value


def hints(facts: Facts, inputs: Inputs) -> Mapping[str, Any]:
    """The numbers and the shapes of the inputs, by name."""
    return {name: tuple(x.shape) if hasattr(x, "dtype") else x for name, x in inputs.items()}
