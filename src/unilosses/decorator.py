"""`@loss` and `@penalty`: of a kernel they make the public function, the class and the registry entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from .backends.protocol import Host
from .call import engine
from .call.function import public_function
from .definition.definition import LossSpec
from .definition.kinds import Domain
from .definition.registry import register
from .objects import make_class


class LossFunction(Protocol):
    """What `@loss` makes of a kernel."""

    spec: LossSpec
    cls: Any
    __name__: str

    def __call__(self, *arrays: Any, **keywords: Any) -> Any: ...

    def partials(self, function: Callable[..., Any]) -> Callable[..., Any]: ...

    def vjp(self, function: Callable[..., Any]) -> Callable[..., Any]: ...


def loss(
    domain: Domain, *, event_ndim: int = 0, aliases: tuple[str, ...] = (), class_name: str | None = None
) -> Callable[[Callable[..., Any]], LossFunction]:
    """Make a loss of a kernel `kernel(xp, *arrays, **params)` that returns the unreduced values.

    The kernel is written with operators and functions of the array API (`xp`), creates nothing on a device of its
    own choice and writes nothing in place. From its signature come the public function (with weight, where,
    reduction and normalizer added), the class (`function.cls`) and the registry entry.

    Arguments
        domain: the domain of each argument, by name.
        event_ndim: how many trailing axes the kernel contracts: 0 for element-wise losses, 1 for losses of rows
            (the function then has an `axis` argument, and the kernel finds that axis last).
        aliases: other names under which `unilosses.get` finds it.
        class_name: the class's name; from `some_loss` comes `SomeLoss`.

    >>> import numpy as np, unilosses
    >>> @unilosses.loss(unilosses.Domain(pred=unilosses.REAL, target=unilosses.REAL, scale=unilosses.POSITIVE))
    ... def scaled_error(xp, pred, target, *, scale=1.0):
    ...     return xp.abs(pred - target) / scale
    >>> float(scaled_error(np.asarray([1.0, 2.0]), np.asarray([0.0, 4.0]), scale=2.0))
    0.75
    """

    def decorate(kernel: Callable[..., Any]) -> LossFunction:
        spec = LossSpec(kernel, domain, event_ndim=event_ndim, aliases=aliases, class_name=class_name, penalty=False)
        return define(spec)

    return decorate


def penalty(
    domain: Domain, *, event_ndim: int = 0, class_name: str | None = None
) -> Callable[[Callable[..., Any]], LossFunction]:
    """Make a penalty of a kernel of one argument, element-wise by default; it is summed over a whole tree of arrays."""

    def decorate(kernel: Callable[..., Any]) -> LossFunction:
        spec = LossSpec(kernel, domain, event_ndim=event_ndim, aliases=(), class_name=class_name, penalty=True)
        return define(spec)

    return decorate


def define(spec: LossSpec) -> LossFunction:
    spec.function = public_function(spec)
    spec.cls = make_class(spec)
    spec.function.cls = spec.cls
    register(spec)
    function: LossFunction = spec.function
    return function


def _serve(spec: LossSpec, asked: str, values: engine.Values, host: Host | None) -> Any:
    """A call's value by an engine, or None."""
    from .engines.serve import value  # not before it is needed: import takes its time

    engine.enter(value)
    return value(spec, asked, values, host)


engine.enter(_serve)
