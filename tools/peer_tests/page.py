"""The tables in docs/compat.md: how many of each peer's tests pass, and which differ on purpose."""

from __future__ import annotations

import re
from pathlib import Path

from peer_tests.comparing import Verdict
from peer_tests.differs import DIFFERS
from peer_tests.suites import SUITES

PAGE = Path(__file__).parents[2] / "docs" / "compat.md"
NUMBERS = re.compile(r"(<!-- peer tests -->\n).*?(<!-- peer tests: end -->)", re.DOTALL)
CASES = re.compile(r"(<!-- peer tests that differ -->\n).*?(<!-- peer tests that differ: end -->)", re.DOTALL)
HEAD = "| peer | version | tests | passed | differ on purpose |\n| --- | --- | --- | --- | --- |\n"


def written(text: str, verdicts: dict[str, Verdict]) -> str:
    """The page with the rows of what was run; the other rows stay."""
    found = NUMBERS.search(text)
    assert found is not None
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in found[0].splitlines()}
    for name, verdict in verdicts.items():
        suite = SUITES[name]
        numbers = f"{verdict.passed} | {len(verdict.differing)}"
        rows[name] = f"| {name} | {suite.version} | {suite.shown} | {numbers} |"
    body = HEAD + "".join(rows[name] + "\n" for name in SUITES if name in rows)
    text = NUMBERS.sub(lambda block: block[1] + body + block[2], text)
    return CASES.sub(lambda block: block[1] + cases() + block[2], text)


def cases() -> str:
    """One row for each reason."""
    lines = ["| peer | test | why |", "| --- | --- | --- |"]
    for entry in DIFFERS:
        named = ", ".join(f"`{case}`" for case in entry.cases)
        lines.append(f"| {entry.suite} | {named} | {entry.why} |")
    return "\n".join(lines) + "\n"
