"""Which losses there are, and where: chapters, families and losses in the order of reading.

Written by tools/make_catalogue.py from the files of `unilosses/losses`: `make generate` writes it anew.
"""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """Where a loss is, and what else it is called."""

    module: str  # within unilosses.losses
    class_name: str
    aliases: tuple[str, ...]


LOSSES = {
    # regression
    "absolute_error": Entry("regression.regression", "AbsoluteError", ("mae", "l1")),
    "squared_error": Entry("regression.regression", "SquaredError", ("mse", "l2")),
    "huber": Entry("regression.regression", "Huber", ()),
    "smooth_l1": Entry("regression.regression", "SmoothL1", ()),
    "pseudo_huber": Entry("regression.regression", "PseudoHuber", ()),
    "log_cosh": Entry("regression.regression", "LogCosh", ()),
    "charbonnier": Entry("regression.robust", "Charbonnier", ()),
    "cauchy": Entry("regression.robust", "Cauchy", ()),
    "geman_mcclure": Entry("regression.robust", "GemanMcClure", ()),
    "welsch": Entry("regression.robust", "Welsch", ()),
    "general_robust": Entry("regression.robust", "GeneralRobust", ()),
    "quantile": Entry("regression.quantile", "Quantile", ("pinball",)),
    "expectile": Entry("regression.quantile", "Expectile", ()),
    "epsilon_insensitive": Entry("regression.quantile", "EpsilonInsensitive", ()),
    "squared_epsilon_insensitive": Entry("regression.quantile", "SquaredEpsilonInsensitive", ()),
    "squared_log_error": Entry("regression.relative", "SquaredLogError", ("msle",)),
    "absolute_percentage_error": Entry("regression.relative", "AbsolutePercentageError", ("mape",)),
    "symmetric_absolute_percentage_error": Entry("regression.relative", "SymmetricAbsolutePercentageError", ("smape",)),
    # classification
    "binary_cross_entropy": Entry("classification.binary", "BinaryCrossEntropy", ()),
    "sigmoid_cross_entropy": Entry("classification.binary", "SigmoidCrossEntropy", ()),
    "softmax_cross_entropy": Entry("classification.multiclass", "SoftmaxCrossEntropy", ()),
    "nll": Entry("classification.multiclass", "NLL", ()),
    "categorical_cross_entropy": Entry("classification.multiclass", "CategoricalCrossEntropy", ()),
    "linear_cross_entropy": Entry("classification.linear", "LinearCrossEntropy", ()),
    "sigmoid_focal": Entry("classification.focal", "SigmoidFocal", ()),
    "softmax_focal": Entry("classification.focal", "SoftmaxFocal", ()),
    "poly1_cross_entropy": Entry("classification.polynomial", "Poly1CrossEntropy", ()),
    "generalized_cross_entropy": Entry("classification.polynomial", "GeneralizedCrossEntropy", ()),
    "multilabel_margin": Entry("classification.multilabel", "MultilabelMargin", ()),
    "multilabel_soft_margin": Entry("classification.multilabel", "MultilabelSoftMargin", ()),
    "asymmetric": Entry("classification.multilabel", "Asymmetric", ()),
    "asymmetric_single_label": Entry("classification.multilabel", "AsymmetricSingleLabel", ()),
    "zero_one": Entry("classification.margin", "ZeroOne", ()),
    "hinge": Entry("classification.margin", "Hinge", ()),
    "squared_hinge": Entry("classification.margin", "SquaredHinge", ()),
    "perceptron": Entry("classification.margin", "Perceptron", ()),
    "soft_margin": Entry("classification.margin", "SoftMargin", ()),
    "modified_huber": Entry("classification.margin", "ModifiedHuber", ()),
    "exponential": Entry("classification.margin", "Exponential", ()),
    "categorical_hinge": Entry("classification.multiclass_margin", "CategoricalHinge", ()),
    "multiclass_hinge": Entry("classification.multiclass_margin", "MulticlassHinge", ()),
    "multiclass_perceptron": Entry("classification.multiclass_margin", "MulticlassPerceptron", ()),
    "multi_margin": Entry("classification.multiclass_margin", "MultiMargin", ()),
    "multiclass_sparsemax": Entry("classification.sparsemax", "MulticlassSparsemax", ()),
    "binary_sparsemax": Entry("classification.sparsemax", "BinarySparsemax", ()),
    "fenchel_young": Entry("classification.sparsemax", "FenchelYoung", ()),
    "brier": Entry("classification.scoring", "Brier", ()),
    "multiclass_brier": Entry("classification.scoring", "MulticlassBrier", ()),
    # distributions
    "kl_divergence": Entry("distributions.divergence", "KLDivergence", ()),
    "generalized_kl_divergence": Entry("distributions.distance", "GeneralizedKLDivergence", ()),
    "jensen_shannon": Entry("distributions.distance", "JensenShannon", ()),
    "total_variation_distance": Entry("distributions.distance", "TotalVariationDistance", ()),
    "distillation": Entry("distributions.distance", "Distillation", ()),
    "gaussian_nll": Entry("distributions.gaussian", "GaussianNLL", ()),
    "laplace_nll": Entry("distributions.heavy_tails", "LaplaceNLL", ()),
    "student_t_nll": Entry("distributions.heavy_tails", "StudentTNLL", ()),
    "poisson_nll": Entry("distributions.counts", "PoissonNLL", ()),
    "negative_binomial_nll": Entry("distributions.counts", "NegativeBinomialNLL", ()),
    "poisson_deviance": Entry("distributions.deviance", "PoissonDeviance", ()),
    "gamma_deviance": Entry("distributions.deviance", "GammaDeviance", ()),
    "tweedie_deviance": Entry("distributions.deviance", "TweedieDeviance", ()),
    # embeddings
    "cosine_distance": Entry("embeddings.cosine", "CosineDistance", ()),
    "cosine_regression": Entry("embeddings.cosine", "CosineRegression", ()),
    "cosine_embedding": Entry("embeddings.pairs", "CosineEmbedding", ()),
    "contrastive": Entry("embeddings.pairs", "Contrastive", ()),
    "hinge_embedding": Entry("embeddings.pairs", "HingeEmbedding", ()),
    "triplet_margin": Entry("embeddings.triplet", "TripletMargin", ()),
    "triplet_margin_with_distance": Entry("embeddings.triplet", "TripletMarginWithDistance", ()),
    "nt_xent": Entry("embeddings.contrastive", "NTXent", ()),
    "supervised_contrastive": Entry("embeddings.contrastive", "SupervisedContrastive", ("sup_con",)),
    "info_nce": Entry("embeddings.contrastive", "InfoNCE", ()),
    "n_pairs": Entry("embeddings.contrastive", "NPairs", ()),
    "circle": Entry("embeddings.contrastive", "Circle", ()),
    "barlow_twins": Entry("embeddings.self_supervised", "BarlowTwins", ()),
    "vicreg": Entry("embeddings.self_supervised", "VICReg", ()),
    # ranking
    "margin_ranking": Entry("ranking.pairs", "MarginRanking", ()),
    "pairwise_logistic_ranking": Entry("ranking.pairs", "PairwiseLogisticRanking", ()),
    "pairwise_hinge_ranking": Entry("ranking.pairs", "PairwiseHingeRanking", ()),
    "softmax_ranking": Entry("ranking.lists", "SoftmaxRanking", ()),
    "list_mle": Entry("ranking.lists", "ListMLE", ()),
    # segmentation
    "dice": Entry("segmentation.regions", "Dice", ()),
    "jaccard": Entry("segmentation.regions", "Jaccard", ()),
    "tversky": Entry("segmentation.regions", "Tversky", ()),
    "focal_tversky": Entry("segmentation.regions", "FocalTversky", ()),
    "generalized_dice": Entry("segmentation.generalized_dice", "GeneralizedDice", ()),
    # sequences
    "ctc": Entry("sequences.ctc", "CTC", ()),
    # penalties
    "l1_penalty": Entry("penalties.parameters", "L1Penalty", ()),
    "l2_penalty": Entry("penalties.parameters", "L2Penalty", ()),
    "elastic_net_penalty": Entry("penalties.parameters", "ElasticNetPenalty", ()),
    "orthogonal_penalty": Entry("penalties.structure", "OrthogonalPenalty", ()),
    "total_variation_penalty": Entry("penalties.structure", "TotalVariationPenalty", ()),
}
