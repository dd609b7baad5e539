"""The page on the architecture: the tree that it draws is the tree that there is, and options are where they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from unilosses.definition.options import ROWS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
# Rooms of which the tree names every module.
OPEN = ("src/unilosses", "src/unilosses/definition", "src/unilosses/call", "src/unilosses/losses")


def drawn() -> Iterator[str]:
    """The paths of the tree, from its indentation."""
    (tree,) = re.findall(r"^## The tree\n\n```\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    above: list[str] = []
    for line in tree.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        above[depth:] = [line.split()[0].rstrip("/")]
        yield "/".join(above)


def test_what_is_drawn_exists() -> None:
    paths = list(drawn())
    assert len(paths) >= 30
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_rooms_are_drawn_whole() -> None:
    shown = set(drawn())
    for room in OPEN:
        inside = {p for p in (ROOT / room).iterdir() if p.suffix == ".py" or (p.is_dir() and any(p.glob("*.py")))}
        names = {p.relative_to(ROOT).as_posix() for p in inside if room == OPEN[0] or p.name != "__init__.py"}
        assert names - shown == set(), room


def test_options_are_applied_where_their_rows_say() -> None:
    assert len(ROWS) >= 7
    for name, row in ROWS.items():
        text = (ROOT / "src" / "unilosses" / "call" / f"{row.applied}.py").read_text(encoding="utf-8")
        assert re.search(rf"options\.{name}\b", text), (name, row.applied)
