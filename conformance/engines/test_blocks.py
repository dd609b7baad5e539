"""Blocks of rows: the bits of the graph, whatever the threads; the truth, rounded once."""

from __future__ import annotations

from typing import Any

import array_api_compat.numpy as xp
import numpy as np
import pytest

import unilosses
from unilosses.definition.definition import Memory
from unilosses.definition.registry import specs
from unilosses.engines import evaluate, graph_of
from unilosses.engines.blocks import NotSplit, rows_of, task_of
from unilosses.engines.blocks.task import Task
from unilosses.verify import bounds, vectors
from unilosses.verify.places import Place
from unilosses.verify.vectors import Truth, VectorCase

from ..suite.generic import MECHANISMS, Sample, grouped, marks, sample
from .calls import TRACED, call_of, options_of

MATRICES = {
    *("barlow_twins", "circle", "info_nce", "n_pairs", "nt_xent", "orthogonal_penalty", "supervised_contrastive"),
    "vicreg",
}
SERVED = [name for name in TRACED if name not in MATRICES]
NEAR = {"float64": 1e-13, "float16": 2e-3}


def task(s: Sample, **options: Any) -> Task:
    return task_of(*call_of(s, wide=True, **options))


def in_blocks_of(elements: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unilosses.engines.blocks.runner.ELEMENTS", elements)


@pytest.mark.parametrize("name", grouped(TRACED))
def test_what_multiplies_matrices_is_not_for_blocks(name: str) -> None:
    graph = graph_of(*call_of(sample(name), wide=True))
    if name in MATRICES:
        with pytest.raises(NotSplit, match="multiplies matrices"):
            rows_of(graph)
    else:
        assert rows_of(graph).length is not None


@pytest.mark.parametrize(
    ("name", "dtype"),
    [
        pytest.param(name, dtype, marks=marks(name, dtype == "float64" or name in MECHANISMS))
        for name in SERVED
        for dtype in ("float64", "float16")
    ],
)
def test_one_block_has_the_bits_of_the_graph_and_several_are_near(
    name: str, dtype: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    s = sample(name)
    s.data = [x.astype(dtype) if x.dtype.kind == "f" else x for x in s.data]
    for options in options_of(s):
        facts, inputs = call_of(s, wide=True, **options)
        whole = evaluate(graph_of(facts, inputs), xp, inputs)
        found = task(s, **options)(1)
        assert found.keys() == whole.keys()
        in_blocks_of(7, monkeypatch)
        apart = task(s, **options)(1)
        monkeypatch.undo()
        for key, x in whole.items():
            assert found[key].dtype == x.dtype
            np.testing.assert_array_equal(found[key], x)
            np.testing.assert_allclose(
                apart[key].astype(float), x.astype(float), rtol=NEAR[dtype], atol=NEAR[dtype] / 8
            )


@pytest.mark.parametrize("name", grouped(SERVED))
def test_the_number_of_threads_changes_no_bit(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    in_blocks_of(6, monkeypatch)
    s = sample(name, batch=(23,))
    weight = np.random.default_rng(0).uniform(size=s.shape)
    for options in ({}, {"weight": weight}):
        first = task(s, **options)(1)
        for threads in (2, 3, 8):
            again = task(s, **options)(threads)
            for key, x in first.items():
                np.testing.assert_array_equal(again[key], x)


@pytest.mark.parametrize("name", ["huber", "sigmoid_focal", "softmax_cross_entropy", "dice", "kl_divergence"])
def test_several_axes_of_rows_are_one(name: str) -> None:
    s, flat = sample(name, batch=(4, 5)), sample(name, batch=(4, 5))
    flat.data = [x.reshape((20, *x.shape[2:])) for x in flat.data]
    for reduction in ("none", "mean"):
        several, one = task(s, reduction=reduction), task(flat, reduction=reduction)
        assert several.program is one.program
        a, b = several(1), one(1)
        assert a["value"].shape == (s.shape if reduction == "none" else ())
        for key, x in a.items():
            np.testing.assert_array_equal(x.reshape(b[key].shape), b[key])


def _within(result: Any, truth: Truth, place: Place, case: VectorCase, limit: float, what: str) -> None:
    assert result.shape == truth.shape, what
    distance = np.where(truth.claimed, truth.distances(place.numpy(result), case.dtype), 0.0)
    assert distance.max(initial=0.0) <= limit, f"{what}: {distance.max()} ulp at {int(distance.argmax())}"


@pytest.mark.parametrize("library", ["numpy", "torch"])
@pytest.mark.parametrize("name", grouped(SERVED))
def test_vectors_are_met_rounded_once(name: str, library: str, full: bool) -> None:
    place, function = Place(library), specs()[name].function
    first = 0 if library == "numpy" else 1
    for case in vectors.load(name).cases if full else vectors.load(name).cases[first::2]:
        arrays = [place.array(a, case.dtype) for a in case.arrays]
        every = case.params | case.options
        keywords = {k: place.array(v, case.dtype) if isinstance(v, np.ndarray) else v for k, v in every.items()}
        what = f"{name} {case.dtype} {case.id}"
        limits = {kind: bounds.of_case(name, case, kind, "blocks") for kind in bounds.KINDS}
        with unilosses.engine("blocks"):
            assert unilosses.explain(function, *arrays, **keywords).startswith("blocks: "), what
            _within(function(*arrays, **keywords), case.value, place, case, limits["value"], what)
            if case.gradients is None:
                continue
            argnums = tuple(i for i, truth in enumerate(case.gradients) if truth is not None)
            found = unilosses.value_and_grad(function, argnums=argnums)(*arrays, **keywords)[1]
        for i, gradient in zip(argnums, found, strict=True):
            truth = case.gradients[i]
            assert truth is not None
            _within(gradient, truth, place, case, limits["gradient"], f"{what}, by array {i}")


@pytest.mark.parametrize("name", grouped(SERVED))
def test_what_is_one_block_is_the_kernel_in_float64(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a program small calls go by whole arrays, which takes less time, to the bits of blocks."""
    s = sample(name)
    monkeypatch.setattr("unilosses.engines.native.task.compiler.available", lambda: "no compiler")
    monkeypatch.setattr(s.spec, "remembered", Memory())
    for dtype in ("float32", "float64"):
        arrays = [x.astype(dtype) if x.dtype.kind == "f" else x for x in s.data]
        assert unilosses.explain(s.loss, *arrays, **s.params).startswith("blocks")
        for reduction in ("none", "mean", "sum"):
            keywords: dict[str, Any] = {**s.params, "reduction": reduction}
            found = [s.loss(*arrays, **keywords), *unilosses.value_and_grad(s.loss)(*arrays, **keywords)]
            with unilosses.engine("blocks"):
                expected = [s.loss(*arrays, **keywords), *unilosses.value_and_grad(s.loss)(*arrays, **keywords)]
            for ours, theirs in zip(found, expected, strict=True):
                np.testing.assert_array_equal(ours, theirs, strict=True)
