"""PyTorch's nested tensors, rows of several lengths: every loss takes them as the same numbers in one array, or says
why it does not."""

from __future__ import annotations

from typing import Any

import pytest
import torch

import unilosses
from unilosses.definition.registry import specs

from ..suite.generic import NAMES, grouped, sample

OFFSETS = torch.tensor([0, 2, 2, 5])
WHOLE = [name for name in NAMES if specs()[name].coupled]
BY_ROWS = [name for name in NAMES if name not in WHOLE]

# torch says that the layout is new.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


def jagged(x: Any) -> Any:
    return torch.nested.nested_tensor_from_jagged(x, OFFSETS)


def nested(s: Any, arrays: list[Any]) -> list[Any]:
    return [jagged(x) if s.has_rows(i) else x for i, x in enumerate(arrays)]


def numbers(x: Any) -> Any:
    return x.values() if x.is_nested else x


@pytest.mark.parametrize("reduction", ["none", "mean", "sum"])
@pytest.mark.parametrize("name", grouped(BY_ROWS))
def test_numbers_of_all_rows(name: str, reduction: str) -> None:
    s = sample(name, batch=(5,))
    if s.spec.penalty:
        s.data[0] = s.data[0].reshape((5, *s.data[0].shape[1:]))
    flat = [torch.asarray(x).requires_grad_(x.dtype.kind == "f") for x in s.data]
    value = s.loss(*nested(s, flat), **s.params, reduction=reduction)
    expected = s.loss(*flat, **s.params, reduction=reduction)
    assert value.is_nested == (reduction == "none")
    torch.testing.assert_close(numbers(value), expected)
    if s.spec.rule.differentiated:
        found, wanted = (torch.autograd.grad(numbers(v).sum(), flat[0])[0] for v in (value, expected))
        torch.testing.assert_close(found, wanted)
        by_call = unilosses.value_and_grad(s.loss)(
            *nested(s, [x.detach() for x in flat]), **s.params, reduction=reduction
        )[1]
        torch.testing.assert_close(by_call.values(), wanted)


@pytest.mark.parametrize("name", grouped(WHOLE))
def test_rows_that_meet_are_to_be_padded(name: str) -> None:
    s = sample(name, batch=(5,))
    with pytest.raises(ValueError, match=f"{name}: the rows of .* have several lengths .* pad them"):
        s.loss(*nested(s, [torch.asarray(x) for x in s.data]), **s.params)


def test_masks_and_weights_are_nested_too() -> None:
    x, y = torch.linspace(-1, 1, 15).reshape(5, 3), torch.tensor([0, 2, 1, 1, 0])
    weight, where = torch.arange(1.0, 6.0), torch.tensor([True, False, True, True, True])
    loss = unilosses.softmax_cross_entropy
    found = loss(jagged(x), jagged(y), weight=jagged(weight), where=jagged(where), axis=2)
    torch.testing.assert_close(found, loss(x, y, weight=weight, where=where))
    for name, keywords in (("weight", {"weight": weight}), ("where", {"where": where})):
        with pytest.raises(TypeError, match=f"{name} is no nested tensor"):
            loss(jagged(x), jagged(y), **keywords)
    with pytest.raises(ValueError, match="pad them"):
        loss(jagged(x), jagged(y), axis=1)


def test_what_is_nested_otherwise_is_refused() -> None:
    x = torch.ones(5, 3)
    other = torch.nested.nested_tensor_from_jagged(x, torch.tensor([0, 1, 2, 5]))
    with pytest.raises(TypeError, match="target is nested in rows of other lengths"):
        unilosses.huber(jagged(x), other)
    with pytest.raises(TypeError, match="target is no nested tensor"):
        unilosses.huber(jagged(x), x)
    with pytest.raises(TypeError, match=r"expected torch\.jagged"):
        unilosses.huber(torch.nested.nested_tensor([x, x]), jagged(x))
    # Made apart, of the same lengths
    again = torch.nested.nested_tensor_from_jagged(0 * x, OFFSETS.clone())
    assert unilosses.huber(jagged(x), again) == 0.5
