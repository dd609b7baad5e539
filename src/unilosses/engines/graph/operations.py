"""The operations of a graph, one table: of which dtype and shape each result is. Names are the array API's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from . import shapes
from .arithmetic import SCALAR, scalar_node
from .dtypes import INTEGRAL, kind, together
from .nodes import Attributes, Node, NotTraced, Shape, length_of, node
from .recording import current

Inputs = Sequence[Node]
Inferred = tuple[str, Shape]

# Element by element; the result has the inputs' dtype.
SMOOTH = ("exp", "expm1", "log", "log1p", "sqrt", "tanh", "sin", "cos", "sinh", "cosh", "atan", "atanh", "log2")
UNARY = ("negative", "abs", "floor", "ceil", "round", "trunc", "sign", "bitwise_invert")
BINARY = (
    *("add", "subtract", "multiply", "divide", "floor_divide", "remainder", "pow", "maximum", "minimum"),
    *("hypot", "atan2", "logaddexp", "bitwise_and", "bitwise_or", "bitwise_xor"),
)
# Element by element; the result is a truth.
COMPARISONS = ("equal", "not_equal", "less", "less_equal", "greater", "greater_equal")
PREDICATES = ("isnan", "isinf", "isfinite")
ELEMENTWISE = (*SMOOTH, *UNARY, *BINARY, *COMPARISONS, *PREDICATES, "where", "astype")

# Over one axis, some or all of them.
REDUCTIONS = ("sum", "prod", "max", "min", "any", "all", "argmax", "argmin")

# From a shape, or the shape of another array, alone.
CREATION = ("full", "full_like", "index_range", "arange")


def record(op: str, *inputs: Node, **attributes: Any) -> Node:
    """The node of an operation; of numbers alone, it is a number."""
    if all(x.is_scalar for x in inputs) and op in SCALAR and inputs and op != "named":
        return scalar_node(op, *inputs)
    given: Attributes = tuple(sorted(attributes.items()))
    try:
        infer = TABLE[op]
    except KeyError:
        raise NotTraced(f"the graph has no operation {op}") from None
    dtype, shape = infer(inputs, attributes)
    return node(op, inputs, given, dtype, current().canonical_shape(shape))


def _together(inputs: Inputs) -> str:
    return together([x.dtype for x in inputs], current().floating)


def _elementwise(inputs: Inputs, _: dict[str, Any]) -> Inferred:
    return _together(inputs), shapes.broadcast(*(x.shape for x in inputs))


def _floating(inputs: Inputs, attributes: dict[str, Any]) -> Inferred:
    dtype, shape = _elementwise(inputs, attributes)
    if kind(dtype) < 2:
        raise NotTraced(f"a function of floating-point numbers, of {dtype}")
    return dtype, shape


def _truth(inputs: Inputs, attributes: dict[str, Any]) -> Inferred:
    return "bool", shapes.broadcast(*(x.shape for x in inputs))


def _where(inputs: Inputs, _: dict[str, Any]) -> Inferred:
    dtype = _together(inputs[1:])
    if all(x.is_scalar for x in inputs[1:]):
        dtype = current().floating if kind(dtype) == 2 else "bool" if kind(dtype) == 0 else current().index
    return dtype, shapes.broadcast(*(x.shape for x in inputs))


def _astype(inputs: Inputs, attributes: dict[str, Any]) -> Inferred:
    return attributes["dtype"], inputs[0].shape


def _reduced(inputs: Inputs, attributes: dict[str, Any]) -> Shape:
    x = inputs[0]
    return shapes.reduced(x.shape, shapes.positions(attributes["axis"], x.rank), attributes["keepdims"])


def _sum(inputs: Inputs, attributes: dict[str, Any]) -> Inferred:
    dtype = inputs[0].dtype
    if kind(dtype) < 2 and dtype != "int64":
        raise NotTraced(f"a sum of {dtype}, whose dtype is each library's own")
    return dtype, _reduced(inputs, attributes)


def _same_reduced(inputs: Inputs, attributes: dict[str, Any]) -> Inferred:
    return inputs[0].dtype, _reduced(inputs, attributes)


def _truth_reduced(inputs: Inputs, attributes: dict[str, Any]) -> Inferred:
    return "bool", _reduced(inputs, attributes)


def _index_reduced(inputs: Inputs, attributes: dict[str, Any]) -> Inferred:
    return current().index, _reduced(inputs, attributes)


def _reshape(inputs: Inputs, _: dict[str, Any]) -> Inferred:
    return inputs[0].dtype, tuple(map(length_of, inputs[1:]))


def _broadcast_to(inputs: Inputs, _: dict[str, Any]) -> Inferred:
    shape = tuple(map(length_of, inputs[1:]))
    shapes.broadcast(inputs[0].shape, shape)  # which asks whether it fits
    return inputs[0].dtype, shape


def _permuted(inputs: Inputs, attributes: dict[str, Any]) -> Inferred:
    return inputs[0].dtype, tuple(inputs[0].shape[i] for i in attributes["axes"])


def _indexed(inputs: Inputs, attributes: dict[str, Any]) -> Inferred:
    return inputs[0].dtype, shapes.indexed(inputs[0].shape, attributes["index"])


def _joined(inputs: Inputs, attributes: dict[str, Any]) -> Inferred:
    axis = shapes.position(attributes["axis"], inputs[0].rank)
    along = shapes.total(x.shape[axis] for x in inputs)
    one = [tuple(1 if i == axis else n for i, n in enumerate(x.shape)) for x in inputs]
    rest = shapes.broadcast(*one)
    return _together(inputs), (*rest[:axis], along, *rest[axis + 1 :])


def _stacked(inputs: Inputs, attributes: dict[str, Any]) -> Inferred:
    shape = shapes.broadcast(*(x.shape for x in inputs))
    axis = shapes.position(attributes["axis"], len(shape) + 1)
    return _together(inputs), (*shape[:axis], len(inputs), *shape[axis:])


def _same(inputs: Inputs, _: dict[str, Any]) -> Inferred:
    return inputs[0].dtype, inputs[0].shape


def _argsorted(inputs: Inputs, _: dict[str, Any]) -> Inferred:
    return current().index, inputs[0].shape


def _taken(inputs: Inputs, attributes: dict[str, Any]) -> Inferred:
    x, index = inputs
    axis = shapes.position(attributes["axis"], x.rank)
    if index.rank != 1 or index.dtype not in INTEGRAL:
        raise NotTraced("take by what is no row of whole numbers")
    return x.dtype, (*x.shape[:axis], index.shape[0], *x.shape[axis + 1 :])


def _taken_along(inputs: Inputs, attributes: dict[str, Any]) -> Inferred:
    x, index = inputs
    axis = shapes.position(attributes["axis"], x.rank)
    one = [tuple(1 if i == axis else n for i, n in enumerate(y.shape)) for y in inputs]
    rest = shapes.broadcast(*one)
    return x.dtype, (*rest[:axis], index.shape[axis], *rest[axis + 1 :])


def _matmul(inputs: Inputs, _: dict[str, Any]) -> Inferred:
    a, b = inputs
    if a.rank < 2 or b.rank < 2:
        raise NotTraced("a product of vectors by matmul")
    if not current().are_equal(a.shape[-1], b.shape[-2]):
        raise NotTraced("matrices that do not fit")
    return _together(inputs), (*shapes.broadcast(a.shape[:-2], b.shape[:-2]), a.shape[-2], b.shape[-1])


def _full(inputs: Inputs, attributes: dict[str, Any]) -> Inferred:
    return attributes["dtype"], tuple(map(length_of, inputs[1:]))


def _full_like(inputs: Inputs, attributes: dict[str, Any]) -> Inferred:
    return attributes["dtype"], inputs[0].shape


def _index_range(inputs: Inputs, attributes: dict[str, Any]) -> Inferred:
    return attributes["dtype"], (inputs[0].shape[attributes["axis"]],)


def _arange(inputs: Inputs, attributes: dict[str, Any]) -> Inferred:
    return attributes["dtype"], (length_of(inputs[0]),)


def _asarray(inputs: Inputs, attributes: dict[str, Any]) -> Inferred:
    return attributes["dtype"], (len(inputs),) if attributes["rank"] else ()


def _narrowed(inputs: Inputs, attributes: dict[str, Any]) -> Inferred:
    x, _, length = inputs
    axis = attributes["axis"]
    return x.dtype, (*x.shape[:axis], length_of(length), *x.shape[axis + 1 :])


def _named(inputs: Inputs, _: dict[str, Any]) -> Inferred:
    return inputs[0].dtype, inputs[0].shape


TABLE: dict[str, Callable[[Inputs, dict[str, Any]], Inferred]] = {
    **dict.fromkeys(SMOOTH, _floating),
    **dict.fromkeys((*UNARY, *BINARY), _elementwise),
    **dict.fromkeys(("divide", "hypot", "atan2", "logaddexp"), _floating),
    **dict.fromkeys((*COMPARISONS, *PREDICATES), _truth),
    "where": _where,
    "astype": _astype,
    "sum": _sum,
    "prod": _sum,
    **dict.fromkeys(("max", "min"), _same_reduced),
    **dict.fromkeys(("any", "all"), _truth_reduced),
    **dict.fromkeys(("argmax", "argmin"), _index_reduced),
    "reshape": _reshape,
    "broadcast_to": _broadcast_to,
    "permute_dims": _permuted,
    "getitem": _indexed,
    "concat": _joined,
    "stack": _stacked,
    **dict.fromkeys(("flip", "sort", "cumulative_sum", "tril", "triu"), _same),
    "argsort": _argsorted,
    "take": _taken,
    "take_along_axis": _taken_along,
    "matmul": _matmul,
    "full": _full,
    "full_like": _full_like,
    "index_range": _index_range,
    "arange": _arange,
    "asarray": _asarray,
    # A value under its name: the first input is how it is computed, the others are the function's arguments.
    "named": _named,
    # A piece of an axis: the array, where it begins, how long it is.
    "narrow": _narrowed,
}
