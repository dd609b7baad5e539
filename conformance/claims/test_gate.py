"""What comes in is looked at: real numbers alone, of any byte order; no parameter enlarges a loss or leaves its domain.

The same rules for every loss and every argument of it, taken from the registry.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import unilosses as u
from unilosses.definition.kinds import REAL, Item, Kind, PerClass, Shape
from unilosses.definition.registry import specs

from ..suite.generic import LOSSES, NAMES, Sample, grouped, sample

jax, jnp = importlib.import_module("jax"), importlib.import_module("jax.numpy")
torch = importlib.import_module("torch")
every_loss = pytest.mark.parametrize("name", NAMES)

NO_NUMBERS: list[Any] = [
    np.ones((), np.complex128),
    np.array("1"),
    np.array("2020-01-01", "datetime64[D]"),
    np.array(1, "timedelta64[s]"),
    np.array(1.0, object),
    np.complex64(1),
    np.timedelta64(1),
    "one",
    1j,
    object(),
    None,
]


def real_parameters(name: str) -> list[tuple[str, Kind]]:
    spec = specs()[name]
    return [
        (param, spec.domain[param])
        for param in spec.params
        if spec.domain[param].item is Item.REAL and spec.domain[param].shape in (Shape.FIRST, Shape.CLASSES)
        if not spec.domain[param].choices and (name, param) != ("tweedie_deviance", "power")
    ]


def places(s: Sample) -> Iterator[tuple[str, bool, Any]]:
    """Every place where a real number goes in: its name, whether None may, and the call with something there."""

    def at(i: int) -> Any:
        return lambda x: s.loss(*s.replace(i, x), **s.params)

    def named(option: str) -> Any:
        return lambda x: s.loss(*s.data, **{**s.params, option: x})

    if not s.spec.penalty:
        yield from ((s.spec.arrays[i], False, at(i)) for i in range(len(s.data)))
    yield from ((param, kind.optional, named(param)) for param, kind in real_parameters(s.spec.name))
    yield "weight", True, named("weight")
    if not s.spec.penalty:
        yield "normalizer", True, named("normalizer")
    if "class_weight" in s.spec.options:
        yield "class_weight", True, named("class_weight")


@every_loss
def test_real_numbers_alone(name) -> None:
    """Complex numbers, strings, dates and objects are an error that names the argument, wherever they come in."""
    s = sample(name)
    for place, optional, call in places(s):
        for wrong in NO_NUMBERS:
            if wrong is None and optional:
                continue
            with pytest.raises((TypeError, ValueError), match=rf"\b{place}\b"):
                call(wrong)


@every_loss
def test_any_byte_order(name) -> None:
    s = sample(name)
    swapped = [x.astype(x.dtype.newbyteorder()) for x in s.data]
    weight = np.arange(1.0, s.shape[0] + 1)
    value = s.loss(*s.data, **s.params, weight=weight, reduction="sum")
    found = s.loss(*swapped, **s.params, weight=weight.astype(">f8"), reduction="sum")
    assert found == value
    assert found.dtype.isnative


@every_loss
def test_a_parameter_never_enlarges_the_loss(name) -> None:
    """An array that broadcasts to the first one is taken where losses are of elements; any other is an error."""
    s = sample(name)
    for param, kind in real_parameters(name):
        at = kind.interior
        per_class = kind.shape is Shape.CLASSES
        for shape in [(4, *s.data[0].shape), (*s.data[0].shape, 1), (s.data[0].shape[-1] + 4,)]:
            with pytest.raises(ValueError, match=rf"\b{param} has shape"):
                s.loss(*s.data, **{**s.params, param: np.full(shape, at)})
        value = s.loss(*s.data, **{**s.params, param: at}, reduction="none")
        for shape in [(), (1,)] if s.spec.event_ndim or per_class else [(), (1, 1), s.data[0].shape]:
            found = s.loss(*s.data, **{**s.params, param: np.full(shape, at)}, reduction="none")
            np.testing.assert_allclose(found, value, rtol=1e-13)


@every_loss
def test_a_parameter_outside_its_domain(name) -> None:
    """An error where the host can read it, and otherwise NaN, in value and gradient."""
    s = sample(name)
    for param, kind in real_parameters(name):
        if kind.interval == REAL:
            continue
        wrong = kind.interval.low - 1.0 if np.isfinite(kind.interval.low) else kind.interval.high + 1.0
        for outside in (wrong, np.array(wrong)):
            with pytest.raises(ValueError, match=rf"\b{param}\b.* in "):
                s.loss(*s.data, **{**s.params, param: outside})
        arrays = [torch.asarray(x) for x in s.data]

        def value(delta: Any, x: Any, arrays=arrays, s=s, param=param) -> Any:
            return s.loss(x, *arrays[1:], **{**s.params, param: delta})

        found = torch.vmap(value, in_dims=(0, None))(torch.tensor([wrong]), arrays[0])
        assert found.isnan().all(), param
        slope = torch.func.grad(lambda x, value=value, d=wrong: torch.vmap(value, (0, None))(torch.tensor([d]), x)[0])
        assert slope(arrays[0]).isnan().all(), param


def traced_parameters(name: str) -> Iterator[tuple[str, Any, float]]:
    """Every place where a parameter's number may be traced: its name, what is made of the number, and a wrong one.

    An array, or an entry of a sequence; the option `class_weight` too.
    """
    spec = specs()[name]
    for param in (*spec.params, *(o for o in spec.options if o == "class_weight")):
        kind = spec.domain[param] if param in spec.params else PerClass()
        if kind.item is not Item.REAL or kind.interval == REAL or (name, param) == ("tweedie_deviance", "power"):
            continue
        low, high = kind.interval.low, kind.interval.high
        wrong = low - 1.0 if np.isfinite(low) else high + 1.0
        yield param, lambda x: x, wrong
        if kind.sequences:  # the wrong weight and the others add up to 0, the usual normaliser
            yield param, lambda x: (x, 0.5, 0.5), wrong


@every_loss
def test_what_cannot_be_read_and_is_outside_gives_nan(name) -> None:
    s = sample(name)
    arrays = [torch.asarray(x) for x in s.data]
    for param, made, wrong in traced_parameters(name):
        for number in (wrong, np.nan):

            def value(x: Any, s=s, param=param, made=made) -> Any:
                return s.loss(*arrays, **{**s.params, param: made(x)})

            assert torch.vmap(value)(torch.tensor([number])).isnan().all(), param


@pytest.mark.parametrize("name", ["huber", "sigmoid_focal", "softmax_cross_entropy", "dice", "l2_penalty"])
def test_the_same_in_jit(name) -> None:
    s = sample(name)
    arrays = [jnp.asarray(x) for x in s.data]
    for param, made, wrong in traced_parameters(name):

        def value(x: Any, s=s, param=param, made=made) -> Any:
            return s.loss(*arrays, **{**s.params, param: made(x)})

        assert jnp.isnan(jax.jit(value)(wrong)), param


@pytest.mark.parametrize("name", LOSSES)
def test_a_normalizer_is_one_number(name) -> None:
    s = sample(name)
    for wrong in (-1, -0.5, float("nan"), float("inf"), np.float32(-1), np.array(-1.0), np.ones(1), np.ones(s.shape)):
        with pytest.raises(ValueError, match="normalizer"):
            s.loss(*s.data, **s.params, normalizer=wrong)
    traced = torch.vmap(lambda by: s.loss(*map(torch.asarray, s.data), **s.params, normalizer=by))
    assert traced(torch.tensor([-1.0])).isnan().all()


@pytest.mark.parametrize(
    "name", grouped(LOSSES, by_default=("huber", "softmax_cross_entropy", "triplet_margin", "dice"))
)
def test_numpy_arrays_beside_those_of_jax_are_constants(name) -> None:
    """As in jax.numpy, in and out of `jit`; in each place, the first array's included."""
    s = sample(name)
    mine = [jnp.asarray(x) for x in s.data]
    weight, where = np.arange(1.0, s.shape[0] + 1), np.arange(s.shape[0]) != 1
    expected = s.loss(*mine, **s.params, weight=jnp.asarray(weight), where=jnp.asarray(where))
    found = s.loss(mine[0], *s.data[1:], **s.params, weight=weight, where=where)
    assert isinstance(found, jax.Array)
    assert found == expected
    if len(mine) > 1:
        assert s.loss(s.data[0], *mine[1:], **s.params, weight=weight, where=where) == expected


@pytest.mark.parametrize("name", ["huber", "softmax_cross_entropy", "triplet_margin", "ctc"])
def test_numpy_constants_within_jit(name) -> None:
    s = sample(name)
    compiled = jax.jit(lambda x: s.loss(x, *s.data[1:], **s.params, weight=np.ones(s.shape)))
    np.testing.assert_allclose(compiled(jnp.asarray(s.data[0])), s.loss(*s.data, **s.params), rtol=1e-12)


def test_a_label_that_is_too_large_for_jax_is_no_class() -> None:
    with jax.enable_x64(False), pytest.raises(ValueError, match="labels"):
        u.softmax_cross_entropy(jnp.ones((2, 3)), np.asarray([0, 2**32]))
