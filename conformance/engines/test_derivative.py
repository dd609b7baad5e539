"""Derivatives of graphs: against the partials that losses state, and against JAX."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import array_api_compat.numpy as xp
import jax
import jax.numpy as jnp
import numpy as np
import pytest

import unilosses
from conformance.suite.generic import Sample, grouped, sample
from unilosses.definition.definition import LossSpec
from unilosses.definition.kinds import Domain, Item
from unilosses.definition.options import Options
from unilosses.engines import Graph, evaluate, split, trace, values_of
from unilosses.engines.derivative import pullback, pushforward
from unilosses.engines.graph import numbers_of
from unilosses.engines.graph.arrays import Recorded
from unilosses.engines.graph.namespace import xp as graph_xp
from unilosses.engines.graph.nodes import array_input, node
from unilosses.engines.graph.recording import recording

from .calls import TRACED, call_of

pytestmark = pytest.mark.usefixtures("by_reference")

# Of the largest term.
CLOSE = 1e-12


def without_partials(s: Sample, wanted: tuple[int, ...]) -> dict[str, Any]:
    """Value and gradients as if the loss stated no derivative."""
    facts, inputs = call_of(s, wanted)
    return evaluate(trace(replace(facts, stated=False), inputs), xp, inputs)


def floating(s: Sample) -> tuple[int, ...]:
    """The positions of the arrays that there is a derivative by."""
    return tuple(i for i, x in enumerate(s.data) if x.dtype.kind == "f" and s.kind(i).item is Item.REAL)


@pytest.mark.parametrize("dense", [False, True])
@pytest.mark.parametrize("name", grouped(TRACED))
def test_the_graph_has_the_gradients_that_the_loss_states(name: str, dense: bool) -> None:
    s = sample(name, dense=dense)
    for i in floating(s):
        value, stated = unilosses.value_and_grad(s.loss, i)(*s.data, **s.params)
        found = without_partials(s, (i,))
        np.testing.assert_array_equal(found["value"], value)
        error = np.abs(found[f"gradient of {s.spec.arrays[i]}"] - stated).max()
        assert error <= CLOSE * max(np.abs(stated).max(), 1e-300), f"by {s.spec.arrays[i]}: {error}"


@pytest.mark.parametrize("name", grouped(TRACED))
def test_forward_and_reverse_are_each_others_transpose(name: str) -> None:
    s = sample(name)
    facts, inputs = call_of(s, reduction="none")
    rng = np.random.default_rng(3)
    graph = trace(facts, inputs)
    value, first = graph.outputs["value"], graph.inputs[s.spec.arrays[0]]
    along, ct = (node("input", (), (("name", n),), "float64", x.shape) for n, x in (("along", first), ("ct", value)))
    with recording(numbers_of(graph.inputs, inputs), "float64", "int64", False):
        (dot,) = pushforward([value], {first: Recorded(along)})
        (grad,) = pullback(value, [first], Recorded(ct))
    t, c = rng.normal(size=s.data[0].shape), rng.normal(size=s.shape)
    given = {along: t, ct: c}
    moved = 0.0 if dot is None else np.sum(c * values_of(graph, xp, inputs, [dot.node], given)[0])
    pulled = 0.0 if grad is None else np.sum(t * values_of(graph, xp, inputs, [grad.node], given)[0])
    assert moved == pytest.approx(pulled, rel=1e-10, abs=1e-12)


# What the losses have no need of, too: x is a matrix of 3 x 4, y too, v a row of 4, n a number.
KERNELS: dict[str, Callable[..., Any]] = {
    "add": lambda xp, x, y, v: x + v,
    "subtract": lambda xp, x, y, v: v - 2.0 * x,
    "multiply": lambda xp, x, y, v: x * y * v,
    "divide": lambda xp, x, y, v: x / (y + v),
    "remainder": lambda xp, x, y, v: x % 0.75 + y % v,
    "pow": lambda xp, x, y, v: x**2 + y**3.0 + x**y + 2.0**x + v**1,
    "maximum": lambda xp, x, y, v: xp.maximum(x, v) * xp.minimum(y, 0.75),
    "hypot": lambda xp, x, y, v: xp.hypot(x, v) + xp.atan2(x, y),
    "logaddexp": lambda xp, x, y, v: xp.logaddexp(x, y * v),
    "abs": lambda xp, x, y, v: xp.abs(x - y) - v,
    "exp": lambda xp, x, y, v: xp.exp(x) + xp.expm1(y) * v,
    "log": lambda xp, x, y, v: xp.log(x) + xp.log1p(y) + xp.log2(v),
    "roots": lambda xp, x, y, v: xp.sqrt(x) + xp.tanh(y) + xp.atanh(0.5 * v),
    "circular": lambda xp, x, y, v: xp.sin(x) + xp.cos(y) + xp.sinh(v) + xp.cosh(x) + xp.atan(y),
    "where": lambda xp, x, y, v: xp.where(x > 0.7, x * y, v) + xp.where(x > y, 1.0, v),
    "sums": lambda xp, x, y, v: xp.sum(x * y, axis=0) * xp.sum(x) + xp.mean(y, axis=0) * xp.sum(v),
    "kept": lambda xp, x, y, v: x / xp.sum(x, axis=-1, keepdims=True) + xp.mean(y, axis=(0, 1), keepdims=True) + v,
    "max": lambda xp, x, y, v: xp.max(x, axis=-1) * xp.min(y, axis=-1) + xp.max(x * v),
    "reshape": lambda xp, x, y, v: xp.reshape(x * v, (2, -1)) * xp.reshape(y, (2, 6)),
    "transpose": lambda xp, x, y, v: xp.matmul(x, xp.matrix_transpose(y * v)) + xp.permute_dims(x, (1, 0))[:3, :3],
    "index": lambda xp, x, y, v: x[1:, 2] * y[0, 1:3] + v[None, 1, None][0] + x[..., -1][1] * y[-1, ...][0],
    "join": lambda xp, x, y, v: xp.concat([x, y * v, x], axis=0) * xp.stack([v, v, 2.0 * v], axis=-1)[0, 1],
    "flip": lambda xp, x, y, v: xp.flip(x, axis=-1) * xp.cumulative_sum(y, axis=-1) + xp.flip(v),
    "triangles": lambda xp, x, y, v: xp.tril(x) * y + xp.triu(y, k=1) * v,
    "sort": lambda xp, x, y, v: xp.sort(x, axis=-1) * v + xp.sort(y, axis=-1, descending=True) * v,
    "take": lambda xp, x, y, v: xp.take(v, xp.argmax(x, axis=-1)) + xp.take_along_axis(x, xp.argsort(y), axis=-1)[:, 0],
    "like": lambda xp, x, y, v: xp.full_like(x, 2.0) * v + xp.zeros_like(y) + x * xp.ones_like(y),
    "clip": lambda xp, x, y, v: xp.clip(x, 0.5, 0.9) * xp.square(y) + xp.expand_dims(v, axis=0) + xp.reciprocal(v),
    "jumps": lambda xp, x, y, v: xp.floor(3.0 * x) + xp.round(y) * v + xp.astype(x > y, x.dtype) * x,
}


def _derivatives(kernel: Any, at: list[Any], directions: list[Any]) -> tuple[Any, Any, Any]:
    grads = jax.grad(lambda *a: jnp.sum(kernel(jnp, *a) ** 2), argnums=(0, 1, 2))(*at)
    return *jax.jvp(lambda *a: kernel(jnp, *a), at, directions), grads


@pytest.mark.parametrize("name", KERNELS)
def test_each_operation_has_the_derivative_that_jax_finds(name: str) -> None:
    kernel = KERNELS[name]
    rng = np.random.default_rng(7)
    data = [rng.uniform(0.2, 1.2, size=shape) for shape in ((3, 4), (3, 4), (4,))]
    known = {}
    nodes = [array_input(n, "float64", x.ndim) for n, x in zip("xyv", data, strict=True)]
    directions = [rng.normal(size=x.shape) for x in data]
    tangents = [array_input(f"t{n}", "float64", x.ndim) for n, x in zip("xyv", data, strict=True)]
    for found, x in zip((*nodes, *tangents), (*data, *directions), strict=True):
        known |= dict(zip(found.shape, x.shape, strict=True))
    with recording(known, "float64", "int64", False):
        value = kernel(graph_xp, *map(Recorded, nodes))
        grads = pullback(graph_xp.sum(value * value).node, nodes, graph_xp.asarray(1.0))
        (dot,) = pushforward([value.node], dict(zip(nodes, map(Recorded, tangents), strict=True)))
    inputs = dict(zip([*"xyv", "tx", "ty", "tv"], [*data, *directions], strict=True))
    graph = Graph({x["name"]: x for x in (*nodes, *tangents)}, {})
    wanted = [value.node, dot.node, *(g.node for g in grads if g is not None)]
    found = values_of(graph, xp, inputs, wanted)
    with jax.enable_x64(True):
        by_jax, dot_by_jax, grads_by_jax = jax.jit(_derivatives, static_argnums=0)(kernel, data, directions)
    np.testing.assert_allclose(found[0], by_jax, rtol=1e-14)
    np.testing.assert_allclose(found[1], dot_by_jax, rtol=1e-11, atol=1e-12)
    expected = [g for g, mine in zip(grads_by_jax, grads, strict=True) if mine is not None]
    assert all(np.all(g == 0) for g, mine in zip(grads_by_jax, grads, strict=True) if mine is None)
    for mine, theirs in zip(found[2:], expected, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-11, atol=1e-12)


def gradient_at(kernel: Callable[..., Any], x: list[float]) -> list[float]:
    spec = LossSpec(kernel, Domain(), event_ndim=0, aliases=(), class_name=None, penalty=False)
    facts, inputs = split(spec, (np.asarray(x),), {}, Options(reduction="sum"), wanted=(0,))
    found: list[float] = evaluate(trace(facts, inputs), xp, inputs)["gradient of x"].tolist()
    return found


def test_kinks_have_the_subgradients_of_the_table() -> None:
    def absolute(xp: Any, x: Any) -> Any:
        return xp.abs(x)

    def relu(xp: Any, x: Any) -> Any:
        return unilosses.numerics.relu(xp, x)

    def larger(xp: Any, x: Any) -> Any:
        return xp.maximum(x, -x) + 3.0 * xp.minimum(x, 0.0)

    def largest(xp: Any, x: Any) -> Any:
        return xp.max(x) + 0.0 * x

    assert gradient_at(absolute, [-1.0, 0.0, 2.0]) == [-1.0, 0.0, 1.0]
    assert gradient_at(relu, [-1.0, 0.0, 2.0]) == [0.0, 0.0, 1.0]
    assert gradient_at(larger, [-1.0, 0.0, 2.0]) == [2.0, 1.5, 1.0]
    assert gradient_at(largest, [2.0, 0.0, 2.0]) == [1.5, 0.0, 1.5]
