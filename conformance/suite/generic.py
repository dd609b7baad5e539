"""Arguments for any loss of the registry, drawn from its domain: a new loss is tested by every policy at once."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pytest

from unilosses.definition.kinds import UNIT, Interval, Kind, Shape
from unilosses.definition.registry import specs
from unilosses.definition.samples import Source, ordinary

NAMES = sorted(specs())
# Where compiling takes longest, some stand for all: the losses most used, and one of each way to put a loss together.
MOST_USED = ("huber", "sigmoid_cross_entropy", "softmax_cross_entropy")
MECHANISMS = (
    *MOST_USED,
    "gaussian_nll",
    "general_robust",
    "cosine_distance",
    "triplet_margin",
    "dice",
    "nt_xent",
    "list_mle",
    "ctc",
    "linear_cross_entropy",
    "elastic_net_penalty",
)
ROWS, CLASSES = 5, 3


def inside(rng: np.random.Generator, interval: Interval, shape: tuple[int, ...]) -> np.ndarray:
    """Numbers well inside an interval, multiples of 1/256, so that every dtype holds them."""
    x = rng.uniform(0.125, 0.875, size=shape)
    if np.isinf(interval.low) and np.isinf(interval.high):
        x = rng.normal(size=shape)
    elif np.isinf(interval.high):
        x = interval.low + 4 * x
    elif np.isinf(interval.low):
        x = interval.high - 4 * x
    else:
        x = interval.low + (interval.high - interval.low) * x
    return np.round(x * 256) / 256


@dataclass
class Sample:
    """Arguments of one loss. Rows run along the first axis."""

    spec: Any
    data: list[np.ndarray]
    params: dict[str, Any]

    @property
    def loss(self) -> Any:
        return self.spec.function

    @property
    def rows(self) -> int:
        return len(self.data[0])

    @property
    def shape(self) -> tuple[int, ...]:
        """Of the unreduced loss."""
        return self.data[0].shape[: self.data[0].ndim - self.spec.event_ndim]

    def kind(self, i: int) -> Kind:
        return self.spec.kinds[i]

    def has_rows(self, i: int) -> bool:
        """Whether an argument has the rows' axis: a matrix that all rows share has none."""
        return self.kind(i).shape is not Shape.FREE

    def take(self, rows: Any) -> Sample:
        return Sample(self.spec, [x[rows] if self.has_rows(i) else x for i, x in enumerate(self.data)], self.params)

    def repeated(self, times: np.ndarray) -> Sample:
        """Each row so many times."""
        return self.take(np.arange(self.rows).repeat(times))

    @property
    def labels(self) -> int:
        """The position of the class labels."""
        return next(i for i in range(len(self.data)) if self.kind(i).labels == "class")

    def replace(self, i: int, x: Any) -> list[Any]:
        return [*self.data[:i], x, *self.data[i + 1 :]]

    def spoilt(self, rows: Any, value: float) -> Sample:
        """The floating-point arguments overwritten in some rows; labels become ones that no class has."""
        data = [x.copy() for x in self.data]
        for i, x in enumerate(data):
            if self.has_rows(i):
                x[rows] = value if x.dtype.kind == "f" else 1000
        return Sample(self.spec, data, self.params)


def sample(name: str, batch: tuple[int, ...] = (ROWS,), classes: int = CLASSES, dense: bool = False) -> Sample:
    """Data of shape (*batch, classes), with axes of length 4 between for losses of more axes; the same in every run."""
    spec = specs()[name]
    rng = np.random.default_rng(sum(map(ord, name)))
    shape = (*batch, *(4,) * (spec.event_ndim - 1), classes)
    source = Source(partial(inside, rng), rng.integers, partial(inside, rng, UNIT) if dense else None)
    data = [ordinary(spec, argument, shape, source) for argument in spec.arrays]
    # Where a loss can be told what its arrays hold, they hold logits: those may be any real numbers.
    params = {k: "logits" for k in spec.params if "logits" in spec.domain[k].choices}
    return Sample(spec, data, params)


def marks(name: str, by_default: bool = True) -> list[pytest.MarkDecorator]:
    """The tests of one loss run in one process, and share its truths; those not `by_default`, with --full only."""
    return [pytest.mark.xdist_group(name), *([] if by_default else [pytest.mark.full])]


def grouped(names: Iterable[str], by_default: Container[str] | None = None) -> list[Any]:
    """Losses as parameters of tests, all of them by default or these."""
    return [pytest.param(name, marks=marks(name, by_default is None or name in by_default)) for name in names]


def names_where(condition: Any) -> list[str]:
    return [name for name in NAMES if condition(specs()[name])]


LABELED = names_where(lambda spec: any(kind.labels == "class" for kind in spec.kinds))
PAIRED = names_where(lambda spec: len(spec.arrays) > 1)
WITH_AXIS = names_where(lambda spec: spec.has_axis)
LOSSES = names_where(lambda spec: not spec.penalty)
# Of the others, a batch is more than its rows: each is compared with the rest.
ROW_BY_ROW = names_where(lambda spec: not spec.coupled)
