# Written by tools/make_stubs.py from the losses' definitions: `make generate` writes it anew.
# mypy: disable-error-code="override"
"""Loss functions, each written once: the same values and gradients in NumPy, PyTorch, JAX and any array-API library."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol, Self, TypeAlias, TypeVar, overload

from .backends.protocol import NoGradientError
from .decorator import loss, penalty
from .definition.kinds import (
    NONNEGATIVE,
    POSITIVE,
    REAL,
    UNIT,
    AnyNumbers,
    BinaryLabels,
    Choice,
    ClassLabels,
    ClassMask,
    Clip,
    Domain,
    Flag,
    Interval,
    Optional,
    PerClass,
    PerRow,
)
from .definition.registry import list_losses
from .gradient import value_and_grad
from .labels import smooth_labels
from .objects import Loss, Objective, Sum, from_config
from .settings import checks, precision

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
def get(name: Literal["absolute_percentage_error", "mape"], **params: Any) -> AbsolutePercentageError: ...
@overload
def get(name: Literal["asymmetric"], **params: Any) -> Asymmetric: ...
@overload
def get(name: Literal["asymmetric_single_label"], **params: Any) -> AsymmetricSingleLabel: ...
@overload
def get(name: Literal["barlow_twins"], **params: Any) -> BarlowTwins: ...
@overload
def get(name: Literal["binary_cross_entropy"], **params: Any) -> BinaryCrossEntropy: ...
@overload
def get(name: Literal["binary_sparsemax"], **params: Any) -> BinarySparsemax: ...
@overload
def get(name: Literal["brier"], **params: Any) -> Brier: ...
@overload
def get(name: Literal["categorical_cross_entropy"], **params: Any) -> CategoricalCrossEntropy: ...
@overload
def get(name: Literal["categorical_hinge"], **params: Any) -> CategoricalHinge: ...
@overload
def get(name: Literal["cauchy"], **params: Any) -> Cauchy: ...
@overload
def get(name: Literal["charbonnier"], **params: Any) -> Charbonnier: ...
@overload
def get(name: Literal["circle"], **params: Any) -> Circle: ...
@overload
def get(name: Literal["contrastive"], **params: Any) -> Contrastive: ...
@overload
def get(name: Literal["cosine_distance"], **params: Any) -> CosineDistance: ...
@overload
def get(name: Literal["cosine_embedding"], **params: Any) -> CosineEmbedding: ...
@overload
def get(name: Literal["cosine_regression"], **params: Any) -> CosineRegression: ...
@overload
def get(name: Literal["ctc"], **params: Any) -> CTC: ...
@overload
def get(name: Literal["dice"], **params: Any) -> Dice: ...
@overload
def get(name: Literal["distillation"], **params: Any) -> Distillation: ...
@overload
def get(name: Literal["elastic_net_penalty"], **params: Any) -> ElasticNetPenalty: ...
@overload
def get(name: Literal["epsilon_insensitive"], **params: Any) -> EpsilonInsensitive: ...
@overload
def get(name: Literal["expectile"], **params: Any) -> Expectile: ...
@overload
def get(name: Literal["exponential"], **params: Any) -> Exponential: ...
@overload
def get(name: Literal["fenchel_young"], **params: Any) -> FenchelYoung: ...
@overload
def get(name: Literal["focal_tversky"], **params: Any) -> FocalTversky: ...
@overload
def get(name: Literal["gamma_deviance"], **params: Any) -> GammaDeviance: ...
@overload
def get(name: Literal["gaussian_nll"], **params: Any) -> GaussianNLL: ...
@overload
def get(name: Literal["geman_mcclure"], **params: Any) -> GemanMcClure: ...
@overload
def get(name: Literal["general_robust"], **params: Any) -> GeneralRobust: ...
@overload
def get(name: Literal["generalized_cross_entropy"], **params: Any) -> GeneralizedCrossEntropy: ...
@overload
def get(name: Literal["generalized_dice"], **params: Any) -> GeneralizedDice: ...
@overload
def get(name: Literal["generalized_kl_divergence"], **params: Any) -> GeneralizedKLDivergence: ...
@overload
def get(name: Literal["hinge"], **params: Any) -> Hinge: ...
@overload
def get(name: Literal["hinge_embedding"], **params: Any) -> HingeEmbedding: ...
@overload
def get(name: Literal["huber"], **params: Any) -> Huber: ...
@overload
def get(name: Literal["info_nce"], **params: Any) -> InfoNCE: ...
@overload
def get(name: Literal["jaccard"], **params: Any) -> Jaccard: ...
@overload
def get(name: Literal["jensen_shannon"], **params: Any) -> JensenShannon: ...
@overload
def get(name: Literal["kl_divergence"], **params: Any) -> KLDivergence: ...
@overload
def get(name: Literal["l1_penalty"], **params: Any) -> L1Penalty: ...
@overload
def get(name: Literal["l2_penalty"], **params: Any) -> L2Penalty: ...
@overload
def get(name: Literal["laplace_nll"], **params: Any) -> LaplaceNLL: ...
@overload
def get(name: Literal["linear_cross_entropy"], **params: Any) -> LinearCrossEntropy: ...
@overload
def get(name: Literal["list_mle"], **params: Any) -> ListMLE: ...
@overload
def get(name: Literal["log_cosh"], **params: Any) -> LogCosh: ...
@overload
def get(name: Literal["margin_ranking"], **params: Any) -> MarginRanking: ...
@overload
def get(name: Literal["modified_huber"], **params: Any) -> ModifiedHuber: ...
@overload
def get(name: Literal["multi_margin"], **params: Any) -> MultiMargin: ...
@overload
def get(name: Literal["multiclass_brier"], **params: Any) -> MulticlassBrier: ...
@overload
def get(name: Literal["multiclass_hinge"], **params: Any) -> MulticlassHinge: ...
@overload
def get(name: Literal["multiclass_perceptron"], **params: Any) -> MulticlassPerceptron: ...
@overload
def get(name: Literal["multiclass_sparsemax"], **params: Any) -> MulticlassSparsemax: ...
@overload
def get(name: Literal["multilabel_margin"], **params: Any) -> MultilabelMargin: ...
@overload
def get(name: Literal["multilabel_soft_margin"], **params: Any) -> MultilabelSoftMargin: ...
@overload
def get(name: Literal["n_pairs"], **params: Any) -> NPairs: ...
@overload
def get(name: Literal["negative_binomial_nll"], **params: Any) -> NegativeBinomialNLL: ...
@overload
def get(name: Literal["nll"], **params: Any) -> NLL: ...
@overload
def get(name: Literal["nt_xent"], **params: Any) -> NTXent: ...
@overload
def get(name: Literal["orthogonal_penalty"], **params: Any) -> OrthogonalPenalty: ...
@overload
def get(name: Literal["pairwise_hinge_ranking"], **params: Any) -> PairwiseHingeRanking: ...
@overload
def get(name: Literal["pairwise_logistic_ranking"], **params: Any) -> PairwiseLogisticRanking: ...
@overload
def get(name: Literal["perceptron"], **params: Any) -> Perceptron: ...
@overload
def get(name: Literal["poisson_deviance"], **params: Any) -> PoissonDeviance: ...
@overload
def get(name: Literal["poisson_nll"], **params: Any) -> PoissonNLL: ...
@overload
def get(name: Literal["poly1_cross_entropy"], **params: Any) -> Poly1CrossEntropy: ...
@overload
def get(name: Literal["pseudo_huber"], **params: Any) -> PseudoHuber: ...
@overload
def get(name: Literal["quantile", "pinball"], **params: Any) -> Quantile: ...
@overload
def get(name: Literal["sigmoid_cross_entropy"], **params: Any) -> SigmoidCrossEntropy: ...
@overload
def get(name: Literal["sigmoid_focal"], **params: Any) -> SigmoidFocal: ...
@overload
def get(name: Literal["smooth_l1"], **params: Any) -> SmoothL1: ...
@overload
def get(name: Literal["soft_margin"], **params: Any) -> SoftMargin: ...
@overload
def get(name: Literal["softmax_cross_entropy"], **params: Any) -> SoftmaxCrossEntropy: ...
@overload
def get(name: Literal["softmax_focal"], **params: Any) -> SoftmaxFocal: ...
@overload
def get(name: Literal["softmax_ranking"], **params: Any) -> SoftmaxRanking: ...
@overload
def get(name: Literal["squared_epsilon_insensitive"], **params: Any) -> SquaredEpsilonInsensitive: ...
@overload
def get(name: Literal["squared_error", "mse", "l2"], **params: Any) -> SquaredError: ...
@overload
def get(name: Literal["squared_hinge"], **params: Any) -> SquaredHinge: ...
@overload
def get(name: Literal["squared_log_error", "msle"], **params: Any) -> SquaredLogError: ...
@overload
def get(name: Literal["student_t_nll"], **params: Any) -> StudentTNLL: ...
@overload
def get(name: Literal["supervised_contrastive", "sup_con"], **params: Any) -> SupervisedContrastive: ...
@overload
def get(
    name: Literal["symmetric_absolute_percentage_error", "smape"], **params: Any
) -> SymmetricAbsolutePercentageError: ...
@overload
def get(name: Literal["total_variation_distance"], **params: Any) -> TotalVariationDistance: ...
@overload
def get(name: Literal["total_variation_penalty"], **params: Any) -> TotalVariationPenalty: ...
@overload
def get(name: Literal["triplet_margin"], **params: Any) -> TripletMargin: ...
@overload
def get(name: Literal["triplet_margin_with_distance"], **params: Any) -> TripletMarginWithDistance: ...
@overload
def get(name: Literal["tversky"], **params: Any) -> Tversky: ...
@overload
def get(name: Literal["tweedie_deviance"], **params: Any) -> TweedieDeviance: ...
@overload
def get(name: Literal["vicreg"], **params: Any) -> VICReg: ...
@overload
def get(name: Literal["welsch"], **params: Any) -> Welsch: ...
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

def absolute_percentage_error(
    pred: _A,
    target: _Array | float,
    *,
    eps: _Scalar | Literal["finfo"] | None = "finfo",
    percent: bool = False,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Absolute percentage error: the residual relative to the target, as a fraction; its mean is the MAPE."""

def asymmetric(
    logits: _A,
    target: _Array | float,
    *,
    gamma_pos: _Scalar = 1.0,
    gamma_neg: _Scalar = 4.0,
    clip: _Scalar = 0.05,
    class_weight: _PerClass | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Asymmetric loss (ASL) of multi-label classification, from logits, label by label."""

def asymmetric_single_label(
    logits: _A,
    labels: _Array,
    *,
    gamma_pos: _Scalar = 1.0,
    gamma_neg: _Scalar = 4.0,
    label_smoothing: _Scalar = 0.1,
    class_weight: _PerClass | None = None,
    ignore_index: int | None = None,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Asymmetric loss of several exclusive classes, from logits: a softmax focal loss with label smoothing."""

def barlow_twins(
    first: _A,
    second: _Array | float,
    *,
    off_diagonal_weight: _Scalar = 0.005,
    ddof: int = 0,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Barlow Twins: the features of two views are to correlate with themselves, and not with one another."""

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

def binary_sparsemax(
    scores: _A,
    target: _Array | float,
    *,
    class_weight: _PerClass | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Sparsemax loss of two classes, label by label: the sparse counterpart of sigmoid cross-entropy."""

def brier(
    probs: _A,
    target: _Array | float,
    *,
    class_weight: _PerClass | None = None,
    ignore_index: int | None = None,
    axis: int = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Brier score of two classes: the squared error of a probability, label by label."""

def categorical_cross_entropy(
    probs: _A,
    labels: _Array,
    *,
    renormalize: bool = False,
    eps: _Scalar | Literal["finfo"] | None = None,
    class_weight: _PerClass | None = None,
    label_smoothing: _Scalar = 0.0,
    ignore_index: int | None = None,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Categorical cross-entropy: the negative log-probability of the right class, from probabilities."""

def categorical_hinge(
    scores: _A,
    labels: _Array,
    *,
    class_weight: _PerClass | None = None,
    ignore_index: int | None = None,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Categorical hinge loss: how far the right class is from leading by 1, where it has to reach 1 itself as well."""

def cauchy(
    pred: _A,
    target: _Array | float,
    *,
    scale: _Scalar = 1.0,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Cauchy (Lorentzian) loss: grows with the logarithm of the residual."""

def charbonnier(
    pred: _A,
    target: _Array | float,
    *,
    epsilon: _Scalar = 0.001,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Charbonnier loss: the absolute error, rounded off to a hyperbola at 0; a loss of image restoration."""

def circle(
    embeddings: _A,
    labels: _Array,
    *,
    margin: _Scalar = 0.4,
    gamma: _Scalar = 80.0,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Circle loss: pulls the similarities of a row's pairs to 1 and 0, the harder the farther each is from there."""

def contrastive(
    anchor: _A,
    other: _Array | float,
    target: _Array | float,
    *,
    margin: _Scalar = 1.0,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Contrastive loss of pairs: draws similar vectors together, and pushes dissimilar ones apart up to a margin."""

def cosine_distance(
    pred: _A,
    target: _Array | float,
    *,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Cosine distance 1 - cos(pred, target): from 0 for the same direction to 2 for the opposite one."""

def cosine_embedding(
    anchor: _A,
    other: _Array | float,
    target: _Array | float,
    *,
    margin: _Scalar = 0.0,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Cosine embedding loss: turns similar vectors towards each other, and dissimilar ones apart up to an angle."""

def cosine_regression(
    anchor: _A,
    other: _Array | float,
    target: _Array | float,
    *,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Squared error of a cosine similarity: trains pairs of vectors towards given similarities."""

def ctc(
    logits: _A,
    labels: _Array,
    *,
    blank: int = 0,
    logit_lengths: _Array | Sequence[int] | None = None,
    label_lengths: _Array | Sequence[int] | None = None,
    infeasible: Literal["inf", "zero", "error"] = "inf",
    mean_per_label: bool = False,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Connectionist temporal classification (CTC), from logits: labels in order, at times that are not known."""

def dice(
    probs: _A,
    target: _Array | float,
    *,
    smooth: _Scalar = 0.0,
    squared: bool = False,
    absent: Literal["count", "zero", "one", "nan"] = "count",
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Soft Dice loss of a region: 1 minus twice the overlap over the sum of both sizes."""

def distillation(
    logits: _A,
    labels: _Array,
    teacher_logits: _Array | float,
    *,
    alpha: _Scalar = 0.5,
    temperature: _Scalar = 2.0,
    ignore_index: int | None = None,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Knowledge distillation: cross-entropy with the labels, and closeness to a teacher's softened predictions."""

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

def epsilon_insensitive(
    pred: _A,
    target: _Array | float,
    *,
    epsilon: _Scalar = 0.1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Epsilon-insensitive loss: absolute error beyond a tube of half-width `epsilon`, and nothing within it."""

def expectile(
    pred: _A,
    target: _Array | float,
    *,
    expectile_level: _PerClass = 0.5,
    axis: int = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Expectile loss: squared error, weighted q where the target lies above and 1 - q where it lies below."""

def exponential(
    scores: _A,
    target: _Array | float,
    *,
    encoding: Literal["signed", "binary"] = "signed",
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Exponential loss: grows without bound on the wrong side of the boundary; the loss that AdaBoost minimises."""

def fenchel_young(
    scores: _A,
    labels: _Array,
    *,
    regularizer: Literal["shannon", "gini"] = "shannon",
    max_fun: Callable[..., Any] | None = None,
    ignore_index: int | None = None,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Fenchel-Young loss: what a distribution misses of the best one for its scores; 0 exactly where they agree."""

def focal_tversky(
    probs: _A,
    target: _Array | float,
    *,
    alpha: _Scalar = 0.3,
    beta: _Scalar = 0.7,
    gamma: _Scalar = 0.75,
    smooth: _Scalar = 0.0,
    absent: Literal["count", "zero", "one", "nan"] = "count",
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Focal Tversky loss of a region: a power of `tversky`."""

def gamma_deviance(
    pred: _A,
    target: _Array | float,
    *,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Gamma deviance: for positive amounts whose standard deviation grows with their mean; it knows ratios only."""

def gaussian_nll(
    mean: _A,
    target: _Array | float,
    spread: _Array | float,
    *,
    spread_is: Literal["variance", "log_variance", "scale"] = "variance",
    full: bool = False,
    eps: _Scalar | None = None,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Gaussian negative log-likelihood: squared error where the model says how sure it is."""

def geman_mcclure(
    pred: _A,
    target: _Array | float,
    *,
    scale: _Scalar = 1.0,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Geman-McClure loss: quadratic near zero, bounded by 2, so that gross outliers have little influence."""

def general_robust(
    pred: _A,
    target: _Array | float,
    *,
    alpha: _Scalar = 1.0,
    scale: _Scalar = 1.0,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """General robust loss: a family from squared error to a bounded well, whose shape `alpha` can be learned."""

def generalized_cross_entropy(
    pred: _A,
    labels: _Array,
    *,
    q: _Scalar = 0.7,
    pred_space: Literal["probs", "log_probs", "logits"] = "logits",
    class_weight: _PerClass | None = None,
    ignore_index: int | None = None,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Generalized cross-entropy: between cross-entropy (q -> 0) and the mean absolute error of p (q = 1)."""

def generalized_dice(
    probs: _A,
    target: _Array | float,
    *,
    weighting: Literal["square", "simple", "uniform"] = "square",
    absent: Literal["largest", "zero"] = "largest",
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Generalised Dice loss: all classes in one quotient, small ones weighted up."""

def generalized_kl_divergence(
    pred: _A,
    target: _Array | float,
    *,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Generalized Kullback-Leibler divergence of each row, for measures that need not sum to one."""

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

def hinge_embedding(
    distances: _A,
    target: _Array | float,
    *,
    margin: _Scalar = 1.0,
    encoding: Literal["signed", "binary"] = "signed",
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Hinge embedding loss: similar pairs are drawn together, dissimilar ones pushed apart up to a margin."""

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

def info_nce(
    anchor: _A,
    positive: _Array | float,
    *,
    temperature: _Scalar = 0.07,
    symmetric: bool = False,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """InfoNCE: each anchor is to find its own positive among those of the batch; symmetric, the loss of CLIP."""

def jaccard(
    probs: _A,
    target: _Array | float,
    *,
    smooth: _Scalar = 0.0,
    squared: bool = False,
    absent: Literal["count", "zero", "one", "nan"] = "count",
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Soft Jaccard loss of a region: 1 minus the intersection over the union."""

def jensen_shannon(
    pred: _A,
    target: _Array | float,
    *,
    beta: _Scalar = 0.5,
    pred_space: Literal["probs", "log_probs", "logits"] = "probs",
    target_space: Literal["probs", "log_probs", "logits"] = "probs",
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Jensen-Shannon divergence of each row: how far two distributions are from their mixture."""

def kl_divergence(
    pred: _A,
    target: _Array | float,
    *,
    pred_space: Literal["probs", "log_probs", "logits"] = "probs",
    target_space: Literal["probs", "log_probs", "logits"] = "probs",
    axis: int | tuple[int, ...] = -1,
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

def laplace_nll(
    mean: _A,
    target: _Array | float,
    scale: _Array | float,
    *,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Laplace negative log-likelihood: absolute error where the model says how sure it is."""

def linear_cross_entropy(
    hidden: _A,
    linear_weight: _Array,
    labels: _Array,
    *,
    bias: _PerClass | None = None,
    class_weight: _PerClass | None = None,
    label_smoothing: _Scalar = 0.0,
    z_loss: _Scalar = 0.0,
    softcap: _Scalar | None = None,
    chunk: int | None = None,
    ignore_index: int | None = None,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Softmax cross-entropy of a linear layer, in the memory of a few rows of its logits."""

def list_mle(
    scores: _A,
    relevance: _Array | float,
    *,
    segments: _Array | Sequence[int] | None = None,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """ListMLE: the negative log-likelihood of the right order, drawn item by item from a softmax of the scores."""

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

def margin_ranking(
    first: _A,
    second: _Array | float,
    target: _Array | float,
    *,
    margin: _Scalar = 0.0,
    encoding: Literal["signed", "binary"] = "signed",
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Margin ranking loss: of two scores, the one that should rank higher has to lead by a margin."""

def modified_huber(
    scores: _A,
    target: _Array | float,
    *,
    encoding: Literal["signed", "binary"] = "signed",
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Modified Huber loss: the squared hinge loss, continued by its tangent far on the wrong side."""

def multi_margin(
    scores: _A,
    labels: _Array,
    *,
    p: _Scalar = 1.0,
    margin: _Scalar = 1.0,
    class_weight: _PerClass | None = None,
    ignore_index: int | None = None,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Multi-class margin loss: the right class has to lead every other one by a margin, and each shortfall costs."""

def multiclass_brier(
    probs: _A,
    labels: _Array,
    *,
    class_weight: _PerClass | None = None,
    ignore_index: int | None = None,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Brier score of several classes: the squared distance of the probabilities from what happened."""

def multiclass_hinge(
    scores: _A,
    labels: _Array,
    *,
    margin: _Scalar = 1.0,
    mode: Literal["crammer_singer", "one_vs_all"] = "crammer_singer",
    squared: bool = False,
    class_weight: _PerClass | None = None,
    ignore_index: int | None = None,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Hinge loss of several classes: the right class has to lead the best of the others by a margin."""

def multiclass_perceptron(
    scores: _A,
    labels: _Array,
    *,
    class_weight: _PerClass | None = None,
    ignore_index: int | None = None,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Perceptron loss of several classes: how far the best score is above that of the right class."""

def multiclass_sparsemax(
    scores: _A,
    labels: _Array,
    *,
    class_weight: _PerClass | None = None,
    ignore_index: int | None = None,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Sparsemax loss of several exclusive classes: cross-entropy's counterpart for sparse probabilities."""

def multilabel_margin(
    scores: _A,
    target: _Array | float,
    *,
    margin: _Scalar = 1.0,
    encoding: Literal["dense", "indices"] = "dense",
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Multi-label margin loss: every class that applies has to lead every class that does not by a margin."""

def multilabel_soft_margin(
    logits: _A,
    target: _Array | float,
    *,
    class_weight: _PerClass | None = None,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Multi-label soft margin loss: the mean over the classes of each class's sigmoid cross-entropy."""

def n_pairs(
    anchor: _A,
    positive: _Array | float,
    *,
    labels: _Array | Sequence[int] | None = None,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """N-pair loss: each anchor's own positive against those of the other classes, by dot products."""

def negative_binomial_nll(
    mean: _A,
    target: _Array | float,
    *,
    total_count: _Scalar = 1.0,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Negative binomial negative log-likelihood, by its mean: for counts that vary more than Poisson's."""

def nll(
    log_probs: _A,
    labels: _Array,
    *,
    class_weight: _PerClass | None = None,
    ignore_index: int | None = None,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Negative log-likelihood of the right class, from log-probabilities."""

def nt_xent(
    embeddings: _A,
    labels: _Array,
    *,
    temperature: _Scalar = 0.07,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """NT-Xent: each row's positive pairs against all of its negative ones, by cosine similarity; the loss of SimCLR."""

def orthogonal_penalty(
    params: _Tree,
    *,
    mode: Literal["rows", "columns"] = "rows",
    weight: _TreeWeight = None,
    where: _Tree = None,
    reduction: _Reduction = "sum",
    normalizer: _Normalizer | None = None,
) -> Any:
    """Orthogonal penalty: the sizes of the cosines between a matrix's rows, which drives them to be orthogonal."""

def pairwise_hinge_ranking(
    scores: _A,
    relevance: _Array | float,
    *,
    margin: _Scalar = 1.0,
    segments: _Array | Sequence[int] | None = None,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Pairwise hinge loss of a list (ranking SVM): pairs should be in the right order by a margin."""

def pairwise_logistic_ranking(
    scores: _A,
    relevance: _Array | float,
    *,
    segments: _Array | Sequence[int] | None = None,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Pairwise logistic loss of a list (RankNet): each pair in the wrong order costs, and one nearly so a little."""

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

def poisson_deviance(
    pred: _A,
    target: _Array | float,
    *,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Poisson deviance: for counts and frequencies, by their predicted mean; 0 where prediction and target agree."""

def poisson_nll(
    pred: _A,
    target: _Array | float,
    *,
    log_input: bool = True,
    full: Literal["none", "stirling", "exact"] = "none",
    eps: _Scalar | None = None,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Poisson negative log-likelihood: for counts, whose variance is their mean."""

def poly1_cross_entropy(
    logits: _A,
    labels: _Array,
    *,
    epsilon: _Scalar = 2.0,
    class_weight: _PerClass | None = None,
    label_smoothing: _Scalar = 0.0,
    ignore_index: int | None = None,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Poly-1 cross-entropy: softmax cross-entropy with another weight on its leading term, 1 - p."""

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

def quantile(
    pred: _A,
    target: _Array | float,
    *,
    quantile_level: _PerClass = 0.5,
    axis: int = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Quantile (pinball) loss: absolute error, weighted q where the target lies above and 1 - q where it lies below."""

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

def soft_margin(
    scores: _A,
    target: _Array | float,
    *,
    encoding: Literal["signed", "binary"] = "signed",
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Soft margin loss: the logistic loss of a score and a label -1 or 1; a hinge without a kink."""

def softmax_cross_entropy(
    logits: _A,
    labels: _Array,
    *,
    class_weight: _PerClass | None = None,
    label_smoothing: _Scalar = 0.0,
    z_loss: _Scalar = 0.0,
    softcap: _Scalar | None = None,
    class_mask: _Array | Sequence[bool] | None = None,
    ignore_index: int | None = None,
    axis: int | tuple[int, ...] = -1,
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
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Focal loss of several exclusive classes, from logits."""

def softmax_ranking(
    scores: _A,
    relevance: _Array | float,
    *,
    segments: _Array | Sequence[int] | None = None,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Softmax cross-entropy of a list (ListNet): the items' shares of a softmax, weighted by their relevance."""

def squared_epsilon_insensitive(
    pred: _A,
    target: _Array | float,
    *,
    epsilon: _Scalar = 0.1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Squared epsilon-insensitive loss: the square of what a residual exceeds `epsilon` by."""

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

def squared_log_error(
    pred: _A,
    target: _Array | float,
    *,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Squared log error: the squared difference of log(1 + pred) and log(1 + target); its mean is the MSLE."""

def student_t_nll(
    mean: _A,
    target: _Array | float,
    scale: _Array | float,
    *,
    df: _Scalar = 4.0,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Student's t negative log-likelihood: a likelihood that expects outliers, the more so the smaller `df`."""

def supervised_contrastive(
    embeddings: _A,
    labels: _Array,
    *,
    temperature: _Scalar = 0.1,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Supervised contrastive loss: each row's positives share its softmax over all other rows."""

def symmetric_absolute_percentage_error(
    pred: _A,
    target: _Array | float,
    *,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Symmetric absolute percentage error: the residual relative to the mean size of both; its mean is the SMAPE."""

def total_variation_distance(
    pred: _A,
    target: _Array | float,
    *,
    pred_space: Literal["probs", "log_probs", "logits"] = "probs",
    target_space: Literal["probs", "log_probs", "logits"] = "probs",
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Total variation distance of each row: the most that two distributions can differ about any event."""

def total_variation_penalty(
    params: _Tree,
    *,
    axis: int | tuple[int, ...] = -1,
    weight: _TreeWeight = None,
    where: _Tree = None,
    reduction: _Reduction = "sum",
    normalizer: _Normalizer | None = None,
) -> Any:
    """Total variation: the sum of the steps between neighbours, for arrays that are smooth but for edges."""

def triplet_margin(
    anchor: _A,
    positive: _Array | float,
    negative: _Array | float,
    *,
    margin: _Scalar = 1.0,
    p: _Scalar = 2.0,
    eps: _Scalar = 0.0,
    swap: bool = False,
    soft: bool = False,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Triplet loss: an anchor is to be nearer to a positive than to a negative, by a margin."""

def triplet_margin_with_distance(
    anchor: _A,
    positive: _Array | float,
    negative: _Array | float,
    *,
    distance_function: Callable[..., Any] | None = None,
    margin: _Scalar = 1.0,
    swap: bool = False,
    soft: bool = False,
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Triplet loss with a distance of your own."""

def tversky(
    probs: _A,
    target: _Array | float,
    *,
    alpha: _Scalar = 0.5,
    beta: _Scalar = 0.5,
    smooth: _Scalar = 0.0,
    absent: Literal["count", "zero", "one", "nan"] = "count",
    axis: int | tuple[int, ...] = -1,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Tversky loss of a region: an overlap that counts false positives and false negatives differently."""

def tweedie_deviance(
    pred: _A,
    target: _Array | float,
    *,
    power: _Scalar = 1.5,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Tweedie deviance: for amounts whose variance is a power of their mean; between 1 and 2 they may be exactly 0."""

def vicreg(
    first: _A,
    second: _Array | float,
    *,
    invariance: _Scalar = 25.0,
    variance: _Scalar = 25.0,
    covariance: _Scalar = 1.0,
    eps: _Scalar = 0.0001,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """VICReg: two views are to agree, with features that keep their spread and are not correlated."""

def welsch(
    pred: _A,
    target: _Array | float,
    *,
    scale: _Scalar = 1.0,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Welsch (Leclerc) loss: a Gaussian well, quadratic near zero and bounded by 1."""

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
mape = absolute_percentage_error
mse = squared_error
msle = squared_log_error
pinball = quantile
smape = symmetric_absolute_percentage_error
sup_con = supervised_contrastive

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

class AbsolutePercentageError(Loss):
    """Absolute percentage error: the residual relative to the target, as a fraction; its mean is the MAPE."""

    def __init__(
        self, *, eps: _Scalar | Literal["finfo"] | None = "finfo", percent: bool = False, reduction: _Reduction = "mean"
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
    def eps(self) -> _Scalar | Literal["finfo"] | None: ...
    @property
    def percent(self) -> bool: ...
    @property
    def reduction(self) -> _Reduction: ...

class Asymmetric(Loss):
    """Asymmetric loss (ASL) of multi-label classification, from logits, label by label."""

    def __init__(
        self,
        *,
        gamma_pos: _Scalar = 1.0,
        gamma_neg: _Scalar = 4.0,
        clip: _Scalar = 0.05,
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
    def gamma_pos(self) -> _Scalar: ...
    @property
    def gamma_neg(self) -> _Scalar: ...
    @property
    def clip(self) -> _Scalar: ...
    @property
    def class_weight(self) -> _PerClass | None: ...
    @property
    def ignore_index(self) -> int | None: ...
    @property
    def axis(self) -> int: ...
    @property
    def reduction(self) -> _Reduction: ...

class AsymmetricSingleLabel(Loss):
    """Asymmetric loss of several exclusive classes, from logits: a softmax focal loss with label smoothing."""

    def __init__(
        self,
        *,
        gamma_pos: _Scalar = 1.0,
        gamma_neg: _Scalar = 4.0,
        label_smoothing: _Scalar = 0.1,
        class_weight: _PerClass | None = None,
        ignore_index: int | None = None,
        axis: int | tuple[int, ...] = -1,
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
    def gamma_pos(self) -> _Scalar: ...
    @property
    def gamma_neg(self) -> _Scalar: ...
    @property
    def label_smoothing(self) -> _Scalar: ...
    @property
    def class_weight(self) -> _PerClass | None: ...
    @property
    def ignore_index(self) -> int | None: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class BarlowTwins(Loss):
    """Barlow Twins: the features of two views are to correlate with themselves, and not with one another."""

    def __init__(
        self, *, off_diagonal_weight: _Scalar = 0.005, ddof: int = 0, reduction: _Reduction = "mean"
    ) -> None: ...
    def __call__(
        self,
        first: _A,
        second: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def off_diagonal_weight(self) -> _Scalar: ...
    @property
    def ddof(self) -> int: ...
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

class BinarySparsemax(Loss):
    """Sparsemax loss of two classes, label by label: the sparse counterpart of sigmoid cross-entropy."""

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
    def class_weight(self) -> _PerClass | None: ...
    @property
    def ignore_index(self) -> int | None: ...
    @property
    def axis(self) -> int: ...
    @property
    def reduction(self) -> _Reduction: ...

class Brier(Loss):
    """Brier score of two classes: the squared error of a probability, label by label."""

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
        axis: int | tuple[int, ...] = -1,
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
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class CategoricalHinge(Loss):
    """Categorical hinge loss: how far the right class is from leading by 1, where it has to reach 1 itself as well."""

    def __init__(
        self,
        *,
        class_weight: _PerClass | None = None,
        ignore_index: int | None = None,
        axis: int | tuple[int, ...] = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        scores: _A,
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
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class Cauchy(Loss):
    """Cauchy (Lorentzian) loss: grows with the logarithm of the residual."""

    def __init__(self, *, scale: _Scalar = 1.0, reduction: _Reduction = "mean") -> None: ...
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
    def scale(self) -> _Scalar: ...
    @property
    def reduction(self) -> _Reduction: ...

class Charbonnier(Loss):
    """Charbonnier loss: the absolute error, rounded off to a hyperbola at 0; a loss of image restoration."""

    def __init__(self, *, epsilon: _Scalar = 0.001, reduction: _Reduction = "mean") -> None: ...
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
    def epsilon(self) -> _Scalar: ...
    @property
    def reduction(self) -> _Reduction: ...

class Circle(Loss):
    """Circle loss: pulls the similarities of a row's pairs to 1 and 0, the harder the farther each is from there."""

    def __init__(
        self,
        *,
        margin: _Scalar = 0.4,
        gamma: _Scalar = 80.0,
        axis: int | tuple[int, ...] = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        embeddings: _A,
        labels: _Array,
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
    def gamma(self) -> _Scalar: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class Contrastive(Loss):
    """Contrastive loss of pairs: draws similar vectors together, and pushes dissimilar ones apart up to a margin."""

    def __init__(
        self, *, margin: _Scalar = 1.0, axis: int | tuple[int, ...] = -1, reduction: _Reduction = "mean"
    ) -> None: ...
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
    def margin(self) -> _Scalar: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class CosineDistance(Loss):
    """Cosine distance 1 - cos(pred, target): from 0 for the same direction to 2 for the opposite one."""

    def __init__(self, *, axis: int | tuple[int, ...] = -1, reduction: _Reduction = "mean") -> None: ...
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
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class CosineEmbedding(Loss):
    """Cosine embedding loss: turns similar vectors towards each other, and dissimilar ones apart up to an angle."""

    def __init__(
        self, *, margin: _Scalar = 0.0, axis: int | tuple[int, ...] = -1, reduction: _Reduction = "mean"
    ) -> None: ...
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
    def margin(self) -> _Scalar: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class CosineRegression(Loss):
    """Squared error of a cosine similarity: trains pairs of vectors towards given similarities."""

    def __init__(self, *, axis: int | tuple[int, ...] = -1, reduction: _Reduction = "mean") -> None: ...
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
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class CTC(Loss):
    """Connectionist temporal classification (CTC), from logits: labels in order, at times that are not known."""

    def __init__(
        self,
        *,
        blank: int = 0,
        logit_lengths: _Array | Sequence[int] | None = None,
        label_lengths: _Array | Sequence[int] | None = None,
        infeasible: Literal["inf", "zero", "error"] = "inf",
        mean_per_label: bool = False,
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
    def blank(self) -> int: ...
    @property
    def logit_lengths(self) -> _Array | Sequence[int] | None: ...
    @property
    def label_lengths(self) -> _Array | Sequence[int] | None: ...
    @property
    def infeasible(self) -> Literal["inf", "zero", "error"]: ...
    @property
    def mean_per_label(self) -> bool: ...
    @property
    def reduction(self) -> _Reduction: ...

class Dice(Loss):
    """Soft Dice loss of a region: 1 minus twice the overlap over the sum of both sizes."""

    def __init__(
        self,
        *,
        smooth: _Scalar = 0.0,
        squared: bool = False,
        absent: Literal["count", "zero", "one", "nan"] = "count",
        axis: int | tuple[int, ...] = -1,
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
    def smooth(self) -> _Scalar: ...
    @property
    def squared(self) -> bool: ...
    @property
    def absent(self) -> Literal["count", "zero", "one", "nan"]: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class Distillation(Loss):
    """Knowledge distillation: cross-entropy with the labels, and closeness to a teacher's softened predictions."""

    def __init__(
        self,
        *,
        alpha: _Scalar = 0.5,
        temperature: _Scalar = 2.0,
        ignore_index: int | None = None,
        axis: int | tuple[int, ...] = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        logits: _A,
        labels: _Array,
        teacher_logits: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def alpha(self) -> _Scalar: ...
    @property
    def temperature(self) -> _Scalar: ...
    @property
    def ignore_index(self) -> int | None: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
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

class EpsilonInsensitive(Loss):
    """Epsilon-insensitive loss: absolute error beyond a tube of half-width `epsilon`, and nothing within it."""

    def __init__(self, *, epsilon: _Scalar = 0.1, reduction: _Reduction = "mean") -> None: ...
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
    def epsilon(self) -> _Scalar: ...
    @property
    def reduction(self) -> _Reduction: ...

class Expectile(Loss):
    """Expectile loss: squared error, weighted q where the target lies above and 1 - q where it lies below."""

    def __init__(self, *, expectile_level: _PerClass = 0.5, axis: int = -1, reduction: _Reduction = "mean") -> None: ...
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
    def expectile_level(self) -> _PerClass: ...
    @property
    def axis(self) -> int: ...
    @property
    def reduction(self) -> _Reduction: ...

class Exponential(Loss):
    """Exponential loss: grows without bound on the wrong side of the boundary; the loss that AdaBoost minimises."""

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

class FenchelYoung(Loss):
    """Fenchel-Young loss: what a distribution misses of the best one for its scores; 0 exactly where they agree."""

    def __init__(
        self,
        *,
        regularizer: Literal["shannon", "gini"] = "shannon",
        max_fun: Callable[..., Any] | None = None,
        ignore_index: int | None = None,
        axis: int | tuple[int, ...] = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        scores: _A,
        labels: _Array,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def regularizer(self) -> Literal["shannon", "gini"]: ...
    @property
    def max_fun(self) -> Callable[..., Any] | None: ...
    @property
    def ignore_index(self) -> int | None: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class FocalTversky(Loss):
    """Focal Tversky loss of a region: a power of `tversky`."""

    def __init__(
        self,
        *,
        alpha: _Scalar = 0.3,
        beta: _Scalar = 0.7,
        gamma: _Scalar = 0.75,
        smooth: _Scalar = 0.0,
        absent: Literal["count", "zero", "one", "nan"] = "count",
        axis: int | tuple[int, ...] = -1,
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
    def alpha(self) -> _Scalar: ...
    @property
    def beta(self) -> _Scalar: ...
    @property
    def gamma(self) -> _Scalar: ...
    @property
    def smooth(self) -> _Scalar: ...
    @property
    def absent(self) -> Literal["count", "zero", "one", "nan"]: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class GammaDeviance(Loss):
    """Gamma deviance: for positive amounts whose standard deviation grows with their mean; it knows ratios only."""

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

class GaussianNLL(Loss):
    """Gaussian negative log-likelihood: squared error where the model says how sure it is."""

    def __init__(
        self,
        *,
        spread_is: Literal["variance", "log_variance", "scale"] = "variance",
        full: bool = False,
        eps: _Scalar | None = None,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        mean: _A,
        target: _Array | float,
        spread: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def spread_is(self) -> Literal["variance", "log_variance", "scale"]: ...
    @property
    def full(self) -> bool: ...
    @property
    def eps(self) -> _Scalar | None: ...
    @property
    def reduction(self) -> _Reduction: ...

class GemanMcClure(Loss):
    """Geman-McClure loss: quadratic near zero, bounded by 2, so that gross outliers have little influence."""

    def __init__(self, *, scale: _Scalar = 1.0, reduction: _Reduction = "mean") -> None: ...
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
    def scale(self) -> _Scalar: ...
    @property
    def reduction(self) -> _Reduction: ...

class GeneralRobust(Loss):
    """General robust loss: a family from squared error to a bounded well, whose shape `alpha` can be learned."""

    def __init__(self, *, alpha: _Scalar = 1.0, scale: _Scalar = 1.0, reduction: _Reduction = "mean") -> None: ...
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
    def alpha(self) -> _Scalar: ...
    @property
    def scale(self) -> _Scalar: ...
    @property
    def reduction(self) -> _Reduction: ...

class GeneralizedCrossEntropy(Loss):
    """Generalized cross-entropy: between cross-entropy (q -> 0) and the mean absolute error of p (q = 1)."""

    def __init__(
        self,
        *,
        q: _Scalar = 0.7,
        pred_space: Literal["probs", "log_probs", "logits"] = "logits",
        class_weight: _PerClass | None = None,
        ignore_index: int | None = None,
        axis: int | tuple[int, ...] = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        pred: _A,
        labels: _Array,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def q(self) -> _Scalar: ...
    @property
    def pred_space(self) -> Literal["probs", "log_probs", "logits"]: ...
    @property
    def class_weight(self) -> _PerClass | None: ...
    @property
    def ignore_index(self) -> int | None: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class GeneralizedDice(Loss):
    """Generalised Dice loss: all classes in one quotient, small ones weighted up."""

    def __init__(
        self,
        *,
        weighting: Literal["square", "simple", "uniform"] = "square",
        absent: Literal["largest", "zero"] = "largest",
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
    def weighting(self) -> Literal["square", "simple", "uniform"]: ...
    @property
    def absent(self) -> Literal["largest", "zero"]: ...
    @property
    def reduction(self) -> _Reduction: ...

class GeneralizedKLDivergence(Loss):
    """Generalized Kullback-Leibler divergence of each row, for measures that need not sum to one."""

    def __init__(self, *, axis: int | tuple[int, ...] = -1, reduction: _Reduction = "mean") -> None: ...
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
    def axis(self) -> int | tuple[int, ...]: ...
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

class HingeEmbedding(Loss):
    """Hinge embedding loss: similar pairs are drawn together, dissimilar ones pushed apart up to a margin."""

    def __init__(
        self, *, margin: _Scalar = 1.0, encoding: Literal["signed", "binary"] = "signed", reduction: _Reduction = "mean"
    ) -> None: ...
    def __call__(
        self,
        distances: _A,
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

class InfoNCE(Loss):
    """InfoNCE: each anchor is to find its own positive among those of the batch; symmetric, the loss of CLIP."""

    def __init__(
        self,
        *,
        temperature: _Scalar = 0.07,
        symmetric: bool = False,
        axis: int | tuple[int, ...] = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        anchor: _A,
        positive: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def temperature(self) -> _Scalar: ...
    @property
    def symmetric(self) -> bool: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class Jaccard(Loss):
    """Soft Jaccard loss of a region: 1 minus the intersection over the union."""

    def __init__(
        self,
        *,
        smooth: _Scalar = 0.0,
        squared: bool = False,
        absent: Literal["count", "zero", "one", "nan"] = "count",
        axis: int | tuple[int, ...] = -1,
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
    def smooth(self) -> _Scalar: ...
    @property
    def squared(self) -> bool: ...
    @property
    def absent(self) -> Literal["count", "zero", "one", "nan"]: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class JensenShannon(Loss):
    """Jensen-Shannon divergence of each row: how far two distributions are from their mixture."""

    def __init__(
        self,
        *,
        beta: _Scalar = 0.5,
        pred_space: Literal["probs", "log_probs", "logits"] = "probs",
        target_space: Literal["probs", "log_probs", "logits"] = "probs",
        axis: int | tuple[int, ...] = -1,
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
    def beta(self) -> _Scalar: ...
    @property
    def pred_space(self) -> Literal["probs", "log_probs", "logits"]: ...
    @property
    def target_space(self) -> Literal["probs", "log_probs", "logits"]: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class KLDivergence(Loss):
    """Kullback-Leibler divergence KL(target || pred) of each row."""

    def __init__(
        self,
        *,
        pred_space: Literal["probs", "log_probs", "logits"] = "probs",
        target_space: Literal["probs", "log_probs", "logits"] = "probs",
        axis: int | tuple[int, ...] = -1,
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
    def axis(self) -> int | tuple[int, ...]: ...
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

class LaplaceNLL(Loss):
    """Laplace negative log-likelihood: absolute error where the model says how sure it is."""

    def __init__(self, *, reduction: _Reduction = "mean") -> None: ...
    def __call__(
        self,
        mean: _A,
        target: _Array | float,
        scale: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def reduction(self) -> _Reduction: ...

class LinearCrossEntropy(Loss):
    """Softmax cross-entropy of a linear layer, in the memory of a few rows of its logits."""

    def __init__(
        self,
        *,
        bias: _PerClass | None = None,
        class_weight: _PerClass | None = None,
        label_smoothing: _Scalar = 0.0,
        z_loss: _Scalar = 0.0,
        softcap: _Scalar | None = None,
        chunk: int | None = None,
        ignore_index: int | None = None,
        axis: int | tuple[int, ...] = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        hidden: _A,
        linear_weight: _Array,
        labels: _Array,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def bias(self) -> _PerClass | None: ...
    @property
    def class_weight(self) -> _PerClass | None: ...
    @property
    def label_smoothing(self) -> _Scalar: ...
    @property
    def z_loss(self) -> _Scalar: ...
    @property
    def softcap(self) -> _Scalar | None: ...
    @property
    def chunk(self) -> int | None: ...
    @property
    def ignore_index(self) -> int | None: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class ListMLE(Loss):
    """ListMLE: the negative log-likelihood of the right order, drawn item by item from a softmax of the scores."""

    def __init__(
        self,
        *,
        segments: _Array | Sequence[int] | None = None,
        axis: int | tuple[int, ...] = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        scores: _A,
        relevance: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def segments(self) -> _Array | Sequence[int] | None: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
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

class MarginRanking(Loss):
    """Margin ranking loss: of two scores, the one that should rank higher has to lead by a margin."""

    def __init__(
        self, *, margin: _Scalar = 0.0, encoding: Literal["signed", "binary"] = "signed", reduction: _Reduction = "mean"
    ) -> None: ...
    def __call__(
        self,
        first: _A,
        second: _Array | float,
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

class ModifiedHuber(Loss):
    """Modified Huber loss: the squared hinge loss, continued by its tangent far on the wrong side."""

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

class MultiMargin(Loss):
    """Multi-class margin loss: the right class has to lead every other one by a margin, and each shortfall costs."""

    def __init__(
        self,
        *,
        p: _Scalar = 1.0,
        margin: _Scalar = 1.0,
        class_weight: _PerClass | None = None,
        ignore_index: int | None = None,
        axis: int | tuple[int, ...] = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        scores: _A,
        labels: _Array,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def p(self) -> _Scalar: ...
    @property
    def margin(self) -> _Scalar: ...
    @property
    def class_weight(self) -> _PerClass | None: ...
    @property
    def ignore_index(self) -> int | None: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class MulticlassBrier(Loss):
    """Brier score of several classes: the squared distance of the probabilities from what happened."""

    def __init__(
        self,
        *,
        class_weight: _PerClass | None = None,
        ignore_index: int | None = None,
        axis: int | tuple[int, ...] = -1,
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
    def class_weight(self) -> _PerClass | None: ...
    @property
    def ignore_index(self) -> int | None: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class MulticlassHinge(Loss):
    """Hinge loss of several classes: the right class has to lead the best of the others by a margin."""

    def __init__(
        self,
        *,
        margin: _Scalar = 1.0,
        mode: Literal["crammer_singer", "one_vs_all"] = "crammer_singer",
        squared: bool = False,
        class_weight: _PerClass | None = None,
        ignore_index: int | None = None,
        axis: int | tuple[int, ...] = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        scores: _A,
        labels: _Array,
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
    def mode(self) -> Literal["crammer_singer", "one_vs_all"]: ...
    @property
    def squared(self) -> bool: ...
    @property
    def class_weight(self) -> _PerClass | None: ...
    @property
    def ignore_index(self) -> int | None: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class MulticlassPerceptron(Loss):
    """Perceptron loss of several classes: how far the best score is above that of the right class."""

    def __init__(
        self,
        *,
        class_weight: _PerClass | None = None,
        ignore_index: int | None = None,
        axis: int | tuple[int, ...] = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        scores: _A,
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
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class MulticlassSparsemax(Loss):
    """Sparsemax loss of several exclusive classes: cross-entropy's counterpart for sparse probabilities."""

    def __init__(
        self,
        *,
        class_weight: _PerClass | None = None,
        ignore_index: int | None = None,
        axis: int | tuple[int, ...] = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        scores: _A,
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
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class MultilabelMargin(Loss):
    """Multi-label margin loss: every class that applies has to lead every class that does not by a margin."""

    def __init__(
        self,
        *,
        margin: _Scalar = 1.0,
        encoding: Literal["dense", "indices"] = "dense",
        axis: int | tuple[int, ...] = -1,
        reduction: _Reduction = "mean",
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
    def encoding(self) -> Literal["dense", "indices"]: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class MultilabelSoftMargin(Loss):
    """Multi-label soft margin loss: the mean over the classes of each class's sigmoid cross-entropy."""

    def __init__(
        self, *, class_weight: _PerClass | None = None, axis: int | tuple[int, ...] = -1, reduction: _Reduction = "mean"
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
    def class_weight(self) -> _PerClass | None: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class NPairs(Loss):
    """N-pair loss: each anchor's own positive against those of the other classes, by dot products."""

    def __init__(
        self,
        *,
        labels: _Array | Sequence[int] | None = None,
        axis: int | tuple[int, ...] = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        anchor: _A,
        positive: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def labels(self) -> _Array | Sequence[int] | None: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class NegativeBinomialNLL(Loss):
    """Negative binomial negative log-likelihood, by its mean: for counts that vary more than Poisson's."""

    def __init__(self, *, total_count: _Scalar = 1.0, reduction: _Reduction = "mean") -> None: ...
    def __call__(
        self,
        mean: _A,
        target: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def total_count(self) -> _Scalar: ...
    @property
    def reduction(self) -> _Reduction: ...

class NLL(Loss):
    """Negative log-likelihood of the right class, from log-probabilities."""

    def __init__(
        self,
        *,
        class_weight: _PerClass | None = None,
        ignore_index: int | None = None,
        axis: int | tuple[int, ...] = -1,
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
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class NTXent(Loss):
    """NT-Xent: each row's positive pairs against all of its negative ones, by cosine similarity; the loss of SimCLR."""

    def __init__(
        self, *, temperature: _Scalar = 0.07, axis: int | tuple[int, ...] = -1, reduction: _Reduction = "mean"
    ) -> None: ...
    def __call__(
        self,
        embeddings: _A,
        labels: _Array,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def temperature(self) -> _Scalar: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class OrthogonalPenalty(Loss):
    """Orthogonal penalty: the sizes of the cosines between a matrix's rows, which drives them to be orthogonal."""

    def __init__(self, *, mode: Literal["rows", "columns"] = "rows", reduction: _Reduction = "sum") -> None: ...
    def __call__(
        self, params: _Tree, *, weight: _TreeWeight = None, where: _Tree = None, normalizer: _Normalizer | None = None
    ) -> Any: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def mode(self) -> Literal["rows", "columns"]: ...
    @property
    def reduction(self) -> _Reduction: ...

class PairwiseHingeRanking(Loss):
    """Pairwise hinge loss of a list (ranking SVM): pairs should be in the right order by a margin."""

    def __init__(
        self,
        *,
        margin: _Scalar = 1.0,
        segments: _Array | Sequence[int] | None = None,
        axis: int | tuple[int, ...] = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        scores: _A,
        relevance: _Array | float,
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
    def segments(self) -> _Array | Sequence[int] | None: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class PairwiseLogisticRanking(Loss):
    """Pairwise logistic loss of a list (RankNet): each pair in the wrong order costs, and one nearly so a little."""

    def __init__(
        self,
        *,
        segments: _Array | Sequence[int] | None = None,
        axis: int | tuple[int, ...] = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        scores: _A,
        relevance: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def segments(self) -> _Array | Sequence[int] | None: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
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

class PoissonDeviance(Loss):
    """Poisson deviance: for counts and frequencies, by their predicted mean; 0 where prediction and target agree."""

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

class PoissonNLL(Loss):
    """Poisson negative log-likelihood: for counts, whose variance is their mean."""

    def __init__(
        self,
        *,
        log_input: bool = True,
        full: Literal["none", "stirling", "exact"] = "none",
        eps: _Scalar | None = None,
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
    def log_input(self) -> bool: ...
    @property
    def full(self) -> Literal["none", "stirling", "exact"]: ...
    @property
    def eps(self) -> _Scalar | None: ...
    @property
    def reduction(self) -> _Reduction: ...

class Poly1CrossEntropy(Loss):
    """Poly-1 cross-entropy: softmax cross-entropy with another weight on its leading term, 1 - p."""

    def __init__(
        self,
        *,
        epsilon: _Scalar = 2.0,
        class_weight: _PerClass | None = None,
        label_smoothing: _Scalar = 0.0,
        ignore_index: int | None = None,
        axis: int | tuple[int, ...] = -1,
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
    def epsilon(self) -> _Scalar: ...
    @property
    def class_weight(self) -> _PerClass | None: ...
    @property
    def label_smoothing(self) -> _Scalar: ...
    @property
    def ignore_index(self) -> int | None: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
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

class Quantile(Loss):
    """Quantile (pinball) loss: absolute error, weighted q where the target lies above and 1 - q where it lies below."""

    def __init__(self, *, quantile_level: _PerClass = 0.5, axis: int = -1, reduction: _Reduction = "mean") -> None: ...
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
    def quantile_level(self) -> _PerClass: ...
    @property
    def axis(self) -> int: ...
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

class SoftMargin(Loss):
    """Soft margin loss: the logistic loss of a score and a label -1 or 1; a hinge without a kink."""

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

class SoftmaxCrossEntropy(Loss):
    """Softmax cross-entropy: the negative log-probability of the right class, from logits."""

    def __init__(
        self,
        *,
        class_weight: _PerClass | None = None,
        label_smoothing: _Scalar = 0.0,
        z_loss: _Scalar = 0.0,
        softcap: _Scalar | None = None,
        class_mask: _Array | Sequence[bool] | None = None,
        ignore_index: int | None = None,
        axis: int | tuple[int, ...] = -1,
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
    def z_loss(self) -> _Scalar: ...
    @property
    def softcap(self) -> _Scalar | None: ...
    @property
    def class_mask(self) -> _Array | Sequence[bool] | None: ...
    @property
    def ignore_index(self) -> int | None: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
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
        axis: int | tuple[int, ...] = -1,
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
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class SoftmaxRanking(Loss):
    """Softmax cross-entropy of a list (ListNet): the items' shares of a softmax, weighted by their relevance."""

    def __init__(
        self,
        *,
        segments: _Array | Sequence[int] | None = None,
        axis: int | tuple[int, ...] = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        scores: _A,
        relevance: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def segments(self) -> _Array | Sequence[int] | None: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class SquaredEpsilonInsensitive(Loss):
    """Squared epsilon-insensitive loss: the square of what a residual exceeds `epsilon` by."""

    def __init__(self, *, epsilon: _Scalar = 0.1, reduction: _Reduction = "mean") -> None: ...
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
    def epsilon(self) -> _Scalar: ...
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

class SquaredLogError(Loss):
    """Squared log error: the squared difference of log(1 + pred) and log(1 + target); its mean is the MSLE."""

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

class StudentTNLL(Loss):
    """Student's t negative log-likelihood: a likelihood that expects outliers, the more so the smaller `df`."""

    def __init__(self, *, df: _Scalar = 4.0, reduction: _Reduction = "mean") -> None: ...
    def __call__(
        self,
        mean: _A,
        target: _Array | float,
        scale: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def df(self) -> _Scalar: ...
    @property
    def reduction(self) -> _Reduction: ...

class SupervisedContrastive(Loss):
    """Supervised contrastive loss: each row's positives share its softmax over all other rows."""

    def __init__(
        self, *, temperature: _Scalar = 0.1, axis: int | tuple[int, ...] = -1, reduction: _Reduction = "mean"
    ) -> None: ...
    def __call__(
        self,
        embeddings: _A,
        labels: _Array,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def temperature(self) -> _Scalar: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class SymmetricAbsolutePercentageError(Loss):
    """Symmetric absolute percentage error: the residual relative to the mean size of both; its mean is the SMAPE."""

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

class TotalVariationDistance(Loss):
    """Total variation distance of each row: the most that two distributions can differ about any event."""

    def __init__(
        self,
        *,
        pred_space: Literal["probs", "log_probs", "logits"] = "probs",
        target_space: Literal["probs", "log_probs", "logits"] = "probs",
        axis: int | tuple[int, ...] = -1,
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
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class TotalVariationPenalty(Loss):
    """Total variation: the sum of the steps between neighbours, for arrays that are smooth but for edges."""

    def __init__(self, *, axis: int | tuple[int, ...] = -1, reduction: _Reduction = "sum") -> None: ...
    def __call__(
        self, params: _Tree, *, weight: _TreeWeight = None, where: _Tree = None, normalizer: _Normalizer | None = None
    ) -> Any: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class TripletMargin(Loss):
    """Triplet loss: an anchor is to be nearer to a positive than to a negative, by a margin."""

    def __init__(
        self,
        *,
        margin: _Scalar = 1.0,
        p: _Scalar = 2.0,
        eps: _Scalar = 0.0,
        swap: bool = False,
        soft: bool = False,
        axis: int | tuple[int, ...] = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        anchor: _A,
        positive: _Array | float,
        negative: _Array | float,
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
    def p(self) -> _Scalar: ...
    @property
    def eps(self) -> _Scalar: ...
    @property
    def swap(self) -> bool: ...
    @property
    def soft(self) -> bool: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class TripletMarginWithDistance(Loss):
    """Triplet loss with a distance of your own."""

    def __init__(
        self,
        *,
        distance_function: Callable[..., Any] | None = None,
        margin: _Scalar = 1.0,
        swap: bool = False,
        soft: bool = False,
        axis: int | tuple[int, ...] = -1,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        anchor: _A,
        positive: _Array | float,
        negative: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def distance_function(self) -> Callable[..., Any] | None: ...
    @property
    def margin(self) -> _Scalar: ...
    @property
    def swap(self) -> bool: ...
    @property
    def soft(self) -> bool: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class Tversky(Loss):
    """Tversky loss of a region: an overlap that counts false positives and false negatives differently."""

    def __init__(
        self,
        *,
        alpha: _Scalar = 0.5,
        beta: _Scalar = 0.5,
        smooth: _Scalar = 0.0,
        absent: Literal["count", "zero", "one", "nan"] = "count",
        axis: int | tuple[int, ...] = -1,
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
    def alpha(self) -> _Scalar: ...
    @property
    def beta(self) -> _Scalar: ...
    @property
    def smooth(self) -> _Scalar: ...
    @property
    def absent(self) -> Literal["count", "zero", "one", "nan"]: ...
    @property
    def axis(self) -> int | tuple[int, ...]: ...
    @property
    def reduction(self) -> _Reduction: ...

class TweedieDeviance(Loss):
    """Tweedie deviance: for amounts whose variance is a power of their mean; between 1 and 2 they may be exactly 0."""

    def __init__(self, *, power: _Scalar = 1.5, reduction: _Reduction = "mean") -> None: ...
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
    def power(self) -> _Scalar: ...
    @property
    def reduction(self) -> _Reduction: ...

class VICReg(Loss):
    """VICReg: two views are to agree, with features that keep their spread and are not correlated."""

    def __init__(
        self,
        *,
        invariance: _Scalar = 25.0,
        variance: _Scalar = 25.0,
        covariance: _Scalar = 1.0,
        eps: _Scalar = 0.0001,
        reduction: _Reduction = "mean",
    ) -> None: ...
    def __call__(
        self,
        first: _A,
        second: _Array | float,
        *,
        weight: _Scalar | None = None,
        where: _Array | None = None,
        normalizer: _Normalizer | None = None,
    ) -> _A: ...
    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self: ...
    @property
    def invariance(self) -> _Scalar: ...
    @property
    def variance(self) -> _Scalar: ...
    @property
    def covariance(self) -> _Scalar: ...
    @property
    def eps(self) -> _Scalar: ...
    @property
    def reduction(self) -> _Reduction: ...

class Welsch(Loss):
    """Welsch (Leclerc) loss: a Gaussian well, quadratic near zero and bounded by 1."""

    def __init__(self, *, scale: _Scalar = 1.0, reduction: _Reduction = "mean") -> None: ...
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
    def scale(self) -> _Scalar: ...
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
    "NONNEGATIVE",
    "POSITIVE",
    "REAL",
    "UNIT",
    "AnyNumbers",
    "BinaryLabels",
    "Choice",
    "ClassLabels",
    "ClassMask",
    "Clip",
    "Domain",
    "Flag",
    "Interval",
    "Loss",
    "NoGradientError",
    "Objective",
    "Optional",
    "PerClass",
    "PerRow",
    "Sum",
    "checks",
    "from_config",
    "get",
    "list_losses",
    "loss",
    "penalty",
    "precision",
    "smooth_labels",
    "value_and_grad",
    "AbsoluteError",
    "AbsolutePercentageError",
    "Asymmetric",
    "AsymmetricSingleLabel",
    "BarlowTwins",
    "BinaryCrossEntropy",
    "BinarySparsemax",
    "Brier",
    "CTC",
    "CategoricalCrossEntropy",
    "CategoricalHinge",
    "Cauchy",
    "Charbonnier",
    "Circle",
    "Contrastive",
    "CosineDistance",
    "CosineEmbedding",
    "CosineRegression",
    "Dice",
    "Distillation",
    "ElasticNetPenalty",
    "EpsilonInsensitive",
    "Expectile",
    "Exponential",
    "FenchelYoung",
    "FocalTversky",
    "GammaDeviance",
    "GaussianNLL",
    "GemanMcClure",
    "GeneralRobust",
    "GeneralizedCrossEntropy",
    "GeneralizedDice",
    "GeneralizedKLDivergence",
    "Hinge",
    "HingeEmbedding",
    "Huber",
    "InfoNCE",
    "Jaccard",
    "JensenShannon",
    "KLDivergence",
    "L1Penalty",
    "L2Penalty",
    "LaplaceNLL",
    "LinearCrossEntropy",
    "ListMLE",
    "LogCosh",
    "MarginRanking",
    "ModifiedHuber",
    "MultiMargin",
    "MulticlassBrier",
    "MulticlassHinge",
    "MulticlassPerceptron",
    "MulticlassSparsemax",
    "MultilabelMargin",
    "MultilabelSoftMargin",
    "NLL",
    "NPairs",
    "NTXent",
    "NegativeBinomialNLL",
    "OrthogonalPenalty",
    "PairwiseHingeRanking",
    "PairwiseLogisticRanking",
    "Perceptron",
    "PoissonDeviance",
    "PoissonNLL",
    "Poly1CrossEntropy",
    "PseudoHuber",
    "Quantile",
    "SigmoidCrossEntropy",
    "SigmoidFocal",
    "SmoothL1",
    "SoftMargin",
    "SoftmaxCrossEntropy",
    "SoftmaxFocal",
    "SoftmaxRanking",
    "SquaredEpsilonInsensitive",
    "SquaredError",
    "SquaredHinge",
    "SquaredLogError",
    "StudentTNLL",
    "SupervisedContrastive",
    "SymmetricAbsolutePercentageError",
    "TotalVariationDistance",
    "TotalVariationPenalty",
    "TripletMargin",
    "TripletMarginWithDistance",
    "Tversky",
    "TweedieDeviance",
    "VICReg",
    "Welsch",
    "ZeroOne",
    "absolute_error",
    "absolute_percentage_error",
    "asymmetric",
    "asymmetric_single_label",
    "barlow_twins",
    "binary_cross_entropy",
    "binary_sparsemax",
    "brier",
    "categorical_cross_entropy",
    "categorical_hinge",
    "cauchy",
    "charbonnier",
    "circle",
    "contrastive",
    "cosine_distance",
    "cosine_embedding",
    "cosine_regression",
    "ctc",
    "dice",
    "distillation",
    "elastic_net_penalty",
    "epsilon_insensitive",
    "expectile",
    "exponential",
    "fenchel_young",
    "focal_tversky",
    "gamma_deviance",
    "gaussian_nll",
    "geman_mcclure",
    "general_robust",
    "generalized_cross_entropy",
    "generalized_dice",
    "generalized_kl_divergence",
    "hinge",
    "hinge_embedding",
    "huber",
    "info_nce",
    "jaccard",
    "jensen_shannon",
    "kl_divergence",
    "l1",
    "l1_penalty",
    "l2",
    "l2_penalty",
    "laplace_nll",
    "linear_cross_entropy",
    "list_mle",
    "log_cosh",
    "mae",
    "mape",
    "margin_ranking",
    "modified_huber",
    "mse",
    "msle",
    "multi_margin",
    "multiclass_brier",
    "multiclass_hinge",
    "multiclass_perceptron",
    "multiclass_sparsemax",
    "multilabel_margin",
    "multilabel_soft_margin",
    "n_pairs",
    "negative_binomial_nll",
    "nll",
    "nt_xent",
    "orthogonal_penalty",
    "pairwise_hinge_ranking",
    "pairwise_logistic_ranking",
    "perceptron",
    "pinball",
    "poisson_deviance",
    "poisson_nll",
    "poly1_cross_entropy",
    "pseudo_huber",
    "quantile",
    "sigmoid_cross_entropy",
    "sigmoid_focal",
    "smape",
    "smooth_l1",
    "soft_margin",
    "softmax_cross_entropy",
    "softmax_focal",
    "softmax_ranking",
    "squared_epsilon_insensitive",
    "squared_error",
    "squared_hinge",
    "squared_log_error",
    "student_t_nll",
    "sup_con",
    "supervised_contrastive",
    "symmetric_absolute_percentage_error",
    "total_variation_distance",
    "total_variation_penalty",
    "triplet_margin",
    "triplet_margin_with_distance",
    "tversky",
    "tweedie_deviance",
    "vicreg",
    "welsch",
    "zero_one",
]
