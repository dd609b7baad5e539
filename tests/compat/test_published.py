"""The peers' own tests with our losses: those of Keras on NumPy are run here, all of them by `make peer-tests`."""

from __future__ import annotations

from typing import Any

import pytest

from peer_tests import comparing, page
from peer_tests.comparing import Verdict, compare, matches
from peer_tests.differs import DIFFERS, Differs
from peer_tests.suites import SUITES, run


def test_those_of_keras_pass_or_differ_as_stated() -> None:
    verdict = compare("keras, NumPy", run(SUITES["keras, NumPy"]))
    assert verdict.surprises == []
    text = page.PAGE.read_text(encoding="utf-8")
    assert page.written(text, {"keras, NumPy": verdict}) == text, "run python -m peer_tests --write"


def outcome(*, ours: bool = True, skipped: bool = False, failed: str = "") -> dict[str, Any]:
    return {"ours": ours, "skipped": skipped, "failed": failed}


STATED = [Differs("peer", ("Case::test_stated*",), "A reason.")]


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ({"f.py::Case::test_stated[1]": outcome(failed="E")}, Verdict(0, ["f.py::Case::test_stated[1]"], [])),
        (
            {"f.py::Case::test_stated": outcome(failed="E"), "f.py::Case::test_new": outcome(failed="line\nE")},
            Verdict(0, ["f.py::Case::test_stated"], ["f.py::Case::test_new fails:\n    line\n    E"]),
        ),
        (
            {
                "f.py::Case::test_stated": outcome(),
                "f.py::other": outcome(ours=False),
                "f.py::gone": outcome(skipped=True),
            },
            Verdict(1, [], ["f.py::Case::test_stated is stated to differ, and passes"]),
        ),
        (
            {"f.py::test_one": outcome()},
            Verdict(1, [], ["Case::test_stated* is stated, and no such test has run"]),
        ),
    ],
)
def test_a_surprise_is_what_fails_unstated_or_passes_stated(
    monkeypatch: pytest.MonkeyPatch, outcomes: dict[str, Any], expected: Verdict
) -> None:
    monkeypatch.setattr(comparing, "DIFFERS", STATED)
    assert compare("peer, of a backend", outcomes) == expected


def test_nothing_run_is_a_surprise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "DIFFERS", [])
    assert compare("peer", {"f.py::test": outcome(ours=False)}).surprises == ["no test calls a loss of ours"]


def test_a_pattern_means_whole_names() -> None:
    assert matches("test_a[x]", "folder/f.py::test_a[x]")
    assert not matches("test_a", "f.py::test_a_b")
    assert not matches("test_a", "f.py::Case::best_test_a")


def test_the_page_has_every_suite_and_every_reason() -> None:
    text = page.PAGE.read_text(encoding="utf-8")
    assert page.written(text, {}) == text, "run python -m peer_tests --write"
    numbers = page.NUMBERS.search(text)
    assert numbers is not None
    for name in SUITES:
        assert f"\n| {name} | " in numbers[0]
    for entry in DIFFERS:
        assert any(entry.covers(name) for name in SUITES)
        assert entry.why.endswith(".")
