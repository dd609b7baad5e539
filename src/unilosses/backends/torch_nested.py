"""PyTorch's nested tensors in the jagged layout, and their numbers, one row after the other."""

from __future__ import annotations

from typing import Any

import torch

Tensor = torch.Tensor


def flat(x: Tensor, like: Tensor, name: str) -> Tensor:
    """The numbers of all rows; TypeError if the lengths are not those of `like`."""
    lengths = _offsets(x, name)
    if x.shape[1] != like.shape[1] and not torch.equal(lengths, _offsets(like, name)):
        raise TypeError(f"{name} is nested in rows of other lengths than the first array")
    values: Tensor = x.values()
    return values


def nested(x: Tensor, like: Tensor) -> Tensor:
    """A nested tensor of numbers of all rows, in the lengths of `like`."""
    made: Tensor = torch.nested.nested_tensor_from_jagged(x, _offsets(like, ""))
    return made


def _offsets(x: Any, name: str) -> Tensor:
    if x.layout is not torch.jagged or x._ragged_idx != 1 or x.lengths() is not None:
        raise TypeError(
            f"{name} is a nested tensor of another layout; expected torch.jagged, its rows one after the other, with "
            f"lengths along the second axis"
        )
    offsets: Tensor = x.offsets()
    return offsets
