"""The graph of a call, evaluated: the same bits as the loss itself."""

from __future__ import annotations

from typing import Any

import array_api_compat.numpy as xp
import numpy as np
import pytest

import unilosses
from conformance.suite.backends import Backend
from conformance.suite.generic import MOST_USED, NAMES, Sample, grouped, sample
from unilosses.backends.library import library_of
from unilosses.definition.kinds import Shape
from unilosses.definition.options import Options
from unilosses.definition.registry import specs
from unilosses.engines import Graph, NotTraced, evaluate, graph_of, split, trace
from unilosses.verify.places import describe
from unilosses.verify.vectors import load

from .calls import TRACED, UNTRACED, call_of, options_of

pytestmark = pytest.mark.usefixtures("by_reference")


def assert_same_bits(graph: Graph, inputs: Any, s: Sample, **options: Any) -> None:
    found = evaluate(graph, xp, inputs)
    value, grad = unilosses.value_and_grad(s.loss)(*s.data, **s.params, **options)
    np.testing.assert_array_equal(found["value"], value, strict=True)
    np.testing.assert_array_equal(found[f"gradient of {s.spec.arrays[0]}"], grad, strict=True)


@pytest.mark.parametrize("name", grouped(NAMES))
def test_the_losses_without_a_graph_are_those_of_the_file(name: str) -> None:
    facts, inputs = call_of(sample(name))
    if name not in UNTRACED:
        assert "value" in trace(facts, inputs).outputs
        return
    with pytest.raises(NotTraced) as refusal:
        trace(facts, inputs)
    assert str(refusal.value) == UNTRACED[name]


def test_at_least_79_losses_have_a_graph() -> None:
    assert len(TRACED) >= 79


@pytest.mark.parametrize("name", grouped(TRACED))
def test_value_and_stated_gradient_have_the_bits_of_the_loss(name: str) -> None:
    s = sample(name)
    for options in options_of(s):
        facts, inputs = call_of(s, **options)
        assert_same_bits(graph_of(facts, inputs), inputs, s, **options)


@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("name", grouped(TRACED))
def test_so_they_have_in_other_dtypes(name: str, dtype: str) -> None:
    s = sample(name)
    s.data = [x.astype(dtype) if x.dtype.kind == "f" else x for x in s.data]
    facts, inputs = call_of(s)
    with np.errstate(all="ignore"):
        assert_same_bits(graph_of(facts, inputs), inputs, s)


@pytest.mark.parametrize("name", grouped(TRACED))
def test_other_lengths_need_no_other_graph(name: str) -> None:
    s = sample(name, batch=(7,), classes=5)
    facts, inputs = call_of(s)
    graph = trace(facts, inputs)
    for batch, classes in (((9,), 5), ((4,), 6), ((5,), 8)):
        other = sample(name, batch=batch, classes=classes)
        facts_of_other, inputs = call_of(other)
        assert facts_of_other == facts
        assert graph.holds(inputs)
        assert_same_bits(graph, inputs, other)


@pytest.mark.parametrize("name", grouped(TRACED))
def test_other_numbers_need_no_other_graph(name: str) -> None:
    """A number that is as close to those that a kernel knows by name, which are few."""
    s = sample(name)
    kinds = {k: s.spec.domain[k] for k, v in s.spec.params.items() if isinstance(v, float)}
    numbers = {k: kind.interior for k, kind in kinds.items() if kind.shape is Shape.FIRST and not kind.optional}
    first = {k: v * 1.0625 + 0.015625 * (kinds[k].interval.low == -np.inf) for k, v in numbers.items()}
    second = {k: v * 1.125 + 0.03125 * (kinds[k].interval.low == -np.inf) for k, v in numbers.items()}
    facts, inputs = call_of(s, **first)
    graph = trace(facts, inputs)
    same, inputs = call_of(s, **second)
    assert same == facts
    assert graph.holds(inputs)
    s.params |= second
    assert_same_bits(graph, inputs, s)


@pytest.mark.parametrize(
    ("name", "parameter", "first", "second"),
    [
        ("tweedie_deviance", "power", 1.5, 2.5),
        ("tweedie_deviance", "power", 1.5, 1.0),
        ("general_robust", "alpha", 1.0, 2.0),
        ("general_robust", "alpha", 1.0, 3.0),
        ("triplet_margin", "p", 3.0, 2.0),
        ("student_t_nll", "df", 4.0, 0.5),
        ("asymmetric", "clip", 0.05, 0.0),
        ("softmax_cross_entropy", "label_smoothing", 0.1, 0.0),
    ],
)
def test_a_number_that_answers_a_guard_otherwise_has_another_graph(
    name: str, parameter: str, first: float, second: float
) -> None:
    s = sample(name)
    facts, inputs = call_of(s, **{parameter: first})
    graph = graph_of(facts, inputs)
    same, others = call_of(s, **{parameter: second})
    assert same == facts
    assert not graph.holds(others)
    s.params[parameter] = second
    assert_same_bits(graph_of(facts, others), others, s)
    assert graph_of(facts, inputs) is graph


def test_a_number_out_of_its_domain_has_no_graph() -> None:
    x = np.asarray([1.0, 2.0])
    facts, inputs = call_of(sample("huber"))
    graph = graph_of(facts, inputs)
    assert graph.holds(inputs)
    assert not graph.holds({**inputs, "delta": -1.0})
    with pytest.raises(NotTraced, match="delta must be in"):
        trace(facts, {**inputs, "delta": -1.0})
    assert float(unilosses.huber(x, x)) == 0.0


def test_a_wrong_call_leaves_others_their_graph() -> None:
    s = sample("huber", batch=(5,))
    facts, inputs = call_of(s)
    short = {**inputs, "target": inputs["target"][:3]}
    with pytest.raises(NotTraced, match="target has shape"):
        graph_of(facts, short)
    assert graph_of(facts, inputs).holds(inputs)
    assert not graph_of(facts, inputs).holds(short)


def test_a_label_outside_the_classes_is_an_output() -> None:
    s = sample("softmax_cross_entropy")
    facts, inputs = call_of(s)
    graph = graph_of(facts, inputs)
    assert bool(evaluate(graph, xp, inputs, ["valid"])["valid"])
    assert not bool(evaluate(graph, xp, {**inputs, "labels": inputs["labels"] + 3}, ["valid"])["valid"])


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16"])
def test_wide_is_computed_in_float64_and_rounded_once(dtype: str) -> None:
    s = sample("sigmoid_focal")
    s.data = [x.astype(dtype) for x in s.data]
    facts, inputs = call_of(s, wide=True)
    found = evaluate(graph_of(facts, inputs), xp, inputs)
    with unilosses.precision("exact"):
        _, grad = unilosses.value_and_grad(s.loss)(*s.data)
    assert found["value"].dtype == dtype
    np.testing.assert_array_equal(found["gradient of logits"], grad, strict=True)


def test_what_a_kernel_may_not_do_has_no_graph() -> None:
    @unilosses.loss(unilosses.Domain(pred=unilosses.REAL, target=unilosses.REAL))
    def looks(xp: Any, pred: Any, target: Any) -> Any:
        return pred - target if float(xp.sum(pred)) > 0 else target - pred

    x = np.asarray([1.0, 2.0])
    facts, inputs = split(looks.spec, (x, x), {}, Options())
    with pytest.raises(NotTraced, match="looks at data"):
        graph_of(facts, inputs)


@pytest.mark.parametrize("name", grouped(TRACED))
def test_hard_inputs_and_every_parameter_have_the_bits_of_the_loss(name: str) -> None:
    vectors, spec = load(name), specs()[name]
    for case in vectors.cases:
        if case.dtype != "float64":
            continue
        s = Sample(spec, list(case.arrays), case.params)
        facts, inputs = call_of(s, **case.options)
        with np.errstate(all="ignore"):
            assert_same_bits(graph_of(facts, inputs), inputs, s, **case.options)


@pytest.mark.parametrize("backend", [Backend.STRICT, Backend.TORCH, Backend.JAX])
@pytest.mark.parametrize("name", grouped(TRACED, by_default=MOST_USED))
def test_any_library_evaluates_a_graph(name: str, backend: Backend) -> None:
    s = sample(name)
    s.data = [backend.place.array(x, "float32") for x in s.data]
    facts, inputs = call_of(s)
    library = library_of(s.data[0], "first")
    found = evaluate(graph_of(facts, inputs), library.xp, inputs)
    value, grad = unilosses.value_and_grad(s.loss)(*s.data, **s.params)
    assert describe(found["value"]) == describe(value)
    np.testing.assert_array_equal(backend.place.numpy(found["value"]), backend.place.numpy(value))
    np.testing.assert_array_equal(
        backend.place.numpy(found[f"gradient of {s.spec.arrays[0]}"]), backend.place.numpy(grad)
    )
