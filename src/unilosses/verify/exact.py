"""Our losses in 50 digits, from their graphs: the truth where no file has one."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from ..definition.definition import LossSpec
from ..definition.options import Options
from ..engines import NotTraced, graph_of, split
from ..engines.interpreter.digits import truth

Array: TypeAlias = np.ndarray[Any, Any]
# The nearest float64 numbers, and what they leave.
Parted: TypeAlias = tuple[Array, Array]


def in_digits(
    spec: LossSpec, arrays: Sequence[Array], params: Mapping[str, Any], wrt: Sequence[int], *, stated: bool = True
) -> tuple[Parted, list[Parted]]:
    """The unreduced loss, and the gradients of its sum: those that it states, where it does, or those of its value.

    LookupError, with the reason, if they cannot be had.
    """
    if importlib.util.find_spec("mpmath") is None:
        raise LookupError("numbers of 50 digits are mpmath's: pip install mpmath")
    wide = tuple(x if x.dtype.kind in "iub" else x.astype(np.float64) for x in arrays)
    options = Options(reduction=spec.default_reduction if spec.penalty else "none")
    own = {k: v for k, v in params.items() if k in spec.params}
    try:
        facts, inputs = split(spec, wide, {**spec.params, **own}, options, wanted=tuple(wrt), stated=stated)
        found = truth(graph_of(facts, inputs), inputs)
    except NotTraced as reason:
        raise LookupError(f"there is no graph of {spec.name}: {reason}") from reason
    return found["value"], [found[f"gradient of {spec.arrays[i]}"] for i in wrt]
