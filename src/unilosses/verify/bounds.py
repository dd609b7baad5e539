"""The largest error that is allowed of a loss, in ulp: `bounds.toml`, loss by loss, kind by kind and place by place."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .vectors import VectorCase

TABLE = Path(__file__).with_name("bounds.toml")
KINDS = ("value", "gradient")
PLACES = ("numpy", "torch", "jax", "torch_compile", "other")
# Half precision is the float32 result rounded once: half an ulp, and a little for the double rounding. The formula's
# own error of a few ulp of float32 is about a thousandth of an ulp here.
HALF = 0.52
# These compute in float64 and round once: half an ulp, and a little for a truth that lies beside the middle of two
# numbers. With float64 data they are as good as NumPy.
ENGINES = ("blocks",)
ROUNDED_ONCE = 0.51
# A mean, and its gradient, relative to the largest term. A pairwise sum of n terms rounds log2(n) times. XLA's rounds
# more often, because it goes in sequence over short axes.
SUM = 16.0


def place_of(library: str) -> str:
    """The place in the table of a library, by its import name."""
    return library if library in PLACES else "other"


def bound(loss: str, kind: str, place: str, dtype: str, params: Mapping[str, Any]) -> float:
    """The largest error of the unreduced loss, or of a penalty, with these parameters.

    Arguments
        kind: "value" or "gradient".
        place: one of `PLACES`, or of `ENGINES` for what an engine serves; `place_of` gives that of a library.
    """
    if place in ENGINES:
        wide = bound(loss, kind, "numpy", dtype, params)
        return min(wide, ROUNDED_ONCE) if dtype != "float64" else wide
    return rounded_once(dtype, _stated(loss, kind, place) + growth(loss, kind, params))


def of_case(loss: str, case: VectorCase, kind: str, place: str) -> float:
    """The bound of a case of the vectors."""
    if case.options["reduction"] == "mean":
        if place in ENGINES and case.dtype != "float64":
            return ROUNDED_ONCE
        return rounded_once(case.dtype, SUM)
    return bound(loss, kind, place, case.dtype, case.params)


def rounded_once(dtype: str, wide: float) -> float:
    """The bound in this dtype, from that of float32 and float64."""
    return HALF if dtype in ("float16", "bfloat16") and wide > 0.0 else wide


def growth(loss: str, kind: str, params: Mapping[str, Any]) -> float:
    """The addition to the bound of the table: an amount for each unit that a parameter is above 1."""
    grows = table().get(loss, {}).get("growth")  # a loss is measured before it has an entry
    if grows is None:
        return 0.0
    above = float(params.get(grows["parameter"], 1.0)) - 1.0
    return float(grows[kind]) * above if 0.0 < above < math.inf else 0.0


@cache
def table() -> dict[str, dict[str, Any]]:
    """All of `bounds.toml`, by loss."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def _entry(loss: str) -> dict[str, Any]:
    if loss not in table():
        raise KeyError(f"no bound for {loss!r}; there are some for {', '.join(sorted(table())) or 'no loss'}")
    return table()[loss]


def _stated(loss: str, kind: str, place: str) -> float:
    """The bound of the table, which holds at the parameters with the least error."""
    if kind not in KINDS:
        raise ValueError(f"no bound of a {kind!r}; one of {', '.join(KINDS)}")
    if place not in PLACES:
        raise ValueError(f"no place is called {place!r}; one of {', '.join(PLACES)}; any other library is 'other'")
    stated = _entry(loss)[kind]
    if isinstance(stated, dict):
        stated = stated.get(place, max(stated.values()))
    return float(stated)
