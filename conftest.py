"""Skips stand in `skips.toml`, each with its reason: what is skipped without a line there, fails. They are counted."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

FILE = Path(__file__).with_name("skips.toml")


@dataclass(frozen=True)
class Need:
    """What may be missing, the tests that need it, and what is said when they are skipped."""

    reason: str
    tests: tuple[str, ...]
    modules: tuple[str, ...] = ()  # each can be imported
    programs: tuple[str, ...] = ()  # one of them is on the path
    machines: tuple[str, ...] = ()  # the processor is one of them

    def is_met(self) -> bool:
        return (
            all(importlib.util.find_spec(name) for name in self.modules)
            and (not self.programs or any(map(shutil.which, self.programs)))
            and (not self.machines or platform.machine() in self.machines)
        )

    def concerns(self, node: str) -> bool:
        return any(fnmatchcase(node, test.replace("[", "[[]")) for test in self.tests)


def needs() -> list[Need]:
    """The lines of the file."""
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))["need"]
    return [Need(**{k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}) for entry in entries]


UNMET = [need for need in needs() if not need.is_met()]
STATED = pytest.StashKey[str]()


def _skip(item: pytest.Item, node: str) -> None:
    """Skip a test if something that it needs is missing. Parameters count: `file.py::test[parameters]`."""
    reason = next((need.reason for need in UNMET if need.concerns(node)), None)
    if reason is not None:
        item.stash[STATED] = reason
        item.add_marker(pytest.mark.skip(reason=reason))


class NotImported(pytest.File):
    """A file of tests that cannot be imported: all of it is one test, which is skipped."""

    def collect(self) -> Iterator[pytest.Item]:
        item: pytest.Item = WholeFile.from_parent(self, name="the whole file")
        _skip(item, self.nodeid)
        yield item


class WholeFile(pytest.Item):
    def runtest(self) -> None:
        raise NotImplementedError("it is skipped")

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, self.name


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    node = module_path.relative_to(parent.config.rootpath).as_posix()
    if any(need.concerns(node) for need in UNMET):
        file: pytest.Collector = NotImported.from_parent(parent, path=module_path)
        return file
    return None


def pytest_itemcollected(item: pytest.Item) -> None:
    if UNMET and not isinstance(item, WholeFile):
        _skip(item, item.nodeid)


# --- programs that tests compile ---


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """They are kept in a folder of the run, which its processes share; a test that looks into one has its own."""
    if "UNILOSSES_CACHE_DIR" not in os.environ:
        folder = tempfile.TemporaryDirectory(prefix="unilosses-")
        os.environ["UNILOSSES_CACHE_DIR"] = folder.name
        config.add_cleanup(folder.cleanup)


# --- no other skips ---------------------------------------------------------------------------------------------------

UNSTATED = "skipped, and skips.toml has no line for it"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.skipped and STATED not in item.stash:
        vars(report).pop("wasxfail", None)  # an expected failure would not count as one
        report.outcome, report.longrepr = "failed", f"{item.nodeid}: {UNSTATED}: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    report = yield
    if report.skipped:
        report.outcome, report.longrepr = "failed", f"{collector.nodeid}: {UNSTATED}: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    # `longrepr` of a skip is its file, its line, and its reason.
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in skipped)
    each = f" ({'; '.join(f'{count} {reason}' for reason, count in reasons.most_common())})" if reasons else ""
    terminalreporter.write_line(f"skipped: {len(skipped)}{each}")
