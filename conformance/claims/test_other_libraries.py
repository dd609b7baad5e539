"""Dask and MLX: every loss, by the arrays of libraries that lack something of the standard."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest

import unilosses

from ..suite.generic import MECHANISMS, NAMES, grouped, sample

every_loss = pytest.mark.parametrize("name", grouped(NAMES, by_default=MECHANISMS))


def single(x: Any) -> Any:
    return x.astype(np.float32) if x.dtype.kind == "f" else x


# --- MLX, on the processor ------------------------------------------------------------------------------------------


def mlx() -> Any:
    mx = importlib.import_module("mlx.core")
    mx.set_default_device(mx.cpu)
    return mx


@every_loss
def test_mlx(name: str) -> None:
    """Value, weight and mask, and the gradient by ours and by MLX's own differentiation."""
    mx, s = mlx(), sample(name, batch=(6,), classes=4)
    data = [single(x) for x in s.data]
    arrays = [mx.array(x) for x in data]
    calls: list[dict[str, Any]] = [{}, {"reduction": "none"}]
    if not s.spec.penalty:
        calls.append({"weight": np.arange(1, 7, dtype=np.float32), "where": np.arange(6) < 5})
    for keywords in calls:
        found = s.loss(*arrays, **s.params, **{k: mx.array(v) if k != "reduction" else v for k, v in keywords.items()})
        assert isinstance(found, mx.array)
        np.testing.assert_allclose(np.asarray(found), s.loss(*data, **s.params, **keywords), rtol=2e-5, atol=1e-6)
    if s.spec.rule.differentiated:
        expected = unilosses.value_and_grad(s.loss)(*data, **s.params)[1]
        by_call = unilosses.value_and_grad(s.loss)(*arrays, **s.params)[1]
        by_mlx = mx.grad(lambda x: s.loss(x, *arrays[1:], **s.params))(arrays[0])
        for gradient in (by_call, by_mlx):
            np.testing.assert_allclose(np.asarray(gradient), expected, rtol=1e-4, atol=1e-5)


# --- Dask -----------------------------------------------------------------------------------------------------------


def chunked(s: Any) -> list[Any]:
    """Along the batch, where there are rows."""
    array = importlib.import_module("dask.array")
    return [array.from_array(x, chunks=(2, *x.shape[1:]) if s.has_rows(i) else x.shape) for i, x in enumerate(s.data)]


@pytest.mark.parametrize("name", grouped(NAMES, by_default=("huber", "softmax_cross_entropy", "dice", "list_mle")))
def test_dask(name: str) -> None:
    s = sample(name, batch=(6,), classes=4)
    for reduction in ("mean", "none"):
        found = s.loss(*chunked(s), **s.params, reduction=reduction)
        assert type(found).__module__.startswith("dask.")  # nothing is computed yet
        np.testing.assert_allclose(found.compute(), s.loss(*s.data, **s.params, reduction=reduction), rtol=1e-10)
    if s.spec.rule.differentiated:
        _, gradient = unilosses.value_and_grad(s.loss)(*chunked(s), **s.params)
        _, expected = unilosses.value_and_grad(s.loss)(*s.data, **s.params)
        np.testing.assert_allclose(gradient.compute(), expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", ["huber", "softmax_cross_entropy", "nt_xent"])
def test_chunks_of_unknown_size_are_refused(name: str) -> None:
    s = sample(name, batch=(6,), classes=4)
    first, *others = chunked(s)
    unknown = first[first.reshape((6, -1))[:, 0] > -1e9]
    with pytest.raises(ValueError, match=r"of unknown lengths; call compute_chunk_sizes"):
        s.loss(unknown, *others, **s.params)
    unknown.compute_chunk_sizes()
    np.testing.assert_allclose(s.loss(unknown, *others, **s.params).compute(), s.loss(*s.data, **s.params), rtol=1e-10)


@pytest.mark.full
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::UserWarning")
def test_dask_with_more_data_than_a_worker_s_memory() -> None:
    """2.4 GB in chunks, in a worker that may take 1 GB."""
    array, distributed = importlib.import_module("dask.array"), importlib.import_module("distributed")
    n, chunk = 150_000_000, 5_000_000
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, memory_limit="1GB", dashboard_address=None
        ) as cluster,
        distributed.Client(cluster),
    ):
        x = array.arange(n, chunks=chunk, dtype="float64") / n
        value, gradient = unilosses.value_and_grad(unilosses.squared_error)(x, x - 0.5)
        assert x.nbytes + gradient.nbytes > 2e9
        np.testing.assert_allclose(value.compute(), 0.25, rtol=1e-9)
        np.testing.assert_allclose(gradient.sum().compute(), 1.0, rtol=1e-9)
