"""The bound that a measured error asks for, and the line that it has in the table."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from typing import Any, NamedTuple

from unilosses.verify.bounds import KINDS, PLACES

MARGIN = 1.25
# Half an ulp, and a little because the error itself is computed in float64.
ROUNDED = 0.501
CAP = 12.0
# Up to here the places share the largest of their numbers: they differ by a processor's exp, by the order in which it
# adds, and by what a compiler happened to fuse, and none of these holds on the next machine.
SHARED = 4.0
# Sums of products through all frames.
CAPS = {("ctc", "value"): 128.0, ("ctc", "gradient"): 512.0}


class Error(NamedTuple):
    """An error in ulp, and what the parameters of its case add to the bound of the table."""

    ulp: float = 0.0
    growth: float = 0.0
    dtype: str = ""
    case: str = ""

    @property
    def needs(self) -> float:
        """The bound that the table has to have for it."""
        return MARGIN * self.ulp - self.growth


def cap(loss: str, kind: str) -> float:
    return CAPS.get((loss, kind), CAP)


def uncapped(error: Error) -> float:
    """The bound that an error asks for."""
    if error.ulp <= ROUNDED:
        return 0.0 if error.ulp == 0.0 else ROUNDED
    return math.ceil(10 * error.needs - 1e-9) / 10 if math.isfinite(error.needs) else math.inf


def complaint(loss: str, kind: str, place: str, error: Error) -> str | None:
    """What is above its cap, in words."""
    asked, most = uncapped(error), cap(loss, kind)
    if asked <= most:
        return None
    even = "only its margin passes" if error.ulp <= most else "IT IS ABOVE"
    return (
        f"CAP: {loss} {kind}, {place}: {error.ulp:.4g} ulp at {error.case} in {error.dtype}, "
        f"which asks for {asked:.4g}; {even} the cap of {most:g}"
    )


def figures(loss: str, kind: str, found: Mapping[str, Error]) -> dict[str, float]:
    """The bounds of one kind, by place. What torch does is allowed to its compiler."""
    made = {place: min(uncapped(error), cap(loss, kind)) for place, error in found.items()}
    if "torch_compile" in made:
        made["torch_compile"] = max(made["torch_compile"], made["torch"])
    return made


def as_toml(stated: Any, found: Mapping[str, float]) -> str:
    """What was found, beside what the table has of other places; one number, if it is small or the same everywhere."""
    kept = stated if isinstance(stated, dict) else {}
    both = {**kept, **found}
    largest = max(both.values())
    if largest <= SHARED or len(set(both.values())) == 1:
        return str(largest)
    return f"{{ {', '.join(f'{place} = {both[place]}' for place in PLACES if place in both)} }}"


def rewritten(text: str, loss: str, found: Mapping[str, Mapping[str, float]]) -> str:
    """The table with the bounds of one loss, whose lines alone change; a new loss comes last."""
    stated = tomllib.loads(text).get(loss, {})
    for kind in KINDS:
        line = f"{loss}.{kind} = {as_toml(stated.get(kind), found[kind])}"
        text, there = re.subn(rf"^{loss}\.{kind} = [^#\n]*?(?= *(#|$))", line, text, flags=re.MULTILINE)
        if not there:
            text += line + "\n"
    return text
