"""Loss objects in other people's machinery: cases B16 and B20, and more of their kind, for every loss.

The README of this folder says what each case is and where it was reported.
"""

from __future__ import annotations

import copy
import importlib
import inspect
import io
import json
import pickle
import subprocess
import sys
import weakref
from typing import Any

import numpy as np
import pytest

import unilosses as u
from unilosses import Domain
from unilosses.definition.kinds import REAL, Item, Shape
from unilosses.definition.registry import specs

from ..suite.generic import NAMES, sample

jax, jnp = importlib.import_module("jax"), importlib.import_module("jax.numpy")
torch, optree = importlib.import_module("torch"), importlib.import_module("optree")
every_loss = pytest.mark.parametrize("name", NAMES)


def made(name: str, xp: Any = np) -> Any:
    """An object with the first of its real parameters as an array, if there is one; and that parameter's name."""
    spec = specs()[name]
    real = [
        k for k in spec.params if spec.domain[k].item is Item.REAL and spec.domain[k].shape is Shape.FIRST
        if (name, k) != ("tweedie_deviance", "power")
    ]  # fmt: skip
    values = {k: xp.asarray(spec.domain[k].interior) for k in real[:1]}
    return spec.cls(**sample(name).params, **values), real[:1]


@every_loss
def test_B16_objects_are_weakly_referable_and_have_the_signature_of_their_calls(name) -> None:
    thing, spec = specs()[name].cls(), specs()[name]
    assert weakref.ref(thing)() is thing
    expected = (*spec.arrays, "weight", "where", "normalizer")
    assert tuple(inspect.signature(thing).parameters) == expected
    assert tuple(inspect.signature(spec.cls).parameters) == (*spec.defaults, "reduction")
    both = thing + thing
    assert weakref.ref(both)() is both
    assert tuple(inspect.signature(both).parameters) == expected
    inspect.signature(both).bind(*spec.arrays, normalizer=1.0)


def test_the_signature_of_a_sum_is_that_of_its_calls() -> None:
    x, y = np.ones((2, 2)), np.zeros((2, 2))
    penalised = u.Huber() + 0.1 * u.L2Penalty()
    assert str(inspect.signature(penalised)) == "(pred, target, *, params, weight=None, where=None, normalizer=None)"
    bound = inspect.signature(penalised).bind(x, target=y, params=x)
    assert penalised(*bound.args, **bound.kwargs) == penalised(x, y, params=x)
    other = u.Huber() + u.Hinge()  # (pred, target) and (scores, target): by position
    assert str(inspect.signature(other)).startswith("(pred, target, /, *, weight")
    assert str(inspect.signature(u.L1Penalty() + u.L2Penalty())).startswith("(params, *, weight")
    assert tuple(inspect.signature(u.Sum).parameters) == ("terms",)


@pytest.mark.parametrize("distance", [u.CosineDistance(), u.Huber(delta=2.0), u.cosine_distance])
def test_a_loss_within_a_loss_travels(distance) -> None:
    """As a configuration (JSON), a pickle, a copy and a pytree."""
    thing = u.TripletMarginWithDistance(distance_function=distance, margin=0.5)
    for again in (
        u.from_config(json.loads(json.dumps(thing.to_config()))),
        u.from_config(json.loads(json.dumps((2.0 * thing).to_config()))).terms()[0][1],
        pickle.loads(pickle.dumps(thing)),
        copy.deepcopy(thing),
        jax.tree.unflatten(*reversed(jax.tree.flatten(thing))),
    ):
        assert again == thing
    with pytest.raises(ValueError, match=r"distance_function is .* has no configuration"):
        u.TripletMarginWithDistance(distance_function=lambda a, b: a).to_config()


def test_the_parameters_of_a_loss_within_a_loss_are_leaves() -> None:
    inner = u.Huber(delta=jnp.asarray(2.0))
    thing = u.TripletMarginWithDistance(distance_function=inner, margin=jnp.asarray(0.5))
    assert sorted(map(float, jax.tree.leaves(thing))) == [0.5, 2.0]
    doubled = jax.tree.map(lambda leaf: 2 * leaf, thing)
    assert (doubled.distance_function.delta, doubled.margin) == (4.0, 1.0)


def test_partitioned_as_equinox_does() -> None:
    """`filter_grad` takes the arrays of floating-point numbers apart, differentiates by them, and puts all together."""
    x, y = jnp.asarray([3.0, 0.5]), jnp.zeros(2)

    def floating(leaf: Any) -> bool:
        return isinstance(leaf, jax.Array) and jnp.issubdtype(leaf.dtype, jnp.inexact)

    for model in ({"loss": u.Huber(delta=jnp.asarray(1.0)), "n": 3}, jnp.asarray(2.0) * u.Huber(), (u.Huber(), 1)):
        moved = jax.tree.map(lambda leaf: leaf if floating(leaf) else None, model)
        rest = jax.tree.map(lambda leaf: None if floating(leaf) else leaf, model)

        def value(moved: Any, rest: Any = rest) -> Any:
            whole = jax.tree.map(lambda a, b: b if a is None else a, moved, rest, is_leaf=lambda leaf: leaf is None)
            loss = whole["loss"] if isinstance(whole, dict) else whole[0] if isinstance(whole, tuple) else whole
            return loss(x, y)

        slope = jax.jit(jax.grad(value))(moved)
        assert jax.tree.structure(slope) == jax.tree.structure(moved)
    by_delta = jax.grad(lambda d: u.huber(x, y, delta=d))(1.0)
    filtered = jax.grad(lambda m: m["loss"](x, y))({"loss": u.Huber(delta=jnp.asarray(1.0))})
    assert jax.tree.leaves(filtered) == [by_delta]


def test_B16_jax_s_transformations_take_an_object() -> None:
    x, y = jnp.ones(2), jnp.zeros(2)
    for thing in (u.Huber(), u.Huber() + 0.5 * u.SquaredError()):
        value = thing(x, y)
        assert jax.jit(thing)(x, y) == value
        assert jax.checkpoint(thing)(x, y) == value
        assert jax.eval_shape(thing, x, y).shape == ()
        assert jax.pmap(thing)(x[None], y[None])[0] == value


@every_loss
def test_B16_array_parameters_are_the_leaves(name) -> None:
    thing, learned = made(name, jnp)
    leaves, structure = jax.tree.flatten(thing)
    assert len(leaves) == len(learned)
    assert jax.tree.unflatten(structure, leaves) == thing
    assert jax.tree.map(lambda x: None, thing).spec is thing.spec
    both = thing + thing if thing.spec.penalty else jnp.asarray(2.0) * thing
    assert len(jax.tree.leaves(both)) == (2 * len(learned) if thing.spec.penalty else 1 + len(learned))
    for tree in (thing, both):
        leaves, structure = optree.tree_flatten(tree, namespace="unilosses")
        assert optree.tree_unflatten(structure, leaves) == tree


def test_B16_the_gradient_by_an_object() -> None:
    x, y = jnp.asarray([3.0, 0.5]), jnp.zeros(2)
    by_delta = jax.grad(lambda d: u.huber(x, y, delta=d))(1.0)
    assert jax.grad(lambda loss: loss(x, y))(u.Huber(delta=jnp.asarray(1.0))).delta == by_delta
    assert jax.jit(lambda loss: loss(x, y))(u.Huber(delta=jnp.asarray(1.0))) == u.huber(x, y)
    by_coefficient = jax.grad(lambda loss: loss(x, y))(jnp.asarray(2.0) * u.Huber()).terms()[0][0]
    assert by_coefficient == u.huber(x, y)


@pytest.mark.parametrize("xp", [np, torch, jnp], ids=["numpy", "torch", "jax"])
def test_an_array_may_be_the_coefficient_of_a_term(xp) -> None:
    x, y = xp.asarray([3.0, 0.5], dtype=xp.float32), xp.zeros(2, dtype=xp.float32)
    two = xp.asarray(2.0, dtype=xp.float64)
    for objective in (two * u.Huber() + u.SquaredError(), u.Huber() * two + u.SquaredError()):
        expected = 2 * u.huber(x, y) + u.squared_error(x, y)
        value, grad = u.value_and_grad(objective)(x, y)
        assert objective(x, y) == value == expected
        assert value.dtype == grad.dtype == x.dtype
        assert objective == copy.copy(objective)
        assert u.from_config(objective.to_config()).terms()[0][0] == 2.0
    assert np.float32(2) * u.Huber() == 2.0 * u.Huber()
    with pytest.raises(ValueError, match="coefficient"):
        u.Huber() * x


def test_a_tensor_as_coefficient_is_learned() -> None:
    c = torch.tensor(2.0, requires_grad=True)
    (c * u.Huber())(torch.ones(2), torch.zeros(2)).backward()
    assert c.grad == 0.5


@every_loss
def test_B20_objects_and_gradients_travel(name) -> None:
    thing, _ = made(name)
    for again in (copy.deepcopy(thing), pickle.loads(pickle.dumps(thing))):
        assert again.to_config() == thing.to_config()
    plain = specs()[name].cls()
    assert pickle.loads(pickle.dumps(plain)) == plain == copy.copy(plain) == copy.deepcopy(plain)
    for loss in (plain, specs()[name].function):
        function = pickle.loads(pickle.dumps(u.value_and_grad(loss)))
        s = sample(name)
        if not s.params:
            assert function(*s.data)[0] == u.value_and_grad(loss)(*s.data)[0]


def make() -> Any:
    @u.loss(Domain(pred=REAL, target=REAL))
    def made_in_a_function(xp, pred, target, *, scale=1.0):
        return xp.abs(pred - target) * scale

    return made_in_a_function


@pytest.fixture
def local() -> Any:
    from unilosses.definition import registry

    yield make()
    registry._SPECS.pop("made_in_a_function")


def test_B20_a_loss_made_in_a_function(local) -> None:
    """Copies work; what nobody could read is refused when it is written; cloudpickle takes it along."""
    thing = local.cls(scale=2.0)
    assert copy.copy(thing) == copy.deepcopy(thing) == thing
    for write in (pickle.dumps, lambda x: torch.save(x, io.BytesIO())):
        with pytest.raises((pickle.PicklingError, AttributeError), match="made_in_a_function"):
            write(thing)
    again = pickle.loads(importlib.import_module("cloudpickle").dumps(thing))
    assert again(np.ones(2), np.zeros(2)) == 2.0
    assert again == thing


IN_A_SCRIPT = """
import joblib, numpy as np, unilosses as u
from unilosses import Domain, REAL

@u.loss(Domain(pred=REAL, target=REAL))
def mine(xp, pred, target, *, scale=1.0):
    return xp.abs(pred - target) * scale

def work(loss):
    return float(loss(np.ones(2), np.zeros(2)))

if __name__ == "__main__":
    print(joblib.Parallel(2)(joblib.delayed(work)(mine.cls(scale=s)) for s in (2.0, 3.0)))
"""


def test_B20_a_loss_made_in_a_script(tmp_path) -> None:
    script = tmp_path / "script.py"
    script.write_text(IN_A_SCRIPT)
    run = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=300, check=False)
    assert run.stdout == "[2.0, 3.0]\n", run.stderr


def test_configs_carry_a_version() -> None:
    config = (u.Huber(delta=2.0) + u.L2Penalty()).to_config()
    assert config["version"] == 1
    with pytest.raises(ValueError, match="version 2"):
        u.from_config({**config, "version": 2})
