"""Write the tables of losses, with their names elsewhere: the one in README.md, and the whole of docs/losses.md.

python tools/make_tables.py            write them between their markers
python tools/make_tables.py --check    exit with 1 if they are not what would be written
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import generated
from unilosses.compat.peers import LIBRARIES, peers_of
from unilosses.definition.definition import LossSpec
from unilosses.definition.registry import specs

ROOT = Path(__file__).parents[1]
README, PAGE = ROOT / "README.md", ROOT / "docs" / "losses.md"
BEGIN = "<!-- losses: written by tools/make_tables.py -->"
END = "<!-- losses: end -->"
IN_README = ("torch", "keras", "optax", "tf")


def built_in() -> list[LossSpec]:
    """The losses by chapter and family, in the order of reading."""
    return [spec for spec in specs().values() if spec.kernel.__module__.startswith("unilosses.losses.")]


def cells(spec: LossSpec, peers: Iterable[str]) -> Iterator[str]:
    """The function with its aliases, the class, and each peer's name for it."""
    aliases = ", ".join(f"`{alias}`" for alias in spec.aliases)
    yield f"`{spec.name}`" + (f" ({aliases})" if aliases else "")
    yield f"`{spec.class_name}`"
    names = peers_of(spec.name)
    for peer in peers:
        yield names.get(peer, "").replace("|", "\\|")


def table(losses: Iterable[LossSpec], peers: Sequence[str]) -> str:
    rows = [["function", "class", *(LIBRARIES[p] for p in peers)], ["---"] * (2 + len(peers))]
    rows += [list(cells(spec, peers)) for spec in losses]
    return "\n".join(f"| {' | '.join(row)} |".replace("|  |", "| |").replace("|  |", "| |") for row in rows)


def chapters() -> str:
    """One table for each family, in chapters: under the first lines of their modules."""
    text = []
    for chapter, of_chapter in groupby(built_in(), key=lambda spec: spec.kernel.__module__.rpartition(".")[0]):
        text.append(f"## {title(chapter)}")
        for family, losses in groupby(of_chapter, key=lambda spec: spec.kernel.__module__):
            text.append(f"### {title(family)}\n\n{table(losses, list(LIBRARIES))}")
    return "\n\n".join(text)


def title(module: str) -> str:
    return (sys.modules[module].__doc__ or "").partition("\n")[0].rstrip(".")


def written(text: str, content: str) -> str:
    """A page's text with the content between its markers."""
    before, found_begin, rest = text.partition(BEGIN)
    _, found_end, after = rest.partition(END)
    if not (found_begin and found_end):
        raise SystemExit(f"the page needs the markers {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{content}\n{END}{after}"


def main(arguments: list[str] | None = None) -> int:
    readme = generated.main(README, lambda text: written(text, table(built_in(), IN_README)), arguments)
    return readme | generated.main(PAGE, lambda text: written(text, chapters()), arguments)


if __name__ == "__main__":
    sys.exit(main())
