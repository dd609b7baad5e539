"""Published inputs and outputs come out, digit for digit as far as they were published."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from mpmath import mp, mpf

import unilosses
from unilosses.verify import bounds

from ..suite.libraries import Run, assert_close, check
from ..suite.truth import truth
from ..suite.ulp import ulp

# Numbers are read as text, so that it stays known how many digits of them were published.
EXAMPLES = json.loads((Path(__file__).with_name("worked_examples.json")).read_text(), parse_float=Decimal)
NAMES = [example["name"] for example in EXAMPLES]

# The published float32 results carry the rounding errors of the system that printed them. Where the two terms of a
# cross-entropy have opposite signs these are 2.4 ulp of the larger term.
ULPS = {"float32": 3, "float64": 2}


def ramp(low: float, high: float, n: int, dtype: str) -> np.ndarray:
    """Evenly spaced numbers, as the printing system made them: low + step * i, each operation rounded to the dtype."""
    of = np.dtype(dtype).type
    step = (of(high) - of(low)) / of(n - 1)
    return of(low) + step * np.arange(n, dtype=dtype)


def arguments(example: dict) -> list[np.ndarray]:
    found = []
    for x in example["arguments"]:
        if isinstance(x, dict):
            found.append(ramp(*x["linspace"], example["dtype"]))
        elif isinstance(x, list) and np.asarray(x).ndim == 1 and all(isinstance(v, int) for v in x):
            found.append(np.asarray(x))
        else:
            found.append(np.asarray(x, dtype=example["dtype"]))
    if len({a.shape for a in found}) > 1 and found[0].ndim == 0:  # a constant logit against a ramp of labels
        found[0] = np.broadcast_to(found[0], found[1].shape)
    return found


def published_half_unit(x: Decimal | int) -> mpf:
    """Half a unit of the last digit that was published."""
    return mp.ldexp(mpf(10) ** Decimal(x).as_tuple().exponent, -1)


def allowed(x: Decimal | int, dtype: str, size: float, decimals: int | None) -> float:
    """How far from a published number ours may be: its last digit, and the rounding of the system that printed it."""
    if decimals is not None:  # the inputs were published with four decimals too, each of them half a unit off
        return 1.5 * 10.0**-decimals
    rounding = ULPS[dtype] * ulp(max(abs(float(x)), size), dtype)
    return float(published_half_unit(x) + rounding)


def term_sizes(example: dict, data: list[np.ndarray]) -> np.ndarray:
    """The larger term of a sigmoid cross-entropy, at which its rounding errors live; 0 for the rest."""
    if example["loss"] != "sigmoid_cross_entropy":
        return np.zeros(np.shape(example["expected"]))
    x, y = (a.astype(np.float64) for a in data)
    positive = float(example["params"].get("pos_weight", 1)) * y * np.logaddexp(0, -x)
    return np.maximum(abs(positive), abs((1 - y) * np.logaddexp(0, x)))


@pytest.mark.parametrize("example", EXAMPLES, ids=NAMES)
def test_published_numbers(run: Run, example: dict) -> None:
    loss = getattr(unilosses, example["loss"])
    data = arguments(example)
    params = {k: float(v) for k, v in example["params"].items()}
    found = run.value(loss, *data, dtype=example["dtype"], reduction=example["reduction"], **params)
    assert str(found.dtype) == example["dtype"]
    expected = np.asarray(example["expected"], dtype=object)
    assert found.shape == expected.shape
    sizes = term_sizes(example, data).ravel()
    for ours, theirs, size in zip(found.ravel().tolist(), expected.ravel().tolist(), sizes, strict=True):
        room = allowed(theirs, example["dtype"], size, example.get("decimals"))
        assert abs(mpf(ours) - mpf(str(theirs))) <= room, f"{ours!r}, published {theirs}"


@pytest.mark.parametrize("example", EXAMPLES, ids=NAMES)
def test_same_inputs_against_the_truth(run: Run, example: dict) -> None:
    """The published inputs once more, now within the loss's bounds and with the gradient."""
    data = arguments(example)
    params = {k: float(v) for k, v in example["params"].items()}
    loss = getattr(unilosses, example["loss"])
    ulps = max(4.0, *(bounds.bound(example["loss"], kind, "other", example["dtype"], params) for kind in bounds.KINDS))
    expected = truth(loss, *data, **params)
    check(run, loss, *data, dtype=example["dtype"], reduction="none", ulps=ulps, **params, **expected)


def test_mean_absolute_error_to_the_last_bit(run: Run) -> None:
    """0.049999999999999996, and not 0.05: float64 stays float64 on every library."""
    found = run.value(unilosses.absolute_error, [0.0, 0.1, 0.2], [0.0, 0.2, 0.25])
    assert_close(found, 0.049999999999999996, ulps=0)
