"""The oracle against itself: gradients by differences, scales, and how many digits are good."""

import pytest
from mpmath import mp, mpf

from conformance.suite.hard_inputs import arguments_of, resolved
from conformance.suite.oracle_checks import check_digits, check_gradient_is_slope, check_scale, paths
from conformance.suite.proofs import BY_FIRST, MODULES, ORACLES, POINTS
from conformance.suite.thinning import sampled
from unilosses.definition.catalogue import LOSSES
from unilosses.definition.registry import specs

pytestmark = pytest.mark.usefixtures("sixty_digits")

SMOOTH = [
    pytest.param(name, args, params, id=f"{name}-{i}")
    for name, points in POINTS.items()
    for i, (args, params) in enumerate(points)
]
SMOOTH_BY_FIRST = [
    pytest.param(name, args, params, id=f"{name}-first-{i}")
    for name, points in BY_FIRST.items()
    for i, (args, params) in enumerate(points)
]


def test_every_oracle_is_of_a_loss_and_has_a_smooth_point():
    assert ORACLES.keys() == LOSSES.keys()
    assert [name for name in ORACLES if name not in POINTS] == [], "they have no POINTS beside their ORACLES"


def test_a_proof_lies_where_its_losses_do():
    for module in MODULES:
        place = module.__name__.removeprefix("conformance.proofs.")
        for name in getattr(module, "ORACLES", ()):
            family = specs()[name].kernel.__module__.removeprefix("unilosses.losses.")
            assert place == family or place.startswith(f"{family}."), name


@pytest.mark.parametrize(("name", "args", "params"), SMOOTH)
def test_gradient_is_the_slope_of_the_value(name, args, params):
    check_gradient_is_slope(name, ORACLES[name], args, params)


@pytest.mark.parametrize(("name", "args", "params"), SMOOTH_BY_FIRST)
def test_gradient_by_the_first_argument_is_the_slope_of_the_value(name, args, params):
    check_gradient_is_slope(name, ORACLES[name], args, params, only_first=True)


@pytest.mark.parametrize(("name", "args", "params"), [*SMOOTH, *SMOOTH_BY_FIRST])
def test_value_is_at_most_its_scale(name, args, params):
    value, scale = ORACLES[name].value_with_scale(*args, **params)
    assert paths(value) == paths(scale)
    check_scale(name, "value", value, scale)


@pytest.mark.parametrize("name", ORACLES)
def test_no_digit_is_lost_on_hard_inputs(name, full):
    """In the dtype of the widest range; a few rows of each kind, in `make test` one."""
    for c in sampled(name, "float64"):
        rows = arguments_of(name, c)
        for args in rows if full else rows[:1]:
            for kind in ("value", "gradient") if c.gradient else ("value",):
                check_digits(name, ORACLES[name], kind, args, resolved(c.params, "float64"))


def test_cancellation_is_followed_to_the_last_digit():
    ce = ORACLES["sigmoid_cross_entropy"]
    with mp.workdps(60):
        # sigmoid(x) - 1/2 = x / 4 - ...
        assert abs(ce.gradient(1e-300, 0.5)[0] / (mpf(1e-300) / 4) - 1) < mpf(10) ** -50
    assert ce.gradient(0.0, 0.5)[0] == 0
    with mp.workdps(700):
        tiny = ORACLES["hinge"].value(1.0, 1e-300, encoding="binary")
        assert abs(tiny - 2) < mpf(10) ** -59
        # margin - y f with y = -1 + 2e-300 and f = -1 leaves only the smallest part
        assert ORACLES["hinge"].value(-1.0, 1e-300, encoding="binary") == 2 * mpf(1e-300)
        p = 0.25 + 2.0**-54
        near = ORACLES["kl_divergence"].value([0.25, 0.75], [p, 0.75])
        assert abs(near - mpf(p) * mp.log1p((mpf(p) - 0.25) / mpf(0.25))) < mpf(10) ** -65


def test_logarithms_and_exponentials_keep_50_digits_at_the_ends():
    with mp.workdps(80):
        p = 1 - 2.0**-53
        wanted = -mp.log(mpf(p))
        assert abs(ORACLES["binary_cross_entropy"].value(p, 1.0) / wanted - 1) < mpf(10) ** -50
        wanted = -mp.log(mpf(1e-300))
        assert abs(ORACLES["binary_cross_entropy"].value(1e-300, 1.0) / wanted - 1) < mpf(10) ** -50
        wanted = mp.log1p(mp.exp(-700))
        assert abs(ORACLES["softmax_cross_entropy"].value([700.0, 0.0], 0) / wanted - 1) < mpf(10) ** -50
        with mp.workdps(200):
            wanted = mp.log(mp.cosh(mpf(1e-30)))
        assert abs(ORACLES["log_cosh"].value(1e-30, 0.0) / wanted - 1) < mpf(10) ** -50
        with mp.workdps(200):
            wanted = mpf(4) * (mp.sqrt(1 + (mpf(1e-20) / 2) ** 2) - 1)
        assert abs(ORACLES["pseudo_huber"].value(1e-20, 0.0, delta=2.0) / wanted - 1) < mpf(10) ** -50
