"""`unilosses list` and `unilosses show`: which losses there are, and what each one is."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..call.docstring import sections
from ..compat.peers import LIBRARIES, peers_of
from ..definition.definition import LossSpec
from ..definition.options import EVERY, ROWS
from ..definition.registry import specs
from . import arguments


@click.command("list")
@click.argument("words", nargs=-1)
def list_command(words: tuple[str, ...]) -> None:
    """List the losses in families, or those that all WORDS fit: in name, alias, summary or another library's name."""
    console = Console(highlight=False)
    found = [spec for spec in specs().values() if all(word.lower() in _searched(spec) for word in words)]
    if not found:
        raise click.UsageError(f"no loss has {' and '.join(words)} in its names or its summary")
    for module, family in groupby(found, key=lambda spec: spec.kernel.__module__):
        title = (sys.modules[module].__doc__ or module).partition("\n")[0].rstrip(".")
        console.print(Text(title, style="bold"))
        rows = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
        rows.add_column(no_wrap=True, style="cyan", width=max(len(spec.name) for spec in found))
        rows.add_column(ratio=1)
        for spec in family:
            also = f" Also {', '.join(spec.aliases)}." if spec.aliases else ""
            rows.add_row(Text(spec.name), Text(summary(spec) + also))
        console.print(Padding(rows, (0, 0, 1, 2), expand=False))


def _searched(spec: LossSpec) -> str:
    return " ".join((spec.name, *spec.aliases, spec.class_name, summary(spec), *peers_of(spec.name).values())).lower()


def summary(spec: LossSpec) -> str:
    return (spec.kernel.__doc__ or "").partition("\n")[0]


def section(spec: LossSpec, title: str) -> str:
    """The body of a section of a loss's docstring, at the left edge; empty where there is no such section."""
    return sections(spec.function.__doc__ or "").get(title, "")


@click.command("show")
@click.argument("name")
@click.option(
    "--plot",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    metavar="FILE",
    help="Draw value and gradient over the first argument into this file: .png, .svg or .pdf.",
)
@click.option("-p", "--param", "given", multiple=True, metavar="NAME=VALUE", help="A parameter for the picture.")
def show_command(name: str, plot: Path | None, given: tuple[str, ...]) -> None:
    """Show the loss NAME (a function, an alias or a class): formula, arguments, names elsewhere; or draw it."""
    spec = arguments.find_loss(name)
    chosen = arguments.parameters(spec, given)
    if plot is None:
        if given:
            raise click.UsageError("-p is for --plot: it says with which parameters to draw")
        describe(spec, Console(highlight=False))
        return
    from .plot import FORMATS, draw

    if plot.suffix.lower() not in FORMATS:
        raise click.UsageError(f"a picture is one of {', '.join(FORMATS)}; got {plot.name!r}")
    describe(spec, Console(highlight=False))
    draw(spec, chosen, plot)
    click.echo(f"wrote {plot}")


def describe(spec: LossSpec, console: Console) -> None:
    """Everything that a user of the loss needs, short of its docstring's remarks."""
    also = f", also {', '.join(spec.aliases)}" if spec.aliases else ""
    console.print(Text.assemble((spec.name, "bold cyan"), f"{also}; class {spec.class_name}"))
    console.print(Text(summary(spec)), "")
    _print_section(console, "Formula", section(spec, "Formula"))
    console.print(Text("Arguments", style="bold"))
    console.print(Padding(_arguments(spec), (0, 0, 1, 2), expand=False))
    for title in ("Shapes", "Domain", "Subgradient"):
        _print_section(console, title, section(spec, title))
    peers = peers_of(spec.name)
    if peers:
        console.print(Text("Elsewhere", style="bold"))
        rows = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
        for library, peer in peers.items():
            rows.add_row(Text(LIBRARIES[library]), Text(peer))
        console.print(Padding(rows, (0, 0, 1, 2), expand=False))
    _print_section(console, "Source", section(spec, "Source"))


def _print_section(console: Console, title: str, body: str) -> None:
    if body:
        console.print(Text(title, style="bold"))
        console.print(Padding(Text(body), (0, 0, 1, 2), expand=False))


def _arguments(spec: LossSpec) -> Table:
    rows = Table(box=box.SIMPLE_HEAD, padding=(0, 2, 0, 0), pad_edge=False, show_edge=False)
    rows.add_column("name", style="cyan", no_wrap=True)
    rows.add_column("default", no_wrap=True)
    rows.add_column("may be")
    for name in spec.arrays:
        rows.add_row(name, "", Text(_domain(spec, name)))
    for name, default in spec.params.items():
        rows.add_row(name, Text(repr(default)), Text(_domain(spec, name)))
    for name, default in spec.options.items():
        rows.add_row(name, Text(repr(default)), Text(ROWS[name].words))
    every = [name for name in EVERY if name not in spec.options]
    rows.add_row("", "", Text(f"and {', '.join(every)}, as every loss"))
    return rows


def _domain(spec: LossSpec, name: str) -> str:
    """The domain in words: an interval is of numbers."""
    text = str(spec.domain[name])
    if not text.startswith(("(", "[")):
        return text
    return "real numbers" if text == "(-inf, inf)" else f"numbers in {text}"
