"""Loss objects: equality, hash, repr, pickle, configurations, immutability, signatures, and their sums."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
import textwrap
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import unilosses
from fresh_process import printed_by
from unilosses import CosineDistance, Huber, KLDivergence, L2Penalty, SigmoidFocal, SoftmaxCrossEntropy, SquaredError
from unilosses.definition.definition import LossSpec
from unilosses.definition.kinds import Function
from unilosses.definition.registry import specs

BUILT_IN = [spec for spec in specs().values() if spec.kernel.__module__.startswith("unilosses.losses.")]
EVERY_LOSS = pytest.mark.parametrize("spec", BUILT_IN, ids=lambda spec: spec.name)

OTHER_VALUES: dict[str, Any] = {
    "delta": 2.0, "beta": 0.25, "threshold": 0.25, "margin": 0.5, "encoding": "binary", "pos_weight": 3.0,
    "label_smoothing": 0.2, "eps": 1e-6, "gamma": 1.5, "alpha": 0.25, "renormalize": True, "class_weight": (1.0, 2.0),
    "pred_space": "log_probs", "target_space": "log_probs", "l1_ratio": 0.25, "ignore_index": -100, "axis": 0,
    "z_loss": 0.5, "softcap": 30.0, "class_mask": (True, False), "epsilon": 0.5, "q": 0.25, "temperature": 4.0,
    "regularizer": "gini", "max_fun": Huber(),
    "p": 1.5, "swap": True, "soft": True, "distance_function": CosineDistance(), "symmetric": True, "labels": (0, 1),
    "off_diagonal_weight": 0.5, "ddof": 1, "invariance": 0.5, "variance": 0.5, "covariance": 0.5,
    "smooth": 0.5, "squared": True, "absent": "zero", "weighting": "simple", "segments": (0, 0, 1),
    "spread_is": "scale", "full": True, "poisson_nll.full": "exact", "log_input": False, "df": 3.0, "total_count": 2.0,
    "power": 3.0, "scale": 0.5, "quantile_level": 0.25, "expectile_level": 0.25, "percent": True,
    "multiclass_hinge.mode": "one_vs_all", "orthogonal_penalty.mode": "columns",
    "multilabel_margin.encoding": "indices",
    "gamma_pos": 0.5, "gamma_neg": 0.5, "clip": 0.25, "bias": (0.5, -0.5), "chunk": 2,
    "blank": 1, "logit_lengths": (3, 2), "label_lengths": (2, 1), "infeasible": "zero", "mean_per_label": True,
}  # fmt: skip

OBJECTS = [
    Huber(),
    Huber(delta=2.0, reduction="sum"),
    KLDivergence(pred_space="log_probs"),
    SoftmaxCrossEntropy(class_weight=(1.0, 2.5), ignore_index=-100, axis=1),
    SigmoidFocal(gamma=0.0, alpha=0.25),
    L2Penalty(reduction="mean"),
    Huber() + 0.5 * L2Penalty(),
    2 * Huber(),
    -Huber(delta=3.0) + SquaredError(),
    float("inf") * Huber(),
]
EVERY_OBJECT = pytest.mark.parametrize("thing", OBJECTS, ids=repr)


def other_values(spec: LossSpec) -> dict[str, Any]:
    """Every parameter with a value that is not its default: the loss's own entry, or the one for all of that name."""
    own = {name: f"{spec.name}.{name}" for name in spec.defaults}
    return {name: OTHER_VALUES[key if key in OTHER_VALUES else name] for name, key in own.items()}


def fully_specified(spec: LossSpec) -> Any:
    """An object with no parameter left at its default."""
    return spec.cls(**other_values(spec), reduction="mean" if spec.penalty else "sum")


@EVERY_LOSS
def test_no_value_of_the_table_is_a_default(spec: LossSpec) -> None:
    assert not [name for name, value in other_values(spec).items() if value == spec.defaults[name]]


# ---- one object --------------------------------------------------------------------------------------------------


@EVERY_OBJECT
def test_repr_evaluates_to_an_equal_object(thing: Any) -> None:
    assert eval(repr(thing), vars(unilosses).copy()) == thing


@EVERY_LOSS
def test_repr_shows_what_differs_from_the_defaults(spec: LossSpec) -> None:
    assert repr(spec.cls()) == f"{spec.class_name}()"
    made = fully_specified(spec)
    assert eval(repr(made), vars(unilosses).copy()) == made
    assert all(f"{name}=" in repr(made) for name in (*spec.defaults, "reduction"))


@EVERY_LOSS
def test_equality_and_hash_follow_the_parameters(spec: LossSpec) -> None:
    made = fully_specified(spec)
    assert made == fully_specified(spec)
    assert hash(made) == hash(fully_specified(spec))
    assert made != spec.cls()
    assert spec.cls() == spec.cls(**spec.defaults), "a default that is given is the same as one that is not"
    assert len({made, fully_specified(spec), spec.cls(), spec.cls()}) == 2


def test_objects_of_different_losses_differ() -> None:
    assert len({spec.cls() for spec in BUILT_IN}) == len(BUILT_IN)
    assert Huber() != "Huber()"
    assert Huber() + L2Penalty() != Huber()


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
@EVERY_OBJECT
def test_pickle_round_trip(thing: Any, protocol: int) -> None:
    assert pickle.loads(pickle.dumps(thing, protocol)) == thing


@EVERY_LOSS
def test_pickle_and_copies_of_every_loss(spec: LossSpec) -> None:
    made = fully_specified(spec)
    for again in (pickle.loads(pickle.dumps(made)), copy.copy(made), copy.deepcopy(made)):
        assert type(again) is spec.cls
        assert again == made


def test_a_loss_of_another_module_survives_a_new_process(tmp_path: Path) -> None:
    (tmp_path / "their_losses.py").write_text(
        textwrap.dedent(
            """
            import unilosses

            @unilosses.loss(unilosses.Domain(pred=unilosses.REAL, target=unilosses.REAL, scale=unilosses.POSITIVE))
            def scaled(xp, pred, target, *, scale=1.0):
                return xp.abs(pred - target) / scale
            """
        )
    )
    write = "import pickle, their_losses as t; print(pickle.dumps(t.scaled.cls(scale=4.0), 0).hex())"
    read = (
        "import sys, pickle, numpy as np; loss = pickle.loads(bytes.fromhex(sys.stdin.read())); "
        "print(repr(loss), type(loss).__module__, float(loss(np.ones(2), np.zeros(2))))"
    )
    pickled = printed_by(write, folders=(tmp_path,))
    printed = printed_by(read, folders=(tmp_path,), stdin=pickled.encode())
    assert printed.split() == ["Scaled(scale=4.0)", "their_losses", "0.25"]


@EVERY_OBJECT
def test_configurations_survive_json(thing: Any) -> None:
    config = thing.to_config()
    again = unilosses.from_config(json.loads(json.dumps(config)))
    assert again == thing
    assert again.to_config() == config


@EVERY_LOSS
def test_configuration_of_every_loss(spec: LossSpec) -> None:
    """As plain data, which a function is not."""
    functions = {name for name in spec.params if isinstance(spec.domain[name], Function)}
    made = spec.cls(**{name: value for name, value in other_values(spec).items() if name not in functions})
    config = json.loads(json.dumps(made.to_config()))
    assert config["loss"] == spec.name
    assert spec.cls.from_config(config) == made
    assert unilosses.get(spec.name, **{k: v for k, v in config.items() if k != "loss"}) == made


@pytest.mark.parametrize("config", [{}, "huber", None, {"delta": 1.0}], ids=repr)
def test_a_configuration_of_nothing_is_refused(config: Any) -> None:
    with pytest.raises(ValueError, match="'loss' or a 'sum'"):
        unilosses.from_config(config)


def test_configurations_say_what_is_wrong() -> None:
    with pytest.raises(ValueError, match="no loss is named 'hubre'; there are: absolute_error"):
        unilosses.from_config({"loss": "hubre"})
    with pytest.raises(TypeError, match="'dleta'"):
        unilosses.from_config({"loss": "huber", "dleta": 1.0})
    with pytest.raises(ValueError, match="is no SquaredError"):
        SquaredError.from_config({"loss": "huber"})


def test_aliases_make_the_same_object() -> None:
    assert unilosses.get("mse") == unilosses.get("l2") == SquaredError()


def test_objects_are_immutable() -> None:
    made, total = Huber(delta=2.0), Huber() + L2Penalty()
    for change in (
        lambda: setattr(made, "delta", 3.0),
        lambda: setattr(made, "anything", 1),
        lambda: delattr(made, "_params"),
        lambda: setattr(total, "_terms", ()),
    ):
        with pytest.raises(AttributeError, match="immutable"):
            change()
    made.params["delta"] = 3.0
    assert made.delta == 2.0


@EVERY_LOSS
def test_parameters_are_attributes(spec: LossSpec) -> None:
    made = fully_specified(spec)
    for name, value in other_values(spec).items():
        assert getattr(made, name) == value
    assert made.reduction == ("mean" if spec.penalty else "sum")
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        made.nothing  # noqa: B018 - reading it is what must fail


@EVERY_LOSS
def test_wrong_parameters_are_reported_at_construction(spec: LossSpec) -> None:
    with pytest.raises(TypeError, match=rf"{spec.class_name}\(\) got an unexpected keyword argument 'dleta'"):
        spec.cls(dleta=1.0)
    with pytest.raises(TypeError):
        spec.cls(1.0)
    with pytest.raises(ValueError, match="reduction must be 'mean', 'sum' or 'none', got 'avg'"):
        spec.cls(reduction="avg")


@pytest.mark.parametrize(
    ("name", "parameter", "value", "error"),
    [
        ("Huber", "delta", 0.0, ValueError),
        ("Huber", "delta", float("nan"), ValueError),
        ("Huber", "delta", None, TypeError),
        ("Huber", "delta", "1", TypeError),
        ("Huber", "delta", True, TypeError),
        ("Huber", "delta", [1.0], TypeError),
        ("PseudoHuber", "delta", -1.0, ValueError),
        ("SmoothL1", "beta", -1e-9, ValueError),
        ("Hinge", "margin", -1.0, ValueError),
        ("Hinge", "encoding", "zero_one", ValueError),
        ("SigmoidFocal", "gamma", -1.0, ValueError),
        ("SigmoidFocal", "alpha", 1.5, ValueError),
        ("SoftmaxFocal", "alpha", -0.5, ValueError),
        ("SigmoidCrossEntropy", "pos_weight", -1.0, ValueError),
        ("SigmoidCrossEntropy", "class_weight", (1.0, -1.0), ValueError),
        ("SoftmaxCrossEntropy", "label_smoothing", 1.5, ValueError),
        ("BinaryCrossEntropy", "eps", 0.5, ValueError),
        ("BinaryCrossEntropy", "eps", "auto", TypeError),
        ("CategoricalCrossEntropy", "renormalize", 1, TypeError),
        ("KLDivergence", "pred_space", "prob", ValueError),
        ("ElasticNetPenalty", "l1_ratio", 1.5, ValueError),
    ],
)
def test_values_outside_their_domain_are_reported_at_construction(
    name: str, parameter: str, value: Any, error: type[Exception]
) -> None:
    with pytest.raises(error, match=parameter):
        getattr(unilosses, name)(**{parameter: value})


@EVERY_LOSS
def test_signatures(spec: LossSpec) -> None:
    of_function = inspect.signature(spec.function).parameters
    shared = ["weight", "where", "reduction", "normalizer"]
    assert list(of_function) == [*spec.arrays, *spec.params, *spec.options, *shared]
    assert all(of_function[name].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD for name in spec.arrays)
    assert all(p.kind is p.KEYWORD_ONLY for name, p in of_function.items() if name not in spec.arrays)
    of_class = inspect.signature(spec.cls).parameters
    assert list(of_class) == [*spec.params, *spec.options, "reduction"]
    assert {p.default for p in of_class.values()} == {of_function[name].default for name in of_class}


# ---- calling -----------------------------------------------------------------------------------------------------


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
    assert loss.to_config() == {"loss": "huber", "delta": 2.0}
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
