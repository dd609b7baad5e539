"""A schedule as the text of a program."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import NamedTuple

from ..graph import Node
from ..graph.dtypes import kind
from ..graph.nodes import in_order
from . import coordinates, loops, memory, prelude
from .code import DOUBLE, LANES, SHORT, TRUTH, WHOLE, Code, Value
from .declined import NotServed
from .operations import converted, maximum, minimum
from .schedule import Pass, Root, Schedule, kept, start
from .slots import Slots
from .space import Space
from .values import Values

# Rows of fewer columns lie side by side in the lanes.
SIDE_BY_SIDE = 32


class Variant(NamedTuple):
    """What the text of a program depends on beside its graph."""

    codes: tuple[tuple[str, str], ...]
    """How each array lies in memory, by name: see `Space.place`."""
    along_columns: tuple[bool, ...]
    """Of each pass, whether its lanes are columns."""


def program_text(schedule: Schedule, variant: Variant, slots: Slots) -> str:
    """Functions pass0, finish0, ..., and `run`, which calls them all."""
    codes = dict(variant.codes)
    declared: dict[str, None] = {prelude.DECLARED: None}
    texts, calls = [], []
    for number, made in enumerate(schedule.passes):
        along = variant.along_columns[number]
        written = _Pass(number, made, schedule.outputs, codes, slots, along)
        texts += [written.text(), _finish(number, made, slots, along, declared)]
        declared |= written.c.declared
        calls += _calls(number, made, slots, along)
    lines = [f"  call void @numbers(ptr %args)\n  ret void\n}}\n{_numbers(schedule, slots, declared)}"]
    run = "\n".join(["define void @run(ptr %args, ptr %scratch) #0 {", *calls, *lines])
    return "\n".join([*declared, prelude.TEXT, *texts, run, prelude.ATTRIBUTES, ""])


def _count(c: Code, made: Pass, slots: Slots) -> Value:
    """How many elements or rows there are."""
    lengths = [slots.length(c, n) for n in made.rows]
    return reduce(lambda a, b: c.emit("i64", "mul i64 {0}, {1}", a, b), lengths, Value("1", "i64"))


def _units(c: Code, made: Pass, slots: Slots, along_columns: bool) -> Value:
    n = _count(c, made, slots)
    if along_columns:
        return n
    more = c.emit("i64", f"add i64 {{0}}, {prelude.IN_CHUNK - 1}", n)
    return c.emit("i64", f"udiv i64 {{0}}, {prelude.IN_CHUNK}", more)


def _calls(number: int, made: Pass, slots: Slots, along_columns: bool) -> list[str]:
    c = Code()
    units = _units(c, made, slots, along_columns)
    names = [line.replace("%v", f"%u{number}_") for line in c.lines[0]]
    last = units.name.replace("%v", f"%u{number}_")
    return [
        *names,
        f"  call void @pass{number}(ptr %args, i64 0, i64 {last}, ptr %scratch)",
        f"  call void @finish{number}(ptr %args)",
    ]


def _finish(number: int, made: Pass, slots: Slots, along_columns: bool, declared: dict[str, None]) -> str:
    """The totals of a pass from their parts."""
    c = Code()
    units = _units(c, made, slots, along_columns)
    for root in made.roots:
        if root.output is None:
            parts = slots.address(c, "parts", root.node)
            function = "total" if along_columns else "chunks"
            total = c.emit("double", f"call double @{function}(ptr {{0}}, i64 {{1}})", parts, units)
            c.do("store double {0}, ptr {1}", total, slots.pointer(c, "total", root.node), scope=0)
    declared |= c.declared
    return "\n".join([f"define void @finish{number}(ptr %args) #0 {{", *c.lines[0], "  ret void", "}"])


def _numbers(schedule: Schedule, slots: Slots, declared: dict[str, None]) -> str:
    """The outputs that are one number."""
    c = Code()
    space = Space(c, slots, (), None, along_columns=True)
    values = Values(c, slots, space, {x["name"]: "c" for x in _inputs(schedule.numbers.values())})
    for name, x in schedule.numbers.items():
        dtype = x.dtype
        while x.op == "astype" and x.dtype in ("float32", "float16", "bfloat16") and kind(x.inputs[0].dtype) == 2:
            x = x.inputs[0]
        place = space.place(("output", "output stride", name), (), "c", 0)
        memory.store(c, place, values.of(x, ()), dtype, c.truth(True), 0)
    declared |= c.declared
    return "\n".join(["define void @numbers(ptr %args) #0 {", *c.lines[0], *c.lines[1], "  ret void", "}"])


def _inputs(outputs: Iterable[Node]) -> list[Node]:
    return [x for x in in_order(outputs) if x.op == "input" and not x.is_scalar]


class _Pass:
    """The function of one loop."""

    def __init__(
        self, number: int, made: Pass, outputs: Mapping[str, Node], codes: Mapping[str, str], slots: Slots, along: bool
    ) -> None:
        self.number, self.made, self.outputs, self.codes, self.along = number, made, outputs, codes, along
        self.c, self.slots = Code(), slots
        self.space = Space(self.c, slots, made.rows, made.columns, along_columns=along)
        self.values = Values(self.c, slots, self.space, codes)
        self.kept = kept(made) if made.columns is not None else []
        self.block = "block"
        self.whole = coordinates.identity(len(made.rows) + 1)

    def text(self) -> str:
        c, made = self.c, self.made
        n = _count(c, made, self.slots)
        c.lines[0].append(f"  %n = add i64 {n.name}, 0")
        if made.columns is not None:
            c.lines[0].append(f"  %columns = add i64 {self.slots.length(c, made.columns).name}, 0")
            self._room()
        for stage in made.stages:
            self._stage(stage)
        totals = self._of_rows()
        inside = [root for root in made.roots if not root.by_row]
        if inside:
            self._of_columns(inside)
        if self.along:
            return loops.rows(self.number, c.lines[0], c.lines[1], self.block)
        return loops.chunks(self.number, c.lines[0], c.lines[1], self.block, totals)

    def _room(self) -> None:
        """Where values of all columns are kept."""
        lines = self.c.lines[0]
        if self.along:
            lines += [
                f"  %padded = add i64 %columns, {LANES - 1}",
                f"  %room = and i64 %padded, {-LANES}",
            ]
        for k, _ in enumerate(self.kept):
            if self.along:
                lines += [
                    f"  %from_{k} = mul i64 %room, {k}",
                    f"  %kept_{k} = getelementptr double, ptr %scratch, i64 %from_{k}",
                ]
            else:
                lines.append(f"  %kept_{k} = alloca [{SIDE_BY_SIDE} x {DOUBLE}], align 64")

    def _stage(self, stage: Sequence[Node]) -> None:
        """A loop over the columns for some row reductions."""
        c, label = self.c, f"columns_{self._loops()}"
        found, results = [], []
        with c.inner(2) as lines:
            self.space.at_columns(label)
            for k, y in enumerate(stage):
                so_far = Value(f"%{label}_{k}", _type(y), 2)
                x = converted(c, self.values.of(y.inputs[0], self.whole), so_far.type)
                first, after = self._reduced(y.op, x, so_far)
                found.append((so_far.type, so_far.name[1:], first.name, after.name))
                results.append((y, Value(after.name, after.type, 1)))
            self._keep()
        self._close(label, lines, found)
        for y, value in results:
            self.values.rows[y] = _across(c, y.op, value) if self.along else value

    def _loops(self) -> int:
        return sum(line.startswith("columns_") for line in self.c.lines[1])

    def _reduced(self, op: str, x: Value, so_far: Value) -> tuple[Value, Value]:
        """What a reduction begins with, and what it is with one more column."""
        c = self.c
        whole = x.type == WHOLE
        neutral = {
            "sum": c.whole(0) if whole else c.number(0.0),
            "max": c.number(-math.inf),
            "min": c.number(math.inf),
            "any": c.truth(False),
            "all": c.truth(True),
        }[op]
        if self.along:
            x = c.select(self.space.column_mask, x, neutral)
        if op == "sum":
            return neutral, c.integer("add", so_far, x) if whole else c.add(so_far, x)
        if op in ("any", "all"):
            return neutral, c.integer("or" if op == "any" else "and", so_far, x)
        return neutral, (maximum if op == "max" else minimum)(c, x, so_far)

    def _keep(self) -> None:
        """What has been computed here for the first time and is to be kept, is."""
        for k, x in enumerate(self.kept):
            value = self.values.of(x, self.whole) if self.values.has(x, self.whole) else None
            if x not in self.values.kept and value is not None and value.scope == 2:
                base = Value(f"%kept_{k}", "ptr")
                self.c.do(f"store {DOUBLE} {{0}}, ptr {{1}}, align 8", value, self.values.kept_at(base), scope=2)
                self.values.kept[x] = base

    def _close(self, label: str, lines: list[str], found: list[tuple[str, str, str, str]]) -> None:
        self.c.lines[1] += loops.columns(label, self.block, lines, found, LANES if self.along else 1)
        self.values.forget_columns()
        self.block = f"{label}_end"

    def _of_rows(self) -> list[tuple[str, str, str]]:
        """What there is of each element or row: outputs, and the parts of totals."""
        c = self.c
        totals: list[tuple[str, str, str]] = []
        for root in (r for r in self.made.roots if r.by_row):
            if root.output is not None:
                self._store(root, 1)
                continue
            x = _counted(c, root.node, self.values.of(root.node.inputs[0], start(self.made, root)))
            parts = self.slots.address(c, "parts", root.node)
            if self.along:
                one = c.emit("double", f"extractelement {DOUBLE} {{0}}, i64 0", x)
                at = c.emit("ptr", "getelementptr double, ptr {0}, i64 {1}", parts, self.space.first)
                c.do("store double {0}, ptr {1}", one, at, scope=1)
            else:
                x = c.select(self.space.mask, x, c.number(0.0))
                totals.append((f"t{len(totals)}", parts.name, x.name))
        return totals

    def _of_columns(self, roots: Sequence[Root]) -> None:
        """The loop over the columns for outputs that have an element for each."""
        label = f"columns_{self._loops()}"
        with self.c.inner(2) as lines:
            self.space.at_columns(label)
            for root in roots:
                if root.output is None:
                    raise NotServed("a sum over all elements behind sums over rows")
                self._store(root, 2)
        self._close(label, lines, [])

    def _store(self, root: Root, scope: int) -> None:
        assert root.output is not None
        at = start(self.made, root)
        dtype = self.outputs[root.output].dtype
        names = ("output", "output stride", root.output)
        place = self.space.place(names, at, self.codes[root.output], memory.stored(dtype).size)
        value = self.values.of(root.node, at)
        memory.store(self.c, place, value, dtype, self.space.mask_of(scope), scope)


def _type(y: Node) -> str:
    if y.op in ("any", "all"):
        return TRUTH
    if kind(y.dtype) == 2:
        return DOUBLE
    if y.op != "sum" or y.dtype != "int64":
        raise NotServed(f"{y.op} of {y.dtype} over rows")
    return WHOLE


def _across(c: Code, op: str, x: Value) -> Value:
    """A reduction of the lanes, in all of them."""
    if op == "sum" and x.type == DOUBLE:
        return c.splat(DOUBLE, c.emit("double", f"call double @lanes({DOUBLE} {{0}})", x))
    names = {"sum": "add", "max": "fmaximum", "min": "fminimum", "any": "or", "all": "and"}
    one = {DOUBLE: "double", WHOLE: "i64", TRUTH: "i1"}[x.type]
    return c.splat(x.type, c.call(one, f"llvm.vector.reduce.{names[op]}.{SHORT[x.type]}", x))


def _counted(c: Code, total: Node, x: Value) -> Value:
    """What is summed up: the terms, or 1 for each truth that decides."""
    if total.op == "sum":
        return converted(c, x, DOUBLE)
    truth = converted(c, x, TRUTH)
    return converted(c, c.integer("xor", truth, c.truth(total.op == "all")), DOUBLE)
