"""What users ran into with reductions, weights and normalisers: cases U20 to U34.

The README of this folder says what each case is and where it was reported.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from mpmath import exp, log, mp, mpf

import unilosses as u

from ..suite.libraries import Run, assert_close, check
from ..suite.truth import mean, truth

LOGITS = np.array([[1.0, -0.5, 0.25], [0.5, 2.0, -1.0], [-2.0, 0.0, 1.5], [0.1, 0.2, 0.3]])
PROBS = np.array([[0.5, 0.25, 0.25], [0.125, 0.75, 0.125], [0.25, 0.25, 0.5], [0.5, 0.375, 0.125]])
LABELS = np.array([2, 0, 1, 0])
CLASS_WEIGHT = np.array([1.0, 25.0, 0.125])

WEIGHTED = (None, CLASS_WEIGHT)


def grid(loss, x, **values) -> list[tuple]:
    """Every combination of the parameters, with and without class weights."""
    sets = [dict(zip(values, chosen, strict=True)) for chosen in itertools.product(*values.values())]
    return [(loss, x, w, params) for w in WEIGHTED for params in sets]


CROSS = [
    *grid(u.softmax_cross_entropy, LOGITS, label_smoothing=(0.0, 0.1, 1.0)),
    *grid(u.softmax_focal, LOGITS, gamma=(0.0, 0.5, 2.0), alpha=(None, 0.25)),
    *grid(u.nll, np.log(PROBS)),
    *grid(u.categorical_cross_entropy, PROBS, label_smoothing=(0.0, 0.1), renormalize=(False, True), eps=(None, 1e-3)),
]
CROSS_IDS = [f"{f.__name__}-{'weighted' if w is not None else 'plain'}-{p}" for f, _, w, p in CROSS]


@pytest.mark.parametrize("reduction", ["mean", *[pytest.param(r, marks=pytest.mark.full) for r in ("sum", "none")]])
@pytest.mark.parametrize(("loss", "x", "weight", "params"), CROSS, ids=CROSS_IDS)
def test_U20_index_labels_equal_one_hot_labels(eager: Run, loss, x, weight, params, reduction) -> None:
    one_hot = np.eye(3)[LABELS]
    keywords = {**params, "class_weight": weight, "reduction": reduction}
    by_index, by_one_hot = (eager.value(loss, x, labels, **keywords) for labels in (LABELS, one_hot))
    assert_close(by_index, by_one_hot.astype(object), ulps=2)
    by_index, by_one_hot = (eager.gradient(loss, x, labels, **keywords) for labels in (LABELS, one_hot))
    assert_close(by_index, by_one_hot.astype(object), ulps=4)  # cross-entropy of an index has a shorter formula


@pytest.mark.parametrize("form", ["index", "one-hot"])
def test_U20_weighted_mean_of_cross_entropy(run: Run, form) -> None:
    """Divided by the weights of the right classes, in either form: 1.125 + 25 here, where N would be 4."""
    labels = LABELS if form == "index" else np.eye(3)[LABELS]
    rows = truth(u.softmax_cross_entropy, LOGITS, LABELS)
    w = np.array([mpf(CLASS_WEIGHT[k]) for k in LABELS], dtype=object)
    check(
        run,
        u.softmax_cross_entropy,
        LOGITS,
        labels,
        class_weight=CLASS_WEIGHT,
        value=(w * rows["value"]).sum() / w.sum(),
        grad=w[:, None] * rows["grad"] / w.sum(),
    )


def test_U21_weight_has_one_denominator(run: Run) -> None:
    """sum(w l) / sum(w) for every loss, and / N where asked for."""
    w = np.array([1.0, 4.0, 0.5, 2.0])
    p, y = np.array([0.5, 0.25, 0.75, 0.125]), np.array([1.0, 0.0, 1.0, 0.0])
    cases = [
        (u.softmax_cross_entropy, LOGITS, LABELS),
        (u.sigmoid_cross_entropy, LOGITS[:, 0], y),
        (u.binary_cross_entropy, p, y),
    ]
    for loss, x, target in cases:
        found = truth(loss, x, target)
        value, by_row = (w * found["value"]).sum(), w if x.ndim == 1 else w[:, None]
        check(run, loss, x, target, weight=w, value=value / 7.5, grad=by_row * found["grad"] / 7.5)
        check(run, loss, x, target, weight=w, normalizer="count", value=value / 4, grad=by_row * found["grad"] / 4)


def test_U22_regression_losses_agree_on_the_weighted_mean(run: Run) -> None:
    """Residuals 1 and 2 with weights 1 and 2: 9/3, 5/3 and (0.5 + 3)/3."""
    pred, w = [1.0, 2.0], [1.0, 2.0]
    check(run, u.mse, pred, 0.0, weight=w, value=3.0, grad=[mpf(2) / 3, mpf(8) / 3], ulps=0.5)
    check(run, u.mae, pred, 0.0, weight=w, value=mpf(5) / 3, grad=[mpf(1) / 3, mpf(2) / 3], ulps=1)
    check(run, u.huber, pred, 0.0, weight=w, value=mpf("3.5") / 3, grad=[mpf(1) / 3, mpf(2) / 3], ulps=1)


def test_U23_mean_of_kl_is_over_rows(run: Run) -> None:
    p, q = PROBS, np.full((4, 3), 1 / 3)
    rows = truth(u.kl_divergence, q, p)
    assert rows["value"].shape == (4,)
    check(run, u.kl_divergence, q, p, value=mean(rows["value"]), scale=1, grad=rows["grad"] / 4)


def test_U26_mean_over_elements_or_over_rows(run: Run) -> None:
    x, y = np.zeros((4, 3)), np.ones((4, 3))
    check(run, u.sigmoid_cross_entropy, x, y, value=log(2), grad=np.full((4, 3), -mpf(1) / 24))
    check(run, u.sigmoid_cross_entropy, x, y, normalizer=4, value=3 * log(2), grad=np.full((4, 3), -mpf(1) / 8))


@pytest.mark.parametrize("axis", [0, 1, 2, -1])
def test_U27_pos_weight_follows_the_class_axis(run: Run, axis) -> None:
    """A square-ish shape in which the wrong axis would fit as well."""
    rng = np.random.default_rng(27)
    x, y = rng.normal(size=(3, 3, 3)), rng.integers(0, 2, size=(3, 3, 3)).astype(np.float64)
    weights = np.array([0.5, 1.0, 3.0])
    shape = [1, 1, 1]
    shape[axis] = 3
    expected = np.where(y == 1, weights.reshape(shape), 1.0) * truth(u.sigmoid_cross_entropy, x, y)["value"]
    found = run.value(u.sigmoid_cross_entropy, x, y, pos_weight=weights, axis=axis, reduction="none")
    assert_close(found, expected)


def test_U29_both_conventions_of_a_sample_weighted_mean(run: Run) -> None:
    pred, w = [1.0, 2.0, 3.0, 4.0], [1.0, 0.0, 2.0, 1.0]
    check(run, u.mse, pred, 0.0, weight=w, value=35 / 4, grad=[0.5, 0.0, 3.0, 2.0], ulps=0)
    check(run, u.mse, pred, 0.0, weight=w, normalizer="count", value=35 / 4, ulps=0)
    w = [1.0, 0.0, 2.0, 3.0]
    check(run, u.mse, pred, 0.0, weight=w, value=mpf(67) / 6, ulps=0.5)
    check(run, u.mse, pred, 0.0, weight=w, normalizer="count", value=67 / 4, grad=[0.5, 0.0, 3.0, 6.0], ulps=0)


@pytest.mark.parametrize("labels", [LABELS, np.eye(3)[LABELS]], ids=["index", "one-hot"])
@pytest.mark.parametrize("class_weight", [None, CLASS_WEIGHT], ids=["plain", "class-weighted"])
def test_U30_weights_are_repetition(run: Run, labels, class_weight) -> None:
    times = np.array([2, 0, 3, 1])
    keywords = {"label_smoothing": 0.1, "class_weight": class_weight}
    weighted = run.value(u.softmax_cross_entropy, LOGITS, labels, weight=times.astype(np.float64), **keywords)
    repeated = run.value(u.softmax_cross_entropy, LOGITS.repeat(times, 0), labels.repeat(times, 0), **keywords)
    assert_close(weighted, mpf(float(repeated)), ulps=4)
    by_weight = run.gradient(u.softmax_cross_entropy, LOGITS, labels, weight=times.astype(np.float64), **keywords)
    by_copy = run.gradient(u.softmax_cross_entropy, LOGITS.repeat(times, 0), labels.repeat(times, 0), **keywords)
    ends = np.cumsum(times)
    summed = np.array([by_copy[a:b].sum(0) for a, b in zip(ends - times, ends, strict=True)])
    assert_close(by_weight, summed.astype(object), ulps=4, scale=abs(by_weight).max())


def test_U31_micro_batches_add_up(run: Run) -> None:
    """With the token count of the whole step, micro-batches of 3, 1 and 4 tokens give the loss of one batch of 8."""
    rng = np.random.default_rng(31)
    x, labels = rng.normal(size=(3, 4, 5)), rng.integers(0, 5, size=(3, 4))
    labels[0, 3] = labels[1, 1:] = -100
    rows = truth(u.softmax_cross_entropy, x, np.where(labels < 0, 0, labels))
    kept = (labels >= 0).astype(int)
    value, grad = (rows["value"] * kept).sum() / 8, rows["grad"] * kept[..., None] / 8
    check(run, u.softmax_cross_entropy, x, labels, ignore_index=-100, value=value, grad=grad)

    for normalizer in (8, 8.0, np.array(8.0)):
        keywords = {"ignore_index": -100, "normalizer": normalizer}
        parts = [run.value(u.softmax_cross_entropy, x[i], labels[i], **keywords) for i in range(3)]
        assert_close(sum(parts), value)
        for route in run.routes:
            found = [run.gradient(u.softmax_cross_entropy, x[i], labels[i], route=route, **keywords) for i in range(3)]
            assert_close(np.stack(found), grad)


def test_U32_U33_U34_smoothing_with_class_weights(run: Run) -> None:
    """c_j = w_j (y_j (1 - s) + s / C): the share of every class is s / C, and weights stand inside the sum."""
    s, w = 0.2, [1.0, 2.0, 4.0]
    logits, label = [[0.0, 0.0, 0.0]], [1]
    c = [mpf(w[j]) * ((1 - mpf(s)) * (j == 1) + mpf(s) / 3) for j in range(3)]
    grad = [[mp.fsum(c) / 3 - v for v in c]]
    check(
        run,
        u.softmax_cross_entropy,
        logits,
        label,
        label_smoothing=s,
        class_weight=w,
        reduction="none",
        value=[mp.fsum(c) * log(3)],
        grad=grad,
        grad_scale=1,
    )
    check(run, u.softmax_cross_entropy, logits, label, label_smoothing=s, class_weight=w, value=mp.fsum(c) * log(3) / 2)


SMOOTHED = [
    (u.sigmoid_cross_entropy, [1.0, -1.0], lambda q: -log(1 / (1 + exp(-1))) + (1 - q)),
    (u.binary_cross_entropy, [0.75, 0.25], lambda q: -q * log(mpf(3) / 4) - (1 - q) * log(mpf(1) / 4)),
]


@pytest.mark.parametrize(("loss", "x", "closed"), SMOOTHED, ids=["logits", "probs"])
def test_U34_smoothing_of_two_classes(run: Run, loss, x, closed) -> None:
    """y (1 - s) + s / 2: 1 becomes 0.95 and 0 becomes 0.05 for s = 0.1."""
    expected = closed(1 - mpf(0.1) / 2)
    check(run, loss, x, [1.0, 0.0], label_smoothing=0.1, reduction="none", value=[expected, expected])


@pytest.mark.parametrize("labels", [LABELS, np.eye(3)[LABELS]], ids=["index", "one-hot"])
@pytest.mark.parametrize("smoothing", [0.1, 0.5, 1.0])
def test_U34_smoothing_of_many_classes(run: Run, labels, smoothing) -> None:
    expected = truth(u.softmax_cross_entropy, LOGITS, LABELS, label_smoothing=smoothing)
    check(run, u.softmax_cross_entropy, LOGITS, labels, label_smoothing=smoothing, reduction="none", **expected)


@pytest.mark.parametrize(("reduction", "by"), list(itertools.product(["sum", "none"], [8, np.array(8.0), "count"])))
def test_U31_a_normalizer_belongs_to_the_mean(run: Run, reduction, by) -> None:
    with pytest.raises(ValueError, match="normalizer"):
        run.value(u.mse, [1.0], [0.0], reduction=reduction, normalizer=by)
