"""What torch.compile is told about a function, without importing torch."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

F = TypeVar("F", bound=Callable[..., object])


def untraced(function: F) -> F:
    """Have torch.compile run the function as it is, once, and take its result for a constant.

    It is what torch.compiler.assume_constant_result does. Dynamo cannot trace a ContextVar, for example.
    """
    function._dynamo_marked_constant = True  # type: ignore[attr-defined]  # a mark on a function
    return function
