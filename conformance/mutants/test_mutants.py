"""Every seeded fault is noticed: the tests named with it fail by it, all of them, and pass without it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from conformance.suite.libraries import ABSENT

from . import KINDS, PACKAGE, ROOT, Mutant, load

MUTANTS = load()
# Libraries that are absent are named at the head of the output; what is to be noticed on them cannot be.
RUNNABLE = [m for m in MUTANTS if not any(library in test for library in ABSENT for test in m.tests)]
CHOSEN = sorted({test for mutant in RUNNABLE for test in mutant.tests})
FILES = sorted({test.partition("::")[0] for test in CHOSEN})
# A fault makes wrong numbers, or lets through what is wrong. These say that the mutant is no program.
BROKEN = ("NameError", "UnboundLocalError", "AttributeError", "ImportError", "ModuleNotFoundError", "SyntaxError")
# One server for all of them.
pytestmark = pytest.mark.xdist_group("mutants")


class Runner:
    """The server, started with the first question."""

    def __init__(self) -> None:
        # The definitions are what is changed; what tests an engine asks for it.
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "UNILOSSES_ENGINE": "reference"}
        # What a test run tells its own processes is not for the tests in there.
        for name in [n for n in environment if n.startswith("PYTEST_")]:
            del environment[name]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "conformance.mutants.server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )

    def close(self) -> None:
        self.process.communicate(timeout=60)

    def outcomes(self, tests: Sequence[str], mutant: Mutant | None = None) -> dict[str, list[str]]:
        """How each test ended, and what it said; an error if one did not run, or the mutant was not there."""
        request: dict[str, Any] = {"module": None, "tests": list(tests)}
        if mutant is not None:
            request |= {
                "module": mutant.module,
                "path": str(PACKAGE / mutant.file),
                "source": mutant.source(),
            }
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        found: dict[str, list[str]] = answer["outcomes"]
        if not answer["used"] or set(found) != set(tests):
            missing = sorted(set(tests) - set(found))
            raise RuntimeError(
                f"pytest exit {answer['exit']}, status {answer['status']}, not run: {missing}\n{answer['output']}"
            )
        return found

    def survivals(self, mutant: Mutant) -> list[str]:
        """The tests that did not notice; an error if one failed for another reason than a wrong result."""
        found = self.outcomes(mutant.tests, mutant)
        for test, (outcome, message) in found.items():
            if outcome.startswith("failed in") or message.startswith(BROKEN):
                raise RuntimeError(f"{mutant.id} does not run: {test} {outcome}: {message}")
        return [test for test, (outcome, _) in found.items() if outcome != "failed"]


@pytest.fixture(scope="session")
def runner() -> Iterator[Runner]:
    started = Runner()
    yield started
    started.close()


@pytest.mark.full  # without, the suite itself runs them all
@pytest.mark.parametrize("file", FILES)
def test_chosen_tests_pass_without_a_mutant(runner: Runner, file: str) -> None:
    tests = [test for test in CHOSEN if test.partition("::")[0] == file]
    assert {test: found for test, found in runner.outcomes(tests).items() if found[0] != "passed"} == {}


def _param(i: int, mutant: Mutant) -> Any:
    """In `make test`, all faults of the losses, and every other one of the rest."""
    few = i % 2 and not mutant.file.startswith("losses/")
    return pytest.param(mutant, id=mutant.id, marks=[pytest.mark.full] if few else [])


@pytest.mark.parametrize("mutant", [_param(i, mutant) for i, mutant in enumerate(RUNNABLE)])
def test_mutant_is_killed(runner: Runner, mutant: Mutant) -> None:
    survived = runner.survivals(mutant)
    assert survived == [], f"{mutant.file}: {mutant.old!r} made {mutant.new!r}: {mutant.why}"


# --- the mutants, and the runner itself -------------------------------------------------------------------------------


def test_there_are_mutants_of_every_kind_in_every_part() -> None:
    assert len({mutant.id for mutant in MUTANTS}) == len(MUTANTS) >= 70
    assert {mutant.kind for mutant in MUTANTS} == set(KINDS)
    parts = {mutant.file.partition("/")[0] for mutant in MUTANTS}
    single = {"gradient.py", "labels.py", "objects.py", "terms.py"}
    assert parts == {"backends", "call", "engines", "losses", "numerics"} | single
    assert all(mutant.tests and mutant.why for mutant in MUTANTS)


UNCHANGED = Mutant(
    "",
    "formula",
    "losses/regression/regression.py",
    "return e * e",
    "return e * e",
    ("conformance/reports/test_tutorial_rows.py::test_S3_squared_error_has_no_half[numpy]",),
    "",
)


def test_what_nobody_notices_is_reported(runner: Runner) -> None:
    assert runner.survivals(UNCHANGED) == list(UNCHANGED.tests)
    assert runner.survivals(replace(UNCHANGED, new="return 0.5 * e * e")) == []


def test_text_that_is_gone_or_there_twice_is_an_error(runner: Runner) -> None:
    for old in ("no such text", "import"):
        with pytest.raises(LookupError, match="the old text occurs"):
            runner.survivals(replace(UNCHANGED, old=old))


def test_a_test_that_is_not_there_is_an_error(runner: Runner) -> None:
    for test in (
        "conformance/reports/test_tutorial_rows.py::test_of_nothing",
        UNCHANGED.tests[0].replace("numpy", "nothing"),
    ):
        with pytest.raises(RuntimeError, match="not run"):
            runner.survivals(replace(UNCHANGED, tests=(test,)))


@pytest.mark.parametrize(("new", "error"), [("return nothing * e", "does not run"), ("return e *", "not run")])
def test_a_mutant_that_is_no_program_is_an_error(runner: Runner, new: str, error: str) -> None:
    with pytest.raises(RuntimeError, match=error):
        runner.survivals(replace(UNCHANGED, new=new))
