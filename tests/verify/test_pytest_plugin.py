"""The pytest plugin, in pytest runs of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from fresh_process import SOURCE, printed_by

ROOT = Path(__file__).parents[2]

MODULE = """
import numpy as np
import pytest

pytestmark = pytest.mark.unilosses("absolute_error")


def mine(pred, target):
    return np.abs(pred - target)


def test_right(assert_conforms):
    assert_conforms(mine)


@pytest.mark.unilosses(like="squared_error", dtypes=("float64",))
def test_wrong(assert_conforms):
    assert_conforms(lambda pred, target: 0.5 * (pred - target) ** 2)


def test_keywords_win(assert_conforms):
    assert_conforms(lambda target, pred: (pred - target) ** 2, like="squared_error", order=("target", "pred"))


@pytest.mark.unilosses("huber", "torch")
def test_misuse(assert_conforms):
    raise AssertionError("not reached")
"""


def run_pytest(folder: Path, *options: str) -> str:
    """The output of pytest in a folder, with this plugin and no other."""
    environment = os.environ | {"PYTHONPATH": str(SOURCE), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-m", "pytest", "-p", "unilosses_pytest", "-p", "no:cacheprovider", "--strict-markers"]
    done = subprocess.run(
        [*command, *options], cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    return done.stdout + done.stderr


def test_fixture_and_marker(tmp_path: Path) -> None:
    (tmp_path / "test_mine.py").write_text(MODULE, encoding="utf-8")
    out = run_pytest(tmp_path, "-v")
    for name, outcome in {"right": "PASSED", "wrong": "FAILED", "keywords_win": "PASSED", "misuse": "ERROR"}.items():
        assert f"test_mine.py::test_{name} {outcome}" in out, out
    assert "pattern: another factor (a factor 1/2 too many)" in out
    assert "the marker unilosses takes one argument" in out
    assert "def check" not in out  # the traceback ends in the test


def test_the_marker_is_described(tmp_path: Path) -> None:
    assert "@pytest.mark.unilosses(like, **keywords): " in run_pytest(tmp_path, "--markers")


def test_nothing_is_imported_until_it_is_used() -> None:
    printed = printed_by(
        "import sys, pytest; before = set(sys.modules); import unilosses_pytest; "
        "print(sorted(set(sys.modules) - before), 'numpy' in sys.modules)"
    )
    assert printed == "['unilosses_pytest'] False"


def test_it_is_an_entry_point_of_pytest() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["entry-points"]["pytest11"] == {"unilosses": "unilosses_pytest"}
    assert "src/unilosses_pytest" in project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
