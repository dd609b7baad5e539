"""JAX: the partials become a `custom_jvp`, which reverse mode, vmap, jit and higher orders all follow."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.core import Tracer
from jax.custom_derivatives import SymbolicZero

from ._protocol import Array, Namespace, Rule, contract

Static = tuple[Rule, tuple[tuple[str, Any], ...]]


@partial(jax.custom_jvp, nondiff_argnums=(0,))
def _evaluate(static: Static, arrays: tuple[Array, ...], learned: dict[str, Array], gate: Array | None) -> Array:
    rule, fixed = static
    return rule.kernel(jnp, *arrays, **dict(fixed), **learned)


def _jvp(static: Static, primals: Any, tangents: Any) -> tuple[Array, Array]:
    rule, fixed = static
    arrays, learned, gate = primals
    array_dots, learned_dots, _ = tangents
    value = _evaluate(static, arrays, learned, gate)

    dot = jnp.zeros_like(value)
    partials = rule.gated_partials(jnp, arrays, {**dict(fixed), **learned}, gate)
    open_arrays = {}  # arrays with a tangent and no partial: JAX differentiates the kernel
    for i, (d, t) in enumerate(zip(partials, array_dots, strict=True)):
        if isinstance(t, SymbolicZero) or t.dtype == jax.dtypes.float0:
            continue
        if d is None:
            open_arrays[i] = t
        else:
            dot = dot + contract(jnp, d * t, value.ndim)
    open_learned = {k: t for k, t in learned_dots.items() if not isinstance(t, SymbolicZero)}
    if open_arrays or open_learned:

        def kernel(some: dict[int, Array], params: dict[str, Array]) -> Array:
            full = [some.get(i, a) for i, a in enumerate(arrays)]
            return rule.kernel(jnp, *full, **{**dict(fixed), **learned, **params})

        at = {i: arrays[i] for i in open_arrays}, {k: learned[k] for k in open_learned}
        dot = dot + jax.jvp(kernel, at, (open_arrays, open_learned))[1]
    return value, dot


_evaluate.defjvp(_jvp, symbolic_zeros=True)


class JaxBackend:
    name = "jax"
    xp = jnp

    def owns(self, cls: type) -> bool:
        return issubclass(cls, jax.Array | Tracer)

    def apply(
        self, rule: Rule, xp: Namespace, arrays: tuple[Array, ...], params: dict[str, Any], gate: Array | None
    ) -> Array:
        learned = {k: v for k, v in params.items() if isinstance(v, jax.Array)}
        traced = any(isinstance(a, Tracer) for a in (*arrays, *learned.values()))
        if rule.partials is None or not traced:  # concrete arrays are not being differentiated
            return rule.kernel(xp, *arrays, **params)
        fixed = tuple((k, v) for k, v in params.items() if k not in learned)
        return _evaluate((rule, fixed), arrays, learned, gate)

    def value_and_grad(
        self, function: Callable[..., Array], arrays: tuple[Array, ...]
    ) -> tuple[Array, tuple[Array, ...]]:
        return jax.value_and_grad(function, argnums=tuple(range(len(arrays))))(*arrays)

    def no_graph(self) -> AbstractContextManager[Any]:
        return nullcontext()

    def bounds(self, array: Array) -> tuple[int, int] | None:
        if isinstance(array, Tracer) or any(d.platform != "cpu" for d in array.devices()):
            return None
        values = np.asarray(array)
        return int(values.min()), int(values.max())


backend = JaxBackend()
