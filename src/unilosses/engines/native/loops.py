"""Loops of a program, as text around the lines of their bodies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from .code import DOUBLE, LANES, WHOLE
from .prelude import CHUNK, GROUP, IN_CHUNK, IN_GROUP
from .space import IOTA


def chunks(number: int, fixed: list[str], body: list[str], end: str, totals: Sequence[tuple[str, str, str]]) -> str:
    """A loop over chunks of elements or rows; of each total there are (name, where its parts go, its lanes).

    `end` is the label that the body ends in.
    """
    allocas = [f"  %{kind}_{t} = alloca [{GROUP} x {DOUBLE}], align 64" for t, _, _ in totals for kind in ("in", "out")]
    clear_out = [f"  call void @clear(ptr %out_{t})" for t, _, _ in totals]
    clear_in = [f"  call void @clear(ptr %in_{t})" for t, _, _ in totals]
    stores, trees, ends = [], [], []
    for t, parts, lanes in totals:
        stores += [
            f"  %at_{t} = getelementptr {DOUBLE}, ptr %in_{t}, i64 %b",
            f"  store {DOUBLE} {lanes}, ptr %at_{t}, align 64",
        ]
        trees += [
            f"  %tree_{t} = call {DOUBLE} @tree(ptr %in_{t})",
            f"  %to_{t} = getelementptr {DOUBLE}, ptr %out_{t}, i64 %g",
            f"  store {DOUBLE} %tree_{t}, ptr %to_{t}, align 64",
        ]
        ends += [
            f"  %all_{t} = call {DOUBLE} @tree(ptr %out_{t})",
            f"  %sum_{t} = call double @lanes({DOUBLE} %all_{t})",
            f"  %part_{t} = getelementptr double, ptr {parts}, i64 %q",
            f"  store double %sum_{t}, ptr %part_{t}",
        ]
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
            "  br i1 %short, label %clear, label %block",
            "clear:",
            *clear_in,
            "  br label %block",
            "block:",
            f"  %b = phi i64 [0, %group], [0, %clear], [%b1, %{end}]",
            f"  %within = mul i64 %b, {LANES}",
            "  %i = add i64 %group_start, %within",
            "  %left = sub i64 %n, %i",
            f"  %left_1 = insertelement {WHOLE} poison, i64 %left, i64 0",
            f"  %left_v = shufflevector {WHOLE} %left_1, {WHOLE} poison, <{LANES} x i32> zeroinitializer",
            f"  %mask = icmp slt {WHOLE} {IOTA.name}, %left_v",
            *body,
            *stores,
            "  %b1 = add i64 %b, 1",
            f"  %next = add i64 %i, {LANES}",
            f"  %in_group = icmp slt i64 %b1, {GROUP}",
            "  %in_all = icmp slt i64 %next, %n",
            "  %more = and i1 %in_group, %in_all",
            "  br i1 %more, label %block, label %group_end",
            "group_end:",
            *trees,
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


def inner(
    label: str, before: str, last: str, length: str, body: list[str], found: Sequence[Phi], *, masked: bool
) -> list[str]:
    """A loop over the columns of rows, behind the block `before`; its body ends in the block `last`.

    The column is `%j_` and the label, or the first of a vector of them if they are masked. Of each (type, name, first,
    next) of what is found, there is the value so far in `%name`.
    """
    phis = [f"  %{name} = phi {kind} [{first}, %{before}], [{after}, %{last}]" for kind, name, first, after in found]
    mask = [
        f"  %left_{label} = sub i64 {length}, %j_{label}",
        f"  %left_1_{label} = insertelement {WHOLE} poison, i64 %left_{label}, i64 0",
        f"  %left_v_{label} = shufflevector {WHOLE} %left_1_{label}, {WHOLE} poison, <{LANES} x i32> zeroinitializer",
        f"  %mask_{label} = icmp slt {WHOLE} {IOTA.name}, %left_v_{label}",
    ]
    return [
        f"  br label %{label}",
        f"{label}:",
        f"  %j_{label} = phi i64 [0, %{before}], [%next_{label}, %{last}]",
        *phis,
        *(mask if masked else []),
        *body,
        f"  %next_{label} = add i64 %j_{label}, {LANES if masked else 1}",
        f"  %more_{label} = icmp slt i64 %next_{label}, {length}",
        f"  br i1 %more_{label}, label %{label}, label %{label}_end",
        f"{label}_end:",
    ]
