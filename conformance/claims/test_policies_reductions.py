"""Masks, weights, reductions and normalisers: the same rules for every loss, taken from the registry."""

from __future__ import annotations

import numpy as np
import pytest

from ..suite.generic import LABELED, LOSSES, NAMES, ROW_BY_ROW, Sample, sample
from ..suite.libraries import Run, near
from ..suite.tolerances import ROUTE_ULP

every_loss = pytest.mark.parametrize("name", NAMES)
every_loss_of_rows = pytest.mark.parametrize("name", ROW_BY_ROW)
reductions = pytest.mark.parametrize(
    "reduction", ["mean", *[pytest.param(r, marks=pytest.mark.full) for r in ("sum", "none")]]
)
NAN, INF = float("nan"), float("inf")
KEPT = np.array([True, False, True, True, False])


def both(run: Run, s: Sample, **keywords) -> list[np.ndarray]:
    """Value and gradient."""
    return run.results(s.loss, *s.data, of=("value", "value_and_grad"), **s.params, **keywords)


def in_rows(x: np.ndarray, rows: np.ndarray, like: np.ndarray) -> np.ndarray:
    full = np.zeros_like(like)
    full[rows] = x
    return full


@reductions
@pytest.mark.parametrize("inside", [NAN, INF, -INF])
@every_loss
def test_where_is_slicing(eager: Run, name, inside, reduction) -> None:
    """Whatever stands in the rows that are left out, value and gradient are those of the other rows."""
    s = sample(name)
    value, grad = both(eager, s.take(KEPT), reduction=reduction)
    if reduction == "none":
        value = in_rows(value, KEPT, np.zeros(s.shape))
    found, found_grad = both(eager, s.spoilt(~KEPT, inside), reduction=reduction, where=KEPT)
    near(found, value)
    near(found_grad, in_rows(grad, KEPT, s.data[0]))
    assert not found_grad[~KEPT].any()


@reductions
@every_loss
def test_autodiff_through_mask_and_weight(differentiating: Run, name, reduction) -> None:
    """The library's own differentiation gives what value_and_grad gives, masked rows with NaN included."""
    run, s = differentiating, sample(name).spoilt(~KEPT, NAN)
    keywords = {**s.params, "where": KEPT, "weight": np.array([1.0, 2.0, 0.5, 0.0, 3.0]), "reduction": reduction}
    for argnum in range(len(s.data)):
        if s.data[argnum].dtype.kind == "f":
            own, autodiff = run.results(s.loss, *s.data, of=run.routes, argnum=argnum, **keywords)
            near(autodiff, own, ROUTE_ULP)
            assert np.isfinite(own).all()
            if s.has_rows(argnum):  # a row of weight 0 is still one that others are compared with
                assert not own[[1, 4] if s.spec.coupled else [1, 3, 4]].any()


@every_loss_of_rows
def test_elementwise_mask(eager: Run, name) -> None:
    """A mask of the unreduced loss's whole shape, against the sum of what it keeps."""
    s = sample(name)
    mask = np.random.default_rng(1).random(s.shape) < 0.6
    table = eager.value(s.loss, *s.data, **s.params, reduction="none")
    near(eager.value(s.loss, *s.data, **s.params, where=mask, reduction="mean"), table[mask].mean())
    found = eager.value(s.loss, *s.data, **s.params, where=mask, reduction="none")
    near(found, np.where(mask, table, 0.0))


@every_loss_of_rows
def test_weight_is_repetition(eager: Run, name) -> None:
    s, times = sample(name), np.array([2, 0, 3, 1, 1])
    value, grad = both(eager, s, weight=times.astype(np.float64), reduction="mean")
    value_of_copies, by_copy = both(eager, s.repeated(times), reduction="mean")
    near(value, value_of_copies)
    ends = np.cumsum(times)
    near(grad, np.array([by_copy[a:b].sum(0) for a, b in zip(ends - times, ends, strict=True)]))


@reductions
@every_loss
def test_weight_per_sample_and_per_element(eager: Run, name, reduction) -> None:
    """(N,) is one weight per sample: the same as a full array of them, axes of length 1, or a number for all."""
    s, w = sample(name), np.array([1.0, 2.0, 0.5, 0.25, 4.0])
    column = w.reshape((-1,) + (1,) * (len(s.shape) - 1))
    forms = [w, column, np.broadcast_to(column, s.shape)]
    results = [both(eager, s, weight=form, reduction=reduction) for form in forms]
    for value, grad in results[1:]:
        assert value.tolist() == results[0][0].tolist()
        assert grad.tolist() == results[0][1].tolist()
    table = eager.value(s.loss, *s.data, **s.params, reduction="none")
    total = (column * table).sum()
    expected = {"none": column * table, "sum": total, "mean": total / forms[2].sum()}[reduction]
    near(results[0][0], expected)
    for form in (2.0, np.array(2.0)):
        found = eager.value(s.loss, *s.data, **s.params, weight=form, reduction=reduction)
        plain = eager.value(s.loss, *s.data, **s.params, reduction=reduction)
        near(found, plain * (1.0 if reduction == "mean" else 2.0))


@pytest.mark.parametrize("inside", [NAN, INF])
@every_loss_of_rows
def test_weight_zero_on_rows_that_are_not_finite(eager: Run, name, inside) -> None:
    s = sample(name)
    w = KEPT.astype(np.float64)
    value, grad = both(eager, s.take(KEPT), reduction="mean")
    spoilt = s.spoilt(~KEPT, inside)
    for i, x in enumerate(s.data):  # labels stay as they are: a wrong one is an error whatever its weight
        if x.dtype.kind != "f" or s.kind(i).labels == "signed":
            spoilt.data[i] = x
    with np.errstate(invalid="ignore"):  # inf - inf is computed there, and NumPy says so
        found, found_grad = both(eager, spoilt, weight=w, reduction="mean")
    near(found, value)
    near(found_grad, in_rows(grad, KEPT, s.data[0]))


@every_loss
def test_reductions_are_one_another(run: Run, name) -> None:
    s = sample(name)
    (table, by_table), (total, by_total), (mean, by_mean) = (both(run, s, reduction=r) for r in ("none", "sum", "mean"))
    assert table.shape == s.shape
    assert total.shape == mean.shape == ()
    near(total, table.sum())
    near(mean, table.mean())
    near(by_total, by_table)
    near(by_mean, by_total / table.size)
    default = run.value(s.loss, *s.data, **s.params)
    assert default == (total if s.spec.penalty else mean)


@every_loss
def test_normalizer(eager: Run, name) -> None:
    """The count, a number or an array, in value and gradient."""
    s, w = sample(name), np.array([1.0, 2.0, 0.5, 0.25, 4.0])
    total, by_total = both(eager, s, weight=w, reduction="sum")
    count = int(np.prod(s.shape))
    for normalizer, by in (("count", count), (8, 8.0), (2.5, 2.5), (np.array(2.5), 2.5)):
        found, grad = both(eager, s, weight=w, reduction="mean", normalizer=normalizer)
        near(found, total / by)
        near(grad, by_total / by)
    masked = eager.value(s.loss, *s.data, **s.params, where=KEPT, normalizer="count", reduction="mean")
    near(masked, eager.value(s.take(KEPT).loss, *s.take(KEPT).data, **s.params, reduction="mean"))


@every_loss_of_rows
def test_micro_batches_add_up(eager: Run, name) -> None:
    s = sample(name)
    whole, grad = both(eager, s, reduction="mean")
    size = int(np.prod(s.shape))
    parts = [both(eager, s.take(rows), reduction="mean", normalizer=size) for rows in (slice(0, 2), slice(2, 5))]
    near(parts[0][0] + parts[1][0], whole)
    near(np.concatenate([parts[0][1], parts[1][1]]), grad)


@pytest.mark.parametrize("normalizer", ["sum", "mean", "weights"])
@every_loss
def test_unknown_normalizer_and_reduction(name, normalizer) -> None:
    s = sample(name)
    with pytest.raises(ValueError, match="normalizer"):
        s.loss(*s.data, **s.params, reduction="mean", normalizer=normalizer)
    with pytest.raises(ValueError, match="reduction"):
        s.loss(*s.data, **s.params, reduction=normalizer + "s")


@reductions
@every_loss
def test_nothing_left(run: Run, name, reduction) -> None:
    """All masked, all weights 0, or no rows at all: 0 with gradient 0."""
    s = sample(name)
    everything_out = [{"where": np.zeros(5, dtype=bool)}, {"weight": np.zeros(5)}]
    cases = [(s.spoilt(slice(None), NAN), everything_out[0]), (s, everything_out[1]), (s.take(slice(0, 0)), {})]
    for case, keywords in cases:
        expected = np.zeros(case.shape) if reduction == "none" else np.zeros(())
        keywords = {**case.params, "reduction": reduction, **keywords}
        value, *gradients = run.results(case.loss, *case.data, of=("value", *run.routes), **keywords)
        assert value.shape == expected.shape
        assert (value == 0).all()
        for route, grad in zip(run.routes, gradients, strict=True):
            assert grad.shape == case.data[0].shape
            assert (grad == 0).all(), f"{route}: gradient {grad}"


@pytest.mark.parametrize("name", LOSSES)
def test_jit_of_a_masked_weighted_mean(run: Run, name) -> None:
    """Compiled, with mask and weights traced: as eager, on NumPy."""
    s = sample(name)
    keywords = {"where": KEPT, "weight": np.array([1.0, 2.0, 0.5, 0.25, 4.0]), "reduction": "mean"}
    expected, expected_grad = both(Run("numpy"), s, **keywords)
    for spoilt in (s, s.spoilt(~KEPT, NAN)):
        found, grad = both(run, spoilt, **keywords)
        near(found, expected)
        near(grad, expected_grad)


@reductions
@pytest.mark.parametrize("weighted", [False, True], ids=["plain", "weighted"])
@pytest.mark.parametrize("name", LABELED)
def test_index_labels_are_one_hot_labels(run: Run, name, weighted, reduction) -> None:
    s = sample(name)
    one_hot = Sample(s.spec, s.replace(s.labels, np.eye(3)[s.data[s.labels]]), s.params)
    keywords = {"reduction": reduction}
    if weighted:
        if "class_weight" not in s.spec.params:
            return
        keywords["class_weight"] = np.array([1.0, 4.0, 0.25])
    for by_index, by_one_hot in zip(both(run, s, **keywords), both(run, one_hot, **keywords), strict=True):
        near(by_index, by_one_hot, ulps=4)
