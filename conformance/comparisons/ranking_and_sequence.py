"""Lists of items, and strings of labels."""

import numpy as np

import unilosses as u

from ..proofs.comparison import compare, promoting


def _paddings(d):
    """Of frames and of labels, as optax has them: 1 for what does not count."""
    return np.zeros(d.frames.shape[:2]), (d.words == 0).astype(float)


def _time_first(d):
    """What torch takes: log-probabilities, labels, and the lengths of both."""
    x = np.moveaxis(d.frames, 0, 1)
    return x - np.log(np.exp(x).sum(axis=-1, keepdims=True)), d.words, np.full(len(d.words), len(x)), d.lengths


def _optax_ctc(f, d):
    of_frames, of_labels = _paddings(d)
    return promoting(f, d.frames, of_frames, d.words, of_labels)


COMPARISONS = [
    compare(
        "softmax_ranking",
        "optax",
        "ranking_softmax_loss",
        lambda f, d: f(d.logits, d.counts),
        lambda d: u.softmax_ranking(d.logits, d.counts),
    ),
    compare(
        "ctc",
        "torch",
        "ctc_loss",
        lambda f, d: f(*_time_first(d)),
        lambda d: u.ctc(d.frames, d.words, label_lengths=d.lengths, mean_per_label=True),
    ),
    compare(
        "ctc",
        "optax",
        "ctc_loss",
        _optax_ctc,
        lambda d: u.ctc(d.frames, d.words, label_lengths=d.lengths, reduction="none"),
    ),
    compare(
        "ctc",
        "keras",
        "ctc",
        lambda f, d: f(d.words, d.frames),
        lambda d: u.ctc(d.frames, d.words, label_lengths=d.lengths, reduction="none"),
    ),
]
