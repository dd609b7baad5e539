"""Write the skeleton of a new loss: into its family's file, and its proof into the family's proof.

python tools/make_loss.py log_dice segmentation regions    as `make loss NAME=... CHAPTER=... FAMILY=...` does

The skeleton is a squared difference, which works. Each FIXME in it says what to put in its place; `make generate` then
writes everything else, and `make lint` finds what is left of the skeleton. A family that there is not yet is begun.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Template
from typing import NamedTuple

import generated
from unilosses.definition.catalogue import LOSSES
from unilosses.losses import CHAPTERS

ROOT = Path(__file__).parents[1]
SKELETONS = Path(__file__).parent / "skeletons"
LOSSES_AT, PROOFS_AT = ROOT / "src" / "unilosses" / "losses", ROOT / "conformance" / "proofs"


class Form(NamedTuple):
    """How the losses of a chapter look."""

    skeleton: str
    domain: dict[str, str]  # its arrays, each with its kind
    like: str  # a loss that there is


FORMS = {
    "regression": Form("elementwise", {"pred": "REAL", "target": "REAL"}, "squared_error"),
    "classification": Form("elementwise", {"probs": "UNIT", "target": "BinaryLabels()"}, "brier"),
    "distributions": Form("elementwise", {"pred": "REAL", "target": "REAL"}, "gaussian_nll"),
    "embeddings": Form("rowwise", {"anchor": "REAL", "other": "REAL"}, "contrastive"),
    "ranking": Form("rowwise", {"scores": "REAL", "relevance": "REAL"}, "softmax_ranking"),
    "segmentation": Form("rowwise", {"probs": "UNIT", "target": "UNIT"}, "dice"),
    "sequences": Form("rowwise", {"logits": "REAL", "target": "REAL"}, "ctc"),
    "penalties": Form("penalty", {"params": "REAL"}, "l2_penalty"),
}

LOSS_FILE = '"""FIXME The family in a line, a heading in the tables."""\n\nfrom __future__ import annotations\n'
PROOF_FILE = '"""FIXME What is special about these losses, as formulas and as data."""\n'
TABLES = "ORACLES, INPUTS, POINTS, NUMBERS = {}, {}, {}, {}\n"


class Piece(NamedTuple):
    """A part of a skeleton: for one place in one file."""

    imports: list[str]  # one name each
    text: str


def pieces(name: str, form: Form) -> dict[str, Piece]:
    """The parts of a skeleton: loss, oracle, inputs, known."""
    arrays = list(form.domain)
    named = {
        "name": name,
        "title": name.replace("_", " ").capitalize(),
        "domain": ", ".join(f"{k}={v}" for k, v in form.domain.items()),
        "kinds": f"from ...definition.kinds import Domain, {', '.join(form.domain.values()).replace('()', '')}",
        "signature": ", ".join(f"{k}: Array" for k in arrays),
        "arrays": ", ".join(arrays),
        "first": arrays[0],
        "second": arrays[-1],
        "like": form.like,
    }
    text = Template((SKELETONS / f"{form.skeleton}.txt").read_text(encoding="utf-8")).substitute(named)
    found = {}
    for part in text.split("=== ")[1:]:
        title, _, rest = part.partition("\n")
        above, _, below = rest.partition("\n\n")
        found[title] = Piece(list(one_by_one(above)), f"\n{below.rstrip()}\n")
    return found


def one_by_one(imports: str) -> Iterator[str]:
    """The same imports, a statement for each name."""
    for line in imports.splitlines():
        before, found, names = line.partition(" import ")
        yield from (f"{before} import {name}" for name in names.split(", ")) if found else (line,)


def write(path: Path, beginning: str, text: str, imports: Iterable[str]) -> None:
    """Add the text to a file, which may be a new one, and what it has to import."""
    found = path.read_text(encoding="utf-8") if path.exists() else beginning
    path.write_text(generated.tidied(with_imports(found.rstrip("\n") + "\n" + text, imports), path), encoding="utf-8")
    print(path.relative_to(ROOT))


def with_imports(text: str, lines: Iterable[str]) -> str:
    """The text with these imports above its first definition, but for names that it imports already."""
    body = ast.parse(text).body
    importing = [node for node in body if isinstance(node, ast.ImportFrom | ast.Import)]
    there = {alias.asname or alias.name for node in importing for alias in node.names}
    missing = "".join(f"{line}\n" for line in lines if line.split()[-1] not in there)
    last = importing[-1].end_lineno if importing else body[0].end_lineno  # behind the docstring, if there is no other
    kept = text.splitlines(keepends=True)
    return "".join([*kept[:last], missing, *kept[last:]])


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make loss", description="Write the skeleton of a new loss and of its proof.")
    parser.add_argument("name", metavar="NAME", help="as in `huber`")
    parser.add_argument("chapter", metavar="CHAPTER", choices=CHAPTERS, help=", ".join(CHAPTERS))
    parser.add_argument("family", metavar="FAMILY", help="a file of the chapter, which may be a new one")
    given = parser.parse_args(arguments)
    for word in (given.name, given.family):
        if not word.isidentifier() or word != word.lower():
            parser.error(f"names are in lower case, with underscores, such as log_dice; got {word!r}")
    if given.name in {*LOSSES, *(alias for entry in LOSSES.values() for alias in entry.aliases)}:
        parser.error(f"there is a loss named {given.name!r} already")
    form = FORMS[given.chapter]
    loss, *proof = pieces(given.name, form).items()
    write(LOSSES_AT / given.chapter / f"{given.family}.py", LOSS_FILE, loss[1].text, loss[1].imports)
    path = PROOFS_AT / given.chapter / given.family
    if path.is_dir():
        for title, piece in proof:
            deeper = [line.replace("from ..", "from ...", 1) for line in piece.imports]
            write(path / f"{title}.py", "", piece.text, deeper)
    else:
        heading = f"\n\n# --- {given.name} ".ljust(122, "-") + "\n"
        imports = [line for _, piece in proof for line in piece.imports]
        text = heading + "".join(piece.text for _, piece in proof)
        write(path.with_suffix(".py"), PROOF_FILE + TABLES, text, imports)
    print(f"Replace what is marked FIXME in these, then: make generate, and make quick FAMILY={given.family}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
