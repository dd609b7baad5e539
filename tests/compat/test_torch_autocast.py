"""compat.torch under torch.autocast: dtypes, values and gradients beside those of torch's own functions."""

from __future__ import annotations

from typing import Any

import pytest
import torch
import torch.nn.functional as F
from test_torch import LOSSES, RELATIVE, called, settings
from torch_draws import draws

from unilosses.compat import torch as ours

# What torch leaves in half precision, where ours is float32.
LEFT = {
    "gaussian_nll_loss",
    "l1_loss",
    "linear_cross_entropy",
    "mse_loss",
    "multilabel_soft_margin_loss",
    "triplet_margin_with_distance_loss",
}
# Log-probabilities that were rounded are none, until they are normalised; torch does not.
ROUNDED = {"ctc_loss", *LEFT}


@pytest.mark.parametrize("name", LOSSES)
def test_under_autocast(name: str) -> None:
    check(name, torch.bfloat16)


@pytest.mark.parametrize("name", LOSSES[::4])
def test_under_autocast_in_float16(name: str) -> None:
    check(name, torch.float16)


def check(name: str, low: Any) -> None:
    """float32, as of the same numbers in float32; gradients in the dtype of their argument."""
    for i, (arrays, params) in enumerate(draws(name, low)):
        for each in settings(name, params)[:3][i % 2 :: 2]:  # "none" and "sum", or "mean"
            with torch.autocast("cpu", low):
                mine, theirs = called(name, ours, arrays, each), called(name, F, arrays, each)
            assert theirs.error is None, theirs.error
            assert mine.error is None, mine.error
            assert mine.value.dtype == torch.float32
            assert theirs.value.dtype == torch.float32 or name in LEFT
            relative = RELATIVE[low] * (10 if name in LEFT else 1) if name in ROUNDED else RELATIVE[torch.float32]
            torch.testing.assert_close(mine.value, theirs.value.float(), rtol=relative, atol=relative, equal_nan=True)
            for found, expected in zip(mine.gradients, theirs.gradients, strict=True):
                assert found.dtype == expected.dtype
                relative = RELATIVE[low] * (10 if name in LEFT else 1)  # torch rounds every step there
                if name in LEFT:  # and overflows
                    expected = torch.where(expected.isfinite(), expected, found)
                torch.testing.assert_close(found, expected, rtol=relative, atol=relative, equal_nan=True)
            if name == "triplet_margin_with_distance_loss" or any(isinstance(x, float) for x in arrays):
                continue  # the caller's own distances, and a variance that is a number, are in half precision
            wide = called(name, ours, *in_float32(arrays, each)).value
            torch.testing.assert_close(mine.value, wide, rtol=RELATIVE[torch.float32], atol=1e-6, equal_nan=True)


def test_the_sum_of_half_weights_does_not_overflow() -> None:
    x = torch.ones(200, dtype=torch.float16)
    weight = torch.full((200,), 1000.0, dtype=torch.float16)
    assert ours.mse_loss(x, 0 * x, weight=weight) == 1.0
    assert ours.multilabel_soft_margin_loss(x[None], x[None], weight=weight[None], reduction="sum").isfinite()


def test_a_margin_beside_half_data_is_not_rounded() -> None:
    x = torch.zeros(1, dtype=torch.bfloat16)
    with torch.autocast("cpu", torch.bfloat16):
        assert ours.margin_ranking_loss(x, x + 2, x + 1, margin=-0.6).item() == pytest.approx(1.4, rel=1e-6)


def in_float32(arrays: tuple[Any, ...], params: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    def wide(x: Any) -> Any:
        return x.float() if isinstance(x, torch.Tensor) and x.is_floating_point() else x

    return tuple(map(wide, arrays)), {k: wide(v) for k, v in params.items()}
