"""Ignored labels and class weights: the same rules for every loss that takes them, taken from the registry."""

from __future__ import annotations

import numpy as np
import pytest

from unilosses import value_and_grad

from ..suite.generic import LABELED, Sample, names_where, sample
from ..suite.libraries import Run, near

IGNORING = names_where(lambda spec: "ignore_index" in spec.options)
TWO_CLASSES = names_where(lambda spec: "class_weight" in spec.options)
DENSE = [name for name in LABELED if "class_weight" in sample(name).spec.params]
IGNORED = 7
WEIGHT, PER_CLASS = np.array([1.0, 2.0, 0.5, 0.25, 4.0]), np.array([1.0, 4.0, 0.25])


def labels_of(s: Sample) -> int:
    """The position of the labels that can be ignored."""
    return next(i for i in range(len(s.data)) if s.kind(i).labels)


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("name", IGNORING)
def test_ignored_labels_are_masked_labels(eager: Run, name, reduction) -> None:
    """Alone, and where a mask leaves out others: what is ignored is out of value, gradient and divisor."""
    s = sample(name)
    at = labels_of(s)
    ignored = np.zeros(s.data[at].shape, dtype=bool)
    ignored[1] = True
    where = np.broadcast_to(
        np.array([True, True, True, False, True]).reshape(-1, *[1] * (ignored.ndim - 1)), ignored.shape
    )
    marked = s.replace(at, np.where(ignored, IGNORED, s.data[at]).astype(s.data[at].dtype))
    for mask in (np.ones_like(ignored), where):
        both = {"where": mask & ~ignored, "reduction": reduction}
        asked = {"ignore_index": IGNORED, "reduction": reduction, **({} if mask.all() else {"where": mask})}
        near(eager.value(s.loss, *marked, **s.params, **asked), eager.value(s.loss, *s.data, **s.params, **both))
        found = eager.gradient(s.loss, *marked, **s.params, **asked)
        near(found, eager.gradient(s.loss, *s.data, **s.params, **both))
        assert not found[1].any()


@pytest.mark.parametrize("name", TWO_CLASSES)
def test_class_weights_of_two_class_losses_are_weights(eager: Run, name) -> None:
    """One for each class along the class axis, alone or times the caller's weights, in the divisor too."""
    s = sample(name)
    for weight in (None, WEIGHT):
        product = np.broadcast_to(PER_CLASS, s.shape) * (1.0 if weight is None else weight[:, None])
        for reduction in ("mean", "none"):
            expected, found = (
                [
                    call(s.loss, *s.data, **s.params, reduction=reduction, **keywords)
                    for call in (eager.value, eager.gradient)
                ]
                for keywords in ({"weight": product}, {"class_weight": PER_CLASS, "weight": weight})
            )
            for f, e in zip(found, expected, strict=True):
                near(f, e)


@pytest.mark.parametrize("name", DENSE)
def test_gradient_by_weighted_dense_labels(name) -> None:
    """Such labels stand in the divisor of the mean as well; against central differences."""
    s = sample(name, dense=True)
    at, step = labels_of(s), 1e-6
    keywords = {**s.params, "class_weight": PER_CLASS, "reduction": "mean"}
    along = np.random.default_rng(2).normal(size=s.data[at].shape)
    slope = (value_and_grad(s.loss, argnums=at)(*s.data, **keywords)[1] * along).sum()
    above, below = (s.loss(*s.replace(at, s.data[at] + sign * step * along), **keywords) for sign in (1, -1))
    assert slope == pytest.approx((above - below) / (2 * step), rel=1e-6, abs=1e-8)
