"""Programs on PyTorch's tensors: the bits that they have on NumPy's arrays."""

from __future__ import annotations

from typing import Any

import ml_dtypes
import numpy as np
import pytest
import torch

import unilosses
from conformance.suite.generic import MECHANISMS, Sample, grouped, sample

from .calls import SERVED
from .test_native import in_dtype


def called(s: Sample, **options: Any) -> Any:
    with unilosses.engine("native"):
        return s.loss(*s.data, **s.params, **options)


def tensor(x: Any) -> Any:
    if x.dtype == ml_dtypes.bfloat16:
        return torch.from_numpy(x.view(np.int16)).view(torch.bfloat16)
    return torch.from_numpy(x)


def bits(x: Any) -> Any:
    if isinstance(x, torch.Tensor):
        x = x.view(torch.int16).numpy() if x.dtype == torch.bfloat16 else x.numpy()
        return np.asarray(x)
    return np.asarray(x).view(np.int16) if np.asarray(x).dtype == ml_dtypes.bfloat16 else np.asarray(x)


@pytest.mark.parametrize("dtype", ["float32", "bfloat16", "float16"])
@pytest.mark.parametrize("name", grouped([n for n in SERVED if n in MECHANISMS]))
def test_the_same_bits(name: str, dtype: str) -> None:
    s = in_dtype(sample(name, batch=(9,), classes=5), ml_dtypes.bfloat16 if dtype == "bfloat16" else dtype)
    for reduction in ("none", "mean"):
        expected = called(s, reduction=reduction)
        found = called(Sample(s.spec, [tensor(x) for x in s.data], s.params), reduction=reduction)
        assert isinstance(found, torch.Tensor)
        assert tuple(found.shape) == np.shape(expected)
        np.testing.assert_array_equal(bits(found), bits(expected))


def test_half_precision_is_rounded_by_float32() -> None:
    x = np.random.default_rng(0).normal(size=5000).astype(np.float32) * 1e-3
    for dtype in (torch.bfloat16, torch.float16):
        half = torch.from_numpy(x).to(dtype)
        s = Sample(sample("squared_error").spec, [half, torch.zeros_like(half)], {})
        found = called(s, reduction="none")
        wide = half.double() ** 2
        assert torch.equal(found, wide.float().to(dtype))


def test_strides_are_those_of_the_tensor() -> None:
    x = torch.arange(60.0).reshape(5, 12)[:, ::2].T
    s = Sample(sample("absolute_error").spec, [x, torch.zeros(6, 5)], {})
    assert torch.equal(called(s, reduction="none"), x)
