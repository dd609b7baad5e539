"""Graphs in blocks of rows: the rows of the whole call, and its sums but for their order."""

from __future__ import annotations

import functools
import operator
from typing import Any

import array_api_compat.numpy as xp
import numpy as np
import pytest

from conformance.suite.generic import Sample, grouped, sample
from unilosses.definition.registry import specs
from unilosses.engines import ROWS, Facts, Inputs, Plan, evaluate, graph_of, rows

from .calls import TRACED, call_of, options_of

COMBINE: dict[str, Any] = {
    "add": operator.add,
    "maximum": np.maximum,
    "minimum": np.minimum,
    "bitwise_or": np.logical_or,
    "bitwise_and": np.logical_and,
}
ROW_BY_ROW = [name for name in TRACED if not specs()[name].coupled and not specs()[name].penalty]
BLOCK = 3


def in_blocks(plan: Plan, inputs: Inputs, length: int) -> dict[str, np.ndarray]:
    """The outputs, evaluated as the plan says."""
    known: dict[Any, Any] = {}
    found: dict[str, np.ndarray] = {}
    blocks = [slice(i, i + BLOCK) for i in range(0, length, BLOCK)]

    def cut(block: slice) -> Inputs:
        own = {name: inputs[name][(*(slice(None),) * axis, block)] for name, axis in plan.axes.items()}
        return {**inputs, **own, ROWS: length}

    for each in plan.passes:
        names = [name for name, _ in (*each.parts, *each.rows)]
        results = [evaluate(plan.graph, xp, cut(block), names, known) for block in blocks]
        for name, how in each.parts:
            known[plan.graph.outputs[name]] = functools.reduce(COMBINE[how], [r[name] for r in results])
        for name, axis in each.rows:
            found[name] = np.concatenate([r[name] for r in results], axis=axis)
    return found | evaluate(plan.graph, xp, cut(blocks[0]), plan.last, known)


def assert_same(facts: Facts, inputs: Inputs, s: Sample) -> None:
    graph = graph_of(facts, inputs)
    plan = rows(graph)
    assert plan is not None
    whole, parts = evaluate(graph, xp, inputs), in_blocks(plan, inputs, s.rows)
    assert parts.keys() == whole.keys()
    for name, x in whole.items():
        np.testing.assert_allclose(parts[name], x, rtol=1e-14, atol=1e-15, strict=True)
    if facts.options.reduction == "none":
        np.testing.assert_array_equal(parts["value"], whole["value"])


@pytest.mark.parametrize("name", grouped(ROW_BY_ROW))
def test_blocks_give_what_the_whole_call_gives(name: str) -> None:
    s = sample(name, batch=(8,))
    for options in options_of(s):
        assert_same(*call_of(s, **options), s)


def test_losses_of_coupled_rows_have_no_blocks() -> None:
    for name in ("nt_xent", "info_nce", "n_pairs", "circle", "supervised_contrastive"):
        facts, inputs = call_of(sample(name))
        assert rows(graph_of(facts, inputs)) is None, name


def test_a_gradient_of_a_weighted_mean_waits_for_the_sum_of_the_weights() -> None:
    s = sample("huber", batch=(8,))
    facts, inputs = call_of(s, weight=np.linspace(0.5, 2.0, 8))
    plan = rows(graph_of(facts, inputs))
    assert plan is not None
    first, second = plan.passes
    assert [how for _, how in first.parts] == ["add", "add"]
    assert (first.rows, second.parts, second.rows) == ((), (), (("gradient of pred", 0),))
    assert plan.last == ("value",)
    assert plan.axes == {"pred": 0, "target": 0, "weight": 0}


def test_an_unweighted_mean_takes_one_pass() -> None:
    facts, inputs = call_of(sample("softmax_cross_entropy"))
    plan = rows(graph_of(facts, inputs))
    assert plan is not None
    (only,) = plan.passes
    assert [how for _, how in only.parts] == ["add", "bitwise_and"]
    assert only.rows == (("gradient of logits", 0),)
    assert set(plan.last) == {"value", "valid"}


def test_a_number_has_no_rows() -> None:
    s = sample("huber")
    s.data = [np.asarray(0.5), np.asarray(2.0)]
    facts, inputs = call_of(s)
    assert rows(graph_of(facts, inputs)) is None
