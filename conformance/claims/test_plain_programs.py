"""What compilers, meshes and an engine get to see of a loss: few operations, no loop over a length, nothing sliced.

Recorded, value and derivatives are one list of operations, equal ones once. Compiled with symbolic sizes, a
loss is one program for all of them. Sharded along the classes, rows exchange numbers, and no shard moves.
"""

from __future__ import annotations

import importlib
import re
from typing import Any

import numpy as np
import pytest

from unilosses.definition.registry import specs

from ..suite.exceptions import left_out
from ..suite.generic import MECHANISMS, NAMES, grouped, sample
from ..suite.libraries import Run
from ..suite.recorder import operations_of

# --- operations ---

# Recorded: softmax cross-entropy 51, sigmoid focal 85, softmax focal 84. With errors carried by hand: 166, 236, 226.
MOST = {"softmax_cross_entropy": 52, "sigmoid_focal": 86, "softmax_focal": 86}


@pytest.mark.parametrize("classes", [3, 1000])
@pytest.mark.parametrize("name", MOST)
def test_value_and_derivatives_are_few_operations(name: str, classes: int) -> None:
    s = sample(name, classes=classes)
    assert operations_of(s.spec, s.data, s.params) <= MOST[name]


@pytest.mark.parametrize(
    "name", [n for n in NAMES if n not in ("ctc", "linear_cross_entropy") and specs()[n].rule.partials]
)
def test_no_length_decides_the_operations(name: str) -> None:
    short, long = sample(name, classes=5), sample(name, batch=(7,), classes=12)
    assert operations_of(short.spec, short.data, short.params) == operations_of(long.spec, long.data, long.params)


# --- torch.compile with symbolic sizes ---


@pytest.mark.filterwarnings("ignore:.*should not be instantiated:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:`torch.jit.script_method` is deprecated:DeprecationWarning")
@pytest.mark.parametrize("name", grouped(NAMES, by_default=MECHANISMS[2::2]))
def test_one_program_serves_all_sizes(name: str) -> None:
    torch = importlib.import_module("torch")
    graphs: list[Any] = []

    def backend(graph: Any, inputs: Any) -> Any:
        graphs.append(graph)
        return graph.forward

    torch.compiler.reset()
    call: Any = None
    for rows, classes in ((5, 6), (2, 3), (4, 7), (3, 5)):  # at first no two that are equal: torch takes them for one
        s = sample(name, batch=(rows,), classes=classes)
        arrays = [Run("torch").asarray(x) for x in s.data]
        leaves = [x.requires_grad_() if x.is_floating_point() else x for x in arrays]
        call = call or torch.compile(lambda *xs, s=s: s.loss(*xs, **s.params), dynamic=True, backend=backend)
        expected = s.loss(*arrays, **s.params)
        assert abs(call(*leaves).item() - expected.item()) <= 1e-12 * abs(expected.item())
    assert len(graphs) == 1


# --- JAX with the classes over two devices ---

EXCHANGES = left_out("classes that are cut are not moved")
SHARDED = [n for n in NAMES if specs()[n].event_ndim == 1 and not specs()[n].penalty and n not in EXCHANGES]
CLASSES = 64
MOVES = re.compile(r"= (.*?) (?:all-gather|all-to-all|collective-permute)(?:-start)?\(")


@pytest.mark.parametrize("name", grouped(SHARDED, by_default=[n for n in MECHANISMS if n in SHARDED]))
def test_a_sharded_class_axis_is_not_moved(name: str) -> None:
    jax = importlib.import_module("jax")
    mesh = jax.sharding.Mesh(np.array(jax.devices("cpu")[:2]), ("classes",))
    s = sample(name, batch=(8,), classes=CLASSES)

    def placed(x: np.ndarray) -> Any:
        over = ("classes",) if x.ndim == 1 and x.shape[0] == CLASSES else (None, "classes") if x.ndim == 2 else ()
        data = x.astype(np.float32) if x.dtype.kind == "f" else x
        return jax.device_put(data, jax.sharding.NamedSharding(mesh, jax.sharding.PartitionSpec(*over)))

    def call(*xs: Any) -> Any:
        return s.loss(*xs, **s.params)

    first = next(i for i, x in enumerate(s.data) if x.dtype.kind == "f")
    arrays = [placed(x) for x in s.data]
    text = jax.jit(jax.value_and_grad(call, argnums=first)).lower(*arrays).compile().as_text()
    assert "all-reduce" in text  # it is sharded
    moved = [shapes for shapes in MOVES.findall(text) if str(CLASSES // 2) in re.findall(r"\b\d+\b", shapes)]
    assert not moved, f"{name}: shards are moved: {moved}"
