"""`torch.jit.trace`: from the first call, one program for all lengths, which can be stored.

It has torch's operations alone, and by these its gradients.
"""

from __future__ import annotations

import io
from typing import Any

import pytest
import torch

from ..suite.exceptions import left_out
from ..suite.generic import MECHANISMS, NAMES, grouped, sample

SIZES_IN_FLOAT32 = left_out("torch.jit.trace keeps all digits of float64")

# torch says that of torch.jit, and of every condition on a length: of its own losses, too.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::torch.jit.TracerWarning"),
]


@pytest.mark.parametrize("name", grouped(NAMES, by_default=MECHANISMS))
def test_one_traced_program_has_all_lengths(name: str) -> None:
    first, other = sample(name, batch=(5,), classes=6), sample(name, batch=(3,), classes=4)
    digits = 1e-5 if name in SIZES_IN_FLOAT32 else 1e-11

    def call(*arrays: Any) -> Any:
        return first.loss(*arrays, **first.params)

    def tensors(s: Any) -> list[Any]:
        return [torch.asarray(x).requires_grad_(x.dtype.kind == "f") for x in s.data]

    program = torch.jit.trace(call, tuple(tensors(first)))
    torch.jit.save(program, io.BytesIO())
    for given in (tensors(first), tensors(other)):
        found, expected = program(*given), call(*given)
        torch.testing.assert_close(found, expected, rtol=digits, atol=digits)
        if found.requires_grad:
            by = [x for x in given if x.requires_grad]
            pairs = [torch.autograd.grad(v, by, allow_unused=True, materialize_grads=True) for v in (found, expected)]
            for one, other_one in zip(*pairs, strict=True):
                torch.testing.assert_close(one, other_one, rtol=digits, atol=digits)
