"""The table of kinds: what one value of each kind may be, and what a message says of others."""

from __future__ import annotations

import inspect
import math
import re
from typing import Any

import numpy as np
import pytest

from unilosses import POSITIVE, REAL, UNIT, ClassLabels, Domain
from unilosses.definition import kinds
from unilosses.definition.definition import LossSpec
from unilosses.definition.kinds import Interval, Kind, kind_of
from unilosses.definition.registry import specs
from unilosses.definition.values import hyper_parameter, taken_as_it_is

ARRAY = np.asarray([0.25, 0.5])
ROWS = {
    name: row
    for name, row in vars(kinds).items()
    if inspect.isfunction(row) and row.__module__ == kinds.__name__ and name[0].isupper()
}
EXAMPLES: dict[str, Kind] = {
    "number": kind_of(POSITIVE),
    "Choice": kinds.Choice(("a", "b")),
    "Flag": kinds.Flag(),
    "Optional": kinds.Optional(POSITIVE),
    "Clip": kinds.Clip(),
    "PerClass": kinds.PerClass(UNIT, optional=False),
    "ClassMask": kinds.ClassMask(),
    "Integers": kinds.Integers("rows"),
    "WholeNumber": kinds.WholeNumber(1),
    "Function": kinds.Function(),
}
# Values, and what becomes of them: itself, another value, or the error.
TAKEN: list[tuple[str, Any, Any]] = [
    ("number", 2, 2.0),
    ("number", np.float32(0.5), 0.5),
    ("number", ARRAY, ARRAY),
    ("Choice", "b", "b"),
    ("Flag", True, True),
    ("Optional", None, None),
    ("Clip", "finfo", "finfo"),
    ("Clip", 0.25, 0.25),
    ("PerClass", [0, 1.0], (0.0, 1.0)),
    ("PerClass", 0.5, 0.5),
    ("ClassMask", [True, False], (True, False)),
    ("ClassMask", None, None),
    ("Integers", [np.int64(2), 3], (2, 3)),
    ("Integers", ARRAY, ARRAY),
    ("WholeNumber", np.int64(2), 2),
    ("Function", math.sqrt, math.sqrt),
]
REFUSED: list[tuple[str, Any, type[Exception], str]] = [
    ("number", 0.0, ValueError, "must be in (0, inf), got 0.0"),
    ("number", math.nan, ValueError, "must be in (0, inf), got nan"),
    ("number", True, TypeError, "must be a number in (0, inf), got True"),
    ("number", None, TypeError, "must be a number in (0, inf), got None"),
    ("number", (1.0,), TypeError, "must be a number in (0, inf), got (1.0,)"),
    ("Choice", "c", ValueError, "must be one of 'a', 'b', got 'c'"),
    ("Choice", None, ValueError, "must be one of 'a', 'b', got None"),
    ("Flag", 1, TypeError, "must be True or False, got 1"),
    ("Optional", "x", TypeError, "must be None or a number in (0, inf), got 'x'"),
    ("Clip", "eps", TypeError, "must be None, \"finfo\", or a number in (0, 0.5), got 'eps'"),
    ("Clip", 0.5, ValueError, "must be in (0, 0.5), got 0.5"),
    ("PerClass", (0.5, 2.0), ValueError, "must be in [0, 1], got 2.0"),
    ("PerClass", None, TypeError, "must be one number per class in [0, 1], got None"),
    ("ClassMask", (1, 0), TypeError, "or a sequence, got 1"),
    ("ClassMask", True, TypeError, "or a sequence, got True"),
    ("Integers", 3, TypeError, "must be None, or integers, one for each of the rows, got 3"),
    ("Integers", (1.5,), TypeError, "one for each of the rows, got 1.5"),
    ("WholeNumber", 0, ValueError, "must be an integer from 1 on, got 0"),
    ("WholeNumber", 1.0, TypeError, "must be an integer from 1 on, got 1.0"),
    ("Function", 1, TypeError, "must be a function, got 1"),
]


@pytest.mark.parametrize(("kind", "value", "expected"), TAKEN)
def test_what_a_kind_takes(kind: str, value: Any, expected: Any) -> None:
    found = hyper_parameter("some_loss", "p", value, EXAMPLES[kind])
    assert found is expected or (type(found) is type(expected) and found == expected)


@pytest.mark.parametrize(("kind", "value", "error", "message"), REFUSED)
def test_what_a_kind_refuses(kind: str, value: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=f"some_loss: p .*{re.escape(message.removeprefix('must '))}$"):
        hyper_parameter("some_loss", "p", value, EXAMPLES[kind])


def test_only_values_that_need_no_array_are_taken_as_they_are() -> None:
    assert taken_as_it_is("some_loss", "p", 1.0, kind_of(POSITIVE))
    assert not taken_as_it_is("some_loss", "p", 0.0, kind_of(POSITIVE))
    assert not taken_as_it_is("some_loss", "p", 1, kind_of(POSITIVE))  # becomes 1.0
    assert not taken_as_it_is("some_loss", "p", "finfo", kinds.Clip())
    assert not taken_as_it_is("some_loss", "p", ARRAY, kind_of(REAL))


def test_every_row_is_a_kind_and_says_what_it_is() -> None:
    assert len(ROWS) >= 19
    for name, row in ROWS.items():
        required = [p for p in inspect.signature(row).parameters.values() if p.default is p.empty]
        made = row(*[(("a",) if p.name == "options" else POSITIVE) for p in required])
        assert isinstance(made, Kind), name
        assert str(made) == made.words != ""
        assert made.interior in made.interval
        assert row.__doc__


def test_a_domain_is_made_of_intervals_and_kinds() -> None:
    domain = Domain(pred=Interval(0.0, 2.0), labels=ClassLabels())
    assert domain["pred"].interval.high == 2.0
    assert domain["labels"].labels == "class"
    assert domain["not named"] == kind_of(REAL)
    assert repr(domain) == "Domain(pred=numbers in [0, 2], labels=class indices, or one coefficient per class)"
    with pytest.raises(TypeError, match=r"a domain is made of intervals and kinds.*got 'unit'"):
        Domain(pred="unit")
    with pytest.raises(TypeError, match=r"a domain is made of intervals and kinds.*got <function ClassLabels"):
        Domain(labels=ClassLabels)


@pytest.mark.parametrize("spec", specs().values(), ids=lambda spec: spec.name)
def test_defaults_are_of_their_kinds(spec: LossSpec) -> None:
    for name, default in spec.params.items():
        hyper_parameter(spec.name, name, default, spec.domain[name])
