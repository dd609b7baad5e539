"""Numbers and lengths while a graph is recorded: they compute as Python's do, and what is asked of them is noted.

A comparison is answered for the call at hand and becomes a guard: the graph holds for all calls that answer alike.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .arithmetic import scalar_node
from .nodes import WHOLE, Length, Node, NotTraced, constant, length_node
from .recording import current

_METHODS = {
    **{name: name for name in ("add", "pow")},
    "sub": "subtract",
    "mul": "multiply",
    "truediv": "divide",
    "floordiv": "floor_divide",
    "mod": "remainder",
}


class Scalar:
    """A number that depends on the inputs."""

    __slots__ = ("node",)

    def __init__(self, found: Node) -> None:
        self.node = found

    def __bool__(self) -> bool:
        return current().decide("not_equal", self.node, constant(0))

    def __hash__(self) -> int:
        raise NotTraced("a number is looked up by its value")

    def __float__(self) -> float:
        raise NotTraced("a number or a length becomes a float of Python's")

    def __index__(self) -> int:
        raise NotTraced("a length decides a loop, or becomes an int of Python's")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {current().value(self.node)}>"

    def __abs__(self) -> Any:
        return visible(scalar_node("abs", self.node))

    def __neg__(self) -> Any:
        return visible(scalar_node("negative", self.node))


class Number(Scalar):
    """A parameter's number, or what is computed from it. It passes for a float, as kernels ask for the type."""

    __slots__ = ()

    @property  # type: ignore[misc]  # as mocks do
    def __class__(self) -> type:
        return float


class Size(Scalar):
    """A length, or what is computed from lengths."""

    __slots__ = ()


def is_scalar(x: Any) -> bool:
    return issubclass(type(x), Scalar | bool | int | float)


def as_node(x: Any) -> Node:
    """The node of a number of Python's, or of a recorded one."""
    return x.node if issubclass(type(x), Scalar) else constant(x)


def visible(found: Node) -> Any:
    """A number as kernels meet it: a constant is Python's own."""
    if found.op == "constant":
        return found["value"]
    return (Size if found.dtype == WHOLE else Number)(found)


def visible_length(length: Length) -> Any:
    return visible(current().canonical(length_node(length)))


def _arithmetic(op: str, swapped: bool) -> Callable[[Scalar, Any], Any]:
    def method(self: Scalar, other: Any) -> Any:
        if not is_scalar(other):
            return NotImplemented
        both = (as_node(other), self.node) if swapped else (self.node, as_node(other))
        return visible(scalar_node(op, *both))

    return method


def _comparison(op: str) -> Callable[[Scalar, Any], Any]:
    def method(self: Scalar, other: Any) -> Any:
        return current().decide(op, self.node, as_node(other)) if is_scalar(other) else NotImplemented

    return method


for _name, _op in _METHODS.items():
    setattr(Scalar, f"__{_name}__", _arithmetic(_op, swapped=False))
    setattr(Scalar, f"__r{_name}__", _arithmetic(_op, swapped=True))
for _name, _op in {
    "eq": "equal",
    "ne": "not_equal",
    "lt": "less",
    "le": "less_equal",
    "gt": "greater",
    "ge": "greater_equal",
}.items():
    setattr(Scalar, f"__{_name}__", _comparison(_op))
