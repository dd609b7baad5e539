"""Arguments for every loss of torch.nn.functional, with every parameter that it documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

Draw = tuple[tuple[Any, ...], dict[str, Any]]
WITHOUT_OLD_WORDS = (
    "gaussian_nll_loss",
    "ctc_loss",
    "huber_loss",
    "linear_cross_entropy",
    "triplet_margin_with_distance_loss",
)
# By what other arguments than the positional ones torch has gradients.
DIFFERENTIABLE = {
    "l1_loss": ("weight",),
    "mse_loss": ("weight",),
    "huber_loss": ("weight",),
    "multilabel_soft_margin_loss": ("weight",),
    "linear_cross_entropy": ("linear_bias",),
}
# And which positional ones it has none for.
WITHOUT_GRADIENT = {"soft_margin_loss": (1,), "hinge_embedding_loss": (1,), "cosine_embedding_loss": (2,)}


def draws(name: str, dtype: torch.dtype) -> list[Draw]:
    """Positional arrays and keywords of some calls, the same each time, away from kinks."""
    return list(globals()[f"_{name}"](_Numbers(dtype)))


class _Numbers:
    def __init__(self, dtype: torch.dtype) -> None:
        self.dtype = dtype
        self.generator = torch.Generator().manual_seed(17)

    def normal(self, *shape: int) -> Tensor:
        return torch.randn(shape, generator=self.generator, dtype=torch.float64).to(self.dtype)

    def unit(self, *shape: int) -> Tensor:
        return (0.02 + 0.96 * torch.rand(shape, generator=self.generator, dtype=torch.float64)).to(self.dtype)

    def below(self, n: int, *shape: int) -> Tensor:
        return torch.randint(n, shape, generator=self.generator)

    def signs(self, *shape: int) -> Tensor:
        return (2 * self.below(2, *shape) - 1).to(self.dtype)

    def shares(self, *shape: int, axis: int = 1) -> Tensor:
        return torch.softmax(self.normal(*shape), axis)


def _residual(d: _Numbers) -> Iterator[Draw]:
    yield (d.normal(3, 4), d.normal(3, 4)), {}
    yield (d.normal(), d.normal()), {}
    yield (d.normal(3, 4), d.normal(4)), {}  # broadcast, with a warning
    yield (d.normal(0, 4), d.normal(0, 4)), {}


def _l1_loss(d: _Numbers) -> Iterator[Draw]:
    yield from _residual(d)
    yield (d.normal(3, 4), d.normal(3, 4)), {"weight": d.unit(3, 4)}
    yield (d.normal(1, 4), d.normal(3, 4)), {"weight": d.unit(1, 4)}


_mse_loss = _l1_loss


def _smooth_l1_loss(d: _Numbers) -> Iterator[Draw]:
    yield from _residual(d)
    for beta in (0.0, 0.3, 2):
        yield (d.normal(3, 4), d.normal(3, 4)), {"beta": beta}


def _huber_loss(d: _Numbers) -> Iterator[Draw]:
    yield from _residual(d)
    for delta in (0.3, 2):
        yield (d.normal(3, 4), d.normal(3, 4)), {"delta": delta}
    yield (d.normal(3, 4), d.normal(3, 4)), {"delta": 0.5, "weight": d.unit(3, 4)}


def _binary_cross_entropy(d: _Numbers) -> Iterator[Draw]:
    for weight in (None, d.unit(3, 4), d.unit(4), d.unit(3, 1), d.unit()):
        yield (d.unit(3, 4), d.unit(3, 4)), {"weight": weight}
    yield (d.unit(0), d.unit(0)), {}
    yield (d.unit(), d.unit()), {}


def _binary_cross_entropy_with_logits(d: _Numbers) -> Iterator[Draw]:
    for weight in (None, d.unit(3, 4), d.unit(4), d.unit(3, 1)):
        for pos_weight in (None, d.unit(), d.unit(4), d.unit(3, 1), d.unit(3, 4)):
            yield (d.normal(3, 4), d.unit(3, 4)), {"weight": weight, "pos_weight": pos_weight}
    yield (d.normal(2, 3, 2), d.unit(2, 3, 2)), {"pos_weight": d.unit(3, 1)}
    yield (d.normal(0), d.unit(0)), {}
    yield (d.normal(), d.unit()), {"pos_weight": d.unit()}


def _multilabel_soft_margin_loss(d: _Numbers) -> Iterator[Draw]:
    for weight in (None, d.unit(4), d.unit(3, 4), d.unit(3, 1)):
        yield (d.normal(3, 4), d.unit(3, 4)), {"weight": weight}
    yield (d.normal(4), d.unit(4)), {"weight": d.unit(4)}
    yield (d.normal(2, 3, 4), d.unit(4)), {}


def _kl_div(d: _Numbers) -> Iterator[Draw]:
    yield (d.shares(3, 4).log(), d.shares(3, 4)), {}
    yield (d.shares(3, 4).log(), d.shares(3, 4).log()), {"log_target": True}
    yield (d.shares(3, 4).log(), d.shares(4, axis=0)), {}
    yield (d.normal(), d.unit()), {}
    yield (d.shares(3, 4).log(), d.shares(3, 4)), {"reduction": "batchmean"}
    yield (d.shares(3, 4).log(), d.shares(3, 4).log()), {"reduction": "batchmean", "log_target": True}
    yield (d.normal(), d.unit()), {"reduction": "batchmean"}


def _poisson_nll_loss(d: _Numbers) -> Iterator[Draw]:
    counts = (d.below(6, 3, 4) + 0.25).to(d.dtype)
    for full in (False, True):
        yield (d.normal(3, 4), counts), {"full": full}
        yield (d.unit(3, 4), counts), {"full": full, "log_input": False}
        yield (d.unit(3, 4), counts), {"full": full, "log_input": False, "eps": 0.1}
        yield (d.unit(3, 4), counts), {"full": full, "log_input": False, "eps": 0.0}
        yield (d.unit(3, 4), counts[0]), {"full": full, "log_input": False, "eps": -0.01}


def _gaussian_nll_loss(d: _Numbers) -> Iterator[Draw]:
    for var in (d.unit(3, 4), d.unit(3), d.unit(3, 1), d.unit(1, 4), 0.7, d.unit(3, 4) * 1e-3):
        for full in (False, True):
            yield (d.normal(3, 4), d.normal(3, 4), var), {"full": full, "eps": 1e-3}
    yield (d.normal(3, 4), d.normal(4), d.unit(3, 4)), {}
    yield (d.normal(3, 4), d.normal(3, 4), d.unit(3, 4)), {"eps": 0.0}


def _hinge_embedding_loss(d: _Numbers) -> Iterator[Draw]:
    for margin in (1.0, 0.2, -0.3):
        yield (d.normal(3, 4), d.signs(3, 4)), {"margin": margin}
    yield (d.normal(3, 4), d.signs(4)), {}
    yield (d.normal(4), d.signs(3, 4).to(torch.int64)), {}


def _soft_margin_loss(d: _Numbers) -> Iterator[Draw]:
    yield (d.normal(3, 4), d.signs(3, 4)), {}
    yield (d.normal(3, 4), d.signs(4).to(torch.int64)), {}
    yield (d.normal(0), d.signs(0)), {}


def _cross_entropy(d: _Numbers) -> Iterator[Draw]:
    ignored = torch.tensor([1, -100, 4, 0, 2, -100])
    for weight in (None, d.unit(5)):
        for smoothing in (0.0, 0.1, 1.0):
            options = {"weight": weight, "label_smoothing": smoothing}
            yield (d.normal(6, 5), d.below(5, 6)), options
            yield (d.normal(6, 5), ignored), options
            yield (d.normal(6, 5), d.below(5, 6)), options | {"ignore_index": 2}
            yield (d.normal(2, 5, 3, 2), d.below(5, 2, 3, 2)), options
            yield (d.normal(6, 5), d.shares(6, 5)), options
            yield (d.normal(2, 5, 3), d.shares(2, 5, 3)), options
            yield (d.normal(5), d.shares(5, axis=0)), options
        yield (d.normal(5), d.below(5)), {"weight": weight}
        yield (d.normal(6, 5), torch.full((6,), -100)), {"weight": weight}
    yield (d.normal(0, 5), d.below(5, 0)), {}
    yield (d.normal(6, 5), d.below(5, 6).to(torch.uint8)), {"label_smoothing": -0.1}


def _nll_loss(d: _Numbers) -> Iterator[Draw]:
    for weight in (None, d.unit(5)):
        yield (d.shares(6, 5).log(), d.below(5, 6)), {"weight": weight}
        yield (d.shares(6, 5).log(), d.below(5, 6)), {"weight": weight, "ignore_index": 2}
        yield (d.shares(2, 5, 3, 2).log(), d.below(5, 2, 3, 2)), {"weight": weight}
        yield (d.shares(5, axis=0).log(), d.below(5)), {"weight": weight}
        yield (d.shares(6, 5).log(), torch.full((6,), -100)), {"weight": weight}


def _linear_cross_entropy(d: _Numbers) -> Iterator[Draw]:
    for weight in (None, d.unit(5)):
        for bias in (None, d.normal(5)):
            options = {"weight": weight, "linear_bias": bias}
            yield (d.normal(6, 3), d.normal(5, 3), d.below(5, 6)), options
            yield (d.normal(6, 3), d.normal(5, 3), d.below(5, 6)), options | {"ignore_index": 2, "label_smoothing": 0.1}
            yield (d.normal(6, 3), d.normal(5, 3), d.shares(6, 5)), options | {"label_smoothing": 0.1}
            yield (d.normal(3), d.normal(5, 3), d.below(5)), options
    yield (d.normal(6, 3), d.normal(5, 3), torch.full((6,), -100)), {}
    yield (d.normal(6, 3), d.normal(5, 2, 3), d.below(5, 6, 2)), {"linear_bias": d.normal(5, 2), "weight": d.unit(5)}
    options = torch.nn.modules.linear_cross_entropy_options.LinearCrossEntropyOptions(
        batch_chunk_size=2, chunking_method=None, allow_retain_graph=True
    )
    yield (d.normal(6, 3), d.normal(5, 3), d.below(5, 6)), {"options": options}


def _multi_margin_loss(d: _Numbers) -> Iterator[Draw]:
    for p in (1, 2):
        for weight in (None, d.unit(5)):
            for margin in (1.0, 0.3, -0.2):
                yield (d.normal(6, 5), d.below(5, 6)), {"p": p, "margin": margin, "weight": weight}
    yield (d.normal(5), d.below(5)), {}
    yield (d.normal(5), d.below(5, 1)), {}


def _multilabel_margin_loss(d: _Numbers) -> Iterator[Draw]:
    lists = torch.tensor([[0, 2, -1, 1], [3, -1, 0, 0], [-1, 0, 1, 2], [0, 1, 2, 3], [1, 1, 3, -1]])
    yield (d.normal(5, 4), lists), {}
    yield (d.normal(4), lists[0]), {}


def _cosine_embedding_loss(d: _Numbers) -> Iterator[Draw]:
    for margin in (0, 0.3, -0.5, 2.0):
        yield (d.normal(6, 3), d.normal(6, 3), d.signs(6)), {"margin": margin}
    yield (d.normal(6, 3), d.normal(1, 3), d.signs(6)), {}
    yield (d.normal(3), d.normal(3), d.signs()), {}


def _margin_ranking_loss(d: _Numbers) -> Iterator[Draw]:
    for margin in (0, 0.4, -0.6):
        yield (d.normal(6), d.normal(6), d.signs(6)), {"margin": margin}
    yield (d.normal(3, 1), d.normal(1, 4), d.signs(3, 4)), {}
    yield (d.normal(), d.normal(), d.signs()), {}


def _triplets(d: _Numbers) -> tuple[Tensor, Tensor, Tensor]:
    return d.normal(6, 3), d.normal(6, 3), d.normal(6, 3)


def _triplet_margin_loss(d: _Numbers) -> Iterator[Draw]:
    for p in (1, 1.5, 2.0, 3, float("inf")):
        for swap in (False, True):
            yield _triplets(d), {"p": p, "swap": swap}
    yield _triplets(d), {"margin": 0.3, "eps": 0.1}
    yield _triplets(d), {"eps": -0.1}
    yield (d.normal(2, 6, 3), d.normal(2, 6, 3), d.normal(2, 1, 3)), {}
    yield (d.normal(3), d.normal(3), d.normal(3)), {}


def _triplet_margin_with_distance_loss(d: _Numbers) -> Iterator[Draw]:
    for function in (None, torch.nn.PairwiseDistance(p=1), lambda x, y: 1 - torch.cosine_similarity(x, y), _apart):
        for swap in (False, True):
            yield _triplets(d), {"distance_function": function, "swap": swap, "margin": 0.4}


def _apart(x: Tensor, y: Tensor) -> Tensor:
    """A distance of numbers, not of rows."""
    return (x - y) ** 2


def _ctc_loss(d: _Numbers) -> Iterator[Draw]:
    log_probs = d.shares(8, 3, 5, axis=2).log()
    labels, frames, counts = (
        torch.tensor([[1, 2, 2, 4], [3, 3, 1, 1], [4, 0, 0, 0]]),
        torch.tensor([8, 7, 6]),
        [4, 2, 1],
    )
    lengths = torch.tensor(counts)
    for zero_infinity in (False, True):
        yield (log_probs, labels, frames, lengths), {"zero_infinity": zero_infinity}
    yield (log_probs, torch.tensor([1, 2, 2, 4, 3, 3, 4]), frames, lengths), {}
    yield (log_probs, labels.int(), tuple(frames.tolist()), tuple(counts)), {}
    yield (log_probs, labels, frames, lengths * 0), {}
    yield (log_probs, (labels - 1) % 5 * (labels > 0), frames, lengths), {"blank": 4}
    yield (log_probs[:, 0], labels[0], frames[0], lengths[0]), {}
    yield (log_probs[:3], labels, torch.tensor([3, 3, 3]), lengths), {"zero_infinity": True}  # two without alignment
