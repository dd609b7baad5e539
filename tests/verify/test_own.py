"""Losses of one's own against their kernels in 50 digits: no oracle is needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from click.testing import CliRunner, Result

import unilosses
from unilosses import REAL, ClassLabels, Domain, verify
from unilosses.commands import unilosses as command
from unilosses.verify import exact, own
from unilosses.verify.places import Place
from unilosses.verify.sweep import sweep


@pytest.fixture(scope="module")
def log_square() -> Any:
    """log(1 + e^2), as it should not be written."""

    @unilosses.loss(Domain(pred=REAL, target=REAL))
    def log_square_of_tests(xp: Any, pred: Any, target: Any) -> Any:
        return xp.log(1.0 + (pred - target) ** 2)

    return log_square_of_tests


@pytest.fixture(scope="module")
def looking() -> Any:
    """A loss that has no graph."""

    @unilosses.loss(Domain(pred=REAL, target=REAL))
    def looking_of_tests(xp: Any, pred: Any, target: Any) -> Any:
        return pred - target if float(xp.sum(pred)) > -np.inf else target

    @looking_of_tests.partials
    def _(xp: Any, pred: Any, target: Any) -> Any:
        return xp.ones_like(pred), -xp.ones_like(pred)

    return looking_of_tests


def stable(pred: Any, target: Any) -> Any:
    return np.log1p((pred - target) ** 2)


def slope(pred: Any, target: Any) -> Any:
    e = pred - target
    return 2.0 * e / (1.0 + e * e)


def test_a_good_formula_conforms_to_a_bad_one(log_square: Any) -> None:
    """What the kernel means counts, not what it computes."""
    verify.assert_conforms((stable, slope), like=log_square)


def test_a_kernel_that_loses_digits_does_not_conform_to_itself(log_square: Any) -> None:
    found = verify.compare({"numpy": log_square}, like=log_square, dtypes=("float64",))
    (finding,) = found.findings
    assert (finding.function, finding.kind, finding.pattern) == ("numpy", "value", None)
    assert abs(finding.inputs["pred"][0] - finding.inputs["target"][0]) < 0.1


def test_frameworks_are_compared_with_it(log_square: Any) -> None:
    verify.assert_conforms(lambda pred, target: torch.log1p((pred - target) ** 2), like=log_square, backend="torch")
    with pytest.raises(AssertionError, match="a factor 1/2"):
        verify.assert_conforms(
            lambda pred, target: torch.log1p((pred - target) ** 2) / 2, like=log_square, backend="torch"
        )


def test_without_a_graph_the_truth_is_the_loss_in_float64(looking: Any) -> None:
    verify.assert_conforms(lambda pred, target: pred - target, like=looking)
    with pytest.raises(LookupError, match="there is no graph of looking_of_tests: the kernel looks at data"):
        exact.in_digits(looking.spec, [np.zeros(2), np.zeros(2)], {}, (0,))


def test_without_mpmath_too(log_square: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(LookupError, match="pip install mpmath"):
        exact.in_digits(log_square.spec, [np.zeros(2), np.zeros(2)], {}, (0,))
    verify.assert_conforms(log_square, like=log_square, dtypes=("float64",))


def test_a_sweep_takes_losses_of_ones_own(log_square: Any) -> None:
    cells = sweep([log_square.spec.name], [Place("numpy", dtypes=("float64", "float32"))])
    by = {(cell.dtype, cell.kind): cell for cell in cells}
    assert by["float64", "value"].breach
    assert by["float32", "value"].breach
    assert not by["float64", "gradient"].breach
    assert {cell.bound for cell in cells} == {own.ALLOWED}
    assert by["float64", "value"].worst is not None
    assert by["float64", "value"].worst.case.startswith("small")


def test_a_partial_that_is_not_the_values_slope_is_a_breach() -> None:
    @unilosses.loss(Domain(pred=REAL, target=REAL))
    def half_square_of_tests(xp: Any, pred: Any, target: Any) -> Any:
        return 0.5 * (pred - target) ** 2

    @half_square_of_tests.partials
    def _(xp: Any, pred: Any, target: Any) -> Any:
        return 2.0 * (pred - target), None

    by = {cell.kind: cell for cell in sweep(["half_square_of_tests"], [Place("numpy", dtypes=("float64",))])}
    assert not by["value"].breach
    assert by["gradient"].breach


def test_vectors_of_ones_own_have_labels_of_both_forms() -> None:
    @unilosses.loss(Domain(logits=REAL, labels=ClassLabels()), event_ndim=1)
    def perceptron_of_tests(xp: Any, logits: Any, labels: Any) -> Any:
        c = unilosses.numerics.label_coefficients(xp, labels, logits)
        return xp.max(logits, axis=-1) - xp.sum(c * logits, axis=-1)

    vectors = own.vectors_of(perceptron_of_tests.spec)
    assert vectors.kind == "rowwise"
    assert {c.arrays[1].dtype.kind for c in vectors.cases} == {"i", "f"}
    assert all(c.gradients is not None and c.gradients[0] is not None for c in vectors.cases)
    assert all(c.gradients is not None and c.gradients[1] is None for c in vectors.cases)


# --- the command ------------------------------------------------------------------------------------------------------

MODULE = """
import unilosses
from unilosses import REAL, Domain, loss

@loss(Domain(pred=REAL, target=REAL))
def {name}(xp, pred, target):
    return {formula}
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.syspath_prepend(tmp_path)
    return lambda *arguments: CliRunner().invoke(command, arguments, prog_name="unilosses", catch_exceptions=False)


def test_the_command_checks_a_module(run: Callable[..., Result], tmp_path: Path) -> None:
    formula = "xp.log1p((pred - target) ** 2)"
    (tmp_path / "good_losses.py").write_text(MODULE.format(name="good_of_module", formula=formula))
    done = run("verify", "good_losses", "--backend", "numpy")
    assert done.exit_code == 0, done.output
    assert "good_of_module" in done.output
    assert "8 comparisons on numpy cpu: all within what is allowed" in done.output


def test_the_command_says_which_digits_are_lost(run: Callable[..., Result], tmp_path: Path) -> None:
    formula = "xp.log(1.0 + (pred - target) ** 2)"
    (tmp_path / "bad_losses.py").write_text(MODULE.format(name="bad_of_module", formula=formula))
    done = run("verify", "bad_losses", "--backend", "numpy", "--dtype", "float64")
    assert done.exit_code == 1
    assert "! bad_of_module, value, numpy cpu, float64: " in done.output
    assert "the truth is " in done.output


@pytest.mark.parametrize(
    ("module", "text", "message"),
    [
        ("nowhere_to_be_found", None, "nowhere_to_be_found cannot be imported"),
        ("no_losses_there", "import unilosses", "makes no loss: there is no @unilosses.loss in it"),
        (
            "look_losses",
            MODULE.format(name="looks_of_module", formula="pred if float(xp.sum(pred)) > 0 else target"),
            "there is no graph of looks_of_module: the kernel looks at data",
        ),
    ],
)
def test_the_command_says_what_it_cannot_check(
    run: Callable[..., Result], tmp_path: Path, module: str, text: str | None, message: str
) -> None:
    if text is not None:
        (tmp_path / f"{module}.py").write_text(text)
    done = run("verify", module, "--backend", "numpy")
    assert done.exit_code == 2
    assert message in " ".join(done.output.replace("│", " ").split())
