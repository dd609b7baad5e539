"""Sums in the fixed order, of blocks of 16 lanes by neighbours (see `numerics.sums`): functions of all programs."""

from __future__ import annotations

from .code import DOUBLE, LANES
from .shared import ATTRIBUTES, Shared

# Blocks of so many lanes, groups of so many blocks, chunks of so many groups.
GROUP = CHUNK = 16
IN_GROUP, IN_CHUNK = GROUP * LANES, CHUNK * GROUP * LANES


def _halves() -> list[str]:
    """The sum of all lanes, by neighbours."""
    lines, x, n = [], "%x", LANES
    while n > 1:
        half = n // 2
        kind, less = f"<{n} x double>", f"<{half} x double>"
        for name, first in (("e", 0), ("o", 1)):
            picked = ", ".join(f"i32 {2 * i + first}" for i in range(half))
            lines.append(f"  %{name}{half} = shufflevector {kind} {x}, {kind} poison, <{half} x i32> <{picked}>")
        lines.append(f"  %h{half} = fadd {less} %e{half}, %o{half}")
        x, n = f"%h{half}", half
    return [*lines, "  %sum = extractelement <1 x double> %h1, i64 0"]


def _tree() -> list[str]:
    """The sum of 16 blocks at %p, by neighbours."""
    lines = []
    for i in range(GROUP):
        lines.append(f"  %p{i} = getelementptr {DOUBLE}, ptr %p, i64 {i}")
        lines.append(f"  %a{GROUP}_{i} = load {DOUBLE}, ptr %p{i}, align 64")
    n = GROUP
    while n > 1:
        n //= 2
        lines += [f"  %a{n}_{i} = fadd {DOUBLE} %a{2 * n}_{2 * i}, %a{2 * n}_{2 * i + 1}" for i in range(n)]
    return lines


def _text() -> str:
    halves, tree = "\n".join(_halves()), "\n".join(_tree())
    stores = "\n".join(
        f"  %q{i} = getelementptr {DOUBLE}, ptr %p, i64 {i}\n  store {DOUBLE} zeroinitializer, ptr %q{i}, align 64"
        for i in range(GROUP)
    )
    return f"""
define double @unilosses_lanes({DOUBLE} %x) #0 {{
{halves}
  ret double %sum
}}

define {DOUBLE} @unilosses_tree(ptr %p) #0 {{
{tree}
  ret {DOUBLE} %a1_0
}}

define void @unilosses_clear(ptr %p) #0 {{
{stores}
  ret void
}}

; The sum of so many numbers at %p, at most a chunk.
define double @unilosses_chunk(ptr %p, i64 %n) #0 {{
entry:
  %inner = alloca [{GROUP} x {DOUBLE}], align 64
  %outer = alloca [{CHUNK} x {DOUBLE}], align 64
  call void @unilosses_clear(ptr %outer)
  br label %group
group:
  %g = phi i64 [0, %entry], [%g1, %added]
  %at = mul i64 %g, {IN_GROUP}
  call void @unilosses_clear(ptr %inner)
  %rest = sub i64 %n, %at
  %full = icmp ult i64 %rest, {IN_GROUP}
  %count = select i1 %full, i64 %rest, i64 {IN_GROUP}
  %from = getelementptr double, ptr %p, i64 %at
  %bytes = mul i64 %count, 8
  call void @llvm.memcpy.p0.p0.i64(ptr %inner, ptr %from, i64 %bytes, i1 false)
  br label %added
added:
  %t = call {DOUBLE} @unilosses_tree(ptr %inner)
  %to = getelementptr {DOUBLE}, ptr %outer, i64 %g
  store {DOUBLE} %t, ptr %to, align 64
  %g1 = add i64 %g, 1
  %next = mul i64 %g1, {IN_GROUP}
  %more = icmp slt i64 %next, %n
  br i1 %more, label %group, label %done
done:
  %all = call {DOUBLE} @unilosses_tree(ptr %outer)
  %sum = call double @unilosses_lanes({DOUBLE} %all)
  ret double %sum
}}

; The sums of the chunks, added by neighbours in place.
define double @unilosses_chunks(ptr %p, i64 %n) #0 {{
entry:
  %single = icmp sle i64 %n, 1
  br i1 %single, label %done, label %level
level:
  %m = phi i64 [%n, %entry], [%m1, %odd]
  %half = lshr i64 %m, 1
  br label %pair
pair:
  %k = phi i64 [0, %level], [%k1, %pair]
  %twice = shl i64 %k, 1
  %pa = getelementptr double, ptr %p, i64 %twice
  %pb = getelementptr double, ptr %pa, i64 1
  %a = load double, ptr %pa
  %b = load double, ptr %pb
  %s = fadd double %a, %b
  %pk = getelementptr double, ptr %p, i64 %k
  store double %s, ptr %pk
  %k1 = add i64 %k, 1
  %more = icmp slt i64 %k1, %half
  br i1 %more, label %pair, label %rest
rest:
  %is_odd = and i64 %m, 1
  %m1 = add i64 %half, %is_odd
  %c = icmp eq i64 %is_odd, 1
  br i1 %c, label %last, label %odd
last:
  %before = sub i64 %m, 1
  %pl = getelementptr double, ptr %p, i64 %before
  %l = load double, ptr %pl
  %ph = getelementptr double, ptr %p, i64 %half
  store double %l, ptr %ph
  br label %odd
odd:
  %again = icmp sgt i64 %m1, 1
  br i1 %again, label %level, label %done
done:
  %found = load double, ptr %p
  ret double %found
}}

; The sum of any number of numbers at %p, which are overwritten.
define double @unilosses_total(ptr %p, i64 %n) #0 {{
entry:
  br label %loop
loop:
  %q = phi i64 [0, %entry], [%q1, %loop]
  %at = mul i64 %q, {IN_CHUNK}
  %rest = sub i64 %n, %at
  %full = icmp slt i64 %rest, {IN_CHUNK}
  %count = select i1 %full, i64 %rest, i64 {IN_CHUNK}
  %from = getelementptr double, ptr %p, i64 %at
  %s = call double @unilosses_chunk(ptr %from, i64 %count)
  %to = getelementptr double, ptr %p, i64 %q
  store double %s, ptr %to
  %q1 = add i64 %q, 1
  %next = mul i64 %q1, {IN_CHUNK}
  %more = icmp slt i64 %next, %n
  br i1 %more, label %loop, label %done
done:
  %found = call double @unilosses_chunks(ptr %p, i64 %q1)
  ret double %found
}}
"""


SUMS = Shared.of(f"declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)\n{_text()}\n{ATTRIBUTES}\n")
