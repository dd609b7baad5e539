"""A program of one elementary function, for arrays of float64."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import numpy as np

from unilosses.engines.native.code import DOUBLE, LANES, Code, Value
from unilosses.engines.native.compile import Compiled


def compiled(function: Callable[..., Value], arity: int, *, precise: bool = True) -> Callable[..., Any]:
    c = Code(precise=precise)
    y = function(c, *(c.emit(DOUBLE, f"load {DOUBLE}, ptr %p{i}, align 8", scope=1) for i in range(arity)))
    first, inside = ("\n".join(lines) for lines in c.lines[:2])
    text = (
        "\n".join(c.declared)
        + f"""
define void @run(ptr %out, ptr %a, ptr %b, i64 %n) {{
entry:
{first}
  br label %loop
loop:
  %i = phi i64 [0, %entry], [%j, %loop]
  %at = getelementptr double, ptr %out, i64 %i
  %p0 = getelementptr double, ptr %a, i64 %i
  %p1 = getelementptr double, ptr %b, i64 %i
{inside}
  store {DOUBLE} {y.name}, ptr %at, align 8
  %j = add i64 %i, {LANES}
  %more = icmp slt i64 %j, %n
  br i1 %more, label %loop, label %done
done:
  ret void
}}
"""
    )
    program = Compiled(text)
    call = program.function("run", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64)

    def run(*arrays: Any) -> Any:
        n = arrays[0].size
        padded = [np.concatenate([x, np.zeros(-n % LANES)]) for x in (arrays[0], arrays[-1])]
        out = np.empty(padded[0].size)
        call(out.ctypes.data, padded[0].ctypes.data, padded[1].ctypes.data, out.size)
        assert program is not None
        return out[:n]

    return run
