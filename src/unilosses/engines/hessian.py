"""The diagonal of a Hessian: the graph's gradient, differentiated along each place of a row."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from ..backends.library import device_of, index_dtype, library_of
from ..backends.protocol import NoGradientError
from ..call.prepare import prepare
from ..call.prepared import Prepared
from ..definition.definition import LossSpec
from ..definition.options import Options
from ..settings import exact
from ..typing import Array
from .graph import Graph, Inputs, Node, NotTraced, split
from .interpreter import values_of
from .memory import graph_of
from .trace import DIRECTION


def differentiated_twice(
    spec: LossSpec, arrays: tuple[Any, ...], params: dict[str, Any], options: Options
) -> tuple[Array, Array, Array]:
    """Value, gradient and the diagonal of the Hessian, both by the first array."""
    if spec.coupled or spec.event_ndim > 1:
        what = "compares the rows of a batch" if spec.coupled else "has rows of several axes"
        raise NoGradientError(f"{spec.name} {what}: the diagonal of its Hessian takes as much as all of it")
    if not hasattr(arrays[0], "dtype") and spec.penalty:
        raise NoGradientError(f"{spec.name}: value_grad_hess takes one array, not a tree")
    with library_of(arrays[0], spec.arrays[0]).backend.settings(recording=False):
        p = prepare(spec, arrays, params, options)  # for what it has to say of the arguments
        try:
            facts, inputs = split(spec, arrays, params, options, wanted=(0,), hessian=True, wide=exact())
            if spec.event_ndim:
                inputs[DIRECTION] = arrays[0]
            graph = graph_of(facts, inputs)
        except NotTraced as reason:
            raise NoGradientError(f"{spec.name}: there is no second derivative here: {reason}") from reason
        first = [graph.outputs["value"], graph.outputs[f"gradient of {spec.arrays[0]}"]]
        if not spec.event_ndim:
            value, grad, hess = values_of(graph, p.xp, inputs, [*first, graph.outputs["hessian"]])
            return value, grad, hess
        value, grad, *shared = values_of(graph, p.xp, inputs, [*first, *_before(graph)])
        known = dict(zip(_before(graph), shared, strict=True))
        return value, grad, _diagonal(p, graph, inputs, known)


def _before(graph: Graph) -> list[Node]:
    """What the second derivative along any direction needs and no direction changes."""
    moves = {graph.inputs[DIRECTION]}
    found: dict[Node, None] = {}
    for x in graph:
        if any(i in moves for i in x.inputs):
            moves.add(x)
            found |= dict.fromkeys(i for i in x.inputs if i not in moves and not i.is_scalar)
    hessian = graph.outputs["hessian"]
    return [*found, *([] if hessian in moves else [hessian])]


def _diagonal(p: Prepared, graph: Graph, inputs: Inputs, known: dict[Node, Any]) -> Array:
    """Along each class in turn, what moves of that class itself."""
    xp, x = p.xp, inputs[p.spec.arrays[0]]
    diagonal = xp.zeros_like(x)
    for hot in _classes(p, x):
        (along,) = values_of(
            graph, xp, {**inputs, DIRECTION: xp.astype(hot, x.dtype)}, [graph.outputs["hessian"]], known
        )
        diagonal = xp.where(hot, along, diagonal)
    return diagonal


def _classes(p: Prepared, x: Array) -> Iterator[Array]:
    """For each place in a row, True at that place in every row."""
    assert p.layout is not None
    xp, axes = p.xp, p.layout.axes
    ranges = []
    for axis in axes:
        places = xp.arange(x.shape[axis], dtype=index_dtype(xp), device=device_of(xp, x))
        ranges.append(xp.reshape(places, (*(1,) * axis, -1, *(1,) * (x.ndim - 1 - axis))))
    for place in itertools.product(*(range(x.shape[axis]) for axis in axes)):
        hot = xp.ones_like(x, dtype=xp.bool)
        for each, i in zip(ranges, place, strict=True):
            hot = hot & (each == i)
        yield hot
