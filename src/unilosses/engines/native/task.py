"""A call on arrays in the host's memory, with its program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from ..graph import Facts, Graph, Inputs
from ..memory import graph_of
from . import compile as compiler
from .declined import Declined
from .program import Program, program

_PROGRAMS: WeakKeyDictionary[Graph, Program | Declined] = WeakKeyDictionary()
_UNROUNDED: WeakKeyDictionary[Graph, dict[frozenset[str], Graph]] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Task:
    """What is to be computed."""

    program: Program
    facts: Facts
    inputs: Inputs

    def __call__(self, threads: int, dtypes: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The outputs; those named are float32 in place of halves."""
        return {name: np.asarray(x) for name, x in self.made(dtypes or {})(self.inputs, threads).items()}

    def made(self, dtypes: Mapping[str, str]) -> Program:
        """The program, or that whose outputs of those names are float32 in place of halves."""
        made: Program | Declined = self.program
        if dtypes:
            made = _made(self.facts, _unrounded(self.program.graph, dtypes))
        assert isinstance(made, Program)
        return made


def task_of(facts: Facts, inputs: Inputs) -> Task | Declined:
    """The task of a call whose arrays are NumPy's, or why there is none; NotTraced if there is no graph."""
    reason = compiler.available()
    if reason is not None:
        return Declined(reason)
    # NumPy's own defaults, so that calls of all libraries share a graph.
    facts = replace(facts, floating="float64", index="int64")
    made = _made(facts, graph_of(facts, inputs))
    return made if isinstance(made, Declined) else Task(made, facts, inputs)


def _made(facts: Facts, graph: Graph) -> Program | Declined:
    found = _PROGRAMS.get(graph)
    if found is None:
        found = _PROGRAMS[graph] = program(facts, graph)
    return found


def _unrounded(graph: Graph, names: Mapping[str, str]) -> Graph:
    """The graph whose outputs of those names are as they stand before they are rounded to halves."""
    known, key = _UNROUNDED.setdefault(graph, {}), frozenset(names)
    if key not in known:
        outputs = {name: x.inputs[0] if name in names else x for name, x in graph.outputs.items()}
        known[key] = replace(graph, outputs=outputs)
    return known[key]
