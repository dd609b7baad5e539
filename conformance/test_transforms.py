"""What the frameworks do to a function (compile, vectorise, differentiate, in any order), done to every loss.

The points are ordinary: no kink within the steps that a difference quotient takes. Kinks have tests of their own.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

import unilosses
from unilosses.definition import kinds as d
from unilosses.definition.registry import specs

from .generic import MECHANISMS, MOST_USED, Sample, grouped, sample
from .libraries import DIFFERENTIATING, Run
from .tolerances import COMPILED_ULP, CURVATURE_RELATIVE, ROUTE_ULP, SUM_ULP

# Losses that other tests define belong to those tests.
NAMES = sorted(name for name, spec in specs().items() if spec.source.startswith("unilosses."))
# JAX under jit: one program for each loss, where eager JAX would compile each of its operations.
TORCH, JAX = Run("torch"), Run("jax", jitted=True)
FRAMEWORKS = [r for r in DIFFERENTIATING if r in (TORCH, JAX)]
every_framework = pytest.mark.parametrize("framework", FRAMEWORKS, ids=[r.id for r in FRAMEWORKS])
every_loss = pytest.mark.parametrize("name", grouped(NAMES))


def _all_or(some: Sequence[str]) -> Any:
    """Some losses by default, all of them with --full."""
    return pytest.mark.parametrize("name", grouped(NAMES, by_default=some))


each_mechanism, most_used = _all_or(MECHANISMS), _all_or(MOST_USED)
# Its loop over time takes compilers a quarter of a minute.
but_ctc = _all_or([name for name in MECHANISMS if name != "ctc"])

pytestmark = [
    # Dynamo makes an instance of every autograd.Function that it traces, and torch's own class warns of that.
    pytest.mark.filterwarnings("ignore:.*should not be instantiated:DeprecationWarning"),
    # torch says this of itself, when Inductor is imported.
    pytest.mark.filterwarnings("ignore:`torch.jit.script_method` is deprecated:DeprecationWarning"),
]


@dataclass
class Point(Sample):
    """A loss at one point: its real arguments are what one differentiates by, index labels stay as they are."""

    @property
    def argnums(self) -> tuple[int, ...]:
        return tuple(i for i, x in enumerate(self.data) if x.dtype.kind == "f")

    @property
    def reals(self) -> list[np.ndarray]:
        return [self.data[i] for i in self.argnums]

    def arrays(self, run: Run) -> list[Any]:
        return [run.asarray(x) for x in self.data]

    def numpy_gradients(self, reals: list[np.ndarray]) -> tuple[np.ndarray, ...]:
        """Of the sum, by the real arguments: the partials alone, with no framework."""
        call = unilosses.value_and_grad(self.loss, argnums=self.argnums)
        found: tuple[np.ndarray, ...] = call(*self.replaced(reals), **self.params, reduction="sum")[1]
        return found

    def replaced(self, reals: Any) -> list[Any]:
        rest = iter(reals)
        return [next(rest) if i in self.argnums else x for i, x in enumerate(self.data)]

    def total(self, run: Run) -> Callable[..., Any]:
        """The sum of the loss, as a function of the real arguments."""
        arrays = self.arrays(run)

        def total(*reals: Any) -> Any:
            given = iter(reals)
            full = [next(given) if i in self.argnums else x for i, x in enumerate(arrays)]
            return self.loss(*full, **self.params, reduction="sum")

        return total

    def total_of_flat(self, run: Run) -> Callable[[Any], Any]:
        """The same, as a function of one vector that holds all real arguments."""
        total, shapes = self.total(run), [x.shape for x in self.reals]

        def flat(v: Any) -> Any:
            parts, start = [], 0
            for shape in shapes:
                size = int(np.prod(shape))
                parts.append(v[start : start + size].reshape(shape))
                start += size
            return total(*parts)

        return flat

    def vector(self) -> np.ndarray:
        return np.concatenate([x.ravel() for x in self.reals])


def point(name: str, rows: int = 2) -> Point:
    """Arguments off the dyadic grid on which the kinks of all default parameters lie."""
    s = sample(name, batch=(rows, 3) if specs()[name].coupled else (rows,))
    moved = [
        x + 0.001 * (i + 1) if x.dtype.kind == "f" and isinstance(s.kind(i), d.Interval) else x
        for i, x in enumerate(s.data)
    ]
    return Point(s.spec, moved, s.params)


def assert_near(found: Any, expected: Any, ulps: float, scale: Any = None) -> None:
    """Within so many ulp of float64, of the largest expected entry: a gradient's entries come out of its rows' sums."""
    found, expected = np.asarray(found), np.asarray(expected)
    assert found.shape == expected.shape
    assert found.dtype == expected.dtype == np.float64
    scale = np.max(np.abs(expected), initial=0.0) if scale is None else scale
    off = np.abs(found - expected).max(initial=0.0) / np.spacing(max(float(scale), np.finfo(float).tiny))
    assert off <= ulps, f"{off:.3g} ulp off: {found}, expected {expected}"


def assert_all_near(found: Any, expected: Any, run: Run, ulps: float = ROUTE_ULP) -> None:
    assert len(found) == len(expected)
    for f, e in zip(found, expected, strict=True):
        assert_near(run.to_numpy(f), run.to_numpy(e) if not isinstance(e, np.ndarray) else e, ulps)


def curvature_by_differences(p: Point) -> np.ndarray:
    """Central differences of the gradient that the partials give in NumPy."""
    x, step = p.vector(), np.finfo(float).eps ** (1 / 3)
    sizes = np.cumsum([a.size for a in p.reals])[:-1]

    def gradient(v: np.ndarray) -> np.ndarray:
        parts = [part.reshape(a.shape) for part, a in zip(np.split(v, sizes), p.reals, strict=True)]
        return np.concatenate([g.ravel() for g in p.numpy_gradients(parts)])

    columns = [(gradient(x + step * e) - gradient(x - step * e)) / (2 * step) for e in np.eye(x.size)]
    return np.stack(columns, axis=1)


def assert_curvature(found: Any, p: Point) -> None:
    expected = curvature_by_differences(p)
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= CURVATURE_RELATIVE * max(np.abs(expected).max(), 1.0)


# --- compilers ---


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


@_all_or([*MOST_USED, "softmax_cross_entropy", "supervised_contrastive"])
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
    assert value.item() == expected.item(), (value, expected)
    assert torch.equal(scores.grad, again.grad), (scores.grad, again.grad)
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


# --- vectorisation: a gradient for each row ---


@every_framework
@every_loss
def test_vmap_of_the_gradient(framework: Run, name: str) -> None:
    func = importlib.import_module("jax" if framework.library == "jax" else "torch.func")
    p = point(name, rows=4)

    def row(*xs: Any) -> Any:
        return p.loss(*xs, **p.params, reduction="sum")

    own = tuple(i for i in p.argnums if p.has_rows(i))
    along = tuple(0 if p.has_rows(i) else None for i in range(len(p.data)))
    found = framework.compiled(func.vmap(func.grad(row, argnums=own), along))(*p.arrays(framework))
    expected = dict(zip(p.argnums, p.numpy_gradients(p.reals), strict=True))
    assert_all_near(found, [expected[i] for i in own], framework, SUM_ULP)


# --- first order ---


@every_framework
@each_mechanism
def test_forward_mode_is_the_gradient_times_the_direction(framework: Run, name: str) -> None:
    func = importlib.import_module("jax" if framework.library == "jax" else "torch.func")
    p = point(name)
    rng = np.random.default_rng(5)
    along = [rng.normal(size=x.shape) for x in p.reals]
    jvp = framework.compiled(lambda at, v: func.jvp(p.total(framework), at, v))
    value, dot = jvp(tuple(map(framework.asarray, p.reals)), tuple(map(framework.asarray, along)))
    terms = np.concatenate([(g * v).ravel() for g, v in zip(p.numpy_gradients(p.reals), along, strict=True)])
    assert_near(framework.to_numpy(dot), terms.sum(), SUM_ULP, scale=np.abs(terms).sum())
    expected = p.loss(*p.data, **p.params, reduction="sum")
    assert_near(framework.to_numpy(value), expected, SUM_ULP)


@every_loss
def test_gradcheck(name: str) -> None:
    """torch's own comparison with differences, first and second order, in both modes, with torch's own tolerances."""
    autograd = importlib.import_module("torch.autograd")
    p = point(name)
    total = p.total(TORCH)
    leaves = [TORCH.asarray(x).requires_grad_() for x in p.reals]
    assert autograd.gradcheck(total, leaves, check_forward_ad=True, fast_mode=True)
    assert autograd.gradgradcheck(total, leaves, check_fwd_over_rev=True, fast_mode=True)


# --- second order ---


@but_ctc
def test_jax_hessian(name: str) -> None:
    """Forward over reverse, and reverse over reverse."""
    jax = importlib.import_module("jax")
    p = point(name)
    f = p.total_of_flat(JAX)
    both = JAX.compiled(lambda x: (jax.hessian(f)(x), jax.jacrev(jax.jacrev(f))(x)))
    for hessian in both(JAX.asarray(p.vector())):
        assert_curvature(JAX.to_numpy(hessian), p)


@each_mechanism
@pytest.mark.parametrize("order", ["forward over reverse", "reverse over reverse", "double backward"])
def test_torch_hessian(name: str, order: str) -> None:
    torch = importlib.import_module("torch")
    p = point(name)
    f, x = p.total_of_flat(TORCH), TORCH.asarray(p.vector())
    if order == "double backward":
        found = torch.autograd.functional.hessian(f, x)
    else:
        outer = torch.func.jacfwd if order == "forward over reverse" else torch.func.jacrev
        found = outer(torch.func.jacrev(f))(x)
    assert_curvature(TORCH.to_numpy(found), p)


@every_framework
def test_second_order_of_focal_losses_far_out(framework: Run) -> None:
    """float32 as float64: no power of a small probability underflows on the way."""
    func = importlib.import_module("jax" if framework.library == "jax" else "torch.func")
    logits = np.array([-80.0, -50.0, -44.0, 44.0, 50.0, 60.0])

    def curvature(dtype: str, gamma: float) -> list[np.ndarray]:
        def total(x: Any, target: Any) -> Any:
            return unilosses.sigmoid_focal(x, target, gamma=gamma, reduction="sum")

        second = framework.compiled(func.grad(lambda x, target: func.grad(total)(x, target).sum()))
        targets = (np.full_like(logits, label) for label in (0.0, 0.5, 1.0))
        return [framework.to_numpy(second(*(framework.asarray(a, dtype) for a in (logits, t)))) for t in targets]

    for gamma in (0.5, 1.0, 2.0):
        np.testing.assert_allclose(curvature("float32", gamma), curvature("float64", gamma), rtol=1e-5, atol=1e-37)
