"""The losses of MLX by their own names: `from unilosses.compat import mlx`, then `mlx.losses.cross_entropy(...)`.

Each function has the signature of that in `mlx.nn.losses`, with its own default of `reduction`, and takes arrays of any
library; MLX is not needed. `DIFFERENCES` lists what is not the same.
"""

import sys

from ._differences import DIFFERENCES
from ._losses import (
    binary_cross_entropy,
    cosine_similarity_loss,
    cross_entropy,
    gaussian_nll_loss,
    hinge_loss,
    huber_loss,
    kl_div_loss,
    l1_loss,
    log_cosh_loss,
    margin_ranking_loss,
    mse_loss,
    nll_loss,
    smooth_l1_loss,
    triplet_loss,
)

losses = sys.modules[__name__]  # where mlx.nn has them

__all__ = [
    "DIFFERENCES",
    "binary_cross_entropy",
    "cosine_similarity_loss",
    "cross_entropy",
    "gaussian_nll_loss",
    "hinge_loss",
    "huber_loss",
    "kl_div_loss",
    "l1_loss",
    "log_cosh_loss",
    "losses",
    "margin_ranking_loss",
    "mse_loss",
    "nll_loss",
    "smooth_l1_loss",
    "triplet_loss",
]
