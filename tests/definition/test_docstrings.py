"""Docstrings: every example runs as printed, every loss has every section."""

from __future__ import annotations

import doctest
import inspect
import re
from typing import Any

import numpy as np
import pytest

import unilosses
from unilosses.call import docstring
from unilosses.definition.definition import LossSpec
from unilosses.definition.registry import specs

SECTIONS = ["Formula", "Arguments", "Shapes", "Domain", "Subgradient", "Errors", "See also", "Example", "Source"]
HELPERS = ["value_and_grad", "get", "list_losses", "from_config", "checks", "loss"]

BUILT_IN = [spec for spec in specs().values() if spec.kernel.__module__.startswith("unilosses.losses.")]
BY_NAME = {spec.name: spec.function for spec in BUILT_IN} | {name: getattr(unilosses, name) for name in HELPERS}


def sections(text: str) -> list[str]:
    """Headings that stand alone on their line at the left edge, each with an indented body."""
    return re.findall(r"^([A-Z][\w ]*)\n(?= {4}\S)", text, flags=re.MULTILINE)


def failures(function: Any, name: str) -> tuple[int, int]:
    """How many examples there are, and how many fail; what failed is printed."""
    # Functions made by exec have no source for DocTestFinder to find: the parser needs only the text.
    test = doctest.DocTestParser().get_doctest(function.__doc__, {"__name__": "__main__"}, name, None, None)
    with np.printoptions(precision=8, legacy=False):
        failed, attempted = doctest.DocTestRunner(verbose=False).run(test)
    return attempted, failed


@pytest.fixture
def clean_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an example defines is forgotten."""
    from unilosses.definition import registry

    monkeypatch.setattr(registry, "_SPECS", dict(registry._SPECS))
    monkeypatch.setattr(registry, "_ALIASES", dict(registry._ALIASES))


@pytest.mark.usefixtures("clean_registry")
@pytest.mark.parametrize("name", BY_NAME)
def test_examples_run_as_printed(name: str) -> None:
    attempted, failed = failures(BY_NAME[name], name)
    assert attempted >= 2, "there is no example"
    assert failed == 0


def test_a_wrong_example_is_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    def wrong() -> None:
        """
        >>> 1 + 1
        3
        """

    assert failures(wrong, "wrong") == (1, 1)
    assert "Expected" in capsys.readouterr().out


@pytest.mark.parametrize("spec", BUILT_IN, ids=lambda spec: spec.name)
def test_loss_docstrings_are_complete(spec: LossSpec) -> None:
    text = spec.function.__doc__
    summary, blank, *_ = text.split("\n")
    assert summary.endswith(".")
    assert blank == ""
    found = sections(text)
    assert found[: len(SECTIONS)] == SECTIONS
    assert "Arguments that every loss takes" in found
    for argument in (*spec.arrays, *spec.params, *spec.options):
        assert re.search(rf"^    {argument} \(", text, flags=re.MULTILINE), f"{argument} is not described"
    others = docstring.sections(text)["See also"].replace("\n", " ").split(", ")
    assert set(others) <= BY_NAME.keys() - {spec.name}
    example = text.partition("\nExample\n")[2].partition("\nSource\n")[0]
    assert f"unilosses.{spec.name}(" in example


def test_errors_of_every_call_are_told_where_a_kernel_does_not() -> None:
    def told(function: Any) -> str:
        return function.__doc__.partition("\nErrors\n")[2].partition("\nSee also\n")[0]

    assert "a label that is no class" in told(unilosses.nll)
    assert "parameter" in told(unilosses.huber)
    text = " ".join(told(unilosses.squared_error).split())
    assert text == "ValueError: shapes that do not fit. TypeError: an array whose dtype or library does not fit."
    assert "tree" in told(unilosses.l1_penalty)


@pytest.mark.parametrize("spec", BUILT_IN, ids=lambda spec: spec.name)
def test_class_docstrings_say_what_they_are(spec: LossSpec) -> None:
    assert spec.cls.__doc__.startswith(spec.function.__doc__.partition("\n")[0])
    assert f"`{spec.name}`" in spec.cls.__doc__


def test_every_public_thing_has_a_docstring() -> None:
    for name in unilosses.__all__:
        assert getattr(unilosses, name).__doc__, name


def test_what_a_kernel_says_comes_after_what_its_definition_says() -> None:
    text = docstring.sections(unilosses.laplace_nll.__doc__ or "")
    assert text["Errors"].endswith("does not fit. A negative scale\ngives NaN.")
    assert text["Shapes"].startswith("mean, target: the same shape (target may be a number). scale: that shape, or its")
    assert docstring.sections(unilosses.quantile.__doc__ or "")["Shapes"].startswith("pred: any shape. target: that")
    assert "ValueError: a tree without an array." in (unilosses.l1_penalty.__doc__ or "")


def test_no_kernel_repeats_what_its_definition_says() -> None:
    for spec in BUILT_IN:
        own = docstring.sections(inspect.cleandoc(spec.kernel.__doc__ or ""))
        assert "Arguments" not in own
        assert docstring.errors(spec) not in own.get("Errors", "")
        assert not re.search(r"(whose|their) dtype|the shapes differ|librar(y|ies) differ", own.get("Errors", "")), (
            spec.name
        )
