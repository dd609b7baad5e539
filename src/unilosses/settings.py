"""What holds within a `with` block: the precision of the losses, and the check of class labels."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Literal

from .backends.registry import imported_backends
from .backends.tracing import untraced

_EXACT: ContextVar[bool] = ContextVar("unilosses_exact", default=False)
_CHECKS: ContextVar[bool] = ContextVar("unilosses_checks", default=True)


@contextmanager
def precision(mode: Literal["default", "exact"]) -> Iterator[None]:
    """Choose the precision of the losses within a `with` block.

    "default" computes float32 and float64 data in their own precision, half precision in float32. "exact" computes
    float32, float16 and bfloat16 data in float64 and rounds once, and adds in an order that depends on nothing but the
    number of terms. Value and gradient are then correctly rounded where terms do not cancel to 0, and the same number
    in every library, eager and compiled, unless the truth lies within a few 2^-53 of the middle between two numbers,
    where it may be either: about one element in 10^9 of random data, one in 10^5 of data such as multiples of 2^-24. It
    costs two to six times the time. For float64 data only the order of the sums changes. JAX has no float64 unless
    `jax_enable_x64` is set: within the block it is, where JAX has been imported before.

    What a compiler traced keeps the mode that it was traced in: enter the block inside the function to be compiled, or
    before its first call.

    >>> import numpy as np, unilosses
    >>> x = np.asarray([1e8, 1.0, -1e8], dtype=np.float32)
    >>> with unilosses.precision("exact"):
    ...     print(unilosses.absolute_error(x, x * 0, reduction="sum"), unilosses.hinge(x, x * 0 + 1, reduction="sum"))
    200000000.0 100000000.0
    """
    if mode not in ("default", "exact"):
        raise ValueError(f"precision takes 'default' or 'exact', not {mode!r}")
    token = _EXACT.set(mode == "exact")
    try:
        with ExitStack() as stack:
            for backend in imported_backends() if mode == "exact" else ():
                stack.enter_context(backend.settings(float64=True))
            yield
    finally:
        _EXACT.reset(token)


@untraced
def exact() -> bool:
    return _EXACT.get()


@contextmanager
def checks(mode: Literal["on", "off"]) -> Iterator[None]:
    """Switch the range check of class labels on or off within a `with` block.

    With the check off, a label outside the classes gives NaN in its sample, as it always does under tracing and on
    accelerators. It never becomes another class's loss.

    >>> import numpy as np, unilosses
    >>> with unilosses.checks("off"):
    ...     unilosses.softmax_cross_entropy(np.zeros((2, 3)), np.asarray([0, 7]), reduction="none")
    array([1.09861229,        nan])
    """
    if mode not in ("on", "off"):
        raise ValueError(f"checks takes 'on' or 'off', not {mode!r}")
    token = _CHECKS.set(mode == "on")
    try:
        yield
    finally:
        _CHECKS.reset(token)


@untraced  # compiled code never reads labels, whatever this says
def checks_enabled() -> bool:
    return _CHECKS.get()
