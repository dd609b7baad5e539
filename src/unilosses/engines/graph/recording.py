"""What is noted while a graph is recorded: guards, and lengths that were found equal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from .arithmetic import scalar_node, scalar_value
from .nodes import WHOLE, Length, Node, NotTraced, Shape, in_order, length_node, length_of


class Recording:
    """The numbers of the call at hand, by their nodes, and what was asked of them."""

    def __init__(self, known: Mapping[Node, Any], floating: str, index: str, wide: bool) -> None:
        self.known = dict(known)
        self.floating, self.index, self.wide = floating, index, wide  # see `Facts`
        self.guards: dict[Node, bool] = {}
        self.aliases: dict[Node, Node] = {}
        self.conditions: list[Any] = []
        """What data must meet, as recorded arrays of truths."""
        self._rank = {x: i for i, x in enumerate(self.known)}

    def value(self, x: Node) -> Any:
        """The number that a node stands for in the call at hand."""
        return scalar_value(x, self.known)

    def canonical(self, x: Node) -> Node:
        """The node that stands for all those of equal numbers."""
        while x in self.aliases:
            x = self.aliases[x]
        if not x.is_scalar or not x.inputs or x.op == "named":
            return x
        return scalar_node(x.op, *map(self.canonical, x.inputs))

    def canonical_shape(self, shape: Iterable[Length]) -> Shape:
        """A shape in which equal lengths are one node."""
        return tuple(length_of(self.canonical(x)) if isinstance(x, Node) else x for x in shape)

    def decide(self, op: str, a: Node, b: Node) -> bool:
        """The outcome of a comparison, which becomes a guard unless it is the same in every call."""
        a, b = self.canonical(a), self.canonical(b)
        if a is b and a.dtype == WHOLE:
            return op in ("equal", "less_equal", "greater_equal")
        asked = scalar_node(op, a, b)
        if asked.op == "constant":
            return bool(asked["value"])
        outcome = self.guards[asked] = bool(self.value(asked))
        if op in ("equal", "not_equal") and outcome == (op == "equal") and a.dtype == b.dtype == WHOLE:
            self._unite(a, b)
        return outcome

    def _unite(self, a: Node, b: Node) -> None:
        """From here on, one of two equal lengths stands for both: a constant, or that of the earlier input."""
        first, second = sorted((a, b), key=lambda x: -1 if x.op == "constant" else self._rank.get(x, len(self._rank)))
        for old, new in ((second, first), (first, second)):
            if old.op == "length" and old not in in_order([new]):
                self.aliases[old] = new
                return

    def are_equal(self, a: Length, b: Length) -> bool:
        """Whether two lengths are the same number."""
        return a is b or self.decide("equal", length_node(a), length_node(b))


_CURRENT: ContextVar[Recording | None] = ContextVar("unilosses_recording", default=None)


def current() -> Recording:
    """The recording that goes on."""
    found = _CURRENT.get()
    if found is None:
        raise NotTraced("nothing is being recorded")
    return found


@contextmanager
def recording(known: Mapping[Node, Any], floating: str, index: str, wide: bool) -> Iterator[Recording]:
    """A block in which operations on recorded arrays make nodes, and questions about numbers make guards."""
    made = Recording(known, floating, index, wide)
    token = _CURRENT.set(made)
    try:
        yield made
    finally:
        _CURRENT.reset(token)
