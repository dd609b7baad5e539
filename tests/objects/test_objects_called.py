"""Loss objects in use: calls, sums of them, `value_and_grad`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import unilosses
from unilosses import Huber, L2Penalty, SoftmaxCrossEntropy, SquaredError


def test_an_object_gives_what_its_function_gives() -> None:
    pred, target, weight = np.asarray([0.0, 3.0, -1.0]), np.zeros(3), np.asarray([1.0, 2.0, 0.0])
    loss = Huber(delta=0.5, reduction="sum")
    expected = unilosses.huber(pred, target, delta=0.5, weight=weight, reduction="sum")
    assert loss(pred, target, weight=weight) == loss(pred, target=target, weight=weight) == expected
    assert loss(target=target, pred=pred, weight=weight) == expected


def test_wrong_calls_say_what_is_expected() -> None:
    x = np.zeros(2)
    for arguments, named, message in [
        ((x, x, x), {}, "takes pred, target; got 3 positional"),
        ((x,), {}, "missing 'target'"),
        ((x, x), {"delta": 2.0}, "parameters are set when it is made"),
        ((x, x), {"pred": x}, "unexpected argument 'pred'"),
    ]:
        with pytest.raises(TypeError, match=message):
            Huber()(*arguments, **named)


def test_a_learned_parameter_is_kept_as_it_is() -> None:
    delta = np.asarray(2.0)
    loss = Huber(delta=delta)
    assert loss.delta is delta
    assert float(loss(np.asarray([3.0]), np.zeros(1))) == 4.0
    assert loss == Huber(delta=delta)
    assert hash(loss) == hash(Huber(delta=delta))
    assert loss != Huber(delta=np.asarray(2.0)), "arrays are compared by identity: they may change"
    assert loss.to_config() == {"loss": "huber", "delta": 2.0, "version": 1}
    _, gradient = unilosses.value_and_grad(loss)(np.asarray([3.0]), np.zeros(1))
    assert gradient.tolist() == [2.0]


def test_class_weights_may_be_a_list_and_become_a_tuple() -> None:
    loss = SoftmaxCrossEntropy(class_weight=[1, 3])
    assert loss.class_weight == (1.0, 3.0)
    assert hash(loss) == hash(SoftmaxCrossEntropy(class_weight=(1.0, 3.0)))
    logits, labels = np.zeros((2, 2)), np.asarray([0, 1])
    expected = unilosses.softmax_cross_entropy(logits, labels, class_weight=np.asarray([1.0, 3.0]))
    assert loss(logits, labels) == expected


# ---- sums --------------------------------------------------------------------------------------------------------

LOGITS, LABELS = np.asarray([[2.0, -1.0], [0.5, 0.25], [-1.0, 1.0]]), np.asarray([0, 1, 1])
ONE_HOT = np.asarray([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])


def test_sums_are_what_they_say() -> None:
    first, second = SoftmaxCrossEntropy(), unilosses.SoftmaxFocal(gamma=1.0)
    a, b = float(first(LOGITS, LABELS)), float(second(LOGITS, LABELS))
    for objective, expected in [
        (first + second, a + b),
        (first - second, a - b),
        (2 * first + second * 0.5, 2 * a + 0.5 * b),
        ((first + second) / 4, (a + b) / 4),
        (-(first - second), b - a),
        (3 * (first + 0.5 * second) + first, 4 * a + 1.5 * b),
        (sum([first, second, first]), 2 * a + b),
    ]:
        assert float(objective(LOGITS, LABELS)) == pytest.approx(expected, rel=1e-15)


def test_sum_of_one_and_order_of_terms() -> None:
    assert sum([Huber()]).terms() == ((1.0, Huber()),)
    assert (Huber() + L2Penalty()) + SquaredError() == Huber() + (L2Penalty() + SquaredError())


@pytest.mark.parametrize("other", [1, 1.5, "loss", None, np.ones(2), True], ids=repr)
def test_only_losses_can_be_added(other: Any) -> None:
    with pytest.raises(TypeError):
        Huber() + other


@pytest.mark.parametrize("factor", ["2", None, True, Huber()], ids=repr)
def test_only_numbers_scale(factor: Any) -> None:
    with pytest.raises(TypeError):
        Huber() * factor
    with pytest.raises(TypeError):
        Huber() / factor


def test_positional_arrays_go_to_losses_and_params_to_penalties() -> None:
    weights = {"w": np.asarray([1.0, -2.0])}
    objective = SoftmaxCrossEntropy() + 0.1 * L2Penalty()
    value = objective(LOGITS, LABELS, params=weights)
    assert float(value) == pytest.approx(float(SoftmaxCrossEntropy()(LOGITS, LABELS)) + 0.5, rel=1e-15)
    with pytest.raises(TypeError, match="pass what it penalises as params="):
        objective(LOGITS, LABELS)


def test_options_go_to_losses_only() -> None:
    weights, where = {"w": np.asarray([1.0, -2.0])}, np.asarray([True, False, False])
    objective = SoftmaxCrossEntropy() + L2Penalty()
    alone = SoftmaxCrossEntropy()(LOGITS, LABELS, where=where, weight=2.0, normalizer=5.0)
    value = objective(LOGITS, LABELS, params=weights, where=where, weight=2.0, normalizer=5.0)
    assert float(value) == pytest.approx(float(alone) + 5.0, rel=1e-15)


def test_a_sum_of_penalties_takes_the_tree_itself() -> None:
    tree = [np.asarray([1.0, -2.0])]
    objective = unilosses.L1Penalty() + L2Penalty()
    assert float(objective(tree)) == float(objective(params=tree)) == 8.0


def test_a_scaled_penalty_takes_what_the_penalty_takes() -> None:
    tree = [np.asarray([1.0, -2.0])]
    assert float(L2Penalty()(tree, weight=3.0)) == 15.0
    assert float((2 * L2Penalty())(tree, weight=3.0)) == 30.0


def test_an_unreduced_term_cannot_be_added_to_a_reduced_one() -> None:
    with pytest.raises(ValueError, match="give all terms the same reduction"):
        Huber(reduction="none") + L2Penalty()
    both = Huber(reduction="none") + SquaredError(reduction="none")
    assert both(np.asarray([1.0, 2.0]), np.zeros(2)).tolist() == [1.5, 5.5]


def test_value_and_grad_of_a_sum() -> None:
    weights = {"w": np.asarray([1.0, -2.0]), "b": [np.asarray(0.5)]}
    objective = 2 * SoftmaxCrossEntropy() - SquaredError() + 0.5 * L2Penalty()
    value, (by_logits, by_params) = unilosses.value_and_grad(objective, argnums=(0, "params"))(
        LOGITS, ONE_HOT, params=weights
    )
    assert float(value) == pytest.approx(float(objective(LOGITS, ONE_HOT, params=weights)), rel=1e-15)
    _, first = unilosses.value_and_grad(unilosses.softmax_cross_entropy)(LOGITS, ONE_HOT)
    _, second = unilosses.value_and_grad(unilosses.squared_error)(LOGITS, ONE_HOT)
    np.testing.assert_allclose(by_logits, 2 * first - second, rtol=1e-15)
    assert by_params["w"].tolist() == [1.0, -2.0]
    assert by_params["b"][0].tolist() == 0.5


def test_position_0_of_a_sum_is_the_losses_not_the_penalties() -> None:
    objective, x = SquaredError() + L2Penalty(), np.asarray([10.0, 20.0])
    _, gradient = unilosses.value_and_grad(objective)(np.ones(2), np.zeros(2), params=x)
    assert gradient.tolist() == [1.0, 1.0]
    _, by_params = unilosses.value_and_grad(objective, argnums="params")(np.ones(2), np.zeros(2), params=x)
    assert by_params.tolist() == [20.0, 40.0]


def test_value_and_grad_takes_functions_classes_and_objects_alike() -> None:
    pred, target = np.asarray([3.0, 0.5]), np.zeros(2)
    results = [
        unilosses.value_and_grad(unilosses.huber)(pred, target),
        unilosses.value_and_grad(Huber)(pred, target),
        unilosses.value_and_grad(Huber())(pred, target),
        unilosses.value_and_grad(Huber() + 0.0 * SquaredError())(pred, target),
    ]
    for value, gradient in results:
        assert float(value) == 1.3125
        assert gradient.tolist() == [0.5, 0.25]


def test_value_and_grad_says_what_it_cannot_do() -> None:
    with pytest.raises(TypeError, match="make a loss of your own function"):
        unilosses.value_and_grad(lambda pred: pred)
    with pytest.raises(ValueError, match="no argument 'params' to differentiate by; there are: pred, target, delta"):
        unilosses.value_and_grad(Huber(), argnums="params")(np.ones(2), np.ones(2))


def test_a_penalty_has_a_gradient_by_its_tree_alone() -> None:
    with pytest.raises(unilosses.NoGradientError, match="by params alone"):
        unilosses.value_and_grad(unilosses.elastic_net_penalty, argnums=("params", "l1_ratio"))(
            np.ones(2), l1_ratio=0.5
        )
