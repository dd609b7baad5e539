"""`Accumulator`: one number for many batches."""

from __future__ import annotations

import math
import pickle
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest
import torch

import unilosses
from unilosses import Accumulator, Huber, L2Penalty, SquaredError

RNG = np.random.default_rng(3)
X, Y = RNG.normal(size=(2, 60)).astype(np.float32)
# Sizes far apart, so that a sum of floating-point numbers would depend on its order.
SCALED = X * 10.0 ** RNG.integers(-12, 12, 60).astype(np.float32)


def filled(loss: Any, *batches: tuple[Any, ...], **keywords: Any) -> Accumulator:
    made = Accumulator(loss)
    for batch in batches:
        made.update(*batch, **keywords)
    return made


def test_a_short_last_batch_counts_for_what_it_holds() -> None:
    x, zero = np.asarray([0.0, 1.0, 4.0]), np.zeros(3)
    made = filled(unilosses.squared_error, (x[:2], zero[:2]), (x[2:], zero[2:]))
    assert made.compute() == 17 / 3
    assert filled(SquaredError(reduction="sum"), (x[:2], zero[:2]), (x[2:], zero[2:])).compute() == 17.0
    made.reset()
    assert made.compute() == 0.0


@pytest.mark.parametrize("library", [np.asarray, torch.tensor, jnp.asarray])
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_batches_are_computed_in_float64(library: Any, dtype: str) -> None:
    x, y = X.astype(dtype), Y.astype(dtype)
    weight = np.arange(60.0).astype(dtype)
    made = Accumulator(Huber(delta=0.5))
    for rows in (slice(0, 7), slice(7, 59), slice(59, 60)):
        made.update(library(x[rows]), library(y[rows]), weight=library(weight[rows]), where=library(x[rows] > -1))
    wide = [z.astype(np.float64) for z in (x, y, weight)]
    expected = unilosses.huber(*wide[:2], delta=0.5, weight=wide[2], where=x > -1)
    assert type(made.compute()) is float
    assert abs(made.compute() - expected) <= 4 * np.spacing(expected)


def test_neither_order_nor_merging_changes_a_bit() -> None:
    batches = [(SCALED[i : i + 5], Y[i : i + 5]) for i in range(0, 60, 5)]
    loss = unilosses.LogCosh() - 0.5 * SquaredError()
    expected = filled(loss, *batches).compute()
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(len(batches))
        a, b, c = (filled(loss, *[batches[i] for i in order[k::3]]) for k in range(3))
        left, middle, right = pickle.loads(pickle.dumps([a, b, c]))
        middle.merge(right)
        left.merge(middle)
        c.merge(a)
        c.merge(b)
        assert left.compute() == c.compute() == expected


def test_it_may_be_written_to_a_file_with_arrays_in_the_loss() -> None:
    made = filled(Huber(delta=np.asarray([0.5])), (X[:5], Y[:5]))
    again = pickle.loads(pickle.dumps(made))
    again.merge(made)
    assert again.compute() == made.compute()
    with pytest.raises(ValueError, match="takes no other's"):
        again.merge(filled(Huber(delta=np.asarray([0.25]))))


def test_no_sum_overflows_on_the_way() -> None:
    big, zero = np.asarray([1e154]), np.zeros(1)
    assert filled(SquaredError(reduction="sum"), *[(big, zero)] * 3).compute() == math.inf
    assert filled(SquaredError(), *[(big, zero)] * 3).compute() == unilosses.squared_error(big, zero)
    difference = SquaredError(reduction="sum") - SquaredError(reduction="sum")
    assert filled(difference, *[(big, zero)] * 3).compute() == 0.0


def test_what_is_not_finite_stays() -> None:
    one = np.ones(1)
    for x, expected in ((math.inf, math.inf), (math.nan, math.nan)):
        made = filled(unilosses.absolute_error, (one * x, one), (one, one))
        assert str(made.compute()) == str(expected)
    both = filled(unilosses.AbsoluteError() - unilosses.SquaredError(), (one * math.inf, one))
    assert math.isnan(both.compute())
    masked = Accumulator(unilosses.absolute_error)
    masked.update(np.asarray([math.nan, 3.0]), np.zeros(2), where=np.asarray([False, True]))
    assert masked.compute() == 3.0
    masked.update(np.zeros(0), np.zeros(0))
    assert masked.compute() == 3.0


def test_the_count_may_be_the_normalizer() -> None:
    weight = np.asarray([0.0, 3.0])
    made = Accumulator(unilosses.absolute_error)
    for _ in range(2):
        made.update(np.asarray([1.0, 2.0]), np.zeros(2), weight=weight, normalizer="count")
    assert made.compute() == 3.0


def test_tensors_that_ask_for_gradients_are_not_recorded() -> None:
    x = torch.tensor(X, requires_grad=True)
    made = filled(unilosses.squared_error, (x * 1.0, torch.tensor(Y)))
    assert made.compute() == filled(unilosses.squared_error, (X, Y)).compute()


def test_an_update_that_fails_leaves_everything_as_it_was() -> None:
    made = filled(SquaredError() + unilosses.AbsoluteError(), (X, Y))
    before = made.compute()
    with pytest.raises(ValueError, match="target"):
        made.update(X, Y[:3])
    assert made.compute() == before


def test_what_is_wrong_is_said() -> None:
    with pytest.raises(TypeError, match="Accumulator takes a loss"):
        Accumulator(np.mean)
    with pytest.raises(TypeError, match="l2_penalty is a penalty"):
        Accumulator(SquaredError() + L2Penalty())
    with pytest.raises(ValueError, match='is "none"'):
        Accumulator(SquaredError(reduction="none"))
    made = Accumulator(unilosses.squared_error)
    with pytest.raises(TypeError, match="takes no reduction"):
        made.update(X, Y, reduction="sum")
    with pytest.raises(TypeError, match="takes no normalizer"):
        made.update(X, Y, normalizer=3.0)
    with pytest.raises(ValueError, match="normalizer"):
        made.update(X, Y, normalizer="mean")
    with pytest.raises(TypeError, match="merge takes an Accumulator"):
        made.merge(3.0)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"takes no other's, got one of Huber"):
        made.merge(Accumulator(Huber()))


def test_it_shows_its_loss() -> None:
    assert repr(Accumulator(unilosses.huber)) == "Accumulator(huber)"
    assert repr(Accumulator(2.0 * Huber(delta=0.5))) == "Accumulator(2.0 * Huber(delta=0.5))"
