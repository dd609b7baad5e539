"""The losses of optax by their own names: `from unilosses.compat import optax`, then `optax.huber_loss(...)`.

The functions stand where optax has them: in `optax` itself and in `optax.losses`. Each takes what the function of that
name takes in optax 0.2.8, in arrays of any library, and returns its numbers, unreduced unless optax reduces.
`DIFFERENCES` lists what is not the same.
"""

import sys

from ._classification import (
    convex_kl_divergence,
    ctc_loss,
    generalized_kl_divergence,
    hinge_loss,
    kl_divergence,
    kl_divergence_with_log_targets,
    make_fenchel_young_loss,
    multiclass_hinge_loss,
    multiclass_perceptron_loss,
    multiclass_sparsemax_loss,
    perceptron_loss,
    poly_loss_cross_entropy,
    safe_softmax_cross_entropy,
    sigmoid_binary_cross_entropy,
    sigmoid_focal_loss,
    softmax_cross_entropy,
    softmax_cross_entropy_with_integer_labels,
    sparsemax_loss,
)
from ._differences import DIFFERENCES
from ._regression import (
    cosine_distance,
    cosine_similarity,
    huber_loss,
    l2_loss,
    log_cosh,
    ntxent,
    squared_error,
    triplet_margin_loss,
)
from ._structured import (
    binary_dice_loss,
    dice_loss,
    multiclass_generalized_dice_loss,
    ranking_softmax_loss,
    smooth_labels,
)

losses = sys.modules[__name__]  # optax has each of them in both places

__all__ = [
    "DIFFERENCES",
    "binary_dice_loss",
    "convex_kl_divergence",
    "cosine_distance",
    "cosine_similarity",
    "ctc_loss",
    "dice_loss",
    "generalized_kl_divergence",
    "hinge_loss",
    "huber_loss",
    "kl_divergence",
    "kl_divergence_with_log_targets",
    "l2_loss",
    "log_cosh",
    "losses",
    "make_fenchel_young_loss",
    "multiclass_generalized_dice_loss",
    "multiclass_hinge_loss",
    "multiclass_perceptron_loss",
    "multiclass_sparsemax_loss",
    "ntxent",
    "perceptron_loss",
    "poly_loss_cross_entropy",
    "ranking_softmax_loss",
    "safe_softmax_cross_entropy",
    "sigmoid_binary_cross_entropy",
    "sigmoid_focal_loss",
    "smooth_labels",
    "softmax_cross_entropy",
    "softmax_cross_entropy_with_integer_labels",
    "sparsemax_loss",
    "squared_error",
    "triplet_margin_loss",
]
