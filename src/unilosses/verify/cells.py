"""The findings of a sweep, one for each loss, place, dtype and kind of result, and their form in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from math import isfinite
from typing import Any

from .places import Place
from .worst import Worst

SCHEMA = "unilosses-sweep/1"
KINDS = ("value", "gradient")
DTYPES = ("float64", "float32", "float16", "bfloat16")


@dataclass(frozen=True)
class Cell:
    """The largest error of a loss's values or gradients, in one place and dtype, and where it is.

    It is the largest of `cases`; the loss has `all_cases` in that dtype. `bound` is that of the case with the largest
    error; a breach anywhere comes before larger errors that are allowed. `error` is what else is wrong there: an
    exception, or a result of another shape, dtype, library or device.
    """

    loss: str
    place: Place
    dtype: str
    kind: str
    ulp: float
    bound: float
    breach: bool
    worst: Worst | None
    error: str = ""
    cases: int = 0
    all_cases: int = 0

    @property
    def worse(self) -> tuple[bool, float]:
        """The key by which cells are ordered, the worst last."""
        return self.breach, self.ulp


def as_data(cells: Sequence[Cell]) -> dict[str, Any]:
    """The cells for a JSON file. A distance between finite and not finite is "inf", which JSON has no number for."""
    return {
        "schema": SCHEMA,
        "versions": versions(cells),
        "cells": [
            {
                "loss": cell.loss,
                "backend": cell.place.backend,
                "device": cell.place.device,
                "dtype": cell.dtype,
                "kind": cell.kind,
                "ulp": cell.ulp if isfinite(cell.ulp) else "inf",
                "bound": cell.bound,
                "breach": cell.breach,
                "error": cell.error,
                "cases": cell.cases,
                "all_cases": cell.all_cases,
                "worst": cell.worst and asdict(cell.worst),
            }
            for cell in cells
        ],
    }


def versions(cells: Sequence[Cell]) -> dict[str, str]:
    """What was measured: this library, and the frameworks that took part."""
    found = {}
    for name in dict.fromkeys(["unilosses", *(cell.place.backend for cell in cells)]):
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # a checkout that is not installed
            found[name] = "unknown"
    return found
