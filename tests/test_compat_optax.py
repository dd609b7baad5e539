"""`unilosses.compat.optax` beside the installed optax: names, signatures, values, shapes, dtypes, gradients, errors."""

from __future__ import annotations

import importlib
import inspect
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from optax import losses as peer

from unilosses.compat import optax as ours

N, C = 4, 5


@pytest.fixture(autouse=True)
def plain_jax() -> Iterator[None]:
    """JAX as its users find it, whatever another module has set."""
    with jax.enable_x64(False), jax.numpy_dtype_promotion("standard"), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


class Draw:
    """Inputs by what they mean, in float32."""

    def __init__(self, seed: int = 3) -> None:
        self.rng = np.random.default_rng(seed)

    def real(self, *shape: int) -> Any:
        return self.rng.normal(0, 2, shape or (N, C)).astype(np.float32)

    def binary(self, *shape: int) -> Any:
        return self.rng.integers(0, 2, shape or (N, C)).astype(np.float32)

    def signed(self, *shape: int) -> Any:
        return 2 * self.binary(*shape) - 1

    def labels(self, *shape: int) -> Any:
        return self.rng.integers(0, C, shape or (N,)).astype(np.int32)

    def probs(self, *shape: int, axis: int = -1) -> Any:
        x = self.rng.gamma(1.0, 1.0, shape or (N, C)) + 0.05
        return (x / x.sum(axis=axis, keepdims=True)).astype(np.float32)

    def logs(self, *shape: int) -> Any:
        return np.log(self.probs(*shape))

    def mask(self, *shape: int) -> Any:
        found = self.rng.random(shape or (N, C)) < 0.7
        found[..., 0] = True
        return found

    def regions(self, *shape: int) -> Any:
        return np.eye(shape[-1], dtype=np.float32)[self.rng.integers(0, shape[-1], shape[:-1])]


Case = tuple[str, Callable[[Draw], tuple[Any, ...]], dict[str, Any]]


def case(name: str, draw: Callable[[Draw], tuple[Any, ...]], **keywords: Any) -> Case:
    """A call; keywords that are functions of a Draw are drawn."""
    return name, draw, keywords


def one_row_out(d: Draw) -> Any:
    found = d.mask()
    found[1] = False
    return found


CASES: list[Case] = [
    *(case(name, lambda d: (d.real(),)) for name in ("squared_error", "l2_loss", "huber_loss", "log_cosh")),
    *(case(name, lambda d: (d.real(), d.real())) for name in ("squared_error", "l2_loss", "huber_loss", "log_cosh")),
    *(case(name, lambda d: (d.real(), d.real(C))) for name in ("huber_loss", "log_cosh")),
    *(case(name, lambda d: (d.real(N, 1), d.real(N))) for name in ("huber_loss", "log_cosh")),
    *(case(name, lambda d: (d.real(), 0.5)) for name in ("huber_loss", "log_cosh")),
    case("squared_error", lambda d: (d.real(), d.labels(N, C))),
    case("huber_loss", lambda d: (d.real(), d.real()), delta=0.3),
    case("huber_loss", lambda d: (d.real(), d.real()), delta=lambda d: np.float32(0.7) + d.binary(C)),
    *(
        case(name, lambda d: (d.real(2, N, C), d.real(2, N, C)), **keywords)
        for name, some in (
            ("cosine_distance", ({}, {"axis": (0, 2)}, {"epsilon": 1e-6}, {"where": lambda d: d.mask(2, N, C)})),
            ("cosine_similarity", ({"axis": 1, "epsilon": 1e-6}, {"axis": None, "where": lambda d: d.mask(N, C)})),
        )
        for keywords in some
    ),
    case("cosine_similarity", lambda d: (d.real(), d.real(C))),
    *(
        case("triplet_margin_loss", lambda d: (d.real(), d.real(), d.real()), **keywords)
        for keywords in ({}, {"axis": 0}, {"norm_degree": 4}, {"margin": 0.2}, {"eps": 0.1})
    ),
    case("triplet_margin_loss", lambda d: (d.real(), d.real(1, C), d.real(C))),
    case("triplet_margin_loss", lambda d: (d.real()[:2], d.real()[:1], d.real()[:1]), margin=3.0),
    case("ntxent", lambda d: (d.real(6, C), np.array([0, 1, 0, 1, 2, 0]))),
    case("ntxent", lambda d: (d.real(6, C), np.array([0, 1, 0, 1, 2, 0])), temperature=0.5),
    case("ntxent", lambda d: (d.real(N, C), np.array([0, 0, 0, 0]))),
    # two classes
    case("sigmoid_binary_cross_entropy", lambda d: (d.real(), d.binary())),
    case("sigmoid_binary_cross_entropy", lambda d: (d.real(), d.real())),
    case("sigmoid_binary_cross_entropy", lambda d: (d.real(N, 1), d.labels(C))),
    case("sigmoid_focal_loss", lambda d: (d.real(), d.binary())),
    case("sigmoid_focal_loss", lambda d: (d.real(), d.binary()), alpha=0.25, gamma=0.5),
    case("sigmoid_focal_loss", lambda d: (d.real(), d.probs()), alpha=lambda d: d.probs(C)),
    case("sigmoid_focal_loss", lambda d: (d.real(), d.binary(C)), gamma=lambda d: d.binary() + np.float32(1)),
    *(case(name, lambda d: (d.real(), d.signed())) for name in ("hinge_loss", "perceptron_loss")),
    case("hinge_loss", lambda d: (d.real(), d.signed(C))),
    case("hinge_loss", lambda d: (d.real(), d.labels(C))),
    case("sparsemax_loss", lambda d: (d.real(), d.binary())),
    case("sparsemax_loss", lambda d: (d.real(), d.mask(C))),
    # several classes
    *(
        case(name, lambda d: (d.real(), d.probs()))
        for name in ("softmax_cross_entropy", "safe_softmax_cross_entropy", "poly_loss_cross_entropy")
    ),
    *(
        case(name, lambda d: (d.real(2, N, C), d.real(2, N, C)), **keywords)
        for name in ("softmax_cross_entropy", "poly_loss_cross_entropy")
        for keywords in (
            {"axis": (1, 2)}, {"axis": None, "where": lambda d: d.mask(2, N, C)},
            {"where": lambda d: d.mask(2, 1, C), "axis": 1},
        )
    ),
    case("softmax_cross_entropy", lambda d: (d.real(2, N, C), d.real(2, N, C)), where=lambda d: d.mask(2, C), axis=1),
    case("softmax_cross_entropy", lambda d: (d.real(), d.labels(N, C))),
    case("softmax_cross_entropy", lambda d: (d.real(), d.probs(C))),
    case("softmax_cross_entropy", lambda d: (d.real(C), d.probs(N, C))),
    case("softmax_cross_entropy", lambda d: (d.real(), d.probs()), where=one_row_out),
    case("poly_loss_cross_entropy", lambda d: (d.real(), d.probs()), epsilon=0.5),
    case("softmax_cross_entropy_with_integer_labels", lambda d: (d.real(), d.labels())),
    case("softmax_cross_entropy_with_integer_labels", lambda d: (d.real(2, C, N), d.labels(2, N)), axis=1),
    case("softmax_cross_entropy_with_integer_labels", lambda d: (d.real(C, 3, N), d.labels(N)), axis=(0, 1)),
    case("softmax_cross_entropy_with_integer_labels", lambda d: (d.real(), d.labels(1))),
    case("softmax_cross_entropy_with_integer_labels", lambda d: (d.real(), 0 * d.labels()), where=lambda d: d.mask()),
    case("softmax_cross_entropy_with_integer_labels", lambda d: (d.real(), 0 * d.labels()), where=one_row_out),
    *(case(name, lambda d: (d.real(), d.labels())) for name in ("multiclass_hinge_loss", "multiclass_perceptron_loss")),
    case("multiclass_hinge_loss", lambda d: (d.real(), d.labels(1)[0])),
    case("multiclass_perceptron_loss", lambda d: (d.real(C), d.labels())),
    case("multiclass_sparsemax_loss", lambda d: (d.real(), d.labels())),
    # distributions
    *(
        case(name, lambda d, of=of: (d.logs(2, N, C), of(d)), **keywords)
        for name, of in (
            ("kl_divergence", lambda d: d.probs(2, N, C)),
            ("kl_divergence_with_log_targets", lambda d: d.logs(2, N, C)),
            ("generalized_kl_divergence", lambda d: 3 * d.probs(2, N, C)),
            ("convex_kl_divergence", lambda d: 3 * d.probs(2, N, C)),
        )
        for keywords in ({"axis": (1, 2)}, {"axis": None, "where": lambda d: d.mask(N, C)})
    ),
    case("kl_divergence", lambda d: (d.logs(), d.probs(C))),
    case("generalized_kl_divergence", lambda d: (d.logs() - np.float32(200), d.probs())),
    # regions
    case("dice_loss", lambda d: (d.real(2, 3, C), d.regions(2, 3, C))),
    case("dice_loss", lambda d: (d.real(), d.binary())),
    case("dice_loss", lambda d: (d.real(2, 3), d.binary(2, 3, 1))),
    case("dice_loss", lambda d: (d.real(2, 3, 1), d.binary(2, 3))),
    *(
        case("dice_loss", lambda d: (d.real(2, 3, 2, C), d.regions(2, 3, 2, C)), **keywords)
        for keywords in (
            {"axis": (0, 1, 2)}, {"axis": 1}, {"smooth": 0.1, "alpha": 0.3, "beta": 0.7}, {"reduction": "sum"},
            {"reduction": "none"}, {"ignore_background": True}, {"class_weights": lambda d: d.probs(C)},
            {"class_weights": lambda d: d.probs(C), "ignore_background": True, "reduction": "sum"},
        )
    ),
    case("dice_loss", lambda d: (d.probs(2, 3, C), d.regions(2, 3, C)), apply_softmax=False),
    case("multiclass_generalized_dice_loss", lambda d: (d.real(2, 9, 3), d.regions(2, 9, 3))),
    case("multiclass_generalized_dice_loss", lambda d: (d.real(2, 9, 3), d.regions(2, 9, 3)), ignore_background=True),
    case("multiclass_generalized_dice_loss", lambda d: (d.real(2, 9, 3), d.regions(2, 9, 3)), smooth=0.1),
    case("multiclass_generalized_dice_loss", lambda d: (d.probs(2, 9, 3), d.regions(2, 9, 3)), apply_softmax=False),
    case("binary_dice_loss", lambda d: (d.real(2, 9), d.binary(2, 9))),
    case("binary_dice_loss", lambda d: (d.real(2, 9, 1), d.binary(2, 9, 1)), smooth=0.1),
    # rankings and labels
    case("ranking_softmax_loss", lambda d: (d.real(), d.labels(N, C))),
    case("ranking_softmax_loss", lambda d: (d.real(), d.probs()), where=one_row_out, weights=lambda d: d.probs()),
    case("ranking_softmax_loss", lambda d: (d.real(), d.probs()), reduce_fn=None),
    case("ranking_softmax_loss", lambda d: (d.real(), d.probs()), where=one_row_out, reduce_fn=None),
    case("ranking_softmax_loss", lambda d: (d.real(), d.probs()), where=one_row_out, reduce_fn=jnp.sum),
    case("ranking_softmax_loss", lambda d: (d.real(), d.probs()), where=one_row_out, reduce_fn=jnp.mean),
    case("ranking_softmax_loss", lambda d: (d.real(), d.probs()), weights=lambda d: d.probs(N, 1)),
    *(
        case("smooth_labels", lambda d: (d.probs(2, N, C), 0.3), **keywords)
        for keywords in ({}, {"axis": (0, 1)}, {"axis": None}, {"where": lambda d: d.mask(2, N, C)})
    ),
    case("smooth_labels", lambda d: (d.probs(), np.float32(1.5))),
]  # fmt: skip


def drawn(case: Case) -> tuple[tuple[Any, ...], dict[str, Any]]:
    d = Draw()
    _, draw, keywords = case
    own = {k: v(d) if callable(v) and v not in (jnp.sum, jnp.mean) else v for k, v in keywords.items()}
    return draw(d), own


def ident(case: Case) -> str:
    return "-".join([case[0], *case[2]])


def in_jax(x: Any) -> Any:
    return jnp.asarray(x) if isinstance(x, np.ndarray | np.generic) else x


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
    with jax.enable_x64(False), jax.numpy_dtype_promotion("standard"), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
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


# --- names, signatures, errors --------------------------------------------------------------------------------------

NAMES = sorted(n for n, f in vars(peer).items() if not n.startswith("_") and inspect.isfunction(f))
ABSENT = {"ctc_loss_with_forward_probs"}
OTHER_DEFAULT = {("ranking_softmax_loss", "reduce_fn")}


def test_every_name_is_there_or_has_its_line() -> None:
    assert len(NAMES) >= 32
    missing = {n for n in NAMES if not hasattr(ours, n)}
    assert missing == ABSENT
    assert set(ours.DIFFERENCES) - {"*"} <= set(NAMES)
    assert missing | {n for n, _ in OTHER_DEFAULT} <= set(ours.DIFFERENCES)
    assert ours.losses.huber_loss is ours.huber_loss


def test_every_function_and_parameter_is_called_above() -> None:
    elsewhere = {"ctc_loss", "make_fenchel_young_loss", *ABSENT}
    called = {c[0] for c in CASES} | elsewhere
    assert called == set(NAMES)
    given: dict[str, set[str]] = {}
    for name, _, keywords in CASES:
        given.setdefault(name, set()).update(keywords)
    for name in set(NAMES) - elsewhere:
        parameters = inspect.signature(getattr(peer, name)).parameters.values()
        options = {
            p.name for p in parameters if p.default is not p.empty and p.name not in ("targets", "apply_sigmoid")
        }
        assert options <= given[name], name


@pytest.mark.parametrize("name", sorted(set(NAMES) - ABSENT))
def test_signature(name: str) -> None:
    def read(function: Any) -> list[Any]:
        return [
            (p.name, p.kind, None if (name, p.name) in OTHER_DEFAULT else p.default)
            for p in inspect.signature(function).parameters.values()
        ]

    assert read(getattr(ours, name)) == read(getattr(peer, name))


INTEGERS, PLAIN = np.ones((N, C), np.int32), np.ones((N, C), np.float32)
ERRORS: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
    *((name, (INTEGERS, PLAIN), {}) for name in NAMES if name in {
        "squared_error", "l2_loss", "huber_loss", "log_cosh", "cosine_similarity", "cosine_distance", "kl_divergence",
        "sigmoid_binary_cross_entropy", "softmax_cross_entropy", "safe_softmax_cross_entropy", "sigmoid_focal_loss",
        "poly_loss_cross_entropy", "kl_divergence_with_log_targets", "generalized_kl_divergence",
        "ranking_softmax_loss",
    }),
    *((name, (PLAIN, INTEGERS), {}) for name in (
        "cosine_similarity", "kl_divergence", "kl_divergence_with_log_targets", "generalized_kl_divergence",
        "poly_loss_cross_entropy",
    )),
    *((name, (PLAIN, PLAIN[:, :3]), {}) for name in (
        "squared_error", "l2_loss", "perceptron_loss", "dice_loss", "multiclass_generalized_dice_loss", "hinge_loss",
        "softmax_cross_entropy", "kl_divergence", "cosine_distance", "sigmoid_focal_loss", "binary_dice_loss",
    )),
    *((name, (PLAIN, PLAIN[0]), {}) for name in ("squared_error", "perceptron_loss")),
    ("squared_error", (PLAIN, 1.0), {}),
    ("softmax_cross_entropy_with_integer_labels", (PLAIN, PLAIN[:, 0]), {}),
    ("softmax_cross_entropy_with_integer_labels", (INTEGERS, INTEGERS[:, 0]), {}),
    ("softmax_cross_entropy_with_integer_labels", (PLAIN, INTEGERS[:, 0]), {"axis": None}),
    ("softmax_cross_entropy_with_integer_labels", (PLAIN, INTEGERS[:, 0]), {"axis": 2}),
    ("softmax_cross_entropy_with_integer_labels", (PLAIN, INTEGERS[:3, 0]), {}),
    ("softmax_cross_entropy", (PLAIN, PLAIN), {"axis": 2}),
    ("kl_divergence", (PLAIN, PLAIN), {"axis": 2}),
    ("multiclass_hinge_loss", (PLAIN, INTEGERS[:3, 0]), {}),
    ("ntxent", (INTEGERS, INTEGERS[:, 0]), {}),
    ("ntxent", (PLAIN, INTEGERS[:3, 0]), {}),
    ("triplet_margin_loss", (INTEGERS, PLAIN, PLAIN), {}),
    ("triplet_margin_loss", (PLAIN, PLAIN, INTEGERS), {}),
    ("triplet_margin_loss", (PLAIN, PLAIN, PLAIN[:, :3]), {}),
    ("dice_loss", (PLAIN, PLAIN), {"reduction": "median"}),
    ("dice_loss", (PLAIN, PLAIN), {"class_weights": PLAIN}),
    ("smooth_labels", (INTEGERS, 0.1), {}),
    ("ctc_loss", (PLAIN, PLAIN, INTEGERS, INTEGERS), {}),
    ("ctc_loss", (np.ones((2, N, C), np.float32), PLAIN[:2, :N], INTEGERS[:2], INTEGERS[:2, :3]), {}),
    ("ctc_loss", (np.ones((2, N, C), np.float32), PLAIN[:2, :3], INTEGERS[:2], INTEGERS[:2]), {}),
    ("ctc_loss", (np.ones((2, N, C), np.float32), PLAIN[:2, :N], INTEGERS, INTEGERS), {}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "args", "keywords"), ERRORS)
def test_error_types(name: str, args: Any, keywords: Any) -> None:
    args, keywords = [in_jax(x) for x in args], {k: in_jax(v) for k, v in keywords.items()}
    with pytest.raises((TypeError, ValueError)) as theirs:
        jax.eval_shape(lambda *a: getattr(peer, name)(*a, **keywords), *args)
    broadcast = "incompatible shapes for broadcasting" in str(theirs.value)  # TypeError in some places, by JAX
    with pytest.raises(ValueError if broadcast else theirs.type):
        getattr(ours, name)(*args, **keywords)


# --- the lines of the table -----------------------------------------------------------------------------------------


def test_stated_differences_are_there() -> None:
    zero, some = np.zeros((1, 3), np.float32), np.asarray([[1.0, 2.0], [2.0, 1.0]], np.float32)
    logits, labels = np.asarray([[0.0, 1.0, -np.inf]], np.float32), np.asarray([[0.5, 0.5, 0.0]], np.float32)

    @jax.jit
    def theirs() -> Any:
        nans = peer.cosine_similarity(zero, zero + 1), peer.softmax_cross_entropy(logits, labels)
        return *nans, peer.ntxent(some, jnp.arange(2)), peer.safe_softmax_cross_entropy(logits, labels)

    *nans, safe = theirs()
    assert all(np.isnan(x).all() for x in nans)
    assert ours.cosine_similarity(zero, zero + 1) == 0
    np.testing.assert_allclose(ours.softmax_cross_entropy(logits, labels), safe, rtol=1e-6)
    assert ours.ntxent(some, np.arange(2)) == 0
    with pytest.raises(ValueError, match="valid probability"):
        peer.binary_dice_loss(np.full((2, 4), 0.5, np.float32), np.ones((2, 4)), apply_sigmoid=False)
    assert ours.binary_dice_loss(np.full((2, 4), 0.5, np.float32), np.ones((2, 4)), apply_sigmoid=False).shape == (2,)
    anchor = np.asarray([[1.0, -1.0]], np.float32)  # the sum of absolute differences is 2, not 0
    np.testing.assert_allclose(ours.triplet_margin_loss(anchor, 0 * anchor, anchor, norm_degree=1), [3.0], rtol=1e-5)
    with pytest.raises(ValueError, match="labels run from 0"):
        ours.softmax_cross_entropy_with_integer_labels(some, np.asarray([0, -1]))


def test_the_deprecated_name_says_so() -> None:
    with pytest.warns(DeprecationWarning, match="generalized_kl_divergence"):
        ours.convex_kl_divergence(np.log(PLAIN), PLAIN)


@pytest.mark.parametrize("name", ["dice_loss", "softmax_cross_entropy", "kl_divergence"])
def test_under_jit(name: str) -> None:
    d = Draw()
    x, y = d.probs(), d.probs()
    keywords = {"apply_softmax": False} if name == "dice_loss" else {}
    function = getattr(ours, name)
    expected = function(x, y, **keywords)
    np.testing.assert_allclose(jax.jit(lambda a, b: function(a, b, **keywords))(x, y), expected, rtol=1e-5)


# --- NumPy arrays beside JAX's --------------------------------------------------------------------------------------

LOGITS, ONE_HOT = np.asarray([[1.0, -2.0, 0.5]], np.float32), np.asarray([[0.0, 1.0, 0.0]], np.float32)


@pytest.mark.parametrize("where", ["jax.numpy", "torch"])
@pytest.mark.parametrize(("name", "target"), [
    ("softmax_cross_entropy", ONE_HOT),
    ("softmax_cross_entropy_with_integer_labels", np.asarray([1])),
    ("sigmoid_focal_loss", ONE_HOT),
    ("l2_loss", ONE_HOT),
])  # fmt: skip
def test_numpy_arrays_go_where_the_others_are(where: str, name: str, target: Any) -> None:
    library, loss = importlib.import_module(where), getattr(ours, name)
    expected = loss(LOGITS, target)
    for pair in ((library.asarray(LOGITS), target), (LOGITS, library.asarray(target))):
        value = loss(*pair)
        assert type(value) is type(library.asarray(LOGITS))
        np.testing.assert_allclose(np.asarray(value), expected, rtol=1e-6)


def test_keywords_go_there_too() -> None:
    value = ours.kl_divergence(jnp.asarray(LOGITS), targets=ONE_HOT, where=np.asarray([[True, True, False]]))
    assert isinstance(value, jax.Array)
    np.testing.assert_allclose(value, [2.0])


def test_the_loss_that_is_made_takes_them_too() -> None:
    loss = ours.make_fenchel_young_loss(lambda row: row.max())
    np.testing.assert_allclose(loss(jnp.asarray(LOGITS), ONE_HOT), [3.0])
