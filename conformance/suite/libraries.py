"""The array libraries that the suite runs on, behind one interface: plain data in, NumPy arrays out.

A `Run` is one library in one mode (eager, or jitted where that exists). It converts the arguments, evaluates a loss,
and gives its gradient by each route that the library has: `unilosses.value_and_grad`, and the library's own autodiff.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from typing import Any

import ml_dtypes
import numpy as np

import unilosses
from unilosses import settings

from . import ulp

# import name and distribution name; those after the line are not run here, their absence is reported all the same
LIBRARIES = {"numpy": "numpy", "torch": "torch", "jax": "jax", "array_api_strict": "array-api-strict"}
ELSEWHERE = {"cupy": "cupy", "dask": "dask"}
PRESENT = tuple(name for name in LIBRARIES if importlib.util.find_spec(name) is not None)
ABSENT = tuple(name for name in (*LIBRARIES, *ELSEWHERE) if importlib.util.find_spec(name) is None)
_COMPILED: dict[Any, Callable[..., Any]] = {}
# XLA's passes all run, LLVM's optimisations and the newer emitters do not: half the time that a small program takes.
QUICKLY = {"xla_backend_optimization_level": 0, "xla_cpu_use_fusion_emitters": False}
FLOATS = ("float16", "bfloat16", "float32", "float64")


def describe() -> str:
    """One line: which libraries are here, and which are absent, by name."""
    here = ", ".join(f"{name} {version(LIBRARIES[name])}" for name in PRESENT)
    return f"array libraries: {here}; absent: {', '.join(ABSENT) or 'none'}"


@dataclass(frozen=True)
class Run:
    """One library in one mode."""

    library: str
    jitted: bool = False
    # Whether it is compiled as for users, or quickly: the same library in the same mode.
    optimised: bool = field(default=True, compare=False)

    @property
    def id(self) -> str:
        return self.library + ("-jit" if self.jitted else "")

    @cached_property
    def xp(self) -> Any:
        return importlib.import_module("jax.numpy" if self.library == "jax" else self.library)

    @property
    def floats(self) -> tuple[str, ...]:
        """The floating-point dtypes that the library has; the standard itself has no half precision."""
        return FLOATS if self.library != "array_api_strict" else ("float32", "float64")

    @property
    def differentiates(self) -> bool:
        return self.library in ("torch", "jax")

    @property
    def routes(self) -> tuple[str, ...]:
        return ("value_and_grad", "autodiff") if self.differentiates else ("value_and_grad",)

    @property
    def reads_labels(self) -> bool:
        """Whether the host can read the labels, so that a wrong one is an error and not a NaN."""
        return not self.jitted

    # --- arrays ---

    def asarray(self, data: Any, dtype: str | None = None) -> Any:
        """An array of this library. Without a dtype, integers become int64 and floats float64."""
        host = np.asarray(data)
        if dtype is None:
            dtype = "int64" if host.dtype.kind in "iu" and host.dtype.itemsize == 8 else str(host.dtype)
        if self.library == "numpy":
            return np.array(host, dtype=ml_dtypes.bfloat16 if dtype == "bfloat16" else dtype)
        if self.library == "torch":
            if host.dtype == ml_dtypes.bfloat16:
                host = host.astype(np.float32)
            if not host.ndim:
                return self.xp.tensor(host.tolist(), dtype=getattr(self.xp, dtype))
            return self.xp.tensor(np.array(host)).to(getattr(self.xp, dtype))
        if self.library == "jax":
            return self.xp.asarray(host, dtype=getattr(self.xp, dtype + "_" * (dtype == "bool")))
        return self.xp.asarray(host, dtype=getattr(self.xp, dtype))

    def to_numpy(self, x: Any) -> np.ndarray:
        if self.library == "torch":
            x = x.detach()
            return x.float().numpy().astype(ml_dtypes.bfloat16) if x.dtype == self.xp.bfloat16 else x.numpy()
        return np.asarray(x)

    def _converted(self, data: Any, dtype: str) -> Any:
        """Lists and NumPy arrays become arrays (floating ones of `dtype`), mappings are walked, the rest passes."""
        if isinstance(data, Mapping):
            return {k: self._converted(v, dtype) for k, v in data.items()}
        if isinstance(data, list | np.ndarray):
            host = np.asarray(data)
            return self.asarray(host, dtype if host.dtype.kind not in "iub" else None)
        return data

    def _split(self, keywords: dict[str, Any], dtype: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Keywords as arrays, which a compiler traces, and as fixed values."""
        arrays = {k: self._converted(v, dtype) for k, v in keywords.items() if isinstance(v, list | np.ndarray)}
        return arrays, {k: v for k, v in keywords.items() if k not in arrays}

    def compiled(self, function: Callable[..., Any]) -> Callable[..., Any]:
        if not self.jitted:
            return function
        options = None if self.optimised else QUICKLY
        jitted: Callable[..., Any] = importlib.import_module("jax").jit(function, compiler_options=options)
        return jitted

    # --- values and gradients ---

    def value(self, loss: Any, *data: Any, **keywords: Any) -> np.ndarray:
        """loss(*data, **keywords), floating-point data in `dtype`."""
        return self.results(loss, *data, of=("value",), **keywords)[0]

    def gradient(self, loss: Any, *data: Any, route: str = "value_and_grad", **keywords: Any) -> np.ndarray:
        """The gradient by the argument `argnum`; of the sum, if the loss is not reduced."""
        return self.results(loss, *data, of=(route,), **keywords)[0]

    def results(
        self, loss: Any, *data: Any, of: Sequence[str], argnum: int | str = 0, dtype: str = "float64", **keywords: Any
    ) -> list[np.ndarray]:
        """Each of what is asked for: "value", or the route of a gradient, by an argument's position or a keyword.

        Under a compiler out of one program: compiling is most of what a jitted test costs, and value and gradients
        have most operations in common.
        """
        given, numbers = self._arguments(data, dtype)
        traced, fixed = self._split(keywords, dtype)

        def compute(given: dict[int, Any], traced: dict[str, Any]) -> list[Any]:
            arrays: dict[int | str, Any] = {**given, **numbers, **traced}

            def called(function: Callable[..., Any], x: Any) -> Any:
                at = {**arrays, argnum: x}
                return function(*(at[i] for i in range(len(data))), **{k: at[k] for k in traced}, **fixed)

            def value(x: Any) -> Any:
                return called(loss, x)

            def own(x: Any) -> Any:
                return called(unilosses.value_and_grad(loss, argnums=argnum), x)[1]

            by = {"value": value, "value_and_grad": own, "autodiff": self._by_autodiff(value)}
            return [by[name](arrays[argnum]) for name in of]

        program = self._jit_once(compute, loss, numbers, fixed, tuple(of), argnum)
        return [self.to_numpy(x) for x in program(given, traced)]

    def _arguments(self, data: tuple[Any, ...], dtype: str) -> tuple[dict[int, Any], dict[int, Any]]:
        """Positional arguments by position: arrays, and the Python numbers among them."""
        arrays = {i: self._converted(x, dtype) for i, x in enumerate(data)}
        numbers = {i: x for i, x in arrays.items() if isinstance(x, int | float)}
        return {i: x for i, x in arrays.items() if i not in numbers}, numbers

    def _jit_once(self, function: Callable[..., Any], *key: Any) -> Callable[..., Any]:
        """Compiled once for each loss, set of fixed arguments, and setting of a `with` block around the call."""
        if not self.jitted:
            return function
        hashable = tuple(tuple(k.items()) if isinstance(k, dict) else k for k in key)
        state = (self.optimised, settings.checks_enabled(), settings.exact())
        return _COMPILED.setdefault((state, *hashable), self.compiled(function))

    def _by_autodiff(self, function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        if self.library == "jax":
            jax = importlib.import_module("jax")
            derivative: Callable[[Any], Any] = jax.grad(lambda x: function(x).sum())
            return derivative

        def backward(x: Any) -> Any:
            x = x.detach().clone().requires_grad_()
            return self.xp.autograd.grad(function(x).sum(), x)[0]

        return backward

    def directional(self, function: Callable[[Any], Any], x: Any, along: Any, dtype: str = "float64") -> np.ndarray:
        """Forward mode: d function(x + t along) / dt at t = 0."""
        func = importlib.import_module("jax" if self.library == "jax" else "torch.func")
        x, along = self.asarray(x, dtype), self.asarray(along, dtype)
        return self.to_numpy(self.compiled(lambda x, v: func.jvp(function, (x,), (v,))[1])(x, along))

    def curvature(self, function: Callable[[Any], Any], x: Any, along: Any, dtype: str = "float64") -> np.ndarray:
        """Second order, reverse over reverse: the gradient of <gradient of sum(function), along>."""
        x, along = self.asarray(x, dtype), self.asarray(along, dtype)
        if self.library == "torch":
            x = x.requires_grad_()
            (first,) = self.xp.autograd.grad(function(x).sum(), x, create_graph=True)
            return self.to_numpy(self.xp.autograd.grad((first * along).sum(), x)[0])
        grad = importlib.import_module("jax").grad
        second = grad(lambda x, v: (grad(lambda x: function(x).sum())(x) * v).sum())
        return self.to_numpy(self.compiled(second)(x, along))


RUNS = tuple(Run(name) for name in PRESENT) + ((Run("jax", jitted=True),) if "jax" in PRESENT else ())
EAGER = tuple(run for run in RUNS if not run.jitted)
DIFFERENTIATING = tuple(run for run in RUNS if run.differentiates)
NOT_NUMPY = tuple(run for run in RUNS if run.library != "numpy")


def assert_close(found: Any, expected: Any, *, ulps: float = 4.0, dtype: str = "float64", scale: Any = None) -> None:
    """Same shape, and within so many ulp of the expected numbers (of `scale`, where terms of that size cancel).

    An expected 0, infinity or NaN has to come out exactly.
    """
    found, expected = np.asarray(found), np.asarray(expected, dtype=object)
    assert found.shape == expected.shape, f"shape {found.shape}, expected {expected.shape}"
    scales = (
        None if scale is None else np.broadcast_to(np.asarray(scale, dtype=object), expected.shape).ravel().tolist()
    )
    off = ulp.distances(found, expected.ravel().tolist(), dtype, scales)
    worst = int(np.argmax(off)) if off.size else 0
    assert not off.size or off[worst] <= ulps, (
        f"{off[worst]:.3g} ulp off at {np.unravel_index(worst, found.shape)}: "
        f"{found.ravel()[worst]!r}, expected {expected.ravel()[worst]}"
    )


def near(found: np.ndarray, expected: np.ndarray, ulps: float = 8.0) -> None:
    """Equal up to the order of a sum: within a few ulp of the largest of the numbers."""
    expected = np.asarray(expected)
    assert_close(found, expected.astype(object), ulps=ulps, scale=float(np.max(np.abs(expected), initial=0.0)))


def check(
    run: Run,
    loss: Any,
    *data: Any,
    value: Any = None,
    grad: Any = None,
    argnum: int = 0,
    dtype: str = "float64",
    ulps: float = 4.0,
    scale: Any = None,
    grad_scale: Any = None,
    **keywords: Any,
) -> None:
    """The value, and the gradient by every route that the library has, within so many ulp of what is expected."""
    expected = {
        **({} if value is None else {"value": (value, scale)}),
        **({} if grad is None else dict.fromkeys(run.routes, (grad, grad_scale))),
    }
    found = run.results(loss, *data, of=tuple(expected), argnum=argnum, dtype=dtype, **keywords)
    for x, (what, (numbers, of)) in zip(found, expected.items(), strict=True):
        assert str(x.dtype) == dtype, f"{what}: {x.dtype}, expected {dtype}"
        assert_close(x, numbers, ulps=ulps, dtype=dtype, scale=of)
