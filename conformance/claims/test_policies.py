"""Shapes, dtypes, parameters and errors: the same rules for every loss, taken from the registry."""

from __future__ import annotations

from typing import Any

import ml_dtypes
import numpy as np
import pytest

from unilosses import value_and_grad
from unilosses.definition.kinds import Flag, Interval, Item, Kind
from unilosses.definition.registry import specs

from ..suite.generic import LABELED, LOSSES, NAMES, PAIRED, WITH_AXIS, Sample, names_where, sample
from ..suite.libraries import FLOATS, PRESENT, Run, assert_close, near

every_loss = pytest.mark.parametrize("name", NAMES)
every_pair = pytest.mark.parametrize("name", PAIRED)
CONVERTED = names_where(lambda spec: spec.kinds[0].item is not Item.ANY)


def arrays_of(run: Run, s: Sample) -> list:
    return [run.asarray(x) for x in s.data]


# --- shapes ---------------------------------------------------------------------------------------------------------


@every_pair
def test_shapes_have_to_be_equal(eager: Run, name) -> None:
    """A trailing axis of length 1, or a missing one, is an error that names the argument and both shapes."""
    s = sample(name)
    for i in range(1, len(s.data)):
        argument = s.spec.arrays[i]
        for wrong in (s.data[i][..., None], *([s.data[i][:-1]] if s.has_rows(i) else [])):
            with pytest.raises(ValueError, match=rf"{argument} has shape \({', '.join(map(str, wrong.shape))}"):
                eager.value(s.loss, *s.replace(i, wrong), **s.params)
    if not s.spec.event_ndim:
        vector = s.take((slice(None), 0))
        column = vector.data[1][:, None]
        with pytest.raises(ValueError, match=rf"\(5, 1\).*\(5,\).*{s.spec.arrays[1]}\[\.\.\., 0\]"):
            eager.value(s.loss, vector.data[0], column, *vector.data[2:], **s.params)


@every_pair
def test_number_and_zero_dim_array_broadcast(eager: Run, name) -> None:
    s = sample(name)
    for i in range(1, len(s.data)):
        if not s.kind(i).numbers:
            with pytest.raises((TypeError, ValueError), match=s.spec.arrays[i]):
                eager.value(s.loss, *s.replace(i, 1), **s.params)
            continue
        number = float(s.data[i].flat[0])
        whole = s.replace(i, np.full_like(s.data[i], number))
        value = eager.value(s.loss, *whole, **s.params, reduction="none")
        grad = eager.gradient(s.loss, *whole, **s.params)
        for short in (number, np.array(number)):
            found = eager.value(s.loss, *s.replace(i, short), **s.params, reduction="none")
            assert found.tolist() == value.tolist()
            assert eager.gradient(s.loss, *s.replace(i, short), **s.params).tolist() == grad.tolist()


@pytest.mark.parametrize("name", WITH_AXIS)
@pytest.mark.parametrize("axis", [0, 1, 2, -2])
def test_axis_is_moveaxis(eager: Run, name, axis) -> None:
    s = sample(name, batch=(2, 3), classes=4)
    moved = [np.moveaxis(x, -1, axis) if x.ndim == 3 else x for x in s.data]
    value = eager.value(s.loss, *s.data, **s.params, reduction="none")
    found = eager.value(s.loss, *moved, **s.params, axis=axis, reduction="none")
    expected = value if s.spec.event_ndim else np.moveaxis(value, -1, axis)
    near(found, expected)
    grad = eager.gradient(s.loss, *s.data, **s.params)
    found = eager.gradient(s.loss, *moved, **s.params, axis=axis)
    near(found, np.moveaxis(grad, -1, axis))


@pytest.mark.parametrize("name", WITH_AXIS)
def test_axis_outside_the_array(eager: Run, name) -> None:
    s = sample(name)
    for axis in (2, -3):
        with pytest.raises(ValueError, match=f"axis {axis}"):
            eager.value(s.loss, *s.data, **s.params, axis=axis)
    with pytest.raises(TypeError, match="axis"):
        eager.value(s.loss, *s.data, **s.params, axis=0.5)


@pytest.mark.parametrize("name", names_where(lambda spec: spec.per_class))
def test_per_class_parameters_have_one_value_per_class(eager: Run, name) -> None:
    """An array, a tuple or a list of the length of the class axis; another length is an error that names it."""
    s = sample(name)
    for param in s.spec.per_class:
        values = (0.25, 0.5, 0.75)
        results = [eager.value(s.loss, *s.data, **{param: form}) for form in (values, np.array(values))]
        results.append(eager.to_numpy(s.loss(*arrays_of(eager, s), **{param: list(values)})))
        assert results[0] == results[1] == results[2]
        equal = eager.value(s.loss, *s.data, **{param: (0.5, 0.5, 0.5)})
        assert_close(eager.value(s.loss, *s.data, **{param: 0.5}), equal.astype(object))
        with pytest.raises(ValueError, match=rf"{param}.*3 classes"):
            eager.value(s.loss, *s.data, **{param: np.array([0.5, 0.5])})


# --- dtypes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reduction", ["mean", pytest.param("none", marks=pytest.mark.full)])
@pytest.mark.parametrize("dtype", FLOATS)
@every_loss
def test_result_has_the_dtype_of_the_first_argument(eager: Run, name, dtype, reduction) -> None:
    """Half precision is computed in float32 and rounded once, in value and gradient."""
    if dtype not in eager.floats:
        return
    s = sample(name)
    half = dtype in ("float16", "bfloat16")
    of = np.dtype(getattr(ml_dtypes, dtype) if dtype == "bfloat16" else dtype)
    data = [x.astype(of).astype(np.float64) if x.dtype.kind == "f" else x for x in s.data]
    for method in (eager.value, *[lambda *a, r=r, **k: eager.gradient(*a, route=r, **k) for r in eager.routes]):
        found = method(s.loss, *data, **s.params, reduction=reduction, dtype=dtype)
        assert found.dtype == of
        wide = method(s.loss, *data, **s.params, reduction=reduction, dtype="float32" if half else dtype)
        assert found.tolist() == wide.astype(of).tolist()


@pytest.mark.parametrize("dtype", ["int32", "int64", "uint8", "bool"])
@every_loss
def test_integer_predictions(eager: Run, name, dtype) -> None:
    """Refused, but by losses that only compare."""
    s = sample(name)
    pred = eager.asarray(np.ones(s.data[0].shape), dtype)

    def call() -> Any:
        return s.loss(pred, *arrays_of(eager, s)[1:], **s.params)

    if name in CONVERTED:
        with pytest.raises(TypeError, match=rf"{s.spec.arrays[0]}.*dtype.*expected a real floating-point dtype"):
            call()
    else:
        assert call().shape == ()


@pytest.mark.parametrize("dtype", ["int32", "int64", "uint8", "bool"])
@every_pair
def test_integer_and_bool_targets_become_numbers(eager: Run, name, dtype) -> None:
    s = sample(name)
    for i in range(1, len(s.data)):
        if s.data[i].dtype.kind != "f":
            continue
        ones = (np.arange(s.data[i].size) % 2).reshape(s.data[i].shape)
        ones = np.ones_like(ones) if s.kind(i).labels == "signed" else ones
        first, *rest = (eager.asarray(x, "float32" if x.dtype.kind == "f" else None) for x in s.data)
        results = []
        for form in (dtype, "float32"):
            rest[i - 1] = eager.asarray(ones, form)
            results.append(eager.to_numpy(s.loss(first, *rest, **s.params)))
        assert results[0] == results[1]
        assert results[0].dtype == np.float32


@pytest.mark.parametrize("name", CONVERTED)
def test_complex_predictions(eager: Run, name) -> None:
    s = sample(name)
    pred = eager.asarray(np.ones(s.data[0].shape), "complex64")
    with pytest.raises(TypeError, match=s.spec.arrays[0]):
        s.loss(pred, *arrays_of(eager, s)[1:], **s.params)


# --- what is no array -----------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")
@every_loss
def test_lists_matrices_masked_arrays_and_objects(name) -> None:
    """A TypeError that names the argument and says what to convert."""
    s = sample(name)
    for i, x in enumerate(s.data):
        argument = s.spec.arrays[i]
        forms = [(np.ma.masked_array(x, mask=x > 0), "masked array"), (x.astype(object), "object"), ("text", "str")]
        forms.append((x.astype(str), "dtype"))
        if x.ndim == 2:
            forms.append((np.asmatrix(x), "np.matrix"))
        if not s.spec.penalty:  # whose trees may be lists
            forms.append((x.tolist(), "list"))
        for form, word in forms:
            with pytest.raises(TypeError, match=rf"{argument}.*{word}"):
                s.loss(*s.replace(i, form), **s.params)


# Beside arrays of JAX those of NumPy are constants: `test_gate.py`.
@pytest.mark.parametrize("other", [name for name in PRESENT if name not in ("numpy", "jax")])
@every_loss
def test_arrays_of_two_libraries(name, other) -> None:
    s, foreign = sample(name), Run(other)
    for i in range(1, len(s.data)):
        with pytest.raises(
            TypeError, match=rf"{s.spec.arrays[0]} is a numpy array and {s.spec.arrays[i]} is a {other} array"
        ):
            s.loss(*s.replace(i, foreign.asarray(s.data[i])), **s.params)
    for keyword, x in (("weight", np.ones(5)), ("where", np.ones(5, dtype=bool))):
        with pytest.raises(TypeError, match=rf"{keyword} is a {other} array"):
            s.loss(*s.data, **s.params, **{keyword: foreign.asarray(x)})


@every_loss
def test_arguments_are_left_as_they_were(eager: Run, name) -> None:
    """Nothing is written into: equal before and after, and read-only NumPy arrays will do."""
    s = sample(name)
    arrays = arrays_of(eager, s)
    given = {"weight": np.array([1.0, 2.0, 0.0, 0.25, 4.0]), "where": np.array([True, False, True, True, True])}
    keywords = {k: eager.asarray(x) for k, x in given.items()}
    everything = [*arrays, *keywords.values()]
    if eager.library == "numpy":
        for x in everything:
            x.setflags(write=False)
    before = [eager.to_numpy(x).copy() for x in everything]
    for options in ({}, keywords):  # without options the kernel has the caller's own arrays
        s.loss(*arrays, **s.params, **options)
        value_and_grad(s.loss)(*arrays, **s.params, **options)
    for x, old in zip(everything, before, strict=True):
        assert np.array_equal(eager.to_numpy(x), old)


# --- parameters and errors ------------------------------------------------------------------------------------------


def interval_of(kind: Kind) -> Interval | None:
    """Where a parameter of real numbers lies."""
    return kind.interval if kind.item is Item.REAL else None


def outside(interval: Interval) -> list[float]:
    """Numbers just outside an interval, its open ends among them."""
    found = []
    if np.isfinite(interval.low):
        found += [interval.low - 0.125, float("-inf")] + ([] if interval.closed_low else [interval.low])
    if np.isfinite(interval.high):
        found += [interval.high + 0.125, float("inf")] + ([] if interval.closed_high else [interval.high])
    return [*found, float("nan")]


PARAMETERS = [(name, p) for name in NAMES for p in specs()[name].params]


@pytest.mark.parametrize(("name", "param"), PARAMETERS, ids=[f"{n}-{p}" for n, p in PARAMETERS])
def test_parameters_outside_their_domain(name, param) -> None:
    """ValueError or TypeError that names the parameter: from the function, and from the class as it is made."""
    s = sample(name)
    kind = s.spec.domain[param]
    interval = interval_of(kind)
    wrong: list = [(v, ValueError) for v in outside(interval)] if interval else []
    if kind.item is Item.STRING:
        wrong = [("something else", ValueError), (1.0, ValueError), (None, ValueError)]
    elif kind == Flag():
        wrong = [(1, TypeError), ("yes", TypeError), (None, TypeError)]
    else:
        wrong += [("0.5", TypeError), (True, TypeError), (object(), TypeError)]
    if kind.sequences and interval:
        wrong += [((0.5, v, 0.5), ValueError) for v in outside(interval)]
    for value, error in wrong:
        with pytest.raises(error, match=param):
            s.loss(*s.data, **{**s.params, param: value})
        with pytest.raises(error, match=param):
            s.spec.cls(**{param: value})


@pytest.mark.parametrize(("name", "param"), PARAMETERS, ids=[f"{n}-{p}" for n, p in PARAMETERS])
def test_parameters_inside_their_domain(name, param) -> None:
    """Closed ends, NumPy scalars and integers are welcome, and NumPy scalars widen nothing."""
    s = sample(name)
    kind = s.spec.domain[param]
    interval = interval_of(kind)
    if interval is None:
        values = list(kind.choices)
        if kind.item is Item.BOOL:
            values = [None, (True, True, True), [True, True, True]] if kind.sequences else [True, False]
        elif kind.item is Item.INTEGER and kind.numbers:
            values = [int(kind.interval.low), int(kind.interval.low) + 1]
        elif kind.item is not Item.STRING:
            values = [s.spec.params[param]]
    else:
        ends = [(interval.low, interval.closed_low), (interval.high, interval.closed_high)]
        values = [v for v, closed in ends if closed and np.isfinite(v)] + [
            interval.interior,
            np.float64(interval.interior),
        ]
    narrow = [x.astype(np.float32) if x.dtype.kind == "f" else x for x in s.data]
    if param.endswith("_space") or param == "log_input":  # positive numbers, which are a right reading in every space
        narrow = [abs(x) for x in narrow]
    if param == "blank":  # a label that is none of the values
        narrow[1] = np.full_like(narrow[1], 2)
    if param == "encoding" and s.spec.has_signed_labels:  # 1 is a label in both
        narrow[-1] = np.ones_like(narrow[-1])
    for value in values:
        found = s.loss(*narrow, **{**s.params, param: value})
        assert found.dtype == np.float32
        assert np.isfinite(found)
        assert s.spec.cls(**{param: value}) == s.spec.cls(**{param: value})


@every_loss
def test_unknown_keyword(name) -> None:
    s = sample(name)
    with pytest.raises(TypeError, match="no_such_parameter"):
        s.loss(*s.data, **s.params, no_such_parameter=1.0)
    with pytest.raises(TypeError, match="no_such_parameter"):
        s.spec.cls(no_such_parameter=1.0)


@every_loss
def test_errors_of_mask_and_weight_name_them(eager: Run, name) -> None:
    s = sample(name)

    def call(**keywords: Any) -> Any:
        return eager.value(s.loss, *s.data, **s.params, **keywords)

    for keyword, x in (("where", np.ones(4, dtype=bool)), ("weight", np.ones(4)), ("weight", np.ones((5, 3, 2)))):
        with pytest.raises(ValueError, match=rf"{keyword}.*shape"):
            call(**{keyword: x})
    with pytest.raises(TypeError, match=r"where.*boolean"):
        call(where=np.ones(5))
    for bad in ("all", {1, 2}):
        with pytest.raises((TypeError, ValueError), match="weight"):
            call(weight=bad)
        with pytest.raises((TypeError, ValueError), match="where"):
            call(where=bad)


@pytest.mark.parametrize("name", LABELED)
def test_labels_that_are_no_integers(eager: Run, name) -> None:
    s = sample(name)
    with pytest.raises(TypeError, match=r"labels.*class indices.*dtype"):
        eager.value(s.loss, *s.replace(s.labels, s.data[s.labels].astype(np.float64)), **s.params)
    for wrong in (1.5, "all", True):
        with pytest.raises(TypeError, match="ignore_index"):
            eager.value(s.loss, *s.data, **s.params, ignore_index=wrong)


@pytest.mark.parametrize("name", LOSSES)
def test_every_library_gives_the_numbers_of_numpy(not_numpy: Run, name) -> None:
    """On ordinary data, to a few ulp, in value and gradient; the hard data are elsewhere in this suite."""
    s = sample(name)
    keywords = {**s.params, "of": ("value", "value_and_grad"), "reduction": "none"}
    found_and_expected = (run.results(s.loss, *s.data, **keywords) for run in (not_numpy, Run("numpy")))
    for found, expected in zip(*found_and_expected, strict=True):
        near(found, expected)
