"""The one path from a public function to its number."""

from __future__ import annotations

from typing import Any

from ..definition.definition import LossSpec
from ..definition.options import Options
from ..settings import PLAIN_ENGINES, engine_name
from .engine import served
from .penalty import call_penalty
from .prepare import prepare
from .reduction import divisor, reduced


def evaluate(spec: LossSpec, arrays: tuple[Any, ...], params: dict[str, Any], options: Options) -> Any:
    """Evaluate a loss: make the arguments ready, evaluate the kernel with its gradient attached, reduce."""
    if engine_name() not in PLAIN_ENGINES:
        value = served(spec, arrays, params, options)
        if value is not None:
            return value
    if spec.penalty:
        return call_penalty(spec, arrays[0], params, options)
    p = prepare(spec, arrays, params, options)
    return reduced(p, p.backend.apply(spec.rule, p.xp, p.arrays, p.params, p.gate), divisor(p))
