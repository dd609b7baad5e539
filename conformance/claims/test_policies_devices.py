"""What a loss makes itself, it makes where its arguments are: array-api-strict objects to arrays of two devices."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from unilosses import smooth_labels, value_and_grad
from unilosses.verify.places import describe

from ..suite.backends import Backend
from ..suite.generic import NAMES, Sample, sample

DEVICE1 = Backend.STRICT_DEVICE1
WEIGHT, MASK = np.array([1.0, 2.0, 0.0, 0.25, 4.0]), np.array([True, False, True, True, True])


def there(x: np.ndarray) -> Any:
    return DEVICE1.place.array(x, "float64")


def options_of(s: Sample) -> list[dict[str, Any]]:
    """Ways to call a loss, each of which has it make something."""
    found: list[dict[str, Any]] = [
        {},
        {"weight": 2.0},
        {"weight": there(WEIGHT), "where": there(MASK)},
        {"normalizer": 2.0},
    ]
    spec = s.spec
    per_class = list(spec.per_class)
    if "class_weight" in spec.options:
        per_class.append("class_weight")
    found += [{name: (0.25, 0.5, 0.75)} for name in per_class]
    if "label_smoothing" in spec.params:
        found.append({"label_smoothing": 0.25})
    if "ignore_index" in spec.options:
        found.append({"ignore_index": 1})
    return [{"reduction": "mean", **options} for options in found if not (spec.penalty and "normalizer" in options)]


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_made_where_the_arrays_are(name: str) -> None:
    s = sample(name)
    arrays = [there(x) for x in s.data]
    device = describe(arrays[0])[2]
    for options in options_of(s):
        value, gradient = value_and_grad(s.loss)(*arrays, **s.params, **options)
        for result in (s.loss(*arrays, **s.params, **options), value, gradient):
            assert describe(result)[2] == device
    for i in range(1, len(arrays)):
        if s.kind(i).numbers:
            with_number = [*arrays[:i], 1.0, *arrays[i + 1 :]]
            assert describe(s.loss(*with_number, **s.params))[2] == device


def test_smoothed_labels_are_where_the_labels_are() -> None:
    labels = there(np.array([0, 2]))
    found = smooth_labels(labels, 0.5, num_classes=4)
    assert describe(found)[2] == describe(labels)[2]
