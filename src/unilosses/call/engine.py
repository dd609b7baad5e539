"""Where an engine comes in: it may evaluate a call as a whole.

A call knows of engines by this alone. They are above it, and enter themselves here; None is the reference.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..backends.library import library_if_array
from ..backends.protocol import Host
from ..definition.definition import LossSpec
from ..definition.options import Options
from ..settings import engine_asked

Served = Any
Values = tuple[Any, ...]
"""Of a call, in order: arrays, parameters, and the reduction alone where the other options are as they are by default,
or all options."""
Serve = Callable[[LossSpec, str, Values, Host | None], Served]
"""The loss, the engine that is asked for, the values, and the way to the memory of the first, if it may be gone now."""

_SERVE: list[Serve] = []


class Call(NamedTuple):
    """A loss with its arguments."""

    spec: LossSpec
    arrays: tuple[Any, ...]
    params: dict[str, Any]
    options: Options

    @property
    def named(self) -> dict[str, Any]:
        """The arguments by their names; a kernel may take care of an option of that name itself."""
        arrays = dict(zip(self.spec.arrays, self.arrays, strict=True))
        return {**self.options._asdict(), **arrays, **self.params}


def enter(serve: Serve) -> None:
    """Have calls ask this function for their value; it answers None to leave it."""
    _SERVE[:] = [serve]


def served(spec: LossSpec, asked: str, values: Values) -> Served:
    """The value of a call by the engine that is asked for; None if it goes by the reference."""
    host = ready_host(values[0])
    if host is None and asked == "auto":
        return None
    return _SERVE[0](spec, asked, values, host)


def ready_host(x: Any) -> Host | None:
    """The way to the memory of an array; None if there is none, it may not be gone now, or that is no array."""
    library = library_if_array(x)
    if library is None:
        return None
    host = library.host
    return host if host is not None and host.ready() else None


def engine_for(x: Any) -> str | None:
    """The engine that is asked for, if it may serve a call of that first argument; None for the reference."""
    asked = engine_asked()
    return None if asked == "auto" and ready_host(x) is None else asked


def values_of(spec: LossSpec, arrays: tuple[Any, ...], params: dict[str, Any], options: Options) -> Values:
    """The values of a call in order."""
    return (*arrays, *[params[name] for name in spec.params], *options)


def call_of(spec: LossSpec, values: Values) -> Call:
    """The call that has those values."""
    n = len(spec.arrays)
    rest = values[n + len(spec.params) :]
    options = Options(*rest) if len(rest) > 1 else Options(reduction=rest[0], **spec.options)
    return Call(spec, values[:n], dict(zip(spec.params, values[n:], strict=False)), options)
