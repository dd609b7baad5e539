"""Any library with an array-API namespace: values, and gradients wherever a loss has its partials."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import array_api_compat

from .protocol import Array, Arrays, Namespace, NoGradientError, Rule, Step, loop


class GenericBackend:
    """No differentiation of its own: the kernel is called as it is."""

    name = "generic"
    xp: Namespace | None = None
    takes_constants = False  # whether the library itself takes NumPy's arrays beside its own, for constants

    def owns(self, cls: type) -> bool:
        return True

    def apply(
        self, rule: Rule, xp: Namespace, arrays: tuple[Array, ...], params: dict[str, Any], gate: Array | None
    ) -> Array:
        return rule.kernel(xp, *arrays, **params)

    def differentiates(self, arrays: tuple[Array, ...]) -> bool:
        return True  # a backend derived from this one may attach gradients in `apply`

    def value_and_grad(
        self, function: Callable[..., Array], arrays: tuple[Array, ...]
    ) -> tuple[Array, tuple[Array, ...]]:
        raise NoGradientError(
            f"there is no gradient here: {type(arrays[0]).__module__} cannot differentiate, and the loss states no "
            "partial derivative for this argument; give it one with @loss.partials, or use PyTorch or JAX arrays"
        )

    def scan(self, xp: Namespace, step: Step, carry: Arrays, xs: Arrays, fixed: Arrays = ()) -> tuple[Arrays, Arrays]:
        return loop(xp, step, carry, xs, fixed)

    def index_range(self, xp: Namespace, x: Array, axis: int, dtype: Any) -> Array:
        return xp.arange(x.shape[axis], dtype=dtype, device=getattr(x, "device", None))

    def settings(self, *, float64: bool = False, recording: bool = True) -> AbstractContextManager[Any]:
        return nullcontext()

    def bounds(self, array: Array) -> tuple[int, int] | None:
        if array_api_compat.is_lazy_array(array) or array_api_compat.is_cupy_array(array):
            return None
        xp = array_api_compat.array_namespace(array)
        return int(xp.min(array)), int(xp.max(array))


backend = GenericBackend()
