"""Wrong oracles: what is at fault is said to be the oracle, with what to look at, and never the kernel."""

from __future__ import annotations

import numpy as np
import pytest
from mpmath import mp, mpf

import unilosses
from conformance.proofs.oracle import Oracle, clean
from conformance.suite import checks, hard_inputs, tables
from conformance.suite.backends import Backend
from conformance.suite.hard_inputs import Case
from conformance.suite.oracle_checks import OracleFault, check_digits, check_gradient_is_slope, check_scale
from conformance.suite.proofs import INPUTS, ORACLES


def _residual(value, slope, exact=False):
    def gradient(pred, target):
        d = slope(pred - target)
        return (d, -d), (abs(d), abs(d))

    return Oracle("elementwise", lambda pred, target: clean(value(pred - target)), gradient, exact)


def _rounding(e):
    """-log(1 - e), where e is rounded before: 1e-100 away from 1 it is 1."""
    with mp.workdps(90):
        return -mp.log(1 - +e)


ROUNDS = _residual(_rounding, lambda e: 1 / (1 - e), exact=True)
# cosh(e) - 1 by its printed formula, without saying that its terms are of size 1
CANCELS = _residual(lambda e: mp.cosh(e) - 1, mp.sinh)
SQUARE = _residual(lambda e: e * e, lambda e: e)
KINK = Oracle(
    "elementwise",
    lambda pred, target: clean(pred**2 * abs(target)),
    lambda pred, target: ((2 * pred * abs(target), mpf(0)), (2 * abs(pred * target), mpf(0))),
)


def test_a_precision_that_is_set_in_an_exact_formula_is_named():
    says = r"the oracle of log_dice loses digits: its value is \+inf, and 230\.258"
    with mp.workdps(200), pytest.raises(OracleFault, match=says):
        check_digits("log_dice", ROUNDS, "value", (1 - mpf(10) ** -100, 0.0), {})
    check_digits("log_dice", ROUNDS, "value", (0.5, 0.0), {})


def test_a_scale_that_hides_a_cancellation_is_named():
    with pytest.raises(OracleFault, match=r"oracle of cosh loses digits: .*scale is not that of the largest"):
        check_digits("cosh", CANCELS, "value", (1e-12, 0.0), {})
    check_digits("cosh", CANCELS, "value", (2.0, 0.0), {})


def test_a_gradient_that_is_no_slope_is_named():
    says = r"oracle of square: its gradient by argument 0 is 3\.0, and the slope of its value is 6\.0, at 3\.0, 0\.0"
    with pytest.raises(OracleFault, match=says):
        check_gradient_is_slope("square", SQUARE, (3.0, 0.0), {})


@pytest.mark.usefixtures("sixty_digits")
def test_a_point_that_is_smooth_in_the_first_argument_only_is_sent_where_it_belongs():
    with pytest.raises(OracleFault, match=r"gradient by argument 1 is 0\.0, .*belongs to BY_FIRST, not to POINTS"):
        check_gradient_is_slope("kink", KINK, (3.0, 0.5), {})
    check_gradient_is_slope("kink", KINK, (3.0, 0.5), {}, only_first=True)


def test_a_scale_below_the_result_is_named():
    with pytest.raises(OracleFault, match=r"scale of its value at \(0,\) is 1\.0, less than 2\.0"):
        check_scale("any", "value", [mpf(2)], [mpf(1)])


@pytest.fixture
def wrong(monkeypatch):
    """The oracle of huber, exchanged."""

    def put(oracle):
        monkeypatch.setitem(ORACLES, "huber", oracle)

    tables.forget()
    yield put
    tables.forget()


CASE = Case("one", (np.array([1e-40, 2.0]), np.array([0.0, 0.0])))


def _check_huber():
    # The right kernel for this oracle, were it not for its digits.
    loss = lambda pred, target, reduction: np.cosh(pred - target) - 1 + (pred < 1) * 5e-81  # noqa: E731
    return checks.check_value(loss, "huber", CASE, Backend.NUMPY, "float64")


def test_where_a_kernel_seems_wrong_the_oracle_is_asked_first(wrong):
    wrong(CANCELS)
    with pytest.raises(OracleFault, match="the oracle of huber loses digits: its value is"):
        _check_huber()


def test_a_kernel_that_is_wrong_is_said_to_be(wrong):
    with pytest.raises(checks.Breach, match=r"huber one float64 NUMPY: .* ulp off"):
        _check_huber()


def test_an_oracle_that_fails_is_named(wrong):
    def fails(pred, target):
        return clean(1 / (pred - pred))

    wrong(Oracle("elementwise", fails, fails))
    with pytest.raises(ZeroDivisionError) as error:
        hard_inputs.value_truth("huber", CASE, "float64")
    assert error.value.__notes__ == ["in the oracle of huber, its value, at (1e-40, 0.0), {}"]


def test_a_loss_without_a_table_is_told_where_it_goes():
    for name, table in (("ORACLES", ORACLES), ("INPUTS", INPUTS)):
        with pytest.raises(KeyError, match=rf"no proof has {name} of 'log_dice': .*conformance/proofs"):
            table["log_dice"]
    assert "log_dice" not in unilosses.list_losses()
