"""CONTRIBUTING.md, followed by the letter: a loss is two files by hand, all else is written, and all is green."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import make_loss
from unilosses.losses import CHAPTERS

pytestmark = pytest.mark.xdist_group("contributing")  # one copy serves all

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COPIED = ("src", "conformance", "tools", "tests", "docs", "README.md", "pyproject.toml", "conftest.py", "skips.toml")
LOSS = "tukey_biweight"
GENERATED = {"__pycache__", ".ruff_cache", ".mypy_cache"}
BLOCKS = dict(re.findall(r"<!-- (\S+) -->\n```python\n(.*?)```", PAGE, flags=re.DOTALL))
WRITTEN = {
    "README.md",
    "docs/accuracy.md",
    "docs/losses.md",
    "src/unilosses/__init__.pyi",
    "src/unilosses/definition/catalogue.py",
    "src/unilosses/verify/bounds.toml",
}
# What asks for the loss alone, on NumPy and torch: the rest of the suite is generated in the same way.
ASKED = (
    "tests/definition/test_docstrings.py",
    "tests/definition/test_chapters.py",
    "tests/objects",
    "tests/tools/test_stubs.py",
    "tests/verify/test_bounds.py",
    "conformance/claims/test_values.py",
    "conformance/claims/test_vectors.py",
    "conformance/claims/test_policies.py",
    "conformance/claims/test_transforms.py",
    "conformance/meta",
)
NAMED = f"({LOSS} and not jit and not JAX) or up_to_date or every_oracle or every_loss"


class Copy(NamedTuple):
    """A copy of the checkout in which the loss has been added."""

    folder: Path
    begun: list[str]  # the files that `make loss` named

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
        environment |= {"PYTHONPATH": str(self.folder / "src"), "OMP_NUM_THREADS": "1"}
        return subprocess.run(
            [sys.executable, *command], cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )

    def changed(self) -> set[str]:
        """The files that are not as in the checkout."""
        files = {p for p in self.folder.rglob("*") if p.is_file() and not GENERATED & {*p.parts}}
        names = {p.relative_to(self.folder).as_posix() for p in files}
        return {
            n for n in names if not (ROOT / n).exists() or (ROOT / n).read_bytes() != (self.folder / n).read_bytes()
        }


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Step by step as the page says."""
    folder = tmp_path_factory.mktemp("contributing")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / name, folder / name)
    # What mypy knows of the unchanged files already; without it, it takes half a minute.
    subprocess.run(["cp", "-a", str(ROOT / ".mypy_cache"), str(folder)], check=False, capture_output=True)
    ((name, chapter, family),) = re.findall(r"make loss NAME=(\w+) CHAPTER=(\w+) FAMILY=(\w+)", PAGE)
    begun = Copy(folder, []).run("tools/make_loss.py", name, chapter, family)
    assert begun.returncode == 0, begun.stderr
    copy = Copy(folder, begun.stdout.splitlines()[:-1])
    for path, block in BLOCKS.items():
        text = (folder / path).read_text(encoding="utf-8")
        start = re.search(rf"^(@loss\(.*\n)?def _?{name}\(", text, flags=re.MULTILINE)
        assert start is not None
        (folder / path).write_text(text[: start.start()] + block, encoding="utf-8")
    for command in (
        ("-m", "ruff", "check", "--fix", "--quiet", *BLOCKS),
        ("-m", "ruff", "format", "--quiet", *BLOCKS),
        ("tools/generate.py",),
    ):
        done = copy.run(*command)
        assert done.returncode == 0, done.stdout + done.stderr
    return copy


def test_a_loss_is_two_files_by_hand(added: Copy) -> None:
    assert added.begun == list(BLOCKS)
    assert len(BLOCKS) == 2
    assert added.changed() - WRITTEN - set(BLOCKS) == {f"conformance/vectors/{LOSS}.json"}
    assert added.changed() >= WRITTEN


def test_what_the_page_shows_is_formatted(added: Copy) -> None:
    for path, block in BLOCKS.items():
        assert (added.folder / path).read_text(encoding="utf-8").endswith(block)


def test_nothing_is_left_to_generate(added: Copy) -> None:
    done = added.run("tools/generate.py", "--check")
    assert done.returncode == 0, done.stderr


def test_style_and_types_hold(added: Copy) -> None:
    for command in (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy", next(iter(BLOCKS)))):
        done = added.run("-m", *command)
        assert done.returncode == 0, done.stdout


def test_the_suite_finds_the_loss_right(added: Copy) -> None:
    done = added.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", NAMED, *ASKED)
    assert done.returncode == 0, done.stdout[-5000:]
    (passed,) = re.findall(r"^(\d+) passed", done.stdout, flags=re.MULTILINE)
    assert int(passed) >= 80


def test_the_printed_formula_is_a_breach(added: Copy) -> None:
    path = added.folder / next(iter(BLOCKS))
    text = path.read_text(encoding="utf-8")
    printed = text.replace("u * (3.0 - u * (3.0 - u))", "(1.0 - (1.0 - u) * (1.0 - u) * (1.0 - u))")
    assert printed != text
    path.write_text(printed, encoding="utf-8")
    try:
        test = f"conformance/claims/test_values.py::test_value[{LOSS}-numpy-float32]"
        done = added.run("-m", "pytest", "-q", "-p", "no:cacheprovider", test)
    finally:
        path.write_text(text, encoding="utf-8")
    (shown,) = re.findall(r"^    (Breach: .*\n    .*)$", PAGE, flags=re.MULTILINE)
    assert " ".join(shown.split()) in done.stdout, done.stdout[-3000:]


def test_a_skeleton_of_each_chapter_works_and_is_unfinished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    folders = ("proofs", "suite")
    for name in folders:
        shutil.copytree(ROOT / "conformance" / name, tmp_path / "conformance" / name)
    (tmp_path / "conformance" / "__init__.py").touch()
    monkeypatch.setattr(make_loss, "ROOT", tmp_path)
    monkeypatch.setattr(make_loss, "LOSSES_AT", tmp_path / "src" / "unilosses" / "losses")
    monkeypatch.setattr(make_loss, "PROOFS_AT", tmp_path / "conformance" / "proofs")
    for chapter in CHAPTERS:
        assert make_loss.main([f"fresh_of_{chapter}", chapter, "fresh"]) == 0
    assert make_loss.main(["fresh_with_others", "classification", "multiclass"]) == 0  # whose proof is a folder
    check = """
import doctest, importlib
import numpy as np
from unilosses.definition.registry import loaded
from unilosses.losses import CHAPTERS
from conformance.suite.proofs import INPUTS, NUMBERS, ORACLES, POINTS
from conformance.suite import oracle_checks
for module in [*(f"{c}.fresh" for c in CHAPTERS), "classification.multiclass"]:
    importlib.import_module(f"unilosses.losses.{module}")
names = [name for name in loaded() if name.startswith("fresh_")]
for name in names:
    spec = loaded()[name]
    found = doctest.DocTestParser().get_doctest(spec.function.__doc__.replace("unilosses." + name, name),
                                                {name: spec.function}, name, None, None)
    assert doctest.DocTestRunner().run(found).failed == 0
    for args, params, expected in NUMBERS[name]:
        assert ORACLES[name].value(*args, **params) == expected
    for args, params in POINTS[name]:
        oracle_checks.check_gradient_is_slope(name, ORACLES[name], args, params)
    for case in INPUTS[name]("float32"):
        value = spec.function(*case.arrays, reduction="sum")
        assert np.isfinite(value)
print(len(names))
"""
    environment = os.environ | {"PYTHONPATH": f"{tmp_path / 'src'}{os.pathsep}{tmp_path}"}
    done = subprocess.run(
        [sys.executable, "-c", check], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == str(len(CHAPTERS) + 1), done.stdout + done.stderr
    written = [p for p in tmp_path.rglob("*.py") if "fresh_" in p.read_text(encoding="utf-8")]
    assert len(written) == 2 * len(CHAPTERS) + 4
    assert all("FIXME" in path.read_text(encoding="utf-8") for path in written)
    style = ["check", "--quiet", "--config", str(ROOT / "pyproject.toml"), *map(str, written)]
    done = subprocess.run([sys.executable, "-m", "ruff", *style], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("huber", "regression", "robust"), "there is a loss named 'huber' already"),
        (("mae", "regression", "robust"), "there is a loss named 'mae' already"),
        (("LogDice", "segmentation", "regions"), "names are in lower case, with underscores, such as log_dice"),
        (("log_dice", "segmentation", ""), "names are in lower case"),
        (("log_dice", "pictures", "regions"), "invalid choice: 'pictures' .*segmentation"),
    ],
)
def test_what_cannot_be_begun_is_refused(
    given: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        make_loss.main(list(given))
    assert re.search(message, capsys.readouterr().err)


def test_the_commands_of_the_page_are_targets_of_make() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([\w-]+):", makefile, flags=re.MULTILINE))
    named = set(re.findall(r"(?:`|^    )make ([\w-]+)", PAGE, flags=re.MULTILINE))
    assert {"install", "loss", "generate", "quick", "test"} <= named <= targets
