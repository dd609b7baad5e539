"""Loss functions, each written once: the same values and gradients in NumPy, PyTorch, JAX and any array-API library."""

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
)  # fmt: skip
from .core.gradient import value_and_grad
from .core.objects import Loss, Objective, Sum, from_config
from .core.registry import get, list_losses
from .core.spec import loss, penalty
from .losses.binary import binary_cross_entropy, sigmoid_cross_entropy
from .losses.cosine import cosine_distance, cosine_regression
from .losses.divergence import kl_divergence
from .losses.focal import sigmoid_focal, softmax_focal
from .losses.margin import hinge, perceptron, squared_hinge, zero_one
from .losses.multiclass import categorical_cross_entropy, nll, softmax_cross_entropy
from .losses.penalties import elastic_net_penalty, l1_penalty, l2_penalty
from .losses.regression import absolute_error, huber, log_cosh, pseudo_huber, smooth_l1, squared_error

__version__ = "0.1.0"

mae = l1 = absolute_error
mse = l2 = squared_error

AbsoluteError = absolute_error.cls
BinaryCrossEntropy = binary_cross_entropy.cls
CategoricalCrossEntropy = categorical_cross_entropy.cls
CosineDistance = cosine_distance.cls
CosineRegression = cosine_regression.cls
ElasticNetPenalty = elastic_net_penalty.cls
Hinge = hinge.cls
Huber = huber.cls
KLDivergence = kl_divergence.cls
L1Penalty = l1_penalty.cls
L2Penalty = l2_penalty.cls
LogCosh = log_cosh.cls
NLL = nll.cls
Perceptron = perceptron.cls
PseudoHuber = pseudo_huber.cls
SigmoidCrossEntropy = sigmoid_cross_entropy.cls
SigmoidFocal = sigmoid_focal.cls
SmoothL1 = smooth_l1.cls
SoftmaxCrossEntropy = softmax_cross_entropy.cls
SoftmaxFocal = softmax_focal.cls
SquaredError = squared_error.cls
SquaredHinge = squared_hinge.cls
ZeroOne = zero_one.cls

__all__ = [
    "NLL", "NONNEGATIVE", "POSITIVE", "REAL", "UNIT",
    "AbsoluteError", "AnyNumbers", "BinaryCrossEntropy", "BinaryLabels", "CategoricalCrossEntropy", "Choice",
    "ClassLabels", "Clip", "CosineDistance", "CosineRegression", "Domain", "ElasticNetPenalty", "Flag", "Hinge",
    "Huber", "Interval", "KLDivergence", "L1Penalty", "L2Penalty", "LogCosh", "Loss", "NoGradientError", "Objective",
    "Optional", "PerClass", "PerRow", "Perceptron", "PseudoHuber", "SigmoidCrossEntropy", "SigmoidFocal", "SmoothL1",
    "SoftmaxCrossEntropy", "SoftmaxFocal", "SquaredError", "SquaredHinge", "Sum", "ZeroOne",
    "absolute_error", "binary_cross_entropy", "categorical_cross_entropy", "checks", "cosine_distance",
    "cosine_regression", "elastic_net_penalty", "from_config", "get", "hinge", "huber", "kl_divergence", "l1",
    "l1_penalty", "l2", "l2_penalty", "list_losses", "log_cosh", "loss", "mae", "mse", "nll", "penalty", "perceptron",
    "pseudo_huber", "sigmoid_cross_entropy", "sigmoid_focal", "smooth_l1", "softmax_cross_entropy", "softmax_focal",
    "squared_error", "squared_hinge", "value_and_grad", "zero_one",
]  # fmt: skip
