"""Pairs, triplets and batches of vectors."""

import numpy as np

import unilosses as u

from ..proofs.comparison import compare, promoting


def _unit(x):
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


def _positives(labels):
    """How many other rows have a row's label."""
    return (labels[:, None] == labels).sum(axis=1) - 1.0


def _torch_distance(x, y):
    return np.linalg.norm(x - y + 1e-6, axis=-1)


COMPARISONS = [
    compare(
        "cosine_embedding",
        "torch",
        "cosine_embedding_loss",
        lambda f, d: f(d.anchor, d.other, d.row_signs),
        lambda d: u.cosine_embedding(d.anchor, d.other, d.row_signs),
    ),
    compare(
        "triplet_margin",
        "torch",
        "triplet_margin_loss",
        lambda f, d: f(d.anchor, d.other, d.third),
        lambda d: u.triplet_margin(d.anchor, d.other, d.third, eps=1e-6),
    ),
    compare(
        "triplet_margin",
        "optax",
        "triplet_margin_loss",
        lambda f, d: f(d.anchor, d.other, d.third),
        lambda d: u.triplet_margin(d.anchor, d.other, d.third, reduction="none"),
        "optax adds 1e-6 to each sum of squares, under the root",
    ),
    compare(
        "triplet_margin_with_distance",
        "torch",
        "triplet_margin_with_distance_loss",
        lambda f, d: f(d.anchor, d.other, d.third),
        lambda d: u.triplet_margin_with_distance(d.anchor, d.other, d.third, distance_function=_torch_distance),
    ),
    compare(
        "nt_xent",
        "optax",
        "ntxent",
        lambda f, d: promoting(f, d.anchor, d.labels),
        lambda d: u.nt_xent(d.anchor, d.labels, weight=_positives(d.labels)),
    ),
    compare(
        "circle",
        "keras",
        "circle",
        lambda f, d: f(d.labels, _unit(d.anchor)),
        lambda d: u.circle(d.anchor, d.labels, reduction="none"),
    ),
]
