"""Nodes: what is computed, from what, of which type and shape. Equal nodes are one object."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias
from weakref import WeakValueDictionary

# The types of nodes that are no arrays but Python's: float, int and bool.
NUMBER, WHOLE, TRUTH = "number", "whole", "truth"
SCALARS = (NUMBER, WHOLE, TRUTH)

Attributes: TypeAlias = tuple[tuple[str, Any], ...]
Length: TypeAlias = "int | Node"
Shape: TypeAlias = "tuple[Length, ...]"


class NotTraced(Exception):
    """The kernel does what the graph has no word for; the reference evaluates it."""


class Refused(NotTraced):
    """The call is wrong, of which nothing follows for other calls; the reference says what is wrong."""


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Node:
    """A value of a graph. `node` makes them, so that two of them are equal where they are one object."""

    op: str
    inputs: tuple[Node, ...]
    attributes: Attributes
    dtype: str
    """The dtype of an array, by its name; or `NUMBER`, `WHOLE`, `TRUTH`."""
    shape: Shape
    """The lengths of an array's axes: those that depend on the inputs are nodes of type `WHOLE`."""

    def __getitem__(self, name: str) -> Any:
        """A static attribute by its name; None if there is none."""
        return dict(self.attributes).get(name)

    def __repr__(self) -> str:
        inside = [f"{k}={v!r}" for k, v in self.attributes]
        return f"<{self.op}({', '.join(inside)}) of {len(self.inputs)}: {self.dtype}, rank {self.rank}>"

    @property
    def rank(self) -> int:
        return len(self.shape)

    @property
    def is_scalar(self) -> bool:
        """Whether it is a number of Python's; an array of no axes is none."""
        return self.dtype in SCALARS


_NODES: WeakValueDictionary[Any, Node] = WeakValueDictionary()


def node(op: str, inputs: Iterable[Node], attributes: Attributes, dtype: str, shape: Shape) -> Node:
    """The node of that description."""
    inputs = tuple(inputs)
    # The attributes by their text, in which 1, 1.0 and True differ, as do 0.0 and -0.0.
    key = (op, inputs, repr(attributes), dtype, shape)
    found = _NODES.get(key)
    if found is None:
        found = _NODES[key] = Node(op, inputs, attributes, dtype, shape)
    return found


def constant(value: float) -> Node:
    """A number of Python's."""
    dtype = TRUTH if isinstance(value, bool) else WHOLE if isinstance(value, int) else NUMBER
    return node("constant", (), (("value", value),), dtype, ())


def number_input(name: str) -> Node:
    """A parameter's number."""
    return node("input", (), (("name", name),), NUMBER, ())


def length_input(name: str, axis: int) -> Node:
    """The length of an axis of an input."""
    return node("length", (), (("name", name), ("axis", axis)), WHOLE, ())


def array_input(name: str, dtype: str, rank: int) -> Node:
    """An array that a program is given."""
    return node("input", (), (("name", name),), dtype, tuple(length_input(name, axis) for axis in range(rank)))


def length_node(length: Length) -> Node:
    return length if isinstance(length, Node) else constant(length)


def length_of(found: Node) -> Length:
    """A length as shapes hold it: a constant is an int."""
    return int(found["value"]) if found.op == "constant" else found


def in_order(outputs: Iterable[Node], known: Collection[Node] = ()) -> Iterator[Node]:
    """The nodes that the outputs need, each once, and behind its inputs; what is known needs nothing."""
    done: set[Node] = set()
    stack = [(x, False) for x in reversed(tuple(outputs))]
    while stack:
        x, inputs_done = stack.pop()
        if x in done:
            continue
        if inputs_done or x in known:
            done.add(x)
            yield x
        else:
            stack.append((x, True))
            stack.extend((i, False) for i in reversed(x.inputs))
