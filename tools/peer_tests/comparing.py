"""What the tests say beside what differs.py states."""

from __future__ import annotations

import re
from typing import NamedTuple

from peer_tests.differs import DIFFERS
from peer_tests.suites import Outcomes


class Verdict(NamedTuple):
    passed: int
    differing: list[str]  # the tests that fail, as stated
    surprises: list[str]  # one line for what is not as stated


def compare(suite: str, outcomes: Outcomes) -> Verdict:
    """A test counts if it calls one of our losses and is not skipped; one that fails counts in any case."""
    ran = {
        case: outcome["failed"]
        for case, outcome in outcomes.items()
        if outcome["failed"] or (outcome["ours"] and not outcome["skipped"])
    }
    stated = [pattern for entry in DIFFERS if entry.covers(suite) for pattern in entry.cases]
    differing, surprises = [], []
    for pattern in stated:
        found = [case for case in ran if matches(pattern, case)]
        if not found:
            surprises.append(f"{pattern} is stated, and no such test has run")
        surprises += [f"{case} is stated to differ, and passes" for case in found if not ran[case]]
    for case, failure in ran.items():
        if failure and any(matches(pattern, case) for pattern in stated):
            differing.append(case)
        elif failure:
            surprises.append(f"{case} fails:\n{_indented(failure)}")
    if not ran:
        surprises.append("no test calls a loss of ours")
    return Verdict(sum(not failure for failure in ran.values()), differing, surprises)


def matches(pattern: str, case: str) -> bool:
    """Whether a test is meant: patterns leave out the folder, and * stands for anything."""
    return re.fullmatch("(.*::|.*/)?" + re.escape(pattern).replace(r"\*", ".*"), case) is not None


def _indented(failure: str) -> str:
    return "\n".join(f"    {line}" for line in failure.splitlines()[-12:])
