"""`--family NAME`: the tests of the losses of one file, src/unilosses/losses/CHAPTER/NAME.py, which `make quick` runs.

A family is named as `focal`, or as `classification/focal`: by the latter only, where two chapters have such a file.

A test is of the losses that its parameters name; of those that its text names, if its parameters name none.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path, PurePath
from typing import Any

import pytest

import unilosses
from unilosses.definition.catalogue import LOSSES
from unilosses.definition.registry import specs

from ..mutants import Mutant
from .backends import Backend
from .libraries import Run

# What is left to `make test`: places where the same code runs again; JAX, but where it compiles values and gradients;
# what imports all peers, and what starts a process.
PLACES = (Backend.NUMPY, Backend.STRICT, Backend.TORCH)
LIBRARIES = ("numpy", "array_api_strict", "torch")
LEFT_OUT = ("test_same_numbers_at_the_peers_defaults", "test_first_call_of_the_process_is_compiled")
# By default one loss of each kind has these. A family that has none of those has its first loss in each, but for one
# whose loop over time takes compilers half a minute.
ONE_OF_EACH = (
    "test_torch_compile",
    "test_jit_of_the_gradient",
    "test_forward_mode_is_the_gradient_times_the_direction",
    "test_jax_hessian",
    "test_torch_hessian",
)
SLOW = "ctc"
# Where they are looked for.
TESTS = ("conformance", "tests/definition/test_docstrings.py", "tests/objects")
ABOUT = pytest.StashKey[frozenset[str]]()
WITHIN = (unilosses.__name__, "u")  # the names under which the tests know the package


def _families() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, entry in LOSSES.items():
        found.setdefault(entry.module.replace(".", "/"), []).append(name)
    return {family: tuple(losses) for family, losses in found.items()}


FAMILIES = _families()


def find(name: str) -> str:
    """A family by its name, with or without its chapter's, or by the name of a loss of it."""
    named = [family for family in FAMILIES if name in (family, family.partition("/")[2])]
    found = named or [family for family, losses in FAMILIES.items() if name in losses]
    if not found:
        raise ValueError(f"no family of losses is named {name!r}, nor a loss; there are: {', '.join(FAMILIES)}")
    if len(found) > 1:
        raise ValueError(f"several families are named {name!r}: {', '.join(found)}")
    return found[0]


def file_of(family: str) -> Path:
    found = inspect.getsourcefile(specs()[FAMILIES[family][0]].kernel)
    assert found is not None
    return Path(found)


def _parameters(item: pytest.Item) -> list[Any]:
    return list(item.callspec.params.values()) if hasattr(item, "callspec") else []


def losses_of(item: pytest.Item) -> frozenset[str]:
    """The losses that a test is about."""
    if ABOUT not in item.stash:
        named = frozenset[str]().union(*map(_named_by, _parameters(item)))
        item.stash[ABOUT] = named or _named_in(getattr(item, "function", None))
    return item.stash[ABOUT]


def _named_by(parameter: Any) -> frozenset[str]:
    """A loss by its name, its function, or what has its name as `name` or `loss`; a fault in a family's file."""
    if isinstance(parameter, Mutant):
        path = PurePath(parameter.file)
        return frozenset(FAMILIES.get("/".join(path.with_suffix("").parts[-2:]), ()))
    names = (parameter, *(getattr(parameter, attribute, None) for attribute in ("name", "loss", "__name__")))
    return frozenset(name for name in names if isinstance(name, str) and name in specs())


@cache
def _named_in(function: Any) -> frozenset[str]:
    """The losses that the text of a test calls."""
    if function is None:
        return frozenset()
    names = re.findall(rf"\b(?:{'|'.join(WITHIN)})\.(\w+)", inspect.getsource(function))
    return frozenset(names) & specs().keys()


def _test(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0].rpartition("::")[2]


def of_others(items: Iterable[pytest.Item], family: str) -> list[pytest.Item]:
    """The tests that a change to a family does not need, or does without until all of them run."""
    own = set(FAMILIES[family])
    return [item for item in items if not losses_of(item) & own or _test(item) in LEFT_OUT or not _is_near(item)]


def _is_near(item: pytest.Item) -> bool:
    """Whether the library that a test runs on, if it is one of several, is one of those where a mistake shows first."""
    parameters = _parameters(item)
    runs = [run.library for run in parameters if isinstance(run, Run)]
    return set(runs) <= set(LIBRARIES) and {p for p in parameters if isinstance(p, Backend)} <= set(PLACES)


def without_any(items: Iterable[pytest.Item], left_out: set[pytest.Item]) -> set[pytest.Item]:
    """Of each test of `ONE_OF_EACH` that would be left out altogether, the first."""
    first: dict[str, pytest.Item] = {}
    for item in items:
        if _test(item) in ONE_OF_EACH and SLOW not in losses_of(item):
            first.setdefault(_test(item), item)
    kept = {_test(item) for item in items if item not in left_out}
    return {item for test, item in first.items() if test not in kept}
