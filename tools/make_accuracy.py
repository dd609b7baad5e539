"""Write the table of bounds and measured errors in docs/accuracy.md.

python tools/make_accuracy.py               measure every loss and write all rows: about half an hour
python tools/make_accuracy.py huber ctc     measure these, and keep the figures of the others
python tools/make_accuracy.py --check       exit with 1 if a loss has no row, or a bound is not that of the suite

The figures depend on the machine's libm and on the libraries' versions: only the bounds are compared.
"""

from __future__ import annotations

import argparse
import platform
import re
import sys
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import make_tables
from unilosses.definition.definition import LossSpec
from unilosses.verify import vectors
from unilosses.verify.bounds import KINDS, bound

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "accuracy.md"
BEGIN = "<!-- accuracy: written by tools/make_accuracy.py -->"
END = "<!-- accuracy: end -->"
PEERS = {"torch": "torch", "optax": "optax", "keras": "Keras"}
OWNERS = {"ours": "ours", **PEERS}
DTYPES = ("float32", "float64")
LIBRARIES = ("numpy", "torch", "jax")
VERSIONS = ("numpy", "torch", "jax", "optax", "keras")
UNMEASURED = "—"


def bounds(loss: str) -> str:
    """What is allowed, value / gradient: the least and the most over the libraries and the vectors' parameters."""
    shown = []
    for kind in KINDS:
        allowed = {
            bound(loss, kind, library, case.dtype, case.params)
            for case in vectors.load(loss).cases
            for library in LIBRARIES
            if case.options["reduction"] != "mean" and case.dtype in DTYPES
        }
        least, most = min(allowed), max(allowed)
        shown.append(f"{least:.3g}" if least == most else f"{least:.3g} to {most:.3g}")
    return " / ".join(shown)


def number(ulp: float) -> str:
    """Few characters, whatever the size."""
    if ulp < 9.95:
        return f"{ulp:.1f}".removesuffix(".0")
    if ulp < 1000:
        return f"{ulp:.0f}"
    return re.sub(r"(\.0)?e\+0*", "e", f"{ulp:.1e}") if ulp < 1e30 else ">1e30"


def cell(found: Any, dtype: str) -> str:
    """Value / gradient of one library in one dtype."""

    def shown(kind: str) -> str:
        worst = found[dtype, kind]
        parts = [] if worst.ulp is None else [number(worst.ulp)]
        return ", ".join(parts + sorted(worst.lost)) or UNMEASURED

    both = [shown(kind) for kind in ("value", "gradient")]
    return UNMEASURED if both == [UNMEASURED] * 2 else " / ".join(both)


def measured(loss: str) -> list[str]:
    """The cells after the bounds."""
    from conformance.suite import tables

    from accuracy import keras_calls, measure, optax_calls, torch_calls
    from unilosses.verify.places import Place

    found = [measure.largest([measure.ours(loss, Place(name)) for name in LIBRARIES])]
    for module, backend in ((torch_calls, "torch"), (optax_calls, "jax"), (keras_calls, "torch")):
        call = module.CALLS.get(loss)
        found.append(measure.of_peer(loss, call, Place(backend)) if call else measure.nothing())
    tables.forget()
    return [cell(f, dtype) for f in found for dtype in DTYPES]


def rows(text: str) -> dict[str, list[str]]:
    """The cells of each loss that a page has."""
    lines = re.findall(r"^\| `(\w+)` \| (.*) \|$", text, flags=re.MULTILINE)
    return {loss: cells.split(" | ") for loss, cells in lines}


def table(specs: Iterable[LossSpec], figures: dict[str, list[str]]) -> str:
    columns = [f"{owner}, {dtype}" for owner in OWNERS.values() for dtype in DTYPES]
    lines = ["| " + " | ".join(("loss", "bound", *columns)) + " |", "| --- " * (2 + len(columns)) + "|"]
    nothing = [UNMEASURED] * len(columns)
    for spec in specs:
        cells = (f"`{spec.name}`", bounds(spec.name), *figures.get(spec.name, nothing))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def remarks() -> str:
    """What the peers' columns leave out."""
    from accuracy.notes import NOTES

    return "\n".join(f"- `{loss}`, {PEERS[peer]}: {note}." for (loss, peer), note in NOTES.items())


def written(text: str, figures: dict[str, list[str]]) -> str:
    """The page with its table."""
    libraries = ", ".join(f"{name} {version(name)}" for name in VERSIONS)
    when = f"Written on {date.today()}, {platform.machine()} CPU, with {libraries}."
    parts = (when, table(make_tables.built_in(), figures), "### What the peers' columns leave out", remarks())
    before, _, rest = text.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise SystemExit(f"the page needs the markers {BEGIN} and {END}")
    return "\n\n".join((before + BEGIN, *parts, END + after))


def complaints(text: str) -> list[str]:
    """What is not as in the registry and in the suite."""
    found, specs = rows(text), make_tables.built_in()
    wrong = [f"{loss} is no loss" for loss in found.keys() - {spec.name for spec in specs}]
    for spec in specs:
        cells = found.get(spec.name)
        if cells is None:
            wrong.append(f"{spec.name} has no row")
        elif cells[0] != bounds(spec.name):
            wrong.append(f"{spec.name}: the bound is {bounds(spec.name)}, not {cells[0]}")
        elif cells[1] == UNMEASURED:
            wrong.append(f"{spec.name} is not measured")
    return wrong


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Write the table in docs/accuracy.md.")
    parser.add_argument("losses", nargs="*", metavar="loss", help="all losses, if none is named")
    parser.add_argument("--check", action="store_true", help="only say whether rows and bounds are those of the suite")
    options = parser.parse_args(arguments)
    sys.path.insert(0, str(ROOT))  # conformance is a package of the checkout, not an installed one
    text = PAGE.read_text(encoding="utf-8")
    if options.check:
        for complaint in (wrong := complaints(text)):
            print(f"{PAGE}: {complaint}; run `make generate` with LOSSES=its name", file=sys.stderr)
        return int(bool(wrong))
    names = [spec.name for spec in make_tables.built_in()]
    if unknown := set(options.losses) - set(names):
        parser.error(f"no loss is called {', '.join(sorted(unknown))}")
    figures = {loss: cells[1:] for loss, cells in rows(text).items()}
    for loss in options.losses or names:
        figures[loss] = measured(loss)
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), figures), encoding="utf-8")  # half an hour is long
        print(loss, *figures[loss], sep=" | ", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
