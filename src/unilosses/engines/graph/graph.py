"""A graph: a whole call as nodes, from its inputs to its outputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .arithmetic import scalar_value
from .facts import Inputs
from .nodes import Node, Shape, in_order


@dataclass(frozen=True, eq=False)
class Graph:
    """What a call computes.

    It holds for every call of the same facts whose numbers and lengths answer the guards alike.
    """

    inputs: Mapping[str, Node]
    """By name, in the order of the call: arrays and numbers."""
    outputs: Mapping[str, Node]
    """"value"; "valid", whether all labels are classes; by argument "gradient of pred"; "hessian"."""
    guards: Mapping[Node, bool] = field(default_factory=dict)
    """Comparisons of numbers and lengths, and their outcomes."""
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    """Of the inputs that are arrays, with one node for all lengths that are equal."""

    @cached_property
    def order(self) -> tuple[Node, ...]:
        """All nodes, each behind its inputs."""
        return tuple(in_order(self.outputs.values()))

    @cached_property
    def arrays(self) -> tuple[Node, ...]:
        """Those of the nodes that are computed arrays."""
        return tuple(x for x in self.order if not x.is_scalar and x.op != "input")

    def holds(self, inputs: Inputs) -> bool:
        """Whether these inputs answer the guards as those did for which the graph was recorded."""
        known = numbers_of(self.inputs, inputs)
        return all(bool(scalar_value(asked, known)) == outcome for asked, outcome in self.guards.items())

    def __iter__(self) -> Iterator[Node]:
        return iter(self.order)


def numbers_of(nodes: Mapping[str, Node], inputs: Inputs) -> dict[Node, Any]:
    """The numbers and the lengths that a call's inputs give, by their nodes."""
    known: dict[Node, Any] = {}
    for name, found in nodes.items():
        x = inputs[name]
        if found.is_scalar:
            known[found] = x
        else:
            known |= {k: n for k, n in zip(found.shape, x.shape, strict=True) if isinstance(k, Node)}
    return known
