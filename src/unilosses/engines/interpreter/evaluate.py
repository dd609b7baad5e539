"""A graph, evaluated node by node; a value is let go of behind its last use."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from ...backends.library import library_of
from ...typing import Array, Namespace
from ..graph import Graph, Inputs, Node, numbers_of
from ..graph.arithmetic import SCALAR
from ..graph.dtypes import name_of
from ..graph.nodes import in_order
from .operations import Place, apply


def evaluate(
    graph: Graph, xp: Namespace, inputs: Inputs, wanted: Iterable[str] | None = None, known: Mapping[Node, Any] = {}
) -> dict[str, Array]:
    """The outputs of a graph, all of them or those wanted.

    The inputs are arrays of the namespace `xp`, and numbers. `known` are values of nodes that are not computed again:
    sums over all blocks, for example, where the inputs are a block of rows.
    """
    names = tuple(graph.outputs if wanted is None else wanted)
    return dict(zip(names, values_of(graph, xp, inputs, [graph.outputs[name] for name in names], known), strict=True))


def values_of(
    graph: Graph, xp: Namespace, inputs: Inputs, nodes: Iterable[Node], known: Mapping[Node, Any] = {}
) -> list[Any]:
    """The values of some nodes of a graph."""
    nodes = tuple(nodes)
    like = next(x for x in inputs.values() if hasattr(x, "dtype"))
    own = {name_of(x.dtype): x.dtype for x in inputs.values() if hasattr(x, "dtype") and "bfloat16" in str(x.dtype)}
    if not hasattr(xp, "bfloat16"):  # as bits: where they are met here, there are none
        own.setdefault("bfloat16", xp.float32)
    place = Place(library_of(like, "the first input"), xp, like, own)
    values: dict[Node, Any] = {**numbers_of(graph.inputs, inputs), **known}
    values.update((x, inputs[name]) for name, x in graph.inputs.items() if x not in values)
    with np.errstate(all="ignore"):  # a branch that is not taken may divide by 0
        for x, last_used in _plan(nodes, frozenset(known)):
            if x not in values:
                values[x] = _value(place, x, values)
            for y in last_used:
                del values[y]
    return [values[x] for x in nodes]


def _value(place: Place, x: Node, values: Mapping[Node, Any]) -> Any:
    if x.op == "constant":
        return x["value"]
    inputs = [values[i] for i in x.inputs]
    return SCALAR[x.op](*inputs) if x.is_scalar else apply(place, x, *inputs)


@lru_cache(maxsize=256)
def _plan(nodes: tuple[Node, ...], known: Collection[Node]) -> list[tuple[Node, tuple[Node, ...]]]:
    """The nodes that some need, in order, each with those that nobody needs behind it."""
    order, seen = [], set(nodes)
    for x in reversed(list(in_order(nodes, known))):
        last = tuple(y for y in dict.fromkeys(x.inputs) if y not in seen and x not in known)
        seen.update(last)
        order.append((x, last))
    return order[::-1]
