"""Binary cross-entropy with no logarithm below -100, as torch and MLX have it."""

from __future__ import annotations

import math
from typing import Any

from ..losses.classification.binary import binary_cross_entropy, sigmoid_cross_entropy
from ..typing import Array, Namespace

GREATEST_LOSS = 100.0
LEAST_PROBABILITY = math.exp(-GREATEST_LOSS)


def within_bound(probs: Array) -> Array:
    """Where neither log p nor log(1 - p) is below the bound."""
    return (probs > LEAST_PROBABILITY) & (1.0 - probs > LEAST_PROBABILITY)


def bounded_cross_entropy(xp: Namespace, probs: Array, target: Array, *, weight: Array | None, reduction: str) -> Array:
    """`binary_cross_entropy` within the bound; a probability beyond it costs what a logit of 100 does."""
    inside = within_bound(probs)
    ends = xp.where(probs < 0.5, xp.zeros_like(probs) - GREATEST_LOSS, GREATEST_LOSS)
    # Weights of 0 rather than masks: both parts of a mean are divided by the count of all elements.
    weight = xp.ones_like(probs) if weight is None else weight
    options: dict[str, Any] = {"reduction": reduction, "normalizer": "count" if reduction == "mean" else None}
    within = binary_cross_entropy(probs, target, weight=xp.where(inside, weight, 0.0), **options)
    return within + sigmoid_cross_entropy(ends, target, weight=xp.where(inside, 0.0, weight), **options)
