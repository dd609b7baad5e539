"""PyTorch's namespace: where it has functions of its own, they give what PyTorch's give."""

from __future__ import annotations

import math

import pytest
import torch

from unilosses.backends import torch_namespace

NUMBERS = (0.0, -0.0, 1.5, -2.0, math.inf, -math.inf, math.nan)
TENSORS = {
    **{dtype: torch.asarray(NUMBERS, dtype=dtype) for dtype in (torch.float64, torch.float32, torch.bfloat16)},
    torch.complex64: torch.asarray([1 + 2j, complex(math.inf, 0.0), complex(0.0, math.nan)]),
    torch.int64: torch.asarray([-(2**62), 0, 3]),
    torch.uint8: torch.asarray([0, 255], dtype=torch.uint8),
    torch.bool: torch.asarray([True, False]),
}


@pytest.mark.parametrize("dtype", TENSORS, ids=str)
@pytest.mark.parametrize("name", ["isnan", "isinf"])
def test_what_is_no_number_or_infinite(name: str, dtype: torch.dtype) -> None:
    x = TENSORS[dtype]
    found = getattr(torch_namespace, name)(x)
    assert found.dtype == torch.bool
    assert found.tolist() == getattr(torch, name)(x).tolist()
