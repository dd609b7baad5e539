"""The oracle against itself: gradients by differences, scales, and how many digits are good."""

import pytest
from mpmath import mp, mpf

import unilosses
from conformance.suite.proofs import BY_FIRST, ORACLES, POINTS

pytestmark = pytest.mark.usefixtures("sixty_digits")

H = mpf(10) ** -20

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


def test_every_oracle_has_a_smooth_point():
    assert set(ORACLES) == set(POINTS)
    assert set(ORACLES) == set(unilosses.list_losses())


def _paths(x):
    """The indices of every number of a number or of nested lists."""
    return [(i, *path) for i, part in enumerate(x) for path in _paths(part)] if isinstance(x, list) else [()]


def _at(x, path):
    return _at(x[path[0]], path[1:]) if path else x


def _shifted(x, path, amount):
    if not path:
        return mpf(x) + amount
    return [_shifted(part, path[1:], amount) if i == path[0] else part for i, part in enumerate(x)]


def _sum(x):
    return mp.fsum(_at(x, path) for path in _paths(x))


def _difference(oracle, args, params, i, path):
    with mp.workdps(60):
        # A step relative to the number keeps tiny numbers on their side of zero.
        h = H * (abs(mpf(_at(args[i], path))) or 1)
        up, down = ([*args[:i], _shifted(args[i], path, step), *args[i + 1 :]] for step in (h, -h))
        return (_sum(oracle.value(*up, **params)) - _sum(oracle.value(*down, **params))) / (2 * h)


def _check_slopes(oracle, args, params, i, gradient, sizes):
    assert _paths(gradient) == _paths(sizes) == _paths(args[i])
    for path in _paths(gradient):
        g, size = _at(gradient, path), _at(sizes, path)
        slope = _difference(oracle, args, params, i, path)
        assert abs(slope - g) <= mpf(10) ** -22 * max(abs(g), size), (i, path, slope, g)
        assert size >= abs(g) * (1 - mpf(10) ** -30)


@pytest.mark.parametrize(("name", "args", "params"), SMOOTH)
def test_gradient_is_the_slope_of_the_value(name, args, params):
    oracle = ORACLES[name]
    gradient, scale = oracle.gradient_with_scale(*args, **params)
    assert len(gradient) == len(scale) == len(args)
    for i, (by_argument, sizes) in enumerate(zip(gradient, scale, strict=True)):
        if by_argument is None:
            assert all(isinstance(_at(args[i], path), int) for path in _paths(args[i]))
        else:
            _check_slopes(oracle, args, params, i, by_argument, sizes)


@pytest.mark.parametrize(("name", "args", "params"), SMOOTH_BY_FIRST)
def test_gradient_by_the_first_argument_is_the_slope_of_the_value(name, args, params):
    gradient, scale = ORACLES[name].gradient_with_scale(*args, **params)
    _check_slopes(ORACLES[name], args, params, 0, gradient[0], scale[0])


@pytest.mark.parametrize(("name", "args", "params"), [*SMOOTH, *SMOOTH_BY_FIRST])
def test_value_is_at_most_its_scale(name, args, params):
    value, scale = ORACLES[name].value_with_scale(*args, **params)
    assert _paths(value) == _paths(scale)
    for path in _paths(value):
        assert abs(_at(value, path)) <= _at(scale, path) * (1 + mpf(10) ** -30), path


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
