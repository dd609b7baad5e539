"""Where a loss finds its backend: built-in libraries, plug-ins through entry points, and any other library."""

from __future__ import annotations

import re
from pathlib import Path

import array_api_strict as strict
import jax.numpy as jnp
import numpy as np
import pytest
import torch

import unilosses
from fresh_process import install_plug_ins, printed_by, run_python
from unilosses.backends.generic import GenericBackend
from unilosses.backends.library import device_of, library_of
from unilosses.backends.registry import ATTRIBUTES, METHODS, checked

GROUP = "unilosses.backends"

PLUG_IN = """
from unilosses.backends.generic import GenericBackend

calls = []

class Strict(GenericBackend):
    name = "strict"

    def owns(self, cls):
        return cls.__module__.startswith("array_api_strict")

    def apply(self, rule, xp, arrays, params, gate):
        calls.append(rule.name)
        return rule.kernel(xp, *arrays, **params)

    def value_and_grad(self, function, arrays):
        return function(*arrays), arrays  # wrong, and for that reason easily recognised

backend = Strict()
"""

# The first call finds the library; from the second on the fast path knows it.
USE = """
import array_api_strict as xp, numpy as np, unilosses
from unilosses.backends.registry import find_backend
x = xp.asarray([3.0, 0.5])
print(float(unilosses.huber(x, xp.zeros(2))), float(unilosses.huber(x, xp.zeros(2), reduction="sum")))
print(find_backend(type(x)).name, find_backend(np.ndarray).name)
"""
PRINTED = ["1.3125 2.625", "strict numpy"]


def test_built_in_libraries_have_their_backends() -> None:
    for array, name in [
        (np.ones(2), "numpy"),
        (torch.ones(2), "torch"),
        (jnp.ones(2), "jax"),
        (strict.ones(2), "generic"),
    ]:
        assert library_of(array, "x").backend.name == name
    assert library_of(torch.nn.Parameter(torch.ones(2)), "x").backend.name == "torch"
    assert library_of(np.float64(1.0), "x").backend.name == "numpy"


def test_a_plug_in_is_found_through_its_entry_point(tmp_path: Path) -> None:
    install_plug_ins(tmp_path, GROUP, strict_plug_in=PLUG_IN)
    code = USE + "import strict_plug_in; print(strict_plug_in.calls)"
    assert printed_by(code, folders=(tmp_path,)).splitlines() == [*PRINTED, "['huber', 'huber']"]


def test_a_plug_in_differentiates_what_a_loss_does_not(tmp_path: Path) -> None:
    install_plug_ins(tmp_path, GROUP, strict_plug_in=PLUG_IN)
    code = USE + (
        "call = unilosses.value_and_grad(unilosses.huber, argnums='delta')\n"
        "print(float(call(x, xp.zeros(2), delta=xp.asarray(7.0))[1]))"
    )
    assert printed_by(code, folders=(tmp_path,)).splitlines()[-1] == "7.0"


@pytest.mark.parametrize("fault", ["1 / 0", "import not_to_be_found", "raise RuntimeError('of its own')", "pass"])
def test_a_broken_plug_in_is_reported_and_left_out(tmp_path: Path, fault: str) -> None:
    install_plug_ins(tmp_path, GROUP, broken=fault, strict_plug_in=PLUG_IN)
    done = run_python(USE, folders=(tmp_path,), flags=("-W", "default"))
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().splitlines() == PRINTED
    assert re.search(r"UserWarning: unilosses backend 'broken' \(broken:backend\) failed to load", done.stderr.decode())


@pytest.mark.parametrize("member", [*ATTRIBUTES, *METHODS])
def test_a_plug_in_without_a_member_is_told_which(member: str) -> None:
    class Theirs:
        """All that the generic backend has but one member."""

        def __getattr__(self, name: str) -> object:
            if name == member:
                raise AttributeError(name)
            return getattr(GenericBackend(), name)

    with pytest.raises(TypeError, match=f"Theirs has no member '{member}': derive from .*GenericBackend"):
        checked(Theirs())


def test_a_plug_in_with_a_wrong_member_is_told_which() -> None:
    class Theirs(GenericBackend):
        bounds = (0, 9)  # type: ignore[assignment]  # a mistake

    with pytest.raises(TypeError, match=r"Theirs\.bounds is no method"):
        checked(Theirs())
    with pytest.raises(TypeError, match="Theirs is a class; name an instance of it"):
        checked(Theirs)

    class Nameless(GenericBackend):
        name = None  # type: ignore[assignment]  # a mistake

    with pytest.raises(TypeError, match=r"Nameless\.name is None; expected the backend's name, a str"):
        checked(Nameless())


def test_the_protocol_has_ten_members_at_most_and_every_backend_has_them() -> None:
    assert len((*ATTRIBUTES, *METHODS)) <= 10
    for array in (np.ones(2), torch.ones(2), jnp.ones(2), strict.ones(2)):
        backend = library_of(array, "x").backend
        assert checked(backend) is backend


def test_index_ranges_lie_along_an_axis_of_an_array() -> None:
    for xp, array in [
        (np, np.ones((2, 3))),
        (torch, torch.ones((2, 3))),
        (jnp, jnp.ones((2, 3))),
        (strict, strict.ones((2, 3))),
    ]:
        backend = library_of(array, "x").backend
        rows, columns = (backend.index_range(xp, array, axis, None) for axis in (0, -1))
        assert type(rows) is type(array)
        assert (np.asarray(rows).tolist(), np.asarray(columns).tolist()) == ([0, 1], [0, 1, 2])
        assert backend.index_range(xp, array, 1, array.dtype).dtype == array.dtype
    there = strict.ones(2, device=strict.Device("device1"))
    assert library_of(there, "x").backend.index_range(strict, there, 0, None).device == there.device


@pytest.mark.parametrize(
    ("shape", "rows", "axis"),
    [
        ((4, 3, 5), (4, 3, 2), -1),
        ((4, 3, 5), (1, 1, 7), -1),
        ((1, 3, 5), (4, 1, 2), -1),
        ((4, 3, 5), (4, 1, 5), 1),
        ((4, 3, 5), (6, 3, 5), 0),
    ],
)
def test_torch_takes_along_an_axis_as_numpy_does(shape: tuple[int, ...], rows: tuple[int, ...], axis: int) -> None:
    rng = np.random.default_rng(5)
    x, index = rng.normal(size=shape), rng.integers(-shape[axis], shape[axis], size=rows)
    xp = library_of(torch.ones(2), "x").xp
    found = xp.take_along_axis(torch.asarray(x), torch.asarray(index), axis=axis)
    np.testing.assert_array_equal(found.numpy(), np.take_along_axis(x, index, axis=axis))


def test_the_functions_that_torch_has_of_its_own() -> None:
    xp, x = library_of(torch.ones(2), "x").xp, torch.asarray([3.0, -1.0])
    assert xp.maximum(x, 0.0).tolist() == xp.maximum(0.0, x).tolist() == [3.0, 0.0]
    assert xp.minimum(x, 0.0).tolist() == xp.minimum(0.0, x).tolist() == [0.0, -1.0]
    assert xp.maximum(torch.asarray([3, -1]), 0).dtype == torch.int64
    assert xp.cumulative_sum(x).tolist() == xp.cumulative_sum(x, axis=-1).tolist() == [3.0, 2.0]
    assert xp.cumulative_sum(x, axis=0, include_initial=True).tolist() == [0.0, 3.0, 2.0]


def test_plug_ins_are_not_even_loaded_for_built_in_libraries(tmp_path: Path) -> None:
    install_plug_ins(tmp_path, GROUP, broken="raise SystemExit('loaded')")
    code = "import numpy as np, unilosses; print(unilosses.huber(np.ones(2), np.zeros(2)))"
    assert printed_by(code, folders=(tmp_path,)) == "0.5"


@pytest.mark.parametrize("name", ["huber", "sigmoid_cross_entropy", "kl_divergence", "cosine_distance"])
def test_any_array_api_library_works_without_registration(name: str) -> None:
    rng = np.random.default_rng(0)
    x, y = rng.uniform(0.1, 0.9, (4, 3)), rng.uniform(0.1, 0.9, (4, 3))
    weight, where = rng.uniform(size=4), np.asarray([True, True, False, True])
    loss = getattr(unilosses, name)
    call = unilosses.value_and_grad(loss, argnums=(0, 1))
    expected = call(x, y, weight=weight, where=where)
    x_, y_, weight_, where_ = (strict.asarray(a) for a in (x, y, weight, where))
    assert type(loss(x_, y_, reduction="none")) is type(x_)
    value, gradients = call(x_, y_, weight=weight_, where=where_)
    assert float(value) == pytest.approx(float(expected[0]), rel=1e-14)
    for g, e in zip(gradients, expected[1], strict=True):
        np.testing.assert_allclose(np.asarray(g), e, rtol=1e-12, atol=1e-15)


def test_labels_and_penalties_work_without_registration() -> None:
    logits, labels = strict.asarray([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]]), strict.asarray([2, 0])
    value, gradient = unilosses.value_and_grad(unilosses.softmax_cross_entropy)(logits, labels)
    expected = unilosses.value_and_grad(unilosses.softmax_cross_entropy)(np.asarray(logits), np.asarray(labels))
    assert float(value) == pytest.approx(float(expected[0]), rel=1e-14)
    np.testing.assert_allclose(np.asarray(gradient), expected[1], rtol=1e-12)
    with pytest.raises(ValueError, match="labels has 3 at position"):
        unilosses.softmax_cross_entropy(logits, strict.asarray([3, 0]))
    value, gradient = unilosses.value_and_grad(unilosses.l2_penalty)({"w": logits})
    assert float(value) == 14.0
    assert np.asarray(gradient["w"]).tolist() == [[2.0, 4.0, 6.0], [0.0, 0.0, 0.0]]


def test_what_is_no_array_is_refused() -> None:
    for thing in ([1.0], 1.0, None, "x", {"a": 1}, object()):
        with pytest.raises(TypeError, match="pred is a"):
            unilosses.huber(thing, np.zeros(1))
    with pytest.raises(TypeError, match="pred is a numpy array and target is a torch array"):
        unilosses.huber(np.ones(2), torch.ones(2))


@pytest.mark.parametrize(
    ("x", "device"),
    [
        (np.ones(2), "cpu"),
        (np.float32(1.0), "cpu"),
        (torch.ones(2), torch.device("cpu")),
        (torch.ones(2, device="meta"), torch.device("meta")),
        (strict.ones(2, device=strict.Device("device1")), strict.Device("device1")),
        (jnp.ones(2), None),
    ],
    ids=["numpy", "a number of numpy's", "torch", "torch elsewhere", "strict elsewhere", "jax"],
)
def test_a_device_is_named_where_the_library_does_not_move_arrays_itself(x: object, device: object) -> None:
    assert device_of(library_of(np.asarray(x) if isinstance(x, np.generic) else x, "x").xp, x) == device
