"""PyTorch: the partials become an `autograd.Function`, for reverse mode, forward mode, vmap and torch.compile."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any

import torch
from torch import is_grad_enabled
from torch._C import _are_functorch_transforms_active as in_transform
from torch._C import _dispatch_keys, _is_any_autocast_enabled
from torch._C import _get_tracing_state as _tracing_state
from torch.autograd import forward_ad
from torch.compiler import is_compiling, is_dynamo_compiling

from . import torch_namespace, torch_nested, torch_scan
from .generic import GenericBackend
from .protocol import FEW, Array, Arrays, Behind, Namespace, Rule, Step, loop

Tensor = torch.Tensor
xp = torch_namespace
# The classes of tensors that are their numbers, and nothing beside.
PLAIN = (Tensor, torch.nn.Parameter)
HALVES = (torch.float16, torch.bfloat16)


def full_precision() -> AbstractContextManager[Any]:
    """A context without autocast, which would have products of matrices computed in half precision."""
    if not _is_any_autocast_enabled():
        return nullcontext()
    # One device at a time is on in practice; where both are, the processor's is left off as well.
    kind = "cpu" if torch.is_autocast_enabled("cpu") else "cuda"
    return torch.autocast(kind, enabled=False)


class _Call:
    """The arguments of a Function: the rule, the gate (or None), the arrays, the parameters in the rule's order."""

    def __init__(self, args: Sequence[Any]) -> None:
        self.args = tuple(args)
        self.rule: Rule = args[0]
        self.first_param = 2 + self.rule.n_arrays

    def kernel(self, replaced: dict[int, Tensor] | None = None) -> Tensor:
        """The kernel's value, with some arguments replaced."""
        args = self.args if replaced is None else [replaced.get(i, a) for i, a in enumerate(self.args)]
        params = dict(zip(self.rule.params, args[self.first_param :], strict=True))
        with full_precision():
            value: Tensor = self.rule.kernel(xp, *args[2 : self.first_param], **params)
        return value

    def gradients(self, cotangent: Tensor, wanted: list[int]) -> dict[int, Tensor]:
        """The gradients that are written down, by the wanted arguments."""
        rule = self.rule
        names: dict[int, int | str] = {
            i: i - 2 if i < self.first_param else rule.params[i - self.first_param] for i in wanted
        }
        params = dict(zip(rule.params, self.args[self.first_param :], strict=True))
        arrays = self.args[2 : self.first_param]
        with full_precision():
            found = rule.gradients(xp, cotangent, arrays, params, self.args[1], names.values())
        return {i: found[name] for i, name in names.items() if name in found}

    def kernel_of(self, some: list[int]) -> tuple[list[Tensor], Callable[..., Tensor]]:
        """Some of the arguments, and the kernel as a function of them."""
        return [self.args[i] for i in some], lambda *new: self.kernel(dict(zip(some, new, strict=True)))


def _restore(ctx: Any) -> _Call:
    saved = iter(ctx.saved_tensors)
    return _Call([next(saved) if is_tensor else value for is_tensor, value in ctx.layout])


def _placed(gradient: Tensor, like: Tensor) -> Tensor:
    """A gradient where its argument is: of a distributed tensor's, sums may be outstanding."""
    if torch_namespace.is_plain(like) or getattr(gradient, "placements", None) == getattr(like, "placements", None):
        return gradient
    placed: Tensor = gradient.redistribute(placements=like.placements)  # type: ignore[attr-defined]
    return placed


class _Reverse(torch.autograd.Function):
    """Reverse mode and vmap; torch.compile refuses a Function that has forward mode too."""

    generate_vmap_rule = True

    @staticmethod
    def forward(*args: Any) -> Tensor:
        return _Call(args).kernel()

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
        ctx.set_materialize_grads(False)  # an absent tangent is not 0: 0 times an infinite partial is NaN
        ctx.save_for_backward(*[a for a in inputs if isinstance(a, Tensor)])
        ctx.layout = [(True, None) if isinstance(a, Tensor) else (False, a) for a in inputs]

    @staticmethod
    def backward(ctx: Any, cotangent: Tensor | None) -> tuple[Tensor | None, ...]:
        call = _restore(ctx)
        if cotangent is None:
            return (None,) * len(call.args)
        wanted = [i for i, needed in enumerate(ctx.needs_input_grad) if needed]
        grads = call.gradients(cotangent, wanted)
        rest = [i for i in wanted if i not in grads]
        if rest:
            at, kernel = call.kernel_of(rest)
            grads.update(zip(rest, torch.func.vjp(kernel, *at)[1](cotangent), strict=True))
        return tuple(_placed(grads[i], x) if i in grads else None for i, x in enumerate(call.args))


class _Both(_Reverse):
    """Forward mode as well."""

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Tensor) -> None:
        _Reverse.setup_context(ctx, inputs, output)
        ctx.save_for_forward(*[a for a in inputs if isinstance(a, Tensor)])
        ctx.value_shape, ctx.value_dtype = output.shape, output.dtype

    @staticmethod
    def jvp(ctx: Any, *tangents: Tensor | None) -> Tensor:
        call = _restore(ctx)
        dots = {i: t for i, t in enumerate(tangents) if t is not None}
        like = next(iter(dots.values())).new_zeros(ctx.value_shape, dtype=ctx.value_dtype)
        known: list[int] = []

        def pullback(cotangent: Tensor) -> tuple[Tensor, ...]:
            found = call.gradients(cotangent, list(dots))
            known[:] = found
            return tuple(found.values())

        # The gradients are linear in the cotangent: their transpose takes tangents to the tangent of the value.
        transposed = torch.func.vjp(pullback, like)[1]
        terms = [transposed(tuple(dots[i] for i in known))[0]] if known else []
        rest = [i for i in dots if i not in known]
        if rest:
            at, kernel = call.kernel_of(rest)
            terms.append(torch.func.jvp(kernel, tuple(at), tuple(dots[i] for i in rest))[1])
        tangent: Tensor = sum(terms[1:], terms[0])
        return tangent


class TorchBackend(GenericBackend):
    name = "torch"
    xp = xp

    def owns(self, cls: type) -> bool:
        return issubclass(cls, Tensor)

    def apply(
        self, rule: Rule, xp: Namespace, arrays: tuple[Array, ...], params: dict[str, Any], gate: Array | None
    ) -> Array:
        tensors = [v for v in params.values() if isinstance(v, Tensor)]
        if not rule.differentiated or not self.differentiates((*arrays, *tensors)):
            with full_precision():
                return rule.kernel(xp, *arrays, **params)
        function: Any = _Reverse if is_compiling() else _Both
        return function.apply(rule, gate, *arrays, *[params[k] for k in rule.params])

    def differentiates(self, arrays: tuple[Array, ...]) -> bool:
        if in_transform() or forward_ad._current_level >= 0:
            return True
        if is_grad_enabled():
            for a in arrays:  # a generator takes three times as long
                if a.requires_grad:
                    return _tracing_state() is None  # torch.jit.trace records no Function that it could store
        return False

    def value_and_grad(
        self, function: Callable[..., Array], arrays: tuple[Array, ...]
    ) -> tuple[Array, tuple[Array, ...]]:
        grads, value = torch.func.grad_and_value(function, argnums=tuple(range(len(arrays))))(*arrays)
        return value, grads

    def scan(self, xp: Namespace, step: Step, carry: Arrays, xs: Arrays, fixed: Arrays = ()) -> tuple[Arrays, Arrays]:
        # ONNX has no word for an operation of ours, so that there the loop is written out.
        is_one = is_compiling() and not fixed and not torch.onnx.is_in_onnx_export()
        name = torch_scan.name_of(step) if is_one else None
        return loop(xp, step, carry, xs, fixed) if name is None else torch_scan.scan(name, carry, xs)

    def is_cut(self, values: Iterable[Any]) -> bool:
        return any(isinstance(x, Tensor) and x.is_nested for x in values)

    def flat(self, x: Array, like: Array, name: str) -> Array:
        return torch_nested.flat(x, like, name)

    def nested(self, x: Array, like: Array) -> Array:
        return torch_nested.nested(x, like)

    def index_range(self, xp: Namespace, x: Array, axis: int, dtype: Any) -> Array:
        return torch_namespace.index_range(x, axis, dtype)

    def settings(self, *, float64: bool = False, recording: bool = True) -> AbstractContextManager[Any]:
        if not recording:
            return torch.no_grad()
        return nullcontext() if float64 else full_precision()

    def mixed(self) -> bool:
        return _is_any_autocast_enabled()

    def bounds(self, array: Array) -> tuple[int, int] | None:
        if is_dynamo_compiling() or in_transform() or not array.is_cpu or _tracing_state() is not None:
            return None
        if type(array) is not Tensor:
            # Who dispatches by rules of its own may hold no numbers (what torch.export traces) or some of them.
            if type(array).__torch_dispatch__ is not Tensor.__torch_dispatch__:
                return None
            array = array.detach().as_subclass(Tensor)
        if array.numel() <= FEW and array.ndim == 1:
            values = array.tolist()
            values.sort()  # for so few, faster than min and max
            return values[0], values[-1]
        least, greatest = torch.aminmax(array)
        return least.item(), greatest.item()  # type: ignore[return-value]  # for torch's stubs, a float

    types = PLAIN
    recording = staticmethod(is_grad_enabled)

    def ready(self) -> bool:
        return not (
            is_compiling()
            or in_transform()
            or forward_ad._current_level >= 0
            or _tracing_state() is not None
            or torch._C._len_torch_dispatch_stack()
            or torch._C._len_torch_function_stack()
        )

    def mode(self) -> Hashable:
        return is_grad_enabled(), _is_any_autocast_enabled()

    def told(self, x: Array) -> Hashable | None:
        if not _is_plain(x):
            return None
        return x.dtype, x.shape, x.stride(), x.requires_grad

    def address(self, x: Array) -> int:
        found: int = x.data_ptr()
        return found

    def on_host(self, arrays: Arrays) -> Arrays | None:
        if not self.ready() or not all(type(x) in PLAIN and _is_plain(x) for x in arrays):
            return None
        return tuple(_bits(x.detach()).numpy() for x in arrays)

    def taken(self, dtype: str, ndim: int) -> Callable[[Array], Array]:
        return _from_bits if dtype == "bfloat16" else torch.from_numpy

    def with_gradient(self, found: Sequence[Array], behind: Behind, values: Arrays, moving: Sequence[Array]) -> Array:
        return _apply_one_pass(found, behind, values, *moving)

    def with_pullback(self, value: Array, behind: Behind, values: Arrays, moving: Sequence[Array]) -> Array:
        return _apply_later((value,), behind, values, *moving)

    def compiled(self, function: Callable[..., Array], arrays: Arrays) -> Callable[..., Array] | None:
        if not self.ready() or not all(type(x) in PLAIN for x in arrays):
            return None
        return _compiled(function)

    def num_threads(self) -> int | None:
        return torch.get_num_threads()


@cache
def _compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """One program for all sizes."""
    return torch.compile(function, dynamic=True)


def _keys(x: Tensor) -> int:
    """By which rules operations on a tensor are dispatched."""
    found: int = _dispatch_keys(x).raw_repr()
    return found


def _keys_in_inference_mode() -> int:
    with torch.inference_mode():
        return _keys(torch.empty(0))


# Those of tensors that are their numbers in the host's memory: strided, and no view that negates or conjugates, no
# quantized numbers, no wrapper of a transform. One question in place of nine.
PLAIN_KEYS = (_keys(torch.empty(0)), _keys_in_inference_mode())


def _is_plain(x: Tensor) -> bool:
    """Whether a tensor of these classes is its numbers in the host's memory."""
    return _keys(x) in PLAIN_KEYS


def _bits(x: Tensor) -> Tensor:
    """What NumPy can read of a tensor: of bfloat16, the bits."""
    return x.view(torch.uint16) if x.dtype is torch.bfloat16 else x


_READ = {torch.float32: ctypes.c_float, torch.float64: ctypes.c_double}


def _is_one(x: Tensor) -> bool:
    """Whether a single number is known to be 1; `item` takes ten times as long."""
    if not _is_plain(x):
        return False
    kind = _READ.get(x.dtype)
    number: float = x.item() if kind is None else kind.from_address(x.data_ptr()).value
    return number == 1.0


def _from_bits(x: Array) -> Tensor:
    """What NumPy holds as bits, as bfloat16."""
    return torch.from_numpy(x).view(torch.bfloat16)


class _OnePass(torch.autograd.Function):
    """A value whose gradients came in the same pass, and are kept for backward; those of higher order are `again`'s.

    In the old style, with `ctx` in forward: it costs 20 µs less a call.
    """

    @staticmethod
    def forward(ctx: Any, found: Sequence[Tensor], behind: Behind, values: Arrays, *moving: Tensor) -> Tensor:
        value, *ctx.grads = found
        ctx.behind, ctx.values = behind, values
        ctx.save_for_backward(*moving)
        return value

    @staticmethod
    def backward(ctx: Any, cotangent: Tensor) -> tuple[Tensor | None, ...]:
        moving = ctx.saved_tensors  # an error where one was overwritten
        if is_grad_enabled():
            return (None, None, None, *_by_operations(ctx, cotangent))
        # Handed out once, so that what collects them may keep the memory.
        grads, ctx.grads = ctx.grads, None
        if grads is None:
            _, *grads = ctx.behind.computed(ctx.values)
        if not _is_one(cotangent):
            # In the gradients' precision, which is above that of halves: a scaled one has few digits there.
            grads = [cotangent.to(g.dtype) * g for g in grads]
        if ctx.behind.narrowed:
            grads = [g.to(x.dtype) for g, x in zip(grads, moving, strict=True)]
        return (None, None, None, *grads)


class _Later(torch.autograd.Function):
    """An unreduced value, whose gradients are computed with its cotangent."""

    @staticmethod
    def forward(ctx: Any, found: tuple[Tensor], behind: Behind, values: Arrays, *moving: Tensor) -> Tensor:
        ctx.behind, ctx.values = behind, values
        ctx.save_for_backward(*moving)
        return found[0]

    @staticmethod
    def backward(ctx: Any, cotangent: Tensor) -> tuple[Tensor | None, ...]:
        _ = ctx.saved_tensors
        found = None if is_grad_enabled() else ctx.behind.pulled(ctx.values, cotangent)
        return (None, None, None, *(_by_operations(ctx, cotangent) if found is None else found))


def _by_operations(ctx: Any, cotangent: Tensor) -> Sequence[Tensor]:
    """Gradients by the library's own operations, recorded where they are to be differentiated."""
    recorded, moving = is_grad_enabled(), ctx.saved_tensors
    with torch.enable_grad():
        value = ctx.behind.again(ctx.values, moving)
    found: tuple[Tensor, ...] = torch.autograd.grad(value, moving, cotangent, create_graph=recorded)
    return found


# Without what Function.apply does for transforms, which takes 3 µs: `ready` has seen to it that there are none.
_apply_one_pass: Any = super(torch.autograd.Function, _OnePass).apply
_apply_later: Any = super(torch.autograd.Function, _Later).apply

backend = TorchBackend()
