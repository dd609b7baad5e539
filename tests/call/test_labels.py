"""`smooth_labels`: what the losses do with label_smoothing, for models and metrics that take labels themselves."""

from __future__ import annotations

import numpy as np
import pytest

import unilosses
from unilosses import smooth_labels

LOGITS = np.asarray([[1.0, -0.5, 0.25], [0.5, 2.0, -1.0]])


def test_of_indices_and_of_coefficients() -> None:
    by_index = smooth_labels(np.asarray([2, 0]), 0.25, num_classes=4)
    assert by_index.tolist() == [[0.0625, 0.0625, 0.8125, 0.0625], [0.8125, 0.0625, 0.0625, 0.0625]]
    one_hot = np.asarray([[0.0, 0.0, 1.0, 0.0], [1.0, 0.0, 0.0, 0.0]], dtype=np.float32)
    dense = smooth_labels(one_hot, 0.25, num_classes=4)
    assert dense.dtype == np.float32
    assert dense.tolist() == by_index.tolist()


def test_the_loss_of_smoothed_labels_is_the_smoothed_loss() -> None:
    labels = np.asarray([2, 0])
    smoothed = smooth_labels(labels, 0.1, num_classes=3)
    expected = unilosses.softmax_cross_entropy(LOGITS, labels, label_smoothing=0.1)
    assert unilosses.softmax_cross_entropy(LOGITS, smoothed) == pytest.approx(float(expected), rel=1e-15)


def test_axis_of_the_classes() -> None:
    labels = np.asarray([[2, 0, 1], [1, 1, 0]])
    first, last = (smooth_labels(labels, 0.25, num_classes=4, axis=axis) for axis in (0, -1))
    assert first.shape == (4, 2, 3)
    assert np.moveaxis(first, 0, -1).tolist() == last.tolist()
    with pytest.raises(ValueError, match="expected 4 classes along axis 0"):
        smooth_labels(last, 0.25, num_classes=4, axis=0)


def test_wrong_labels() -> None:
    with pytest.raises(ValueError, match="labels has 4 at position"):
        smooth_labels(np.asarray([0, 4]), 0.25, num_classes=4)
    with unilosses.checks("off"):
        found = smooth_labels(np.asarray([0, 4]), 0.25, num_classes=4)
    assert np.isnan(found).tolist() == [[False] * 4, [True] * 4]
    with pytest.raises(TypeError, match="labels have dtype bool"):
        smooth_labels(np.asarray([True]), 0.25, num_classes=2)
    with pytest.raises(ValueError, match="smoothing must be in"):
        smooth_labels(np.asarray([0]), 1.5, num_classes=2)
