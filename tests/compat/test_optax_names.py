"""`unilosses.compat.optax` beside the installed optax: names, signatures, errors, differences, NumPy beside JAX."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from optax import losses as peer
from optax_cases import CASES, C, Draw, N, in_jax, jax_as_found

from unilosses.compat import optax as ours


@pytest.fixture(autouse=True)
def plain_jax() -> Iterator[None]:
    with jax_as_found():
        yield


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
