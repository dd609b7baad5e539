"""MLX: the partials become a `custom_function`, for `mlx.core.grad` and `value_and_grad`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mlx.core as mx

from . import mlx_namespace
from .generic import GenericBackend
from .protocol import Array, Namespace, Rule


class MlxBackend(GenericBackend):
    name = "mlx"
    xp = mlx_namespace

    def owns(self, cls: type) -> bool:
        return issubclass(cls, mx.array)

    def apply(
        self, rule: Rule, xp: Namespace, arrays: tuple[Array, ...], params: dict[str, Any], gate: Array | None
    ) -> Array:
        if not rule.differentiated:
            return rule.kernel(xp, *arrays, **params)
        learned = {k: v for k, v in params.items() if isinstance(v, mx.array)}
        given: dict[Any, Array] = {**dict(enumerate(arrays)), **learned}
        moving = [k for k, x in given.items() if mx.issubdtype(x.dtype, mx.floating)]

        def call(some: tuple[Array, ...]) -> tuple[tuple[Array, ...], dict[str, Any]]:
            new = {**given, **dict(zip(moving, some, strict=True))}
            return tuple(new[i] for i in range(len(arrays))), {**params, **{k: new[k] for k in learned}}

        def kernel(*some: Array) -> Array:
            all_arrays, all_params = call(some)
            return rule.kernel(xp, *all_arrays, **all_params)

        function = mx.custom_function(kernel)

        @function.vjp
        def _(primals: Any, cotangent: Array, output: Array) -> list[Array]:
            some = tuple(primals) if isinstance(primals, list | tuple) else (primals,)
            found = rule.gradients(xp, cotangent, *call(some), gate, moving)
            if any(k not in found for k in moving):  # MLX differentiates the kernel
                others = dict(zip(moving, mx.vjp(kernel, list(some), [cotangent])[1], strict=True))
                found = {**others, **found}
            return [found[k] for k in moving]

        value: Array = function(*[given[k] for k in moving])
        return value

    def value_and_grad(
        self, function: Callable[..., Array], arrays: tuple[Array, ...]
    ) -> tuple[Array, tuple[Array, ...]]:
        value, grads = mx.value_and_grad(function, argnums=list(range(len(arrays))))(*arrays)
        return value, tuple(grads)

    def index_range(self, xp: Namespace, x: Array, axis: int, dtype: Any) -> Array:
        return mx.arange(x.shape[axis], dtype=mx.int32 if dtype is None else dtype)


backend = MlxBackend()
