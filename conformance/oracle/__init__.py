"""Independent truth: one formula per loss to 50 digits, written from the mathematics and never from our kernels."""

from . import binary, divergence, embedding, margin, multiclass, penalties, regression
from ._base import Oracle

ORACLES: dict[str, Oracle] = {
    **regression.ORACLES,
    **margin.ORACLES,
    **binary.ORACLES,
    **multiclass.ORACLES,
    **divergence.ORACLES,
    **embedding.ORACLES,
    **penalties.ORACLES,
}

__all__ = ["ORACLES", "Oracle"]
