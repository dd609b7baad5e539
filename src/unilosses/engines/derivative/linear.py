"""What an operation that moves, adds or selects numbers makes of tangents, and back of cotangents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from ...typing import Array
from ..graph import Node, NotTraced
from ..graph.arithmetic import scalar_node
from ..graph.arrays import Recorded
from ..graph.namespace import xp
from ..graph.nodes import Length, Shape, constant, length_node
from ..graph.operations import record
from ..graph.recording import current
from ..graph.shapes import bound, positions

# An array that is recorded, or None for 0.
Tangent: TypeAlias = "Array | None"
Tangents: TypeAlias = "Sequence[Tangent]"

# --- shapes ---------------------------------------------------------------------------------------------------------


def are_one(a: Shape, b: Shape) -> bool:
    """Whether two shapes are known to be the same."""
    return current().canonical_shape(a) == current().canonical_shape(b)


def broadcast_to(x: Array, shape: Shape) -> Array:
    return x if are_one(x.node.shape, shape) else Recorded(record("broadcast_to", x.node, *map(length_node, shape)))


def summed_to(x: Array, shape: Shape) -> Array:
    """The cotangent of what was broadcast to the shape of x: summed where it repeated."""
    own = current().canonical_shape(x.node.shape)
    shape = current().canonical_shape(shape)
    if own == shape:
        return x
    leading = tuple(range(len(own) - len(shape)))
    if leading:
        x = xp.sum(x, axis=leading)
    repeated = tuple(i for i, n in enumerate(shape) if n == 1 and own[len(leading) + i] != 1)
    return xp.sum(x, axis=repeated, keepdims=True) if repeated else x


def zeros(like: Array, shape: Sequence[Length]) -> Array:
    return Recorded(record("full", constant(0.0), *map(length_node, shape), dtype=like.dtype))


def padded(x: Array, axis: int, before: Length, whole: Length) -> Array:
    """x with zeros before and behind it, so that the axis has that length."""
    shape = x.node.shape
    own = length_node(shape[axis])
    rest = scalar_node("subtract", scalar_node("subtract", length_node(whole), length_node(before)), own)
    behind: Length = rest["value"] if rest.op == "constant" else rest
    pieces = [
        zeros(x, (*shape[:axis], before, *shape[axis + 1 :])),
        x,
        zeros(x, (*shape[:axis], behind, *shape[axis + 1 :])),
    ]
    lengths = (before, 1, behind)
    kept = [p for p, n in zip(pieces, lengths, strict=True) if not (isinstance(n, int) and n == 0)]
    return kept[0] if len(kept) == 1 else xp.concat(kept, axis=axis)


def with_axes(x: Array, y: Node) -> Array:
    """What belongs to a reduction y, with an axis of length one for each that was summed over."""
    if y["keepdims"]:
        return x
    axes = positions(y["axis"], y.inputs[0].rank)
    return x[tuple(None if i in axes else slice(None) for i in range(y.inputs[0].rank))]


# --- tangents -------------------------------------------------------------------------------------------------------


def _again(y: Node, tangents: Tangents) -> Tangent:
    """The same operation on the tangent of the first input."""
    (t, *_) = tangents
    return None if t is None else Recorded(record(y.op, t.node, *y.inputs[1:], **dict(y.attributes)))


def _each(y: Node, tangents: Tangents) -> Tangent:
    """The same operation on the tangents of all inputs."""
    found = [xp.zeros_like(Recorded(x)) if t is None else t for x, t in zip(y.inputs, tangents, strict=True)]
    return Recorded(record(y.op, *(t.node for t in found), **dict(y.attributes)))


def _where(y: Node, tangents: Tangents) -> Tangent:
    _, a, b = (0.0 if t is None else t for t in tangents)
    return broadcast_to(xp.where(Recorded(y.inputs[0]), a, b), y.shape)


def _matmul(y: Node, tangents: Tangents) -> Tangent:
    a, b = map(Recorded, y.inputs)
    terms = [] if tangents[0] is None else [xp.matmul(tangents[0], b)]
    terms += [] if tangents[1] is None else [xp.matmul(a, tangents[1])]
    return terms[0] if len(terms) == 1 else terms[0] + terms[1]


def _extreme(y: Node, tangents: Tangents) -> Tangent:
    share, t = _shares(y), tangents[0]
    return xp.sum(t * share, axis=y["axis"], keepdims=y["keepdims"])


def _shares(y: Node) -> Array:
    """Of each element in the largest or smallest one: 1, or 1 / n for n equal ones."""
    x = Recorded(y.inputs[0])
    ties = xp.where(x == with_axes(Recorded(y), y), xp.ones_like(x), 0.0)
    return ties / xp.sum(ties, axis=y["axis"], keepdims=True)


def _order(y: Node) -> Array:
    return xp.argsort(Recorded(y.inputs[0]), axis=y["axis"], descending=y["descending"], stable=True)


def _sorted(y: Node, tangents: Tangents) -> Tangent:
    return xp.take_along_axis(tangents[0], _order(y), axis=y["axis"])


# --- cotangents -----------------------------------------------------------------------------------------------------


def _sum_back(y: Node, ct: Array) -> Tangents:
    return (broadcast_to(with_axes(ct, y), y.inputs[0].shape),)


def _where_back(y: Node, ct: Array) -> Tangents:
    condition = Recorded(y.inputs[0])
    return None, xp.where(condition, ct, 0.0), xp.where(condition, 0.0, ct)


def _matmul_back(y: Node, ct: Array) -> Tangents:
    a, b = map(Recorded, y.inputs)
    return xp.matmul(ct, xp.matrix_transpose(b)), xp.matmul(xp.matrix_transpose(a), ct)


def _extreme_back(y: Node, ct: Array) -> Tangents:
    return (with_axes(ct, y) * _shares(y),)


def _sorted_back(y: Node, ct: Array) -> Tangents:
    inverse = xp.argsort(_order(y), axis=y["axis"])
    return (xp.take_along_axis(ct, inverse, axis=y["axis"]),)


def _reshaped_back(y: Node, ct: Array) -> Tangents:
    return (Recorded(record("reshape", ct.node, *map(length_node, y.inputs[0].shape))),)


def _permuted_back(y: Node, ct: Array) -> Tangents:
    return (xp.permute_dims(ct, tuple(sorted(range(y.rank), key=y["axes"].__getitem__))),)


def _indexed_back(y: Node, ct: Array) -> Tangents:
    x, index = y.inputs[0], y["index"]
    if Ellipsis not in index:
        index = (*index, Ellipsis)
    ct = ct[
        tuple(0 if i is None else None if type(i) is int else slice(None) if i is not Ellipsis else i for i in index)
    ]
    parts = [i for i in index if i is not None]
    at = parts.index(Ellipsis)
    parts[at : at + 1] = [slice(None)] * (x.rank - len(parts) + 1)
    for axis, (i, whole) in enumerate(zip(parts, x.shape, strict=True)):
        if i == slice(None):
            continue
        if isinstance(i, slice) and i.step not in (None, 1):
            raise NotTraced("the derivative of a slice with steps")
        first = i.start if isinstance(i, slice) else i
        before = bound(length_node(whole), first, constant(0))
        ct = padded(ct, axis, before["value"] if before.op == "constant" else before, whole)
    return (ct,)


def _joined_back(y: Node, ct: Array) -> Tangents:
    found, start = [], constant(0)
    for x in y.inputs:
        length = length_node(x.shape[y["axis"]])
        found.append(Recorded(record("narrow", ct.node, start, length, axis=y["axis"])))
        start = scalar_node("add", start, length)
    return found


def _stacked_back(y: Node, ct: Array) -> Tangents:
    before = (slice(None),) * y["axis"]
    return [ct[(*before, i)] for i in range(len(y.inputs))]


def _flipped_back(y: Node, ct: Array) -> Tangents:
    return (xp.flip(ct, axis=y["axis"]),)


def _cumulative_back(y: Node, ct: Array) -> Tangents:
    axis = y["axis"]
    return (xp.flip(xp.cumulative_sum(xp.flip(ct, axis=axis), axis=axis), axis=axis),)


def _same_back(y: Node, ct: Array) -> Tangents:
    return (Recorded(record(y.op, ct.node, **dict(y.attributes))),)


def _taken_along_back(y: Node, ct: Array) -> Tangents:
    x, index = map(Recorded, y.inputs)
    axis = y["axis"]
    if axis != x.ndim - 1:
        raise NotTraced("the derivative of what is taken along another axis than the last")
    here = index[..., None] == xp.index_range(x, axis, index.dtype)
    return summed_to(xp.sum(xp.where(here, ct[..., None], 0.0), axis=-2), x.node.shape), None


def _taken_back(y: Node, ct: Array) -> Tangents:
    x, index = map(Recorded, y.inputs)
    if x.ndim != 1:
        raise NotTraced("the derivative of what is taken from an array of several axes")
    here = index[..., None] == xp.index_range(x, 0, index.dtype)
    return xp.sum(xp.where(here, ct[..., None], 0.0), axis=0), None


def _full_back(y: Node, ct: Array) -> Tangents:
    whole = xp.sum(ct)
    return (whole,) if y.op == "full" else (None, whole)


def _named_back(y: Node, ct: Array) -> Tangents:
    return (ct,)


def _cast_back(y: Node, ct: Array) -> Tangents:
    return (xp.astype(ct, y.inputs[0].dtype),)


def _full(y: Node, tangents: Tangents) -> Tangent:
    t = tangents[0 if y.op == "full" else 1]
    return None if t is None else broadcast_to(xp.astype(t, y.dtype), y.shape)


TANGENTS: dict[str, Callable[[Node, Tangents], Tangent]] = {
    **dict.fromkeys(("sum", "reshape", "broadcast_to", "permute_dims", "getitem", "narrow", "flip"), _again),
    **dict.fromkeys(("cumulative_sum", "tril", "triu", "take", "take_along_axis", "astype"), _again),
    **dict.fromkeys(("concat", "stack"), _each),
    **dict.fromkeys(("max", "min"), _extreme),
    **dict.fromkeys(("full", "full_like"), _full),
    "where": _where,
    "matmul": _matmul,
    "sort": _sorted,
    "named": lambda y, tangents: tangents[0],
}
COTANGENTS: dict[str, Callable[[Node, Recorded], Tangents]] = {
    "sum": _sum_back,
    "reshape": _reshaped_back,
    "broadcast_to": lambda y, ct: (summed_to(ct, y.inputs[0].shape),),
    "permute_dims": _permuted_back,
    "getitem": _indexed_back,
    "narrow": lambda y, ct: (padded(ct, y["axis"], y.inputs[1], y.inputs[0].shape[y["axis"]]),),
    "flip": _flipped_back,
    "cumulative_sum": _cumulative_back,
    **dict.fromkeys(("tril", "triu"), _same_back),
    "take": _taken_back,
    "take_along_axis": _taken_along_back,
    "astype": _cast_back,
    "concat": _joined_back,
    "stack": _stacked_back,
    **dict.fromkeys(("max", "min"), _extreme_back),
    **dict.fromkeys(("full", "full_like"), _full_back),
    "where": _where_back,
    "matmul": _matmul_back,
    "sort": _sorted_back,
    "named": _named_back,
}

# What does not change with its inputs' numbers, or only by jumps.
CONSTANT = frozenset(
    (
        *("equal", "not_equal", "less", "less_equal", "greater", "greater_equal", "isnan", "isinf", "isfinite"),
        *("floor", "ceil", "round", "trunc", "sign", "floor_divide", "any", "all", "argmax", "argmin", "argsort"),
        *("index_range", "arange", "bitwise_and", "bitwise_or", "bitwise_xor", "bitwise_invert"),
    )
)
