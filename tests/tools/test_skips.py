"""What is skipped stands in skips.toml, with its reason: nowhere else, and nothing that is not there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(path for folder in ("tests", "conformance") for path in (ROOT / folder).rglob("*.py"))
NEEDS = tomllib.loads((ROOT / "skips.toml").read_text(encoding="utf-8"))["need"]

MODULE = """
import pytest

def test_passes():
    pass

def test_stated():
    raise AssertionError

@pytest.mark.parametrize("size", [1, 2])
def test_half_stated(size):
    assert size == 1
"""
STATED = """
[[need]]
reason = "nothing of that name"
modules = ["no_such_module"]
tests = ["test_whole_*.py", "test_parts.py::test_stated", "test_parts.py::test_half_stated[2]"]

[[need]]
reason = "no such program"
programs = ["no-such-program", "nor-this"]
tests = ["test_program.py"]

[[need]]
reason = "this is there"
modules = ["pytest"]
programs = ["no-such-program", "sh"]
tests = ["test_parts.py::test_passes"]
"""


def run(folder: Path, *options: str, **modules: str) -> tuple[int, str]:
    """pytest on these modules, with the hooks of this checkout and skips of their own."""
    shutil.copy(ROOT / "conftest.py", folder)
    (folder / "skips.toml").write_text(STATED)
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-rA",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        *options,
        str(folder),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=folder)
    return done.returncode, done.stdout + done.stderr


def test_what_is_stated_is_skipped_and_counted(tmp_path: Path) -> None:
    """A whole file is not imported, and counts as one."""
    absent = "import no_such_module"
    code, printed = run(tmp_path, test_parts=MODULE, test_whole_file=absent, test_program=absent)
    assert code == 0, printed
    assert "2 passed, 4 skipped" in printed
    assert "skipped: 4 (3 nothing of that name; 1 no such program)" in printed


UNSTATED = {
    "test_module": "import pytest\npytest.skip('any reason', allow_module_level=True)",
    "test_import": "import pytest\npytest.importorskip('no_such_module')",
    "test_call": "import pytest\ndef test():\n    pytest.skip('any reason')",
    "test_fixture": "import pytest\n@pytest.fixture\ndef it():\n    pytest.skip()\ndef test(it):\n    pass",
    "test_mark": "import pytest\n@pytest.mark.skip(reason='any reason')\ndef test():\n    pass",
    "test_expected": "import pytest\n@pytest.mark.xfail\ndef test():\n    assert False",
    "test_nothing": "import pytest\n@pytest.mark.parametrize('x', [])\ndef test(x):\n    pass",
    "test_class": "import unittest as u\nclass Test(u.TestCase):\n    def test(self):\n        raise u.SkipTest",
}


def test_what_is_not_stated_fails(tmp_path: Path) -> None:
    code, printed = run(tmp_path, "--continue-on-collection-errors", **UNSTATED)
    assert code == 1
    assert "3 failed, 5 errors" in printed
    for name in UNSTATED:
        assert re.search(rf"^{name}\.py.*: skipped, and skips.toml has no line for it", printed, re.MULTILINE), printed


def test_no_test_skips_by_itself() -> None:
    word = re.compile(r"pytest\.skip|importorskip|mark\.skip|mark\.xfail|pytest\.xfail|SkipTest")
    others = [path for path in FILES if path != Path(__file__)]
    assert [path for path in others if word.search(path.read_text(encoding="utf-8"))] == []


def test_every_line_has_a_reason_and_something_that_can_be_missing() -> None:
    reasons = [need["reason"] for need in NEEDS]
    assert len(set(reasons)) == len(reasons)
    for need in NEEDS:
        assert need["reason"]
        assert len(need.keys() - {"reason", "tests"}) == 1
        assert need["tests"]


@pytest.mark.parametrize("test", sorted({test for need in NEEDS for test in need["tests"]}))
def test_every_test_that_is_named_is_there(test: str) -> None:
    file, _, function = test.partition("::")
    files = [path for path in FILES if fnmatchcase(path.relative_to(ROOT).as_posix(), file)]
    assert files, file
    names = {name for path in files for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)}
    assert any(fnmatchcase(name, function.partition("[")[0] or "*") for name in names), function
