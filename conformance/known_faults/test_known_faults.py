"""Faults of the frameworks for which the claims make room: each line of `known_faults/` is shown to be still true.

A fault that is gone fails its test: then its line goes, and the claim that it limits can be made stronger. A lasting
fault stands for no loss of ours being wrong; that the losses do not inherit it is what the other tests say.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

FOLDER = Path(__file__).parent
LIBRARIES = ("numpy", "torch", "jax")
CHECKS: dict[tuple[str, str], Callable[[Any], bool]] = {}
Check = Callable[[Any], bool]


class Fault(NamedTuple):
    library: str
    check: str
    what: str
    limits: str
    upstream: str


def read(library: str) -> list[Fault]:
    lines = (FOLDER / f"{library}.txt").read_text(encoding="utf-8").splitlines()
    found = [Fault(library, *(part.strip() for part in s.split("|"))) for s in lines if s and not s.startswith("#")]
    assert found
    return found


FAULTS = [fault for library in LIBRARIES for fault in read(library)]


def shows(library: str) -> Callable[[Check], Check]:
    """Enters a check: it takes the library's namespace, and says whether the fault shows."""

    def enter(check: Check) -> Check:
        CHECKS[library, check.__name__.removeprefix(f"{library}_")] = check
        return check

    return enter


def numbers(low: float, high: float, dtype: str = "float32", size: int = 100_000) -> np.ndarray:
    return np.random.default_rng(0).uniform(low, high, size).astype(dtype)


def ulps_off(found: Any, expected: np.ndarray, dtype: str = "float32") -> float:
    """Against 80-bit results of NumPy, which are exact enough to tell one ulp from two."""
    unit = np.spacing(np.abs(expected).astype(dtype)).astype(np.longdouble)
    return float((np.abs(np.asarray(found).astype(np.longdouble) - expected) / unit).max())


def gradient_in_jax(function: Callable[..., Any], at: Any) -> Any:
    return np.asarray(importlib.import_module("jax").grad(function)(at))


def gradient_in_torch(torch: Any, function: Callable[[Any], Any], at: Any) -> list[float]:
    x = torch.tensor(at, requires_grad=True)
    function(x).backward()
    gradient: list[float] = x.grad.tolist()
    return gradient


# --- NumPy ---


@shows("numpy")
def exp_float32(xp: Any) -> bool:
    x = numbers(-80, 80)
    return ulps_off(xp.exp(x), np.exp(x.astype(np.longdouble))) > 1.5


@shows("numpy")
def log_float32(xp: Any) -> bool:
    x = numbers(0.4, 2.5)
    return ulps_off(xp.log(x), np.log(x.astype(np.longdouble))) > 1.5


@shows("numpy")
def no_bfloat16(xp: Any) -> bool:
    return not hasattr(xp, "bfloat16") and np.dtype(importlib.import_module("ml_dtypes").bfloat16).kind == "V"


# --- torch ---


@shows("torch")
def sqrt_rounding(torch: Any) -> bool:
    x = numbers(0.1, 10)
    return bool((torch.sqrt(torch.tensor(x)).numpy() != np.sqrt(x)).any())


@shows("torch")
def contextvar_in_compile(torch: Any) -> bool:
    variable = importlib.import_module("contextvars").ContextVar("variable", default=1.0)
    compiled = torch.compile(lambda x: x * variable.get(), fullgraph=True, backend="eager")
    try:
        compiled(torch.ones(1))
    except torch._dynamo.exc.Unsupported:
        return True
    return False


@shows("torch")
def torch_maximum_tie(torch: Any) -> bool:
    return gradient_in_torch(torch, lambda x: torch.maximum(x[0], x[1]), [1.0, 1.0]) == [0.5, 0.5]


@shows("torch")
def clamp_bound(torch: Any) -> bool:
    return gradient_in_torch(torch, lambda x: x.clamp(0.0, 1.0).sum(), [0.0, 1.0]) == [1.0, 1.0]


@shows("torch")
def where_nan(torch: Any) -> bool:
    return np.isnan(gradient_in_torch(torch, lambda x: torch.where(x > 0, torch.sqrt(x), 0 * x).sum(), [0.0])).all()


# --- JAX ---


@shows("jax")
def subnormal_flushed(jnp: Any) -> bool:
    x = jnp.asarray(1e-40, dtype=jnp.float32)
    return bool(x == 0) and float(jnp.asarray(1e-30, dtype=jnp.float32) * jnp.float32(1e-10)) == 0


@shows("jax")
def log_of_subnormal(jnp: Any) -> bool:
    return float(jnp.log(jnp.asarray(1e-40, dtype=jnp.float32))) == -np.inf


@shows("jax")
def division_by_number(jnp: Any) -> bool:
    x = numbers(0.1, 10)
    return bool((np.asarray(jnp.asarray(x) / 3) != x / np.float32(3)).any())


@shows("jax")
def division_by_large_row(jnp: Any) -> bool:
    x = jnp.asarray([[3e38, 1e38]], dtype=jnp.float32)
    return not np.asarray(x / x.max(1, keepdims=True)).any()


@shows("jax")
def fused_multiply_add(jnp: Any) -> bool:
    a, b, c = numbers(-1, 1).reshape(4, -1)[:3]
    jitted = importlib.import_module("jax").jit(lambda a, b, c: a * b + c)
    return bool((np.asarray(jitted(a, b, c)) != a * b + c).any())


@shows("jax")
def log1p_float64(jnp: Any) -> bool:
    x = np.array([-0.4141751711653977])
    return ulps_off(jnp.log1p(jnp.asarray(x)), np.log1p(x.astype(np.longdouble)), "float64") > 64


@shows("jax")
def tanh_accuracy(jnp: Any) -> bool:
    def off(dtype: str) -> float:
        x = numbers(0.1, 10, dtype)
        return ulps_off(jnp.tanh(jnp.asarray(x)), np.tanh(x.astype(np.longdouble)), dtype)

    return off("float32") > 3 and off("float64") > 3


@shows("jax")
def sinh_accuracy(jnp: Any) -> bool:
    x = numbers(0.1, 10)
    return ulps_off(jnp.sinh(jnp.asarray(x)), np.sinh(x.astype(np.longdouble))) > 5


@shows("jax")
def sum_in_sequence(jnp: Any) -> bool:
    x = np.full(2000, 0.1, np.float32)
    return ulps_off(jnp.sum(jnp.asarray(x)), x.astype(np.longdouble).sum()) > 2


@shows("jax")
def abs_at_zero(jnp: Any) -> bool:
    return bool(gradient_in_jax(jnp.abs, 0.0) == 1.0)


@shows("jax")
def jax_maximum_tie(jnp: Any) -> bool:
    return bool(gradient_in_jax(lambda x: jnp.maximum(x, 0.0), 0.0) == 0.5)


@shows("jax")
def norm_at_zero(jnp: Any) -> bool:
    return bool(np.isnan(gradient_in_jax(jnp.linalg.norm, jnp.zeros(2))).all())


# --- the lines ---


# With --full only: a fault may depend on the instruction set (NumPy's exp is another one with AVX-512), and a line
# that is stale on one machine is no fault of a change.
@pytest.mark.full
@pytest.mark.parametrize("fault", FAULTS, ids=[f"{f.library}-{f.check}" for f in FAULTS])
def test_fault_is_still_there(fault: Fault) -> None:
    xp = importlib.import_module("jax.numpy" if fault.library == "jax" else fault.library)
    assert CHECKS[fault.library, fault.check](xp), (
        f"known_faults/{fault.library}.txt: the line of {fault.check} is stale. This no longer happens: {fault.what}. "
        f"Take the line and its check out; claim what it kept from being claimed: {fault.limits}"
    )


def test_every_check_has_one_line_and_every_line_a_check() -> None:
    lines = [(f.library, f.check) for f in FAULTS]
    assert sorted(lines) == sorted(CHECKS)


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{f.library}-{f.check}" for f in FAULTS])
def test_upstream_is_a_link_or_says_that_there_is_none(fault: Fault) -> None:
    assert fault.what
    assert fault.limits
    assert fault.upstream.startswith("https://github.com/") or fault.upstream == "no upstream report found"
