"""The findings of a comparison, as data."""

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
    pattern and variant name it, where it follows a known pattern. `inputs` is the smallest input that shows it. There
    the function `computed` one number and the `truth` is another. `ulp` is their distance, inf where one of them is
    not finite. `count` of `total` results differ like this, by up to `worst` ulp. Only `serious` findings make a
    comparison fail.
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
    """A function in one dtype: its largest finite errors in ulp, and the count of results that should be finite.

    A gradient of None means that the function has none.
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
