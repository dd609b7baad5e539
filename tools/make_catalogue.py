"""Write `src/unilosses/definition/catalogue.py`: which losses there are, and where, in the order of reading.

    python tools/make_catalogue.py            write the file
    python tools/make_catalogue.py --check    exit with 1 if it is not what would be written

The order is that of the chapters, of the families in each, and of the losses in a family's file.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import generated
from unilosses import losses
from unilosses.definition.definition import LossSpec
from unilosses.definition.registry import loaded

CATALOGUE = Path(__file__).parents[1] / "src" / "unilosses" / "definition" / "catalogue.py"

TEXT = '''\
"""Which losses there are, and where: chapters, families and losses in the order of reading.

Written by tools/make_catalogue.py from the files of `unilosses/losses`: `make generate` writes it anew.
"""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """Where a loss is, and what else it is called."""

    module: str  # within unilosses.losses
    class_name: str
    aliases: tuple[str, ...]


LOSSES = {{
{rows}
}}
'''


def families() -> Iterator[str]:
    """The modules of losses, within unilosses.losses: as their chapters name them, the others after these."""
    for chapter in losses.CHAPTERS:
        named = import_module(f"{losses.__name__}.{chapter}").FAMILIES
        found = {path.stem for path in (Path(losses.__file__).parent / chapter).glob("*.py")} - {"__init__"}
        if missing := set(named) - found:
            raise SystemExit(f"the chapter {chapter} names families without a file: {', '.join(sorted(missing))}")
        yield from (f"{chapter}.{family}" for family in (*named, *sorted(found - set(named))))


def entries() -> Iterator[tuple[str, LossSpec]]:
    """Each loss after its module, in order."""
    for module in families():
        name = import_module(f"{losses.__name__}.{module}").__name__
        own = [spec for spec in loaded().values() if spec.kernel.__module__ == name]
        yield from ((module, spec) for spec in sorted(own, key=lambda spec: spec.kernel.__code__.co_firstlineno))


def catalogue() -> str:
    rows, chapter = [], ""
    for module, spec in entries():
        if chapter != (chapter := module.partition(".")[0]):
            rows.append(f"    # {chapter}")
        aliases = ", ".join(f'"{alias}"' for alias in spec.aliases) + "," * (len(spec.aliases) == 1)
        rows.append(f'    "{spec.name}": Entry("{module}", "{spec.class_name}", ({aliases})),')
    return generated.formatted(TEXT.format(rows="\n".join(rows)), "definition/catalogue.py")


def main(arguments: list[str] | None = None) -> int:
    return generated.main(CATALOGUE, lambda _: catalogue(), arguments)


if __name__ == "__main__":
    sys.exit(main())
