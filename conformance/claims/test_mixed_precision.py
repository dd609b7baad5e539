"""Under torch.autocast nothing is computed in lower precision, and half data give an unrounded float32 loss."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

import unilosses as u

from ..suite.generic import NAMES, sample

torch = importlib.import_module("torch")
HALVES = ("bfloat16", "float16")


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("name", NAMES)
def test_autocast_changes_no_digit(name, half) -> None:
    """Value and gradients are those of the same numbers in float32 outside; gradients have the argument's dtype."""
    s, low = sample(name), getattr(torch, half)
    arrays = [torch.asarray(x).float() if x.dtype.kind == "f" else torch.asarray(x) for x in s.data]
    halves = [x.to(low) if x.is_floating_point() else x for x in arrays]
    arrays = [x.float() if x.is_floating_point() else x for x in halves]
    for reduction in ("mean", "none"):
        value, grad = everything(s, arrays, reduction)
        for data in (arrays, halves):
            with torch.autocast("cpu", low):
                found, slopes = everything(s, data, reduction)
            assert found.dtype == torch.float32
            assert torch.equal(found, value)
            for slope in slopes:
                assert slope.dtype == data[0].dtype
                assert torch.equal(slope, grad[0].to(slope.dtype))


def everything(s: Any, arrays: list[Any], reduction: str) -> tuple[Any, list[Any]]:
    """The loss, and its gradient by the first array by each route."""
    keywords = {**s.params, "reduction": reduction}
    x = arrays[0].detach().requires_grad_()
    loss = s.loss(x, *arrays[1:], **keywords)
    (backward,) = torch.autograd.grad(loss.sum(), x)
    value, grad = u.value_and_grad(s.loss)(*arrays, **keywords)
    assert torch.equal(value, loss)
    return loss.detach(), [backward, grad]
