"""The parts of a pattern: a query (our loss on a batch), and the outcome that a fault would have there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from ..definition.definition import LossSpec
from .batches import Batch, evaluated, resolved
from .vectors import FORMATS

Array: TypeAlias = np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class Outcome:
    """The results that a fault would give for one batch, flat; None where it predicts nothing.

    A result matches if it is the same number, if it lies within `bounds`, or if it is NaN or infinite in a row that is
    `not_finite`.
    """

    value: Array | None = None
    gradients: tuple[Array | None, ...] | None = None
    value_size: Array | None = None  # the scale of the ulp, where it is larger than the number
    gradient_size: Array | None = None
    bounds: tuple[tuple[Array, Array], ...] | None = None  # for each gradient
    not_finite: Array | None = None  # rows whose results may be any NaN or infinity
    any_nan: bool = False  # NaN matches NaN and infinity, which the order of operations decides


@dataclass(frozen=True, eq=False)
class Query:
    """Our loss with its parameters, on one batch; a pattern changes arrays or parameters of it."""

    spec: LossSpec
    params: dict[str, Any]
    wrt: tuple[int, ...]
    batch: Batch

    @property
    def dtype(self) -> str:
        return self.batch.dtype

    @property
    def epsilon(self) -> float:
        return 2.0 ** (1 - FORMATS[self.dtype][0])

    @property
    def largest(self) -> float:
        bits, _, top = FORMATS[self.dtype]
        return (2.0 - 2.0 ** (1 - bits)) * 2.0**top

    def ours(self, arrays: Sequence[Array] | None = None, wrt: Sequence[int] | None = None, **params: Any) -> Outcome:
        """Our loss, perhaps with other arrays or parameters."""
        new = resolved({**self.params, **params}, self.dtype)
        wanted = self.wrt if wrt is None else tuple(wrt)
        given = tuple(self.batch.arrays if arrays is None else arrays)
        (value, _), gradients = evaluated(self.spec, given, new, wanted, exactly=self.batch.exactly)
        return Outcome(value.ravel(), tuple(g.ravel() for g, _ in gradients))

    def shaped(self, x: Any) -> Array:
        """One number per result, flat as the results are."""
        return np.broadcast_to(np.asarray(x, dtype=np.float64), self.batch.value.shape).ravel()


Variants: TypeAlias = Iterator[tuple[str, Outcome]]


@dataclass(frozen=True, eq=False)
class Pattern:
    """A named hypothesis. `ulp` is the largest distance of a number that matches."""

    name: str
    says: str
    variants: Callable[[Query], Variants]
    ulp: float
    everywhere: bool = True
    min_fraction: float = 0.0  # of the results that have to differ


Enter: TypeAlias = Callable[[Callable[[Query], Variants]], Callable[[Query], Variants]]


def entering(patterns: list[Pattern]) -> Callable[..., Enter]:
    """A decorator that enters generators of variants as patterns; their docstrings say what the fault is."""

    def pattern(name: str, *, ulp: float = 64.0, everywhere: bool = True, min_fraction: float = 0.0) -> Enter:
        def enter(variants: Callable[[Query], Variants]) -> Callable[[Query], Variants]:
            says = " ".join((variants.__doc__ or "").split())
            patterns.append(Pattern(name, says, variants, ulp, everywhere, min_fraction))
            return variants

        return enter

    return pattern
