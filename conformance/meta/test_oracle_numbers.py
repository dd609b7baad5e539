"""The oracle's values against published numbers, and against numbers worked out by hand.

The inputs are chosen so that a formula can be followed on paper: softmax of (0, log 2, log 5) is (1/8, 2/8, 5/8), the
cosine of (3, 4) and (4, 3) is 24/25, and an exponential of a logarithm is a whole number.
"""

import numpy as np
import pytest

from conformance.suite.proofs import NUMBERS, ORACLES

pytestmark = pytest.mark.usefixtures("sixty_digits")


# --- published -------------------------------------------------------------------------------------------------------


def _close(found, expected, digits=7):
    assert float(found) == pytest.approx(expected, rel=10.0**-digits, abs=10.0**-digits)


RAMP = np.linspace(-3, 5, 100, dtype=np.float32).tolist()


@pytest.mark.parametrize(
    ("pos_weight", "places", "expected"),
    [
        (None, [0, 1, 50, 53, 54, 99], [4.3132615, 4.2324533, 0.27285787, 0.03043339, -0.05037478, -3.6867383]),
        (0.5, [0, 1, 50, 51, 52, 99], [4.7831545, 4.689689, 0.10989852, 0.01643331, -0.0770319, -4.4698925]),
    ],
)
def test_published_sigmoid_cross_entropy_of_a_ramp_of_labels(pos_weight, places, expected):
    for place, number in zip(places, expected, strict=True):
        _close(ORACLES["sigmoid_cross_entropy"].value(1.0, RAMP[place], pos_weight=pos_weight), number, 6)


def test_published_sigmoid_cross_entropy():
    logits, labels = [12, 3, 2, 4, 6.5, 1.2], [1, 0, 0, 1, 1, 0]
    expected = [6.14419348e-06, 3.04858735, 2.12692801, 0.0181499279, 0.00150231016, 1.46328247]
    for x, y, number in zip(logits, labels, expected, strict=True):
        assert float(ORACLES["sigmoid_cross_entropy"].value(x, y)) == pytest.approx(number, rel=1e-8)


def test_published_softmax_focal():
    logits = [
        [0.5688, -1.1567, 1.8231, -0.2724, -1.2335, 0.9968, 0.9643],
        [-0.1824, 0.301, 1.707, 0.8743, 0.4528, 1.4306, -2.3726],
        [-2.5052, -0.3744, 0.3718, -1.5129, -2.0459, 1.0374, -0.5433],
    ]
    for row, label, number in zip(logits, [6, 5, 1], [1.1599, 0.7283, 1.6924], strict=True):
        assert abs(float(ORACLES["softmax_focal"].value(row, label, gamma=2.0)) - number) < 1e-4


def test_published_multiclass_cross_entropies():
    ce = ORACLES["softmax_cross_entropy"]
    _close(ce.value([0.1, 0.02, 0.88], [1.0, -3.0, 10.0]), 3.256844172262274, 15)
    _close(ce.value([1.0, -3.0, 10.0], [0.1, 0.02, 0.88]), 1.160125662237664, 15)
    _close(ce.value([2, 0.5, 6], 2), 0.02215516215713199, 15)
    _close(ce.value([0.1, 0, 3], 1), 3.099673635546296, 15)
    of_probs = ORACLES["categorical_cross_entropy"]
    mean = (of_probs.value([0.05, 0.95, 0.0], 1) + of_probs.value([0.1, 0.8, 0.1], 2)) / 2
    _close(mean, 1.176939193690798, 15)


def test_published_absolute_error():
    pairs = [(0.0, 0.0), (0.1, 0.2), (0.2, 0.25)]
    _close(sum(ORACLES["absolute_error"].value(*pair) for pair in pairs) / 3, 0.05, 15)


# --- by hand ---------------------------------------------------------------------------------------------------------

BY_HAND = [pytest.param(name, *row, id=f"{name}-{i}") for name, rows in NUMBERS.items() for i, row in enumerate(rows)]


def test_every_oracle_has_a_number_that_is_known():
    assert NUMBERS.keys() <= ORACLES.keys()
    assert [name for name in ORACLES if name not in NUMBERS] == [], "they have no NUMBERS beside their ORACLES"


@pytest.mark.parametrize(("name", "args", "params", "expected"), BY_HAND)
def test_number_worked_out_by_hand(name, args, params, expected):
    value = ORACLES[name].value(*args, **params)
    found = [float(v) for v in value] if isinstance(value, list) else float(value)
    assert found == pytest.approx(expected, rel=1e-14, abs=1e-14)
