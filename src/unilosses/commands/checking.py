"""`unilosses verify` and `unilosses compare`: our losses, and other functions, against the truth."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from ..verify.places import Place, places_here
from ..verify.sweep import DTYPES, KINDS, Cell, as_data, sweep
from ..verify.vectors import losses as with_vectors
from . import arguments

NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command("verify")
@click.argument("modules", nargs=-1, metavar="[MODULE...]")
@click.option("--losses", multiple=True, metavar="NAMES", help="These alone: names with commas, or the option again.")
@click.option("--backend", "backends", multiple=True, metavar="NAMES", help="These alone: numpy, torch, jax, cupy.")
@click.option("--dtype", "dtypes", multiple=True, type=click.Choice(DTYPES), help="This alone; may be given again.")
@click.option("--html", type=NEW_FILE, metavar="FILE", help="Write a page with every error and its worst input.")
@click.option("--json", "data", type=NEW_FILE, metavar="FILE", help="Write the same as data.")
@click.option("--full", is_flag=True, help="All cases in JAX too, not those of the commonest shapes.")
@click.option("--jobs", type=click.IntRange(1), help="Processes that share the work; by default as many as 4 cores.")
def verify_command(
    modules: tuple[str, ...],
    losses: tuple[str, ...],
    backends: tuple[str, ...],
    dtypes: tuple[str, ...],
    html: Path | None,
    data: Path | None,
    full: bool,
    jobs: int | None,
) -> None:
    """Check all losses on every framework and device found here against the 50-digit truth.

    Values and gradients on the hard inputs, in every dtype. The table has the largest errors in units in the last
    place; the exit status is 1 if one of them is not allowed.

    \b
    unilosses verify my_package.losses

    checks the losses of your own that a module makes, instead: on ordinary inputs, against their kernels in 50 digits.
    """
    names = [name for module in modules for name in arguments.losses_of(module)]
    if losses or not names:
        names += [arguments.find_loss(name).name for name in _listed(losses)] or with_vectors()
    for name in names:
        if name not in with_vectors():
            _need_a_truth(name)
            jobs = 1  # another process would not know it
    for path in (html, data):
        if path is not None and not path.resolve().parent.is_dir():
            raise click.UsageError(f"{path}: there is no such folder")
    # Several processes share a GPU, and JAX would take most of its memory at once.
    os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")
    places = _places(_listed(backends), dtypes)
    console = Console(highlight=False)
    cells = _swept(names, places, jobs or (min(4, os.cpu_count() or 1) if len(names) > 4 else 1), full)
    console.print(_table(cells))
    breaches = [cell for cell in cells if cell.breach]
    for cell in breaches:
        console.print(Text(_described(cell)), soft_wrap=True)
    if html is not None:
        from ..verify.page import page

        html.write_text(page(cells), encoding="utf-8")
        click.echo(f"wrote {html}")
    if data is not None:
        data.write_text(json.dumps(as_data(cells), indent=1) + "\n", encoding="utf-8")
        click.echo(f"wrote {data}")
    if any(cell.cases < cell.all_cases for cell in cells):
        click.echo(
            "JAX compiles for every shape: it had the hard inputs of each loss's commonest shapes; --full has all"
        )
    verdict = f"{len(breaches)} not allowed" if breaches else "all within what is allowed"
    click.echo(f"{len(cells)} comparisons on {', '.join(map(str, places))}: {verdict}")
    if breaches:
        raise SystemExit(1)


def _need_a_truth(name: str) -> None:
    from ..verify.own import vectors_of

    try:
        vectors_of(arguments.find_loss(name))
    except LookupError as reason:
        raise click.UsageError(f"there are no hard inputs for {name}, and {reason.args[0]}") from None


def _listed(given: Iterable[str]) -> list[str]:
    """Names given one by one, or several with commas between."""
    return list(dict.fromkeys(name.strip() for item in given for name in item.split(",") if name.strip()))


def _places(backends: Sequence[str], dtypes: Sequence[str]) -> list[Place]:
    """What is here of the wanted backends, with the wanted dtypes."""
    here = places_here()
    known = dict.fromkeys(place.backend for place in here)
    for name in backends:
        if name not in known:
            raise click.UsageError(f"there is no backend {name!r} here; there are {', '.join(known)}")
    places = []
    for place in here:
        kept = tuple(dtype for dtype in place.dtypes if not dtypes or dtype in dtypes)
        if kept and (not backends or place.backend in backends):
            places.append(Place(place.backend, place.device, kept))
    if not places:
        raise click.UsageError(f"none of {', '.join(backends or known)} has {' or '.join(dtypes)} here")
    return places


def _swept(names: Sequence[str], places: Sequence[Place], jobs: int, full: bool) -> list[Cell]:
    """The sweep, with a bar where somebody looks at a terminal."""
    errors = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=errors,
        transient=True,
        disable=not errors.is_terminal,
    )
    with bar:
        task = bar.add_task("starting", total=None)

        def told(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=what)

        return sweep(names, places, told, jobs=jobs, full=full)


def _table(cells: Sequence[Cell]) -> Table:
    """A row for each loss; the largest error over the dtypes for each place, values and gradients."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    table.add_column("ulp", no_wrap=True)
    places = list(dict.fromkeys(cell.place for cell in cells))
    for place in places:  # three of them fit in 80 columns so
        table.add_column(f"{place.backend}\nvalue", justify="right", no_wrap=True)
        table.add_column(f"{place.device}\ngrad.", justify="right", no_wrap=True)
    largest: dict[tuple[str, Place, str], Cell] = {}
    for cell in cells:
        key = (cell.loss, cell.place, cell.kind)
        known = largest.get(key)
        if known is None or cell.worse > known.worse:
            largest[key] = cell
    for loss in dict.fromkeys(cell.loss for cell in cells):
        row = [largest.get((loss, place, kind)) for place in places for kind in KINDS]
        table.add_row(loss, *("" if cell is None else _brief(cell) for cell in row))
    return table


def _brief(cell: Cell) -> Text:
    number = f"{cell.ulp:.2f}" if cell.ulp < 999.5 else f"{cell.ulp:.0e}"
    return Text(f"{number} !", style="bold red") if cell.breach else Text(number)


def _described(cell: Cell) -> str:
    """A breach in a few lines."""
    lines = [f"! {cell.loss}, {cell.kind}, {cell.place}, {cell.dtype}: "]
    lines[0] += cell.error or f"{cell.ulp:.4g} ulp, {cell.bound:g} are allowed"
    if cell.worst is not None:
        w = cell.worst
        lines += [f"    {name} = {text}" for name, text in w.given.items()]
        if w.computed:
            lines += [f"    {w.result}: computed {w.computed}", f"    the truth is {w.truth}"]
        lines.append(f"    case {w.origin}")
    return "\n".join(lines)


@click.command("compare")
@click.argument("functions", nargs=-1, required=True, metavar="MODULE:NAME...")
@click.option("--like", required=True, metavar="LOSS", help="The loss that they should be like.")
@click.option(
    "--backend",
    "backends",
    multiple=True,
    required=True,
    metavar="NAME",
    help="Whose arrays they take: numpy, torch, jax or cupy. Once for all, or once for each.",
)
@click.option("-p", "--param", "given", multiple=True, metavar="NAME=VALUE", help="A parameter of the loss.")
@click.option("--order", metavar="NAMES", help="The loss's arrays in the functions' order, with commas: target,pred.")
@click.option("--wrt", metavar="NAMES", help="The arrays to differentiate by; the first one by default.")
@click.option("--reduction", type=click.Choice(["mean", "sum", "none"]), help="What they have to return.")
@click.option("--labels", type=click.Choice(["index", "dense"]), help="The only form of class labels that they take.")
@click.option("--dtype", "dtypes", multiple=True, type=click.Choice(DTYPES), help="By default float32 and float64.")
@click.option("--device", default="cpu", show_default=True, help="Where the arrays lie, such as cuda:0.")
@click.option("--ulp", type=click.FloatRange(0.0), help="Errors up to here are none.")
def compare_command(
    functions: tuple[str, ...],
    like: str,
    backends: tuple[str, ...],
    given: tuple[str, ...],
    order: str | None,
    wrt: str | None,
    reduction: str | None,
    labels: str | None,
    dtypes: tuple[str, ...],
    device: str,
    ulp: float | None,
) -> None:
    """Compare functions, as package.module:name, with one of our losses and with each other.

    Says how far each is from the truth, on which smallest input, and the name of the fault where it is a known one.
    The exit status is 1 if there are differences.

    \b
    unilosses compare my_package.losses:focal --like softmax_focal -p gamma=2 --backend torch
    """
    from ..verify import compare

    spec = arguments.find_loss(like)
    if len(backends) not in (1, len(functions)):
        raise click.UsageError(f"--backend is given once, or once for each of the {len(functions)} functions")
    parameters = arguments.parameters(spec, given)
    found = {path: arguments.imported(path) for path in functions}
    options: dict[str, Any] = {"device": device, "reduction": reduction, "labels": labels, "ulp": ulp}
    options |= {"order": _listed([order]) if order else None, "wrt": _listed([wrt]) if wrt else None}
    if dtypes:
        options["dtypes"] = dtypes
    each = backends * len(functions) if len(backends) == 1 else backends
    try:
        comparison = compare(found, spec.name, backend=dict(zip(functions, each, strict=True)), **options, **parameters)
    except (ImportError, TypeError, ValueError) as error:
        raise click.UsageError(str(error)) from error
    click.echo(str(comparison))
    if not comparison.ok:
        raise SystemExit(1)
