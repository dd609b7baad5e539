"""Arguments for any loss of the registry, drawn from its domain: a new loss is tested by every policy at once."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from unilosses.definition import kinds as d
from unilosses.definition.registry import specs

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


def inside(kind: d.Interval, rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Numbers well inside an interval, multiples of 1/256, so that every dtype holds them."""
    x = rng.uniform(0.125, 0.875, size=shape)
    if np.isinf(kind.low) and np.isinf(kind.high):
        x = rng.normal(size=shape)
    elif np.isinf(kind.high):
        x = kind.low + 4 * x
    elif np.isinf(kind.low):
        x = kind.high - 4 * x
    else:
        x = kind.low + (kind.high - kind.low) * x
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

    def kind(self, i: int) -> Any:
        return self.spec.domain[self.spec.arrays[i]]

    def has_rows(self, i: int) -> bool:
        """Whether an argument has the rows' axis: a matrix that all rows share has none."""
        return not isinstance(self.kind(i), d.FreeArray)

    def take(self, rows: Any) -> Sample:
        return Sample(self.spec, [x[rows] if self.has_rows(i) else x for i, x in enumerate(self.data)], self.params)

    def repeated(self, times: np.ndarray) -> Sample:
        """Each row so many times."""
        return self.take(np.arange(self.rows).repeat(times))

    @property
    def labels(self) -> int:
        """The position of the class labels."""
        return next(i for i in range(len(self.data)) if isinstance(self.kind(i), d.ClassLabels))

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
    shape, data = (*batch, *(4,) * (spec.event_ndim - 1), classes), []
    for argument in spec.arrays:
        kind = spec.domain[argument]
        if isinstance(kind, d.ClassLabels):
            x = inside(d.UNIT, rng, shape) if dense else rng.integers(0, classes, size=batch)
        elif isinstance(kind, d.BinaryLabels):
            x = rng.integers(0, 2, size=shape).astype(np.float64)
        elif isinstance(kind, d.AnyNumbers):
            x = rng.integers(0, 3, size=shape).astype(np.float64)
        elif isinstance(kind, d.SampleLabels):
            x = np.arange(int(np.prod(batch))).reshape(batch) // 2 % 2
        elif isinstance(kind, d.Broadcast):
            x = inside(kind.interval, rng, shape)
        elif isinstance(kind, d.PerRow):
            x = inside(kind.interval, rng, batch)
        elif isinstance(kind, d.Sequences):
            x = rng.integers(1, classes, size=(*batch, 2))
        elif isinstance(kind, d.FreeArray):
            x = inside(kind.interval, rng, (classes, shape[-1]))
        else:
            x = inside(kind, rng, shape)
        data.append(x)
    # Where a loss can be told what its arrays hold, they hold logits: those may be any real numbers.
    params = {
        k: "logits" for k in spec.params if isinstance(spec.domain[k], d.Choice) and "logits" in spec.domain[k].options
    }
    return Sample(spec, data, params)


def marks(name: str, by_default: bool = True) -> list[pytest.MarkDecorator]:
    """The tests of one loss run in one process, and share its truths; those not `by_default`, with --full only."""
    return [pytest.mark.xdist_group(name), *([] if by_default else [pytest.mark.full])]


def grouped(names: Iterable[str], by_default: Container[str] | None = None) -> list[Any]:
    """Losses as parameters of tests, all of them by default or these."""
    return [pytest.param(name, marks=marks(name, by_default is None or name in by_default)) for name in names]


def names_where(condition: Any) -> list[str]:
    return [name for name in NAMES if condition(specs()[name])]


LABELED = names_where(lambda spec: any(isinstance(spec.domain[a], d.ClassLabels) for a in spec.arrays))
PAIRED = names_where(lambda spec: len(spec.arrays) > 1)
WITH_AXIS = names_where(lambda spec: spec.has_axis)
LOSSES = names_where(lambda spec: not spec.penalty)
# Of the others, a batch is more than its rows: each is compared with the rest.
ROW_BY_ROW = names_where(lambda spec: not spec.coupled)
