"""The one path from a public function to its number."""

from __future__ import annotations

from typing import Any

from ..definition.definition import LossSpec
from ..definition.options import Options
from ..settings import engine_asked
from .engine import served, values_of
from .penalty import call_penalty
from .pieces import in_pieces
from .prepare import prepare
from .reduction import divisor, reduced


def evaluate(spec: LossSpec, arrays: tuple[Any, ...], params: dict[str, Any], options: Options) -> Any:
    """Evaluate a loss: by the engine that is asked for; or make the arguments ready, evaluate the kernel, reduce."""
    asked = engine_asked()
    if asked is not None:
        value = served(spec, asked, values_of(spec, arrays, params, options))
        if value is not None:
            return value
    return reference(spec, arrays, params, options)


def reference(spec: LossSpec, arrays: tuple[Any, ...], params: dict[str, Any], options: Options) -> Any:
    """The same by the kernel as it stands."""
    cut = in_pieces(spec, arrays, params, options)
    if cut is not None:
        return cut(evaluate)
    if spec.penalty:
        return call_penalty(spec, arrays[0], params, options)
    p = prepare(spec, arrays, params, options)
    return reduced(p, p.backend.apply(spec.rule, p.xp, p.arrays, p.params, p.gate), divisor(p))
