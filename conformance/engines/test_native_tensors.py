"""Programs on PyTorch's tensors: the bits that they have on NumPy's arrays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np
import pytest
import torch

from conformance.suite.generic import MECHANISMS, Sample, grouped, sample
from unilosses.engines import graph_of
from unilosses.engines.native import Program, program

from .calls import SERVED, call_of
from .test_native import in_dtype


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNILOSSES_CACHE_DIR", str(tmp_path / "programs"))


def called(s: Sample, **options: Any) -> dict[str, Any]:
    facts, inputs = call_of(s, wide=True, **options)
    run = program(facts, graph_of(facts, inputs))
    assert isinstance(run, Program), run.reason
    return run(inputs)


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
    expected = called(s)
    found = called(Sample(s.spec, [tensor(x) for x in s.data], s.params))
    assert found.keys() == expected.keys()
    for key, x in found.items():
        assert isinstance(x, torch.Tensor)
        assert tuple(x.shape) == np.shape(expected[key])
        np.testing.assert_array_equal(bits(x), bits(expected[key]))


def test_half_precision_is_rounded_by_float32() -> None:
    x = np.random.default_rng(0).normal(size=5000).astype(np.float32) * 1e-3
    for dtype in (torch.bfloat16, torch.float16):
        half = torch.from_numpy(x).to(dtype)
        s = Sample(sample("squared_error").spec, [half, torch.zeros_like(half)], {})
        found = called(s, reduction="none")["value"]
        wide = half.double() ** 2
        assert torch.equal(found, wide.float().to(dtype))


def test_strides_are_those_of_the_tensor() -> None:
    x = torch.arange(60.0).reshape(5, 12)[:, ::2].T
    s = Sample(sample("absolute_error").spec, [x, torch.zeros(6, 5)], {})
    assert torch.equal(called(s, reduction="none")["value"], x)
