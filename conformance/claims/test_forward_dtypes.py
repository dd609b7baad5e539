"""Forward mode: a value has the dtype of the data, and its tangent that of the value, in every reduction."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest

import unilosses as u
from unilosses.definition.registry import specs

from ..suite.generic import NAMES, Sample, sample
from ..suite.points import each_mechanism

jax, jnp = importlib.import_module("jax"), importlib.import_module("jax.numpy")
torch = importlib.import_module("torch")
DTYPES = ["float32", "bfloat16"]
every_loss = pytest.mark.parametrize("name", NAMES)
every_dtype = pytest.mark.parametrize("dtype", DTYPES)


def forms(s: Sample) -> list[dict[str, Any]]:
    """Mean, sum and no reduction, weighted or not, with a normaliser that is no whole number."""
    weight = np.arange(1.0, s.shape[0] + 1)
    found: list[dict[str, Any]] = [{"reduction": "none"}, {"reduction": "sum"}, {"reduction": "mean"}]
    found += [{"weight": weight, "reduction": "mean"}, {"weight": 0.3, "reduction": "sum"}]
    return [*found, {"normalizer": 2.5, "reduction": "mean"}]


def converted(x: Any, dtype: Any, xp: Any) -> Any:
    return xp.asarray(x, dtype=dtype) if isinstance(x, np.ndarray) and x.dtype.kind == "f" else xp.asarray(x)


def moving(s: Sample) -> list[int]:
    return [i for i, x in enumerate(s.data) if x.dtype.kind == "f"]


def call(s: Sample, arrays: list[Any], keywords: dict[str, Any], at: int) -> Any:
    return lambda x: s.loss(*arrays[:at], x, *arrays[at + 1 :], **{**s.params, **keywords})


@every_dtype
@every_loss
def test_torch_func_jvp(name, dtype) -> None:
    s, kind = sample(name), getattr(torch, dtype)
    arrays = [converted(x, kind, torch) for x in s.data]
    for form in forms(s):
        keywords = {k: converted(v, kind, torch) if isinstance(v, np.ndarray) else v for k, v in form.items()}
        for i in moving(s):
            value, tangent = torch.func.jvp(call(s, arrays, keywords, i), (arrays[i],), (torch.ones_like(arrays[i]),))
            assert value.dtype == tangent.dtype == kind, (form, i)


@every_dtype
@pytest.mark.parametrize("name", [name for name in NAMES if not (specs()[name].coupled or specs()[name].penalty)])
def test_torch_func_jvp_of_one_sample(name, dtype) -> None:
    """What has no axes at all: torch takes a float beside it for float64."""
    s, kind = sample(name), getattr(torch, dtype)
    arrays = [converted(x, kind, torch) for x in s.data]
    own = [i for i in range(len(arrays)) if s.has_rows(i)]
    one = [(x[0] if s.spec.event_ndim else x[0, 0]) if i in own else x for i, x in enumerate(arrays)]
    for form in ({}, {"reduction": "none"}, {"weight": 0.3}, {"normalizer": 2.5}):
        for i in moving(s):
            value, tangent = torch.func.jvp(call(s, one, form, i), (one[i],), (torch.ones_like(one[i]),))
            assert value.dtype == tangent.dtype == kind, (form, i)


@every_dtype
@each_mechanism
def test_jax_jvp(name, dtype) -> None:
    s, kind = sample(name), getattr(jnp, dtype)
    arrays = [converted(x, kind, jnp) for x in s.data]
    for form in forms(s):
        keywords = {k: converted(v, kind, jnp) if isinstance(v, np.ndarray) else v for k, v in form.items()}
        for i in moving(s):
            f = call(s, arrays, keywords, i)
            value, tangent = jax.eval_shape(lambda x, f=f: jax.jvp(f, (x,), (x,)), arrays[i])
            assert value.dtype == tangent.dtype == kind, (form, i)


@every_dtype
def test_sums_of_objects(dtype) -> None:
    kind = getattr(torch, dtype)
    x, y = torch.ones(3, dtype=kind), torch.zeros(3, dtype=kind)
    for both in (u.Huber() + 0.3 * u.LogCosh(), 0.7 * u.Huber(), u.Huber() - u.SquaredError(reduction="sum") / 3):
        value, tangent = torch.func.jvp(lambda x, both=both: both(x, y), (x,), (x,))
        assert value.dtype == tangent.dtype == kind
        value, tangent = jax.eval_shape(
            lambda x, both=both: jax.jvp(lambda x: both(x, jnp.zeros(3, dtype)), (x,), (x,)), jnp.ones(3, dtype)
        )
        assert value.dtype == tangent.dtype == dtype
