"""`unilosses.compat.optax` beside the installed optax: values, shapes, dtypes, gradients."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from optax import losses as peer
from optax_cases import CASES, C, Case, Draw, drawn, ident, in_jax, jax_as_found

from unilosses.compat import optax as ours


@pytest.fixture(autouse=True)
def plain_jax() -> Iterator[None]:
    with jax_as_found():
        yield


# optax looks at the numbers here, which it cannot when compiled.
AT_ONCE = 12
EAGER = [c for c in CASES if "apply_softmax" in c[2]]
# Gradients: every function once, and wherever a parameter changes what is differentiated.
WITH_GRADIENT = [
    c for i, c in enumerate(CASES)
    if c not in EAGER and (all(c[0] != b[0] for b in CASES[:i]) or {"where", "delta"} & {*c[2]})
]  # fmt: skip


# Where optax's own gradient is no derivative: lines of the table say so.
OTHER_GRADIENT = {("sigmoid_focal_loss", 1)}
NAN_BY_MASKED = {"softmax_cross_entropy", "poly_loss_cross_entropy"}


def call(function: Callable[..., Any], case: Case) -> tuple[Callable[..., Any], list[Any]]:
    """A case as a function of its floating-point arrays, and these."""
    args, keywords = drawn(case)
    args, keywords = [in_jax(x) for x in args], {k: in_jax(v) for k, v in keywords.items()}
    by = [i for i, x in enumerate(args) if getattr(x, "dtype", None) == jnp.float32]

    def run(*some: Any) -> Any:
        new = dict(zip(by, some, strict=True))
        return function(*[new.get(i, x) for i, x in enumerate(args)], **keywords)

    return run, [args[i] for i in by]


compiled_once = pytest.mark.xdist_group("optax")  # in one process


@pytest.fixture(scope="module")
def expected() -> dict[int, Any]:
    """optax's values and gradients by the case's identity: compiled together, which takes JAX a fraction."""
    with jax_as_found():
        calls = {id(c): call(getattr(peer, c[0]), c) for c in CASES}
        slow = {id(c) for c in EAGER}
        graded = {id(c) for c in WITH_GRADIENT}

        def together(inputs: dict[int, list[Any]]) -> dict[int, Any]:
            found = {}
            for i, arrays in inputs.items():
                of = tuple(range(len(arrays)))
                total = lambda *a, i=i: (jnp.sum(v := calls[i][0](*a)), v)  # noqa: E731 - differentiated at once
                if i in graded:
                    (_, value), gradients = jax.value_and_grad(total, argnums=of, has_aux=True)(*arrays)
                    found[i] = value, gradients
                else:
                    found[i] = calls[i][0](*arrays), None
            return found

        found = {i: (calls[i][0](*calls[i][1]), None) for i in slow}
        rest = [i for i in calls if i not in slow]
        for k in range(0, len(rest), AT_ONCE):
            inputs = {i: calls[i][1] for i in rest[k : k + AT_ONCE]}
            found |= jax.jit(together, compiler_options={"xla_backend_optimization_level": 0})(inputs)
        return found


@compiled_once
@pytest.mark.parametrize("case", CASES, ids=ident)
def test_values(case: Case, expected: dict[int, Any]) -> None:
    args, keywords = drawn(case)
    reduce_fn = keywords.get("reduce_fn")
    if reduce_fn is not None:
        keywords["reduce_fn"] = {jnp.mean: np.mean, jnp.sum: np.sum}[reduce_fn]
    value = getattr(ours, case[0])(*args, **keywords)
    wanted, _ = expected[id(case)]
    assert isinstance(value, np.ndarray | np.generic)
    assert (value.shape, value.dtype) == (wanted.shape, wanted.dtype)
    np.testing.assert_allclose(value, wanted, rtol=2e-5, atol=1e-5)


@compiled_once
@pytest.mark.parametrize("case", WITH_GRADIENT, ids=ident)
def test_gradients(case: Case, expected: dict[int, Any]) -> None:
    import torch

    args, keywords = drawn(case)
    reduce_fn = keywords.get("reduce_fn")
    tensors = [torch.from_numpy(np.array(x)) if hasattr(x, "dtype") else x for x in args]
    by = [x.requires_grad_() for x in tensors if getattr(x, "dtype", None) == torch.float32]
    keywords = {k: torch.from_numpy(np.array(v)) if hasattr(v, "dtype") else v for k, v in keywords.items()}
    if reduce_fn is jnp.mean:
        keywords["reduce_fn"] = "mean"
    elif reduce_fn is jnp.sum:
        keywords["reduce_fn"] = lambda x, where: x[where].sum()
    value = getattr(ours, case[0])(*tensors, **keywords)
    found = torch.autograd.grad(value.sum(), by, allow_unused=True)
    for i, (f, w) in enumerate(zip(found, expected[id(case)][1], strict=True)):
        if (case[0], i) in OTHER_GRADIENT:
            continue
        got = np.zeros(w.shape) if f is None else f.numpy()
        if case[0] in NAN_BY_MASKED and "where" in keywords:  # by labels that `where` leaves out
            assert np.isfinite(got).all()
            w = np.where(np.isnan(w), 0.0, w)
        np.testing.assert_allclose(got, w, rtol=1e-4, atol=1e-5 * max(1.0, float(np.abs(w).max())))


def result_of(run: Callable[..., Any], arrays: list[Any], dtypes: tuple[Any, Any]) -> Any:
    """Shape and dtype of what comes of arrays in these dtypes, the first one's and the others'; nothing is computed."""
    given = [jax.ShapeDtypeStruct(x.shape, dtypes[i > 0]) for i, x in enumerate(arrays)]
    found = jax.eval_shape(run, *given)
    return found.shape, found.dtype


@pytest.mark.parametrize("case", {c[0]: c for c in reversed(CASES) if not c[2]}.values(), ids=ident)
def test_dtypes_of_half_precision(case: Case) -> None:
    theirs, arrays = call(getattr(peer, case[0]), case)
    mine, _ = call(getattr(ours, case[0]), case)
    for dtypes in ((jnp.bfloat16, jnp.bfloat16), (jnp.bfloat16, jnp.float32)):
        assert result_of(mine, arrays, dtypes) == result_of(theirs, arrays, dtypes), dtypes


# --- what is no plain call ------------------------------------------------------------------------------------------

LENGTHS = np.array([0, 1, 3, 2])
FRAMES = np.array([6, 8, 8, 7])


def ctc_arguments() -> tuple[Any, ...]:
    d = Draw()
    words = np.array([[2, 2, 1], [3, 1, 1], [2, 2, 1], [4, 3, 2]])
    return (
        d.real(4, 8, C), (np.arange(8) >= FRAMES[:, None]).astype(np.float32),
        words, (np.arange(3) >= LENGTHS[:, None]).astype(np.float32),
    )  # fmt: skip


@pytest.mark.parametrize("blank", [0, 4])
def test_ctc(blank: int) -> None:
    import torch

    logits, frames, words, letters = ctc_arguments()
    words = words - (blank == 4)

    def total(x: Any) -> Any:
        value = peer.ctc_loss(x, frames, words, letters, blank_id=blank, log_epsilon=-1e6)
        return value.sum(), value

    (_, expected), wanted = jax.jit(jax.value_and_grad(total, has_aux=True))(jnp.asarray(logits))
    value = ours.ctc_loss(logits, frames, words, letters, blank_id=blank, log_epsilon=-1e6)
    assert (value.shape, value.dtype) == (expected.shape, expected.dtype)
    np.testing.assert_allclose(value, expected, rtol=1e-5)
    x = torch.from_numpy(logits).requires_grad_()
    ours.ctc_loss(x, *map(torch.from_numpy, (frames, words, letters)), blank_id=blank).sum().backward()
    np.testing.assert_allclose(x.grad, wanted, rtol=1e-4, atol=1e-5)


def test_ctc_that_no_alignment_can_leave_costs_infinity() -> None:
    logits, frames, words, _ = ctc_arguments()
    frames[:, 2:] = 1.0
    value = ours.ctc_loss(logits, frames, words, np.zeros(words.shape, np.float32))
    assert np.isinf(value).all()


def test_fenchel_young_of_a_function_of_ones_own() -> None:
    d = Draw()
    scores, targets = jnp.asarray(d.real()), jnp.asarray(d.probs())

    def both(scores: Any, targets: Any) -> Any:
        found = []
        for make in (ours.make_fenchel_young_loss, peer.make_fenchel_young_loss):
            loss = make(jax.nn.logsumexp)
            total = lambda x, loss=loss: (loss(x, targets[0]).sum(), loss(x, targets))  # noqa: E731 - for the gradient
            found.append((loss(scores[0], targets[0]), *jax.value_and_grad(total, has_aux=True)(scores)))
        return found

    for value, expected in zip(*map(jax.tree.leaves, jax.jit(both)(scores, targets)), strict=True):
        assert (value.shape, value.dtype) == (expected.shape, expected.dtype)
        np.testing.assert_allclose(value, expected, rtol=1e-4, atol=1e-6)


def test_fenchel_young_in_numpy() -> None:
    d = Draw()
    scores, targets = d.real(), d.probs()
    loss = ours.make_fenchel_young_loss(lambda row: np.max(row))(scores, targets)
    np.testing.assert_allclose(loss, scores.max(axis=-1) - (scores * targets).sum(axis=-1), rtol=1e-5)
