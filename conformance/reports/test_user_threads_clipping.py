"""What users ran into with log(0) and clipping: cases U35 to U46.

The README of this folder says what each case is and where it was reported.
"""

from __future__ import annotations

import numpy as np
import pytest
from mpmath import exp, log, log1p, mpf

import unilosses as u

from ..suite.libraries import Run, assert_close, check
from ..suite.truth import truth

INF, NAN = float("inf"), float("nan")
EPSILON = {"float16": 2.0**-10, "bfloat16": 2.0**-7, "float32": 2.0**-23, "float64": 2.0**-52}

ENDS = [0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]  # every p in {0, 1} with every y in {0, 1}


@pytest.mark.parametrize("eps", [None, 1e-7, 1e-15, 0.01, "finfo"])
def test_U35_probabilities_zero_and_one_under_each_clipping(run: Run, eps) -> None:
    if eps is None:
        value, grad = [0, INF, INF, 0], [1, -INF, INF, -1]
    else:
        bound = mpf(EPSILON["float64"] if eps == "finfo" else eps)
        value, grad = [-log1p(-bound), -log(bound), -log(bound), -log1p(-bound)], [0, 0, 0, 0]
    check(run, u.binary_cross_entropy, *ENDS, eps=eps, reduction="none", value=value, grad=grad, ulps=2)


def test_U35_one_epsilon_and_not_two(run: Run) -> None:
    """16.118 for eps = 1e-7, where adding it twice gives 15.4."""
    found = run.value(u.binary_cross_entropy, [0.0], [1.0], eps=1e-7)
    assert f"{found:.3f}" == "16.118"


def test_U35_an_epsilon_below_the_range_of_the_dtype(run: Run) -> None:
    """Logarithms held above -100, as in PyTorch: exp(-100) is subnormal in float32, and 0 where those are flushed."""
    keywords = {"eps": float(exp(mpf(-100))), "reduction": "none", "dtype": "float32", "value": [100, 100], "ulps": 1}
    check(run, u.binary_cross_entropy, [0.0, 1.0], [1.0, 0.0], grad=[0, 0], **keywords)
    for renormalize in (False, True):
        check(run, u.categorical_cross_entropy, np.eye(2), [1, 0], renormalize=renormalize, **keywords)


def test_U36_logits_are_never_clipped(run: Run) -> None:
    check(
        run,
        u.sigmoid_cross_entropy,
        [-150.0, 150.0],
        [1.0, 0.0],
        reduction="none",
        value=[150, 150],
        grad=[-1, 1],
        ulps=1,
    )
    tiny = exp(mpf(-150))
    check(run, u.softmax_cross_entropy, [[150.0, 0.0]], [1], value=150, grad=[[1, -1]], ulps=1)
    check(run, u.softmax_cross_entropy, [[150.0, 0.0]], [0], value=log1p(tiny), grad=[[-tiny, tiny]])
    check(run, u.sigmoid_focal, [-150.0], [1.0], value=150, grad=[-1], ulps=1)


@pytest.mark.parametrize("y", [0.0, 1.0])
def test_U37_gradient_of_a_clipped_probability(run: Run, y) -> None:
    """0 strictly outside [eps, 1 - eps], the formula inside and at its ends."""
    eps = 0.25
    p = np.array([0.0, 0.125, 0.25, 0.5, 0.75, 0.875, 1.0])
    inside = np.array([0, 0, 1, 1, 1, 0, 0])
    slope = [(-1 / mpf(v) if y else 1 / (1 - mpf(v))) if keep else mpf(0) for v, keep in zip(p, inside, strict=True)]
    check(run, u.binary_cross_entropy, p, np.full(7, y), eps=eps, reduction="none", grad=slope, ulps=1)

    rows = np.array([[0.125, 0.875], [0.25, 0.75], [0.5, 0.5]])
    grad = [[0, 0], [-4, 0], [-2, 0]]
    check(run, u.categorical_cross_entropy, rows, [0, 0, 0], eps=eps, reduction="none", grad=grad, ulps=1)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
def test_U38_epsilon_of_the_dtype(run: Run, dtype) -> None:
    """Finite in every precision, with the epsilon of that precision, and right at both ends."""
    if dtype not in run.floats:
        with pytest.raises(AttributeError):
            getattr(run.xp, dtype)
        return
    eps = mpf(EPSILON[dtype])
    value = [-log1p(-eps), -log(eps), -log(eps), -log1p(-eps)]
    keywords = {"eps": "finfo", "reduction": "none", "dtype": dtype, "ulps": 1}
    check(run, u.binary_cross_entropy, *ENDS, value=value, grad=[0, 0, 0, 0], **keywords)
    p, labels = [[0.0, 1.0], [1.0, 0.0]], [0, 0]
    check(run, u.categorical_cross_entropy, p, labels, value=value[1::2], grad=[[0, 0], [0, 0]], **keywords)


def test_U39_a_number_that_is_no_probability_is_not_hidden(run: Run) -> None:
    found = run.value(u.binary_cross_entropy, [-0.25, 1.25, 0.5], [1.0, 1.0, 1.0], reduction="none")
    assert np.isnan(found[:2]).any()
    assert np.isnan(found).tolist() == [True, True, False]
    assert np.isnan(run.value(u.categorical_cross_entropy, [[-0.25, 1.25]], [0]))


def test_U40_probabilities_do_not_go_back_through_logits(run: Run) -> None:
    """Below an epsilon of 1e-7, and next to 1, the loss keeps the digits of the probability."""
    p = [1e-30, 1e-9, 1 - 2.0**-40]
    value = [-log(mpf(v)) for v in p]
    grad = [-1 / mpf(v) for v in p]
    check(run, u.binary_cross_entropy, p, [1.0] * 3, reduction="none", value=value, grad=grad)
    value = [-log1p(-mpf(v)) for v in p]
    grad = [1 / (1 - mpf(v)) for v in p]
    check(run, u.binary_cross_entropy, p, [0.0] * 3, reduction="none", value=value, grad=grad)
    rows = [[1e-30, 1.0], [0.25, 0.75]]
    grad = [[-1 / mpf(1e-30), 0], [0, -mpf(4) / 3]]
    check(
        run,
        u.categorical_cross_entropy,
        rows,
        [0, 1],
        reduction="none",
        value=[-log(mpf(1e-30)), log(mpf(4) / 3)],
        grad=grad,
    )


def test_U41_compiled_after_a_sigmoid(run: Run) -> None:
    """A compiler that swaps in the logits form would lose inf at a probability that rounded to 0 or 1."""
    if run.library != "jax":
        sigmoid = {"torch": lambda x: run.xp.sigmoid(x)}.get(run.library, lambda x: 1 / (1 + run.xp.exp(-x)))
    else:
        sigmoid = lambda x: 1 / (1 + run.xp.exp(-x))  # noqa: E731 - one of two forms

    def chained(x, y):
        return u.binary_cross_entropy(sigmoid(x), y, reduction="none")

    assert run.value(chained, [40.0, 0.0], [0.0, 1.0]).tolist() == [INF, float(np.log(2.0))]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_U42_exact_policy_and_finfo_policy(run: Run, dtype) -> None:
    """The true value at p = 0 is inf; the epsilon of the dtype is there for those who want it finite."""
    p, labels = [[1.0, 0.0], [0.0, 1.0]], [1, 1]
    check(run, u.categorical_cross_entropy, p, labels, dtype=dtype, reduction="none", value=[INF, 0])
    eps = mpf(EPSILON[dtype])
    check(
        run,
        u.categorical_cross_entropy,
        p,
        labels,
        dtype=dtype,
        eps="finfo",
        reduction="none",
        value=[-log(eps), -log1p(-eps)],
    )


def test_U43_rows_that_do_not_sum_to_one(run: Run) -> None:
    """As they are, or renormalised, as asked."""
    p = [[0.5, 0.25, 0.25], [2.0, 1.0, 1.0], [0.125, 0.0625, 0.0625]]
    labels = [0, 0, 0]
    check(run, u.categorical_cross_entropy, p, labels, reduction="none", value=[log(2), -log(2), log(8)], ulps=1)
    grad = [[-1, 1, 1], [-0.25, 0.25, 0.25], [-4, 4, 4]]
    for dtype in ("float64", "float32"):
        check(
            run,
            u.categorical_cross_entropy,
            p,
            labels,
            renormalize=True,
            reduction="none",
            dtype=dtype,
            value=[log(2)] * 3,
            grad=grad,
            ulps=2,
        )


def test_U44_U46_kl_at_zero_probabilities(run: Run) -> None:
    p = [[0.0, 1.0], [0.5, 0.5], [1.0, 0.0], [0.0, 1.0]]
    q = [[0.5, 0.5], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
    value = [log(2), INF, 0, 0]
    check(
        run,
        u.kl_divergence,
        q,
        p,
        reduction="none",
        value=value,
        ulps=1,
        grad=[[0, -2], [-0.5, -INF], [-1, 0], [0, -1]],
    )
    by_target = [[0, log(2) + 1], [log(mpf("0.5")) + 1, INF], [1, 0], [0, 1]]
    check(run, u.kl_divergence, q, p, reduction="none", argnum=1, grad=by_target, ulps=2)
    check(run, u.kl_divergence, [[0.0, -INF]], [[1.0, 0.0]], pred_space="log_probs", value=0, grad=[[-1, 0]], ulps=0)


def test_U45_kl_is_not_negative(run: Run) -> None:
    """Sums of terms of either sign, for distributions down to one ulp apart."""
    rng = np.random.default_rng(45)
    p = rng.dirichlet(np.ones(4), size=64)
    rows = np.concatenate([rng.dirichlet(np.ones(4), size=32), np.nextafter(p[32:], 1.0)])
    rows /= rows.sum(1, keepdims=True)
    found = run.value(u.kl_divergence, rows, p, reduction="none")
    expected = truth(u.kl_divergence, rows, p)
    assert_close(found, expected["value"], scale=expected["scale"])
    assert (found[:32] > 0).all()
