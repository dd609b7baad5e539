"""What users ran into with precision, shapes, validation and targets: cases U55, U56, U60, U60b, U62 to U70 and U75.

The README of this folder says what each case is and where it was reported.
"""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from mpmath import log, log1p, mp, mpf, sqrt

import unilosses as u
from unilosses.definition.registry import specs

from ..suite.generic import NAMES, sample
from ..suite.libraries import Run, assert_close, check

PAIRS = [
    u.absolute_error,
    u.squared_error,
    u.huber,
    u.smooth_l1,
    u.pseudo_huber,
    u.log_cosh,
    u.hinge,
    u.squared_hinge,
    u.perceptron,
    u.sigmoid_cross_entropy,
    u.binary_cross_entropy,
    u.sigmoid_focal,
]
pairs = pytest.mark.parametrize("loss", PAIRS, ids=[f.__name__ for f in PAIRS])


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_U55_U56_half_precision_mean_of_many_terms(run: Run, dtype) -> None:
    """1e5 terms of 8 sum to 8e5, beyond float16; their mean is 8."""
    if dtype not in run.floats:
        return
    x = np.full((1000, 100), 8.0)
    assert float(run.value(u.absolute_error, x, 0.0, dtype=dtype)) == 8.0
    logits = np.zeros((1000, 100))
    found = run.value(u.softmax_cross_entropy, logits, np.zeros(1000, dtype=int), dtype=dtype)
    assert_close(found, log(100), ulps=0.5, dtype=dtype)


def test_U60_half_precision_is_rounded_once(run: Run) -> None:
    """log(2) + 1/256 in bfloat16: sums in bfloat16 would be a multiple of 2^-8 off."""
    if "bfloat16" not in run.floats:
        return
    rows = np.array([[0.0, 0.0]] * 255 + [[0.0, 8.0]])
    expected = (255 * log(2) + 8 + log1p(mp.exp(-8))) / 256
    assert_close(
        run.value(u.softmax_cross_entropy, rows, np.zeros(256, dtype=int), dtype="bfloat16"),
        expected,
        ulps=0.5,
        dtype="bfloat16",
    )


@pytest.mark.parametrize("name", [name for name in NAMES if name != "zero_one"])
def test_U60b_float64_is_not_narrowed(run: Run, name) -> None:
    """Changes that float32 cannot see, of a few parts in 2^40, change the loss."""
    s = sample(name)
    x = s.data[0]
    moved = x * (1.0 + 2.0**-40 * np.random.default_rng(60).integers(1, 9, size=x.shape))
    assert (moved.astype(np.float32) == x).all()
    values = [run.value(s.loss, *s.replace(0, first), reduction="sum", **s.params) for first in (x, moved)]
    assert all(v.dtype == np.float64 for v in values)
    assert values[0] != values[1]


def test_U60b_large_integer_targets(run: Run) -> None:
    """2^24 + 1 is no float32 number, but the prediction's dtype decides, so float64 keeps it."""
    target = np.array([2**24 + 1, 2**40 + 1])
    assert run.value(u.absolute_error, [2.0**24, 2.0**40], target, reduction="none").tolist() == [1.0, 1.0]


@pairs
def test_U62_U64_U65_column_against_vector(run: Run, loss) -> None:
    """(n,) against (n, 1) is an error that names both shapes and the fix, never an (n, n) loss."""
    vector, column = np.full(4, 1.0), np.full((4, 1), 1.0)
    name, other = loss.spec.arrays
    with pytest.raises(ValueError, match=rf"{other} has shape \(4, 1\).*\(4,\).*{other}\[\.\.\., 0\]"):
        run.value(loss, vector, column)
    with pytest.raises(ValueError, match=rf"{other} has shape \(4,\).*\(4, 1\).*{other}\[\.\.\., None\]"):
        run.value(loss, column, vector)
    with pytest.raises(ValueError, match=rf"{other} has shape \(4, 1\)"):
        run.gradient(loss, vector, column)
    assert run.value(loss, vector, vector, reduction="none").shape == (4,)
    assert name != other


@pairs
def test_U63_broadcasting_on_purpose(run: Run, loss) -> None:
    """There is nothing to silence: who wants a table broadcasts the arrays, and who has a number passes it."""
    a, b = np.array([0.25, 0.5, 0.75]), np.array([[1.0], [-1.0 if loss.spec.has_signed_labels else 0.0]])
    table = run.value(loss, np.broadcast_to(a, (2, 3)), np.broadcast_to(b, (2, 3)), reduction="none")
    rows = [run.value(loss, a, float(y), reduction="none") for y in b[:, 0]]
    assert table.tolist() == [row.tolist() for row in rows]
    zero_dim = run.value(loss, a, np.array(1.0), reduction="none")
    assert zero_dim.tolist() == rows[0].tolist()


@pairs
def test_U66_what_the_documentation_says_about_shapes_is_checked(run: Run, loss) -> None:
    assert "the same shape" in loss.__doc__
    assert "may be a number" in loss.__doc__
    with pytest.raises(ValueError, match="shape"):
        run.value(loss, np.full((2, 3), 0.5), np.full((3, 2), 0.5))
    with pytest.raises(ValueError, match="shape"):
        run.value(loss, np.full((2, 3), 0.5), np.full(3, 0.5))


@pytest.mark.parametrize("label", [3, -1])
def test_U68_label_outside_the_classes(run: Run, label) -> None:
    """An error on the host, NaN in that row in compiled code; test_out_of_range_labels.py has the whole table."""
    x, labels = np.array([[0.5, 0.25, 0.0], [1.0, 2.0, 3.0]]), np.array([label, 2])
    if run.reads_labels:
        with pytest.raises(ValueError, match=rf"{label} at position \(0,\)"):
            run.value(u.softmax_cross_entropy, x, labels)
    else:
        found = run.value(u.softmax_cross_entropy, x, labels, reduction="none")
        assert np.isnan(found).tolist() == [True, False]


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int8", "int16", "int32", "int64"])
def test_U69_integer_and_bool_targets(eager: Run, dtype) -> None:
    """Targets of any integer dtype count as the numbers they are, in value and gradient."""
    run, y = eager, [1, 0, 1]
    p, target = run.asarray([0.25, 0.5, 0.75]), run.asarray(y, dtype)
    for loss in (u.binary_cross_entropy, u.sigmoid_cross_entropy, u.sigmoid_focal, u.squared_error):
        found, grad = u.value_and_grad(loss)(p, target)
        as_float, grad_as_float = u.value_and_grad(loss)(p, run.asarray([1.0, 0.0, 1.0]))
        assert run.to_numpy(found) == run.to_numpy(as_float)
        assert run.to_numpy(grad).tolist() == run.to_numpy(grad_as_float).tolist()
        assert run.to_numpy(loss(p, target)) == run.to_numpy(as_float)


@pytest.mark.parametrize("dtype", ["uint8", "int8", "int16", "int32", "int64"])
def test_U69_class_labels_of_any_integer_dtype(eager: Run, dtype) -> None:
    x, labels = np.array([[0.5, 0.25, 0.0], [1.0, 2.0, 3.0]]), [2, 0]
    expected, grad = u.value_and_grad(u.softmax_cross_entropy)(eager.asarray(x), eager.asarray(labels))
    found, found_grad = u.value_and_grad(u.softmax_cross_entropy)(eager.asarray(x), eager.asarray(labels, dtype))
    assert eager.to_numpy(found) == eager.to_numpy(expected)
    assert eager.to_numpy(found_grad).tolist() == eager.to_numpy(grad).tolist()


@pytest.mark.parametrize("name", sorted(specs()))
def test_U70_one_order_of_arguments(name: str) -> None:
    """Predictions first, then the target, which nothing of the same kind follows; everything else by keyword."""
    spec = specs()[name]
    parameters = list(inspect.signature(spec.function).parameters.values())
    positional = [p.name for p in parameters if p.kind is not p.KEYWORD_ONLY]
    assert tuple(positional) == spec.arrays
    assert all(p.default is not p.empty for p in parameters if p.kind is p.KEYWORD_ONLY)
    truths = [i for i, argument in enumerate(positional) if argument in ("target", "labels", "relevance")]
    # a loss of embeddings may have no truth, but then it has several of them, or a penalty's one array
    assert truths or spec.penalty or len(positional) > 1
    assert len(truths) <= 1
    assert 0 not in truths
    # what comes behind describes the prediction too: how wide it is, or what another model says
    assert not truths or set(positional[truths[0] + 1 :]) <= {"spread", "scale", "teacher_logits"}


def test_U75_collinear_vectors(run: Run) -> None:
    """A distance of exactly 0 or 2 at most, for vectors along one line, at any length."""
    rng = np.random.default_rng(75)
    a = rng.normal(size=(64, 5))
    factors = 10.0 ** rng.uniform(-100, 100, size=(64, 1))
    along = run.value(u.cosine_distance, a, a * factors, reduction="none")
    against = run.value(u.cosine_distance, a, -a * factors, reduction="none")
    assert (along >= 0).all()
    assert (along <= 2.0**-52).all()
    assert (abs(against - 2) <= 2.0**-50).all()
    check(run, u.cosine_distance, [[3e150, 4e150]], [[4e-150, 3e-150]], value=mpf("0.04"), scale=1)
    check(run, u.cosine_distance, [[1.0, 0.0]], [[1.0, 1.0]], value=1 - 1 / sqrt(2), scale=1)
