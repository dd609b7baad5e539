"""`Accumulator`: batches in pieces have the number of all of them, for every loss."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import unilosses
from unilosses.definition.registry import specs

from ..suite.generic import LOSSES, grouped, sample

ULP = 4
# Of a loss whose batches are more than their rows, a piece is a batch of its own.
ROWS = [name for name in LOSSES if not specs()[name].coupled]


@pytest.mark.parametrize("name", grouped(ROWS))
def test_pieces_have_the_number_of_the_whole(name: str) -> None:
    s = sample(name, batch=(7,))
    rng = np.random.default_rng(7)
    weight, where = rng.uniform(0.5, 2.0, s.rows), rng.uniform(size=s.rows) > 0.3
    expected = s.loss(*s.data, **s.params, weight=weight, where=where, reduction="mean")
    size = s.loss(*s.data, **s.params, weight=weight, where=where, reduction="none")
    largest = np.max(np.abs(size), initial=abs(expected))  # terms of both signs may cancel
    for borders in ((0, 7), (0, 1, 7), (0, 2, 3, 5, 7)):
        made = unilosses.Accumulator(s.spec.cls(reduction="mean", **s.params))
        for first, last in itertools.pairwise(borders):
            part = s.take(slice(first, last))
            made.update(*part.data, weight=weight[first:last], where=where[first:last])
        assert abs(made.compute() - expected) <= ULP * np.spacing(largest)
