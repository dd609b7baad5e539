"""Reverse mode: from a cotangent of the result to those of the arrays that it depends on."""

from __future__ import annotations

from collections.abc import Sequence

from ...typing import Array
from ..graph import Node, NotTraced
from ..graph.arrays import Recorded, array_or_number
from .active import active_nodes, changing
from .linear import COTANGENTS, Tangent, Tangents, summed_to
from .partials import PARTIALS, times


def pullback(y: Node, arrays: Sequence[Node], cotangent: Array) -> list[Tangent]:
    """For each array the gradient of sum(cotangent * y); None where y does not depend on it."""
    active = active_nodes([y], arrays)
    known = set(active)
    found: dict[Node, Array] = {y: cotangent}
    for x in reversed(active):
        if x not in found or x in arrays:
            continue
        for i, ct in zip(changing(x), _back(x, found[x]), strict=False):
            if ct is not None and i in known:
                found[i] = found[i] + ct if i in found else ct
    return [found.get(x) if x in known else None for x in arrays]


def _back(y: Node, ct: Array) -> Tangents:
    """The cotangents of a node's inputs."""
    if y.op in COTANGENTS:
        given = COTANGENTS[y.op](y, ct)
        given = given[1:] if y.op == "full_like" else given
    elif y.op in PARTIALS:
        factors = PARTIALS[y.op](Recorded(y), *map(array_or_number, y.inputs))
        given = [None if f is None else times(ct, f) for f in factors]
    else:
        raise NotTraced(f"there is no derivative of {y.op}")
    pairs = zip(changing(y), given, strict=False)
    return [None if g is None or x.is_scalar else summed_to(g, x.shape) for x, g in pairs]
