"""What a pattern is made of: our loss and what may be changed in it, and what it would give with a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from ..definition.definition import LossSpec
from .batches import Batch, ours, resolved
from .vectors import FORMATS

Array: TypeAlias = np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a fault would give for one batch, flat; None where it says nothing.

    A result is met by the same number, by one in `bounds`, or by any NaN or infinity in rows that are `not_finite`.
    """

    value: Array | None = None
    gradients: tuple[Array | None, ...] | None = None
    value_size: Array | None = None  # the size at which ulp are counted, where it is larger than the number
    gradient_size: Array | None = None
    bounds: tuple[tuple[Array, Array], ...] | None = None  # for each gradient
    not_finite: Array | None = None  # rows whose results may be any NaN or infinity
    any_nan: bool = False  # NaN in it stands for any result that is not finite: that hangs on the order of operations


@dataclass(frozen=True, eq=False)
class Query:
    """Our loss with its parameters, and what may be changed in it."""

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
        value, gradients = ours(self.spec, self.batch.arrays if arrays is None else arrays, new, wanted)
        return Outcome(value.ravel(), tuple(g.ravel() for g in gradients))

    def shaped(self, x: Any) -> Array:
        """One number per result, as flat as the results."""
        return np.broadcast_to(np.asarray(x, dtype=np.float64), self.batch.value.shape).ravel()


Variants: TypeAlias = Iterator[tuple[str, Outcome]]


@dataclass(frozen=True, eq=False)
class Pattern:
    """A named hypothesis. `ulp`: how near its numbers have to be."""

    name: str
    says: str
    variants: Callable[[Query], Variants]
    ulp: float
    everywhere: bool = True
    share: float = 0.0  # of all results, how many have to differ at least


Enter: TypeAlias = Callable[[Callable[[Query], Variants]], Callable[[Query], Variants]]


def entering(patterns: list[Pattern]) -> Callable[..., Enter]:
    """A decorator that enters generators of variants as patterns; their docstrings say what the fault is."""

    def pattern(name: str, *, ulp: float = 64.0, everywhere: bool = True, share: float = 0.0) -> Enter:
        def enter(variants: Callable[[Query], Variants]) -> Callable[[Query], Variants]:
            says = " ".join((variants.__doc__ or "").split())
            patterns.append(Pattern(name, says, variants, ulp, everywhere, share))
            return variants

        return enter

    return pattern
