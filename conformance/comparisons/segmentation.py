"""Regions of pixels."""

import numpy as np

import unilosses as u

from ..proofs.comparison import compare, mean, softmax


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


def _by_class(x):
    """The pixels of all samples, class by class."""
    return np.moveaxis(x, -1, 0).reshape(x.shape[-1], -1)


def _inverse_squares(target):
    """A weight for each class by its size in all samples."""
    return 1 / (target.sum(axis=(0, 1))[None, :] ** 2 + 1e-7)


COMPARISONS = [
    compare(
        "dice",
        "keras",
        "dice",
        lambda f, d: f(d.regions, softmax(d.pixels)),
        lambda d: u.dice(softmax(d.pixels), d.regions, axis=(0, 1, 2)),
    ),
    compare(
        "dice",
        "optax",
        "dice_loss",
        lambda f, d: f(d.pixels, d.regions),
        lambda d: mean(u.dice(softmax(d.pixels), d.regions, smooth=2.0, axis=1, reduction="none")),
    ),
    compare(
        "dice",
        "optax",
        "binary_dice_loss",
        lambda f, d: f(d.logits, d.binary),
        lambda d: u.dice(_sigmoid(d.logits), d.binary, smooth=2.0, reduction="none"),
    ),
    compare(
        "tversky",
        "keras",
        "tversky",
        lambda f, d: f(d.regions, softmax(d.pixels)),
        lambda d: u.tversky(softmax(d.pixels), d.regions, axis=(0, 1, 2)),
    ),
    compare(
        "tversky",
        "keras",
        "tversky",
        lambda f, d: f(d.binary, d.probs, alpha=0.25, beta=0.75),
        lambda d: u.tversky(d.probs, d.binary, alpha=0.25, beta=0.75, axis=(0, 1)),
        "Keras's alpha weighs the false negatives and its beta the false positives: the two are exchanged",
    ),
    compare(
        "tversky",
        "optax",
        "dice_loss",
        lambda f, d: f(d.pixels, d.regions),
        lambda d: mean(u.tversky(softmax(d.pixels), d.regions, smooth=1.0, axis=1, reduction="none")),
    ),
    compare(
        "generalized_dice",
        "optax",
        "multiclass_generalized_dice_loss",
        lambda f, d: f(d.pixels, d.regions),
        lambda d: u.generalized_dice(_by_class(softmax(d.pixels)), _by_class(d.regions)),
        "optax averages the classes' smoothed Dice losses by weight, sample by sample; the paper has one quotient",
    ),
    compare(
        "dice",
        "optax",
        "multiclass_generalized_dice_loss",
        lambda f, d: f(d.pixels, d.regions),
        lambda d: u.dice(softmax(d.pixels), d.regions, smooth=2.0, axis=1, weight=_inverse_squares(d.regions)),
    ),
]
