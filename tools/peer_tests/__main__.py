"""Run the peers' own loss tests with our losses in the place of theirs.

PYTHONPATH=tools python -m peer_tests                 all of them; downloads what is not installed to build/peer-tests
PYTHONPATH=tools python -m peer_tests torch optax     those of some peers
PYTHONPATH=tools python -m peer_tests --write         and write the numbers into docs/compat.md

The exit status is 1 if a test fails that differs.py does not list, if one passes that is listed, or if the page does
not have these numbers.
"""

from __future__ import annotations

import argparse
import sys

from peer_tests import page, suites
from peer_tests.comparing import Verdict, compare


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Run the peers' own loss tests with our losses in their place.")
    parser.add_argument(
        "suites", nargs="*", help=f"of {', '.join(suites.SUITES)}, or beginnings of these; default: all"
    )
    parser.add_argument("--write", action="store_true", help="write the numbers into docs/compat.md")
    given = parser.parse_args(arguments)
    named = [name for name in suites.SUITES if not given.suites or name.startswith(tuple(given.suites))]
    if not named:
        parser.error(f"there are: {', '.join(suites.SUITES)}")
    verdicts = {name: _verdict(name) for name in named}
    text = page.PAGE.read_text(encoding="utf-8")
    written = page.written(text, verdicts)
    if given.write:
        page.PAGE.write_text(written, encoding="utf-8")
    elif written != text:
        print("docs/compat.md has other numbers: run this with --write", file=sys.stderr)
    return int(any(verdict.surprises for verdict in verdicts.values()) or (written != text and not given.write))


def _verdict(name: str) -> Verdict:
    verdict = compare(name, suites.run(suites.SUITES[name]))
    print(f"{name}: {verdict.passed} passed, {len(verdict.differing)} differ as stated", flush=True)
    for line in verdict.surprises:
        print(f"  {line}")
    return verdict


if __name__ == "__main__":
    sys.exit(main())
