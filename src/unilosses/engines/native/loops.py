"""Loops of a program, as text around the lines of their bodies."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from .code import DOUBLE, LANES, WHOLE
from .prelude import CHUNK, GROUP, IN_CHUNK, IN_GROUP
from .space import IOTA

EVERY = "splat (i1 true)"


def copied(lines: Sequence[str], suffix: str, known: Mapping[str, str]) -> list[str]:
    """Lines once more, under names of their own; for some names that come from elsewhere there are others."""
    text = "\n".join(lines)
    labels = set(re.findall(r"^([\w.]+):", text, re.MULTILINE))
    own = {*labels, *re.findall(r"^ *%([\w.]+) = ", text, re.MULTILINE)}
    text = re.sub(r"^([\w.]+):", rf"\1{suffix}:", text, flags=re.MULTILINE)

    def name(found: re.Match[str]) -> str:
        return known.get(found[1]) or f"%{found[1]}{suffix if found[1] in own else ''}"

    return re.sub(r"%([\w.]+)", name, text).split("\n")


def chunks(
    number: int, fixed: list[str], body: list[str], end: str, totals: Sequence[tuple[str, str, str]], *, twice: bool
) -> str:
    """A loop over chunks of elements or rows; of each total there are (name, where its parts go, its lanes).

    `end` is the label that the body ends in. If it is there twice, no lane is masked in groups that are whole.
    """
    allocas = [f"  %{kind}_{t} = alloca [{GROUP} x {DOUBLE}], align 64" for t, _, _ in totals for kind in ("in", "out")]
    clear_out = [f"  call void @unilosses_clear(ptr %out_{t})" for t, _, _ in totals]
    clear_in = [f"  call void @unilosses_clear(ptr %in_{t})" for t, _, _ in totals]
    stores, trees, ends = [], [], []
    for t, parts, lanes in totals:
        stores += [
            f"  %at_{t} = getelementptr {DOUBLE}, ptr %in_{t}, i64 %b",
            f"  store {DOUBLE} {lanes}, ptr %at_{t}, align 64",
        ]
        trees += [
            f"  %tree_{t} = call {DOUBLE} @unilosses_tree(ptr %in_{t})",
            f"  %to_{t} = getelementptr {DOUBLE}, ptr %out_{t}, i64 %g",
            f"  store {DOUBLE} %tree_{t}, ptr %to_{t}, align 64",
        ]
        ends += [
            f"  %all_{t} = call {DOUBLE} @unilosses_tree(ptr %out_{t})",
            f"  %sum_{t} = call double @unilosses_lanes({DOUBLE} %all_{t})",
            f"  %part_{t} = getelementptr double, ptr {parts}, i64 %q",
            f"  store double %sum_{t}, ptr %part_{t}",
        ]
    blocks = copied(_blocks(body, end, stores, "clear", masked=True), "_masked", {})
    whole = "clear"
    if twice:
        whole = "block"
        blocks += copied(_blocks(body, end, stores, "group", masked=False), "", {"mask": EVERY})
    return "\n".join(
        [
            f"define void @pass{number}(ptr %args, i64 %first, i64 %last, ptr %scratch) #0 {{",
            "entry:",
            *allocas,
            *fixed,
            "  br label %chunk",
            "chunk:",
            "  %q = phi i64 [%first, %entry], [%q1, %chunk_end]",
            f"  %start = mul i64 %q, {IN_CHUNK}",
            *clear_out,
            "  br label %group",
            "group:",
            "  %g = phi i64 [0, %chunk], [%g1, %group_end]",
            f"  %offset = mul i64 %g, {IN_GROUP}",
            "  %group_start = add i64 %start, %offset",
            "  %group_rest = sub i64 %n, %group_start",
            f"  %short = icmp slt i64 %group_rest, {IN_GROUP}",
            f"  br i1 %short, label %clear, label %{whole}",
            "clear:",
            *clear_in,
            "  br label %block_masked",
            *blocks,
            "group_end:",
            *trees,
            f"  %in_all = icmp sgt i64 %group_rest, {IN_GROUP}",
            "  %g1 = add i64 %g, 1",
            f"  %in_chunk = icmp slt i64 %g1, {CHUNK}",
            "  %more_groups = and i1 %in_chunk, %in_all",
            "  br i1 %more_groups, label %group, label %chunk_end",
            "chunk_end:",
            *ends,
            "  %q1 = add i64 %q, 1",
            "  %more_chunks = icmp slt i64 %q1, %last",
            "  br i1 %more_chunks, label %chunk, label %done",
            "done:",
            "  ret void",
            "}",
        ]
    )


def _blocks(body: list[str], end: str, stores: Sequence[str], before: str, *, masked: bool) -> list[str]:
    """The loop over the blocks of a group."""
    return [
        "block:",
        f"  %b = phi i64 [0, %{before}], [%b1, %{end}]",
        f"  %within = mul i64 %b, {LANES}",
        "  %i = add i64 %group_start, %within",
        *(_mask("", "sub i64 %n, %i") if masked else []),
        *body,
        *stores,
        "  %b1 = add i64 %b, 1",
        f"  %next = add i64 %i, {LANES}",
        f"  %in_group = icmp slt i64 %b1, {GROUP}",
        "  %inside = icmp slt i64 %next, %n",
        "  %more = and i1 %in_group, %inside",
        "  br i1 %more, label %block, label %group_end",
    ]


def _mask(label: str, left: str) -> list[str]:
    """Which lanes are among those that are left."""
    return [
        f"  %left{label} = {left}",
        f"  %left_1{label} = insertelement {WHOLE} poison, i64 %left{label}, i64 0",
        f"  %left_v{label} = shufflevector {WHOLE} %left_1{label}, {WHOLE} poison, <{LANES} x i32> zeroinitializer",
        f"  %mask{label} = icmp slt {WHOLE} {IOTA.name}, %left_v{label}",
    ]


def rows(number: int, fixed: list[str], body: list[str], end: str) -> str:
    """A loop over single rows."""
    return "\n".join(
        [
            f"define void @pass{number}(ptr %args, i64 %first, i64 %last, ptr %scratch) #0 {{",
            "entry:",
            *fixed,
            "  br label %block",
            "block:",
            f"  %i = phi i64 [%first, %entry], [%next, %{end}]",
            *body,
            "  %next = add i64 %i, 1",
            "  %more = icmp slt i64 %next, %last",
            "  br i1 %more, label %block, label %done",
            "done:",
            "  ret void",
            "}",
        ]
    )


# Type, name, first value and next value of what a loop carries along.
Phi: TypeAlias = tuple[str, str, str, str]


def inner(label: str, before: str, last: str, length: str, body: list[str], found: Sequence[Phi]) -> list[str]:
    """A loop over the columns of rows, one at a time, behind the block `before`; its body ends in the block `last`.

    The column is `%j_` and the label. Of each (type, name, first, next) of what is found, there is the value so far in
    `%name`, and behind the loop the last one in `%name_end`.
    """
    return [
        *_columns(label, before, last, length, body, found, 1),
        f"{label}_end:",
        *(f"  %{name}_end = phi {kind} [{after}, %{last}]" for kind, name, _, after in found),
    ]


def inner_lanes(label: str, before: str, last: str, length: str, body: list[str], found: Sequence[Phi]) -> list[str]:
    """The same by vectors of columns; a last one that is not whole is masked.

    The column is the first of a vector, `%mask_` and the label says which lanes count.
    """
    whole, rest, behind = f"%whole_{label}", f"{label}_rest", f"{label}_whole"
    mask = _mask(f"_{label}", f"sub i64 {length}, {whole}")
    known = {name: f"%{name}_whole" for _, name, _, _ in found} | {f"j_{label}": whole}
    loop = copied(_columns(label, before, last, whole, body, found, LANES), "", {f"mask_{label}": EVERY})
    return [
        f"  {whole} = and i64 {length}, {-LANES}",
        f"  %any_{label} = icmp sgt i64 {whole}, 0",
        f"  br i1 %any_{label}, label %{label}, label %{behind}",
        *loop[1:-1],
        f"  br i1 %more_{label}, label %{label}, label %{behind}",
        f"{behind}:",
        *(f"  %{name}_whole = phi {kind} [{one}, %{before}], [{after}, %{last}]" for kind, name, one, after in found),
        f"  %some_{label} = icmp slt i64 {whole}, {length}",
        f"  br i1 %some_{label}, label %{rest}, label %{label}_end",
        *copied([f"{label}:", *mask, *body, f"  br label %{label}_end"], "_rest", known),
        f"{label}_end:",
        *(
            f"  %{name}_end = phi {kind} [%{name}_whole, %{behind}], [{after}_rest, %{last}_rest]"
            for kind, name, _, after in found
        ),
    ]


def tiles(label: str, before: str, length: str, body: list[str]) -> list[str]:
    """The same without a copy of the body, which is one block, and where nothing is found."""
    mask = _mask(f"_{label}", f"sub i64 {length}, %j_{label}")
    return [*_columns(label, before, label, length, [*mask, *body], [], LANES), f"{label}_end:"]


def _columns(
    label: str, before: str, last: str, length: str, body: list[str], found: Sequence[Phi], step: int
) -> list[str]:
    return [
        f"  br label %{label}",
        f"{label}:",
        f"  %j_{label} = phi i64 [0, %{before}], [%next_{label}, %{last}]",
        *(f"  %{name} = phi {kind} [{first}, %{before}], [{after}, %{last}]" for kind, name, first, after in found),
        *body,
        f"  %next_{label} = add i64 %j_{label}, {step}",
        f"  %more_{label} = icmp slt i64 %next_{label}, {length}",
        f"  br i1 %more_{label}, label %{label}, label %{label}_end",
    ]
