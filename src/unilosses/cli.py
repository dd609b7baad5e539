"""The command `unilosses`, and what it says where the packages that it needs are absent."""

from __future__ import annotations

import importlib.util
import sys

# import names, all of the extra `cli`
NEEDED = ("click", "jinja2", "matplotlib", "rich")


def main() -> None:
    """Run the command line; it exits with 0, with 1 where something checked is wrong, or with 2 for wrong usage."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        print(
            f"The command line of unilosses needs {', '.join(missing)}: pip install 'unilosses[cli]'", file=sys.stderr
        )
        raise SystemExit(2)
    from .commands import unilosses

    unilosses(prog_name="unilosses")
