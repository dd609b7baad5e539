"""The picture of `unilosses show --plot`: a loss's value above, its gradient below."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from ..definition.definition import LossSpec
from .slices import Array, curves

FORMATS = (".png", ".svg", ".pdf")
STYLES: tuple[dict[str, Any], ...] = (
    {"color": "#1f5fa8"},
    {"color": "#c4501b", "linestyle": (0, (5, 2))},
)  # told apart without colour too


def draw(spec: LossSpec, params: Mapping[str, Any], path: Path) -> None:
    """Write the picture to a file, in the format of its suffix."""
    try:
        found, caption = curves(spec, params)
    except (TypeError, ValueError) as error:  # parameters that need arrays of another shape than a picture has
        raise click.UsageError(f"{spec.name} cannot be drawn so: {error}") from None
    figure = Figure(figsize=(7.0, 6.0), layout="constrained")
    FigureCanvasAgg(figure)
    above, below = figure.subplots(2, 1, sharex=True)
    settings = ", ".join(f"{k}={v!r}" for k, v in params.items())
    figure.suptitle(f"{spec.name}({settings})" if settings else spec.name, fontweight="bold")
    for curve, style in zip(found, STYLES, strict=False):
        _line(above, curve.x, curve.value, curve.label, style)
        if curve.gradient is not None:
            _line(below, curve.x, curve.gradient, curve.label, style)
    above.set_ylabel("value")
    below.set_ylabel("gradient by x")
    below.set_xlabel(caption)
    if any(curve.gradient is None for curve in found):
        below.text(0.5, 0.5, "the loss states no gradient", transform=below.transAxes, ha="center", va="center")
    _finish(above, [curve.value for curve in found])
    _finish(below, [curve.gradient for curve in found if curve.gradient is not None])
    if any(curve.label for curve in found):
        above.legend(frameon=False)
    figure.savefig(path, dpi=150, metadata=_dateless(path))


def _line(axes: Axes, x: Array, y: Array, label: str, style: Mapping[str, Any]) -> None:
    """A curve with gaps at its jumps, and a dot where a kink has a number of its own."""
    x, y = broken(x, y)
    axes.plot(x, y, label=label, linewidth=2, **style)
    gap = np.isnan(np.concatenate([[np.nan], y, [np.nan]]))
    alone = gap[:-2] & ~gap[1:-1] & gap[2:]
    axes.plot(x[alone], y[alone], "o", markersize=5, color=style["color"])


def _finish(axes: Axes, drawn: list[Array]) -> None:
    axes.grid(visible=True, color="#d8d8d8", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.margins(x=0.02)
    numbers = np.concatenate([np.asarray(y, dtype=np.float64) for y in drawn] or [np.zeros(1)])
    numbers = numbers[np.isfinite(numbers)]
    if not numbers.size:
        return
    # A pole at the end of a domain would flatten everything else.
    low, high = np.quantile(numbers, (0.03, 0.97))
    room = 0.35 * (high - low)
    if high > low and np.ptp(numbers) > 4.0 * (high - low):
        axes.set_ylim(max(low - room, numbers.min() - 0.05 * (high - low)), high + room)


def broken(x: Array, y: Array) -> tuple[Array, Array]:
    """A curve with a gap at each jump, so that no line is drawn through what it never is."""
    if np.isfinite(y).sum() < 8:
        return x, y
    with np.errstate(invalid="ignore"):
        step = np.nan_to_num(np.abs(np.diff(y)), nan=0.0, posinf=0.0)
        # A steep slope is many long steps; a jump is over after one, or two with the number on the kink itself.
        around = np.maximum(np.roll(step, 3), np.roll(step, -3))
        jumps = np.flatnonzero((step > 0.04 * np.ptp(y[np.isfinite(y)])) & (step > 10.0 * around)) + 1
    return np.insert(x, jumps, np.nan), np.insert(y, jumps, np.nan)


def _dateless(path: Path) -> dict[str, Any]:
    """The same bytes at every run."""
    return {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}.get(path.suffix.lower(), {})
