"""A call on arrays in the host's memory, with its program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

import array_api_compat.numpy as xp
import numpy as np

from ...backends.library import library_of
from ...definition.kinds import Shape
from ..graph import Facts, Given, Graph, Inputs
from ..interpreter.operations import Place
from ..memory import graph_of
from .program import Program, program_of
from .rows import NotSplit
from .runner import run

_PROGRAMS: WeakKeyDictionary[Graph, Program | NotSplit] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Task:
    """What is to be computed."""

    program: Program
    inputs: Inputs
    shapes: Mapping[str, tuple[int, ...]]
    """Of the outputs that were computed in other axes."""

    def __call__(self, threads: int, dtypes: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The outputs; in other dtypes than the graph's where those are given."""
        found = run(self.program, xp, self.inputs, threads, dtypes or {})
        return {name: x.reshape(self.shapes[name]) if name in self.shapes else x for name, x in found.items()}


def task_of(facts: Facts, inputs: Inputs) -> Task:
    """The task of a call whose arrays are NumPy's; NotTraced or NotSplit if there is none."""
    # NumPy's own defaults, so that calls of all libraries share a graph.
    facts = replace(facts, floating="float64", index="int64")
    facts, inputs, shapes = _with_one_axis_of_rows(facts, inputs)
    graph = graph_of(facts, inputs)
    program = _PROGRAMS.get(graph)
    if program is None:
        program = _PROGRAMS[graph] = _program(graph, inputs)
    if isinstance(program, NotSplit):
        raise program
    return Task(program, inputs, shapes)


def _program(graph: Graph, inputs: Inputs) -> Program | NotSplit:
    own = {str(x.dtype): x.dtype for x in inputs.values() if hasattr(x, "dtype") and str(x.dtype) == "bfloat16"}
    like = np.empty(0)
    try:
        return program_of(graph, Place(library_of(like, ""), xp, like, own))
    except NotSplit as reason:
        return reason


def _with_one_axis_of_rows(facts: Facts, inputs: Inputs) -> tuple[Facts, Inputs, dict[str, tuple[int, ...]]]:
    """The same call with one axis in place of all before those of a row, where that takes no copy."""
    spec = facts.spec
    arrays = {name: x for name, x in inputs.items() if hasattr(x, "dtype") and x.ndim}
    first = inputs[spec.arrays[0]]
    before = first.ndim - spec.event_ndim
    rows = first.shape[:before]
    kinds = [spec.domain[name] for name in spec.arrays]
    if (
        before < 2
        or spec.coupled
        or facts.options.axis not in (-1, None)
        or any(k.shape is Shape.FREE for k in kinds)
        or any(k.given == "axes" for k in spec.domain.kinds.values())
        or any(name in spec.params or name == "class_weight" for name in arrays)
        or any(x.shape[:before] != rows or not x.flags.c_contiguous for x in arrays.values())
    ):
        return facts, inputs, {}
    flat = {name: x.reshape((-1, *x.shape[before:])) if 0 not in x.shape else x for name, x in arrays.items()}
    if any(x is arrays[name] for name, x in flat.items()):
        return facts, inputs, {}
    ranks = {name: x.ndim for name, x in flat.items()}
    options = facts.options._asdict()
    new = replace(
        facts,
        arrays=_with_ranks(spec.arrays, facts.arrays, ranks),
        options=type(facts.options)(*_with_ranks(tuple(options), tuple(options.values()), ranks)),
    )
    shapes = {f"gradient of {name}": x.shape for name, x in arrays.items()}
    if facts.options.reduction == "none":
        shapes["value"] = rows
    return new, {**inputs, **flat}, shapes


def _with_ranks(names: Sequence[str], given: Sequence[Any], ranks: Mapping[str, int]) -> tuple[Any, ...]:
    return tuple(
        x._replace(rank=ranks[name]) if isinstance(x, Given) and name in ranks else x
        for name, x in zip(names, given, strict=True)
    )
