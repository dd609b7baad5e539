"""Programs: rounded once from what the interpreter computes in float64, for every loss that they serve."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import array_api_compat.numpy as xp
import numpy as np
import pytest
import torch

from conformance.suite.generic import MECHANISMS, Sample, grouped, sample
from fresh_process import run_python
from unilosses.definition.options import Options
from unilosses.definition.registry import specs
from unilosses.engines import Graph, graph_of, split, values_of
from unilosses.engines.graph.nodes import in_order
from unilosses.engines.native import Declined, Program, program, recycled
from unilosses.engines.native.rules import quicker
from unilosses.verify.vectors import Truth, load

from .calls import NOT_SERVED, SERVED, TRACED, call_of, options_of

# In float64, programs and the interpreter may both be off by the 12 that are allowed.
ULP = {"float64": 24.0, "float32": 0.51, "float16": 0.51}


def unrounded(graph: Graph, inputs: Any) -> dict[str, Any]:
    """The outputs in float64."""
    nodes = {}
    for name, x in graph.outputs.items():
        while x.op == "astype" and x.dtype in ("float32", "float16"):
            x = x.inputs[0]
        nodes[name] = x
    return dict(zip(nodes, values_of(graph, xp, inputs, nodes.values()), strict=True))


def errors(found: Any, truth: Any, half: bool) -> Any:
    """In ulp of the result's dtype; of float16 by float32, as PyTorch rounds."""
    dtype = found.dtype
    if found.dtype == bool:
        return np.where(found == truth, 0.0, np.inf)
    with np.errstate(all="ignore"):
        truth = np.asarray(truth, np.float64)
        nearest = truth.astype(np.float32).astype(dtype) if half else truth.astype(dtype)
        same = (nearest == found) | (np.isnan(nearest) & np.isnan(found))
        ulp = np.abs(np.spacing(nearest).astype(np.float64))
        return np.where(same, 0.0, np.abs(found.astype(np.float64) - truth) / ulp)


def served(facts: Any, graph: Graph) -> Program:
    found = program(facts, graph)
    assert isinstance(found, Program), found.reason
    return found


def is_listed(s: Sample, **options: Any) -> bool:
    """Whether there is no program for a call, for a reason that is listed."""
    facts, inputs = call_of(s, wide=True, **options)
    found = program(facts, graph_of(facts, inputs))
    return isinstance(found, Declined) and found.reason in NOT_SERVED["calls"].get(s.spec.name, ())


def assert_rounded_once(
    s: Sample, wanted: tuple[int | str, ...] = (0,), truths: Mapping[str, Truth | None] | None = None, **options: Any
) -> None:
    """From the interpreter's numbers; or from the truths, where float64 itself leaves fewer digits than float32 has."""
    facts, inputs = call_of(s, wanted=wanted, wide=True, **options)
    graph = graph_of(facts, inputs)
    found, truth = served(facts, graph)(inputs), unrounded(graph, inputs)
    assert found.keys() == truth.keys()
    for name, x in found.items():
        assert x.shape == np.shape(truth[name])
        assert str(x.dtype) == graph.outputs[name].dtype
        off, most = errors(x, truth[name], x.dtype == "float16"), ULP.get(str(x.dtype), 0.0)
        known = truths.get(name) if truths else None
        if known is not None:
            distances = np.where(known.claimed, known.distances(x, str(x.dtype)), np.inf)
            off = np.minimum(off, distances.reshape(np.shape(off)))
        assert np.max(off, initial=0.0) <= most


def in_dtype(s: Sample, dtype: str) -> Sample:
    s.data = [x.astype(dtype) if x.dtype.kind == "f" else x for x in s.data]
    return s


@pytest.mark.parametrize("name", grouped(TRACED))
def test_the_losses_without_a_program_are_those_of_the_file(name: str) -> None:
    facts, inputs = call_of(sample(name), wide=True)
    found = program(facts, graph_of(facts, inputs))
    if name not in NOT_SERVED["losses"]:
        assert isinstance(found, Program)
        return
    assert isinstance(found, Declined)
    assert found.reason == NOT_SERVED["losses"][name]


def test_at_least_79_losses_have_a_program() -> None:
    assert len(SERVED) >= 79


@pytest.mark.parametrize("name", grouped(SERVED))
def test_value_and_gradient_are_rounded_once(name: str) -> None:
    assert_rounded_once(in_dtype(sample(name, batch=(3, 7), classes=5), "float32"))
    assert_rounded_once(in_dtype(sample(name, batch=(5,), classes=270), "float32"), reduction="none")


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16"])
@pytest.mark.parametrize("name", grouped(SERVED, by_default=MECHANISMS))
def test_so_they_are_with_masks_weights_and_every_reduction(name: str, dtype: str, full: bool) -> None:
    s = in_dtype(sample(name), dtype)
    every = list(options_of(s))
    for options in every if full or dtype == "float32" else every[::4]:
        assert_rounded_once(s, **options)


@pytest.mark.parametrize("name", grouped(SERVED, by_default=MECHANISMS))
def test_so_they_are_on_hard_inputs(name: str) -> None:
    vectors, spec = load(name), specs()[name]
    for case in vectors.cases:
        if case.dtype == "float32":
            s = Sample(spec, list(case.arrays), case.params)
            if not is_listed(s, **case.options):
                first = case.gradients[0] if case.gradients else None
                truths = {"value": case.value, f"gradient of {spec.arrays[0]}": first}
                assert_rounded_once(s, truths=truths, **case.options)


@pytest.mark.parametrize("size", [1, 2, 15, 16, 17, 255, 256, 257, 4095, 4096, 4097, 12289, 70000])
def test_sums_have_the_fixed_order(size: int) -> None:
    from unilosses.numerics.sums import _tree_sum

    x = np.random.default_rng(size).normal(size=size)
    facts, inputs = split(
        specs()["absolute_error"], (x, np.zeros(size)), {}, Options(reduction="sum"), wanted=(), wide=True
    )
    found = served(facts, graph_of(facts, inputs))(inputs)["value"]
    assert found == _tree_sum(xp, np.abs(x))[0]


@pytest.mark.parametrize("classes", [*range(1, 71), 127, 128, 129, 255, 256, 257, 271, 272, 273])
def test_rows_of_any_length(classes: int) -> None:
    for rows in (1, 16, 37):
        rng = np.random.default_rng(classes)
        logits = rng.normal(size=(rows, classes)).astype(np.float32) * 5
        s = Sample(specs()["softmax_cross_entropy"], [logits, rng.integers(0, classes, rows)], {})
        for reduction in ("mean", "none"):
            assert_rounded_once(s, reduction=reduction)


@pytest.mark.parametrize("threads", ["1", "2", "3", "8"])
def test_threads_change_no_bit(threads: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    for name, shape in (
        ("sigmoid_cross_entropy", (70001,)),
        ("softmax_cross_entropy", (700, 130)),
        ("softmax_cross_entropy", (300, 270)),
        ("softmax_cross_entropy", (9000, 10)),
    ):
        x = rng.normal(size=shape).astype(np.float32)
        y = rng.integers(0, 2, shape[:1])
        facts, inputs = call_of(
            Sample(specs()[name], [x, y if len(shape) > 1 else y.astype(np.float32)], {}), wide=True
        )
        run = served(facts, graph_of(facts, inputs))
        monkeypatch.setenv("UNILOSSES_NUM_THREADS", "1")
        expected = run(inputs)
        monkeypatch.setenv("UNILOSSES_NUM_THREADS", threads)
        for key, x in run(inputs).items():
            np.testing.assert_array_equal(x, expected[key])


def test_a_process_without_torch_has_threads_of_its_own() -> None:
    code = (
        "import sys, numpy as np, unilosses\n"
        "from unilosses.engines.native import teams\n"
        "unilosses.set_num_threads(2)\n"
        "x = np.random.default_rng(0).normal(size=70001).astype(np.float32)\n"
        "with unilosses.engine('native'):\n"
        "    found = unilosses.huber(x, 0 * x)\n"
        "    assert 'torch' not in sys.modules and teams.runtime() is None\n"
        "    import torch\n"
        "    print(found == unilosses.huber(x, 0 * x))"
    )
    assert run_python(code).stdout.strip() == b"True"


def test_one_exponential_serves_both_signs() -> None:
    """The loss has exp(-|x|), and its derivative exp(min(x, 0)) and exp(min(-x, 0))."""
    facts, inputs = call_of(sample("sigmoid_cross_entropy"), wide=True)
    graph = graph_of(facts, inputs)
    assert [x.op for x in graph.order].count("exp") == 3
    assert [x.op for x in in_order(quicker(graph.outputs).values())].count("exp") == 1
    rng = np.random.default_rng(0)
    edges = [0.0, -0.0, np.inf, -np.inf, np.nan, 1e-30, -1e-30]
    x = np.concatenate([np.asarray(edges), rng.normal(size=50) * 50]).astype(np.float32)
    for y in (np.zeros_like(x), np.ones_like(x), np.full_like(x, 0.3)):
        assert_rounded_once(Sample(specs()["sigmoid_cross_entropy"], [x, y], {}), reduction="none")


def test_nan_of_a_row_stays() -> None:
    for name in ("softmax_cross_entropy", "multiclass_perceptron"):
        for classes in (5, 270):
            for place in (0, 3, classes - 1):
                logits = np.zeros((3, classes), np.float32)
                logits[1, place] = np.nan
                s = Sample(specs()[name], [logits, np.asarray([0, 1, classes - 1])], {})
                assert_rounded_once(s, reduction="none")


def test_any_strides_and_broadcast_arrays() -> None:
    rng = np.random.default_rng(0)
    whole = rng.normal(size=(9, 14, 11)).astype(np.float32)
    views = [whole[::2, 1:, :], whole[:, ::-1], whole.transpose(2, 0, 1), np.broadcast_to(whole[:1], (4, 14, 11))]
    views += [whole[:, :, :1], np.asfortranarray(whole), whole[:, :1]]
    for name in ("huber", "cosine_distance"):
        for x in views:
            y = rng.normal(size=x.shape).astype(np.float32)
            for arrays in ([x, y], [y, x]):
                assert_rounded_once(Sample(specs()[name], arrays, {}), reduction="none")


@pytest.mark.parametrize("shape", [(4, 3, 5), (4, 270, 5), (2, 3, 4, 5), (2, 263, 4, 5)])
def test_classes_on_another_axis(shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(size=shape).astype(np.float32)
    labels = rng.integers(0, shape[1], (shape[0], *shape[2:]))
    s = Sample(specs()["softmax_cross_entropy"], [logits, labels], {})
    for reduction in ("mean", "none"):
        assert_rounded_once(s, axis=1, reduction=reduction)


def test_labels_outside_read_nothing_else() -> None:
    logits = np.zeros((4, 3), np.float32)
    for labels in ([0, 1, 2, 2**62], [-(2**62), 1, 3, 0]):
        facts, inputs = call_of(
            Sample(specs()["softmax_cross_entropy"], [logits, np.asarray(labels)], {}), wide=True, reduction="none"
        )
        found = served(facts, graph_of(facts, inputs))(inputs)
        inside = (np.asarray(labels) >= 0) & (np.asarray(labels) < 3)
        np.testing.assert_array_equal(np.isnan(found["value"]), ~inside)
        assert not found["valid"]


def test_nothing_is_written_outside_of_an_array() -> None:
    """Elements around the views that are read and written stay as they are."""
    room = np.full(200, np.nan, np.float32)
    for size in (1, 5, 16, 31):
        x = room[64 : 64 + size]
        x[:] = 1.0
        facts, inputs = call_of(Sample(specs()["huber"], [x, np.zeros(size, np.float32)], {}), wide=True)
        found = served(facts, graph_of(facts, inputs))(inputs)
        assert found["value"] == 0.5
        assert np.isnan(room[:64]).all()
        assert np.isnan(room[64 + size :]).all()
        room[:] = np.nan


def test_memory_of_large_results_is_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """As soon as nothing shows it any more, and not before."""
    monkeypatch.setattr(recycled, "LARGE", 2**20)
    monkeypatch.setattr(recycled, "_WAITING", [])
    dtype = np.dtype(np.float32)

    def made() -> Any:
        x = recycled.empty((2**10, 2**10), dtype)
        x[:] = 1.0
        return x

    first = made()
    at = first.ctypes.data
    view = torch.from_numpy(first)[5:]
    del first
    second = made()
    assert second.ctypes.data != at
    second[:] = 2.0
    assert view.eq(1.0).all()
    del view
    assert made().ctypes.data == at
    third, fourth = made(), made()
    assert third.ctypes.data == at
    assert len({x.ctypes.data for x in (second, third, fourth)}) == 3
    assert second.flags.writeable
    assert recycled.empty((2**20,), dtype).ctypes.data % 64 == 0


def test_no_elements() -> None:
    s = Sample(specs()["huber"], [np.zeros((0, 3), np.float32)] * 2, {})
    facts, inputs = call_of(s, wide=True)
    found = served(facts, graph_of(facts, inputs))(inputs)
    assert found["value"] == 0.0
    assert found["gradient of pred"].shape == (0, 3)


def test_the_first_of_equal_scores_is_the_largest() -> None:
    for classes in (5, 140, 270):
        logits = np.zeros((3, classes), np.float32)
        s = Sample(specs()["asymmetric_single_label"], [logits, np.asarray([0, 1, classes - 1])], {})
        assert_rounded_once(s, reduction="none")


@pytest.mark.parametrize("before", ["", "import torch\n"])
def test_a_child_has_threads_of_its_own(before: str) -> None:
    """In a process without JAX, which warns of every fork; with PyTorch, whose threads a child does not have either."""
    code = (
        f"{before}import os, numpy as np, unilosses\n"
        "unilosses.set_num_threads(2)\n"
        "x = np.random.default_rng(0).normal(size=70001).astype(np.float32)\n"
        "with unilosses.engine('native'):\n"
        "    expected = unilosses.huber(x, 0 * x)\n"
        "    child = os.fork()\n"
        "    if child == 0:\n"
        "        os._exit(0 if unilosses.huber(x, 0 * x) == expected else 1)\n"
        "print(os.waitpid(child, 0)[1])"
    )
    assert run_python(code).stdout.strip() == b"0"
