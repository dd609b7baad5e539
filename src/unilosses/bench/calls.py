"""One library's calls of a workload: ours and the peers', alone and with the gradient by the first array."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np

from ..definition.registry import find
from ..gradient import value_and_grad
from .own import lorentzian
from .peers import LIBRARIES, Peers
from .plain import Pair, pair
from .workloads import Array, Shape, Workload

Call = Callable[[], Any]
# Compiling ctc's loop over time for one length takes minutes.
NOT_COMPILED = ("ctc",)
# numexpr and NumPy's plain formulas are there in single and double precision.
DTYPES = {
    "numpy": ("float32", "float64"),
    "torch": ("float32", "float64", "bfloat16"),
    "jax": ("float32", "float64", "bfloat16"),
}


class Calls(NamedTuple):
    """Calls by whose they are; "ours" comes first."""

    value: dict[str, Call]
    gradient: dict[str, Call]
    limits: tuple[Call, Call]
    """Reading all arrays once; that, and writing the first once."""
    input_bytes: int


def calls(library: str, workload: Workload, shape: Shape, dtype: str) -> Calls:
    """The calls of a workload in a library."""
    arrays = workload.arrays(np.random.default_rng(0), shape)
    loss = lorentzian if workload.loss == "lorentzian" else find(workload.loss).function
    ours = partial(loss, **workload.keywords)
    peers = {name: known[workload.loss] for name, known in _peers(library).items() if workload.loss in known}
    compiled = shape == workload.largest and dtype == "float32" and workload.loss not in NOT_COMPILED
    if library == "numpy":
        with_gradient = partial(value_and_grad(loss), **workload.keywords)
        return _numpy(pair(workload.loss), ours, with_gradient, peers, arrays, dtype)
    return _torch(ours, peers, arrays, dtype, compiled) if library == "torch" else _jax(ours, peers, arrays, dtype)


@cache
def _peers(library: str) -> Peers:
    return LIBRARIES[library]()


def _numpy(
    plain: Pair | None, ours: Any, with_gradient: Any, peers: dict[str, Any], arrays: list[Array], dtype: str
) -> Calls:
    xs = [x.astype(dtype) if x.dtype.kind == "f" else x for x in arrays]
    values: dict[str, Call] = {"ours": lambda: ours(*xs)}
    gradients: dict[str, Call] = {"ours": lambda: with_gradient(*xs)}
    if plain is not None:
        value, gradient = plain
        values["plain NumPy"] = lambda: value(*xs)
        if gradient is not None:
            gradients["plain NumPy"] = lambda: gradient(*xs)
    values |= {name: partial(peer, *xs) for name, peer in peers.items()}
    out = np.empty_like(xs[0])
    readable = map(import_module("torch").from_numpy, xs) if find_spec("torch") else xs  # torch's sums have threads
    return Calls(values, gradients, _limits([x.sum for x in readable], partial(out.fill, 1.0)), _bytes(xs))


def _limits(sums: list[Call], fill: Call) -> tuple[Call, Call]:
    def read() -> Any:
        return [each() for each in sums]

    return read, lambda: (read(), fill())


def _bytes(xs: list[Array]) -> int:
    return sum(int(x.nbytes) for x in xs)


def _torch(ours: Any, peers: dict[str, Any], arrays: list[Array], dtype: str, compiled: bool) -> Calls:
    torch = import_module("torch")
    given = [torch.from_numpy(x) for x in arrays]
    xs = [x.to(getattr(torch, dtype)) if x.is_floating_point() else x for x in given]
    functions = {"ours": ours, **peers}
    if compiled:
        torch.compiler.reset()
        known = {"ours": ours, **{k: f for k, f in peers.items() if k == "torch.nn.functional"}}
        functions |= {f"{name}, compiled": torch.compile(f, dynamic=False) for name, f in known.items()}
    at = xs[0].detach().clone().requires_grad_()

    def value(f: Any) -> Call:
        return lambda: f(*xs)

    def gradient(f: Any) -> Call:
        return lambda: torch.autograd.grad(f(at, *xs[1:]), at)

    out = torch.empty_like(xs[0])
    return Calls(
        {name: value(f) for name, f in functions.items()},
        {name: gradient(f) for name, f in functions.items()},
        _limits([x.sum for x in xs], partial(out.fill_, 1.0)),
        _bytes(xs),
    )


def _jax(ours: Any, peers: dict[str, Any], arrays: list[Array], dtype: str) -> Calls:
    jax = import_module("jax")
    jax.config.update("jax_enable_x64", dtype == "float64")
    xs = [jax.numpy.asarray(x, dtype=dtype) if x.dtype.kind == "f" else jax.numpy.asarray(x) for x in arrays]

    def ready(f: Any) -> Call:
        jitted = jax.jit(f)
        return lambda: jax.block_until_ready(jitted(*xs))

    functions = {"ours": ours, **peers}
    summed = ready(lambda *ys: [y.sum() for y in ys])
    filled = ready(lambda *ys: jax.numpy.ones_like(ys[0]))
    return Calls(
        {name: ready(f) for name, f in functions.items()},
        {name: ready(jax.value_and_grad(f)) for name, f in functions.items()},
        (summed, lambda: (summed(), filled())),
        _bytes(xs),
    )
