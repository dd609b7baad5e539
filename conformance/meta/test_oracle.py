"""The oracle against itself (gradients by differences), published numbers, and limits known by hand."""

import random

import numpy as np
import pytest
from mpmath import mp, mpf

from conformance.oracle import ORACLES

INF = float("inf")


@pytest.fixture(autouse=True)
def _digits():
    # mpmath rounds to the working precision in every operation, abs() included.
    with mp.workdps(60):
        yield


H = mpf(10) ** -20

# (arguments, parameters) at smooth points
ELEMENTWISE = {
    "absolute_error": [((0.3, 1.7), {}), ((2.5, -1.0), {})],
    "squared_error": [((0.3, 1.7), {}), ((-2.5, 1e-3), {})],
    "huber": [((0.3, 1.1), {}), ((0.3, -5.0), {"delta": 2.0}), ((7.0, 1.0), {"delta": 0.1})],
    "smooth_l1": [((0.3, 1.1), {}), ((0.3, -5.0), {"beta": 2.0}), ((0.3, 0.4), {"beta": 0.0})],
    "pseudo_huber": [((0.3, 1.1), {}), ((1e3, -5.0), {"delta": 0.5}), ((1e-9, 0.0), {"delta": 4.0})],
    "log_cosh": [((0.3, 0.4), {}), ((3.0, -2.0), {}), ((1e-9, 0.0), {}), ((-50.0, 0.0), {})],
    "zero_one": [((0.3, 1.0), {}), ((0.3, 1.0), {"threshold": 0.5})],
    "hinge": [((0.3, 1.0), {}), ((-0.3, 1.0), {"margin": 2.0, "encoding": "binary"}), ((3.0, 1.0), {})],
    "squared_hinge": [((0.3, -1.0), {}), ((-0.3, 0.3), {"margin": 2.0, "encoding": "binary"}), ((3.0, 1.0), {})],
    "perceptron": [((0.3, -1.0), {}), ((-0.3, 0.7), {"encoding": "binary"}), ((3.0, 1.0), {})],
    "binary_cross_entropy": [
        ((0.3, 1.0), {}),
        ((1e-12, 0.3), {"pos_weight": 3.0}),
        ((0.999999, 0.0), {"label_smoothing": 0.1}),
        ((0.4, 0.7), {"eps": 0.25, "pos_weight": 0.5}),
        ((0.9, 0.7), {"eps": 0.25}),
        ((0.01, 0.7), {"eps": 0.25}),
    ],
    "sigmoid_cross_entropy": [
        ((0.3, 1.0), {}),
        ((-30.0, 0.0), {}),
        ((30.0, 0.3), {"pos_weight": 3.0}),
        ((2.0, 1.0), {"label_smoothing": 0.1}),
        ((-2.0, -3.5), {"pos_weight": 0.25, "label_smoothing": 0.5}),
        ((0.7, 5.0), {}),
    ],
    "sigmoid_focal": [
        ((x, y), {"gamma": gamma, "alpha": alpha})
        for x in (-17.0, 0.3, 5.0)
        for y in (0.0, 0.35, 1.0)
        for gamma, alpha in ((0.0, 0.25), (0.5, None), (2.0, 0.75), (5.0, 0.25))
    ],
}

_draw = random.Random(20)


def _normal(n, sigma=3.0):
    return [_draw.gauss(0, sigma) for _ in range(n)]


def _distribution(n):
    raw = [_draw.expovariate(1) + 1e-3 for _ in range(n)]
    return [v / sum(raw) for v in raw]


def _log(p):
    with mp.workdps(60):
        return [mp.log(v) for v in p]


_SPACES = {"probs": lambda: _distribution(5), "log_probs": lambda: _log(_distribution(5)), "logits": lambda: _normal(5)}

ROWWISE = {
    "softmax_cross_entropy": [
        ((_normal(4), 2), {}),
        (([30.0, 0.0, -2.0], 0), {"class_weight": [0.5, 2.0, 1.0]}),
        ((_normal(4), _distribution(4)), {}),
        ((_normal(4), [0.5, -1.0, 2.0, 0.0]), {"class_weight": [0.5, 2.0, 1.0, 3.0]}),
        ((_normal(4), 1), {"label_smoothing": 0.1, "class_weight": [0.5, 2.0, 1.0, 3.0]}),
        ((_normal(4), _distribution(4)), {"label_smoothing": 0.3}),
    ],
    "nll": [
        ((_log(_distribution(4)), 2), {"class_weight": [0.5, 2.0, 1.0, 3.0]}),
        ((_log(_distribution(4)), [0.5, -1.0, 2.0, 0.0]), {}),
    ],
    "categorical_cross_entropy": [
        ((_distribution(4), 2), {}),
        ((_distribution(4), [0.5, -1.0, 2.0, 0.0]), {"class_weight": [0.5, 2.0, 1.0, 3.0]}),
        (([3.0, 1e-3, 2e-3], 0), {"renormalize": True}),
        (([3.0, 1.0, 2.0], 1), {"renormalize": True, "label_smoothing": 0.1}),
        (([3.0, 1.0, 2.0], [0.2, 0.5, 0.1]), {"renormalize": True, "class_weight": [0.5, 2.0, 1.0]}),
        (([0.97, 0.01, 0.02], [0.2, 0.5, 0.1]), {"eps": 0.015625}),
        (([9.7, 0.1, 0.2], [0.2, 0.5, 0.1]), {"eps": 0.015625, "renormalize": True}),
    ],
    "softmax_focal": [
        ((_normal(4), 2), {"gamma": gamma, "alpha": alpha})
        for gamma, alpha in ((0.0, 0.25), (0.5, None), (2.0, [0.5, 2.0, 1.0, 3.0]), (5.0, 0.25))
    ]
    + [
        ((_normal(4), _distribution(4)), {"gamma": 1.0, "class_weight": [0.5, 2.0, 1.0, 3.0]}),
        (([40.0, 0.0, 1.0], 0), {"gamma": 0.5}),
        (([0.0, 40.0, 1.0], 0), {"gamma": 2.0}),
    ],
    "kl_divergence": [
        ((_SPACES[pred](), _SPACES[target]()), {"pred_space": pred, "target_space": target})
        for pred in _SPACES
        for target in _SPACES
    ],
    "cosine_regression": [((_normal(4), _normal(4), t), {}) for t in (-1.0, 0.25, 1.0)]
    + [(([1e19, 2e19], [1e-19, 2.1e-19], 1.0), {})],
    "cosine_distance": [((_normal(4), _normal(4)), {}), (([1e19, 2e19], [1.0, 2.0001]), {})],
}

PENALTIES = {
    "l1_penalty": [(([0.3, -2.0, 5.0],), {})],
    "l2_penalty": [(([0.3, -2.0, 5.0],), {})],
    "elastic_net_penalty": [(([0.3, -2.0, 5.0],), {}), (([0.3, -2.0],), {"l1_ratio": 0.1})],
}

SMOOTH = [
    pytest.param(name, args, params, id=f"{name}-{i}")
    for table in (ELEMENTWISE, ROWWISE, PENALTIES)
    for name, points in table.items()
    for i, (args, params) in enumerate(points)
]


def test_every_oracle_has_a_smooth_point():
    assert set(ORACLES) == {*ELEMENTWISE, *ROWWISE, *PENALTIES}


def _shifted(args, i, k, amount):
    args = list(args)
    if k is None:
        args[i] = mpf(args[i]) + amount
    else:
        args[i] = [mpf(v) + (amount if j == k else 0) for j, v in enumerate(args[i])]
    return args


def _difference(oracle, args, params, i, k):
    with mp.workdps(60):
        # A step relative to the number keeps tiny numbers on their side of zero.
        here = mpf(args[i] if k is None else args[i][k])
        h = H * (abs(here) or 1)
        up = oracle.value(*_shifted(args, i, k, h), **params)
        down = oracle.value(*_shifted(args, i, k, -h), **params)
        return (up - down) / (2 * h)


@pytest.mark.parametrize(("name", "args", "params"), SMOOTH)
def test_gradient_is_the_slope_of_the_value(name, args, params):
    oracle = ORACLES[name]
    gradient, scale = oracle.gradient_with_scale(*args, **params)
    assert len(gradient) == len(args)
    for i, (by_argument, sizes) in enumerate(zip(gradient, scale, strict=True)):
        if by_argument is None:
            assert isinstance(args[i], int)
            continue
        components = enumerate(by_argument) if isinstance(by_argument, list) else [(None, by_argument)]
        for k, g in components:
            size = sizes if k is None else sizes[k]
            slope = _difference(oracle, args, params, i, k)
            assert abs(slope - g) <= mpf(10) ** -22 * max(abs(g), size), (i, k, slope, g)
            assert size >= abs(g) * (1 - mpf(10) ** -30)


@pytest.mark.parametrize(("name", "args", "params"), SMOOTH)
def test_value_is_at_most_its_scale(name, args, params):
    value, scale = ORACLES[name].value_with_scale(*args, **params)
    assert abs(value) <= scale * (1 + mpf(10) ** -30)


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


LIMITS = [
    ("sigmoid_cross_entropy", (INF, 1.0), {}, 0),
    ("sigmoid_cross_entropy", (-INF, 0.0), {}, 0),
    ("sigmoid_cross_entropy", (INF, 0.0), {}, INF),
    ("sigmoid_cross_entropy", (INF, 0.5), {}, INF),
    ("sigmoid_focal", (INF, 1.0), {"gamma": 0.5}, 0),
    ("sigmoid_focal", (-INF, 1.0), {"alpha": 0.25}, INF),
    ("binary_cross_entropy", (0.0, 0.0), {}, 0),
    ("binary_cross_entropy", (1.0, 1.0), {}, 0),
    ("binary_cross_entropy", (0.0, 1.0), {}, INF),
    ("binary_cross_entropy", (1.0, 0.5), {}, INF),
    ("softmax_cross_entropy", ([1.0, 2.0, -INF], [0.0, 0.0, 1.0]), {}, INF),
    ("softmax_cross_entropy", ([-INF, -INF], 0), {}, INF),
    ("softmax_cross_entropy", ([-INF, -INF], [0.0, 0.0]), {}, 0),
    ("softmax_cross_entropy", ([INF, 0.0], 0), {}, 0),
    ("softmax_cross_entropy", ([INF, 0.0], 1), {}, INF),
    ("softmax_cross_entropy", ([3.0], 0), {}, 0),
    ("softmax_focal", ([3.0, -INF], 0), {"gamma": 0.5}, 0),
    ("nll", ([-INF, 0.0], [0.0, 1.0]), {}, 0),
    ("categorical_cross_entropy", ([0.0, 1.0], 1), {}, 0),
    ("categorical_cross_entropy", ([0.0, 1.0], 0), {}, INF),
    ("categorical_cross_entropy", ([0.0, 3.0], 1), {"renormalize": True}, 0),
    ("kl_divergence", ([0.0, 1.0], [0.0, 1.0]), {}, 0),
    ("kl_divergence", ([0.0, 1.0], [0.5, 0.5]), {}, INF),
    ("kl_divergence", ([0.25, 0.75], [0.25, 0.75]), {}, 0),
    ("cosine_regression", ([0.0, 0.0], [1.0, 2.0], 0.5), {}, 0.25),
    ("cosine_distance", ([0.0, 0.0], [1.0, 2.0]), {}, 1),
    ("cosine_distance", ([3e-19, 4e-19], [3e19, 4e19]), {}, None),
    ("smooth_l1", (INF, 0.0), {}, INF),
    ("hinge", (INF, 1.0), {}, 0),
]


@pytest.mark.parametrize(("name", "args", "params", "expected"), LIMITS)
def test_limits(name, args, params, expected):
    value = ORACLES[name].value(*args, **params)
    if expected is None:
        assert 0 <= value < 1e-15
    else:
        assert value == expected


GRADIENT_LIMITS = [
    ("absolute_error", (1.0, 1.0), {}, (0, 0)),
    ("smooth_l1", (1.0, 1.0), {"beta": 0.0}, (0, 0)),
    ("huber", (3.0, 1.0), {"delta": 2.0}, (2, -2)),
    ("pseudo_huber", (-INF, 1.0), {"delta": 2.0}, (-2, 2)),
    ("log_cosh", (1e300, 0.0), {}, (1, -1)),
    ("hinge", (1.0, 1.0), {}, (0, 0)),
    ("squared_hinge", (-1.0, -1.0), {}, (0, 0)),
    ("perceptron", (0.0, 1.0), {}, (0, 0)),
    ("sigmoid_cross_entropy", (0.0, 1.0), {}, (-0.5, 0)),
    ("sigmoid_cross_entropy", (INF, 1.0), {}, (0, -INF)),
    ("sigmoid_cross_entropy", (-INF, 1.0), {}, (-1, INF)),
    ("sigmoid_focal", (INF, 1.0), {"gamma": 0.5}, (0, 0)),
    ("sigmoid_focal", (-INF, 1.0), {"alpha": 0.25}, (-0.25, INF)),
    ("binary_cross_entropy", (0.0, 0.0), {}, (1, INF)),
    ("binary_cross_entropy", (0.0, 1.0), {}, (-INF, INF)),
    ("binary_cross_entropy", (0.0, 1.0), {"eps": 0.25}, (0, None)),
    ("binary_cross_entropy", (0.25, 1.0), {"eps": 0.25}, (-4, None)),
    ("binary_cross_entropy", (0.75, 0.0), {"eps": 0.25}, (4, None)),
    ("softmax_cross_entropy", ([-INF, 0.0, 0.0], 0), {}, ([-1, 0.5, 0.5], None)),
    ("softmax_cross_entropy", ([INF, 0.0], 0), {}, ([0, 0], None)),
    ("softmax_cross_entropy", ([-INF, -INF], [0.0, 0.0]), {}, ([0, 0], None)),
    ("softmax_focal", ([-INF, 0.0], 0), {}, ([-1, 1], None)),
    ("categorical_cross_entropy", ([0.0, 1.0], 1), {}, ([0, -1], None)),
    ("categorical_cross_entropy", ([0.0, 2.0], 1), {"renormalize": True}, ([0.5, 0], None)),
    ("kl_divergence", ([0.5, 0.5], [0.0, 1.0]), {}, ([0, -2], None)),
    ("kl_divergence", ([1.0, 3.0], [1.0, 3.0]), {"pred_space": "logits", "target_space": "logits"}, ([0, 0], [0, 0])),
    ("cosine_distance", ([0.0, 0.0], [1.0, 2.0]), {}, ([0, 0], [0, 0])),
    ("cosine_regression", ([0.0, 0.0], [1.0, 2.0], 0.5), {}, ([0, 0], [0, 0], 1)),
    ("l1_penalty", ([0.0, -2.0],), {}, ([0, -1],)),
]


@pytest.mark.parametrize(("name", "args", "params", "expected"), GRADIENT_LIMITS)
def test_gradient_limits(name, args, params, expected):
    gradient = ORACLES[name].gradient(*args, **params)
    for found, wanted in zip(gradient, expected, strict=True):
        assert wanted is None or found == wanted


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
