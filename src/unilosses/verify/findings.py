"""What a comparison finds, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class Finding:
    """One difference of a function from our loss.

    kind: "value", "gradient by <array>", "reduction", "dtype" (or library, device), "shape", "labels" or "error".
    pattern and variant name it, where it follows a known pattern. `inputs` is the smallest input that shows it, with
    what was `computed` and the `truth`; `ulp` is their distance, inf where one of them is not finite. `count` of
    `total` results differ like this, by up to `worst` ulp. Only `serious` findings make a comparison fail.
    """

    function: str
    kind: str
    dtype: str
    pattern: str | None = None
    variant: str = ""
    inputs: Mapping[str, Array] = field(default_factory=dict)
    computed: float | None = None
    truth: float | None = None
    ulp: float = 0.0
    count: int = 0
    total: int = 0
    worst: float = 0.0
    origin: str = ""
    note: str = ""
    serious: bool = True

    @property
    def loses_finite(self) -> bool:
        """Whether a finite truth turned into NaN or infinity."""
        finite = self.truth is not None and bool(np.isfinite(self.truth))
        return finite and self.computed is not None and not np.isfinite(self.computed)


@dataclass(frozen=True)
class Entry:
    """A function in one dtype: its largest finite errors in ulp, and how many results are not finite and should be.

    A gradient of None: there is none to be had.
    """

    function: str
    backend: str
    dtype: str
    value: float | None
    gradient: float | None
    lost: int
    results: int
    reduction: str


@dataclass(frozen=True)
class Pair:
    """Two functions in one dtype: how many ulp they are apart at most, and how often only one of them is finite."""

    one: str
    other: str
    dtype: str
    value: float | None
    gradient: float | None
    lost: int


@dataclass(frozen=True, eq=False)
class Comparison:
    """The result of `compare`; printed, it is a report."""

    like: str
    params: Mapping[str, Any]
    findings: tuple[Finding, ...]
    entries: tuple[Entry, ...]
    pairs: tuple[Pair, ...]

    @property
    def ok(self) -> bool:
        """Whether every function agrees with our loss."""
        return not any(f.serious for f in self.findings)

    @property
    def patterns(self) -> tuple[str, ...]:
        """The names of the patterns found, each once."""
        return tuple(dict.fromkeys(f.pattern for f in self.findings if f.pattern is not None))

    def of(self, function: str, kind: str | None = None) -> tuple[Finding, ...]:
        """The findings about one function, of one kind ("gradient" stands for those by every array)."""
        some = (f for f in self.findings if function in f.function.split(", "))
        return tuple(f for f in some if kind is None or f.kind == kind or f.kind.startswith(f"{kind} by "))

    def __str__(self) -> str:
        from .report import text

        return text(self)

    __repr__ = __str__
