"""A program: called with the inputs of a graph, it gives the outputs."""

from __future__ import annotations

import ctypes
import struct
from collections import OrderedDict
from collections.abc import Sequence
from math import prod
from typing import Any, NamedTuple

import numpy as np

from ...backends.library import library_of
from ...settings import num_threads
from ..graph import Facts, Graph, Inputs, Node, numbers_of
from ..graph.arithmetic import scalar_value
from ..graph.dtypes import FLOATING
from ..graph.facts import Given
from ..graph.nodes import Length
from ..interpreter import evaluate
from . import compile as compiler
from . import layout, memory, threads
from .addresses import address
from .code import LANES
from .declined import Declined, NotServed
from .emit import SIDE_BY_SIDE, Variant, program_text
from .hosts import Host, host_of
from .prelude import IN_CHUNK
from .schedule import Pass, Schedule, kept, scheduled
from .slots import Key, Slots

# So many shapes, layouts and numbers are remembered, the last ones used.
PLANS = 64
# So many parts of totals have a place beside the arguments.
SMALL = 64


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

    compiled: compiler.Compiled
    slots: dict[Key, int]
    run: Any
    passes: list[tuple[Any, Any]]
    numbers: Any


class _Plan(NamedTuple):
    """What all calls with the same shapes, layouts and numbers have in common."""

    host: Host
    text: _Text
    type: Any
    values: bytes
    """Those of the slots, but for addresses; small parts of totals come behind them."""
    arrays: list[tuple[int, int]]
    outputs: list[tuple[int, str, tuple[int, ...], Any]]
    parts: list[tuple[int, int]]
    small: list[tuple[int, int]] | None
    """Where parts lie behind the slots, if they are few and one thread does all."""
    units: list[int]
    rooms: int
    threads_pay: bool


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
        self._plans: OrderedDict[Any, _Plan] = OrderedDict()
        everywhere = Variant(tuple((name, "c") for name in (*self.arrays, *graph.outputs)), (False,) * len(self.passes))
        program_text(self.schedule, everywhere, Slots())  # which says what cannot be written

    @property
    def passes(self) -> list[Pass]:
        return self.schedule.passes

    def __call__(self, inputs: Inputs, most: int | None = None) -> dict[str, Any]:
        """The outputs, by at most so many threads."""
        arrays = [inputs[name] for name in self.arrays]
        host = host_of(arrays[0])
        key = (
            host,
            *[x.shape for x in arrays],
            *[host.steps(x) for x in arrays],
            *[inputs[name] for name in self.numbers],
            *[inputs[name].shape for name in self.others],
        )
        plan = self._plans.get(key)
        if plan is None:
            if any(0 in x.shape for x in inputs.values() if hasattr(x, "dtype")):
                return evaluate(self.graph, library_of(arrays[0], self.arrays[0]).xp, inputs)
            plan = self._plans[key] = self._planned(host, inputs, arrays)
            if len(self._plans) > PLANS:
                self._plans.popitem(last=False)
        return self._called(plan, arrays, most)

    def _called(self, plan: _Plan, arrays: Sequence[Any], most: int | None) -> dict[str, Any]:
        host = plan.host
        args = plan.type.from_buffer_copy(plan.values)
        for slot, k in plan.arrays:
            args[slot] = host.address(arrays[k])
        outputs = {}
        for slot, name, shape, dtype in plan.outputs:
            outputs[name] = out = host.empty(shape, dtype)
            args[slot] = host.address(out)
        if plan.small is not None:
            at = ctypes.addressof(args)
            for slot, offset in plan.small:
                args[slot] = at + offset
            plan.text.run(args, None)
        else:
            self._in_threads(plan, args, num_threads() if most is None else most)
        return {name: host.result(x) for name, x in outputs.items()}

    def _in_threads(self, plan: _Plan, args: Any, most: int) -> None:
        most = most if plan.threads_pay else 1
        scratch = np.empty((most, max(plan.rooms, 1)))
        parts = [np.empty(size) for _, size in plan.parts]
        for (slot, _), x in zip(plan.parts, parts, strict=True):
            args[slot] = address(x)
        for (loop, finish), units in zip(plan.text.passes, plan.units, strict=True):

            def work(first: int, last: int, thread: int, loop: Any = loop) -> None:
                loop(args, first, last, address(scratch[thread]))

            threads.split(work, units, most)
            finish(args)
        plan.text.numbers(args)

    # --- what is done once ---

    def _planned(self, host: Host, inputs: Inputs, given: Sequence[Any]) -> _Plan:
        known = numbers_of(self.graph.inputs, inputs)

        def length(n: Length) -> int:
            return n if isinstance(n, int) else int(scalar_value(n, known))

        arrays = dict(zip(self.arrays, given, strict=True))
        shapes = {name: tuple(x.shape) for name, x in arrays.items()}
        sizes = {name: memory.stored(self.graph.inputs[name].dtype).size for name in arrays}
        strides = {name: layout.normal(x.shape, host.strides(x), sizes[name]) for name, x in arrays.items()}
        outputs = {}
        for name, x in self.graph.outputs.items():
            outputs[name] = tuple(map(length, x.shape))
            sizes[name] = memory.stored(x.dtype).size
            shapes[name], strides[name] = self._as_computed(name, outputs[name], sizes[name])
        codes = tuple((name, layout.code(shapes[name], strides[name], sizes[name])) for name in shapes)
        along = tuple(p.columns is not None and length(p.columns) >= SIDE_BY_SIDE for p in self.passes)
        text = self._text(Variant(codes, along))
        rows = [prod(map(length, p.rows)) for p in self.passes]
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
                    made.append((slot, name, outputs[name], host.dtype(self.graph.outputs[name].dtype, given)))
                case "parts", Node() as x:
                    parts.append((slot, units[self._pass_of(x)]))
        widths = [1 if p.columns is None else length(p.columns) for p in self.passes]
        rooms = max((self._room(p, w) for p, w, by in zip(self.passes, widths, along, strict=True) if by), default=0)
        work = max((n * w for n, w in zip(rows, widths, strict=True)), default=0)
        pays = work >= threads.WORTHWHILE
        small = None
        if not pays and not rooms and sum(size for _, size in parts) <= SMALL:
            small = []
            for slot, size in parts:
                small.append((slot, 8 * len(values)))
                values += [0] * size
        packed = struct.pack(f"<{len(values)}q", *values)
        return _Plan(host, text, ctypes.c_int64 * len(values), packed, places, made, parts, small, units, rooms, pays)

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

    def _text(self, variant: Variant) -> _Text:
        found = self._texts.get(variant)
        if found is None:
            slots = Slots()
            text = program_text(self.schedule, variant, slots)
            compiled = compiler.Compiled(text)
            pointer, whole = ctypes.c_void_p, ctypes.c_int64
            passes = [
                (
                    compiled.function(f"pass{k}", pointer, whole, whole, pointer),
                    compiled.function(f"finish{k}", pointer),
                )
                for k in range(len(self.passes))
            ]
            run, numbers = compiled.function("run", pointer, pointer), compiled.function("numbers", pointer)
            found = self._texts[variant] = _Text(compiled, slots.places, run, passes, numbers)
        return found
