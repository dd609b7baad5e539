"""`unilosses.compat.tf` and `unilosses.compat.mlx`: numbers of the peers' documentation, or worked by hand.

Neither peer is installed here; the signatures are those of TensorFlow 2.21 and of MLX in 2026.
"""

from __future__ import annotations

import inspect
import math
from typing import Any

import numpy as np
import pytest

import unilosses
from unilosses.compat import mlx, optax, tf


def near(value: Any, expected: Any, places: float = 1e-6) -> None:
    np.testing.assert_allclose(np.asarray(value), expected, rtol=places, atol=places)


def written(function: Any) -> list[str]:
    return [str(p.replace(annotation=p.empty)) for p in inspect.signature(function).parameters.values()]


SIGNATURES = {
    tf.nn.sigmoid_cross_entropy_with_logits: "labels=None logits=None name=None",
    tf.nn.weighted_cross_entropy_with_logits: "labels logits pos_weight name=None",
    tf.nn.softmax_cross_entropy_with_logits: "labels logits axis=-1 name=None",
    tf.nn.sparse_softmax_cross_entropy_with_logits: "labels logits name=None",
    tf.nn.log_poisson_loss: "targets log_input compute_full_loss=False name=None",
    tf.nn.l2_loss: "t name=None",
    tf.nn.ctc_loss: "labels logits label_length logit_length logits_time_major=True unique=None blank_index=None "
    "name=None",
    mlx.cross_entropy: "logits targets weights=None axis=-1 label_smoothing=0.0 reduction='none'",
    mlx.binary_cross_entropy: "inputs targets weights=None with_logits=True reduction='mean'",
    mlx.l1_loss: "predictions targets reduction='mean'",
    mlx.mse_loss: "predictions targets reduction='mean'",
    mlx.nll_loss: "inputs targets axis=-1 reduction='none'",
    mlx.gaussian_nll_loss: "inputs targets vars full=False eps=1e-06 reduction='mean'",
    mlx.kl_div_loss: "inputs targets axis=-1 reduction='none'",
    mlx.smooth_l1_loss: "predictions targets beta=1.0 reduction='mean'",
    mlx.triplet_loss: "anchors positives negatives axis=-1 p=2 margin=1.0 eps=1e-06 reduction='none'",
    mlx.hinge_loss: "inputs targets reduction='none'",
    mlx.huber_loss: "inputs targets delta=1.0 reduction='none'",
    mlx.log_cosh_loss: "inputs targets reduction='none'",
    mlx.cosine_similarity_loss: "x1 x2 axis=1 eps=1e-08 reduction='none'",
    mlx.margin_ranking_loss: "inputs1 inputs2 targets margin=0.0 reduction='none'",
}


@pytest.mark.parametrize("function", SIGNATURES, ids=lambda f: f.__name__)
def test_signature(function: Any) -> None:
    assert written(function) == SIGNATURES[function].split()


def test_names() -> None:
    functions = {f.__name__ for f in SIGNATURES}
    absent = {"nce_loss", "sampled_softmax_loss"}
    assert {*tf.nn.__all__} | ({*mlx.__all__} - {"DIFFERENCES", "losses"}) == functions
    assert set(tf.DIFFERENCES) - {"*"} <= {*tf.nn.__all__} | absent
    assert not any(hasattr(tf.nn, name) for name in absent)
    assert set(mlx.DIFFERENCES) - {"*"} <= functions
    assert tf.keras.losses is __import__("unilosses.compat.keras", fromlist=["keras"])
    assert mlx.losses.l1_loss is mlx.l1_loss


# --- TensorFlow -----------------------------------------------------------------------------------------------------


def test_sigmoid_cross_entropy() -> None:
    # The documentation's example.
    logits, labels = np.array([1.0, -1, 0, 1, -1, 0, 0]), np.array([0.0, 0, 0, 1, 1, 1, 0.5])
    expected = [1.3132617, 0.3132617, 0.6931472, 0.3132617, 1.3132617, 0.6931472, 0.6931472]
    near(tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits), expected)
    # Labels are coefficients: a tutorial exchanges the two arguments, and prints these.
    swapped = tf.nn.sigmoid_cross_entropy_with_logits(labels=np.linspace(-3.0, 5.0, 100), logits=np.ones(100))
    near(swapped[[0, -1]], [4.3132615, -3.6867383])
    with pytest.raises(ValueError, match="both"):
        tf.nn.sigmoid_cross_entropy_with_logits(labels)
    with pytest.raises(ValueError, match="must have the same shape"):
        tf.nn.sigmoid_cross_entropy_with_logits(labels, logits[:, None])
    with pytest.raises(TypeError):
        tf.nn.sigmoid_cross_entropy_with_logits(labels, np.arange(7))


def test_weighted_cross_entropy() -> None:
    # (1 - z) x + (1 + (q - 1) z) (log1p(exp(-|x|)) + max(-x, 0)), worked by hand.
    labels, logits = np.array([1.0, 0.5, 0.0]), np.array([1.5, -0.1, -10.0])
    near(
        tf.nn.weighted_cross_entropy_with_logits(labels, logits, np.asarray(1.5)), [0.3021198, 0.8804958, 4.539890e-05]
    )
    near(tf.nn.weighted_cross_entropy_with_logits(labels, logits, 0.5), [0.1007066, 0.5082975, 4.539890e-05])
    each = tf.nn.weighted_cross_entropy_with_logits(labels, logits, np.array([1.5, 0.5, 1.0]))
    near(each, [0.3021198, 0.5082975, 4.539890e-05])
    rows = tf.nn.weighted_cross_entropy_with_logits(np.ones((2, 3)), np.zeros((2, 3)), np.array([[1.0], [2.0]]))
    near(rows, np.log(2) * np.array([[1.0] * 3, [2.0] * 3]))


def test_softmax_cross_entropy() -> None:
    # The documentation's example.
    logits, labels = np.array([[4.0, 2.0, 1.0], [0.0, 5.0, 1.0]]), np.array([[1.0, 0.0, 0.0], [0.0, 0.8, 0.2]])
    near(tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits), [0.16984604, 0.82474494])
    near(tf.nn.softmax_cross_entropy_with_logits(labels.T, logits.T, axis=0), [0.16984604, 0.82474494])
    near(tf.nn.softmax_cross_entropy_with_logits(np.array([[1.0, -3, 10]]), np.array([[0.1, 0.02, 0.88]])), [3.2568445])
    impossible = tf.nn.softmax_cross_entropy_with_logits(np.array([[1.0, 0.0]]), np.array([[0.0, -math.inf]]))
    near(impossible, [0.0])


def test_sparse_softmax_cross_entropy() -> None:
    # The documentation's example.
    logits = np.array([[2.0, -5.0, 0.5, -0.1], [0.0, 0.0, 1.9, 1.4], [-100.0, 100.0, -100.0, -100.0]])
    loss = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=np.array([0, 3, 1]), logits=logits)
    near(loss, [0.29750752, 1.1448325, 0.0], 1e-5)
    with pytest.raises(ValueError, match="must have the same shape"):
        tf.nn.sparse_softmax_cross_entropy_with_logits(np.array([[0]]), logits)
    with pytest.raises(TypeError):
        tf.nn.sparse_softmax_cross_entropy_with_logits(np.zeros(3), logits)
    with pytest.raises(ValueError, match="labels run from 0 to 3"):
        tf.nn.sparse_softmax_cross_entropy_with_logits(np.array([0, 4, 1]), logits)


def test_log_poisson_loss() -> None:
    targets, log_rate = np.array([0.0, 1.0, 2.0]), np.log([1.0, 2.0, 2.0])
    plain = np.array([1.0, 2 - math.log(2), 2 - 2 * math.log(2)])
    near(tf.nn.log_poisson_loss(targets, log_rate), plain)
    stirling = 2 * math.log(2) - 2 + 0.5 * math.log(4 * math.pi)
    near(tf.nn.log_poisson_loss(targets, log_rate, compute_full_loss=True), [*plain[:2], plain[2] + stirling])
    with pytest.raises(ValueError, match="must have the same shape"):
        tf.nn.log_poisson_loss(targets, log_rate[:1])


def test_l2_loss() -> None:
    loss = tf.nn.l2_loss(np.array([[3.0, 4.0]], np.float32))
    assert (float(loss), loss.dtype, loss.shape) == (12.5, np.float32, ())


def test_ctc_loss() -> None:
    # Two frames of blank and "a": the strings aa, a- and -a, which leave "a", have 0.7 of the probability.
    logits = np.log([[[0.6, 0.4]], [[0.5, 0.5]]])
    one = np.array([1])
    near(tf.nn.ctc_loss(np.array([[1]]), logits, one, one + 1), [-math.log(0.7)])
    near(
        tf.nn.ctc_loss(np.array([[1]]), logits.transpose(1, 0, 2), one, one + 1, logits_time_major=False),
        [-math.log(0.7)],
    )
    near(tf.nn.ctc_loss(np.array([[0]]), logits[..., ::-1].copy(), one, one + 1, blank_index=-1), [-math.log(0.7)])
    near(tf.nn.ctc_loss(np.array([[1]]), logits, one, one), [-math.log(0.4)])
    assert np.isinf(tf.nn.ctc_loss(np.array([[1, 1]]), logits, one + 1, one + 1)).all()
    with pytest.raises(ValueError, match="axes"):
        tf.nn.ctc_loss(np.array([1]), logits, one, one)


# --- MLX ------------------------------------------------------------------------------------------------------------


def test_mlx_cross_entropy() -> None:
    # The documentation's examples.
    logits = np.array([[2.0, -1.0], [-1.0, 2.0]])
    near(mlx.cross_entropy(logits, np.array([0, 1])), [0.0485873, 0.0485873])
    probs = np.array([[0.9, 0.1], [0.1, 0.9]])
    near(mlx.cross_entropy(logits, probs), [0.348587, 0.348587])
    near(mlx.cross_entropy(logits, np.array([0, 1]), label_smoothing=0.2), [0.348587, 0.348587])
    near(mlx.cross_entropy(logits.T, probs.T, axis=0), [0.348587, 0.348587])
    # Weights multiply, and the mean divides by the number of rows.
    weights = np.array([3.0, 1.0])
    near(mlx.cross_entropy(logits, np.array([0, 1]), weights), [0.1457619, 0.0485873])
    near(mlx.cross_entropy(logits, np.array([0, 1]), weights, reduction="mean"), 0.0971746)
    near(mlx.cross_entropy(logits, np.array([0, 1]), weights, reduction="sum"), 0.1943492)
    for wrong in ({"label_smoothing": 1.0}, {"weights": weights[:1]}, {"reduction": "median"}):
        with pytest.raises(ValueError, match=r"must be|weights have"):
            mlx.cross_entropy(logits, np.array([0, 1]), **wrong)
    with pytest.raises(ValueError, match="shape"):
        mlx.cross_entropy(logits, np.array([0]))


def test_mlx_binary_cross_entropy() -> None:
    # The documentation's examples.
    targets = np.array([0, 0, 1, 1])
    near(mlx.binary_cross_entropy(np.array([0.105361, 0.223144, 1.20397, 0.916291]), targets), 0.539245)
    probs = np.array([0.1, 0.1, 0.4, 0.4])
    near(mlx.binary_cross_entropy(probs, targets, with_logits=False), 0.510826)
    weights = np.array([0.0, 2.0, 0.0, 0.0])
    near(mlx.binary_cross_entropy(probs, targets, weights, with_logits=False), -0.5 * math.log(0.9))
    # No logarithm below -100.
    ends = mlx.binary_cross_entropy(np.array([0.0, 1.0, 1.0]), np.array([1.0, 0.0, 1.0]), None, False, "none")
    near(ends, [100.0, 100.0, 0.0])
    near(mlx.binary_cross_entropy(np.array([0.0, 0.5]), np.array([1.0, 1.0]), None, False), (100 + math.log(2)) / 2)
    with pytest.raises(ValueError, match="must have the same shape"):
        mlx.binary_cross_entropy(probs, targets[:, None])


def test_mlx_residuals() -> None:
    x, y = np.array([0.0, 3.0]), np.array([0.5, 1.0])
    near(mlx.l1_loss(x, y), 1.25)
    near(mlx.mse_loss(x, y), 2.125)
    near(mlx.mse_loss(x, y, reduction="none"), [0.25, 4.0])
    near(mlx.smooth_l1_loss(x, y), (0.125 + 1.5) / 2)
    near(mlx.smooth_l1_loss(x, y, beta=0.25, reduction="none"), [0.375, 1.875])
    near(mlx.huber_loss(x, y, delta=0.25), [0.09375, 0.46875])
    near(mlx.huber_loss(x, y[:1]), [0.125, 2.0])
    near(mlx.log_cosh_loss(x, y, "sum"), math.log(math.cosh(0.5)) + math.log(math.cosh(2.0)))
    for loss in (mlx.l1_loss, mlx.mse_loss, mlx.smooth_l1_loss):
        with pytest.raises(ValueError, match="must have the same shape"):
            loss(x, y[:, None])
        with pytest.raises(TypeError):
            loss(np.arange(2), y)


def test_mlx_likelihoods() -> None:
    near(mlx.nll_loss(np.log([[0.25, 0.75], [0.5, 0.5]]), np.array([1, 0])), [-math.log(0.75), math.log(2)])
    near(mlx.kl_div_loss(np.log([[0.4, 0.6]]), np.log([[0.5, 0.5]])), [0.0204109973])
    near(mlx.kl_div_loss(np.log([[0.4, 0.6]]).T, np.log([[0.5, 0.5]]).T, axis=0, reduction="mean"), 0.0204109973)
    x, y, v = np.array([0.0, 1.0]), np.array([2.0, 1.0]), np.array([4.0, 1e-9])
    near(mlx.gaussian_nll_loss(x, y, v, reduction="none"), [1.1931471806, 0.5 * math.log(1e-6)])
    near(mlx.gaussian_nll_loss(x[:1], y[:1], v[:1], full=True), 1.1931471806 + 0.5 * math.log(2 * math.pi))
    near(mlx.gaussian_nll_loss(x[1:], y[1:], v[1:], eps=0.5), 0.5 * math.log(0.5))
    with pytest.raises(ValueError, match="must have the same shape"):
        mlx.gaussian_nll_loss(x, y, v[:1])


def test_mlx_variances_below_eps_have_no_slope() -> None:
    import torch

    v = torch.tensor([1e-9, 4.0], dtype=torch.float64, requires_grad=True)
    mlx.gaussian_nll_loss(torch.zeros(2, dtype=torch.float64), torch.ones(2, dtype=torch.float64), v).backward()
    near(v.grad, [0.0, 0.5 * (1 / 8 - 1 / 32)])


def test_mlx_margins_and_vectors() -> None:
    # The documentation's example.
    first, second = np.array([-0.573409, -0.765166, -0.0638]), np.array([0.75596, 0.225763, 0.256995])
    near(mlx.margin_ranking_loss(first, second, np.array([1, 1, -1]), reduction="mean"), 0.773433)
    near(mlx.margin_ranking_loss(np.array([1.0]), np.array([0.75]), np.array([1]), margin=1.0), [0.75])
    near(mlx.hinge_loss(np.array([-3.0, 0.5, 2.0]), np.array([1.0, 1.0, 1.0])), [4.0, 0.5, 0.0])
    near(mlx.cosine_similarity_loss(np.array([[3.0, 4.0]]), np.array([[4.0, 3.0]])), [0.96])
    near(mlx.cosine_similarity_loss(np.array([[3.0, 4.0]]), np.array([[0.0, 0.0]]), reduction="mean"), 0.0)
    u, v, w = np.array([[0.0, 0.0]]), np.array([[3.0, 4.0]]), np.array([[0.0, 5.5]])
    near(mlx.triplet_loss(u, v, w), [0.5])
    near(mlx.triplet_loss(u, u, u, margin=0.0, eps=1e-6), [0.0])
    near(mlx.triplet_loss(u, u, v, margin=5.0, eps=0.25, reduction="sum"), 0.5 - math.sqrt(25.25) + 5.0)
    with pytest.raises(ValueError, match="must have the same shape"):
        mlx.margin_ranking_loss(first, second, np.array([1, 1]))
    for loss, arrays in ((mlx.cosine_similarity_loss, (u, v)), (mlx.triplet_loss, (u, v, w))):
        with pytest.raises(ValueError, match="reduction"):
            loss(*arrays, reduction="median")


def test_arrays_of_other_libraries() -> None:
    import torch

    x, y = np.array([[2.0, -1.0, 0.5]]), np.array([[0.25, 0.5, 0.25]])
    pair = torch.from_numpy(x), torch.from_numpy(y)
    for function in (tf.nn.sigmoid_cross_entropy_with_logits, tf.nn.softmax_cross_entropy_with_logits):
        near(function(logits=pair[0], labels=pair[1]), function(logits=x, labels=y))
    for function in (mlx.cross_entropy, mlx.cosine_similarity_loss, mlx.binary_cross_entropy):
        near(function(*pair), function(x, y))
    near(optax.softmax_cross_entropy(*pair), unilosses.softmax_cross_entropy(x, y, reduction="none"))
