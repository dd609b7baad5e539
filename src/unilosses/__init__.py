"""Loss functions, each written once: the same values and gradients in NumPy, PyTorch, JAX and any array-API library."""

from typing import Any as _Any

from .accumulator import Accumulator
from .backends.protocol import NoGradientError
from .decorator import loss, penalty
from .definition.catalogue import LOSSES as _LOSSES
from .definition.kinds import (
    NONNEGATIVE,
    POSITIVE,
    REAL,
    UNIT,
    AnyNumbers,
    BinaryLabels,
    Choice,
    ClassLabels,
    ClassMask,
    Clip,
    Domain,
    Flag,
    Interval,
    Optional,
    PerClass,
    PerRow,
    SignedLabels,
)
from .definition.registry import find as _find
from .definition.registry import get, list_losses
from .explain import explain
from .gradient import value_and_grad
from .hessian import value_grad_hess
from .labels import smooth_labels
from .objects import Loss, Objective, Sum, from_config
from .settings import checks, engine, precision, set_num_threads
from .warm_up import warm_up

__version__ = "0.1.0"

# Every loss by its name, its class's name and its aliases. The file of a loss is loaded when it is first asked for.
_OF_LOSSES = {
    name: loss_name for loss_name, entry in _LOSSES.items() for name in (loss_name, entry.class_name, *entry.aliases)
}

__all__ = [
    "NONNEGATIVE",
    "POSITIVE",
    "REAL",
    "UNIT",
    "Accumulator",
    "AnyNumbers",
    "BinaryLabels",
    "Choice",
    "ClassLabels",
    "ClassMask",
    "Clip",
    "Domain",
    "Flag",
    "Interval",
    "Loss",
    "NoGradientError",
    "Objective",
    "Optional",
    "PerClass",
    "PerRow",
    "SignedLabels",
    "Sum",
    "checks",
    "engine",
    "explain",
    "from_config",
    "get",
    "list_losses",
    "loss",
    "penalty",
    "precision",
    "set_num_threads",
    "smooth_labels",
    "value_and_grad",
    "value_grad_hess",
    "warm_up",
]
__all__ += sorted(_OF_LOSSES)


def __getattr__(name: str) -> _Any:
    if name not in _OF_LOSSES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    spec = _find(_OF_LOSSES[name])
    globals()[name] = found = spec.cls if name == spec.class_name else spec.function  # asked for only once
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
