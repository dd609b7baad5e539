"""The oracle's values against published numbers, and against numbers worked out by hand.

The inputs are chosen so that a formula can be followed on paper: softmax of (0, log 2, log 5) is (1/8, 2/8, 5/8), the
cosine of (3, 4) and (4, 3) is 24/25, and an exponential of a logarithm is a whole number.
"""

from math import e, exp, inf, log, log1p, pi, sqrt

import numpy as np
import pytest

import unilosses
from conformance.suite.proofs import ORACLES

pytestmark = pytest.mark.usefixtures("sixty_digits")


# --- published -------------------------------------------------------------------------------------------------------


def _close(found, expected, digits=7):
    assert float(found) == pytest.approx(expected, rel=10.0**-digits, abs=10.0**-digits)


RAMP = np.linspace(-3, 5, 100, dtype=np.float32).tolist()


@pytest.mark.parametrize(
    ("pos_weight", "places", "expected"),
    [
        (None, [0, 1, 50, 53, 54, 99], [4.3132615, 4.2324533, 0.27285787, 0.03043339, -0.05037478, -3.6867383]),
        (0.5, [0, 1, 50, 51, 52, 99], [4.7831545, 4.689689, 0.10989852, 0.01643331, -0.0770319, -4.4698925]),
    ],
)
def test_published_sigmoid_cross_entropy_of_a_ramp_of_labels(pos_weight, places, expected):
    for place, number in zip(places, expected, strict=True):
        _close(ORACLES["sigmoid_cross_entropy"].value(1.0, RAMP[place], pos_weight=pos_weight), number, 6)


def test_published_sigmoid_cross_entropy():
    logits, labels = [12, 3, 2, 4, 6.5, 1.2], [1, 0, 0, 1, 1, 0]
    expected = [6.14419348e-06, 3.04858735, 2.12692801, 0.0181499279, 0.00150231016, 1.46328247]
    for x, y, number in zip(logits, labels, expected, strict=True):
        assert float(ORACLES["sigmoid_cross_entropy"].value(x, y)) == pytest.approx(number, rel=1e-8)


def test_published_softmax_focal():
    logits = [
        [0.5688, -1.1567, 1.8231, -0.2724, -1.2335, 0.9968, 0.9643],
        [-0.1824, 0.301, 1.707, 0.8743, 0.4528, 1.4306, -2.3726],
        [-2.5052, -0.3744, 0.3718, -1.5129, -2.0459, 1.0374, -0.5433],
    ]
    for row, label, number in zip(logits, [6, 5, 1], [1.1599, 0.7283, 1.6924], strict=True):
        assert abs(float(ORACLES["softmax_focal"].value(row, label, gamma=2.0)) - number) < 1e-4


def test_published_multiclass_cross_entropies():
    ce = ORACLES["softmax_cross_entropy"]
    _close(ce.value([0.1, 0.02, 0.88], [1.0, -3.0, 10.0]), 3.256844172262274, 15)
    _close(ce.value([1.0, -3.0, 10.0], [0.1, 0.02, 0.88]), 1.160125662237664, 15)
    _close(ce.value([2, 0.5, 6], 2), 0.02215516215713199, 15)
    _close(ce.value([0.1, 0, 3], 1), 3.099673635546296, 15)
    of_probs = ORACLES["categorical_cross_entropy"]
    mean = (of_probs.value([0.05, 0.95, 0.0], 1) + of_probs.value([0.1, 0.8, 0.1], 2)) / 2
    _close(mean, 1.176939193690798, 15)


def test_published_absolute_error():
    pairs = [(0.0, 0.0), (0.1, 0.2), (0.2, 0.25)]
    _close(sum(ORACLES["absolute_error"].value(*pair) for pair in pairs) / 3, 0.05, 15)


# --- by hand ---------------------------------------------------------------------------------------------------------

EIGHTHS = [0.0, log(2), log(5)]
SUPPORT = [2.0, 1.5, 0.0]  # sparsemax 3/4, 1/4, 0 with threshold 5/4
KEPT = [0.75, 0.5, 0.0, 0.25]
HALF = [1.0, 1.0, 0.0, 0.0]
U, V = [3.0, 4.0], [4.0, 3.0]
AXES = [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]

# name: [(arguments, parameters, value)]
ONE_NUMBER = {
    "absolute_error": [((1.0, 3.0), {}, 2)],
    "squared_error": [((1.0, 3.0), {}, 4)],
    "huber": [((4.0, 1.0), {"delta": 2.0}, 4), ((2.0, 1.0), {}, 1 / 2)],
    "smooth_l1": [((4.0, 1.0), {"beta": 2.0}, 2), ((1.5, 1.0), {"beta": 2.0}, 1 / 16)],
    "pseudo_huber": [((3.0, 0.0), {"delta": 4.0}, 4)],  # sqrt(1 + 9/16) = 5/4
    "log_cosh": [((log(2), 0.0), {}, log(5 / 4))],
    "zero_one": [((1.0, 1.0), {}, 0), ((0.5, 1.0), {"threshold": 0.5}, 1)],
    "quantile": [((1.0, 3.0), {"quantile_level": 0.25}, 1 / 2), ((3.0, 1.0), {"quantile_level": 0.25}, 3 / 2)],
    "expectile": [((1.0, 3.0), {"expectile_level": 0.25}, 1), ((3.0, 1.0), {"expectile_level": 0.25}, 3)],
    "epsilon_insensitive": [((3.0, 1.0), {"epsilon": 0.5}, 3 / 2), ((1.25, 1.0), {"epsilon": 0.5}, 0)],
    "squared_epsilon_insensitive": [((3.0, 1.0), {"epsilon": 0.5}, 9 / 4)],
    "squared_log_error": [((3.0, 0.0), {}, log(4) ** 2), ((1.0, 3.0), {}, log(2) ** 2)],
    "absolute_percentage_error": [
        ((3.0, 4.0), {"eps": None}, 1 / 4),
        ((3.0, -4.0), {"eps": 1e-3, "percent": True}, 175),
        ((2.0, 0.0), {"eps": 0.5}, 4),
    ],
    "symmetric_absolute_percentage_error": [((1.0, 3.0), {}, 1), ((1.0, -3.0), {}, 2)],
    "charbonnier": [((3.0, 0.0), {"epsilon": 4.0}, 5)],
    "cauchy": [((5.0, 1.0), {"scale": 2.0}, log(3))],
    "geman_mcclure": [((5.0, 1.0), {"scale": 2.0}, 1)],
    "welsch": [((5.0, 1.0), {"scale": 2.0}, 1 - exp(-2))],
    "general_robust": [
        ((5.0, 1.0), {"scale": 2.0, "alpha": alpha}, value)
        for alpha, value in ((2.0, 2), (1.0, sqrt(5) - 1), (0.0, log(3)), (-2.0, 1), (-inf, 1 - exp(-2)), (4.0, 4))
    ],
    # The density of the normal distribution at 2 is that of its variance 4 at one standard deviation.
    "gaussian_nll": [
        ((0.0, 2.0, spread), {"spread_is": kind, "full": True}, (log(4) + 1 + log(2 * pi)) / 2)
        for kind, spread in (("variance", 4.0), ("scale", 2.0), ("log_variance", log(4)))
    ]
    + [((0.0, 2.0, 4.0), {}, (log(4) + 1) / 2), ((0.0, 2.0, 0.25), {"eps": 4.0}, (log(4) + 1) / 2)],
    "laplace_nll": [((3.0, 0.0, 0.5), {}, 6), ((0.0, 3.0, 1.5), {}, log(3) + 2)],
    # df=1 is Cauchy's distribution, and that of df=2 is 1 / (2 sqrt 2) at its centre
    "student_t_nll": [((1.0, 0.0, 1.0), {"df": 1.0}, log(2 * pi)), ((0.0, 0.0, 3.0), {"df": 2.0}, log(6 * sqrt(2)))],
    # Poisson's probability of 3 at the rate 1 is 1 / (6 e); Stirling's 2! is 2^2 e^-2 sqrt(4 pi)
    "poisson_nll": [
        ((0.0, 3.0), {"full": "exact"}, 1 + log(6)),
        ((1.0, 3.0), {"full": "exact", "log_input": False}, 1 + log(6)),
        ((2.0, 2.0), {"full": "stirling", "log_input": False}, log(4 * pi) / 2),
        ((log(3), 2.0), {}, 3 - 2 * log(3)),
        ((2.0, 3.0), {"log_input": False, "eps": 0.5}, 2 - 3 * log(2.5)),
    ],
    # with equal chances: 4 of 32 ways to three failures before the second success
    "negative_binomial_nll": [((2.0, 3.0), {"total_count": 2.0}, log(8)), ((1.0, 1.0), {}, log(4))],
    "poisson_deviance": [((1.0, 2.0), {}, 4 * log(2) - 2)],
    "gamma_deviance": [((2.0, 1.0), {}, 2 * log(2) - 1)],
    # power=3 is the inverse Gaussian: (y - m)^2 / (m^2 y)
    "tweedie_deviance": [
        ((2.0, 5.0), {"power": 3.0}, 9 / 20),
        ((4.0, 1.0), {"power": 1.5}, 2),
        ((1.0, 2.0), {"power": 1.0}, 4 * log(2) - 2),
        ((2.0, 1.0), {"power": 2.0}, 2 * log(2) - 1),
        ((2.0, 5.0), {"power": 0.0}, 9),
        # 2 (y^3 / 6 - y m^2 / 2 + m^3 / 3)
        ((2.0, 3.0), {"power": -1.0}, 7 / 3),
    ],
    "hinge": [((0.5, -1.0), {}, 3 / 2), ((0.5, 1.0), {"margin": 2.0, "encoding": "binary"}, 3 / 2)],
    "squared_hinge": [((0.5, -1.0), {}, 9 / 4)],
    "perceptron": [((0.5, -1.0), {}, 1 / 2), ((0.5, 0.0), {"encoding": "binary"}, 1 / 2)],
    "soft_margin": [((log(3), 1.0), {}, log(4 / 3)), ((log(3), 0.0), {"encoding": "binary"}, log(4))],
    "exponential": [((log(2), 1.0), {}, 1 / 2), ((log(2), 0.0), {"encoding": "binary"}, 2)],
    "modified_huber": [((3.0, -1.0), {}, 12), ((0.5, 1.0), {}, 1 / 4), ((2.0, 0.0), {"encoding": "binary"}, 8)],
    "brier": [((0.75, 1.0), {}, 1 / 16)],
    "hinge_embedding": [((0.25, 1.0), {}, 1 / 4), ((0.25, -1.0), {"margin": 2.0}, 7 / 4), ((0.25, 0.0), {}, 1 / 2)],
    "margin_ranking": [((2.0, 3.0, 1.0), {"margin": 1.0}, 2), ((2.0, 3.0, 0.0), {"encoding": "binary"}, 0)],
    # sigmoid(log 3) is 3/4, a clip of 1/4 leaves 1/2 of it
    "asymmetric": [
        ((log(3), 1.0), {"gamma_pos": 2.0}, log(4 / 3) / 16),
        ((log(3), 0.0), {"gamma_neg": 2.0, "clip": 0.25}, log(2) / 4),
        ((log(3), 0.0), {"gamma_neg": 2.0, "clip": 0.0}, log(4) * 9 / 16),
    ],
    "binary_sparsemax": [((0.0, 1.0), {}, 1 / 4), ((-3.0, 1.0), {}, 3), ((0.5, 0.0), {}, 9 / 16)],
    "binary_cross_entropy": [((0.25, 1.0), {"pos_weight": 3.0}, 3 * log(4)), ((0.25, 0.0), {"eps": 0.4}, -log(0.6))],
    "sigmoid_cross_entropy": [((log(3), 0.0), {}, log(4))],
    "sigmoid_focal": [((log(3), 0.0), {"gamma": 2.0, "alpha": 0.25}, log(4) * 27 / 64)],
    "softmax_cross_entropy": [
        ((EIGHTHS, 1), {}, log(4)),
        ((EIGHTHS, 1), {"label_smoothing": 0.3}, 0.7 * log(4) + 0.1 * (log(8) + log(4) + log(8 / 5))),
        ((EIGHTHS, 1), {"z_loss": 0.5}, log(4) + log(8) ** 2 / 2),
        (([0.0, log(3)], 0), {"softcap": 2.0}, log1p(e)),  # 2 tanh(log(3) / 2) = 1
        ((EIGHTHS, 2), {"class_mask": [True, False, True]}, log(6 / 5)),
    ],
    "nll": [(([-1.0, -2.0], 1), {"class_weight": [1.0, 3.0]}, 6)],
    "categorical_cross_entropy": [(([1.0, 2.0, 5.0], 1), {"renormalize": True}, log(4))],
    "softmax_focal": [((EIGHTHS, 1), {"gamma": 2.0}, log(4) * 9 / 16)],
    "poly1_cross_entropy": [((EIGHTHS, 1), {"epsilon": 2.0}, log(4) + 3 / 2)],
    "generalized_cross_entropy": [
        ((EIGHTHS, 1), {"q": 0.5}, 1),
        (([1 / 8, 1 / 4, 5 / 8], 1), {"q": 1.0, "pred_space": "probs"}, 3 / 4),
        (([0.0, -log(4), 0.0], 1), {"q": 2.0, "pred_space": "log_probs"}, 15 / 32),
    ],
    "asymmetric_single_label": [
        (
            (EIGHTHS, 1),
            {"gamma_pos": 1.0, "gamma_neg": 2.0, "label_smoothing": 0.3},
            0.8 * 0.75 * log(4) + 0.1 * (log(8) / 64 + log(8 / 5) * 25 / 64),
        ),
    ],
    "multiclass_sparsemax": [((SUPPORT, 0), {}, 1 / 16), ((SUPPORT, 2), {}, 33 / 16)],
    "fenchel_young": [
        ((EIGHTHS, 1), {}, log(4)),
        ((EIGHTHS, [0.5, 0.5, 0.0]), {}, log(4) / 2 + log(2) / 2),
        ((SUPPORT, 2), {"regularizer": "gini"}, 33 / 16),
        ((SUPPORT, [0.75, 0.25, 0.0]), {"regularizer": "gini"}, 0),
        # y and the projection are 1/4 apart in two classes
        ((SUPPORT, [0.5, 0.5, 0.0]), {"regularizer": "gini"}, 1 / 16),
    ],
    "multiclass_brier": [(([0.5, 0.25, 0.25], 0), {}, 3 / 8)],
    # softened by 2: student (1/4, 3/4), teacher (1/10, 9/10)
    "distillation": [
        (([0.0, log(9)], 0, [0.0, log(81)]), {}, log(10) / 2 + 2 * (0.1 * log(0.4) + 0.9 * log(1.2))),
    ],
    "categorical_hinge": [(([0.5, -5.0], 0), {}, 1 / 2), (([0.5, 2.0], 0), {}, 5 / 2)],
    "multiclass_hinge": [
        (([2.0, 0.5, 1.75], 0), {"mode": mode, "squared": squared}, value)
        for mode, squared, value in (
            ("crammer_singer", False, 3 / 4),
            ("crammer_singer", True, 9 / 16),
            ("one_vs_all", False, 17 / 4),
            ("one_vs_all", True, 9 / 4 + 121 / 16),
        )
    ],
    "multiclass_perceptron": [(([0.0, 3.0, 1.0], 2), {}, 2)],
    "multi_margin": [(([0.1, 0.2, 0.4, 0.8], 3), {"p": p}, value) for p, value in ((1.0, 0.325), (2.0, 0.61 / 4))],
    "multilabel_margin": [
        (([0.1, 0.2, 0.4, 0.8], [1.0, 0.0, 0.0, 1.0]), {}, 0.85),
        (([0.1, 0.2, 0.4, 0.8], [3.5, 0.0, -1.0, 1.0]), {"encoding": "indices"}, 0.85),
    ],
    "multilabel_soft_margin": [
        (([log(3), 0.0], [1.0, 0.0]), {"class_weight": [1.0, 3.0]}, log(4 / 3) / 2 + 1.5 * log(2))
    ],
    "kl_divergence": [(([0.25, 0.75], [0.5, 0.5]), {}, log(2) / 2 + log(2 / 3) / 2)],
    "generalized_kl_divergence": [(([1.0, 3.0], [2.0, 0.0]), {}, 2 * log(2) - 1 + 3)],
    "jensen_shannon": [
        (([0.0, 1.0], [1.0, 0.0]), {}, log(2)),
        (([0.0, 1.0], [1.0, 0.0]), {"beta": 0.25}, log(4) / 4 + log(4 / 3) * 3 / 4),
    ],
    "total_variation_distance": [
        (([0.25, 0.5, 0.25], [0.5, 0.5, 0.0]), {}, 1 / 4),
        ((EIGHTHS, [0.0, 0.0, 0.0]), {"pred_space": "logits", "target_space": "logits"}, 7 / 24),
    ],
    "cosine_distance": [((U, V), {}, 1 / 25)],
    "cosine_regression": [((U, V, 0.5), {}, 0.46**2)],
    "cosine_embedding": [((U, V, y), {"margin": 0.5}, value) for y, value in ((1.0, 0.04), (-1.0, 0.46), (0.0, 0.25))],
    "contrastive": [
        ((U, [0.0, 0.0], 1.0), {}, 25),
        ((U, [0.0, 0.0], 0.0), {"margin": 7.0}, 4),
        ((U, [0.0, 0.0], 0.25), {"margin": 7.0}, 37 / 4),
    ],
    "triplet_margin": [
        (([0.0, 0.0], U, [0.0, 5.5]), params, value)
        for params, value in (
            ({}, 1 / 2),
            ({"soft": True}, log1p(exp(0.5))),
            ({"swap": True}, 6 - sqrt(11.25)),
            ({"p": 1.0}, 5 / 2),
            ({"p": 1.0, "eps": 0.25}, 2),
            ({"p": inf, "margin": 2.0}, 1 / 2),
            ({"p": 3.0, "margin": 2.0}, 91 ** (1 / 3) - 3.5),
        )
    ],
    "triplet_margin_with_distance": [
        (([0.0, 0.0], U, [0.0, 5.5]), {"swap": True}, 6 - sqrt(11.25)),
        (([1.0, 0.0], U, [4.0, -3.0]), {"distance_function": unilosses.cosine_distance}, 1.2),
    ],
    "barlow_twins": [
        (
            ([[1.0, 0.0], [3.0, 2.0]], [[0.0, 5.0], [4.0, 1.0]]),
            {"off_diagonal_weight": 0.25, "ddof": ddof},
            value,
        )
        for ddof, value in ((0, 9 / 2), (1, 21 / 8))
    ],
    "vicreg": [
        (([[1.0, 0.0], [3.0, 2.0]], [[1.0, 0.0], [4.0, 2.0]]), {"eps": 0.0}, 77 / 4),
        (([[1.0], [1.0]], [[2.0], [2.0]]), {"eps": 0.25}, 25 + 25),
    ],
    "softmax_ranking": [((EIGHTHS, [0.0, 1.0, 2.0]), {}, log(4) + 2 * log(8 / 5))],
    "pairwise_logistic_ranking": [(([log(3), 0.0, 0.0], [1.0, 0.0, 0.0]), {}, 2 * log(4 / 3))],
    "pairwise_hinge_ranking": [(([2.0, 1.0, 3.0], [1.0, 0.0, 0.0]), {"margin": 1.5}, 3)],
    "list_mle": [((EIGHTHS, [2.0, 1.0, 0.0]), {}, log(28)), ((EIGHTHS, [1.0, 1.0, 2.0]), {}, log(8 / 5) + log(3))],
    "dice": [
        ((KEPT, HALF), params, value)
        for params, value in (({}, 2 / 7), ({"squared": True}, 3 / 23), ({"smooth": 1.0}, 2 / 9))
    ],
    "jaccard": [
        ((KEPT, HALF), params, value)
        for params, value in (({}, 4 / 9), ({"squared": True}, 3 / 13), ({"smooth": 1.0}, 4 / 13))
    ],
    # 5/4 right, 1/4 too much, 3/4 missed
    "tversky": [
        ((KEPT, HALF), {"alpha": 1.0, "beta": 2.0}, 7 / 12),
        ((KEPT, HALF), {"alpha": 1.0, "smooth": 1.0}, 5 / 23),
    ],
    "focal_tversky": [((KEPT, HALF), {"alpha": 1.0, "beta": 2.0, "gamma": 2.0}, 49 / 144)],
    "generalized_dice": [
        (
            ([[1.0, 1.0, 0.5, 0.5], [0.0, 0.0, 0.5, 0.5]], [[1.0, 1.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]]),
            {"weighting": weighting},
            value,
        )
        for weighting, value in (("square", 5 / 12), ("simple", 1 / 3), ("uniform", 1 / 4))
    ],
    "l1_penalty": [(([1.0, -2.5],), {}, 7 / 2)],
    "l2_penalty": [(([1.0, -2.5],), {}, 29 / 4)],
    "elastic_net_penalty": [(([1.0, -2.0],), {"l1_ratio": 0.25}, 3 / 4 + 15 / 8)],
    "orthogonal_penalty": [
        (([[2.0, 0.0], [3.0, 4.0], [0.0, 1.0]],), {}, 7 / 5),
        (([[3.0, 4.0], [4.0, 3.0]],), {"mode": "columns"}, 24 / 25),
    ],
    "total_variation_penalty": [
        (([[1.0, 2.0, 4.0], [1.0, 0.0, 4.0]],), {"axis": axis}, value)
        for axis, value in ((-1, 8), (1, 8), (0, 2), ([0, 1], 10))
    ],
}

# Losses of a batch: each row of AXES has one equal to it, at a right angle to the others.
ROW_BY_ROW = {
    "nt_xent": [
        ((AXES, [0, 0, 1, 1]), {"temperature": 0.5}, [log1p(2 * exp(-2))] * 4),
        # rows of one label are no negatives of one another
        (([*AXES[:2], *AXES], [0] * 4 + [1, 2]), {"temperature": 0.5}, [log1p(2 * exp(-2))] * 4 + [0, 0]),
    ],
    "supervised_contrastive": [
        ((AXES, [0, 0, 1, 1]), {"temperature": 0.5}, [log1p(2 * exp(-2))] * 4),
        # and yet stand in the sum here
        (([*AXES[:2], *AXES], [0] * 4 + [1, 2]), {"temperature": 0.5}, [log(3 + 2 * exp(-2))] * 4 + [0, 0]),
    ],
    "info_nce": [
        ((AXES[1:3], AXES[:2]), {"temperature": 0.5}, [log(2)] * 2),
        (
            (AXES[1:3], AXES[:2]),
            {"temperature": 0.5, "symmetric": True},
            [(log(2) + log1p(exp(-2))) / 2, (log(2) + log1p(exp(2))) / 2],
        ),
    ],
    "n_pairs": [
        (([[1.0, 0.0], [0.0, 2.0]], [[1.0, 1.0], [0.0, 1.0]]), {}, [log1p(exp(-1)), log(2)]),
        (([[1.0, 0.0], [0.0, 2.0]], [[1.0, 1.0], [0.0, 1.0]]), {"labels": [3, 3]}, [0, 0]),
    ],
    "circle": [((AXES, [0, 0, 1, 1]), {"margin": 0.5, "gamma": 2.0}, [log1p(2 * exp(-1))] * 4)],
    "linear_cross_entropy": [
        (([[1.0, 0.0], [0.0, 0.0]], [[0.0, 9.0], [log(2), 9.0], [log(5), 9.0]], [1, 0]), {}, [log(4), log(3)]),
        (
            ([[0.0], [0.0]], [[1.0]] * 3, [1, 0]),
            {"bias": EIGHTHS, "z_loss": 0.5},
            [log(k) + log(8) ** 2 / 2 for k in (4, 8)],
        ),
    ],
    # The probability of a: 0.4 and 0.5. The ways to a: aa, a-, -a; to nothing: --
    "ctc": [
        (([[[log(0.6), log(0.4)], [0.0, 0.0]]] * 3, [[1, -1], [-1, -1], [1, 1]]), {}, [-log(0.7), -log(0.3), inf]),
        (([[[log(0.6), log(0.4)], [0.0, 0.0]]], [[1, 1]]), {"infeasible": "zero"}, [0]),
        # of 8 strings of three frames a-a alone leaves two, and 6 leave one
        (([[[0.0, 0.0]] * 3] * 2, [[1, 1], [1, -1]]), {"mean_per_label": True}, [log(8) / 2, log(4 / 3)]),
        (([[[0.0, 0.0]] * 3], [[0, 0]]), {"blank": 1, "label_lengths": [1]}, [log(4 / 3)]),
        (([[[0.0, 0.0]] * 3], [[1, -1]]), {"logit_lengths": [2]}, [log(4 / 3)]),
    ],
}

BY_HAND = [
    pytest.param(name, *row, id=f"{name}-{i}")
    for table in (ONE_NUMBER, ROW_BY_ROW)
    for name, rows in table.items()
    for i, row in enumerate(rows)
]


def test_every_oracle_has_a_number_that_is_known():
    assert set(ORACLES) == {*ONE_NUMBER, *ROW_BY_ROW}


@pytest.mark.parametrize(("name", "args", "params", "expected"), BY_HAND)
def test_number_worked_out_by_hand(name, args, params, expected):
    value = ORACLES[name].value(*args, **params)
    found = [float(v) for v in value] if isinstance(value, list) else float(value)
    assert found == pytest.approx(expected, rel=1e-14, abs=1e-14)
