"""Rules that hold for every graph and change no bit of a result, and lengths that are known to be equal.

Equal nodes are one object anyway: see `nodes`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .arithmetic import scalar_node
from .nodes import Node, Shape, in_order, length_of, node

Rule = Callable[[Node], "Node | None"]
Canonical = Callable[[Node], Node]


def simplified(outputs: Mapping[str, Node], canonical: Canonical) -> dict[str, Node]:
    """The outputs of a graph in which the rules have been applied."""
    made: dict[Node, Node] = {}
    for x in in_order(outputs.values()):
        made[x] = _simple(_renewed(x, made, canonical), canonical)
    return {name: made[x] for name, x in outputs.items()}


def _renewed(x: Node, made: Mapping[Node, Node], canonical: Canonical) -> Node:
    """The node of the new inputs, with one length for all that are equal."""
    if x.is_scalar:
        if not x.inputs or x.op == "named":
            return canonical(x)
        return scalar_node(x.op, *(made[i] for i in x.inputs))
    if x.op == "input":
        return x
    return node(x.op, (made[i] for i in x.inputs), x.attributes, x.dtype, _shape(x, canonical))


def _shape(x: Node, canonical: Canonical) -> Shape:
    return tuple(length_of(canonical(n)) if isinstance(n, Node) else n for n in x.shape)


def _simple(x: Node, canonical: Canonical) -> Node:
    rule = RULES.get(x.op)
    found = rule(x) if rule is not None else None
    return x if found is None or found.dtype != x.dtype or _shape(found, canonical) != x.shape else found


def is_constant(x: Node, value: float) -> bool:
    """Whether it is that number, or an array of it; 0.0 is not -0.0."""
    if x.op in ("full", "full_like"):
        return is_constant(x.inputs[-1] if x.op == "full_like" else x.inputs[0], value)
    return x.op == "constant" and x["value"] == value and str(float(x["value"])) == str(float(value))


def _multiply(x: Node) -> Node | None:
    a, b = x.inputs
    return b if is_constant(a, 1.0) else a if is_constant(b, 1.0) else None


def _divide(x: Node) -> Node | None:
    return x.inputs[0] if is_constant(x.inputs[1], 1.0) else None


def _subtract(x: Node) -> Node | None:
    return x.inputs[0] if is_constant(x.inputs[1], 0.0) else None


def _twice(x: Node) -> Node | None:
    (y,) = x.inputs
    return y.inputs[0] if y.op == x.op else None


def _where(x: Node) -> Node | None:
    _, a, b = x.inputs
    return a if a is b else None


def _itself(x: Node) -> Node | None:
    """An operation that changes nothing where dtype and shape stay the same."""
    return x.inputs[0]


def _permuted(x: Node) -> Node | None:
    return x.inputs[0] if x["axes"] == tuple(range(x.rank)) else None


def _indexed(x: Node) -> Node | None:
    whole = all(i is Ellipsis or i == slice(None) for i in x["index"])
    return x.inputs[0] if whole else None


RULES: dict[str, Rule] = {
    "multiply": _multiply,
    "divide": _divide,
    "subtract": _subtract,
    "negative": _twice,
    "bitwise_invert": _twice,
    "where": _where,
    "astype": _itself,
    "reshape": _itself,
    "broadcast_to": _itself,
    "permute_dims": _permuted,
    "getitem": _indexed,
}
