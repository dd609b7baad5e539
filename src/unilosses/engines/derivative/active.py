"""Which nodes change with which others."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ..graph import Node
from ..graph.dtypes import kind
from ..graph.nodes import in_order
from .linear import CONSTANT


def active_nodes(outputs: Iterable[Node], of: Collection[Node]) -> list[Node]:
    """The nodes that change with some others, in order, those among them."""
    found: dict[Node, None] = {}
    for x in in_order(outputs):
        can = not x.is_scalar and kind(x.dtype) == 2 and x.op not in CONSTANT
        if x in of or (can and any(i in found for i in changing(x))):
            found[x] = None
    return list(found)


def changing(x: Node) -> tuple[Node, ...]:
    """The inputs whose numbers count: of some there is but the shape, and what is named is computed from the first."""
    if x.op == "full_like":
        return x.inputs[1:]
    return x.inputs[:1] if x.op == "named" else x.inputs
