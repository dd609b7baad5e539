"""From an array's type to its backend: the built-in ones by module name, then entry points, then the generic one."""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Iterator
from functools import cache
from inspect import isfunction
from typing import Any

from .generic import backend as generic
from .protocol import Backend

ENTRY_POINT_GROUP = "unilosses.backends"
BUILT_IN = {"numpy": "numpy", "torch": "torch", "jax": "jax", "jaxlib": "jax", "mlx": "mlx"}
NAMES = tuple(sorted({*BUILT_IN.values()}))

ATTRIBUTES = tuple(Backend.__annotations__)
METHODS = tuple(name for name, member in vars(Backend).items() if isfunction(member) and not name.startswith("_"))


def find_backend(cls: type) -> Backend:
    """The backend that owns arrays of type `cls`. A library is imported only if an array of it is already here."""
    for base in cls.__mro__:
        name = BUILT_IN.get(base.__module__.partition(".")[0])
        if name is not None:
            built_in = _built_in(name)
            if built_in.owns(cls):
                return built_in
    for backend in third_party_backends():
        if backend.owns(cls):
            return backend
    return generic


def imported_backends() -> Iterator[Backend]:
    """The built-in backends of the libraries that have been imported."""
    for name in NAMES:
        if name in sys.modules:
            yield _built_in(name)


@cache
def _built_in(name: str) -> Backend:
    built_in: Backend = importlib.import_module(f"unilosses.backends.{name}").backend
    return built_in


@cache
def third_party_backends() -> tuple[Backend, ...]:
    """The installed plug-ins, read once. A broken one is reported and left out."""
    from importlib.metadata import entry_points  # takes a third as long as all of the package

    found: list[Backend] = []
    for entry in entry_points(group=ENTRY_POINT_GROUP):
        try:
            found.append(checked(entry.load()))
        except Exception as error:  # noqa: BLE001 - whatever a plug-in does wrong, the others must still work
            warnings.warn(f"unilosses backend {entry.name!r} ({entry.value}) failed to load: {error!r}", stacklevel=2)
    return tuple(found)


def checked(plug_in: Any) -> Backend:
    """The plug-in; TypeError, by the member's name, unless it has all that the protocol asks for."""
    if isinstance(plug_in, type):
        raise TypeError(f"{plug_in.__name__} is a class; name an instance of it")
    kind = type(plug_in).__name__
    for name in (*ATTRIBUTES, *METHODS):
        if not hasattr(plug_in, name):
            raise TypeError(f"{kind} has no member {name!r}: derive from unilosses.backends.generic.GenericBackend")
    for name in METHODS:
        if not callable(getattr(plug_in, name)):
            raise TypeError(f"{kind}.{name} is no method: derive from unilosses.backends.generic.GenericBackend")
    if not isinstance(plug_in.name, str):
        raise TypeError(f"{kind}.name is {plug_in.name!r}; expected the backend's name, a str")
    backend: Backend = plug_in
    return backend
