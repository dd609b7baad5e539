"""Every loss by its name. Losses enter as they are defined; nothing lists them by hand."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from .definition import LossSpec

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
    try:
        return _SPECS[_ALIASES.get(name, name)]
    except KeyError:
        raise ValueError(f"no loss is named {name!r}; there are: {', '.join(list_losses())}") from None


def list_losses() -> list[str]:
    """The names of all losses, sorted, without aliases.

    >>> import unilosses
    >>> unilosses.list_losses()[:3]
    ['absolute_error', 'absolute_percentage_error', 'asymmetric']
    """
    return sorted(_SPECS)


def get(name: str, **params: Any) -> Any:
    """A loss object by its name or alias, with its parameters.

    >>> import unilosses
    >>> unilosses.get("huber", delta=2.0)
    Huber(delta=2.0)
    """
    return find(name).cls(**params)
