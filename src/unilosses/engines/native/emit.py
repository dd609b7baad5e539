"""A schedule as the text of a program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import NamedTuple

from ..graph import Node
from ..graph.dtypes import kind
from ..graph.nodes import in_order
from . import coordinates, loops, memory, prelude, teams, turned
from .code import DOUBLE, LANES, SINGLE, TRUTH, Code, Value
from .coordinates import Axis, Coordinates
from .declined import NotServed
from .operations import converted
from .reductions import Reduction
from .schedule import Pass, Root, Schedule, inner_axis, kept, start
from .shared import ATTRIBUTES, Shared
from .slots import Slots
from .space import Space
from .values import Values

# Rows of fewer columns lie side by side in the lanes.
SIDE_BY_SIDE = 256


class Variant(NamedTuple):
    """What the text of a program depends on beside its graph."""

    codes: tuple[tuple[str, str], ...]
    """How each array lies in memory, by name: see `Space.place`."""
    along_columns: tuple[bool, ...]
    """Of each pass, whether its lanes are columns."""
    whole_groups: tuple[bool, ...]
    """Of each pass, whether groups of blocks are whole, and worth a loop in which no lane is masked."""


class Text(NamedTuple):
    """A program as text, and the functions of others that it calls."""

    own: str
    shared: tuple[Shared, ...]


def program_text(schedule: Schedule, variant: Variant, slots: Slots) -> Text:
    """Functions pass0, finish0, ..., and `run`, which calls them all."""
    codes = dict(variant.codes)
    declared: dict[str, None] = {}
    texts, calls, turns = [], [], set()
    for number, made in enumerate(schedule.passes):
        along = variant.along_columns[number]
        written = _Pass(number, made, schedule.outputs, codes, slots, along, variant.whole_groups[number])
        texts += [written.text(), teams.text(number), _finish(number, made, slots, along, declared)]
        declared |= written.c.declared
        turns |= written.turns
        calls += _calls(number, made, slots, along)
    shared = (prelude.SUMS, *[turned.function(dtype, back=back) for dtype, back in sorted(turns)])
    calls_of_others = [line for part in shared for line in part.declared]
    lines = [f"  call void @numbers(ptr %args)\n  ret void\n}}\n{_numbers(schedule, slots, declared)}"]
    run = "\n".join(["define void @run(ptr %args, ptr %scratch) #0 {", *calls, *lines])
    return Text("\n".join([*calls_of_others, *declared, *texts, run, ATTRIBUTES, ""]), shared)


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
            total = c.emit("double", f"call double @unilosses_{function}(ptr {{0}}, i64 {{1}})", parts, units)
            c.do("store double {0}, ptr {1}", total, slots.pointer(c, "total", root.node), scope=0)
    declared |= c.declared
    return "\n".join([f"define void @finish{number}(ptr %args) #0 {{", *c.lines[0], "  ret void", "}"])


def _numbers(schedule: Schedule, slots: Slots, declared: dict[str, None]) -> str:
    """The outputs that are one number."""
    c = Code(precise=is_precise(schedule.outputs.values()))
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


def is_precise(outputs: Iterable[Node]) -> bool:
    """Whether a result is kept in float64; any other is rounded to fewer digits."""
    return any(x.dtype == "float64" for x in outputs)


def _inputs(outputs: Iterable[Node]) -> list[Node]:
    return [x for x in in_order(outputs) if x.op == "input" and not x.is_scalar]


class _Pass:
    """The function of one loop."""

    def __init__(
        self,
        number: int,
        made: Pass,
        outputs: Mapping[str, Node],
        codes: Mapping[str, str],
        slots: Slots,
        along: bool,
        whole: bool,
    ) -> None:
        self.number, self.made, self.outputs, self.codes, self.along = number, made, outputs, codes, along
        self.twice = whole and made.columns is None
        self.c, self.slots = Code(precise=is_precise(outputs.values())), slots
        self.space = Space(self.c, slots, made.rows, made.columns, along_columns=along)
        self.values = Values(self.c, slots, self.space, codes)
        self.kept = kept(made) if made.columns is not None else []
        self.values.inner, self.values.turned = self._inner, self._turned
        self.turns: set[tuple[str, bool]] = set()
        """The dtypes of rows that are turned, and whether back."""
        self._blocks: dict[tuple[str, str], Value] = {}
        self.blocks, self.loops = {1: "block"}, 0
        """The block that each scope is in."""
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
            return loops.rows(self.number, c.lines[0], c.lines[1], self.blocks[1])
        return loops.chunks(self.number, c.lines[0], c.lines[1], self.blocks[1], totals, twice=self.twice)

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
        c, label = self.c, self._label()
        reductions = []
        with c.inner(2) as lines:
            self._open(label)
            for k, y in enumerate(stage):
                one = Reduction(c, y, f"{label}_{k}", 2)
                one.step(self.values.of(y.inputs[0], self.whole), self.space.column, self._mask())
                reductions.append(one)
            self._keep()
        self._close(label, lines, [phi for one in reductions for phi in one.phis])
        for one in reductions:
            self.values.rows[one.node] = one.found(1, across=self.along)

    def _mask(self) -> Value | None:
        return self.space.column_mask if self.along else None

    def _label(self) -> str:
        self.loops += 1
        return f"columns_{self.loops}"

    def _open(self, label: str) -> None:
        self.space.at_columns(label)
        self.blocks[2] = label

    def _inner(self, y: Node, at: Coordinates) -> Value:
        """A reduction over other rows, by a loop inside the one at hand; its columns come one after the other."""
        c, label, axis = self.c, self._label(), y["axis"][0]
        length = self.slots.length(c, y.inputs[0].shape[axis])
        outer = max([1, *map(self._scope, at)])
        number = inner_axis(self.made, at).number
        inside = number - self.space.rank + 2
        before, block = self.space.inner.get(number), self.blocks.get(inside, "")
        self.values.forget(inside)
        with c.inner(inside) as lines:
            self.space.inner[number] = column = Value(f"%j_{label}", "i64", inside)
            self.blocks[inside] = label
            one = Reduction(c, y, f"{label}_0", inside)
            one.step(self.values.of(y.inputs[0], (*at[:axis], Axis(number), *at[axis:])), column, None)
        if before is not None:
            self.space.inner[number] = before
        self.values.forget(inside)
        last, self.blocks[inside] = self.blocks[inside], block
        c.lines[outer] += loops.inner(label, self.blocks[outer], last, length.name, lines, one.phis)
        self.blocks[outer] = f"{label}_end"
        return one.found(outer, across=False)

    def _scope(self, at: coordinates.Coordinate) -> int:
        """How deep in loops a coordinate is another one each time."""
        if isinstance(at, Value):
            return at.scope
        rank = self.space.rank
        if isinstance(at, int) or at.number < rank:
            return 1
        return 2 if at.number == rank else self.space.inner[at.number].scope

    def _keep(self) -> None:
        """What has been computed here for the first time and is to be kept, is."""
        for k, x in enumerate(self.kept):
            value = self.values.of(x, self.whole) if self.values.has(x, self.whole) else None
            if x not in self.values.kept and value is not None and value.scope == 2:
                base = Value(f"%kept_{k}", "ptr")
                self.c.do(f"store {DOUBLE} {{0}}, ptr {{1}}, align 8", value, self.values.kept_at(base), scope=2)
                self.values.kept[x] = base

    def _close(self, label: str, lines: list[str], found: list[loops.Phi]) -> None:
        loop = loops.inner_lanes if self.along else loops.inner
        self.c.lines[1] += loop(label, self.blocks[1], self.blocks[2], "%columns", lines, found)
        self.values.forget(2)
        self.space.in_columns = False
        self.blocks[1] = f"{label}_end"

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
        label = self._label()
        with self.c.inner(2) as lines:
            self._open(label)
            for root in roots:
                if root.output is None:
                    raise NotServed("a sum over all elements behind sums over rows")
                self._store(root, 2)
        self._close(label, lines, [])
        for root in roots:
            assert root.output is not None
            block = self._blocks.get(("output", root.output))
            if block is not None:
                names = ("output", "output stride", root.output)
                self._turn(block, names, self.outputs[root.output].dtype, back=True)

    def _turned(self, x: Node) -> Value | None:
        """Where the columns of an input lie, behind a call that puts them there before the loop at hand."""
        name = x["name"]
        if not self._turns(name, x.dtype):
            return None
        base = self._blocks.get(("array", name))
        if base is None:
            base = self._block("array", name)
            self._turn(base, ("array", "stride", name), x.dtype, back=False)
        return self.space.at_column(base, SINGLE)

    def _turns(self, name: str, dtype: str) -> bool:
        """Whether rows side by side are turned: those that lie one stride apart, with no more digits than float32."""
        within = self.made.columns is not None and not self.along
        return within and dtype in turned.DTYPES and self.codes[name] != "g"

    def _block(self, kind: str, name: str) -> Value:
        base = self._blocks[kind, name] = Value(f"%block_{len(self._blocks)}", "ptr")
        self.c.lines[0].append(f"  {base.name} = alloca [{SIDE_BY_SIDE} x {SINGLE}], align 64")
        return base

    def _turn(self, base: Value, names: tuple[str, str, str], dtype: str, *, back: bool) -> None:
        c, (array, stride, name), rank = self.c, names, len(self.made.rows)
        apart = self.slots.whole(c, stride, name, rank - 1) if rank else Value("0", "i64")
        rows = c.emit(
            "ptr",
            "getelementptr i8, ptr {0}, i64 {1}",
            self.slots.address(c, array, name),
            self.space.times(self.space.first, apart),
        )
        left = c.emit("i64", "sub i64 %n, {0}", self.space.first)
        call = f"call void {turned.name(dtype, back=back)}(ptr {{0}}, ptr {{1}}, i64 {{2}}, i64 {{3}}, i64 %columns)"
        c.do(call, base, rows, apart, left, scope=1)
        self.turns.add((dtype, back))

    def _store(self, root: Root, scope: int) -> None:
        assert root.output is not None
        at = start(self.made, root)
        dtype = self.outputs[root.output].dtype
        if at == self.whole and self._turns(root.output, dtype):
            single = self.c.cast("fptrunc", self.values.of(root.node, at), SINGLE)
            column = self.space.at_column(self._block("output", root.output), SINGLE)
            self.c.do(f"store {SINGLE} {{0}}, ptr {{1}}, align 64", single, column, scope=scope)
            return
        names = ("output", "output stride", root.output)
        place = self.space.place(names, at, self.codes[root.output], memory.stored(dtype).size)
        value = self.values.of(root.node, at)
        memory.store(self.c, place, value, dtype, self.space.mask_of(scope), scope)


def _counted(c: Code, total: Node, x: Value) -> Value:
    """What is summed up: the terms, or 1 for each truth that decides."""
    if total.op == "sum":
        return converted(c, x, DOUBLE)
    truth = converted(c, x, TRUTH)
    return converted(c, c.integer("xor", truth, c.truth(total.op == "all")), DOUBLE)
