"""What other libraries call our losses: the names exist there, and in the dialects of `unilosses.compat`."""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest

import unilosses
from unilosses.compat import mlx, peers_of, tf
from unilosses.compat.peers import LIBRARIES, names
from unilosses.definition.registry import specs

# Where a library has the names; those of torchvision are looked for in it, where it is installed.
MODULES = {
    "torch": ("torch.nn.functional",),
    "keras": ("keras.losses", "keras"),
    "optax": ("optax.losses",),
    "tf": ("tensorflow",),
    "mlx": ("mlx.nn.losses",),
    "sklearn": ("sklearn.metrics", "sklearn.linear_model", "sklearn.ensemble"),
}
INSTALLED = [dialect for dialect, modules in MODULES.items() if find_spec(modules[0].partition(".")[0])]


def functions(dialect: str) -> Iterator[str]:
    """The names without remarks and parameters, dotted where they are."""
    for text in names(dialect).values():
        yield from re.sub(r"\([^()]*\)", "", text).replace(" ", "").split(",")


def found(root: Any, dotted: str) -> bool:
    for part in dotted.split("."):
        root = getattr(root, part, None)
    return callable(root)


@pytest.mark.parametrize("dialect", LIBRARIES)
def test_every_entry_is_a_loss_of_ours_with_a_name(dialect: str) -> None:
    built_in = {name for name, spec in specs().items() if spec.kernel.__module__.startswith("unilosses.losses.")}
    assert names(dialect)
    assert names(dialect).keys() <= built_in
    assert all(re.fullmatch(r"[\w.]+", name) for name in functions(dialect))


@pytest.mark.parametrize("dialect", INSTALLED)
def test_an_installed_library_has_every_name(dialect: str) -> None:
    os.environ.setdefault("KERAS_BACKEND", "numpy")
    modules = [import_module(module) for module in MODULES[dialect]]
    own = [name for name in functions(dialect) if not name.startswith("torchvision.")]
    assert [name for name in own if not any(found(module, name) for module in modules)] == []


@pytest.mark.parametrize(("module", "dialect"), [(mlx, "mlx"), (tf, "tf")])
def test_a_dialect_without_its_library_has_the_names(module: Any, dialect: str) -> None:
    own = [name for name in functions(dialect) if not name.startswith(("compat.v1.", "image."))]  # no names of ours
    assert [name for name in own if not found(module, name)] == []


def test_names_of_a_loss_come_in_one_order() -> None:
    assert peers_of("squared_log_error") == {
        "keras": "mean_squared_logarithmic_error (negative numbers clipped to 0)",
        "sklearn": "mean_squared_log_error",
    }
    assert peers_of("student_t_nll") == {}  # nobody else has it
    for name in specs():
        assert list(peers_of(name)) == [dialect for dialect in LIBRARIES if dialect in peers_of(name)]


@pytest.mark.parametrize("decorator", [unilosses.loss, unilosses.penalty])
def test_a_definition_names_no_other_library(decorator: Any) -> None:
    assert "peers" not in inspect.signature(decorator).parameters
    assert not any(hasattr(spec, "peers") for spec in specs().values())
