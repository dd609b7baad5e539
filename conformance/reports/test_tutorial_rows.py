"""What four published tutorials show, row by row: values on every library, and gradients where a loss has them.

The README of this folder says what each row S1 to S31 is. Expected numbers are fractions, closed forms or 50-digit
evaluations; digits that a tutorial printed stand as text.
"""

from __future__ import annotations

import numpy as np
import pytest
from mpmath import exp, log, log1p, mp, mpf, sqrt

import unilosses as u

from ..suite.libraries import Run, assert_close, check
from ..suite.truth import mean, truth

RESIDUALS = [-3.0, -1.0, -0.5, 0.0, 0.25, 1.0, 4.0]
LOGITS = [[2.0, 0.5, 6.0], [0.1, 0.0, 3.0]]
INDICES = [2, 1]


def rounded(found: np.ndarray, text: str) -> None:
    """The printed digits, separated by spaces."""
    for ours, printed in zip(np.ravel(found), text.split(), strict=True):
        digits = len(printed.partition(".")[2])
        assert f"{ours:.{digits}f}" == printed


def test_S1_structural_risk(run: Run) -> None:
    """Mean of the losses plus lambda times one penalty, which is not divided by the number of samples."""
    logits, labels, weights = [[1.0, 0.0], [0.0, 2.0], [0.5, 0.5]], [0, 1, 0], [3.0, -0.5]
    empirical = (log1p(exp(-1)) + log1p(exp(-2)) + log(2)) / 3
    for penalty, size in ((u.L2Penalty(), mpf("9.25")), (u.L1Penalty(), mpf("3.5"))):
        objective = u.SoftmaxCrossEntropy() + 0.01 * penalty
        found = run.value(lambda x, w, y, o=objective: o(x, y, params=w), logits, weights, labels)
        assert_close(found, empirical + mpf(0.01) * size)

    if run.jitted:
        return
    x, y, w = run.asarray(logits), run.asarray(labels), run.asarray(weights)
    objective = u.SoftmaxCrossEntropy() + 0.5 * u.L2Penalty()
    _, (by_logits, by_weights) = u.value_and_grad(objective, argnums=(0, "params"))(x, y, params=w)
    assert_close(run.to_numpy(by_weights), [3.0, -0.5])
    same_shape = run.asarray([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    alone = u.value_and_grad(objective, argnums=0)(x, y, params=same_shape)[1]
    assert run.to_numpy(alone).tolist() == run.to_numpy(by_logits).tolist(), "the penalty is no function of the logits"
    p, q = 1 / (1 + exp(1)), 1 / (1 + exp(2))
    assert_close(run.to_numpy(by_logits), np.array([[-p, p], [q, -q], [-0.5, 0.5]], dtype=object) / 3)


def test_S2_absolute_error_against_a_number(run: Run) -> None:
    """A scalar target broadcasts; the loss stays unreduced."""
    pred = np.linspace(-1.0, 1.0, 100)
    assert_close(run.value(u.absolute_error, pred, 0.0, reduction="none"), abs(pred), ulps=0)
    check(run, u.absolute_error, pred, 0.0, reduction="none", grad=np.sign(pred))
    rounded(run.value(u.absolute_error, pred, 0.0, reduction="none")[:3], "1.0000 0.9798 0.9596")


def test_S3_squared_error_has_no_half(run: Run) -> None:
    check(
        run, u.squared_error, RESIDUALS, 0.0, reduction="none", ulps=0,
        value=[9.0, 1.0, 0.25, 0.0, 0.0625, 1.0, 16.0], grad=[-6.0, -2.0, -1.0, 0.0, 0.5, 2.0, 8.0],
    )  # fmt: skip


def test_S4_mean_squared_error(run: Run) -> None:
    """The mean over a ramp of n points from -1 to 1 is (n + 1) / (3 (n - 1)), up to the rounding of the points."""
    pred = np.linspace(-1.0, 1.0, 100)
    exact = mean([mpf(x) ** 2 for x in pred])
    assert abs(exact - mpf(101) / 297) < 1e-15
    check(run, u.mse, pred, 0.0, value=exact, grad=[2 * mpf(x) / 100 for x in pred])
    rounded(run.value(u.mse, pred, 0.0), "0.340067")


def test_S5_pseudo_huber(run: Run) -> None:
    check(
        run, u.pseudo_huber, [3.0, 0.0, -1.0], 0.0, reduction="none",
        value=[sqrt(10) - 1, 0, sqrt(2) - 1], grad=[3 / sqrt(10), 0, -1 / sqrt(2)],
    )  # fmt: skip
    check(run, u.pseudo_huber, [3.0], 0.0, delta=2.0, reduction="none", value=[4 * (sqrt(mpf(13) / 4) - 1)])
    rounded(run.value(u.pseudo_huber, [3.0], 0.0), "2.16228")


def test_S6_hinge_over_a_ramp(run: Run) -> None:
    scores = np.linspace(-3.0, 5.0, 100)
    expected = [max(mpf(0), 1 - mpf(f)) for f in scores]
    check(run, u.hinge, scores, 1.0, reduction="none", value=expected, grad=[-1.0 if f < 1 else 0.0 for f in scores])
    rounded(run.value(u.hinge, scores, 1.0, reduction="none")[:2], "4.0000 3.9192")


def test_S7_two_class_cross_entropy(run: Run) -> None:
    p, y = [0.25, 0.75, 0.5], [1.0, 0.0, 1.0]
    check(
        run, u.binary_cross_entropy, p, y, reduction="none",
        value=[log(4), log(4), log(2)], grad=[-4.0, 4.0, -2.0],
    )  # fmt: skip


def test_S8_labels_outside_the_unit_interval(run: Run) -> None:
    """Roles swapped as published: labels from -3 to 5, logit 1. Losses turn negative, nothing is clipped."""
    ramp = np.linspace(-3.0, 5.0, 100)
    ones = np.ones(100)
    check(run, u.sigmoid_cross_entropy, ones, ramp, reduction="none", **truth(u.sigmoid_cross_entropy, ones, ramp))
    check(run, u.sigmoid_cross_entropy, ramp, ones, reduction="none", **truth(u.sigmoid_cross_entropy, ramp, ones))
    swapped = run.value(u.sigmoid_cross_entropy, ones, ramp, reduction="none")
    rounded(swapped[[0, -1]], "4.313262 -3.686738")
    rounded(run.value(u.sigmoid_cross_entropy, ramp, ones, reduction="none")[0], "3.0485874")


def test_S9_positive_weight(run: Run) -> None:
    ramp = np.linspace(-3.0, 5.0, 100)
    ones = np.ones(100)
    expected = truth(u.sigmoid_cross_entropy, ones, ramp, pos_weight=0.5)
    check(run, u.sigmoid_cross_entropy, ones, ramp, reduction="none", pos_weight=0.5, **expected)
    found = run.value(u.sigmoid_cross_entropy, ones, ramp, reduction="none", pos_weight=0.5)
    rounded(found[[0, 1, -1]], "4.78315 4.68969 -4.46989")


def test_S10_soft_labels_are_coefficients(run: Run) -> None:
    """Negative labels that sum to 8, and the documented order of the same two arrays."""
    scores, shares = [[1.0, -3.0, 10.0]], [[0.1, 0.02, 0.88]]
    for logits, labels, digits in ((shares, scores, "3.256844172262"), (scores, shares, "1.160125662238")):
        expected = truth(u.softmax_cross_entropy, logits, labels)
        check(run, u.softmax_cross_entropy, logits, labels, reduction="none", **expected)
        rounded(run.value(u.softmax_cross_entropy, logits, labels, reduction="none"), digits)


def test_S11_sparse_cross_entropy_of_probabilities(run: Run) -> None:
    """One probability is exactly 0 and belongs to no label: it costs nothing and has gradient 0."""
    p, y = [[0.05, 0.95, 0.0], [0.1, 0.8, 0.1]], [1, 2]
    rows = [-log(mpf(0.95)), -log(mpf(0.1))]
    grad = [[0, -1 / mpf(0.95), 0], [0, 0, -1 / mpf(0.1)]]
    check(run, u.categorical_cross_entropy, p, y, reduction="none", value=rows, grad=grad)
    check(run, u.categorical_cross_entropy, p, y, value=mean(rows), grad=[[g / 2 for g in row] for row in grad])
    rounded(run.value(u.categorical_cross_entropy, p, y), "1.176939193691")


def test_S12_mean_squared_error_of_both_arrays(run: Run) -> None:
    """The published third way squares the predictions alone, [9, 16]; the loss has to see the labels."""
    check(run, u.mse, [3.0, 4.0], [1.0, 2.0], reduction="none", value=[4.0, 4.0], grad=[4.0, 4.0], ulps=0)
    check(run, u.mse, [3.0, 4.0], [1.0, 2.0], value=4.0, grad=[2.0, 2.0], ulps=0)


S13_LOGITS = [[12.0, 3.0, 2.0], [3.0, 10.0, 1.0], [1.0, 2.0, 5.0], [4.0, 6.5, 1.2], [3.0, 6.0, 1.0]]
S13_LABELS = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 1.0, 0.0], [0.0, 1.0, 0.0]]


def test_S13_multi_label_table_in_float64(run: Run) -> None:
    expected = truth(u.sigmoid_cross_entropy, S13_LOGITS, S13_LABELS)
    check(run, u.sigmoid_cross_entropy, S13_LOGITS, S13_LABELS, reduction="none", **expected)
    found = run.value(u.sigmoid_cross_entropy, S13_LOGITS, S13_LABELS, reduction="none")
    assert found.shape == (5, 3)
    rounded(found[:2], "0.00000614 3.04858735 2.12692801 3.04858735 0.00004540 1.31326169")
    p = [[1 / (1 + exp(-mpf(x))) for x in row] for row in S13_LOGITS]
    by_hand = [
        [-log(p) if y else -log(1 - p) for p, y in zip(*rows, strict=True)] for rows in zip(p, S13_LABELS, strict=True)
    ]
    assert_close(found, by_hand)


def test_S14_sum_over_the_batch(run: Run) -> None:
    one_hot = [[0.0, 0.0, 1.0], [0.0, 1.0, 0.0]]
    expected = truth(u.softmax_cross_entropy, LOGITS, one_hot)
    total = mp.fsum(expected["value"].tolist())
    check(run, u.softmax_cross_entropy, LOGITS, one_hot, reduction="sum", value=total, grad=expected["grad"])


def test_S15_sparse_softmax_cross_entropy(run: Run) -> None:
    expected = truth(u.softmax_cross_entropy, LOGITS, INDICES)
    check(run, u.softmax_cross_entropy, LOGITS, INDICES, reduction="none", **expected)
    rounded(run.value(u.softmax_cross_entropy, LOGITS, INDICES, reduction="none"), "0.022155162 3.099673636")


def test_S16_mean_absolute_error(run: Run) -> None:
    found = run.value(u.mae, [0.0, 0.1, 0.2], [0.0, 0.2, 0.25])
    assert float(found) == 0.049999999999999996
    check(run, u.mae, [0.0, 0.1, 0.2], [0.0, 0.2, 0.25], grad=[0, -1 / mpf(3), -1 / mpf(3)], ulps=0.5)


def test_S17_mean_squared_error(run: Run) -> None:
    check(
        run,
        u.mse,
        [[1.0, 2.0], [3.0, 4.0]],
        [[1.0, 0.0], [0.0, 8.0]],
        value=29 / 4,
        grad=[[0.0, 1.0], [1.5, -2.0]],
        ulps=0,
    )


def test_S18_smooth_l1(run: Run) -> None:
    """Quadratic below beta, linear above, the same slope at beta."""
    check(
        run, u.smooth_l1, RESIDUALS, 0.0, reduction="none", ulps=0,
        value=[2.5, 0.5, 0.125, 0.0, 0.03125, 0.5, 3.5], grad=[-1.0, -1.0, -0.5, 0.0, 0.25, 1.0, 1.0],
    )  # fmt: skip


def test_S19_zero_one_loss_has_gradient_zero(run: Run) -> None:
    check(run, u.zero_one, [0.0, 2.0, 1.0, 1.0], [0.0, 1.0, 1.0, 1.0], value=0.25, grad=[0.0] * 4, ulps=0)
    scores, labels = [-0.3, 0.2, 0.9], [1.0, 1.0, 0.0]
    check(
        run, u.zero_one, scores, labels, threshold=0.0, reduction="none", value=[1.0, 0.0, 1.0], grad=[0.0] * 3, ulps=0
    )


S20_LOGITS = np.random.default_rng(20).normal(size=(3, 5))


def test_S20_cross_entropy(run: Run) -> None:
    labels = [1, 0, 4]
    expected = truth(u.softmax_cross_entropy, S20_LOGITS, labels)
    check(run, u.softmax_cross_entropy, S20_LOGITS, labels, value=mean(expected["value"]), grad=expected["grad"] / 3)


def test_S21_nll_of_log_softmax(run: Run) -> None:
    x, labels = S20_LOGITS, [1, 0, 4]
    log_p = x - np.log(np.exp(x).sum(1, keepdims=True))
    picked = [-mpf(log_p[i, k]) for i, k in enumerate(labels)]
    grad = np.zeros((3, 5))
    grad[range(3), labels] = -1
    check(
        run,
        u.nll,
        log_p,
        labels,
        value=mean(picked),
        grad=np.array([[mpf(g) / 3 for g in row] for row in grad]),
        ulps=2,
    )
    assert_close(run.value(u.softmax_cross_entropy, x, labels), mean(picked), ulps=8)


@pytest.mark.parametrize(("w_pos", "w_neg"), [(0.8, 0.2), (0.2, 0.8)])
def test_S22_weighted_cross_entropy(run: Run, w_pos: float, w_neg: float) -> None:
    """-w+ y log p - w- (1 - y) log(1 - p): a weight per element, or pos_weight = w+ / w- and a factor w-."""
    p, y = np.array([0.25, 0.5, 0.125]), np.array([1.0, 1.0, 0.0])
    logs = [log(4), log(2), -log(mpf(7) / 8)]
    w = [w_pos, w_pos, w_neg]
    expected = [mpf(a) * b for a, b in zip(w, logs, strict=True)]
    grad = [mpf(a) * b for a, b in zip(w, [-4, -2, mpf(8) / 7], strict=True)]
    check(run, u.binary_cross_entropy, p, y, weight=w, reduction="none", value=expected, grad=grad)
    check(run, u.binary_cross_entropy, p, y, weight=w, value=mean(expected, mp.fsum(w)))
    check(
        run,
        u.binary_cross_entropy,
        p,
        y,
        pos_weight=w_pos / w_neg,
        weight=w_neg,
        reduction="none",
        value=expected,
        grad=grad,
    )


S23_LOGITS = [
    [0.5688, -1.1567, 1.8231, -0.2724, -1.2335, 0.9968, 0.9643],
    [-0.1824, 0.301, 1.707, 0.8743, 0.4528, 1.4306, -2.3726],
    [-2.5052, -0.3744, 0.3718, -1.5129, -2.0459, 1.0374, -0.5433],
]  # fmt: skip
S23_LABELS = [6, 5, 1]


def test_S23_focal_of_two_and_of_many_classes(run: Run) -> None:
    """The weighted mean divides by the sum of the picked class weights."""
    expected = truth(u.softmax_focal, S23_LOGITS, S23_LABELS)
    check(run, u.softmax_focal, S23_LOGITS, S23_LABELS, reduction="none", ulps=8, **expected)
    rounded(run.value(u.softmax_focal, S23_LOGITS, S23_LABELS, reduction="none"), "1.1599 0.7283 1.6923")

    weights = [1.0, 2.0, 1.0, 1.0, 1.0, 0.5, 4.0]  # focal gradients keep to 8 ulp
    rows = [w * v for w, v in zip([4, mpf(0.5), 2], expected["value"], strict=True)]
    grads = [w * g / mpf(6.5) for w, g in zip([4, mpf(0.5), 2], expected["grad"], strict=True)]
    check(run, u.softmax_focal, S23_LOGITS, S23_LABELS, class_weight=weights, value=mean(rows, 6.5), grad=grads, ulps=8)

    x, y = [1.2, -0.7, 0.3], [1.0, 0.0, 1.0]
    check(run, u.sigmoid_focal, x, y, reduction="none", ulps=8, **truth(u.sigmoid_focal, x, y))
    rounded(run.value(u.sigmoid_focal, x, y, reduction="none"), "0.01411 0.04439 0.10039")


def test_S24_arguments_by_name(run: Run) -> None:
    """Published as (y_true, y_pred): by name, the order is the reader's."""

    def published(target: object, pred: object) -> object:
        return u.squared_error(target=target, pred=pred)

    assert float(run.value(published, [1.0, 2.0], [2.0, 4.0])) == 2.5
    assert run.gradient(u.squared_error, [2.0, 4.0], [1.0, 2.0]).tolist() == [1.0, 2.0]


def test_S25_clipped_binary_cross_entropy(run: Run) -> None:
    """Clipped to [1e-7, 1 - 1e-7] as real numbers, so that both ends cost the same, in float32 too."""
    for dtype in ("float64", "float32"):
        eps = mpf(1e-7)
        check(
            run, u.binary_cross_entropy, [[0.0], [1.0]], [[1.0], [0.0]], eps=1e-7, reduction="none", dtype=dtype,
            value=[[-log(eps)], [-log(eps)]], grad=[[0.0], [0.0]],
        )  # fmt: skip
        check(run, u.binary_cross_entropy, [[0.0], [1.0]], [[1.0], [0.0]], eps=1e-7, dtype=dtype, value=-log(eps))
    rounded(run.value(u.binary_cross_entropy, [[0.0]], [[1.0]], eps=1e-7), "16.1181")


def test_S26_clip_with_and_without_renormalisation(run: Run) -> None:
    p, y = [[0.2, 0.2, 0.2]], [[1.0, 0.0, 0.0]]
    check(run, u.categorical_cross_entropy, p, y, eps=1e-7, value=-log(mpf(0.2)), grad=[[-1 / mpf(0.2), 0.0, 0.0]])
    third = 1 / (3 * mpf(0.2))
    check(
        run,
        u.categorical_cross_entropy,
        p,
        y,
        eps=1e-7,
        renormalize=True,
        value=log(3),
        grad=[[-2 * third, third, third]],
    )
    check(
        run, u.categorical_cross_entropy, [[0.0, 1.0]], [[1.0, 0.0]], eps=1e-7, value=-log(mpf(1e-7)), grad=[[0.0, 0.0]]
    )


def test_S27_perceptron(run: Run) -> None:
    check(
        run, u.perceptron, [-3.0, 0.5, 2.0, 0.0], [1.0, 1.0, -1.0, 1.0], reduction="none", ulps=0,
        value=[3.0, 0.0, 2.0, 0.0], grad=[-1.0, 0.0, 1.0, 0.0],
    )  # fmt: skip


def test_S28_kl_divergence(run: Run) -> None:
    """Sum over the classes, mean over the batch; a class that both distributions exclude costs nothing."""
    p, q = [[0.5, 0.5, 0.0]], [[0.4, 0.6, 0.0]]
    check(run, u.kl_divergence, q, p, reduction="none", **truth(u.kl_divergence, q, p))
    rounded(run.value(u.kl_divergence, q, p), "0.020411")
    twice = run.value(u.kl_divergence, [*q, [0.5, 0.5, 0.0]], [*p, [0.5, 0.5, 0.0]])
    assert_close(twice, truth(u.kl_divergence, q, p)["value"][0] / 2)


def test_S29_hinge_against_perceptron(run: Run) -> None:
    """max(0, 1 - y f) against max(0, -y f): they differ by 1 on the wrong side and meet beyond the margin."""
    f = np.array([-2.0, -0.5, 0.5, 1.5])
    assert run.value(u.hinge, f, 1.0, reduction="none").tolist() == [3.0, 1.5, 0.5, 0.0]
    assert run.value(u.perceptron, f, 1.0, reduction="none").tolist() == [2.0, 0.5, 0.0, 0.0]
    assert run.gradient(u.hinge, f, np.ones(4), reduction="none").tolist() == [-1.0, -1.0, -1.0, 0.0]
    assert run.gradient(u.perceptron, f, np.ones(4), reduction="none").tolist() == [-1.0, -1.0, 0.0, 0.0]


def test_S30_cosine_regression(run: Run) -> None:
    """No epsilon; a zero vector has cosine 0 and gradient 0, where the published formula divides 0 by 0."""
    a, b, t = [[3.0, 4.0], [1.0, 0.0], [0.0, 0.0]], [[4.0, 3.0], [1.0, 1.0], [1.0, 2.0]], [0.5, 1.0, 0.25]
    e = [mpf("0.96") - mpf("0.5"), 1 / sqrt(2) - 1, -mpf("0.25")]
    check(run, u.cosine_regression, a, b, t, reduction="none", value=[x * x for x in e], scale=1)
    check(run, u.cosine_regression, a, b, t, value=mean([x * x for x in e]), scale=1)
    # d cos / da = (b / |b| - cos a / |a|) / |a|
    first = [2 * e[0] * (mpf("0.8") - mpf("0.576")) / 5, 2 * e[0] * (mpf("0.6") - mpf("0.768")) / 5]
    second = [0, 2 * e[1] / sqrt(2)]
    check(run, u.cosine_regression, a, b, t, reduction="none", grad=[first, second, [0, 0]], grad_scale=1)


def test_S31_focal_with_one_alpha(run: Run) -> None:
    """A scalar alpha multiplies every sample, in value and gradient; every reduction returns something."""
    expected = truth(u.softmax_focal, S23_LOGITS, S23_LABELS)
    quarter = {k: v / 4 for k, v in expected.items()}
    check(run, u.softmax_focal, S23_LOGITS, S23_LABELS, alpha=0.25, reduction="none", ulps=8, **quarter)
    check(run, u.softmax_focal, S23_LOGITS, S23_LABELS, alpha=0.25, value=mean(quarter["value"]))
    check(
        run,
        u.softmax_focal,
        S23_LOGITS,
        S23_LABELS,
        alpha=0.25,
        reduction="sum",
        value=mp.fsum(quarter["value"].tolist()),
    )
