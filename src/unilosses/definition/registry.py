"""Every loss by its name. Our own are loaded when they are first asked for; others enter as they are defined."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

from .catalogue import LOSSES
from .definition import LossSpec

OWN = f"{__name__.partition('.')[0]}.losses."
ENTRY_POINT_GROUP = "unilosses.losses"  # each names a module that defines losses, or one of them

_SPECS: dict[str, LossSpec] = {}
_ALIASES = {alias: name for name, entry in LOSSES.items() for alias in entry.aliases}


def register(spec: LossSpec) -> None:
    """Enter a loss. A second one of the same name is an error unless it is the same function, loaded anew."""
    for name in (spec.name, *spec.aliases):
        known = _source(_ALIASES.get(name, name), own=spec.source.startswith(OWN))
        if known not in (None, spec.source):
            raise ValueError(f"a loss named {name!r} exists already, from {known}")
    _SPECS[spec.name] = spec
    _ALIASES.update(dict.fromkeys(spec.aliases, spec.name))


def _source(name: str, own: bool) -> str | None:
    """Where the loss of that name is defined. Of our own losses the catalogue may be older than their files."""
    if name in _SPECS:
        return _SPECS[name].source
    return f"{OWN}{LOSSES[name].module}.{name}" if name in LOSSES and not own else None


def loaded() -> Mapping[str, LossSpec]:
    """The losses that have been defined in this process up to now, in that order."""
    return MappingProxyType(_SPECS)


def specs() -> Mapping[str, LossSpec]:
    """All losses by name, in the order of reading: our own, all of them loaded, and then those defined elsewhere."""
    load_plug_ins()
    return MappingProxyType({name: find(name) for name in LOSSES} | _SPECS)


def find(name: str) -> LossSpec:
    """The loss of that name or alias."""
    name = _ALIASES.get(name, name)
    if name in LOSSES and name not in _SPECS:
        spec: LossSpec = getattr(import_module(OWN + LOSSES[name].module), name).spec
        return spec
    if name not in _SPECS:
        load_plug_ins()
    if name not in _SPECS:
        raise ValueError(f"no loss is named {name!r}; there are: {', '.join(list_losses())}")
    return _SPECS[name]


def list_losses() -> list[str]:
    """The names of all losses, sorted, without aliases.

    >>> import unilosses
    >>> unilosses.list_losses()[:3]
    ['absolute_error', 'absolute_percentage_error', 'asymmetric']
    """
    load_plug_ins()
    return sorted({*LOSSES, *_SPECS})


@cache
def load_plug_ins() -> None:
    """Import what installed packages offer as losses, once. A broken one is reported and left out."""
    from importlib.metadata import entry_points  # takes a third as long as all of the package

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
