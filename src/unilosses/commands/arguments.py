"""What commands read from their arguments: names of losses, parameters, functions."""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from ..definition.definition import LossSpec
from ..definition.registry import specs


def known_names() -> dict[str, LossSpec]:
    """Every name that a loss goes by: its own, its aliases, its class's."""
    found = {spec.class_name: spec for spec in specs().values()}
    found |= {alias: spec for spec in specs().values() for alias in spec.aliases}
    return found | dict(specs())


def find_loss(name: str) -> LossSpec:
    """The loss of a name, an alias or a class's name; else wrong usage, with the names that look alike."""
    known = known_names()
    if name in known:
        return known[name]
    alike = get_close_matches(name, known, n=3, cutoff=0.6)
    hint = f"Did you mean {' or '.join(alike)}?" if alike else "`unilosses list` has them all."
    raise click.UsageError(f"no loss is named {name!r}. {hint}")


def parameters(spec: LossSpec, given: Iterable[str]) -> dict[str, Any]:
    """Parameters written as name=value. Values are Python's, and strings where they are nothing else."""
    found = {}
    for item in given:
        name, equals, text = item.partition("=")
        if not equals:
            raise click.UsageError(
                f"-p takes name=value, such as -p {next(iter(spec.params), 'delta')}=2; got {item!r}"
            )
        if name not in spec.defaults:
            own = ", ".join(spec.defaults)
            raise click.UsageError(
                f"{spec.name} has no parameter {name!r}. {f'It has {own}.' if own else 'It has none.'}"
            )
        found[name] = _value(text)
    try:
        spec.cls(**found)
    except (TypeError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    return found


def _value(text: str) -> Any:
    try:
        value = ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return text
    return tuple(value) if isinstance(value, list) else value


def losses_of(module: str) -> list[str]:
    """The names of the losses that a module, or one of its own, makes of kernels that stand there."""
    _module(module)
    names = [name for name, spec in specs().items() if f"{spec.kernel.__module__}.".startswith(f"{module}.")]
    if not names:
        raise click.UsageError(f"{module} makes no loss: there is no @unilosses.loss in it")
    return names


def _module(name: str) -> Any:
    """A module, from the current folder or wherever Python imports from."""
    if str(Path.cwd()) not in sys.path:  # as `python -m` does
        sys.path.insert(0, str(Path.cwd()))
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise click.UsageError(f"{name} cannot be imported: {error}") from None


def imported(path: str) -> Any:
    """The function at package.module:name, from the current folder or wherever Python imports from."""
    module, colon, attribute = path.partition(":")
    if not (module and colon and attribute):
        raise click.UsageError(f"a function is given as package.module:name; got {path!r}")
    found = _module(module)
    for name in attribute.split("."):
        if not hasattr(found, name):
            raise click.UsageError(f"{module} has no {attribute!r}")
        found = getattr(found, name)
    if not callable(found):
        raise click.UsageError(f"{path} is no function but {type(found).__name__}")
    return found
