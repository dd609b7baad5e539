# Written by tools/make_stubs.py from the losses' definitions: `make generate` writes it anew.
# mypy: disable-error-code="override"
"""Loss functions, each written once: the same values and gradients in NumPy, PyTorch, JAX and any array-API library."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol, Self, TypeAlias, TypeVar, overload

from .accumulator import Accumulator
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
    SignedLabels,
)
from .definition.registry import list_losses
from .explain import explain
from .gradient import value_and_grad
from .hessian import value_grad_hess
from .labels import smooth_labels
from .objects import Loss, Objective, Sum, from_config
from .settings import checks, engine, precision, set_num_threads
from .warm_up import warm_up

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
    """Absolute error: the distance |pred - target|; its mean is the MAE, also called L1 loss.

    Robust to outliers; the best constant prediction is the median.

    Formula
        |e|, with e = pred - target
    Arguments
        pred (array of any shape): real numbers
        target (array in the shape of pred, or a number): real numbers
    Shapes
        pred, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        pred, target: real numbers, in the same units.
    Subgradient
        0 at e = 0, on every backend.
    Errors
        ValueError: shapes that do not fit. TypeError: an array whose dtype or library does not fit.
    See also
        squared_error, huber, quantile
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.absolute_error(np.asarray([0.0, 0.1, 0.2]), np.asarray([0.0, 0.2, 0.25])))
        0.049999999999999996

    Source
        Laplace, Memoire sur la probabilite des causes par les evenemens (1774).

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Absolute percentage error: the residual relative to the target, as a fraction; its mean is the MAPE.

    Formula
        |e| / max(|target|, eps), with e = pred - target; 100 times that for percent=True
    Arguments
        pred (array of any shape): real numbers
        target (array in the shape of pred, or a number): real numbers
        eps (number or array, default "finfo"): None, "finfo", or a number in (0, inf)
        percent (bool, default False)
    Shapes
        pred, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        pred, target: real numbers, in the same units, targets far from 0. eps > 0: smaller targets are divided by
        eps; "finfo" is the machine epsilon of the dtype of pred. With eps=None nothing is clipped: the loss at a
        target of 0 is inf, and 0 for a prediction of 0. percent: in percent instead of as a fraction.
    Subgradient
        0 at e = 0, on every backend. By the target, the derivative at |target| = eps is that of the division by
        |target|, and 0 at a target of 0 with eps=None.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        symmetric_absolute_percentage_error, squared_log_error
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.absolute_percentage_error(np.asarray([1.5, 3.0]), np.asarray([2.0, 4.0]), percent=True)
        >>> float(loss)
        25.0

    Source
        Makridakis, Accuracy measures: theoretical and practical concerns, Int. J. Forecasting 9 (1993), MAPE. The
        peers differ in eps alone: 1e-7 in Keras (which gives percent), 2.2e-16 in scikit-learn for every dtype,
        1.17e-6 in torchmetrics.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Asymmetric loss (ASL) of multi-label classification, from logits, label by label.

    A focal loss that fades positives and negatives separately, and leaves out negatives below a probability of `clip`.

    Formula
        y (1 - p)^gamma_pos (-log p) + (1 - y) q^gamma_neg (-log(1 - q)), with y = target, p = sigmoid(x) and
        q = max(0, p - clip)
    Arguments
        logits (array of any shape): real numbers
        target (array in the shape of logits, or a number): 0 or 1, or a coefficient
        gamma_pos (number or array, default 1.0): numbers in [0, inf)
        gamma_neg (number or array, default 4.0): numbers in [0, inf)
        clip (number or array, default 0.05): numbers in [0, 1)
        class_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        ignore_index (int, default None): None, or a label that leaves its elements out
        axis (int, default -1): the axis of classes or components
    Shapes
        logits, target: the same shape (target may be a number). The unreduced loss has that shape. class_weight: a
        number, or one value for each class along `axis`.
    Domain
        logits: real numbers, infinities included. target: 0 and 1, or soft labels between. gamma_pos, gamma_neg >= 0.
        clip in [0, 1): 0 is no shift. All three may be learned arrays. ignore_index: a target value to leave out.
        class_weight: weights along `axis` that also count in the normaliser.
    Subgradient
        0 by the logit of a negative at p = clip, where with gamma_neg = 0 there is a kink.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        sigmoid_focal, asymmetric_single_label
    Example
        >>> import numpy as np, unilosses
        >>> x, y = np.asarray([-4.0, 0.0, 4.0]), np.asarray([0.0, 1.0, 0.0])
        >>> unilosses.asymmetric(x, y, reduction="none").round(6).tolist()
        [0.0, 0.346574, 2.028576]

    Source
        Ridnik et al., Asymmetric loss for multi-label classification, ICCV 2021, section 2. The defaults are those of
        its authors' code, which sums over everything and puts a floor of 1e-8 under the logarithms.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Asymmetric loss of several exclusive classes, from logits: a softmax focal loss with label smoothing.

    The right class fades by gamma_pos as it becomes certain, the smoothed part of the others by gamma_neg as they
    become improbable. Without label_smoothing the others cost nothing.

    Formula
        sum_k w_k y_k ((1 - s + s / C) (1 - p_k)^gamma_pos (-log p_k) + s / C sum_{j != k} p_j^gamma_neg (-log p_j)),
        with p = softmax(x), C classes, s = label_smoothing, w = class_weight, and y the one-hot form of an index
    Arguments
        logits (array, contracted along `axis`): real numbers
        labels (integers in the shape of logits without `axis`, or an array in its shape): class indices, or one
            coefficient per class
        gamma_pos (number or array, default 1.0): numbers in [0, inf)
        gamma_neg (number or array, default 4.0): numbers in [0, inf)
        label_smoothing (number or array, default 0.1): numbers in [0, 1]
        class_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        ignore_index (int, default None): None, or a label that leaves its elements out
        axis (int, default -1): the axis of classes or components
    Shapes
        logits: (..., C) with the classes along `axis`. labels: class indices, without that axis, or one coefficient per
        class, in the same shape. The unreduced loss has the shape without the class axis. class_weight: a number, or
        one value for each class along `axis`.
    Domain
        logits: real numbers; -inf is a class that cannot happen. labels: integers from 0 to C - 1, or coefficients.
        gamma_pos, gamma_neg >= 0; label_smoothing in [0, 1]. class_weight >= 0; a row counts sum_j y_j w_j in the
        normaliser. ignore_index: a label whose rows are left out.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit, a label that is no class (NaN in its row where the host cannot read labels),
        or a parameter outside its domain. TypeError: an array whose dtype or library does not fit.
    See also
        asymmetric, softmax_focal
    Example
        >>> import numpy as np, unilosses
        >>> round(float(unilosses.asymmetric_single_label(np.asarray([[2.0, 1.0, 0.1]]), np.asarray([0]))), 6)
        0.132897

    Source
        After Ridnik et al., Asymmetric loss for multi-label classification, ICCV 2021: the form for exclusive classes
        in the authors' code and in timm.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Barlow Twins: the features of two views are to correlate with themselves, and not with one another.

    Formula
        sum_i (1 - C_ii)^2 + off_diagonal_weight sum_{i != j} C_ij^2, with C_ij = sum_n z_ni z'_nj / N and z, z' the
        features of the two views less their means, by their standard deviations, over the N samples
    Arguments
        first (array): real numbers
        second (array in the shape of first, or a number): real numbers
        off_diagonal_weight (number or array, default 0.005): numbers in [0, inf)
        ddof (int, default 0): an integer from 0 on
    Shapes
        first, second: (..., N, D), the same shape: N samples of D features. The unreduced loss has the shape (...).
    Domain
        Real numbers. off_diagonal_weight >= 0. ddof: 0 takes the variance by N, 1 by N - 1 (which leaves C_ii at most
        (N - 1) / N). A feature without spread correlates with nothing (C = 0); so does a single sample.
    Subgradient
        0 by a feature without spread.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit. ValueError: there are fewer than two axes.
    See also
        vicreg, nt_xent
    Example
        >>> import numpy as np, unilosses
        >>> first, second = np.asarray([[1.0, 0.0], [3.0, 2.0]]), np.asarray([[0.0, 5.0], [4.0, 1.0]])
        >>> round(float(unilosses.barlow_twins(first, second, off_diagonal_weight=0.25)), 12)
        4.5

    Source
        Zbontar et al., Barlow Twins: self-supervised learning via redundancy reduction, ICML 2021, equations 1 and 2.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Binary cross-entropy of probabilities, label by label.

    For models that give probabilities. From logits, `sigmoid_cross_entropy` keeps digits that a probability lost.

    Formula
        -(pos_weight y log p + (1 - y) log(1 - p)), with y = target (1 - s) + s / 2, s = label_smoothing; 0 log 0 = 0
    Arguments
        probs (array of any shape): numbers in [0, 1]
        target (array in the shape of probs, or a number): 0 or 1, or a coefficient
        pos_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        label_smoothing (number or array, default 0.0): numbers in [0, 1]
        eps (number or array, default None): None, "finfo", or a number in (0, 0.5)
        class_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        ignore_index (int, default None): None, or a label that leaves its elements out
        axis (int, default -1): the axis of classes or components
    Shapes
        probs, target: the same shape (target may be a number). The unreduced loss has that shape. pos_weight,
        class_weight: a number, or one value for each class along `axis`.
    Domain
        probs: probabilities in [0, 1]; outside, the loss is NaN (eps clips them too). target: 0 and 1, or coefficients.
        pos_weight >= 0; label_smoothing in [0, 1]. ignore_index: a target value to leave out.
        class_weight: weights along `axis` that also count in the normaliser.
        eps: None for the exact loss (infinite for p = 0, y = 1); a number in (0, 0.5) clips p to [eps, 1 - eps];
        "finfo" takes the machine epsilon of the dtype.
    Subgradient
        Strictly outside [eps, 1 - eps] the gradient by p is 0, at the ends and inside it is that of the formula.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        sigmoid_cross_entropy, brier
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.binary_cross_entropy(np.asarray([0.5, 0.0]), np.asarray([1.0, 0.0])))
        0.34657359027997264
        >>> round(float(unilosses.binary_cross_entropy(np.asarray([0.0]), np.asarray([1.0]), eps=1e-7)), 4)
        16.1181

    Source
        Good, Rational decisions, J. R. Statist. Soc. B 14 (1952). Elsewhere the logarithm is cut at -100 (torch) or p
        clipped at 1e-7 (Keras); here nothing is, unless eps asks for it.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Sparsemax loss of two classes, label by label: the sparse counterpart of sigmoid cross-entropy.

    It is 0 beyond a margin of 1 on the right side, quadratic within it, and linear beyond it on the wrong side.

    Formula
        y s(-x) + (1 - y) s(x), with y = target; s(x) = 0 for x <= -1, x for x >= 1, (x + 1)^2 / 4 between
    Arguments
        scores (array of any shape): real numbers
        target (array in the shape of scores, or a number): 0 or 1, or a coefficient
        class_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        ignore_index (int, default None): None, or a label that leaves its elements out
        axis (int, default -1): the axis of classes or components
    Shapes
        scores, target: the same shape (target may be a number). The unreduced loss has that shape. class_weight: a
        number, or one value for each class along `axis`.
    Domain
        scores: real numbers, infinities included. target: 0 and 1 (not -1 and 1), or coefficients between.
        ignore_index: a target value to leave out. class_weight: weights along `axis` that also count in the
        normaliser.
    Subgradient
        None is needed: the loss is continuously differentiable. Its second derivative jumps at -1 and 1, where it is
        taken as 0.
    Errors
        ValueError: shapes that do not fit. TypeError: an array whose dtype or library does not fit.
    See also
        multiclass_sparsemax, sigmoid_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> unilosses.binary_sparsemax(np.asarray([-3.0, 0.0, 2.0]), 1.0, reduction="none").tolist()
        [3.0, 0.25, 0.0]

    Source
        Blondel, Martins and Niculae, Learning with Fenchel-Young losses, JMLR 21 (2020), section 4.4.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Brier score of two classes: the squared error of a probability, label by label.

    A proper score, bounded, that an estimate of 0 for what happens does not make infinite.

    Formula
        (p - y)^2, with p = probs, y = target
    Arguments
        probs (array of any shape): numbers in [0, 1]
        target (array in the shape of probs, or a number): 0 or 1, or a coefficient
        class_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        ignore_index (int, default None): None, or a label that leaves its elements out
        axis (int, default -1): the axis of classes or components
    Shapes
        probs, target: the same shape (target may be a number). The unreduced loss has that shape. class_weight: a
        number, or one value for each class along `axis`.
    Domain
        probs: probabilities of label 1, in [0, 1]. target: 0 and 1, or probabilities. ignore_index: a target value to
        leave out. class_weight: weights along `axis` that also count in the normaliser.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit. TypeError: an array whose dtype or library does not fit.
    See also
        multiclass_brier, binary_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> round(float(unilosses.brier(np.asarray([0.75, 0.5]), np.asarray([1.0, 0.0]))), 6)
        0.15625

    Source
        Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78 (1950). His sum
        over both classes is twice this loss. scikit-learn's scale_by_half (by default True for two classes) gives this
        loss, False gives the sum.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Categorical cross-entropy: the negative log-probability of the right class, from probabilities.

    For models that give probabilities. From logits, use `softmax_cross_entropy`.

    Formula
        -sum_j w_j (y_j (1 - s) + s / C) log p_j, with C classes, w = class_weight, s = label_smoothing;
        renormalize=True: p_j / sum_k p_k for p_j; then eps: clipped to [eps, 1 - eps]. 0 log 0 = 0
    Arguments
        probs (array, contracted along `axis`): numbers in [0, 1]
        labels (integers in the shape of probs without `axis`, or an array in its shape): class indices, or one
            coefficient per class
        renormalize (bool, default False)
        eps (number or array, default None): None, "finfo", or a number in (0, 0.5)
        class_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        label_smoothing (number or array, default 0.0): numbers in [0, 1]
        ignore_index (int, default None): None, or a label that leaves its elements out
        axis (int, default -1): the axis of classes or components
    Shapes
        probs: (..., C) with the classes along `axis`. labels: class indices, without that axis, or one coefficient per
        class, in the same shape. The unreduced loss has the shape without the class axis. class_weight: a number, or
        one value for each class along `axis`.
    Domain
        probs: probabilities in [0, 1], or with renormalize=True any numbers >= 0. labels: integers from 0 to C - 1;
        or coefficients. class_weight >= 0; a row counts sum_j y_j w_j in the normaliser. label_smoothing in [0, 1].
        eps: None for the exact loss (inf where a right class has p = 0), a number in (0, 0.5), or "finfo" for the
        machine epsilon of the dtype. ignore_index: a label whose rows are left out.
    Subgradient
        Strictly outside [eps, 1 - eps] the derivative of log p_j is 0, at the ends and inside it is 1 / p_j.
    Errors
        ValueError: shapes that do not fit, a label that is no class (NaN in its row where the host cannot read labels),
        or a parameter outside its domain. TypeError: an array whose dtype or library does not fit.
    See also
        softmax_cross_entropy, multiclass_brier
    Example
        >>> import numpy as np, unilosses
        >>> probs = np.asarray([[0.05, 0.95, 0.0], [0.1, 0.8, 0.1]])
        >>> round(float(unilosses.categorical_cross_entropy(probs, np.asarray([1, 2]))), 12)
        1.176939193691

    Source
        Good, Rational decisions, J. R. Statist. Soc. B 14 (1952). Keras renormalises and clips at 1e-7 by itself.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Categorical hinge loss: how far the right class is from leading by 1, where it has to reach 1 itself as well.

    The other classes count from 0 upwards, as the right one stands among them with 0 times its score. For the lead
    over the other scores alone, which only differences of scores enter, take `multiclass_hinge`.

    Formula
        max(0, 1 - sum_j y_j x_j + max_j (1 - y_j) x_j), with y the one-hot form of an index; times sum_j w_j y_j
        with w = class_weight
    Arguments
        scores (array, contracted along `axis`): real numbers
        labels (integers in the shape of scores without `axis`, or an array in its shape): class indices, or one
            coefficient per class
        class_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        ignore_index (int, default None): None, or a label that leaves its elements out
        axis (int, default -1): the axis of classes or components
    Shapes
        scores: (..., C) with the classes along `axis`. labels: class indices, without that axis, or one coefficient per
        class, in the same shape. The unreduced loss has the shape without the class axis. class_weight: a number, or
        one value for each class along `axis`.
    Domain
        scores: real numbers; -inf is a class that cannot happen. labels: integers from 0 to C - 1, or coefficients.
        class_weight >= 0; a row counts sum_j y_j w_j in the normaliser. ignore_index: a label whose rows are left out.
    Subgradient
        0 at the margin. Where several (1 - y_j) x_j are largest, each takes an equal share.
    Errors
        ValueError: shapes that do not fit, a label that is no class (NaN in its row where the host cannot read labels),
        or a parameter outside its domain. TypeError: an array whose dtype or library does not fit.
    See also
        multiclass_hinge, multi_margin
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.categorical_hinge(np.asarray([[0.5, -5.0]]), np.asarray([0])))
        0.5

    Source
        Keras's form. It is not that of Crammer and Singer, by which the row of the example costs 0.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Cauchy (Lorentzian) loss: grows with the logarithm of the residual.

    But for constants, the negative log-likelihood of a Cauchy distribution; `general_robust` with alpha = 0.

    Formula
        log(1 + (e / scale)^2 / 2), with e = pred - target
    Arguments
        pred (array of any shape): real numbers
        target (array in the shape of pred, or a number): real numbers
        scale (number or array, default 1.0): numbers in (0, inf)
    Shapes
        pred, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        pred, target: real numbers, in the same units. scale > 0, in those units; it may be a learned array.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        student_t_nll, geman_mcclure, general_robust
    Example
        >>> import numpy as np, unilosses
        >>> round(float(unilosses.cauchy(np.asarray([2.0]), np.asarray([0.0]))), 12)
        1.098612288668

    Source
        Black and Anandan, The robust estimation of multiple motions, CVIU 63 (1996), the Lorentzian. The Cauchy
        function of Holland and Welsch (1977) is c^2 / 2 log(1 + (e / c)^2): this one times c^2 / 2, with
        scale = c / sqrt(2). kornia's `cauchy_loss` has scale = 1.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Charbonnier loss: the absolute error, rounded off to a hyperbola at 0; a loss of image restoration.

    `pseudo_huber` is the same curve times epsilon and moved down to 0: its slope far away is delta, here it is 1.

    Formula
        sqrt(e^2 + epsilon^2), with e = pred - target; epsilon at e = 0
    Arguments
        pred (array of any shape): real numbers
        target (array in the shape of pred, or a number): real numbers
        epsilon (number or array, default 0.001): numbers in (0, inf)
    Shapes
        pred, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        pred, target: real numbers, in the same units. epsilon > 0, in those units; it may be a learned array.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        pseudo_huber, absolute_error
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.charbonnier(np.asarray([3.0]), np.asarray([0.0]), epsilon=4.0))
        5.0

    Source
        Lai, Huang, Ahuja and Yang, Deep Laplacian pyramid networks, CVPR 2017, section 3.3 (epsilon = 1e-3), after
        Charbonnier et al., ICIP 1994, where it is 2 sqrt(1 + e^2) - 2. kornia's `charbonnier_loss` is
        `pseudo_huber` with delta = 1.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Circle loss: pulls the similarities of a row's pairs to 1 and 0, the harder the farther each is from there.

    Formula
        row i: log(1 + sum_n e^(gamma a_n (s_n - margin)) sum_p e^(-gamma a_p (s_p - 1 + margin))), over its negatives
        n and positives p (another row of the same label), with s = cos(x_i, x_j), a_n = max(0, s_n + margin) and
        a_p = max(0, 1 + margin - s_p). The gradient is that of this formula, through the weights a as well. A row
        without a positive, or without a negative, has loss 0
    Arguments
        embeddings (array, contracted along `axis`): real numbers
        labels (array in the shape of embeddings without `axis`): one integer per row
        margin (number or array, default 0.4): numbers in [0, 1]
        gamma (number or array, default 80.0): numbers in (0, inf)
        axis (int, default -1): the axis of classes or components
    Shapes
        embeddings: (..., N, D) with the vectors along `axis`: the N rows of a batch are compared with one another.
        labels: (..., N). The unreduced loss has the shape (..., N). Rows that `where` leaves out are nobody's pair.
    Domain
        embeddings: real vectors of any length. labels: integers, which are only compared. margin in [0, 1]: how far
        from 1 and 0 the similarities may be. gamma > 0: the scale.
    Subgradient
        0 by a similarity whose weight is just 0 (s_n = -margin). A zero vector has cosine 0 and gradient 0.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        triplet_margin, supervised_contrastive
    Example
        >>> import numpy as np, unilosses
        >>> x = np.asarray([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0], [-1.0, 0.0]])
        >>> round(float(unilosses.circle(x, np.asarray([0, 0, 1, 1]), margin=0.25, gamma=2.0)), 12)
        2.237123476969

    Source
        Sun et al., Circle loss: a unified perspective of pair similarity optimization, CVPR 2020, equations 4 to 6.
        The paper's gradient, and PyTorch Metric Learning's, take the weights a as constants.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Contrastive loss of pairs: draws similar vectors together, and pushes dissimilar ones apart up to a margin.

    Formula
        y d^2 + (1 - y) max(0, margin - d)^2, with d = |anchor - other| (Euclidean) and y = target: 1 for a similar
        pair, 0 for a dissimilar one. The paper has half of this, and the opposite labels
    Arguments
        anchor (array, contracted along `axis`): real numbers
        other (array in the shape of anchor, or a number): real numbers
        target (array in the shape of anchor without `axis`, or a number): one number per row, in (-inf, inf)
        margin (number or array, default 1.0): numbers in [0, inf)
        axis (int, default -1): the axis of classes or components
    Shapes
        anchor, other: the same shape, with the vectors along `axis`. target: the shape without it, or a number. The
        unreduced loss has the shape without the axis.
    Domain
        anchor, other: real vectors. target: 1 and 0; other numbers are coefficients. margin >= 0, in the units of the
        distance.
    Subgradient
        0 for a dissimilar pair of equal vectors, and for one at the margin (where the slope is 0 anyway).
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        cosine_embedding, hinge_embedding, triplet_margin
    Example
        >>> import numpy as np, unilosses
        >>> u, v = np.asarray([[0.0, 0.0], [0.0, 0.0]]), np.asarray([[0.75, 1.0], [0.375, 0.5]])
        >>> unilosses.contrastive(u, v, np.asarray([1.0, 0.0]), reduction="none").tolist()
        [1.5625, 0.140625]

    Source
        Hadsell, Chopra and LeCun, Dimensionality reduction by learning an invariant mapping, CVPR 2006, equation 4.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Cosine distance 1 - cos(pred, target): from 0 for the same direction to 2 for the opposite one.

    Formula
        1 - u . v / (|u| |v|), with u = pred, v = target
    Arguments
        pred (array, contracted along `axis`): real numbers
        target (array in the shape of pred, or a number): real numbers
        axis (int, default -1): the axis of classes or components
    Shapes
        pred, target: the same shape, with the vectors along `axis`. The unreduced loss has the shape without it.
    Domain
        Real vectors of any length: nothing overflows, no epsilon is added.
    Subgradient
        A zero vector has cosine 0 with every other (distance 1) and gradient 0.
    Errors
        ValueError: shapes that do not fit. TypeError: an array whose dtype or library does not fit.
    See also
        cosine_embedding, cosine_regression
    Example
        >>> import numpy as np, unilosses
        >>> round(float(unilosses.cosine_distance(np.asarray([[3.0, 4.0]]), np.asarray([[4.0, 3.0]]))), 12)
        0.04

    Source
        Salton and McGill, Introduction to Modern Information Retrieval (1983), chapter 4.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Cosine embedding loss: turns similar vectors towards each other, and dissimilar ones apart up to an angle.

    Formula
        1 - cos(anchor, other)               for a similar pair (y = 1)
        max(0, cos(anchor, other) - margin)  for a dissimilar pair (y = -1)
        (1 + y) / 2 times the first + (1 - y) / 2 times the second for any y = target
    Arguments
        anchor (array, contracted along `axis`): real numbers
        other (array in the shape of anchor, or a number): real numbers
        target (array in the shape of anchor without `axis`, or a number): one number per row, in (-inf, inf)
        margin (number or array, default 0.0): numbers in [-1, 1]
        axis (int, default -1): the axis of classes or components
    Shapes
        anchor, other: the same shape, with the vectors along `axis`. target: the shape without it, or a number. The
        unreduced loss has the shape without the axis.
    Domain
        anchor, other: real vectors of any length. target: 1 and -1; a number between mixes both branches (0: half of
        each). margin in [-1, 1]: the cosine from which a dissimilar pair costs anything.
    Subgradient
        0 for a dissimilar pair at the margin. A zero vector has cosine 0 with every other and gradient 0.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        cosine_distance, contrastive
    Example
        >>> import numpy as np, unilosses
        >>> u, v = np.asarray([[3.0, 4.0], [3.0, 4.0]]), np.asarray([[4.0, 3.0], [4.0, 3.0]])
        >>> loss = unilosses.cosine_embedding(u, v, np.asarray([1.0, -1.0]), margin=0.5, reduction="none")
        >>> loss.round(12).tolist()
        [0.04, 0.46]

    Source
        PyTorch's definition; after Bromley et al., Signature verification using a "siamese" time delay neural network,
        NIPS 1993. PyTorch adds 1e-12 to the squared lengths, and gives 0 for a target other than 1 and -1.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Squared error of a cosine similarity: trains pairs of vectors towards given similarities.

    Formula
        (cos(anchor, other) - target)^2, with cos(u, v) = u . v / (|u| |v|)
    Arguments
        anchor (array, contracted along `axis`): real numbers
        other (array in the shape of anchor, or a number): real numbers
        target (array in the shape of anchor without `axis`, or a number): one number per row, in (-inf, inf)
        axis (int, default -1): the axis of classes or components
    Shapes
        anchor, other: the same shape, with the vectors along `axis`. target: the shape without it, or a number. The
        unreduced loss has the shape without the axis.
    Domain
        anchor, other: real vectors of any length. target: a similarity, usually in [-1, 1].
    Subgradient
        A zero vector has cosine 0 with every other and gradient 0.
    Errors
        ValueError: shapes that do not fit. TypeError: an array whose dtype or library does not fit.
    See also
        cosine_distance
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.cosine_regression(np.asarray([[3.0, 4.0]]), np.asarray([[4.0, 3.0]]), np.asarray([0.5]))
        >>> round(float(loss), 12)
        0.2116

    Source
        Reimers and Gurevych, Sentence-BERT, EMNLP 2019, section 3, regression objective.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Connectionist temporal classification (CTC), from logits: labels in order, at times that are not known.

    For speech and handwriting: a network gives one distribution over symbols (classes and a blank) for each frame.
    Of a string of symbols, one a frame, runs of equal ones are merged and then blanks removed; the loss is the
    negative log-probability of a string that leaves the labels. Never negative.

    Formula
        -log sum_a prod_t softmax(x_t)[a_t] over all strings a, one symbol for each of the row's frames t, that leave
        the row's labels; with mean_per_label divided by the number of labels (by 1 if there are none)
    Arguments
        logits (array): real numbers
        labels (array): integers, with the rows' axes first
        blank (int, default 0): an integer from 0 on
        logit_lengths (array or sequence, default None): None, or integers, one for each of the rows
        label_lengths (array or sequence, default None): None, or integers, one for each of the rows
        infeasible (str, default "inf"): one of 'inf', 'zero', 'error'
        mean_per_label (bool, default False)
    Shapes
        logits: (..., T, C), with T frames of C symbols, the blank among them. labels: (..., S). logit_lengths and
        label_lengths: (...), the frames and labels of each row that count; without them all frames do, and the labels
        up to the first negative number. What lies behind is padding: it counts for nothing, whatever it holds.
        The unreduced loss has one number for each row, (...); so have weight and where.
    Domain
        logits: real numbers; -inf is a symbol that cannot happen. Log-probabilities are logits too, as their
        softmax is the distribution itself. labels: integers from 0 to C - 1 but the blank, which may be any of them.
        infeasible: what a row costs that no string can leave, such as one with fewer frames than labels and blanks
        between repeated ones: "inf"; "zero", as if it were masked out, but it still counts in the mean; or "error".
        Frames marked by padding indicators: logit_lengths = sum(1 - indicators). Labels padded with the blank:
        label_lengths = sum(labels != blank). Time first, (T, N, C): permute the axes to (N, T, C).
    Subgradient
        None is needed: the loss is smooth. Its derivative is softmax - (posterior probability of the symbol in the
        frame). An infeasible row has gradient 0, also where it costs infinity.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit. ValueError: a label that is the blank or outside the symbols, a length outside its range (NaN in
        that row where the host cannot read them), or the blank outside the symbols; with infeasible="error" a row with
        no string (infinity where the host cannot read it).
    See also
        softmax_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> x = np.log(np.asarray([[[0.6, 0.4], [0.5, 0.5]]]))  # blank, "a"; the strings aa, a- and -a: 0.7 in all
        >>> round(float(unilosses.ctc(x, np.asarray([[1]]))), 12) == round(-float(np.log(0.7)), 12)
        True
        >>> unilosses.ctc(x, np.asarray([[1, 1]]), reduction="none").tolist()  # needs three frames
        [inf]

    Source
        Graves et al., Connectionist temporal classification, ICML 2006, equations 5 to 16.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Soft Dice loss of a region: 1 minus twice the overlap over the sum of both sizes.

    For segmentation where the region is small beside the background. `axis` names the pixels' axes; what remains
    (samples, classes) is the unreduced loss.

    Formula
        1 - (2 I + smooth) / (P + T + smooth), with I = sum p t, P = sum p, T = sum t over the pixels, p = probs,
        t = target; squared: P = sum p^2, T = sum t^2; 0 where both are empty and smooth = 0
    Arguments
        probs (array, contracted along `axis`): numbers in [0, 1]
        target (array in the shape of probs, or a number): numbers in [0, 1]
        smooth (number or array, default 0.0): numbers in [0, inf)
        squared (bool, default False)
        absent (str, default "count"): one of 'count', 'zero', 'one', 'nan'
        axis (int, default -1): the axis of classes or components
    Shapes
        probs, target: the same shape. For (N, H, W, C): axis=(1, 2) gives a loss of shape (N, C); axis=(0, 1, 2)
        ("batch Dice") gives (C,). weight: class weights as an array of shape (1, C), or (C,) for batch Dice.
        where: a mask of the loss's shape, or one of single pixels, with as many axes as probs, such as (N, H, W, 1).
    Domain
        probs, target: numbers in [0, 1]; soft targets are welcome. Integer maps become one-hot by
        `labels[..., None] == xp.arange(C)`; a label to ignore goes into where: `(labels != 255)[..., None]`.
        smooth >= 0. absent: what a region costs that the target does not have (all its t are 0): "count": what the
        formula gives, 1 if any of it is predicted and 0 if not; "zero": 0; "one": 1; "nan": NaN, for a mean of your
        own. To leave such classes out of the mean: `where=xp.any(target > 0, axis=(1, 2))`.
    Subgradient
        0 where both are empty, and where `absent` fixes the value.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        jaccard, tversky, generalized_dice
    Example
        >>> import numpy as np, unilosses
        >>> probs, target = np.asarray([[0.75, 0.5, 0.0, 0.25]]), np.asarray([[1, 1, 0, 0]])
        >>> round(float(unilosses.dice(probs, target)), 6)
        0.285714

    Source
        Milletari, Navab and Ahmadi, V-Net, 3DV 2016, section 3 (with squares); Drozdzal et al., The importance of skip
        connections in biomedical image segmentation, DLMIA 2016 (without).

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Knowledge distillation: cross-entropy with the labels, and closeness to a teacher's softened predictions.

    The factor T^2 keeps the size of the soft part's gradient the same at every temperature.

    Formula
        (1 - alpha) sum_j y_j (-log softmax(x)_j) + alpha T^2 KL(softmax(u / T) || softmax(x / T)), with x = logits,
        u = teacher_logits, T = temperature, and y the one-hot form of an index
    Arguments
        logits (array, contracted along `axis`): real numbers
        labels (integers in the shape of logits without `axis`, or an array in its shape): class indices, or one
            coefficient per class
        teacher_logits (array in the shape of logits, or a number): real numbers
        alpha (number or array, default 0.5): numbers in [0, 1]
        temperature (number or array, default 2.0): numbers in (0, inf)
        ignore_index (int, default None): None, or a label that leaves its elements out
        axis (int, default -1): the axis of classes or components
    Shapes
        logits, teacher_logits: (..., C) with the classes along `axis`. labels: class indices, without that axis, or
        one coefficient per class, in the logits' shape. The unreduced loss has the shape without the class axis.
    Domain
        logits, teacher_logits: real numbers; -inf is a class that cannot happen. labels: integers from 0 to C - 1; or
        coefficients y_j. alpha in [0, 1]: 0 is the labels alone, 1 the teacher alone. temperature > 0.
        ignore_index: a label whose rows are left out, of both parts.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit, a label that is no class (NaN in its row where the host cannot read labels),
        or a parameter outside its domain. TypeError: an array whose dtype or library does not fit.
    See also
        kl_divergence, softmax_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> x, teacher = np.asarray([[2.0, 1.0, 0.1]]), np.asarray([[3.0, 1.0, -1.0]])
        >>> round(float(unilosses.distillation(x, np.asarray([0]), teacher, alpha=0.9, temperature=4.0)), 6)
        0.342171

    Source
        Hinton, Vinyals and Dean, Distilling the knowledge in a neural network (2015), section 2. Its soft part is a
        cross-entropy, which is this KL plus the entropy of the teacher: the same gradient by the logits.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

def elastic_net_penalty(
    params: _Tree,
    *,
    l1_ratio: _Scalar = 0.5,
    weight: _TreeWeight = None,
    where: _Tree = None,
    reduction: _Reduction = "sum",
    normalizer: _Normalizer | None = None,
) -> Any:
    """Elastic net: a mixture of the L1 and half the L2 penalty, as scikit-learn defines it.

    Formula
        l1_ratio sum |w| + (1 - l1_ratio) / 2 sum w^2 over all elements of all arrays
    Arguments
        params (array, or dicts, lists and tuples of arrays): real numbers
        l1_ratio (number or array, default 0.5): numbers in [0, 1]
    Shapes
        params: an array, or any nesting of dicts, lists and tuples of arrays. Unreduced, a tree of the same structure.
    Domain
        Real numbers. l1_ratio in [0, 1]. Unlike other losses a penalty is summed by default; reduction="mean"
        divides by the number of elements of the whole tree.
    Subgradient
        0 at w = 0, on every backend.
    Errors
        ValueError: a tree without an array or a parameter outside its domain. TypeError: an array whose dtype or
        library does not fit.
    See also
        l1_penalty, l2_penalty
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.elastic_net_penalty(np.asarray([1.0, -2.0]), l1_ratio=0.5))
        2.75

    Source
        Zou and Hastie, Regularization and variable selection via the elastic net, J. R. Statist. Soc. B 67 (2005);
        the factor 1/2 as in scikit-learn.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Epsilon-insensitive loss: absolute error beyond a tube of half-width `epsilon`, and nothing within it.

    The loss of support vector regression.

    Formula
        max(0, |e| - epsilon), with e = pred - target
    Arguments
        pred (array of any shape): real numbers
        target (array in the shape of pred, or a number): real numbers
        epsilon (number or array, default 0.1): numbers in [0, inf)
    Shapes
        pred, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        pred, target: real numbers, in the same units. epsilon >= 0, in those units; it may be a learned array.
    Subgradient
        0 at the edge of the tube, |e| = epsilon (so 0 at e = 0 for epsilon = 0), on every backend.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        squared_epsilon_insensitive, absolute_error
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.epsilon_insensitive(np.asarray([0.25, 3.0]), np.asarray([0.0, 0.0]), epsilon=0.5)
        >>> float(loss)
        1.25

    Source
        Vapnik, The Nature of Statistical Learning Theory, second edition (2000), section 6.1.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Expectile loss: squared error, weighted q where the target lies above and 1 - q where it lies below.

    To the quantile loss what the mean is to the median: the best constant prediction is the q-expectile, which is
    the mean for q = 1/2.

    Formula
        |q - 1[u < 0]| u^2, with u = target - pred, q = expectile_level; half the squared error for q = 1/2
    Arguments
        pred (array of any shape): real numbers
        target (array in the shape of pred, or of its leading axes, or a number): numbers in (-inf, inf), broadcast to
            the first array
        expectile_level (number, array, or sequence, default 0.5): one number per class in (0, 1)
        axis (int, default -1): the axis of classes or components
    Shapes
        pred: any shape. target: that shape, or its leading axes (one number per sample), with length 1 where it
        repeats; or a number. The unreduced loss has that shape. Several levels: pred has shape (..., K) for K of them,
        target that shape too, or (...), one number for all levels of a row.
    Domain
        pred, target: real numbers, in the same units; the loss has the square of them. expectile_level: a number q
        with 0 < q < 1, or one for each place of the last axis (a sequence, or an array).
    Subgradient
        None is needed: value and slope are continuous at u = 0.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit. ValueError: a number of levels that is not the length of the last axis.
    See also
        quantile, squared_error
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.expectile(np.asarray([0.0, 0.0]), np.asarray([2.0, -2.0]), expectile_level=0.75)
        >>> float(loss)
        2.0

    Source
        Newey and Powell, Asymmetric least squares estimation and testing, Econometrica 55 (1987).

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Exponential loss: grows without bound on the wrong side of the boundary; the loss that AdaBoost minimises.

    Sensitive to wrong labels. Its best score is half the log-odds.

    Formula
        exp(-y f), with y = target, or y = 2 target - 1 for encoding="binary"
    Arguments
        scores (array of any shape): real numbers
        target (array in the shape of scores, or a number): real numbers
        encoding (str, default "signed"): one of 'signed', 'binary'
    Shapes
        scores, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        scores: real numbers, infinities included; the loss itself leaves float32 at y f = -88.7, float64 at -709.7.
        target: -1 and 1 ("signed"), or 0 and 1 ("binary"); the encoding is never guessed from the data. Other numbers
        multiply the score.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        soft_margin
    Example
        >>> import numpy as np, unilosses
        >>> unilosses.exponential(np.asarray([0.0, 1.0]), 1.0, reduction="none").round(12).tolist()
        [1.0, 0.367879441171]

    Source
        Schapire and Singer, Improved boosting algorithms using confidence-rated predictions, Machine Learning 37
        (1999).

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Fenchel-Young loss: what a distribution misses of the best one for its scores; 0 exactly where they agree.

    A regulariser of distributions decides which scores go with which distribution, and so the loss. "shannon" (the
    negative entropy) goes with softmax, and is softmax cross-entropy less the entropy of the labels; "gini" goes with
    sparsemax.

    Formula
        max_p (p . z - R(p)) + R(y) - y . z, over distributions p, with R(p) = sum_j p_j log p_j ("shannon") or
        R(p) = (sum_j p_j^2 - 1) / 2 ("gini"), and y the one-hot form of an index; for y with another sum than 1:
        sum_j y_j (log y_j - log softmax(z)_j) or sum_j (p_j - y_j)^2 / 2 + y_j max(tau - z_j, 0), which are the same
        for distributions, p being the sparsemax of z and tau its threshold.
        With max_fun, which stands for a regulariser of your own: max_fun(z) - y . z, without R(y), which is unknown
    Arguments
        scores (array, contracted along `axis`): real numbers
        labels (integers in the shape of scores without `axis`, or an array in its shape): class indices, or one
            coefficient per class
        regularizer (str, default "shannon"): one of 'shannon', 'gini'
        max_fun (function, default None): None or a function
        ignore_index (int, default None): None, or a label that leaves its elements out
        axis (int, default -1): the axis of classes or components
    Shapes
        scores: (..., C) with the classes along `axis`. labels: class indices, without that axis, or one coefficient per
        class, in the same shape. The unreduced loss has the shape without the class axis. Dense labels are a
        distribution over the classes.
    Domain
        scores: real numbers; -inf is a class that cannot happen. labels: integers from 0 to C - 1; or probabilities.
        max_fun: a function of scores (..., C) that returns max_p (p . z - R(p)) for each row, written in the arrays'
        own library, which also differentiates it by the scores (NumPy gives the value alone).
        ignore_index: a label whose rows are left out.
    Subgradient
        "shannon": by a label's probability 0 the derivative (minus infinity) is taken as 0.
    Errors
        ValueError: shapes that do not fit, a label that is no class (NaN in its row where the host cannot read labels),
        or a parameter outside its domain. TypeError: an array whose dtype or library does not fit.
    See also
        multiclass_sparsemax, softmax_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> scores, labels = np.asarray([[2.0, 1.5, 0.0]]), np.asarray([[0.75, 0.25, 0.0]])
        >>> float(unilosses.fenchel_young(scores, labels, regularizer="gini"))
        0.0

    Source
        Blondel, Martins and Niculae, Learning with Fenchel-Young losses, JMLR 21 (2020), definition 2 and table 1.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Focal Tversky loss of a region: a power of `tversky`.

    gamma < 1 pulls harder on regions that are nearly right, gamma > 1 on those that are badly wrong.

    Formula
        tversky(p, t)^gamma, with p = probs, t = target
    Arguments
        probs (array, contracted along `axis`): numbers in [0, 1]
        target (array in the shape of probs, or a number): numbers in [0, 1]
        alpha (number or array, default 0.3): numbers in [0, inf)
        beta (number or array, default 0.7): numbers in [0, inf)
        gamma (number or array, default 0.75): numbers in (0, inf)
        smooth (number or array, default 0.0): numbers in [0, inf)
        absent (str, default "count"): one of 'count', 'zero', 'one', 'nan'
        axis (int, default -1): the axis of classes or components
    Shapes
        probs, target: the same shape; `axis` names the pixels' axes, what remains is the unreduced loss: see `dice`.
        where: a mask of the loss's shape, or one of single pixels, with as many axes as probs.
    Domain
        probs, target: numbers in [0, 1]. alpha (false positives), beta (false negatives), smooth >= 0; gamma > 0 is the
        exponent itself: the paper's is 1 / gamma with gamma = 4/3, and its alpha and beta are exchanged. All may be
        learned 0-d arrays. absent: what a region costs that the target does not have: "count" (the formula), "zero",
        "one" or "nan": see `dice`.
    Subgradient
        0 where the loss is 0, if gamma < 1 (the slope is infinite there); where the denominator is 0; and where
        `absent` fixes the value.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        tversky, sigmoid_focal
    Example
        >>> import numpy as np, unilosses
        >>> probs, target = np.asarray([[1.0, 0.0, 0.0]]), np.asarray([[1, 1, 0]])  # one false negative
        >>> round(float(unilosses.focal_tversky(probs, target, beta=1.0, gamma=2.0)), 6)
        0.25

    Source
        Abraham and Khan, A novel focal Tversky loss function for lesion segmentation, ISBI 2019, equation 4.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

def gamma_deviance(
    pred: _A,
    target: _Array | float,
    *,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Gamma deviance: for positive amounts whose standard deviation grows with their mean; it knows ratios only.

    As for claim sizes, waiting times, rain. Both numbers multiplied by the same give the same loss.

    Formula
        2 (log(m / y) + y / m - 1), with y = target and m = pred
    Arguments
        pred (array of any shape): numbers in (0, inf)
        target (array in the shape of pred, or a number): numbers in (0, inf)
    Shapes
        pred, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        pred, target: numbers > 0. Where one of them is 0 the loss is inf; where both are, or one is negative, NaN.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit. TypeError: an array whose dtype or library does not fit.
    See also
        tweedie_deviance, poisson_deviance
    Example
        >>> import numpy as np, unilosses
        >>> round(float(unilosses.gamma_deviance(np.asarray([2.0]), np.asarray([1.0]))), 12)
        0.38629436112

    Source
        McCullagh and Nelder, Generalized Linear Models (1989), section 2.3, with Nelder and Wedderburn's factor 2;
        scikit-learn's `HalfGammaLoss` is half of it, without what depends on the target alone, of log(pred).

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Gaussian negative log-likelihood: squared error where the model says how sure it is.

    For regression with a predicted (or learned) noise level. Large residuals ask for a larger spread, and a large
    spread costs its logarithm.

    Formula
        (log v + e^2 / v) / 2, with e = mean - target and v the variance; log(2 pi) / 2 is added for full=True
    Arguments
        mean (array of any shape): real numbers
        target (array in the shape of mean, or a number): real numbers
        spread (array in the shape of mean, or of its leading axes, or a number): numbers in (0, inf), broadcast to the
            first array
        spread_is (str, default "variance"): one of 'variance', 'log_variance', 'scale'
        full (bool, default False)
        eps (number or array, default None): None or a number in (0, inf)
    Shapes
        mean, target: the same shape (target may be a number). spread: that shape, or its leading axes (one number per
        sample), with length 1 where it repeats; or a number. The unreduced loss has that shape.
    Domain
        mean, target: real numbers. spread_is says what spread holds: "variance" v > 0, "scale" sqrt(v) > 0, or
        "log_variance" log v, any real number, which needs no positive output of a model. eps > 0: variances below
        eps count as eps, whichever of the three is given; None: as they are. At v = 0 the loss is inf, and -inf where
        the residual is 0 too.
    Subgradient
        Below eps, the derivative by spread is not 0 but that at the bound, as in torch: a variance that became too
        small can grow again. Elsewhere the loss is smooth.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit. A negative variance or scale gives NaN.
    See also
        squared_error, laplace_nll, student_t_nll
    Example
        >>> import numpy as np, unilosses
        >>> mean, target, variance = np.asarray([0.0, 1.0]), np.asarray([2.0, 1.0]), np.asarray([4.0, 1.0])
        >>> loss = unilosses.gaussian_nll(mean, target, variance, reduction="none")
        >>> [round(float(x), 12) for x in loss]
        [1.19314718056, 0.0]

    Source
        Nix and Weigend, Estimating the mean and variance of the target probability distribution, ICNN 1994,
        equation 4. With eps=1e-6 it is torch's in value and gradient; MLX's gradient by a variance below eps is 0.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Geman-McClure loss: quadratic near zero, bounded by 2, so that gross outliers have little influence.

    `general_robust` with alpha = -2.

    Formula
        2 u^2 / (u^2 + 4), with u = (pred - target) / scale
    Arguments
        pred (array of any shape): real numbers
        target (array in the shape of pred, or a number): real numbers
        scale (number or array, default 1.0): numbers in (0, inf)
    Shapes
        pred, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        pred, target: real numbers, in the same units. scale > 0, in those units; it may be a learned array.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        welsch, cauchy, general_robust
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.geman_mcclure(np.asarray([2.0]), np.asarray([0.0])))
        1.0

    Source
        Geman and McClure, Bayesian image analysis, Proc. Statist. Comput. Sect. ASA (1985), x^2 / (1 + x^2), in the
        units of Barron, A general and adaptive robust loss function, CVPR 2019: twice that, with x = u / 2.
        kornia's `geman_mcclure_loss` has scale = 1.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """General robust loss: a family from squared error to a bounded well, whose shape `alpha` can be learned.

    Half the squared error (alpha = 2), the pseudo-Huber curve (1), Cauchy (0), Geman-McClure (-2), Welsch (-inf),
    and everything between. Near 0 all of them are (e / scale)^2 / 2.

    Formula
        b / alpha ((u^2 / b + 1)^(alpha / 2) - 1), with u = (pred - target) / scale, b = |alpha - 2|
        and its limits: u^2 / 2 (alpha = 2), log(1 + u^2 / 2) (alpha = 0), 1 - exp(-u^2 / 2) (alpha = -inf)
    Arguments
        pred (array of any shape): real numbers
        target (array in the shape of pred, or a number): real numbers
        alpha (number or array, default 1.0): numbers in (-inf, inf)
        scale (number or array, default 1.0): numbers in (0, inf)
    Shapes
        pred, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        pred, target: real numbers, in the same units. alpha: any number but +inf. scale > 0, in the units of pred.
        Both may be learned arrays. A learned scale needs the log-partition term of the source beside this loss,
        or it grows without end.
    Subgradient
        None is needed by pred and target. By alpha the derivative at alpha = 2 is infinite (like b log b); there it
        is the slope from the next smaller number of the dtype.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        huber, charbonnier, cauchy, geman_mcclure, welsch
    Example
        >>> import numpy as np, unilosses
        >>> pred = np.asarray([4.0])
        >>> [round(float(unilosses.general_robust(pred, 0.0, alpha=a)), 6) for a in (2.0, 1.0, 0.0, -2.0)]
        [8.0, 3.123106, 2.197225, 1.6]

    Source
        Barron, A general and adaptive robust loss function, CVPR 2019, equations 8 and 9.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Generalized cross-entropy: between cross-entropy (q -> 0) and the mean absolute error of p (q = 1).

    For labels that may be wrong: it is bounded by 1 / q, so that no single label can cost much. What `pred` holds is
    declared, not guessed.

    Formula
        sum_j w_j y_j (1 - p_j^q) / q, with w = class_weight, and y the one-hot form of an index
    Arguments
        pred (array, contracted along `axis`): real numbers
        labels (integers in the shape of pred without `axis`, or an array in its shape): class indices, or one
            coefficient per class
        q (number or array, default 0.7): numbers in (0, 1]
        pred_space (str, default "logits"): one of 'probs', 'log_probs', 'logits'
        class_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        ignore_index (int, default None): None, or a label that leaves its elements out
        axis (int, default -1): the axis of classes or components
    Shapes
        pred: (..., C) with the classes along `axis`. labels: class indices, without that axis, or one coefficient per
        class, in the same shape. The unreduced loss has the shape without the class axis. class_weight: a number, or
        one value for each class along `axis`.
    Domain
        pred_space: "logits" (p is their softmax), "log_probs", or "probs" (numbers >= 0, as they are: nothing is
        renormalised). q in (0, 1]. labels: integers from 0 to C - 1; or coefficients y_j. class_weight >= 0; a row
        counts sum_j y_j w_j in the normaliser. ignore_index: a label whose rows are left out.
    Subgradient
        None is needed. By a probability 0 of the right class the derivative is -inf for q < 1.
    Errors
        ValueError: shapes that do not fit, a label that is no class (NaN in its row where the host cannot read labels),
        or a parameter outside its domain. TypeError: an array whose dtype or library does not fit.
    See also
        softmax_cross_entropy, poly1_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.generalized_cross_entropy(np.asarray([[2.0, 1.0, 0.1]]), np.asarray([0]), q=0.5)
        >>> round(float(loss), 6)
        0.376422

    Source
        Zhang and Sabuncu, Generalized cross entropy loss for training deep neural networks with noisy labels,
        NeurIPS 2018, equation 6; q = 0.7 is theirs.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Generalised Dice loss: all classes in one quotient, small ones weighted up.

    For segmentation with classes of very different sizes.

    Formula
        1 - 2 sum_c w_c I_c / sum_c w_c (P_c + T_c), with I_c = sum p t, P_c = sum p, T_c = sum t over the pixels of
        class c, p = probs, t = target, and w_c by `weighting`: 1 / T_c^2 ("square"), 1 / T_c ("simple") or
        1 ("uniform"); 0 for 0 / 0
    Arguments
        probs (array): numbers in [0, 1]
        target (array in the shape of probs, or a number): numbers in [0, 1]
        weighting (str, default "square"): one of 'square', 'simple', 'uniform'
        absent (str, default "largest"): one of 'largest', 'zero'
    Shapes
        probs, target: (..., C, pixels), the same shape: the class axis is the last but one, and the pixels are one
        axis. The unreduced loss has the shape (...). Of (N, C, H, W) make it by `xp.reshape(x, (N, C, -1))`; of
        (N, H, W, C) by `xp.reshape(xp.permute_dims(x, (0, 3, 1, 2)), (N, C, -1))`; for one loss of the whole batch
        put the samples among the pixels, (C, N * H * W). where: a mask of the loss's shape, or one of single pixels,
        with as many axes as probs, such as (N, 1, pixels).
    Domain
        probs, target: numbers in [0, 1]; soft targets are welcome. absent: the weight of a class that the target does
        not have, which would be infinite: "largest": that of the smallest class that it has (1 if it has none, so
        that the loss is 1 if anything is predicted and 0 if nothing is); "zero": such classes do not count.
        There is no smoothing: the quotient does not depend on the unit of the weights.
    Subgradient
        The weights are differentiated by the target too; smallest classes of one size share equally, and the weight
        of an absent class is constant in its own pixels. 0 for 0 / 0.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        dice
    Example
        >>> import numpy as np, unilosses
        >>> target = np.asarray([[1, 1, 1, 0], [0, 0, 0, 1]])
        >>> probs = np.asarray([[1.0, 1.0, 0.5, 0.5], [0.0, 0.0, 0.5, 0.5]])
        >>> round(float(unilosses.generalized_dice(probs, target)), 6)
        0.416667

    Source
        Sudre et al., Generalised Dice overlap as a deep learning loss function for highly unbalanced segmentations,
        DLMIA 2017, section 2.1.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Generalized Kullback-Leibler divergence of each row, for measures that need not sum to one.

    As for counts, intensities or unnormalised histograms: it is convex, never negative, and 0 only where the two agree.
    For distributions it is `kl_divergence`.

    Formula
        sum_j (p_j log(p_j / q_j) - p_j + q_j), with p = target, q = pred; 0 log 0 = 0
    Arguments
        pred (array, contracted along `axis`): numbers in [0, inf)
        target (array in the shape of pred, or a number): numbers in [0, inf)
        axis (int, default -1): the axis of classes or components
    Shapes
        pred, target: the same shape, with the classes along `axis`. The unreduced loss has the shape without it.
    Domain
        pred, target: numbers >= 0. p_j > 0 where q_j = 0 gives inf.
    Subgradient
        By p_j = 0 the derivative (minus infinity) is taken as 0.
    Errors
        ValueError: shapes that do not fit. TypeError: an array whose dtype or library does not fit.
    See also
        kl_divergence, poisson_deviance
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.generalized_kl_divergence(np.asarray([[2.0, 1.0]]), np.asarray([[1.0, 1.0]]))
        >>> round(float(loss), 12)
        0.30685281944

    Source
        Csiszar, Why least squares and maximum entropy?, Ann. Statist. 19 (1991), section 1 (the I-divergence).

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Hinge loss: the shortfall of the agreement y f below a margin; the loss of support vector machines.

    Formula
        max(0, margin - y f), with y = target, or y = 2 target - 1 for encoding="binary"
    Arguments
        scores (array of any shape): real numbers
        target (array in the shape of scores, or a number): -1 or 1, or 0 or 1, by the encoding
        margin (number or array, default 1.0): numbers in (0, inf)
        encoding (str, default "signed"): one of 'signed', 'binary'
    Shapes
        scores, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        scores: real numbers, not squashed. target: -1 and 1 ("signed"), or 0 and 1 ("binary"); the encoding is
        never guessed from the data. margin > 0, in the units of the scores; it may be a learned array.
    Subgradient
        0 at the margin (y f = margin), on every backend.
    Errors
        ValueError: shapes that do not fit, a label that its encoding has not (NaN in its element where the host cannot
        read labels), or a parameter outside its domain. TypeError: an array whose dtype or library does not fit.
    See also
        squared_hinge, soft_margin, multiclass_hinge
    Example
        >>> import numpy as np, unilosses
        >>> unilosses.hinge(np.asarray([-3.0, 0.5, 2.0]), 1.0, reduction="none").tolist()
        [4.0, 0.5, 0.0]

    Source
        Cortes and Vapnik, Support-vector networks, Machine Learning 20 (1995), section 3.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Hinge embedding loss: similar pairs are drawn together, dissimilar ones pushed apart up to a margin.

    Formula
        d                   for a similar pair (y = 1)
        max(0, margin - d)  for a dissimilar pair (y = -1)
        (1 + y) / 2 d + (1 - y) / 2 max(0, margin - d) for any y; y = target, or 2 target - 1 for encoding="binary"
    Arguments
        distances (array of any shape): real numbers
        target (array in the shape of distances, or a number): real numbers
        margin (number or array, default 1.0): numbers in [0, inf)
        encoding (str, default "signed"): one of 'signed', 'binary'
    Shapes
        distances, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        distances: distances of pairs, or any real numbers. target: -1 and 1 ("signed"), or 0 and 1 ("binary"); the
        encoding is never guessed from the data. A y between -1 and 1 mixes both branches (0: half of each); beyond,
        one of them counts negatively. margin >= 0, in the units of the distances; it may be a learned array.
    Subgradient
        0 for a dissimilar pair at the margin (d = margin), on every backend.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        contrastive, margin_ranking
    Example
        >>> import numpy as np, unilosses
        >>> d, y = np.asarray([0.25, 0.25, 3.0]), np.asarray([1.0, -1.0, -1.0])
        >>> unilosses.hinge_embedding(d, y, reduction="none").tolist()
        [0.25, 0.75, 0.0]

    Source
        After Hadsell, Chopra and LeCun, Dimensionality reduction by learning an invariant mapping, CVPR 2006,
        equation 4, without its squares.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Huber loss: quadratic near zero, linear beyond `delta`.

    For regression with outliers: squared error where residuals are small, absolute error where they are large.

    Formula
        e^2 / 2                  if |e| <= delta
        delta (|e| - delta / 2)  otherwise, with e = pred - target
    Arguments
        pred (array of any shape): real numbers
        target (array in the shape of pred, or a number): real numbers
        delta (number or array, default 1.0): numbers in (0, inf)
    Shapes
        pred, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        pred, target: real numbers, in the same units. delta > 0, in those units too; it may be a learned array.
    Subgradient
        None is needed: value and slope are continuous at |e| = delta.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        smooth_l1, pseudo_huber, log_cosh, general_robust
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.huber(np.asarray([0.5, 3.0]), np.asarray([0.0, 0.0]), delta=1.0))
        1.3125

    Source
        Huber, Robust estimation of a location parameter, Ann. Math. Statist. 35 (1964).

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """InfoNCE: each anchor is to find its own positive among those of the batch; symmetric, the loss of CLIP.

    Formula
        row i: -log(e^s_ii / sum_j e^s_ij), with s_ij = cos(anchor_i, positive_j) / temperature
        symmetric=True: the mean of this and of -log(e^s_ii / sum_j e^s_ji)
    Arguments
        anchor (array, contracted along `axis`): real numbers
        positive (array in the shape of anchor, or a number): real numbers
        temperature (number or array, default 0.07): numbers in (0, inf)
        symmetric (bool, default False)
        axis (int, default -1): the axis of classes or components
    Shapes
        anchor, positive: (..., N, D), the same shape, with the vectors along `axis`: the N rows of a batch are
        compared with one another. The unreduced loss has the shape (..., N). Rows that `where` leaves out are
        nobody's negative.
    Domain
        Real vectors of any length. temperature > 0; it may be learned: a 0-d array (CLIP learns the logarithm of its
        inverse).
    Subgradient
        A zero vector has cosine 0 with every other and gradient 0.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        nt_xent, n_pairs
    Example
        >>> import numpy as np, unilosses
        >>> images, texts = np.asarray([[1.0, 0.0], [0.6, 0.8]]), np.asarray([[0.8, 0.6], [0.0, 1.0]])
        >>> round(float(unilosses.info_nce(images, texts, temperature=0.5, symmetric=True)), 12)
        0.524896839034

    Source
        Van den Oord, Li and Vinyals, Representation learning with contrastive predictive coding, 2018, equation 4;
        symmetric: Radford et al., Learning transferable visual models from natural language supervision, ICML 2021,
        figure 3.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Soft Jaccard loss of a region: 1 minus the intersection over the union.

    It orders predictions as `dice` does, and weighs bad overlaps more.

    Formula
        1 - (I + smooth) / (P + T - I + smooth), with I = sum p t, P = sum p, T = sum t over the pixels, p = probs,
        t = target; squared: P = sum p^2, T = sum t^2; 0 where both are empty and smooth = 0
    Arguments
        probs (array, contracted along `axis`): numbers in [0, 1]
        target (array in the shape of probs, or a number): numbers in [0, 1]
        smooth (number or array, default 0.0): numbers in [0, inf)
        squared (bool, default False)
        absent (str, default "count"): one of 'count', 'zero', 'one', 'nan'
        axis (int, default -1): the axis of classes or components
    Shapes
        probs, target: the same shape; `axis` names the pixels' axes, what remains is the unreduced loss: see `dice`.
        where: a mask of the loss's shape, or one of single pixels, with as many axes as probs.
    Domain
        probs, target: numbers in [0, 1]. smooth >= 0. absent: what a region costs that the target does not have:
        "count" (the formula), "zero", "one" or "nan": see `dice`.
    Subgradient
        0 where both are empty, and where `absent` fixes the value.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        dice, tversky
    Example
        >>> import numpy as np, unilosses
        >>> probs, target = np.asarray([[0.75, 0.5, 0.0, 0.25]]), np.asarray([[1, 1, 0, 0]])
        >>> round(float(unilosses.jaccard(probs, target)), 6)
        0.444444

    Source
        Rahman and Wang, Optimizing intersection-over-union in deep neural networks for image segmentation, ISVC 2016,
        section 3.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Jensen-Shannon divergence of each row: how far two distributions are from their mixture.

    Bounded, finite whatever the supports, and symmetric for beta = 1/2. What the two arrays hold is declared, not
    guessed.

    Formula
        beta KL(p || m) + (1 - beta) KL(q || m), with p = target, q = pred, m = beta p + (1 - beta) q; 0 log 0 = 0
    Arguments
        pred (array, contracted along `axis`): real numbers
        target (array in the shape of pred, or a number): real numbers
        beta (number or array, default 0.5): numbers in [0, 1]
        pred_space (str, default "probs"): one of 'probs', 'log_probs', 'logits'
        target_space (str, default "probs"): one of 'probs', 'log_probs', 'logits'
        axis (int, default -1): the axis of classes or components
    Shapes
        pred, target: the same shape, with the classes along `axis`. The unreduced loss has the shape without it.
    Domain
        pred_space, target_space: "probs" (numbers >= 0, as they are: nothing is renormalised), "log_probs", or
        "logits" (a softmax is taken). beta in [0, 1]; at both ends the divergence is 0, as m is p or q. Divided by
        beta it tends to KL(target || pred) as beta -> 0, divided by 1 - beta to KL(pred || target) as beta -> 1: for
        these use `kl_divergence`, with its arguments exchanged for the second. Liger and TRL put these two limits in
        place of the 0 at beta = 0 and beta = 1, where their loss jumps therefore.
    Subgradient
        By a probability 0 the derivative (minus infinity) is taken as 0.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        kl_divergence, total_variation_distance
    Example
        >>> import numpy as np, unilosses
        >>> js = unilosses.jensen_shannon(np.asarray([[0.4, 0.6, 0.0]]), np.asarray([[0.5, 0.0, 0.5]]))
        >>> round(float(js), 12)
        0.384014471091

    Source
        Lin, Divergence measures based on the Shannon entropy, IEEE Trans. Inf. Theory 37 (1991), equation 4.1.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Kullback-Leibler divergence KL(target || pred) of each row.

    How many nats a code for `pred` wastes on data from `target`. What the two arrays hold is declared, not guessed.

    Formula
        sum_j p_j (log p_j - log q_j), with p = target, q = pred; 0 log 0 = 0
    Arguments
        pred (array, contracted along `axis`): real numbers
        target (array in the shape of pred, or a number): real numbers
        pred_space (str, default "probs"): one of 'probs', 'log_probs', 'logits'
        target_space (str, default "probs"): one of 'probs', 'log_probs', 'logits'
        axis (int, default -1): the axis of classes or components
    Shapes
        pred, target: the same shape, with the classes along `axis`. The unreduced loss has the shape without it; so
        the mean is one over rows, never over classes.
    Domain
        pred_space, target_space: "probs" (numbers >= 0, as they are: nothing is renormalised), "log_probs", or
        "logits" (a softmax is taken). p_j > 0 where q_j = 0 gives inf.
    Subgradient
        By a target probability p_j = 0 the derivative (minus infinity) is taken as 0.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        jensen_shannon, generalized_kl_divergence, distillation
    Example
        >>> import numpy as np, unilosses
        >>> kl = unilosses.kl_divergence(np.asarray([[0.4, 0.6, 0.0]]), np.asarray([[0.5, 0.5, 0.0]]))
        >>> round(float(kl), 12)
        0.02041099726

    Source
        Kullback and Leibler, On information and sufficiency, Ann. Math. Statist. 22 (1951), section 2.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

def l1_penalty(
    params: _Tree,
    *,
    weight: _TreeWeight = None,
    where: _Tree = None,
    reduction: _Reduction = "sum",
    normalizer: _Normalizer | None = None,
) -> Any:
    """L1 penalty: the sum of absolute values, which drives parameters to exactly 0 (the lasso).

    Formula
        sum |w| over all elements of all arrays
    Arguments
        params (array, or dicts, lists and tuples of arrays): real numbers
    Shapes
        params: an array, or any nesting of dicts, lists and tuples of arrays. Unreduced, a tree of the same structure.
    Domain
        Real numbers. Unlike other losses a penalty is summed by default; reduction="mean" divides by the number of
        elements of the whole tree.
    Subgradient
        0 at w = 0, on every backend.
    Errors
        ValueError: a tree without an array. TypeError: an array whose dtype or library does not fit.
    See also
        l2_penalty, elastic_net_penalty
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.l1_penalty({"w": np.asarray([1.0, -2.0]), "b": np.asarray([0.5])}))
        3.5

    Source
        Tibshirani, Regression shrinkage and selection via the lasso, J. R. Statist. Soc. B 58 (1996).

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

def l2_penalty(
    params: _Tree,
    *,
    weight: _TreeWeight = None,
    where: _Tree = None,
    reduction: _Reduction = "sum",
    normalizer: _Normalizer | None = None,
) -> Any:
    """L2 penalty: the sum of squares, without a factor 1/2 (ridge regression, weight decay).

    Formula
        sum w^2 over all elements of all arrays
    Arguments
        params (array, or dicts, lists and tuples of arrays): real numbers
    Shapes
        params: an array, or any nesting of dicts, lists and tuples of arrays. Unreduced, a tree of the same structure.
    Domain
        Real numbers. Unlike other losses a penalty is summed by default; reduction="mean" divides by the number of
        elements of the whole tree.
    Subgradient
        None is needed: the penalty is smooth.
    Errors
        ValueError: a tree without an array. TypeError: an array whose dtype or library does not fit.
    See also
        l1_penalty, elastic_net_penalty
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.l2_penalty([np.asarray([1.0, -2.0]), np.asarray([0.5])]))
        5.25

    Source
        Hoerl and Kennard, Ridge regression, Technometrics 12 (1970).

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Laplace negative log-likelihood: absolute error where the model says how sure it is.

    The robust sister of `gaussian_nll`: an outlier asks for a larger scale only in proportion to its distance. The best
    constant prediction is the median, the best scale the mean absolute deviation from it.

    Formula
        log(2 b) + |e| / b, with e = mean - target and b = scale
    Arguments
        mean (array of any shape): real numbers
        target (array in the shape of mean, or a number): real numbers
        scale (array in the shape of mean, or of its leading axes, or a number): numbers in (0, inf), broadcast to the
            first array
    Shapes
        mean, target: the same shape (target may be a number). scale: that shape, or its leading axes (one number per
        sample), with length 1 where it repeats; or a number. The unreduced loss has that shape.
    Domain
        mean, target: real numbers, in the same units. scale > 0, in those units; the variance is 2 scale^2. At
        scale = 0 the loss is inf, and -inf where the residual is 0 too.
    Subgradient
        0 by mean and target at e = 0, on every backend.
    Errors
        ValueError: shapes that do not fit. TypeError: an array whose dtype or library does not fit. A negative scale
        gives NaN.
    See also
        absolute_error, gaussian_nll
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.laplace_nll(np.asarray([3.0]), np.asarray([0.0]), np.asarray([0.5]))
        >>> float(loss)
        6.0

    Source
        Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions 2 (1995), equation 24.1.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Softmax cross-entropy of a linear layer, in the memory of a few rows of its logits.

    The last layer of a language model and its loss in one. The result is that of `softmax_cross_entropy` on the
    layer's output; but that output, which is as wide as the vocabulary, is made for a few rows at a time, and made
    anew for the gradient, so that training keeps only the arguments.

    Formula
        softmax_cross_entropy(x, labels) with the logits x = hidden linear_weight^T + bias: for each row
        sum_j w_j (y_j (1 - s) + s / C) (log Z - x_j) + z_loss (sum_j w_j y_j) (log Z)^2, with C classes,
        log Z = log sum_k exp(x_k), w = class_weight, s = label_smoothing, and y the one-hot form of an index;
        softcap: softcap tanh(x_j / softcap) for x_j
    Arguments
        hidden (array, contracted along `axis`): real numbers
        linear_weight (array): numbers in (-inf, inf)
        labels (array in the shape of hidden): class indices, or one coefficient per class
        bias (number, array, or sequence, default None): None, or one number per class in (-inf, inf)
        class_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        label_smoothing (number or array, default 0.0): numbers in [0, 1]
        z_loss (number or array, default 0.0): numbers in [0, inf)
        softcap (number or array, default None): None or a number in (0, inf)
        chunk (int, default None): None or an integer from 1 on
        ignore_index (int, default None): None, or a label that leaves its elements out
        axis (int, default -1): the axis of classes or components
    Shapes
        hidden: (..., D) with the features along `axis`. linear_weight: (C, D), as torch.nn.Linear has it (transpose
        a kernel of Flax or Keras). labels: class indices, in hidden's shape without the features; or one coefficient
        per class, with the classes as a last axis in place of the features. The unreduced loss has one number for
        each row. bias, class_weight: None, a number, or one value for each class.
        chunk: how many rows of logits are made at a time; None takes as many as fill 16 MiB, or a quarter of
        linear_weight's own size where that is more. A step takes about ten times the logits of a chunk.
    Domain
        hidden, linear_weight, bias: real numbers; a bias of -inf is a class that cannot happen. labels: integers from
        0 to C - 1; or coefficients y_j, which need not sum to one. class_weight >= 0; it counts in the normaliser: a
        row counts sum_j y_j w_j. label_smoothing in [0, 1]. z_loss >= 0. softcap: None or > 0. chunk: None or an
        integer from 1 on. ignore_index: a label whose rows are left out. Half precision is computed in float32, with
        linear_weight converted as a whole.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit, a label that is no class (NaN in its row where the host cannot read labels),
        or a parameter outside its domain. TypeError: an array whose dtype or library does not fit.
    See also
        softmax_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> hidden = np.asarray([[1.0, 2.0], [0.0, -1.0]])
        >>> layer = np.asarray([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
        >>> round(float(unilosses.linear_cross_entropy(hidden, layer, np.asarray([2, 0]))), 12)
        0.479525339188

    Source
        Wijmans et al., Cut your losses in large-vocabulary language models, ICLR 2025, sections 3 and 4, without
        their filter of small gradients; the loss itself as in `softmax_cross_entropy`.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """ListMLE: the negative log-likelihood of the right order, drawn item by item from a softmax of the scores.

    Formula
        sum_k (log sum_{l >= k} exp(s_pi(l)) - s_pi(k)), with s = scores, and pi the items by falling relevance;
        of equally relevant items, the one that stands first in the list comes first
    Arguments
        scores (array, contracted along `axis`): real numbers
        relevance (array in the shape of scores, or a number): real numbers
        segments (array or sequence, default None): None, or integers, one for each of the elements
        axis (int, default -1): the axis of classes or components
    Shapes
        scores, relevance: the same shape, with the items of a list along `axis`. The unreduced loss has the shape
        without it. where: a mask of the lists, or one of single items, in the shape of scores. Memory grows with the
        square of a list's length.
    Domain
        scores: finite real numbers; leave items out by where, not by a score of -inf. relevance: real numbers, which
        are only compared. (rax shuffles equally relevant items: shuffle the list for that.) segments: integers in the
        shape of scores; the items of a row with the same one make a list, and the row costs the sum over its lists.
    Subgradient
        None is needed by the scores; by the relevance the gradient is 0.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        softmax_ranking
    Example
        >>> import numpy as np, unilosses
        >>> scores, relevance = np.asarray([[2.0, 1.0, 3.0]]), np.asarray([[2, 1, 0]])
        >>> round(float(unilosses.list_mle(scores, relevance)), 6)
        3.534534

    Source
        Xia et al., Listwise approach to learning to rank: theory and algorithm, ICML 2008, section 4.3.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

def log_cosh(
    pred: _A,
    target: _Array | float,
    *,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Log-cosh loss: e^2 / 2 near zero and |e| - log 2 far away, smooth everywhere.

    A Huber-like loss with no threshold to choose, twice differentiable.

    Formula
        log(cosh(e)), with e = pred - target
    Arguments
        pred (array of any shape): real numbers
        target (array in the shape of pred, or a number): real numbers
    Shapes
        pred, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        pred, target: real numbers, in units in which 1 is a typical residual: the loss has no scale of its own.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit. TypeError: an array whose dtype or library does not fit.
    See also
        huber, pseudo_huber
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.log_cosh(np.asarray([1e-3]), np.asarray([0.0])))
        4.99999916666689e-07

    Source
        Green, Bayesian reconstructions from emission tomography data, IEEE Trans. Med. Imaging 9 (1990).

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Margin ranking loss: of two scores, the one that should rank higher has to lead by a margin.

    Formula
        max(0, margin - y (first - second)), with y = target, or y = 2 target - 1 for encoding="binary"
    Arguments
        first (array of any shape): real numbers
        second (array in the shape of first, or a number): real numbers
        target (array in the shape of first, or a number): -1 or 1, or 0 or 1, by the encoding
        margin (number or array, default 0.0): numbers in [0, inf)
        encoding (str, default "signed"): one of 'signed', 'binary'
    Shapes
        first, second, target: the same shape (second and target may be numbers). The unreduced loss has that shape.
    Domain
        first, second: scores, real numbers. target: 1 where `first` should rank higher and -1 where `second` should
        ("signed"), or 1 and 0 ("binary"); the encoding is never guessed from the data. margin >= 0, in the units of
        the scores; it may be a learned array.
    Subgradient
        0 at the margin, y (first - second) = margin, on every backend (torch: -y). With margin = 0 equal scores have
        gradient 0: a small margin sets them apart.
    Errors
        ValueError: shapes that do not fit, a label that its encoding has not (NaN in its element where the host cannot
        read labels), or a parameter outside its domain. TypeError: an array whose dtype or library does not fit.
    See also
        pairwise_hinge_ranking, hinge_embedding
    Example
        >>> import numpy as np, unilosses
        >>> first, second = np.asarray([2.0, 2.0]), np.asarray([1.5, 3.0])
        >>> unilosses.margin_ranking(first, second, 1.0, margin=1.0, reduction="none").tolist()
        [0.5, 2.0]

    Source
        Herbrich, Graepel and Obermayer, Large margin rank boundaries for ordinal regression (2000).

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Modified Huber loss: the squared hinge loss, continued by its tangent far on the wrong side.

    Convex, smooth, and linear in the worst violations; with it, (1 + f) / 2 clipped to [0, 1] estimates a probability.

    Formula
        max(0, 1 - y f)^2  if y f >= -1
        -4 y f             otherwise, with y = target, or y = 2 target - 1 for encoding="binary"
    Arguments
        scores (array of any shape): real numbers
        target (array in the shape of scores, or a number): real numbers
        encoding (str, default "signed"): one of 'signed', 'binary'
    Shapes
        scores, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        scores: real numbers, infinities included. target: -1 and 1 ("signed"), or 0 and 1 ("binary"); the encoding is
        never guessed from the data. Other numbers multiply the score.
    Subgradient
        None is needed: value and slope are continuous at y f = -1 and at y f = 1.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        squared_hinge, huber
    Example
        >>> import numpy as np, unilosses
        >>> unilosses.modified_huber(np.asarray([-3.0, -1.0, 0.5, 2.0]), 1.0, reduction="none").tolist()
        [12.0, 4.0, 0.25, 0.0]

    Source
        Zhang, Solving large scale linear prediction problems using stochastic gradient descent algorithms, ICML 2004.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Multi-class margin loss: the right class has to lead every other one by a margin, and each shortfall costs.

    Where `multiclass_hinge` counts the closest rival, this loss counts them all.

    Formula
        sum_k w_k y_k sum_{j != k} max(0, margin - x_k + x_j)^p / C, with C classes, w = class_weight, and y the
        one-hot form of an index
    Arguments
        scores (array, contracted along `axis`): real numbers
        labels (integers in the shape of scores without `axis`, or an array in its shape): class indices, or one
            coefficient per class
        p (number or array, default 1.0): numbers in [1, 2]
        margin (number or array, default 1.0): numbers in (0, inf)
        class_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        ignore_index (int, default None): None, or a label that leaves its elements out
        axis (int, default -1): the axis of classes or components
    Shapes
        scores: (..., C) with the classes along `axis`. labels: class indices, without that axis, or one coefficient per
        class, in the same shape. The unreduced loss has the shape without the class axis. class_weight: a number, or
        one value for each class along `axis`. Dense labels form C^2 pairs.
    Domain
        scores: real numbers; -inf is a class that cannot happen. labels: integers from 0 to C - 1, or coefficients.
        p from 1 to 2. margin > 0, in the units of the scores; p and margin may be learned arrays. class_weight >= 0; a
        row counts sum_j y_j w_j in the normaliser. ignore_index: a label whose rows are left out.
    Subgradient
        0 at the margin.
    Errors
        ValueError: shapes that do not fit, a label that is no class (NaN in its row where the host cannot read labels),
        or a parameter outside its domain. TypeError: an array whose dtype or library does not fit.
    See also
        multiclass_hinge, categorical_hinge, multilabel_margin
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.multi_margin(np.asarray([[0.1, 0.2, 0.4, 0.8]]), np.asarray([3])).round(12))
        0.325

    Source
        Weston and Watkins, Support vector machines for multi-class pattern recognition, ESANN 1999, with a mean over
        the classes for the sum, as in torch; whose mean over rows divides weighted rows by their number.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Brier score of several classes: the squared distance of the probabilities from what happened.

    From 0 to 2, a proper score. Of two classes it is twice `brier`.

    Formula
        sum_j (p_j - y_j)^2, with p = probs and y the one-hot form of an index; times sum_j w_j y_j with
        w = class_weight
    Arguments
        probs (array, contracted along `axis`): numbers in [0, 1]
        labels (integers in the shape of probs without `axis`, or an array in its shape): class indices, or one
            coefficient per class
        class_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        ignore_index (int, default None): None, or a label that leaves its elements out
        axis (int, default -1): the axis of classes or components
    Shapes
        probs: (..., C) with the classes along `axis`. labels: class indices, without that axis, or one coefficient per
        class, in the same shape. The unreduced loss has the shape without the class axis. class_weight: a number, or
        one value for each class along `axis`.
    Domain
        probs: probabilities in [0, 1]; nothing is renormalised. labels: integers from 0 to C - 1, or probabilities.
        class_weight >= 0; a row counts sum_j y_j w_j in the normaliser. ignore_index: a label whose rows are left out.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit, a label that is no class (NaN in its row where the host cannot read labels),
        or a parameter outside its domain. TypeError: an array whose dtype or library does not fit.
    See also
        brier, categorical_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.multiclass_brier(np.asarray([[0.5, 0.25, 0.25]]), np.asarray([0])))
        0.375

    Source
        Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78 (1950), equation
        2. scikit-learn's scale_by_half=True halves it.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Hinge loss of several classes: the right class has to lead the best of the others by a margin.

    The loss of support vector machines; mode="one_vs_all" instead asks one binary hinge loss of each class.

    Formula
        sum_k w_k y_k h_k, with w = class_weight, y the one-hot form of an index, and
        h_k = max_j (x_j + margin [j != k]) - x_k for mode="crammer_singer",
        h_k = max(0, margin - x_k) + sum_{j != k} max(0, margin + x_j) for mode="one_vs_all";
        squared=True squares each hinge: h_k of the first mode, every term of the second
    Arguments
        scores (array, contracted along `axis`): real numbers
        labels (integers in the shape of scores without `axis`, or an array in its shape): class indices, or one
            coefficient per class
        margin (number or array, default 1.0): numbers in (0, inf)
        mode (str, default "crammer_singer"): one of 'crammer_singer', 'one_vs_all'
        squared (bool, default False)
        class_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        ignore_index (int, default None): None, or a label that leaves its elements out
        axis (int, default -1): the axis of classes or components
    Shapes
        scores: (..., C) with the classes along `axis`. labels: class indices, without that axis, or one coefficient per
        class, in the same shape. The unreduced loss has the shape without the class axis. class_weight: a number, or
        one value for each class along `axis`.
    Domain
        scores: real numbers; -inf is a class that cannot happen. labels: integers from 0 to C - 1, or coefficients.
        margin > 0, in the units of the scores; it may be a learned array. class_weight >= 0; a row counts
        sum_j y_j w_j in the normaliser. ignore_index: a label whose rows are left out.
    Subgradient
        0 at the margin. Where several of the other classes are best, each takes an equal share.
    Errors
        ValueError: shapes that do not fit, a label that is no class (NaN in its row where the host cannot read labels),
        or a parameter outside its domain. TypeError: an array whose dtype or library does not fit.
    See also
        categorical_hinge, multi_margin, hinge
    Example
        >>> import numpy as np, unilosses
        >>> x, labels = np.asarray([[2.0, 0.5, 1.75], [0.0, 3.0, 1.0]]), np.asarray([0, 2])
        >>> unilosses.multiclass_hinge(x, labels, reduction="none").tolist()
        [0.75, 3.0]
        >>> unilosses.multiclass_hinge(x, labels, mode="one_vs_all", reduction="none").tolist()
        [4.25, 5.0]

    Source
        Crammer and Singer, On the algorithmic implementation of multiclass kernel-based vector machines, JMLR 2 (2001),
        section 3. One against all: Rifkin and Klautau, In defense of one-vs-all classification, JMLR 5 (2004).
        Keras's categorical_hinge is another formula.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Perceptron loss of several classes: how far the best score is above that of the right class.

    A hinge without a margin: a row costs nothing as soon as the right class is not below another one.

    Formula
        sum_k w_k y_k (max_j x_j - x_k), with w = class_weight and y the one-hot form of an index
    Arguments
        scores (array, contracted along `axis`): real numbers
        labels (integers in the shape of scores without `axis`, or an array in its shape): class indices, or one
            coefficient per class
        class_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        ignore_index (int, default None): None, or a label that leaves its elements out
        axis (int, default -1): the axis of classes or components
    Shapes
        scores: (..., C) with the classes along `axis`. labels: class indices, without that axis, or one coefficient per
        class, in the same shape. The unreduced loss has the shape without the class axis. class_weight: a number, or
        one value for each class along `axis`.
    Domain
        scores: real numbers; -inf is a class that cannot happen. labels: integers from 0 to C - 1, or coefficients.
        class_weight >= 0; a row counts sum_j y_j w_j in the normaliser. ignore_index: a label whose rows are left out.
    Subgradient
        Where several scores are largest, each takes an equal share of the maximum, the right class too: scores that
        are all 0 can learn.
    Errors
        ValueError: shapes that do not fit, a label that is no class (NaN in its row where the host cannot read labels),
        or a parameter outside its domain. TypeError: an array whose dtype or library does not fit.
    See also
        perceptron, multiclass_hinge
    Example
        >>> import numpy as np, unilosses
        >>> x = np.asarray([[2.0, 0.5, 1.75], [0.0, 3.0, 1.0]])
        >>> unilosses.multiclass_perceptron(x, np.asarray([0, 2]), reduction="none").tolist()
        [0.0, 2.0]

    Source
        Crammer and Singer, Ultraconservative online algorithms for multiclass problems, JMLR 3 (2003).

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Sparsemax loss of several exclusive classes: cross-entropy's counterpart for sparse probabilities.

    It is 0 as soon as the right class leads every other by a margin of 1.

    Formula
        sum_j w_j y_j (1/2 sum_{k in S} (z_k^2 - tau^2) + 1/2 - z_j), with w = class_weight, y the one-hot form of an
        index, S the classes with p_k > 0, and p = max(z - tau, 0) the projection of z onto the simplex
    Arguments
        scores (array, contracted along `axis`): real numbers
        labels (integers in the shape of scores without `axis`, or an array in its shape): class indices, or one
            coefficient per class
        class_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        ignore_index (int, default None): None, or a label that leaves its elements out
        axis (int, default -1): the axis of classes or components
    Shapes
        scores: (..., C) with the classes along `axis`. labels: class indices, without that axis, or one coefficient per
        class, in the same shape. The unreduced loss has the shape without the class axis. class_weight: a number, or
        one value for each class along `axis`.
    Domain
        scores: real numbers; -inf is a class that cannot happen. labels: integers from 0 to C - 1; or coefficients
        y_j, which weigh the losses of the classes: for the loss of a distribution, which is 0 where p = y, see
        `fenchel_young`. class_weight >= 0; a row counts sum_j y_j w_j in the normaliser. ignore_index: a label whose
        rows are left out.
    Subgradient
        None is needed: the loss is continuously differentiable. Its second derivative jumps where a class enters S.
    Errors
        ValueError: shapes that do not fit, a label that is no class (NaN in its row where the host cannot read labels),
        or a parameter outside its domain. TypeError: an array whose dtype or library does not fit.
    See also
        softmax_cross_entropy, binary_sparsemax, fenchel_young
    Example
        >>> import numpy as np, unilosses
        >>> scores = np.asarray([[2.0, 1.5, 0.0], [2.0, 0.5, 0.0]])
        >>> unilosses.multiclass_sparsemax(scores, np.asarray([0, 0]), reduction="none").tolist()
        [0.0625, 0.0]

    Source
        Martins and Astudillo, From softmax to sparsemax, ICML 2016, equation 16.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Multi-label margin loss: every class that applies has to lead every class that does not by a margin.

    Formula
        sum_k sum_{j != k} y_k (1 - y_j) max(0, margin - x_k + x_j) / C, with C classes and y = target;
        for encoding="indices" y_k is how often the list has k, and 1 - y_j stands for 1 if it has no j, otherwise 0
    Arguments
        scores (array, contracted along `axis`): real numbers
        target (array in the shape of scores, or a number): real numbers
        margin (number or array, default 1.0): numbers in (0, inf)
        encoding (str, default "dense"): one of 'dense', 'indices'
        axis (int, default -1): the axis of classes or components
    Shapes
        scores, target: (..., C), the same shape, with the classes along `axis` (C^2 pairs are formed). The unreduced
        loss has the shape without the class axis.
    Domain
        scores: real numbers. target: for encoding="dense", 0 and 1 for each class, or shares between them. For
        encoding="indices", a list of class indices from the front of the row, ended by a negative number (-1), after
        which nothing counts; of an index that is not whole the fraction is dropped. The encoding is never guessed
        from the data. margin > 0, in the units of the scores; it may be a learned array.
    Subgradient
        0 at the margin. By a list of indices: 0.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit. An index of C or more makes its row NaN.
    See also
        multilabel_soft_margin, multi_margin
    Example
        >>> import numpy as np, unilosses
        >>> x = np.asarray([[0.1, 0.2, 0.4, 0.8]])
        >>> round(float(unilosses.multilabel_margin(x, np.asarray([[1, 0, 0, 1]]))), 12)
        0.85
        >>> round(float(unilosses.multilabel_margin(x, np.asarray([[3, 0, -1, 1]]), encoding="indices")), 12)
        0.85

    Source
        Elisseeff and Weston, A kernel method for multi-labelled classification, NIPS 2001, which divides by the number
        of pairs; here, as in torch, by C.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Multi-label soft margin loss: the mean over the classes of each class's sigmoid cross-entropy.

    `sigmoid_cross_entropy` with one number for each row: what `weight` and `where` speak of are rows.

    Formula
        sum_j w_j (y_j log(1 + exp(-x_j)) + (1 - y_j) log(1 + exp(x_j))) / C, with C classes, y = target and
        w = class_weight
    Arguments
        logits (array, contracted along `axis`): real numbers
        target (array in the shape of logits, or a number): real numbers
        class_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        axis (int, default -1): the axis of classes or components
    Shapes
        logits, target: (..., C), the same shape, with the classes along `axis`. The unreduced loss has the shape
        without the class axis. class_weight: a number, or one value for each class.
    Domain
        logits: real numbers, infinities included. target: 0 and 1, or any coefficients. class_weight >= 0; it does not
        count in the normaliser, nor in the mean over the classes, which divides by C.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        sigmoid_cross_entropy, multilabel_margin, asymmetric
    Example
        >>> import numpy as np, unilosses
        >>> x, y = np.asarray([[-200.0, 0.0]]), np.asarray([[1.0, 0.0]])
        >>> unilosses.multilabel_soft_margin(x, y, reduction="none").tolist()
        [100.34657359027997]

    Source
        Cox, The regression analysis of binary sequences, J. R. Statist. Soc. B 20 (1958), for each class.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """N-pair loss: each anchor's own positive against those of the other classes, by dot products.

    Formula
        row i: log(1 + sum_j e^(anchor_i . positive_j - anchor_i . positive_i)), j over the rows of other labels;
        labels=None: over all other rows. The paper adds a penalty of the squared lengths
    Arguments
        anchor (array, contracted along `axis`): real numbers
        positive (array in the shape of anchor, or a number): real numbers
        labels (array or sequence, default None): None, or integers, one for each of the rows
        axis (int, default -1): the axis of classes or components
    Shapes
        anchor, positive: (..., N, D), the same shape, with the vectors along `axis`: the N rows of a batch are
        compared with one another. labels: (..., N). The unreduced loss has the shape (..., N). Rows that `where`
        leaves out are nobody's negative.
    Domain
        Real vectors whose dot products do not overflow: they are not normalised. labels: integers, which are only
        compared.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        info_nce, nt_xent
    Example
        >>> import numpy as np, unilosses
        >>> anchor, positive = np.asarray([[1.0, 0.0], [0.0, 2.0]]), np.asarray([[1.0, 1.0], [0.0, 1.0]])
        >>> round(float(unilosses.n_pairs(anchor, positive)), 12)
        0.503204434039

    Source
        Sohn, Improved deep metric learning with multi-class N-pair loss objective, NIPS 2016, equation 7.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Negative binomial negative log-likelihood, by its mean: for counts that vary more than Poisson's.

    The variance is mean + mean^2 / total_count: the form that regression calls NB2, whose dispersion is
    1 / total_count. As total_count grows, it becomes `poisson_nll` with full="exact".

    Formula
        (r + y) log(1 + m / r) - y log(m / r) - log(Gamma(y + r) / (Gamma(r) y!)), with m = mean, y = target and
        r = total_count; y! = Gamma(y + 1)
    Arguments
        mean (array of any shape): numbers in [0, inf)
        target (array in the shape of mean, or a number): numbers in [0, inf)
        total_count (number or array, default 1.0): numbers in (0, inf)
    Shapes
        mean, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        mean: numbers >= 0; a mean of 0 gives inf where the target is not 0. target: counts >= 0. total_count > 0,
        finite, no integer in general; it may be a learned array. In terms of the probability p of a success, as in
        torch.distributions, m = r p / (1 - p), so that logits are log(m / r).
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit. Negative numbers give NaN.
    See also
        poisson_nll
    Example
        >>> import numpy as np, unilosses
        >>> mean, count = np.asarray([1.0, 1.0]), np.asarray([0.0, 1.0])
        >>> loss = unilosses.negative_binomial_nll(mean, count, total_count=1.0, reduction="none")
        >>> [round(float(x), 12) for x in loss]  # geometric: log 2 and log 4
        [0.69314718056, 1.38629436112]

    Source
        Cameron and Trivedi, Regression Analysis of Count Data (1998), equation 3.26, with r = 1 / alpha. Evaluated as
        in Loader, Fast and accurate computation of binomial probabilities (2000): large gamma functions do not cancel.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Negative log-likelihood of the right class, from log-probabilities.

    For models that end in a log-softmax. From logits, `softmax_cross_entropy` is more accurate.

    Formula
        -sum_j w_j y_j log p_j, with w = class_weight and y the one-hot form of an index
    Arguments
        log_probs (array, contracted along `axis`): numbers in (-inf, 0]
        labels (integers in the shape of log_probs without `axis`, or an array in its shape): class indices, or one
            coefficient per class
        class_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        ignore_index (int, default None): None, or a label that leaves its elements out
        axis (int, default -1): the axis of classes or components
    Shapes
        log_probs: (..., C) with the classes along `axis`. labels: class indices, without that axis, or one coefficient
        per class, in the same shape. The unreduced loss has the shape without the class axis. class_weight: a number,
        or one value for each class along `axis`.
    Domain
        log_probs: logarithms of probabilities, -inf included (0 times -inf is 0). labels: integers from 0 to C - 1;
        or coefficients. class_weight >= 0; a row counts sum_j y_j w_j in the normaliser. ignore_index: a label whose
        rows are left out.
    Subgradient
        None is needed: the loss is linear.
    Errors
        ValueError: shapes that do not fit, a label that is no class (NaN in its row where the host cannot read labels),
        or a parameter outside its domain. TypeError: an array whose dtype or library does not fit.
    See also
        softmax_cross_entropy, categorical_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.nll(np.log(np.asarray([[0.5, 0.25, 0.25]])), np.asarray([2])))
        1.3862943611198906

    Source
        Good, Rational decisions, J. R. Statist. Soc. B 14 (1952).

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """NT-Xent: each row's positive pairs against all of its negative ones, by cosine similarity; the loss of SimCLR.

    Formula
        row i: the mean over its positives p of -log(e^s_ip / (e^s_ip + sum_n e^s_in)), n over its negatives, with
        s_ij = cos(x_i, x_j) / temperature. A positive is another row of the same label, a negative one of another
        label. With two rows of each label this is SimCLR's; with more, the other positives are left out of the sum.
        A row without a positive, or without a negative, has loss 0
    Arguments
        embeddings (array, contracted along `axis`): real numbers
        labels (array in the shape of embeddings without `axis`): one integer per row
        temperature (number or array, default 0.07): numbers in (0, inf)
        axis (int, default -1): the axis of classes or components
    Shapes
        embeddings: (..., N, D) with the vectors along `axis`: the N rows of a batch are compared with one another.
        labels: (..., N). The unreduced loss has the shape (..., N). Rows that `where` leaves out are nobody's pair.
    Domain
        embeddings: real vectors of any length. labels: integers, which are only compared. temperature > 0; it may be
        learned: a 0-d array.
    Subgradient
        A zero vector has cosine 0 with every other and gradient 0.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        supervised_contrastive, info_nce, n_pairs
    Example
        >>> import numpy as np, unilosses
        >>> x = np.asarray([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0], [-1.0, 0.0]])
        >>> round(float(unilosses.nt_xent(x, np.asarray([0, 0, 1, 1]), temperature=0.5)), 12)
        0.886077753657

    Source
        Chen et al., A simple framework for contrastive learning of visual representations, ICML 2020, equation 1.
        optax divides by the number of positive pairs, not of rows: weight= with each row's positives gives that.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

def orthogonal_penalty(
    params: _Tree,
    *,
    mode: Literal["rows", "columns"] = "rows",
    weight: _TreeWeight = None,
    where: _Tree = None,
    reduction: _Reduction = "sum",
    normalizer: _Normalizer | None = None,
) -> Any:
    """Orthogonal penalty: the sizes of the cosines between a matrix's rows, which drives them to be orthogonal.

    For layers whose units should not repeat one another. The length of the rows does not matter.

    Formula
        sum_{i < j} |cos(w_i, w_j)| over the pairs of rows w_i of a matrix; mode="columns": over those of columns
    Arguments
        params (array, or dicts, lists and tuples of arrays): real numbers
        mode (str, default "rows"): one of 'rows', 'columns'
    Shapes
        params: a matrix, (..., R, C) for several, or any nesting of dicts, lists and tuples of such arrays. Unreduced,
        a tree of the same structure with one number for each matrix.
    Domain
        Real numbers. Unlike other losses a penalty is summed by default; reduction="mean" divides by the number of
        matrices. The mean over the R (R - 1) / 2 pairs, as Keras takes it, is what normalizer=R * (R - 1) / 2 makes
        of reduction="mean".
    Subgradient
        0 for a pair whose cosine is 0; a row of zeros has cosine 0 with every other, and gradient 0.
    Errors
        ValueError: a tree without an array or a parameter outside its domain. TypeError: an array whose dtype or
        library does not fit. ValueError: an array has fewer than two axes.
    See also
        l2_penalty
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.orthogonal_penalty(np.asarray([[2.0, 0.0], [3.0, 4.0], [0.0, 1.0]])))
        1.4

    Source
        Brock et al., Neural photo editing with introspective adversarial networks, ICLR 2017, section 3.3, on cosines
        in place of products, as Keras defines it.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Pairwise hinge loss of a list (ranking SVM): pairs should be in the right order by a margin.

    Formula
        sum over pairs i, j with y_i > y_j of max(0, margin - (s_i - s_j)), with s = scores, y = relevance
    Arguments
        scores (array, contracted along `axis`): real numbers
        relevance (array in the shape of scores, or a number): real numbers
        margin (number or array, default 1.0): numbers in [0, inf)
        segments (array or sequence, default None): None, or integers, one for each of the elements
        axis (int, default -1): the axis of classes or components
    Shapes
        scores, relevance: the same shape, with the items of a list along `axis`. The unreduced loss has the shape
        without it: the sum over a list's pairs, 0 where all are equally relevant. The mean is one over lists; for the
        mean over all pairs (the default of rax) give their number as normalizer. where: a mask of the lists, or one
        of single items, in the shape of scores. Memory grows with the square of a list's length.
    Domain
        scores: real numbers, infinities included. relevance: real numbers, which are only compared. margin >= 0; it
        may be a learned 0-d array. segments: integers in the shape of scores; only items of a row with the same one
        make pairs.
    Subgradient
        0 for a pair exactly at the margin; by the relevance the gradient is 0.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        pairwise_logistic_ranking, margin_ranking
    Example
        >>> import numpy as np, unilosses
        >>> scores, relevance = np.asarray([[2.0, 1.0, 3.0]]), np.asarray([[1, 0, 0]])
        >>> float(unilosses.pairwise_hinge_ranking(scores, relevance))
        2.0

    Source
        Joachims, Optimizing search engines using clickthrough data, KDD 2002, section 4.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Pairwise logistic loss of a list (RankNet): each pair in the wrong order costs, and one nearly so a little.

    Formula
        sum over pairs i, j with y_i > y_j of log(1 + exp(-(s_i - s_j))), with s = scores, y = relevance
    Arguments
        scores (array, contracted along `axis`): real numbers
        relevance (array in the shape of scores, or a number): real numbers
        segments (array or sequence, default None): None, or integers, one for each of the elements
        axis (int, default -1): the axis of classes or components
    Shapes
        scores, relevance: the same shape, with the items of a list along `axis`. The unreduced loss has the shape
        without it: the sum over a list's pairs, 0 where all are equally relevant. The mean is one over lists; for the
        mean over all pairs (the default of rax) give their number as normalizer. where: a mask of the lists, or one
        of single items, in the shape of scores. Memory grows with the square of a list's length.
    Domain
        scores: real numbers, infinities included. relevance: real numbers, which are only compared. segments:
        integers in the shape of scores; only items of a row with the same one make pairs.
    Subgradient
        None is needed by the scores; by the relevance the gradient is 0.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        pairwise_hinge_ranking, softmax_ranking
    Example
        >>> import numpy as np, unilosses
        >>> scores, relevance = np.asarray([[2.0, 1.0, 3.0]]), np.asarray([[1, 0, 0]])
        >>> round(float(unilosses.pairwise_logistic_ranking(scores, relevance)), 6)
        1.626523

    Source
        Burges et al., Learning to rank using gradient descent, ICML 2005, section 3.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Perceptron loss: the hinge loss without a margin; only wrong signs cost anything.

    Convex in the scores.

    Formula
        max(0, -y f), with y = target, or y = 2 target - 1 for encoding="binary"
    Arguments
        scores (array of any shape): real numbers
        target (array in the shape of scores, or a number): -1 or 1, or 0 or 1, by the encoding
        encoding (str, default "signed"): one of 'signed', 'binary'
    Shapes
        scores, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        As for `hinge`: scores real; target -1 and 1 ("signed") or 0 and 1 ("binary").
    Subgradient
        0 at y f = 0, on every backend.
    Errors
        ValueError: shapes that do not fit, a label that its encoding has not (NaN in its element where the host cannot
        read labels), or a parameter outside its domain. TypeError: an array whose dtype or library does not fit.
    See also
        hinge, multiclass_perceptron
    Example
        >>> import numpy as np, unilosses
        >>> unilosses.perceptron(np.asarray([-3.0, 0.5]), np.asarray([1.0, 1.0]), reduction="none").tolist()
        [3.0, 0.0]

    Source
        Rosenblatt, The perceptron, Psychological Review 65 (1958); as a loss: LeCun et al., A tutorial on energy-based
        learning (2006), section 2.2.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

def poisson_deviance(
    pred: _A,
    target: _Array | float,
    *,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Poisson deviance: for counts and frequencies, by their predicted mean; 0 where prediction and target agree.

    Twice `poisson_nll` of the same rate without what depends on the target alone, so it has the same minimum.

    Formula
        2 (y log(y / m) - y + m), with y = target and m = pred; 0 log 0 = 0
    Arguments
        pred (array of any shape): numbers in [0, inf)
        target (array in the shape of pred, or a number): numbers in [0, inf)
    Shapes
        pred, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        pred: numbers > 0; 0 gives inf where the target is not 0. target: numbers >= 0. Negative ones give NaN.
    Subgradient
        By a target of 0 the derivative (minus infinity) is taken as 0.
    Errors
        ValueError: shapes that do not fit. TypeError: an array whose dtype or library does not fit.
    See also
        poisson_nll, tweedie_deviance
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.poisson_deviance(np.asarray([1.0, 2.0]), np.asarray([0.0, 2.0]), reduction="none")
        >>> loss.tolist()
        [2.0, 0.0]

    Source
        McCullagh and Nelder, Generalized Linear Models (1989), section 2.3, with Nelder and Wedderburn's factor 2;
        scikit-learn's `HalfPoissonLoss` is half of it, without what depends on the target alone, of log(pred).

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Poisson negative log-likelihood: for counts, whose variance is their mean.

    The prediction is the logarithm of the rate, which may be any number, or the rate itself.

    Formula
        m - y log m, with y = target and the rate m = exp(pred), or m = pred for log_input=False (then m + eps in the
        logarithm, where eps is given), plus what full asks for:
        "none": nothing; "exact": log(y!), by Gamma(y + 1) between the integers;
        "stirling": y log y - y + log(2 pi y) / 2 for y > 1, and nothing up to 1
    Arguments
        pred (array of any shape): real numbers
        target (array in the shape of pred, or a number): numbers in [0, inf)
        log_input (bool, default True)
        full (str, default "none"): one of 'none', 'stirling', 'exact'
        eps (number or array, default None): None or a number in (0, inf)
    Shapes
        pred, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        pred: real numbers for log_input=True, numbers >= 0 otherwise; a rate of 0 gives inf where the target is not
        0, and 0 log 0 = 0. target: counts >= 0, or averages of them. eps > 0: added to the rate in its logarithm, as
        in torch and Keras; None: nothing is added. With log_input=True it has no meaning.
    Subgradient
        None is needed by pred. By target, full="stirling" jumps at 1, which belongs to the side below.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit. A negative rate gives NaN, and so does a negative target with full="exact".
    See also
        poisson_deviance, negative_binomial_nll
    Example
        >>> import numpy as np, unilosses
        >>> rate, count = np.asarray([2.0]), np.asarray([2.0])
        >>> kinds = ("none", "stirling", "exact")
        >>> [round(float(unilosses.poisson_nll(rate, count, log_input=False, full=f)), 6) for f in kinds]
        [0.613706, 1.265512, 1.306853]

    Source
        Cameron and Trivedi, Regression Analysis of Count Data (1998), equation 2.6. torch and TensorFlow have
        Stirling's approximation only, which is 0.6518 for log 2! = 0.6931.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Poly-1 cross-entropy: softmax cross-entropy with another weight on its leading term, 1 - p.

    Cross-entropy is the sum of (1 - p)^k / k; here the first of these has the coefficient 1 + epsilon.

    Formula
        sum_j w_j (y_j (1 - s) + s / C) (-log p_j + epsilon (1 - p_j)), with p = softmax(x), C classes,
        w = class_weight, s = label_smoothing, and y the one-hot form of an index
    Arguments
        logits (array, contracted along `axis`): real numbers
        labels (integers in the shape of logits without `axis`, or an array in its shape): class indices, or one
            coefficient per class
        epsilon (number or array, default 2.0): numbers in [-1, inf)
        class_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        label_smoothing (number or array, default 0.0): numbers in [0, 1]
        ignore_index (int, default None): None, or a label that leaves its elements out
        axis (int, default -1): the axis of classes or components
    Shapes
        logits: (..., C) with the classes along `axis`. labels: class indices, without that axis, or one coefficient per
        class, in the same shape. The unreduced loss has the shape without the class axis. class_weight: a number, or
        one value for each class along `axis`.
    Domain
        logits: real numbers; -inf is a class that cannot happen. epsilon >= -1: below, the loss would rise with the
        probability of the right class. labels: integers from 0 to C - 1; or coefficients y_j. class_weight >= 0; a
        row counts sum_j y_j w_j in the normaliser. label_smoothing in [0, 1]. ignore_index: a label whose rows are
        left out.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit, a label that is no class (NaN in its row where the host cannot read labels),
        or a parameter outside its domain. TypeError: an array whose dtype or library does not fit.
    See also
        softmax_cross_entropy, softmax_focal, generalized_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> round(float(unilosses.poly1_cross_entropy(np.asarray([[2.0, 1.0, 0.1]]), np.asarray([0]))), 6)
        1.099028

    Source
        Leng et al., PolyLoss: a polynomial expansion perspective of classification loss functions, ICLR 2022,
        equation 6; it uses epsilon = 2 for ImageNet. Soft labels as in optax and in the paper's code.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Pseudo-Huber loss: a smooth curve that is quadratic near zero and linear far away.

    Where Huber's second derivative jumps at delta, this one is smooth everywhere.

    Formula
        delta^2 (sqrt(1 + (e / delta)^2) - 1), with e = pred - target
    Arguments
        pred (array of any shape): real numbers
        target (array in the shape of pred, or a number): real numbers
        delta (number or array, default 1.0): numbers in (0, inf)
    Shapes
        pred, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        pred, target: real numbers, in the same units. delta > 0, in those units; it may be a learned array.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        huber, charbonnier, log_cosh
    Example
        >>> import numpy as np, unilosses
        >>> round(float(unilosses.pseudo_huber(np.asarray([3.0]), np.asarray([0.0]))), 5)
        2.16228

    Source
        Charbonnier et al., Deterministic edge-preserving regularization, IEEE Trans. Image Process. 6 (1997);
        Hartley and Zisserman, Multiple View Geometry (2003), A6.8. `scipy.special.pseudo_huber` takes delta first.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Quantile (pinball) loss: absolute error, weighted q where the target lies above and 1 - q where it lies below.

    The best constant prediction is the q-quantile. With several levels, the last axis of `pred` holds one prediction
    for each of them.

    Formula
        max(q u, (q - 1) u), with u = target - pred, q = quantile_level; half the absolute error for q = 1/2
    Arguments
        pred (array of any shape): real numbers
        target (array in the shape of pred, or of its leading axes, or a number): numbers in (-inf, inf), broadcast to
            the first array
        quantile_level (number, array, or sequence, default 0.5): one number per class in (0, 1)
        axis (int, default -1): the axis of classes or components
    Shapes
        pred: any shape. target: that shape, or its leading axes (one number per sample), with length 1 where it
        repeats; or a number. The unreduced loss has that shape. Several levels: pred has shape (..., K) for K of them,
        target that shape too, or (...), one number for all levels of a row.
    Domain
        pred, target: real numbers, in the same units. quantile_level: a number q with 0 < q < 1, or one for each
        place of the last axis (a sequence, or an array).
    Subgradient
        0 at u = 0, on every backend.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit. ValueError: a number of levels that is not the length of the last axis.
    See also
        expectile, absolute_error
    Example
        >>> import numpy as np, unilosses
        >>> pred, target = np.asarray([[1.0, 3.0], [1.0, 3.0]]), np.asarray([2.0, 5.0])
        >>> unilosses.quantile(pred, target, quantile_level=(0.25, 0.75), reduction="none").tolist()
        [[0.25, 0.25], [1.0, 1.5]]

    Source
        Koenker and Bassett, Regression quantiles, Econometrica 46 (1978).

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Sigmoid cross-entropy: binary cross-entropy from logits, label by label.

    For binary and multi-label classification. Nothing is clipped: the loss keeps its digits at any logit.

    Formula
        pos_weight y softplus(-x) + (1 - y) softplus(x), with softplus(x) = log(1 + exp(x)),
        y = target (1 - s) + s / 2, s = label_smoothing
    Arguments
        logits (array of any shape): real numbers
        target (array in the shape of logits, or a number): 0 or 1, or a coefficient
        pos_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        label_smoothing (number or array, default 0.0): numbers in [0, 1]
        class_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        ignore_index (int, default None): None, or a label that leaves its elements out
        axis (int, default -1): the axis of classes or components
    Shapes
        logits, target: the same shape (target may be a number). The unreduced loss has that shape. pos_weight,
        class_weight: a number, or one value for each class along `axis`.
    Domain
        logits: real numbers, infinities included. target: 0 and 1, or any coefficients.
        pos_weight >= 0; label_smoothing in [0, 1]. ignore_index: a target value to leave out.
        class_weight: weights along `axis` that also count in the normaliser.
    Subgradient
        None is needed: the loss is smooth (at logit 0 with target 1 its slope is -1/2 on every backend).
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        binary_cross_entropy, soft_margin, sigmoid_focal, softmax_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.sigmoid_cross_entropy(np.asarray([-15.0]), np.asarray([0.0])))
        3.059022737137205e-07

    Source
        Cox, The regression analysis of binary sequences, J. R. Statist. Soc. B 20 (1958).

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Focal loss of two classes, from logits, label by label.

    For dense detection and other tasks with many easy negatives: what is classified well hardly counts.

    Formula
        alpha_t (1 - p_t)^gamma (y softplus(-x) + (1 - y) softplus(x)), with y = target, p = sigmoid(x),
        p_t = y p + (1 - y) (1 - p), alpha_t = alpha y + (1 - alpha) (1 - y), or 1 without alpha
    Arguments
        logits (array of any shape): real numbers
        target (array in the shape of logits, or a number): 0 or 1, or a coefficient
        gamma (number or array, default 2.0): numbers in [0, inf)
        alpha (number, array, or sequence, default None): None, or one number per class in [0, 1]
        class_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        ignore_index (int, default None): None, or a label that leaves its elements out
        axis (int, default -1): the axis of classes or components
    Shapes
        logits, target: the same shape (target may be a number). The unreduced loss has that shape. alpha, class_weight:
        a number, or one value for each class along `axis`.
    Domain
        logits: real numbers, infinities included. target: 0 and 1, or soft labels between. gamma >= 0, alpha in
        [0, 1]. ignore_index: a target value to leave out. class_weight: weights along `axis` that also count in the
        normaliser; alpha does not.
    Subgradient
        None is needed: the loss is smooth for hard labels.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        sigmoid_cross_entropy, asymmetric, softmax_focal
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.sigmoid_focal(np.asarray([1.2, -0.7, 0.3]), np.asarray([1.0, 0.0, 1.0]), reduction="none")
        >>> loss.round(5).tolist()
        [0.01411, 0.04439, 0.10039]

    Source
        Lin et al., Focal loss for dense object detection, ICCV 2017, equation 5. The paper uses alpha = 0.25 with
        gamma = 2; here alpha is off unless given. Soft labels as in torchvision and optax.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Smooth L1 loss: absolute error, rounded off to a parabola below `beta`.

    The box-regression loss of object detectors. It is the Huber loss divided by its threshold, and tends to the
    absolute error as beta goes to 0.

    Formula
        e^2 / (2 beta)   if |e| < beta
        |e| - beta / 2   otherwise, with e = pred - target
    Arguments
        pred (array of any shape): real numbers
        target (array in the shape of pred, or a number): real numbers
        beta (number or array, default 1.0): numbers in [0, inf)
    Shapes
        pred, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        pred, target: real numbers, in the same units. beta >= 0, in those units; it may be a learned array.
    Subgradient
        0 at e = 0 where beta = 0; elsewhere value and slope are continuous.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        huber, pseudo_huber
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.smooth_l1(np.asarray([0.5, 3.0]), np.asarray([0.0, 0.0]), beta=2.0))
        1.03125

    Source
        Girshick, Fast R-CNN, ICCV 2015, equation 3 (beta = 1).

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Soft margin loss: the logistic loss of a score and a label -1 or 1; a hinge without a kink.

    The same as `sigmoid_cross_entropy`, for labels with a sign. It does not overflow: a score of -200 costs 200.

    Formula
        log(1 + exp(-y f)), with y = target, or y = 2 target - 1 for encoding="binary"
    Arguments
        scores (array of any shape): real numbers
        target (array in the shape of scores, or a number): real numbers
        encoding (str, default "signed"): one of 'signed', 'binary'
    Shapes
        scores, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        scores: real numbers, infinities included. target: -1 and 1 ("signed"), or 0 and 1 ("binary"); the encoding is
        never guessed from the data. Other numbers multiply the score.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        sigmoid_cross_entropy, hinge, exponential
    Example
        >>> import numpy as np, unilosses
        >>> unilosses.soft_margin(np.asarray([-200.0, 0.0]), 1.0, reduction="none").tolist()
        [200.0, 0.6931471805599453]

    Source
        Friedman, Hastie and Tibshirani, Additive logistic regression, Ann. Statist. 28 (2000), section 4.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Softmax cross-entropy: the negative log-probability of the right class, from logits.

    The standard loss of classification. Index labels and their one-hot form give the same result for every parameter.

    Formula
        sum_j w_j (y_j (1 - s) + s / C) (log Z - x_j) + z_loss (sum_j w_j y_j) (log Z)^2, with C classes,
        log Z = log sum_k exp(x_k), w = class_weight, s = label_smoothing, and y the one-hot form of an index;
        softcap: softcap tanh(x_j / softcap) for x_j; class_mask: only classes where it is True are in Z and in C,
        and smoothing gives the others nothing
    Arguments
        logits (array, contracted along `axis`): real numbers
        labels (integers in the shape of logits without `axis`, or an array in its shape): class indices, or one
            coefficient per class
        class_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        label_smoothing (number or array, default 0.0): numbers in [0, 1]
        z_loss (number or array, default 0.0): numbers in [0, inf)
        softcap (number or array, default None): None or a number in (0, inf)
        class_mask (array or sequence, default None): None, or booleans: an array of one per class, or of the shape of
            the first array; or a sequence
        ignore_index (int, default None): None, or a label that leaves its elements out
        axis (int, default -1): the axis of classes or components
    Shapes
        logits: (..., C) with the classes along `axis`. labels: class indices, without that axis, or one coefficient per
        class, in the same shape. The unreduced loss has the shape without the class axis. class_weight: a number, or
        one value for each class along `axis`. class_mask: one boolean for each class, or an array of them in the
        logits' shape.
    Domain
        logits: real numbers; -inf is a class that cannot happen, which costs nothing where its coefficient is 0 and
        inf where it is not. labels: integers from 0 to C - 1; or coefficients y_j, which need not sum to one.
        class_weight >= 0; it counts in the normaliser: a row counts sum_j y_j w_j. label_smoothing in [0, 1].
        z_loss >= 0: a row's share of it counts as the row does in the normaliser, smoothed or not, so that the mean
        takes the same average of (log Z)^2 as of the rest. softcap: None or > 0; it makes -softcap of -inf.
        class_mask: classes where it is False are as a logit of -inf after the cap, whatever the logit holds: a label
        there costs inf. ignore_index: a label whose rows are left out (rows, where class_mask leaves out classes).
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit, a label that is no class (NaN in its row where the host cannot read labels),
        or a parameter outside its domain. TypeError: an array whose dtype or library does not fit.
    See also
        categorical_cross_entropy, nll, linear_cross_entropy, softmax_focal, sigmoid_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.softmax_cross_entropy(np.asarray([[20.0, 0.0]]), np.asarray([0])))
        2.061153620314381e-09

    Source
        Bridle, Probabilistic interpretation of feedforward classification network outputs (1990). Label smoothing:
        Szegedy et al., Rethinking the Inception architecture, CVPR 2016, section 7. z_loss: Chowdhery et al., PaLM
        (2022), section 5, with 1e-4. softcap: Gemma Team, Gemma 2 (2024), section 2, with 30.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Focal loss of several exclusive classes, from logits.

    Formula
        sum_j alpha_j w_j y_j (1 - p_j)^gamma (-log p_j), with p = softmax(x), w = class_weight
    Arguments
        logits (array, contracted along `axis`): real numbers
        labels (integers in the shape of logits without `axis`, or an array in its shape): class indices, or one
            coefficient per class
        gamma (number or array, default 2.0): numbers in [0, inf)
        alpha (number, array, or sequence, default None): None, or one number per class in [0, inf)
        class_weight (number, array, or sequence, default None): None, or one number per class in [0, inf)
        ignore_index (int, default None): None, or a label that leaves its elements out
        axis (int, default -1): the axis of classes or components
    Shapes
        logits: (..., C) with the classes along `axis`. labels: class indices, without that axis, or one coefficient per
        class, in the same shape. The unreduced loss has the shape without the class axis. alpha, class_weight: a
        number, or one value for each class along `axis`.
    Domain
        logits: real numbers; -inf is a class that cannot happen. labels: integers from 0 to classes - 1, or
        coefficients y_j. gamma >= 0; alpha, class_weight >= 0. ignore_index: a label whose rows are left out.
        class_weight counts in the normaliser (a row counts sum_j y_j w_j), alpha does not.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit, a label that is no class (NaN in its row where the host cannot read labels),
        or a parameter outside its domain. TypeError: an array whose dtype or library does not fit.
    See also
        softmax_cross_entropy, poly1_cross_entropy, sigmoid_focal
    Example
        >>> import numpy as np, unilosses
        >>> round(float(unilosses.softmax_focal(np.asarray([[2.0, 1.0, 0.1]]), np.asarray([0]))), 6)
        0.048492

    Source
        Lin et al., Focal loss for dense object detection, ICCV 2017, equation 4, with softmax for sigmoid.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Softmax cross-entropy of a list (ListNet): the items' shares of a softmax, weighted by their relevance.

    Trains the chance of each item to come first. The ListNet paper weighs by a softmax of the relevance: pass that
    for `relevance`.

    Formula
        -sum_i y_i log(exp(s_i) / sum_j exp(s_j)), with s = scores, y = relevance
    Arguments
        scores (array, contracted along `axis`): real numbers
        relevance (array in the shape of scores, or a number): real numbers
        segments (array or sequence, default None): None, or integers, one for each of the elements
        axis (int, default -1): the axis of classes or components
    Shapes
        scores, relevance: the same shape, with the items of a list along `axis`. The unreduced loss has the shape
        without it. where: a mask of the lists, or one of single items, in the shape of scores.
    Domain
        scores: real numbers; -inf is an item that cannot come first, which costs nothing where its relevance is 0.
        relevance: real coefficients; they need not sum to one. segments: integers in the shape of scores; the items
        of a row with the same one make a list, and the row costs the sum over its lists. (normalizer= takes the
        number of all lists, for a mean over them.) Memory then grows with the square of a row's length.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        list_mle, softmax_cross_entropy
    Example
        >>> import numpy as np, unilosses
        >>> scores, relevance = np.asarray([[2.0, 1.0, 3.0]]), np.asarray([[1, 0, 0]])
        >>> round(float(unilosses.softmax_ranking(scores, relevance)), 6)
        1.407606

    Source
        Cao et al., Learning to rank: from pairwise approach to listwise approach, ICML 2007, section 4.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Squared epsilon-insensitive loss: the square of what a residual exceeds `epsilon` by.

    The smooth variant of the loss of support vector regression (L2-loss SVR).

    Formula
        max(0, |e| - epsilon)^2, with e = pred - target
    Arguments
        pred (array of any shape): real numbers
        target (array in the shape of pred, or a number): real numbers
        epsilon (number or array, default 0.1): numbers in [0, inf)
    Shapes
        pred, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        pred, target: real numbers, in the same units. epsilon >= 0, in those units; it may be a learned array.
    Subgradient
        None is needed: value and slope are 0 at the edge of the tube.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        epsilon_insensitive, squared_error
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.squared_epsilon_insensitive(np.asarray([0.25, 2.5]), np.asarray([0.0, 0.0]), epsilon=0.5)
        >>> float(loss)
        2.0

    Source
        Ho and Lin, Large-scale linear support vector regression, J. Mach. Learn. Res. 13 (2012), section 1.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

def squared_error(
    pred: _A,
    target: _Array | float,
    *,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Squared error (pred - target)^2, without a factor 1/2; its mean is the MSE, also called L2 loss.

    The standard choice for Gaussian noise; the best constant prediction is the mean.

    Formula
        e^2, with e = pred - target
    Arguments
        pred (array of any shape): real numbers
        target (array in the shape of pred, or a number): real numbers
    Shapes
        pred, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        pred, target: real numbers, in the same units; the loss has the square of them.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit. TypeError: an array whose dtype or library does not fit.
    See also
        absolute_error, huber, gaussian_nll
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.squared_error(np.asarray([1.0, 2.0]), np.asarray([4.0, 6.0])))
        12.5

    Source
        Gauss, Theoria motus corporum coelestium (1809), section 179.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Squared hinge loss: the hinge loss squared, smooth at the margin, harder on large violations.

    Formula
        max(0, margin - y f)^2, with y = target, or y = 2 target - 1 for encoding="binary"
    Arguments
        scores (array of any shape): real numbers
        target (array in the shape of scores, or a number): -1 or 1, or 0 or 1, by the encoding
        margin (number or array, default 1.0): numbers in (0, inf)
        encoding (str, default "signed"): one of 'signed', 'binary'
    Shapes
        scores, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        As for `hinge`: scores real; target -1 and 1 ("signed") or 0 and 1 ("binary"); margin > 0.
    Subgradient
        None is needed for the value's slope; the second derivative at the margin is taken as 0.
    Errors
        ValueError: shapes that do not fit, a label that its encoding has not (NaN in its element where the host cannot
        read labels), or a parameter outside its domain. TypeError: an array whose dtype or library does not fit.
    See also
        hinge, modified_huber
    Example
        >>> import numpy as np, unilosses
        >>> unilosses.squared_hinge(np.asarray([-3.0, 0.5, 2.0]), 1.0, reduction="none").tolist()
        [16.0, 0.25, 0.0]

    Source
        Cortes and Vapnik, Support-vector networks, Machine Learning 20 (1995), section 3, with squared slacks.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

def squared_log_error(
    pred: _A,
    target: _Array | float,
    *,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Squared log error: the squared difference of log(1 + pred) and log(1 + target); its mean is the MSLE.

    For counts and amounts over several decades, where a factor matters and not a difference.

    Formula
        (log(1 + pred) - log(1 + target))^2
    Arguments
        pred (array of any shape): numbers in (-1, inf)
        target (array in the shape of pred, or a number): numbers in (-1, inf)
    Shapes
        pred, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        pred, target: numbers above -1. Where one of them is -1, the loss is inf; where it is below, or both are -1,
        NaN: nothing is clipped.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit. TypeError: an array whose dtype or library does not fit.
    See also
        squared_error, poisson_deviance
    Example
        >>> import numpy as np, unilosses
        >>> loss = unilosses.squared_log_error(np.asarray([3.0, 0.0]), np.asarray([1.0, 0.0]))
        >>> round(float(loss), 12)
        0.240226506959

    Source
        Tofallis, A better measure of relative prediction accuracy, J. Oper. Res. Soc. 66 (2015), the squared logarithm
        of the ratio; with 1 added to both, which lets counts be 0, as in scikit-learn's user guide. Keras clips
        negative numbers to 1e-7: they cost nothing then, and have no gradient. scikit-learn refuses numbers of -1
        and below.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Student's t negative log-likelihood: a likelihood that expects outliers, the more so the smaller `df`.

    The influence of a residual falls off beyond sqrt(df) scales. For df = 1 it is Cauchy's distribution, for df -> inf
    Gauss's.

    Formula
        (df + 1) / 2 log(1 + t^2 / df) + log(scale) + log(df pi) / 2 + log Gamma(df / 2) - log Gamma((df + 1) / 2),
        with t = (mean - target) / scale
    Arguments
        mean (array of any shape): real numbers
        target (array in the shape of mean, or a number): real numbers
        scale (array in the shape of mean, or of its leading axes, or a number): numbers in (0, inf), broadcast to the
            first array
        df (number or array, default 4.0): numbers in (0, inf)
    Shapes
        mean, target: the same shape (target may be a number). scale: that shape, or its leading axes (one number per
        sample), with length 1 where it repeats; or a number. The unreduced loss has that shape.
    Domain
        mean, target: real numbers, in the same units. scale > 0, in those units; it is no standard deviation, which
        is sqrt(df / (df - 2)) times as much. df > 0, finite; it may be a learned array, as the loss has all terms
        that depend on it. At scale = 0 the loss is inf, and -inf where the residual is 0 too.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit. A negative scale gives NaN.
    See also
        cauchy, gaussian_nll
    Example
        >>> import numpy as np, unilosses
        >>> mean, target, scale = np.asarray([1.0]), np.asarray([0.0]), np.asarray([1.0])
        >>> round(float(unilosses.student_t_nll(mean, target, scale, df=1.0)), 12)  # log(2 pi)
        1.837877066409

    Source
        Lange, Little and Taylor, Robust statistical modeling using the t distribution, J. Amer. Statist. Assoc. 84
        (1989), section 2.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Supervised contrastive loss: each row's positives share its softmax over all other rows.

    Formula
        row i: -1 / |P(i)| sum over p in P(i) of log(e^s_ip / sum_{a != i} e^s_ia), with P(i) the other rows of the
        same label and s_ij = cos(x_i, x_j) / temperature (the paper's L_out). A row without a positive has loss 0
    Arguments
        embeddings (array, contracted along `axis`): real numbers
        labels (array in the shape of embeddings without `axis`): one integer per row
        temperature (number or array, default 0.1): numbers in (0, inf)
        axis (int, default -1): the axis of classes or components
    Shapes
        embeddings: (..., N, D) with the vectors along `axis`: the N rows of a batch are compared with one another.
        labels: (..., N). The unreduced loss has the shape (..., N). Rows that `where` leaves out are nobody's pair.
    Domain
        embeddings: real vectors of any length. labels: integers, which are only compared. temperature > 0; it may be
        learned: a 0-d array.
    Subgradient
        A zero vector has cosine 0 with every other and gradient 0.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        nt_xent, circle
    Example
        >>> import numpy as np, unilosses
        >>> x = np.asarray([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0], [-1.0, 0.0]])
        >>> round(float(unilosses.supervised_contrastive(x, np.asarray([0, 0, 0, 1]), temperature=0.5)), 12)
        0.695520220689

    Source
        Khosla et al., Supervised contrastive learning, NeurIPS 2020, equation 2. The authors' code has the factor
        temperature / 0.07 before it.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

def symmetric_absolute_percentage_error(
    pred: _A,
    target: _Array | float,
    *,
    weight: _Scalar | None = None,
    where: _Array | None = None,
    reduction: _Reduction = "mean",
    normalizer: _Normalizer | None = None,
) -> _A:
    """Symmetric absolute percentage error: the residual relative to the mean size of both; its mean is the SMAPE.

    Between 0 and 2, and 2 wherever the signs differ: there it does not say which way to go.

    Formula
        2 |e| / (|target| + |pred|), with e = pred - target; 0 where both are 0
    Arguments
        pred (array of any shape): real numbers
        target (array in the shape of pred, or a number): real numbers
    Shapes
        pred, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        pred, target: real numbers, in the same units. No epsilon is added.
    Subgradient
        At 0 of one of them that of |.| is 0, which is the mean of both sides' slopes; 0 at e = 0. So the gradient is
        0 wherever the signs differ, and is not at a prediction of 0.
    Errors
        ValueError: shapes that do not fit. TypeError: an array whose dtype or library does not fit.
    See also
        absolute_percentage_error
    Example
        >>> import numpy as np, unilosses
        >>> pred, target = np.asarray([1.0, 0.0]), np.asarray([3.0, 0.0])
        >>> unilosses.symmetric_absolute_percentage_error(pred, target, reduction="none").tolist()
        [1.0, 0.0]

    Source
        Makridakis, Accuracy measures: theoretical and practical concerns, Int. J. Forecasting 9 (1993), with the
        absolute values of the M4 competition, Int. J. Forecasting 36 (2020), which multiplies by 100. torchmetrics
        divides by at least 1.17e-6.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Total variation distance of each row: the most that two distributions can differ about any event.

    Formula
        sum_j |p_j - q_j| / 2, with p = target, q = pred
    Arguments
        pred (array, contracted along `axis`): real numbers
        target (array in the shape of pred, or a number): real numbers
        pred_space (str, default "probs"): one of 'probs', 'log_probs', 'logits'
        target_space (str, default "probs"): one of 'probs', 'log_probs', 'logits'
        axis (int, default -1): the axis of classes or components
    Shapes
        pred, target: the same shape, with the classes along `axis`. The unreduced loss has the shape without it.
    Domain
        pred_space, target_space: "probs" (taken as they are: nothing is renormalised), "log_probs", or "logits" (a
        softmax is taken).
    Subgradient
        0 where p_j = q_j.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        jensen_shannon, kl_divergence
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.total_variation_distance(np.asarray([[0.5, 0.5, 0.0]]), np.asarray([[0.25, 0.5, 0.25]])))
        0.25

    Source
        Levin, Peres and Wilmer, Markov Chains and Mixing Times (2009), proposition 4.2.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

def total_variation_penalty(
    params: _Tree,
    *,
    axis: int | tuple[int, ...] = -1,
    weight: _TreeWeight = None,
    where: _Tree = None,
    reduction: _Reduction = "sum",
    normalizer: _Normalizer | None = None,
) -> Any:
    """Total variation: the sum of the steps between neighbours, for arrays that are smooth but for edges.

    For signals (along one axis) and images (axis=(-2, -1)); this is the anisotropic form, axis by axis.

    Formula
        sum |x_{i + 1} - x_i| over all neighbours along `axis`; of several axes, the sum of their sums
    Arguments
        params (array, or dicts, lists and tuples of arrays): real numbers
        axis (int, default -1): the axis of classes or components
    Shapes
        params: an array, or any nesting of dicts, lists and tuples of arrays. axis: one axis or a tuple of axes, along
        each of which steps are taken. Unreduced, a tree of the same structure without those axes.
    Domain
        Real numbers. Unlike other losses a penalty is summed by default; reduction="mean" divides by the number of
        unreduced values, so that a batch of images has the mean of one image.
    Subgradient
        0 where two neighbours are equal, on every backend.
    Errors
        ValueError: a tree without an array. TypeError: an array whose dtype or library does not fit. ValueError: an
        array does not have the axes.
    See also
        l1_penalty
    Example
        >>> import numpy as np, unilosses
        >>> image = np.asarray([[1.0, 2.0, 4.0], [1.0, 0.0, 4.0]])
        >>> float(unilosses.total_variation_penalty(image, axis=(0, 1)))
        10.0

    Source
        Rudin, Osher and Fatemi, Nonlinear total variation based noise removal algorithms, Physica D 60 (1992), in the
        anisotropic form of Esedoglu and Osher, Comm. Pure Appl. Math. 57 (2004).

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Triplet loss: an anchor is to be nearer to a positive than to a negative, by a margin.

    Formula
        max(0, margin + d(anchor, positive) - d(anchor, negative)), with d(u, v) = (sum_i |u_i - v_i + eps|^p)^(1/p)
        swap=True: min(d(anchor, negative), d(positive, negative)) for d(anchor, negative)
        soft=True: log(1 + e^z) for max(0, z)
    Arguments
        anchor (array, contracted along `axis`): real numbers
        positive (array in the shape of anchor, or a number): real numbers
        negative (array in the shape of anchor, or a number): real numbers
        margin (number or array, default 1.0): numbers in [0, inf)
        p (number or array, default 2.0): numbers in [1, inf)
        eps (number or array, default 0.0): numbers in [0, inf)
        swap (bool, default False)
        soft (bool, default False)
        axis (int, default -1): the axis of classes or components
    Shapes
        anchor, positive, negative: the same shape, with the vectors along `axis`. The unreduced loss has the shape
        without the axis.
    Domain
        Real vectors. margin >= 0, in the units of the distance. p >= 1, the degree of the norm; float("inf") is the
        largest difference. eps >= 0 is added to each difference, as PyTorch does with 1e-6; 0 is the exact distance.
    Subgradient
        0 where the margin is just kept. The distance of equal vectors has slope 0; so has, for p = 1, each component
        that is equal. Ties (p = inf; equal distances with swap) share equally.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        triplet_margin_with_distance, contrastive, circle
    Example
        >>> import numpy as np, unilosses
        >>> anchor, positive, negative = np.zeros((1, 2)), np.asarray([[3.0, 4.0]]), np.asarray([[0.0, 5.5]])
        >>> float(unilosses.triplet_margin(anchor, positive, negative))
        0.5

    Source
        Balntas et al., Learning local feature descriptors with triplets and shallow convolutional neural networks,
        BMVC 2016, sections 2.1 and 2.2 (swap); soft with margin=0: Hermans, Beyer and Leibe, In defense of the triplet
        loss for person re-identification, 2017. optax and MLX add eps to the sum of the powers: their distance of
        equal vectors is eps^(1/p), 1e-3 by default.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Triplet loss with a distance of your own.

    Formula
        max(0, margin + d(anchor, positive) - d(anchor, negative)), with d = distance_function
        swap=True: min(d(anchor, negative), d(positive, negative)) for d(anchor, negative)
        soft=True: log(1 + e^z) for max(0, z)
    Arguments
        anchor (array, contracted along `axis`): real numbers
        positive (array in the shape of anchor, or a number): real numbers
        negative (array in the shape of anchor, or a number): real numbers
        distance_function (function, default None): None or a function
        margin (number or array, default 1.0): numbers in [0, inf)
        swap (bool, default False)
        soft (bool, default False)
        axis (int, default -1): the axis of classes or components
    Shapes
        anchor, positive, negative: the same shape, with the vectors along `axis`. The unreduced loss has the shape
        without the axis.
    Domain
        Real vectors. distance_function: None for the Euclidean distance; a loss of two vectors from this library
        (unilosses.cosine_distance, or an object such as unilosses.CosineDistance()), whose gradient is used; or any
        function of two arrays (..., D) that returns their distances (...), written in the arrays' own library, which
        also differentiates it (NumPy gives the value alone). margin >= 0, in the units of the distance.
    Subgradient
        0 where the margin is just kept. Equal distances (swap) share equally. The Euclidean distance of equal vectors
        has slope 0; a function of your own has the slope that its library gives it.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit. ValueError: the function's result is not one number per row.
    See also
        triplet_margin, cosine_distance
    Example
        >>> import numpy as np, unilosses
        >>> anchor, positive, negative = np.asarray([[1.0, 0.0]]), np.asarray([[3.0, 4.0]]), np.asarray([[4.0, -3.0]])
        >>> distance = unilosses.cosine_distance
        >>> loss = unilosses.triplet_margin_with_distance(anchor, positive, negative, distance_function=distance)
        >>> round(float(loss), 12)
        1.2

    Source
        Balntas et al., Learning local feature descriptors with triplets and shallow convolutional neural networks,
        BMVC 2016, sections 2.1 and 2.2.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Tversky loss of a region: an overlap that counts false positives and false negatives differently.

    alpha weighs false positives, beta false negatives: a larger beta finds more of a rare region. alpha = beta = 1/2
    is `dice`, alpha = beta = 1 is `jaccard`. (Keras 3.15.1 has the two exchanged.)

    Formula
        1 - (TP + smooth) / (TP + alpha FP + beta FN + smooth), with TP = sum p t, FP = sum p (1 - t),
        FN = sum (1 - p) t over the pixels, p = probs, t = target; 0 for 0 / 0
    Arguments
        probs (array, contracted along `axis`): numbers in [0, 1]
        target (array in the shape of probs, or a number): numbers in [0, 1]
        alpha (number or array, default 0.5): numbers in [0, inf)
        beta (number or array, default 0.5): numbers in [0, inf)
        smooth (number or array, default 0.0): numbers in [0, inf)
        absent (str, default "count"): one of 'count', 'zero', 'one', 'nan'
        axis (int, default -1): the axis of classes or components
    Shapes
        probs, target: the same shape; `axis` names the pixels' axes, what remains is the unreduced loss: see `dice`.
        where: a mask of the loss's shape, or one of single pixels, with as many axes as probs.
    Domain
        probs, target: numbers in [0, 1]. alpha, beta, smooth >= 0; they may be learned 0-d arrays. absent: what a
        region costs that the target does not have: "count" (the formula), "zero", "one" or "nan": see `dice`.
    Subgradient
        0 where the denominator is 0, and where `absent` fixes the value.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        focal_tversky, dice, jaccard
    Example
        >>> import numpy as np, unilosses
        >>> probs, target = np.asarray([[1.0, 1.0, 0.0]]), np.asarray([[1, 0, 0]])  # one false positive
        >>> round(float(unilosses.tversky(probs, target, alpha=0.25, beta=0.75)), 6)
        0.2

    Source
        Salehi, Erdogmus and Gholipour, Tversky loss function for image segmentation, MLMI 2017, equation 3.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Tweedie deviance: for amounts whose variance is a power of their mean; between 1 and 2 they may be exactly 0.

    power = 0 is the squared error, 1 `poisson_deviance`, 2 `gamma_deviance`, 3 the inverse Gaussian's. Between 1 and 2
    it belongs to a Poisson number of gamma amounts: the cost of insurance claims, daily rain.

    Formula
        2 (max(y, 0)^(2 - p) / ((1 - p) (2 - p)) - y m^(1 - p) / (1 - p) + m^(2 - p) / (2 - p)), with y = target,
        m = pred, p = power; its limits for p = 1 and 2; (y - m)^2 for p = 0
    Arguments
        pred (array of any shape): numbers in (0, inf)
        target (array in the shape of pred, or a number): numbers in [0, inf)
        power (number or array, default 1.5): numbers in (-inf, 0] or [1, inf)
    Shapes
        pred, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        power: a Python number, <= 0 or >= 1. It cannot be learned: a deviance leaves out what depends on it alone.
        power < 0: pred > 0, target any real number; 0: both any; in [1, 2): pred > 0, target >= 0; >= 2: both > 0.
        At 0 the loss is its limit, which is inf for pred = 0 with power >= 1 and for target = 0 with power >= 2.
        Outside, and for 0 against 0 with power >= 2, it is NaN.
    Subgradient
        By a target of 0 the derivative (minus infinity for power >= 1) is taken as 0.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit. TypeError: power is an array.
    See also
        poisson_deviance, gamma_deviance, squared_error
    Example
        >>> import numpy as np, unilosses
        >>> pred, target = np.asarray([4.0, 4.0]), np.asarray([0.0, 1.0])
        >>> loss = unilosses.tweedie_deviance(pred, target, power=1.5, reduction="none")
        >>> [round(float(x), 12) for x in loss]
        [8.0, 2.0]

    Source
        Jorgensen, Exponential dispersion models, J. R. Statist. Soc. B 49 (1987), section 2; Dunn and Smyth, Series
        evaluation of Tweedie exponential dispersion model densities, Statist. Comput. 15 (2005), section 2. As
        scikit-learn's metric, whose arguments stand the other way round.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """VICReg: two views are to agree, with features that keep their spread and are not correlated.

    Formula
        invariance sum_{n,j} (x_nj - y_nj)^2 / (N D) + variance (v(x) + v(y)) + covariance (c(x) + c(y)), with
        v(z) = sum_j max(0, 1 - sqrt(Var(z_j) + eps)) / D and c(z) = sum_{i != j} Cov(z_i, z_j)^2 / D, variances and
        covariances by N - 1
    Arguments
        first (array): real numbers
        second (array in the shape of first, or a number): real numbers
        invariance (number or array, default 25.0): numbers in [0, inf)
        variance (number or array, default 25.0): numbers in [0, inf)
        covariance (number or array, default 1.0): numbers in [0, inf)
        eps (number or array, default 0.0001): numbers in [0, inf)
    Shapes
        first, second: (..., N, D), the same shape: N samples of D features. The unreduced loss has the shape (...).
    Domain
        Real numbers. invariance, variance, covariance: the weights of the three terms, >= 0. eps >= 0. A single sample
        has variance and covariance 0.
    Subgradient
        0 by a feature whose spread is just enough; with eps=0, by one without spread.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit. ValueError: there are fewer than two axes.
    See also
        barlow_twins
    Example
        >>> import numpy as np, unilosses
        >>> first, second = np.asarray([[1.0, 0.0], [3.0, 2.0]]), np.asarray([[1.0, 0.0], [4.0, 2.0]])
        >>> float(unilosses.vicreg(first, second, eps=0.0))
        19.25

    Source
        Bardes, Ponce and LeCun, VICReg: variance-invariance-covariance regularization for self-supervised learning,
        ICLR 2022, algorithm 1. Its equation 5 does not divide the first term by D; the authors' code halves the
        second (variance=12.5 here).

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """Welsch (Leclerc) loss: a Gaussian well, quadratic near zero and bounded by 1.

    Residuals of many scales have no influence at all; `general_robust` with alpha = -inf.

    Formula
        1 - exp(-(e / scale)^2 / 2), with e = pred - target
    Arguments
        pred (array of any shape): real numbers
        target (array in the shape of pred, or a number): real numbers
        scale (number or array, default 1.0): numbers in (0, inf)
    Shapes
        pred, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        pred, target: real numbers, in the same units. scale > 0, in those units; it may be a learned array.
    Subgradient
        None is needed: the loss is smooth.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        geman_mcclure, cauchy, general_robust
    Example
        >>> import numpy as np, unilosses
        >>> round(float(unilosses.welsch(np.asarray([2.0]), np.asarray([0.0]))), 12)
        0.864664716763

    Source
        Dennis and Welsch, Techniques for nonlinear least squares and robust regression, Comm. Statist. B 7 (1978),
        c^2 / 2 (1 - exp(-(e / c)^2)): c^2 / 2 times this one, with scale = c / sqrt(2). kornia's `welsch_loss` has
        scale = 1.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    """0-1 loss: 1 for a wrong prediction, 0 for a right one; its mean is the error rate.

    A measure, not a training signal: its gradient is 0 everywhere.

    Formula
        1 if pred != target else 0
        with a threshold: 1 if (pred > threshold) != (target > 0) else 0
    Arguments
        pred (array of any shape): any real numbers
        target (array in the shape of pred, or a number): any real numbers
        threshold (number or array, default None): None or a number in (-inf, inf)
    Shapes
        pred, target: the same shape (target may be a number). The unreduced loss has that shape.
    Domain
        pred: predicted classes (integers are welcome), or scores if a threshold is given. target: classes, or labels
        0 and 1, or -1 and 1, with a threshold. Integer predictions give the library's default floating dtype.
    Subgradient
        0 everywhere.
    Errors
        ValueError: shapes that do not fit or a parameter outside its domain. TypeError: an array whose dtype or library
        does not fit.
    See also
        hinge, perceptron
    Example
        >>> import numpy as np, unilosses
        >>> float(unilosses.zero_one(np.asarray([0, 2, 1, 1]), np.asarray([0, 1, 1, 1])))
        0.25

    Source
        Wald, Statistical Decision Functions (1950), chapter 1.

    Arguments that every loss takes
        weight: how much each element or sample counts: an array of the unreduced loss's shape, or of its leading axes
            (one weight per sample), or a number. An element of weight 0 adds nothing, even if its loss is NaN.
        where: boolean mask in those same shapes. What is False counts for nothing, in value and gradient, even if it
            holds NaN or infinity.
        reduction: "mean", "sum" or "none". The mean is sum(weight * loss) / normalizer.
        normalizer: what the mean divides by: by default the sum of the unmasked weights, or their count where there are
            no weights; "count" for the count; or your own number or 0-d array. If it is 0, the mean is 0.
    """

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
    "Accumulator",
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
    "SignedLabels",
    "Sum",
    "checks",
    "engine",
    "explain",
    "from_config",
    "get",
    "list_losses",
    "loss",
    "penalty",
    "precision",
    "set_num_threads",
    "smooth_labels",
    "value_and_grad",
    "value_grad_hess",
    "warm_up",
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
