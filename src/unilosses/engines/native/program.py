"""A program: called with the inputs of a graph, it gives the outputs."""

from __future__ import annotations

import ctypes
import struct
from collections import OrderedDict
from collections.abc import Sequence
from math import prod
from typing import Any, NamedTuple

import numpy as np

from ...backends.addresses import address
from ...backends.library import library_of
from ..graph import Facts, Graph, Inputs, Node, numbers_of
from ..graph.arithmetic import scalar_value
from ..graph.dtypes import FLOATING
from ..graph.facts import Given
from ..graph.nodes import Length
from ..interpreter import evaluate
from . import compile as compiler
from . import layout, memory
from .code import LANES
from .declined import Declined, NotServed
from .emit import SIDE_BY_SIDE, Text, Variant, program_text
from .plan import Functions, Made, Plan
from .prelude import IN_CHUNK, IN_GROUP
from .schedule import Pass, Schedule, kept, scheduled
from .slots import Key, Slots
from .straight import Call, caller

# So many shapes, layouts and numbers are remembered, the last ones used.
PLANS = 64


def program(facts: Facts, graph: Graph) -> Program | Declined:
    """The program of a graph, or why there is none."""
    reason = compiler.available()
    if reason is not None:
        return Declined(reason)
    try:
        return Program(facts, graph)
    except NotServed as error:
        return Declined(str(error))


class _Text(NamedTuple):
    """A program for arrays that lie in memory in one way."""

    slots: dict[Key, int]
    functions: Functions


class Program:
    """Compiled when it is called first; for each way in which arrays lie in memory there is other code."""

    def __init__(self, facts: Facts, graph: Graph) -> None:
        given = [x for x in (*facts.arrays, *dict(facts.params).values(), *facts.options) if isinstance(x, Given)]
        if not facts.wide and any(x.dtype in FLOATING and x.dtype != "float64" for x in given):
            raise NotServed("numbers that are computed in their own precision")
        self.graph = graph
        self.schedule: Schedule = scheduled(graph)
        needed = set(graph.order)
        every = [name for name, x in graph.inputs.items() if not x.is_scalar]
        self.numbers = [name for name, x in graph.inputs.items() if x.is_scalar]
        self.arrays = [name for name in every if graph.inputs[name] in needed]
        self.others = [name for name in every if graph.inputs[name] not in needed]
        self._texts: dict[Variant, _Text] = {}
        self._plans: OrderedDict[Any, Plan] = OrderedDict()
        codes = tuple((name, "c") for name in (*self.arrays, *graph.outputs))
        everywhere = Variant(codes, (False,) * len(self.passes), (False,) * len(self.passes))
        self.costs = [made.cost for made in self.passes]
        self._written = (everywhere, *self._write(everywhere))
        """How it is written for few elements without gaps: writing says what cannot be written."""

    @property
    def passes(self) -> list[Pass]:
        return self.schedule.passes

    def __call__(self, inputs: Inputs, most: int | None = None) -> dict[str, Any]:
        """The outputs, by at most so many threads."""
        plan = self.plan(inputs)
        if plan is None:
            arrays = [x for x in inputs.values() if hasattr(x, "dtype")]
            of_none = evaluate(self.graph, library_of(arrays[0], self.arrays[0]).xp, inputs)
            return {
                name: _as_bits(x) if self.graph.outputs[name].dtype == "bfloat16" else x for name, x in of_none.items()
            }
        arrays, names = [inputs[name] for name in self.arrays], [made.name for made in plan.outputs]
        call = caller(plan, Call(range(len(arrays)), arrays, address, [(name, None) for name in names]))
        found = call(arrays, most)
        assert found is not None
        return {name: x if x.ndim else x[()] for name, x in zip(names, found, strict=True)}

    def plan(self, inputs: Inputs) -> Plan | None:
        """How calls go with arrays like these and these numbers; None where there is nothing to compute."""
        key = (
            *[inputs[name].shape for name in (*self.arrays, *self.others)],
            *[inputs[name].strides for name in self.arrays],
            *[inputs[name].dtype for name in self.arrays],
            *[struct.pack("<d", inputs[name]) for name in self.numbers],  # -0.0 is not 0.0
        )
        plan = self._plans.get(key)
        if plan is None:
            if any(0 in x.shape for x in inputs.values() if hasattr(x, "dtype")):
                return None
            plan = self._plans[key] = self._planned(inputs)
            if len(self._plans) > PLANS:
                self._plans.popitem(last=False)
        return plan

    # --- what is done once ---

    def _planned(self, inputs: Inputs) -> Plan:
        known = numbers_of(self.graph.inputs, inputs)

        def length(n: Length) -> int:
            return n if isinstance(n, int) else int(scalar_value(n, known))

        given = [inputs[name] for name in self.arrays]
        arrays = dict(zip(self.arrays, given, strict=True))
        shapes = {name: tuple(x.shape) for name, x in arrays.items()}
        sizes = {name: memory.stored(self.graph.inputs[name].dtype).size for name in arrays}
        strides = {name: layout.normal(x.shape, x.strides, sizes[name]) for name, x in arrays.items()}
        outputs = {}
        for name, x in self.graph.outputs.items():
            outputs[name] = tuple(map(length, x.shape))
            sizes[name] = memory.stored(x.dtype).size
            shapes[name], strides[name] = self._as_computed(name, outputs[name], sizes[name])
        codes = tuple((name, layout.code(shapes[name], strides[name], sizes[name])) for name in shapes)
        along = tuple(p.columns is not None and length(p.columns) >= SIDE_BY_SIDE for p in self.passes)
        rows = [prod(map(length, p.rows)) for p in self.passes]
        text = self._text(Variant(codes, along, tuple(n >= IN_GROUP for n in rows)))
        units = [n if by_column else -(-n // IN_CHUNK) for n, by_column in zip(rows, along, strict=True)]
        values: list[int] = [0] * len(text.slots)
        places, made, parts = [], [], []
        for key, slot in text.slots.items():
            match key:
                case "length", Node() as x:
                    values[slot] = int(scalar_value(x, known))
                case "number", Node() as x:
                    (values[slot],) = struct.unpack("<q", struct.pack("<d", scalar_value(x, known)))
                case "array", str(name):
                    places.append((slot, self.arrays.index(name)))
                case (("stride" | "output stride"), str(name), int(axis)):
                    values[slot] = strides[name][axis]
                case "output", str(name):
                    made.append(Made(slot, name, outputs[name], _dtype(self.graph.outputs[name].dtype, given)))
                case "parts", Node() as x:
                    parts.append((slot, units[self._pass_of(x)]))
        widths = [1 if p.columns is None else length(p.columns) for p in self.passes]
        rooms = max((self._room(p, w) for p, w, by in zip(self.passes, widths, along, strict=True) if by), default=0)
        work = max((n * w * cost for n, w, cost in zip(rows, widths, self.costs, strict=True)), default=0)
        return Plan(text.functions, values, places, made, parts, units, rooms, work)

    def _pass_of(self, total: Node) -> int:
        return next(
            k for k, p in enumerate(self.passes) for root in p.roots if root.output is None and root.node is total
        )

    def _room(self, made: Pass, columns: int) -> int:
        return len(kept(made)) * (-(-columns // LANES) * LANES)

    def _as_computed(self, name: str, shape: tuple[int, ...], size: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Shape and strides of an output with its axes in the order in which it is computed."""
        gapless = tuple(size * prod(shape[i + 1 :]) for i in range(len(shape)))
        order = next((r.order for p in self.passes for r in p.roots if r.output == name), ())
        if order == tuple(range(len(shape))) or not order:
            return shape, gapless
        at = [order.index(i) for i in range(len(shape))]
        turned = tuple(shape[i] for i in at)
        return turned, layout.normal(turned, tuple(gapless[i] for i in at), size)

    def _write(self, variant: Variant) -> tuple[Text, Slots]:
        slots = Slots()
        return program_text(self.schedule, variant, slots), slots

    def _text(self, variant: Variant) -> _Text:
        found = self._texts.get(variant)
        if found is None:
            usual, text, slots = self._written
            if variant != usual:
                text, slots = self._write(variant)
            compiled = compiler.Compiled(text.own, text.shared)
            pointer, whole = ctypes.c_void_p, ctypes.c_int64
            passes = [
                (
                    compiled.function(f"pass{k}", pointer, whole, whole, pointer),
                    ctypes.cast(compiled.function(f"team{k}", pointer), pointer),
                    compiled.function(f"finish{k}", pointer),
                )
                for k in range(len(self.passes))
            ]
            run, numbers = compiled.function("run", pointer, pointer), compiled.function("numbers", pointer)
            found = self._texts[variant] = _Text(slots.places, Functions(compiled, run, passes, numbers))
        return found


def _dtype(name: str, arrays: Sequence[Any]) -> Any:
    """NumPy's dtype of that name; bfloat16 is that of ml_dtypes, which NumPy knows by its object alone, or the bits."""
    if name == "bfloat16":
        return next((x.dtype for x in arrays if str(x.dtype) == name), np.dtype(np.uint16))
    return np.dtype(name)


def _as_bits(x: Any) -> Any:
    """Zeros or NaN in place of bfloat16, of which NumPy has the bits alone."""
    bits = np.asarray(x, dtype=np.float32).view(np.uint32) >> 16
    return bits.astype(np.uint16)[()] if x.dtype == np.float32 else x
