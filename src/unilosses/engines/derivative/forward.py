"""Forward mode: from tangents of some arrays to those of results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...typing import Array
from ..graph import Node, NotTraced
from ..graph.arrays import Recorded, array_or_number
from .active import active_nodes
from .linear import TANGENTS, Tangent, Tangents, broadcast_to
from .partials import PARTIALS, times


def pushforward(outputs: Sequence[Node], tangents: Mapping[Node, Array]) -> list[Tangent]:
    """For each output its tangent, where arrays move along theirs; None where it does not move."""
    found = dict(tangents)
    for y in active_nodes(outputs, tangents):
        if y not in found:
            along = _along(y, [found.get(x) for x in y.inputs])
            if along is not None:
                found[y] = along
    return [found.get(y) for y in outputs]


def _along(y: Node, tangents: Tangents) -> Tangent:
    if all(t is None for t in tangents):
        return None
    if y.op in TANGENTS:
        return TANGENTS[y.op](y, tangents)
    if y.op not in PARTIALS:
        raise NotTraced(f"there is no derivative of {y.op}")
    factors = PARTIALS[y.op](Recorded(y), *map(array_or_number, y.inputs))
    terms = [times(t, f) for t, f in zip(tangents, factors, strict=True) if t is not None and f is not None]
    if not terms:
        return None
    found = terms[0]
    for term in terms[1:]:
        found = found + term
    return broadcast_to(found, y.shape)
