"""Labels -1 and 1: another number is an error where the host can read it, and NaN in its element where nobody can.

In hinge losses a label 0 is a loss that does not move, in silence. The rules are those of class labels.
"""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest

import unilosses as u
from unilosses.definition.registry import specs

from ..suite.generic import names_where
from ..suite.libraries import Run

torch = importlib.import_module("torch")
NAMES = names_where(lambda spec: spec.has_signed_labels)
every_loss = pytest.mark.parametrize("name", NAMES)
LABELS = {"signed": (-1.0, 1.0), "binary": (0.0, 1.0)}
encodings = pytest.mark.parametrize("encoding", LABELS)


def arguments(name: str, encoding: str, third: float | None = None) -> list[np.ndarray]:
    """Three elements; the last one's label may be any number."""
    low, high = LABELS[encoding]
    target = np.array([high, low, high if third is None else third])
    scores = [np.array([0.5, -0.25, 1.5]) - i for i in range(len(specs()[name].arrays) - 1)]
    return [*scores, target]


def test_these_are_the_losses() -> None:
    assert NAMES == ["hinge", "margin_ranking", "perceptron", "squared_hinge"]


@encodings
@every_loss
def test_error_on_host_data(eager: Run, name, encoding) -> None:
    loss, (other, wrong) = getattr(u, name), {"signed": ("binary", 0.0), "binary": ("signed", -1.0)}[encoding]
    assert np.isfinite(eager.value(loss, *arguments(name, encoding), encoding=encoding))
    for label in (wrong, 0.5, 2.0, np.inf):
        data = arguments(name, encoding, label)
        message = rf"target has {label:g} at position \(2,\); expected labels .* for encoding='{encoding}'.*'{other}'"
        for call in (eager.value, eager.gradient):
            with pytest.raises(ValueError, match=message):
                call(loss, *data, encoding=encoding)
            with pytest.raises(ValueError, match=r"position \(0, 2\)"):
                call(loss, *[x[None] for x in data], encoding=encoding)


@every_loss
def test_a_number_is_a_label_too(name) -> None:
    first = arguments(name, "signed")[:-1]
    assert np.isfinite(getattr(u, name)(*first, -1))
    with pytest.raises(ValueError, match="target has 0"):
        getattr(u, name)(*first, 0)


@every_loss
def test_what_is_masked_and_what_is_nan_is_not_judged(eager: Run, name) -> None:
    loss, mask = getattr(u, name), np.array([True, True, False])
    expected = eager.value(loss, *arguments(name, "signed"), where=mask)
    for label in (0.0, 3.0, np.nan):
        assert eager.value(loss, *arguments(name, "signed", label), where=mask) == expected
    found = eager.value(loss, *arguments(name, "signed", np.nan), reduction="none")
    assert np.isnan(found).tolist() == [False, False, True]


def only_the_last_is_nan(run: Run, name: str, encoding: str) -> None:
    loss = getattr(u, name)
    each = {"of": ("value", *run.routes), "reduction": "none", "encoding": encoding}
    fine = run.results(loss, *arguments(name, encoding), **each)
    for f, e in zip(run.results(loss, *arguments(name, encoding, 0.5), **each), fine, strict=True):
        assert np.isnan(f).tolist() == [False, False, True]
        assert f[:2].tolist() == e[:2].tolist()
    assert np.isnan(run.value(loss, *arguments(name, encoding, 0.5), encoding=encoding))


@encodings
@every_loss
def test_nan_with_the_checks_off(run: Run, name, encoding) -> None:
    with u.checks("off"):
        only_the_last_is_nan(run, name, encoding)


@encodings
@every_loss
def test_nan_under_a_compiler(run: Run, name, encoding) -> None:
    if run.reads_labels:
        with pytest.raises(ValueError, match=r"target has 0\.5"):
            run.value(getattr(u, name), *arguments(name, encoding, 0.5), encoding=encoding)
    else:
        only_the_last_is_nan(run, name, encoding)


@every_loss
def test_nan_in_a_transform(name) -> None:
    data = [torch.asarray(x) for x in arguments(name, "signed", 0.5)]
    found = torch.vmap(lambda *x: getattr(u, name)(*x, reduction="none"))(*data)
    assert found.isnan().tolist() == [False, False, True]


@pytest.mark.parametrize("engine", ["blocks", "native"])
@every_loss
def test_engines_leave_the_error_to_the_reference(name, engine) -> None:
    for data in (arguments(name, "signed"), arguments(name, "signed", np.nan)):
        value = getattr(u, name)(*data, reduction="none")
        with u.engine(engine):
            np.testing.assert_array_equal(getattr(u, name)(*data, reduction="none"), value)
    with u.engine(engine), pytest.raises(ValueError, match="target has 0"):
        getattr(u, name)(*arguments(name, "signed", 0.0))


def test_a_loss_of_ones_own() -> None:
    @u.loss(u.Domain(scores=u.REAL, target=u.SignedLabels()))
    def agreement(xp: Any, scores: Any, target: Any) -> Any:
        return -scores * target

    assert agreement(np.ones(2), np.array([1, -1]), reduction="none").tolist() == [-1.0, 1.0]
    with pytest.raises(ValueError, match=r"expected labels -1 and 1$"):
        agreement(np.ones(2), np.array([1, 0]))


@every_loss
def test_labels_that_ask_for_gradients_are_refused_in_the_same_words(name) -> None:
    """And without a warning of PyTorch's: what is read for the words is recorded nowhere."""
    *scores, target = map(torch.asarray, arguments(name, "signed", 0.5))
    with pytest.raises(ValueError, match=r"target has 0\.5"):
        getattr(u, name)(*scores, target.requires_grad_())
