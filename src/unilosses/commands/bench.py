"""`unilosses bench`: how long losses take beside what a user would take instead."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from ..bench.calls import DTYPES
from ..bench.machine import machine
from ..bench.page import page
from ..bench.picture import draw
from ..bench.run import installed, measured
from ..bench.workloads import WORKLOADS

WRITABLE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command("bench")
@click.argument("losses", nargs=-1, type=click.Choice(tuple(WORKLOADS)), metavar="[LOSS]...")
@click.option("--library", "libraries", multiple=True, type=click.Choice(tuple(DTYPES)), help="Only this one.")
@click.option("--dtype", "dtypes", multiple=True, type=click.Choice(("float32", "float64", "bfloat16")))
@click.option("--largest", type=click.IntRange(min=1), help="Leave out arrays of more elements.")
@click.option("--json", "json_path", type=WRITABLE, help="Write what is found as JSON.")
@click.option("--page", "page_path", type=WRITABLE, help="Write it as a page in Markdown.")
@click.option("--picture", "picture_path", type=WRITABLE, help="Write a picture: .png, .svg or .pdf.")
@click.option(
    "--from",
    "recorded",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Measure nothing: read this JSON.",
)
def bench_command(
    losses: tuple[str, ...],
    libraries: tuple[str, ...],
    dtypes: tuple[str, ...],
    largest: int | None,
    json_path: Path | None,
    page_path: Path | None,
    picture_path: Path | None,
    recorded: Path | None,
) -> None:
    """Time losses beside the frameworks' own: the value alone and with its gradient, in every library that is there.

    Without names it takes all losses that it knows, some twenty minutes; `--largest 100000` takes a few.
    """
    if recorded is None:
        rows = _measured(list(libraries) or installed(), losses, dtypes, largest)
        found = {"date": datetime.now(UTC).date().isoformat(), "machine": machine(), "rows": rows}
    else:
        found = json.loads(recorded.read_text(encoding="utf-8"))
    if json_path:
        json_path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if picture_path:
        draw(found, picture_path)
    if page_path:
        name = picture_path.name if picture_path else None
        page_path.write_text(page(found, name), encoding="utf-8")


def _measured(
    libraries: list[str], losses: tuple[str, ...], dtypes: tuple[str, ...], largest: int | None
) -> list[dict[str, Any]]:
    """The comparisons, each shown when it is there."""
    console, rows = Console(), []
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True) as progress:
        progress.add_task("measuring", total=None)
        try:
            for row in measured(libraries, losses, dtypes, largest):
                rows.append(row)
                console.print(line(row), highlight=False, soft_wrap=True)
        except RuntimeError as error:
            raise click.ClickException(str(error)) from None
    if not rows:
        raise click.UsageError("nothing is left to measure: --largest is below the smallest size, or no dtype fits")
    return rows


def line(row: dict[str, Any]) -> str:
    """A comparison in a line."""
    calls = row["calls"]
    ratios = ", ".join(f"{x['ratio']:.2f} of {name}" for name, x in calls.items() if name != "ours")
    shape = "x".join(str(n) for n in row["shape"])
    ours = calls["ours"]["ms"]
    return f"{row['library']} {row['loss']} {shape} {row['dtype']} {row['what']}: {ours:.4g} ms; {ratios}"
