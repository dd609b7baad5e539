"""Loss objects: equality, hash, repr, pickle, configurations, immutability, parameters, signatures."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
import textwrap
from pathlib import Path
from typing import Any

import pytest

import unilosses
from fresh_process import printed_by
from unilosses import CosineDistance, Huber, KLDivergence, L2Penalty, SigmoidFocal, SoftmaxCrossEntropy, SquaredError
from unilosses.definition.definition import LossSpec
from unilosses.definition.kinds import Item
from unilosses.definition.registry import specs

PUBLIC = {name: getattr(unilosses, name) for name in unilosses.__all__}
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
    assert eval(repr(thing), dict(PUBLIC)) == thing


@EVERY_LOSS
def test_repr_shows_what_differs_from_the_defaults(spec: LossSpec) -> None:
    assert repr(spec.cls()) == f"{spec.class_name}()"
    made = fully_specified(spec)
    assert eval(repr(made), dict(PUBLIC)) == made
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
    functions = {name for name in spec.params if spec.domain[name].item is Item.FUNCTION}
    made = spec.cls(**{name: value for name, value in other_values(spec).items() if name not in functions})
    config = json.loads(json.dumps(made.to_config()))
    assert config["loss"] == spec.name
    assert spec.cls.from_config(config) == made
    assert unilosses.get(spec.name, **{k: v for k, v in config.items() if k not in ("loss", "version")}) == made


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
