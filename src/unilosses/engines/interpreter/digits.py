"""A graph evaluated in numbers of 50 digits, or of more where terms cancel: the truth for any kernel.

Floating-point arrays are NumPy's, of objects: mpmath's numbers. A cast between floating-point dtypes rounds nothing.
Functions that have a name are taken by their definition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import array_api_compat.numpy as xp
import numpy as np

from ...backends.library import library_of
from ...typing import Array
from ..graph import Graph, Inputs, Node, numbers_of
from ..graph.arithmetic import SCALAR
from ..graph.dtypes import kind
from ..graph.nodes import in_order
from .definitions import DEFINITIONS
from .operations import Place, apply
from .reals import Reals

# So many digits; and those of the next evaluations, until one agrees with the one before to that, relatively. 350 hold
# the sum of 1 and the smallest number of float64.
LADDER = (50, 350, 700, 1400)
AGREE = 1e-25


def truth(graph: Graph, inputs: Inputs, wanted: Iterable[str] | None = None) -> dict[str, tuple[Array, Array]]:
    """For each output the nearest float64 numbers, and what those leave. The inputs are NumPy's arrays."""
    names = tuple(graph.outputs if wanted is None else wanted)
    found = in_digits(graph, inputs, names, LADDER[0])
    for digits in LADDER[1:]:
        before, found = found, in_digits(graph, inputs, names, digits)
        if all(map(_agree, before, found)):
            break
    return {name: _parted(x) for name, x in zip(names, found, strict=True)}


def in_digits(graph: Graph, inputs: Inputs, names: Iterable[str], digits: int) -> list[Array]:
    """The outputs as arrays of mpmath's numbers."""
    reals = Reals(digits)
    outputs = [graph.outputs[name] for name in names]
    machine = _Machine(reals, next(x for x in inputs.values() if hasattr(x, "dtype")))
    given: dict[Node, Any] = dict(numbers_of(graph.inputs, inputs))
    given |= {x: inputs[name] for name, x in graph.inputs.items()}
    with np.errstate(all="ignore"):
        values = {x: machine.given(v) for x, v in given.items()}
        for x in in_order(outputs):
            if x not in values:
                values[x] = machine.value(x, values)
    return [np.asarray(values[x], dtype=object) for x in outputs]


class _Machine:
    """What evaluates a node."""

    def __init__(self, reals: Reals, like: Array) -> None:
        self.reals = reals
        self.place = Place(library_of(like, "the first input"), xp, like, {})
        self.by_element = {name: np.frompyfunc(f, _arity(name), 1) for name, f in reals.functions.items()}
        self.number = np.frompyfunc(reals.number, 1, 1)

    def given(self, x: Any) -> Any:
        """An input: floating-point numbers to their last digit, others as they are."""
        if isinstance(x, float):
            return self.reals.number(x)
        if not hasattr(x, "dtype") or x.dtype.kind in "biuO":
            return x
        return self.real(np.asarray(x).astype(np.float64))

    def real(self, x: Any) -> Array:
        """An array of whole numbers, truths or floats as one of these numbers."""
        wide = x.astype(np.int64) if x.dtype == bool else x
        return np.asarray(self.number(wide.astype(object)), dtype=object)

    def widened(self, x: Any) -> Any:
        """An operand beside these numbers: arrays of whole numbers or truths become ones of these."""
        return self.real(x) if hasattr(x, "dtype") and x.dtype != object else x

    def value(self, x: Node, values: Mapping[Node, Any]) -> Any:
        inputs = [values[i] for i in x.inputs]
        if x.op == "constant":
            return self.reals.constant(x["value"]) if isinstance(x["value"], float) else x["value"]
        if x.op == "named":
            return self._named(x, *inputs)
        if x.op in SPECIAL:
            return SPECIAL[x.op](self, x, *inputs)
        if x.op in self.by_element and any(kind(i.dtype) == 2 for i in x.inputs):
            return self._element_by_element(x, inputs)
        if x.is_scalar or x.op in self.by_element:
            return self._whole(x, inputs)
        return apply(self.place, x, *inputs)

    def _element_by_element(self, x: Node, inputs: list[Any]) -> Any:
        found = self.by_element[x.op](*map(self.widened, inputs))
        if x.is_scalar:
            return found
        return np.asarray(found, dtype=bool if x.dtype == "bool" else object)

    def _whole(self, x: Node, inputs: list[Any]) -> Any:
        if x.is_scalar and kind(x.dtype) == 2:
            inputs = [self.reals.number(i) for i in inputs]
            return self.reals.functions[x.op](*inputs)
        if x.is_scalar:
            return SCALAR[x.op](*inputs)
        return apply(self.place, x, *inputs)

    def _named(self, x: Node, found: Any, *arguments: Any) -> Any:
        definition = DEFINITIONS.get(x["name"])
        if definition is None:
            return found

        def by_definition(computed: Any, *given: Any) -> Any:
            value = definition(self.reals.context, *given)
            return computed if value is None else value

        value = np.frompyfunc(by_definition, 1 + len(arguments), 1)(found, *arguments)
        return value if x.is_scalar else np.asarray(value, dtype=object)


def _arity(name: str) -> int:
    two = ("add", "subtract", "multiply", "divide", "floor_divide", "remainder", "pow", "maximum", "minimum", "hypot")
    return 2 if name in (*two, "atan2", "logaddexp", *COMPARISONS) else 1


COMPARISONS = ("equal", "not_equal", "less", "less_equal", "greater", "greater_equal")


def _astype(m: _Machine, x: Node, array: Array) -> Array:
    if kind(x.dtype) == 2:
        return array if array.dtype == object else m.real(array)
    return np.asarray(array).astype(x.dtype)


def _where(m: _Machine, x: Node, condition: Array, a: Any, b: Any) -> Array:
    if kind(x.dtype) < 2:
        return np.where(condition, a, b)
    both = [np.asarray(m.widened(v), dtype=object) for v in (a, b)]
    return np.asarray(np.where(condition, *both), dtype=object)


def _full(m: _Machine, x: Node, value: Any, *lengths: int) -> Array:
    return _filled(m, x, value, lengths)


def _full_like(m: _Machine, x: Node, like: Array, value: Any) -> Array:
    return _filled(m, x, value, like.shape)


def _filled(m: _Machine, x: Node, value: Any, shape: tuple[int, ...]) -> Array:
    if kind(x.dtype) < 2:
        return np.full(shape, value, dtype=x.dtype)
    found = np.empty(shape, dtype=object)
    found[...] = m.reals.number(value)
    return found


def _ranged(m: _Machine, x: Node, array: Any) -> Array:
    length = array if x.op == "arange" else array.shape[x["axis"]]
    found = np.arange(length)
    return m.real(found) if kind(x.dtype) == 2 else found.astype(x.dtype)


def _asarray(m: _Machine, x: Node, *numbers: Any) -> Array:
    if kind(x.dtype) < 2:
        return np.asarray(numbers if x["rank"] else numbers[0], dtype=x.dtype)
    found = np.empty(len(numbers) if x["rank"] else (), dtype=object)
    for i, n in enumerate(numbers):
        found[i if x["rank"] else ()] = m.reals.number(n)
    return found


def _extreme(m: _Machine, x: Node, array: Array) -> Array:
    """One axis after another, so that NaN is found wherever it stands."""
    if array.dtype != object:
        return apply(m.place, x, array)
    choose = m.by_element["maximum" if x.op == "max" else "minimum"]
    axes = range(array.ndim) if x["axis"] is None else x["axis"]
    for axis in sorted(axes, reverse=True):
        array = np.asarray(choose.reduce(array, axis=axis, keepdims=x["keepdims"]), dtype=object)
    return array


def _sum(m: _Machine, x: Node, array: Array) -> Array:
    zero = m.reals.number(0) if array.dtype == object else 0
    found = np.add.reduce(array, axis=x["axis"], keepdims=x["keepdims"], initial=zero)
    return np.asarray(found, dtype=array.dtype)


SPECIAL: dict[str, Callable[..., Array]] = {
    "astype": _astype,
    "where": _where,
    "full": _full,
    "full_like": _full_like,
    "index_range": _ranged,
    "arange": _ranged,
    "asarray": _asarray,
    "max": _extreme,
    "min": _extreme,
    "sum": _sum,
}


def _agree(a: Array, b: Array) -> bool:
    """Whether two evaluations are the same number, or the same that is none."""

    def same(x: Any, y: Any) -> bool:
        if x == y or (x != x and y != y):
            return True
        return bool(abs(x - y) <= AGREE * abs(y))

    return all(same(x, y) for x, y in zip(a.ravel(), b.ravel(), strict=True))


def _parted(x: Array) -> tuple[Array, Array]:
    """The nearest numbers of float64, and what they leave."""
    near = np.asarray([float(v) for v in x.ravel()], dtype=np.float64)
    finite = np.isfinite(near)
    rest = [float(v - n) if f else 0.0 for v, n, f in zip(x.ravel(), near, finite, strict=True)]
    return near.reshape(x.shape), np.asarray(rest, dtype=np.float64).reshape(x.shape)
