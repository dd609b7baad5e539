"""`__all__`, the registry and the package agree."""

from __future__ import annotations

import ast
import types
from pathlib import Path

import unilosses
from unilosses.definition.registry import specs

BUILT_IN = {n: spec for n, spec in specs().items() if spec.kernel.__module__.startswith("unilosses.losses.")}


def test_all_is_what_is_there() -> None:
    there = {
        name
        for name in dir(unilosses)
        if not name.startswith("_") and not isinstance(getattr(unilosses, name), types.ModuleType)
    }
    assert set(unilosses.__all__) == there
    assert len(set(unilosses.__all__)) == len(unilosses.__all__)


def test_every_loss_is_exported_as_function_class_and_alias() -> None:
    assert len(BUILT_IN) >= 23
    for name, spec in BUILT_IN.items():
        assert getattr(unilosses, name) is spec.function
        assert getattr(unilosses, spec.class_name) is spec.cls
        for alias in spec.aliases:
            assert getattr(unilosses, alias) is spec.function
        assert {name, spec.class_name, *spec.aliases} <= set(unilosses.__all__)


def test_everything_exported_that_is_a_loss_is_in_the_registry() -> None:
    functions = {x for name in unilosses.__all__ if hasattr(x := getattr(unilosses, name), "partials")}
    classes = {
        x
        for name in unilosses.__all__
        if isinstance(x := getattr(unilosses, name), type) and issubclass(x, unilosses.Loss) and x is not unilosses.Loss
    }
    assert functions == {spec.function for spec in BUILT_IN.values()}
    assert classes == {spec.cls for spec in BUILT_IN.values()}


def test_losses_and_classes_say_where_they_are_from() -> None:
    for name, spec in BUILT_IN.items():
        assert spec.function.__name__ == spec.function.__qualname__ == name
        assert spec.function.__module__ == spec.kernel.__module__
        assert spec.cls.__module__ == "unilosses"
        assert spec.cls.__name__ == spec.class_name


def test_list_losses_is_sorted_and_has_no_aliases() -> None:
    names = unilosses.list_losses()
    assert names == sorted(names)
    assert set(BUILT_IN) <= set(names)
    assert not {alias for spec in BUILT_IN.values() for alias in spec.aliases} & set(names)


def test_specs_cannot_be_changed_from_outside() -> None:
    assert isinstance(specs(), types.MappingProxyType)


def test_version_is_the_distribution_s() -> None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        installed = version("unilosses")
    except PackageNotFoundError:  # used from its source folder
        return
    assert unilosses.__version__ == installed


def test_no_loss_imports_the_private_name_of_another_file() -> None:
    folder = Path(unilosses.__file__).parent / "losses"
    imported = {
        (path.name, alias.name)
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module != "__future__"
        for alias in node.names
    }
    assert ("robust.py", "numerics") in imported
    assert {each for each in imported if each[1].startswith("_")} == set()
