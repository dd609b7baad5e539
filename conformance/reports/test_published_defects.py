"""The 25 worst errors that were measured in other libraries, D1 to D25: the same inputs come out right here.

Each test names what the other library gave. The truth is the formula in mpmath, the tolerance the loss's own bound.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from mpmath import exp, log, log1p, mp, mpf, sqrt, tanh

import unilosses as u
from unilosses.verify.bounds import bound, place_of

from ..suite.libraries import Run, check

INF, NAN = float("inf"), float("nan")
E = exp(mpf(1))


def verify(run: Run, loss: Any, *data: Any, dtype: str = "float64", **expected: Any) -> None:
    """Value and gradient of the unreduced loss, each within its bound."""
    results = {k: expected.pop(k, None) for k in ("value", "scale", "grad", "grad_scale")}
    argnum, reduction = expected.pop("argnum", 0), expected.pop("reduction", "none")
    for kind, name in (("value", "value"), ("gradient", "grad")):
        if results[name] is not None:
            limit = bound(loss.__name__, kind, place_of(run.library), dtype, expected)
            of = {name: results[name], **{k: results[k] for k in ("scale", "grad_scale")}}
            check(run, loss, *data, dtype=dtype, ulps=limit, argnum=argnum, reduction=reduction, **of, **expected)


def single(*numbers: float) -> np.ndarray:
    """The float32 numbers next to these, which are then exact in the formulas."""
    return np.array(numbers, dtype=np.float32).astype(np.float64)


def each(formula: Any, numbers: Any) -> list[Any]:
    with mp.workdps(80):
        return [formula(mpf(x)) for x in numbers]


def softplus(x: mpf) -> mpf:
    return log1p(exp(x))


def sigmoid(x: mpf) -> mpf:
    return 1 / (1 + exp(-x))


def focal(x: mpf, gamma: float) -> tuple[mpf, mpf]:
    """Of label 1: (1 - p)^gamma softplus(-x), and its derivative."""
    s, ce = sigmoid(-x), softplus(-x)
    return s**gamma * ce, -(s**gamma) * (gamma * (1 - s) * ce + s)


def test_D1_float64_is_computed_in_float64(run: Run) -> None:
    """Keras: 0.1111111119389534."""
    third = mpf(1 / 3)
    verify(run, u.squared_error, [1 / 3], [0.0], value=[third**2], grad=[2 * third])


def test_D2_log_cosh_of_no_residual(run: Run) -> None:
    """Keras in float64: -1.9e-09, from a float32 log 2."""
    verify(run, u.log_cosh, [0.0], [0.0], value=[0], grad=[0])


def test_D3_cross_entropy_of_a_logit_far_off(run: Run) -> None:
    """Keras on NumPy: 16.118, by way of a clipped probability."""
    x = mpf(-100)
    verify(run, u.sigmoid_cross_entropy, [-100.0], [1.0], dtype="float32", value=[softplus(-x)], grad=[-sigmoid(-x)])


def test_D4_focal_loss_of_a_logit_far_off(run: Run) -> None:
    """Keras: 16.118 at -100, and a gradient of -6.6e-8 at -20."""
    value, grad = zip(*(focal(mpf(x), 2.0) for x in (-100, -20)), strict=True)
    verify(run, u.sigmoid_focal, [-100.0, -20.0], [1.0, 1.0], dtype="float32", value=list(value), grad=list(grad))


def test_D5_cross_entropy_of_ordinary_negative_logits(run: Run) -> None:
    """PyTorch: 0, 0, 4.5776e-5."""
    x = [-20.0, -15.0, -10.0]
    verify(run, u.sigmoid_cross_entropy, x, [0.0] * 3, dtype="float32", value=each(softplus, x), grad=each(sigmoid, x))


def test_D6_softmax_cross_entropy_of_a_leading_label(run: Run) -> None:
    """PyTorch, optax, Keras, TensorFlow, scikit-learn: 0, with gradient 0 by the label's own logit."""
    e = exp(mpf(-20))
    p = e / (1 + e)
    verify(run, u.softmax_cross_entropy, [[20.0, 0.0]], [0], dtype="float32", value=[log1p(e)], grad=[[-p, p]])


@pytest.mark.parametrize("labels", [[[1.0, 0.0, 0.0]], [0]], ids=["D7_dense", "D8_index"])
def test_D7_D8_class_that_is_masked_by_minus_infinity(run: Run, labels) -> None:
    """NaN: for dense labels in PyTorch, optax and Keras, for an index in Keras on JAX and NumPy."""
    grad = [[-E / (1 + E), E / (1 + E), 0]]
    verify(run, u.softmax_cross_entropy, [[1.0, 2.0, -INF]], labels, dtype="float32", value=[log1p(E)], grad=grad)


def test_D9_focal_gradient_for_gamma_below_one(run: Run) -> None:
    """The formula of torchvision and Keras: NaN."""
    value, grad = focal(mpf(18), 0.5)
    verify(run, u.sigmoid_focal, [18.0], [1.0], dtype="float32", gamma=0.5, value=[value], grad=[grad])


def test_D10_huber_gradient_of_small_residuals(run: Run) -> None:
    """optax: 0, 1.0133e-6, 1.00017e-4."""
    x = single(1e-8, 1e-6, 1e-4)
    verify(run, u.huber, x, np.zeros(3), dtype="float32", value=each(lambda r: r * r / 2, x), grad=each(mpf, x))


def test_D11_triplets_by_odd_norms(run: Run) -> None:
    """optax: 0 for degree 1, NaN for degree 3, as its norm has no absolute value."""
    anchor, positive = [[0.0, 0.0]], [[3.0, 3.0]]
    verify(run, u.triplet_margin, anchor, positive, [[1.0, -1.0]], dtype="float32", p=1.0, value=[5], grad=[[0, -2]])
    far, near = mpf(54) ** (mpf(1) / 3), mpf(2) ** (mpf(1) / 3)
    slope = -9 / far**2 + 1 / near**2
    verify(
        run,
        u.triplet_margin,
        anchor,
        positive,
        [[1.0, 1.0]],
        dtype="float32",
        p=3.0,
        value=[far - near + 1],
        grad=[[slope, slope]],
        grad_scale=1,
    )


def test_D12_log_cosh_of_small_residuals(run: Run) -> None:
    """optax: 5.96e-8, 0, 5.36e-7; torchmetrics and Keras likewise, and below 0."""
    x = single(3.2e-8, 1e-4, 1e-3)
    value = each(lambda r: log(mp.cosh(r)), x)
    verify(run, u.log_cosh, x, np.zeros(3), dtype="float32", value=value, grad=each(tanh, x))


def cosine_distances(a: np.ndarray, b: np.ndarray) -> dict[str, Any]:
    """1 - cos and its gradient by the first vectors, at the size of the terms that cancel; 0 for zero vectors."""
    value, grad, grad_scale = [], [], []
    with mp.workdps(80):
        for x, y in zip(a.tolist(), b.tolist(), strict=True):
            p, q = (sqrt(sum(mpf(v) ** 2 for v in z)) for z in (x, y))
            cosine = sum(mpf(v) * w for v, w in zip(x, y, strict=True)) / (p * q) if p and q else mpf(0)
            value.append(1 - cosine)
            grad.append([(cosine * v / p - w / q) / p if p and q else mpf(0) for v, w in zip(x, y, strict=True)])
            grad_scale.append([1 / p if p and q else mpf(0)] * len(x))
    return {"value": value, "scale": 1, "grad": grad, "grad_scale": grad_scale}


def test_D13_cosine_of_zero_and_of_tiny_vectors(run: Run) -> None:
    """optax: NaN and infinity, with gradient NaN."""
    a, b = single(0, 0, 1e-20, 2e-20).reshape(2, 2), np.array([[1.0, 2.0]] * 2)
    verify(run, u.cosine_distance, a, b, dtype="float32", **cosine_distances(a, b))


def test_D14_cosine_of_large_and_of_small_vectors(run: Run) -> None:
    """PyTorch: cosines of 0 and -0.0224, for 1 and -1."""
    a, b = single(1e20, 2e20, 1e-10, 2e-10).reshape(2, 2), np.array([[1.0, 2.0], [-1.0, -2.0]])
    verify(run, u.cosine_distance, a, b, dtype="float32", **cosine_distances(a, b))
    assert np.allclose(run.value(u.cosine_distance, a, b, dtype="float32", reduction="none"), [0, 2])


def test_D15_likelihood_of_a_small_variance(run: Run) -> None:
    """PyTorch: 499993.1, as it clamps the variance."""
    variance = single(1e-9)
    v = mpf(variance[0])
    verify(run, u.gaussian_nll, [1.0], [0.0], variance, dtype="float32", value=[(log(v) + 1 / v) / 2], grad=[1 / v])
    verify(run, u.gaussian_nll, [1.0], [0.0], variance, dtype="float32", argnum=2, grad=[(1 - 1 / v) / (2 * v)])


@pytest.mark.parametrize(("p", "slope"), [(0.0, 1), (1.0, -1)], ids=["D16_zero", "D17_one"])
def test_D16_D17_right_probabilities_in_half_precision(run: Run, p, slope) -> None:
    """PyTorch: the gradient at 0 is NaN. Keras: the value at 1 is NaN, as 1 - 1e-7 rounds to 1."""
    for dtype in {"float16", "bfloat16"} & set(run.floats):
        verify(run, u.binary_cross_entropy, [p], [p], dtype=dtype, value=[0], grad=[slope])


def test_D18_probabilities_below_an_epsilon(run: Run) -> None:
    """Keras: 7.366 for infinity, and a gradient of 0."""
    verify(run, u.kl_divergence, [[1.0, 0.0]], [[0.5, 0.5]], dtype="float32", value=[INF])
    p = single(1e-8)
    verify(
        run,
        u.binary_cross_entropy,
        p,
        [1.0],
        dtype="float32",
        value=each(lambda x: -log(x), p),
        grad=each(lambda x: -1 / x, p),
    )


def test_D19_log_error_of_negative_and_of_small_numbers(run: Run) -> None:
    """Keras: 0 at -0.5, which it takes for 0, and 9.79e-11 for 1e-10."""
    x = single(-0.5, 1e-5)
    value, grad = each(lambda v: log1p(v) ** 2, x), each(lambda v: 2 * log1p(v) / (1 + v), x)
    verify(run, u.squared_log_error, x, np.zeros(2), dtype="float32", value=value, grad=grad)


@pytest.mark.parametrize("label", [7, -1])
def test_D20_label_outside_the_classes(run: Run, label) -> None:
    """Keras on JAX: -0.0 for 7 of 3 classes. optax: the last class for -1."""
    logits = [[1.0, 2.0, 3.0]]
    if run.reads_labels:
        with pytest.raises(ValueError, match="label"):
            run.value(u.softmax_cross_entropy, logits, [label])
    else:
        assert np.isnan(run.value(u.softmax_cross_entropy, logits, [label]))


def test_D21_rows_with_numbers_near_the_largest(run: Run) -> None:
    """XLA: [3e38, 1e38] divided by its maximum is [0, 0], as 1 / 3e38 is subnormal."""
    a, b = single(3e38, 1e38).reshape(1, 2), np.array([[1.0, 3.0]])
    expected = cosine_distances(a, b)
    verify(run, u.cosine_distance, a, b, dtype="float32", value=expected["value"], scale=1)
    # The other half, log(1e-40) = -inf, is a fault of XLA for which the claims make room: known_faults/jax.txt.
    if run.library != "jax":
        p = single(1e-40)
        verify(run, u.binary_cross_entropy, p, [1.0], dtype="float32", value=each(lambda x: -log(x), p))


def test_D22_logarithm_of_a_complement(run: Run) -> None:
    """XLA in float64: log1p is 128 ulp off there."""
    p = mpf(0.4141751711653977)
    verify(run, u.binary_cross_entropy, [float(p)], [0.0], value=[-log1p(-p)], grad=[1 / (1 - p)])


def test_D23_nan_in_an_ignored_row(run: Run) -> None:
    """PyTorch: the ignored row's gradient is NaN."""
    p = E / (1 + E)
    verify(
        run,
        u.softmax_cross_entropy,
        [[1.0, 2.0], [NAN, 1.0]],
        [0, -100],
        ignore_index=-100,
        reduction="mean",
        dtype="float32",
        value=log1p(E),
        grad=[[-p, p], [0, 0]],
    )


def test_D24_distance_of_equal_vectors(run: Run) -> None:
    """PyTorch: 2e-6 with gradient 1/2 each, from an epsilon inside the norm."""
    a = np.ones((1, 4))
    negative = [[3.0, 1.0, 1.0, 1.0]]
    keywords = {"dtype": "float32", "margin": 3.0, "value": [1]}
    verify(run, u.triplet_margin, a, a, negative, grad=[[1, 0, 0, 0]], **keywords)
    verify(run, u.triplet_margin, a, a, negative, argnum=1, grad=np.zeros((1, 4)), **keywords)


def test_D25_divergence_of_nearly_equal_distributions(run: Run) -> None:
    """torchmetrics: -1.58e-8."""
    step = 2.0**-22
    p, q = np.array([[0.5, 0.5]]), np.array([[0.5 + step, 0.5 - step]])
    with mp.workdps(80):
        pairs = [(mpf(x), mpf(y), (mpf(x) + y) / 2) for x, y in zip(p[0], q[0], strict=True)]
        value = sum(x * log(x / m) + y * log(y / m) for x, y, m in pairs) / 2
        grad = [log(x / m) / 2 for x, _, m in pairs]
    verify(run, u.jensen_shannon, p, q, dtype="float32", value=[value], grad=[grad])
