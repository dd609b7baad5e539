"""A loop as one operation of PyTorch's: its compiler would unroll it, a program for each length that takes a second a
step to trace. The operation is called eagerly, by the program."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from functools import cache
from typing import Any

import torch

from . import torch_namespace as xp
from .protocol import Arrays, Step, loop

Tensor = torch.Tensor


# It reads `__qualname__`, which the compiler does not trace. PyTorch has no type for the decorator.
@torch.compiler.assume_constant_result  # type: ignore[untyped-decorator]
def name_of(step: Step) -> str | None:
    """By what name the operation finds a step again: a function of a module has one."""
    name, module = getattr(step, "__qualname__", "."), getattr(step, "__module__", None)
    return f"{module}:{name}" if module is not None and "." not in name else None


@cache
def _named(name: str) -> Step:
    module, _, function = name.partition(":")
    step: Step = getattr(importlib.import_module(module), function)
    return step


def scan(name: str, carry: Arrays, xs: Arrays) -> tuple[Arrays, Arrays]:
    """`Backend.scan` of the step of that name."""
    found = _scan(name, list(carry), list(xs))
    return tuple(found[: len(carry)]), tuple(found[len(carry) :])


@torch.library.custom_op("unilosses::scan", mutates_args=())
def _scan(step: str, carry: Sequence[Tensor], xs: Sequence[Tensor]) -> list[Tensor]:
    last, rows = loop(xp, _named(step), tuple(carry), tuple(xs), ())
    return [*(x.clone() for x in last), *rows]  # none is an argument itself, as the operation has to promise


@_scan.register_fake
def _(step: str, carry: Sequence[Tensor], xs: Sequence[Tensor]) -> list[Tensor]:
    last, row = _named(step)(xp, tuple(carry), tuple(x.new_empty(x.shape[1:]) for x in xs))
    steps = xs[0].shape[0]
    return [*(torch.empty_like(x) for x in last), *(x.new_empty((steps, *x.shape)) for x in row)]


@_scan.register_vmap
def _(info: Any, in_dims: Any, step: str, carry: Sequence[Tensor], xs: Sequence[Tensor]) -> tuple[list[Tensor], Any]:
    """One after the other."""

    def of(i: int, arrays: Sequence[Tensor], dims: Sequence[int | None]) -> list[Tensor]:
        return [x if d is None else x.select(d, i) for x, d in zip(arrays, dims, strict=True)]

    each = [_scan(step, of(i, carry, in_dims[1]), of(i, xs, in_dims[2])) for i in range(info.batch_size)]
    found = [torch.stack(column) for column in zip(*each, strict=True)]
    return found, [0] * len(found)
