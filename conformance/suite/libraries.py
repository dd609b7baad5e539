"""The array libraries that the suite runs on, behind one interface: plain data in, NumPy arrays out.

A `Run` is one library in one mode (eager, or jitted where that exists). It converts the arguments, evaluates a loss,
and gives its gradient by each route that the library has: `unilosses.value_and_grad`, and the library's own autodiff.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from typing import Any

import numpy as np

import unilosses
from unilosses import settings
from unilosses.verify.places import LIBRARIES, array, describe, host, is_installed, numpy_dtype

from . import ulp

ELSEWHERE = ("cupy", "dask")  # not run here; their absence is reported all the same
PRESENT = tuple(name for name in LIBRARIES if is_installed(name) and name not in ELSEWHERE)
ABSENT = tuple(name for name in LIBRARIES if not is_installed(name))
_COMPILED: dict[Any, Callable[..., Any]] = {}
# All of XLA's passes run. LLVM's optimisations and the newer emitters do not, which halves the time of a small program.
QUICKLY = {"xla_backend_optimization_level": 0, "xla_cpu_use_fusion_emitters": False}
# The same as XLA_FLAGS, for a process of its own.
QUICKLY_AS_FLAGS = " ".join(f"--{name}={str(value).lower()}" for name, value in QUICKLY.items())
FLOATS = ("float16", "bfloat16", "float32", "float64")


def heading() -> str:
    """One line: which libraries are here, and which are absent, by name."""
    here = ", ".join(f"{name} {version(LIBRARIES[name].distribution)}" for name in PRESENT)
    return f"array libraries: {here}; absent: {', '.join(ABSENT) or 'none'}"


@dataclass(frozen=True)
class Run:
    """One library in one mode."""

    library: str
    jitted: bool = False
    # Whether it is compiled as for users, or quickly. Either way it is the same library in the same mode.
    optimised: bool = field(default=True, compare=False)

    @property
    def id(self) -> str:
        return self.library + ("-jit" if self.jitted else "")

    @cached_property
    def xp(self) -> Any:
        return importlib.import_module(LIBRARIES[self.library].namespace)

    @property
    def floats(self) -> tuple[str, ...]:
        """The floating-point dtypes that the library has."""
        return LIBRARIES[self.library].dtypes

    @property
    def differentiates(self) -> bool:
        return LIBRARIES[self.library].differentiates

    @property
    def routes(self) -> tuple[str, ...]:
        return ("value_and_grad", "autodiff") if self.differentiates else ("value_and_grad",)

    @property
    def reads_labels(self) -> bool:
        """Whether the host can read the labels. If so, a wrong label is an error, otherwise NaN."""
        return not self.jitted

    # --- arrays ---

    def asarray(self, data: Any, dtype: str | None = None) -> Any:
        """An array of this library. Without a dtype, Python's integers become int64 and its floats float64."""
        return array(self.library, np.asarray(data), dtype)

    def to_numpy(self, x: Any) -> np.ndarray:
        return host(x).astype(numpy_dtype(describe(x)[1]), copy=False)

    def _converted(self, data: Any, dtype: str) -> Any:
        """Lists and NumPy arrays as arrays, floating ones in `dtype`, in mappings too. The rest stays as it is."""
        if isinstance(data, Mapping):
            return {k: self._converted(v, dtype) for k, v in data.items()}
        if isinstance(data, list | np.ndarray):
            data = np.asarray(data)
            return self.asarray(data, dtype if data.dtype.kind not in "iub" else None)
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
        """The results asked for: "value", or a gradient by its route, by the argument `argnum` (position or keyword).

        A compiler gets one program for all of them. Compiling is most of the cost of a jitted test, and value and
        gradients have most operations in common.
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
        """Positional arguments by position: first the arrays, then the Python numbers."""
        arrays = {i: self._converted(x, dtype) for i, x in enumerate(data)}
        numbers = {i: x for i, x in arrays.items() if isinstance(x, int | float)}
        return {i: x for i, x in arrays.items() if i not in numbers}, numbers

    def _jit_once(self, function: Callable[..., Any], *key: Any) -> Callable[..., Any]:
        """The function, compiled once for each loss, fixed arguments and settings of a `with` block around it."""
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
    """Same shape, and within `ulps` of the expected numbers. Where terms cancel, ulp are those of `scale`.

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
    """Equal but for the order of a sum: within a few ulp of the largest number."""
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
    """The value, and the gradient by every route of the library, are within `ulps` of what is expected."""
    expected = {
        **({} if value is None else {"value": (value, scale)}),
        **({} if grad is None else dict.fromkeys(run.routes, (grad, grad_scale))),
    }
    found = run.results(loss, *data, of=tuple(expected), argnum=argnum, dtype=dtype, **keywords)
    for x, (what, (numbers, of)) in zip(found, expected.items(), strict=True):
        assert str(x.dtype) == dtype, f"{what}: {x.dtype}, expected {dtype}"
        assert_close(x, numbers, ulps=ulps, dtype=dtype, scale=of)
