"""What the library asks of a backend, and what it hands to one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

Array = Any
Namespace = Any


@dataclass(frozen=True, eq=False)
class Rule:
    """A loss as a backend sees it: the kernel, its partial derivatives, and the order of their arguments.

    `kernel(xp, *arrays, **params)` gives the unreduced loss; `partials(xp, *arrays, **params)` gives, for each array,
    d loss / d array in that array's shape, or None where there is none. An array may have trailing axes that the
    kernel contracts (the class axis): its partial keeps them.
    """

    name: str
    kernel: Callable[..., Array]
    partials: Callable[..., Sequence[Array | None]] | None
    n_arrays: int
    params: tuple[str, ...]

    def gated_partials(
        self, xp: Namespace, arrays: Sequence[Array], params: Mapping[str, Any], gate: Array | None
    ) -> Sequence[Array | None]:
        """The partials, with what is not finite set to 0 where `gate` is False (elements of weight 0)."""
        assert self.partials is not None
        found = self.partials(xp, *arrays, **params)
        if gate is None:
            return found
        return [None if d is None else xp.where(expand(gate, d.ndim) | xp.isfinite(d), d, 0.0) for d in found]


def expand(x: Array, ndim: int) -> Array:
    """`x` with axes of length one appended until it has `ndim` axes."""
    while x.ndim < ndim:
        x = x[..., None]
    return x


def contract(xp: Namespace, x: Array, ndim: int) -> Array:
    """`x` summed over its trailing axes until it has `ndim` axes."""
    return xp.sum(x, axis=tuple(range(ndim, x.ndim))) if x.ndim > ndim else x


class NoGradientError(TypeError):
    """The gradient that was asked for does not exist on this backend."""


class Backend(Protocol):
    """Seven members; third parties offer one through the entry-point group `unilosses.backends`."""

    name: str
    xp: Namespace | None
    """The array-API namespace of its arrays; None if the arrays say so themselves (`__array_namespace__`)."""

    def owns(self, cls: type) -> bool:
        """Whether arrays of this type are this backend's."""

    def apply(
        self, rule: Rule, xp: Namespace, arrays: tuple[Array, ...], params: dict[str, Any], gate: Array | None
    ) -> Array:
        """The kernel's value, with `rule`'s gradient attached for the library's own differentiation."""

    def value_and_grad(
        self, function: Callable[..., Array], arrays: tuple[Array, ...]
    ) -> tuple[Array, tuple[Array, ...]]:
        """A scalar function's value and gradients by the library's own differentiation; NoGradientError if none."""

    def no_graph(self) -> AbstractContextManager[Any]:
        """A context in which the library records nothing for differentiation."""

    def bounds(self, array: Array) -> tuple[int, int] | None:
        """The least and the greatest of some integers; None if the host cannot read them now at little cost.

        It cannot where they are traced, or on an accelerator.
        """
