"""What is remembered of a call, and when another is like it."""

from __future__ import annotations

import copy
import gc
import pickle
from typing import Any

import numpy as np
import pytest
import torch

import unilosses
from unilosses.definition import registry
from unilosses.definition.definition import Memory
from unilosses.definition.kinds import REAL, Domain
from unilosses.engines import memory

RNG = np.random.default_rng(5)
X, Y = RNG.normal(size=(2, 4, 3))
LABELS = np.asarray([0, 2, 1, 2])


def remembered(loss: Any) -> int:
    return len(loss.spec.remembered)


def by_reference(loss: Any, *arrays: Any, **keywords: Any) -> Any:
    with unilosses.engine("reference"):
        return loss(*arrays, **keywords)


def test_a_call_is_remembered_by_its_kind() -> None:
    loss = unilosses.charbonnier
    loss(X, Y)
    before = remembered(loss)
    loss(Y, X)
    assert remembered(loss) == before
    for other in (X[:2], X.T, X.astype(np.float32)):
        loss(other, other)
    loss(X, Y, reduction="sum")
    loss(X, Y, weight=2.0)
    assert remembered(loss) == before + 5


def test_numbers_that_are_equal_may_differ() -> None:
    """-0.0 is not 0.0, and 1 is not True."""
    x, zero = np.asarray([-1.0]), np.zeros(1)
    assert str(unilosses.epsilon_insensitive(zero, zero, epsilon=0.0)) == str(
        by_reference(unilosses.epsilon_insensitive, zero, zero, epsilon=0.0)
    )
    assert unilosses.poisson_nll(x, zero, log_input=True) == np.exp(-1.0)
    with pytest.raises(TypeError, match="log_input"):
        unilosses.poisson_nll(x, zero, log_input=1)
    unilosses.huber(X, Y, delta=1)
    with pytest.raises((TypeError, ValueError), match="delta"):
        unilosses.huber(X, Y, delta=True)


@pytest.mark.parametrize("name", ["softmax_cross_entropy", "nll", "huber", "sigmoid_cross_entropy"])
def test_every_argument_is_read_in_every_call(name: str) -> None:
    """Calls that are alike in all but their numbers: of no argument does the first call's stay behind."""
    loss = getattr(unilosses, name)
    labels: Any = LABELS if loss.spec.event_ndim else (Y > 0).astype(float)
    options = ["weight", *[k for k in ("class_weight", "pos_weight", "delta") if k in loss.spec.params]]
    for option in options:
        shape = (3,) if option in ("class_weight", "pos_weight") else (4, 1) if not loss.spec.event_ndim else (4,)
        for _ in range(3):
            x, given = -RNG.uniform(size=(4, 3)), {option: RNG.uniform(0.5, 2.0, shape)}
            value, gradient = unilosses.value_and_grad(loss)(x, labels, **given)
            expected, slope = by_reference(unilosses.value_and_grad(loss), x, labels, **given)
            np.testing.assert_allclose([loss(x, labels, **given), value], expected, rtol=1e-13)
            np.testing.assert_allclose(gradient, slope, rtol=1e-13)


def test_a_program_lives_as_long_as_it_is_remembered() -> None:
    expected = unilosses.welsch(X, Y)
    memory._GRAPHS.clear()
    gc.collect()
    for power in np.linspace(1.5, 1.9, 3):
        unilosses.tweedie_deviance(X**2 + 0.1, Y**2 + 0.1, power=float(power))
    assert unilosses.welsch(X, Y) == expected


def test_a_loss_forgets_when_its_derivatives_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_SPECS", dict(registry._SPECS))
    monkeypatch.setattr(registry, "_ALIASES", dict(registry._ALIASES))

    @unilosses.loss(Domain(pred=REAL, target=REAL))
    def doubled(xp: Any, pred: Any, target: Any) -> Any:
        return 2.0 * xp.abs(pred - target)

    doubled(X, Y)
    assert remembered(doubled)

    @doubled.partials
    def _(xp: Any, pred: Any, target: Any) -> Any:
        slope = 2.0 * xp.sign(pred - target)
        return slope, -slope

    assert not remembered(doubled)
    assert isinstance(copy.deepcopy(doubled.spec.remembered), Memory)
    assert pickle.loads(pickle.dumps(unilosses.huber.spec.remembered)) == {}


def test_backward_twice() -> None:
    x = torch.tensor(X, requires_grad=True)
    value = unilosses.softmax_cross_entropy(x, torch.tensor(LABELS))
    (first,) = torch.autograd.grad(value, x, retain_graph=True)
    kept = first.clone()
    first.zero_()  # it was given away
    (second,) = torch.autograd.grad(value, x, torch.tensor(0.5, dtype=torch.float64), retain_graph=True)
    (third,) = torch.autograd.grad(value, x)
    assert torch.equal(second, 0.5 * kept)
    assert torch.equal(third, kept)
    with pytest.raises(RuntimeError, match="second time"):
        torch.autograd.grad(value, x)


def test_backward_notices_that_an_argument_was_overwritten() -> None:
    x, y = torch.tensor(X, requires_grad=True), torch.tensor(Y)
    for reduction in ("mean", "none"):
        z = x * 1.0
        value = unilosses.huber(z, y, reduction=reduction)
        with torch.no_grad():
            z += 1.0
        with pytest.raises(RuntimeError, match="modified by an inplace operation"):
            value.sum().backward()


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.bfloat16])
def test_an_unreduced_loss_has_its_gradient_with_the_cotangent(dtype: torch.dtype) -> None:
    x, y = torch.tensor(X, dtype=dtype), torch.tensor(Y, dtype=dtype)
    where, weight = torch.tensor([True, False, True, True]), torch.tensor([0.5, 1.0, 2.0, 3.0], dtype=dtype)
    calls: list[tuple[Any, Any, Any]] = [
        (unilosses.huber, y, {"where": where}),
        (unilosses.softmax_cross_entropy, torch.tensor(LABELS), {"weight": weight}),
        (unilosses.sigmoid_cross_entropy, (y > 0).to(dtype), {"pos_weight": torch.tensor([1.0, 2.0]), "axis": 1}),
    ]
    for loss, target, keywords in calls:
        pred = x.reshape(4, 3) if "axis" not in keywords else x[:, :2]
        target = target if "axis" not in keywords else target[:, :2]
        pred = pred.clone().requires_grad_()
        cotangent = torch.linspace(-1.0, 2.0, 24, dtype=dtype)[: loss(pred, target, reduction="none").numel()]
        keywords = {k: v.to(dtype) if k == "pos_weight" else v for k, v in keywords.items()}
        found = []
        for engine in ("auto", "reference"):
            with unilosses.engine(engine):  # type: ignore[arg-type]
                value = loss(pred, target, **keywords, reduction="none")
            (gradient,) = torch.autograd.grad(value, pred, cotangent.reshape(value.shape), retain_graph=True)
            (rows,) = torch.autograd.grad(
                value, pred, torch.eye(value.numel(), dtype=dtype).reshape(-1, *value.shape), is_grads_batched=True
            )
            found.append((value.detach(), gradient, rows))
        assert "_Later" in type(loss(pred, target, **keywords, reduction="none").grad_fn).__name__
        for ours, theirs in zip(*found, strict=True):
            torch.testing.assert_close(ours, theirs)


def test_second_derivatives_of_an_unreduced_loss() -> None:
    x, y = torch.tensor(X, requires_grad=True), torch.tensor(Y)
    assert torch.autograd.gradgradcheck(lambda x: unilosses.log_cosh(x, y, reduction="none"), (x,))


def test_what_the_host_can_read_is_an_error_as_it_always_was() -> None:
    for loss, arrays in ((unilosses.huber, (X, Y)), (unilosses.softmax_cross_entropy, (X, LABELS))):
        for wrong in (np.asarray(-1.0), -1.0, float("inf"), np.ones(3)):
            with pytest.raises(ValueError, match="normalizer"):
                loss(*arrays, normalizer=wrong)
    with pytest.raises(ValueError, match="delta"):
        unilosses.huber(X, Y, delta=np.full((4, 3), -1.0))


def test_bytes_in_another_order_and_scalars_are_served() -> None:
    swapped = X.astype(">f8")
    assert unilosses.explain(unilosses.huber, swapped, Y).startswith("native")
    assert unilosses.huber(swapped, Y) == unilosses.huber(X, Y)
    assert unilosses.sigmoid_cross_entropy(np.float32(1e-6), 0.0) == np.float32(
        np.log1p(np.exp(np.float64(np.float32(1e-6))))
    )


def test_a_compiler_meets_the_kernel() -> None:
    x, y = torch.tensor(X), torch.tensor(Y)
    program = torch.compile(lambda x, y: unilosses.pseudo_huber(x, y), fullgraph=True, backend="aot_eager")
    torch.testing.assert_close(program(x, y), unilosses.pseudo_huber(x, y))


def test_warm_up_leaves_nothing_to_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    x = RNG.normal(size=(7, 4)).astype(np.float16)
    unilosses.warm_up(unilosses.geman_mcclure, x, x)
    unilosses.warm_up(unilosses.geman_mcclure, torch.tensor(x, requires_grad=True), torch.tensor(x))

    def no_more(text: str) -> bytes:
        raise AssertionError("a program is compiled")

    monkeypatch.setattr("unilosses.engines.native.compile._object_code", no_more)
    more = x[:3]
    expected = by_reference(unilosses.geman_mcclure, more, more)
    assert unilosses.geman_mcclure(more, more) == expected
    unilosses.value_and_grad(unilosses.geman_mcclure)(more, more)
    unilosses.geman_mcclure(torch.tensor(more, requires_grad=True), torch.tensor(more)).backward()
    with pytest.raises(TypeError, match="warm_up takes a loss"):
        unilosses.warm_up(np.sum, x, x)


def test_explain_says_why_there_is_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unilosses.engines.native.task.compiler.available", lambda: "there is no compiler")
    assert "no program: there is no compiler" in unilosses.explain(unilosses.huber, X, Y)


@pytest.mark.parametrize("dtype", ["bfloat16", "float16", "float32"])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_the_gradient_of_no_elements(dtype, reduction) -> None:
    x = torch.ones(0, 3, dtype=getattr(torch, dtype), requires_grad=True)
    loss = unilosses.huber(x, torch.zeros_like(x), reduction=reduction)
    loss.backward()
    assert loss == 0
    assert loss.dtype == x.grad.dtype == x.dtype
    assert x.grad.shape == (0, 3)
