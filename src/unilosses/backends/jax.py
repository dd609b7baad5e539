"""JAX: the partials become a `custom_jvp`, which reverse mode, vmap, jit and higher orders all follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache, partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.core import Tracer
from jax.custom_derivatives import SymbolicZero
from jax.sharding import AxisType, NamedSharding, PartitionSpec, auto_axes

from .generic import GenericBackend
from .protocol import Array, Arrays, Namespace, Rule, Step, contract

FLOAT0 = jax.dtypes.float0  # the tangents of integers and booleans
Static = tuple[Rule, tuple[tuple[str, Any], ...]]


@partial(jax.custom_jvp, nondiff_argnums=(0,))
def _evaluate(static: Static, arrays: tuple[Array, ...], learned: dict[str, Array], gate: Array | None) -> Array:
    rule, fixed = static
    return rule.kernel(jnp, *arrays, **dict(fixed), **learned)


def _is_cut(x: Array) -> bool:
    """Whether an array is cut along an explicit axis of a mesh."""
    sharding = jax.typeof(x).sharding
    return AxisType.Explicit in sharding.mesh.axis_types and any(sharding.spec)


def _varying(x: Array) -> frozenset[str]:
    """The axes of a mesh along which an array differs from part to part, within `shard_map`."""
    kind = jax.typeof(x)
    by_axis = getattr(kind, "manual_axis_type", None)
    found: frozenset[str] = kind.vma if by_axis is None else by_axis.varying  # before JAX 0.10
    return found


def _in_all_parts(*given: Any) -> Any:
    """Within `shard_map`, all arrays as if they differed from part to part, if one does.

    What a derivative's loop carries from step to step is then of one type. To differentiate by an array that is the
    same in all parts, JAX adds up what it gets in each.
    """
    axes: frozenset[str] = frozenset().union(*[_varying(x) for x in jax.tree.leaves(given)])
    if not axes:
        return given

    def everywhere(x: Array) -> Array:
        missing = tuple(axes - _varying(x))
        return jax.lax.pcast(x, missing, to="varying") if missing else x

    return jax.tree.map(everywhere, given)


def _jvp(static: Static, primals: Any, tangents: Any) -> tuple[Array, Array]:
    rule, fixed = static
    arrays, learned, gate = primals
    value = _evaluate(static, arrays, learned, gate)

    given: dict[int | str, Any] = {**dict(enumerate(tangents[0])), **tangents[1]}
    dots = {k: t for k, t in given.items() if not isinstance(t, SymbolicZero) and getattr(t, "dtype", None) != FLOAT0}
    params = {**dict(fixed), **learned}
    if rule.vjp is None:
        partials: dict[int | str, Array | None] = dict(enumerate(rule.gated_partials(jnp, arrays, params, gate)))
        known = [k for k in dots if partials.get(k) is not None]
        dot = jnp.zeros_like(value)
        for k in known:
            dot = dot + contract(jnp, partials[k] * dots[k], value.ndim)
    else:
        dot, known = _transposed(rule, fixed, primals, dots, value)

    rest = {k: t for k, t in dots.items() if k not in known}  # JAX differentiates the kernel
    if rest:

        def kernel(*some: Array) -> Array:
            new = dict(zip(rest, some, strict=True))
            full = [new.get(i, a) for i, a in enumerate(arrays)]
            return rule.kernel(jnp, *full, **{k: new.get(k, v) for k, v in params.items()})

        at = tuple(arrays[k] if isinstance(k, int) else learned[k] for k in rest)
        dot = dot + jax.jvp(kernel, at, tuple(rest.values()))[1]
    return value, dot


def _transposed(
    rule: Rule, fixed: tuple[tuple[str, Any], ...], primals: Any, dots: dict[int | str, Array], value: Array
) -> tuple[Array, list[int | str]]:
    """The tangent of the value by the arguments that the vjp knows, and which these are.

    The vjp is linear in the cotangent; its transpose takes tangents to the tangent of the value. The checkpoint has
    the backward pass compute it anew from the arguments, so that nothing else is kept.
    """
    known: list[int | str] = []

    @jax.checkpoint
    def tangent(primals: Any, along: tuple[Array, ...]) -> Array:
        arrays, learned, gate = primals

        def pullback(cotangent: Array) -> tuple[Array, ...]:
            found = rule.gradients(jnp, cotangent, arrays, {**dict(fixed), **learned}, gate, dots)
            known[:] = found
            return tuple(found.values())

        transposed = jax.linear_transpose(pullback, value)
        of = dict(zip(dots, along, strict=True))
        (dot,) = transposed(tuple(of[k] for k in known))
        return dot

    return tangent(primals, tuple(dots.values())), known


_evaluate.defjvp(_jvp, symbolic_zeros=True)


@cache
def _bound(step: Step) -> Callable[[Arrays, Arrays], tuple[Arrays, Arrays]]:
    """The same object for the same step: by it JAX finds what it has compiled."""
    return partial(step, jnp)


@partial(jax.jit, static_argnums=0)
def _scan_anew(step: Step, carry: Arrays, xs: Arrays, fixed: Arrays) -> tuple[Arrays, Arrays]:
    """A scan that keeps nothing for a derivative but its arguments."""

    @partial(jax.checkpoint, prevent_cse=False)
    def body(carry: Arrays, x: Arrays) -> tuple[Arrays, Arrays]:
        return step(jnp, carry, x, *fixed)

    found: tuple[Arrays, Arrays] = jax.lax.scan(body, carry, xs)
    return found


class JaxBackend(GenericBackend):
    name = "jax"
    xp = jnp
    takes_constants = True

    def owns(self, cls: type) -> bool:
        return issubclass(cls, jax.Array | Tracer)

    def apply(
        self, rule: Rule, xp: Namespace, arrays: tuple[Array, ...], params: dict[str, Any], gate: Array | None
    ) -> Array:
        learned = {k: v for k, v in params.items() if isinstance(v, jax.Array)}
        if not rule.differentiated or not self.differentiates((*arrays, *learned.values())):
            return rule.kernel(xp, *arrays, **params)
        fixed = tuple((k, v) for k, v in params.items() if k not in learned)
        return _evaluate((rule, fixed), *_in_all_parts(arrays, learned, gate))

    def differentiates(self, arrays: tuple[Array, ...]) -> bool:
        return any(isinstance(a, Tracer) for a in arrays)  # concrete arrays are not being differentiated

    def value_and_grad(
        self, function: Callable[..., Array], arrays: tuple[Array, ...]
    ) -> tuple[Array, tuple[Array, ...]]:
        return jax.value_and_grad(function, argnums=tuple(range(len(arrays))))(*arrays)

    def scan(self, xp: Namespace, step: Step, carry: Arrays, xs: Arrays, fixed: Arrays = ()) -> tuple[Arrays, Arrays]:
        if fixed:
            found: tuple[Arrays, Arrays] = _scan_anew(step, carry, xs, fixed)
        else:
            found = jax.lax.scan(_bound(step), carry, xs)
        return found

    def is_cut(self, values: Iterable[Any]) -> bool:
        return any(isinstance(x, jax.Array) and _is_cut(x) for x in values)

    def across(self, call: Callable[..., Any], values: Sequence[Any], like: Any) -> Any:
        at = [i for i, x in enumerate(values) if isinstance(x, jax.Array)]
        mesh = next(jax.typeof(values[i]).sharding.mesh for i in at if _is_cut(values[i]))

        def lies(array: Any, axes: tuple[int, ...]) -> NamedSharding:
            cut = jax.typeof(array).sharding.spec if isinstance(array, jax.Array) and _is_cut(array) else ()
            spec = PartitionSpec(*[cut[i] for i in axes if cut])  # type: ignore[no-untyped-call]  # JAX gives no types
            return NamedSharding(mesh, spec)

        def of(*arrays: Array) -> Any:
            new = dict(zip(at, arrays, strict=True))
            return call(*[new.get(i, x) for i, x in enumerate(values)])

        out = [lies(*(x or ((), ()))) for x in (like if isinstance(like, list) else [like])]
        sharding = (out[0], out[1:]) if isinstance(like, list) else out[0]
        return auto_axes(of, out_sharding=sharding)(*[values[i] for i in at])

    def is_uneven(self, values: Iterable[Any]) -> bool:
        return len({_varying(x) for x in values if isinstance(x, jax.Array)}) > 1

    def index_range(self, xp: Namespace, x: Array, axis: int, dtype: Any) -> Array:
        return jnp.arange(x.shape[axis], dtype=dtype)  # uncommitted: JAX moves it to where it is used

    def settings(self, *, float64: bool = False, recording: bool = True) -> AbstractContextManager[Any]:
        x64: AbstractContextManager[Any] = jax.enable_x64(True) if float64 else nullcontext()
        return x64

    def bounds(self, array: Array) -> tuple[int, int] | None:
        if isinstance(array, Tracer) or not array.is_fully_addressable:  # part of it may live in other processes
            return None
        if any(d.platform != "cpu" for d in array.devices()):
            return None
        values = np.asarray(array)
        return int(values.min()), int(values.max())


backend = JaxBackend()
