"""The one path from a public function to its number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .problem import Options, Problem
from .reduction import divisor, reduced
from .typing import Array

if TYPE_CHECKING:
    from .spec import LossSpec


def call(spec: LossSpec, arrays: tuple[Any, ...], params: dict[str, Any], options: Options) -> Array:
    """Evaluate a loss: make the arguments ready, evaluate the kernel with its gradient attached, reduce."""
    p = Problem(spec, arrays, params, options)
    return reduced(p, p.backend.apply(spec.rule, p.xp, p.arrays, p.params, p.gate), divisor(p))
