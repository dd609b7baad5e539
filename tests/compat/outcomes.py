"""What a call of a peer's function, and of ours in its place, comes to: result, gradients, warnings, or an error."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass
class Outcome:
    value: Any = None
    gradients: Sequence[Any] = ()
    warned: frozenset[type] = frozenset()
    error: Exception | None = None

    @property
    def kind(self) -> str:
        return "a result" if self.error is None else type(self.error).__name__


def outcome(call: Callable[[], Any]) -> Outcome:
    """The result of a call, or its error; with the categories of its warnings."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            found = Outcome(value=call())
        except Exception as error:  # noqa: BLE001 - whatever the peer raises is what is asked for
            found = Outcome(error=error)
    found.warned = frozenset(w.category for w in caught)
    return found


def parameters(function: Callable[..., Any]) -> list[tuple[str, Any, Any]]:
    """Names, kinds and defaults, in order."""
    return [(p.name, p.kind, p.default) for p in inspect.signature(function).parameters.values()]
