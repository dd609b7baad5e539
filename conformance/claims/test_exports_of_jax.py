"""`jax.export` with symbolic lengths: one program serves all, value and gradient."""

from __future__ import annotations

from typing import Any

import jax
import jax.export
import jax.numpy as jnp
import numpy as np
import pytest

from ..suite.exceptions import left_out
from ..suite.generic import NAMES, grouped, sample

FIXED = left_out("one program of jax.export has all lengths")


def symbolic(first: list[Any], other: list[Any]) -> list[Any]:
    """The shapes of both, with a symbol for every pair of lengths in which they differ."""
    scope, symbols = jax.export.SymbolicScope(), dict[tuple[int, int], str]()

    def length(n: int, m: int) -> str:
        return str(n) if n == m else symbols.setdefault((n, m), f"n{len(symbols)}")

    texts = [",".join(map(length, x.shape, y.shape)) for x, y in zip(first, other, strict=True)]
    return [
        jax.ShapeDtypeStruct(jax.export.symbolic_shape(text, scope=scope) if text else (), x.dtype)
        for x, text in zip(first, texts, strict=True)
    ]


@pytest.mark.parametrize("name", grouped([n for n in NAMES if n not in FIXED], by_default=("huber", "dice")))
def test_one_program_has_all_lengths(name: str) -> None:
    """The batch's, those of the axes between, and the number of classes."""
    first, other = sample(name, batch=(5,), classes=6), sample(name, batch=(3,), classes=4)

    def call(*arrays: Any) -> Any:
        return first.loss(*arrays, **first.params)

    calls = [call, jax.grad(call)] if first.spec.rule.differentiated else [call]
    for function in calls:
        program = jax.export.export(jax.jit(function))(*symbolic(first.data, other.data))
        for s in (first, other):
            arrays = [jnp.asarray(x) for x in s.data]
            np.testing.assert_allclose(program.call(*arrays), function(*arrays), rtol=1e-9, atol=1e-12)
