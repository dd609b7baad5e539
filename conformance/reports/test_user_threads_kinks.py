"""What users ran into at kinks, where libraries disagree on the derivative: cases U76 to U78, and U86.

The README of this folder says what each case is and where it was reported.
"""

from __future__ import annotations

import numpy as np
import pytest

import unilosses as u

from ..suite.libraries import Run, check

ZERO_RESIDUAL = [
    (u.absolute_error, {}),
    (u.smooth_l1, {"beta": 0.0}),
    (u.smooth_l1, {}),
    (u.huber, {}),
    (u.pseudo_huber, {}),
    (u.log_cosh, {}),
    (u.squared_error, {}),
]
residual = pytest.mark.parametrize(
    ("loss", "params"), ZERO_RESIDUAL, ids=[f"{f.__name__}{p or ''}" for f, p in ZERO_RESIDUAL]
)


@pytest.mark.parametrize("argnum", [0, 1])
@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
@residual
def test_U76_U77_gradient_at_a_zero_residual(run: Run, loss, params, dtype, argnum) -> None:
    """0 on every library, by value_and_grad and by the library's own autodiff, for +0 and -0."""
    if dtype not in run.floats:
        return
    pred, target = [0.0, -0.0, 1.0, -2.5], [0.0, 0.0, 1.0, -2.5]
    check(run, loss, pred, target, argnum=argnum, dtype=dtype, reduction="none", value=[0] * 4, grad=[0] * 4, **params)


def test_U76_U77_gradient_of_penalties_at_zero(run: Run) -> None:
    w = [0.0, -0.0, 2.0, -0.5]
    check(run, u.l1_penalty, w, value=2.5, grad=[0, 0, 1, -1], ulps=0)
    check(run, u.elastic_net_penalty, w, l1_ratio=0.5, value=1.25 + 0.25 * 4.25, grad=[0, 0, 1.5, -0.75], ulps=0)


def test_U77_gradient_beside_a_zero_residual(run: Run) -> None:
    """The smallest residuals have their own sign, so the 0 is of the point alone."""
    tiny = 2.0**-1000
    check(run, u.absolute_error, [tiny, -tiny], 0.0, reduction="none", value=[tiny, tiny], grad=[1, -1], ulps=0)


def test_U78_gradient_of_a_right_angle_at_its_margin(run: Run) -> None:
    """A dissimilar pair with margin 0: 0 for both, also where a compiler fuses the products into the sum."""
    x = [[1.0, 1.0, 0.0], [0.421875, -0.48046875, 0.87109375], [2.0**60, 2.0**60, 1.0], [1.0, 2.0**-70, 0.0]]
    y = [[1.0, -1.0, 0.0], [-0.1640625, -0.1015625, 0.0234375], [3.0, -3.0, 0.0], [0.0, 0.0, 3.0]]
    for dtype in ("float32", "float64"):
        for argnum in (0, 1):
            keywords = {"dtype": dtype, "argnum": argnum, "reduction": "none"}
            check(run, u.cosine_embedding, x, y, [-1.0] * 4, value=[0] * 4, grad=[[0] * 3] * 4, **keywords)


@pytest.mark.parametrize("encoding", ["signed", "binary"])
@pytest.mark.parametrize("margin", [1.0, 0.5, 2.0])
def test_U78_gradient_at_the_margin(run: Run, margin, encoding) -> None:
    """Exactly at the margin 0, not 1/2 and not 1; one step of the dtype inside, the full slope."""
    inside, beyond = np.nextafter(margin, 0.0), np.nextafter(margin, 9.0)
    scores = np.array([margin, inside, beyond, -margin, -inside, -beyond])
    y = np.array([1.0, 1.0, 1.0, -1.0, -1.0, -1.0])
    target = y if encoding == "signed" else (y + 1) / 2
    slack = np.array([0.0, margin - inside, 0.0] * 2)
    on = slack > 0
    keywords = {"margin": margin, "encoding": encoding, "reduction": "none", "ulps": 0}
    check(run, u.hinge, scores, target, value=slack, grad=-y * on, **keywords)
    check(run, u.squared_hinge, scores, target, value=slack**2, grad=-2 * y * slack, **keywords)
    factor = 1.0 if encoding == "signed" else 2.0
    check(run, u.hinge, scores, target, argnum=1, grad=-factor * scores * on, **keywords)


@pytest.mark.parametrize("argnum", [0, 1])
def test_U78_perceptron_at_score_zero(run: Run, argnum) -> None:
    check(
        run,
        u.perceptron,
        [0.0, 0.0, -0.0],
        [1.0, -1.0, 1.0],
        argnum=argnum,
        reduction="none",
        ulps=0,
        value=[0, 0, 0],
        grad=[0, 0, 0],
    )


def test_U78_ties_between_logits(run: Run) -> None:
    """The largest logit twice: the gradient is that of the softmax, and no tie of a maximum shows."""
    check(
        run,
        u.softmax_cross_entropy,
        [[2.0, 2.0], [2.0, 2.0]],
        [0, 1],
        reduction="none",
        grad=[[-0.5, 0.5], [0.5, -0.5]],
        ulps=0,
    )


def test_U78_ties_between_logits_second_order(differentiating: Run) -> None:
    labels = differentiating.asarray([0])
    found = differentiating.curvature(
        lambda x: u.softmax_cross_entropy(x, labels, reduction="none"), [[2.0, 2.0]], [[1.0, 0.0]]
    )
    assert found.tolist() == [[0.25, -0.25]]


def test_U78_at_the_bounds_of_a_clip(run: Run) -> None:
    """The ends of [eps, 1 - eps] belong to the formula: full slope, not a half."""
    check(run, u.binary_cross_entropy, [0.25, 0.75], [1.0, 0.0], eps=0.25, reduction="none", grad=[-4, 4], ulps=0)


@pytest.mark.parametrize("threshold", [0.5, 2.0, 8.0])
def test_U86_smooth_l1_is_huber_divided_by_its_threshold(run: Run, threshold) -> None:
    r = np.array([-9.0, -threshold, -0.25, 0.0, 0.25, threshold, 3.0])
    huber = run.value(u.huber, r, 0.0, delta=threshold, reduction="none")
    slope = run.gradient(u.huber, r, 0.0, delta=threshold, reduction="none")
    check(
        run,
        u.smooth_l1,
        r,
        0.0,
        beta=threshold,
        reduction="none",
        value=huber / threshold,
        grad=slope / threshold,
        ulps=0,
    )
