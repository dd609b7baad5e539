"""The oracle at the ends of its domains and at kinks: limits known by hand, and the subgradients that were chosen."""

from math import inf

import pytest

from conformance.suite.proofs import ORACLES

pytestmark = pytest.mark.usefixtures("sixty_digits")

LIMITS = [
    ("sigmoid_cross_entropy", (inf, 1.0), {}, 0),
    ("sigmoid_cross_entropy", (-inf, 0.0), {}, 0),
    ("sigmoid_cross_entropy", (inf, 0.0), {}, inf),
    ("sigmoid_cross_entropy", (inf, 0.5), {}, inf),
    ("sigmoid_focal", (inf, 1.0), {"gamma": 0.5}, 0),
    ("sigmoid_focal", (-inf, 1.0), {"alpha": 0.25}, inf),
    ("binary_cross_entropy", (0.0, 0.0), {}, 0),
    ("binary_cross_entropy", (1.0, 1.0), {}, 0),
    ("binary_cross_entropy", (0.0, 1.0), {}, inf),
    ("binary_cross_entropy", (1.0, 0.5), {}, inf),
    ("softmax_cross_entropy", ([1.0, 2.0, -inf], [0.0, 0.0, 1.0]), {}, inf),
    ("softmax_cross_entropy", ([-inf, -inf], 0), {}, inf),
    ("softmax_cross_entropy", ([-inf, -inf], [0.0, 0.0]), {}, 0),
    ("softmax_cross_entropy", ([inf, 0.0], 0), {}, 0),
    ("softmax_cross_entropy", ([inf, 0.0], 1), {}, inf),
    ("softmax_cross_entropy", ([3.0], 0), {}, 0),
    ("softmax_focal", ([3.0, -inf], 0), {"gamma": 0.5}, 0),
    ("nll", ([-inf, 0.0], [0.0, 1.0]), {}, 0),
    ("categorical_cross_entropy", ([0.0, 1.0], 1), {}, 0),
    ("categorical_cross_entropy", ([0.0, 1.0], 0), {}, inf),
    ("categorical_cross_entropy", ([0.0, 3.0], 1), {"renormalize": True}, 0),
    ("kl_divergence", ([0.0, 1.0], [0.0, 1.0]), {}, 0),
    ("kl_divergence", ([0.0, 1.0], [0.5, 0.5]), {}, inf),
    ("kl_divergence", ([0.25, 0.75], [0.25, 0.75]), {}, 0),
    ("cosine_regression", ([0.0, 0.0], [1.0, 2.0], 0.5), {}, 0.25),
    ("cosine_distance", ([0.0, 0.0], [1.0, 2.0]), {}, 1),
    ("cosine_distance", ([3e-19, 4e-19], [3e19, 4e19]), {}, None),
    ("smooth_l1", (inf, 0.0), {}, inf),
    ("hinge", (inf, 1.0), {}, 0),
    # tails, and a divisor of 0
    ("charbonnier", (inf, 0.0), {}, inf),
    ("cauchy", (inf, 0.0), {}, inf),
    ("geman_mcclure", (-inf, 0.0), {}, 2),
    ("welsch", (inf, 0.0), {}, 1),
    ("general_robust", (inf, 0.0), {"alpha": 0.5}, inf),
    ("general_robust", (inf, 0.0), {"alpha": -2.0}, 2),
    ("general_robust", (inf, 0.0), {"alpha": -inf}, 1),
    ("squared_log_error", (-1.0, 0.0), {}, inf),
    ("absolute_percentage_error", (0.0, 0.0), {"eps": None}, 0),
    ("absolute_percentage_error", (1.0, 0.0), {"eps": None}, inf),
    ("symmetric_absolute_percentage_error", (0.0, 0.0), {}, 0),
    ("symmetric_absolute_percentage_error", (inf, 1.0), {}, 2),
    # a distribution of no width, a count of no events
    ("gaussian_nll", (1.0, 1.0, 0.0), {}, -inf),
    ("gaussian_nll", (1.0, 1.0, -inf), {"spread_is": "log_variance"}, -inf),
    ("gaussian_nll", (1.0, 2.0, 0.0), {}, inf),
    ("gaussian_nll", (inf, 0.0, 1.0), {}, inf),
    ("laplace_nll", (1.0, 1.0, 0.0), {}, -inf),
    ("laplace_nll", (inf, 1.0, 1.0), {}, inf),
    ("student_t_nll", (1.0, 2.0, 0.0), {}, inf),
    ("poisson_nll", (-inf, 0.0), {}, 0),
    ("poisson_nll", (-inf, 1.0), {}, inf),
    ("poisson_nll", (inf, 1.0), {}, inf),
    ("poisson_nll", (0.0, 0.0), {"log_input": False, "full": "exact"}, 0),
    ("poisson_nll", (0.0, 1.0), {"log_input": False}, inf),
    ("negative_binomial_nll", (0.0, 0.0), {}, 0),
    ("negative_binomial_nll", (0.0, 1.0), {}, inf),
    ("poisson_deviance", (0.0, 0.0), {}, 0),
    ("poisson_deviance", (0.0, 1.0), {}, inf),
    ("poisson_deviance", (3.0, 0.0), {}, 6),
    ("gamma_deviance", (1.0, 0.0), {}, inf),
    ("tweedie_deviance", (4.0, 0.0), {"power": 1.5}, 8),
    ("tweedie_deviance", (0.0, 1.0), {"power": 1.5}, inf),
    ("tweedie_deviance", (1.0, 0.0), {"power": 3.0}, inf),
    # infinite scores
    ("soft_margin", (inf, 1.0), {}, 0),
    ("soft_margin", (-inf, 1.0), {}, inf),
    ("exponential", (inf, 1.0), {}, 0),
    ("modified_huber", (inf, 1.0), {}, 0),
    ("modified_huber", (-inf, 1.0), {}, inf),
    ("hinge_embedding", (inf, -1.0), {}, 0),
    ("binary_sparsemax", (inf, 1.0), {}, 0),
    ("binary_sparsemax", (inf, 0.5), {}, inf),
    ("asymmetric", (inf, 1.0), {}, 0),
    ("asymmetric", (inf, 0.0), {"clip": 0.0}, inf),
    ("asymmetric", (-10.0, 0.0), {"clip": 0.05}, 0),
    ("multiclass_sparsemax", ([inf, 0.0], 0), {}, 0),
    ("multiclass_sparsemax", ([inf, 0.0], 1), {}, inf),
    ("multiclass_sparsemax", ([3.0, 1.5], 0), {}, 0),
    ("fenchel_young", ([inf, 0.0], 0), {}, 0),
    ("fenchel_young", ([3.0, 1.5], 0), {"regularizer": "gini"}, 0),
    ("poly1_cross_entropy", ([inf, 0.0], 0), {}, 0),
    ("generalized_cross_entropy", ([0.0, 1.0], 0), {"q": 0.5, "pred_space": "probs"}, 2),
    ("asymmetric_single_label", ([inf, 0.0], 0), {"label_smoothing": 0.0}, 0),
    ("multiclass_perceptron", ([inf, inf], 0), {}, 0),
    # equal distributions, and those that have nothing in common
    ("jensen_shannon", ([0.25, 0.75], [0.25, 0.75]), {}, 0),
    ("total_variation_distance", ([0.0, 1.0], [1.0, 0.0]), {}, 1),
    ("generalized_kl_divergence", ([1.0], [0.0]), {}, 1),
    ("generalized_kl_divergence", ([0.0], [1.0]), {}, inf),
    ("distillation", ([1.0, 2.0], 0, [1.0, 2.0]), {"alpha": 1.0}, 0),
    # no direction, no distance
    ("cosine_embedding", ([0.0, 0.0], [1.0, 2.0], 1.0), {}, 1),
    ("cosine_embedding", ([0.0, 0.0], [1.0, 2.0], -1.0), {}, 0),
    ("contrastive", ([1.0, 2.0], [1.0, 2.0], 0.0), {}, 1),
    ("triplet_margin", ([1.0, 2.0], [1.0, 2.0], [1.0, 2.0]), {}, 1),
    ("barlow_twins", ([[1.0], [1.0]], [[0.0], [1.0]]), {}, 1),
    ("orthogonal_penalty", ([[0.0, 0.0], [1.0, 2.0]],), {}, 0),
    # nothing there
    ("dice", ([0.0, 0.0], [0.0, 0.0]), {}, 0),
    ("dice", ([0.5, 0.0], [0.0, 0.0]), {}, 1),
    ("jaccard", ([0.5, 0.0], [0.0, 0.0]), {"absent": "zero"}, 0),
    ("tversky", ([0.0, 0.0], [0.0, 0.0]), {"absent": "one"}, 1),
    ("focal_tversky", ([1.0, 0.0], [1.0, 0.0]), {}, 0),
    ("generalized_dice", ([[0.0, 0.0]] * 2, [[0.0, 0.0]] * 2), {"absent": "zero"}, 0),
    ("pairwise_logistic_ranking", ([3.0, 1.0], [1.0, 1.0]), {}, 0),
    ("list_mle", ([3.0], [1.0]), {}, 0),
    ("nt_xent", ([[1.0, 2.0], [2.0, 1.0]], [0, 0]), {}, [0, 0]),
    ("nt_xent", ([[1.0, 2.0], [2.0, 1.0]], [0, 1]), {}, [0, 0]),
    ("circle", ([[1.0, 2.0], [2.0, 1.0]], [0, 0]), {}, [0, 0]),
    ("ctc", ([[[-inf, -inf]]], [[1]]), {}, [inf]),
    ("ctc", ([[[0.0, -inf]]], [[-1]]), {}, [0]),
]


@pytest.mark.parametrize(("name", "args", "params", "expected"), LIMITS)
def test_limits(name, args, params, expected):
    value = ORACLES[name].value(*args, **params)
    if expected is None:
        assert 0 <= value < 1e-15
    else:
        assert value == expected


GRADIENT_LIMITS = [
    ("absolute_error", (1.0, 1.0), {}, (0, 0)),
    ("smooth_l1", (1.0, 1.0), {"beta": 0.0}, (0, 0)),
    ("huber", (3.0, 1.0), {"delta": 2.0}, (2, -2)),
    ("pseudo_huber", (-inf, 1.0), {"delta": 2.0}, (-2, 2)),
    ("log_cosh", (1e300, 0.0), {}, (1, -1)),
    ("hinge", (1.0, 1.0), {}, (0, 0)),
    ("squared_hinge", (-1.0, -1.0), {}, (0, 0)),
    ("perceptron", (0.0, 1.0), {}, (0, 0)),
    ("sigmoid_cross_entropy", (0.0, 1.0), {}, (-0.5, 0)),
    ("sigmoid_cross_entropy", (inf, 1.0), {}, (0, -inf)),
    ("sigmoid_cross_entropy", (-inf, 1.0), {}, (-1, inf)),
    ("sigmoid_focal", (inf, 1.0), {"gamma": 0.5}, (0, 0)),
    ("sigmoid_focal", (-inf, 1.0), {"alpha": 0.25}, (-0.25, inf)),
    ("binary_cross_entropy", (0.0, 0.0), {}, (1, inf)),
    ("binary_cross_entropy", (0.0, 1.0), {}, (-inf, inf)),
    ("binary_cross_entropy", (0.0, 1.0), {"eps": 0.25}, (0, None)),
    ("binary_cross_entropy", (0.25, 1.0), {"eps": 0.25}, (-4, None)),
    ("binary_cross_entropy", (0.75, 0.0), {"eps": 0.25}, (4, None)),
    ("softmax_cross_entropy", ([-inf, 0.0, 0.0], 0), {}, ([-1, 0.5, 0.5], None)),
    ("softmax_cross_entropy", ([inf, 0.0], 0), {}, ([0, 0], None)),
    ("softmax_cross_entropy", ([-inf, -inf], [0.0, 0.0]), {}, ([0, 0], None)),
    ("softmax_focal", ([-inf, 0.0], 0), {}, ([-1, 1], None)),
    ("categorical_cross_entropy", ([0.0, 1.0], 1), {}, ([0, -1], None)),
    ("categorical_cross_entropy", ([0.0, 2.0], 1), {"renormalize": True}, ([0.5, 0], None)),
    ("kl_divergence", ([0.5, 0.5], [0.0, 1.0]), {}, ([0, -2], None)),
    ("kl_divergence", ([1.0, 3.0], [1.0, 3.0]), {"pred_space": "logits", "target_space": "logits"}, ([0, 0], [0, 0])),
    ("cosine_distance", ([0.0, 0.0], [1.0, 2.0]), {}, ([0, 0], [0, 0])),
    ("cosine_regression", ([0.0, 0.0], [1.0, 2.0], 0.5), {}, ([0, 0], [0, 0], 1)),
    ("l1_penalty", ([0.0, -2.0],), {}, ([0, -1],)),
    # kinks, and ties
    ("quantile", (1.0, 1.0), {"quantile_level": 0.25}, (0, 0)),
    ("epsilon_insensitive", (1.5, 1.0), {"epsilon": 0.5}, (0, 0)),
    ("squared_epsilon_insensitive", (1.5, 1.0), {"epsilon": 0.5}, (0, 0)),
    ("symmetric_absolute_percentage_error", (0.0, 0.0), {}, (0, 0)),
    ("modified_huber", (1.0, 1.0), {}, (0, 0)),
    ("modified_huber", (-1.0, 1.0), {}, (-4, 4)),
    ("hinge_embedding", (1.0, -1.0), {}, (0, 0.5)),
    ("margin_ranking", (2.0, 1.0, 1.0), {"margin": 1.0}, (0, 0, 0)),
    ("binary_sparsemax", (1.0, 1.0), {}, (0, -1)),
    ("multiclass_perceptron", ([1.0, 1.0], 0), {}, ([-0.5, 0.5], None)),
    ("multiclass_hinge", ([0.0, 1.0, 1.0], 0), {}, ([-1, 0.5, 0.5], None)),
    ("multi_margin", ([1.0, 0.0], 0), {}, ([0, 0], None)),
    ("total_variation_distance", ([0.5, 0.5], [0.5, 0.5]), {}, ([0, 0], [0, 0])),
    ("total_variation_penalty", ([1.0, 1.0, 2.0],), {}, ([0, -1, 1],)),
    ("orthogonal_penalty", ([[0.0, 2.0], [3.0, 0.0]],), {}, ([[0, 0], [0, 0]],)),
    # tails
    ("charbonnier", (-inf, 0.0), {}, (-1, 1)),
    ("cauchy", (inf, 0.0), {}, (0, 0)),
    ("geman_mcclure", (inf, 0.0), {}, (0, 0)),
    ("welsch", (inf, 0.0), {}, (0, 0)),
    ("general_robust", (inf, 0.0), {"alpha": 1.0}, (1, -1)),
    ("general_robust", (-inf, 0.0), {"alpha": 1.5}, (-inf, inf)),
    ("general_robust", (inf, 0.0), {"alpha": -2.0}, (0, 0)),
    ("student_t_nll", (inf, 0.0, 2.0), {"df": 3.0}, (0, 0, -1.5)),
    # ends of the domain
    ("poisson_nll", (0.0, 1.0), {"log_input": False}, (-inf, inf)),
    ("poisson_nll", (0.0, 0.0), {"log_input": False}, (1, inf)),
    ("negative_binomial_nll", (0.0, 0.0), {}, (1, None)),
    ("generalized_kl_divergence", ([1.0, 0.0], [0.0, 1.0]), {}, ([1, -inf], [0, inf])),
    ("jensen_shannon", ([0.25, 0.75], [0.25, 0.75]), {}, ([0, 0], [0, 0])),
    # no direction, no distance, nothing there
    ("cosine_embedding", ([0.0, 0.0], [1.0, 2.0], 1.0), {}, ([0, 0], [0, 0], 0.5)),
    ("contrastive", ([1.0, 2.0], [1.0, 2.0], 0.0), {}, ([0, 0], [0, 0], -1)),
    ("triplet_margin", ([1.0, 2.0], [1.0, 2.0], [1.0, 2.0]), {}, ([0, 0], [0, 0], [0, 0])),
    ("barlow_twins", ([[1.0], [1.0]], [[0.0], [1.0]]), {}, ([[0], [0]], [[0], [0]])),
    ("dice", ([0.0, 0.0], [0.0, 0.0]), {}, ([0, 0], [0, 0])),
    ("focal_tversky", ([1.0, 0.0], [1.0, 0.0]), {"gamma": 2.0}, ([0, 0], [0, 0])),
    ("nt_xent", ([[1.0, 2.0], [2.0, 1.0]], [0, 1]), {}, ([[0, 0], [0, 0]], None)),
    ("ctc", ([[[0.0, 1.0]]], [[1, 1]]), {}, ([[[0, 0]]], None)),
]


@pytest.mark.parametrize(("name", "args", "params", "expected"), GRADIENT_LIMITS)
def test_gradient_limits(name, args, params, expected):
    gradient = ORACLES[name].gradient(*args, **params)
    for found, wanted in zip(gradient, expected, strict=True):
        assert wanted is None or found == wanted
