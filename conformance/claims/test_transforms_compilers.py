"""What compilers do to a function (torch.compile, torch.export, jax.jit), done to every loss."""

from __future__ import annotations

import importlib
import subprocess
import sys
import textwrap
from collections.abc import Callable
from typing import Any

import pytest

import unilosses
from unilosses.definition.registry import specs

from ..suite.generic import MECHANISMS, MOST_USED, sample
from ..suite.points import (
    JAX,
    OF_TORCH_ITSELF,
    TORCH,
    Point,
    all_or,
    assert_all_near,
    assert_near,
    but_ctc,
    each_mechanism,
    most_used,
    point,
)
from ..suite.tolerances import COMPILED_ULP, ROUTE_ULP, SUM_ULP

pytestmark = [*OF_TORCH_ITSELF, pytest.mark.usefixtures("by_reference")]


def torch_leaves(p: Point) -> list[Any]:
    arrays = p.arrays(TORCH)
    return [x.requires_grad_() if i in p.argnums else x for i, x in enumerate(arrays)]


def compiled(function: Callable[..., Any], backend: str | Callable[..., Any] = "aot_eager") -> Callable[..., Any]:
    """The function under torch.compile, with nothing left of an earlier one."""
    torch = importlib.import_module("torch")
    torch.compiler.reset()
    made: Callable[..., Any] = torch.compile(function, fullgraph=True, backend=backend)
    return made


def check_compiled(name: str, backend: str, ulps: float) -> None:
    p = point(name)
    reduction = "sum" if specs()[name].penalty else "none"

    def call(*xs: Any) -> Any:
        return p.loss(*xs, **p.params, reduction=reduction)

    eager, traced = torch_leaves(p), torch_leaves(p)
    expected, found = call(*eager), compiled(call, backend)(*traced)
    assert_near(TORCH.to_numpy(found), TORCH.to_numpy(expected), ulps)
    expected.sum().backward()
    found.sum().backward()
    assert_all_near([traced[i].grad for i in p.argnums], [eager[i].grad for i in p.argnums], TORCH, ulps)


@but_ctc
def test_torch_compile(name: str) -> None:
    check_compiled(name, "aot_eager", ROUTE_ULP)


@most_used
def test_torch_compile_without_a_gradient(name: str) -> None:
    """Evaluation: no argument requires a gradient. Dynamo has another path for an autograd.Function then."""
    p = point(name)

    def call(*xs: Any) -> Any:
        return p.loss(*xs, **p.params)

    found = compiled(call)(*p.arrays(TORCH))
    assert_near(TORCH.to_numpy(found), TORCH.to_numpy(call(*p.arrays(TORCH))), ROUTE_ULP)


@all_or([*MOST_USED, "softmax_cross_entropy", "supervised_contrastive"])
def test_torch_compile_of_batches_of_several_sizes(name: str) -> None:
    """Two programs serve all: for the first size, and for any. torch gives up after eight.

    Where the batch is also what is summed over, in halves, each pattern of odd and even lengths has its program.
    """
    graphs = []

    def backend(graph: Any, inputs: Any) -> Any:
        graphs.append(graph)
        return graph.forward

    s = sample(name)
    call = compiled(lambda *xs: s.loss(*xs, **s.params), backend)
    for rows in (5, 2, 4):  # classes are three
        p = Point(s.spec, s.take(slice(0, rows)).data, s.params)
        eager, traced = torch_leaves(p), torch_leaves(p)
        expected, found = p.loss(*eager, **p.params), call(*traced)
        assert_near(TORCH.to_numpy(found), TORCH.to_numpy(expected), ROUTE_ULP)
        expected.backward()
        found.backward()
        assert_all_near([traced[i].grad for i in p.argnums], [eager[i].grad for i in p.argnums], TORCH, ROUTE_ULP)
    assert len(graphs) == 2 or s.spec.coupled


@pytest.mark.parametrize("strict", [True, False])
def test_torch_export(strict: bool) -> None:
    """With Dynamo and without: labels are not read, and a program serves any of them."""
    torch = importlib.import_module("torch")

    class Model(torch.nn.Module):
        def forward(self, logits: Any, labels: Any) -> Any:
            return unilosses.softmax_cross_entropy(logits, labels, reduction="none")

    logits, labels = point("softmax_cross_entropy", rows=4).arrays(TORCH)
    unilosses.softmax_cross_entropy(logits, labels)  # torch warns of what is looked up in a first call
    program = torch.export.export(Model(), (logits, labels), strict=strict).module()
    other = labels.flip(0)
    assert program(logits, other).tolist() == unilosses.softmax_cross_entropy(logits, other, reduction="none").tolist()
    other[1] = 7
    assert program(logits, other).isnan().tolist() == [False, True, False, False]


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_torch_export_of_any_size(reduction: str, strict: bool) -> None:
    """One program serves batches of every size: none of the reductions fixes the size."""
    torch = importlib.import_module("torch")

    class Model(torch.nn.Module):
        def forward(self, pred: Any, target: Any) -> Any:
            return unilosses.huber(pred, target, reduction=reduction)

    pred, target = point("huber", rows=4).arrays(TORCH)
    unilosses.huber(pred, target)  # torch warns of what is looked up in a first call
    sizes = {name: {0: torch.export.Dim("rows")} for name in ("pred", "target")}
    program = torch.export.export(Model(), (pred, target), dynamic_shapes=sizes, strict=strict).module()
    for rows in (4, 11):
        arrays = point("huber", rows=rows).arrays(TORCH)
        assert program(*arrays).tolist() == unilosses.huber(*arrays, reduction=reduction).tolist()


def test_torch_compile_under_no_grad() -> None:
    torch = importlib.import_module("torch")

    def inside(x: Any, y: Any) -> Any:
        with torch.no_grad():
            return unilosses.huber(x, y)

    pred, target = torch_leaves(point("huber"))
    expected = inside(pred, target)
    assert compiled(inside)(pred, target) == expected
    with torch.no_grad():
        assert compiled(unilosses.huber)(pred, target) == expected


@most_used
def test_torch_compile_of_value_and_grad(name: str) -> None:
    p = point(name)
    call = unilosses.value_and_grad(p.loss, argnums=p.argnums)

    def both(*xs: Any) -> Any:
        return call(*xs, **p.params)

    expected, found = both(*p.arrays(TORCH)), compiled(both)(*p.arrays(TORCH))
    assert_all_near((found[0], *found[1]), (expected[0], *expected[1]), TORCH)


@pytest.mark.full  # a C++ compiler runs for every loss
@pytest.mark.parametrize("name", MECHANISMS)
def test_torch_inductor(name: str) -> None:
    # Inductor has its own exp and log: a few ulp more.
    check_compiled(name, "inductor", COMPILED_ULP)


COLD = """
    import unilosses
    import torch

    scores = torch.tensor([[0.5, 3.0, -1.0], [2.0, 0.25, 1.0]], requires_grad=True)
    other = torch.tensor({other})
    compiled = torch.compile(lambda x, y: unilosses.{name}(x, y), fullgraph=True, backend="aot_eager")
    value = compiled(scores, other)
    value.backward()
    again = scores.detach().clone().requires_grad_()
    expected = unilosses.{name}(again, other)
    expected.backward()
    torch.testing.assert_close(value, expected)
    torch.testing.assert_close(scores.grad, again.grad)
"""


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("softmax_cross_entropy", "[0, 2]"),
        pytest.param("huber", "[[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]]", marks=pytest.mark.full),  # 8 seconds
    ],
)
def test_first_call_of_the_process_is_compiled(name: str, other: str) -> None:
    """No cache is filled, no backend is loaded, and unilosses is there before torch: one graph all the same."""
    script = textwrap.dedent(COLD.format(name=name, other=other))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr


@each_mechanism
def test_jit_of_the_gradient(name: str) -> None:
    jax = importlib.import_module("jax")
    p = point(name)
    total = p.total(JAX)
    found = JAX.compiled(jax.grad(total, argnums=tuple(range(len(p.reals)))))(*map(JAX.asarray, p.reals))
    assert_all_near(found, p.numpy_gradients(p.reals), JAX, SUM_ULP)
