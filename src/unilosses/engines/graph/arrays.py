"""Arrays while a graph is recorded: every operation makes a node."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .nodes import Node, NotTraced
from .operations import record
from .scalars import as_node, is_scalar, visible, visible_length

OPERATORS = {
    "add": "add",
    "sub": "subtract",
    "mul": "multiply",
    "truediv": "divide",
    "floordiv": "floor_divide",
    "mod": "remainder",
    "pow": "pow",
    "matmul": "matmul",
    "and": "bitwise_and",
    "or": "bitwise_or",
    "xor": "bitwise_xor",
}
COMPARISONS = {
    "eq": "equal",
    "ne": "not_equal",
    "lt": "less",
    "le": "less_equal",
    "gt": "greater",
    "ge": "greater_equal",
}
UNARY = {"neg": "negative", "abs": "abs", "invert": "bitwise_invert"}


class Recorded:
    """An array that is a node."""

    __slots__ = ("__weakref__", "node")
    __array_ufunc__ = None  # NumPy leaves operators between its arrays and these to these
    __hash__ = None  # type: ignore[assignment]

    device = None

    def __init__(self, found: Node) -> None:
        self.node = found

    @property
    def dtype(self) -> str:
        return self.node.dtype

    @property
    def ndim(self) -> int:
        return self.node.rank

    @property
    def shape(self) -> tuple[Any, ...]:
        return tuple(map(visible_length, self.node.shape))

    def __repr__(self) -> str:
        return f"<Recorded {self.node!r}>"

    def __bool__(self) -> bool:
        raise NotTraced("the kernel looks at data")

    def __float__(self) -> float:
        raise NotTraced("the kernel looks at data")

    def __index__(self) -> int:
        raise NotTraced("the kernel looks at data")

    def __iter__(self) -> Any:
        raise NotTraced("the kernel goes through an array in Python")

    def __getitem__(self, index: Any) -> Recorded:
        parts = index if isinstance(index, tuple) else (index,)
        for part in parts:
            fixed = part is None or part is Ellipsis or type(part) is int
            if isinstance(part, slice):
                fixed = all(x is None or type(x) is int for x in (part.start, part.stop, part.step))
            if not fixed:
                raise NotTraced("an index that depends on the inputs")
        return Recorded(record("getitem", self.node, index=parts))


def operand(x: Any) -> Node:
    """The node of an argument: a recorded array, or a number."""
    if isinstance(x, Recorded):
        return x.node
    if is_scalar(x):
        return as_node(x)
    raise NotTraced(f"an argument of type {type(x).__name__}")


def array_or_number(found: Node) -> Any:
    """A node as kernels meet it."""
    return visible(found) if found.is_scalar else Recorded(found)


def _operator(op: str, swapped: bool = False) -> Callable[..., Recorded]:
    def method(self: Recorded, *others: Any) -> Recorded:
        rest = [operand(x) for x in others]
        return Recorded(record(op, *((*rest, self.node) if swapped else (self.node, *rest))))

    return method


for _name, _op in OPERATORS.items():
    setattr(Recorded, f"__{_name}__", _operator(_op))
    setattr(Recorded, f"__r{_name}__", _operator(_op, swapped=True))
for _name, _op in (COMPARISONS | UNARY).items():
    setattr(Recorded, f"__{_name}__", _operator(_op))
