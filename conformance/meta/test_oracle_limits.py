"""The oracle at the ends of its domains and at kinks: limits known by hand, and the subgradients that were chosen."""

import pytest

from conformance.suite.proofs import GRADIENT_LIMITS, LIMITS, ORACLES

pytestmark = pytest.mark.usefixtures("sixty_digits")


def _rows(table):
    return [pytest.param(name, *row, id=f"{name}-{i}") for name, rows in table.items() for i, row in enumerate(rows)]


def test_limits_are_of_losses():
    assert LIMITS.keys() | GRADIENT_LIMITS.keys() <= ORACLES.keys()


@pytest.mark.parametrize(("name", "args", "params", "expected"), _rows(LIMITS))
def test_limits(name, args, params, expected):
    value = ORACLES[name].value(*args, **params)
    if expected is None:
        assert 0 <= value < 1e-15
    else:
        assert value == expected


@pytest.mark.parametrize(("name", "args", "params", "expected"), _rows(GRADIENT_LIMITS))
def test_gradient_limits(name, args, params, expected):
    gradient = ORACLES[name].gradient(*args, **params)
    for found, wanted in zip(gradient, expected, strict=True):
        assert wanted is None or found == wanted
