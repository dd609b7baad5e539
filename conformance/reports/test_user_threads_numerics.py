"""What users ran into with NaN, infinite gradients and overflow: cases U47 to U54.

The README of this folder says what each case is and where it was reported.
"""

from __future__ import annotations

import numpy as np
import pytest
from mpmath import exp, expm1, log, log1p, mp, mpf, tanh

import unilosses as u

from ..suite.libraries import Run, assert_close, check
from ..suite.truth import truth

GAMMAS = [0.0, 0.5, 1.0, 2.0, 5.0]
EXTREME = np.array([s * x for x in (0.0, 50.0, 100.0, 1e4) for s in (-1.0, 1.0)])


@pytest.mark.parametrize("alpha", [None, 0.25])
@pytest.mark.parametrize("gamma", GAMMAS)
def test_U47_focal_at_extreme_logits(run: Run, gamma, alpha) -> None:
    for y in (np.zeros(8), np.ones(8)):
        expected = truth(u.sigmoid_focal, EXTREME, y, gamma=gamma, alpha=alpha)
        tiny = mpf(2) ** -1016  # a result below it may be flushed to 0
        assert all(abs(v) > tiny or abs(v) < tiny / 2**60 for v in expected["value"])
        expected = {
            k: np.array([v if abs(v) > tiny else mpf(0) for v in expected[k]], dtype=object) for k in ("value", "grad")
        }
        check(run, u.sigmoid_focal, EXTREME, y, gamma=gamma, alpha=alpha, reduction="none", ulps=8, **expected)
    rows = np.stack([EXTREME[:6], np.zeros(6)], axis=1)
    expected = truth(u.softmax_focal, rows, np.zeros(6, dtype=int), gamma=gamma, alpha=alpha)
    check(
        run,
        u.softmax_focal,
        rows,
        np.zeros(6, dtype=int),
        gamma=gamma,
        alpha=alpha,
        reduction="none",
        ulps=8,
        **expected,
    )


def focal_curvature(x: float, gamma: float) -> mpf:
    """d2/dx2 of s^gamma softplus(-x) with s = sigmoid(-x), for label 1."""
    with mp.workdps(80):
        s = 1 / (1 + exp(mpf(x)))
        ce, g = log1p(exp(-mpf(x))), mpf(gamma)
        # s' = -s (1 - s), ce' = -s
        first = g**2 * (1 - s) ** 2 - g * s * (1 - s)
        return s**g * (first * ce + 2 * g * (1 - s) * s + s * (1 - s))


@pytest.mark.parametrize("gamma", GAMMAS)
def test_U47_focal_second_order(differentiating: Run, gamma) -> None:
    run, x = differentiating, np.array([-1e4, -100.0, -50.0, 0.0, 50.0, 100.0, 1e4])
    y = run.asarray(np.ones(7))
    found = run.curvature(lambda x: u.sigmoid_focal(x, y, gamma=gamma, reduction="none"), x, np.ones(7))
    expected = [focal_curvature(v, gamma) for v in x]
    ordinary = [abs(v) > mpf(2) ** -900 for v in expected]
    assert_close(found[ordinary], [v for v, keep in zip(expected, ordinary, strict=True) if keep], ulps=16, scale=1e-40)
    assert np.isfinite(found).all()


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
@pytest.mark.parametrize("gamma", [0.125, 0.5, 0.875])  # numbers of every dtype
def test_U48_focal_with_gamma_below_one(run: Run, gamma, dtype) -> None:
    """Saturated logits, where the derivative of m^gamma is infinite and that of m is 0."""
    if dtype not in run.floats:
        return
    big = 9.390625 if dtype == "float16" else 18.0
    x = np.array([big, 0.0, -big, 40.0, -40.0])
    expected = truth(u.sigmoid_focal, x, np.ones(5), gamma=gamma)
    if dtype == "float16":  # what float16 cannot hold to full precision is rounded to its fixed spacing
        expected = {
            k: np.array([v if abs(v) > 2**-14 else mpf(0) for v in expected[k]], dtype=object)
            for k in ("value", "grad")
        }
        keep = np.array([v != 0 for v in expected["value"]])
        x, expected = x[keep], {k: v[keep] for k, v in expected.items()}
    check(run, u.sigmoid_focal, x, np.ones(len(x)), gamma=gamma, dtype=dtype, reduction="none", ulps=8, **expected)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_U49_logistic_loss_does_not_overflow(run: Run, dtype) -> None:
    if dtype not in run.floats:
        return
    check(
        run,
        u.sigmoid_cross_entropy,
        [-200.0, 200.0],
        [1.0, 0.0],
        dtype=dtype,
        reduction="none",
        value=[200, 200],
        grad=[-1, 1],
        ulps=0,
    )


def test_U50_softplus_at_zero(run: Run) -> None:
    check(
        run,
        u.sigmoid_cross_entropy,
        [0.0, 0.0],
        [0.0, 1.0],
        reduction="none",
        value=[log(2)] * 2,
        grad=[0.5, -0.5],
        ulps=1,
    )


def test_U50_softplus_at_zero_second_order(differentiating: Run) -> None:
    y = differentiating.asarray([0.0, 1.0])
    found = differentiating.curvature(lambda x: u.sigmoid_cross_entropy(x, y, reduction="none"), [0.0, 0.0], [1.0, 1.0])
    assert found.tolist() == [0.25, 0.25]


@pytest.mark.parametrize("x", [-1.0, 0.0, 1.0])
def test_U50_mixed_second_order(differentiating: Run, x) -> None:
    """d/dx of d/dy (w y softplus(-x) + (1 - y) softplus(x)): -w sigmoid(-x) - sigmoid(x), at 0 too."""
    w, s = 3.0, 1 / (1 + exp(-mpf(x)))

    def by_target(logits):
        target = differentiating.asarray([1.0])
        return u.value_and_grad(u.sigmoid_cross_entropy, argnums=1)(logits, target, pos_weight=w, reduction="sum")[1]

    if differentiating.library == "torch":  # whose value_and_grad records no graph
        logits, target = (differentiating.asarray([v]).requires_grad_() for v in (x, 1.0))
        loss = u.sigmoid_cross_entropy(logits, target, pos_weight=w, reduction="sum")
        (first,) = differentiating.xp.autograd.grad(loss, target, create_graph=True)
        found = differentiating.to_numpy(differentiating.xp.autograd.grad(first.sum(), logits)[0])
    else:
        found = differentiating.directional(by_target, [x], [1.0])
    assert_close(found, [-w * (1 - s) - s])


@pytest.mark.parametrize("argnum", [0, 1])
def test_U51_coincident_vectors(run: Run, argnum) -> None:
    """Identical pairs are at distance 0 with gradient 0, never NaN."""
    a = np.array([[1.0, 2.0, 2.0], [-3.0, 0.5, 1e-3]])
    check(run, u.cosine_distance, a, a, reduction="none", argnum=argnum, value=[0, 0], grad=np.zeros((2, 3)), ulps=0)
    check(
        run,
        u.cosine_regression,
        a,
        a,
        1.0,
        reduction="none",
        argnum=argnum,
        value=[0, 0],
        grad=np.zeros((2, 3)),
        ulps=0,
    )


@pytest.mark.parametrize("argnum", [0, 1])
def test_U51b_zero_vectors(run: Run, argnum) -> None:
    a, b = [[0.0, 0.0], [1.0, 2.0], [0.0, 0.0]], [[1.0, 2.0], [0.0, 0.0], [0.0, 0.0]]
    zero = np.zeros((3, 2))
    check(run, u.cosine_distance, a, b, reduction="none", argnum=argnum, value=[1, 1, 1], grad=zero, ulps=0)
    check(run, u.cosine_regression, a, b, 0.5, reduction="none", argnum=argnum, value=[0.25] * 3, grad=zero, ulps=0)


def test_U51b_zero_vectors_second_order(differentiating: Run) -> None:
    b = differentiating.asarray([[1.0, 2.0]])
    found = differentiating.curvature(lambda x: u.cosine_distance(x, b, reduction="none"), [[0.0, 0.0]], [[1.0, 1.0]])
    assert found.tolist() == [[0.0, 0.0]]


OFFSETS = [("float64", 2.0**50), ("float32", 1e8), ("float16", 300.0), ("bfloat16", 300.0)]


@pytest.mark.parametrize(("dtype", "offset"), OFFSETS, ids=[d for d, _ in OFFSETS])
def test_U54_common_offset_of_the_logits(run: Run, dtype, offset) -> None:
    """The answer depends on differences only: -8 and 0 around a large number that the dtype holds."""
    if dtype not in run.floats:
        return
    logits = [[offset, offset - 8.0]]
    e = exp(-8)
    check(run, u.softmax_cross_entropy, logits, [0], dtype=dtype, value=log1p(e), grad=[[-e / (1 + e), e / (1 + e)]])
    check(run, u.softmax_cross_entropy, logits, [1], dtype=dtype, value=8 + log1p(e), ulps=1)


def test_U54a_logit_zero_and_paired_tails(run: Run) -> None:
    """(x, 1) and (-x, 0) are mirror images to the last bit, and correct, far into the tail."""
    x = np.array([0.0, 1e-300, 1.0, 20.0, 37.43, 100.0, 700.0, -0.5, -37.43, -100.0, -745.0])
    expected = truth(u.sigmoid_cross_entropy, x, np.ones(11))
    check(
        run, u.sigmoid_cross_entropy, x, np.ones(11), reduction="none", value=expected["value"], grad=expected["grad"]
    )
    for method in (run.value, *[lambda *a, r=r, **k: run.gradient(*a, route=r, **k) for r in run.routes]):
        left = method(u.sigmoid_cross_entropy, x, np.ones(11), reduction="none")
        right = method(u.sigmoid_cross_entropy, -x, np.zeros(11), reduction="none")
        assert abs(left).tolist() == abs(right).tolist()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_U54b_log_cosh_small_and_large(run: Run, dtype) -> None:
    r = np.array([1e-4, 1.0, 100.0, 1e30, 0.0, -3e-3, -100.0]).astype(dtype).astype(float)

    def log_cosh(x: float) -> mpf:
        with mp.workdps(100):
            x = abs(mpf(x))
            return x - log(2) + log1p(exp(-2 * x)) if x < 1e6 else x

    check(
        run,
        u.log_cosh,
        r,
        0.0,
        dtype=dtype,
        reduction="none",
        value=[log_cosh(v) for v in r],
        grad=[tanh(mpf(v)) if abs(v) < 1e6 else 1 for v in r],
    )


def test_U54c_threshold_zero_and_small(run: Run) -> None:
    """beta = 0 is the absolute error with gradient 0 at 0; a tiny threshold divides by nothing."""
    r = [-2.0, 0.0, 1e-310, 3.0]
    check(run, u.smooth_l1, [-2.0, 0.0, 3.0], 0.0, beta=0.0, reduction="none", value=[2, 0, 3], grad=[-1, 0, 1], ulps=0)
    check(
        run, u.smooth_l1, [-2.0, 0.0, 3.0], 0.0, beta=1e-300, reduction="none", value=[2, 0, 3], grad=[-1, 0, 1], ulps=0
    )
    d = mpf(1e-300)
    expected = {"value": [2 * d, 0, 3 * d], "grad": [-d, 0, d]}
    for loss in (u.huber, u.pseudo_huber):
        check(run, loss, [-2.0, 0.0, 3.0], 0.0, delta=1e-300, reduction="none", **expected, ulps=1)
    assert run.value(u.smooth_l1, r, 0.0, beta=0.0, reduction="none")[[0, 1, 3]].tolist() == [2.0, 0.0, 3.0]


def test_U54d_gradient_through_a_saturated_sigmoid(run: Run) -> None:
    """-1 by the logit of -50: from logits, and by the chain rule through a probability that nothing clamps."""
    p = exp(mpf(-50)) / (1 + exp(mpf(-50)))
    check(run, u.sigmoid_cross_entropy, [-50.0], [1.0], grad=[-1 / (1 + exp(mpf(-50)))], ulps=1)
    rounded = float(p)
    found = run.gradient(u.binary_cross_entropy, [rounded], [1.0])
    assert_close(found, [-1 / mpf(rounded)], ulps=1)
    chain = float(found[0]) * rounded * (1 - rounded)
    assert abs(chain + 1) < 1e-15
    assert abs(expm1(log(-mpf(chain)))) < 1e-15
