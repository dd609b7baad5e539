"""Loss functions, each written once: the same values and gradients in NumPy, PyTorch, JAX and any array-API library."""

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
from .definition.registry import get, list_losses
from .gradient import value_and_grad
from .labels import smooth_labels
from .losses.binary import binary_cross_entropy, sigmoid_cross_entropy
from .losses.binary_margin import (
    brier,
    exponential,
    hinge_embedding,
    margin_ranking,
    modified_huber,
    multiclass_brier,
    soft_margin,
)
from .losses.contrastive import circle, info_nce, n_pairs, nt_xent, supervised_contrastive
from .losses.cosine import cosine_distance, cosine_regression
from .losses.counts import negative_binomial_nll, poisson_nll
from .losses.ctc import ctc
from .losses.deviance import gamma_deviance, poisson_deviance, tweedie_deviance
from .losses.distribution_distance import (
    distillation,
    generalized_kl_divergence,
    jensen_shannon,
    total_variation_distance,
)
from .losses.divergence import kl_divergence
from .losses.focal import sigmoid_focal, softmax_focal
from .losses.gaussian import gaussian_nll
from .losses.generalized_dice import generalized_dice
from .losses.heavy_tails import laplace_nll, student_t_nll
from .losses.linear_cross_entropy import linear_cross_entropy
from .losses.margin import hinge, perceptron, squared_hinge, zero_one
from .losses.multiclass import categorical_cross_entropy, nll, softmax_cross_entropy
from .losses.multiclass_margin import categorical_hinge, multi_margin, multiclass_hinge, multiclass_perceptron
from .losses.multilabel import asymmetric, asymmetric_single_label, multilabel_margin, multilabel_soft_margin
from .losses.pairs import contrastive, cosine_embedding
from .losses.penalties import elastic_net_penalty, l1_penalty, l2_penalty
from .losses.polynomial_cross_entropy import generalized_cross_entropy, poly1_cross_entropy
from .losses.quantile import epsilon_insensitive, expectile, quantile, squared_epsilon_insensitive
from .losses.ranking import list_mle, pairwise_hinge_ranking, pairwise_logistic_ranking, softmax_ranking
from .losses.regions import dice, focal_tversky, jaccard, tversky
from .losses.regression import absolute_error, huber, log_cosh, pseudo_huber, smooth_l1, squared_error
from .losses.relative import absolute_percentage_error, squared_log_error, symmetric_absolute_percentage_error
from .losses.robust import cauchy, charbonnier, geman_mcclure, general_robust, welsch
from .losses.self_supervised import barlow_twins, vicreg
from .losses.sparsemax import binary_sparsemax, fenchel_young, multiclass_sparsemax
from .losses.structure_penalties import orthogonal_penalty, total_variation_penalty
from .losses.triplet import triplet_margin, triplet_margin_with_distance
from .objects import Loss, Objective, Sum, from_config
from .settings import checks, precision

__version__ = "0.1.0"

mae = l1 = absolute_error
mse = l2 = squared_error
sup_con = supervised_contrastive
mape = absolute_percentage_error
msle = squared_log_error
pinball = quantile
smape = symmetric_absolute_percentage_error

AbsoluteError = absolute_error.cls
AbsolutePercentageError = absolute_percentage_error.cls
Asymmetric = asymmetric.cls
AsymmetricSingleLabel = asymmetric_single_label.cls
BarlowTwins = barlow_twins.cls
BinaryCrossEntropy = binary_cross_entropy.cls
BinarySparsemax = binary_sparsemax.cls
Brier = brier.cls
CTC = ctc.cls
CategoricalCrossEntropy = categorical_cross_entropy.cls
CategoricalHinge = categorical_hinge.cls
Cauchy = cauchy.cls
Charbonnier = charbonnier.cls
Circle = circle.cls
Contrastive = contrastive.cls
CosineDistance = cosine_distance.cls
CosineEmbedding = cosine_embedding.cls
CosineRegression = cosine_regression.cls
Dice = dice.cls
Distillation = distillation.cls
ElasticNetPenalty = elastic_net_penalty.cls
EpsilonInsensitive = epsilon_insensitive.cls
Expectile = expectile.cls
Exponential = exponential.cls
FenchelYoung = fenchel_young.cls
FocalTversky = focal_tversky.cls
GammaDeviance = gamma_deviance.cls
GaussianNLL = gaussian_nll.cls
GemanMcClure = geman_mcclure.cls
GeneralRobust = general_robust.cls
GeneralizedCrossEntropy = generalized_cross_entropy.cls
GeneralizedDice = generalized_dice.cls
GeneralizedKLDivergence = generalized_kl_divergence.cls
Hinge = hinge.cls
HingeEmbedding = hinge_embedding.cls
Huber = huber.cls
InfoNCE = info_nce.cls
Jaccard = jaccard.cls
JensenShannon = jensen_shannon.cls
KLDivergence = kl_divergence.cls
L1Penalty = l1_penalty.cls
L2Penalty = l2_penalty.cls
LaplaceNLL = laplace_nll.cls
LinearCrossEntropy = linear_cross_entropy.cls
ListMLE = list_mle.cls
LogCosh = log_cosh.cls
MarginRanking = margin_ranking.cls
ModifiedHuber = modified_huber.cls
MultiMargin = multi_margin.cls
MulticlassBrier = multiclass_brier.cls
MulticlassHinge = multiclass_hinge.cls
MulticlassPerceptron = multiclass_perceptron.cls
MulticlassSparsemax = multiclass_sparsemax.cls
MultilabelMargin = multilabel_margin.cls
MultilabelSoftMargin = multilabel_soft_margin.cls
NLL = nll.cls
NPairs = n_pairs.cls
NTXent = nt_xent.cls
NegativeBinomialNLL = negative_binomial_nll.cls
OrthogonalPenalty = orthogonal_penalty.cls
PairwiseHingeRanking = pairwise_hinge_ranking.cls
PairwiseLogisticRanking = pairwise_logistic_ranking.cls
Perceptron = perceptron.cls
PoissonDeviance = poisson_deviance.cls
PoissonNLL = poisson_nll.cls
Poly1CrossEntropy = poly1_cross_entropy.cls
PseudoHuber = pseudo_huber.cls
Quantile = quantile.cls
SigmoidCrossEntropy = sigmoid_cross_entropy.cls
SigmoidFocal = sigmoid_focal.cls
SmoothL1 = smooth_l1.cls
SoftMargin = soft_margin.cls
SoftmaxCrossEntropy = softmax_cross_entropy.cls
SoftmaxFocal = softmax_focal.cls
SoftmaxRanking = softmax_ranking.cls
SquaredEpsilonInsensitive = squared_epsilon_insensitive.cls
SquaredError = squared_error.cls
SquaredHinge = squared_hinge.cls
SquaredLogError = squared_log_error.cls
StudentTNLL = student_t_nll.cls
SupervisedContrastive = supervised_contrastive.cls
SymmetricAbsolutePercentageError = symmetric_absolute_percentage_error.cls
TotalVariationDistance = total_variation_distance.cls
TotalVariationPenalty = total_variation_penalty.cls
TripletMargin = triplet_margin.cls
TripletMarginWithDistance = triplet_margin_with_distance.cls
Tversky = tversky.cls
TweedieDeviance = tweedie_deviance.cls
VICReg = vicreg.cls
Welsch = welsch.cls
ZeroOne = zero_one.cls

__all__ = [
    "CTC",
    "NLL",
    "NONNEGATIVE",
    "POSITIVE",
    "REAL",
    "UNIT",
    "AbsoluteError",
    "AbsolutePercentageError",
    "AnyNumbers",
    "Asymmetric",
    "AsymmetricSingleLabel",
    "BarlowTwins",
    "BinaryCrossEntropy",
    "BinaryLabels",
    "BinarySparsemax",
    "Brier",
    "CategoricalCrossEntropy",
    "CategoricalHinge",
    "Cauchy",
    "Charbonnier",
    "Choice",
    "Circle",
    "ClassLabels",
    "ClassMask",
    "Clip",
    "Contrastive",
    "CosineDistance",
    "CosineEmbedding",
    "CosineRegression",
    "Dice",
    "Distillation",
    "Domain",
    "ElasticNetPenalty",
    "EpsilonInsensitive",
    "Expectile",
    "Exponential",
    "FenchelYoung",
    "Flag",
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
    "Interval",
    "Jaccard",
    "JensenShannon",
    "KLDivergence",
    "L1Penalty",
    "L2Penalty",
    "LaplaceNLL",
    "LinearCrossEntropy",
    "ListMLE",
    "LogCosh",
    "Loss",
    "MarginRanking",
    "ModifiedHuber",
    "MultiMargin",
    "MulticlassBrier",
    "MulticlassHinge",
    "MulticlassPerceptron",
    "MulticlassSparsemax",
    "MultilabelMargin",
    "MultilabelSoftMargin",
    "NPairs",
    "NTXent",
    "NegativeBinomialNLL",
    "NoGradientError",
    "Objective",
    "Optional",
    "OrthogonalPenalty",
    "PairwiseHingeRanking",
    "PairwiseLogisticRanking",
    "PerClass",
    "PerRow",
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
    "Sum",
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
    "checks",
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
    "from_config",
    "gamma_deviance",
    "gaussian_nll",
    "geman_mcclure",
    "general_robust",
    "generalized_cross_entropy",
    "generalized_dice",
    "generalized_kl_divergence",
    "get",
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
    "list_losses",
    "list_mle",
    "log_cosh",
    "loss",
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
    "penalty",
    "perceptron",
    "pinball",
    "poisson_deviance",
    "poisson_nll",
    "poly1_cross_entropy",
    "precision",
    "pseudo_huber",
    "quantile",
    "sigmoid_cross_entropy",
    "sigmoid_focal",
    "smape",
    "smooth_l1",
    "smooth_labels",
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
    "value_and_grad",
    "vicreg",
    "welsch",
    "zero_one",
]
