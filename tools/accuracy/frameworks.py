"""Values and gradients of peers' functions, by their library's own differentiation."""

from __future__ import annotations

import importlib
from typing import Any

from .calls import Call


def in_torch(call: Call, arrays: list[Any], by: tuple[int, ...]) -> tuple[Any, dict[int, Any]]:
    """One array at a time: where torch has no derivative by a label, there is none to measure."""
    torch, gradients = importlib.import_module("torch"), {}
    for i in by:
        leaves = [a.clone().requires_grad_() if j == i else a for j, a in enumerate(arrays)]
        try:
            (gradient,) = torch.autograd.grad(call(*leaves).sum(), leaves[i], allow_unused=True)
        except RuntimeError as error:
            if not any(words in str(error) for words in ("derivative", "differentiable", "does not require grad")):
                raise
            continue
        if gradient is not None:
            gradients[i] = gradient
    return call(*arrays), gradients


def in_jax(call: Call, arrays: list[Any], by: tuple[int, ...]) -> tuple[Any, dict[int, Any]]:
    """Compiled, with labels as constants: the calls look at them."""
    jax = importlib.import_module("jax")
    traced = by or (0,)

    def whole(*some: Any) -> Any:
        given = dict(zip(traced, some, strict=True))
        return call(*(given.get(i, a) for i, a in enumerate(arrays)))

    def both(*some: Any) -> Any:
        if not by:
            return whole(*some), ()
        results, back = jax.vjp(whole, *some)
        return results, back(jax.numpy.ones_like(results))

    value, gradients = jax.jit(both)(*(arrays[i] for i in traced))
    return value, dict(zip(by, gradients, strict=True))
