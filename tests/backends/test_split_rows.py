"""A plug-in for arrays whose last axis is in pieces: the kernels that serve every library serve it as they are."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import unilosses
from unilosses.backends import registry
from unilosses.backends.generic import GenericBackend

travelled: list[int] = []  # the sizes of what has gone from one piece to another


class Split:
    """An array in pieces along its last axis, or in one piece if it has no such axis."""

    device = None

    def __init__(self, *pieces: Any) -> None:
        self.pieces = [np.asarray(piece) for piece in pieces]
        self.dtype, self.ndim = self.pieces[0].dtype, self.pieces[0].ndim

    @property
    def shape(self) -> tuple[int, ...]:
        if len(self.pieces) == 1:
            return self.pieces[0].shape
        return (*self.pieces[0].shape[:-1], sum(piece.shape[-1] for piece in self.pieces))

    def __getitem__(self, key: Any) -> Split:
        (whole,) = self.pieces
        return Split(whole[key])

    def __bool__(self) -> bool:
        (whole,) = self.pieces
        return bool(whole)

    def starts(self) -> list[int]:
        return [0, *np.cumsum([piece.shape[-1] for piece in self.pieces])[:-1].tolist()]


def piece_by_piece(function: Callable[..., Any]) -> Callable[..., Split]:
    def mapped(*arguments: Any, **keywords: Any) -> Split:
        count = max(len(a.pieces) for a in arguments if isinstance(a, Split))

        def of(i: int) -> list[Any]:
            return [a.pieces[i % len(a.pieces)] if isinstance(a, Split) else a for a in arguments]

        return Split(*(function(*of(i), **keywords) for i in range(count)))

    return mapped


for name in ("add", "sub", "mul", "truediv", "pow", "and_", "or_", "eq", "ne", "lt", "le", "gt", "ge", "neg", "invert"):
    function = getattr(operator, name)
    setattr(Split, f"__{name.strip('_')}__", piece_by_piece(function))
    if name in ("add", "sub", "mul", "truediv", "pow"):
        setattr(Split, f"__r{name}__", piece_by_piece(lambda x, y, function=function: function(y, x)))


def across(join: Callable[[Any, Any], Any], within: Callable[..., Any]) -> Callable[..., Split]:
    """A reduction: within the pieces, and then, where rows are reduced, from piece to piece."""

    def reduced(x: Split, axis: int | None = None, keepdims: bool = False) -> Split:
        parts = [within(piece, axis=axis, keepdims=keepdims) for piece in x.pieces]
        if len(parts) > 1:
            assert axis == -1
            travelled.extend(part.size for part in parts)
        total = parts[0]
        for part in parts[1:]:
            total = join(total, part)
        return Split(total)

    return reduced


class SplitNamespace:
    """NumPy's functions piece by piece, and those that reach across a row."""

    __name__ = "split"
    sum = staticmethod(across(np.add, np.sum))
    max = staticmethod(across(np.maximum, np.max))
    any = staticmethod(across(np.logical_or, np.any))

    @staticmethod
    def take_along_axis(x: Split, index: Split, axis: int) -> Split:
        (at,), found = index.pieces, 0.0
        for start, piece in zip(x.starts(), x.pieces, strict=True):  # each answers for the classes that it has
            mine = (at >= start) & (at < start + piece.shape[-1])
            part = np.take_along_axis(piece, np.where(mine, at - start, 0), axis=axis)
            found = found + np.where(mine, part, 0.0)
            travelled.append(part.size)
        return Split(found)

    def __getattr__(self, name: str) -> Any:
        found = getattr(np, name)
        if not callable(found) or isinstance(found, type) or name in ("finfo", "isdtype", "__array_namespace_info__"):
            return found
        return piece_by_piece(found)


class SplitBackend(GenericBackend):
    name = "split"
    xp = SplitNamespace()

    def owns(self, cls: type) -> bool:
        return cls is Split

    def index_range(self, xp: Any, x: Split, axis: int, dtype: Any) -> Split:
        if axis not in (-1, x.ndim - 1):
            return Split(np.arange(x.shape[axis], dtype=dtype))
        starts = zip(x.starts(), x.pieces, strict=True)
        return Split(*(np.arange(start, start + piece.shape[-1], dtype=dtype) for start, piece in starts))

    def bounds(self, array: Split) -> tuple[int, int]:
        (whole,) = array.pieces
        return int(whole.min()), int(whole.max())


@pytest.mark.parametrize("name", ["softmax_cross_entropy", "softmax_focal", "multiclass_hinge"])
def test_a_split_class_axis_is_never_joined(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "third_party_backends", lambda: (registry.checked(SplitBackend()),))
    rng = np.random.default_rng(3)
    logits, labels = rng.normal(size=(5, 7)), np.asarray([0, 6, 3, 2, 4])
    call = unilosses.value_and_grad(getattr(unilosses, name))
    expected, gradient = call(logits, labels)

    travelled.clear()
    split = Split(logits[:, :3], logits[:, 3:4], logits[:, 4:])
    value, found = call(split, Split(labels))
    assert float(value.pieces[0]) == pytest.approx(float(expected), rel=1e-15)
    assert [piece.shape for piece in found.pieces] == [(5, 3), (5, 1), (5, 3)]
    np.testing.assert_allclose(np.concatenate(found.pieces, axis=-1), gradient, rtol=1e-14, atol=1e-16)
    assert set(travelled) == {5}  # one number for each row
