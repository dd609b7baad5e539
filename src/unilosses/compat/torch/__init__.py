"""The losses of torch by their own names: `from unilosses.compat import torch as F`, then `F.cross_entropy(...)`.

The functions are those of `torch.nn.functional` in torch 2.13, the classes those of `torch.nn`. Each takes what the one
of that name takes, in arrays of any library, and returns its numbers: of JAX or NumPy arrays too, without torch. The
classes are modules where torch is installed, which is imported when the first of them is asked for; elsewhere they
are plain objects that are made and called in the same way. `DIFFERENCES` lists what is not the same.
"""

from importlib.util import find_spec
from typing import Any

from ._classes import (
    cross_entropy,
    linear_cross_entropy,
    multi_margin_loss,
    multilabel_margin_loss,
    nll_loss,
)
from ._differences import DIFFERENCES
from ._elementwise import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    gaussian_nll_loss,
    hinge_embedding_loss,
    huber_loss,
    kl_div,
    l1_loss,
    mse_loss,
    multilabel_soft_margin_loss,
    poisson_nll_loss,
    smooth_l1_loss,
    soft_margin_loss,
)
from ._objects import LAYER, MADE, plain_class
from ._vectors import (
    cosine_embedding_loss,
    ctc_loss,
    margin_ranking_loss,
    triplet_margin_loss,
    triplet_margin_with_distance_loss,
)

__all__ = [
    "DIFFERENCES",
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "cosine_embedding_loss",
    "cross_entropy",
    "ctc_loss",
    "gaussian_nll_loss",
    "hinge_embedding_loss",
    "huber_loss",
    "kl_div",
    "l1_loss",
    "linear_cross_entropy",
    "margin_ranking_loss",
    "mse_loss",
    "multi_margin_loss",
    "multilabel_margin_loss",
    "multilabel_soft_margin_loss",
    "nll_loss",
    "poisson_nll_loss",
    "smooth_l1_loss",
    "soft_margin_loss",
    "triplet_margin_loss",
    "triplet_margin_with_distance_loss",
]


def __getattr__(name: str) -> Any:
    """A class, made when it is first asked for."""
    if name not in MADE and name != LAYER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if _torch_is_installed():
        from ._modules import module_class

        made = module_class(name)
    elif name == LAYER:
        raise AttributeError(f"{LAYER} is a layer of torch, which is not installed")
    else:
        made = plain_class(name)
    globals()[name] = made
    return made


def _torch_is_installed() -> bool:
    try:
        return find_spec("torch") is not None
    except ImportError:
        return False


def __dir__() -> list[str]:
    return sorted({*globals(), *MADE, LAYER})
