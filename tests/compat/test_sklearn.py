"""compat.sklearn against the installed scikit-learn: signatures, values, types, errors, in every framework."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from outcomes import outcome, parameters
from sklearn import metrics

from unilosses.compat import sklearn as ours
from unilosses.compat.sklearn import DIFFERENCES

HELPERS = {"DIFFERENCES", "InvalidParameterError"}
NAMES = [n for n in metrics.__all__ if n.endswith(("_loss", "_error", "_deviance")) or n.startswith("d2_")]
THERE = sorted(set(NAMES) & set(ours.__all__))

Call = Callable[[Any], Any]
A, B = np.asarray([3.0, 0.5, 2, 7]), np.asarray([2.5, 0.25, 2, 8])
M, N = np.asarray([[0.5, 1], [1, 1], [7, 6]]), np.asarray([[0.0, 2], [1, 2], [8, 5]])
W, V = np.asarray([1.0, 2, 3, 0]), np.asarray([1.0, 2, 3])
Z = np.arange(4.0)


def test_every_loss_is_there_or_stated() -> None:
    assert set(NAMES) - set(ours.__all__) <= set(DIFFERENCES)
    assert set(ours.__all__) - set(NAMES) == HELPERS
    assert set(DIFFERENCES) <= {"*", "r2_score", *NAMES}


@pytest.mark.parametrize("name", THERE)
def test_signatures_are_equal(name: str) -> None:
    assert parameters(getattr(ours, name)) == parameters(getattr(metrics, name))


WITHOUT_WEIGHTS: dict[str, Call] = {
    "vectors": lambda f: f(A, B),
    "lists": lambda f: f([3, 1, 2], [2, 1, 2]),
    "integers": lambda f: f(np.asarray([3, 1, 2]), np.asarray([2, 1, 2])),
    "float32": lambda f: f(A.astype("f4"), B.astype("f4")),
    "float32 and float64": lambda f: f(A, B.astype("f4")),
    "a column and a vector": lambda f: f(A[:, None], B),
    "booleans": lambda f: f(A > 1, B > 1),
    "two outputs": lambda f: f(M, N + 0.5),
    "lengths that differ": lambda f: f(A, B[:3]),
    "outputs that differ": lambda f: f(M, N[:, :1]),
    "three axes": lambda f: f(M[None], N[None]),
    "NaN": lambda f: f(np.nan * A, B),
    "infinity": lambda f: f(A, np.inf * A),
    "nothing": lambda f: f(A[:0], B[:0]),
    "None": lambda f: f(None, B),
    "strings": lambda f: f(["a"], ["b"]),
    "numbers": lambda f: f(3.0, 2.0),
    "complex numbers": lambda f: f(A + 1j, B),
}
WEIGHTED: dict[str, Call] = {
    "weights": lambda f: f(A, B, sample_weight=W),
    "weights in a list": lambda f: f(A, B, sample_weight=[1, 2, 3, 4]),
    "float32 weights": lambda f: f(A.astype("f4"), B.astype("f4"), sample_weight=W.astype("f4")),
    "weights of 0": lambda f: f(A, B, sample_weight=0 * W),
    "negative weights": lambda f: f(A, B, sample_weight=-W),
    "too few weights": lambda f: f(A, B, sample_weight=W[:2]),
    "weights in a column": lambda f: f(A, B, sample_weight=W[:, None]),
    "one weight": lambda f: f(A, B, sample_weight=2.0),
    "NaN as weights": lambda f: f(A, B, sample_weight=np.nan * W),
}


def _multioutput(how: Any) -> Call:
    return lambda f: f(M, N, multioutput=how)


SEVERAL: dict[str, Call] = {
    **{
        f"multioutput={how}": _multioutput(how)
        for how in ("raw_values", "uniform_average", [0.3, 0.7], [0, 0.0], None, "variance_weighted", "all", [1.0], 3)
    },
    "weights and shares": lambda f: f(M, N, sample_weight=V, multioutput=[0.3, 0.7]),
    "weights and raw values": lambda f: f(M, N, sample_weight=V, multioutput="raw_values"),
    "weights, averaged": lambda f: f(M, N, sample_weight=V),
    "raw float32": lambda f: f(M.astype("f4"), N.astype("f4"), multioutput="raw_values"),
    "raw mixture": lambda f: f(M.astype("f4"), N, multioutput="raw_values"),
    "raw integers": lambda f: f(M.astype(int), N.astype(int), multioutput="raw_values"),
    "one raw value": lambda f: f(A, B, multioutput="raw_values"),
    "a share for one output": lambda f: f(A, B, multioutput=[1.0]),
}
ERRORS = [n for n in THERE if n.endswith("_error") or "pinball" in n]
DEVIANCES = [n for n in THERE if n.endswith("_deviance")]


def _power(power: Any, y: Any, pred: Any) -> Call:
    return lambda f: f(y, pred, power=power)


def _alpha(alpha: Any) -> Call:
    return lambda f: f(M, N, alpha=alpha)


Y, PROBS = np.asarray([0, 1, 1, 0]), np.asarray([0.1, 0.8, 0.6, 0.4])
TWO = np.stack([1 - PROBS, PROBS], axis=1)
Y3, THREE = np.asarray([0, 2, 1, 2]), np.asarray([[0.5, 0.3, 0.2], [0.1, 0.2, 0.7], [0.2, 0.6, 0.2], [0.3, 0.3, 0.4]])
NAMED = np.asarray(["a", "b", "b", "a"])
ML, ML2 = (
    np.asarray([[1, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0, 0]]),
    np.asarray([[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1]]),
)
SCORES = np.asarray([-0.5, 1.2, 0.3, -2])
SCORES3 = np.asarray([[1.0, 0.2, -0.3], [0.1, 0.5, 0.4], [0, 0.2, 0.1], [0.3, 0.3, 0.3]])
PREDICTED = np.asarray([0, 1, 0, 1])

OF_PROBABILITIES: dict[str, Call] = {
    "two classes": lambda f: f(Y, PROBS),
    "two columns": lambda f: f(Y, TWO),
    "one column": lambda f: f(Y, PROBS[:, None]),
    "three classes": lambda f: f(Y3, THREE),
    "weights": lambda f: f(Y3, THREE, sample_weight=W),
    "weights, two classes": lambda f: f(Y, PROBS, sample_weight=W),
    "names": lambda f: f(NAMED, TWO),
    "names, one column": lambda f: f(NAMED, PROBS),
    "lists": lambda f: f(["a", "b"], [[0.2, 0.8], [0.3, 0.7]]),
    "labels": lambda f: f(Y, THREE, labels=[0, 1, 2]),
    "labels in another order": lambda f: f(NAMED, TWO, labels=["b", "a"]),
    "too few labels": lambda f: f(Y3, THREE, labels=[0, 1]),
    "one class": lambda f: f(0 * Y, TWO),
    "one label": lambda f: f(0 * Y, TWO, labels=[0]),
    "columns without a class": lambda f: f(Y, THREE),
    "columns without a label": lambda f: f(Y, THREE, labels=[0, 1]),
    "above 1": lambda f: f(Y, 2 * TWO),
    "below 0": lambda f: f(Y, -TWO),
    "0 and 1": lambda f: f(Y, 1 - Y),
    "0 and 1 in float32": lambda f: f(Y, (1 - Y).astype("f4")),
    "float16": lambda f: f(Y, PROBS.astype("f2")),
    "sums other than 1": lambda f: f(Y, 0.5 * TWO),
    "indicators": lambda f: f(ML2, THREE),
    "several labels": lambda f: f(ML, THREE),
    "weights of 0": lambda f: f(Y, TWO, sample_weight=0 * W),
    "too few weights": lambda f: f(Y, PROBS, sample_weight=W[:2]),
    "negative weights": lambda f: f(Y, TWO, sample_weight=-W),
    "NaN": lambda f: f(Y, np.nan * PROBS),
    "lengths that differ": lambda f: f(Y[:3], TWO),
    "floats as labels": lambda f: f(1.0 * Y, TWO),
    "fractions as labels": lambda f: f(PROBS, TWO),
    "booleans": lambda f: f(Y == 1, PROBS),
    "a column of labels": lambda f: f(Y[:, None], TWO),
    "nothing": lambda f: f(Y[:0], TWO[:0]),
    "three axes": lambda f: f(Y, TWO[None]),
    "three classes, one column": lambda f: f(Y3, PROBS),
}
OF_LABELS: dict[str, Call] = {
    "labels": lambda f: f(Y, PREDICTED),
    "weights": lambda f: f(Y, PREDICTED, sample_weight=W),
    "names": lambda f: f(NAMED, ["a", "a", "b", "c"]),
    "lists": lambda f: f([1, 2, 3], [2, 2, 3]),
    "indicators": lambda f: f(ML, ML2),
    "indicators with weights": lambda f: f(ML, ML2, sample_weight=W),
    "other indicators": lambda f: f(ML + 2, ML2 + 2),
    "a column": lambda f: f(Y[:, None], PREDICTED),
    "fractions": lambda f: f(Y, PROBS),
    "floats": lambda f: f(1.0 * Y, PREDICTED),
    "labels and indicators": lambda f: f(Y, ML),
    "lengths that differ": lambda f: f(Y, PREDICTED[:3]),
    "columns that differ": lambda f: f(ML, ML[:, :2]),
    "nothing": lambda f: f(Y[:0], PREDICTED[:0]),
    "weights of 0": lambda f: f(Y, PREDICTED, sample_weight=0 * W),
    "too few weights": lambda f: f(Y, PREDICTED, sample_weight=W[:2]),
    "booleans": lambda f: f(Y == 1, PREDICTED == 1),
    "three axes": lambda f: f(ML[None], ML[None]),
    "NaN": lambda f: f(np.nan * Y, PREDICTED),
    "names and numbers": lambda f: f(NAMED, PREDICTED),
    "None": lambda f: f(None, Y),
}
OF_SCORES: dict[str, Call] = {
    "two classes": lambda f: f(Y, SCORES),
    "signs": lambda f: f(2 * Y - 1, SCORES),
    "names": lambda f: f(NAMED, SCORES),
    "float32": lambda f: f(Y, SCORES.astype("f4")),
    "integers": lambda f: f(Y, Y),
    "three classes": lambda f: f(Y3, SCORES3),
    "three names": lambda f: f(["a", "c", "b", "c"], SCORES3),
    "weights": lambda f: f(Y, SCORES, sample_weight=W),
    "three classes with weights": lambda f: f(Y3, SCORES3, sample_weight=W),
    "a column": lambda f: f(Y, SCORES[:, None]),
    "labels": lambda f: f(Y, SCORES3, labels=[0, 1, 2]),
    "labels of two classes": lambda f: f(Y, SCORES, labels=[0, 1]),
    "labels in another order": lambda f: f(Y3, SCORES3, labels=[2, 1, 0]),
    "too many labels": lambda f: f(Y, SCORES3, labels=[0, 1, 2, 3]),
    "other labels": lambda f: f(Y3, SCORES3, labels=[0, 1, 5]),
    "three classes, one column": lambda f: f(Y3, SCORES),
    "columns without a class": lambda f: f(Y, SCORES3),
    "too few columns": lambda f: f(Y3, SCORES3[:, :2]),
    "one class": lambda f: f(0 * Y, SCORES),
    "lengths that differ": lambda f: f(Y[:3], SCORES),
    "weights of 0": lambda f: f(Y, SCORES, sample_weight=0 * W),
    "too few weights": lambda f: f(Y, SCORES, sample_weight=W[:2]),
    "negative weights": lambda f: f(Y, SCORES, sample_weight=-W),
    "indicators": lambda f: f(ML, SCORES3),
    "NaN": lambda f: f(Y, np.nan * SCORES),
    "nothing": lambda f: f(Y[:0], SCORES[:0]),
    "strings as scores": lambda f: f(Y, NAMED),
}
OTHERS: list[tuple[str, str, Call]] = [
    *(("mean_pinball_loss", f"alpha={a}", _alpha(a)) for a in (0, 1, 0.3, True, -0.1, 1.1, "a")),
    *(
        ("mean_tweedie_deviance", f"power={power}, {kind}", _power(power, y, pred))
        for power in (-1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, "a", np.nan)
        for kind, y, pred in (
            ("positive", A, B),
            ("y = 0", Z, B),
            ("y < 0", -A, B),
            ("pred = 0", A, Z),
            ("pred < 0", A, -B),
        )
    ),
    ("mean_squared_log_error", "below -1", lambda f: f(A, -B)),
    ("root_mean_squared_log_error", "below -1", lambda f: f(A, -B)),
    ("log_loss", "summed", lambda f: f(Y3, THREE, normalize=False)),
    ("log_loss", "summed with weights", lambda f: f(Y3, THREE, normalize=False, sample_weight=W)),
    ("log_loss", "normalize is no flag", lambda f: f(Y, TWO, normalize="no")),
    ("log_loss", "y_pred", lambda f: f(Y, y_pred=TWO)),
    ("log_loss", "y_pred and y_proba", lambda f: f(Y, TWO, y_pred=TWO)),
    ("log_loss", "no probabilities", lambda f: f(Y)),
    ("zero_one_loss", "counted", lambda f: f(Y, PREDICTED, normalize=False)),
    ("zero_one_loss", "counted with weights", lambda f: f(Y, PREDICTED, normalize=False, sample_weight=[1, 2, 3, 4])),
    ("zero_one_loss", "counted rows", lambda f: f(ML, ML2, normalize=False)),
    ("brier_score_loss", "the other class", lambda f: f(Y, PROBS, pos_label=0)),
    ("brier_score_loss", "a named class", lambda f: f(NAMED, PROBS, pos_label="b")),
    ("brier_score_loss", "an unknown class", lambda f: f(Y, PROBS, pos_label=9)),
    ("brier_score_loss", "signs", lambda f: f(2 * Y - 1, PROBS)),
    ("brier_score_loss", "other numbers", lambda f: f(2 * Y + 5, PROBS)),
    ("brier_score_loss", "one class", lambda f: f(0 * Y + 1, PROBS)),
    ("brier_score_loss", "not halved", lambda f: f(Y, PROBS, scale_by_half=False)),
    ("brier_score_loss", "halved", lambda f: f(Y3, THREE, scale_by_half=True)),
    ("brier_score_loss", "scale_by_half is no flag", lambda f: f(Y, PROBS, scale_by_half="no")),
]


def cases() -> list[tuple[str, str, Call]]:
    found = [(n, label, call) for n in (*ERRORS, *DEVIANCES) for label, call in WITHOUT_WEIGHTS.items()]
    found += [(n, *case) for n in (*ERRORS, *DEVIANCES) if n != "max_error" for case in WEIGHTED.items()]
    found += [(n, *case) for n in ERRORS if n != "max_error" for case in SEVERAL.items()]
    for names, table in (
        (("log_loss", "brier_score_loss"), OF_PROBABILITIES),
        (("zero_one_loss", "hamming_loss"), OF_LABELS),
        (("hinge_loss",), OF_SCORES),
    ):
        found += [(n, *case) for n in names for case in table.items()]
    return [*found, *OTHERS]


# What does not come out as in scikit-learn; DIFFERENCES has a line under the function's name.
STATED = {
    ("median_absolute_error", "booleans"),
    ("max_error", "booleans"),
    ("root_mean_squared_error", "multioutput=[1.0]"),
    ("root_mean_squared_error", "a share for one output"),
}


def agree(mine: Any, theirs: Any, label: str) -> bool:
    if mine.error is not None or theirs.error is not None:
        return theirs.error is not None and type(mine.error).__name__ == type(theirs.error).__name__
    relative = 2e-3 if "float16" in label else 1e-5 if "float32" in label else 1e-12
    if isinstance(theirs.value, np.ndarray):
        return mine.value.dtype == theirs.value.dtype and np.allclose(mine.value, theirs.value, rtol=relative, atol=0)
    return type(mine.value) is float and mine.value == pytest.approx(theirs.value, rel=relative, abs=1e-15)


@pytest.mark.parametrize(("name", "label", "call"), cases(), ids=[f"{n}-{label}" for n, label, _ in cases()])
def test_outcomes_are_equal_or_the_difference_is_stated(name: str, label: str, call: Call) -> None:
    mine, theirs = outcome(lambda: call(getattr(ours, name))), outcome(lambda: call(getattr(metrics, name)))
    if (name, label) in STATED:
        assert DIFFERENCES[name]
        assert not agree(mine, theirs, label), "there is no difference any more"
        return
    assert agree(mine, theirs, label), f"{mine.kind} {mine.value!r} {mine.error}, there {theirs.kind} {theirs.value!r}"
    if theirs.error is None:
        assert mine.warned == theirs.warned


@pytest.mark.parametrize("name", ["torch", "jax"])
def test_arrays_of_every_library_are_taken(name: str) -> None:
    if name == "torch":
        import torch

        array = torch.asarray
    else:
        import jax.numpy

        array = jax.numpy.asarray
    single = [x.astype("f4") for x in (M, N, V)]
    for loss in ERRORS[1:] if name == "torch" else ("mean_absolute_error",):  # eager JAX compiles every operation
        mine = getattr(ours, loss)(*map(array, single[:2]), sample_weight=array(single[2]))
        assert mine == pytest.approx(getattr(metrics, loss)(*single[:2], sample_weight=single[2]), rel=1e-5)
    raw = ours.mean_squared_error(single[0], array(single[1]), multioutput="raw_values")
    assert type(raw) is type(array(single[1]))
    np.testing.assert_allclose(np.asarray(raw), [5 / 12, 1.0], rtol=1e-6)
    assert ours.log_loss(Y3, array(THREE.astype("f4"))) == pytest.approx(metrics.log_loss(Y3, THREE), rel=1e-5)
    if name == "jax":
        return
    assert ours.log_loss(array(Y), array(PROBS.astype("f4"))) == pytest.approx(metrics.log_loss(Y, PROBS), rel=1e-5)
    assert ours.hinge_loss(Y3, array(SCORES3.astype("f4"))) == pytest.approx(0.8)
    assert ours.brier_score_loss(NAMED, array(PROBS.astype("f4")), pos_label="b") == pytest.approx(0.0925)
    assert ours.zero_one_loss(array(Y), array(PREDICTED)) == 0.5
    assert ours.hamming_loss(ML, array(ML2)) == 0.25


def test_a_traced_loss_has_a_gradient() -> None:
    import jax

    pred, true = jax.numpy.asarray(A, "float32"), jax.numpy.asarray(B, "float32")
    gradient = jax.jit(jax.grad(lambda x: ours.mean_squared_error(true, x)))(pred)
    np.testing.assert_allclose(gradient, 2 * (A - B) / 4)


def test_arrays_on_another_device_than_the_host_s() -> None:
    import array_api_strict as xp

    there = xp.Device("device1")
    probs = xp.asarray([[0.25, 0.75], [0.5, 0.5]], device=there)
    expected = metrics.log_loss([1, 0], [[0.25, 0.75], [0.5, 0.5]])
    assert ours.log_loss(xp.asarray([1, 0], device=there), probs) == pytest.approx(expected)
    assert ours.log_loss(xp.asarray([1, 0]), probs) == pytest.approx(expected)
    y_pred, elsewhere = np.asarray([2.0, 4.0]), xp.asarray([1.0, 2.0], device=there)
    assert ours.mean_absolute_error(elsewhere, y_pred) == 1.5
    assert ours.mean_absolute_error(xp.asarray([1.0, 2.0]), elsewhere) == 0.0


@pytest.mark.parametrize("name", ["zero_one_loss", "hamming_loss"])
def test_sequences_of_labels_are_refused(name: str) -> None:
    rows = np.empty(2, dtype=object)
    rows[:] = [[], [1, 2]]
    for module in (metrics, ours):
        with pytest.raises(ValueError, match="sequence"):
            getattr(module, name)(rows, rows)
        with pytest.raises(ValueError, match="a mix of binary and continuous targets"):
            getattr(module, name)(["a", "b", "a"], [0.1, 0.2, 0.3])
        with pytest.raises(ValueError, match="Mix of label input types"):
            getattr(module, name)(["a", "b", "a"], [0, 1, 1])
