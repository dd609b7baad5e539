"""What users ran into with masks, ignored labels and empty sets: cases U1 to U15.

The README of this folder says what each case is and where it was reported.
"""

from __future__ import annotations

import inspect
import itertools

import numpy as np
import pytest
from mpmath import exp, log, log1p, mp, mpf

import unilosses as u
from unilosses.definition.registry import specs

from ..suite.libraries import Run, assert_close, check
from ..suite.truth import mean, truth

INF, NAN = float("inf"), float("nan")

LOGITS = np.array([[1.0, -0.5, 0.25], [0.5, 2.0, -1.0], [-2.0, 0.0, 1.5], [0.1, 0.2, 0.3]])
PROBS = np.array([[0.5, 0.25, 0.25], [0.125, 0.75, 0.125], [0.25, 0.25, 0.5], [0.5, 0.375, 0.125]])
LABELED = [
    (u.softmax_cross_entropy, LOGITS),
    (u.softmax_focal, LOGITS),
    (u.nll, np.log(PROBS)),
    (u.categorical_cross_entropy, PROBS),
]
labeled = pytest.mark.parametrize(("loss", "x"), LABELED, ids=[f.__name__ for f, _ in LABELED])
reductions = pytest.mark.parametrize(
    "reduction", ["mean", *[pytest.param(r, marks=pytest.mark.full) for r in ("sum", "none")]]
)


@reductions
@labeled
def test_U1_every_row_ignored(run: Run, loss, x, reduction) -> None:
    """0 with gradient 0, by the ignored label, by the mask and by weights."""
    labels = np.full(4, -100)
    zero = np.zeros(4) if reduction == "none" else 0.0
    check(run, loss, x, labels, ignore_index=-100, reduction=reduction, value=zero, grad=np.zeros((4, 3)))
    kept = np.zeros(4, dtype=np.int64)
    check(run, loss, x, kept, where=np.zeros(4, dtype=bool), reduction=reduction, value=zero, grad=np.zeros((4, 3)))
    check(run, loss, x, kept, weight=np.zeros(4), reduction=reduction, value=zero, grad=np.zeros((4, 3)))


def test_U2_ignored_rows_are_not_masked_classes(run: Run) -> None:
    """Ignoring label 1 leaves class 1 in the denominator of the other rows; a logit of -inf takes it out."""
    labels = np.array([0, 1, 2, 0])
    whole = truth(u.softmax_cross_entropy, LOGITS, labels)
    kept = np.array([1, 0, 1, 1])
    value, grad = whole["value"] * kept, whole["grad"] * kept[:, None]
    check(run, u.softmax_cross_entropy, LOGITS, labels, ignore_index=1, reduction="none", value=value, grad=grad)

    rows = [0, 2, 3]
    without = LOGITS[rows].copy()
    without[:, 1] = -INF
    narrow = truth(u.softmax_cross_entropy, LOGITS[rows][:, [0, 2]], [0, 1, 0])
    grad = np.insert(narrow["grad"], 1, 0, axis=1)
    check(run, u.softmax_cross_entropy, without, [0, 2, 0], reduction="none", value=narrow["value"], grad=grad)


@pytest.mark.parametrize("ignored", [-100, -1, 1, 255])
@labeled
def test_U3_unreduced_loss_is_zero_at_ignored_rows(run: Run, loss, x, ignored) -> None:
    labels = np.array([0, ignored, 2, ignored])
    found = run.value(loss, x, labels, ignore_index=ignored, reduction="none")
    alone = run.value(loss, x[[0, 2]], labels[[0, 2]], reduction="none")
    assert found.tolist() == [alone[0], 0.0, alone[1], 0.0]
    assert np.all(alone > 0)


@reductions
@labeled
def test_U4_wrong_label_that_is_not_the_ignored_one(run: Run, loss, x, reduction) -> None:
    """A second negative value beside ignore_index is an error in every reduction, and NaN where nobody can raise."""
    labels = np.array([0, -100, -1, 2])
    if run.reads_labels:
        with pytest.raises(ValueError, match=r"-1 at position \(2,\).*3 classes"):
            run.value(loss, x, labels, ignore_index=-100, reduction=reduction)
        return
    found = run.value(loss, x, labels, ignore_index=-100, reduction=reduction)
    assert np.isnan(found).tolist() == ([False, False, True, False] if reduction == "none" else True)


def loop(x: np.ndarray, labels: list[int], w: list[float] | None, s: float, ignored: int | None, reduction: str):
    """Weighted, smoothed cross-entropy with ignored rows, one row and one class after the other."""
    classes = len(x[0])
    w = [1.0] * classes if w is None else w
    losses, grads, normalizer = [], [], mpf(0)
    for row, k in zip(x.tolist(), labels, strict=True):
        if k == ignored:
            losses.append(mpf(0))
            grads.append([mpf(0)] * classes)
            continue
        total = mp.fsum(exp(mpf(v)) for v in row)
        c = [mpf(w[j]) * ((1 - mpf(s)) * (j == k) + mpf(s) / classes) for j in range(classes)]
        losses.append(mp.fsum(c[j] * (log(total) - mpf(row[j])) for j in range(classes)))
        grads.append([exp(mpf(row[j])) / total * mp.fsum(c) - c[j] for j in range(classes)])
        normalizer += mpf(w[k])
    losses, grads = np.array(losses, dtype=object), np.array(grads, dtype=object)
    if reduction == "mean":
        return losses.sum() / normalizer, grads / normalizer
    return (losses if reduction == "none" else losses.sum()), grads


U5_CROSS = list(
    itertools.product([None, [0.5, 2.0, 1.25]], [0.0, 0.1, 1.0], [None, -100, 255, 1], ["mean", "sum", "none"])
)


@pytest.mark.parametrize(("weight", "smoothing", "ignored", "reduction"), U5_CROSS)
def test_U5_weight_smoothing_ignore_reduction(eager: Run, weight, smoothing, ignored, reduction) -> None:
    labels = [0, 1 if ignored is None else ignored, 2, 0]
    value, grad = loop(LOGITS, labels, weight, smoothing, ignored, reduction)
    keywords = {"label_smoothing": smoothing, "ignore_index": ignored, "reduction": reduction, "class_weight": weight}
    check(
        eager,
        u.softmax_cross_entropy,
        LOGITS,
        labels,
        **keywords,
        value=value,
        grad=grad,
        scale=1,
        grad_scale=1 if reduction != "mean" else 0.5,
    )


@reductions
@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_U5_weight_smoothing_ignore_reduction_traced(run: Run, smoothing, reduction) -> None:
    labels, weight = [0, -100, 2, 0], [0.5, 2.0, 1.25]
    value, grad = loop(LOGITS, labels, weight, smoothing, -100, reduction)
    keywords = {"label_smoothing": smoothing, "ignore_index": -100, "reduction": reduction}
    check(
        run,
        u.softmax_cross_entropy,
        LOGITS,
        labels,
        class_weight=weight,
        **keywords,
        value=value,
        grad=grad,
        scale=1,
        grad_scale=1,
    )


@pytest.mark.parametrize("other", [0.0, 1e30, INF, NAN])
def test_U6_ignored_rows_do_not_count_in_the_smoothing(run: Run, other) -> None:
    labels = np.array([0, -1, 2, -1])
    changed = LOGITS.copy()
    changed[[1, 3]] = other
    keywords = {"label_smoothing": 0.1, "ignore_index": -1}
    before, after = (run.value(u.softmax_cross_entropy, x, labels, **keywords) for x in (LOGITS, changed))
    assert before == after
    for route in run.routes:
        before, after = (
            run.gradient(u.softmax_cross_entropy, x, labels, route=route, **keywords) for x in (LOGITS, changed)
        )
        assert before.tolist() == after.tolist()
        assert not after[[1, 3]].any()


@pytest.mark.parametrize("name", sorted(specs()))
def test_U7_U8_every_loss_takes_a_mask_and_rows_an_axis(name: str) -> None:
    spec = specs()[name]
    parameters = inspect.signature(spec.function).parameters
    assert {"where", "weight", "reduction", "normalizer"} <= parameters.keys()
    for shared in ("where", "weight", "normalizer"):
        assert parameters[shared].kind is inspect.Parameter.KEYWORD_ONLY
        assert parameters[shared].default is None
    # beside those of rows, element-wise losses with something for each class; pairs of axes have a fixed place
    assert ("axis" in parameters) >= (spec.event_ndim == 1 or (spec.event_ndim == 0 and spec.has_labels))
    assert spec.event_ndim < 2 or "axis" not in parameters


MASKED = np.array([[2.0, -INF, 1.0], [-INF, 0.5, -INF]])  # classes that cannot happen
DENSE = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
SIGMOID_1 = 1 / (1 + exp(1))


@pytest.mark.parametrize("labels", [DENSE, np.array([0, 1])], ids=["dense", "index"])
def test_U9_minus_infinity_with_coefficient_zero(run: Run, labels) -> None:
    grad = [[-SIGMOID_1, 0, SIGMOID_1], [0, 0, 0]]
    check(run, u.softmax_cross_entropy, MASKED, labels, reduction="none", value=[log1p(exp(-1)), 0], grad=grad)
    check(run, u.softmax_cross_entropy, MASKED, labels, value=log1p(exp(-1)) / 2)


@pytest.mark.parametrize("labels", [DENSE, np.array([0, 1])], ids=["dense", "index"])
def test_U9_minus_infinity_forward_and_second_order(differentiating: Run, labels) -> None:
    run, y = differentiating, differentiating.asarray(labels)
    along = [[1.0, 5.0, -3.0], [2.0, 7.0, 1.0]]

    def loss(x):
        return u.softmax_cross_entropy(x, y, reduction="none")

    # with two possible classes: d/dt log1p(e^(-(a - b))) along (da, db), and p q (v_a - v_b) for the curvature
    assert_close(run.directional(loss, MASKED, along), [-SIGMOID_1 * 4, 0])
    pq = SIGMOID_1 * (1 - SIGMOID_1)
    assert_close(run.curvature(loss, MASKED, along), [[4 * pq, 0, -4 * pq], [0, 0, 0]])


@pytest.mark.parametrize("inside", [NAN, INF, -INF])
def test_U10_masked_elements_do_not_leak(run: Run, inside) -> None:
    where = np.array([True, False, True])
    pred = np.array([0.5, inside, -3.0])
    check(run, u.squared_error, pred, [0.0, 1.0, 0.0], where=where, value=4.625, grad=[0.5, 0.0, -3.0], ulps=0)
    check(run, u.log_cosh, pred, [0.0, inside, 0.0], where=where, grad=[mp.tanh(0.5) / 2, 0, -mp.tanh(3) / 2])
    logits = np.array([[0.0, 0.0], [inside, 1.0], [inside, inside]])
    grad = [[-0.5, 0.5], [0, 0], [0, 0]]
    check(run, u.softmax_cross_entropy, logits, [0, 0, 0], where=[True, False, False], value=log(2), grad=grad, ulps=1)


@reductions
def test_U11_row_of_zero_labels(run: Run, reduction) -> None:
    labels = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    rows = truth(u.softmax_cross_entropy, LOGITS[[0, 2]], [1, 0])
    value = np.array([rows["value"][0], 0, rows["value"][1], 0], dtype=object)
    grad = np.zeros((4, 3), dtype=object)
    grad[[0, 2]] = rows["grad"]
    divisor = 4 if reduction == "mean" else 1
    check(
        run,
        u.softmax_cross_entropy,
        LOGITS,
        labels,
        reduction=reduction,
        value=value if reduction == "none" else value.sum() / divisor,
        grad=grad / divisor,
    )


@pytest.mark.parametrize("batch", [(), (6,), (2, 3), (1, 2, 3)])
def test_U12_shapes_with_and_without_an_ignored_label(run: Run, batch) -> None:
    """The result keeps the batch axes, and a trailing axis of length 1 is refused either way."""
    rng = np.random.default_rng(12)
    x, labels = rng.normal(size=(*batch, 4)), rng.integers(0, 4, size=batch)
    for keywords in ({}, {"ignore_index": -1}, {"ignore_index": 255}):
        found = run.value(u.softmax_cross_entropy, x, labels, reduction="none", **keywords)
        assert_close(found, truth(u.softmax_cross_entropy, x, labels)["value"])
        if batch:
            with pytest.raises(ValueError, match=r"labels has shape .*1\)"):
                run.value(u.softmax_cross_entropy, x, labels[..., None], **keywords)


@pytest.mark.parametrize("ignored", [-1, -100, 3, 255, 1])
@labeled
def test_U13_ignored_value_negative_above_and_among_the_classes(run: Run, loss, x, ignored) -> None:
    labels = np.array([0, ignored, 2, 0])
    rows = [0, 2, 3]
    expected = truth(loss, x[rows], labels[rows])
    grad = np.insert(expected["grad"] / 3, 1, 0, axis=0)
    check(run, loss, x, labels, ignore_index=ignored, value=mean(expected["value"]), grad=grad, ulps=8)


@labeled
def test_U14_U15_appending_ignored_rows_leaves_the_mean(run: Run, loss, x) -> None:
    """The mean is over the rows that count; a fixed normaliser counts them all."""
    labels = np.array([0, 1, 2, 0])
    longer, padded = np.concatenate([x, x, x]), np.concatenate([labels, np.full(8, 255)])
    plain = run.value(loss, x, labels)
    assert_close(run.value(loss, longer, padded, ignore_index=255), mpf(float(plain)), ulps=2)
    assert_close(run.value(loss, longer, padded, ignore_index=255, normalizer=12), mpf(float(plain)) / 3, ulps=2)
