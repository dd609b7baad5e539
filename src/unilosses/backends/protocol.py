"""What the library asks of a backend, and what it hands to one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    import numpy as np

Array = Any
Namespace = Any
Arrays = tuple[Any, ...]
Step = Callable[..., tuple[Arrays, Arrays]]


# So many integers are read faster one by one than by a library's reduction.
FEW = 32


@dataclass(frozen=True, eq=False)
class Rule:
    """A loss as a backend sees it: the kernel, its derivatives in one of two forms, and the order of their arguments.

    `kernel(xp, *arrays, **params)` gives the unreduced loss. `partials(xp, *arrays, **params)` gives, for each array,
    d loss / d array in that array's shape, or None where there is none. An array may have trailing axes that the
    kernel contracts (the class axis): its partial keeps them. Where an element of an array has a part in several
    losses, `vjp(xp, cotangent, *arrays, **params)` gives the gradients of sum(cotangent * loss) instead, linear in the
    cotangent; after those by the arrays there may be a dict of those by parameters.
    """

    name: str
    kernel: Callable[..., Array]
    partials: Callable[..., Sequence[Array | None]] | None
    vjp: Callable[..., Sequence[Any]] | None
    n_arrays: int
    params: tuple[str, ...]

    differentiated: bool = field(init=False)
    """Whether the derivatives are written down, for some argument at least."""

    def __post_init__(self) -> None:
        # Not a property: it is asked for in every call.
        object.__setattr__(self, "differentiated", self.partials is not None or self.vjp is not None)

    def gradients(
        self,
        xp: Namespace,
        cotangent: Array,
        arrays: Sequence[Array],
        params: Mapping[str, Any],
        gate: Array | None,
        wanted: Collection[int | str],
    ) -> dict[int | str, Array]:
        """The wanted gradients of sum(cotangent * loss) that are written down, by array's position or parameter's name.

        They are linear in the cotangent.
        """
        if self.vjp is None:
            partials = self.gated_partials(xp, arrays, params, gate) if self.partials is not None else ()
            found = enumerate(partials)
            return {i: expand(cotangent, d.ndim) * d for i, d in found if i in wanted and d is not None}
        given = self.vjp(xp, cotangent, *arrays, **params)
        by_name = given[self.n_arrays] if len(given) > self.n_arrays else {}
        known = {**dict(enumerate(given[: self.n_arrays])), **by_name}
        return {k: g for k, g in known.items() if k in wanted and g is not None}

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


def loop(xp: Namespace, step: Step, carry: Arrays, xs: Arrays, fixed: Arrays) -> tuple[Arrays, Arrays]:
    """`Backend.scan` as a loop in Python."""
    rows = []
    for i in range(xs[0].shape[0]):
        carry, row = step(xp, carry, tuple(x[i, ...] for x in xs), *fixed)
        rows.append(row)
    return carry, tuple(xp.stack(column, axis=0) for column in zip(*rows, strict=True))


class NoGradientError(TypeError):
    """The gradient that was asked for does not exist on this backend."""


class Backend(Protocol):
    """What a backend offers, in ten members.

    Third parties derive one from `unilosses.backends.generic.GenericBackend`, which has them all, and offer it through
    the entry-point group `unilosses.backends`.
    """

    name: str
    xp: Namespace | None
    """The array-API namespace of its arrays; None if the arrays say so themselves (`__array_namespace__`).

    Kernels are written in its functions. A backend may put its own in place of the library's: where rows are split,
    those that reach across a row (`sum`, `max`, `min`, `any`, `all`, `take_along_axis`, `cumulative_sum`).
    """

    def owns(self, cls: type) -> bool:
        """Whether arrays of this type are this backend's."""

    def apply(
        self, rule: Rule, xp: Namespace, arrays: tuple[Array, ...], params: dict[str, Any], gate: Array | None
    ) -> Array:
        """The kernel's value, with `rule`'s gradient attached for the library's own differentiation."""

    def differentiates(self, arrays: tuple[Array, ...]) -> bool:
        """Whether a derivative may be asked of what is computed from these arrays; if not, `apply` is the kernel."""

    def value_and_grad(
        self, function: Callable[..., Array], arrays: tuple[Array, ...]
    ) -> tuple[Array, tuple[Array, ...]]:
        """A scalar function's value and gradients by the library's own differentiation; NoGradientError if none."""

    def scan(self, xp: Namespace, step: Step, carry: Arrays, xs: Arrays, fixed: Arrays = ()) -> tuple[Arrays, Arrays]:
        """A loop over the first axis of `xs`: the last carry, and what the steps gave, stacked along a first axis.

        `step(xp, carry, x)` returns the next carry, of the same shapes and dtypes, and a row of results. It is a
        function of a module, or an object that equals any other that does the same, so that a library that compiles
        it (once, whatever the length) knows it again.

        Large arrays that every step needs whole are `fixed`, and come to it as further arguments. Where there are any,
        nothing that a step computes is kept for a derivative: it is computed anew.
        """

    def index_range(self, xp: Namespace, x: Array, axis: int, dtype: Any) -> Array:
        """0, 1, 2, ... along an axis of `x`, as an array of that one axis: integers, or of `dtype`.

        It meets `x`: it is on the same device, and split where that axis of `x` is. Formulas take their ranges of
        indices from here alone, because only the backend knows how `x` is laid out.
        """

    def settings(self, *, float64: bool = False, recording: bool = True) -> AbstractContextManager[Any]:
        """A context in which float64 exists, or in which the library records nothing for differentiation.

        Without a word, one in which numbers are computed in their own precision, whatever region of mixed precision
        the caller is in.
        """

    def bounds(self, array: Array) -> tuple[int, int] | None:
        """The least and the greatest of some integers or booleans; None if the host cannot read them cheaply now.

        It cannot where they are traced, or on an accelerator.
        """


@runtime_checkable
class Host(Protocol):
    """What a backend offers beside, if its arrays can be in the host's memory, where engines work."""

    types: tuple[type, ...]
    """Of the arrays that are nothing but their numbers, and so may be told and addressed."""

    def ready(self) -> bool:
        """Whether operations are just done: nothing traces, transforms or dispatches them."""

    def recording(self) -> bool:
        """Whether what is done to arrays that ask for it is recorded for differentiation."""

    def mode(self) -> Hashable:
        """What else a call depends on that is not of its arrays."""

    def told(self, x: Array) -> Hashable:
        """What an engine asks of an array of these types but its numbers; None if it may not read them."""

    def address(self, x: Array) -> int:
        """Where its elements begin."""

    def on_host(self, arrays: Arrays) -> tuple[np.ndarray[Any, Any], ...] | None:
        """The arrays as NumPy's, in the same memory; None where an engine may not read them there.

        It may not where they are traced, elsewhere than in the host's memory, or of a class that computes by its own
        rules. Of bfloat16, which NumPy has not, they are the bits, as unsigned integers.
        """

    def taken(self, dtype: str, ndim: int) -> Callable[[np.ndarray[Any, Any]], Array] | None:
        """What makes arrays of NumPy's, of a dtype of that name, arrays of this library; None where they are."""

    def with_gradient(self, found: Sequence[Array], behind: Behind, values: Arrays, moving: Sequence[Array]) -> Array:
        """A scalar value that has been computed for a call's values, with its gradients by some of them attached."""

    def with_pullback(self, value: Array, behind: Behind, values: Arrays, moving: Sequence[Array]) -> Array:
        """An unreduced value that has been computed, with what pulls cotangents back to some of the values attached."""

    def compiled(self, function: Callable[..., Array], arrays: Arrays) -> Callable[..., Array] | None:
        """The function as a program of the library's compiler, kept; None if it has none for eager calls of these."""

    def num_threads(self) -> int | None:
        """How many threads the library is set to use; None if it has no such setting."""


@runtime_checkable
class Mesh(Protocol):
    """What a backend offers beside, if its arrays can be cut along axes of a mesh that each operation has to know."""

    def is_cut(self, values: Iterable[Any]) -> bool:
        """Whether some of the values are."""

    def across(self, call: Callable[..., Any], values: Sequence[Any], like: Any) -> Any:
        """A call whose operations need not know of them; the result is cut like what `like` has in its place.

        That is an array and those of its axes that the result has, or None for what is whole everywhere.
        """

    def is_uneven(self, values: Iterable[Any]) -> bool:
        """Whether some values differ from part to part of a mesh and others are the same in all.

        Gradients by these are sums over the parts, which the library knows how to take.
        """


@runtime_checkable
class Jagged(Protocol):
    """What a backend offers beside, if it has arrays of rows of several lengths."""

    def is_cut(self, values: Iterable[Any]) -> bool:
        """Whether some of the values are such."""

    def flat(self, x: Array, like: Array, name: str) -> Array:
        """The numbers of all rows, one row after the other; TypeError if the lengths are not those of `like`."""

    def nested(self, x: Array, like: Array) -> Array:
        """Such an array from the numbers of all rows, in the lengths of `like`."""


class Behind(Protocol):
    """What stands behind a value: calls of its kind, for the values of one."""

    narrowed: bool
    """Whether gradients have more digits than the arrays, until a cotangent has been applied."""

    def computed(self, values: Arrays) -> Sequence[Array] | None:
        """Value and gradients once more, where gradients are asked for twice."""

    def pulled(self, values: Arrays, cotangent: Array) -> Sequence[Array] | None:
        """The gradients of an unreduced value for its cotangent; None where `again` serves."""

    def again(self, values: Arrays, moving: Sequence[Array]) -> Array:
        """The value by the library's own operations, of other arrays in those places: for higher derivatives."""


def host_of(backend: Backend) -> Host | None:
    """The backend, if it offers that."""
    found = _HOSTS.get(id(backend))
    if found is None or found[0] is not backend:
        # To ask for every member takes 20 µs.
        found = _HOSTS[id(backend)] = (backend, backend if isinstance(backend, Host) else None)
    return found[1]


_HOSTS: dict[int, tuple[Backend, Host | None]] = {}
