"""Write the tables of differences in docs/compat.md from `DIFFERENCES` of each module of unilosses.compat.

python tools/make_differences.py            write them between their markers
python tools/make_differences.py --check    exit with 1 if they are not what would be written

A module's table stands between `<!-- differences: torch -->` and the next `<!-- differences: end -->`.
"""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path

import generated

PAGE = Path(__file__).parents[1] / "docs" / "compat.md"
BLOCK = re.compile(r"(<!-- differences: (\w+) -->\n).*?(<!-- differences: end -->)", re.DOTALL)


def table(module: str) -> str:
    """One row for each statement, under the functions' names."""
    differences = import_module(f"unilosses.compat.{module}").DIFFERENCES
    rows = ["| function | what differs |", "| --- | --- |"]
    for name, statements in differences.items():
        shown = "all" if name == "*" else f"`{name}`"
        for statement in statements:
            escaped = statement.replace("|", "\\|")
            rows.append(f"| {shown} | {escaped} |")
            shown = ""
    return "\n".join(rows).replace("|  |", "| |")


def written(text: str) -> str:
    """The page with every table as it should be."""
    return BLOCK.sub(lambda found: f"{found[1]}{table(found[2])}\n{found[3]}", text)


def main(arguments: list[str] | None = None) -> int:
    return generated.main(PAGE, written, arguments)


if __name__ == "__main__":
    sys.exit(main())
