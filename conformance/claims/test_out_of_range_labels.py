"""A label outside the classes: one outcome everywhere. Elsewhere it is an error, NaN, 0 or the loss of another class.

On data that the host can read it is a ValueError that names the label, its position and the number of classes. Where
nobody can raise (under a compiler, or with the checks off) it is NaN in that sample, and only there.
"""

from __future__ import annotations

import numpy as np
import pytest

import unilosses as u

from ..suite.libraries import Run, assert_close

CLASSES = 3
PROBS = np.array([[0.5, 0.25, 0.25], [0.125, 0.75, 0.125], [0.25, 0.25, 0.5]])
LOGITS = np.log(PROBS) + 1.0
WEIGHTS = (1.0, 2.0, 3.0)
CASES = [
    (u.softmax_cross_entropy, LOGITS, {}),
    (u.softmax_cross_entropy, LOGITS, {"label_smoothing": 0.1}),
    (u.softmax_cross_entropy, LOGITS, {"class_weight": WEIGHTS}),
    (u.softmax_focal, LOGITS, {}),
    (u.softmax_focal, LOGITS, {"gamma": 0.5, "alpha": (0.25, 0.5, 1.0)}),
    (u.nll, np.log(PROBS), {}),
    (u.nll, np.log(PROBS), {"class_weight": WEIGHTS}),
    (u.categorical_cross_entropy, PROBS, {}),
    (u.categorical_cross_entropy, PROBS, {"renormalize": True, "eps": 1e-7}),
]
IDS = [f"{loss.__name__}-{'-'.join(params) or 'plain'}" for loss, _, params in CASES]

every_loss = pytest.mark.parametrize(("loss", "x", "params"), CASES, ids=IDS)
LABELS = [3, 5, -1, -100]
wrong = pytest.mark.parametrize("label", [3, -1, *[pytest.param(k, marks=pytest.mark.full) for k in (5, -100)]])
reductions = pytest.mark.parametrize("reduction", ["mean", "sum", "none"])


@reductions
@pytest.mark.parametrize("label", LABELS)
@every_loss
def test_error_on_host_data(eager: Run, loss, x, params, label, reduction) -> None:
    labels = np.array([0, label, 2])
    eager.value(loss, x, np.array([0, 1, 2]), reduction=reduction, **params)  # a library that is known has a fast path
    with pytest.raises(ValueError, match=rf"labels has {label} at position \(1,\), but there are {CLASSES} classes"):
        eager.value(loss, x, labels, reduction=reduction, **params)
    with pytest.raises(ValueError, match=rf"labels has {label} at position \(1,\)"):
        eager.gradient(loss, x, labels, reduction=reduction, **params)


@wrong
def test_position_in_a_batch_of_more_axes(eager: Run, label) -> None:
    labels = np.array([[0, 1, 2], [2, 1, label]])
    with pytest.raises(ValueError, match=rf"labels has {label} at position \(1, 2\), but there are 3 classes"):
        eager.value(u.softmax_cross_entropy, np.zeros((2, 3, 3)), labels)


def only_that_row_is_nan(run: Run, loss, x, params, label) -> None:
    labels, fine = np.array([0, label, 2]), np.array([0, 1, 2])
    each = {"of": ("value", *run.routes), "reduction": "none", **params}
    found, expected = run.results(loss, x, labels, **each), run.results(loss, x, fine, **each)
    for f, e in zip(found, expected, strict=True):
        assert np.isnan(f[1]).any(), "a wrong row looks right"
        assert np.all(np.isfinite(f[[0, 2]]))
        assert f[[0, 2]].tolist() == e[[0, 2]].tolist()
    assert np.isnan(run.value(loss, x, labels, **params))
    assert np.isnan(run.value(loss, x, labels, reduction="sum", **params))


@wrong
@every_loss
def test_nan_with_the_checks_off(run: Run, loss, x, params, label) -> None:
    with u.checks("off"):
        only_that_row_is_nan(run, loss, x, params, label)


@wrong
@every_loss
def test_nan_under_a_compiler(run: Run, loss, x, params, label) -> None:
    if run.reads_labels:
        labels = np.array([0, label, 2])
        with pytest.raises(ValueError, match="labels has"):
            run.value(loss, x, labels, **params)
    else:
        only_that_row_is_nan(run, loss, x, params, label)


@wrong
@every_loss
def test_a_wrong_label_that_is_masked_out_does_not_matter(run: Run, loss, x, params, label) -> None:
    labels, fine = np.array([0, label, 2]), np.array([0, 1, 2])
    where = np.array([True, False, True])
    each = {"of": ("value", *run.routes), "where": where, **params}
    found, expected = run.results(loss, x, labels, **each), run.results(loss, x, fine, **each)
    assert [f.tolist() for f in found] == [e.tolist() for e in expected]
    assert np.isfinite(found[0])
    for gradient in found[1:]:
        assert not gradient[1].any()


@wrong
@every_loss
def test_ignored_label_is_not_a_wrong_one(run: Run, loss, x, params, label) -> None:
    labels = np.array([0, label, 2])
    rows = run.value(loss, x[[0, 2]], labels[[0, 2]], reduction="none", **params)
    found = run.value(loss, x, labels, ignore_index=label, reduction="none", **params)
    assert found.tolist() == [rows[0], 0.0, rows[1]]


@every_loss
def test_labels_that_are_constants_of_a_compiled_function(run: Run, loss, x, params) -> None:
    """Not traced themselves, and yet not readable inside: the loss is that of NumPy's call."""
    fine, wrong = run.asarray([0, 1, 2]), run.asarray([0, 3, 2])
    found = run.compiled(lambda x: loss(x, fine, reduction="none", **params))(run.asarray(x))
    expected = loss(x, np.array([0, 1, 2]), reduction="none", **params)
    assert_close(run.to_numpy(found), expected.astype(object), ulps=4)
    try:
        found = run.to_numpy(run.compiled(lambda x: loss(x, wrong, reduction="none", **params))(run.asarray(x)))
    except ValueError as error:
        assert "labels has 3 at position (1,)" in str(error)  # noqa: PT017 - an error is one of two right outcomes
    else:
        assert np.isnan(found).tolist() == [False, True, False]


def test_checks_come_back_after_the_block(eager: Run) -> None:
    labels = np.array([7])
    with u.checks("off"):
        eager.value(u.softmax_cross_entropy, np.zeros((1, 3)), labels)
        with u.checks("on"), pytest.raises(ValueError, match="labels has 7"):
            eager.value(u.softmax_cross_entropy, np.zeros((1, 3)), labels)
    with pytest.raises(ValueError, match="labels has 7"):
        eager.value(u.softmax_cross_entropy, np.zeros((1, 3)), labels)
