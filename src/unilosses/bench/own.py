"""A loss of one's own, as a user writes it: that of the README."""

from __future__ import annotations

from ..decorator import loss
from ..definition.kinds import POSITIVE, REAL, Domain
from ..typing import Array, Namespace, Scalar


@loss(Domain(pred=REAL, target=REAL, scale=POSITIVE))
def lorentzian(xp: Namespace, pred: Array, target: Array, *, scale: Scalar = 1.0) -> Array:
    """Lorentzian loss: grows like a logarithm, so that outliers hardly pull."""
    return xp.log1p(((pred - target) / scale) ** 2)


@lorentzian.partials
def _(xp: Namespace, pred: Array, target: Array, *, scale: Scalar) -> tuple[Array, Array]:
    r = (pred - target) / scale
    by_pred = 2.0 * r / (scale * (1.0 + r * r))
    return by_pred, -by_pred
