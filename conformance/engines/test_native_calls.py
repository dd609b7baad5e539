"""`engine("native")`: calls go by programs, and give what blocks give; what no program serves is an error."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

import unilosses
from conformance.suite.generic import Sample, sample

from .calls import NOT_SERVED, SERVED, UNTRACED

# Both engines round once from float64, in which they differ where terms cancel.
ULP, CANCELLED = 1.01, 1e-12


def arguments(s: Sample, dtype: str) -> list[Any]:
    return [x.astype(dtype) if x.dtype.kind == "f" else x for x in s.data]


def is_listed(s: Sample, arrays: list[Any], **options: Any) -> bool:
    text = unilosses.explain(s.loss, *arrays, **s.params, **options)
    return text.startswith("reference") and any(reason in text for reason in NOT_SERVED["calls"].get(s.spec.name, ()))


def assert_close(found: Any, expected: Any) -> None:
    found, expected = np.asarray(found), np.asarray(expected)
    assert found.dtype == expected.dtype
    assert found.shape == expected.shape
    wide, nearest = found.astype(np.float64), expected.astype(np.float64)
    room = ULP * np.abs(np.spacing(expected)).astype(np.float64) + CANCELLED * np.nanmax(np.abs(nearest), initial=0.0)
    assert np.all((np.abs(wide - nearest) <= room) | (wide == nearest) | (np.isnan(wide) & np.isnan(nearest)))


@pytest.mark.parametrize("name", SERVED)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_numpy_has_the_numbers_of_blocks(name, dtype):
    s = sample(name)
    arrays = arguments(s, dtype)
    weight = np.linspace(0.0, 2.0, max(s.shape[:1], default=1)) if s.shape else None
    served = 0
    for options in ({"reduction": "none"}, {"reduction": "sum"}, {"weight": weight}):
        if options.get("weight", 1) is None:
            continue
        found = []
        for engine in ("native", "blocks"):
            with unilosses.engine(engine):
                if engine == "native" and is_listed(s, arrays, **options):
                    break
                found.append(s.loss(*arrays, **s.params, **options))
        if found:
            served += 1
            assert_close(*found)
    assert served or name in NOT_SERVED["calls"]


@pytest.mark.parametrize("name", [name for name in SERVED if name not in NOT_SERVED["calls"]])
def test_torch_has_the_numbers_and_gradients_of_blocks(name):
    s = sample(name)
    found = []
    for engine in ("native", "blocks"):
        arrays = [torch.from_numpy(x) for x in arguments(s, "float32")]
        arrays[0].requires_grad_()
        params = {k: torch.from_numpy(v) if isinstance(v, np.ndarray) else v for k, v in s.params.items()}
        with unilosses.engine(engine):
            value = s.loss(*arrays, **params, reduction="sum")
        (gradient,) = torch.autograd.grad(3.0 * value, arrays[0])
        found.append((value.detach().numpy(), gradient.numpy()))
    for ours, theirs in zip(*found, strict=True):
        assert_close(ours, theirs)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_halves_keep_their_gradient_wide_until_the_cotangent(dtype):
    logits, labels = torch.linspace(-4, 4, 60, dtype=dtype).reshape(6, 10), torch.tensor([0, 1, 2, 3, 4, 9])
    found = []
    for engine in ("native", "blocks"):
        x = logits.clone().requires_grad_()
        with unilosses.engine(engine):
            value = unilosses.softmax_cross_entropy(x, labels)
        (gradient,) = torch.autograd.grad(value, x, torch.tensor(1024.0, dtype=dtype))
        found.append((value.detach(), gradient))
    for ours, theirs in zip(*found, strict=True):
        assert torch.equal(ours, theirs)


@pytest.mark.parametrize("name", [*NOT_SERVED["losses"], *UNTRACED])
def test_what_no_program_serves_is_an_error(name):
    s = sample(name)
    with unilosses.engine("native"), pytest.raises(RuntimeError, match="does not serve this call"):
        s.loss(*arguments(s, "float32"), **s.params)


def test_a_label_that_is_no_class_is_the_error_of_the_reference():
    with unilosses.engine("native"), pytest.raises(ValueError, match="labels has 7 at position"):
        unilosses.softmax_cross_entropy(np.zeros((2, 3)), np.asarray([0, 7]))


def test_the_number_of_threads_changes_no_bit():
    x = np.random.default_rng(0).normal(size=(2, 300_000)).astype(np.float32)
    found = set()
    for threads in (1, 2, 3, 8):
        unilosses.set_num_threads(threads)
        try:
            with unilosses.engine("native"):
                found.add(unilosses.huber(*x).tobytes())
        finally:
            unilosses.set_num_threads(None)
    assert len(found) == 1
