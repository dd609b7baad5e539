"""The classes of torch.nn: which function each one calls, and with which of its constructor's parameters."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import _classes, _elementwise, _vectors
from ._common import word

OLD = {"size_average": None, "reduce": None}
REDUCED = {**OLD, "reduction": "mean"}


@dataclass(frozen=True)
class Made:
    """A class of a function: its constructor's parameters, and the names of the arrays that it is called with."""

    function: Callable[..., Any]
    params: Mapping[str, Any]
    arrays: tuple[str, ...] = ("input", "target")
    keyword_only: bool = False
    kept: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kept", tuple(k for k in self.params if k not in OLD))


PAIR = ("input1", "input2", "target")
TRIPLET = ("anchor", "positive", "negative")

MADE: dict[str, Made] = {
    "BCELoss": Made(_elementwise.binary_cross_entropy, {"weight": None, **REDUCED}),
    "BCEWithLogitsLoss": Made(
        _elementwise.binary_cross_entropy_with_logits, {"weight": None, **REDUCED, "pos_weight": None}
    ),
    "CTCLoss": Made(
        _vectors.ctc_loss,
        {"blank": 0, "reduction": "mean", "zero_infinity": False},
        ("log_probs", "targets", "input_lengths", "target_lengths"),
    ),
    "CosineEmbeddingLoss": Made(_vectors.cosine_embedding_loss, {"margin": 0.0, **REDUCED}, PAIR),
    "CrossEntropyLoss": Made(
        _classes.cross_entropy,
        {
            "weight": None,
            "size_average": None,
            "ignore_index": -100,
            "reduce": None,
            "reduction": "mean",
            "label_smoothing": 0.0,
        },
    ),
    "GaussianNLLLoss": Made(
        _elementwise.gaussian_nll_loss,
        {"full": False, "eps": 1e-6, "reduction": "mean"},
        ("input", "target", "var"),
        keyword_only=True,
    ),
    "HingeEmbeddingLoss": Made(_elementwise.hinge_embedding_loss, {"margin": 1.0, **REDUCED}),
    "HuberLoss": Made(_elementwise.huber_loss, {"reduction": "mean", "delta": 1.0}),
    "KLDivLoss": Made(_elementwise.kl_div, {**REDUCED, "log_target": False}),
    "L1Loss": Made(_elementwise.l1_loss, REDUCED),
    "MSELoss": Made(_elementwise.mse_loss, REDUCED),
    "MarginRankingLoss": Made(_vectors.margin_ranking_loss, {"margin": 0.0, **REDUCED}, PAIR),
    "MultiLabelMarginLoss": Made(_classes.multilabel_margin_loss, REDUCED),
    "MultiLabelSoftMarginLoss": Made(_elementwise.multilabel_soft_margin_loss, {"weight": None, **REDUCED}),
    "MultiMarginLoss": Made(_classes.multi_margin_loss, {"p": 1, "margin": 1.0, "weight": None, **REDUCED}),
    "NLLLoss": Made(
        _classes.nll_loss,
        {"weight": None, "size_average": None, "ignore_index": -100, "reduce": None, "reduction": "mean"},
    ),
    "PoissonNLLLoss": Made(
        _elementwise.poisson_nll_loss,
        {"log_input": True, "full": False, "size_average": None, "eps": 1e-8, "reduce": None, "reduction": "mean"},
        ("log_input", "target"),
    ),
    "SmoothL1Loss": Made(_elementwise.smooth_l1_loss, {**REDUCED, "beta": 1.0}),
    "SoftMarginLoss": Made(_elementwise.soft_margin_loss, REDUCED),
    "TripletMarginLoss": Made(
        _vectors.triplet_margin_loss, {"margin": 1.0, "p": 2.0, "eps": 1e-6, "swap": False, **REDUCED}, TRIPLET
    ),
    "TripletMarginWithDistanceLoss": Made(
        _vectors.triplet_margin_with_distance_loss,
        {"distance_function": None, "margin": 1.0, "swap": False, "reduction": "mean"},
        TRIPLET,
        keyword_only=True,
    ),
}

# The class that is a layer as well: it is there with torch only.
LAYER = "LinearCrossEntropyLoss"


def call(owner: Any, made: Made, arrays: tuple[Any, ...], named: Mapping[str, Any]) -> Any:
    """The function of some arrays with what the object was made with."""
    if named:
        arrays = (*arrays, *(named[name] for name in made.arrays[len(arrays) :]))
    return made.function(*arrays, **{name: getattr(owner, name) for name in made.kept})


def plain_class(name: str) -> type:
    """The class where torch is not installed: no module, but the same constructor and the same call."""
    made = MADE[name]
    kind = inspect.Parameter.KEYWORD_ONLY if made.keyword_only else inspect.Parameter.POSITIONAL_OR_KEYWORD
    signature = inspect.Signature([inspect.Parameter(k, kind, default=v) for k, v in made.params.items()])
    ways = [inspect.Parameter(n, inspect.Parameter.POSITIONAL_OR_KEYWORD) for n in made.arrays]
    call_signature = inspect.Signature(ways)

    def __init__(self: Any, *values: Any, **named: Any) -> None:
        bound = signature.bind(*values, **named)
        bound.apply_defaults()
        given = bound.arguments
        if any(given.get(old) is not None for old in OLD):
            given["reduction"] = word("", given["size_average"], given["reduce"])
        for param in made.kept:
            setattr(self, param, given[param])

    def forward(self: Any, *arrays: Any, **named: Any) -> Any:
        return call(self, made, call_signature.bind(*arrays, **named).args, {})

    members: dict[str, Any] = {
        "__init__": __init__,
        "forward": forward,
        "__call__": forward,
        "__repr__": lambda self: f"{name}()",
    }
    cls = type(name, (), {**members, "__doc__": described(name), "__module__": __package__})
    cls.__signature__ = signature  # type: ignore[attr-defined]  # what inspect reads
    return cls


def described(name: str) -> str:
    return f"torch.nn.{name}, which calls `{MADE[name].function.__name__}` of this module."
