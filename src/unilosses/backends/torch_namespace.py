"""The array-API namespace of PyTorch: array_api_compat's, with functions of its own where torch itself needs them."""

from __future__ import annotations

import math
from typing import Any

import array_api_compat.torch as compat
import torch
from array_api_compat.torch import *  # noqa: F403 - a namespace is all of its functions
from torch.compiler import is_dynamo_compiling

Tensor = torch.Tensor

# Among these names int, float and bool are dtypes.


def maximum(x1: Any, x2: Any, /) -> Any:
    return compat.maximum(x1, _filled(x2, x1))


def minimum(x1: Any, x2: Any, /) -> Any:
    return compat.minimum(x1, _filled(x2, x1))


def _filled(y: Any, x: Any) -> Any:
    """A number as a tensor like x: torch.compile cannot trace how array_api_compat makes one."""
    if isinstance(y, Tensor) or not isinstance(x, Tensor) or not x.is_floating_point():
        return y
    return torch.full_like(x, y)


def isnan(x: Tensor, /) -> Tensor:
    # torch.compile makes a loop over single numbers of isnan: the slope of an absolute error took 1.7 times as long.
    return x != x


def isinf(x: Tensor, /) -> Tensor:
    # As for isnan.
    return torch.abs(x) == math.inf if x.is_floating_point() else torch.isinf(x)


class of_numbers:
    """math's, for parameters: torch.compile would make a program for each number, but of the root."""

    sqrt = staticmethod(math.sqrt)

    @staticmethod
    def log(x: Any) -> Any:
        return torch.log(_number(x)) if is_dynamo_compiling() else math.log(x)

    @staticmethod
    def log1p(x: Any) -> Any:
        return torch.log1p(_number(x)) if is_dynamo_compiling() else math.log1p(x)


def _number(x: Any) -> Tensor:
    return torch.full((), x, dtype=torch.float64)


def sort(x: Tensor, /, *, axis: Any = -1, descending: Any = False, stable: Any = True) -> Tensor:
    # Of values alone the order of equals is not seen, and ONNX has no stable sort.
    return torch.sort(x, axis, descending).values


def cumulative_sum(x: Tensor, /, *, axis: Any = None, dtype: Any = None, include_initial: Any = False) -> Any:
    if axis is None or include_initial:
        return compat.cumulative_sum(x, axis=axis, dtype=dtype, include_initial=include_initial)
    return torch.cumsum(x, axis, dtype=dtype)  # torch.compile warns of how array_api_compat finds the namespace


def concat(arrays: Any, /, *, axis: Any = 0) -> Tensor:
    # Batched backward has a rule for cat, and none for the concat of array_api_compat.
    return compat.concat(arrays, axis=axis) if axis is None else torch.cat(tuple(arrays), axis)


def matrix_transpose(x: Tensor, /) -> Tensor:
    # Batched backward has no rule for the swapaxes of array_api_compat.
    return torch.transpose(x, -2, -1)


def take_along_axis(x: Tensor, indices: Tensor, /, *, axis: Any = -1) -> Tensor:
    # take_along_dim has torch.compile compile for every number of rows.
    indices = torch.where(indices < 0, indices + x.shape[axis], indices)  # gather does not count from the end
    if axis != -1 or x.shape[:-1] != indices.shape[:-1]:
        x, indices = _rows_of_both(x, indices, axis)
    if indices.shape[axis] == 1 and not is_plain(x):
        # A distributed tensor's own gather along an axis that is in pieces gives what nothing else can be done with.
        places = torch.movedim(index_range(x, axis, indices.dtype)[(..., *(None,) * (x.ndim - 1))], 0, axis)
        return torch.sum(torch.where(places == indices, x, 0), axis, keepdim=True)
    return torch.gather(x, axis, indices)


def is_plain(x: Tensor) -> bool:
    """Whether a tensor computes by torch's own rules, or stands for one that does while it is traced."""
    if is_dynamo_compiling():
        return True
    kind = type(x)
    return kind.__torch_dispatch__ is Tensor.__torch_dispatch__ or kind.__module__.startswith("torch._subclasses")


def index_range(x: Tensor, axis: int, dtype: Any = None) -> Tensor:
    """0, 1, ... along an axis of x, as a tensor of its kind: a distributed one takes no other beside it."""
    n = x.shape[axis]
    if is_plain(x):
        return torch.arange(n, dtype=dtype, device=x.device)
    return torch.cumsum(x.new_ones((n,), dtype=dtype or torch.int64), 0) - 1


def _rows_of_both(x: Tensor, indices: Tensor, axis: Any) -> tuple[Tensor, Tensor]:
    """Both with each other's length along every axis but one."""
    x, indices = torch.movedim(x, axis, 0), torch.movedim(indices, axis, 0)
    rows = torch.broadcast_shapes(x.shape[1:], indices.shape[1:])  # type: ignore[no-untyped-call]  # torch's stubs
    x = torch.broadcast_to(x, (x.shape[0], *rows))
    indices = torch.broadcast_to(indices, (indices.shape[0], *rows))
    return torch.movedim(x, 0, axis), torch.movedim(indices, 0, axis)
