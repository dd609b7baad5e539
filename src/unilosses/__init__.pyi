# Written by tools/make_stubs.py from the losses' definitions: `make stubs` writes it anew.
# mypy: disable-error-code="override"
"""Loss functions, each written once: the same values and gradients in NumPy, PyTorch, JAX and any array-API library."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol, Self, TypeAlias, TypeVar, overload

from .backends._protocol import NoGradientError
from .core.checks import checks
from .core.domain import (
    NONNEGATIVE,
    POSITIVE,
    REAL,
    UNIT,
    AnyNumbers,
    BinaryLabels,
    Choice,
    ClassLabels,
    Clip,
    Domain,
    Flag,
    Interval,
    Optional,
    PerClass,
    PerRow,
)
from .core.gradient import value_and_grad
from .core.objects import Loss, Objective, Sum, from_config
from .core.registry import list_losses
from .core.spec import loss, penalty

__version__: str

class _Array(Protocol):
    """An array of any library: what a list or a number has not."""

    @property
    def dtype(self) -> Any: ...
    @property
    def shape(self) -> Any: ...

_A = TypeVar("_A", bound=_Array)
_Scalar: TypeAlias = float | _Array
_PerClass: TypeAlias = _Scalar | Sequence[float]
_Tree: TypeAlias = _Array | Mapping[Any, _Tree] | Sequence[_Tree] | None
_TreeWeight: TypeAlias = _Scalar | Mapping[Any, _TreeWeight] | Sequence[_TreeWeight] | None
_Reduction: TypeAlias = Literal["mean", "sum", "none"]
_Normalizer: TypeAlias = Literal["count"] | _Scalar

@overload
def get(name: Literal["absolute_error", "mae", "l1"], **params: Any) -> AbsoluteError: ...
@overload
def get(name: Literal["binary_cross_entropy"], **params: Any) -> BinaryCrossEntropy: ...
@overload
def get(name: Literal["categorical_cross_entropy"], **params: Any) -> CategoricalCrossEntropy: ...
@overload
def get(name: Literal["cosine_distance"], **params: Any) -> CosineDistance: ...
@overload
def get(name: Literal["cosine_regression"], **params: Any) -> CosineRegression: ...
@overload
def get(name: Literal["elastic_net_penalty"], **params: Any) -> ElasticNetPenalty: ...
@overload
def get(name: Literal["hinge"], **params: Any) -> Hinge: ...
@overload
def get(name: Literal["huber"], **params: Any) -> Huber: ...
@overload
def get(name: Literal["kl_divergence"], **params: Any) -> KLDivergence: ...
@overload
def get(name: Literal["l1_penalty"], **params: Any) -> L1Penalty: ...
@overload
def get(name: Literal["l2_penalty"], **params: Any) -> L2Penalty: ...
@overload
def get(name: Literal["log_cosh"], **params: Any) -> LogCosh: ...
@overload
def get(name: Literal["nll"], **params: Any) -> NLL: ...
@overload
def get(name: Literal["perceptron"], **params: Any) -> Perceptron: ...
@overload
def get(name: Literal["pseudo_huber"], **params: Any) -> PseudoHuber: ...
@overload
def get(name: Literal["sigmoid_cross_entropy"], **params: Any) -> SigmoidCrossEntropy: ...
@overload
def get(name: Literal["sigmoid_focal"], **params: Any) -> SigmoidFocal: ...
@overload
def get(name: Literal["smooth_l1"], **params: Any) -> SmoothL1: ...
@overload
def get(name: Literal["softmax_cross_entropy"], **params: Any) -> SoftmaxCrossEntropy: ...
@overload
def get(name: Literal["softmax_focal"], **params: Any) -> SoftmaxFocal: ...
@overload
def get(name: Literal["squared_error", "mse", "l2"], **params: Any) -> SquaredError: ...
@overload
def get(name: Literal["squared_hinge"], **params: Any) -> SquaredHinge: ...
@overload
def get(name: Literal["zero_one"], **params: Any) -> ZeroOne: ...
@overload
def get(name: str, **params: Any) -> Any:
    """A loss object by its name or alias, with its parameters."""

def absolute_error(
    pred: _A,
    target: _Array | float,
    *,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Absolute error: the distance |pred - target|; its mean is the MAE, also called L1 loss."""

def binary_cross_entropy(
    probs: _A,
    target: _Array | float,
    *,
    pos_weight: _PerClass | None = None,
    label_smoothing: _Scalar = 0.0,
    eps: _Scalar | Literal["finfo"] | None = None,
    class_weight: _PerClass | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Binary cross-entropy of probabilities, label by label."""

def categorical_cross_entropy(
    probs: _A,
    labels: _Array,
    *,
    renormalize: bool = False,
    eps: _Scalar | Literal["finfo"] | None = None,
    class_weight: _PerClass | None = None,
    label_smoothing: _Scalar = 0.0,
    ignore_index: int | None = None,
    axis: int = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Categorical cross-entropy: the negative log-probability of the right class, from probabilities."""

def cosine_distance(
    pred: _A,
    target: _Array | float,
    *,
    axis: int = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Cosine distance 1 - cos(pred, target): from 0 for the same direction to 2 for the opposite one."""

def cosine_regression(
    anchor: _A,
    other: _Array | float,
    target: _Array | float,
    *,
    axis: int = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Squared error of a cosine similarity: trains pairs of vectors towards given similarities."""

def elastic_net_penalty(
    params: _Tree,
    *,
    l1_ratio: _Scalar = 0.5,
    weight: _TreeWeight = None,
    where: _Tree = None,
    reduction: _Reduction = "sum",
    normalizer: _Normalizer | None = None,
) -> Any:
    """Elastic net: a mixture of the L1 and half the L2 penalty, as scikit-learn defines it."""

def hinge(
    scores: _A,
    target: _Array | float,
    *,
    margin: _Scalar = 1.0,
    encoding: Literal["signed", "binary"] = "signed",
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Hinge loss: the shortfall of the agreement y f below a margin; the loss of support vector machines."""

def huber(
    pred: _A,
    target: _Array | float,
    *,
    delta: _Scalar = 1.0,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Huber loss: quadratic near zero, linear beyond `delta`."""

def kl_divergence(
    pred: _A,
    target: _Array | float,
    *,
    pred_space: Literal["probs", "log_probs", "logits"] = "probs",
    target_space: Literal["probs", "log_probs", "logits"] = "probs",
    axis: int = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Kullback-Leibler divergence KL(target || pred) of each row."""

def l1_penalty(
    params: _Tree,
    *,
    weight: _TreeWeight = None,
    where: _Tree = None,
    reduction: _Reduction = "sum",
    normalizer: _Normalizer | None = None,
) -> Any:
    """L1 penalty: the sum of absolute values, which drives parameters to exactly 0 (the lasso)."""

def l2_penalty(
    params: _Tree,
    *,
    weight: _TreeWeight = None,
    where: _Tree = None,
    reduction: _Reduction = "sum",
    normalizer: _Normalizer | None = None,
) -> Any:
    """L2 penalty: the sum of squares, without a factor 1/2 (ridge regression, weight decay)."""

def log_cosh(
    pred: _A,
    target: _Array | float,
    *,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Log-cosh loss: e^2 / 2 near zero and |e| - log 2 far away, smooth everywhere."""

def nll(
    log_probs: _A,
    labels: _Array,
    *,
    class_weight: _PerClass | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Negative log-likelihood of the right class, from log-probabilities."""

def perceptron(
    scores: _A,
    target: _Array | float,
    *,
    encoding: Literal["signed", "binary"] = "signed",
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Perceptron loss: the hinge loss without a margin; only wrong signs cost anything."""

def pseudo_huber(
    pred: _A,
    target: _Array | float,
    *,
    delta: _Scalar = 1.0,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Pseudo-Huber loss: a smooth curve that is quadratic near zero and linear far away."""

def sigmoid_cross_entropy(
    logits: _A,
    target: _Array | float,
    *,
    pos_weight: _PerClass | None = None,
    label_smoothing: _Scalar = 0.0,
    class_weight: _PerClass | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Sigmoid cross-entropy: binary cross-entropy from logits, label by label."""

def sigmoid_focal(
    logits: _A,
    target: _Array | float,
    *,
    gamma: _Scalar = 2.0,
    alpha: _PerClass | None = None,
    class_weight: _PerClass | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Focal loss of two classes, from logits, label by label."""

def smooth_l1(
    pred: _A,
    target: _Array | float,
    *,
    beta: _Scalar = 1.0,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Smooth L1 loss: absolute error, rounded off to a parabola below `beta`."""

def softmax_cross_entropy(
    logits: _A,
    labels: _Array,
    *,
    class_weight: _PerClass | None = None,
    label_smoothing: _Scalar = 0.0,
    ignore_index: int | None = None,
    axis: int = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Softmax cross-entropy: the negative log-probability of the right class, from logits."""

def softmax_focal(
    logits: _A,
    labels: _Array,
    *,
    gamma: _Scalar = 2.0,
    alpha: _PerClass | None = None,
    class_weight: _PerClass | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Focal loss of several exclusive classes, from logits."""

def squared_error(
    pred: _A,
    target: _Array | float,
    *,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Squared error (pred - target)^2, without a factor 1/2; its mean is the MSE, also called L2 loss."""

def squared_hinge(
    scores: _A,
    target: _Array | float,
    *,
    margin: _Scalar = 1.0,
    encoding: Literal["signed", "binary"] = "signed",
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Squared hinge loss: the hinge loss squared, smooth at the margin, harder on large violations."""

def zero_one(
    pred: _A,
    target: _Array | float,
    *,
    threshold: _Scalar | None = None,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """0-1 loss: 1 for a wrong prediction, 0 for a right one; its mean is the error rate."""

l1 = absolute_error
l2 = squared_error
mae = absolute_error
mse = squared_error

class AbsoluteError(Loss):
    """Absolute error: the distance |pred - target|; its mean is the MAE, also called L1 loss."""

    def __init__(self, *, reduction: _Reduction = "mean") -> None: ...
    def __call__(
        self,
        pred: _A,
        target: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def reduction(self) -> _Reduction: ...

class BinaryCrossEntropy(Loss):
    """Binary cross-entropy of probabilities, label by label."""

    def __init__(
        self,
        *,
        pos_weight: _PerClass | None = None,
        label_smoothing: _Scalar = 0.0,
        eps: _Scalar | Literal["finfo"] | None = None,
        class_weight: _PerClass | None = None,
        ignore_index: int | None = None,
        axis: int = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        probs: _A,
        target: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def pos_weight(self) -> _PerClass | None: ...
    @property
    def label_smoothing(self) -> _Scalar: ...
    @property
    def eps(self) -> _Scalar | Literal["finfo"] | None: ...
    @property
    def class_weight(self) -> _PerClass | None: ...
    @property
    def ignore_index(self) -> int | None: ...
    @property
    def axis(self) -> int: ...
    @property
    def reduction(self) -> _Reduction: ...

class CategoricalCrossEntropy(Loss):
    """Categorical cross-entropy: the negative log-probability of the right class, from probabilities."""

    def __init__(
        self,
        *,
        renormalize: bool = False,
        eps: _Scalar | Literal["finfo"] | None = None,
        class_weight: _PerClass | None = None,
        label_smoothing: _Scalar = 0.0,
        ignore_index: int | None = None,
        axis: int = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        probs: _A,
        labels: _Array,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def renormalize(self) -> bool: ...
    @property
    def eps(self) -> _Scalar | Literal["finfo"] | None: ...
    @property
    def class_weight(self) -> _PerClass | None: ...
    @property
    def label_smoothing(self) -> _Scalar: ...
    @property
    def ignore_index(self) -> int | None: ...
    @property
    def axis(self) -> int: ...
    @property
    def reduction(self) -> _Reduction: ...

class CosineDistance(Loss):
    """Cosine distance 1 - cos(pred, target): from 0 for the same direction to 2 for the opposite one."""

    def __init__(self, *, axis: int = -1, reduction: _Reduction = "mean") -> None: ...
    def __call__(
        self,
        pred: _A,
        target: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def axis(self) -> int: ...
    @property
    def reduction(self) -> _Reduction: ...

class CosineRegression(Loss):
    """Squared error of a cosine similarity: trains pairs of vectors towards given similarities."""

    def __init__(self, *, axis: int = -1, reduction: _Reduction = "mean") -> None: ...
    def __call__(
        self,
        anchor: _A,
        other: _Array | float,
        target: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def axis(self) -> int: ...
    @property
    def reduction(self) -> _Reduction: ...

class ElasticNetPenalty(Loss):
    """Elastic net: a mixture of the L1 and half the L2 penalty, as scikit-learn defines it."""

    def __init__(self, *, l1_ratio: _Scalar = 0.5, reduction: _Reduction = "sum") -> None: ...
    def __call__(
        self, params: _Tree, *, weight: _TreeWeight = None, where: _Tree = None, normalizer: _Normalizer | None = None
    ) -> Any: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def l1_ratio(self) -> _Scalar: ...
    @property
    def reduction(self) -> _Reduction: ...

class Hinge(Loss):
    """Hinge loss: the shortfall of the agreement y f below a margin; the loss of support vector machines."""

    def __init__(
        self, *, margin: _Scalar = 1.0, encoding: Literal["signed", "binary"] = "signed", reduction: _Reduction = "mean"
    ) -> None: ...
    def __call__(
        self,
        scores: _A,
        target: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def margin(self) -> _Scalar: ...
    @property
    def encoding(self) -> Literal["signed", "binary"]: ...
    @property
    def reduction(self) -> _Reduction: ...

class Huber(Loss):
    """Huber loss: quadratic near zero, linear beyond `delta`."""

    def __init__(self, *, delta: _Scalar = 1.0, reduction: _Reduction = "mean") -> None: ...
    def __call__(
        self,
        pred: _A,
        target: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def delta(self) -> _Scalar: ...
    @property
    def reduction(self) -> _Reduction: ...

class KLDivergence(Loss):
    """Kullback-Leibler divergence KL(target || pred) of each row."""

    def __init__(
        self,
        *,
        pred_space: Literal["probs", "log_probs", "logits"] = "probs",
        target_space: Literal["probs", "log_probs", "logits"] = "probs",
        axis: int = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        pred: _A,
        target: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def pred_space(self) -> Literal["probs", "log_probs", "logits"]: ...
    @property
    def target_space(self) -> Literal["probs", "log_probs", "logits"]: ...
    @property
    def axis(self) -> int: ...
    @property
    def reduction(self) -> _Reduction: ...

class L1Penalty(Loss):
    """L1 penalty: the sum of absolute values, which drives parameters to exactly 0 (the lasso)."""

    def __init__(self, *, reduction: _Reduction = "sum") -> None: ...
    def __call__(
        self, params: _Tree, *, weight: _TreeWeight = None, where: _Tree = None, normalizer: _Normalizer | None = None
    ) -> Any: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def reduction(self) -> _Reduction: ...

class L2Penalty(Loss):
    """L2 penalty: the sum of squares, without a factor 1/2 (ridge regression, weight decay)."""

    def __init__(self, *, reduction: _Reduction = "sum") -> None: ...
    def __call__(
        self, params: _Tree, *, weight: _TreeWeight = None, where: _Tree = None, normalizer: _Normalizer | None = None
    ) -> Any: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def reduction(self) -> _Reduction: ...

class LogCosh(Loss):
    """Log-cosh loss: e^2 / 2 near zero and |e| - log 2 far away, smooth everywhere."""

    def __init__(self, *, reduction: _Reduction = "mean") -> None: ...
    def __call__(
        self,
        pred: _A,
        target: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def reduction(self) -> _Reduction: ...

class NLL(Loss):
    """Negative log-likelihood of the right class, from log-probabilities."""

    def __init__(
        self,
        *,
        class_weight: _PerClass | None = None,
        ignore_index: int | None = None,
        axis: int = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        log_probs: _A,
        labels: _Array,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def class_weight(self) -> _PerClass | None: ...
    @property
    def ignore_index(self) -> int | None: ...
    @property
    def axis(self) -> int: ...
    @property
    def reduction(self) -> _Reduction: ...

class Perceptron(Loss):
    """Perceptron loss: the hinge loss without a margin; only wrong signs cost anything."""

    def __init__(self, *, encoding: Literal["signed", "binary"] = "signed", reduction: _Reduction = "mean") -> None: ...
    def __call__(
        self,
        scores: _A,
        target: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def encoding(self) -> Literal["signed", "binary"]: ...
    @property
    def reduction(self) -> _Reduction: ...

class PseudoHuber(Loss):
    """Pseudo-Huber loss: a smooth curve that is quadratic near zero and linear far away."""

    def __init__(self, *, delta: _Scalar = 1.0, reduction: _Reduction = "mean") -> None: ...
    def __call__(
        self,
        pred: _A,
        target: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def delta(self) -> _Scalar: ...
    @property
    def reduction(self) -> _Reduction: ...

class SigmoidCrossEntropy(Loss):
    """Sigmoid cross-entropy: binary cross-entropy from logits, label by label."""

    def __init__(
        self,
        *,
        pos_weight: _PerClass | None = None,
        label_smoothing: _Scalar = 0.0,
        class_weight: _PerClass | None = None,
        ignore_index: int | None = None,
        axis: int = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        logits: _A,
        target: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def pos_weight(self) -> _PerClass | None: ...
    @property
    def label_smoothing(self) -> _Scalar: ...
    @property
    def class_weight(self) -> _PerClass | None: ...
    @property
    def ignore_index(self) -> int | None: ...
    @property
    def axis(self) -> int: ...
    @property
    def reduction(self) -> _Reduction: ...

class SigmoidFocal(Loss):
    """Focal loss of two classes, from logits, label by label."""

    def __init__(
        self,
        *,
        gamma: _Scalar = 2.0,
        alpha: _PerClass | None = None,
        class_weight: _PerClass | None = None,
        ignore_index: int | None = None,
        axis: int = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        logits: _A,
        target: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def gamma(self) -> _Scalar: ...
    @property
    def alpha(self) -> _PerClass | None: ...
    @property
    def class_weight(self) -> _PerClass | None: ...
    @property
    def ignore_index(self) -> int | None: ...
    @property
    def axis(self) -> int: ...
    @property
    def reduction(self) -> _Reduction: ...

class SmoothL1(Loss):
    """Smooth L1 loss: absolute error, rounded off to a parabola below `beta`."""

    def __init__(self, *, beta: _Scalar = 1.0, reduction: _Reduction = "mean") -> None: ...
    def __call__(
        self,
        pred: _A,
        target: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def beta(self) -> _Scalar: ...
    @property
    def reduction(self) -> _Reduction: ...

class SoftmaxCrossEntropy(Loss):
    """Softmax cross-entropy: the negative log-probability of the right class, from logits."""

    def __init__(
        self,
        *,
        class_weight: _PerClass | None = None,
        label_smoothing: _Scalar = 0.0,
        ignore_index: int | None = None,
        axis: int = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        logits: _A,
        labels: _Array,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def class_weight(self) -> _PerClass | None: ...
    @property
    def label_smoothing(self) -> _Scalar: ...
    @property
    def ignore_index(self) -> int | None: ...
    @property
    def axis(self) -> int: ...
    @property
    def reduction(self) -> _Reduction: ...

class SoftmaxFocal(Loss):
    """Focal loss of several exclusive classes, from logits."""

    def __init__(
        self,
        *,
        gamma: _Scalar = 2.0,
        alpha: _PerClass | None = None,
        class_weight: _PerClass | None = None,
        ignore_index: int | None = None,
        axis: int = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        logits: _A,
        labels: _Array,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def gamma(self) -> _Scalar: ...
    @property
    def alpha(self) -> _PerClass | None: ...
    @property
    def class_weight(self) -> _PerClass | None: ...
    @property
    def ignore_index(self) -> int | None: ...
    @property
    def axis(self) -> int: ...
    @property
    def reduction(self) -> _Reduction: ...

class SquaredError(Loss):
    """Squared error (pred - target)^2, without a factor 1/2; its mean is the MSE, also called L2 loss."""

    def __init__(self, *, reduction: _Reduction = "mean") -> None: ...
    def __call__(
        self,
        pred: _A,
        target: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def reduction(self) -> _Reduction: ...

class SquaredHinge(Loss):
    """Squared hinge loss: the hinge loss squared, smooth at the margin, harder on large violations."""

    def __init__(
        self, *, margin: _Scalar = 1.0, encoding: Literal["signed", "binary"] = "signed", reduction: _Reduction = "mean"
    ) -> None: ...
    def __call__(
        self,
        scores: _A,
        target: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def margin(self) -> _Scalar: ...
    @property
    def encoding(self) -> Literal["signed", "binary"]: ...
    @property
    def reduction(self) -> _Reduction: ...

class ZeroOne(Loss):
    """0-1 loss: 1 for a wrong prediction, 0 for a right one; its mean is the error rate."""

    def __init__(self, *, threshold: _Scalar | None = None, reduction: _Reduction = "mean") -> None: ...
    def __call__(
        self,
        pred: _A,
        target: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def threshold(self) -> _Scalar | None: ...
    @property
    def reduction(self) -> _Reduction: ...

__all__ = [
    "NLL",
    "NONNEGATIVE",
    "POSITIVE",
    "REAL",
    "UNIT",
    "AbsoluteError",
    "AnyNumbers",
    "BinaryCrossEntropy",
    "BinaryLabels",
    "CategoricalCrossEntropy",
    "Choice",
    "ClassLabels",
    "Clip",
    "CosineDistance",
    "CosineRegression",
    "Domain",
    "ElasticNetPenalty",
    "Flag",
    "Hinge",
    "Huber",
    "Interval",
    "KLDivergence",
    "L1Penalty",
    "L2Penalty",
    "LogCosh",
    "Loss",
    "NoGradientError",
    "Objective",
    "Optional",
    "PerClass",
    "PerRow",
    "Perceptron",
    "PseudoHuber",
    "SigmoidCrossEntropy",
    "SigmoidFocal",
    "SmoothL1",
    "SoftmaxCrossEntropy",
    "SoftmaxFocal",
    "SquaredError",
    "SquaredHinge",
    "Sum",
    "ZeroOne",
    "absolute_error",
    "binary_cross_entropy",
    "categorical_cross_entropy",
    "checks",
    "cosine_distance",
    "cosine_regression",
    "elastic_net_penalty",
    "from_config",
    "get",
    "hinge",
    "huber",
    "kl_divergence",
    "l1",
    "l1_penalty",
    "l2",
    "l2_penalty",
    "list_losses",
    "log_cosh",
    "loss",
    "mae",
    "mse",
    "nll",
    "penalty",
    "perceptron",
    "pseudo_huber",
    "sigmoid_cross_entropy",
    "sigmoid_focal",
    "smooth_l1",
    "softmax_cross_entropy",
    "softmax_focal",
    "squared_error",
    "squared_hinge",
    "value_and_grad",
    "zero_one",
]
