"""PyTorch: the partials become an `autograd.Function`, for reverse mode, forward mode, vmap and torch.compile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

import array_api_compat.torch as xp
import torch
from torch.autograd import forward_ad

from ._protocol import Array, Namespace, Rule, contract, expand

Tensor = torch.Tensor


@cache
def _functions(rule: Rule) -> tuple[Any, Any]:
    """Two Functions for one rule: with forward mode, and without it for torch.compile, which refuses one that has it.

    Their arguments are the gate (or None), the arrays, then the parameters in `rule.params`' order.
    """
    first_param = 1 + rule.n_arrays

    def kernel(*args: Any) -> Tensor:
        value: Tensor = rule.kernel(xp, *args[1:first_param], **dict(zip(rule.params, args[first_param:], strict=True)))
        return value

    def derivatives(args: tuple[Any, ...], wanted: list[int]) -> dict[int, Tensor | None]:
        params = dict(zip(rule.params, args[first_param:], strict=True))
        found = rule.gated_partials(xp, args[1:first_param], params, args[0])
        return {i: found[i - 1] for i in wanted if i < first_param}

    def restricted(args: tuple[Any, ...], open_: list[int]) -> Callable[..., Tensor]:
        """The kernel as a function of the arguments that have no partial."""

        def of(*some: Tensor) -> Tensor:
            return kernel(*[some[open_.index(i)] if i in open_ else a for i, a in enumerate(args)])

        return of

    def restore(ctx: Any) -> tuple[Any, ...]:
        saved = iter(ctx.saved_tensors)
        return tuple(next(saved) if is_tensor else value for is_tensor, value in ctx.layout)

    class Reverse(torch.autograd.Function):
        generate_vmap_rule = True

        @staticmethod
        def forward(*args: Any) -> Tensor:
            return kernel(*args)

        @staticmethod
        def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
            ctx.save_for_backward(*[a for a in inputs if isinstance(a, Tensor)])
            ctx.layout = [(True, None) if isinstance(a, Tensor) else (False, a) for a in inputs]
            ctx.value_ndim = output.ndim

        @staticmethod
        def backward(ctx: Any, cotangent: Tensor) -> tuple[Tensor | None, ...]:  # type: ignore[override]
            args = restore(ctx)
            wanted = [i for i, needed in enumerate(ctx.needs_input_grad) if needed]
            partials = derivatives(args, wanted)
            grads: list[Tensor | None] = [None] * len(args)
            for i, d in partials.items():
                if d is not None:
                    grads[i] = expand(cotangent, d.ndim) * d
            open_ = [i for i in wanted if grads[i] is None]
            if open_:
                _, pull = torch.func.vjp(restricted(args, open_), *[args[i] for i in open_])
                for i, g in zip(open_, pull(cotangent), strict=True):
                    grads[i] = g
            return tuple(grads)

    class Both(Reverse):
        @staticmethod
        def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
            Reverse.setup_context(ctx, inputs, output)
            ctx.save_for_forward(*[a for a in inputs if isinstance(a, Tensor)])

        @staticmethod
        def jvp(ctx: Any, *tangents: Tensor | None) -> Tensor:
            args = restore(ctx)
            wanted = [i for i, t in enumerate(tangents) if t is not None]
            partials = derivatives(args, wanted)
            ndim = ctx.value_ndim
            open_ = [i for i in wanted if partials.get(i) is None]
            terms = [contract(xp, d * tangents[i], ndim) for i, d in partials.items() if d is not None]
            if open_:
                at = tuple(args[i] for i in open_), tuple(tangents[i] for i in open_)
                terms.append(torch.func.jvp(restricted(args, open_), *at)[1])
            return sum(terms[1:], terms[0])

    return Both, Reverse


def _differentiating(arrays: tuple[Any, ...]) -> bool:
    """Whether anything may ask for a derivative of what is computed from these arrays."""
    if torch._C._are_functorch_transforms_active() or forward_ad._current_level >= 0:
        return True
    return torch.is_grad_enabled() and any(isinstance(a, Tensor) and a.requires_grad for a in arrays)


class TorchBackend:
    name = "torch"

    def owns(self, cls: type) -> bool:
        return issubclass(cls, Tensor)

    def apply(
        self, rule: Rule, xp: Namespace, arrays: tuple[Array, ...], params: dict[str, Any], gate: Array | None
    ) -> Array:
        if rule.partials is None:
            return rule.kernel(xp, *arrays, **params)
        compiling = torch.compiler.is_compiling()
        if not compiling and not _differentiating((*arrays, *params.values())):
            return rule.kernel(xp, *arrays, **params)
        both, reverse = _functions(rule)
        return (reverse if compiling else both).apply(gate, *arrays, *[params[k] for k in rule.params])

    def value_and_grad(
        self, function: Callable[..., Array], arrays: tuple[Array, ...]
    ) -> tuple[Array, tuple[Array, ...]]:
        grads, value = torch.func.grad_and_value(function, argnums=tuple(range(len(arrays))))(*arrays)
        return value, grads

    def no_graph(self) -> AbstractContextManager[Any]:
        return torch.no_grad()

    def readable(self, array: Array) -> bool:
        if torch.compiler.is_compiling() or torch._C._are_functorch_transforms_active():
            return False
        return array.device.type == "cpu" and type(array) in (Tensor, torch.nn.Parameter)


backend = TorchBackend()
