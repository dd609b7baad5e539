"""Rows of classes, and distributions."""

import importlib
import warnings

import numpy as np

import unilosses as u

from ..proofs.comparison import CLASSES, compare, promoting


def _log_sum_exp(x):
    return importlib.import_module("jax.scipy.special").logsumexp(x)


def _deprecated(function, *args):
    """A name that warns of its end is still one that users call."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return function(*args)


COMPARISONS = [
    compare(
        "softmax_cross_entropy",
        "torch",
        "cross_entropy",
        lambda f, d: f(d.logits, d.labels),
        lambda d: u.softmax_cross_entropy(d.logits, d.labels),
    ),
    compare(
        "softmax_cross_entropy",
        "optax",
        "softmax_cross_entropy",
        lambda f, d: f(d.logits, d.p),
        lambda d: u.softmax_cross_entropy(d.logits, d.p, reduction="none"),
    ),
    compare(
        "softmax_cross_entropy",
        "optax",
        "safe_softmax_cross_entropy",
        lambda f, d: f(d.logits, d.p),
        lambda d: u.softmax_cross_entropy(d.logits, d.p, reduction="none"),
    ),
    compare(
        "softmax_cross_entropy",
        "optax",
        "softmax_cross_entropy_with_integer_labels",
        lambda f, d: f(d.logits, d.labels),
        lambda d: u.softmax_cross_entropy(d.logits, d.labels, reduction="none"),
    ),
    compare(
        "softmax_cross_entropy",
        "keras",
        "categorical_crossentropy",
        lambda f, d: f(d.p, d.logits, from_logits=True),
        lambda d: u.softmax_cross_entropy(d.logits, d.p, reduction="none"),
    ),
    compare(
        "softmax_cross_entropy",
        "keras",
        "sparse_categorical_crossentropy",
        lambda f, d: f(d.labels, d.logits, from_logits=True),
        lambda d: u.softmax_cross_entropy(d.logits, d.labels, reduction="none"),
    ),
    compare("nll", "torch", "nll_loss", lambda f, d: f(d.log_q, d.labels), lambda d: u.nll(d.log_q, d.labels)),
    compare(
        "categorical_cross_entropy",
        "keras",
        "categorical_crossentropy",
        lambda f, d: f(d.p, d.probs),
        lambda d: u.categorical_cross_entropy(d.probs, d.p, renormalize=True, eps=1e-7, reduction="none"),
    ),
    compare(
        "categorical_cross_entropy",
        "keras",
        "sparse_categorical_crossentropy",
        lambda f, d: f(d.labels, d.probs),
        lambda d: u.categorical_cross_entropy(d.probs, d.labels, renormalize=True, eps=1e-7, reduction="none"),
    ),
    compare(
        "categorical_cross_entropy",
        "sklearn",
        "log_loss",
        lambda f, d: f(d.labels, d.q),
        lambda d: u.categorical_cross_entropy(d.q, d.labels, eps="finfo"),
    ),
    compare(
        "softmax_focal",
        "keras",
        "categorical_focal_crossentropy",
        lambda f, d: f(d.dense, d.logits, from_logits=True),
        lambda d: u.softmax_focal(d.logits, d.dense, alpha=0.25, reduction="none"),
    ),
    compare(
        "kl_divergence",
        "torch",
        "kl_div",
        lambda f, d: f(d.log_q, d.p, reduction="batchmean"),
        lambda d: u.kl_divergence(d.log_q, d.p, pred_space="log_probs"),
    ),
    compare(
        "kl_divergence",
        "keras",
        "kl_divergence",
        lambda f, d: f(d.p, d.q),
        lambda d: u.kl_divergence(d.q, d.p, reduction="none"),
    ),
    compare(
        "kl_divergence",
        "optax",
        "kl_divergence",
        lambda f, d: f(d.log_q, d.p),
        lambda d: u.kl_divergence(d.log_q, d.p, pred_space="log_probs", reduction="none"),
    ),
    compare(
        "kl_divergence",
        "optax",
        "kl_divergence_with_log_targets",
        lambda f, d: f(d.log_q, np.log(d.p)),
        lambda d: u.kl_divergence(
            d.log_q, np.log(d.p), pred_space="log_probs", target_space="log_probs", reduction="none"
        ),
    ),
    compare(
        "cosine_distance",
        "optax",
        "cosine_distance",
        lambda f, d: f(d.anchor, d.other),
        lambda d: u.cosine_distance(d.anchor, d.other, reduction="none"),
    ),
    compare(
        "cosine_distance",
        "keras",
        "cosine_similarity",
        lambda f, d: f(d.other, d.anchor),
        lambda d: u.cosine_distance(d.anchor, d.other, reduction="none") - 1.0,
    ),
    compare(
        "categorical_hinge",
        "keras",
        "categorical_hinge",
        lambda f, d: f(d.dense, d.logits),
        lambda d: u.categorical_hinge(d.logits, d.dense, reduction="none"),
    ),
    compare(
        "multiclass_hinge",
        "optax",
        "multiclass_hinge_loss",
        lambda f, d: f(d.logits, d.labels),
        lambda d: u.multiclass_hinge(d.logits, d.labels, reduction="none"),
    ),
    compare(
        "multiclass_hinge",
        "sklearn",
        "hinge_loss",
        lambda f, d: f(d.labels, d.logits),
        lambda d: u.multiclass_hinge(d.logits, d.labels),
    ),
    compare(
        "multiclass_perceptron",
        "optax",
        "multiclass_perceptron_loss",
        lambda f, d: f(d.logits, d.labels),
        lambda d: u.multiclass_perceptron(d.logits, d.labels, reduction="none"),
    ),
    compare(
        "multi_margin",
        "torch",
        "multi_margin_loss",
        lambda f, d: f(d.logits, d.labels),
        lambda d: u.multi_margin(d.logits, d.labels),
    ),
    compare(
        "multiclass_brier",
        "sklearn",
        "brier_score_loss",
        lambda f, d: f(d.labels, d.q, scale_by_half=False),
        lambda d: u.multiclass_brier(d.q, d.labels),
    ),
    compare(
        "generalized_kl_divergence",
        "optax",
        "generalized_kl_divergence",
        lambda f, d: f(d.log_q, d.p),
        lambda d: u.generalized_kl_divergence(d.q, d.p, reduction="none"),
    ),
    compare(
        "generalized_kl_divergence",
        "optax",
        "convex_kl_divergence",
        lambda f, d: _deprecated(f, d.log_q, d.p),
        lambda d: u.generalized_kl_divergence(d.q, d.p, reduction="none"),
    ),
    compare(
        "linear_cross_entropy",
        "torch",
        "linear_cross_entropy",
        lambda f, d: f(d.anchor, d.other[:CLASSES], d.labels),
        lambda d: u.linear_cross_entropy(d.anchor, d.other[:CLASSES].copy(), d.labels),
    ),
    compare(
        "poly1_cross_entropy",
        "optax",
        "poly_loss_cross_entropy",
        lambda f, d: f(d.logits, d.p),
        lambda d: u.poly1_cross_entropy(d.logits, d.p, reduction="none"),
    ),
    compare(
        "generalized_cross_entropy",
        "keras",
        "categorical_generalized_cross_entropy",
        lambda f, d: f(d.labels, d.q, 0.5),
        lambda d: u.generalized_cross_entropy(d.q, d.labels, q=0.5, pred_space="probs", reduction="none"),
    ),
    compare(
        "multiclass_sparsemax",
        "optax",
        "multiclass_sparsemax_loss",
        lambda f, d: promoting(f, d.logits, d.labels),
        lambda d: u.multiclass_sparsemax(d.logits, d.labels, reduction="none"),
    ),
    compare(
        "fenchel_young",
        "optax",
        "make_fenchel_young_loss",
        lambda f, d: f(_log_sum_exp)(d.logits, d.dense),
        lambda d: u.fenchel_young(d.logits, d.labels, reduction="none"),
    ),
]
