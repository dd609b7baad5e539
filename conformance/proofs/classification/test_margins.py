"""Margin losses beside the hinge, Brier scores and multi-label losses: worked numbers, kinks, and the peers' values."""

from __future__ import annotations

import importlib

import numpy as np
import pytest
from mpmath import exp, log, log1p, mpf

import unilosses as u

from ...suite.libraries import Run, assert_close, check

NAN = float("nan")
RNG = np.random.default_rng(7)
SCORES = RNG.normal(0, 2, (6, 5))
LABELS = np.array([0, 4, 2, 2, 1, 3])
WEIGHTS = np.array([0.5, 2.0, 1.0, 4.0, 0.25])
HOT = (RNG.random((6, 5)) < 0.4).astype(float)


def rows(run: Run, loss, *data, **keywords):
    return run.value(loss, *data, reduction="none", **keywords)


# --- overflow (case U49) --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_U49_soft_margin_does_not_overflow(run: Run, dtype) -> None:
    if dtype in run.floats:
        x, y = [-200.0, 200.0, 200.0], [1.0, -1.0, 1.0]
        tail = exp(-200) if dtype == "float64" else 0
        expected = {"value": [200, 200, tail], "grad": [-1, 1, -tail]}
        check(run, u.soft_margin, x, y, dtype=dtype, reduction="none", ulps=4, scale=tail or None, **expected)
        check(run, u.soft_margin, x, [1.0, 0.0, 1.0], encoding="binary", dtype=dtype, reduction="none", **expected)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_U49_multilabel_soft_margin_is_stable(run: Run, dtype) -> None:
    if dtype in run.floats:
        x, y = [[-200.0, 200.0]], [[1.0, 0.0]]
        check(run, u.multilabel_soft_margin, x, y, dtype=dtype, value=200, grad=[[-0.5, 0.5]], ulps=0)


def test_U49_far_tails_keep_their_digits(run: Run) -> None:
    x = [20.0, 37.5, 100.0]
    value = [log1p(exp(-mpf(v))) for v in x]
    check(run, u.soft_margin, x, 1.0, reduction="none", value=value, grad=[-1 / (1 + exp(mpf(v))) for v in x])


# --- worked numbers -------------------------------------------------------------------------------------------------


def test_modified_huber_is_two_pieces(run: Run) -> None:
    z = [-3.0, -1.0, 0.0, 0.5, 1.0, 2.0]
    value, slope = [12, 4, 1, 0.25, 0, 0], np.array([-4.0, -4.0, -2.0, -1.0, 0.0, 0.0])
    check(run, u.modified_huber, z, 1.0, reduction="none", value=value, grad=slope, ulps=0)
    minus = [-v for v in z]
    check(run, u.modified_huber, minus, -1.0, reduction="none", value=value, grad=-slope, ulps=0)
    check(run, u.modified_huber, minus, 0.0, encoding="binary", reduction="none", value=value, grad=-slope, ulps=0)


def test_exponential_of_both_encodings(run: Run) -> None:
    x = [0.0, 1.0, -2.0]
    value = [1, exp(mpf(-1)), exp(mpf(2))]
    check(run, u.exponential, x, 1.0, reduction="none", value=value, grad=[-v for v in value])
    check(run, u.exponential, [-v for v in x], 0.0, encoding="binary", reduction="none", value=value, grad=value)


@pytest.mark.parametrize(
    ("encoding", "target", "value", "grad"),
    [
        ("signed", 1.0, 0.25, 1.0),
        ("signed", -1.0, 0.75, -1.0),
        ("signed", 0.0, 0.5, 0.0),  # half of each branch; torch adds both
        ("binary", 0.0, 0.75, -1.0),
        ("binary", 0.75, 0.375, 0.5),
    ],
)
def test_hinge_embedding_mixes_its_branches(run: Run, encoding, target, value, grad) -> None:
    check(run, u.hinge_embedding, [0.25], [target], encoding=encoding, value=value, grad=[grad], ulps=0)


def test_multiclass_brier_of_two_classes_is_twice_the_binary_score(run: Run) -> None:
    p, y = np.array([0.0, 0.25, 1.0, 0.625]), np.array([1, 0, 1, 1])
    binary = rows(run, u.brier, p, y.astype(float))
    assert binary.tolist() == [1.0, 0.0625, 0.0, 0.140625]
    assert rows(run, u.multiclass_brier, np.stack([1 - p, p], axis=1), y).tolist() == (2 * binary).tolist()


def test_categorical_hinge_is_not_crammer_singer(run: Run) -> None:
    x = [[0.5, -5.0]]
    check(run, u.categorical_hinge, x, [0], value=0.5, grad=[[-1.0, 0.0]], ulps=0)
    check(run, u.multiclass_hinge, x, [0], value=0, grad=[[0.0, 0.0]], ulps=0)


def test_asymmetric_shift_leaves_easy_negatives_out(run: Run) -> None:
    p = [mpf(v) for v in ("0.01", "0.25", "0.5", "0.875")]
    x = [float(log(v / (1 - v))) for v in p]
    shifted = [max(mpf(0), 1 / (1 + exp(-mpf(v))) - mpf(1) / 4) for v in x]
    value = [m**2 * -log(1 - m) for m in shifted]
    found = rows(run, u.asymmetric, x, 0.0, gamma_neg=2.0, clip=0.25)
    assert_close(found[[0, 2, 3]], [value[k] for k in (0, 2, 3)])
    assert 0 <= found[1] < 1e-40
    assert run.gradient(u.asymmetric, x, 0.0, gamma_neg=2.0, clip=0.25)[0] == 0.0


def test_losses_that_asymmetric_losses_contain(run: Run) -> None:
    x, plain = SCORES.ravel(), {"gamma_pos": 0.0, "gamma_neg": 0.0}
    ce = rows(run, u.sigmoid_cross_entropy, x, HOT.ravel())
    assert_close(rows(run, u.asymmetric, x, HOT.ravel(), clip=0.0, **plain), ce.astype(object))
    focal = rows(run, u.sigmoid_focal, x, HOT.ravel(), gamma=2.0)
    found = rows(run, u.asymmetric, x, HOT.ravel(), clip=0.0, gamma_pos=2.0, gamma_neg=2.0)
    assert_close(found, focal.astype(object), ulps=12)
    for smoothing in (0.0, 0.25):
        ce = rows(run, u.softmax_cross_entropy, SCORES, LABELS, label_smoothing=smoothing)
        found = rows(run, u.asymmetric_single_label, SCORES, LABELS, label_smoothing=smoothing, **plain)
        assert_close(found, ce.astype(object), ulps=8)
    focal = rows(run, u.softmax_focal, SCORES, LABELS, gamma=3.0)
    found = rows(run, u.asymmetric_single_label, SCORES, LABELS, gamma_pos=3.0, label_smoothing=0.0)
    assert_close(found, focal.astype(object), ulps=8)


# --- kinks ----------------------------------------------------------------------------------------------------------


def test_slope_at_the_margin_is_0(run: Run) -> None:
    check(run, u.hinge_embedding, [1.0], [-1.0], value=0, grad=[0.0], ulps=0)
    for margin in (0.0, 0.5):
        x = [[0.25 + margin], [0.25], [1.0]]
        for argnum in range(3):
            check(run, u.margin_ranking, *x, margin=margin, argnum=argnum, value=0, grad=[0.0], ulps=0)
    at_margin = [[1.5, 0.5, -3.0]]
    for loss in (u.multiclass_hinge, u.multi_margin):
        check(run, loss, at_margin, [0], value=0, grad=[[0.0, 0.0, 0.0]], ulps=0)
    check(run, u.categorical_hinge, [[1.0, -0.5, -3.0]], [0], value=0, grad=[[0.0, 0.0, 0.0]], ulps=0)
    check(run, u.multilabel_margin, at_margin, [[1.0, 0.0, 0.0]], value=0, grad=[[0.0, 0.0, 0.0]], ulps=0)


@pytest.mark.parametrize(
    ("x", "label", "value", "grad"),
    [
        ([2.0, 2.0, 0.0], 2, 3.0, [0.5, 0.5, -1.0]),  # two rivals first
        ([2.0, 2.0, 0.0], 0, 1.0, [-1.0, 1.0, 0.0]),  # the label is one of two
        ([2.0, 2.0, 2.0], 0, 1.0, [-1.0, 0.5, 0.5]),  # of three
        ([2.0, 1.5, 1.5], 0, 0.5, [-1.0, 0.5, 0.5]),  # the label leads, the others tie
    ],
)
def test_rivals_of_equal_score_share(run: Run, x, label, value, grad) -> None:
    check(run, u.multiclass_hinge, [x], [label], value=value, grad=[grad], ulps=0)
    check(run, u.multiclass_hinge, [x], [np.eye(3)[label]], value=value, grad=[grad], ulps=0)


def test_equal_scores_of_the_perceptron_share(run: Run) -> None:
    """The right class too: a model that starts at 0 learns."""
    check(run, u.multiclass_perceptron, [[0.0, 0.0]], [0], value=0, grad=[[-0.5, 0.5]], ulps=0)
    check(run, u.multiclass_perceptron, [[3.0, 1.0]], [0], value=0, grad=[[0.0, 0.0]], ulps=0)
    check(run, u.multiclass_perceptron, [[2.0, 2.0, 1.0]], [2], value=1, grad=[[0.5, 0.5, -1.0]], ulps=0)


def test_equal_others_of_the_categorical_hinge_share(run: Run) -> None:
    check(run, u.categorical_hinge, [[0.5, 2.0, 2.0]], [0], value=2.5, grad=[[-1.0, 0.5, 0.5]], ulps=0)
    # The right class stands among the others with 0: with a score of 0 beside it the share is a half.
    check(run, u.categorical_hinge, [[0.5, 0.0, -1.0]], [0], value=0.5, grad=[[-1.0, 0.5, 0.0]], ulps=0)


# --- labels ---------------------------------------------------------------------------------------------------------


def test_index_lists_end_at_the_first_negative(run: Run) -> None:
    x = [[0.125, 0.25, 0.5, 1.0]] * 4
    lists = [[3, 0, -1, 1], [0, 3, -1, -1], [-1, 2, 3, 0], [0, 1, 2, 3]]
    hot = [[1, 0, 0, 1], [1, 0, 0, 1], [0, 0, 0, 0], [1, 1, 1, 1]]
    found = rows(run, u.multilabel_margin, x, np.array(lists), encoding="indices")
    assert found.tolist() == rows(run, u.multilabel_margin, x, np.array(hot)).tolist()
    assert found[2:].tolist() == [0.0, 0.0]


def test_an_index_that_is_no_class_is_nan_in_its_row(run: Run) -> None:
    x, lists = np.zeros((3, 2)), np.array([[0, -1], [2, -1], [1, -1]])
    found = rows(run, u.multilabel_margin, x, lists, encoding="indices")
    assert np.isnan(found).tolist() == [False, True, False]
    assert run.value(u.multilabel_margin, x, lists, encoding="indices", where=np.array([True, False, True])) == 0.5


LABELED = (
    u.categorical_hinge,
    u.multiclass_hinge,
    u.multiclass_perceptron,
    u.multi_margin,
    u.multiclass_brier,
    u.asymmetric_single_label,
)


@pytest.mark.parametrize("loss", LABELED, ids=lambda loss: loss.__name__)
def test_label_outside_the_classes(run: Run, loss) -> None:
    x, labels = np.full((3, 3), 0.25), np.array([0, 3, 2])
    if run.reads_labels:
        with pytest.raises(ValueError, match=r"labels has 3 at position \(1,\), but there are 3 classes"):
            run.value(loss, x, labels)
    with u.checks("off"):
        found = rows(run, loss, x, labels)
        assert np.isnan(found).tolist() == [False, True, False]
    ignored = run.value(loss, x, labels, ignore_index=3)
    assert ignored == run.value(loss, x[[0, 2]], labels[[0, 2]])


# --- what the peers give at these points ----------------------------------------------------------------------------


def torch_case(name: str) -> tuple:
    """The arguments, our keywords, torch's."""
    t = importlib.import_module("torch")
    signs = 1.0 - 2.0 * HOT
    lists = np.array(
        [[0, 2, -1, 1, 1], [4, -1, 0, 0, 0], [-1] * 5, [0, 1, 2, 3, 4], [3, 1, 0, -1, -1], [2, -1] + [4] * 3]
    )
    weight = t.tensor(WEIGHTS)
    return {
        "soft_margin": ((SCORES, signs), {}, {}),
        "hinge_embedding": ((SCORES, signs), {"margin": 0.75}, {"margin": 0.75}),
        "margin_ranking": ((SCORES, SCORES[::-1].copy(), signs), {"margin": 0.3}, {"margin": 0.3}),
        "multi_margin": ((SCORES, LABELS), {}, {}),
        "multi_margin-p=2": (
            (SCORES, LABELS),
            {"p": 2.0, "margin": 0.5, "class_weight": WEIGHTS},
            {"p": 2, "margin": 0.5, "weight": weight},
        ),
        "multilabel_margin": ((SCORES, lists), {"encoding": "indices"}, {}),
        "multilabel_soft_margin": ((SCORES, HOT), {}, {}),
        "multilabel_soft_margin-weight": ((SCORES, HOT), {"class_weight": WEIGHTS}, {"weight": weight}),
    }[name]


@pytest.mark.parametrize(
    "name",
    [
        "soft_margin",
        "hinge_embedding",
        "margin_ranking",
        "multi_margin",
        "multi_margin-p=2",
        "multilabel_margin",
        "multilabel_soft_margin",
        "multilabel_soft_margin-weight",
    ],
)
def test_torch(run: Run, name) -> None:
    t = importlib.import_module("torch")
    ours = name.partition("-")[0]
    data, keywords, theirs = torch_case(name)
    x, *rest = (t.tensor(d) for d in data)
    x.requires_grad_()
    value = getattr(t.nn.functional, f"{ours}_loss")(x, *rest, reduction="none", **theirs)
    value.sum().backward()
    check(
        run,
        getattr(u, ours),
        *data,
        reduction="none",
        ulps=8,
        **keywords,
        value=value.detach().numpy().astype(object),
        grad=x.grad.numpy().astype(object),
        grad_scale=1.0,
    )


def test_torch_divides_a_weighted_mean_by_the_number_of_rows() -> None:
    t = importlib.import_module("torch")
    theirs = t.nn.functional.multi_margin_loss(t.tensor(SCORES), t.tensor(LABELS), weight=t.tensor(WEIGHTS))
    ours = u.multi_margin(SCORES, LABELS, class_weight=WEIGHTS, normalizer="count")
    assert abs(float(theirs) - ours) < 1e-14
    own = u.multi_margin(SCORES, LABELS, class_weight=WEIGHTS)
    assert abs(own * WEIGHTS[LABELS].sum() - ours * len(LABELS)) < 1e-13


@pytest.mark.parametrize("name", ["multiclass_hinge", "multiclass_perceptron"])
def test_optax(run: Run, name) -> None:
    losses = importlib.import_module("optax.losses")
    jnp = importlib.import_module("jax.numpy")
    theirs = getattr(losses, f"{name}_loss")(jnp.asarray(SCORES), jnp.asarray(LABELS))
    found = run.value(getattr(u, name), SCORES, LABELS, reduction="none")
    assert_close(found, np.asarray(theirs).astype(object), scale=1.0)


def test_scikit_learn_scores() -> None:
    metrics = importlib.import_module("sklearn.metrics")
    labels = np.array([0, 1, 2, 3, 4, 1])  # every class, as it infers them
    assert abs(metrics.hinge_loss(labels, SCORES) - u.multiclass_hinge(SCORES, labels)) < 1e-14
    p = np.array([0.1, 0.8, 0.35, 0.5])
    y = np.array([0.0, 1.0, 1.0, 0.0])
    assert abs(metrics.brier_score_loss(y, p) - u.brier(p, y)) < 1e-15
    assert abs(metrics.brier_score_loss(y, p, scale_by_half=False) - 2 * u.brier(p, y)) < 1e-15
    probs = np.exp(SCORES) / np.exp(SCORES).sum(1, keepdims=True)
    several = u.multiclass_brier(probs, labels)
    assert abs(metrics.brier_score_loss(labels, probs) - several) < 1e-15
    assert abs(metrics.brier_score_loss(labels, probs, scale_by_half=True) - several / 2) < 1e-15
