"""A sweep as one HTML page that needs no network: a heat map in ulp, each cell of which opens its worst input."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from itertools import product
from math import isfinite
from typing import Any

from jinja2 import Environment, StrictUndefined

from .cells import DTYPES, KINDS, Cell, versions

SHORT = {"float64": "f64", "float32": "f32", "float16": "f16", "bfloat16": "bf16"}
# The steps of the colours, in ulp: exact, correctly rounded (with room for the distance's own rounding), and so on.
STEPS = (0.0, 0.501, 1.0, 2.0, 4.0, 8.0)
LABELS = ("0", "to 0.5", "to 1", "to 2", "to 4", "to 8", "over 8")


def page(cells: Sequence[Cell]) -> str:
    """The page of a sweep's cells."""
    places = list(dict.fromkeys(str(cell.place) for cell in cells))
    losses = list(dict.fromkeys(cell.loss for cell in cells))
    found = {(cell.loss, str(cell.place), cell.kind, cell.dtype): i for i, cell in enumerate(cells)}
    rows = [
        {
            "loss": loss,
            "groups": [[found.get((loss, place, *column)) for column in product(KINDS, DTYPES)] for place in places],
        }
        for loss in losses
    ]
    measured = [f"{name} {number}" for name, number in versions(cells).items()]
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((files(__package__) / "page.html.jinja").read_text(encoding="utf-8"))
    return template.render(
        rows=rows,
        places=places,
        kinds=KINDS,
        dtypes=DTYPES,
        short=SHORT,
        labels=LABELS,
        measured=measured,
        cells=[shown(cell) for cell in cells],
        breaches=sum(cell.breach for cell in cells),
    )


def shown(cell: Cell) -> dict[str, Any]:
    """A cell in the page's form: all fields are text."""
    return {
        "loss": cell.loss,
        "place": str(cell.place),
        "dtype": cell.dtype,
        "kind": cell.kind,
        "breach": cell.breach,
        "brief": brief(cell),
        "ulp": f"{cell.ulp:.4g}",
        "bound": f"{cell.bound:g}",
        "error": cell.error,
        "cases": f"{cell.cases}" if cell.cases == cell.all_cases else f"{cell.cases} of {cell.all_cases}",
        "step": "bad" if cell.breach else f"s{step(cell.ulp)}",
        "worst": cell.worst and {**vars(cell.worst), "given": [*cell.worst.given.items()]},
    }


def brief(cell: Cell) -> str:
    """The error in four characters."""
    if not isfinite(cell.ulp):
        return "error" if cell.error else "inf"
    if cell.ulp == 0.0:
        return "0"
    if cell.ulp < 0.05:
        return "<.1"
    if cell.ulp < 9.95:
        return f"{cell.ulp:.1f}"
    return f"{cell.ulp:.0f}" if cell.ulp < 9999.5 else f"{cell.ulp:.0e}".replace("e+0", "e").replace("e+", "e")


def step(ulp: float) -> int:
    """Which of the colours."""
    return sum(ulp > limit for limit in STEPS)
