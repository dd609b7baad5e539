"""Gradients that neither a loss states nor a library has: those of the graph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..backends.protocol import NoGradientError
from ..call.prepared import Prepared
from ..definition.options import Options
from ..settings import exact
from ..typing import Array
from .graph import NotTraced, split
from .interpreter import evaluate
from .memory import graph_of


def gradients(
    p: Prepared, arrays: tuple[Any, ...], params: dict[str, Any], options: Options, wanted: Sequence[int | str]
) -> tuple[Array, ...]:
    """The gradients of a call by arrays of some positions, and by parameters of some names; `p` is the same call."""
    spec = p.spec
    try:
        facts, inputs = split(spec, arrays, params, options, wanted=tuple(wanted), wide=exact())
        graph = graph_of(facts, inputs)
    except NotTraced as reason:
        raise NoGradientError(
            f"{spec.name} states no partial derivative for this argument, and its kernel cannot be differentiated here "
            f"({reason}): give it one with @{spec.name}.partials, or use PyTorch or JAX arrays"
        ) from reason
    names = [f"gradient of {spec.arrays[i] if isinstance(i, int) else i}" for i in wanted]
    found = evaluate(graph, p.xp, inputs, names)
    return tuple(found[name] for name in names)
