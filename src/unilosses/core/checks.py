"""Whether labels are compared with the number of classes, where the host can read them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

from ..backends.tracing import untraced

_CHECKS: ContextVar[bool] = ContextVar("unilosses_checks", default=True)


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
def enabled() -> bool:
    return _CHECKS.get()
