"""Every loss by its name. Losses enter as they are defined; nothing lists them by hand."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import Any

from .definition import LossSpec

ENTRY_POINT_GROUP = "unilosses.losses"  # each names a module that defines losses, or one of them

_SPECS: dict[str, LossSpec] = {}
_ALIASES: dict[str, str] = {}


def register(spec: LossSpec) -> None:
    """Enter a loss. A second one of the same name is an error unless it is the same function, loaded anew."""
    for name in (spec.name, *spec.aliases):
        known = _SPECS.get(_ALIASES.get(name, name))
        if known is not None and known.source != spec.source:
            raise ValueError(f"a loss named {name!r} exists already, from {known.source}")
    _SPECS[spec.name] = spec
    _ALIASES.update(dict.fromkeys(spec.aliases, spec.name))


def specs() -> Mapping[str, LossSpec]:
    """The losses that are defined now, by name."""
    return MappingProxyType(_SPECS)


def find(name: str) -> LossSpec:
    """The loss of that name or alias."""
    found = _SPECS.get(_ALIASES.get(name, name))
    if found is None:
        load_plug_ins()
        found = _SPECS.get(_ALIASES.get(name, name))
    if found is None:
        raise ValueError(f"no loss is named {name!r}; there are: {', '.join(list_losses())}")
    return found


def list_losses() -> list[str]:
    """The names of all losses, sorted, without aliases.

    >>> import unilosses
    >>> unilosses.list_losses()[:3]
    ['absolute_error', 'absolute_percentage_error', 'asymmetric']
    """
    load_plug_ins()
    return sorted(_SPECS)


@cache
def load_plug_ins() -> None:
    """Import what installed packages offer as losses, once. A broken one is reported and left out."""
    for entry in entry_points(group=ENTRY_POINT_GROUP):
        try:
            entry.load()
        except Exception as error:  # noqa: BLE001 - whatever a plug-in does wrong, the others must still work
            warnings.warn(f"unilosses losses {entry.name!r} ({entry.value}) failed to load: {error!r}", stacklevel=3)


def get(name: str, **params: Any) -> Any:
    """A loss object by its name or alias, with its parameters.

    >>> import unilosses
    >>> unilosses.get("huber", delta=2.0)
    Huber(delta=2.0)
    """
    return find(name).cls(**params)
