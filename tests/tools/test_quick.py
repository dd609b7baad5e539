"""`make quick FAMILY=...`: every family has its tests, for every loss of it, and no others."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import quick
from unilosses.definition.registry import specs

pytestmark = pytest.mark.xdist_group("quick")  # what is collected serves all

ROOT = Path(__file__).parents[2]
# What is collected once, and what is left of it for each family.
COLLECT = """
import json, sys
import pytest

class Selections:
    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items):
        from conformance import conftest
        from conformance.suite import families
        self.found = {}
        for family in families.FAMILIES:
            gone = conftest.left_out(items, family, full=False)
            self.found[family] = [item.nodeid for item in items if item not in gone]

from conformance.suite.families import FAMILIES, TESTS
selections = Selections()
code = pytest.main(["--collect-only", "-qq", "-p", "no:cacheprovider", *TESTS], plugins=[selections])
json.dump({"families": FAMILIES, "tests": selections.found}, open(sys.argv[1], "w"))
sys.exit(code)
"""
# With any parameters behind the name of the loss.
OF_EVERY_LOSS = (
    "tests/definition/test_docstrings.py::test_examples_run_as_printed[{0}]",
    "conformance/claims/test_values.py::test_value[{0}-numpy-float64]",
    "conformance/claims/test_values.py::test_gradient[{0}-numpy-float32]",
    "conformance/claims/test_values.py::test_value[{0}-torch-float32]",
    "conformance/claims/test_values.py::test_gradient[{0}-torch-bfloat16]",
    "conformance/claims/test_values.py::test_value_and_gradient_jitted[{0}-float32]",
    "conformance/claims/test_vectors.py::test_numpy_is_within_its_bounds[{0}]",
    "conformance/claims/test_policies.py::test_unknown_keyword[{0}]",
    "conformance/claims/test_transforms.py::test_gradcheck[{0}]",
)


@pytest.fixture(scope="module")
def selections(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[list[str], list[str]]]:
    """Losses and tests of every family."""
    path = tmp_path_factory.mktemp("selections") / "found.json"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    command = [sys.executable, "-c", COLLECT, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    found = json.loads(path.read_text())
    return {family: (losses, found["tests"][family]) for family, losses in found["families"].items()}


def test_every_built_in_loss_is_of_one_family(selections: dict[str, tuple[list[str], list[str]]]) -> None:
    built_in = sorted(name for name, spec in specs().items() if spec.kernel.__module__.startswith("unilosses."))
    assert sorted(loss for losses, _ in selections.values() for loss in losses) == built_in
    assert {"classification/focal", "regression/regression", "sequences/ctc"} <= selections.keys()


def test_a_family_has_the_tests_of_every_loss_of_it(selections: dict[str, tuple[list[str], list[str]]]) -> None:
    for losses, tests in selections.values():
        assert {test.format(loss) for test in OF_EVERY_LOSS for loss in losses} <= set(tests)


def test_every_family_is_compiled_but_one(selections: dict[str, tuple[list[str], list[str]]]) -> None:
    compiled = "conformance/claims/test_transforms_compilers.py::test_torch_compile["
    assert [f for f, (_, tests) in selections.items() if not any(t.startswith(compiled) for t in tests)] == [
        "sequences/ctc"
    ]


def test_a_family_has_no_tests_of_other_losses(selections: dict[str, tuple[list[str], list[str]]]) -> None:
    for losses, tests in selections.values():
        for test in (test for test in tests if "/mutants/" not in test):  # whose names are words
            named = {part for part in re.split(r"[\[\]-]", test.partition("::")[2]) if part in specs()}
            assert not named or named & set(losses), test


def test_a_change_of_a_family_runs_its_mutants(selections: dict[str, tuple[list[str], list[str]]]) -> None:
    killed = "conformance/mutants/test_mutants.py::test_mutant_is_killed[{}]"
    assert {killed.format("focal-alpha-exchanged")} <= set(selections["classification/focal"][1])
    assert {killed.format("huber-beyond-delta")} <= set(selections["regression/regression"][1])
    assert killed.format("huber-beyond-delta") not in selections["classification/focal"][1]


def test_a_family_that_there_is_not_is_an_error_that_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as error:
        quick.main(["no_such_family"])
    assert error.value.code == 2
    assert re.search(r"no_such_family.*/binary, .*/focal, .*/triplet", capsys.readouterr().err)


def test_a_loss_stands_for_its_family() -> None:
    from conformance.suite.families import file_of, find

    names = ("huber", "regression", "quantile", "regression/quantile")
    assert [find(name).removeprefix("regression/") for name in names] == [
        "regression",
        "regression",
        "quantile",
        "quantile",
    ]
    assert file_of("regression/quantile").parts[-2:] == ("regression", "quantile.py")
    with pytest.raises(ValueError, match="several families are named 'pairs': embeddings/pairs, ranking/pairs"):
        find("pairs")


def test_make_quick_asks_for_a_family() -> None:
    # A make below another make says where it enters and leaves.
    alone = {name: value for name, value in os.environ.items() if name not in ("MAKELEVEL", "MAKEFLAGS", "MFLAGS")}
    done = subprocess.run(
        ["make", "quick", "FAMILY="], capture_output=True, text=True, cwd=ROOT, check=False, env=alone
    )
    assert done.returncode != 0
    assert "make quick FAMILY=focal" in done.stderr
    assert done.stdout == ""
