"""A pytest plugin: puts our losses in a peer's place, and writes down what its tests say and which of them call ours.

The peer comes from the environment, before any test is imported: PEER, and PEER_REPORT, the file for the outcomes.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import unilosses.compat
from peer_tests import replacing

OURS = str(Path(unilosses.compat.__file__).parent)
OUTCOMES: dict[str, dict[str, Any]] = {}

getattr(replacing, os.environ["PEER"])()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is drawn for a metric of scikit-learn that is none of ours: most of its common tests."""
    others = [item for item in items if _is_drawn_for_another(item)]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item not in set(others)]


def _is_drawn_for_another(item: pytest.Item) -> bool:
    metrics = getattr(getattr(item, "module", None), "ALL_METRICS", {})
    drawn = getattr(getattr(item, "callspec", None), "params", {}).values()
    named = [metrics[value] for value in drawn if isinstance(value, str) and value in metrics]
    return bool(named) and not any(_is_ours(metric) for metric in named)


def _is_ours(metric: Any) -> bool:
    return getattr(metric, "func", metric).__module__.startswith("unilosses.")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Watch whether a test calls us: only those count."""
    called = False
    if os.environ["PEER"] == "optax":  # what another test has compiled would run without a call
        sys.modules["jax"].clear_caches()

    def watch(frame: FrameType, event: str, arg: object) -> None:
        nonlocal called
        if event == "call" and frame.f_code.co_filename.startswith(OURS):
            called = True
            sys.setprofile(None)

    sys.setprofile(watch)
    try:
        return (yield)
    finally:
        sys.setprofile(None)
        _outcome(item.nodeid)["ours"] = called


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    outcome = _outcome(report.nodeid)
    if report.skipped:
        outcome["skipped"] = True
    if report.failed:
        outcome["failed"] = str(report.longrepr)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.failed:
        _outcome(report.nodeid)["failed"] = str(report.longrepr)


def pytest_sessionfinish() -> None:
    Path(os.environ["PEER_REPORT"]).write_text(json.dumps(OUTCOMES), encoding="utf-8")


def _outcome(case: str) -> dict[str, Any]:
    return OUTCOMES.setdefault(case, {"ours": False, "skipped": False, "failed": ""})
