"""A measurement as a picture: ours over each peer's time, at the largest size of each loss in float32."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from .page import NAMES

# Told apart without colour too.
MARKERS = ("o", "s", "^", "D", "v", "P")
COLORS = ("#1f5fa8", "#c4501b", "#3b7d3b", "#7b4fa3", "#8a6d00", "#3f7f8c")


def draw(found: Mapping[str, Any], path: Path) -> None:
    """Write the picture to a file, in the format of its suffix: a column for each library, a row for each loss."""
    rows = [row for row in _largest(found["rows"]) if row["what"] == "value"]
    libraries = [x for x in NAMES if any(row["library"] == x for row in rows)]
    losses = list(dict.fromkeys(row["loss"] for row in rows))
    figure = Figure(figsize=(4.2 * len(libraries), 1.2 + 0.34 * len(losses)), layout="constrained")
    FigureCanvasAgg(figure)
    columns = figure.subplots(1, len(libraries), sharey=True, squeeze=False)[0]
    for axes, library in zip(columns, libraries, strict=True):
        _column(axes, [row for row in rows if row["library"] == library], losses)
        axes.set_title(NAMES[library])
    columns[0].set_yticks(range(len(losses)), losses)
    columns[0].invert_yaxis()
    figure.supxlabel("time of ours / time of the peer, value alone (left of 1: ours is faster)", fontsize="medium")
    figure.savefig(path, dpi=150, metadata={"Date": None} if path.suffix == ".svg" else None)


def _largest(rows: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    most: dict[tuple[str, str], int] = {}
    some = [row for row in rows if row["dtype"] == "float32"]
    for row in some:
        key = row["library"], row["loss"]
        most[key] = max(most.get(key, 0), prod(row["shape"]))
    return [row for row in some if prod(row["shape"]) == most[row["library"], row["loss"]]]


def _column(axes: Axes, rows: list[Mapping[str, Any]], losses: list[str]) -> None:
    peers = list(dict.fromkeys(name for row in rows for name in row["calls"] if name not in ("ours", "limit")))
    axes.axvline(1.0, color="#555555", linewidth=1.0)
    for i, peer in enumerate(peers):
        points = [(row["calls"][peer]["ratio"], losses.index(row["loss"])) for row in rows if peer in row["calls"]]
        x, y = zip(*points, strict=True)
        axes.plot(x, y, MARKERS[i % 6], color=COLORS[i % 6], markersize=6, label=peer, alpha=0.85)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:g}")
    axes.xaxis.set_minor_formatter("")
    axes.grid(visible=True, axis="both", color="#d8d8d8", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, fontsize="small", loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=1)
