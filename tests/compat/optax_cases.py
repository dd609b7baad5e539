"""Calls of every loss of optax, with every parameter, the inputs drawn; and JAX as its users find it."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

N, C = 4, 5


@contextlib.contextmanager
def jax_as_found() -> Iterator[None]:
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
