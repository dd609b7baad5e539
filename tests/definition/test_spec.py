"""The `@loss` and `@penalty` decorators: what a user's kernel becomes, and what it is refused for."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch

import unilosses
from unilosses import NONNEGATIVE, POSITIVE, REAL, BinaryLabels, ClassLabels, Domain, NoGradientError, PerRow
from unilosses.definition import registry


@pytest.fixture(autouse=True)
def forgetful_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test defines is forgotten after it."""
    monkeypatch.setattr(registry, "_SPECS", dict(registry._SPECS))
    monkeypatch.setattr(registry, "_ALIASES", dict(registry._ALIASES))


def quartic(with_partials: bool) -> Any:
    """scale * (pred - target)^4."""

    @unilosses.loss(Domain(pred=REAL, target=REAL, scale=POSITIVE), aliases=("fourth",))
    def quartic_error(xp: Any, pred: Any, target: Any, *, scale: Any = 1.0) -> Any:
        """Fourth power of the error."""
        return scale * (pred - target) ** 4

    if with_partials:

        @quartic_error.partials
        def _(xp: Any, pred: Any, target: Any, *, scale: Any) -> Any:
            d = 4.0 * scale * (pred - target) ** 3
            return d, None  # by the target the framework differentiates

    return quartic_error


X, Y = [1.0, -2.0, 0.5], [0.0, 0.0, 1.0]
GRADIENT = [4.0 / 3, -32.0 / 3, -0.5 / 3]

FRAMEWORKS: dict[str, Callable[[Any], Any]] = {
    "torch": lambda x: torch.tensor(x, dtype=torch.float64),
    "jax": lambda x: jnp.asarray(x, dtype=jnp.float32),
}
EACH_FRAMEWORK = pytest.mark.parametrize("array", FRAMEWORKS.values(), ids=FRAMEWORKS)


# ---- what comes of a kernel --------------------------------------------------------------------------------------


def test_a_kernel_becomes_a_function_a_class_and_a_registry_entry() -> None:
    loss = quartic(with_partials=True)
    assert float(loss(np.asarray(X), np.asarray(Y), reduction="sum")) == 17.0625
    assert str(inspect.signature(loss)) == (
        "(pred, target, *, scale=1.0, weight=None, where=None, reduction='mean', normalizer=None)"
    )
    assert loss.__doc__.startswith(
        "Fourth power of the error.\n\nArguments\n"
        "    pred (array of any shape): real numbers\n"
        "    target (array in the shape of pred, or a number): real numbers\n"
        "    scale (number or array, default 1.0): numbers in (0, inf)\nShapes\n"
        "    pred, target: the same shape (target may be a number). The unreduced loss has that shape.\nErrors\n"
        "    ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or "
        "library\n    does not fit.\n\nArguments that every loss takes\n    weight: "
    )
    assert loss.__module__ == __name__
    assert loss.cls.__name__ == "QuarticError"
    assert unilosses.get("quartic_error", scale=2.0) == unilosses.get("fourth", scale=2.0) == loss.cls(scale=2.0)
    assert "quartic_error" in unilosses.list_losses()


def test_it_follows_the_policies_of_all_losses() -> None:
    loss = quartic(with_partials=True)
    pred, target = np.asarray([1.0, np.nan, 3.0]), np.zeros(3)
    where, weight = np.asarray([True, False, True]), np.asarray([1.0, 1.0, 0.0])
    assert float(loss(pred, target, where=where, weight=weight)) == 1.0
    _, gradient = unilosses.value_and_grad(loss)(pred, target, where=where, weight=weight)
    assert gradient.tolist() == [4.0, 0.0, 0.0]
    assert loss(np.asarray([1.0], dtype=np.float16), 0.0).dtype == np.float16
    with pytest.raises(ValueError, match=r"scale must be in \(0, inf\), got 0.0"):
        loss(pred, target, scale=0.0)
    with pytest.raises(ValueError, match="shape"):
        loss(pred, target[:, None])


def test_names_of_classes() -> None:
    @unilosses.loss(Domain(), class_name="XYLoss")
    def x_y(xp: Any, pred: Any) -> Any:
        return pred

    assert x_y.cls.__name__ == "XYLoss"
    assert repr(x_y.cls()) == "XYLoss()"


def test_arguments_that_follow_from_the_domain() -> None:
    @unilosses.loss(Domain(logits=REAL, target=BinaryLabels()))
    def of_binary_labels(xp: Any, logits: Any, target: Any) -> Any:
        return xp.where(target > 0, -logits, logits)

    @unilosses.loss(Domain(logits=REAL, labels=ClassLabels()), event_ndim=1)
    def of_class_labels(xp: Any, logits: Any, labels: Any) -> Any:
        return -xp.take_along_axis(logits, labels[..., None], axis=-1)[..., 0]

    @unilosses.loss(Domain(pred=REAL, target=PerRow(REAL)), event_ndim=1)
    def of_rows(xp: Any, pred: Any, target: Any) -> Any:
        return xp.sum(pred, axis=-1) - target

    def added(loss: Any) -> list[str]:
        return list(inspect.signature(loss).parameters)[2:-4]

    assert added(of_binary_labels) == ["class_weight", "ignore_index", "axis"]
    assert added(of_class_labels) == ["ignore_index", "axis"]
    assert added(of_rows) == ["axis"]
    logits = np.asarray([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    assert of_class_labels(logits, np.asarray([0, 9, 1]), ignore_index=9, reduction="none").tolist() == [-1, 0, -6]
    assert of_class_labels(logits, np.asarray([2, 0]), axis=0, reduction="none").tolist() == [-5, -2]
    assert of_rows(logits, np.asarray([1.0, 2.0]), axis=0, reduction="none").tolist() == [8.0, 10.0]
    assert of_binary_labels(logits, 1.0, class_weight=[0.0, 1.0], reduction="sum") == -12.0


def test_a_penalty_of_ones_own() -> None:
    @unilosses.penalty(Domain(params=REAL, power=NONNEGATIVE))
    def bridge(xp: Any, params: Any, *, power: Any = 1.0) -> Any:
        return xp.abs(params) ** power

    tree = {"w": np.asarray([1.0, -2.0]), "b": [np.asarray(3.0)]}
    assert float(bridge(tree, power=2.0)) == 14.0
    objective = unilosses.SquaredError() + 0.5 * bridge.cls(power=2.0)
    assert float(objective(np.ones(2), np.zeros(2), params=tree)) == 8.0
    _, gradient = unilosses.value_and_grad(bridge)(tree, power=2.0)
    np.testing.assert_array_equal(gradient["w"], [2.0, -4.0])
    np.testing.assert_array_equal(gradient["b"][0], 6.0)
    _, gradient = unilosses.value_and_grad(bridge)(tree, power=2.0, reduction="mean")
    np.testing.assert_allclose(gradient["w"], [2 / 3, -4 / 3])


# ---- what is refused ---------------------------------------------------------------------------------------------


def test_a_name_is_taken_once() -> None:
    with pytest.raises(ValueError, match=r"a loss named 'huber' exists already, from unilosses\.losses\.regression"):

        @unilosses.loss(Domain())
        def huber(xp: Any, pred: Any) -> Any:
            return pred

    with pytest.raises(ValueError, match="a loss named 'mse' exists already"):

        @unilosses.loss(Domain(), aliases=("mse",))
        def another(xp: Any, pred: Any) -> Any:
            return pred

    with pytest.raises(ValueError, match="a loss named 'l1' exists already"):

        @unilosses.loss(Domain())
        def l1(xp: Any, pred: Any) -> Any:
            return pred

    assert unilosses.get("huber") == unilosses.Huber()
    assert "another" not in unilosses.list_losses()


def test_the_same_definition_may_be_loaded_again() -> None:
    first, second = quartic(with_partials=True), quartic(with_partials=False)
    assert first.cls(scale=2.0) == second.cls(scale=2.0)
    assert unilosses.get("quartic_error").spec is second.spec


def test_partials_must_take_what_the_kernel_takes() -> None:
    loss = quartic(with_partials=False)
    with pytest.raises(TypeError, match=r"should take \('pred', 'target', 'scale'\) after xp; got \('pred', 'scale'\)"):

        @loss.partials
        def _(xp: Any, pred: Any, *, scale: Any) -> Any:
            return (pred,)

    with pytest.raises(TypeError, match="should take"):

        @loss.partials
        def _(xp: Any, target: Any, pred: Any, *, scale: Any) -> Any:
            return pred, target


def test_names_of_arguments_begin_with_a_letter() -> None:
    with pytest.raises(TypeError, match="begin with a letter, which _shape do not"):

        @unilosses.loss(Domain())
        def hidden_argument(xp: Any, pred: Any, *, _shape: Any = 1.0) -> Any:
            return pred


@pytest.mark.parametrize("name", ["library", "dtype", "shape", "rows", "params", "loss"])
def test_an_argument_may_have_any_name(name: str) -> None:
    scope: dict[str, Any] = {"__name__": __name__}
    exec(f"def any_name(xp, {name}):\n    return 2.0 * {name}", scope)  # noqa: S102 - the name is what varies
    named = unilosses.loss(Domain())(scope["any_name"])
    assert float(named(np.asarray([1.0, 2.0]))) == 3.0


def test_an_unknown_keyword_is_a_type_error() -> None:
    loss = quartic(with_partials=True)
    with pytest.raises(TypeError, match="scael"):
        loss(np.ones(2), np.ones(2), scael=2.0)
    with pytest.raises(TypeError, match="scael"):
        unilosses.value_and_grad(loss)(np.ones(2), np.ones(2), scael=2.0)


# ---- gradients ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("with_partials", [True, False], ids=["partials", "no partials"])
@EACH_FRAMEWORK
def test_gradients_with_and_without_partials(array: Callable[[Any], Any], with_partials: bool) -> None:
    loss = quartic(with_partials)
    value, gradient = unilosses.value_and_grad(loss)(array(X), array(Y))
    assert float(value) == pytest.approx(17.0625 / 3)
    np.testing.assert_allclose(gradient, GRADIENT, rtol=1e-6)
    _, (first, second) = unilosses.value_and_grad(loss, argnums=(0, "target"))(array(X), array(Y))
    np.testing.assert_allclose(first, GRADIENT, rtol=1e-6)
    np.testing.assert_allclose(second, np.negative(GRADIENT), rtol=1e-6)


@pytest.mark.parametrize("with_partials", [True, False], ids=["partials", "no partials"])
def test_the_frameworks_own_differentiation(with_partials: bool) -> None:
    loss = quartic(with_partials)
    pred, target = (torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in (X, Y))
    loss(pred, target).backward()
    np.testing.assert_allclose(pred.grad, GRADIENT, rtol=1e-12)
    np.testing.assert_allclose(target.grad, np.negative(GRADIENT), rtol=1e-12)
    by_pred, by_target = jax.jit(jax.grad(loss, argnums=(0, 1)))(jnp.asarray(X), jnp.asarray(Y))
    np.testing.assert_allclose(by_pred, GRADIENT, rtol=1e-6)
    np.testing.assert_allclose(by_target, np.negative(GRADIENT), rtol=1e-6)


def test_numpy_differentiates_what_no_partial_states() -> None:
    pred, target = np.asarray(X), np.asarray(Y)
    for with_partials in (False, True):
        loss = quartic(with_partials=with_partials)
        _, (by_pred, by_target) = unilosses.value_and_grad(loss, (0, 1))(pred, target)
        np.testing.assert_allclose(by_pred, GRADIENT, rtol=1e-12)
        np.testing.assert_allclose(by_target, np.negative(GRADIENT), rtol=1e-12)


def test_numpy_says_that_there_is_no_gradient() -> None:
    @unilosses.loss(Domain(pred=REAL, target=REAL))
    def as_it_falls(xp: Any, pred: Any, target: Any) -> Any:
        return pred - target if float(xp.sum(pred)) > 0 else target - pred

    with pytest.raises(NoGradientError, match=r"looks at data\): give it one with @as_it_falls\.partials, or"):
        unilosses.value_and_grad(as_it_falls)(np.asarray(X), np.asarray(Y))
    assert issubclass(NoGradientError, TypeError)


@pytest.mark.parametrize("array", [np.asarray, *FRAMEWORKS.values()], ids=["numpy", *FRAMEWORKS])
def test_gradient_by_a_parameter(array: Callable[[Any], Any]) -> None:
    """Huber beyond delta is delta (|e| - delta / 2): its derivative by delta is |e| - delta."""
    pred, target = array([5.0, 0.25]), array([0.0, 0.0])
    call = unilosses.value_and_grad(unilosses.huber, argnums=("delta", 0))
    value, (by_delta, by_pred) = call(pred, target, delta=array(2.0), reduction="sum")
    assert float(value) == pytest.approx(8.03125)
    assert float(by_delta) == pytest.approx(3.0)
    np.testing.assert_allclose(by_pred, [2.0, 0.25])
    of_class = unilosses.value_and_grad(unilosses.Huber(delta=array(2.0), reduction="sum"), argnums="delta")
    assert float(of_class(pred, target)[1]) == pytest.approx(3.0)
    with pytest.raises(NoGradientError, match=r"'delta' is 1\.0; pass an array"):
        unilosses.value_and_grad(unilosses.huber, argnums="delta")(pred, target)


def test_gradient_by_a_parameter_in_the_frameworks_own_way() -> None:
    delta = torch.tensor(2.0, requires_grad=True)
    unilosses.huber(torch.tensor([5.0, 0.25]), torch.zeros(2), delta=delta, reduction="sum").backward()
    assert float(delta.grad) == pytest.approx(3.0)
    by_delta = jax.grad(lambda d: unilosses.huber(jnp.asarray([5.0, 0.25]), jnp.zeros(2), delta=d, reduction="sum"))
    assert float(by_delta(2.0)) == pytest.approx(3.0)


def test_value_and_grad_records_no_graph() -> None:
    """Nothing of the call stays in memory because an argument is a parameter of a model."""
    pred = torch.tensor([5.0, 0.25], requires_grad=True)
    value, gradient = unilosses.value_and_grad(unilosses.huber)(pred, torch.zeros(2))
    assert not value.requires_grad
    assert not gradient.requires_grad


def test_an_unreduced_value_comes_with_the_gradient_of_its_sum() -> None:
    value, gradient = unilosses.value_and_grad(quartic(with_partials=True))(
        np.asarray(X), np.asarray(Y), reduction="none", weight=np.asarray([1.0, 0.5, 0.0])
    )
    assert value.tolist() == [1.0, 8.0, 0.0]
    assert gradient.tolist() == [4.0, -16.0, 0.0]
