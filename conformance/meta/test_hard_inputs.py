"""The hard inputs are there for every loss, the same in every run, and inside the range of the claims."""

import math

import numpy as np
import pytest
from mpmath import mp

from conformance.proofs.case import Case, around, arrays, nonempty, step
from conformance.suite.checks import reduction_of
from conformance.suite.hard_inputs import are_ordinary, cases, gradient_truth, value_truth, without_cases
from conformance.suite.proofs import INPUTS, ORACLES
from conformance.suite.thinning import sampled
from conformance.suite.ulp import FORMATS
from unilosses.definition.kinds import Item, Shape
from unilosses.definition.registry import specs
from unilosses.verify.batches import resolved

EVERY = [(loss, dtype) for loss in ORACLES for dtype in FORMATS]


def test_every_loss_has_cases_and_an_unknown_one_is_named():
    assert without_cases(ORACLES) == []
    assert without_cases(["huber", "no_such_loss"]) == ["no_such_loss"]
    with pytest.raises(KeyError, match="no_such_loss"):
        cases("no_such_loss", "float32")


def _check_integers(loss, c, a):
    first, spec = c.arrays[0], specs()[loss]
    kind = spec.domain[spec.arrays[next(i for i, x in enumerate(c.arrays) if x is a)]]
    rows = first.shape[: first.ndim - spec.event_ndim]
    if kind.item is Item.INTEGER and kind.shape is Shape.ROWS:
        assert a.shape == rows
    elif kind.item is Item.INTEGER:
        assert a.shape[: len(rows)] == rows
        # A negative number ends a sequence; behind its length anything may stand.
        lengths = c.params.get("label_lengths", [a.shape[1]] * len(a))
        assert all((row[:n] < first.shape[-1]).all() for row, n in zip(a, lengths, strict=True))
    else:
        assert kind.labels == "class"
        classes = first.shape[-1] if kind.classes_of is None else c.arrays[spec.arrays.index(kind.classes_of)].shape[0]
        assert a.shape == rows
        assert (a >= 0).all()
        assert (a < classes).all()


@pytest.mark.parametrize(("loss", "dtype"), EVERY)
def test_arrays_are_of_the_dtype_and_ordinary(loss, dtype):
    for c in cases(loss, dtype):
        for a in c.arrays:
            if a.dtype.kind == "i":
                _check_integers(loss, c, a)
                continue
            assert a.dtype == ("float32" if dtype == "bfloat16" else dtype), c.id
            assert are_ordinary(a, dtype).all(), c.id
            if dtype == "bfloat16":
                assert not (np.ascontiguousarray(a).view(np.uint32) & 0xFFFF).any(), c.id
            with pytest.raises(ValueError, match="read-only"):
                a[...] = 0


@pytest.mark.parametrize("loss", ORACLES)
def test_cases_are_the_same_in_every_run(loss):
    dtype = "float32"
    again = nonempty(INPUTS[loss](dtype))
    assert [c.id for c in again] == [c.id for c in cases(loss, dtype)]
    for a, b in zip(again, cases(loss, dtype), strict=True):
        np.testing.assert_equal(a.params, b.params)
        for x, y in zip(a.arrays, b.arrays, strict=True):
            np.testing.assert_array_equal(x, y)


def _is_promised(loss, c, row):
    """Whether the value is a number: not beyond a domain, which cases of its ends try, nor where NaN is asked for."""
    if c.params.get("absent") == "nan":
        return c.arrays[1][row].any()
    if c.gradient or ORACLES[loss].kind != "elementwise":
        return True
    numbers = [a[row] for a in c.arrays]
    return min(numbers) >= 0 and any(numbers)


def _size(loss, c):
    shape = c.arrays[0].shape
    return 1 if reduction_of(loss) == "sum" else math.prod(shape[: len(shape) - specs()[loss].event_ndim])


# The wide rows cost most of the time and are run by the suite itself.
@pytest.mark.parametrize("loss", ORACLES)
def test_truth_is_a_number_wherever_it_is_promised(loss, full):
    for c in cases(loss, "float16") if full else sampled(loss, "float16"):
        values, scales = value_truth(loss, c, "float16")
        assert len(values) == _size(loss, c)
        assert not any(mp.isnan(v) and _is_promised(loss, c, i) for i, v in enumerate(values)), c.id
        assert all(mp.isnan(v) or s >= abs(v) * (1 - mp.eps) for v, s in zip(values, scales, strict=True)), c.id
        if not c.gradient:
            continue
        for a, truth in zip(c.arrays, gradient_truth(loss, c, "float16"), strict=True):
            if truth is None:
                assert a.dtype.kind == "i"
                continue
            gradients, scales = truth
            assert len(gradients) == len(scales) == a.size
            assert not any(mp.isnan(g) for g in gradients), c.id
            assert all(s >= abs(g) * (1 - mp.eps) for g, s in zip(gradients, scales, strict=True)), c.id


def _distances(loss, dtype, test):
    """How many elements of all cases pass a test of the residual and the parameters."""
    with np.errstate(over="ignore"):
        residuals = [np.abs(np.subtract(*(a.astype(np.float64) for a in c.arrays))) for c in cases(loss, dtype)]
    return sum(int(test(e, c.params).sum()) for e, c in zip(residuals, cases(loss, dtype), strict=True))


@pytest.mark.parametrize("dtype", FORMATS)
@pytest.mark.parametrize(("loss", "param"), [("huber", "delta"), ("smooth_l1", "beta")])
def test_kinks_are_hit_and_missed_by_one_step(loss, param, dtype):
    assert _distances(loss, dtype, lambda e, p: e == p[param]) >= 6
    assert _distances(loss, dtype, lambda e, p: e == step(p[param], dtype) if p[param] > 0 else e < 0) >= 6
    assert _distances(loss, dtype, lambda e, p: e == step(p[param], dtype, -1) if p[param] > 0 else e < 0) >= 6
    assert _distances(loss, dtype, lambda e, p: e == 0) >= 6


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_dominant_logits_and_infinite_ones_are_there(dtype):
    found = {c.id: c for c in cases("softmax_cross_entropy", dtype)}
    values, _ = value_truth("softmax_cross_entropy", found["index-dominant-2"], dtype)
    assert any(0 < v < 1e-30 for v in values)
    assert any(v > 600 for v in values)
    assert set(value_truth("softmax_cross_entropy", found["index-infinite-3"], dtype)[0]) == {0}
    assert set(value_truth("softmax_cross_entropy", found["index-wrong-3"], dtype)[0]) == {mp.inf}
    assert not found["index-wrong-3"].gradient


def test_step_walks_the_numbers_of_a_dtype():
    for x in (1.0, -1.0, 0.1, 3.0, -4.0, 1e-20, 2.0**100):
        for dtype in ("float64", "float32"):
            at = float(np.dtype(dtype).type(x))
            up = np.nextafter(np.dtype(dtype).type(at), np.dtype(dtype).type(np.inf))
            down = np.nextafter(np.dtype(dtype).type(at), np.dtype(dtype).type(-np.inf))
            assert (step(at, dtype), step(at, dtype, -1)) == (float(up), float(down))
    assert around(1.0, "bfloat16", 1) == [1 - 2.0**-8, 1.0, 1 + 2.0**-7]
    assert step(-1.0, "float16") == -1 + 2.0**-11


def test_what_a_dtype_cannot_hold_is_dropped_with_its_partner():
    pred, target = arrays("float32", [1.0, 1e39, 1e-40, np.inf, 0.0], [2.0, 2.0, 2.0, 2.0, 1e-39])
    assert pred.tolist() == [1.0, np.inf]
    assert target.tolist() == [2.0, 2.0]
    rows, labels = arrays("float32", [[1.0, 2.0], [1e-40, 1.0]], np.array([1, 0]))
    assert rows.tolist() == [[1.0, 2.0]]
    assert labels.tolist() == [1]
    assert not are_ordinary(np.float32([1e-40, 1.0]), "float32").all()


def test_epsilon_of_the_dtype_is_resolved_for_the_oracle():
    assert resolved({"eps": "finfo", "pos_weight": 2.0}, "float32") == {"eps": 2.0**-23, "pos_weight": 2.0}
    assert resolved({"eps": "finfo"}, "bfloat16") == {"eps": 2.0**-7}
    case = Case("one", (np.array([0.0]), np.array([1.0])), {"eps": "finfo"})
    value = value_truth("binary_cross_entropy", case, "float64")[0][0]
    with mp.workdps(30):
        assert abs(value - 52 * mp.log(2)) < 1e-25
